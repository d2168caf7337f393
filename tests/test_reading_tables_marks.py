"""What a point means where a table does not say it, and what marks and signs beside values and labels do."""

from __future__ import annotations

import pytest
from typed_tables import at, paths, table

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


def test_a_mark_tells_two_labels_with_the_same_text_apart() -> None:
    read = table("Model | F", "Base | 1.5", "Base^† | 2.5", "Large^† | 3.5", rules=(1,))
    assert [paths(read, row, 1)[0] for row in (1, 2, 3)] == ["Base", "Base†", "Large"]


@pytest.mark.parametrize("spread", ["(<0.001)", "(-0.12)", "(−0.12, 0.4)", "(1.2e-05)", "(≤ 0.05)"])
def test_a_spread_below_a_value_may_have_a_sign_a_power_or_a_bound(spread: str) -> None:
    read = table("Model | Dev | Test", "First | 71.2 | 70.1", f". | {spread} | (0.4)", "Second | 75.6 | 74.5", rules=(1,))
    assert at(read, 1, 1).text == f"71.2 {spread}"
    assert paths(read, 3, 1) == ("Second", "Dev")
