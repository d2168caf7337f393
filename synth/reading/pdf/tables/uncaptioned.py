"""Tables that no caption announces: found by the level lines that they share, read by the blank columns between their words.

A report's table of claims is such a table: cells of prose over several lines beside a tick and a number. Its rows are parted by lines, by
wider gaps, or by nothing but where the next tick stands; which of these, the page says itself: the parting that leaves each row one
value in each column of values is taken. What has no column of values must show more: upright lines, or a head between two level ones.
The lines of a cell are kept apart by line ends: what a hyphen at one means, the whole document decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from synth.reading.numbers import TICKS, is_nothing, is_value
from synth.reading.pdf.characters import tidy
from synth.reading.pdf.page import BOLD, GLUED, Stroke, Word
from synth.reading.pdf.tables.captions import Caption
from synth.reading.pdf.tables.columns import Column
from synth.reading.pdf.tables.sheet import Sheet
from synth.reading.tables import Grid, Rule, Slot
from synth.records import Box

MIN_WIDE = 100.0  # points: shorter level lines frame no table of prose
ENDS = 3.0  # points that the ends of two lines of one table may differ by
NEAR = 46.0  # points from a caption in which a frame is the caption's
MIN_BLANK = 0.55  # of the font size: words of a line further apart than this, and than the blanks of the page, may stand in two columns
WIDER = 1.45  # times the blank that the page has between two words
MIN_GUTTER = 0.35  # of the font size: the blank column between two columns
ASCENT, DESCENT = 0.7, 0.2  # of the font size: what a line of text takes above and below its baseline
SAME_LINE = 0.35  # of the font size: baselines closer than this are one line
PITCH = 1.6  # of the font size: lines of one cell are no further apart
SAME_SIZE = 0.6  # points
STEP = 2.8  # of the font size: rows beyond the last line of a frame are no further apart
JUMP = 0.12  # of the font size by which two gaps differ before one parts rows and the other only lines
MAX_HEAD = 4  # lines of a head
MAX_VALUE_WORDS = 2  # words of the lines of a column of values
MIN_ROWS = 3  # of a table that has upright lines and no values
MIN_COLUMN = 3.0  # of the font size: its narrowest column
MIN_FILLED = 0.6  # share of the rows that have something in two columns
PROSE = 4  # words of letters: a line of so many is prose, and no head
ALIKE = 5.0  # points that a column's left or right edge may differ by where a table goes on over a page
FURNITURE = 3  # lines above or below a table that a page may print in its margins
MOST_ROWS = 2_000
MOST_LINES = 1_000  # of words, on a page; a full one has 100
MOST_FRAMES = 400  # lines of one page that are tried

_VALUE = re.compile(r"[+~<>≈(]?\d[\d.,]*[%)]?\Z|[^\w\s]\ufe0f?\Z|(?:yes|no|true|false)\Z", re.IGNORECASE)


class Found(NamedTuple):
    """A table with its grid, the words it takes, and its columns as wide as the blanks between them allow."""

    grid: Grid
    words: frozenset[int]
    columns: tuple[Column, ...]
    above: int  # lines of words on the page above it
    below: int
    top: bool  # its values stand at the top of their rows, of which several have more than one line


class Strip(NamedTuple):
    """The words of one column on one baseline."""

    base: float
    size: float
    x0: float
    x1: float
    y0: float
    y1: float
    text: str
    bold: bool
    members: tuple[int, ...]

    @property
    def top(self) -> float:
        return self.base - ASCENT * self.size

    @property
    def foot(self) -> float:
        return self.base + DESCENT * self.size


class _Line(NamedTuple):
    """Words on one baseline, from left to right, and the stretches that they take with nothing but single blanks in them."""

    base: float
    size: float
    words: tuple[int, ...]
    runs: tuple[Column, ...]


def may_stand_alone(words: Sequence[Word], taken: frozenset[int]) -> bool:
    """Whether values stand one below the other, each alone in its line, or a tick does: else no lines drawn on a page need be fetched."""
    places: Counter[tuple[int, int]] = Counter()
    last = len(words) - 1
    for at, word in enumerate(words):
        if (
            (at and words[at - 1].line == word.line)
            or (at < last and words[at + 1].line == word.line)
            or not _VALUE.match(word.text)
            or at in taken
        ):
            continue
        if word.text in TICKS and not is_nothing(word.text):
            return True
        for which, place in enumerate((word.x0, (word.x0 + word.x1) / 2, word.x1)):
            places[which, round(place / 2)] += 1
    return any(count >= MIN_ROWS for count in places.values())


def find_uncaptioned(
    page: Sheet,
    captions: Sequence[Caption],
    taken: frozenset[int],
    level: Sequence[Stroke],
    upright: Sequence[Stroke],
    before: Found | None = None,
) -> list[Found]:
    """The tables of prose and values that no caption claims, from the top.

    `taken` are the words of other tables; `before` is the table that the page before ends with, and that may go on here.
    """
    wide = sorted((line for line in level if line.x1 - line.x0 >= MIN_WIDE), key=lambda line: line.y0)
    lines = _lines(page.words, (at for at, word in enumerate(page.words) if word.turn == 0 and at not in taken))
    if len(lines) > MOST_LINES:
        return []
    found: list[Found] = []
    used: set[int] = set()
    for x0, x1, heights in _frames(wide) if len(wide) <= MOST_FRAMES else ():
        free = [line for line in lines if not used.intersection(line.words)]
        for one in _tables_between(page, free, x0, x1, heights, upright, captions, before):
            if not used & one.words:
                used |= one.words
                found.append(one)
    for one in _unruled(page, [line for line in lines if not used.intersection(line.words)], lines, captions, before):
        used |= one.words
        found.append(one)
    return sorted(found, key=lambda one: one.grid.box.y0 if one.grid.box else 0.0)


def goes_on(before: Found, after: Found) -> bool:
    """Whether a table is the rest of the one that the page before ends with: in its columns, with nothing but furniture between them."""
    if len(before.columns) != len(after.columns) or before.below > FURNITURE or after.above > FURNITURE:
        return False
    pairs = zip(_boundaries(before.columns), _boundaries(after.columns), strict=True)
    return all(min(one[1], other[1]) - max(one[0], other[0]) > -ALIKE for one, other in pairs)


def _boundaries(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """The blank columns between the columns."""
    return [(one.x1, other.x0) for one, other in pairwise(columns)]


def _frames(wide: Sequence[Stroke]) -> list[tuple[float, float, list[float]]]:
    """Level lines that begin and end alike: their ends and their heights, from the top; the widest first."""
    frames: list[tuple[float, float, list[float]]] = []
    for line in wide:
        for x0, x1, heights in frames:
            if abs(x0 - line.x0) <= ENDS and abs(x1 - line.x1) <= ENDS:
                heights.append((line.y0 + line.y1) / 2)
                break
        else:
            frames.append((line.x0, line.x1, [(line.y0 + line.y1) / 2]))
    return sorted(frames, key=lambda frame: frame[0] - frame[1])


# --- from lines on the page to the lines of words of one table ---


def _lines(words: Sequence[Word], chosen: Iterable[int]) -> list[_Line]:
    """The chosen words by baseline, from the top."""
    grouped: list[list[int]] = []
    for at in sorted(chosen, key=lambda at: words[at].base):
        if grouped and words[at].base - words[grouped[-1][0]].base <= SAME_LINE * words[at].size:
            grouped[-1].append(at)
        else:
            grouped.append([at])
    blank = _usual_blank(words)
    return [_line(words, own, blank) for own in grouped]


def _line(words: Sequence[Word], own: Sequence[int], blank: float) -> _Line:
    members = sorted(own, key=lambda at: words[at].x0)
    runs: list[Column] = []
    before: Word | None = None
    for at in members:
        word = words[at]
        if before is not None and word.line == before.line and word.x0 - runs[-1].x1 <= max(MIN_BLANK, WIDER * blank) * word.size:
            runs[-1] = Column(runs[-1].x0, max(runs[-1].x1, word.x1))
        else:
            runs.append(Column(word.x0, word.x1))
        before = word
    return _Line(median(words[at].base for at in own), max(words[at].size for at in own), tuple(members), tuple(runs))


def _usual_blank(words: Sequence[Word]) -> float:
    """The blank between two words of a line, of the font size."""
    blanks = [(b.x0 - a.x1) / a.size for a, b in pairwise(words) if a.line == b.line and b.x0 > a.x1 and not b.style & GLUED and a.size > 0]
    return median(blanks) if blanks else 0.3


def _tables_between(
    page: Sheet,
    lines: Sequence[_Line],
    x0: float,
    x1: float,
    heights: Sequence[float],
    upright: Sequence[Stroke],
    captions: Sequence[Caption],
    before: Found | None,
) -> list[Found]:
    """The tables that lines of one width frame: each as many bands between them as keep their columns."""
    words = page.words
    within = [cut for line in lines if (cut := _within(words, line, x0, x1))]
    found: list[Found] = []
    at = 0
    while at < len(heights):
        end = at
        body: list[_Line] = []
        columns: list[Column] = []
        while end + 1 < len(heights):
            band = [line for line in within if heights[end] < line.base - 0.3 * line.size < heights[end + 1]]
            grown = _between(_walls(upright, x0, x1, heights[at], heights[end + 1]), x0, x1) or _columns(band, columns)
            if (
                end > at
                and _walls(upright, x0, x1, heights[at], heights[end])
                and not _walls(upright, x0, x1, heights[end], heights[end + 1])
            ):
                break  # upright lines end with the table
            if band and (len(grown) < 2 or len(grown) < len(columns) or _sticks_out(words, band, x0, x1)):
                break
            body, columns, end = [*body, *band], grown, end + 1
        one = _table(page, within, lines, body, x0, x1, heights[at : end + 1], upright, before)
        if one is not None and not _is_captioned(one, captions):
            found.append(one)
        at = max(end, at + 1)
    return found


def _within(words: Sequence[Word], line: _Line, x0: float, x1: float) -> _Line | None:
    own = tuple(at for at in line.words if x0 - ENDS <= (words[at].x0 + words[at].x1) / 2 <= x1 + ENDS)
    runs = tuple(run for run in line.runs if run.x1 > x0 - ENDS and run.x0 < x1 + ENDS)
    return line._replace(words=own, runs=runs) if own else None


def _sticks_out(words: Sequence[Word], band: Sequence[_Line], x0: float, x1: float) -> bool:
    """Whether words of a band run on over the end of its lines, as those of a page's text do."""
    own = {at for line in band for at in line.words}
    return any(words[at].x0 < x0 - ENDS or words[at].x1 > x1 + ENDS for at in own)


def _walls(upright: Sequence[Stroke], x0: float, x1: float, y0: float, y1: float) -> list[float]:
    """Where upright lines part the columns of a frame: along at least half of its height together."""
    places: dict[int, list[Stroke]] = {}
    for line in upright:
        if x0 + ENDS < line.x0 < x1 - ENDS and line.y0 < y1 and line.y1 > y0:
            places.setdefault(round(line.x0 / 2), []).append(line)
    tall = 0.5 * (y1 - y0)
    walls = (median(line.x0 for line in own) for own in places.values() if sum(min(s.y1, y1) - max(s.y0, y0) for s in own) >= tall)
    return sorted(walls)


def _between(walls: Sequence[float], x0: float, x1: float) -> list[Column]:
    """The columns that upright lines leave between them; none without such lines."""
    return [Column(left, right) for left, right in zip([x0, *walls], [*walls, x1], strict=True)] if walls else []


def _columns(lines: Sequence[_Line], grown: Sequence[Column] = ()) -> list[Column]:
    """The stretches that words take, with no blank column between them; `grown` are those of lines seen before."""
    gutter = MIN_GUTTER * max((line.size for line in lines), default=0.0)
    columns: list[Column] = []
    for x0, x1 in sorted([*grown, *(run for line in lines for run in line.runs)]):
        if columns and x0 - columns[-1].x1 <= gutter:
            columns[-1] = Column(columns[-1].x0, max(columns[-1].x1, x1))
        else:
            columns.append(Column(x0, x1))
    return columns


def _table(
    page: Sheet,
    within: Sequence[_Line],
    lines: Sequence[_Line],
    body: Sequence[_Line],
    x0: float,
    x1: float,
    heights: Sequence[float],
    upright: Sequence[Stroke],
    before: Found | None,
) -> Found | None:
    """The table of some bands, with the rows above their first line and below their last that keep its columns."""
    walls = _walls(upright, x0, x1, heights[0], heights[-1]) if len(heights) > 1 else []
    above = [line for line in within if line.base - 0.3 * line.size < heights[0]]
    below = [line for line in within if line.base - 0.3 * line.size > heights[-1]]
    grown = list(body)
    if not walls:  # what upright lines part, level lines close
        grown = _extended(grown, reversed(above), heights[0], -1)
        grown = _extended(grown, below, heights[-1], +1)
    grown.sort(key=lambda line: line.base)
    columns = _between(walls, x0, x1) or _columns(grown)
    if len(columns) < 2 or len(grown) < 2:
        return None
    return _read(page, grown, columns, heights, bool(walls), lines, before)


def _extended(body: list[_Line], lines: Iterable[_Line], edge: float, way: int) -> list[_Line]:
    """The body with the lines of words beyond one of its edges that stand in its columns, without a wide gap between them."""
    columns = _columns(body)
    last = edge
    for line in lines:
        near = abs(line.base - last) <= STEP * line.size
        if way < 0 and body and len(_columns([line])) < 2:  # a head's first line, or a heading above the table
            near = near and abs(line.base - last) <= PITCH * line.size and abs(line.size - body[-1].size) < SAME_SIZE
        grown = _columns([line], columns)
        if not near or len(grown) < max(2, len(columns)):
            break
        body.append(line)
        columns, last = grown, line.base
    return body


def _unruled(page: Sheet, free: Sequence[_Line], lines: Sequence[_Line], captions: Sequence[Caption], before: Found | None) -> list[Found]:
    """The tables that no line frames: under a head of their own, or going on from the page before."""
    words = page.words
    found: list[Found] = []
    at = 0
    while at < len(free):
        if not any(_VALUE.match(words[one].text) for one in free[at].words) or len(_columns([free[at]])) < 2:
            at += 1
            continue
        body = _extended([free[at]], free[at + 1 :], free[at].base, +1)
        end = at + len(body)
        body = _extended(body, reversed(free[:at]), free[at].base, -1)
        body.sort(key=lambda line: line.base)
        columns = _columns(body)
        one = _read(page, body, columns, (), False, lines, before) if len(columns) > 1 else None
        if one is not None and not _is_captioned(one, captions):
            found.append(one)
            end = max(end, next((n for n in range(len(free) - 1, at, -1) if one.words.intersection(free[n].words)), at) + 1)
        at = end
    return found


def _is_captioned(found: Found, captions: Sequence[Caption]) -> bool:
    """Whether a caption stands in a table or right above or below it: of a figure, an algorithm, or a table read before."""
    box = found.grid.box
    return box is not None and any(
        min(caption.x1, box.x1) - max(caption.x0, box.x0) > 4 and caption.y0 < box.y1 + NEAR and caption.y1 > box.y0 - NEAR
        for caption in captions
    )


# --- from the lines of words of a table to its rows ---


def _read(
    page: Sheet,
    body: Sequence[_Line],
    columns: list[Column],
    heights: Sequence[float],
    walled: bool,
    lines: Sequence[_Line],
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
        self, page: Sheet, lines: Sequence[_Line], columns: list[Column], heights: Sequence[float], walled: bool, before: Found | None
    ) -> None:
        self.page = page
        self.before = before
        self.columns = columns
        self.heights = heights
        self.walled = walled
        self.strips = [_strips(page.words, lines, column) for column in columns]
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
        short = all(len(cell) <= MAX_HEAD and not any(_is_prose(strip) for strip in cell) for cell in row)
        return short and all(row[at] for at in self.values) and not any(is_value(strip.text) for strip in over)

    def found(self, lines: Sequence[_Line]) -> Found | None:
        """The table, if what the lines frame is one."""
        rows = self._rows()
        if not rows or len(rows) > MOST_ROWS:
            return None
        made = self._made(rows, lines)
        follows = self.before is not None and goes_on(self.before, made)
        if not follows and (len(rows) < 2 or not self._is_table(rows)):
            return None
        return made

    def _made(self, rows: Sequence[Sequence[Sequence[Strip]]], lines: Sequence[_Line]) -> Found:
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
        return all(strip.top - _top(row) < SAME_LINE * strip.size for at in self.values for strip in row[at])

    def _trimmed(self, rows: list[list[list[Strip]]]) -> list[list[list[Strip]]]:
        """The rows without those outside the lines that are no rows: below, without a value; above, in one column only."""
        first, last = (self.heights[0], self.heights[-1]) if self.heights else (self.page.height, 0.0)
        while rows and _top(rows[-1]) > last and not any(rows[-1][at] for at in self.values):
            rows = rows[:-1]
        while rows and _foot(rows[0]) < first and sum(bool(cell) for cell in rows[0]) < 2 and not self._is_torn(rows):
            rows = rows[1:]
        return rows

    def _is_torn(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> bool:
        """Whether a first row in one column may be the rest of the last row of the page before: a row with values comes next."""
        if self.before is None or len(rows) < 2 or len(self.columns) != len(self.before.columns):
            return False
        return any(is_value(strip.text) for at in self.values for strip in rows[1][at])

    def _is_table(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> bool:
        filled = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
        if filled < MIN_FILLED * len(rows) or not any(_is_prose(strip) for row in rows for cell in row for strip in cell):
            return False
        short = all(0 < len(cell) <= MAX_HEAD and not any(_is_prose(strip) for strip in cell) for cell in rows[0])
        if self.values:
            named = short and not any(is_value(strip.text) for at in self.values for strip in rows[0][at])
            valued = sum(any(row[at] for at in self.values) for row in rows)
            return valued >= MIN_FILLED * len(rows) and (
                bool(self.heights) or (named and len(rows) > MIN_ROWS and self._score(rows) > valued / 2)
            )
        headed = len(self.heights) >= 3 and short and _foot(rows[0]) < self.heights[1]
        wide = all(column.x1 - column.x0 >= MIN_COLUMN * rows[0][0][0].size for column in self.columns) if rows[0][0] else False
        return headed or (self.walled and wide and len(rows) >= MIN_ROWS and sum(self.forced) >= MIN_ROWS - 1)

    def _grid(self, rows: Sequence[Sequence[Sequence[Strip]]]) -> tuple[Grid, frozenset[int]]:
        slots: list[Slot] = []
        words: set[int] = set()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    slots.append(_slot(cell, number, column, self.page.number))
                    words.update(at for strip in cell for at in strip.members)
        rules = tuple(
            sorted({Rule(sum(_foot(row) < y for row in rows), 0, len(self.columns)) for y in self.heights if y < _foot(rows[-1])})
        )
        boxes = [slot.box for slot in slots if slot.box]
        box = _box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
        return Grid(slots=tuple(slots), rules=rules, page=self.page.number, box=box), frozenset(words)


def _jump(ranked: Sequence[float], at: float) -> float:
    """How far apart the two gaps are that a threshold stands between."""
    return min(gap for gap in ranked if gap > at) - max(gap for gap in ranked if gap < at)


def _strips(words: Sequence[Word], lines: Sequence[_Line], column: Column) -> list[Strip]:
    strips = []
    for line in lines:
        own = [at for at in line.words if column.x0 - 0.5 <= (words[at].x0 + words[at].x1) / 2 <= column.x1 + 0.5]
        if own:
            text = ""
            for at in own:
                text += ("" if words[at].style & GLUED or not text else " ") + words[at].text
            strips.append(
                Strip(
                    median(words[at].base for at in own),
                    max(words[at].size for at in own),
                    words[own[0]].x0,
                    max(words[at].x1 for at in own),
                    min(words[at].y0 for at in own),
                    max(words[at].y1 for at in own),
                    text,
                    all(words[at].style & BOLD for at in own),
                    tuple(own),
                )
            )
    return strips


def _slot(cell: Sequence[Strip], row: int, column: int, page: int) -> Slot:
    box = _box(min(s.x0 for s in cell), min(s.y0 for s in cell), max(s.x1 for s in cell), max(s.y1 for s in cell))
    text = "\n".join("\u00ad".join(tidy(part) for part in strip.text.split("\u00ad")) for strip in cell)  # what these mean is settled later
    return Slot(text=text, row=row, column=column, marks=("bold",) if all(s.bold for s in cell) else (), page=page, box=box)


def _is_prose(strip: Strip) -> bool:
    words = strip.text.split()
    return sum(word[:2].isalpha() and (len(word) > 1 or word > "\u2e7f") for word in words) >= PROSE


def _top(row: Sequence[Sequence[Strip]]) -> float:
    return min(strip.top for cell in row for strip in cell)


def _foot(row: Sequence[Sequence[Strip]]) -> float:
    return max(strip.foot for cell in row for strip in cell)


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=round(x0, 2), y0=round(y0, 2), x1=round(x1, 2), y1=round(y1, 2))
