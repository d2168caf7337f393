"""What a point means where a table does not say it, and what marks and signs beside values and labels do."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed_latex import paper
from typed_pages import page, read
from typed_tables import at, paths, table

from synth.reading.html import read_html
from synth.reading.pdf.page import Stroke
from synth.reading.tables.marks import with_marks
from synth.records import Table

GROUPED = ("Place | Trees", "North | 1.250", "South | 2.375")


def first_value(tables: tuple[Table, ...]) -> float | None:
    return at(tables[0], 1, 1).value


def test_points_group_digits_where_another_table_has_decimal_commas() -> None:
    with_comma = table("Place | Share", "North | 0,5", "South | 12,75")
    assert first_value(with_marks([table(*GROUPED), with_comma], "en")) == 1250


def test_points_group_digits_where_the_language_has_decimal_commas() -> None:
    assert first_value(with_marks([table(*GROUPED)], "pt")) == 1250
    assert first_value(with_marks([table(*GROUPED)], "en")) == 1.25


def test_points_are_decimal_where_a_table_of_the_document_says_so_whatever_its_language() -> None:
    with_point = table("Place | Share", "North | 0.5", "South | 12.75")
    assert first_value(with_marks([table(*GROUPED), with_point], "pt")) == 1.25


def test_papers_in_latex_and_as_pages_of_html_are_read_so(tmp_path: Path) -> None:
    rows = ("Place & Trees", "North & 1.250"), ("Place & Share", "North & 0,5")
    body = "".join(
        rf"\begin{{table}}\caption{{A caption.}}\begin{{tabular}}{{lr}}{head}\\ \hline {row}\end{{tabular}}\end{{table}}"
        for head, row in rows
    )
    assert first_value(paper(tmp_path, body).tables) == 1250
    tables = "".join(
        f"<figure class='ltx_table'><figcaption>Table {at}: Things.</figcaption><table>"
        + "".join("<tr><td>" + line.replace(" & ", "</td><td>") + "</td></tr>" for line in lines)
        + "</table></figure>"
        for at, lines in enumerate(rows, start=1)
    )
    file = tmp_path / "page.html"
    file.write_text(f"<html><body><article class='ltx_document'><h1>A title</h1>{tables}</article></body></html>", encoding="utf-8")
    assert first_value(read_html(file).tables) == 1250


def test_papers_as_pdf_are_read_so() -> None:
    typed = page()
    for top, caption, value in [(60.0, "Table 1: Trees.", "1.250"), (200.0, "Table 2: Shares.", "0,5")]:
        typed.line(caption, 60, top)
        for y, texts in [(20, ("Place", "Number")), (34, ("North", value)), (46, ("South", value))]:
            for x, text in zip((60, 150), texts, strict=True):
                typed.line(text, x, top + y, size=8)
        typed.strokes += [Stroke(60, top + y, 200, top + y) for y in (11, 24, 50)]
    assert first_value(read(typed).tables) == 1250


def test_a_mark_tells_two_labels_with_the_same_text_apart() -> None:
    read = table("Model | F", "Base | 1.5", "Base^† | 2.5", "Large^† | 3.5", rules=(1,))
    assert [paths(read, row, 1)[0] for row in (1, 2, 3)] == ["Base", "Base†", "Large"]


@pytest.mark.parametrize("spread", ["(<0.001)", "(-0.12)", "(−0.12, 0.4)", "(1.2e-05)", "(≤ 0.05)"])
def test_a_spread_below_a_value_may_have_a_sign_a_power_or_a_bound(spread: str) -> None:
    read = table("Model | Dev | Test", "First | 71.2 | 70.1", f". | {spread} | (0.4)", "Second | 75.6 | 74.5", rules=(1,))
    assert at(read, 1, 1).text == f"71.2 {spread}"
    assert paths(read, 3, 1) == ("Second", "Dev")
