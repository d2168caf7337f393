"""Figures that stand beside a claim and are not what it says: "A (76.5%) outperforms B (71.4%)", "ahead of B (83.9 vs. 75.3)".

A figure in brackets after the name of a thing is that thing's number; two figures set against each other are the numbers of the two things
that are compared. The claim is read without them, and each figure is held against its own cell beside it. What is not done: a figure in
brackets that follows no thing is left to the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.claims.clauses import Clause
from synth.claims.expressions import Node
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, compared
from synth.claims.rules.differences import opponents
from synth.claims.rules.values import labels_of, scaled, settle
from synth.claims.wording import Number

_JOINING = frozenset({"vs", "v", "versus", "against"})


class Aside(NamedTuple):
    """Figures with the thing whose number they are; without one the two that are compared have them."""

    numbers: tuple[Number, ...]
    thing: Thing | None = None


def asides_of(clause: Clause) -> list[Aside]:
    """The figures of a clause that stand beside what it says, in order."""
    numbers = [number for number in clause.numbers if not number.word]
    out: list[Aside] = []
    for first, second in pairwise(numbers):
        between = [token.low for token in clause.tokens[first.end : second.at] if token.text != "."]
        if between in ([["instead", "of"]] + [[word] for word in _JOINING]):
            out.append(Aside((first, second)))
    if pair := _beside_measure(clause):
        out.append(pair)
    paired = {number.at for aside in out for number in aside.numbers}
    for number in numbers:
        thing = _owner(clause, number)
        if number.at not in paired and thing is not None:
            out.append(Aside((number,), thing))
    return sorted(out, key=lambda aside: aside.numbers[0].at)


def _beside_measure(clause: Clause) -> Aside | None:
    """A figure with its measure that is added to a comparison: "with a latency of 64 ms", "with 34.2 million parameters, …"."""
    figures = [number for number in clause.numbers if not number.word]
    if not clause.phrase("comparing") or len(figures) != 1 or clause.phrase("distances"):
        return None
    (number,) = figures
    before = [token.low for token in clause.tokens[max(clause.start, number.at - 4) : number.at]]
    measure = next((thing for thing in clause.own if thing.end == number.at - 1 and before[-1:] == ["of"]), None)
    measure = measure or next((thing for thing in clause.own if 0 <= thing.start - number.end <= 1 and before[-1:] == ["with"]), None)
    if measure is None or "with" not in before or "by" in before:
        return None
    subject = next((thing for thing in clause.of(clause.across(measure.side))), None)
    return Aside((number,), subject) if subject else None


def _owner(clause: Clause, number: Number) -> Thing | None:
    """The thing after which a figure stands alone in brackets."""
    opens = number.at - 1
    if clause.tokens[opens].text != "(" or number.end >= len(clause.tokens) or clause.tokens[number.end].text != ")":
        return None
    first = clause.phrase("superlatives")  # "the lowest MAE (0.22) is reached with A" is a number of A
    return next((thing for thing in clause.own if thing.end == opens and not (first and first.end == thing.start)), None)


def tests_of(clause: Clause, asides: Sequence[Aside]) -> list[Node]:
    """Each figure against its cell."""
    return [
        part for aside in asides for part in (_of_pair(clause, aside) if aside.thing is None else _of_thing(clause, aside, aside.thing))
    ]


def _of_thing(clause: Clause, aside: Aside, thing: Thing) -> list[Node]:
    (number,) = aside.numbers
    return [_value(clause, thing.lines, thing.side, number)]


def _of_pair(clause: Clause, aside: Aside) -> list[Node]:
    side = clause.pair_side
    pair, _ = opponents(clause, side)
    if pair is None:
        raise DeclinedError("two figures are set against each other, and it is not said whose they are")
    return [_value(clause, lines, side, number) for lines, number in zip(pair, aside.numbers, strict=True)]


def _value(clause: Clause, lines: frozenset[int], side: str, number: Number) -> Node:
    scopes = clause.scope(clause.across(side))
    if len(scopes) > 1:
        raise DeclinedError(f"{number.text} in brackets, and {len(scopes)} measures are named")
    cell = settle(clause, lines, side, scopes[0].lines if scopes else None)
    number = clause.scaled(number, labels_of(cell))
    return compared(number, cell if number.scale else scaled(clause, cell, number), signed=True)
