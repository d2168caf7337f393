"""Figures in the order of things: "SQuAD, MNLI and HellaSwag reach 8.2, 7.5 and 7.0, respectively"."""

from __future__ import annotations

from synth.claims.clauses import Clause, Read, both, compared
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.rules.values import scaled, settle

NAME, ORDER = "figures-respectively", 10


def read(clause: Clause) -> Read | None:
    """Each figure for the thing at its place in the list, where there are as many of both, and more than one."""
    figures = [number for number in clause.numbers if not number.word and number.unit not in ("times", "relative")]
    if len(figures) < 2 or clause.phrase("quantifiers", "none") or clause.denied:
        return None
    side = _listed_side(clause, len(figures))
    if not side:
        return None
    things = clause.of(side)
    if not (clause.word("respectively") or _alternate(things, [number.at for number in figures])):
        return None
    other = COLUMN if side == ROW else ROW
    across = [thing for thing in clause.of(other) if thing.end <= max(things[-1].end, figures[-1].end) or len(clause.of(other)) == 1]
    parts = []
    for thing, number in zip(things, figures, strict=True):
        cell = settle(clause, thing.lines, side, _together(across))
        parts.append(compared(number, scaled(clause, cell, number), signed=True))
    said = ", ".join(f"{thing.text} {number.text}" for thing, number in zip(things, figures, strict=True))
    return Read(both(parts), NAME, f"each figure in its turn: {said}")


def _listed_side(clause: Clause, count: int) -> str:
    fitting = [side for side in (ROW, COLUMN) if len(clause.of(side)) == count]
    return fitting[0] if len(fitting) == 1 or (fitting and clause.word("respectively")) else ""


def _alternate(things: list[Thing], places: list[int]) -> bool:
    """Whether each figure stands beside its own thing: "68.5 in German and 53.6 in Hindi", "de 68.5, hi 53.6"."""
    if len(things) != len(places):
        return False
    after = all(place >= thing.end for thing, place in zip(things, places, strict=True)) and all(
        place < later.start for place, later in zip(places, things[1:], strict=False)
    )
    before = all(place < thing.start for thing, place in zip(things, places, strict=True)) and all(
        place >= earlier.end for place, earlier in zip(places[1:], things, strict=False)
    )
    return after or before


def _together(things: list[Thing]) -> frozenset[int] | None:
    if not things:
        return None
    lines = things[0].lines
    for thing in things[1:]:
        lines = lines & thing.lines or lines | thing.lines
    return lines
