"""Labels of printed tables: which rows each names, and which of its lines are one."""

from __future__ import annotations

from set_pages import Line, by_labels, values_of
from typed_pages import page, read

from synth.reading.pdf.page import Stroke

ROWS: list[tuple[float, list[Line]]] = [(80.0, [(130.0, "Set"), (180.0, "P"), (220.0, "R")])]


def test_numbers_in_the_middle_of_bands_between_lines_name_all_rows_of_their_band() -> None:
    heights = [94.0, 104.0, 114.0, 128.0, 138.0, 148.0, 158.0, 168.0]
    rows = [
        *ROWS,
        *[(y, [(130.0, f"the {name}"), (180.0, f"{y:.0f}.5"), (220.0, "2.5")]) for y, name in zip(heights, "abcdefgh", strict=True)],
    ]
    rows += [(104.0, [(66.0, "12")]), (148.0, [(66.0, "24")])]
    found = values_of(rows, [(60, 245, y) for y in (71, 84, 118, 172)])
    assert found["12 > the a", "P"] == "94.5"
    assert found["24 > the d", "P"] == "128.5"
    assert found["24 > the h", "P"] == "168.5"


def test_where_labels_begin_in_lower_case_a_line_that_does_so_is_no_rest_of_one() -> None:
    rows: list[tuple[float, list[Line]]] = [(80.0, [(160.0, "Before"), (200.0, "After")])]
    names = ["age of all people seen", "by place of birth", "north", "south", "share of all who came", "by year of birth", "young", "old"]
    for at, name in enumerate(names):
        values = [] if name.startswith("by") else [(160.0, f"{at}1.5"), (200.0, f"{at}2.5")]
        rows.append((94.0 + 10 * at, [(60.0, name), *values]))
    found = values_of(rows, [(60, 225, 71), (60, 225, 84), (60, 225, 170)])
    assert found["by place of birth > north", "Before"] == "21.5"
    assert found["age of all people seen", "After"] == "02.5"


def test_a_label_set_sideways_is_for_all_rows_of_its_band_where_each_band_has_one() -> None:
    typed = page().line("Table 1: What was measured.", 60, 60)
    for y, texts in [
        (80.0, ["Set", "P", "R"]),
        *[(94.0 + 12 * at, [f"the {name}", f"{at}1.5", f"{at}2.5"]) for at, name in enumerate("abcdefgh")],
    ]:
        for x, text in zip([100.0, 150.0, 200.0], texts, strict=True):
            typed.line(text, x, y, size=8)
    typed.line("Read", 70, 131, size=8, turn=90).line("Said", 70, 179, size=8, turn=90)
    typed.strokes += [Stroke(60, y, 225, y) for y in (71.0, 84.0, 134.0, 182.0)]
    (found,) = read(typed).tables
    values = by_labels(found)
    assert values["Read > the a", "P"] == "01.5"
    assert values["Read > the d", "P"] == "31.5"
    assert values["Said > the h", "R"] == "72.5"
