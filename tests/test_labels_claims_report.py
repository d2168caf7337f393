"""The claims labelled by hand in `bench/labels/claims_report.toml` are well formed, and what they name is in the papers' tables."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from functools import cache
from typing import Any

import pytest
from paths import ROOT, SHARED

from synth.cli import main

PAPERS = SHARED / "papers"
LEAST_CLAIMS = 90
MOST_OF_ONE_KIND = 1 / 6  # of the supported claims
CHECKED = set("value difference comparison superlative rank count quantifier list ratio mean range from-to negation group trend".split())
NOT_CHECKED = {"missing", "setup", "attribution", "cause", "opinion"}
FIELDS = {"paper", "table", "kind", "text", "label", "cells", "why"}
EVERY = "*"


@cache
def claims() -> list[dict[str, Any]]:
    file = tomllib.loads((ROOT / "bench" / "labels" / "claims_report.toml").read_text(encoding="utf-8"))
    assert file["schema"] == 1
    found: list[dict[str, Any]] = file["claim"]
    return found


def test_a_claim_has_every_field_and_no_other() -> None:
    for claim in claims():
        assert set(claim) == FIELDS, claim
        assert claim["why"], claim
        assert claim["text"] == " ".join(claim["text"].split()), claim
        assert claim["text"].endswith("."), claim


def test_there_are_enough_claims_and_no_sentence_stands_twice() -> None:
    texts = [claim["text"].casefold() for claim in claims()]
    assert len(texts) >= LEAST_CLAIMS
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_every_kind_goes_with_its_label() -> None:
    for claim in claims():
        assert claim["kind"] in (NOT_CHECKED if claim["label"] == "not checkable" else CHECKED), claim
    assert {claim["kind"] for claim in claims() if claim["label"] == "supported"} == CHECKED
    assert {claim["kind"] for claim in claims() if claim["label"] == "not checkable"} == NOT_CHECKED
    assert {claim["label"] for claim in claims()} == {"supported", "contradicted", "not checkable"}


def test_no_kind_has_more_than_its_share_of_the_supported_claims() -> None:
    kinds = Counter(claim["kind"] for claim in claims() if claim["label"] == "supported")
    assert max(kinds.values()) <= MOST_OF_ONE_KIND * kinds.total()


def test_a_claim_names_cells_exactly_if_it_is_checkable() -> None:
    for claim in claims():
        checkable = claim["label"] != "not checkable"
        assert bool(claim["cells"]) is checkable, claim
        assert bool(claim["table"]) is checkable, claim


@pytest.mark.skipif(not PAPERS.is_dir(), reason="shared/papers is not at hand")
@pytest.mark.parametrize("paper", sorted({claim["paper"] for claim in claims()}))
def test_the_tables_and_cells_that_claims_name_are_in_the_paper(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", "--json", "--jobs", "1", str(PAPERS / paper)]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    tables = {table["name"]: value_paths(table) for table in file["tables"]}
    for claim in claims():
        if claim["paper"] != paper or not claim["table"]:
            continue
        names = claim["table"].split("; ")
        assert set(names) <= set(tables), claim
        paths = set().union(*(tables[name] for name in names))
        for row, column in claim["cells"]:
            assert any(row in (EVERY, path[0]) and column in (EVERY, path[1]) for path in paths), (row, column, claim)


def value_paths(table: dict[str, Any]) -> set[tuple[str, str]]:
    """The label paths of row and column of each value."""
    return {(" / ".join(cell.get("row", [])), " / ".join(cell.get("column", []))) for cell in table["cells"] if not cell.get("label")}
