"""Headings of a PDF: told by number, type and room, also where their text follows in the same line. Pages are typed word by word."""

from __future__ import annotations

import pytest
from typed_pages import FILLER, PITCH, Typed, headings, page, read, sentences

from synth.reading.pdf.page import BOLD, ITALIC

FULL = FILLER.strip().rsplit("\n", 1)[0] + "\n    person who did not know the weight that had been written on the card."
NEXT = 100 + 5 * PITCH  # the baseline below FULL


def under_text(number: int = 1) -> Typed:
    """A page with a paragraph whose last line is full."""
    return page(number).column(FULL, 50, 100, right=450, last=False)


@pytest.mark.parametrize("printed", ["Weights.", "Weights:", "Weights and scales?"])
def test_a_heading_with_a_stop_begins_a_paragraph_though_the_line_above_is_full(printed: str) -> None:
    count = len(printed.split())
    typed = under_text().line(f"{printed} They were taken by two persons who did not know each", 50, NEXT, right=450, bold=count)
    document = read(typed.line("other.", 50, NEXT + PITCH))
    assert headings(document) == [("", printed.rstrip(".:"))]
    assert sentences(document)[-1] == "They were taken by two persons who did not know each other."


def test_a_heading_without_a_stop_is_told_by_the_blank_behind_it_in_a_line_set_close() -> None:
    typed = under_text().line(
        "Weights They were taken by two persons who did not know of each and wrote", 50, NEXT, right=450, bold=1, gap=4
    )
    assert headings(read(typed.line("them down.", 50, NEXT + PITCH))) == [("", "Weights")]


def test_bold_words_with_a_blank_like_any_other_behind_them_are_no_heading() -> None:
    typed = under_text().line(
        "Weights They were taken by two persons who did not know of each other and wrote", 50, NEXT, right=450, bold=1
    )
    assert not headings(read(typed.line("them down.", 50, NEXT + PITCH)))


def test_a_bold_line_that_fills_its_column_is_a_heading_where_a_sentence_begins_below() -> None:
    typed = under_text().line("Weights of the First Week and of the Second, and of All", 50, NEXT + 10, style=BOLD, right=450)
    document = read(typed.column(FILLER, 50, NEXT + 10 + PITCH, right=450))
    assert headings(document) == [("", "Weights of the First Week and of the Second, and of All")]


def test_a_numbered_heading_in_the_texts_type_may_begin_with_a_small_letter() -> None:
    typed = under_text().line("3.1.2. awk and other tools", 50, NEXT + 10).column(FILLER, 50, NEXT + 30, right=450)
    assert headings(read(typed)) == [("3.1.2", "awk and other tools")]


def test_a_decimal_at_the_head_of_a_line_is_no_number_of_a_heading() -> None:
    typed = under_text().line("0.1. A weight too small", 50, NEXT + 10).column(FILLER, 50, NEXT + 30, right=450)
    assert not headings(read(typed))


def test_a_numbered_heading_in_italics_may_end_with_a_full_stop() -> None:
    typed = under_text().line("2.1. Weighing by hand.", 50, NEXT + 10, style=ITALIC).column(FILLER, 50, NEXT + 30, right=450)
    assert headings(read(typed)) == [("2.1", "Weighing by hand.")]


def test_a_heading_that_holds_a_formula_is_a_heading() -> None:
    typed = under_text(2).line("4.1 Bound on x = y + z − 2", 180, NEXT + 14, style=BOLD, size=11).column(FILLER, 50, NEXT + 34, right=450)
    assert headings(read(under_text(), typed)) == [("4.1", "Bound on x = y + z − 2")]


def test_a_lettered_heading_below_a_figure_is_no_part_of_it() -> None:
    typed = page(2).line("Figure 1: Weight of the samples by day.", 50, 300, size=9)
    typed.line("C. Weights of all samples", 50, 330, size=12, style=BOLD).column(FILLER, 50, 350, right=450)
    assert headings(read(under_text(), typed)) == [("C", "Weights of all samples")]


def test_a_power_behind_a_hyphen_stays_and_the_mark_of_a_note_goes() -> None:
    typed = page().column("We take F-M ^2 and R-K ^3 for\nall of them.", 50, 100, right=450).column(FILLER, 50, 130, right=450)
    typed.line("^3 A note at the foot of the page.", 60, 700, size=8)
    assert sentences(read(typed))[0] == "We take F-M² and R-K for all of them."


def test_a_paper_without_a_title_has_none() -> None:
    typed = page().line("1 Introduction", 50, 80, size=12, style=BOLD).column(FILLER, 50, 100, right=450)
    document = read(typed.line("2 Weights of all samples", 50, 180, size=12, style=BOLD).column(FILLER, 50, 200, right=450))
    assert document.title == ""
    assert headings(document) == [("1", "Introduction"), ("2", "Weights of all samples")]


def test_a_heading_of_two_lines_above_a_figure_keeps_its_second_line() -> None:
    typed = page(2).line("C. Weights of all samples that were taken in", 50, 60, size=12, style=BOLD, right=450)
    typed.line("the second week", 70, 75, size=12, style=BOLD).line("0 10 20 30", 120, 160, size=6).line("days", 120, 175, size=6)
    typed.line("Figure 1: Weight of the samples by day.", 50, 200, size=9).column(FILLER, 50, 240, right=450)
    assert headings(read(under_text(), typed)) == [("C", "Weights of all samples that were taken in the second week")]


def test_authors_beside_each_other_stand_above_an_abstract_that_runs_on_behind_its_name() -> None:
    typed = page().line("A Study of Rivers and of Their Banks", 80, 80, size=22)
    typed.line("Ada Lovelace", 120, 120, size=11).line("Grace Poe", 400, 120, size=11)
    typed.line("University of Somewhere", 100, 132).line("Institute of Rivers", 395, 132)
    typed.line("ada@somewhere.edu", 110, 144).line("grace@institute.org", 395, 144)
    lines = [line.strip() for line in FILLER.strip().splitlines()]
    for number, line in enumerate([f"Abstract—{lines[0]}", *lines[1:]]):
        typed.line(line, 50, 170 + 8 * number, size=6, style=BOLD, right=290 if number + 1 < len(lines) else 0)
    typed.line("I. INTRODUCTION", 120, 222, size=6).column(FILLER * 2, 50, 236, right=290, size=6)
    typed.column(FILLER * 3, 310, 170, right=550, size=6)
    document = read(typed)
    assert document.title == "A Study of Rivers and of Their Banks"
    assert document.authors == ("Ada Lovelace", "Grace Poe")
    assert document.abstract.startswith("The measurements were taken")
    assert not any("Poe" in title or "Rivers" in title for _, title in headings(document))


def chapter(number: int, name: str, title: str) -> Typed:
    typed = page(number).line(name, 50, 180, size=20, style=BOLD).line(title, 50, 230, size=22, style=BOLD)
    return typed.column(FILLER, 50, 290, right=450)


def test_a_chapter_has_its_number_above_its_title() -> None:
    pages = [under_text(1), chapter(2, "Chapter 2", "Weights and Scales"), under_text(3), chapter(4, "Chapter 3", "What Came of It")]
    document = read(*pages)
    assert headings(document) == [("2", "Weights and Scales"), ("3", "What Came of It")]
    assert len(sentences(document)) >= 4


def test_a_heading_above_the_first_line_of_most_pages_is_no_margin() -> None:
    second = page(2).line("2.3", 50, 66, size=14, style=BOLD).line("Scales", 86, 66, size=14, style=BOLD)
    second.column(FILLER, 50, 100, right=450)
    document = read(under_text(1), second, under_text(3), under_text(4))
    assert headings(document) == [("2.3", "Scales")]


def test_a_numbered_heading_may_end_a_document_whose_last_section_is_all_tables() -> None:
    typed = under_text().line("A Tests", 50, NEXT + 30, size=14, style=BOLD)
    assert headings(read(typed)) == [("A", "Tests")]
