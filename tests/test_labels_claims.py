"""The sentences labelled by hand are well formed, and name tables and cells that are there: those built on, and those to report on."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT, SHARED

FILES = ("build", "build2", "build3", "report2")
ANY = "*"  # in a cell pair: every label of that side

LABELS = {"supported", "contradicted", "not checkable"}
CHECKABLE = set(
    "value difference comparison superlative rank count quantifier list ratio mean range from-to negation group trend".split(),
)
UNCHECKABLE = {"missing", "setup", "attribution", "cause", "opinion"}
FIELDS = {"paper", "table", "kind", "text", "label", "cells", "why"}
MIN_CLAIMS = 90  # what a score over them was planned for

CONTENTS = {name: tomllib.loads((ROOT / "bench" / "labels" / f"claims_{name}.toml").read_text(encoding="utf-8")) for name in FILES}
CLAIMS: dict[str, list[dict[str, Any]]] = {name: content["claim"] for name, content in CONTENTS.items()}
EACH = [pytest.param(claim, id=f"{name}: {claim['text'][:40]}") for name, claims in CLAIMS.items() for claim in claims]
PAPERS = [(name, paper) for name, claims in CLAIMS.items() for paper in sorted({claim["paper"] for claim in claims})]


@pytest.mark.parametrize("claim", EACH)
def test_a_claim_has_its_seven_fields_and_words_of_the_lists(claim: dict[str, Any]) -> None:
    assert set(claim) == FIELDS
    assert claim["label"] in LABELS
    assert claim["kind"] in (UNCHECKABLE if claim["label"] == "not checkable" else CHECKABLE)
    assert claim["text"].strip() == claim["text"] != ""
    assert claim["why"].strip() == claim["why"] != ""


@pytest.mark.parametrize("claim", EACH)
def test_cells_are_named_exactly_where_a_table_decides(claim: dict[str, Any]) -> None:
    assert bool(claim["table"]) == bool(claim["cells"]) == (claim["label"] != "not checkable")
    assert all(len(pair) == 2 and all(isinstance(path, str) and path for path in pair) for pair in claim["cells"])


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=FILES)
def test_no_sentence_stands_twice(claims: list[dict[str, Any]]) -> None:
    texts = [claim["text"].casefold() for claim in claims]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", FILES)
def test_there_are_enough_of_every_label_and_no_form_fills_the_supported_ones(name: str) -> None:
    claims = CLAIMS[name]
    assert CONTENTS[name]["schema"] == 1
    assert len(claims) >= MIN_CLAIMS
    by_label = {label: [claim["kind"] for claim in claims if claim["label"] == label] for label in LABELS}
    assert all(len(kinds) >= len(claims) / 5 for kinds in by_label.values())
    supported = by_label["supported"]
    assert max(supported.count(kind) for kind in set(supported)) <= len(supported) / 6


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_every_named_table_and_cell_is_read_from_its_paper(name: str, paper: str) -> None:
    place = SHARED / paper if "/" in paper else SHARED / "papers" / paper
    if not place.exists():
        pytest.skip(f"shared/{paper} is not here")
    pairs = pairs_of(place)
    absent = []
    for claim in (claim for claim in CLAIMS[name] if claim["paper"] == paper and claim["table"]):
        for table in claim["table"].split("; "):
            assert table in pairs, f"{paper} has no {table}: it has {sorted(pairs)}"
            absent += [(table, *pair) for pair in claim["cells"] if not any(fits(pair, read) for read in pairs[table])]
    assert absent == []


@cache
def pairs_of(paper: Path) -> dict[str, set[tuple[str, str]]]:
    """The row and column label paths of each table's cells, by the table's label."""
    from synth.reading.documents import read_document

    pairs: dict[str, set[tuple[str, str]]] = {}
    for table in read_document(paper).tables:
        # A table continued on the next page has the same label, and its sentences are about both parts.
        read = {(" / ".join(cell.row), " / ".join(cell.column)) for cell in table.cells if not cell.label}
        pairs.setdefault(table.label, set()).update(read)
    return pairs


def fits(pair: list[str], read: tuple[str, str]) -> bool:
    return all(named in (ANY, path) for named, path in zip(pair, read, strict=True))
