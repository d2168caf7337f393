"""The hand-labelled sentences about papers that nothing was tuned on are well formed, and name tables and cells that are there."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pytest
from paths import ROOT, SHARED

FILE = ROOT / "bench" / "labels" / "claims_report2.toml"
ANY = "*"  # in a cell pair: every label of that side

LABELS = {"supported", "contradicted", "not checkable"}
CHECKABLE = set(
    "value difference comparison superlative rank count quantifier list ratio mean range from-to negation group trend".split(),
)
UNCHECKABLE = {"missing", "setup", "attribution", "cause", "opinion"}
FIELDS = {"paper", "table", "kind", "text", "label", "cells", "why"}
MIN_CLAIMS = 90  # what a score over them was planned for

CONTENT = tomllib.loads(FILE.read_text(encoding="utf-8"))
CLAIMS: list[dict[str, Any]] = CONTENT["claim"]
NAMES = sorted({claim["paper"] for claim in CLAIMS})


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["text"][:40])
def test_a_claim_has_its_seven_fields_and_words_of_the_lists(claim: dict[str, Any]) -> None:
    assert set(claim) == FIELDS
    assert claim["label"] in LABELS
    assert claim["kind"] in (UNCHECKABLE if claim["label"] == "not checkable" else CHECKABLE)
    assert claim["text"].strip() == claim["text"] != ""
    assert claim["why"].strip() == claim["why"] != ""


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim["text"][:40])
def test_cells_are_named_exactly_where_a_table_decides(claim: dict[str, Any]) -> None:
    assert bool(claim["table"]) == bool(claim["cells"]) == (claim["label"] != "not checkable")
    assert all(len(pair) == 2 and all(isinstance(path, str) and path for path in pair) for pair in claim["cells"])


def test_no_sentence_stands_twice() -> None:
    texts = [claim["text"].casefold() for claim in CLAIMS]
    assert len(set(texts)) == len(texts)


def test_there_are_enough_of_every_label_and_no_form_fills_the_supported_ones() -> None:
    assert CONTENT["schema"] == 1
    assert len(CLAIMS) >= MIN_CLAIMS
    by_label = {label: [claim["kind"] for claim in CLAIMS if claim["label"] == label] for label in LABELS}
    assert all(len(kinds) >= len(CLAIMS) / 5 for kinds in by_label.values())
    supported = by_label["supported"]
    assert max(supported.count(kind) for kind in set(supported)) <= len(supported) / 6


@pytest.mark.parametrize("paper", NAMES)
def test_every_named_table_and_cell_is_read_from_its_paper(paper: str) -> None:
    if not (SHARED / paper).exists():
        pytest.skip(f"shared/{paper} is not here")
    pairs = pairs_of(paper)
    absent = []
    for claim in (claim for claim in CLAIMS if claim["paper"] == paper and claim["table"]):
        for name in claim["table"].split("; "):
            assert name in pairs, f"{paper} has no {name}: it has {sorted(pairs)}"
            absent += [(name, *pair) for pair in claim["cells"] if not any(fits(pair, read) for read in pairs[name])]
    assert absent == []


@cache
def pairs_of(paper: str) -> dict[str, set[tuple[str, str]]]:
    """The row and column label paths of each table's cells, by the table's label."""
    from synth.reading.documents import read_document

    pairs: dict[str, set[tuple[str, str]]] = {}
    for table in read_document(SHARED / paper).tables:
        # A table continued on the next page has the same label, and its sentences are about both parts.
        read = {(" / ".join(cell.row), " / ".join(cell.column)) for cell in table.cells if not cell.label}
        pairs.setdefault(table.label, set()).update(read)
    return pairs


def fits(pair: list[str], read: tuple[str, str]) -> bool:
    return all(named in (ANY, path) for named, path in zip(pair, read, strict=True))
