"""A figure for one cell: "XLM-R reaches an F1 of 68.5 on German"."""

from __future__ import annotations

import re

from synth.claims.clauses import AVERAGES, Clause
from synth.claims.expressions import Call, Figure, Node, Reckoned, Words, walk
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.opposites import check_opposite
from synth.claims.readings import DeclinedError, Read, UnclearError, both, compared, taken
from synth.claims.wording import Number
from synth.measurements import split_path

NAME, ORDER = "value", 80

WHOLE = 100.0  # percent: a column with larger numbers holds none
COUNT = 1000.0  # no score is so large: where no number beside the cell is near, a whole number from here on counts something else
SHARE = 1.0  # a column whose numbers are all within this holds shares of one, which prose gives in percent


def read(clause: Clause) -> Read | None:
    """The one figure of the clause against the one cell that its things pin down."""
    for thing in clause.own:
        if clause.phrase("changing") and "change" in clause.kinds(*clause.ordered(thing.side, thing.lines, None)):
            check_opposite(clause, thing.side, thing.lines)
    figures = [number for number in clause.figures if number.unit != "relative"]
    if not figures or clause.denied or clause.phrase("superlatives"):
        return None
    if any(phrase.group in ("comparing", "distances") for phrase in clause.phrases):
        return None
    if len(figures) > 1 and (several := _unlabelled(clause, figures)):
        return several
    if len(figures) > 1:
        raise DeclinedError(f"{len(figures)} figures, and it is not said which is whose")
    (number,) = figures
    if shared := _shared(clause, number):
        return shared
    used = [meant for side in (ROW, COLUMN) if (meant := _meant(clause, side, number))]
    of_average = any(thing.lines <= clause.averages(thing.side) for thing in used)
    if not of_average and clause.phrase("quantifiers", "all", "none", "most", "consistently", "almost_all", "many", "few"):
        raise DeclinedError("a figure for several things")
    rows, columns = (next((thing.lines for thing in used if thing.side == side), None) for side in (ROW, COLUMN))
    if rows is None and columns is None:
        raise DeclinedError("nothing that a table names is given the figure")
    try:
        cell = settle(clause, rows, ROW, columns)
    except DeclinedError:
        if clause.phrase("changing"):
            raise
        raise _why_several(clause, rows, columns) from None
    number = clause.scaled(number, labels_of(cell))
    _check_count(clause, cell, number)
    change = clause.phrase("changing")
    if change and {clause.measurements[at].kind for at in _there(clause, cell)} != {"change"}:
        return None
    test: Node = compared(number, cell if number.scale else scaled(clause, cell, number), signed=True)
    if change and change.kind == "down":
        from synth.claims.expressions import Negated

        test = compared(number, Negated("-", cell))
    return Read(test, NAME, f"{clause.said_cell(cell)} is {number.text}", taken(number, used, change, clause.phrase("quantifiers", "all")))


def _check_count(clause: Clause, cell: Call, number: Number) -> None:
    """Raises `DeclinedError` where a whole number is far above all numbers beside the cell: it counts something that is not there."""
    if number.decimals or number.unit or number.scale or float(number.text) < COUNT:
        return
    values = [abs(clause.measurements[at].value) for at in (*_beside(clause, cell), *_there(clause, cell))]
    if values and max(values) < COUNT / 10:
        raise DeclinedError(f"{number.text} counts something, and {clause.layout.table} has no counts there")


_UNNAMED = re.compile(r"#\d+")


def _unlabelled(clause: Clause, figures: list[Number]) -> Read | None:
    """As many figures as there are numbers where the things meet, which the table prints without a label of their own."""
    rows, columns = (clause.scope(side) for side in (ROW, COLUMN))
    if len(rows) != 1 or len(columns) != 1 or any(number.hedge or number.unit == "times" for number in figures):
        return None
    there = clause.numbers_at(rows[0].lines, columns[0].lines)
    sides = [(ROW, rows[0]), (COLUMN, columns[0])]
    several = [(side, thing) for side, thing in sides if len(thing.lines) > 1]
    if len(several) != 1 or len(there) != len(figures) or len(several[0][1].lines) != len(figures):
        return None
    (side, thing) = several[0]
    if not all(_UNNAMED.fullmatch(clause.line(side, at).labels[-1]) for at in thing.lines):
        return None
    across = (columns if side == ROW else rows)[0].lines
    cells = [clause.cells(frozenset([at]), side, across) for at in sorted(thing.lines)]  # in their order
    test = both([compared(number, scaled(clause, cell, number)) for number, cell in zip(figures, cells, strict=True)])
    return Read(test, NAME, f"the numbers are {', '.join(number.text for number in figures)}", taken(figures, rows, columns))


def _shared(clause: Clause, number: Number) -> Read | None:
    """One figure for both things of the clause before: "both stop at 69.2"."""
    phrase = clause.phrase("quantifiers", "all")
    if clause.before is None or clause.own or phrase is None or phrase.text != "both":
        return None
    sides = [side for side in (ROW, COLUMN) if len(clause.before.of(side)) == 2]
    if len(sides) != 1:
        return None
    (side,) = sides
    scopes = clause.before.scope(clause.across(side))
    across = scopes[0].lines if len(scopes) == 1 else None
    cells = [settle(clause, thing.lines, side, across) for thing in clause.before.of(side)]
    return Read(
        both([compared(number, scaled(clause, cell, number)) for cell in cells]), NAME, f"both are {number.text}", taken(number, phrase)
    )


def _why_several(clause: Clause, rows: frozenset[int] | None, columns: frozenset[int] | None) -> DeclinedError:
    """Why a figure is not held against several cells: that one of them has it may be chance, and says nothing of the others."""
    there = clause.numbers_at(rows, columns)
    if not there:
        return DeclinedError(f"no number stands where {clause.said(rows, ROW)} meets {clause.said(columns, COLUMN)}")
    if rows is not None and columns is not None and clause.word("average", "averages", "averaged", "mean", "total"):
        return DeclinedError("an average, and it is not said over what")
    if rows is not None and columns is not None and clause.left:
        return DeclinedError(f"several numbers could be meant, and “{clause.first_left}” may say which")
    if len(there) == 1:
        return UnclearError("what is named stands under several headings, and it is not said which")
    return UnclearError(f"{len(there)} numbers could be meant, and it is not said which")


def labels_of(cell: Call) -> list[str]:
    """The labels of a cell, the column's before the row's."""
    words = dict(cell.named)
    return [label for name in (COLUMN, ROW) if name in words for path in words[name].words for label in split_path(path)]


def _there(clause: Clause, cell: Call) -> frozenset[int]:
    words = dict(cell.named)
    return frozenset(
        number
        for row in clause.layout.rows
        if "row" not in words or row.path in words["row"].words
        for column in clause.layout.columns
        if "column" not in words or column.path in words["column"].words
        for number in row.numbers & column.numbers
    )


def _meant(clause: Clause, side: str, number: Number) -> Thing | None:
    """What the figure is of on one side: the one thing there is."""
    there = clause.scope(side)
    if not there:
        return None
    if len(there) == 1:
        return there[0]
    raise DeclinedError(f"{len(there)} things could be given the figure {number.text}")


def settle(clause: Clause, lines: frozenset[int] | None, side: str, across: frozenset[int] | None) -> Call:
    """The one cell that is meant; where a side is not named, its only line or its average. Declines where that leaves several."""
    other = COLUMN if side == ROW else ROW
    rows, columns = (lines, across) if side == ROW else (across, lines)
    if len(clause.numbers_at(rows, columns)) != 1:
        if across is None or len(across) > 1:
            across = _usual(clause, other, across)
        if lines is None or len(lines) > 1:
            lines = _usual(clause, side, lines)
    elif clause.is_split(lines, side) or clause.is_split(across, other):
        raise DeclinedError(f"{clause.said(lines, side)}: it is not said which")
    cell = clause.cells(lines, side, across)
    if cell.name != "cell":
        raise DeclinedError(f"{clause.said(lines, side)} has several numbers, and it is not said which is meant")
    return cell


def _usual(clause: Clause, side: str, lines: frozenset[int] | None) -> frozenset[int] | None:
    """The line that is meant where none is named: the only one, or the average."""
    there = lines if lines is not None else frozenset(range(len(clause.layout.lines(side))))
    averages = clause.averages(side) & there
    if lines is None and not clause.word(*AVERAGES):
        return lines
    return averages if len(averages) == 1 else lines


def scaled(clause: Clause, cell: Node, number: Number) -> Node:
    """The cell in percent where the table has shares of one and the figure is a percentage, or counts with their percentage in brackets."""
    if number.unit == "percent" and (beside := _in_brackets(clause, cell)) is not None:
        return beside
    if number.unit in ("percent", "points") or float(number.text) > SHARE:
        there = _beside(clause, cell)
        values = [abs(clause.measurements[at].value) for at in there]
        if number.unit == "percent" and values and max(values) > WHOLE:
            raise DeclinedError("a percentage, and the column has numbers above 100")
        if values and max(values) <= SHARE and not any(clause.measurements[at].unit == "%" for at in there):
            return Reckoned("*", cell, Figure("100"))
    return cell


def _in_brackets(clause: Clause, cell: Node) -> Node | None:
    """The numbers in brackets in the place of the counts that they stand beside: "30 (8)" is 8 %."""
    if not isinstance(cell, Call) or cell.name not in ("cell", "cells") or "column" not in (words := dict(cell.named)):
        return None
    there = [row for at in _beside(clause, cell) for row in (clause.measurements[at],)]
    if any(row.unit == "%" or row.low == row.high or row.value != int(row.value) for row in there):
        return None
    beside = {path: [f"{path} / ({place})" for place in (1, 2)] for path in words["column"].words}
    printed = {row.column for row in clause.measurements if row.table == clause.layout.table and row.source == clause.layout.source}
    if not all(first in printed and second not in printed for first, second in beside.values()):
        return None
    columns = Words(tuple(first for first, _ in beside.values()))
    return cell._replace(named=tuple((name, columns if name == "column" else value) for name, value in cell.named))


def _beside(clause: Clause, node: Node) -> list[int]:
    """The numbers of the table that share a column with what is asked for: they say on what scale it is."""
    wanted: set[int] = set()
    for part in walk(node):
        if isinstance(part, Call):
            columns = dict(part.named).get("column")
            for line in clause.layout.columns:
                if columns is None or line.path in columns.words:
                    wanted |= line.numbers
    return sorted(wanted)
