"""A figure for one cell: "XLM-R reaches an F1 of 68.5 on German"."""

from __future__ import annotations

from synth.claims.clauses import Clause, DeclinedError, Read, both, compared
from synth.claims.expressions import Call, Figure, Node, Reckoned
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.wording import Number

NAME, ORDER = "value", 80

SHARE = 1.0  # a column whose numbers are all within this holds shares of one, which prose gives in percent


def read(clause: Clause) -> Read | None:
    """The one figure of the clause against the one cell that its things pin down."""
    figures = [number for number in clause.numbers if not number.word and number.unit not in ("times", "relative")]
    if not figures or clause.denied or clause.phrase("quantifiers", "all", "none", "most", "consistently"):
        return None
    if len(figures) > 1:
        raise DeclinedError(f"{len(figures)} figures, and it is not said which is whose")
    (number,) = figures
    rows, columns = _meant(clause, ROW, number), _meant(clause, COLUMN, number)
    if rows is None and columns is None:
        raise DeclinedError("nothing that a table names is given the figure")
    cell = settle(clause, rows, ROW, columns)
    return Read(both([compared(number, scaled(clause, cell, number), signed=True)]), NAME, f"{clause.said(rows, ROW)} is {number.text}")


def _meant(clause: Clause, side: str, number: Number) -> frozenset[int] | None:
    """What the figure is of on one side: the one thing there is, else the one nearest before it."""
    there = clause.scope(side)
    if not there:
        return None
    if len(there) == 1:
        return there[0].lines
    before = [thing for thing in there if thing.end <= number.at]
    nearest: list[Thing] = sorted(there, key=lambda thing: min(abs(thing.end - number.at), abs(thing.start - number.end)))
    if len(before) == 1 and len(there) == 2 and clause.of(side):
        return before[0].lines
    if len({thing.lines for thing in nearest}) > 1:
        raise DeclinedError(f"{len(there)} things could be given the figure {number.text}")
    return nearest[0].lines


def settle(clause: Clause, lines: frozenset[int] | None, side: str, across: frozenset[int] | None) -> Call:
    """The one cell that is meant; where a side is not named, its only line or its average. Declines where that leaves several."""
    other = COLUMN if side == ROW else ROW
    rows, columns = (lines, across) if side == ROW else (across, lines)
    if len(clause.numbers_at(rows, columns)) != 1:
        if across is None or len(across) > 1:
            across = _usual(clause, other, across)
        if lines is None or len(lines) > 1:
            lines = _usual(clause, side, lines)
    cell = clause.cells(lines, side, across)
    if cell.name != "cell":
        raise DeclinedError(f"{clause.said(lines, side)} has several numbers, and it is not said which is meant")
    return cell


def _usual(clause: Clause, side: str, lines: frozenset[int] | None) -> frozenset[int] | None:
    """The line that is meant where none is named: the only one, or the average."""
    there = lines if lines is not None else frozenset(range(len(clause.layout.lines(side))))
    averages = clause.averages(side) & there
    return averages if len(averages) == 1 else lines


def scaled(clause: Clause, cell: Node, number: Number) -> Node:
    """The cell in percent where the table has shares of one and the figure is a percentage."""
    if number.unit in ("percent", "points") or float(number.text) > SHARE:
        values = [abs(clause.measurements[at].value) for at in _numbers(clause, cell)]
        if values and max(values) <= SHARE and not any(clause.measurements[at].unit == "%" for at in _numbers(clause, cell)):
            return Reckoned("*", cell, Figure("100"))
    return cell


def _numbers(clause: Clause, node: Node) -> list[int]:
    """The numbers of the table that share a line with what is asked for: they say on what scale it is."""
    from synth.claims.expressions import walk

    wanted: set[int] = set()
    for part in walk(node):
        if isinstance(part, Call):
            columns = dict(part.named).get("column")
            for line in clause.layout.columns:
                if columns is None or line.path in columns.words or any(word in line.path for word in columns.words):
                    wanted |= line.numbers
    return sorted(wanted)
