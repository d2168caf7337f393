"""A paper's tables for people and for spreadsheets: a grid of plain text no wider than it may be, and a row of CSV for each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from synth.audit.formats.spreadsheet import defused
from synth.audit.formats.visible import visible
from synth.measurements import join_path
from synth.records import Box, Cell, Table

ROWS_SHOWN = 80  # of one table; with -v, all
WIDEST = 28  # a longer cell is cut
GAP = 2  # blanks between columns
CSV_COLUMNS = (
    "file",
    "table",
    "page",
    "row",
    "column",
    "text",
    "value",
    "low",
    "high",
    "unit",
    "marks",
    "note",
    "grid_row",
    "grid_column",
    "box",
)
_MARKS = {"bold": "*", "underline": "_", "italic": "/"}


def grid_lines(table: Table, *, width: int, all_rows: bool = False) -> Iterator[str]:
    """The table as lines of text: bold as *80.4*, underlined as _80.4_, italic as /80.4/, raised marks behind ^.

    A table too wide for `width` is shown in parts, each with the labels of its rows.
    """
    placed = {cell.at: _shown(cell) for cell in table.cells if cell.at is not None}
    if placed:
        yield from _placed_lines(table, placed, width, all_rows)
    for cell in table.cells:
        if cell.at is None:
            yield cut(visible(f"{' › '.join((*cell.row, *cell.column))}: {_shown(cell)}"), width)


def _placed_lines(table: Table, placed: dict[tuple[int, int], str], width: int, all_rows: bool) -> Iterator[str]:
    spans = {cell.at: cell.size[1] for cell in table.cells if cell.at is not None}
    rows = sorted({row for row, _ in placed})
    columns = sorted({column for _, column in placed})
    values = {cell.at for cell in table.cells if not cell.label}
    stub = min((cell.at[1] for cell in table.cells if cell.at and not cell.label), default=columns[0] + 1)
    widths = dict.fromkeys(columns, 1)
    for (row, column), text in placed.items():
        if spans[row, column] == 1:
            widths[column] = max(widths[column], min(wide(text), WIDEST))
    for (row, column), text in placed.items():
        _make_room(text, range(column, column + spans[row, column]), widths) if (row, column) in values else None
    labels = [column for column in columns if column < stub]
    shown = rows if all_rows else rows[:ROWS_SHOWN]
    for nth, part in enumerate(_parts_that_fit([column for column in columns if column >= stub], labels, widths, width)):
        if nth:
            yield ""
        for row in shown:
            yield _line(row, [*labels, *part], placed, spans, widths, width)
    if len(shown) < len(rows):
        yield f"and {len(rows) - len(shown):,} more rows: -v shows all, as do --json and --csv"


def _make_room(text: str, columns: range, widths: dict[int, int]) -> None:
    """Widens the last of the columns that a value spans until it fits."""
    within = [column for column in columns if column in widths]
    wanted = min(wide(text), WIDEST) - sum(widths[column] + GAP for column in within) + GAP
    if within and wanted > 0:
        widths[within[-1]] += wanted


def _parts_that_fit(columns: list[int], labels: list[int], widths: dict[int, int], width: int) -> Iterator[list[int]]:
    """The columns in runs that fit beside the labels, at least one in each."""
    room = width - sum(widths[column] + GAP for column in labels)
    part: list[int] = []
    used = 0
    for column in columns:
        if part and used + widths[column] > room:
            yield part
            part, used = [], 0
        part.append(column)
        used += widths[column] + GAP
    yield part


def _line(
    row: int,
    columns: Sequence[int],
    placed: dict[tuple[int, int], str],
    spans: dict[tuple[int, int], int],
    widths: dict[int, int],
    width: int,
) -> str:
    line, end = "", 0
    for at, column in enumerate(columns):
        start = sum(widths[other] + GAP for other in columns[:at])
        text = placed.get((row, column))
        if text is None:
            continue
        span = spans[row, column]
        room = sum(widths[other] + GAP for other in columns[at:] if other < column + span) - GAP
        line += " " * (max(start, end) - wide(line)) + cut(text, max(room, 1))
        end = wide(line) + 1
    return cut(line.rstrip(), width)


def _shown(cell: Cell) -> str:
    text = visible(cell.text)
    for mark in cell.marks:
        sign = _MARKS.get(mark, "")
        text = f"{sign}{text}{sign}" if text else text
    return f"{text}^{visible(cell.note)}" if cell.note else text


def wide(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int) -> str:
    from rich.cells import set_cell_size

    return text if wide(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def cells_csv(read: Iterable[tuple[str, str, Table]]) -> str:
    """A row for each cell that is no label, of tables with their file and their name. In a spreadsheet, no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for one in read:
        for row in _rows(*one):
            writer.writerow(["" if value is None else defused(value) if isinstance(value, str) else value for value in row])
    return out.getvalue()


def _rows(file: str, name: str, table: Table) -> Iterator[Sequence[str | int | float | None]]:
    for cell in table.cells:
        if cell.label:
            continue
        page = cell.page if cell.page is not None else table.page
        at = cell.at or (None, None)
        labels = (join_path(cell.row), join_path(cell.column))
        number = (cell.value, cell.low, cell.high, cell.unit)
        yield file, name, page, *labels, cell.text, *number, " ".join(cell.marks), cell.note, *at, _box(cell.box)


def _box(box: Box | None) -> str:
    return " ".join(f"{side:g}" for side in (box.x0, box.y0, box.x1, box.y1)) if box else ""
