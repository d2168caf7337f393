"""Figures in the order of things: "SQuAD, MNLI and HellaSwag reach 8.2, 7.5 and 7.0, respectively"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from synth.claims.clauses import Clause
from synth.claims.expressions import Negated, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, Read, both, compared, taken
from synth.claims.rules.values import labels_of, scaled, settle
from synth.claims.wording import Number

NAME, ORDER = "figures-respectively", 10


def read(clause: Clause) -> Read | None:
    """Each figure for the thing at its place in the list, where there are as many of both, and more than one."""
    figures = [number for number in clause.figures if number.unit != "relative"]
    if len(figures) < 2 or clause.denied or clause.phrase("comparing") or clause.phrase("superlatives"):
        return None
    side = _listed_side(clause, figures)
    if not side:
        return None
    things = clause.of(side)
    other = COLUMN if side == ROW else ROW
    across = clause.scope(other)
    if len(across) > 1:
        raise DeclinedError(f"{len(figures)} figures for lists on both sides")
    change = clause.phrase("changing") or clause.phrase("distances")
    parts: list[Node] = []
    for thing, number in zip(things, figures, strict=True):
        cell = settle(clause, thing.lines, side, across[0].lines if across else None)
        rows, columns = (
            (thing.lines, across[0].lines if across else None) if side == ROW else (across[0].lines if across else None, thing.lines)
        )
        kinds = {clause.measurements[at].kind for at in clause.numbers_at(rows, columns)}
        if change and kinds != {"change"}:
            return None
        number = clause.scaled(number._replace(end=figures[-1].end), labels_of(cell))  # "25.6 and 68.9 million"
        turned = change is not None and change.kind == "down"
        parts.append(compared(number, Negated("-", cell) if turned else scaled(clause, cell, number), signed=True))
    extra = [phrase for phrase in clause.phrases if phrase.group in ("changing", "distances")]
    said = ", ".join(f"{thing.text} {number.text}" for thing, number in zip(things, figures, strict=True))
    return Read(both(parts), NAME, f"each figure in its turn: {said}", taken(things, figures, across, extra))


def _listed_side(clause: Clause, figures: Sequence[Number]) -> str:
    """The side whose things are as many as the figures, and stand in a list of their own or each beside its figure."""
    fitting = [side for side in (ROW, COLUMN) if len(clause.of(side)) == len(figures)]
    if clause.word("respectively") and len(fitting) == 1:
        return fitting[0]
    beside = [side for side in fitting if alternate(clause.of(side), figures) or _two_lists(clause, clause.of(side), figures)]
    return beside[0] if len(beside) == 1 else ""


def _two_lists(clause: Clause, things: Sequence[Thing], figures: Sequence[Number]) -> bool:
    """Whether the things stand in one list and the figures in another: "mBERT and MMTE score 71.5 and 73.5"."""
    runs = [
        *(clause.tokens[one.end : other.start] for one, other in pairwise(things)),
        *(clause.tokens[one.end : other.at] for one, other in pairwise(figures)),
    ]
    return all(token.low in (",", "and", "&", "or") for run in runs for token in run)


def alternate(things: Sequence[Thing], figures: Sequence[Number]) -> bool:
    """Whether each figure stands beside its own thing: "68.5 in German and 53.6 in Hindi", "de 68.5, hi 53.6"."""
    places = [number.at for number in figures]
    marks = sorted([(thing.start, "t") for thing in things] + [(place, "n") for place in places])
    order = "".join(mark for _, mark in marks)
    return order in ("tn" * len(figures), "nt" * len(figures))
