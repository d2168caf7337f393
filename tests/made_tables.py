"""Tables and documents typed as text, for tests."""

from __future__ import annotations

from synth.reading.numbers import decimal_mark, read_numbers
from synth.records import Box, Cell, Document, Source, Table


def made_table(text: str, *, label: str = "Table 1", caption: str = "", page: int | None = None) -> Table:
    """A table from lines of cells between bars: the first line heads the columns, the first cell of each line names the row.

    "A > B" is a path of two labels. A cell in stars is bold. Each cell has a box, and the labels are cells as well.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    mark = decimal_mark(cell for line in lines[1:] for cell in line[1:])
    cells = [_label(text, 0, at) for at, text in enumerate(lines[0]) if text]
    for row, (name, *values) in enumerate(lines[1:], 1):
        cells.append(_label(name, row, 0))
        for column, (head, value) in enumerate(zip(lines[0][1:], values, strict=True), 1):
            if value:
                cells.append(_value(value, _path(name), _path(head), (row, column), mark))
    return Table(label=label, caption=caption, cells=tuple(cells), page=page)


def made_document(*tables: Table, source: Source | None = None) -> Document:
    return Document(source=source or Source(scheme="arXiv", id="2001.00001", version="v1"), title="A made paper", tables=tables)


def _path(text: str) -> tuple[str, ...]:
    return tuple(label.strip() for label in text.split(" > ")) if text else ()


def _label(text: str, row: int, column: int) -> Cell:
    return Cell(text=text, at=(row, column), label=True, box=_box(row, column))


def _value(text: str, row: tuple[str, ...], column: tuple[str, ...], at: tuple[int, int], mark: str) -> Cell:
    bold = len(text) > 2 and text.startswith("*") and text.endswith("*")
    text = text.strip("*") if bold else text
    numbers = read_numbers(text, mark)
    first = numbers[0] if numbers and numbers[0].part != "bound" else None
    return Cell(
        text=text,
        row=row,
        column=column,
        at=at,
        value=first.value if first else None,
        low=first.low if first else None,
        high=first.high if first else None,
        unit=first.unit if first else "",
        numbers=numbers,
        marks=("bold",) if bold else (),
        box=_box(*at),
    )


def _box(row: int, column: int) -> Box:
    return Box(x0=72.0 + 60 * column, y0=100.0 + 12 * row, x1=120.0 + 60 * column, y1=110.0 + 12 * row)
