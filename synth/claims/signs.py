"""What a sentence shows of itself: numbers, comparisons, whose work it speaks of, hedges; and from that whether it claims something
that can be checked, and of which type.

These are signs and no understanding: each is a list of words in `data/vocabulary/claims.toml` or a few lines here. Sentences in other
languages than English show fewer signs, so fewer of them are told apart: theirs are results, comparisons, setup or attribution only.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from synth.claims.forms import Verb, claim_words, is_english, is_mostly_noun, modals, phrase, verb
from synth.claims.parting import lead_of
from synth.claims.tokens import MAX_SENTENCE, Token, finite_at, first_finite, tokenize
from synth.reading.words import words as reading_words
from synth.records import Record

MIN_LETTERS = 8  # of a sentence; less is a label or a formula
MIN_WORDS = 4
LONG = 9  # tokens; so long a sentence has a verb, known here or not
SEVERAL = 2  # marks of citation in a sentence of others' work, where it says nothing of ours
MAX_FOREIGN_SIGNS = 0.5  # of a sentence's characters at most this share are no letters: more is a formula or the rows of a table

# A number that is measured or counted: no year, no number of a table or section, no mark of citation, no part of a name.
_NUMBER = re.compile(
    r"(?<![\w.,/–-])(?:[<>≈~±+−–-]\s?)?(?:\d{1,3}(?:[,\u202f\u2009.]\d{3})+|\d+)(?:[.,]\d+)?\s?(?:[%‰]|[kKMB]\b|×)?(?![\w-]*[A-Za-z]{2,}\d)"
)
_NO_MEASURE = re.compile(
    r"\[[\d,;\s–-]{1,60}\]|\((?:[^()]{0,80}?(?:et al|and|&|,)[^()]{0,80}?)?(?:19|20)\d\d[a-z]?[^()]{0,120}\)|\b(?:19|20)\d\d[a-z]?\b"
    r"|\b(?:tables?|figures?|figs?|sections?|sec|appendix|eqs?|equations?|chapters?|algorithms?|rows?|columns?|tabelle|abbildung|abschnitt|tableau|"
    r"figure|táblázat|ábra|fejezet)\.?\s?(?:[A-Z]\.?)?\d[\d.]*(?:(?:,| and|\s?[–-])\s?\d[\d.]*)*|\d+\.\s?(?:táblázat|ábra|fejezet)\b|https?://\S+|[¹²³⁰⁴-⁹]+"
    r"|第\s?\d+\s?[章节節条條]|표\s?\d+|그림\s?\d+|[图圖表]\s?\d+",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|thousand|million|billion|half|twice|third|double)\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\[[\d,;\s–-]{1,60}\]|\((?:[^()]{0,200}?[,\s])?(?:19|20)\d\d[a-z]?(?:[;,)][^()]{0,300})?\)|\bet al\b|\bmtsai\b"
    r"|(?<=[^\W\d][.,;])\d{1,3}(?:[-–,]\d{1,3})*(?=\s|$)|(?<=[^\W\d])[¹²³⁰⁴-⁹]+"
)
_NARRATIVE = re.compile(
    r"[A-Z][\w’'-]+(?:(?: and|,| &) [A-Z][\w’'-]+)*(?: et al\.?| and others)?,? \(?(?:19|20)\d\d[a-z]?\)|[A-Z][\w’'-]+ et al\.?"
)
_BACKWARD = re.compile(r"(?:it|they|he|she|these|those|this|that|such|both|the former|the latter)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Signs(Record, frozen=True, kw_only=True):
    """What was seen in a sentence."""

    english: bool = False
    numbers: bool = False
    compares: bool = False
    own: bool = False  # speaks of the work at hand
    ours: bool = False  # its subject is "we", "our …" or "this study"
    cited: int = 0  # marks of citation
    others: bool = False  # speaks of others' work: "Wu et al. show", "previous work"
    finds: bool = False
    measures: bool = False  # speaks of accuracy, gains, rates, evidence
    changes: bool = False  # its verb is one of changing, surpassing or finding
    past: bool = False  # its verb is in the past
    usual: bool = False  # speaks of what is generally so
    does: bool = False  # says what was done
    aims: bool = False
    causes: bool = False
    defines: bool = False
    counts: bool = False
    hedges: bool = False
    quantifies: bool = False
    points: bool = False  # to a table, a section, a page; or thanks, or a notice
    asks: bool = False
    backward: bool = False  # its subject stands in a sentence before it
    framed: bool = False  # "we find that"
    broken: bool = False  # no sentence: a heading, a row, a formula, the half of one
    has_verb: bool = False


@lru_cache(maxsize=4096)
def signs_of(text: str) -> Signs:
    """The signs of a sentence."""
    text = " ".join(text[:MAX_SENTENCE].split())
    english = is_english(text)
    bare = _NO_MEASURE.sub(" ", text)
    tokens = tokenize(text) if english else []
    main = first_finite(tokens, lead_of(tokens))
    found = finite_at(tokens, main) if main is not None else None
    kinds = found.kinds if found else frozenset()
    lower = text.lower()
    return Signs(
        english=english,
        numbers=bool(_NUMBER.search(bare)) or bool(english and _NUMBER_WORD.search(bare)),
        compares=_has(lower, "comparing") if not english else bool(phrase("compare").search(text)),
        own=_has(lower, "own") if not english else bool(phrase("own").search(text)),
        ours=_is_ours(tokens, main),
        cited=len(_CITED.findall(text)),
        others=bool(english and (phrase("attribute").search(text) or _NARRATIVE.match(text))),
        finds=_has(lower, "finding") if not english else bool(kinds & {"find", "reach", "beat", "change"}),
        measures=bool(english and phrase("measure").search(text)),
        changes=bool(kinds & {"beat", "change", "find"}),
        past=main is not None and (tokens[main].lower in ("was", "were", "had", "did") or (found is not None and _is_past(found))),
        usual=bool(english and phrase("usual").search(text)),
        does=_says_what_was_done(tokens, main),
        aims=bool(english and phrase("aim").search(text)),
        causes=bool(english and phrase("cause").search(text)),
        defines=bool(english and phrase("define").search(text)),
        counts=bool(english and phrase("count").search(bare)),
        hedges=bool(english and phrase("hedge").search(text)),
        quantifies=bool(english and phrase("quantify").search(text)),
        points=bool(phrase("pointer").search(text) or phrase("thanks").search(text)),
        asks=text.rstrip("\"'”’)»").endswith(("?", "？", "؟")),
        backward=bool(english and _BACKWARD.match(text)),
        framed=bool(
            english
            and re.match(r"(?:\w+,? ){0,4}(?:we|our|results|figure|table)\b", text, re.IGNORECASE)
            and re.search(r"\b(?:show|find|found|see|observe|conclude|demonstrate|indicate|suggest|confirm)\w* that\b", text)
        ),
        broken=_is_broken(text),
        has_verb=main is not None or any(_may_be_finite(token, at) for at, token in enumerate(tokens)) or len(tokens) >= LONG,
    )


@cache
def _stems(use: str) -> tuple[str, ...]:
    listed = [stem for stems in claim_words()[use].values() for stem in stems]
    return tuple(listed) + (reading_words()["comparing"]["stems"] if use == "comparing" else ())


def _has(lower: str, use: str) -> bool:
    return any(stem in lower for stem in _stems(use))


def _says_what_was_done(tokens: list[Token], main: int | None) -> bool:
    """Whether the main verb, or the participle behind its "was", is one of doing: "we train", "was evaluated"."""
    if main is None:
        return False
    found = finite_at(tokens, main)
    if found is not None and "do" in found.kinds:
        return not found.kinds & {"reach", "change", "beat"} or "we" in (tokens[main - 1].lower, tokens[main - 2].lower)
    if found is None or "modal" not in found.kinds:
        return False
    if tokens[main].lower in ("was", "were") and any(_unknown_participle(token) for token in tokens[main + 1 : main + 3]):
        return True  # "were asked", "was crowd-sourced"
    if tokens[main].lower in ("do", "does", "did"):
        return any(one is not None and "do" in one.kinds for one in (verb(token.text) for token in tokens[main + 1 : main + 3]))
    following = [verb(token.text) for token in tokens[main + 1 : main + 5] if token.kind == "word"]
    return any(one is not None and "do" in one.kinds and "participle" in one.forms for one in following)


def _unknown_participle(token: Token) -> bool:
    return token.kind == "word" and token.lower.endswith("ed") and verb(token.text) is None


def _is_past(found: Verb) -> bool:
    return "past" in found.forms and "base" not in found.forms


def _is_ours(tokens: list[Token], main: int | None) -> bool:
    """Whether the subject of the main verb is "we", "our …" or the work at hand."""
    if main is None:
        return False
    subject = [token.lower for token in tokens[lead_of(tokens) : main]]
    works = ("study", "paper", "article", "trial", "report")
    return bool({"we", "our"} & set(subject)) or (len(subject) > 1 and subject[0] in ("this", "the") and subject[1] in works)


def _may_be_finite(token: Token, at: int) -> bool:
    """Whether a word, in some sentence, is a finite verb: one that is not taken for it here may be one all the same."""
    known = verb(token.text) if token.kind == "word" and at else None
    return token.lower in modals() or (
        known is not None and bool(known.forms & {"base", "third", "past"}) and not is_mostly_noun(token.text)
    )


def _is_broken(text: str) -> bool:
    """Whether a text is no sentence: too short, mostly signs, or without an end and a beginning."""
    letters = len(_LETTER.findall(text))
    if text.rstrip().endswith((":", "：")):
        return True
    if _WIDE.search(text):
        return letters < MIN_LETTERS
    words = [word for word in text.split() if _LETTER.search(word)]
    return letters < MIN_LETTERS or len(words) < MIN_WORDS or letters < (1 - MAX_FOREIGN_SIGNS) * len(text.replace(" ", ""))


def is_claim(signs: Signs) -> bool:
    """Whether a sentence with these signs claims something that can be checked; in doubt it does."""
    if signs.broken or signs.asks or signs.points:
        return False
    if signs.hedges and not signs.numbers:
        return False
    if not signs.english:
        return signs.numbers or signs.compares or signs.own or signs.finds or signs.cited > 0
    return signs.has_verb


def type_of(text: str, signs: Signs | None = None) -> str:
    """The type of a claim, in the words of CLAIM_TYPES: what comes first below and fits."""
    signs = signs or signs_of(text)
    if not signs.english:
        return _foreign_type(signs)
    ours = signs.ours
    if signs.others and not ours and not (signs.compares and re.search(r"\bthan\b|\bcompared\b", text)):
        return "attribution"
    if signs.aims and not signs.framed and not (signs.numbers and signs.finds):
        return "aim"
    if signs.causes and not signs.compares and not (signs.does and ours):
        return "explanation"
    if signs.does and ours and not signs.framed:
        return "setup"
    if signs.counts and not signs.compares:
        return "count"
    if signs.does and not signs.compares and re.search(r"\b(?:was|were)\b", text):
        return "setup"
    if signs.cited >= SEVERAL and not signs.own and not signs.numbers:
        return "attribution"
    if signs.compares:
        return "comparison"
    if signs.cited and not signs.own and not signs.defines:
        return "attribution"
    found = signs.measures or signs.changes or signs.numbers or signs.past
    if signs.framed or (signs.finds and found):
        return "result"
    if signs.does:
        return "definition" if signs.usual and not ours else "setup"
    if signs.defines and not (signs.measures or signs.past):
        return "definition"
    if ours:
        return "setup"
    return "result" if found or signs.quantifies else "definition"


def _foreign_type(signs: Signs) -> str:
    if signs.cited >= SEVERAL and not signs.own and not signs.numbers:
        return "attribution"
    if signs.compares:
        return "comparison"
    if signs.cited and not signs.own:
        return "attribution"
    return "setup" if signs.own and not signs.finds else "result"
