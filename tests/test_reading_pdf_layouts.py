"""Layouts of tables that papers use, each set word by word on a page: every value comes out under the labels it is printed under."""

from __future__ import annotations

from itertools import pairwise

from set_pages import HEADS, RULES, SCORES, Line, by_labels, centred, justified, tables_of, values_of, width


def test_the_words_of_a_label_set_wide_to_fill_its_column_are_one_label() -> None:
    rows = [
        (80.0, [(60.0, "Outcome"), (150.0, "Before"), (200.0, "After")]),
        (94.0, [*justified(60, 132, "Mean age of the"), (150.0, "51.2"), (200.0, "52.3")]),
        (103.0, justified(60, 132, "people at the")),
        (112.0, [(60.0, "first visit")]),
        (123.0, [*justified(60, 132, "Deaths from all"), (150.0, "12.4"), (200.0, "11.9")]),
        (132.0, [(60.0, "causes")]),
        (143.0, [(60.0, "Smokers"), (150.0, "31.0"), (200.0, "28.5")]),
    ]
    found = values_of(rows, [(60, 220, 70), (60, 220, 84), (60, 220, 148)])
    assert found["Mean age of the people at the first visit", "Before"] == "51.2"
    assert found["Deaths from all causes", "After"] == "11.9"
    assert found["Smokers", "After"] == "28.5"


def test_a_head_that_begins_and_ends_with_its_two_columns_is_one() -> None:
    head = "Large models"
    second, third = 130 + width(head) - width("71.2"), 190.0
    heads = [(60.0, "Model"), centred(130 + width("71.2") / 2, "P"), centred(second + width("71.2") / 2, "R"), (third, "Time")]
    rows = [
        (80.0, [(130.0, head), (third, "Cost")]),
        (92.0, heads),
        (106.0, [(60.0, "First"), (130.0, "71.2"), (second, "80.1"), (third, "75.4")]),
        (116.0, [(60.0, "Second"), (130.0, "73.2"), (second, "81.1"), (third, "77.0")]),
    ]
    found = values_of(rows, [(60, 225, 71), (60, 225, 96), (60, 225, 120)])
    assert found["First", "Large models > P"] == "71.2"
    assert found["Second", "Large models > R"] == "81.1"


def test_the_heads_right_below_a_caption_are_no_part_of_it() -> None:
    upper = [(y - 9, texts) for y, texts in [*HEADS, *SCORES]]
    found = values_of(upper, [(60, 225, 57.5), (60, 225, 75), (60, 225, 99)])
    assert found["First", "P"] == "71.2"


def test_a_label_between_or_beside_rows_is_for_all_of_its_block() -> None:
    sizes = ["0.6B", "1.3B", "0.6B", "1.7B", "7B", "13B", "30B"]
    rows = [(94.0 + 10 * at, [(110.0, size), (150.0, f"8{at}.1"), (190.0, f"7{at}.2")]) for at, size in enumerate(sizes)]
    labels = [(99.0, [(60.0, "NLLB")]), (119.0, [(60.0, "XGLM")])]
    rows[5] = (rows[5][0], [(60.0, "LLaMA"), *rows[5][1]])
    head = (80.0, [(60.0, "Model"), (110.0, "Size"), (150.0, "ar"), (190.0, "bg")])
    found = values_of([head, *rows, *labels], [(60, 215, 71), (60, 215, 84), (60, 215, 158)])
    assert found["NLLB > 1.3B", "bg"] == "71.2"
    assert found["XGLM > 0.6B", "ar"] == "82.1"
    assert [text for (row, _), text in found.items() if row.startswith("LLaMA")] == ["84.1", "74.2", "85.1", "75.2", "86.1", "76.2"]


def test_a_head_of_one_line_stands_beside_heads_of_two() -> None:
    rows = [
        (78.0, [(122.0, "Mean"), (205.0, "Word error")]),
        (82.0, [(170.0, "One")]),
        (87.0, [centred(150, "group"), (205.0, "rate")]),  # on the middle of two columns
        *[(y + 7, texts) for y, texts in SCORES],
    ]
    found = values_of(rows, [(60, 250, 69), (60, 250, 91), (60, 250, 116)])
    assert found["First", "Mean > group"] == "71.2"
    assert found["First", "One"] == "80.1"
    assert found["Second", "Word error > rate"] == "77.0"


def test_heads_of_one_word_each_are_as_many_as_the_columns_below_them() -> None:
    starts = [130.0, 130 + width("Params") + 4, 130 + width("Params") + width("Memory") + 8]
    rows = [
        (80.0, list(zip(starts, ["Params", "Memory", "Time"], strict=True))),
        *[(y, [(60.0, name), *zip(starts, texts, strict=True)]) for y, name, texts in [(94.0, "First", "356"), (104.0, "Second", "478")]],
    ]
    found = values_of(rows, [(60, 225, 71), (60, 225, 84), (60, 225, 108)])
    assert found["Second", "Memory"] == "7"


def test_heads_that_come_again_show_what_the_head_over_them_spans() -> None:
    places = [130.0, 160.0, 190.0, 230.0, 260.0, 290.0]
    rows = [
        (80.0, [centred(192, "First"), centred(292, "Second")]),
        (92.0, [(60.0, "Model"), *zip(places, "PRFPRF", strict=True)]),
        *[
            (y, [(60.0, name), *[(x, f"{tens}{at}.5") for at, x in enumerate(places)]])
            for y, name, tens in [(106.0, "A", 7), (116.0, "B", 8)]
        ],
    ]
    found = values_of(rows, [(60, 310, 71), (60, 310, 96), (60, 310, 120)])
    assert found["A", "First > P"] == "70.5"
    assert found["B", "Second > F"] == "85.5"


def test_a_caption_may_announce_a_table_of_words_without_lines() -> None:
    rows = [(78.0 + 11 * at, [(60.0, label), (120.0, text)]) for at, (label, text) in enumerate([
        ("Source", "well we had thought that you would come along with them to the sea for a day"),
        ("Cleaned", "we had thought that you would come along with them to the sea"),
        ("Neural", "we thought that they would come along with you to the sea for one day"),
    ])]  # fmt: skip
    prose = [(180.0 + 10 * at, [(50.0, "The words of this line are set as those of all the prose on a page.")]) for at in range(8)]
    found = values_of([*rows, *prose], [])
    assert [row for row, _ in found] == ["Cleaned", "Neural"]


def test_labels_of_two_lines_each_stand_about_their_rows() -> None:
    labels = [(92.0, "Number of visits to"), (101.0, "a doctor"), (110.0, "Deaths from every"), (119.0, "cause")]
    rows = [
        (80.0, [(60.0, "Outcome"), (150.0, "Before"), (200.0, "After")]),
        (96.5, [(150.0, "51.2"), (200.0, "52.3")]),
        (114.5, [(150.0, "12.4"), (200.0, "11.9")]),
        (128.0, [(60.0, "Smokers"), (150.0, "31.0"), (200.0, "28.5")]),
        *[(base, [(60.0, text)]) for base, text in labels],
    ]
    found = values_of(rows, [(60, 225, 71), (60, 225, 84), (60, 225, 132)])
    assert found["Number of visits to a doctor", "Before"] == "51.2"
    assert found["Deaths from every cause", "After"] == "11.9"


def test_a_name_of_rows_may_run_over_two_lines_of_the_whole_table() -> None:
    name = "Those who came to the clinic before the first of the"
    edge = 60 + width(name) + 6
    rows = [
        (80.0, [(60.0, "Outcome"), (edge - 70, "Before"), (edge - 25, "After")]),
        (94.0, [(60.0, name)]),
        (103.0, [(60.0, "measurements were made")]),
        (114.0, [(60.0, "Smokers"), (edge - 70, "31.0"), (edge - 25, "28.5")]),
        (124.0, [(60.0, "Women"), (edge - 70, "32.0"), (edge - 25, "29.5")]),
    ]
    found = values_of(rows, [(60, edge, 71), (60, edge, 84), (60, edge, 128)])
    assert found[f"{name} measurements were made > Women", "After"] == "29.5"


def test_a_table_right_below_its_caption_may_stand_to_one_side() -> None:
    moved = [(y, [(x + 80, text) for x, text in texts]) for y, texts in [*HEADS, *SCORES]]
    beside = (126.0, [(140.0, "Not counted"), (245.0, "12.5")])  # below the last line
    found = values_of([*moved, beside], [(140, 305, 64), (140, 305, 84), (140, 305, 108)])
    assert [row for row, column in found if column == "R"] == ["First", "Second"]


def test_a_label_between_its_rows_keeps_an_index_that_stands_apart() -> None:
    rows = [
        (80.0, [(60.0, "Property"), (150.0, "Before"), (200.0, "After"), (250.0, "Kept")]),
        *[
            row
            for y, one, other in [(96.0, "Count,", "seen"), (120.0, "Mass,", "known")]
            for row in [
                (y, [(150.0, f"{y:.0f}.1"), (200.0, f"{y:.0f}.2")]),
                (y + 5, [(60.0, one), (250.0, "yes")]),
                (y + 6, [(60.0 + width(one) + 4, other)]),
                (y + 10, [(150.0, f"{y:.0f}.3"), (200.0, f"{y:.0f}.4")]),
            ]
        ],
    ]
    found = values_of(rows, [(60, 270, 70), (60, 270, 84), (60, 270, 136)], small=("seen", "known"))
    assert {row.replace(" ", "") for row, _ in found} == {"Count,seen", "Mass,known"}


def test_a_name_in_bold_over_rows_is_no_line_of_the_label_below_it() -> None:
    names = ["Place where they live", "Income of the family"]
    labels = [[("in the country", 3), ("in a larger town", 4)], [("below the mean of all", 5), ("above it", 6)]]
    rows: list[tuple[float, list[Line]]] = [(80.0, [(150.0, "Before"), (200.0, "After")])]
    for name, below in zip(names, labels, strict=True):
        rows.append((rows[-1][0] + 12, [(60.0, name)]))
        for label, tens in below:
            rows.append((rows[-1][0] + 10, [(60.0, label), (150.0, f"{tens}1.5"), (200.0, f"{tens}2.5")]))
    found = values_of(rows, [(60, 220, 70), (60, 220, 84), (60, 220, 150)], bold=tuple(names))
    assert found["Place where they live > in a larger town", "Before"] == "41.5"
    assert found["Income of the family > below the mean of all", "After"] == "52.5"


def test_heads_a_blank_apart_are_each_over_the_column_whose_middle_they_stand_on() -> None:
    heads = ["Mean", "Within SD", "Between SD"]
    places = [150.0]
    for one, other in pairwise(heads):
        places.append(places[-1] + (width(one) + width(other)) / 2 + 2.6)
    rows = [
        (80.0, [centred(place, head) for place, head in zip(places, heads, strict=True)]),
        (94.0, [(60.0, "Reports of the police each year")]),
        *[
            (y, [(60.0, name), *[centred(place, f"{tens}{at}.5") for at, place in enumerate(places)]])
            for y, name, tens in [(104.0, "All people", 1), (114.0, "Women", 2), (124.0, "Men", 3)]
        ],
    ]
    found = values_of(rows, [(60, 250, 70), (60, 250, 84), (60, 250, 130)])
    assert found["Reports of the police each year > Women", "Within SD"] == "21.5"
    assert found["Reports of the police each year > Men", "Between SD"] == "32.5"


def test_a_cell_that_ends_in_a_comma_goes_on_behind_it() -> None:
    rows = [(80.0, [(60.0, "Variables"), (150.0, "Found"), (200.0, "Interval")])]
    for at, (name, low, high) in enumerate([("Unclear", 13, 29), ("Other", 16, 33), ("None", 29, 48), ("All", 2, 9)]):
        low_text = f"{low}%,"
        texts = [(60.0, name), (150.0, f"{3 * low}"), (200.0, low_text), (200.0 + width(low_text) + 3.4, f"{high}%")]
        rows.append((94.0 + 10 * at, texts))
    found = values_of(rows, [(60, 240, 70), (60, 240, 84), (60, 240, 130)])
    assert found["Other", "Interval"] == "16%, 33%"
    assert found["All", "Interval"] == "2%, 9%"


def test_a_column_with_nothing_but_a_part_of_a_head_is_none() -> None:
    edge = 230 + width("(firms)")
    rows = [
        (80.0, [(60.0, "Sample"), (130.0, "Most"), (160.0, "im-"), (230 - width("N") - 3.8, "N"), (230.0, "(firms)"), (290.0, "Between")]),
        (90.0, [(130.0, "portant")]),
        *[
            (y, [(60.0, name), (130.0, f"{tens}.15"), (edge - width(f"{tens} (14)"), f"{tens} (14)"), (290.0, f"0.{tens}")])
            for y, name, tens in [(106.0, "Life", 69), (116.0, "House", 56), (126.0, "Car", 64)]
        ],
    ]
    found = values_of(rows, [(60, 330, 70), (60, 330, 95), (60, 330, 132)])
    assert found["Life", "N (firms)"] == "69 (14)"
    assert found["House", "Most im- > portant"] == "56.15"


def test_a_mark_that_reaches_into_the_next_column_takes_no_value_there() -> None:
    places = [130.0, 163.5]
    ends = [place + width("-0.641") for place in places]
    rows = [
        (80.0, [(60.0, "Sample"), (130.0, "All"), (158.0, "Other"), (210.0, "Within")]),
        (94.0, [(60.0, "Life"), (132.0, "0.67"), (165.0, "0.84"), (213.0, "0.15")]),
        (104.0, [(60.0, "House"), (132.0, "0.65"), (165.0, "0.83"), (213.0, "0.14")]),
        (114.0, [(60.0, "Car"), *[(place, "-0.641") for place in places], (213.0, "0.42")]),
        (111.0, [(end, "***") for end in ends]),
    ]
    found = values_of(rows, [(60, 240, 70), (60, 240, 85), (60, 240, 120)], small=("***",))
    assert found["Car", "All"] == found["Car", "Other"] == "-0.641"


def test_a_number_over_another_is_a_fraction() -> None:
    rows = [
        (80.0, [(60.0, "Predictor"), (150.0, "Slope"), (200.0, "Samples")]),
        (94.0, [(60.0, "mean height"), (150.0, "0.985"), (200.0, "100")]),
        (106.0, [(63.4, "(mean weight)"), (150.0, "0.838"), (200.0, "110")]),
        (102.9, [(60.0, "1")]),
        (108.4, [(60.0, "2")]),
        (118.0, [(60.0, "depth"), (150.0, "1.005"), (200.0, "120")]),
    ]
    found = values_of(rows, [(60, 240, 70), (60, 240, 85), (60, 240, 124)], small=("1", "2"))
    assert found["1/2(mean weight)", "Slope"] == "0.838"


def test_labels_on_the_left_of_lines_that_leave_them_out_are_part_of_the_table() -> None:
    names = ["Below the mean", "Above the mean", "Difference", "Women", "Men"]
    rows: list[tuple[float, list[Line]]] = []
    for at, name in enumerate(names):
        rows.append((106.0 + 11 * at, [(34.0, name), *[centred(x, f"{at}.{x:.0f}") for x in (160.0, 210.0, 270.0)]]))
    found = values_of(rows, [(96, 290, 98), (96, 290, 133), (96, 290, 154)])
    assert [row for row, _ in found] == names


def test_a_row_of_heads_close_together_is_no_line_of_prose() -> None:
    heads = ["Any sharing of it", "By the messenger", "On the timeline", "With all friends"]
    starts = [130 + sum(width(head) + 9 for head in heads[:at]) for at in range(4)]
    middles = [start + width(head) / 2 for start, head in zip(starts, heads, strict=True)]
    rows: list[tuple[float, list[Line]]] = [(80.0, list(zip(starts, heads, strict=True)))]
    for at, name in enumerate(["Below mean", "Above mean", "Difference", "Women", "Men"]):
        rows.append((96.0 + 11 * at, [(60.0, name), *[centred(x, f"{at}.{column}4") for column, x in enumerate(middles)]]))
    found = values_of(rows, [(60, 400, 85), (60, 400, 123), (60, 400, 144)])
    assert found["Women", "By the messenger"] == "3.14"


def test_frames_one_below_the_other_under_one_caption_are_its_parts() -> None:
    lower = [(y + 46, [(x if x < 100 else x - 20, text) for x, text in texts]) for y, texts in [*HEADS, *SCORES]]
    rules = [*RULES, *[(x0, x1 - 20, y + 46) for x0, x1, y in RULES]]
    upper, below = map(by_labels, tables_of([*HEADS, *SCORES, *lower], rules))
    assert upper == below
    assert below["Second", "F"] == "77.0"


def test_a_frame_far_below_another_is_no_part_of_its_table() -> None:
    lower = [(y + 86, [(x if x < 100 else x - 20, text) for x, text in texts]) for y, texts in [*HEADS, *SCORES]]
    assert len(tables_of([*HEADS, *SCORES, *lower], [*RULES, *[(x0, x1 - 20, y + 86) for x0, x1, y in RULES]])) == 1


def test_a_drawn_underscore_joins_the_words_of_a_label() -> None:
    foot = 60 + width("first") + 0.3
    rows = [*HEADS, *[(y, [(60.0, "first"), (foot + 3.9, "big"), *texts[1:]]) for y, texts in SCORES[:1]], *SCORES[1:]]
    found = values_of(rows, [*RULES, (foot, foot + 3.6, 95.0)])
    assert found["first_big", "P"] == "71.2"


def test_labels_set_to_the_right_are_not_set_in() -> None:
    names = ["below 33", "aged 11", "over 22 or so", "below 44", "aged 55", "over 66 or so"]
    rows: list[tuple[float, list[Line]]] = [(80.0, [(140.0, "Before"), (190.0, "After")])]
    rows += [(94.0 + 10 * at, [(125 - width(name), name), (140.0, f"{at}1.5"), (190.0, f"{at}2.5")]) for at, name in enumerate(names)]
    found = values_of(rows, [(60, 215, 71), (60, 215, 84), (60, 215, 148)])
    assert [row for row, column in found if column == "After"] == names


def test_lines_that_all_leave_a_column_out_hold_its_label_together() -> None:
    rows = [
        (80.0, [(60.0, "Way"), (130.0, "Set"), (180.0, "P"), (220.0, "R")]),
        *[(94.0 + 12 * at, [(130.0, name), (180.0, f"{at}1.5"), (220.0, f"{at}2.5")]) for at, name in enumerate("abcd")],
        (94.0, [(60.0, "Read by")]),
        (106.0, [(60.0, "people")]),
    ]
    lines = [(60.0, 245.0, y) for y in (71, 84, 134)] + [(125.0, 245.0, 97.0 + 12 * at) for at in range(3)]
    found = values_of(rows, lines)
    assert found["Read by people > a", "P"] == "01.5"
    assert found["Read by people > d", "R"] == "32.5"


def test_a_table_in_larger_type_is_none_of_the_one_above_it() -> None:
    title = "What stands below"
    lower = [(y + 86, texts) for y, texts in [*HEADS, *SCORES]]
    rows = [*HEADS, *SCORES, (150.0, [(60.0, title)]), *lower]
    (found,) = map(by_labels, tables_of(rows, [*RULES, *[(x0, x1, y + 86) for x0, x1, y in RULES]], large=(title,)))
    assert list(found) == [(name, head) for name in ("First", "Second") for head in "PRF"]


def test_where_one_block_has_one_name_in_its_middle_the_lines_of_another_are_one_name() -> None:
    rows = [
        (80.0, [(60.0, "Way"), (130.0, "Set"), (180.0, "P"), (220.0, "R")]),
        *[(94.0 + 10 * at, [(130.0, f"the {name}"), (180.0, f"{at}1.5"), (220.0, f"{at}2.5")]) for at, name in enumerate("abcdef")],
        (104.0, [centred(80, "Heard")]),
        (124.0, [centred(80, "Reading")]),
        (134.0, [centred(80, "Aloud")]),
    ]
    found = values_of(rows, [(60, 245, y) for y in (71, 84, 117, 148)])
    assert found["Heard > the a", "P"] == "01.5"
    assert found["Reading Aloud > the d", "P"] == "31.5"
    assert found["Reading Aloud > the f", "R"] == "52.5"


def test_cells_of_prose_go_on_over_lines_that_hold_nothing_else() -> None:
    rows = [
        (80.0, [(60.0, "Path"), (110.0, "What it is"), (200.0, "Loss")]),
        (94.0, [(60.0, "Orderly"), *justified(110, 190, "Warming stays low"), (200.0, "5.62")]),
        (103.0, justified(110, 190, "at two degrees.")),
        (112.0, justified(110, 190, "Strict rules are")),
        (121.0, [(110.0, "needed from now")]),
        (130.0, [(60.0, "Late"), *justified(110, 190, "Nothing happens at"), (200.0, "8.46")]),
        (139.0, [(110.0, "all before 2030")]),
        (148.0, [(60.0, "None"), (110.0, "All pledges"), (200.0, "8.82")]),
    ]
    found = values_of(rows, [(60, 220, 70), (60, 220, 84), (60, 220, 152)])
    assert found["Orderly > Warming stays low at two degrees. Strict rules are needed from now", "Loss"] == "5.62"
    assert found["Late > Nothing happens at all before 2030", "Loss"] == "8.46"
    assert found["None > All pledges", "Loss"] == "8.82"


def test_a_head_set_wide_over_lines_is_one_head() -> None:
    rows = [
        (78.0, [(60.0, "Constant"), *justified(120, 202, "Unconfined tests"), *justified(215, 295, "Undrained tests with")]),
        (87.0, [(120.0, "without any drainage"), (215.0, "triaxial load")]),
        (100.0, [(60.0, "Stiffness"), (120.0, "125"), (215.0, "30")]),
        (110.0, [(60.0, "Slope"), (120.0, "0.15"), (215.0, "0.05")]),
    ]
    found = values_of(rows, [(60, 300, 69), (60, 300, 91), (60, 300, 114)])
    assert found["Stiffness", "Unconfined tests > without any drainage"] == "125"
    assert found["Slope", "Undrained tests with > triaxial load"] == "0.05"


def test_parts_one_above_the_other_end_where_a_letter_names_them() -> None:
    second = [(y + 50, [(x, text.replace(".1", ".6")) for x, text in own]) for y, own in [*HEADS, *SCORES]]
    names = [(118.0, [(90.0, "(a) on the first set")]), (168.0, [(90.0, "(b) on the second set")])]
    found = tables_of([*HEADS, *SCORES, *second, *names], [*RULES, *[(x0, x1, y + 50) for x0, x1, y in RULES]])
    assert [table.label for table in found] == ["Table 1a", "Table 1b"]
    assert [cell.text for table in found for cell in table.cells if cell.row == ("First",) and cell.column == ("R",)] == ["80.1", "80.6"]


def test_a_value_on_the_middle_of_all_columns_is_for_all_of_them() -> None:
    rows = [
        (80.0, [(60.0, "Setting"), centred(140, "First"), centred(180, "Second")]),
        (94.0, [(60.0, "Rate"), centred(140, "5.5"), centred(180, "1.5")]),
        (104.0, [(60.0, "Batch"), centred(140, "8"), centred(180, "4")]),
        (114.0, [(60.0, "Length"), centred(160, "512")]),
        (124.0, [(60.0, "Seed"), centred(180, "7")]),
    ]
    found = values_of(rows, [(60, 200, 70), (60, 200, 84), (60, 200, 130)])
    assert found["Length", "First > Second"] == "512"
    assert found["Seed", "Second"] == "7"


def test_a_value_on_the_middle_of_the_columns_of_one_head_is_for_all_of_these() -> None:
    rows = [
        (78.0, [centred(150, "Whole"), centred(230, "Part")]),
        (90.0, [(60.0, "Link"), centred(130, "Mean"), centred(170, "Zeros"), centred(210, "Mean"), centred(250, "Zeros")]),
        (104.0, [(60.0, "First"), centred(130, "0.153"), centred(170, "84.7"), centred(210, "0.266"), centred(250, "73.4")]),
        (114.0, [(60.0, "Second"), centred(130, "0.187"), centred(170, "81.3"), centred(210, "0.156"), centred(250, "84.3")]),
        (124.0, [(60.0, "Cases"), centred(150, "247"), centred(230, "124")]),
    ]
    found = values_of(rows, [(60, 265, 69), (115, 187, 81.5), (193, 265, 81.5), (60, 265, 94), (60, 265, 130)])
    assert found["Cases", "Whole > Mean > Zeros"] == "247"
    assert found["Cases", "Part > Mean > Zeros"] == "124"


def test_words_of_the_column_beside_a_wide_table_are_no_cells_of_it() -> None:
    beside = [(y, [(222.0, "on the whole the small models do as well")]) for y in (80.0, 94.0, 104.0, 116.0)]
    found = values_of([*HEADS, *SCORES, *beside], [(60.0, 232.0, y) for _, _, y in RULES])
    assert set(found) == {(row, column) for row in ("First", "Second") for column in "PRF"}


def test_a_word_between_two_upright_lines_is_of_the_one_column_there() -> None:
    rows = [
        (80.0, [(130.0, "Theory"), (194.0, "Share"), (243.0, "of")]),
        (89.0, [(194.0, "error")]),
        (103.0, [(64.0, "First"), (130.0, "1.811"), (194.0, "1.35")]),
        (115.0, [(64.0, "Second"), (130.0, "1.129"), (194.0, "0.24")]),
    ]
    rules = [(60.0, 255.0, y) for y in (70.0, 93.0, 107.0, 119.0)]
    found = values_of(rows, rules, walls=[(x, 70.0, 119.0) for x in (60.0, 126.0, 190.0, 255.0)])
    assert found["First", "Share of > error"] == "1.35"


def test_a_label_above_its_text_is_a_caption_though_a_row_stands_beside_it() -> None:
    other = [(155.0, [(230.0, "C"), (260.0, "1.81"), (300.0, "1.35")]), (165.0, [(230.0, "D"), (260.0, "1.12"), (300.0, "0.24")])]
    second = [(y + 120, texts) for y, texts in [*HEADS, *SCORES]]
    label = [(165.0, [centred(142, "TABLE II")]), (175.0, [centred(142, "What came of it later on")])]
    tables = tables_of([*HEADS, *SCORES, *label, *second, *other], [*RULES, *[(x0, x1, y + 120) for x0, x1, y in RULES]])
    assert "TABLE II" in [table.label for table in tables]
