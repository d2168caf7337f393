"""What a clause says of nothing else: "only BERT improves", "better only on SST", "the only task on which A beats B".

The claim is read as it stands, and once more for every other line of the side with that line in the place of what is named: there it must
not hold. What is not done: an "only" before a figure says nothing of others, and one before a verb is read only with a condition after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from synth.claims.clauses import SETTING, Clause, DeclinedError, are_listed
from synth.claims.cuts import JUDGING, stopwords
from synth.claims.mentions import Thing
from synth.claims.wording import WORD_NUMBERS, Number

MAX_OTHERS = 16  # lines that are tried in the place of what is named
REACH = 5  # tokens between an "only" and what it singles out: "only the two models, A and B"
_ONLY = frozenset({"only", "solely", "exclusively"})
_JUST = frozenset({"only", "just", "exactly"})  # before a number
_IS = frozenset({"is", "are", "was", "were", "remains", "remain"})
_RELATIVE = frozenset({"that", "which", "who", "where", "to", "on", "in", "for", "with", "under"})
_CACHED = ("side", "pair_side", "denied")


def singled_out(clause: Clause) -> tuple[list[Thing], list[Number]]:
    """The things of which alone the clause speaks, and the number that says how many they are; nothing where it speaks of others too."""
    for at in range(clause.start, clause.end - 1):
        low = clause.tokens[at].low
        if low in _ONLY or (low in _JUST and clause.tokens[at + 1].low in WORD_NUMBERS):
            things, numbers = _named_by(clause, at)
            if things:
                return things, numbers
    return [], []


def _named_by(clause: Clause, at: int) -> tuple[list[Thing], list[Number]]:
    if at > clause.start and clause.tokens[at - 1].low == "the":
        return _is_the_only(clause, at), []
    things = _list_after(clause, at)
    numbers = [number for number in clause.counts if things and at < number.at < things[0].start]
    if numbers and int(numbers[0].text) != len(things):
        return [], []  # "only two of the four models outperform A"
    if things or clause.tokens[at].low in ("just", "exactly"):
        return things, numbers
    verb = next((phrase for phrase in clause.phrases if phrase.group == "comparing" and 0 < phrase.start - at <= 2), None)
    if verb is not None and verb.text.endswith(" by"):
        return [thing for thing in clause.own if thing.start in (verb.end, verb.end + 1)], []
    if verb is None or any(number.at <= verb.end for number in clause.numbers if number.at > at):
        return [], []
    settings = [thing for thing in clause.own if thing.start > verb.end and clause.is_setting(thing)]
    things = [thing for thing in clause.own if settings and thing.side == settings[0].side and thing.start >= settings[0].start]
    if not things:
        raise DeclinedError("“only”: it says that it holds for nothing else")
    return things, []


def _list_after(clause: Clause, at: int) -> list[Thing]:
    """The things that stand in a list after an "only", with nothing but small words and a number between."""
    first = next((thing for thing in clause.own if at < thing.start <= at + REACH + 1), None)
    if first is None:
        return []
    between = clause.tokens[at + 1 : first.start]
    if not all(
        token.text in (",", ":", "(")
        or token.low in SETTING
        or token.low in stopwords()
        or token.low in WORD_NUMBERS
        or _is_counted(token.low)
        for token in between
    ):
        return []
    if any(token.low == "of" for token in between) or any(
        phrase.group in JUDGING and at < phrase.start < first.start for phrase in clause.phrases
    ):
        return []
    found = [first]
    for thing in clause.own:
        if thing.side == first.side and thing.start > found[-1].start and are_listed(clause, [found[-1], thing]):
            found.append(thing)
    return found


def _is_counted(word: str) -> bool:
    return word.rstrip("s") in (
        "model",
        "task",
        "dataset",
        "language",
        "system",
        "method",
        "metric",
        "setting",
        "corpu",
        "variant",
        "case",
        "approache",
    )


def _is_the_only(clause: Clause, at: int) -> list[Thing]:
    """What "is the only model that …" is said of."""
    follows = {token.low for token in clause.tokens[at + 1 : at + 4]}
    subjects = [thing for thing in clause.own if thing.end < at]
    if not subjects or clause.tokens[at - 2].low not in _IS or subjects[-1].end != at - 2 or not follows & _RELATIVE:
        raise DeclinedError("“only”: it says that it holds for nothing else")
    found = [subjects[-1]]
    for thing in reversed(subjects[:-1]):
        if thing.side == found[0].side and are_listed(clause, [thing, found[0]]):
            found.insert(0, thing)
    return found


def others(clause: Clause, things: Sequence[Thing]) -> list[Clause]:
    """The clause with each other line of the side in the place of what it singles out."""
    side = things[0].side
    lines = frozenset[int]().union(*(thing.lines for thing in things))
    if len(lines) != len(things):
        raise DeclinedError("“only”, and what is named has several lines")
    named = frozenset[int]().union(*(thing.lines for thing in clause.own if thing.side == side))
    rest = sorted(clause.rest(side, lines) - named)
    if not rest or len(rest) > MAX_OTHERS:
        raise DeclinedError(f"“only”, and {len(rest)} others are at hand")
    return [_instead(clause, things, frozenset([at])) for at in rest]


def _instead(clause: Clause, things: Sequence[Thing], lines: frozenset[int]) -> Clause:
    other = things[0]._replace(lines=lines)
    changed = copy(clause)
    for name in _CACHED:
        changed.__dict__.pop(name, None)
    changed.own = [other if thing is things[0] else thing for thing in clause.own if thing is things[0] or thing not in things]
    changed.everything = [
        other if thing == things[0] else thing for thing in clause.everything if thing == things[0] or thing not in things
    ]
    return changed
