"""Tables as the compiler sees them: one for each table of a source, with its lines, what its caption says and which way is better."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import made_document, made_table
from msgspec.structs import replace
from typed_claims import judged, read_tables

from synth.claims.layouts import COLUMN, ROW, is_average, lay_out, way
from synth.measurements import Measurement
from synth.reading.measured import measurements_of

SCORES = """Model | SST | Avg
Small > Alpha | 90.1 | 76.9
Borvo | 88.0 ± 0.3 | 75.2"""


def cell(value: float, **said: object) -> Measurement:
    given = {"source": "s", "origin": "parsed", "table": "Table 1", "row": "r", "column": "c", **said}
    return Measurement(value=value, low=value - 0.05, high=value + 0.05, **given)  # type: ignore[arg-type]


def test_a_line_is_its_path_and_the_numbers_that_stand_in_it() -> None:
    tables = read_tables(SCORES, captions=["Table 1: Accuracy."])
    (layout,) = tables.layouts
    assert (layout.table, layout.caption, layout.source) == ("Table 1", "Table 1: Accuracy.", "arXiv:2001.00001v1")
    assert [line.path for line in layout.lines(ROW)] == ["Small / Alpha", "Borvo"]
    assert [line.labels for line in layout.lines(ROW)] == [("Small", "Alpha"), ("Borvo",)]
    assert [line.path for line in layout.lines(COLUMN)] == ["SST", "Avg"]
    alpha, borvo = layout.rows
    sst, _ = layout.columns
    values = [tables.measurements[at].value for line in (alpha, borvo) for at in sorted(line.numbers)]
    assert values == [90.1, 76.9, 88.0, 75.2]
    assert len(alpha.numbers & sst.numbers) == 1


def test_a_spread_beside_a_value_is_no_column() -> None:
    tables = read_tables(SCORES)
    assert any("±" in row.column for row in tables.measurements)
    assert not any("±" in line.path for line in tables.layouts[0].columns)


def test_tables_of_one_name_in_two_sources_are_two() -> None:
    rows = [cell(1.0, source="one"), cell(2.0, source="two"), cell(3.0, source="one", table="Table 2")]
    assert [(layout.source, layout.table) for layout in lay_out(rows).layouts] == [
        ("one", "Table 1"),
        ("two", "Table 1"),
        ("one", "Table 2"),
    ]


@pytest.mark.parametrize("lacking", ["table", "row", "column"])
def test_a_number_without_a_place_is_in_no_table(lacking: str) -> None:
    tables = lay_out([cell(1.0, **{lacking: ""})])
    assert (len(tables.measurements), tables.layouts) == (1, ())


def test_an_average_is_a_line_over_others() -> None:
    (layout,) = read_tables("Model | SST | Avg | Average Precision\nAlpha | 1.0 | 2.0 | 3.0\nAverage | 1.0 | 2.0 | 3.0").layouts
    assert [is_average(line) for line in layout.columns] == [False, True, False]
    assert [is_average(line) for line in layout.rows] == [False, True]


# --- which way is better -----------------------------------------------------------------------------------------


def ways(text: str, caption: str = "") -> list[str]:
    """Which way is better in each column."""
    tables = read_tables(text, captions=[caption])
    (layout,) = tables.layouts
    return [way(line, layout, tables.measurements) for line in layout.columns]


def test_a_label_says_which_way_is_better() -> None:
    assert ways("Model | WER | F1 | Quux\nAlpha | 5.0 | 80.0 | 3.0") == ["lower", "higher", ""]
    assert ways("Model | Quux ↓ | Quux ↑\nAlpha | 5.0 | 80.0") == ["lower", "higher"]


def test_bold_marks_on_the_lowest_say_that_less_is_better() -> None:
    assert ways("Model | X | Y\nAlpha | *5.0* | 7.0\nBorvo | 6.0 | *8.0*") == ["lower", ""]
    assert ways("Model | X\nAlpha | *5.0*\nBorvo | *6.0*") == [""]  # two are bold
    assert ways("Model | X\nAlpha | *5.0*\nBorvo | 5.0") == [""]  # all are the same
    assert ways("Model | X\nAlpha | 5.0\nBorvo | 6.0") == [""]


def test_a_caption_about_errors_says_it_of_columns_that_say_nothing() -> None:
    assert ways("Model | dev | test\nAlpha | 5.0 | 6.0", "Table 1: Word error rate.") == ["lower", "lower"]
    assert ways("Model | dev | F1\nAlpha | 5.0 | 60.0", "Table 1: Word error rate.") == ["lower", "higher"]
    assert ways("Model | dev | test\nAlpha | 5.0 | 6.0", "Table 1: Word error rate and accuracy.") == ["", ""]
    assert ways("Model | dev | test\nAlpha | 5.0 | 6.0", "Table 1: Results.") == ["", ""]


def test_what_a_model_is_trained_with_is_not_what_is_reported() -> None:
    assert ways("Model | Quux | X\nAlpha | 5.0 | 6.0", "Table 1: Networks (using softmax and cross-entropy).") == ["", ""]
    assert ways("Model | Quux | X\nAlpha | 5.0 | 6.0", "Table 1: Results of models trained with a CTC loss.") == ["", ""]
    assert ways("Model | dev\nAlpha | 5.0", "Table 1: Cross-entropy on held-out text.") == ["lower"]


def test_what_the_paper_defines_comes_with_the_tables_that_have_it() -> None:
    document = replace(
        made_document(made_table("Model | QWK\nAlpha | 0.5"), made_table("Model | F1\nAlpha | 0.5", label="Table 2")),
        text="We use the quadratic weighted kappa (QWK) and the mean absolute error (MAE).",
    )
    layouts = lay_out(measurements_of(document), document).layouts
    assert [layout.glossary for layout in layouts] == [(("QWK", "quadratic weighted kappa"),), ()]


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("Model | dev\nAlpha | 5.0\nBorvo | 6.0\nCindex | 7.0", "Table 1: Word error rate."),
        ("Model | Quux\nAlpha | *5.0*\nBorvo | 6.0\nCindex | 7.0", ""),
        ("Model | Quux ↓\nAlpha | 5.0\nBorvo | 6.0\nCindex | 7.0", ""),
    ],
)
def test_where_less_is_better_the_lowest_is_the_best(text: str, caption: str) -> None:
    tables = read_tables(text, captions=[caption])
    assert judged("Alpha outperforms Borvo.", tables) == "supported"
    assert judged("Borvo outperforms Alpha.", tables) == "contradicted"
    assert judged("Alpha has the best score.", tables) == "supported"
    assert judged("Cindex has the best score.", tables) == "contradicted"


# --- laws --------------------------------------------------------------------------------------------------------


@given(st.randoms(use_true_random=False))
def test_shuffled_rows_make_the_same_lines(draw: random.Random) -> None:
    document = made_document(made_table(SCORES), made_table(SCORES, label="Table 2"))
    rows = measurements_of(document)
    other = list(rows)
    draw.shuffle(other)

    def lines(measured: list[Measurement]) -> set[tuple[str, str, str, frozenset[float]]]:
        return {
            (layout.table, line.side, line.path, frozenset(measured[at].value for at in line.numbers))
            for layout in lay_out(measured, document).layouts
            for line in (*layout.rows, *layout.columns)
        }

    assert lines(rows) == lines(other)
