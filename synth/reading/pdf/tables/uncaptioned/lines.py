"""Words on one baseline, and the columns that they, or the upright lines of a page, leave blanks between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from synth.reading.pdf.page import GLUED, Stroke, Word
from synth.reading.pdf.tables.columns import Column

ENDS = 3.0  # points that the ends of two lines of one table may differ by
MIN_BLANK = 0.55  # of the font size: words of a line further apart than this, and than the blanks of the page, may stand in two columns
WIDER = 1.45  # times the blank that the page has between two words
MIN_GUTTER = 0.35  # of the font size: the blank column between two columns
SAME_LINE = 0.35  # of the font size: baselines closer than this are one line


class Line(NamedTuple):
    """Words on one baseline, from left to right, and the stretches that they take with nothing but single blanks in them."""

    base: float
    size: float
    words: tuple[int, ...]
    runs: tuple[Column, ...]


def lines_of(words: Sequence[Word], chosen: Iterable[int]) -> list[Line]:
    """The chosen words by baseline, from the top."""
    grouped: list[list[int]] = []
    for at in sorted(chosen, key=lambda at: words[at].base):
        if grouped and words[at].base - words[grouped[-1][0]].base <= SAME_LINE * words[at].size:
            grouped[-1].append(at)
        else:
            grouped.append([at])
    blank = _usual_blank(words)
    return [_line(words, own, blank) for own in grouped]


def _line(words: Sequence[Word], own: Sequence[int], blank: float) -> Line:
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
    return Line(median(words[at].base for at in own), max(words[at].size for at in own), tuple(members), tuple(runs))


def _usual_blank(words: Sequence[Word]) -> float:
    """The blank between two words of a line, of the font size."""
    blanks = [(b.x0 - a.x1) / a.size for a, b in pairwise(words) if a.line == b.line and b.x0 > a.x1 and not b.style & GLUED and a.size > 0]
    return median(blanks) if blanks else 0.3


def line_within(words: Sequence[Word], line: Line, x0: float, x1: float) -> Line | None:
    """What of a line stands between two ends; None where nothing does."""
    own = tuple(at for at in line.words if x0 - ENDS <= (words[at].x0 + words[at].x1) / 2 <= x1 + ENDS)
    runs = tuple(run for run in line.runs if run.x1 > x0 - ENDS and run.x0 < x1 + ENDS)
    return line._replace(words=own, runs=runs) if own else None


def sticks_out(words: Sequence[Word], band: Sequence[Line], x0: float, x1: float) -> bool:
    """Whether words of a band run on over the end of its lines, as those of a page's text do."""
    own = {at for line in band for at in line.words}
    return any(words[at].x0 < x0 - ENDS or words[at].x1 > x1 + ENDS for at in own)


def walls_of(upright: Sequence[Stroke], x0: float, x1: float, y0: float, y1: float) -> list[float]:
    """Where upright lines part the columns of a frame: along at least half of its height together."""
    places: dict[int, list[Stroke]] = {}
    for line in upright:
        if x0 + ENDS < line.x0 < x1 - ENDS and line.y0 < y1 and line.y1 > y0:
            places.setdefault(round(line.x0 / 2), []).append(line)
    tall = 0.5 * (y1 - y0)
    walls = (median(line.x0 for line in own) for own in places.values() if sum(min(s.y1, y1) - max(s.y0, y0) for s in own) >= tall)
    return sorted(walls)


def columns_between(walls: Sequence[float], x0: float, x1: float) -> list[Column]:
    """The columns that upright lines leave between them; none without such lines."""
    return [Column(left, right) for left, right in zip([x0, *walls], [*walls, x1], strict=True)] if walls else []


def columns_of(lines: Sequence[Line], grown: Sequence[Column] = ()) -> list[Column]:
    """The stretches that words take, with no blank column between them; `grown` are those of lines seen before."""
    gutter = MIN_GUTTER * max((line.size for line in lines), default=0.0)
    columns: list[Column] = []
    for x0, x1 in sorted([*grown, *(run for line in lines for run in line.runs)]):
        if columns and x0 - columns[-1].x1 <= gutter:
            columns[-1] = Column(columns[-1].x0, max(columns[-1].x1, x1))
        else:
            columns.append(Column(x0, x1))
    return columns
