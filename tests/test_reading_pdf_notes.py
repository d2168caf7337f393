"""Marks of notes in a PDF: they leave the text, and powers stay in it. Pages are typed word by word."""

from __future__ import annotations

import pytest
from typed_pages import FILLER, asides, page, read, sentences

NOTE = "A note at the foot of the page."


def noted(text: str, *numbers: int) -> list[str]:
    typed = page().column(text, 50, 100, right=450).column(FILLER, 50, 140, right=450)
    for place, number in enumerate(numbers):
        typed.line(f"^{number} {NOTE}", 60, 700 + 10 * place, size=8)
    return sentences(read(typed))


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("It was done with version 3.0.0 ^2 as\nbefore.", "It was done with version 3.0.0 as before."),
        ("The set {a, b} ^2 is all that we have of\nit.", "The set {a, b} is all that we have of it."),
        ("The river and all of its banks, as in Figure 1 ^2 .\nAll.", "The river and all of its banks, as in Figure 1."),
    ],
)
def test_a_raised_number_is_the_mark_of_the_note_that_no_other_number_calls(printed: str, meant: str) -> None:
    assert noted(printed, 2)[0].replace(" .", ".") == meant


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("It weighs 10 ^5 grams as\nbefore.", (5,)),  # ten has powers
        ("It weighs 2 ^5 grams as we said ^5 before and\nagain.", (5,)),  # the note has its mark elsewhere
        ("It weighs 2 ^5 grams and 2 ^5 more as\nbefore.", (5,)),  # a note has one mark
        ("It weighs 2 ^5 grams as\nbefore.", (4,)),  # there is no such note
    ],
)
def test_a_power_is_no_mark_of_a_note(printed: str, numbers: tuple[int, ...]) -> None:
    assert "⁵ grams" in noted(printed, *numbers)[0]


def test_what_is_named_with_a_power_keeps_it_where_a_note_of_that_number_has_its_mark_elsewhere() -> None:
    assert (
        noted("We take F-M ^2 and then F-M ^2 with version 3.0.0 ^2 of\nit.", 2)[0]
        == "We take F-M² and then F-M² with version 3.0.0 of it."
    )


def test_a_mark_at_the_head_of_a_line_leaves_no_blank_before_its_stop() -> None:
    lines = page().line("The river was weighed once with all of its banks and all of its fish", 50, 100, right=450)
    lines.line("^2 . It was heavier than in the week before that.", 50, 112).column(FILLER, 50, 140, right=450)
    assert sentences(read(lines.line(f"^2 {NOTE}", 60, 700, size=8)))[0].endswith("all of its fish.")


def test_a_number_that_is_not_raised_opens_a_note_where_a_gap_parts_it_from_the_text() -> None:
    typed = page().column(FILLER, 50, 100, right=450)
    document = read(typed.line("1 University of Somewhere, Street of Rivers.", 60, 180, size=8))
    assert len(sentences(document)) == 1
    assert asides(document, "footnote") == ["1 University of Somewhere, Street of Rivers."]


def test_the_note_below_a_table_is_no_sentence() -> None:
    typed = page().line("Figure 1: Weights of all samples.", 140, 90, size=9).column(FILLER, 50, 110, right=450)
    typed.line("Note. — All weights are given in grams, and all of them were taken on the first of the", 60, 200, size=8, right=440)
    document = read(typed.line("four days.", 50, 210, size=8).column(FILLER, 50, 240, right=450))
    assert len(sentences(document)) == 2
    assert asides(document, "footnote") == [
        "Note. — All weights are given in grams, and all of them were taken on the first of the four days."
    ]


@pytest.mark.parametrize("number", [2, 3])
def test_a_square_of_brackets_is_no_mark_whether_the_page_has_such_a_note_or_not(number: int) -> None:
    printed = f"We take (a−b) ^2 for all of it, and then (Poe, 2020) ^{number} does as\nwell."
    assert noted(printed, number)[0] == "We take (a−b)² for all of it, and then (Poe, 2020) does as well."
