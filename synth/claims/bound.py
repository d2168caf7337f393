"""What a quantifier or a ratio is said of: "on every task" counts the table's columns, "with half of the data" nothing that it has.

A quantifier counts a kind of line of the table, a ratio is of its scores. Either may stand in what is said beside the comparison ("when
trained on few examples", "at half the cost"), and is then no part of it. What is not done: such a part is not left out and the rest read,
since it may be a condition.
"""

from __future__ import annotations

from collections.abc import Sequence

from synth.claims.clauses import SETTING, Clause
from synth.claims.cuts import in_idiom, stopwords
from synth.claims.kinds import BASES, SYSTEMS
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import explained, mentions
from synth.claims.pitfalls import is_counted
from synth.claims.readings import DeclinedError
from synth.claims.spelling import stem
from synth.claims.wording import WORD_NUMBERS, Number, Phrase, words_of
from synth.reading.vocabulary import readings

MAX_NOUN = 5  # words from a quantifier to the end of what it counts: "all of the four language pairs"
TO_OPENING = 4  # tokens from the word that opens a part beside the comparison to the quantifier: "when trained on few examples"

_COUNTS = frozenset({"all", "most", "many", "some", "few", "none", "almost_all"})
_ALONE = frozenset(  # quantifiers that count nothing that follows them
    "always throughout everywhere uniformly nowhere never nobody usually mostly rarely seldom sometimes whatever whichever".split()
) | {"across the board", "without exception", "almost always", "almost everywhere", "almost uniformly", "in some cases", "no one"}
_SMALL = frozenset("of the these those our its their a an one single other others such single possible different remaining rest".split())
_ARTICLES = frozenset({"the", "a", "its", "their"})
_USED = frozenset("with without when despite using trained training tuned having needing requiring given after consuming".split())
_BESIDE = _USED | frozenset("at by within although though while whilst because".split())  # of a ratio; "at every length" says where
# What is said to happen more than once, of which a table has the mean at most.
_REPEATED = frozenset("seed run trial fold epoch restart repetition step iteration time initialization initialisation".split())
_GENERIC = frozenset("experiment case setting condition setup scenario situation configuration evaluation".split())
_KINDS = frozenset(
    "pair domain direction corpora benchmark competitor rival opponent counterpart family group class type size category outcome criterion "
    "criteria aspect dimension side end year month season country region site area level length".split()
)
_SCORES = frozenset("score result performance value number rate level figure point accuracy error quality amount count".split())
_DEGREES = frozenset(
    "more less fewer higher lower larger smaller greater better worse faster slower longer shorter that than as what so good well".split()
)
_MANY = frozenset({"many", "much", "few", "little"})
_DATA = frozenset({"example", "instance", "sample", "data", "training", "train", "trained"})  # of which every caption may speak


def check_bound(clause: Clause, known: frozenset[str]) -> None:
    """Raises `DeclinedError` where a quantifier or a ratio is said of what is neither a kind of line of the table nor its scores."""
    named = {at for thing in clause.everything for at in range(thing.start, thing.end)} | explained(clause.tokens, clause.layout)
    named |= {at for one in mentions(clause.tokens, clause.layout) for at in range(one.start, one.end)}
    for phrase in clause.phrases:
        counts = phrase.group == "quantifiers" and phrase.kind in _COUNTS and phrase.text not in _ALONE
        compared = any(one.group in ("comparing", "superlatives") and 0 <= phrase.start - one.end <= 1 for one in clause.phrases)
        if counts and not compared and clause.start <= phrase.start and not in_idiom(clause.tokens, phrase.start):
            _check_quantifier(clause, phrase, named, known)  # with what is compared `kinds` asks which they are
    for number in clause.numbers:
        if number.unit == "times":
            _check_ratio(clause, number, named, known)


def check_borrowed(clause: Clause, left: Sequence[int]) -> None:
    """Raises `DeclinedError` where one of two joined measures is not read: "the lowest latency and the highest F1" of a table of F1 alone.

    Its clause would be read by the measure of the other.
    """
    if clause.start == 0 and clause.end >= len(clause.tokens) - 1:
        return
    for phrase in clause.phrases:
        if phrase.group not in ("superlatives", "comparing") or phrase.start < clause.start:
            continue
        noun = _words(clause, phrase.end)
        scored = any(stem(clause.tokens[at].text) in _SCORES for at in noun)
        own = any(phrase.end <= thing.start <= phrase.end + MAX_NOUN for thing in clause.own)
        if not scored and not own and (unread := next((at for at in noun if at in left), None)) is not None:
            word = clause.tokens[unread].text
            raise DeclinedError(f"“{phrase.text} {word}”, and {clause.layout.table} has no “{word}”")


def _check_quantifier(clause: Clause, phrase: Phrase, named: set[int], known: frozenset[str]) -> None:
    noun = _counted(clause, phrase.end)
    if not noun or set(noun) & named:
        return
    words = {stem(clause.tokens[at].text) for at in noun}
    told = words & (_kinds() | known) - _DATA or any(readings(clause.tokens[at].text) for at in noun)
    said = f"“{' '.join(token.text for token in clause.tokens[phrase.start : noun[-1] + 1])}”"
    if not told or words & _REPEATED or _is_beside(clause, phrase.start, _USED):
        raise DeclinedError(f"{said}, and {clause.layout.table} has no lines of such")
    if words & _GENERIC and phrase.kind != "all" and _is_one_number(clause):
        raise DeclinedError(f"{said}, and one number of each is compared")


def _kinds() -> frozenset[str]:
    """Words for what the lines of any table may be."""
    return frozenset(stem(word) for word in (*words_of("plain")["words"], *SYSTEMS, *BASES)) | _KINDS


def _check_ratio(clause: Clause, number: Number, named: set[int], known: frozenset[str]) -> None:
    noun = _times_what(clause, number)
    if not noun or set(noun) & named:
        return
    words = {stem(clause.tokens[at].text) for at in noun}
    measured = any(one.kind == "metric" for at in noun for one in readings(clause.tokens[at].text))
    told = measured or words & (_SCORES | known) - _DATA or any(is_counted(clause.layout, word) for word in words)
    if not told or _is_beside(clause, number.at, _BESIDE):
        said = " ".join(token.text for token in clause.tokens[number.at : noun[-1] + 1])
        raise DeclinedError(f"“{said}”, of which {clause.layout.table} has no numbers")


def _counted(clause: Clause, at: int) -> list[int]:
    """Where the words stand that a quantifier counts, up to the next word of the grammar."""
    while at < clause.end and (
        clause.tokens[at].low in _SMALL or clause.tokens[at].low in WORD_NUMBERS or clause.tokens[at].text.isdigit()
    ):
        at += 1
    return _words(clause, at)


def _words(clause: Clause, at: int) -> list[int]:
    said = {there for one in clause.phrases if one.group != "quantifiers" for there in range(one.start, one.end)}
    out: list[int] = []
    while at < clause.end and len(out) < MAX_NOUN and (at not in said or clause.tokens[at - 1].low in _ARTICLES):  # "half the cost"
        token = clause.tokens[at]
        if not token.text[0].isalpha() or token.low in SETTING | stopwords():
            break
        out.append(at)
        at += 1
    return out


def _times_what(clause: Clause, number: Number) -> list[int]:
    """Where the words stand of what there is so many times as much: "twice as many units", "half the cost"."""
    at = number.end
    if at + 1 < clause.end and clause.tokens[at].low == "as" and clause.tokens[at + 1].low in _MANY:
        return _words(clause, at + 2)
    if at < clause.end and clause.tokens[at].low == "as":
        return []
    while at < clause.end and (clause.tokens[at].low in _SMALL or clause.tokens[at].low in _DEGREES):
        if clause.tokens[at].low in ("than", "that", "as"):
            return []
        at += 1
    return _words(clause, at)


def _is_beside(clause: Clause, at: int, opening: frozenset[str]) -> bool:
    """Whether a word opens a part beside the comparison shortly before a place: "with", "despite", "when trained on"."""
    for there in range(at - 1, max(clause.start, at - TO_OPENING) - 1, -1):
        token = clause.tokens[there]
        judging = [phrase for phrase in clause.phrases if phrase.group != "quantifiers"]
        inside = any(thing.start <= there < thing.end for thing in clause.own) or any(one.start <= there < one.end for one in judging)
        if inside or token.text in ".;:":
            return False
        if token.low in opening:
            return True
    return False


def _is_one_number(clause: Clause) -> bool:
    """Whether what is named has one line of each side that is named, and both sides are."""
    return {thing.side for thing in clause.own} >= {ROW, COLUMN} and all(len(thing.lines) == 1 for thing in clause.own)
