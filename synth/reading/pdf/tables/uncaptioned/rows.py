"""Lines of words in columns become the rows of a table: of the ways to part them, the one that leaves each row one value a column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from synth.reading.numbers import TICKS, is_nothing, is_value
from synth.reading.pdf.tables.columns import Column
from synth.reading.pdf.tables.sheet import Sheet
from synth.reading.pdf.tables.uncaptioned.lines import SAME_LINE, Line
from synth.reading.pdf.tables.uncaptioned.strips import Strip, box_of, foot_of, is_prose, slot_of, strips_of, top_of
from synth.reading.tables import Grid, Rule, Slot

JUMP = 0.12  # of the font size by which two gaps differ before one parts rows and the other only lines
MAX_HEAD = 4  # lines of a head
MAX_VALUE_WORDS = 2  # words of the lines of a column of values
MIN_ROWS = 3  # of a table that has upright lines and no values
MIN_COLUMN = 3.0  # of the font size: its narrowest column
MIN_FILLED = 0.6  # share of the rows that have something in two columns
ALIKE = 5.0  # points that a column's left or right edge may differ by where a table goes on over a page
FURNITURE = 3  # lines above or below a table that a page may print in its margins
MOST_ROWS = 2_000


class Found(NamedTuple):
    """A table with its grid, the words it takes, and its columns as wide as the blanks between them allow."""

    grid: Grid
    words: frozenset[int]
    columns: tuple[Column, ...]
    above: int  # lines of words on the page above it
    below: int
    top: bool  # its values stand at the top of their rows, of which several have more than one line


def goes_on(before: Found, after: Found) -> bool:
    """Whether a table is the rest of the one that the page before ends with: in its columns, with nothing but furniture between them."""
    if len(before.columns) != len(after.columns) or before.below > FURNITURE or after.above > FURNITURE:
        return False
    pairs = zip(_boundaries(before.columns), _boundaries(after.columns), strict=True)
    return all(min(one[1], other[1]) - max(one[0], other[0]) > -ALIKE for one, other in pairs)


def _boundaries(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """The blank columns between the columns."""
    return [(one.x1, other.x0) for one, other in pairwise(columns)]


def read_table(
    page: Sheet,
    body: Sequence[Line],
    columns: list[Column],
    heights: Sequence[float],
    walled: bool,
    lines: Sequence[Line],
    before: Found | None,
) -> Found | None:
    """The table of some lines of words, if they are one. Blanks that only one page shows, or that no head is over, part no columns."""
    if before is not None and len(columns) > len(before.columns):
        columns = _under(columns, [(column.x0, column.x1) for column in before.columns])
    reading = _Reading(page, body, columns, heights, walled, before)
    heads = reading.heads()
    if heads and len(heads) < len(columns):
        reading = _Reading(page, body, _under(columns, heads), heights, walled, before)
    return reading.found(lines)


def _under(columns: Sequence[Column], over: Sequence[tuple[float, float]]) -> list[Column]:
    """The columns, those made one with the column before that nothing stands over."""
    merged: list[Column] = []
    for column in columns:
        if merged and not any(x0 < column.x1 and x1 > column.x0 and not x0 < merged[-1].x1 for x0, x1 in over):
            merged[-1] = Column(merged[-1].x0, column.x1)
        else:
            merged.append(column)
    return merged


class _Reading:
    """The lines of words of one table as strips in columns, and the partings into rows that are tried on them."""

    def __init__(
        self, page: Sheet, lines: Sequence[Line], columns: list[Column], heights: Sequence[float], walled: bool, before: Found | None
    ) -> None:
        self.page = page
        self.before = before
        self.columns = columns
        self.heights = heights
        self.walled = walled
        self.strips = [strips_of(page.words, lines, column) for column in columns]
        self.clusters = self._clusters()
        self.forced = [any(one[1] <= y <= other[0] for y in heights) for one, other in pairwise(self.clusters)]
        self.values = [at for at in range(len(columns)) if self._holds_values(at)]

    def _clusters(self) -> list[tuple[float, float]]:
        """The heights that words take up, from the top, with nothing but blank between them."""
        clusters: list[tuple[float, float]] = []
        for strip in sorted((strip for own in self.strips for strip in own), key=lambda strip: strip.top):
            if clusters and strip.top < clusters[-1][1]:
                clusters[-1] = (clusters[-1][0], max(clusters[-1][1], strip.foot))
            else:
                clusters.append((strip.top, strip.foot))
        return clusters

    def _holds_values(self, column: int) -> bool:
        """Whether every line of a column is a word or two, as a value is, and some are ticks or numbers."""
        own = self.strips[column]
        valued = sum(is_value(strip.text) and (strip.text in TICKS or not is_nothing(strip.text)) for strip in own)
        return bool(own) and max(len(strip.text.split()) for strip in own) <= MAX_VALUE_WORDS and 2 * valued >= len(own)

    def heads(self) -> list[tuple[float, float]]:
        """Where the cells of the first row stand, if they head columns of values and are no values; nothing else."""
        rows = self._rows()
        if len(rows) < 2 or not self.values or not self._is_head(rows[0]):
            return []
        return [(min(strip.x0 for strip in cell), max(strip.x1 for strip in cell)) for cell in rows[0] if cell]

    def _is_head(self, row: Sequence[Sequence[Strip]]) -> bool:
        """Whether a row names columns: something short over each column of values, and no value."""
        over = [strip for at in self.values for strip in row[at]]
        short = all(len(cell) <= MAX_HEAD and not any(is_prose(strip) for strip in cell) for cell in row)
        return short and all(row[at] for at in self.values) and not any(is_value(strip.text) for strip in over)

    def found(self, lines: Sequence[Line]) -> Found | None:
        """The table, if what the lines frame is one."""
        rows = self._rows()
        if not rows or len(rows) > MOST_ROWS:
            return None
        made = self._made(rows, lines)
        follows = self.before is not None and goes_on(self.before, made)
        if not follows and (len(rows) < 2 or not self._is_table(rows)):
            return None
        return made

    def _made(self, rows: Sequence[Sequence[Sequence[Strip]]], lines: Sequence[Line]) -> Found:
        grid, words = self._grid(rows)
        top, foot = (
            min(one.top for row in rows for cell in row for one in cell),
            max(one.foot for row in rows for cell in row for one in cell),
        )
        above, below = sum(line.base < top for line in lines), sum(line.base - line.size > foot for line in lines)
        tall = [row for row in rows if max(len(cell) for cell in row) > 1 and any(row[at] for at in self.values)]
        return Found(grid, words, tuple(self.columns), above, below, len(tall) > 1 and all(self._on_top(row) for row in tall))

    def _rows(self) -> list[list[list[Strip]]]:
        """The rows of the parting that leaves most of them one value in each column of values; of those alike, the coarsest."""
        best: tuple[int, list[list[list[Strip]]]] | None = None
        for bounds in self._partings():
            rows = self._trimmed(self._parted(bounds))
            score = self._score(rows)
            if best is None or score > best[0]:
                best = (score, rows)
        return best[1] if best else []

    def _partings(self) -> list[list[float]]:
        """Ways to part the rows: by the lines alone, by gaps of more than some width as well, and before each value."""
        gaps = [other[0] - one[1] for one, other in pairwise(self.clusters)]
        middles = [(one[1] + other[0]) / 2 for one, other in pairwise(self.clusters)]
        size = median(strip.size for own in self.strips for strip in own)
        ranked = sorted(set(gaps), reverse=True)
        jumps = [(a + b) / 2 for a, b in pairwise(ranked) if a - b > JUMP * size]
        if not self.values:
            inner = sum(self.forced)
            if inner >= 2 or not jumps:
                return [[y for y, forced in zip(middles, self.forced, strict=True) if forced or (inner < 2 and not jumps)]]
            least = jumps[0] if len(jumps) == 1 else max(jumps, key=lambda jump: _jump(ranked, jump))
            return [[y for y, gap, forced in zip(middles, gaps, self.forced, strict=True) if forced or gap > least]]
        partings = [
            [y for y, gap, forced in zip(middles, gaps, self.forced, strict=True) if forced or gap > least]
            for least in (float("inf"), *jumps, -1.0)
        ]
        if not self.heights:  # what stands below the last row is parted from it by the widest gap, and by no line
            return [*partings[1:2], partings[0], *partings[2:]]
        starts = sorted({strip.top - 0.5 for at in self.values for strip in self.strips[at]} | set(partings[0]))
        return [*partings, starts]

    def _parted(self, bounds: Sequence[float]) -> list[list[list[Strip]]]:
        """Rows of cells of strips, by the heights between them."""
        rows: list[list[list[Strip]]] = [[[] for _ in self.columns] for _ in range(len(bounds) + 1)]
        for column, own in enumerate(self.strips):
            for strip in own:
                middle = (strip.top + strip.foot) / 2
                rows[sum(bound < middle for bound in bounds)][column].append(strip)
        return [row for row in rows if any(row)]

    def _score(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> int:
        """How many rows have one value in each column of values, less those that have two in one or none at all."""
        score = 0
        for number, row in enumerate(rows):
            counts = [0, *(len(row[at]) for at in self.values)]
            if number == 0 and not any(is_value(strip.text) for at in self.values for strip in row[at]):
                continue  # the head
            if number <= 1 and self.before is not None and not any(counts):
                continue  # the rest of a row of the page before
            if self.before is not None and self.before.top and max(counts) == 1 and not self._on_top(row):
                continue
            score += 1 if max(counts) == 1 else -2 if max(counts) > 1 else -1
        return score

    def _on_top(self, row: Sequence[Sequence[Strip]]) -> bool:
        """Whether the values of a row stand in its first line."""
        return all(strip.top - top_of(row) < SAME_LINE * strip.size for at in self.values for strip in row[at])

    def _trimmed(self, rows: list[list[list[Strip]]]) -> list[list[list[Strip]]]:
        """The rows without those outside the lines that are no rows: below, without a value; above, in one column only."""
        first, last = (self.heights[0], self.heights[-1]) if self.heights else (self.page.height, 0.0)
        while rows and top_of(rows[-1]) > last and not any(rows[-1][at] for at in self.values):
            rows = rows[:-1]
        while rows and foot_of(rows[0]) < first and sum(bool(cell) for cell in rows[0]) < 2 and not self._is_torn(rows):
            rows = rows[1:]
        return rows

    def _is_torn(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> bool:
        """Whether a first row in one column may be the rest of the last row of the page before: a row with values comes next."""
        if self.before is None or len(rows) < 2 or len(self.columns) != len(self.before.columns):
            return False
        return any(is_value(strip.text) for at in self.values for strip in rows[1][at])

    def _is_table(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> bool:
        filled = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
        if filled < MIN_FILLED * len(rows) or not any(is_prose(strip) for row in rows for cell in row for strip in cell):
            return False
        short = all(0 < len(cell) <= MAX_HEAD and not any(is_prose(strip) for strip in cell) for cell in rows[0])
        if self.values:
            named = short and not any(is_value(strip.text) for at in self.values for strip in rows[0][at])
            valued = sum(any(row[at] for at in self.values) for row in rows)
            return valued >= MIN_FILLED * len(rows) and (
                bool(self.heights) or (named and len(rows) > MIN_ROWS and self._score(rows) > valued / 2)
            )
        headed = len(self.heights) >= 3 and short and foot_of(rows[0]) < self.heights[1]
        wide = all(column.x1 - column.x0 >= MIN_COLUMN * rows[0][0][0].size for column in self.columns) if rows[0][0] else False
        return headed or (self.walled and wide and len(rows) >= MIN_ROWS and sum(self.forced) >= MIN_ROWS - 1)

    def _grid(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> tuple[Grid, frozenset[int]]:
        slots: list[Slot] = []
        words: set[int] = set()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    slots.append(slot_of(cell, number, column, self.page.number))
                    words.update(at for strip in cell for at in strip.members)
        rules = tuple(
            sorted({Rule(sum(foot_of(row) < y for row in rows), 0, len(self.columns)) for y in self.heights if y < foot_of(rows[-1])})
        )
        boxes = [slot.box for slot in slots if slot.box]
        box = box_of(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
        return Grid(slots=tuple(slots), rules=rules, page=self.page.number, box=box), frozenset(words)


def _jump(ranked: Sequence[float], at: float) -> float:
    """How far apart the two gaps are that a threshold stands between."""
    return min(gap for gap in ranked if gap > at) - max(gap for gap in ranked if gap < at)
