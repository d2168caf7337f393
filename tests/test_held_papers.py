"""Papers of the library are read, printed and checked by their names, as they were read when they were kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from paths import ROOT

from synth.cli import main

PAPER = ROOT / "docs" / "examples" / "paper.pdf"
CLAIM = "Without extra data, the large model reaches 74.8 on Pairs."


@pytest.fixture
def name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What a paper is called that the library holds, and that lies nowhere else."""
    monkeypatch.setenv("ASSAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ASSAY_OFFLINE", "1")
    monkeypatch.chdir(tmp_path)
    shutil.copy(PAPER, "2101.00001v2.pdf")
    assert main(["fetch", "-q", "2101.00001v2.pdf"]) == 0
    Path("2101.00001v2.pdf").unlink()
    capsys.readouterr()
    return "arXiv:2101.00001v2"


@pytest.mark.parametrize(
    "spelling", ["arXiv:2101.00001v2", "2101.00001", "https://arxiv.org/abs/2101.00001v2", "10.48550/arXiv.2101.00001"]
)
def test_any_spelling_of_its_name_will_do(name: str, spelling: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", spelling, "--json", "-q"]) == 0
    source = json.loads(capsys.readouterr().out)["source"]
    assert f"{source['scheme']}:{source['id']}{source['version']}" == name


def test_its_tables_are_those_of_the_file_and_its_pages_can_be_drawn(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", str(PAPER), "--json"]) == 0
    of_file = json.loads(capsys.readouterr().out)["files"][0]["tables"]
    assert main(["tables", name, "--json", "--page-images", "drawn"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["tables"] == of_file
    assert list(Path("drawn").glob("*.png"))
    assert main(["read", name, "--page", "1", "--png", "page.png", "-q"]) == 0
    assert Path("page.png").read_bytes().startswith(b"\x89PNG")


def test_a_claim_is_checked_against_it_and_knows_which_version_it_is(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", CLAIM, "--paper", name, "--cites", name, "--json"]) == 0
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert "supported" in json.dumps(claim)
    assert "arXiv:2101.00001v2" in json.dumps(claim)
    assert main(["check", "--versions", name, str(PAPER), "--json"]) == 0


@pytest.mark.parametrize("command", [["read"], ["tables"], ["check", CLAIM, "--paper"]])
@pytest.mark.parametrize(
    ("asked", "said"),
    [("2101.00001v1", "synth fetch arXiv:2101.00001v1 gets it"), ("abcdef0123", "the library has no paper whose hash begins so")],
)
def test_what_it_does_not_hold_is_said_in_one_line(
    name: str, command: list[str], asked: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, asked]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert said in told.err
