"""The columns of a page and the order in which they are read, from where its lines leave room; the file's own order is not asked.

A page is cut into bands by the lines that cross a gutter (a title, a wide figure's caption); a band is read column by column, and each
column may have bands and columns of its own. Two lines side by side are no columns: it takes a few lines of words on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from synth.reading.pdf.lines import Line, rows_of

BIN = 2.0  # points: how finely gutters are looked for
MIN_GUTTER = 6.0  # points
MIN_SIDE = 3  # lines of words on each side of a gutter
WORDY = 12  # characters; shorter pieces are labels and numbers, which show no column
MIN_WIDTH = 0.12  # of the page: a narrower strip is no column
OVERHANG = 8.0  # points that a line may reach over its column's edge
PITCH = 1.45  # of the size: lines of one paragraph are no further apart
WIDE = 0.75  # of the width: a wider stretch is no column
MIN_CUT = 200.0  # points: what is narrower holds no columns of its own
MAX_GUTTERS = 5  # tried on one page
MAX_AHEAD = 60  # lines looked at behind one that may end a wide paragraph
DEPTH = 3  # columns within columns


class Gutter(NamedTuple):
    """The white strip between two columns."""

    x0: float
    x1: float


class Stretch(NamedTuple):
    """Lines that are read one after another: a column, a part of one, or a band over the whole width."""

    lines: list[Line]
    x0: float  # of the column
    x1: float
    page: int
    column: int  # from 0, left to right; 0 where there is one


def in_order(
    pieces: Sequence[Line], page: int, edges: tuple[float, float], hint: Gutter | None = None
) -> tuple[list[Stretch], Gutter | None]:
    """The stretches of a page in reading order, and the gutter that parts most of it. `edges` are those of the text block."""
    if not pieces:
        return [], None
    x0, x1 = edges
    ordered = sorted(pieces, key=attrgetter("base", "x0"))
    gutter = _gutter(ordered, x0, x1) or _hinted(ordered, hint)
    stretches: list[Stretch] = []
    _cut(ordered, x0, x1, gutter, page, DEPTH, stretches)
    lefts = sorted({round(stretch.x0) for stretch in stretches if stretch.x1 - stretch.x0 < WIDE * (x1 - x0)})
    return [stretch._replace(column=lefts.index(round(stretch.x0)) if round(stretch.x0) in lefts else 0) for stretch in stretches], gutter


def _cut(pieces: Sequence[Line], x0: float, x1: float, gutter: Gutter | None, page: int, depth: int, out: list[Stretch]) -> None:
    """Adds the stretches of a part of the page, given from the top."""
    if gutter is None or depth == 0:
        out.append(Stretch(rows_of(pieces), x0, x1, page, 0))
        return
    loose: list[tuple[bool, list[Line]]] = []
    for wide, band in _bands(pieces, gutter):
        if wide or not _stands(band, gutter):
            loose.append((wide, band))
            continue
        _cut_loose(loose, x0, x1, gutter, page, depth, out)
        loose = []
        _cut_sides(band, x0, x1, gutter, page, depth, out)
    _cut_loose(loose, x0, x1, gutter, page, depth, out)


def _cut_loose(
    bands: list[tuple[bool, list[Line]]], x0: float, x1: float, gutter: Gutter, page: int, depth: int, out: list[Stretch]
) -> None:
    """Adds bands that the gutter does not part for certain: another gutter may part them, otherwise this one does where it can."""
    pieces = [piece for _, band in bands for piece in band]
    other = _gutter(pieces, x0, x1) if len(pieces) >= 2 * MIN_SIDE and len(bands) > 1 else None
    if other is not None and not (other.x0 < gutter.x1 and gutter.x0 < other.x1):
        _cut(pieces, x0, x1, other, page, depth - 1, out)
        return
    for wide, band in bands:
        if wide:
            out.append(Stretch(rows_of(band), x0, x1, page, 0))
        else:
            _cut_sides(band, x0, x1, gutter, page, depth, out)


def _cut_sides(band: Sequence[Line], x0: float, x1: float, gutter: Gutter, page: int, depth: int, out: list[Stretch]) -> None:
    left, right = _sides(band, gutter)
    for side, a, b in ((left, x0, gutter.x0), (right, gutter.x1, x1)):
        if side:
            _cut(side, a, b, _gutter(side, a, b) if b - a > MIN_CUT else None, page, depth - 1, out)


def _sides(band: Sequence[Line], gutter: Gutter) -> tuple[list[Line], list[Line]]:
    sides: tuple[list[Line], list[Line]] = ([], [])
    for piece in band:
        sides[not ((piece.x0 + piece.x1) / 2 < gutter.x0 + 1 or piece.x0 < gutter.x0 - OVERHANG)].append(piece)
    return sides


def _stands(band: Sequence[Line], gutter: Gutter) -> bool:
    """Whether some lines of words stand on each side of the gutter, beside each other."""
    left, right = _sides([piece for piece in band if len(piece.text) >= WORDY], gutter)
    return len(left) >= MIN_SIDE and len(right) >= MIN_SIDE and _beside(left, right)


def _bands(pieces: Sequence[Line], gutter: Gutter) -> list[tuple[bool, list[Line]]]:
    """Runs of lines that cross the gutter and runs of lines that do not, from the top."""
    bands: list[tuple[bool, list[Line]]] = []
    last: Line | None = None
    for at, piece in enumerate(pieces):
        wide = _crosses(piece, gutter)
        if not wide and bands and bands[-1][0] and last is not None and _ends_wide(piece, last, pieces, at):
            wide = True
        if bands and bands[-1][0] == wide:
            bands[-1][1].append(piece)
        else:
            bands.append((wide, [piece]))
        if wide:
            last = piece
    return bands


def _crosses(piece: Line, gutter: Gutter) -> bool:
    return piece.x0 < gutter.x0 - OVERHANG and piece.x1 > gutter.x1 + OVERHANG


def _ends_wide(piece: Line, last: Line, pieces: Sequence[Line], at: int) -> bool:
    """Whether a line too short to cross the gutter ends the paragraph, or belongs to the row, that does cross it."""
    step = piece.base - last.base
    if step < 0.3 * last.size:
        return True
    if abs(piece.size - last.size) > 0.4 or step > PITCH * last.size or abs(piece.x0 - last.x0) > 1.5 * last.size:
        return False
    for other in pieces[at + 1 : at + 1 + MAX_AHEAD]:
        if other.base - piece.base > 2 * piece.size:
            break
        if other.base - piece.base > 0.3 * piece.size and other.base - piece.base <= step * 1.1 and abs(other.x0 - piece.x0) < 2:
            return False  # more lines follow as closely: a column that begins
        if abs(other.base - piece.base) <= 0.3 * piece.size and other.x0 > piece.x1 + MIN_GUTTER and len(other.text) >= WORDY:
            return False  # it stands beside a line of another column
    return True


def _gutter(pieces: Sequence[Line], x0: float, x1: float) -> Gutter | None:
    """The strip that parts the lines, given from the top, into columns, where one does."""
    width = x1 - x0
    wordy = [piece for piece in pieces if len(piece.text) >= WORDY]
    if len(wordy) < 2 * MIN_SIDE or width < 100:
        return None
    bins = int(width / BIN) + 2
    steps = [0] * (bins + 1)
    for piece in wordy:
        steps[min(bins, max(0, int((piece.x0 - x0) / BIN)))] += 1
        steps[min(bins, max(0, int((piece.x1 - x0) / BIN) + 1))] -= 1
    low, high = int(MIN_WIDTH * bins), int((1 - MIN_WIDTH) * bins)
    covered, cover = 0, [0] * bins
    for at in range(bins):
        covered += steps[at]
        cover[at] = covered
    limit = 0.45 * len(wordy)  # half the page may be one wide abstract
    best: Gutter | None = None
    best_score = 0.0
    for start, end in sorted(_hollows(cover, low, high, limit), key=lambda hollow: cover[hollow[0]])[:MAX_GUTTERS]:
        gutter = Gutter(x0 + start * BIN, x0 + end * BIN)
        if gutter.x1 - gutter.x0 < MIN_GUTTER - BIN:
            continue
        score = _weight(wordy, gutter) * (1 + min(gutter.x1 - gutter.x0, 30.0) / 100)
        if score > best_score:
            best, best_score = gutter, score
    return best


def _hollows(cover: Sequence[int], low: int, high: int, limit: float) -> list[tuple[int, int]]:
    """The runs of bins that fewer lines cover than the bins beside them."""
    found: list[tuple[int, int]] = []
    at = low
    while at < high:
        end = at
        while end < high and cover[end] == cover[at]:
            end += 1
        if cover[at] <= limit and cover[at - 1] > cover[at] and (end >= len(cover) or cover[end] > cover[at]):
            found.append((at, end))
        at = end
    return found


def _weight(wordy: Sequence[Line], gutter: Gutter) -> float:
    """How many lines stand side by side with the gutter between them, in bands that are long enough; 0 for no gutter."""
    total = 0
    for wide, band in _bands(wordy, gutter):
        if not wide and _stands(band, gutter):
            total += 2 * min(map(len, _sides(band, gutter)))
    return total


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the two sides share a height of some lines."""
    top = max(left[0].base, right[0].base)
    bottom = min(left[-1].base, right[-1].base)
    return bottom - top > (MIN_SIDE - 1) * left[0].size * 0.9


def _hinted(pieces: Sequence[Line], hint: Gutter | None) -> Gutter | None:
    """The gutter of the other pages, where it also parts the few lines of this one."""
    if hint is None:
        return None
    wordy = [piece for piece in pieces if len(piece.text) >= WORDY]
    crossing = sum(_crosses(piece, hint) for piece in wordy)
    left = sum(piece.x1 < hint.x1 + OVERHANG for piece in wordy)
    right = sum(piece.x0 > hint.x0 - OVERHANG for piece in wordy)
    return hint if (left or right) and (crossing <= 2 * max(left, right) or _weight(wordy, hint)) else None
