"""Two readings of one version held against each other: how many cells of their tables say the same.

A table is found again by its label, and where it has none by its numbers. A value agrees where the other reading has it under the same
labels; labels are compared by their letters, digits and signs alone, since LaTeX, HTML and PDF differ in blanks and dashes. Nothing is
decided here about which reading is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from synth.reading.pairs import parts
from synth.records import Cell, Document, Record, Table

MAX_COMPARED = 100  # tables without a label that one table is compared with
ALIKE = 0.5  # share of the numbers that two tables without labels must have in common

_NOT_SAID = re.compile(r"[^\w+%<>=±/&#]+|_")
_NUMBER = re.compile(r"[^\w+.%]+")


class CellDifference(Record, frozen=True, kw_only=True):
    """A value that one reading has where the other has none of this value; `there` is what stands there, or under which other labels."""

    table: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    here: str  # as printed
    there: str = ""  # what the other has under these labels
    moved: tuple[str, ...] = ()  # the labels under which the other has this value, where it has it once elsewhere


class Agreement(Record, frozen=True, kw_only=True):
    """The counts over all tables, and what differs."""

    tables: int  # of the first reading, with values
    tables_found: int  # of these in the second
    cells: int  # values of the tables that both have, in the first
    other_cells: int  # in the second
    agree: int  # same value under the same labels
    same_value: int  # same value under other labels
    differ: tuple[CellDifference, ...] = ()
    missing: tuple[str, ...] = ()  # tables of the first that the second has not


def agreement(document: Document, other: Document) -> Agreement:
    """How the tables of `document` agree with those of `other`, which reads the same version."""
    mine = [table for table in document.tables if _values(table)]
    pairs, missing = _pairs(mine, [table for table in other.tables if _values(table)])
    agree = moved = here = there = 0
    differ: list[CellDifference] = []
    for one, two in pairs:
        first, second = list(_values(one)), list(_values(two))
        same, elsewhere, different = _compare(one.label, first, second)
        here, there, agree, moved = here + len(first), there + len(second), agree + same, moved + elsewhere
        differ += different
    return Agreement(
        tables=len(mine),
        tables_found=len(pairs),
        cells=here,
        other_cells=there,
        agree=agree,
        same_value=moved,
        differ=tuple(differ),
        missing=tuple(missing),
    )


def _compare(table: str, first: list[_Value], second: list[_Value]) -> tuple[int, int, list[CellDifference]]:
    """How many values agree, how many stand under other labels, and each that does not agree."""
    placed = Counter((value.labels, value.number) for value in second)
    rest: list[_Value] = []
    for value in first:
        if placed[value.labels, value.number]:
            placed[value.labels, value.number] -= 1
        else:
            rest.append(value)
    left: dict[str, list[_Value]] = {}
    by_labels: dict[str, _Value] = {}
    for value in second:
        by_labels.setdefault(value.labels, value)
        if placed[value.labels, value.number]:
            placed[value.labels, value.number] -= 1
            left.setdefault(value.number, []).append(value)
    elsewhere = 0
    found: list[CellDifference] = []
    for value in rest:
        same = left.get(value.number, [])
        moved = same.pop(0) if same else None
        elsewhere += moved is not None
        found.append(
            CellDifference(
                table=table,
                row=value.cell.row,
                column=value.cell.column,
                here=value.text,
                there=by_labels[value.labels].text if value.labels in by_labels else "",
                moved=(*moved.cell.row, *moved.cell.column) if moved else (),
            )
        )
    return len(first) - len(rest), elsewhere, found


class _Value:
    """One number of a cell, by what is compared."""

    __slots__ = ("cell", "labels", "number", "text")

    def __init__(self, cell: Cell, text: str, column: tuple[str, ...]) -> None:
        self.cell, self.text = cell, text
        self.number = _NUMBER.sub("", unicodedata.normalize("NFKC", text).translate(_MINUS))
        self.labels = "|".join(("/".join(map(_plain, cell.row)), "/".join(map(_plain, column))))


_MINUS = str.maketrans(dict.fromkeys("-−–—‐‑﹣－", "m"))  # kept when all else but digits goes


def _plain(label: str) -> str:
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", label).casefold())


def _values(table: Table) -> list[_Value]:
    return [_Value(cell, part.number.text, part.column) for cell in table.cells if not cell.label for part in parts(cell)]


def _pairs(mine: list[Table], others: list[Table]) -> tuple[list[tuple[Table, Table]], list[str]]:
    """Each table with the one that the other reading has of it, and the names of those that it has not."""
    by_label: dict[str, list[Table]] = {}
    for table in others:
        by_label.setdefault(_number_of(table.label), []).append(table)
    pairs: list[tuple[Table, Table]] = []
    missing: list[str] = []
    for nth, table in enumerate(mine, 1):
        name = _number_of(table.label)
        candidates = by_label.get(name, []) or by_label.get("", [])
        found = _most_alike(table, candidates, sure=bool(name) and len(by_label.get(name, [])) == 1)
        if found is None:
            missing.append(table.label or f"table {nth}")
        else:
            candidates.remove(found)
            pairs.append((table, found))
    return pairs, missing


def _number_of(label: str) -> str:
    """What a label tells apart: its number, so that "Tab. 2" and "Table 2:" are one."""
    found = re.search(r"[A-Z]?\.?[0-9]+(?:\.[0-9]+)*|\b[IVXL]+\b", label)
    return found[0] if found else _plain(label)


def _most_alike(table: Table, candidates: list[Table], *, sure: bool) -> Table | None:
    if sure:
        return candidates[0]
    mine = Counter(value.number for value in _values(table))
    best, most = None, ALIKE
    for other in candidates[:MAX_COMPARED]:
        theirs = Counter(value.number for value in _values(other))
        share = sum((mine & theirs).values()) / max(sum(mine.values()), sum(theirs.values()), 1)
        if share >= most:
            best, most = other, share
    return best


def agreement_lines(found: Agreement) -> Iterator[str]:
    """The counts in plain words, then each value that differs."""
    yield f"{found.tables_found} of {found.tables} tables with values are in the other reading"
    yield f"{found.agree} of {found.cells} values agree in value, row and column; {found.same_value} more stand under other labels"
    if found.other_cells > found.cells:
        yield f"the other reading has {found.other_cells - found.cells} values more in these tables"
    yield from (f"{name}: is not in the other reading" for name in found.missing)
    for one in found.differ:
        where = f"{one.table}, “{' › '.join(one.row)}”, “{' › '.join(one.column)}”: {one.here}"
        yield f"{where}, under “{' › '.join(one.moved)}”" if one.moved else f"{where}, and {one.there or 'nothing'} in the other reading"
