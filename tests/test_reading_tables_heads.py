"""Heads of typed tables: which rows are heads, over which columns each stands, and where heads come again."""

from __future__ import annotations

from typed_tables import at, paths, table


def test_a_head_stands_over_the_next_column_too_where_that_holds_only_bounds() -> None:
    read = table("Model | Dev | . | Test", "First | 71.2 | (0.3) | 70.1", "Second | 75.6 | (0.4) | 74.5", rules=(1,))
    assert paths(read, 2, 2) == ("Second", "Dev")
    assert paths(read, 2, 3) == ("Second", "Test")


def test_a_head_stands_over_no_next_column_of_values_in_brackets_and_others() -> None:
    rows = ("First | 71.2 | (0.3) | 70.1", "Second | 75.6 | (0.4) | 74.5", "Third | 75.6 | 0.4 | 74.5")
    read = table("Model | Dev | . | Test", *rows, rules=(1,))
    assert paths(read, 1, 2)[1] != "Dev"


def test_whole_numbers_head_columns_that_hold_decimals_though_others_hold_whole_numbers() -> None:
    read = table(
        ". | First | Second | Cases",
        "Year | 2010 | 2015 | .",
        "North | 0.52 | 0.61 | 12",
        "South | 0.48 | 0.55 | 14",
        rules=(2,),
    )
    assert at(read, 1, 1).label
    assert paths(read, 2, 2) == ("North", "Second > 2015")
    assert paths(read, 3, 3) == ("South", "Cases")


def test_the_same_heads_once_more_are_heads_without_lines_too() -> None:
    read = table("Model | Dev | Test", "First | 71.2 | 70.1", "Model | Dev | Test", "Second | 75.6 | 74.5", rules=(1,))
    assert at(read, 2, 1).label
    assert paths(read, 3, 2) == ("Second", "Test")
