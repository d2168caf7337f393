"""Where the pieces of a table's rows leave columns, and which rows a label along its side is for."""

from __future__ import annotations

from synth.reading.pdf.tables.columns import columns_of, spanned
from synth.reading.pdf.tables.labels import over_bands
from synth.reading.pdf.tables.rows import Atom, Row
from synth.reading.tables import Rule

LETTER = 5.0  # points: as wide is each letter typed here
SIZE = 10.0
STEP = 12.0  # points from row to row
TOP = 100.0  # the baseline of the first row

Texts = list[tuple[float, str]]  # where each begins


def rows(*typed: Texts) -> list[Row]:
    made = []
    for number, texts in enumerate(typed):
        base = TOP + STEP * number
        atoms = [Atom(x, base - 8, x + LETTER * len(text), base + 2, text, "", "", 0, SIZE, ()) for x, text in texts]
        made.append(Row(base, SIZE, tuple(atoms)))
    return made


def places(typed: list[Row], cuts: tuple[float, ...] = ()) -> list[list[int]]:
    """For each row, the column that each of its texts begins in."""
    columns = columns_of(typed, cuts)
    return [[spanned(atom, columns)[0] for atom in row.atoms] for row in typed]


# Words that go on right behind names of other lengths: one text, which an upright line makes two.
RUNNING = rows([(60, "Roe"), (80, "for all"), (170, "12.5")], [(60, "Oh"), (74, "a"), (170, "13.5")])


def test_words_that_go_on_a_blank_behind_others_are_in_their_column() -> None:
    assert places(RUNNING) == [[0, 0, 1], [0, 0, 1]]


def test_words_that_go_on_behind_an_upright_line_are_in_a_column_of_their_own() -> None:
    assert places(RUNNING, cuts=(79.5,)) == [[0, 1, 2], [0, 0, 2]]


SELDOM = rows([(60, "First"), (150, "12.5"), (210, "13.5")], [(60, "Second"), (150, "22.5"), (210, "23.5")], [(175, "4.5")])


def test_a_value_right_behind_an_upright_line_is_in_a_column_of_its_own() -> None:
    assert places(SELDOM, cuts=(172.5,)) == [[0, 1, 3], [0, 1, 3], [2]]
    assert places(SELDOM) == [[0, 1, 2], [0, 1, 2], [1]]


def test_the_one_label_along_the_side_of_a_band_is_for_all_of_its_rows() -> None:
    typed = rows(*([(80.0, "a"), (150.0, "12.5")] for _ in range(10)))
    label = Atom(60, TOP - 8, 70, TOP + 20, "Town", "", "", 0, SIZE, ())
    (piece,) = over_bands([label], typed, [Rule(5, 0, 2)])
    assert (piece.row, piece.end_row) == (0, 5)
