"""Where the tables of a page stand: between the lines that frame them, beside the caption that names them.

A table is looked for above and below each caption. Lines across it bound it where it has any; else the rows that leave room for
columns do. A region belongs to one caption, and over a page the choice is the one that leaves the fewest captions without a table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, product
from operator import attrgetter
from typing import NamedTuple

from synth.reading.numbers import is_value
from synth.reading.pdf.page import Stroke
from synth.reading.pdf.tables.captions import Caption, Line
from synth.reading.pdf.tables.sheet import Sheet

MIN_WIDE = 40.0  # points: shorter level lines frame nothing
EDGE = 6.0  # points that the ends of two lines of one table may differ by
PARTED = 14.0  # points: short lines of one table stand closer than the frames of two
ALIKE = 20.0  # points that the upper or the lower edges of two parts of a table may differ by
LEVEL = 0.6  # share of the lower frame's height that two frames side by side have in common
STACKED = 16.0  # points between the frames of parts that stand one above the other
MAX_STACKED = 8
TOUCHING = 12.0  # points between a caption and a table with nothing else to be between them
NEAR = 46.0  # points between a caption and its table
PROSE_WORDS = 7  # words of a line of prose
PROSE_LINES = 3  # of those in a row between two lines of the page: what stands there is no table
NARROW_LINES = 6  # more than of full lines: cells of text run over a few
WIDE_LINE = 0.82  # of the frame's width that a line of prose fills
SMALLER = 0.8  # points by which the type of notes is smaller than that of a caption
LARGER = 1.35  # times the type of a table: what stands between lines in larger type is a title
FRAMELESS = 100.0  # points added to the distance of a region without a frame: one with a frame is the better choice
FEWEST_ROWS = 4  # of values before a table is taken to lack its labels
TITLE_OFF = 5.0  # points that a title may stand off the middle of its table
NOTE_MARKS = "*†‡§¶#∗⋆"  # that open a note below a table
INTO = 0.15  # share of a line that reaches between the ends of a frame: less, and it is of the column beside
PROSE_PIECES = 3  # that a line of prose falls into at most; a row of heads into more
RUNNING_BLANK = 0.12  # share of a line of prose that the blanks between its pieces take at most
MIN_PROSE = 6  # lines of prose that show where its margins are
MARGIN = 1.6  # points that a line of prose may be off its margin
MAX_CAPTIONS = 10  # on one page, over which all choices are tried

ACROSS = 0.9  # share of a region's width of a line that ends one of its parts
MIN_PART = 16.0  # points that a part of a table is high

_LETTER = re.compile(r"\(([a-h])\)")
_base = attrgetter("base")


class Region(NamedTuple):
    """A box that holds a table, with the level lines in it, and the caption it goes with."""

    x0: float
    y0: float
    x1: float
    y1: float
    caption: Caption | None
    gap: float = 0.0


def find_regions(page: Sheet, lines: Sequence[Line], captions: Sequence[Caption], level: Sequence[Stroke]) -> list[Region]:
    """The regions of the page's tables, from the top; each caption has at most one."""
    lines = sorted(lines, key=_base)
    wide = sorted((stroke for stroke in level if stroke.x1 - stroke.x0 >= MIN_WIDE), key=lambda stroke: stroke.y0)
    tables = [caption for caption in captions if caption.what == "table"]
    above = [_region(caption, lines, captions, wide, -1, page.width) for caption in tables]
    below = [_region(caption, lines, captions, wide, +1, page.width) for caption in tables]
    chosen = _choose(tables, above, below)
    parts = [part for region in chosen for part in _with_neighbours(region, chosen, lines, captions, wide)]
    parts = [piece for part in parts for piece in _cut_at_letters(part, lines, wide)]
    return sorted(parts, key=lambda region: (region.y0, region.x0))


def _with_neighbours(
    region: Region, chosen: Sequence[Region], lines: Sequence[Line], captions: Sequence[Caption], wide: Sequence[Stroke]
) -> list[Region]:
    """A region with the frames beside it that no other caption claims: the parts (a), (b) of one table, each called by its letter."""
    frames: dict[tuple[int, int], list[Stroke]] = {}
    for stroke in wide:
        if stroke.x0 >= region.x1 - 2 or stroke.x1 <= region.x0 + 2:
            frames.setdefault((round(stroke.x0 / EDGE), round(stroke.x1 / EDGE)), []).append(stroke)
    parts = [region]
    for strokes in frames.values():
        x0, x1, y0, y1 = strokes[0].x0, strokes[0].x1, strokes[0].y0, strokes[-1].y1
        level = min(y1, region.y1) - max(y0, region.y0) >= LEVEL * min(y1 - y0, region.y1 - region.y0)
        frame = Region(x0 - 2, y0 - 1, x1 + 2, y1 + 1.5, region.caption, region.gap)
        free = not any(_overlap(frame, other) for other in (*chosen, *parts)) and not _crosses(captions, x0, x1, y0, y1)
        alike = min(abs(y0 - region.y0), abs(y1 - region.y1)) < ALIKE
        pictured = any(
            c.what == "figure" and c.x0 < x1 and c.x1 > x0 and (abs(c.y0 - y1) < NEAR or abs(y0 - c.y1) < NEAR) for c in captions
        )
        reached = region.caption is not None and (
            _lettered(frame, lines) is not frame or min(region.caption.x1, x1) - max(region.caption.x0, x0) > 0
        )
        if (
            len(strokes) > 1
            and level
            and alike
            and reached
            and not pictured
            and free
            and region.caption
            and not _prose_between(lines, region.caption, x0, x1, y0, y1)
        ):
            parts.append(_with_rows_outside(frame, lines, captions))
    parts += _stacked(region, [*chosen, *parts], lines, captions, wide)
    if len(parts) == 1:
        return parts
    return [_lettered(part, lines) for part in parts]


def _stacked(
    region: Region, others: Sequence[Region], lines: Sequence[Line], captions: Sequence[Caption], wide: Sequence[Stroke]
) -> list[Region]:
    """The frames of other widths right behind a region, away from its caption, that no other caption claims: more parts of its table."""
    if region.caption is None:
        return []
    way = -1 if region.caption.y0 >= region.y1 - NEAR else 1
    parts: list[Region] = []
    last = region
    while len(parts) < MAX_STACKED:
        edge = last.y1 if way > 0 else last.y0
        beyond = sorted((s for s in wide if (s.y0 - edge) * way > 0), key=lambda s: (s.y0 - edge) * way)
        if not beyond or (beyond[0].y0 - edge) * way > STACKED:
            break
        first = beyond[0]
        alike = [s for s in beyond if abs(s.x0 - first.x0) <= EDGE and abs(s.x1 - first.x1) <= EDGE]
        height = first.y0
        for stroke in alike[1:]:
            low, high = min(height, stroke.y0), max(height, stroke.y0)
            if _crosses(captions, first.x0, first.x1, low, high) or _prose_between(lines, region.caption, first.x0, first.x1, low, high):
                break
            height = stroke.y0
        shared = min(first.x1, region.x1) - max(first.x0, region.x0)
        part = Region(first.x0 - 2, min(first.y0, height) - 1, first.x1 + 2, max(first.y0, height) + 1.5, region.caption, region.gap)
        if abs(height - first.y0) < 8 or shared < LEVEL * (region.x1 - region.x0) or any(_overlap(part, other) for other in others):
            break
        parts.append(part)
        last = part
    return parts


def _cut_at_letters(region: Region, lines: Sequence[Line], wide: Sequence[Stroke]) -> list[Region]:
    """The parts of a region one above the other: between two lines across it stands "(a) …" and nothing else, the name of a part."""
    inside = [line for line in lines if region.y0 < line.base < region.y1 and region.x0 < (line.x0 + line.x1) / 2 < region.x1]
    named = [line for line in inside if _LETTER.match(line.text)]
    if not named:
        return [region]
    across = [s.y0 for s in wide if region.y0 - 2 <= s.y0 <= region.y1 + 2 and s.x1 - s.x0 >= ACROSS * (region.x1 - region.x0)]
    frames: list[tuple[float, float]] = []
    letters = ""
    for above, below in pairwise(sorted(across)):
        held = [line for line in inside if above < line.base < below]
        if len(held) == 1 and (letter := _LETTER.match(held[0].text)):
            frames.append((above, below))
            letters += letter[1]
    tops, feet = [region.y0, *(below - 1 for _, below in frames)], [*(above + 1.5 for above, _ in frames), region.y1]
    low = any(foot - top < MIN_PART for top, foot in zip(tops, feet, strict=True))
    if not letters or low or region.caption is None or not ("abcdefg".startswith(letters) or "bcdefgh".startswith(letters)):
        return [region]
    return [
        region._replace(y0=top, y1=foot, caption=region.caption._replace(label=region.caption.label + letter))
        for top, foot, letter in zip(tops, feet, "abcdefgh", strict=False)
    ]


def _lettered(part: Region, lines: Sequence[Line]) -> Region:
    """The part with its letter behind the table's number, where "(a)" stands right above or below it."""
    for line in lines:
        near = part.y0 - NEAR / 2 <= line.y0 and line.y1 <= part.y1 + NEAR / 2
        letter = _LETTER.match(line.text)
        if letter and near and part.caption and part.x0 <= (line.x0 + line.x1) / 2 <= part.x1:
            return part._replace(caption=part.caption._replace(label=part.caption.label + letter[1]))
    return part


def _choose(tables: Sequence[Caption], above: Sequence[Region | None], below: Sequence[Region | None]) -> list[Region]:
    """One region for each caption, no two sharing room: as many as can be, and of those choices the nearest."""
    options = [[region for region in (up, down) if region] + [None] for up, down in zip(above, below, strict=True)]
    if len(tables) > MAX_CAPTIONS:
        options = [option[:1] for option in options]
    best: tuple[tuple[float, float], list[Region]] = ((1.0, 0.0), [])
    for choice in product(*options):
        regions = [region for region in choice if region]
        if any(_overlap(one, other) for at, one in enumerate(regions) for other in regions[:at]):
            continue
        score = (-float(len(regions)), sum(region.gap for region in regions))
        if score < best[0]:
            best = (score, regions)
    return best[1]


def _overlap(one: Region, other: Region) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 4 and min(one.y1, other.y1) - max(one.y0, other.y0) > 4


def _region(
    caption: Caption, lines: Sequence[Line], captions: Sequence[Caption], wide: Sequence[Stroke], way: int, width: float
) -> Region | None:
    """The table above (-1) or below (+1) a caption."""
    return (
        _framed(caption, lines, captions, wide, way)
        or (_framed_beside(caption, lines, captions, wide) if way < 0 else None)
        or _unframed(caption, lines, captions, way, width)
    )


def _framed_beside(caption: Caption, lines: Sequence[Line], captions: Sequence[Caption], wide: Sequence[Stroke]) -> Region | None:
    """The frame that a caption stands to the left or to the right of."""
    frames: dict[tuple[int, int], list[Stroke]] = {}
    for stroke in wide:
        if stroke.x1 <= caption.x0 + 2 or stroke.x0 >= caption.x1 - 2:
            frames.setdefault((round(stroke.x0 / EDGE), round(stroke.x1 / EDGE)), []).append(stroke)
    for strokes in frames.values():
        x0, x1, y0, y1 = strokes[0].x0, strokes[0].x1, strokes[0].y0, strokes[-1].y1
        gap = max(caption.x0 - x1, x0 - caption.x1)
        level = y0 - 12 <= (caption.y0 + caption.y1) / 2 <= y1 + 12
        free = not _crosses([c for c in captions if c is not caption], x0, x1, y0, y1) and not _prose_between(
            lines, caption, x0, x1, y0, y1
        )
        if len(strokes) > 1 and level and gap <= NEAR and free:
            return _with_rows_outside(Region(x0 - 2, y0 - 1, x1 + 2, y1 + 1.5, caption, gap), lines, captions)
    return None


def text_columns(lines: Sequence[Line], width: float) -> list[tuple[float, float]]:
    """The columns of text of a page, as its lines of prose show them: one, or a left and a right one."""
    prose = [line for line in lines if line.x1 - line.x0 > 0.2 * width and len(line.text) > 30]
    left = [line for line in prose if line.x1 < 0.53 * width]
    right = [line for line in prose if line.x0 > 0.47 * width]
    if len(left) + len(right) < 0.6 * len(prose) or not left or not right:
        return [(0.0, width)]
    middle = (max(line.x1 for line in left) + min(line.x0 for line in right)) / 2
    return [(0.0, middle), (middle, width)]


def _framed(caption: Caption, lines: Sequence[Line], captions: Sequence[Caption], wide: Sequence[Stroke], way: int) -> Region | None:
    edge = caption.y1 if way > 0 else caption.y0
    others = [other for other in captions if other is not caption]
    beyond = [stroke for stroke in wide if (stroke.y0 - edge) * way > -2 and stroke.x0 < caption.x1 and stroke.x1 > caption.x0]
    beyond.sort(key=lambda stroke: (stroke.y0 - edge) * way)
    if not beyond or (beyond[0].y0 - edge) * way > NEAR:
        return None
    first = beyond[0]
    alike = 1  # lines of the frame's full width
    x0, x1, last = first.x0, first.x1, first.y0
    own = set(caption.words)
    size = max((line.size for line in lines if own.intersection(line.words)), default=0.0)
    as_large = [line for line in lines if line.size > size - SMALLER]  # notes below a table are set smaller than its caption
    if _prose_between(as_large if way < 0 else lines, caption, x0, x1, min(edge, last), max(edge, last), most=0):
        return None
    beside = [stroke for stroke in wide if abs(stroke.y0 - first.y0) < 3]  # of parts side by side the caption stands below or above all
    touching = (
        abs(first.y0 - edge) < TOUCHING and min(x1, caption.x1) - max(x0, caption.x0) > EDGE
    )  # set to another margin than its caption
    if not touching and not _belongs(caption, x0, x1) and not _belongs(caption, min(s.x0 for s in beside), max(s.x1 for s in beside)):
        return None
    for stroke in beyond[1:]:
        if not (stroke.x0 >= x0 - EDGE and stroke.x1 <= x1 + EDGE):
            if abs(stroke.y0 - first.y0) < 3 and max(stroke.x0 - x1, x0 - stroke.x1) > PARTED:
                continue  # the first line of another part beside this one
            if alike < 2 and (
                abs(stroke.y0 - first.y0) < 3 or (stroke.x0 <= x0 + EDGE and stroke.x1 >= x1 - EDGE and abs(stroke.y0 - last) < 300)
            ):
                # The first line met was a short one of the frame.
                if _crosses(others, min(stroke.x0, x0), max(stroke.x1, x1), last, stroke.y0):
                    break
                if _prose_between(lines, caption, min(stroke.x0, x0), max(stroke.x1, x1), min(last, stroke.y0), max(last, stroke.y0)):
                    break
                x0, x1, last = min(stroke.x0, x0), max(stroke.x1, x1), stroke.y0
            continue
        low, high = min(last, stroke.y0), max(last, stroke.y0)
        if _crosses(others, x0, x1, low, high) or _prose_between(lines, caption, x0, x1, low, high):
            break
        if high - low > NEAR and _is_larger(lines, x0, x1, first.y0, last, stroke.y0):
            break
        if abs(stroke.x0 - x0) <= EDGE and abs(stroke.x1 - x1) <= EDGE:  # a shorter line groups heads; it ends no table
            alike += 1
            last = stroke.y0
    if abs(last - first.y0) < 8:
        return None
    low, high = min(first.y0, last), max(first.y0, last)
    region = Region(x0 - 2, low - 1, x1 + 2, high + 1.5, caption, abs(first.y0 - edge))
    return _with_rows_outside(_with_labels(region, lines), lines, captions)


def _with_labels(region: Region, lines: Sequence[Line]) -> Region:
    """The region with the labels on the left of its rows, where its lines leave that column out and each row in it begins with a value."""
    inside = [line for line in lines if region.y0 <= line.base <= region.y1]
    firsts: dict[int, Line] = {}
    for line in inside:
        if line.x0 >= region.x0 - 3 and (round(line.base) not in firsts or line.x0 < firsts[round(line.base)].x0):
            firsts[round(line.base)] = line
    if len(firsts) < FEWEST_ROWS or not all(_begins_with_value(line) for line in firsts.values()):
        return region
    beside = [line for line in inside if line.x1 <= region.x0 + 3 and line.x1 >= region.x0 - NEAR]
    held = {round(line.base) for line in beside} & set(firsts)
    if 2 * len(held) < len(firsts) or any(is_prose(line) for line in beside):
        return region
    return region._replace(x0=min(line.x0 for line in beside) - 2)


def _begins_with_value(line: Line) -> bool:
    return is_value(line.text) or is_value(line.text.split(" ", 1)[0])


def _is_larger(lines: Sequence[Line], x0: float, x1: float, start: float, last: float, end: float) -> bool:
    """Whether type much larger than that of the table from `start` to `last` stands between its last line and the next one, at `end`."""
    here = [line for line in lines if line.x0 < x1 and line.x1 > x0]
    own = [line.size for line in here if min(start, last) < line.base <= max(start, last)]
    return bool(own) and any(min(last, end) < line.base <= max(last, end) and line.size > LARGER * max(own) for line in here)


def _with_rows_outside(region: Region, lines: Sequence[Line], captions: Sequence[Caption]) -> Region:
    """The region with the rows that stand right outside its first or last line: heads above a first line, or rows below a last."""
    taken = {at for caption in captions for at in caption.words}
    y0, y1 = region.y0, region.y1
    for way in (-1, 1):
        rows: dict[int, list[Line]] = {}
        for line in lines:
            outside = line.y1 <= y0 + 2 if way < 0 else line.base - 0.5 * line.size >= y1 - 1
            over = min(line.x1, region.x1) - max(line.x0, region.x0)
            if outside and over > 0.5 * (line.x1 - line.x0) and not taken.intersection(line.words):
                rows.setdefault(round(line.base), []).append(line)
        edge, pending = (y0 if way < 0 else y1), 0
        for base in sorted(rows, key=lambda base: base * way):
            row = rows[base]
            step = (edge - max(line.y1 for line in row)) if way < 0 else (min(line.y0 for line in row) - edge)
            inside = all(line.x0 >= region.x0 - 3 and line.x1 <= region.x1 + 3 for line in row)
            if step > 0.9 * row[0].size or not inside or _is_running(row) or any(is_prose(line) for line in row):
                break
            if (way > 0 and row[0].text[:1] in NOTE_MARKS) or (way < 0 and len(row) == 1 and _LETTER.match(row[0].text)):
                break
            edge = min(line.y0 for line in row) if way < 0 else max(line.y1 for line in row)
            pending += 1
            middle = (min(line.x0 for line in row) + max(line.x1 for line in row)) / 2
            title = way < 0 and abs(middle - (region.x0 + region.x1) / 2) < TITLE_OFF and row[0].x0 > region.x0 + 2 * row[0].size
            below = [line for line in lines if way < 0 and 0 < line.base - row[0].base <= 1.4 * row[0].size]
            first_line = any(abs(line.x0 - row[0].x0) < 1.5 and line.x0 > region.x0 + 0.1 * (region.x1 - region.x0) for line in below)
            # Between a caption and the first line below it stands nothing but heads.
            headed = way < 0 and region.caption is not None and region.caption.y1 - 0.4 * row[0].size <= min(line.y0 for line in row)
            if title or first_line or headed or (len(row) > 1 and (way < 0 or any(is_value(line.text) for line in row))):
                y0, y1, pending = (edge - 1, y1, 0) if way < 0 else (y0, edge + 1, 0)
    return region._replace(y0=y0, y1=y1)


def _is_running(row: Sequence[Line]) -> bool:
    """Whether the lines on one height are a line of prose, with no room between them for columns."""
    if any(line.parted for line in row):
        return False
    words = " ".join(line.text for line in row).split()
    x0, x1 = min(line.x0 for line in row), max(line.x1 for line in row)
    blank = (x1 - x0) - sum(line.x1 - line.x0 for line in row)
    wordy = len(words) >= PROSE_WORDS and sum(word.strip(".,;:()").isalpha() for word in words) >= 0.6 * len(words)
    return wordy and len(row) <= PROSE_PIECES and blank <= RUNNING_BLANK * (x1 - x0)


def _belongs(caption: Caption, x0: float, x1: float) -> bool:
    """Whether a frame could go with a caption: the middle of one lies within the other."""
    return x0 - 4 <= (caption.x0 + caption.x1) / 2 <= x1 + 4 or caption.x0 - 4 <= (x0 + x1) / 2 <= caption.x1 + 4


def _crosses(captions: Sequence[Caption], x0: float, x1: float, one: float, other: float) -> bool:
    low, high = min(one, other), max(one, other)
    return any(low - 2 <= c.y0 and c.y1 <= high + 2 and min(c.x1, x1) - max(c.x0, x0) > 4 for c in captions)


def _prose_between(
    lines: Sequence[Line], caption: Caption, x0: float, x1: float, low: float, high: float, most: int = PROSE_LINES - 1
) -> bool:
    """Whether lines of prose stand between two heights: full lines of many words, one below the other. `lines` come from the top."""
    run = narrow = 0
    own = set(caption.words)
    for line in lines[bisect_right(lines, low, key=_base) :]:
        if line.base > high:
            break
        if min(line.x1, x1) - max(line.x0, x0) <= INTO * (line.x1 - line.x0) or own.intersection(line.words):
            continue
        full = min(line.x1, x1) - max(line.x0, x0) >= WIDE_LINE * (x1 - x0) or line.x0 < x0 - 12 or line.x1 > x1 + 12
        if full and is_prose(line):
            run += 1
            if run > most:
                return True
        elif is_prose(line):
            narrow += 1
            if narrow > most + NARROW_LINES:
                return True
        elif len(line.text) > 3:
            run = narrow = 0
    return False


def is_prose(line: Line) -> bool:
    if line.parted:
        return False
    words = line.text.split()
    return len(words) >= PROSE_WORDS and sum(word.strip(".,;:()").isalpha() for word in words) >= 0.7 * len(words)


def _margins(lines: Sequence[Line], low: float, high: float) -> tuple[float, float] | None:
    """Where most of the lines of prose between two places across the page begin, and where most of them end."""
    here = [line for line in lines if line.x0 >= low - 4 and line.x1 <= high + 4]
    prose = [line for line in here if line.x1 - line.x0 > 0.55 * (high - low) and is_prose(line)]
    if len(prose) < MIN_PROSE:
        return None
    ((left, begin),) = Counter(round(line.x0) for line in prose).most_common(1)
    ((right, end),) = Counter(round(line.x1) for line in prose).most_common(1)
    return (left, right) if min(begin, end) >= 0.5 * MIN_PROSE else None


def _keeps(line: Line, margins: tuple[float, float] | None) -> bool:
    """Whether a line begins or ends at the margins of the prose around it, as lines of prose do and those of a table's cells seldom."""
    return margins is None or abs(line.x0 - margins[0]) < MARGIN or abs(line.x1 - margins[1]) < MARGIN


def _unframed(caption: Caption, lines: Sequence[Line], captions: Sequence[Caption], way: int, width: float) -> Region | None:
    """The rows beside a caption that leave room for columns, where no lines frame them."""
    edge = caption.y1 if way > 0 else caption.y0
    own = set(caption.words)
    others = {at for other in captions if other is not caption for at in other.words}
    columns = [(x0, x1) for x0, x1 in text_columns(lines, width) if caption.x0 < x1 - 4 and caption.x1 > x0 + 4]
    low, high = columns[0][0], columns[-1][1]
    rows: dict[int, list[Line]] = {}
    for line in lines:
        if (line.base - edge) * way > 0 and not own.intersection(line.words):
            rows.setdefault(round(line.base / 2.5), []).append(line)
    merged: list[list[Line]] = []
    for key in sorted(rows, key=lambda key: key * way):
        if merged and abs(merged[-1][0].base - rows[key][0].base) < 3.0:
            merged[-1] += rows[key]
        else:
            merged.append(rows[key])
    taken: list[Line] = []
    last, tabular = edge, 0
    for row in merged:
        near = [line for line in row if line.x0 >= low - 4 and line.x1 <= high + 4]
        if not near:
            continue
        if any(line.words[0] in others for line in near):
            break
        base = near[0].base
        step = abs(base - last)
        if step > (NEAR if not taken else 3.2 * near[0].size) or _crosses([c for c in captions if c is not caption], low, high, last, base):
            break
        prose = [line for line in near if line.x1 - line.x0 > 0.55 * (high - low) and is_prose(line)]
        if prose and any(_keeps(line, _margins(lines, low, high)) for line in prose):
            break
        if len(near) < 2 and step > 2.2 * near[0].size and (taken or step > NEAR / 2):
            break
        tabular += len(near) > 1
        taken += near
        last = base
    if tabular < 2 or len(taken) < 4:
        return None
    box = (min(x.x0 for x in taken), min(x.y0 for x in taken), max(x.x1 for x in taken), max(x.y1 for x in taken))
    gap = abs((box[1] if way > 0 else box[3]) - edge)
    return Region(box[0] - 2, box[1] - 1, box[2] + 2, box[3] + 1, caption, gap + FRAMELESS)
