"""How SciTab's flat tables are read: what the file says again in each cell that it spans is said once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture(scope="module")
def scitab() -> Iterator[Any]:
    sys.path.insert(0, str(BENCH))
    try:
        yield importlib.import_module("scitab")
    finally:
        sys.path.remove(str(BENCH))


def row(heads: list[str], *lines: list[str]) -> dict[str, Any]:
    return {"source_doc_id": "2001.00001", "table_caption": "Table 1: Scores.", "table_column_names": heads, "table_content_values": lines}


def labels(scitab: Any, made: dict[str, Any]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(cell.row, cell.column) for cell in scitab.document_of(made).tables[0].cells if not cell.label]


def test_a_text_in_all_cells_of_a_row_names_the_rows_below_it(scitab: Any) -> None:
    made = row(["Model", "Oslo", "Turin"], ["[BOLD] Ours", "[BOLD] Ours", "[EMPTY]"], ["Alder", "71.2", "60.1"])
    assert labels(scitab, made) == [(("Ours", "Alder"), ("Oslo",)), (("Ours", "Alder"), ("Turin",))]


def test_the_same_value_in_all_cells_of_a_row_stays_values(scitab: Any) -> None:
    made = row(["Model", "Oslo", "Turin"], ["Alder", "71.2", "71.2"], ["Rowan", "60.0", "60.0"])
    assert [path for path, _ in labels(scitab, made)] == [("Alder",), ("Alder",), ("Rowan",), ("Rowan",)]


def test_a_first_cell_that_comes_again_below_itself_is_the_head_of_two_rows(scitab: Any) -> None:
    made = row(["Batch", "Speed", "Speed"], ["Batch", "Fold", "Loop"], ["8", "71.2", "60.1"], ["16", "74.2", "61.1"])
    assert labels(scitab, made)[1] == (("8",), ("Speed", "Loop"))
