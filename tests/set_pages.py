"""Pages set word by word, and what is read from the tables on them."""

from __future__ import annotations

from collections.abc import Sequence

import pymupdf

from synth.reading.pdf.opening import open_pdf, pages
from synth.reading.pdf.tables import find_tables
from synth.records import Table

SIZE = 8.0  # points, of all type on these pages
FONT = pymupdf.Font("helv")

Line = tuple[float, str]  # where it begins, what it says
Values = dict[tuple[str, str], str]
HEADS = [(80.0, [(60.0, "Model"), (130.0, "P"), (170.0, "R"), (210.0, "F")])]
SCORES = [
    (94.0, [(60.0, "First"), (125.0, "71.2"), (165.0, "80.1"), (205.0, "75.4")]),
    (104.0, [(60.0, "Second"), (125.0, "73.2"), (165.0, "81.1"), (205.0, "77.0")]),
]
RULES = [(60.0, 225.0, 71.0), (60.0, 225.0, 84.0), (60.0, 225.0, 108.0)]


def width(text: str) -> float:
    return FONT.text_length(text, SIZE)


def justified(x0: float, x1: float, text: str) -> list[Line]:
    """The words of a line whose blanks are widened until it fills its column."""
    words = text.split()
    blank = (x1 - x0 - sum(map(width, words))) / (len(words) - 1)
    starts = [x0 + sum(width(word) + blank for word in words[:at]) for at in range(len(words))]
    return list(zip(starts, words, strict=True))


def centred(x: float, text: str) -> Line:
    return x - width(text) / 2, text


def values_of(
    rows: list[tuple[float, list[Line]]],
    rules: list[tuple[float, float, float]],
    small: tuple[str, ...] = (),
    bold: tuple[str, ...] = (),
    large: tuple[str, ...] = (),
    walls: Sequence[tuple[float, float, float]] = (),
) -> Values:
    """The values of the one table on such a page, by their labels."""
    (found,) = tables_of(rows, rules, small, bold, large, walls)
    return by_labels(found)


def by_labels(table: Table) -> Values:
    """The values of a table by their row and their column."""
    return {(" > ".join(cell.row), " > ".join(cell.column)): cell.text for cell in table.cells if not cell.label}


def tables_of(
    rows: list[tuple[float, list[Line]]],
    rules: list[tuple[float, float, float]],
    small: tuple[str, ...] = (),
    bold: tuple[str, ...] = (),
    large: tuple[str, ...] = (),
    walls: Sequence[tuple[float, float, float]] = (),
) -> list[Table]:
    """The tables on a page of rows at their heights, level rules (x0, x1, y) and walls (x, y0, y1)."""
    with pymupdf.open() as made:
        page = made.new_page(width=400, height=400)
        page.insert_text((60, 60), "Table 1: What was measured.", fontsize=SIZE)
        for base, texts in rows:
            for x, text in texts:
                size = SIZE * (0.7 if text in small else 1.5 if text in large else 1.0)
                page.insert_text((x, base), text, fontsize=size, fontname="hebo" if text in bold else "helv")
        for x0, x1, y in rules:
            page.draw_line((x0, y), (x1, y), width=0.5)
        for x, y0, y1 in walls:
            page.draw_line((x, y0), (x, y1), width=0.5)
        data = made.tobytes()
    with open_pdf(data) as opened:
        return [found.table for page in pages(opened, []) for found in find_tables(page)]
