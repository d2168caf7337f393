"""A document's tables as measurements: a row for each number of each value cell, with its place and what its labels say of it.

Keys are unique: where two rows of a table have the same labels and values in the same column, the second is "… / #2"; so are columns,
and tables with one name. Numbers in brackets and spreads are rows of their own beside their value ("F1 / (1)", "F1 / ±"). A number with
a sign is a change where its whole row is printed with signs beside rows that are not; what it is a change from is the one such row that
stands above. Where that is not clear, the number is kept as it is printed, and its note says so.

What is not done: a bound ("<0.001") is no value and gives no row; `bounds_in` counts them. Units are as printed, or as the metric has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from typing import NamedTuple

from synth.measurements import Measurement, join_path, key
from synth.reading.pairs import Part, parts
from synth.reading.vocabulary import Conditions, TableWords
from synth.records import Cell, Document, Source, Table

Path = tuple[str, ...]

UNCLEAR = "printed with a sign; what it would be a change from is not said"
IN_BRACKETS = "in brackets beside its value"
_PLUS, _MINUS = frozenset("+＋"), frozenset("-−–—‐‑﹣－")
MAX_ABOVE = 40  # rows above a row of changes among which its baseline is looked for
_MANY = 0.5  # share of a row's columns in which the row of its baseline must have values


def measurements_of(document: Document, chosen: Container[int] | None = None) -> list[Measurement]:
    """The rows of all tables, or of those `chosen` by their position, in the order of the document."""
    rows: list[Measurement] = []
    seen: set[str] = set()
    for at, (name, table) in enumerate(zip(table_names(document), document.tables, strict=True)):
        for row in _of_table(_source(document.source), name, table) if chosen is None or at in chosen else ():
            while (known := key(row)) in seen:
                row = _renamed(row)
            seen.add(known)
            rows.append(row)
    return rows


def bounds_in(table: Table) -> int:
    """How many numbers of a table are bounds, and have no row."""
    return sum(number.part == "bound" for cell in table.cells if not cell.label for number in cell.numbers)


def _source(source: Source) -> str:
    return (source.hash or source.name) if source.scheme == "file" else source.name


def table_names(document: Document) -> list[str]:
    """A name for each table: its label, or where it stands; each once."""
    names: list[str] = []
    on_page: dict[int | None, int] = {}
    for table in document.tables:
        on_page[table.page] = nth = on_page.get(table.page, 0) + 1
        names.append(table.label.strip() or (f"page {table.page}, table {nth}" if table.page else f"table {nth}"))
    met: Counter[str] = Counter()
    for at, name in enumerate(names):
        met[name] += 1
        names[at] = name if met[name] == 1 else f"{name} #{met[name]}"
    return names


def _renamed(row: Measurement) -> Measurement:
    """The row under another label: two cells that nothing tells apart."""
    from msgspec.structs import replace

    before, _, number = row.row.rpartition(" / #")
    if before and number.isdecimal():
        return replace(row, row=f"{before} / #{int(number) + 1}")
    return replace(row, row=f"{row.row} / #2")


# --- one table ---------------------------------------------------------------------------------------------------


def _of_table(source: str, name: str, table: Table) -> Iterator[Measurement]:
    cells = [cell for cell in table.cells if not cell.label]
    places = _places(cells)
    words = TableWords(
        (cell.row for cell in cells),
        (part.column for cell in cells for part in parts(cell)),
        _corner(table.cells),
        table.caption,
    )
    baselines = _baselines(cells, places)
    for at, cell in enumerate(cells):
        row, further = places[at]
        for part in parts(cell):
            column = (*part.column, further) if further else part.column
            yield _measurement(source, name, table, cell, part, row, column, words.conditions(cell.row, part.column), baselines.get(at))


def _measurement(
    source: str,
    name: str,
    table: Table,
    cell: Cell,
    part: Part,
    row: Path,
    column: Path,
    said: Conditions,
    baseline: str | None,
) -> Measurement:
    number = part.number
    change = bool(baseline) and part.own
    notes = [cell.note] if cell.note else []
    if not part.own and number.part == "bracket":
        notes.append(IN_BRACKETS)
    if not change and (baseline == "" or number.text[:1] in _PLUS):
        notes.append(UNCLEAR)
    page = cell.page if cell.page is not None else cell.box.page if cell.box and cell.box.page is not None else table.page
    return Measurement(
        source=source,
        origin="parsed",
        value=number.value,
        low=number.low,
        high=number.high,
        kind="change" if change else "absolute",
        metric=said.metric,
        unit=number.unit or said.unit,
        table=name,
        row=join_path(row),
        column=join_path(column),
        page=page,
        box=cell.box,
        model=said.model,
        intermediate=said.intermediate,
        variant=said.variant,
        target=said.target,
        training=said.training,
        language=said.language,
        split=said.split,
        baseline=baseline or "" if change else "",
        note="; ".join(notes),
    )


def _corner(cells: tuple[Cell, ...]) -> list[str]:
    """The labels that head the row labels: above and left of the values, and not a heading that reaches over from the columns."""
    values = [cell for cell in cells if not cell.label and cell.at is not None]
    if not values:
        return []
    first_row, first_column = min(cell.at[0] for cell in values if cell.at), min(cell.at[1] for cell in values if cell.at)
    heads = {label for cell in values for label in cell.column}
    labels = [cell for cell in cells if cell.label and cell.at and cell.at[0] < first_row and cell.at[1] < first_column]
    return [cell.text for cell in labels if cell.text not in heads]


class _Named(NamedTuple):
    row: Path
    further: str  # label that tells a column from another with the same labels; empty where it has its own


def _places(cells: list[Cell]) -> list[_Named]:
    """For each cell its row path, told apart from other rows with the same labels, and what tells its column apart."""
    printed: dict[object, set[Path]] = {}  # row of the grid: the columns in it
    columns: dict[tuple[object, Path], list[object]] = {}
    for at, cell in enumerate(cells):
        printed.setdefault(_grid_row(cell, at), set()).add(cell.column)
        columns.setdefault((_grid_row(cell, at), cell.column), []).append(_grid_column(cell, at))
    taken: Counter[tuple[Path, Path]] = Counter()  # row path and column path: how often
    row_number: dict[tuple[object, Path], int] = {}
    found: list[_Named] = []
    for at, cell in enumerate(cells):
        here = _grid_row(cell, at)
        row = cell.row if any(cell.row) else (f"#{cell.at[0] + 1 if cell.at else at + 1}",)
        if (here, row) not in row_number:
            row_number[here, row] = 1 + max(taken[row, column] for column in printed[here])
            taken.update((row, column) for column in printed[here])
        nth = row_number[here, row]
        same = columns[here, cell.column]
        number = same.index(_grid_column(cell, at)) + 1
        further = f"#{number}" if number > 1 else ""
        if not any(cell.column):
            further = f"#{cell.at[1] + 1 if cell.at else at + 1}"
        found.append(_Named(row if nth == 1 else (*row, f"#{nth}"), further))
    return found


def _grid_row(cell: Cell, at: int) -> object:
    return cell.at[0] if cell.at else ("cell", at)


def _grid_column(cell: Cell, at: int) -> object:
    return cell.at[1] if cell.at else ("cell", at)


# --- changes -----------------------------------------------------------------------------------------------------


def _baselines(cells: list[Cell], places: list[_Named]) -> dict[int, str]:
    """For each cell of a row of changes the label of the row that it is a change from; empty where that is not clear."""
    rows: dict[object, list[int]] = {}
    for at, cell in enumerate(cells):
        if cell.numbers:
            rows.setdefault(_grid_row(cell, at), []).append(at)
    signed = {row for row, those in rows.items() if all(_is_signed(cells[at]) for at in those)}
    plus = {row for row in signed if any(_has_plus(cells[at]) for at in rows[row])}
    if not plus or len(signed) == len(rows):
        return dict.fromkeys((at for row in plus for at in rows[row]), "")
    found: dict[int, str] = {}
    above: list[object] = []
    for row, those in rows.items():
        if row not in signed:
            above.append(row)
            continue
        near = [other for other in above[-MAX_ABOVE:] if _covers(cells, rows[other], those)]
        path = cells[those[0]].row
        group = [other for other in near if len(path) > 1 and cells[rows[other][0]].row[:-1] == path[:-1]]
        one = near if len(near) == 1 else group
        found |= dict.fromkeys(those, join_path(places[rows[one[0]][0]].row) if len(one) == 1 else "")
    return found


def _is_signed(cell: Cell) -> bool:
    own = [part for part in parts(cell) if part.own]
    return bool(own) and all(part.number.text[:1] in _PLUS | _MINUS or not part.number.value for part in own)


def _has_plus(cell: Cell) -> bool:
    return any(part.own and part.number.text[:1] in _PLUS for part in parts(cell))


def _covers(cells: list[Cell], row: list[int], other: list[int]) -> bool:
    """Whether a row has values under most of the headings under which another has them."""
    there = {cells[at].column for at in row}
    wanted = {cells[at].column for at in other}
    return len(there & wanted) >= _MANY * len(wanted) and len(there & wanted) > 0
