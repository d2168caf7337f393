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
        typed.line(text, x, START + PITCH + below, right=448 if text.endswith(")") and "(" in text[-4:] and x < 100 else 0.0)
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
