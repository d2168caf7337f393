"""What stands between a caption and its table, and which lines are the caption's own."""

from __future__ import annotations

from set_pages import HEADS, RULES, SCORES, by_labels, centred, values_of
from typed_pages import FILLER, Typed, page, read

from synth.reading.pdf.page import Stroke


def with_table(typed: Typed, top: float) -> Typed:
    """The page with a small table between lines, from a height on."""
    for y, texts in [*HEADS, *SCORES]:
        for x, text in texts:
            typed.line(text, x, y - 71 + top, size=8)
    typed.strokes += [Stroke(x0, y - 71 + top, x1, y - 71 + top) for x0, x1, y in RULES]
    return typed


def test_the_letter_of_a_part_above_its_lines_is_no_head_of_it() -> None:
    lower = [(y + 10, texts) for y, texts in [*HEADS, *SCORES]]
    found = values_of([(78.0, [centred(142.5, "(a) The first set")]), *lower], [(x0, x1, y + 10) for x0, x1, y in RULES])
    assert found["First", "P"] == "71.2"


def test_notes_in_smaller_type_may_stand_between_a_table_and_the_caption_below_it() -> None:
    typed = with_table(page(), 100)
    typed.line("The mean of all days on which the river stood high is given", 60, 146, size=7)
    typed.line("Table 1: What was measured.", 60, 164)
    (found,) = read(typed).tables
    assert found.caption == "What was measured."
    assert by_labels(found)["Second", "F"] == "77.0"
    assert all("river" not in cell.text for cell in found.cells)


def test_a_title_far_from_the_lines_of_a_caption_is_none_of_them() -> None:
    typed = page().line("Table 1: What was measured on four days", 60, 60)
    typed.line("Scores of all", 190, 72)
    (found,) = read(with_table(typed, 77)).tables
    assert found.caption == "What was measured on four days"


def test_the_last_line_of_a_caption_may_stand_on_its_middle() -> None:
    typed = page().line("Table 1: What was measured on four days in the first week of spring", 60, 60)
    first, last = typed.words[0].x0, typed.words[-1].x1
    typed.line("and again", (first + last) / 2 - 21.5, 72)
    (found,) = read(with_table(typed, 84)).tables
    assert found.caption == "What was measured on four days in the first week of spring and again"


def test_the_lines_of_a_caption_in_small_type_are_as_far_apart_as_those_of_their_manuscript() -> None:
    typed = page().column(2 * FILLER, 50, 400, right=550, size=12)
    for at, word in enumerate(typed.words):  # two lines of room for each
        down = word.base - 400
        typed.words[at] = word._replace(y0=word.y0 + 0.7 * down, base=word.base + 0.7 * down, y1=word.y1 + 0.7 * down)
    typed.line("Table 1: What was measured on four days of the first week,", 60, 60, size=9)
    typed.line("and in the second week, when the river stood high.", 60, 78, size=9)
    (found,) = read(with_table(typed, 90)).tables
    assert found.caption.endswith("when the river stood high.")
    assert by_labels(found)["First", "P"] == "71.2"
