"""What belongs to a figure or a table though it is set like text: the captions of its parts, and prose in a frame that its caption touches.

A frame with no caption beside it holds text like any other: a definition, a theorem, the abstract of a title page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.reading.pdf.columns import Stretch
from synth.reading.pdf.furniture import Block
from synth.reading.pdf.kinds import CAPTION, FIGURE, FOOTNOTE, PITCH, SAME_SIZE, TEXT
from synth.reading.pdf.lines import Line
from synth.reading.pdf.page import Page, Stroke

SET_IN = 2.0  # of the size: a part's caption is centred, and does not begin where text does
NEAR = 3.5  # of the size that a caption may stand from its frame
CORNER = 1.5  # points that the lines of a frame may miss each other by
MIN_WIDE, MIN_HIGH = 60.0, 12.0  # points: a smaller box is a sign of a drawing
MAX_STROKES = 200  # upright or level; a page with more holds a drawing, in which every box would be a frame
MAX_FRAMES = 12  # of one page

_NOTE = re.compile(r"(?:Notes?|Sources?|Anmerkung(?:en)?|Quellen?|Notas?|Fontes?|Fuentes?)\s?[.:]")
_PART = re.compile(r"\(?[a-h]\)\s\S")


class _Frame(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float


def mark_parts(stretches: Sequence[Stretch], roles: Sequence[list[str]], block: Block) -> None:
    """Marks in type smaller than the text's the captions of parts, by their letter and the room on both sides, and a table's note."""
    for stretch, given in zip(stretches, roles, strict=True):
        last, role = None, TEXT
        for at, line in enumerate(stretch.lines):
            if given[at] != TEXT or line.size > block.size - SAME_SIZE:
                role = TEXT
            elif _PART.match(line.text) and _is_centred(line, stretch):
                role = CAPTION
            elif _NOTE.match(line.text):
                role = FOOTNOTE
            elif last is None or not _goes_on(last, line, stretch):
                role = TEXT
            if role != TEXT:
                given[at] = role
            last = line


def _is_centred(line: Line, stretch: Stretch) -> bool:
    left, right = line.x0 - stretch.x0, stretch.x1 - line.x1
    return bool(line.gaps) or (left > SET_IN * line.size and abs(left - right) < 2 * SET_IN * line.size)


def _goes_on(last: Line, line: Line, stretch: Stretch) -> bool:
    close = abs(line.size - last.size) < SAME_SIZE and 0 < line.base - last.base < PITCH * line.size
    return close and (last.x1 > stretch.x1 - 2 * SET_IN * line.size or line.text[:1].islower())


def mark_framed(stretches: Sequence[Stretch], roles: Sequence[list[str]], page: Page, captions_cut: Sequence[Line]) -> None:
    """Marks the lines in frames that a caption, of a whole or of a part, stands close above or below."""
    frames = _frames(page.strokes)
    if not frames:
        return
    touching = [line for stretch, given in zip(stretches, roles, strict=True) for line in _captions(stretch, given)] + list(captions_cut)
    held = [frame for frame in frames if any(_is_near(frame, line) for line in touching)]
    for stretch, given in zip(stretches, roles, strict=True) if held else ():
        for at, line in enumerate(stretch.lines):
            if given[at] == TEXT and any(_holds(frame, line) for frame in held):
                given[at] = FIGURE


def _captions(stretch: Stretch, given: Sequence[str]) -> list[Line]:
    return [line for line, role in zip(stretch.lines, given, strict=True) if role == CAPTION]


def _frames(strokes: Sequence[Stroke]) -> list[_Frame]:
    """The closed boxes that lines draw, with nothing drawn across them: four lines that meet."""
    upright = [stroke for stroke in strokes if not stroke.level and stroke.y1 - stroke.y0 > MIN_HIGH]
    if len(upright) < 2 or len(strokes) > MAX_STROKES:
        return []
    level = sorted((stroke for stroke in strokes if stroke.level and stroke.x1 - stroke.x0 > MIN_WIDE), key=lambda stroke: stroke.y0)
    found: list[_Frame] = []
    for number, top in enumerate(level):
        bottom = next((other for other in level[number + 1 :] if _same_ends(top, other)), None)
        if bottom is None or len(found) == MAX_FRAMES:
            continue
        sides = [stroke for stroke in upright if abs(stroke.y0 - top.y0) < CORNER and abs(stroke.y1 - bottom.y1) < CORNER]
        left, right = (any(abs(stroke.x0 - x) < CORNER for stroke in sides) for x in (top.x0, top.x1))
        if left and right and all(min(abs(stroke.x0 - top.x0), abs(stroke.x1 - top.x1)) < CORNER for stroke in sides):
            found.append(_Frame(top.x0, top.y0, top.x1, bottom.y1))
    return found


def _same_ends(a: Stroke, b: Stroke) -> bool:
    return b.y0 - a.y1 > MIN_HIGH and abs(a.x0 - b.x0) < CORNER and abs(a.x1 - b.x1) < CORNER


def _is_near(frame: _Frame, line: Line) -> bool:
    beside = line.x0 < frame.x1 and line.x1 > frame.x0
    below, above = line.base - line.size - frame.y1, frame.y0 - line.base
    return beside and (-line.size < below < NEAR * line.size or -line.size < above < NEAR * line.size)


def _holds(frame: _Frame, line: Line) -> bool:
    middle = line.base - 0.4 * line.size
    return frame.x0 - CORNER <= line.x0 and line.x1 <= frame.x1 + CORNER and frame.y0 < middle < frame.y1
