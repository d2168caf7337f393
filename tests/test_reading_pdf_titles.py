"""Texts alone in their row: titles over the whole table, names of the rows below them, and second lines of heads."""

from __future__ import annotations

from set_pages import HEADS, SCORES, centred, values_of, width

PLACES = [138.0, 178.0, 248.0]  # the middles of three columns of values
EDGE = 248 + width("75.4") / 2
WHOLE = (60 + EDGE) / 2  # the middle of the table, and of its first two columns of values
THREE = [
    (92.0, [(60.0, "Model"), *[centred(x, head) for x, head in zip(PLACES, "PRF", strict=True)]]),
    (106.0, [(60.0, "First"), *[centred(x, text) for x, text in zip(PLACES, ["71.2", "80.1", "75.4"], strict=True)]]),
    (116.0, [(60.0, "Second"), *[centred(x, text) for x, text in zip(PLACES, ["73.2", "81.1", "77.0"], strict=True)]]),
]


def test_a_text_on_the_middle_of_the_whole_table_is_over_all_its_columns() -> None:
    title = "Scores of models"
    found = values_of([(80.0, [centred(WHOLE, title)]), *THREE], [(60, EDGE, 71), (60, EDGE, 96), (60, EDGE, 122)])
    assert found["First", f"{title} > P"] == "71.2"
    assert found["Second", f"{title} > F"] == "77.0"


def test_a_text_on_the_middle_of_the_lines_across_the_table_is_over_all_its_columns() -> None:
    title, end = "Scores of models", EDGE + 24
    found = values_of([(80.0, [centred((60 + end) / 2, title)]), *THREE], [(60, end, 71), (60, end, 96), (60, end, 122)])
    assert found["First", f"{title} > P"] == "71.2"
    assert found["Second", f"{title} > F"] == "77.0"


def test_a_text_below_the_heads_on_the_middle_of_the_values_names_the_rows_below_it() -> None:
    places = [138.0, 178.0, 218.0, 258.0]
    texts = [[centred(x, f"{at}{x:.0f}") for x in places] for at in (1, 2)]
    rows = [
        (80.0, [(60.0, "Model"), *[centred(x, head) for x, head in zip(places, "PRFG", strict=True)]]),
        (92.0, [centred(198, "Read in the town")]),
        (104.0, [(60.0, "First"), *texts[0]]),
        (114.0, [(60.0, "Second"), *texts[1]]),
        (126.0, [centred(198, "Heard in the town")]),
        (138.0, [(60.0, "First"), *texts[0]]),
        (148.0, [(60.0, "Second"), *texts[1]]),
    ]
    found = values_of(rows, [(60, 275, 71), (60, 275, 154)])
    assert found["Read in the town > First", "P"] == "1138"
    assert found["Heard in the town > Second", "G"] == "2258"


def test_a_text_between_lines_below_the_heads_names_rows_though_it_stands_on_the_middle_of_a_column() -> None:
    middle = 165 + width("80.1") / 2
    rows = [
        *HEADS,
        (94.0, [centred(middle, "Read")]),
        *[(y + 14, texts) for y, texts in SCORES],
        (132.0, [centred(middle, "Heard")]),
        *[(y + 50, texts) for y, texts in SCORES],
    ]
    found = values_of(rows, [(60, 225, y) for y in (71, 84, 97.5, 122, 135.5, 160)])
    assert found["Read > First", "R"] == "80.1"
    assert found["Heard > Second", "R"] == "81.1"


def test_a_text_that_no_line_parts_from_the_head_over_it_goes_on_that_head() -> None:
    place = centred(WHOLE, "last year")[0]
    rows = [
        (80.0, [(60.0, "Model"), (place, "Mean"), (205.0, "F")]),
        (89.0, [(place, "last year")]),
        (103.0, [(60.0, "First"), (place, "80.1"), (205.0, "75.4")]),
        (113.0, [(60.0, "Second"), (place, "81.1"), (205.0, "77.0")]),
    ]
    found = values_of(rows, [(60, 225, 71), (60, 225, 93), (60, 225, 118)])
    assert found["First", "Mean > last year"] == "80.1"
    assert found["Second", "F"] == "77.0"
