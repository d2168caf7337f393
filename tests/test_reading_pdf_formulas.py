"""Formulas set apart in a PDF: their lines and their pieces are no sentences, and prose that holds signs stays prose."""

from __future__ import annotations

import pytest
from typed_pages import FILLER, PITCH, Typed, asides, page, read, sentences

START = 100 + 5 * PITCH


def around(*formula: tuple[str, float, float]) -> Typed:
    """A page with a sentence that a formula interrupts, given as lines with their place and their distance below."""
    typed = (
        page()
        .column(FILLER, 50, 100, right=450)
        .line("The loss is then defined as follows for all of the samples of a week", 50, START, right=450)
    )
    typed.line("of spring:", 50, START + PITCH)
    for text, x, below in formula:
        typed.line(text, x, START + PITCH + below, right=448 if text[-1] == ")" and text[-2].isdigit() and x < 100 else 0.0)
    return typed.line("where a is the first of the weights that were written down by hand.", 50, START + 80)


JOINED = (
    "The loss is then defined as follows for all of the samples of a week of spring: "
    "where a is the first of the weights that were written down by hand."
)


@pytest.mark.parametrize(
    "formula",
    [
        (("L = a + b − c contains x (1)", 55.0, 20.0),),  # from the margin on, with a word
        (("L(a, b)", 60.0, 20.0), ("= max{a − b, 0} + e, (2)", 58.0, 32.0)),  # the sign opens the second line
        (("X", 60.0, 20.0), ("= log a + b − c, (3)", 75.0, 30.0), ("∂a", 62.0, 40.0)),  # a sum's sign and half of a fraction
        (("F_first = cos(mwe, para₁) − abs(mwe) + lab₂(para)", 72.0, 20.0),),  # names that look like words, set in
        (("− log(vTd vwo) + a ∥vwo∥ − b ∥vTd∥", 62.0, 30.0),),  # opens with a sign
        (("Rate = False Alarm + Miss + Overlap", 90.0, 20.0), ("(6)", 433.0, 20.0)),  # a sum of words, with a number
        (("Vnew(x) = Vold(x) − V(ab) · V(ob) + b", 60.0, 20.0),),  # hardly set in, with room behind it
        (("prec(N, S, R, C)", 58.0, 20.0), ("= a + b − c", 85.0, 31.0)),  # the half of a formula at the margin
        (("J = a + b − c + e (4)", 200.0, 20.0), ("K = m a,", 58.0, 32.0), ("N = a + b − c (5)", 200.0, 44.0)),  # between two others
    ],
)
def test_lines_and_pieces_of_a_formula_are_no_sentences(formula: tuple[tuple[str, float, float], ...]) -> None:
    document = read(around(*formula))
    assert sentences(document)[-1] == JOINED
    assert " ".join(asides(document, "formula")).split() == " ".join(text for text, _, _ in formula).split()


def test_a_line_of_prose_that_holds_signs_is_prose() -> None:
    typed = page().column(FILLER, 50, 100, right=450)
    typed.column(
        """
        (ii) If A ≡ B is saturated, c > d, then every type over A, a < b, can
        = be extended to one of these, with a + b > c as in the second week,
        where the rest is as it was (1) and c = d.
        """,
        50,
        START,
        right=450,
    )
    document = read(typed)
    assert not asides(document, "formula")
    assert document.text.endswith("where the rest is as it was (1) and c = d.")


def test_an_item_of_a_list_that_is_a_formula_is_text() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("• T = 4400", 70, START + 10).line("• a + b = 4.5", 70, START + 24)
    document = read(typed.column(FILLER, 50, START + 50, right=450))
    assert sentences(document)[1:3] == ["T = 4400", "a + b = 4.5"]


def test_the_first_line_of_a_column_is_prose_where_the_next_one_goes_on_with_it() -> None:
    first = (
        page()
        .column(FILLER, 50, 100, right=450)
        .line("They took a place for each of them, so that the first was at x = 0,", 50, START, right=450)
    )
    typed = page(2).line("where G was calculated to be at x ≈ 58.5 and", 70, 100, right=450)
    typed.line("E as the last of them is at x = 57.", 70, 100 + PITCH).column(FILLER, 50, 150, right=450)
    assert any("where G was calculated to be at x ≈ 58.5" in sentence for sentence in sentences(read(first, typed)))


def test_an_address_is_no_formula() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("http://rivers.org/all?test=all&lang=one", 80, START + 20)
    assert not asides(read(typed.column(FILLER, 50, START + 50, right=450)), "formula")


def test_the_columns_of_a_typed_table_are_no_formula() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("|| Vlab | 83.24% | 81.22% | 79.1 ||", 55, START + 20)
    assert not asides(read(typed.column(FILLER, 50, START + 50, right=450)), "formula")
