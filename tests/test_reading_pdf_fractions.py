"""Fractions set in a line of text: no half of them is lost, and the words around them stay whole. Pages are typed word by word."""

from __future__ import annotations

import pytest
from typed_pages import FILLER, PITCH, Typed, page, read, sentences

from synth.reading.pdf.page import GLUED, LOWERED, RAISED, Word


def typed(before: str, *halves: tuple[str, int], after: str = "of\nall.") -> str:
    """The first sentence of a page, in which these raised and lowered pieces stand over each other behind the first words."""
    full, rest = after.split("\n")
    made = page().line(before, 50, 100)
    x = made.words[-1].x1 + 4
    number = made.words[-1].line
    for text, style in halves:
        base = 96.0 if style & RAISED else 102.5 if style & LOWERED else 100.0
        made.words.append(Word(x, base - 6, x + 3.5 * len(text), base + 1, text, base, 7.0, style, number, number, 0))
    right = max(word.x1 for word in made.words) + 3
    made.line(full, right, 100, right=450)
    made.words[number + 1 :] = [word._replace(line=number) if word.line > number else word for word in made.words[number + 1 :]]
    return sentences(read(made.line(rest, 50, 100 + PITCH).column(FILLER, 50, 150, right=450)))[0]


@pytest.mark.parametrize(("upper", "lower"), [("1", "13"), ("10", "39")])
def test_digits_over_digits_are_a_fraction(upper: str, lower: str) -> None:
    said = typed("The factor of decay is", (upper, RAISED), (lower, LOWERED | GLUED), after="for all of the samples\nof it.")
    assert said == f"The factor of decay is {upper}/{lower} for all of the samples of it."


def test_digits_over_digits_before_a_letter_are_an_elements() -> None:
    said = typed("The samples hold", ("14", RAISED), ("6", LOWERED | GLUED), ("C", GLUED), after="and other\nthings.")
    assert said == "The samples hold ¹⁴₆C and other things."


def over(upper: str, lower: str, at: float = 0.0) -> Typed:
    """A page on which small words stand over a word in the middle of a line."""
    line = "The share of it is " + lower + " where each of the samples was weighed again and exam-"
    made = page().line(line, 50, 100, right=450)
    word = next(word for word in made.words if word.text == lower)
    made.words.append(Word(word.x0 + at, 90, word.x0 + at + 3.5 * len(upper), 97, upper, 96.0, 6.0, 0, 1, 1, 0))
    return made.line("ined.", 50, 100 + PITCH).column(FILLER, 50, 150, right=450)


@pytest.mark.parametrize(
    ("upper", "lower", "meant"),
    [("a(x)", "b(xyz)", "a(x)/b(xyz)"), ("a", "a+b", "a/(a+b)"), ("(a+b)", "c(xyz)", "(a+b)/c(xyz)")],
)
def test_the_upper_half_of_a_fraction_stands_before_the_lower_one_and_breaks_no_word(upper: str, lower: str, meant: str) -> None:
    assert sentences(read(over(upper, lower)))[0] == f"The share of it is {meant} where each of the samples was weighed again and examined."


def test_an_exponent_over_an_index_is_no_half_of_a_fraction() -> None:
    assert "/" not in sentences(read(over("SC", "UnicodexxxDAE", at=35)))[0]


def test_two_fractions_over_one_line_each_stand_at_their_place() -> None:
    made = page().line("The share is b(xyz) of the first and d(xyz) of the second and of all of the", 50, 100, right=450)
    for upper, lower in (("a(x)", "b(xyz)"), ("c(x)", "d(xyz)")):
        word = next(word for word in made.words if word.text == lower)
        number = made.words[-1].line + 1
        made.words.append(Word(word.x0, 90, word.x0 + 14, 97, upper, 96.0, 6.0, 0, number, number, 0))
    made.line("others.", 50, 100 + PITCH).column(FILLER, 50, 150, right=450)
    assert sentences(read(made))[0] == "The share is a(x)/b(xyz) of the first and c(x)/d(xyz) of the second and of all of the others."


def test_something_small_over_a_lone_stop_loses_nothing() -> None:
    said = " ".join(sentences(read(over("a", "."))))
    assert " a ." in said
