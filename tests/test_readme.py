"""What the README says can be typed, and gives what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT

from synth.audit.check import checks

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    return tmp_path


def test_every_command_runs_in_the_order_it_is_shown(checkout: Path) -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) > 8
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "ASSAY_HOME": str(checkout / "home")}
    for command in commands:
        done = subprocess.run(["bash", "-c", command], cwd=checkout, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}"


def test_the_first_screen_is_what_the_command_prints(checkout: Path) -> None:
    shown = blocks("text")[0]
    command = [sys.executable, "-m", "synth.cli", "audit", "data/seeds"]
    done = subprocess.run(command, cwd=checkout, env=os.environ | {"COLUMNS": "100"}, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(shown)


def test_the_verdict_shown_is_what_the_command_prints(checkout: Path) -> None:
    shown = blocks("text")[2]
    command = [sys.executable, "-m", "synth.cli", "check", "data/claims", "--measurements", "data/published"]
    done = subprocess.run(command, cwd=checkout, env=os.environ | {"COLUMNS": "100"}, capture_output=True, text=True, check=True)
    assert shown in done.stdout


def test_the_python_runs(checkout: Path) -> None:
    for block in blocks("python"):
        subprocess.run([sys.executable, "-c", block], cwd=checkout, check=True)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_the_number_of_checks_is_right() -> None:
    assert f"{len(checks())} of them" in README


def test_the_hook_and_the_step_name_commands_that_exist() -> None:
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entry = re.search(r"entry: (synth .*)", hook)
    assert entry
    for words in (entry[1], re.search(r"run: (synth .*)", (ROOT / "docs/examples/ci-step.yaml").read_text(encoding="utf-8"))[1]):  # type: ignore[index]
        help_text = subprocess.run([sys.executable, "-m", "synth.cli", words.split()[1], "--help"], capture_output=True, text=True).stdout
        assert all(option in help_text for option in words.split() if option.startswith("--"))


def test_the_page_on_tests_has_every_function() -> None:
    from synth.claims.expressions import FUNCTIONS

    page = (ROOT / "docs" / "tests.md").read_text(encoding="utf-8")
    for name in FUNCTIONS:
        assert re.search(rf"`{name}[`(]", page), name
