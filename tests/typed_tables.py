"""Grids typed as lines of text, made tables by the one rule of all readers."""

from __future__ import annotations

from collections.abc import Mapping

from synth.reading.tables import Grid, Rule, Slot, table_of
from synth.records import Cell, Table

Line = tuple[int, int, int]  # above which row, from which column, up to which


def table(
    *rows: str,
    rules: tuple[int, ...] = (),
    lines: tuple[Line, ...] = (),
    spans: Mapping[tuple[int, int], tuple[int, int]] | None = None,
    indents: Mapping[int, int] | None = None,
) -> Table:
    """A table typed as lines, cells parted by "|"; "." is a blank, "*a*" bold, "_a_" italic, ">a" over two columns, ">>a" over three,
    "a^b" has the mark b.

    `rules` cross the table above these rows, `lines` a part of it; `spans` give the rows and columns that a cell takes, `indents` how
    far the labels of some rows are set in.
    """
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    width = max(len(row) for row in cells)
    slots = [
        _slot(text, row, column, (spans or {}).get((row, column)), (indents or {}).get(row, 0))
        for row, own in enumerate(cells)
        for column, text in enumerate(own)
        if text != "."
    ]
    return table_of(Grid(slots=tuple(slots), rules=(*(Rule(row, 0, width) for row in rules), *(Rule(*line) for line in lines))))


def _slot(text: str, row: int, column: int, span: tuple[int, int] | None, indent: int) -> Slot:
    marks = {"*": ("bold",), "_": ("italic",)}.get(text[:1], ()) if text[:1] == text[-1:] and len(text) > 1 else ()
    bare, _, note = (text[1:-1] if marks else text.lstrip(">")).partition("^")
    wide = 1 if marks else 1 + len(text) - len(text.lstrip(">"))
    high, wide = span or (1, wide)
    return Slot(text=bare, row=row, column=column, rows=high, columns=wide, note=note, marks=marks, indent=0 if column else indent)


def at(table: Table, row: int, column: int) -> Cell:
    """The cell of a place."""
    return next(cell for cell in table.cells if cell.at == (row, column))


def paths(table: Table, row: int, column: int) -> tuple[str, str]:
    """What the value of a place stands under: its row and its column."""
    cell = at(table, row, column)
    assert not cell.label
    return " > ".join(cell.row), " > ".join(cell.column)
