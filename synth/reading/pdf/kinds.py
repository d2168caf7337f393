"""What a line of a page can be, and what two rooms ask of its words."""

from __future__ import annotations

import re

from synth.reading.pdf.furniture import Block
from synth.reading.pdf.lines import Line
from synth.reading.pdf.page import BOLD

TEXT, CAPTION, FIGURE, FOOTNOTE, FORMULA, OTHER = "text", "caption", "figure", "footnote", "formula", "other"

SAME_SIZE = 0.45  # points
PITCH = 1.6  # of the size: lines of one caption are no further apart

WORD = re.compile(r"[^\W\d_]{3,}")
_SECTION = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z](?:\.\d{1,2}){0,3}\.?|[IVX]{1,6}\.)\s+[^\W\d_a-z]\w{2}")


def is_heading_like(line: Line, block: Block) -> bool:
    strong = bool(line.style & BOLD) or line.size > block.size + 0.8
    return strong and line.size > block.size - 0.3 and _SECTION.match(line.text) is not None


def without_blanks(text: str) -> bool:
    """Whether a text is in a script whose words are short or stand without blanks between them."""
    return sum(character > "\u2e7f" for character in text) > 0.3 * len(text)
