"""The decimal mark of tables whose own numbers do not say it: that of the document's other tables, or of its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from synth.reading.numbers import decimal_mark_said, read_numbers
from synth.records import Cell, Table

WITH_COMMA = frozenset(["cs", "da", "de", "el", "es", "fi", "fr", "hu", "id", "it", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk"])
_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.,])")  # "1.250": thousands, where a comma is the decimal mark


def with_marks(tables: Sequence[Table], language: str) -> tuple[Table, ...]:
    """The tables, those that hold "1.250" and nothing that says what its point means read as the others are, or as the language has it."""
    open_ = [any(_GROUPS.search(cell.text) for cell in table.cells if not cell.label) for table in tables]
    if not any(open_):
        return tuple(tables)
    said = [decimal_mark_said(cell.text for cell in table.cells) for table in tables]
    mark = "," if "," in said or language in WITH_COMMA else "."
    if mark == "." or "." in said:
        return tuple(tables)
    return tuple(
        msgspec.structs.replace(table, cells=tuple(_grouped(table.cells))) if unsure else table
        for table, unsure in zip(tables, open_, strict=True)
    )


def _grouped(cells: Iterable[Cell]) -> Iterable[Cell]:
    """The cells with their points read as marks of thousands."""
    for cell in cells:
        numbers = read_numbers(cell.text, ",") if cell.numbers and _GROUPS.search(cell.text) else ()
        first = numbers[0] if numbers and len(numbers) == len(cell.numbers) and numbers[0].part != "bound" else None
        if first is None:
            yield cell
        else:
            yield msgspec.structs.replace(cell, numbers=numbers, value=first.value, low=first.low, high=first.high, unit=first.unit)
