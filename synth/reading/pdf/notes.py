"""What readers have written onto a page: annotations of the file, and words in a hand, which some programs draw into the page itself.

Words that belong to a note leave the page before anything else is read of it.
"""

from __future__ import annotations

from collections import Counter

from synth.reading.pdf.lines import pieces_of
from synth.reading.pdf.page import BY_HAND, Page, Word
from synth.records import Aside, Box

EDGE = 2.0  # points that a word may reach over the edge of its note


def read_notes(page: Page) -> list[Aside]:
    """The notes on a page; their words are no longer among the page's."""
    found = [_note(text, page.number, box) for text, box in page.notes if text.strip()]
    for text, box in page.typed_notes:
        _remove(page, text, box)
    by_hand = [word for word in page.words if word.style & BY_HAND]
    if by_hand:
        page.words = [word for word in page.words if not word.style & BY_HAND]
        found += [_note(piece.text, page.number, piece[:4]) for piece in pieces_of(by_hand, page.number)]
    return found


def _remove(page: Page, text: str, box: tuple[float, float, float, float]) -> None:
    """Takes the words of a note off the page: those in its box that it says, as often as it says them."""
    said = Counter(text.split())
    kept: list[Word] = []
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        inside = box[0] - EDGE < x < box[2] + EDGE and box[1] - EDGE < y < box[3] + EDGE
        if inside and said[word.text]:
            said[word.text] -= 1
        else:
            kept.append(word)
    page.words = kept


def _note(text: str, page: int, box: tuple[float, float, float, float]) -> Aside:
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    return Aside(kind="annotation", text=" ".join(text.split()), page=page, boxes=(Box(x0=x0, y0=y0, x1=x1, y1=y1),))
