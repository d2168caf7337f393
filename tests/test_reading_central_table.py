"""The main table of the central paper, cell by cell, against the cells typed in `facts`."""

from __future__ import annotations

import csv

import pytest
from paths import ROOT

from synth.records import Table

PAPER = ROOT.parent / "shared" / "papers" / "2005.13013_v1-author-copy.pdf"
FACTS = ROOT.parent / "shared" / "facts" / "table2_2005.13013v1.csv"

pytestmark = pytest.mark.skipif(not (PAPER.exists() and FACTS.exists()), reason="the central paper is not here")


@pytest.fixture(scope="module")
def table() -> Table:
    import pymupdf

    from synth.reading.pdf.page import Page
    from synth.reading.pdf.tables import find_tables

    with pymupdf.open(PAPER) as document:
        (found,) = [found.table for found in find_tables(Page(document[4]))]
    return found


def facts() -> list[dict[str, str]]:
    with FACTS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_its_cells_are_those_typed_and_no_others(table: Table) -> None:
    read = {(_group(cell.row), cell.row[-1], cell.column[1], cell.text) for cell in table.cells if not cell.label}
    typed = {(_typed_group(row), row["row_label"], _column(row), row["cell_text"]) for row in facts()}
    assert read == typed
    assert len([cell for cell in table.cells if not cell.label]) == len(typed) == 210


def test_each_number_is_the_one_typed(table: Table) -> None:
    cells = {(_group(cell.row), cell.row[-1], cell.column[1]): cell for cell in table.cells if not cell.label}
    for row in facts():
        cell = cells[_typed_group(row), row["row_label"], _column(row)]
        values = [number.value for number in cell.numbers]
        assert (float(row["value"]) in values) if row["value"] else (row["text"] in ("-", "–")), row


def test_bold_and_underlined_cells_are_marked(table: Table) -> None:
    cells = {(_group(cell.row), cell.row[-1], cell.column[1]): cell for cell in table.cells if not cell.label}
    for row in facts():
        if "/" not in row["cell_text"]:  # of two numbers in a cell one alone may be marked
            cell = cells[_typed_group(row), row["row_label"], _column(row)]
            assert {mark for mark in cell.marks if mark != "italic"} == set(row["marks"].split("+")) - {""}, row


def _group(path: tuple[str, ...]) -> str:
    return path[0] if len(path) > 1 else ""


def _typed_group(row: dict[str, str]) -> str:
    return "" if row["row_group"] == "baseline" else row["row_group"]


def _column(row: dict[str, str]) -> str:
    """The task, without the metric that tells the two numbers of a cell apart."""
    return row["column_label"].removesuffix(" F1").removesuffix(" EM")
