"""A table under a caption that goes on over the page: there its rows stand in the same columns, under the same caption or under none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import msgspec

from synth.reading.numbers import is_value
from synth.reading.pdf.page import Stroke
from synth.reading.pdf.tables.captions import Caption, Line
from synth.reading.pdf.tables.columns import Column
from synth.reading.pdf.tables.grids import grid_of
from synth.reading.pdf.tables.regions import Region, is_prose
from synth.reading.pdf.tables.sheet import Sheet
from synth.reading.tables import Grid, Rule, Slot

FURNITURE = 3  # lines that a page prints in its margins, above or below a table that goes on
STEP = 2.4  # of the font size: rows are no further apart
ALIKE = 6.0  # points that a cell may stand off its column on the page before
MIN_WIDE = 40.0  # points: shorter level lines end no table
_CONTINUED = re.compile(  # and no name of rows: "Continuous variables", "Test suite"
    r"\b(?:continue[sd]?|contin[uú]a|continuação|next page|nächsten? Seite|fortsetzung|página siguiente|page suivante|suite (?:à|page))\b",
    re.IGNORECASE,
)


class Carried(NamedTuple):
    """A table that may go on over the page: its grid so far, its last page, and the stretches that its columns take there."""

    grid: Grid
    page: int
    columns: tuple[Column, ...]


def carried(grid: Grid, lines: Sequence[Line], page: int) -> Carried | None:
    """The table of a grid as one that may go on: it has its place in each column, and nothing but furniture stands below it."""
    here = [slot.box for slot in grid.slots if slot.page == page and slot.box]
    if not grid.label or not here:
        return None
    foot = max(box.y1 for box in here)
    if len({round(line.base) for line in lines if line.base > foot + 1}) > FURNITURE:
        return None
    wide = max((slot.column + slot.columns for slot in grid.slots), default=0)
    columns: list[Column] = []
    for column in range(wide):
        boxes = [slot.box for slot in grid.slots if slot.column == column and slot.columns == 1 and slot.page == page and slot.box]
        if not boxes:
            return None
        columns.append(Column(min(box.x0 for box in boxes), max(box.x1 for box in boxes)))
    return Carried(_without_notice(grid), page, tuple(columns))


def _without_notice(grid: Grid) -> Grid:
    """The grid without a last row that only says that the table goes on."""
    last = max(slot.row for slot in grid.slots)
    own = [slot for slot in grid.slots if slot.row == last]
    if len(own) == 1 and _CONTINUED.search(own[0].text):
        return msgspec.structs.replace(grid, slots=tuple(slot for slot in grid.slots if slot.row != last))
    return grid


def gone_on(before: Carried, grid: Grid) -> Grid | None:
    """The whole of a table and of one that a caption with its number announces on the next page; nothing if that is another table."""
    if grid.label != before.grid.label or not _repeated(before.grid, grid):
        return None
    return _joined(before, grid)


def rest_of(
    before: Carried, page: Sheet, lines: Sequence[Line], captions: Sequence[Caption], level: Sequence[Stroke], upright: Sequence[Stroke]
) -> tuple[Grid, frozenset[int]] | None:
    """The whole of a table whose rows go on at the top of a page without a caption, and the words there that are its own."""
    rows = list(_rows(before, lines, captions))
    if not rows:
        return None
    top, foot = min(line.y0 for line in rows[0]), max(line.y1 for line in rows[-1])
    x0, x1 = before.columns[0].x0, before.columns[-1].x1
    ends = [s for s in level if s.x1 - s.x0 >= MIN_WIDE and s.x0 < x1 and s.x1 > x0 and top - 12 <= s.y0 <= foot + 12]
    box = (min([x0, *(s.x0 for s in ends)]) - 2, min([top, *(s.y0 for s in ends)]) - 1)
    edge = (max([x1, *(s.x1 for s in ends)]) + 2, max([foot, *(s.y0 for s in ends)]) + 1)
    made = grid_of(page, Region(*box, *edge, None), level, upright)
    if made is None or not any(is_value(slot.text) for slot in made[0].slots if slot.column):
        return None
    whole = _joined(before, made[0])
    return (whole, made[1]) if whole else None


def _rows(before: Carried, lines: Sequence[Line], captions: Sequence[Caption]) -> Iterator[list[Line]]:
    """The rows at the top of a page that stand in the columns of the table before, with no caption and no prose among them."""
    ordered = sorted((line for line in lines if line.x1 > before.columns[0].x0 and line.x0 < before.columns[-1].x1), key=attrgetter("base"))
    named = {at for caption in captions for at in caption.words}
    rows: list[list[Line]] = []
    for line in ordered:
        if rows and abs(line.base - rows[-1][0].base) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    start = next((at for at in range(min(len(rows), FURNITURE + 1)) if _fits(before, rows[at], named)), None)
    if start is None:
        return
    yield rows[start]
    for above, row in pairwise(rows[start:]):
        if row[0].base - above[0].base > STEP * row[0].size or not (_fits(before, row, named) or _is_label(before, row, named)):
            return
        yield row


def _fits(before: Carried, row: Sequence[Line], named: set[int]) -> bool:
    """Whether a row has a value, and each of its pieces stands in one column of the table before."""
    if any(is_prose(line) for line in row) or any(named.intersection(line.words) for line in row):
        return False
    places = [_column(before, line.x0, line.x1) for line in row]
    return len(row) > 1 and None not in places and len(set(places)) == len(places) and any(is_value(line.text) for line in row)


def _is_label(before: Carried, row: Sequence[Line], named: set[int]) -> bool:
    """Whether a row is a label alone, which names the rows below it or goes on the one above."""
    return len(row) == 1 and not named.intersection(row[0].words) and not is_prose(row[0]) and row[0].x0 <= before.columns[0].x1


def _column(before: Carried, x0: float, x1: float) -> int | None:
    """The one column that a piece of text stands in."""
    held = [at for at, column in enumerate(before.columns) if x0 < column.x1 + ALIKE and x1 > column.x0 - ALIKE]
    best = max(held, key=lambda at: min(x1, before.columns[at].x1) - max(x0, before.columns[at].x0), default=None)
    clear = [at for at in held if min(x1, before.columns[at].x1) - max(x0, before.columns[at].x0) > ALIKE]
    return best if len(clear) <= 1 else None


def _joined(before: Carried, grid: Grid) -> Grid | None:
    """One grid of two, the second below the first in its columns, without the heads that are printed again."""
    skipped = _repeated(before.grid, grid)
    end = max(slot.row + slot.rows for slot in before.grid.slots)
    by = end - skipped
    slots: list[Slot] = []
    alike = len(before.columns) == max(slot.column + slot.columns for slot in grid.slots)
    for slot in grid.slots:
        if slot.row < skipped:
            continue
        column = slot.column if alike else _column(before, slot.box.x0, slot.box.x1) if slot.box else None
        if column is None or (not alike and slot.columns > 1):
            return None
        slots.append(msgspec.structs.replace(slot, row=slot.row + by, column=column))
    rules = [Rule(rule.row + by, rule.first, rule.end) for rule in grid.rules if alike and rule.row > skipped]
    above = [rule for rule in before.grid.rules if rule.row < end]  # the line at the foot of a page ends the page, not a part of the table
    return msgspec.structs.replace(before.grid, slots=(*before.grid.slots, *slots), rules=(*above, *rules))


def _repeated(above: Grid, below: Grid) -> int:
    """How many of the first rows of a table are printed again at the top of its rest."""
    same = 0
    while (row := _texts(below, same)) and row == _texts(above, same):
        same += 1
    return same


def _texts(grid: Grid, row: int) -> list[tuple[int, str]]:
    return sorted((slot.column, slot.text) for slot in grid.slots if slot.row == row)
