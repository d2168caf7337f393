"""Tables under a caption that go on over the page: one table, whose rows know the heads of the page before."""

from __future__ import annotations

import pymupdf
import pytest

from synth.reading.pdf.opening import open_pdf, pages
from synth.reading.pdf.tables import read_tables
from synth.records import Table

Line = tuple[float, float, str]  # where it begins, its baseline, what it says

PROSE = [(60.0, 300.0 + 12 * at, "Nothing that is said here belongs to the table above it, or to any other.") for at in range(4)]


def rows(y: float, *cells: tuple[str, str, str]) -> list[Line]:
    return [(x, y + 12 * at, text) for at, row in enumerate(cells) for x, text in zip((60.0, 140.0, 200.0), row, strict=True)]


CAPTION: list[Line] = [(60.0, 300.0, "Table 1: What was measured.")]
HEADS = rows(320, ("Model", "First", "Second"))
FIRST = rows(336, ("Alpha", "71.2", "80.1"), ("Beta", "73.4", "81.6"))
FOOT = ((0, 308.0), (0, 324.0), (0, 366.0), (1, 76.0))  # a line at the foot of the first page too
REST = rows(60, ("Gamma", "74.4", "82.6"), ("Delta", "75.5", "83.7"))


def tables_of(
    *sheets: list[Line], rules: tuple[tuple[int, float], ...] = ((0, 308.0), (0, 324.0), (1, 76.0)), missing: int = 0
) -> list[Table]:
    """The tables of pages that are no higher than they must be, with lines across the table at some heights of some pages."""
    with pymupdf.open() as made:
        for number, lines in enumerate(sheets):
            page = made.new_page(width=400, height=380)
            for x, y, text in lines:
                page.insert_text((x, y), text, fontsize=9)
            for at, y in rules:
                if at == number:
                    page.draw_line((58, y), (240, y), width=0.5)
        data = made.tobytes()
    with open_pdf(data) as opened:
        return read_tables(page for page in pages(opened, []) if page.number != missing)


def values(table: Table) -> dict[tuple[str, str], tuple[str, int | None]]:
    return {(" > ".join(cell.row), " > ".join(cell.column)): (cell.text, cell.page) for cell in table.cells if not cell.label}


def test_rows_at_the_top_of_the_next_page_are_under_the_heads_of_the_one_before() -> None:
    (table,) = tables_of([*CAPTION, *HEADS, *FIRST], [*REST, *PROSE])
    assert values(table)["Alpha", "First"] == ("71.2", 1)
    assert values(table)["Delta", "Second"] == ("83.7", 2)
    assert len(values(table)) == 8


def test_heads_and_a_caption_that_come_again_are_not_read_twice() -> None:
    again = [
        (60.0, 40.0, "Table 1: (continued)"),
        *rows(58, ("Model", "First", "Second"), ("Gamma", "74.4", "82.6"), ("Delta", "75.5", "83.7")),
    ]
    (table,) = tables_of([*CAPTION, *HEADS, *FIRST], again, rules=((0, 308.0), (0, 324.0), (1, 46.0), (1, 61.0), (1, 86.0)))
    assert values(table)["Gamma", "First"] == ("74.4", 2)
    assert len(values(table)) == 8


def test_a_row_that_says_that_the_table_goes_on_names_nothing() -> None:
    (table,) = tables_of([*CAPTION, *HEADS, *FIRST, (60.0, 360.0, "Continued on next page")], REST, rules=FOOT)
    assert ("Gamma", "First") in values(table)


def test_a_table_goes_on_over_more_than_one_page() -> None:
    more = rows(60, *((f"Row {at}", f"7{at}.4", f"8{at}.6") for at in range(9)))
    (table,) = tables_of([*CAPTION, *HEADS, *FIRST], more, REST, rules=((0, 308.0), (0, 324.0), (2, 76.0)))
    assert values(table)["Row 8", "First"] == ("78.4", 2)
    assert values(table)["Delta", "First"] == ("75.5", 3)


def test_another_table_with_a_number_of_its_own_is_another_table() -> None:
    other = [
        (60.0, 40.0, "Table 2: What else was measured."),
        *rows(58, ("Model", "First", "Second"), ("Gamma", "74.4", "82.6"), ("Delta", "1.5", "3.7")),
    ]
    found = tables_of([*CAPTION, *HEADS, *FIRST], other, rules=((0, 308.0), (0, 324.0), (1, 46.0), (1, 61.0), (1, 86.0)))
    assert [table.label for table in found] == ["Table 1", "Table 2"]


def test_a_table_with_text_below_it_has_ended() -> None:
    above = [(x, y - 200, text) for x, y, text in [*CAPTION, *HEADS, *FIRST]]
    found = tables_of([*above, *PROSE], [*REST, *PROSE], rules=((0, 108.0), (0, 124.0), (0, 152.0)))
    assert len(values(found[0])) == 4


def test_text_at_the_top_of_the_next_page_is_no_row() -> None:
    (table,) = tables_of([*CAPTION, *HEADS, *FIRST], PROSE, rules=((0, 308.0), (0, 324.0), (0, 352.0)))
    assert len(values(table)) == 4


@pytest.mark.parametrize("name", ["Continuous scores", "Test suite"])
def test_a_name_of_rows_at_the_foot_of_a_page_names_those_on_the_next(name: str) -> None:
    (table,) = tables_of([*CAPTION, *HEADS, *FIRST, (60.0, 360.0, name)], REST, rules=FOOT)
    assert (f"{name} > Gamma", "First") in values(table)


def test_a_table_does_not_go_on_over_a_page_that_is_not_there() -> None:
    found = tables_of([*CAPTION, *HEADS, *FIRST], [], REST, rules=((0, 308.0), (0, 324.0), (2, 76.0)), missing=2)
    assert len(values(found[0])) == 4
