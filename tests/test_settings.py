"""Whatever a setting is set to, the command starts with a value that it may have, or says in one line which cannot be and why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from paths import SEED_FILES

from synth.audit.auditing import audit_reports
from synth.settings import SettingError, read_settings


def said_of(tmp_path: Path, content: str) -> str:
    (tmp_path / "assay.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingError) as error:
        read_settings({}, {}, tmp_path)
    said = str(error.value)
    assert "assay.toml" in said
    assert "\n" not in said
    assert len(said) < len(str(tmp_path)) + 300
    return said


@pytest.mark.parametrize("value", ["inf", "nan", "1.9", "1.0", "true", "'2.5'", "'1_0'", "' 3'", "'-1'", "-1", "4097", "[1]", "'٣'"])
def test_jobs_is_a_whole_number_and_nothing_near_it(tmp_path: Path, value: str) -> None:
    assert "jobs is" in said_of(tmp_path, f"jobs = {value}")


@pytest.mark.parametrize(
    "content",
    [
        f"jobs = {'9' * 5000}",
        f"jobs = '{'9' * 5000}'",
        f"jobs = {'[' * 5000}",
        'baseline = "a\\u0000b"',
        'home = "a\\u0000b"',
        "offline = 'perhaps'",
        'contact = "a\\r\\nX-Key: b"',
        "[sources.s2]\nspacing = -1",
        "[sources.s2]\nnothing = 1",
        "sources = 3",
    ],
)
def test_a_hostile_file_of_settings_is_one_line(tmp_path: Path, content: str) -> None:
    said_of(tmp_path, content)


def test_bytes_that_are_no_text_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_bytes(b'home = "\xff"')
    with pytest.raises(SettingError, match=r"assay\.toml"):
        read_settings({}, {}, tmp_path)


def test_settings_that_are_no_file_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "assay.toml")
    (tmp_path / "folder" / "assay.toml").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "folder"):
        with pytest.raises(SettingError, match="is not a file"):
            read_settings({}, {}, folder)


@pytest.mark.parametrize(("digits", "jobs"), [("0", 0), ("7", 7), ("007", 7), ("4096", 4096)])
def test_jobs_from_the_environment_are_digits(tmp_path: Path, digits: str, jobs: int) -> None:
    assert read_settings({}, {"ASSAY_JOBS": digits}, tmp_path)["jobs"] == (jobs, "ASSAY_JOBS")


@pytest.mark.parametrize("wrong", ["-1", "two", "1.5", "9" * 5000])
def test_the_command_and_python_read_one_rule_for_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    command = [sys.executable, "-m", "synth.cli", "audit", SEED_FILES[0]]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"ASSAY_JOBS": wrong}, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSAY_JOBS", wrong)
    with pytest.raises(SettingError) as error:
        audit_reports([SEED_FILES[0]])
    assert done.stderr == f"synth: {error.value}\n"
