"""A word as the file sets it: the smallest thing that the rooms of the PDF reader pass to each other."""

from __future__ import annotations

from typing import NamedTuple

BOLD, ITALIC, RAISED, LOWERED, GLUED, BY_HAND = 1, 2, 4, 8, 16, 32  # bits of Word.style; GLUED: no blank before it


class Word(NamedTuple):
    """A word as the file sets it. Coordinates are points from the top left corner of the page as it is shown."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    base: float  # the baseline's height on the page
    size: float  # of the font, in points
    style: int  # BOLD | ITALIC | RAISED | LOWERED | GLUED
    line: int  # MuPDF's lines, counted through the page
    block: int
    turn: int  # 0 upright; 90 read upwards, 270 downwards, 180 upside down; 1 aslant
