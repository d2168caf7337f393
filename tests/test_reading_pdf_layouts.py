"""Layouts of tables that papers use, each set word by word on a page: every value comes out under the labels it is printed under."""

from __future__ import annotations

import pymupdf

from synth.reading.pdf.opening import open_pdf, pages
from synth.reading.pdf.tables import find_tables

SIZE = 8.0  # points, of all type on these pages
FONT = pymupdf.Font("helv")

Line = tuple[float, str]  # where it begins, what it says
Values = dict[tuple[str, str], str]


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


def values_of(rows: list[tuple[float, list[Line]]], rules: list[tuple[float, float, float]]) -> Values:
    """The values of the one table on a page of rows at their heights and level rules (x0, x1, y), by their labels."""
    with pymupdf.open() as made:
        page = made.new_page(width=400, height=400)
        page.insert_text((60, 60), "Table 1: What was measured.", fontsize=SIZE)
        for base, texts in rows:
            for x, text in texts:
                page.insert_text((x, base), text, fontsize=SIZE)
        for x0, x1, y in rules:
            page.draw_line((x0, y), (x1, y), width=0.5)
        data = made.tobytes()
    with open_pdf(data) as opened:
        (table,) = [found.table for page in pages(opened, []) for found in find_tables(page)]
    return {(" > ".join(cell.row), " > ".join(cell.column)): cell.text for cell in table.cells if not cell.label}


def test_the_words_of_a_label_set_wide_to_fill_its_column_are_one_label() -> None:
    rows = [
        (80.0, [(60.0, "Outcome"), (150.0, "Before"), (200.0, "After")]),
        (94.0, [*justified(60, 132, "Mean age of the"), (150.0, "51.2"), (200.0, "52.3")]),
        (103.0, justified(60, 132, "people at the")),
        (112.0, [(60.0, "first visit")]),
        (123.0, [*justified(60, 132, "Deaths from all"), (150.0, "12.4"), (200.0, "11.9")]),
        (132.0, [(60.0, "causes")]),
        (143.0, [(60.0, "Smokers"), (150.0, "31.0"), (200.0, "28.5")]),
    ]
    found = values_of(rows, [(60, 220, 70), (60, 220, 84), (60, 220, 148)])
    assert found["Mean age of the people at the first visit", "Before"] == "51.2"
    assert found["Deaths from all causes", "After"] == "11.9"
    assert found["Smokers", "After"] == "28.5"
