"""Pages typed word by word, as the reader of PDFs sees them: where each word stands, in which type and size."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from synth.reading.pdf.page import BOLD, GLUED, RAISED, Stroke, Word
from synth.reading.pdf.reading import read_pages
from synth.records import Document, Source

WIDTH = 0.5  # of the size: every letter is as wide
PITCH = 12.0


@dataclass
class Typed:
    """A page as the reader sees it."""

    number: int = 1
    width: float = 600.0
    height: float = 800.0
    words: list[Word] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dashes: list[Stroke] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    notes: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)
    typed_notes: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)

    def line(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float = 10.0,
        style: int = 0,
        right: float = 0.0,
        turn: int = 0,
        bold: int = 0,
        gap: float = 0.0,
    ) -> Typed:
        """A line of words on baseline `y`; spread up to `right` where that is given. "^" before a word raises and glues it.

        The first `bold` words are bold, and a blank of `gap` points more than the others follows them.
        """
        number = self.words[-1].line + 1 if self.words else 0
        parts = text.split()
        width = sum(len(part.lstrip("^")) for part in parts) * WIDTH * size
        blank = (right - x - width - gap) / max(len(parts) - 1, 1) if right else 0.3 * size
        for at, part in enumerate(parts):
            x += gap if bold and at == bold else 0.0
            high = part.startswith("^") and len(part) > 1
            own = size * (0.6 if high else 1.0)
            bare = part[1:] if high else part
            left = x - blank if high else x
            end = left + len(bare) * WIDTH * own
            bits = style | (RAISED | GLUED if high else 0) | (BOLD if at < bold else 0)
            self.words.append(Word(left, y - 0.8 * size, end, y + 0.2 * size, bare, y - 4.0 * high, own, bits, number, number, turn))
            x = end + blank
        if turn == 90:  # read upwards, from `y` on
            start = self.words[-len(parts)].x0
            for place, word in enumerate(self.words[-len(parts) :], start=len(self.words) - len(parts)):
                box = (start, y - (word.x1 - start), start + size, y - (word.x0 - start))
                self.words[place] = Word(*box, *word[4:])
        return self

    def column(self, text: str, x: float, y: float, *, right: float, size: float = 10.0, last: bool = True) -> Typed:
        """Lines of a paragraph, one a line of `text`, all but the last (where `last`) up to the right edge."""
        lines = [line.strip() for line in text.strip().splitlines()]
        for number, line in enumerate(lines):
            full = number < len(lines) - 1 or not last
            self.line(line, x, y + number * PITCH * size / 10, size=size, right=right if full else 0.0)
        return self


FILLER = """
    The measurements were taken on four days in the first week of spring
    and again in the second week, when the river stood higher than before
    and the banks were wet; every sample was weighed at once and dried in
    the oven for a night before it was weighed a second time by another
    person who did not know the weight that had been written down before.
"""


def read(*pages: Any) -> Document:
    return read_pages(pages, Source(scheme="file", id="typed.pdf"), [])


def page(number: int = 1) -> Typed:
    return Typed(number=number)


def sentences(document: Document) -> list[str]:
    return [sentence.text for sentence in document.sentences]


def asides(document: Document, kind: str) -> list[str]:
    return [aside.text for aside in document.asides if aside.kind == kind]


def headings(document: Document) -> list[tuple[str, str]]:
    return [(section.number, section.title) for section in document.sections]
