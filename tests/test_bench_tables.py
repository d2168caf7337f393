"""What the benchmark of tables counts as right, and what it does not."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_tables import made_table

BENCH = Path(__file__).parent.parent / "bench"

PRINTED = """
Model | EM   | F1
BERT  | 71.2 | 80.1
LSTM  | 50.5 | 61.0
"""


@pytest.fixture(scope="module")
def scores() -> Iterator[Any]:
    sys.path.insert(0, str(BENCH))
    try:
        yield importlib.import_module("table_scores")
    finally:
        sys.path.remove(str(BENCH))


def test_a_table_read_as_printed_has_every_cell_right(scores: Any) -> None:
    score = compared(scores, PRINTED, PRINTED)
    assert score[:6] == (4, 4, 4, 4, 4, 0)
    assert score.inner == 4


def test_rows_that_changed_places_are_wrong(scores: Any) -> None:
    swapped = PRINTED.replace("BERT", "x").replace("LSTM", "BERT").replace("x", "LSTM")
    assert compared(scores, PRINTED, swapped)[:6] == (4, 4, 0, 4, 0, 0)


def test_columns_that_changed_places_are_wrong(scores: Any) -> None:
    assert compared(scores, PRINTED, PRINTED.replace("EM   | F1", "F1 | EM"))[:6] == (4, 4, 4, 0, 0, 0)


def test_a_cell_that_is_not_there_is_counted(scores: Any) -> None:
    assert compared(scores, PRINTED, PRINTED + "GAN | 1.5 | 2.5\n").extra == 2


def test_a_cell_that_was_not_read_is_counted(scores: Any) -> None:
    assert compared(scores, PRINTED, PRINTED.replace("50.5", "–"))[:6] == (4, 3, 3, 3, 3, 0)


def test_an_equal_value_elsewhere_does_not_save_a_wrong_path(scores: Any) -> None:
    truth = "Model | EM | F1\nBERT | 71.2 | 80.1\nLSTM | 71.2 | 61.0\n"
    read = "Model | EM | F1\nBERT | 71.2 | 71.2\nLSTM | 80.1 | 61.0\n"
    assert compared(scores, truth, read)[:6] == (4, 4, 2, 2, 2, 0)


def test_a_cell_is_read_once_however_often_its_value_is_wanted(scores: Any) -> None:
    truth = "Model | EM | F1\nBERT | 71.2 | 71.2\n"
    assert compared(scores, truth, "Model | EM\nBERT | 71.2\n").value == 1


def test_the_innermost_labels_may_be_right_where_the_paths_are_not(scores: Any) -> None:
    truth = "Model | Dev > EM | Test > EM\nBERT | 71.2 | 80.1\n"
    score = compared(scores, truth, "Model | EM | EM\nBERT | 71.2 | 80.1\n")
    assert (score.both, score.inner) == (0, 2)


def test_labels_are_compared_by_letters_and_digits(scores: Any) -> None:
    assert scores.same_label("TABLE 2", "Table 2:")
    assert not scores.same_label("Table 2", "Table 12")
    assert scores.squeezed("ﬁne-tuned (+ MLM)") == "finetuned+mlm"


def test_a_fact_is_right_only_on_the_line_of_its_model(scores: Any) -> None:
    facts = [fact(scores, *row) for row in ((80.1, "XLM", "en"), (70.5, "XLM", "de"), (81.4, "mBERT", "en"), (75.0, "mBERT", "de"))]
    right = made_table("Model | en | de\nXLM | 80.1 | 70.5\nmBERT | 81.4 | 75.0\n")
    swapped = made_table("Model | en | de\nmBERT | 80.1 | 70.5\nXLM | 81.4 | 75.0\n")
    turned = made_table("Language | XLM | mBERT\nen | 80.1 | 81.4\nde | 70.5 | 75.0\n")
    mixed = made_table("Model | en | de\nXLM | 80.1 | 75.0\nmBERT | 81.4 | 70.5\n")
    assert [scores.compare_facts(facts, [table]).both for table in (right, swapped, turned, mixed)] == [4, 0, 4, 2]


def test_two_lines_of_facts_cannot_stand_under_the_same_labels(scores: Any) -> None:
    facts = [fact(scores, 80.1, "XLM", "en", "once"), fact(scores, 70.5, "XLM", "en", "twice")]
    table = made_table("Model | en\nXLM | 80.1\nXLM | 70.5\n")
    assert scores.compare_facts(facts, [table]).both == 1


def test_a_bare_grid_is_helped_to_its_spans(scores: Any) -> None:
    merged = scores.table_from([["Model", "Dev", None], [None, "EM", "F1"], ["BERT", "71.2", "80.1"]])
    blank = scores.table_from(scores.with_spans([["", "**Dev**", ""], ["Model", "EM", "F1"], ["BERT", "71.2", "_80.1_<sup>†</sup>"]]))
    for table in (merged, blank):
        cells = {cell.text: cell.column for cell in table.cells if not cell.label}
        assert cells["71.2"] == ("Dev", "EM")
        assert ("Dev", "F1") in cells.values()


def test_an_interval_is_drawn_over_tables_and_not_over_cells(scores: Any) -> None:
    one = scores.Score(100, 100, 100, 100, 100)
    wrong = scores.Score(100, 100, 100, 100, 0)
    low, high = scores.interval(random.Random(1).sample([one] * 9 + [wrong], 10))
    assert low < 80 < high == 100
    low, high = scores.wilson(10, 10)
    assert 65 < low < 80
    assert high == pytest.approx(100)


def compared(scores: Any, truth: str, read: str) -> Any:
    return scores.compare_tables(scores.cells_of(made_table(truth)), [made_table(read)])


def fact(scores: Any, value: float, model: str, language: str, variant: str = "") -> Any:
    return scores.Fact(value, (model, variant, "F1"), frozenset([language]), frozenset([scores.squeezed(model)]))
