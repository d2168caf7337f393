"""Faults put into made-up reports on purpose are found, each by its check, and sound reports are left alone."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

from synth.audit.auditing import audit_reports
from synth.records import to_builtins

BENCH = Path(__file__).parent.parent / "bench"
COUNT = 1000  # enough that every kind of fault is there


@pytest.fixture(scope="module")
def bench() -> Any:
    sys.path.insert(0, str(BENCH))
    try:
        return importlib.import_module("audit")
    finally:
        sys.path.remove(str(BENCH))


@pytest.fixture(scope="module")
def scores(bench: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("reports")
    truth = bench.write_reports(folder, COUNT)
    found: list[Any] = bench.score(to_builtins(audit_reports([folder], jobs=1).audit), truth)
    return found


def test_every_kind_of_fault_is_put_in(scores: list[Any]) -> None:
    assert [score.kind for score in scores if not score.planted] == []


def test_every_fault_that_was_put_in_is_found(scores: list[Any]) -> None:
    assert {score.kind: score.planted - score.found for score in scores if score.found < score.planted} == {}


def test_no_alarm_is_raised_where_nothing_was_put_in(scores: list[Any]) -> None:
    assert {score.kind: score.alarms for score in scores if score.alarms} == {}


def test_the_same_seed_gives_the_same_reports(bench: Any, tmp_path: Path) -> None:
    assert bench.write_reports(tmp_path / "one", 50) == bench.write_reports(tmp_path / "two", 50)
    assert [f.read_bytes() for f in sorted((tmp_path / "one").iterdir())] == [f.read_bytes() for f in sorted((tmp_path / "two").iterdir())]


def test_whoever_makes_the_reports_knows_nothing_of_the_audit() -> None:
    tree = ast.parse((BENCH / "synthetic_reports.py").read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not [name for name in imported if name.split(".")[0] == "synth"]
