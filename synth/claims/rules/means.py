"""A mean that the sentence takes: "over dev, dev2 and test the LSTM averages 34.45", "a mean accuracy of 73.9 over Swahili and Urdu"."""

from __future__ import annotations

from synth.claims.clauses import Clause, Read, compared, taken
from synth.claims.expressions import Call
from synth.claims.layouts import COLUMN, ROW
from synth.claims.rules.values import scaled

NAME, ORDER = "mean", 35

_WORDS = frozenset({"mean", "average", "averages", "averaged", "averaging", "avg", "taken"})


def read(clause: Clause) -> Read | None:
    """The figure against the mean of the cells of the several things that are named on one side."""
    words = {token.low for token in clause.tokens[clause.start : clause.end]}
    if len(clause.figures) != 1 or clause.denied or not words & _WORDS or clause.phrase("comparing"):
        return None
    several = [side for side in (ROW, COLUMN) if _are_several(clause, side)]
    if len(several) != 1:
        return None
    (side,) = several
    other = COLUMN if side == ROW else ROW
    lines = frozenset().union(*(thing.lines for thing in clause.of(side) if not thing.lines <= clause.averages(side)))
    scopes = clause.scope(other)
    if len(scopes) > 1 or (scopes and len(scopes[0].lines) > 1):
        return None
    across = scopes[0].lines if scopes else None
    rows, columns = (lines, across) if side == ROW else (across, lines)
    cells = clause.meant(rows, columns)
    if cells.name == "cell":
        return None
    (number,) = clause.figures
    test = compared(number, scaled(clause, Call("mean", (cells,)), number))
    said = f"the mean of {clause.said(lines, side)} is {number.text}"
    return Read(test, NAME, said, taken(number, clause.of(side), scopes, clause.phrase("changing"), clause.phrase("quantifiers", "all")))


def _are_several(clause: Clause, side: str) -> bool:
    named = [thing for thing in clause.of(side) if not thing.lines <= clause.averages(side)]
    return len(named) > 1
