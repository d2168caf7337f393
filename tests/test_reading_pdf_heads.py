"""Heads of printed tables: which words are one, and over which columns they stand."""

from __future__ import annotations

from set_pages import centred, tables_of, values_of, width


def test_a_row_of_heads_with_wide_and_narrow_blanks_is_no_line_of_prose() -> None:
    heads = ["Mean age", "Sex", "Height", "Weight", "Share left", "Town"]
    line = "    ".join(heads)
    middles = [130 + width("    ".join([*heads[:at], ""])) + width(head) / 2 for at, head in enumerate(heads)]
    rows = [(80.0, [(130.0, line)])]
    for at, name in enumerate(["Below mean", "Above mean", "Difference", "Women", "Men"]):
        rows.append((96.0 + 11 * at, [(60.0, name), *[centred(x, f"{at}.{column}4") for column, x in enumerate(middles)]]))
    found = values_of(rows, [(60, 390, 85), (60, 390, 123), (60, 390, 144)])
    assert found["Women", "Share left"] == "3.44"


def test_a_number_with_a_unit_over_a_line_over_several_columns_heads_them() -> None:
    rows = [
        (78.0, [centred(150, "4 s"), centred(230, "8 s")]),
        (90.0, [(60.0, "Link"), centred(130, "Mean"), centred(170, "Zeros"), centred(210, "Mean"), centred(250, "Zeros")]),
        (104.0, [(60.0, "First"), centred(130, "0.153"), centred(170, "84.7"), centred(210, "0.266"), centred(250, "73.4")]),
        (114.0, [(60.0, "Second"), centred(130, "0.187"), centred(170, "81.3"), centred(210, "0.156"), centred(250, "84.3")]),
    ]
    found = values_of(rows, [(60, 265, 69), (115, 187, 81.5), (193, 265, 81.5), (60, 265, 94), (60, 265, 120)])
    assert found["First", "4 s > Mean"] == "0.153"
    assert found["Second", "8 s > Mean"] == "0.156"


def test_a_value_over_a_line_keeps_to_its_column_where_it_stands_off_the_middle_of_what_the_line_is_over() -> None:
    rows = [
        (80.0, [(60.0, "Link"), centred(130, "Mean"), centred(170, "Zeros"), centred(210, "Ones")]),
        (94.0, [(60.0, "First"), centred(130, "0.153"), centred(170, "84.7"), centred(210, "0.266")]),
        (104.0, [(60.0, "Second"), centred(130, "0.187")]),
        (114.0, [(60.0, "Third"), centred(130, "0.187"), centred(170, "81.3"), centred(210, "0.156")]),
    ]
    found = values_of(rows, [(60, 225, 70), (60, 225, 84), (115, 187, 107.5), (60, 225, 120)])
    assert found["Second", "Mean"] == "0.187"


def test_a_head_between_upright_lines_off_their_middle_stays_in_its_column() -> None:
    rows = [
        (80.0, [centred(148, "Mean")]),
        (90.0, [(60.0, "Model"), centred(188, "N"), centred(220, "F")]),
        (104.0, [(60.0, "First"), centred(148, "12.5 (10.1)"), centred(188, "34"), centred(220, "0.5")]),
        (114.0, [(60.0, "Second"), centred(148, "13.5 (11.1)"), centred(188, "36"), centred(220, "0.6")]),
    ]
    rules = [(60.0, 235.0, y) for y in (71.0, 94.0, 120.0)]
    found = values_of(rows, rules, walls=[(x, 71.0, 120.0) for x in (115.0, 201.0)])
    assert found["First", "Mean"] == "12.5 (10.1)"
    assert found["Second", "N"] == "36"


def test_a_head_between_an_upright_line_and_the_edge_of_the_table_is_over_all_columns_there() -> None:
    places = [140.0, 180.0, 220.0, 260.0]
    rows = [
        (80.0, [(60.0, "Model"), centred(200, "Scores of parts")]),
        (94.0, [(60.0, "First"), *[centred(x, f"71.{x:.0f}") for x in places]]),
        (104.0, [(60.0, "Second"), *[centred(x, f"72.{x:.0f}") for x in places]]),
    ]
    (found,) = tables_of(rows, [(60, 280, 71), (60, 280, 84), (60, 280, 110)], walls=[(115.0, 71.0, 110.0)])
    assert [cell.column for cell in found.cells if cell.row == ("First",)] == 4 * [("Scores of parts",)]


def test_heads_over_heads_that_come_again_stand_over_them_behind_several_heads_of_labels() -> None:
    places = [170.0, 200.0, 230.0, 270.0, 300.0, 330.0]
    rows = [
        (80.0, [centred(232, "First"), centred(332, "Second")]),
        (92.0, [(60.0, "Model"), (110.0, "Data"), *zip(places, "PRFPRF", strict=True)]),
        *[
            (y, [(60.0, name), (110.0, data), *[(x, f"{tens}{at}.5") for at, x in enumerate(places)]])
            for y, name, data, tens in [(106.0, "A", "news", 7), (116.0, "B", "talk", 8)]
        ],
    ]
    found = values_of(rows, [(60, 350, 71), (60, 350, 96), (60, 350, 120)])
    assert found["A > news", "First > P"] == "70.5"
    assert found["B > talk", "Second > F"] == "85.5"


def test_a_head_beside_one_that_upright_lines_place_is_over_the_columns_around_it() -> None:
    places = [140.0, 180.0, 220.0, 260.0, 300.0]
    rows = [
        (80.0, [centred(155, "Time"), centred(260, "Score")]),
        (92.0, [(60.0, "Model"), *[centred(x, head) for x, head in zip(places, ["Train", "Test", "P", "R", "F"], strict=True)]]),
        *[
            (y, [(60.0, name), *[centred(x, f"{tens}{at}.5") for at, x in enumerate(places)]])
            for y, name, tens in [(106.0, "A", 7), (116.0, "B", 8)]
        ],
    ]
    found = values_of(rows, [(60, 320, 71), (60, 320, 96), (60, 320, 120)], walls=[(x, 71.0, 120.0) for x in (120.0, 200.0)])
    assert found["A", "Time > Test"] == "71.5"
    assert [text for (row, column), text in found.items() if row == "B" and column.startswith("Score")] == ["82.5", "83.5", "84.5"]


def test_words_of_a_head_set_wide_over_room_without_cells_are_one_head() -> None:
    rows = [
        (80.0, [(60.0, "Model"), (130.0, "Share"), (160.0, "of"), (178.0, "firms"), (230.0, "Time")]),
        (94.0, [(60.0, "First"), (130.0, "1.5"), (230.0, "75.4")]),
        (104.0, [(60.0, "Second"), (130.0, "2.5"), (230.0, "77.0")]),
        (114.0, [(60.0, "Third"), (130.0, "3.5"), (230.0, "78.0")]),
    ]
    found = values_of(rows, [(60, 260, 71), (60, 260, 84), (60, 260, 120)])
    assert found["Second", "Share of firms"] == "2.5"
    assert found["Third", "Time"] == "78.0"


def test_a_word_in_lower_case_goes_on_the_head_that_begins_where_its_cells_do() -> None:
    rows = [
        (80.0, [(60.0, "Model"), (130.0, "Share"), (176.0, "left"), (230.0, "Time")]),
        (94.0, [(60.0, "First"), (130.0, "1.5"), (230.0, "75.4")]),
        (104.0, [(60.0, "Second"), (130.0, "2.5"), (230.0, "77.0")]),
        (114.0, [(60.0, "Third"), (130.0, "3.5"), (230.0, "78.0")]),
    ]
    found = values_of(rows, [(60, 260, 71), (60, 260, 84), (60, 260, 120)])
    assert found["Second", "Share left"] == "2.5"


def test_a_word_between_two_upright_lines_goes_on_the_head_of_the_one_column_there_however_far_off() -> None:
    rows = [
        (80.0, [(64.0, "Model"), (130.0, "Time"), (194.0, "Share"), (238.0, "Of")]),
        *[
            (y, [(64.0, name), (130.0, f"1.{y:.0f}"), (194.0, f"2.{y:.0f}")])
            for y, name in [(94.0, "First"), (106.0, "Second"), (118.0, "Third")]
        ],
    ]
    rules = [(60.0, 255.0, y) for y in (70.0, 84.0, 122.0)]
    found = values_of(rows, rules, walls=[(x, 70.0, 122.0) for x in (60.0, 126.0, 190.0, 255.0)])
    assert found["First", "Share Of"] == "2.94"


def test_a_head_on_the_middle_of_its_column_beside_one_upright_line_is_of_that_column() -> None:
    places = [140.0, 180.0, 220.0]
    rows = [
        (80.0, [centred(180, "Mean")]),
        (90.0, [(60.0, "Model"), centred(140, "P"), centred(220, "F")]),
        (104.0, [(60.0, "First"), *[centred(x, f"71.{x:.0f}") for x in places]]),
        (114.0, [(60.0, "Second"), *[centred(x, f"72.{x:.0f}") for x in places]]),
    ]
    found = values_of(rows, [(60, 240, 71), (60, 240, 94), (60, 240, 120)], walls=[(115.0, 71.0, 120.0)])
    assert found["First", "P"] == "71.140"
    assert found["Second", "Mean"] == "72.180"


def test_a_word_far_off_in_upper_case_goes_on_no_head() -> None:
    rows = [
        (80.0, [(60.0, "Model"), (130.0, "Share"), (176.0, "Left"), (230.0, "Time")]),
        (94.0, [(60.0, "First"), (130.0, "1.5"), (230.0, "75.4")]),
        (104.0, [(60.0, "Second"), (130.0, "2.5"), (230.0, "77.0")]),
        (114.0, [(60.0, "Third"), (130.0, "3.5"), (230.0, "78.0")]),
    ]
    found = values_of(rows, [(60, 260, 71), (60, 260, 84), (60, 260, 120)])
    assert {column for _, column in found} == {"Share", "Time"}


def test_no_word_goes_on_a_head_that_is_cut_at_the_end_of_its_line() -> None:
    rows = [
        (80.0, [(60.0, "Model"), (130.0, "im-"), (150.0, "Ways"), (230.0, "Time")]),
        (89.0, [(130.0, "portant")]),
        *[
            (y, [(60.0, name), (130.0, f"1.{y:.0f}"), (230.0, "75.4")])
            for y, name in [(103.0, "First"), (113.0, "Second"), (123.0, "Third")]
        ],
    ]
    found = values_of(rows, [(60, 260, 71), (60, 260, 93), (60, 260, 129)])
    assert "im- Ways" not in " ".join(column for _, column in found)
    assert found["Third", "Time"] == "75.4"
