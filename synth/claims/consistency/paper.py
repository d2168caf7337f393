"""What the checks share: a slip, the tables of a paper with their names, and how a place and a number are said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from synth.measurements import Interval, interval, join_path, meets
from synth.reading.certificate import certify
from synth.reading.measured import table_names
from synth.reading.pairs import Part, parts
from synth.records import Cell, Document, Light, Passage, Record, Table

MAX_SAID = 48  # characters of a label in a sentence
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NO_WORD = re.compile(r"[\W_]*|#\d+")  # nothing but dashes, or a place that has no name


class Slip(Record, frozen=True, kw_only=True):
    """One thing that a paper prints and its own tables deny. The first place is that of what is printed."""

    kind: str  # average, total, difference, swap, bold, underline, two tables, metric, impossible
    sentence: str  # for a person
    places: tuple[Passage, ...] = ()  # `section` holds the table's name, `cell` the labels of row and column
    printed: str = ""
    gives: str = ""  # what the other figures give instead
    page: int | None = None
    light: Light = "yellow"  # red: cannot be; yellow: two things of the paper disagree, or a mark stands wrong


class Paper(NamedTuple):
    """A document whose tables have been recomputed, and a name for each of them."""

    document: Document
    tables: tuple[Table, ...]
    names: tuple[str, ...]

    def sound(self) -> Iterator[tuple[int, Table]]:
        """The tables that were read without a doubt, each with its position: what the reader doubts is no slip of the paper."""
        yield from ((at, table) for at, table in enumerate(self.tables) if not table.doubts)

    def place(self, table: int, cell: Cell) -> Passage:
        """Where a cell stands."""
        page = self.page(table, cell)
        return Passage(
            text=cell.text,
            source=self.document.source.name,
            page=page,
            boxes=(cell.box,) if cell.box else (),
            section=self.names[table],
            cell=(join_path(cell.row), join_path(cell.column)),
        )

    def page(self, table: int, cell: Cell) -> int | None:
        """The page of a cell, where the file has pages."""
        in_box = cell.box.page if cell.box else None
        return cell.page or in_box or self.tables[table].page


class Figure(NamedTuple):
    """One number of a cell as an exact interval, with which number of the cell it is."""

    cell: Cell
    part: Part
    bounds: Interval

    @property
    def value(self) -> float:
        return self.part.number.value

    @property
    def text(self) -> str:
        return self.part.number.text


def paper_of(document: Document) -> Paper:
    """The document with its averages, totals and differences recomputed, where that was not done yet."""
    tables = tuple(table if table.recomputed else certify(table) for table in document.tables)
    return Paper(msgspec.structs.replace(document, tables=tables), tables, tuple(table_names(document)))


def figures_of(table: Table) -> Iterator[Figure]:
    """The values of a table that stand in one row and one column, each number of a cell by itself, without brackets and spreads."""
    for cell in table.cells:
        if not cell.label and cell.at is not None and cell.size == (1, 1):
            for part in parts(cell):
                if part.own:
                    yield Figure(cell, part, interval(part.number.low, part.number.high))


def above(one: Figure, other: Figure) -> bool:
    """Whether one printed number is larger than another, whatever they were rounded from."""
    return one.value > other.value and one.bounds[0] >= other.bounds[1]


def same(one: Figure, other: Figure) -> bool:
    """Whether two printed numbers can be one: the same with as many decimals, else the one where the other was rounded further."""
    if decimals_of(one.text) == decimals_of(other.text):
        return one.value == other.value
    return meets(one.bounds, other.bounds)


# --- words -------------------------------------------------------------------------------------------------------


def bare(label: str) -> str:
    """A label as it is compared: its letters and digits in one case."""
    return "".join(c for c in unicodedata.normalize("NFKC", label).casefold() if c.isalnum())


def bare_path(path: Iterable[str]) -> tuple[str, ...]:
    """The labels of a path as they are compared, without those that have no letter and no digit."""
    return tuple(filter(None, map(bare, path)))


def where(name: str, row: Iterable[str], column: Iterable[str]) -> str:
    """A place in words: “Table 2, With MLM / QQP, Avg.”"""
    said = (" / ".join(_short(label) for label in path if not _NO_WORD.fullmatch(label)) for path in (row, column))
    return ", ".join(filter(None, (name, *said)))


def _short(label: str) -> str:
    return label if len(label) <= MAX_SAID else f"{label[: MAX_SAID - 1].rstrip()}…"


def count(number: int, noun: str) -> str:
    """“nine cells”, “36 cells”, “one cell”."""
    word = _COUNTS[number] if number < len(_COUNTS) else str(number)
    return f"{word} {noun}" if number == 1 else f"{word} {noun}s"


def decimals_of(text: str) -> int:
    """How many decimals a printed number has."""
    found = re.search(r"\d[.,·](\d+)", text)
    return len(found[1]) if found else 0


def said(bounds: Interval, decimals: int) -> str:
    """An interval in words, “7.10 (7.05 to 7.15)”, with one decimal more than what it is held against."""
    low, high = (float(bound) for bound in bounds)
    places = decimals + 1
    return f"{(low + high) / 2:.{places}f} ({low:.{places}f} to {high:.{places}f})"
