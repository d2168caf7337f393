"""A percentage in brackets that is too small for its count: “47 (11.0)” under “(n = 376)” would be 12.5.

The number of people stands in the heading, and most cells of the column recompute from it. What is not done: a percentage that is too
large is not called wrong, for where answers are missing it is of fewer people than the heading says; of more it cannot be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from synth.claims.consistency.beside import are_enough
from synth.claims.consistency.paper import Paper, Slip, count, decimals_of, where
from synth.measurements import Interval, interval, meets
from synth.records import Cell

LEAST_CELLS = 5  # of a column whose percentages recompute

_OF = re.compile(r"\bn\s*=\s*(\d{1,3}(?:,\d{3})+|\d+)\b", re.IGNORECASE)


def find(paper: Paper) -> Iterator[Slip]:
    for at, table in paper.sound():
        columns: dict[object, list[tuple[Cell, int]]] = defaultdict(list)
        for cell in table.cells:
            sizes = {size for label in cell.column for size in _OF.findall(label)}
            if not cell.label and cell.at is not None and len(sizes) == 1 and _is_counted(cell):
                columns[cell.at[1], cell.column].append((cell, int(sizes.pop().replace(",", ""))))
        for cells in columns.values():
            fits = sum(meets(_share(cell, size), _printed(cell)) for cell, size in cells)
            wrong = [(cell, size) for cell, size in cells if _printed(cell)[1] < _share(cell, size)[0]]
            if are_enough(fits, len(wrong), LEAST_CELLS):
                yield from (_slip(paper, at, cell, size, fits) for cell, size in wrong)


def _is_counted(cell: Cell) -> bool:
    """“47 (12.5)”: a whole number, and a percentage in brackets behind it."""
    if len(cell.numbers) != 2 or cell.numbers[1].part != "bracket" or cell.numbers[0].part:
        return False
    whole = cell.numbers[0].value
    return whole == int(whole) >= 0 and decimals_of(cell.numbers[0].text) == 0 and 0 <= cell.numbers[1].value <= 100


def _share(cell: Cell, size: int) -> Interval:
    share = Fraction(100 * int(cell.numbers[0].value), size) if size else Fraction(0)
    return share, share


def _printed(cell: Cell) -> Interval:
    return interval(cell.numbers[1].low, cell.numbers[1].high)


def _slip(paper: Paper, at: int, cell: Cell, size: int, fits: int) -> Slip:
    share = float(_share(cell, size)[0])
    gives = f"{share:.{decimals_of(cell.numbers[1].text) + 1}f}"
    return Slip(
        kind="impossible",
        sentence=f"{where(paper.names[at], cell.row, cell.column)}: prints {cell.text}, but {cell.numbers[0].text} of {size} are {gives} "
        f"per cent ({count(fits, 'other cell')} of its column recompute).",
        places=(paper.place(at, cell),),
        printed=cell.text,
        gives=gives,
        page=paper.page(at, cell),
        light="red",
    )
