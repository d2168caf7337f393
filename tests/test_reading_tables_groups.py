"""What names several rows or several columns of a grid: rows of heads, groups, labels of many lines; and what only looks like it."""

from __future__ import annotations

import pytest
from typed_tables import at, paths, table

# --- rows that go on the head ---


@pytest.mark.parametrize("label", [".", "Model:"])
def test_a_row_that_numbers_the_columns_goes_on_the_head(label: str) -> None:
    read = table(". | Late | Early", f"{label} | (1) | (2)", "Score | 4.7 | 4.9", "Wage | 1.3 | 2.2", rules=(1,))
    assert paths(read, 2, 2) == ("Score", "Early > (2)")


def test_numbers_in_brackets_in_another_order_are_values() -> None:
    read = table("Ranks | Late | Early", "Score | (2) | (1)", "Wage | (3) | (4)", rules=(1,))
    assert paths(read, 1, 2) == ("Score", "Early")


def test_counts_of_cases_under_their_heads_go_on_the_head_only_without_a_label() -> None:
    heads, values = ". | Late | Early", "Score | 4.7 | 4.9"
    assert paths(table(heads, ". | n=388 | n=416", values, rules=(1,)), 2, 1) == ("Score", "Late > n=388")
    assert paths(table(heads, "Cases | n=388 | n=416", values, rules=(1,)), 1, 1) == ("Cases", "Late")


def test_a_row_of_words_without_a_label_goes_on_the_head_below_its_line() -> None:
    read = table("Model | Dev | Test", ". | exact | partial", "First | 1.5 | 2.5", "Second | 3.5 | 4.5", rules=(1,))
    assert paths(read, 2, 2) == ("First", "Test > partial")


@pytest.mark.parametrize("rules", [(), (1,)])
def test_numbers_that_part_the_columns_under_one_head_are_heads(rules: tuple[int, ...]) -> None:
    read = table(". | >Layers | .", ". | 3 | 6", "First | 71.5 | 72.5", "Second | 73.5 | 74.5", rules=rules)
    assert paths(read, 3, 2) == ("Second", "Layers > 6")


def test_a_head_typed_over_the_middle_of_what_a_line_groups_is_over_all_of_it() -> None:
    read = table(
        ". | . | Dev | . | . | Test | .",
        "Model | P | R | F | P | R | F",
        "First | 1.5 | 2.5 | 3.5 | 4.5 | 5.5 | 6.5",
        rules=(2,),
        lines=((1, 1, 4), (1, 4, 7)),
    )
    assert paths(read, 2, 1) == ("First", "Dev > P")
    assert paths(read, 2, 6) == ("First", "Test > F")


def test_a_label_alone_below_the_heads_names_rows_only_where_others_do_too() -> None:
    heads, name, values = "Model | Dev | Test", "Score in percent | . | .", "First | 1.5 | 2.5"
    assert paths(table(heads, name, values, "Second | 3.5 | 4.5", rules=(2,)), 2, 1)[0] == "First"
    assert (
        paths(table(heads, name, values, "Time in hours | . | .", "First | 3.5 | 4.5", rules=(2,)), 2, 1)[0] == "Score in percent > First"
    )


def test_numbers_under_a_line_that_leaves_all_labels_out_are_heads() -> None:
    read = table(
        ". | . | Layers | . | . | . | .",
        "Model | Kind | 1 | 2 | 3 | 4 | 5",
        "First | small | 71.5 | 72.5 | 73.5 | 74.5 | 75.5",
        "Second | small | 81.5 | 82.5 | 83.5 | 84.5 | 85.5",
        rules=(2,),
        lines=((1, 2, 7),),
    )
    assert paths(read, 3, 6) == ("Second > small", "5")


def test_heads_go_on_below_the_line_under_heads_that_are_years() -> None:
    read = table("Year | 2019 | 2020", "Model | P | R", "First | 71.5 | 72.5", "Second | 73.5 | 74.5", rules=(1, 2))
    assert paths(read, 2, 1) == ("First", "2019 > P")


# --- what names rows, and what does not ---


def test_the_empty_first_row_of_a_numbered_list_names_no_group() -> None:
    read = table("Reason | Share", "1. Work | .", "2. Home | 3.5", "3. School | 4.5", rules=(1,))
    assert paths(read, 3, 1) == ("3. School", "Share")


def test_an_empty_item_of_a_list_names_no_group() -> None:
    read = table("Cause | Share", "– fire | 3.5", "– flood | .", "– storm | 4.5", rules=(1,))
    assert paths(read, 3, 1) == ("– storm", "Share")


def test_a_text_over_the_values_heads_the_same_heads_anew() -> None:
    read = table(". | P | R", "First | 1.5 | 2.5", ". | >With more data | .", ". | P | R", "First | 3.5 | 4.5", rules=(1, 2, 4))
    assert paths(read, 1, 2) == ("First", "R")
    assert paths(read, 4, 2) == ("First", "With more data > R")


def test_a_text_over_the_whole_table_heads_it_anew_where_one_over_the_values_did() -> None:
    read = table(
        ". | >One set | .", ". | P | R", "First | 1.5 | 2.5", ">>Another set | . | .", ". | P | R", "First | 3.5 | 4.5", rules=(2, 3, 5)
    )
    assert paths(read, 2, 2) == ("First", "One set > R")
    assert paths(read, 5, 2) == ("First", "Another set > R")


def test_a_name_of_rows_takes_the_place_of_the_one_set_like_it() -> None:
    read = table(
        "Model | F",
        "*One year* | .",
        "_Spoken_ | .",
        "First | 1.5",
        "_Written_ | .",
        "First | 2.5",
        "*Two years* | .",
        "First | 3.5",
        rules=(1,),
    )
    assert [paths(read, row, 1)[0] for row in (3, 5, 7)] == ["One year > Spoken > First", "One year > Written > First", "Two years > First"]


def test_names_within_names_come_again_at_their_level() -> None:
    first, second = ("First | 1.5", "First | 2.5")
    read = table(
        "Model | F", "One year | .", "Spoken | .", first, "Written | .", second, "Two years | .", "Spoken | .", "First | 3.5", rules=(1,)
    )
    assert [paths(read, row, 1)[0] for row in (3, 5, 8)] == [
        "One year > Spoken > First",
        "One year > Written > First",
        "Two years > Spoken > First",
    ]


def test_a_name_between_lines_is_under_the_name_right_above_it() -> None:
    read = table("Model | F", "One year | .", "Spoken | .", "First | 1.5", "Second | 2.5", rules=(1, 2, 3))
    assert paths(read, 4, 1)[0] == "One year > Spoken > Second"


def test_a_name_that_is_set_in_is_under_those_set_in_less() -> None:
    read = table(
        "Group | Mean", "All | .", "Men | .", "young | 1.5", "Women | .", "young | 2.5", rules=(1,), indents={2: 1, 3: 2, 4: 1, 5: 2}
    )
    assert paths(read, 3, 1)[0] == "All > Men > young"
    assert paths(read, 5, 1)[0] == "All > Women > young"


def test_a_name_that_is_set_in_is_under_the_name_before_it_though_rows_stand_between() -> None:
    read = table("Group | Mean", "All | .", "Total | 0.5", "Men | .", "young | 1.5", rules=(1,), indents={2: 1, 3: 1, 4: 2})
    assert paths(read, 4, 1)[0] == "All > Men > young"


def test_a_row_set_in_less_leaves_only_the_names_that_it_is_not_under() -> None:
    read = table("Group | Mean", "All | .", "Men | .", "young | 1.5", "Women | 2.5", rules=(1,), indents={2: 1, 3: 2, 4: 1})
    assert paths(read, 4, 1)[0] == "All > Women"


# --- which columns name the rows ---


def test_a_first_column_of_decimals_that_rises_names_the_rows() -> None:
    rows = ("0.5 | 71.5 | 72.5", "1.0 | 73.5 | 71.5", "2.0 | 70.5 | 74.5", "4.0 | 72.5 | 70.5", "8.0 | 71.0 | 73.5")
    read = table("Depth | Dev | Test", *rows, rules=(1,))
    assert paths(read, 2, 1) == ("1.0", "Dev")
    assert at(read, 2, 0).label


def test_three_decimals_that_happen_to_rise_stay_values() -> None:
    read = table("F | EM", "1.5 | 80.1", "2.5 | 79.1", "3.5 | 78.1", rules=(1,))
    assert paths(read, 2, 0) == ("#2", "F")


def test_a_label_that_ends_in_a_colon_takes_no_name_below_it() -> None:
    read = table("M | F", "Age: | 1.5", "Sex: | .", "Men | 2.5", "Women | 3.5", rules=(1,))
    assert paths(read, 1, 1) == ("Age:", "F")
    assert paths(read, 3, 1) == ("Sex: > Men", "F")


def test_a_bracket_that_is_never_closed_takes_no_name_below_it() -> None:
    read = table("M | F", "x (y | 2.5", "Group C | .", "z | 3.5", rules=(1,))
    assert paths(read, 1, 1) == ("x (y", "F")
    assert paths(read, 3, 1) == ("Group C > z", "F")


def test_a_dash_among_the_numbers_that_name_rows_names_one_too() -> None:
    read = table("Age | Dev | Test", "20 | 71.5 | 72.5", "30 | 73.5 | 71.5", "– | 70.5 | 74.5", rules=(1,))
    assert [paths(read, row, 1)[0] for row in (1, 2, 3)] == ["20", "30", "–"]


def test_words_behind_all_the_values_name_the_rows() -> None:
    read = table("P | R | Model", "1.5 | 2.5 | First", "3.5 | 4.5 | Second", rules=(1,))
    assert paths(read, 2, 0) == ("Second", "P")


def test_values_with_their_spread_are_no_sizes_that_tell_rows_apart() -> None:
    read = table("Model | Score | F", "First | 71 (2) | 1.5", "First | 73 (3) | 2.5", "Second | 70 (2) | 3.5", rules=(1,))
    assert paths(read, 2, 1) == ("First", "Score")


# --- labels of several lines or several rows ---


def test_labels_on_the_middle_one_of_their_rows_are_for_all_of_them() -> None:
    read = table(
        "Model | Set | F", ". | a | 1.5", "First | b | 2.5", ". | c | 3.5", ". | a | 4.5", "Second | b | 5.5", ". | c | 6.5", rules=(1,)
    )
    assert [paths(read, row, 2)[0] for row in (1, 3, 4, 6)] == ["First > a", "First > c", "Second > a", "Second > c"]


def test_labels_on_the_middle_one_of_their_rows_may_stand_under_names() -> None:
    rows = (". | a | 1.5", "First | b | 2.5", ". | c | 3.5")
    read = table("Model | Set | F", "Spoken | . | .", *rows, "Written | . | .", *rows, rules=(1,))
    assert [paths(read, row, 2)[0] for row in (2, 4, 6)] == ["Spoken > First > a", "Spoken > First > c", "Written > First > a"]


def test_one_label_in_the_middle_shows_no_habit() -> None:
    read = table("Model | Set | F", ". | a | 1.5", "First | b | 2.5", ". | c | 3.5", rules=(1,))
    assert [paths(read, row, 2)[0] for row in (1, 2, 3)] == ["a", "First > b", "First > c"]


def test_rows_with_a_label_of_their_own_may_stand_between_labels_in_the_middle_of_theirs() -> None:
    read = table(
        "Model | Set | F",
        *(". | a | 1.5", "First | b | 2.5", ". | c | 3.5"),
        "Alone | a | 4.5",
        *(". | a | 5.5", "Second | b | 6.5", ". | c | 7.5"),
        rules=(1,),
    )
    assert [paths(read, row, 2)[0] for row in (1, 3, 4, 5, 7)] == ["First > a", "First > c", "Alone > a", "Second > a", "Second > c"]


def test_a_label_of_two_lines_beside_the_rows_of_its_block_is_for_all_of_them() -> None:
    read = table(
        "Group | Way | F",
        "Young | a | 1.5",
        "people | b | 2.5",
        ". | c | 3.5",
        "Old | a | 4.5",
        "men | b | 5.5",
        ". | c | 6.5",
        rules=(1, 4),
    )
    assert [paths(read, row, 2)[0] for row in (1, 2, 6)] == ["Young people > a", "Young people > b", "Old men > c"]


def test_a_spread_may_have_stars() -> None:
    read = table("Model | Dev | Test", "First | 71.2 | 70.1", ". | (0.3)** | (0.4)", "Second | 75.6 | 74.5", rules=(1,))
    assert at(read, 1, 1).text == "71.2 (0.3)**"
    assert [number.part for number in at(read, 1, 1).numbers] == ["", "bracket"]


def test_where_labels_begin_in_lower_case_one_alone_names_the_rows_below_it() -> None:
    read = table("variable | mean", "age | 51.5", "height | 1.75", "by region | .", "north | 3.5", "south | 4.5", rules=(1,))
    assert paths(read, 2, 1)[0] == "height"
    assert paths(read, 4, 1)[0] == "by region > north"


@pytest.mark.parametrize(
    ("above", "below"),
    [("Base", "[12]"), ("Base", "[3,4–6]"), ("Number of", "Visits"), ("Age (in full", "Years)"), ("Max_", "Length"), ("Max", "_Length")],
)
def test_a_line_that_cannot_stand_alone_goes_on_its_label(above: str, below: str) -> None:
    read = table("Model | F", f"{above} | 1.5", f"{below} | .", "Second | 2.5", rules=(1,))
    assert paths(read, 1, 1)[0] == f"{above} {below}"
    assert paths(read, 3, 1)[0] == "Second"


# --- tables beside themselves ---


def test_labels_under_the_head_of_the_first_ones_name_what_stands_behind_them() -> None:
    read = table("Setting | Value | Setting | Value", "epochs | 200 | layers | 10", "batch | 256 | heads | 2", "decay | 0.1", rules=(1,))
    assert paths(read, 1, 1) == ("epochs", "Value")
    assert paths(read, 2, 3) == ("heads", "Value")
    assert at(read, 2, 2).label


def test_two_heads_that_begin_with_labels_each_head_a_table_of_their_own() -> None:
    read = table(">Training | . | >Model", "epochs | 200 | layers | 10", "batch | 256 | heads | 2", rules=(1,))
    assert paths(read, 2, 3) == ("heads", "Model")


def test_words_under_a_head_of_their_own_name_nothing() -> None:
    read = table("Model | Score | Optimizer | Rate", "First | 71.2 | Adam | 0.1", "Second | 73.2 | SGD | 0.2", rules=(1,))
    assert paths(read, 1, 3) == ("First", "Rate")


def test_a_name_with_heads_of_its_own_below_it_is_over_all_names_of_its_part() -> None:
    read = table(
        "*(a) Images*",
        "Model | Noise | Blur",
        "_Small_",
        "First | 1.2 | 2.3",
        "_Large_",
        "Second | 1.4 | 2.5",
        "*(b) Ways*",
        "Model | Error | .",
        "First | 0.5 | .",
        rules=(2, 6, 8),
    )
    assert paths(read, 3, 1) == ("(a) Images > Small > First", "Noise")
    assert paths(read, 5, 2) == ("(a) Images > Large > Second", "Blur")
    assert paths(read, 8, 1) == ("(b) Ways > First", "Error")


def test_sizes_before_a_column_of_names_are_labels_and_the_names_too() -> None:
    rows = ("Dim | Model | Oslo | Turin", "300 | Alder | 71.2 | 60.1", "300 | Rowan | 73.2 | 61.4", "800 | Sorrel | 75.0 | 62.8")
    assert paths(table(*rows, "- | Mean | 73.1 | 61.4"), 2, 2) == ("300 > Rowan", "Oslo")


def test_numbers_before_words_that_do_not_name_each_row_are_values() -> None:
    read = table("Age | Sex | Oslo", "30 | f | 71.2", "30 | m | 73.2", "41 | f | 75.0")
    assert paths(read, 1, 0)[1] == "Age"


def test_a_bold_line_below_a_plain_label_is_a_heading_and_not_its_rest() -> None:
    rows = ("Model | Oslo | Turin", "*pooled*", "Alder | 71.2 | 60.1", "*apart*", "Alder | 73.2 | 61.4")
    assert paths(table(*rows), 4, 1) == ("apart > Alder", "Oslo")
    assert paths(table(*(row.replace("*", "") for row in rows)), 4, 1)[0] != "apart > Alder"
