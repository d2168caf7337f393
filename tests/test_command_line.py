"""The commands as a person runs them: what stands on which stream, and with which status they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from paths import ROOT, SEED_FILES, SEEDS

import synth
from synth.audit.check import checks


def run(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "synth.cli", *map(str, arguments)]
    env = {name: value for name, value in os.environ.items() if not name.startswith("ASSAY_")} | environment
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_json_is_all_that_stands_on_the_standard_output() -> None:
    done = run("audit", SEEDS, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["figures"]["claims"] == 51
    assert "\x1b" not in done.stderr


def test_the_same_audit_twice_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("audit", "data/seeds", "--out", tmp_path / name).returncode == 0
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files == ["audit.html", "audit.json", "audit.sarif", "findings.csv", "reports.csv"]
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize(("light", "status"), [("red", 1), ("yellow", 1), (None, 0)])
def test_fail_on_sets_the_status(light: str | None, status: int) -> None:
    assert run("audit", SEEDS, "--quiet", *(["--fail-on", light] if light else [])).returncode == status


def test_a_baseline_lets_known_findings_pass_and_new_ones_not(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes(SEED_FILES[0].read_bytes())
    assert run("audit", "report.txt", "--write-baseline", "known.json", "-q", cwd=tmp_path).returncode == 0
    again = ("audit", "report.txt", "--baseline", "known.json", "--fail-on", "yellow")
    done = run(*again, cwd=tmp_path)
    assert done.returncode == 0
    assert "silenced" in done.stdout
    report.write_text(report.read_text(encoding="utf-8").replace("9 claims extracted", "11 claims extracted"), encoding="utf-8")
    assert run(*again, cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit", "absent.txt"], "absent.txt"),
        (["audit", "."], "holds no report"),
        (["import", "absent.md"], "No such file"),
        (["render", "absent.json"], "No such file"),
        (["checks", "Z999"], "no check is called"),
        (["audit", "x.txt", "--jobs", "-1"], "jobs"),
        (["audit", "x.txt", "--baseline", "absent.json"], "absent.json"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in one_line(done)
    assert done.stdout == "" or arguments[0] == "audit"


def test_an_unknown_command_is_status_2() -> None:
    assert run("fly").returncode == 2
    assert run().returncode == 2


def test_a_folder_with_one_broken_file_is_audited_and_the_file_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(SEED_FILES[0].read_bytes())
    (tmp_path / "bad.txt").write_bytes("é".encode("latin-1"))
    done = run("audit", ".", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert "bad.txt" in one_line(done)
    assert [bool(row.get("error")) for row in json.loads(done.stdout)["reports"]] == [True, False]
    assert run("audit", ".", "--quiet", "--fail-on", "red", cwd=tmp_path).returncode == 1


def test_a_file_that_cannot_be_written_is_status_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run("audit", SEEDS, "-q", "--out", tmp_path / "file" / "below")
    assert done.returncode == 3
    one_line(done)


def test_an_import_can_be_rendered_again(tmp_path: Path) -> None:
    assert run("import", SEED_FILES[1], "-o", "report.json", cwd=tmp_path).returncode == 0
    assert run("render", "report.json", "--style", "source", "--format", "txt", "-o", "report.txt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "report.txt").read_bytes() == SEED_FILES[1].read_bytes()
    piped = subprocess.run([sys.executable, "-m", "synth.cli", "render", "report.json"], cwd=tmp_path, capture_output=True, check=True)
    assert piped.stdout == SEED_FILES[1].read_bytes()


def test_import_says_what_it_found() -> None:
    done = run("import", SEED_FILES[0])
    assert json.loads(done.stdout)["title"].startswith("Zero-Shot")
    assert "9 claims, 3 references" in done.stderr
    assert "citations linked" in done.stderr
    assert run("import", SEED_FILES[0], "--quiet").stderr == ""


def test_checks_lists_and_explains() -> None:
    listed = run("checks").stdout
    for check in checks():
        assert f"{check.code}  {check.name}" in listed
    explained = run("checks", "A202").stdout
    assert "Cannot know" in explained
    assert run("checks", "a-tick-means-something").stdout == explained
    assert json.loads(run("checks", "A202", "--json").stdout)["scope"] == "corpus"


def test_the_version_is_told() -> None:
    assert run("--version").stdout.strip() == f"assay-claims {synth.__version__}"
    rerun = subprocess.run([sys.executable, "-c", "from reproduce.cli import main; main(['--version'])"], capture_output=True, text=True)
    assert rerun.stdout.strip() == f"assay-claims {synth.__version__}"


def test_nothing_on_a_pipe_is_coloured_or_a_progress_bar() -> None:
    done = run("audit", SEEDS)
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stdout + done.stderr


def test_a_reader_that_stops_reading_is_no_error() -> None:
    command = f"{sys.executable} -m synth.cli audit {SEEDS} --json | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""


def test_an_interruption_is_status_130(tmp_path: Path) -> None:
    for n in range(400):
        (tmp_path / f"{n}.txt").write_bytes(SEED_FILES[n % 5].read_bytes())
    process = subprocess.Popen(
        [sys.executable, "-m", "synth.cli", "audit", tmp_path, "--json"], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while b"rensa" not in _maps(process.pid) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)  # until it is at work: the comparison of all reports comes last
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in err) == (130, False)
    assert out == b""


def _maps(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/maps").read_bytes()
    except OSError:
        return b""


# --- settings ---------------------------------------------------------------------------------------------------


def test_a_flag_beats_the_environment_and_that_the_file(tmp_path: Path) -> None:
    from synth.settings import read_settings

    (tmp_path / "assay.toml").write_text('fail_on = "red"\njobs = 3\n')
    settings = read_settings({"jobs": 1}, {"ASSAY_JOBS": "2", "ASSAY_FAIL_ON": "yellow"}, tmp_path)
    assert settings["jobs"] == (1, "flag")
    assert settings["fail_on"] == ("yellow", "ASSAY_FAIL_ON")
    assert read_settings({}, {}, tmp_path)["fail_on"] == ("red", str(tmp_path / "assay.toml"))
    assert read_settings({}, {}, tmp_path / "elsewhere")["fail_on"] == ("", "default")


@pytest.mark.parametrize(
    ("content", "said"),
    [("jobs = 'many'", "jobs"), ("colour = 1", "no setting is called 'colour'"), ("jobs =", "assay.toml"), ("fail_on = 'green'", "red")],
)
def test_a_wrong_setting_is_named_with_where_it_was_set(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "assay.toml").write_text(content)
    done = run("audit", SEED_FILES[0], cwd=tmp_path)
    assert done.returncode == 2
    assert said in one_line(done)
    assert "assay.toml" in done.stderr
