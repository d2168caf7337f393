"""Signs around numbers: a cell keeps its numbers beside marks and units, and what says that there is none is none."""

from __future__ import annotations

import pytest

from synth.reading.numbers import is_nothing, is_value, read_numbers


@pytest.mark.parametrize("text", ["0.750(N)", "0.750 (ns)", "0.750·", "0.750 ·"])
def test_a_mark_behind_a_value_is_no_part_of_it(text: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.part) == (0.75, "")


def test_a_dot_behind_a_spread_marks_the_value_too() -> None:
    assert [(number.value, number.part) for number in read_numbers("0.52 (0.29)·")] == [(0.52, ""), (0.29, "bracket")]


@pytest.mark.parametrize("text", ["0.750 (N) 3", "0.750(best)"])
def test_letters_in_brackets_that_are_no_mark_are_no_numbers(text: str) -> None:
    assert read_numbers(text) == ()


def test_an_interval_open_at_both_ends_holds_its_bounds() -> None:
    assert [(number.value, number.part) for number in read_numbers("]0.5, 4.0[")] == [(0.5, "bracket"), (4.0, "bracket")]


@pytest.mark.parametrize("text", ["– ± –", "- (-)", "—/—"])
def test_dashes_in_the_place_of_a_value_and_its_spread_say_that_there_is_none(text: str) -> None:
    assert is_nothing(text)
    assert is_value(text)


@pytest.mark.parametrize("text", ["-0.5", "- 0.5 ± 0.1", "-x", "± –"])
def test_a_dash_before_something_says_nothing(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize(("text", "unit"), [("29 Sek.", "Sek."), ("29 secs", "secs"), ("29 years", "years"), ("29 days", "days")])
def test_a_length_of_time_may_be_written_out(text: str, unit: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.unit) == (29.0, unit)


def test_a_word_that_begins_as_a_unit_is_none() -> None:
    assert read_numbers("29 secsy") == ()
