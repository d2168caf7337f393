"""What a reading of a clause leaves out: a thing, a figure, a comparing word, the head of a subject. Such a reading is not taken.

What is not done: a word that is no thing, no figure and no comparison is asked of `leftovers`, before any rule is tried.
"""

from __future__ import annotations

import re

from synth.claims.clauses import SETTING, Clause
from synth.claims.cuts import JUDGING, stopwords
from synth.claims.expressions import Call, walk
from synth.claims.layouts import COLUMN, ROW
from synth.claims.readings import Read
from synth.claims.rules.ranks import placed
from synth.claims.wording import Number, whole_word


def left_out(clause: Clause, read: Read) -> str:
    """The first word of a clause that a reading leaves out; empty where it takes up all."""
    return _not_taken(clause, read) or _unsaid_measure(clause, read)


def _not_taken(clause: Clause, read: Read) -> str:
    """The first thing, number or comparing word of a clause that a reading leaves out."""
    for thing in (*clause.own, *clause.excepted):
        if thing.start not in read.took:
            return thing.text
    place = placed(clause)
    if place is not None and read.rule not in ("rank", "superlative"):
        return clause.tokens[clause.start + place].text
    shares = [number for number in clause.numbers if number.unit == "times"]  # "half of the systems", "twice"
    for number in (*clause.figures, *clause.counts, *shares):
        if (number.at not in read.took and not _only_counts(clause, number)) or _miscounts(clause, number):
            return clause.tokens[number.at].text
    if ordinal := _unranked(clause, read):
        return ordinal
    if subject := _unnamed_subject(clause) or clause.qualified():
        return subject
    for at in range(clause.start, clause.end):
        if (_MEASURED.fullmatch(clause.tokens[at].text) or _FRACTION.fullmatch(clause.tokens[at].low)) and not any(
            thing.start <= at < thing.end for thing in clause.everything
        ):
            return whole_word(clause.tokens, at)
    for phrase in clause.phrases:
        if phrase.group in JUDGING and not any(place in range(phrase.start, phrase.end) for place in read.took):
            return phrase.text
    return ""


_PLACED_BY = frozenset({"rank", "superlative"})
_ORDINALS = frozenset({"second", "third", "fourth", "fifth", "2nd", "3rd", "4th", "runner-up"})


def _unranked(clause: Clause, read: Read) -> str:
    """A place that a reading leaves out, which is neither named nor in a name."""
    if read.rule in _PLACED_BY:
        return ""
    inside = {at for thing in clause.everything for at in range(thing.start, thing.end)}
    return next(
        (clause.tokens[at].text for at in range(clause.start, clause.end) if clause.tokens[at].low in _ORDINALS and at not in inside), ""
    )


_VERBS = frozenset("reaches reach attains attain achieves achieve obtains obtain scores score gets has have is are was were".split())
_HEAD_REACH = 6  # tokens before its verb in which the head of a subject stands


def _unnamed_subject(clause: Clause) -> str:
    """The head of the subject, where it is left over: "the adversarial mapping attains", "classification with BERT reaches"."""
    verb = next((at for at in range(clause.start + 1, clause.end) if clause.tokens[at].low in _VERBS), None)
    if verb is None or not clause.left:
        return ""
    at = verb - 1
    while at >= max(clause.start, verb - _HEAD_REACH):
        thing = next((thing for thing in clause.everything if thing.start <= at < thing.end), None)
        if thing is not None:
            if not (thing.start > clause.start and clause.tokens[thing.start - 1].low in SETTING):
                return ""
            at = thing.start - 2  # before its preposition stands what it belongs to
            continue
        token = clause.tokens[at]
        if token.text in clause.left and not token.low.endswith("ly"):
            return token.text
        if token.text in (",", ";", "."):
            return ""
        at -= 1
    return ""


def _unsaid_measure(clause: Clause, read: Read) -> str:
    """A word that is left over and may name what the reading leaves open: which rows or which columns it is about."""
    if not clause.left:
        return ""
    cells = [dict(part.named) for part in walk(read.test) if isinstance(part, Call) and part.name in ("cell", "cells")]
    unsaid = any(side not in named and len(clause.every(side)) > 1 for named in cells for side in (ROW, COLUMN))
    return next((word for word in clause.left if _is_head(clause, word)), "") if unsaid else ""


_BEFORE_NOUNS = frozenset({"the", "a", "an", "of", "in", "on", "per", "by", "for", "its", "their", "this"})


def _is_head(clause: Clause, word: str) -> bool:
    """Whether a word stands where a noun does that says of what: "the share of", "per epoch"."""
    places = [at for at in range(clause.start, clause.end) if clause.tokens[at].text == word]
    return any(
        (at > clause.start and clause.tokens[at - 1].low in _BEFORE_NOUNS) or (at + 1 < clause.end and clause.tokens[at + 1].low == "of")
        for at in places
    )


_FRACTION = re.compile(r"(?:one|two|three|four)-(?:third|quarter|fifth|half)s?")
_MEASURED = re.compile(r"\d[\d,.]*(?:[kKMBG]|[GMT]i?B|ms)")  # a figure with its unit, in one word


_TO_COUNTED = 2  # tokens between a number and the name of what it counts: "the six held-out genera"


def _miscounts(clause: Clause, number: Number) -> bool:
    """Whether a number in letters stands before a name and says that it has more lines, or fewer, than the table."""
    thing = next((thing for thing in clause.own if 0 <= thing.start - number.end <= _TO_COUNTED), None)
    before = clause.tokens[number.at - 1].low if number.at else ""
    if thing is None or not number.word or number.unit or before not in ("the", "all", "these", "our"):
        return False
    between = clause.tokens[number.end : thing.start]
    if not all(token.text[0].isalpha() and token.low not in stopwords() for token in between):
        return False
    return int(number.text) not in (len(thing.lines), sum(other.side == thing.side for other in clause.own))


def _only_counts(clause: Clause, number: Number) -> bool:
    """Whether a number in letters only says how many things there are that are named: "both tasks", "the two models"."""
    before = clause.tokens[number.at - 1].low if number.at else ""
    if not number.word:
        return before == "all" and not number.unit and not number.decimals
    return before in ("the", "all", "these", "those", "our", "of", "their", "its", "other")
