"""Cells of printed tables: what is one cell, and in which columns it stands."""

from __future__ import annotations

from set_pages import by_labels, centred, tables_of, values_of, width
from typed_pages import page, read

from synth.reading.pdf.page import Stroke


def test_a_word_that_begins_with_the_sign_of_a_root_stands_on_its_line() -> None:
    typed = page().line("Table 1: What was measured.", 60, 60)
    for y, texts in [
        (80.0, ["Set", "P", "R"]),
        (94.0, ["first", "", "2.5"]),
        (106.0, ["second", "3.5", "4.5"]),
        (118.0, ["third", "5.5", "6.5"]),
    ]:
        for x, text in zip([60.0, 150.0, 200.0], texts, strict=True):
            if text:
                typed.line(text, x, y, size=8)
    typed.line("2", 150, 94, size=8).line("√12", 155, 94 - 0.84 * 8, size=8)
    typed.strokes += [Stroke(60, y, 225, y) for y in (71.0, 84.0, 124.0)]
    (found,) = read(typed).tables
    assert by_labels(found)["first", "P"] == "2 √12"
    assert by_labels(found)["first", "R"] == "2.5"


def test_spreads_with_a_head_of_their_own_have_a_column_of_their_own() -> None:
    rows = [
        (80.0, [(60.0, "Model"), centred(140, "Mean"), centred(175, "SD"), centred(215, "Time")]),
        (94.0, [(60.0, "First"), centred(140, "71.2"), centred(175, "± 0.3"), centred(215, "75")]),
        (104.0, [(60.0, "Second"), centred(140, "73.2"), centred(175, "± 0.4"), centred(215, "77")]),
    ]
    found = values_of(rows, [(60, 230, 71), (60, 230, 84), (60, 230, 110)])
    assert found["First", "Mean"] == "71.2"
    assert found["Second", "SD"] == "± 0.4"


def test_spreads_under_the_head_of_their_values_are_of_their_cells() -> None:
    rows = [
        (80.0, [(60.0, "Model"), centred(157, "Mean"), centred(215, "Time")]),
        (94.0, [(60.0, "First"), centred(140, "71.2"), centred(175, "± 0.3"), centred(215, "75")]),
        (104.0, [(60.0, "Second"), centred(140, "73.2"), centred(175, "± 0.4"), centred(215, "77")]),
    ]
    found = values_of(rows, [(60, 230, 71), (60, 230, 84), (60, 230, 110)])
    assert found["First", "Mean"] == "71.2 ± 0.3"


def heads_over_two(head: str, first: str) -> dict[tuple[str, str], str]:
    """The values of a table with a head whose words each begin where a column does."""
    second = 130 + width(first + " ")
    rows = [
        (80.0, [(60.0, "Model"), (130.0, head), (230.0, "Time")]),
        (94.0, [(60.0, "First"), (130.0, "1.5"), (second, "2.5"), (230.0, "75")]),
        (104.0, [(60.0, "Second"), (130.0, "3.5"), (second, "4.5"), (230.0, "77")]),
    ]
    return values_of(rows, [(60, 250, 71), (60, 250, 84), (60, 250, 110)])


def test_words_that_begin_where_columns_do_head_one_each() -> None:
    assert heads_over_two("Length Weight", "Length")["Second", "Weight"] == "4.5"


def test_a_bracket_is_no_head_of_its_own() -> None:
    assert {column for _, column in heads_over_two("Length (mean)", "Length")} == {"Length (mean)", "Time"}


def test_what_follows_a_comma_is_no_head_of_its_own() -> None:
    assert {column for _, column in heads_over_two("Length, weight", "Length,")} == {"Length, weight", "Time"}


def test_a_value_between_two_columns_that_its_row_leaves_empty_is_for_both() -> None:
    places = [140.0, 180.0, 220.0, 260.0]
    rows = [
        (80.0, [(60.0, "Model"), *[centred(x, head) for x, head in zip(places, "PRFG", strict=True)]]),
        (94.0, [(60.0, "First"), *[centred(x, f"1{x:.0f}") for x in places]]),
        (104.0, [(60.0, "Second"), *[centred(x, f"2{x:.0f}") for x in places]]),
        (114.0, [(60.0, "Third"), centred(140, "3140"), centred(180, "3180"), centred(240, "35")]),
    ]
    (found,) = tables_of(rows, [(60, 280, 71), (60, 280, 84), (60, 280, 120)])
    (between,) = [cell for cell in found.cells if cell.text == "35"]
    assert (between.column, between.at, between.size) == (("F", "G"), (3, 3), (1, 2))


def test_a_value_between_two_columns_has_its_own_where_a_head_is_set_as_it_is() -> None:
    places = [132.0, 168.0, 220.0, 260.0]
    rows = [
        (80.0, [(60.0, "Model"), centred(132, "P"), (192.0, "Number"), centred(260, "G")]),
        (89.0, [centred(168, "R"), centred(220, "F")]),
        (103.0, [(60.0, "First"), *[centred(x, f"1{x:.0f}") for x in places]]),
        (113.0, [(60.0, "Second"), *[centred(x, f"2{x:.0f}") for x in places]]),
        (123.0, [(60.0, "Third"), *[centred(x, f"3{x:.0f}") for x in places]]),
        (133.0, [(60.0, "Fourth"), centred(132, "4132"), (192.0, "35"), centred(260, "4260")]),
    ]
    (found,) = tables_of(rows, [(60, 280, 71), (60, 280, 93), (60, 280, 139)])
    (between,) = [cell for cell in found.cells if cell.text == "35"]
    assert (between.column, between.size) == (("Number",), (1, 1))
