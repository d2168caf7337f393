"""Signs around numbers: a cell keeps its numbers beside marks and units, and what says that there is none is none."""

from __future__ import annotations

import pytest

from synth.reading.numbers import decimal_mark, decimal_mark_said, is_nothing, is_value, read_numbers


@pytest.mark.parametrize("text", ["0.750(N)", "0.750 (ns)", "0.750·", "0.750 ·"])
def test_a_mark_behind_a_value_is_no_part_of_it(text: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.part) == (0.75, "")


def test_a_dot_behind_a_spread_marks_the_value_too() -> None:
    assert [(number.value, number.part) for number in read_numbers("0.52 (0.29)·")] == [(0.52, ""), (0.29, "bracket")]


@pytest.mark.parametrize(
    "text", ["0.750(best)", "0.750 (DER)", "0.750 (α = 0.1)", "0.750*** (df = 2; 95)", "0.750 (×2 folds)", "0.750 (n = 34)"]
)
def test_words_in_brackets_behind_a_value_are_no_part_of_it(text: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.part) == (0.75, "")


def test_numbers_in_brackets_are_its_bounds_though_a_word_parts_them() -> None:
    assert [(number.value, number.part) for number in read_numbers("34 (12.1 to 56.7)")] == [(34, ""), (12.1, "bracket"), (56.7, "bracket")]


@pytest.mark.parametrize("text", ["0.750 (N) 3", "(best) 0.750", "0.750 (best", "best (0.750)"])
def test_words_in_brackets_anywhere_else_make_no_value(text: str) -> None:
    assert read_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.811 V", 1.811, "V"),
        ("1.98m A", 1.98, "m A"),
        ("300 Hz", 300, "Hz"),
        ("25.2 μF", 25.2, "μF"),
        ("13.1Ω", 13.1, "Ω"),
        ("9.81 m/s²", 9.81, "m/s2"),
        ("5 mg/dL", 5, "mg/dL"),
        ("37 °C", 37, "°C"),
        ("12 kcal/mol", 12, "kcal/mol"),
        ("1.2 cm^-1", 1.2, "cm^-1"),
        ("16 GB", 16, "GB"),
        ("6.62 keV/c", 6.62, "keV/c"),
        ("0.1844 × 10^2 Nm^2", 18.44, "Nm^2"),
        ("×2.8", 2.8, "×"),
    ],
)
def test_a_value_keeps_its_unit(text: str, value: float, unit: str) -> None:
    (number,) = read_numbers(text)
    assert (number.value, number.unit) == (value, unit)


def test_hours_and_minutes_are_two_numbers() -> None:
    assert [(number.value, number.unit) for number in read_numbers("8 h 20 min")] == [(8, "h"), (20, "min")]


@pytest.mark.parametrize("text", ["8bit", "12 Vx", "5 Apples", "3 mice", "1 LLM", "2 MLM"])
def test_what_only_begins_like_a_unit_makes_no_value(text: str) -> None:
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


def test_counts_parted_by_slashes_are_a_number_each() -> None:
    assert [number.value for number in read_numbers("5/3/3/3/3")] == [5, 3, 3, 3, 3]
    assert [number.value for number in read_numbers("12/5/40")] == [12, 5, 40]


@pytest.mark.parametrize("text", ["26/05/2020", "2020/5/26", "2020-05-26", "12:30:05"])
def test_a_day_or_a_time_is_no_number(text: str) -> None:
    assert read_numbers(text) == ()


@pytest.mark.parametrize("text", ["p ≈ 0.5", "z∼0.5"])
def test_a_letter_before_a_sign_of_about_is_part_of_the_bound(text: str) -> None:
    assert [(number.value, number.part) for number in read_numbers(text)] == [(0.5, "bound")]


def test_points_that_group_digits_before_a_comma_show_that_the_comma_is_the_decimal_mark() -> None:
    assert decimal_mark(["184.046,0", "12.5"]) == ","
    assert [number.value for number in read_numbers("184.046,0", ",")] == [184046.0]


def test_a_point_before_three_digits_says_no_decimal_mark() -> None:
    assert decimal_mark_said(["1.250", "12.375"]) == ""
    assert decimal_mark_said(["1.250", "0,5"]) == ","
    assert decimal_mark_said(["1.250", "0.250"]) == "."


def test_a_value_may_be_so_many_times_another() -> None:
    assert [(number.value, number.unit) for number in read_numbers("×2.5")] == [(2.5, "×")]
