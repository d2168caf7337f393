"""A grid becomes a table: which rows are heads, which columns are labels, and what each value stands under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_tables import at, paths, table

from synth.reading.numbers import decimal_mark, is_value, read_numbers
from synth.reading.tables import Grid, Rule, Slot, table_of


def test_a_value_stands_under_its_row_and_its_column() -> None:
    read = table("Model | Dev | Test", "BERT | 80.1 | 79.3", "GPT | 78.0 | 77.7", rules=(1,))
    assert paths(read, 2, 1) == ("GPT", "Dev")
    assert at(read, 2, 1).value == 78.0
    assert (at(read, 2, 1).low, at(read, 2, 1).high) == (77.95, 78.05)


def test_a_head_over_several_columns_comes_first() -> None:
    read = table(
        ". | Dev | . | Test | .",
        ". | EM | F1 | EM | F1",
        "BERT | 80.1 | 88.2 | 79.3 | 87.1",
        rules=(2,),
        spans={(0, 1): (1, 2), (0, 3): (1, 2)},
    )
    assert paths(read, 2, 4) == ("BERT", "Test > F1")


def test_a_line_alone_names_the_rows_below_it() -> None:
    read = table("Model | Dev", "Without data | .", "A | 1.0", "B | 2.0", "With data | .", "A | 3.0", rules=(1,))
    assert paths(read, 3, 1) == ("Without data > B", "Dev")
    assert paths(read, 5, 1) == ("With data > A", "Dev")


def test_a_label_for_several_rows_is_in_each_of_their_paths() -> None:
    spanning = table("Model | Data | F1", "BERT | a | 1.0", ". | b | 2.0", "GPT | a | 3.0", rules=(1,), spans={(1, 0): (2, 1)})
    blank = table("Model | Data | F1", "BERT | a | 1.0", ". | b | 2.0", "GPT | a | 3.0", rules=(1,))
    assert paths(spanning, 2, 2) == paths(blank, 2, 2) == ("BERT > b", "F1")


def test_sizes_beside_labels_are_labels_only_where_labels_follow_or_repeat() -> None:
    followed = table("Model | Size | Way | F1", "A | 7 | x y | 1.0", "A | 13 | x y | 2.5", "B | 7 | y z | 3.1", rules=(1,))
    assert paths(followed, 2, 3) == ("A > 13 > x y", "F1")
    telling = table("Model | Size | F1", "A | 7 | 1.0", "A | 13 | 2.5", "B | 7 | 3.1", rules=(1,))
    assert paths(telling, 2, 2) == ("A > 13", "F1")
    value = table("Model | Size | F1", "A | 7 | 1.0", "B | 13 | 2.5", "C | 7 | 3.1", rules=(1,))
    assert paths(value, 2, 2) == ("B", "F1")


def test_counts_below_heads_are_heads_and_whole_values_are_values() -> None:
    counts = table("Task | XNLI | POS", ". | (15) | (33)", "BERT | 65.4 | 71.5", rules=(2,))
    assert paths(counts, 2, 1) == ("BERT", "XNLI > (15)")
    values = table("Step | Dev | Test", "Train | 100 | 200", "Size | 32 | 64")
    assert paths(values, 1, 1) == ("Train", "Dev")


def test_years_as_heads() -> None:
    read = table("Country | 2019 | 2020", "A | 1.5 | 2.5", "B | 3.5 | 4.5", rules=(1,))
    assert paths(read, 2, 2) == ("B", "2020")


def test_rows_without_labels_are_counted() -> None:
    read = table("#L | #H | F1", "3.5 | 768.5 | 77.9", "6.5 | 768.5 | 80.6", rules=(1,))
    assert paths(read, 2, 2) == ("#2", "F1")


def test_a_row_of_words_with_a_name_of_its_own_is_no_second_head() -> None:
    read = table("  . | (1) | (2)", "Effect | 3.1 | 4.2", "Type | MSE | CER", "Size | 12.4 | 9.7", rules=(1, 2))
    assert paths(read, 3, 2) == ("Size", "(2)")


def test_heads_below_number_heads_are_heads() -> None:
    read = table(". | (1) | (2)", "Variable | Mean | Std", "Income | 1.71 | 2.11", "Wage | 0.90 | 12.84", rules=(1, 2))
    assert paths(read, 2, 1) == ("Income", "(1) > Mean")


def test_numbers_of_cases_in_brackets_below_the_line_are_heads() -> None:
    read = table(". | Late | Early", ". | (N=388) | (N=416)", "Score | 4.76 (2.67) | 4.91 (2.64)", rules=(1,))
    assert paths(read, 2, 1) == ("Score", "Late > (N=388)")


def test_a_dash_before_a_label_sets_it_in() -> None:
    read = table(
        ". | 2016 | 2017", "Pileup | . | .", "- ee channel | 0.5% | 0.9%", "- mm channel | 0.2% | 0.1%", "Tracking | 14% | 5.8%", rules=(1,)
    )
    assert paths(read, 3, 1) == ("Pileup > - mm channel", "2016")
    assert paths(read, 4, 1) == ("Tracking", "2016")


def test_the_top_of_a_triangle_names_no_group() -> None:
    read = table(
        ". | 1 | 2 | 3", "Score | . | . | .", "Clarity | .22 | . | .", "Count | .21 | .63 | .", "Words | .82 | .43 | .61", rules=(1,)
    )
    assert paths(read, 3, 2) == ("Count", "2")


def test_the_one_line_below_open_groups_ends_the_last() -> None:
    read = table("A | B | C", "First | . | .", "a | 1.0 | 2.0", "Second | . | .", "b | 3.0 | 4.0", "Pupils | 120 | 130", rules=(1, 5))
    assert paths(read, 4, 1) == ("Second > b", "B")
    assert paths(read, 5, 1) == ("Pupils", "B")


def test_the_rest_of_a_label_beside_spreads_belongs_to_the_label_above() -> None:
    read = table(". | (1) | (2)", "News | 0.092 | .", ". | (0.006) | .", "Party x | . | 0.099", "News | . | (0.022)", rules=(1,))
    assert paths(read, 3, 2) == ("Party x News", "(2)")
    assert at(read, 3, 2).text == "0.099 (0.022)"


def test_an_upper_head_comes_again_with_the_heads_below_it() -> None:
    read = table(
        ". | First set | .", ". | P | R", "BERT | 80.1 | 88.2", ". | Second set | .", ". | P | R", "BERT | 79.3 | 87.1",
        rules=(2, 3, 5), spans={(0, 1): (1, 2), (3, 1): (1, 2)},
    )  # fmt: skip
    assert paths(read, 2, 2) == ("BERT", "First set > R")
    assert paths(read, 5, 2) == ("BERT", "Second set > R")


def test_a_second_head_holds_from_where_it_stands() -> None:
    read = table("Model | Dev | Test", "A | 1.0 | 2.0", "Model | Man | Mice", "B | 3.0 | 4.0", rules=(1, 2, 3))
    assert paths(read, 1, 1) == ("A", "Dev")
    assert paths(read, 3, 2) == ("B", "Mice")


def test_a_label_goes_on_in_the_next_line() -> None:
    read = table(
        "Measure | F1",
        "Mean age of the par-",
        "ticipants | 1.0",
        "Share with a diagnosis | 2.0",
        "(Wang and Roe, 2012) | .",
        "Rest | 3.0",
        rules=(1,),
    )
    assert paths(read, 3, 1)[0] == "Share with a diagnosis (Wang and Roe, 2012)"
    assert paths(read, 5, 1)[0] == "Rest"


def test_a_spread_below_a_value_belongs_to_it() -> None:
    read = table("Model | Dev | Test", "A | 71.2 | 70.1", ". | (0.3) | (0.4)", "B | 75.6 | 74.5", ". | (0.2) | (0.3)", rules=(1,))
    assert at(read, 1, 2).text == "70.1 (0.4)"
    assert [number.part for number in at(read, 1, 2).numbers] == ["", "bracket"]
    assert len([cell for cell in read.cells if not cell.label]) == 4


def test_labels_set_in_are_under_the_label_above() -> None:
    slots = [
        Slot(text=text, row=row, column=0, indent=indent)
        for row, text, indent in [(1, "Parity", 0), (2, "0-1", 1), (3, "2-3", 1), (4, "Age", 0)]
    ]
    values = [Slot(text=f"{row}.5", row=row, column=1) for row in (2, 3, 4)]
    read = table_of(
        Grid(slots=(Slot(text="Group", row=0, column=0), Slot(text="Mean", row=0, column=1), *slots, *values), rules=(Rule(1, 0, 2),))
    )
    assert paths(read, 3, 1) == ("Parity > 2-3", "Mean")
    assert paths(read, 4, 1) == ("Age", "Mean")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("76.1 / 60.0", [76.1, 60.0]),
        ("- 0.8", [-0.8]),
        ("− 0.6 / − 0.1", [-0.6, -0.1]),
        ("1,104,934", [1104934.0]),
        ("3.2 ± 0.1", [3.2, 0.1]),
        ("34.5 (12.1 to 56.7)", [34.5, 12.1, 56.7]),
        ("12.3–15.6", [12.3, 15.6]),
        ("5.18 +0.04 −0.03", [5.18, 0.04, -0.03]),
        ("2 × 10^{-5}", [2e-05]),
        ("1.4 (0.1) × 10^21", [1.4e21, 1e20]),
        ("125M", [125.0]),
        ("n=74", [74.0]),
        ("0.20 (10^-5)", [0.2, 1e-05]),
        ("BERT 2", []),
        ("2020-05-26", []),
        ("24x24x3", []),
        ("85.2²", [85.2]),
        ("10⁻⁵", [1e-05]),
        ("0,123", [0.123]),
        ("1,00,000", [100000.0]),
        ("1.234.567", [1234567.0]),
        ("1.5×103", []),
        ("1e400", []),
        ("(n=391)", []),
        ("", []),
    ],
)
def test_the_numbers_of_a_cell(text: str, values: list[float]) -> None:
    assert [number.value for number in read_numbers(text)] == pytest.approx(values)


def test_a_comma_is_a_decimal_mark_only_where_the_table_says_so() -> None:
    assert decimal_mark(["76,1", "1,234"]) == ","
    assert decimal_mark(["1,234", "5,678"]) == "."
    assert read_numbers("1,234", ",")[0].value == 1.234
    assert read_numbers("0,123", ",")[0].value == read_numbers("0,123", ".")[0].value == 0.123
    assert read_numbers("1,234", ".")[0].value == 1234.0


@given(st.decimals(min_value=-10_000, max_value=10_000, places=3))
def test_the_interval_of_a_number_holds_all_that_would_be_printed_so(number: object) -> None:
    (read,) = read_numbers(str(number))
    assert read.low <= read.value <= read.high
    assert read.high - read.low == pytest.approx(0.001)


@given(st.text(max_size=300))
def test_any_text_is_read_or_left(text: str) -> None:
    assert isinstance(read_numbers(text), tuple)
    assert is_value(text) in (True, False)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6),
            st.integers(0, 6),
            st.sampled_from(["1.0", "A", "-", "(2)", "x y", "12"]),
            st.integers(1, 3),
            st.integers(1, 3),
        ),
        max_size=30,
    )
)
def test_any_grid_gives_a_table_that_loses_no_cell(places: list[tuple[int, int, str, int, int]]) -> None:
    slots = {
        (row, column): Slot(text=text, row=row, column=column, rows=rows, columns=columns) for row, column, text, rows, columns in places
    }
    grid = Grid(slots=tuple(slots.values()), rules=(Rule(1, 0, 7), Rule(3, 2, 7)))
    letters = sorted("".join(slot.text for slot in slots.values()))
    covered = {
        (r, c)
        for s in slots.values()
        for r in range(s.row, s.row + s.rows)
        for c in range(s.column, s.column + s.columns)
        if (r, c) != (s.row, s.column)
    }
    if not covered & set(slots):
        assert sorted("".join(cell.text for cell in table_of(grid).cells).replace(" ", "")) == sorted(
            letter for letter in letters if letter != " "
        )
    else:
        table_of(grid)
