"""SciTab's development part as claims over tables: its cells go through the same reading of a grid as those of papers.

Taken from a folder that is not part of the project; without it there is nothing to read, and who asks says so.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from synth.claims.layouts import Tables, lay_out
from synth.reading.measured import measurements_of
from synth.reading.tables import Grid, Slot, table_of
from synth.records import Document, Source

LABELS = {"SUPPORTED": "supported", "REFUTED": "contradicted", "NEI": "not checkable"}
_MARK = re.compile(r"\[(BOLD|ITALIC|EMPTY)\]|</?(bold|italic|bold italic|sup|sub|inline-formula|tex-math)>", re.IGNORECASE)


class Example(NamedTuple):
    """One claim, what people say of it, and the table it is about."""

    claim: str
    label: str  # supported, contradicted, not checkable
    paper: str
    table: str  # identity of the table
    tables: Tables


def read_scitab(path: Path) -> list[Example]:
    """Every claim of the file with its table."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    laid: dict[str, Tables] = {}
    for row in rows:
        if row["table_id"] not in laid:
            laid[row["table_id"]] = _laid_out(row)
    return [
        Example(row["claim"].replace("[CONTINUE]", " "), LABELS[row["label"]], row["source_doc_id"], row["table_id"], laid[row["table_id"]])
        for row in rows
    ]


def _laid_out(row: dict[str, Any]) -> Tables:
    document = document_of(row)
    return lay_out(measurements_of(document), document)


def document_of(row: dict[str, Any]) -> Document:
    """The table of one row of the file as a document that holds nothing else."""
    lines = [[_bare(text) for text in line] for line in (row["table_column_names"], *row["table_content_values"])]
    heads = 1 + (len(lines) > 1 and lines[0][0][0] != "" and lines[1][0][0] == lines[0][0][0])  # the first cell of a head of two rows
    slots = tuple(
        Slot(text=text, row=at, column=column, columns=over, marks=("bold",) if "bold" in marks.casefold() else (), head=at < heads)
        for at, line in enumerate(lines)
        for column, over, text, marks in _spread(line, at < heads)
        if text
    )
    label = re.match(r"(?:Table|TABLE|Tab\.)\s*\w+", row["table_caption"])
    grid = Grid(slots=slots, label=label[0] if label else "Table 1", caption=row["table_caption"])
    return Document(source=Source(scheme="arXiv", id=row["source_doc_id"]), tables=(table_of(grid),))


def _spread(line: Sequence[tuple[str, str]], head: bool) -> Iterable[tuple[int, int, str, str]]:
    """The cells of a row with where they begin and over how many columns they go.

    The file says a cell again in each column that it spans: a text in all cells of a row names the rows below it.
    """
    texts = [text for text, _ in line if text]
    if not head and len(texts) > 1 and len(set(texts)) == 1 and not texts[0][:1].isdigit() and line[0][0] == texts[0]:
        yield 0, len(line), *line[0]
    else:
        yield from ((column, 1, *cell) for column, cell in enumerate(line))


@cache
def _bare(text: str) -> tuple[str, str]:
    """The text of a cell without its marks, and the marks."""
    return " ".join(_MARK.sub(" ", text).split()), " ".join(found.group() for found in _MARK.finditer(text))
