"""The house itself: which room may know which, what is loaded when, and that what is written from the code is up to date."""

from __future__ import annotations

import ast
import json
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import ROOT

# A room may import those below it, and its own.
FLOORS = [
    ["cli"],
    ["program"],
    ["pipeline"],
    ["reports", "audit", "review"],
    ["verify", "claims"],
    ["reading", "sources", "library"],
    ["engine", "settings", "published", "languages", "words"],
    ["measurements"],
    ["records", "files"],
]
FLOOR = {room: at for at, rooms in enumerate(FLOORS) for room in rooms}
# The audit reads reports; a report knows nothing of its audit. A reader knows an identifier when it sees one; sources know no reader.
BESIDE = {("audit", "reports"), ("reading", "sources")}
HEAVY = {"torch", "fitz", "pymupdf", "pandas", "numpy", "requests", "httpx", "lxml", "jinja2", "rich", "rensa", "rapidfuzz", "markdown_it"}


def imports() -> Iterator[tuple[Path, str]]:
    for file in sorted((ROOT / "synth").rglob("*.py")) + sorted((ROOT / "reproduce").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield file.relative_to(ROOT), node.module
            elif isinstance(node, ast.Import):
                yield from ((file.relative_to(ROOT), name.name) for name in node.names)


def test_imports_go_one_way() -> None:
    for file, module in imports():
        parts = module.split(".")
        if file.parts[0] == "synth" and parts[0] == "synth" and len(parts) > 1 and len(file.parts) > 1:
            mine, other = file.parts[1].removesuffix(".py"), parts[1]
            if mine in FLOOR and mine != other:
                assert FLOOR[mine] < FLOOR[other] or (mine, other) in BESIDE, f"{file} imports {module}"


def test_the_toolkit_does_not_know_the_reruns() -> None:
    assert not [(file, module) for file, module in imports() if file.parts[0] == "synth" and module.split(".")[0] == "reproduce"]


def test_the_reruns_know_of_the_toolkit_only_what_both_share() -> None:
    shared = {"records", "measurements", "settings", "claims", "engine", "program"}
    known = {module.split(".")[1] for file, module in imports() if file.parts[0] == "reproduce" and module.startswith("synth.")}
    assert known <= shared


@pytest.mark.parametrize(
    "statement",
    [
        "import synth",
        "from synth.cli import PROGRAM; PROGRAM.parser()",
        "import synth.records, synth.audit.check; synth.audit.check.checks()",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_used(statement: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    assert not HEAVY & {name.split(".")[0] for name in loaded.stdout.split()}


def test_one_seed_is_imported_without_what_only_other_formats_need() -> None:
    (seed, *_) = sorted((ROOT / "data" / "seeds").iterdir())
    code = f"from pathlib import Path; from synth import read_report; read_report(Path({str(seed)!r})); import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & {name.split(".")[0] for name in loaded.stdout.split()}


def test_what_is_written_from_the_code_is_up_to_date() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "write.py"))["written"]
    with pytest.MonkeyPatch.context() as context:
        context.chdir(ROOT)
        for name, text in written().items():
            assert (ROOT / name).read_bytes().decode() == text, f"{name} is old: make docs"


def test_no_room_has_a_name_that_says_nothing() -> None:
    names = {file.stem for file in (ROOT / "synth").rglob("*.py")}
    assert not names & {"utils", "util", "helpers", "common", "misc", "manager", "base"}


def test_versions_are_one() -> None:
    import synth

    assert f"version: {synth.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {synth.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_extras_and_licence_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) == {"semantic", "reproduce", "scale", "dev", "all"}
    assert not [need for need in project["dependencies"] if re.match(r"torch|pandas|numpy", need)]
    assert "torch==" in (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "AGPL" in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_committed_findings_are_those_of_the_seeds() -> None:
    figures = json.loads((ROOT / "reports" / "seeds-audit" / "audit.json").read_text(encoding="utf-8"))["figures"]
    assert (figures["claims"], figures["ticked"], figures["distinct_cut_off"]) == (51, 50, 16)
