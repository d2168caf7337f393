"""From one figure to another: "accuracy climbs from 73.8 to 78.1 when all training sets are used"."""

from __future__ import annotations

from synth.claims.clauses import Clause
from synth.claims.expressions import Node, Reckoned
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, Read, both, compared, taken
from synth.claims.rules.differences import in_order, is_object
from synth.claims.rules.lists import alternate
from synth.claims.rules.values import scaled, settle
from synth.claims.wording import Number

NAME, ORDER = "from-to", 20


def read(clause: Clause) -> Read | None:
    """The two figures against the cells of two things, or against cells of the line that the clause names, and their order."""
    figures = clause.figures
    if len(figures) != 2 or clause.denied or not _is_move(clause, figures):
        return None
    if clause.phrase("comparing") or clause.phrase("distances", "either"):
        raise DeclinedError(
            "goes from one figure to another, and compares them with something else as well: which figure is of which is not clear"
        )
    start, end = figures
    side, pair = _ends(clause, figures)
    if not side:
        raise DeclinedError("a move from one figure to another, and it is not said between what")
    other = COLUMN if side == ROW else ROW
    scopes = clause.scope(other)
    across = frozenset.intersection(*(thing.lines for thing in scopes)) if scopes else None
    if scopes and not across:
        raise DeclinedError("a move by several measures")
    change = clause.phrase("changing", "up", "down") or clause.phrase("distances", "up", "down")
    if (
        change
        and (float(start.text) < float(end.text)) == (change.kind == "down")
        and change.text.startswith(("increas", "rais", "decreas", "reduc", "drop", "fall", "fell", "climb", "ris", "rose"))
    ):
        raise DeclinedError("the figures go the other way than the word for the move")
    if side == ROW and clause.kinds(pair[1], across) == {"change"}:
        parts = _from_baseline(clause, figures, pair[1] or frozenset(), across)
    else:
        parts = []
        for number, lines in zip(figures, pair, strict=True):
            cell = clause.cells(lines, side, across)
            if cell.name != "cell":
                raise DeclinedError("a move from one figure to another, and it is not said in which numbers")
            parts.append(compared(number, scaled(clause, cell, number)))
    extra = [phrase for phrase in clause.phrases if phrase.group in ("changing", "distances", "comparing")]
    return Read(both(parts), NAME, f"from {start.text} to {end.text}", taken(figures, clause.of(side), scopes, extra))


def _is_move(clause: Clause, figures: list[Number]) -> bool:
    """Whether the figures stand after "from" and "to", in this order."""
    first, second = figures
    before = [token.low for token in clause.tokens[max(clause.start, first.at - 2) : first.at]]
    between = [token.low for token in clause.tokens[first.end : second.at]]
    return "from" in before and "to" in between and len(between) <= 8


def _ends(clause: Clause, figures: list[Number]) -> tuple[str, list[frozenset[int] | None]]:
    """The side whose lines the move is between, and the two ends: each beside its figure, or what is compared with and what is compared."""
    for side in (ROW, COLUMN):
        there = clause.of(side)
        if len(there) != 2:
            continue
        if alternate(there, figures) or _is_from_to(clause, there):
            return side, [thing.lines for thing in there]
        ordered = in_order(clause, side)
        if ordered != there or is_object(clause, there[1]):
            return side, [ordered[1].lines, ordered[0].lines]
    for side in (ROW, COLUMN):
        there, other = clause.of(side), clause.across(side)
        if len(there) == 1 and (
            base := clause.base_of(side, there[0].lines) or (side == ROW and clause.baseline_of(side, there[0].lines)) or None
        ):
            return side, [there[0].lines, base] if clause.is_removed(there[0]) else [base, there[0].lines]
        if len(there) == 1 and not clause.of(other) and len(clause.every(other)) == 2:
            return other, [frozenset([at]) for at in sorted(clause.every(other))]
    return "", []


def _is_from_to(clause: Clause, there: list[Thing]) -> bool:
    """Whether two things are the ends of a move too, in their order: "Drug A from 10 mg to 20 mg"."""
    words = [token.low for token in clause.tokens[max(clause.start, there[0].start - 2) : there[1].start]]
    return "from" in words and words[-1:] == ["to"]


def _from_baseline(clause: Clause, figures: list[Number], changed: frozenset[int], across: frozenset[int] | None) -> list[Node]:
    """The baseline at the first figure, and the baseline with the printed change at the second."""
    base = settle(clause, clause.baseline_of(ROW, changed), ROW, across)
    change = settle(clause, changed, ROW, across)
    return [compared(figures[0], base), compared(figures[1], Reckoned("+", base, change))]
