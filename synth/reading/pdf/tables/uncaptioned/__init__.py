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

from synth.reading.numbers import TICKS, is_nothing
from synth.reading.pdf.page import Stroke, Word
from synth.reading.pdf.tables.captions import Caption
from synth.reading.pdf.tables.columns import Column
from synth.reading.pdf.tables.sheet import Sheet
from synth.reading.pdf.tables.uncaptioned.lines import ENDS, Line, columns_between, columns_of, line_within, lines_of, sticks_out, walls_of
from synth.reading.pdf.tables.uncaptioned.rows import MIN_ROWS, Found, read_table

MIN_WIDE = 100.0  # points: shorter level lines frame no table of prose
NEAR = 46.0  # points from a caption in which a frame is the caption's
PITCH = 1.6  # of the font size: lines of one cell are no further apart
SAME_SIZE = 0.6  # points
STEP = 2.8  # of the font size: rows beyond the last line of a frame are no further apart
MOST_LINES = 1_000  # of words, on a page; a full one has 100
MOST_FRAMES = 400  # lines of one page that are tried

_VALUE = re.compile(r"[+~<>≈(]?\d[\d.,]*[%)]?\Z|[^\w\s]\ufe0f?\Z|(?:yes|no|true|false)\Z", re.IGNORECASE)


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
    lines = lines_of(page.words, (at for at, word in enumerate(page.words) if word.turn == 0 and at not in taken))
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


def _tables_between(
    page: Sheet,
    lines: Sequence[Line],
    x0: float,
    x1: float,
    heights: Sequence[float],
    upright: Sequence[Stroke],
    captions: Sequence[Caption],
    before: Found | None,
) -> list[Found]:
    """The tables that lines of one width frame: each as many bands between them as keep their columns."""
    words = page.words
    within = [cut for line in lines if (cut := line_within(words, line, x0, x1))]
    found: list[Found] = []
    at = 0
    while at < len(heights):
        end = at
        body: list[Line] = []
        columns: list[Column] = []
        while end + 1 < len(heights):
            band = [line for line in within if heights[end] < line.base - 0.3 * line.size < heights[end + 1]]
            grown = columns_between(walls_of(upright, x0, x1, heights[at], heights[end + 1]), x0, x1) or columns_of(band, columns)
            if (
                end > at
                and walls_of(upright, x0, x1, heights[at], heights[end])
                and not walls_of(upright, x0, x1, heights[end], heights[end + 1])
            ):
                break  # upright lines end with the table
            if band and (len(grown) < 2 or len(grown) < len(columns) or sticks_out(words, band, x0, x1)):
                break
            body, columns, end = [*body, *band], grown, end + 1
        one = _table(page, within, lines, body, x0, x1, heights[at : end + 1], upright, before)
        if one is not None and not _is_captioned(one, captions):
            found.append(one)
        at = max(end, at + 1)
    return found


def _table(
    page: Sheet,
    within: Sequence[Line],
    lines: Sequence[Line],
    body: Sequence[Line],
    x0: float,
    x1: float,
    heights: Sequence[float],
    upright: Sequence[Stroke],
    before: Found | None,
) -> Found | None:
    """The table of some bands, with the rows above their first line and below their last that keep its columns."""
    walls = walls_of(upright, x0, x1, heights[0], heights[-1]) if len(heights) > 1 else []
    above = [line for line in within if line.base - 0.3 * line.size < heights[0]]
    below = [line for line in within if line.base - 0.3 * line.size > heights[-1]]
    grown = list(body)
    if not walls:  # what upright lines part, level lines close
        grown = _extended(grown, reversed(above), heights[0], -1)
        grown = _extended(grown, below, heights[-1], +1)
    grown.sort(key=lambda line: line.base)
    columns = columns_between(walls, x0, x1) or columns_of(grown)
    if len(columns) < 2 or len(grown) < 2:
        return None
    return read_table(page, grown, columns, heights, bool(walls), lines, before)


def _extended(body: list[Line], lines: Iterable[Line], edge: float, way: int) -> list[Line]:
    """The body with the lines of words beyond one of its edges that stand in its columns, without a wide gap between them."""
    columns = columns_of(body)
    last = edge
    for line in lines:
        near = abs(line.base - last) <= STEP * line.size
        if way < 0 and body and len(columns_of([line])) < 2:  # a head's first line, or a heading above the table
            near = near and abs(line.base - last) <= PITCH * line.size and abs(line.size - body[-1].size) < SAME_SIZE
        grown = columns_of([line], columns)
        if not near or len(grown) < max(2, len(columns)):
            break
        body.append(line)
        columns, last = grown, line.base
    return body


def _unruled(page: Sheet, free: Sequence[Line], lines: Sequence[Line], captions: Sequence[Caption], before: Found | None) -> list[Found]:
    """The tables that no line frames: under a head of their own, or going on from the page before."""
    words = page.words
    found: list[Found] = []
    at = 0
    while at < len(free):
        if not any(_VALUE.match(words[one].text) for one in free[at].words) or len(columns_of([free[at]])) < 2:
            at += 1
            continue
        body = _extended([free[at]], free[at + 1 :], free[at].base, +1)
        end = at + len(body)
        body = _extended(body, reversed(free[:at]), free[at].base, -1)
        body.sort(key=lambda line: line.base)
        columns = columns_of(body)
        one = read_table(page, body, columns, (), False, lines, before) if len(columns) > 1 else None
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
