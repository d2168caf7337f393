"""Titles and authors on the first page of a PDF. Pages are typed word by word."""

from __future__ import annotations

from typed_pages import FILLER, Typed, page, read

from synth.reading.pdf.page import BOLD


def paper(typed: Typed) -> Typed:
    return typed.line("Abstract", 230, 200, size=12, style=BOLD).column(FILLER, 50, 220, right=450)


def test_a_title_in_capitals_may_hold_a_greek_sign() -> None:
    typed = page().line("Draft of May 1", 50, 40, size=8).line("A STUDY OF ALL RIVERS: THE ψ SYSTEM", 120, 80)
    document = read(paper(typed.line("Ada Lovelace and Grace Hopper", 160, 110, size=9)))
    assert document.title == "A STUDY OF ALL RIVERS: THE ψ SYSTEM"
    assert document.authors == ("Ada Lovelace", "Grace Hopper")


def test_an_initial_is_no_word_between_names() -> None:
    typed = page().line("A Study of Rivers and of Banks", 120, 80, size=16)
    assert read(paper(typed.line("Ada Lovelace, Jairo E. Poe", 160, 110, size=12))).authors == ("Ada Lovelace", "Jairo E. Poe")


def test_a_list_of_names_goes_on_behind_a_comma_whatever_its_weight() -> None:
    typed = page().line("A Study of Rivers and of Banks", 120, 80, size=16)
    typed.line("Ada Lovelace, Grace Hopper,", 160, 110, size=12).line("Emmy Noether, Edwin Poe", 165, 125, size=12, style=BOLD)
    typed.line("University of Rivers", 165, 140, size=12)
    assert read(paper(typed)).authors == ("Ada Lovelace", "Grace Hopper", "Emmy Noether", "Edwin Poe")
