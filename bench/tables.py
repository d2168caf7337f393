"""How many cells of real tables are read with their value, their row and their column.

Truth comes from three places: the LaTeX of papers whose PDF was compiled from it, tables typed by hand from the picture of the
page (`bench/labels/tables`), and tables typed in `facts`. Papers are of two sets: `tune`, looked at while the reader was written, and `aside`.
A cell is right if a cell of the table with its label holds the same numbers under the same row path and the same column path.
"""

from __future__ import annotations

import argparse
import csv
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from synth.reading.numbers import decimal_mark, read_numbers
from synth.records import Table

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LABELS = ROOT / "bench" / "labels" / "tables"


class Truth(NamedTuple):
    """One cell as it should be read."""

    row: str
    column: str
    text: str
    numbers: tuple[float, ...]


class Score(NamedTuple):
    """Numeric cells of one table: how many there are, how many were read at all, with their row, their column, both."""

    cells: int = 0
    value: int = 0
    row: int = 0
    column: int = 0
    both: int = 0
    extra: int = 0  # numeric cells that the truth does not have

    def plus(self, other: Score) -> Score:
        return Score(*(one + two for one, two in zip(self, other, strict=True)))


def squeezed(text: str) -> str:
    """A label as letters, digits and the signs that tell labels apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c for c in plain if c.isalnum() or c in "+%")
    return kept or "".join(plain.split())


def typed(file: Path) -> list[Truth]:
    """The cells of a table typed by hand."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    mark = decimal_mark(row["text"] for row in rows)
    return [
        Truth(squeezed(row["row"]), squeezed(row["column"]), row["text"], tuple(n.value for n in read_numbers(row["text"], mark)))
        for row in rows
    ]


def cells_of(table: Table) -> list[Truth]:
    """The cells of a table as we read it, in the same form."""
    return [
        Truth(squeezed(" ".join(cell.row)), squeezed(" ".join(cell.column)), cell.text, tuple(n.value for n in cell.numbers))
        for cell in table.cells
        if not cell.label
    ]


def compare(truth: list[Truth], read: list[Truth], show: int = 0) -> Score:
    """The score of `read` against `truth`, over the cells that hold numbers."""
    wanted = [cell for cell in truth if cell.numbers]
    left: dict[tuple[float, ...], list[Truth]] = defaultdict(list)
    for cell in read:
        if cell.numbers:
            left[cell.numbers].append(cell)
    score = Score()
    rest: list[Truth] = []
    for cell in wanted:  # exact matches first, so that equal values elsewhere do not take them
        match = next((c for c in left[cell.numbers] if c.row == cell.row and c.column == cell.column), None)
        if match is None:
            rest.append(cell)
        else:
            left[cell.numbers].remove(match)
            score = score.plus(Score(1, 1, 1, 1, 1))
    for cell in rest:
        found = left[cell.numbers]
        match = next((c for c in found if c.row == cell.row or c.column == cell.column), found[0] if found else None)
        if match is not None:
            found.remove(match)
        if show:
            show -= 1
            print("      wanted", cell, "\n      read  ", match)
        score = score.plus(Score(1, match is not None, bool(match and match.row == cell.row), bool(match and match.column == cell.column)))
    return score._replace(extra=sum(len(cells) for cells in left.values()))


def same_label(one: str, other: str) -> bool:
    return squeezed(one) == squeezed(other)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=["tune", "aside", "all"], default="tune")
    parser.add_argument("--show", type=int, default=0, help="print this many wrong cells of each table")
    parser.add_argument("--only", default="", help="part of a table's file name")
    options = parser.parse_args()
    with (LABELS / "INDEX.csv").open(encoding="utf-8", newline="") as stream:
        index = list(csv.DictReader(stream))
    totals: dict[str, Score] = {}
    for entry in index:
        if options.set not in ("all", entry["set"]) or options.only not in entry["file"]:
            continue
        truth = typed(LABELS / entry["file"])
        tables = tables_on(SHARED / entry["paper"], int(entry["page"]))
        matching = [table for table in tables if same_label(table.label, entry["label"])]
        read = [cell for table in matching for cell in cells_of(table)]
        score = compare(truth, read, options.show)
        totals[entry["set"]] = totals.get(entry["set"], Score()).plus(score)
        print(f"  {entry['file']:34} {entry['set']:5} {entry['layout'][:40]:40} {_line(score)}")
    for name, score in totals.items():
        print(f"{name}: {_line(score)}")


def tables_on(path: Path, page: int) -> list[Table]:
    import pymupdf

    from synth.reading.pdf.page import Page
    from synth.reading.pdf.tables import find_tables

    with pymupdf.open(path) as document:
        return [found.table for found in find_tables(Page(document[page - 1]))]


def _line(score: Score) -> str:
    share = 100 * score.both / score.cells if score.cells else 0.0
    return f"n {score.cells:5}  read {score.value:5}  row {score.row:5}  column {score.column:5}  both {score.both:5} ({share:.1f} %)  extra {score.extra}"


if __name__ == "__main__":
    main()
