"""A word beside a name that makes it the name of another system: "frozen BERT", "the BERT ensemble", "BERT with dropout".

It must stand in the label, or in the caption where no other line has it, or be a word that any system may bear ("our", "the proposed").
What is not done: names of what is measured are not asked here, as conditions are asked of all that stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from synth.claims.clauses import Clause
from synth.claims.cuts import in_idiom, stopwords
from synth.claims.forms import verb
from synth.claims.layouts import COLUMN, ROW
from synth.claims.leftovers import plain
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError
from synth.claims.spelling import naming, stem
from synth.claims.wording import tokens, words_of
from synth.reading.vocabulary import readings

_WORD = re.compile(r"[^\W\d_][\w-]*|\d+-[a-z]+")
# How adjectives and participles end, which name a kind; a noun beside a name rather says what it is: "GloVe embeddings".
_KIND = re.compile(
    r"(?:.*-)?(?:un|non|pre|re|semi|self|multi|mono|bi|cross)?\w{2,}"
    r"(?:al|ic|ive|ous|ar|able|ible|ian|ese|ish|less|ful|ary|ent|ant|er|ed|zen|[a-z]en|ilt|tiny|mini|large|small|big|huge)|frozen|tiny|mini|large|small|big|huge"
)
_ANY = frozenset(  # what any system may be called without becoming another
    "standard vanilla regular usual classic common popular well-known famous recent so-called called named competing competitor rival "
    "simple whole respective corresponding actual state-of-the-art former latter never ever however after under over per other another "
    "either neither often even then than when between rather further together later best-performing well-performing mentioned "
    "aforementioned latest earlier given transformer encoder decoder classifier parser tagger learner powerful successful excellent "
    "individual entire different".split()
)
_SOMEHOW = frozenset(  # how, and not which
    "recently newly previously originally highly already widely fully jointly commonly popularly currently freshly carefully properly only "
    "publicly similarly equally well best strongly".split()
)
_LIKE = ("-like", "-style", "-inspired", "-ish")
_COPIES = frozenset("version variant form edition copy flavour flavor ensemble".split())
_ADDING = frozenset({"with", "plus", "using", "without", "w/o", "+"})
_TO_ADDED = 3  # tokens from a "with" to what it adds


def check_modifiers(clause: Clause) -> None:
    """Raises `DeclinedError` where a word beside what is compared may make it another thing than the table has."""
    spans = [(thing.start, thing.end) for thing in clause.everything] + [(phrase.start, phrase.end) for phrase in clause.phrases]
    spans += [(number.at, number.end) for number in clause.numbers]
    taken = {at for start, end in spans for at in range(start, end)}
    for thing in clause.own:
        if clause.measures(thing.side) and not clause.measures(COLUMN if thing.side == ROW else ROW):
            continue
        if larger := _comparative(clause, thing):
            raise DeclinedError(f"“{larger} {thing.text}” may be another than “{thing.text}”, which is what {clause.layout.table} names")
        labels = [label.casefold() for at in thing.lines for label in clause.line(thing.side, at).labels]
        if any(thing.text.casefold().endswith(end) and not any(end in label for label in labels) for end in _LIKE):
            raise DeclinedError(f"“{thing.text}” is like what {clause.layout.table} names, and may be another")
        beside = [at for at in (*_before(clause, thing), thing.end) if _may_tell_apart(clause, thing, at)]
        added = [at for at in _added(clause, thing) if _is_unheard_of(clause, thing, at)]
        for at in (*beside, *added):
            if clause.start <= at < clause.end and at not in taken:
                words = clause.tokens[min(at, thing.start) : max(at + 1, thing.end)]
                said = " ".join(token.text for token in words)
                raise DeclinedError(f"“{said}” may be another than “{thing.text}”, which is what {clause.layout.table} names")


def _comparative(clause: Clause, thing: Thing) -> str:
    """A comparative right before the subject that compares nothing and names a kind: "a larger Transformer reaches"."""
    if any(other.start < thing.start for other in clause.own):
        return ""
    phrase = next((one for one in clause.phrases if one.group == "comparing" and one.end == thing.start and one.text.endswith("er")), None)
    article = phrase is not None and (phrase.start == clause.start or clause.tokens[phrase.start - 1].low in ("a", "an", "the", "our"))
    than = any(token.low == "than" for token in clause.tokens[thing.end : clause.end])
    return phrase.text if phrase is not None and article and not than and not clause.measures(thing.side) else ""


def _before(clause: Clause, thing: Thing) -> Collection[int]:
    """Where words stand that may describe what follows: right before it, before its participle, or before "version of"."""
    at = thing.start - 1
    if at - 1 >= clause.start and clause.tokens[at].low.endswith(("ed", "en")) and clause.tokens[at - 1].low.endswith("ly"):
        return [at - 1, at]
    ahead = [token.low for token in clause.tokens[max(clause.start, at - 2) : at + 1]]
    if ahead[-1:] and ahead[-1] in ("the", "a", "an", "our"):
        ahead, at = ahead[:-1], at - 1
    if ahead[-1:] == ["of"] and at - 2 >= clause.start and clause.tokens[at - 1].low in _COPIES:
        return [at - 1, at - 2]
    return [thing.start - 1]


def _added(clause: Clause, thing: Thing) -> Collection[int]:
    """Where the word stands that says what a system is used with: the "dropout" of "BERT with dropout"."""
    if thing.end >= clause.end or clause.tokens[thing.end].low not in _ADDING:
        return []
    there = range(thing.end + 1, min(thing.end + 1 + _TO_ADDED, clause.end))
    return [at for at in there if clause.tokens[at].low not in ("the", "a", "an", "its", "their", "only")][:1]


def _is_unheard_of(clause: Clause, thing: Thing, at: int) -> bool:
    """Whether a word stands neither in the table nor in any report."""
    token, word = clause.tokens[at], stem(clause.tokens[at].text)
    texts = [clause.layout.caption, *(label for line in (*clause.layout.rows, *clause.layout.columns) for label in line.labels)]
    said = token.low in _harmless() or token.low in stopwords() or any(word in _stems(text) for text in texts)
    return bool(_WORD.fullmatch(token.text)) and not said


def _may_tell_apart(clause: Clause, thing: Thing, at: int) -> bool:
    if not clause.start <= at < clause.end:
        return False
    token = clause.tokens[at]
    if not _WORD.fullmatch(token.text) or len(token.text) < 3 or token.low in stopwords() or in_idiom(clause.tokens, at):
        return False
    lines = clause.layout.lines(thing.side)
    word = stem(token.low)
    has = {there for there, line in enumerate(lines) if any(word in _stems(label) for label in line.labels)}
    if has & thing.lines or token.low in _harmless() or token.low in _ANY:
        return False
    if has and not token.low.endswith("s"):
        return True
    if word in _stems(clause.layout.caption) or token.low in _SOMEHOW:
        return False
    if token.low.endswith("ly"):
        return at + 1 < thing.start and clause.tokens[at + 1].low.endswith(("ed", "en"))
    language = any(known.kind == "language" for known in readings(token.text) if len(token.text) > 3)
    if at >= thing.end and verb(token.text) is not None:
        return False
    return language or _KIND.fullmatch(token.low) is not None


@cache
def _harmless() -> frozenset[str]:
    """Words of any report, and nouns for what any system is."""
    listed = naming("neutral", "words") | naming("own", "nouns") | naming("generic", "nouns") | naming("generic", "families")
    return plain() | listed | frozenset(words_of("neutral")["words"])


def _stems(text: str) -> set[str]:
    return {stem(part) for token in tokens(text) for part in (token.text, *token.text.split("-"))}
