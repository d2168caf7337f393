"""What a sentence says that no test takes up: names that no table has, conditions, words that are more than a test would say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from synth.claims.appositions import describes
from synth.claims.bound import check_borrowed, check_bound
from synth.claims.clauses import Clause
from synth.claims.cuts import stopwords
from synth.claims.layouts import Layout, Tables
from synth.claims.mentions import Thing, explained, mentions, squash
from synth.claims.pitfalls import check_both, check_compared, check_counted, check_described, check_kinds, check_set_off, check_shares
from synth.claims.readings import DeclinedError, UnnamedError
from synth.claims.scales import scale_of
from synth.claims.wording import Phrase, Token, phrases, tokens, whole_word, words_of
from synth.reading.vocabulary import readings

MAX_LEFT = 4  # content words of a clause that may be left over
MAX_NAME = 2  # words of a label that is a name rather than a description
ROOT = 6  # letters by which a word is known in another form: "succeeds", "success"
_DEGREE = re.compile(
    r"(?!(?:test|rest|west|nest|forest|harvest|interest|request|guest|contest|protest|arrest|invest|"
    r"suggest|digest|manifest|priest)s?$)\w{2,}(?:iest|est)"
)


_ACTING = frozenset("reaches achieves obtains scores gets attains has is performs yields gives shows ranks comes".split())


def unknown_name(found: Sequence[Token], named: Sequence[Thing], said: Sequence[Phrase], layout: Layout, tables: Tables) -> str:
    """A name in the sentence that neither the table nor its caption has, and that is more than a word of another caption."""
    known = known_words(layout) | _of_captions(tables.layouts)
    unmeasured = metrics_told(layout, tables)
    told = explained(found, layout) | {at for one in mentions(found, layout) for at in range(one.start, one.end)}
    acts = (
        len(found) > 1
        and not any(phrase.start == 0 for phrase in said)
        and (  # what the first word is the subject of
            found[1].low in _ACTING or any(phrase.start == 1 and phrase.group in ("comparing", "changing") for phrase in said)
        )
    )
    for at, token in enumerate(found):
        if at in told or any(thing.start <= at < thing.end for thing in named) or squash(token.text) in known or not squash(token.text):
            continue
        inner = any(sign.isupper() for sign in token.text[1:]) or (
            any(sign.isdigit() for sign in token.text) and any(sign.isalpha() for sign in token.text)
        )
        capital = token.text[0].isupper() and (found[at - 1].text not in (".", "?", "!", ":", "“", '"') if at else acts)
        if _metrics_in(token.text) & unmeasured:
            continue
        if (
            (inner or capital)
            and token.low not in stopwords()
            and token.low not in plain()
            and not re.fullmatch(r"[\d.,]+(?:st|nd|rd|th|x|k|M|B)?", token.text)
        ):
            return whole_word(found, at)
    return ""


@lru_cache(maxsize=256)
def known_words(layout: Layout) -> frozenset[str]:
    words = {squash(token.text) for token in tokens(layout.caption)} | {"table", "tab", "figure"}
    for line in (*layout.rows, *layout.columns):
        for label in line.labels:
            words |= {squash(token.text) for token in tokens(label)}
    return frozenset(words | {stem(word) for word in words})


@lru_cache(maxsize=256)
def _of_others(layouts: tuple[Layout, ...], layout: Layout) -> frozenset[str]:
    """The words of the labels of other tables that this one does not have; a word inside a long label is no name there."""
    others = (label for other in layouts if other is not layout for line in (*other.rows, *other.columns) for label in line.labels)
    words = {squash(token.text) for label in dict.fromkeys(others) if len(label.split()) <= MAX_NAME for token in tokens(label)}
    return frozenset(words | {stem(word) for word in words}) - known_words(layout)


@lru_cache(maxsize=64)
def _roots(known: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:ROOT] for word in known if len(word) >= ROOT)


@lru_cache(maxsize=16)
def _of_captions(layouts: tuple[Layout, ...]) -> frozenset[str]:
    """The words of all captions that are no label of a table and no word of the vocabulary: names of benchmarks and of corpora."""
    labels = {
        squash(token.text)
        for layout in layouts
        for line in (*layout.rows, *layout.columns)
        for label in line.labels
        for token in tokens(label)
    }
    words = {token.text for layout in layouts for token in tokens(layout.caption)}
    return frozenset(squash(word) for word in words if squash(word) not in labels and not _is_known_word(word))


@cache
def plain() -> frozenset[str]:
    return frozenset(words_of("plain")["words"])


def check_left(clause: Clause, layout: Layout, tables: Tables) -> None:
    """Raises `DeclinedError` where a clause names a condition that the table does not have, or says much that no test holds."""
    taken_up: set[int] = set()
    for start, end in [(one.start, one.end) for one in clause.everything] + [(one.start, one.end) for one in clause.phrases]:
        taken_up |= set(range(start, end))
    for number in clause.numbers:
        scale = number.end < len(clause.tokens) and scale_of(clause.tokens[number.end].text) is not None
        taken_up |= set(range(number.at, number.end + scale))
    taken_up |= _counted_nouns(clause, taken_up) | explained(clause.tokens, layout)
    for thing in clause.own:
        taken_up |= set(range(describes(clause.tokens, clause.start, clause.end, thing), thing.start))
    for idiom in phrases(clause.tokens, ("idioms",)):
        taken_up |= set(range(idiom.start, idiom.end))
    known = known_words(layout)
    unmeasured = metrics_told(layout, tables)
    taken_up |= {at for at in range(clause.start, clause.end) if _metrics_in(clause.tokens[at].text) & unmeasured}
    left = [at for at in range(clause.start, clause.end) if at not in taken_up and _is_content(clause.tokens[at], known)]
    if spoken := next((at for at in left if _is_known_word(clause.tokens[at].text)), None):
        word = whole_word(clause.tokens, spoken)
        raise UnnamedError(f"it speaks of “{word}”, which {layout.table} does not name", word)
    elsewhere = _of_others(tables.layouts, layout)
    if spoken := next((at for at in left if stem(clause.tokens[at].text) in elsewhere), None):
        word = whole_word(clause.tokens, spoken)
        raise UnnamedError(f"it speaks of “{word}”, which another table has", word)
    if level := next((low for at in range(clause.start, clause.end) if (low := _level(clause, at)) and low not in _levels_of(layout)), ""):
        raise DeclinedError(f"it speaks of the {level} level, which {layout.table} does not name")
    if condition := next((at for at in left if _is_condition(clause, at, taken_up)), None):
        raise DeclinedError(f"it sets a condition, “{clause.tokens[condition].text}”, that {layout.table} does not have")
    if degree := next((at for at in left if _DEGREE.fullmatch(clause.tokens[at].low)), None):
        raise DeclinedError(f"“{clause.tokens[degree].text}” is a comparison that no rule knows")
    if measure := next((at for at in left if _is_compared(clause, at)), None):
        raise DeclinedError(f"“{clause.tokens[measure].text}” is what is compared, and {layout.table} does not name it")
    if compound := next((thing for thing in clause.own if _is_compound(clause, thing)), None):
        whole = f"{compound.text} {clause.tokens[compound.end].text}"
        raise DeclinedError(f"“{compound.text}” is part of “{whole}”, which {layout.table} does not name")
    clause.left = [clause.tokens[at].text for at in left]
    check_compared(clause, left, known)
    check_set_off(clause, left, taken_up)
    check_shares(clause, known)
    check_counted(clause)
    check_kinds(clause)
    check_bound(clause, known)
    check_borrowed(clause, left)
    check_described(clause)
    check_both(
        clause, [*((one.start, one.end) for one in clause.everything), *((one.start, one.end) for one in mentions(clause.tokens, layout))]
    )
    if len(left) > MAX_LEFT:
        raise DeclinedError(f"it says more than a test would: {', '.join(whole_word(clause.tokens, at) for at in left[:6])}")


def _level(clause: Clause, at: int) -> str:
    """On which level something is measured, by what is said before the word: "at the sentence level", "corpus-level"."""
    if any(thing.start <= at < thing.end for thing in clause.everything):
        return ""
    before, dash, last = clause.tokens[at].low.rpartition("-")
    if dash and last == "level":
        return before
    ahead = [token.low for token in clause.tokens[max(clause.start, at - 3) : at]]
    return ahead[-1] if clause.tokens[at].low == "level" and ahead[:2] in (["at", "the"], ["on", "the"]) and len(ahead) > 2 else ""


@lru_cache(maxsize=256)
def _levels_of(layout: Layout) -> frozenset[str]:
    """The levels that a table names in its caption and labels; where it names none, all their words."""
    text = " ".join([layout.caption, *(label for line in (*layout.rows, *layout.columns) for label in line.labels)]).casefold()
    return frozenset(re.findall(r"([^\W\d_]+)[- ]levels?\b", text) or re.findall(r"[^\W\d_]+", text))


_NOUN = 2  # words of what is counted: "language pairs"


def _counted_nouns(clause: Clause, explained: set[int]) -> set[int]:
    """What is counted: the words after "every", "most" or "three of the four", where they name what the lines of the table are."""
    ends = [phrase.end for phrase in clause.phrases if phrase.group == "quantifiers"] + [number.end for number in clause.counts]
    found: set[int] = set()
    for end in ends:
        at = end
        while at < clause.end and (at in explained or clause.tokens[at].low in ("the", "of", "these", "our", "other")):
            at += 1
        for there in range(at, min(at + _NOUN, clause.end)):
            if there in explained or not clause.tokens[there].text.islower() or clause.tokens[there].low in stopwords():
                break
            found.add(there)
    return found


def _is_known_word(text: str) -> bool:
    """Whether the vocabulary knows a word as a metric, a task, a model or a language."""
    return any(known.kind in ("metric", "target", "model", "language", "intermediate") for known in readings(text) if len(text) > 2)


def _metrics_in(text: str) -> frozenset[str]:
    return frozenset(known.word for known in readings(text) if known.kind == "metric")


def metrics_told(layout: Layout, tables: Tables) -> frozenset[str]:
    """What the numbers of a table may be called that does not say what they are: by what its paper measures in other tables."""
    if _metrics_of(layout):
        return frozenset()
    return frozenset().union(*(_metrics_of(other) for other in tables.layouts), (row.metric for row in tables.measurements if row.metric))


@lru_cache(maxsize=256)
def _metrics_of(layout: Layout) -> frozenset[str]:
    """The metrics that the caption and the labels of a table name."""
    labels = [label for line in (*layout.rows, *layout.columns) for label in line.labels]
    words = [[token.text for token in tokens(text)] for text in (layout.caption, *labels)]
    runs = (" ".join(text[at : at + size]) for text in words for at in range(len(text)) for size in (1, 2))
    return frozenset().union(*map(_metrics_in, runs))


def _is_content(token: Token, known: frozenset[str]) -> bool:
    name = squash(token.text)
    return (
        bool(name)
        and token.low not in stopwords()
        and token.low not in plain()
        and token.low not in words_of("neutral")["words"]
        and name not in known
        and stem(token.text) not in known
        and name[:ROOT] not in _roots(known)
    )


_SETTING = frozenset(
    {
        "on",
        "in",
        "for",
        "under",
        "at",
        "when",
        "using",
        "over",
        "across",
        "without",
        "within",
        "during",
        "among",
        "if",
        "where",
        "given",
        "including",
    }
)
_REACH = 4  # tokens after such a word that may name its condition


def _is_condition(clause: Clause, at: int, explained: set[int]) -> bool:
    """Whether a word that is left over stands where a condition does, and nothing that the table names stands there with it."""
    for back in range(at - 1, max(clause.start, at - _REACH) - 1, -1):
        if any(thing.start <= back < thing.end for thing in clause.everything) or clause.tokens[back].text in (",", ";", "."):
            return False
        if clause.tokens[back].low in _SETTING:
            return not any(thing.start in range(at + 1, min(at + 3, clause.end)) for thing in clause.everything)
    return False


_TO_NOUN = 3  # tokens between a comparative and the noun that it is said of


def _is_compound(clause: Clause, thing: Thing) -> bool:
    """Whether a plain word that is a label here is part of a compound: the "word" of "the word similarity task"."""
    if thing.end - thing.start != 1 or thing.end >= clause.end:
        return False
    word, follows = clause.tokens[thing.start], clause.tokens[thing.end]
    plain_word = re.fullmatch("[a-z]+", word.text) is not None and all(
        word.text in clause.line(thing.side, at).labels[-1].split() for at in thing.lines if clause.line(thing.side, at).labels
    )
    spans = [(one.start, one.end) for one in clause.phrases] + [(one.start, one.end) for one in clause.everything]
    said = any(start <= thing.end < end for start, end in spans)
    noun = re.fullmatch("(?!ones?$)[a-z]+", follows.text) is not None and _is_content(follows, frozenset())
    return plain_word and noun and not said


def _is_compared(clause: Clause, at: int) -> bool:
    """Whether a word is the noun that a comparative before it is said of: the "deviation" of "a lower standard deviation than"."""
    than = at + 1 < clause.end and clause.tokens[at + 1].low == "than"
    return than and any(
        phrase.group in ("comparing", "superlatives")
        and 0 < at - phrase.start <= _TO_NOUN
        and clause.tokens[phrase.start - 1].low in ("a", "an")
        for phrase in clause.phrases
        if phrase.start
    )


def stem(word: str) -> str:
    """A word without the endings that set it apart from itself in a caption."""
    bare = squash(word)
    return next(
        (bare.removesuffix(ending) for ending in ("ing", "ed", "es", "s") if bare.endswith(ending) and len(bare) > len(ending) + 3), bare
    )
