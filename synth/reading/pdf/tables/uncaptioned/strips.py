"""The words of one column on one baseline: what the cells of a table of prose are made of."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from synth.reading.pdf.characters import tidy
from synth.reading.pdf.page import BOLD, GLUED, Word
from synth.reading.pdf.tables.columns import Column
from synth.reading.pdf.tables.uncaptioned.lines import Line
from synth.reading.tables import Slot
from synth.records import Box

ASCENT, DESCENT = 0.7, 0.2  # of the font size: what a line of text takes above and below its baseline
PROSE = 4  # words of letters: a line of so many is prose, and no head


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


def strips_of(words: Sequence[Word], lines: Sequence[Line], column: Column) -> list[Strip]:
    """What each line has in a column."""
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


def slot_of(cell: Sequence[Strip], row: int, column: int, page: int) -> Slot:
    """The cell that some strips make, one line of text each."""
    box = box_of(min(s.x0 for s in cell), min(s.y0 for s in cell), max(s.x1 for s in cell), max(s.y1 for s in cell))
    text = "\n".join("\u00ad".join(tidy(part) for part in strip.text.split("\u00ad")) for strip in cell)  # what these mean is settled later
    return Slot(text=text, row=row, column=column, marks=("bold",) if all(s.bold for s in cell) else (), page=page, box=box)


def is_prose(strip: Strip) -> bool:
    """Whether a strip has so many words of letters that it is no head."""
    words = strip.text.split()
    return sum(word[:2].isalpha() and (len(word) > 1 or word > "\u2e7f") for word in words) >= PROSE


def top_of(row: Sequence[Sequence[Strip]]) -> float:
    """Where the first line of a row of cells begins."""
    return min(strip.top for cell in row for strip in cell)


def foot_of(row: Sequence[Sequence[Strip]]) -> float:
    """Where the last line of a row of cells ends."""
    return max(strip.foot for cell in row for strip in cell)


def box_of(x0: float, y0: float, x1: float, y1: float) -> Box:
    """The box of these edges, in hundredths of a point."""
    return Box(x0=round(x0, 2), y0=round(y0, 2), x1=round(x1, 2), y1=round(y1, 2))
