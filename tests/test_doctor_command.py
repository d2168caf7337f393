"""What works here is tried and said; what does not is said with what to do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from made_archive import papers
from made_web import Reply

from synth.cli import main


def doctored(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[str, Any]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor", "--json", *options]) == 0
    return {f"{one['part']} {one['name']}": one for one in json.loads(capsys.readouterr().out)["signs"]}


def test_every_source_is_asked_and_one_that_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(address: str) -> Reply | None:
        return (503, {}, b"") if address.startswith("/s2") else None

    with papers(tmp_path / "home", [], {}, broken) as (environment, asked):
        found = doctored(environment | {"ASSAY_S2_KEY": "secret"}, monkeypatch, capsys)
    assert {name: one["light"] for name, one in found.items() if name.startswith("sources ")} == {
        f"sources {name}": "yellow" if name == "s2" else "green"
        for name in ("acl", "arxiv", "crossref", "datacite", "openalex", "s2", "zenodo")
    }
    assert "answers 503" in found["sources s2"]["said"]
    assert found["sources s2"]["remedy"]
    assert len(asked) == 7
    assert found["settings sources.s2.key"]["said"] == "set (ASSAY_S2_KEY)"
    assert "secret" not in json.dumps(found)


def test_offline_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with papers(tmp_path / "home", []) as (environment, asked):
        found = doctored(environment, monkeypatch, capsys, "--offline")
    assert not asked
    assert {one["light"] for name, one in found.items() if name.startswith("sources ")} == {"na"}
    assert found["settings offline"]["said"] == "True (flag)"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_that_cannot_be_written_is_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    found = doctored({"ASSAY_HOME": str(tmp_path / "closed" / "home")}, monkeypatch, capsys, "--offline")
    assert found["disk home"]["light"] == "red"


def test_for_people_every_part_has_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ASSAY_HOME", str(tmp_path / "a\x1b[31mhome"))
    assert main(["doctor", "--offline"]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    for part in ("program", "settings", "disk", "sources", "packages", "devices", "models", "browser"):
        assert f"\n{part}\n" in f"\n{said}"
    assert not (tmp_path / "a\x1b[31mhome").exists()
