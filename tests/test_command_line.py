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
    assert done.stdout == ""


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
    assert not out or json.loads(out)  # whole or not at all


def _maps(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/maps").read_bytes()
    except OSError:
        return b""


# --- where is written -------------------------------------------------------------------------------------------


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "kept.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to("real/kept.csv")
    assert run("audit", SEED_FILES[0], "-q", "--csv", link).returncode == 0
    assert link.is_symlink()
    assert target.read_text().startswith('"report"')
    assert target.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in target.parent.iterdir()] == ["kept.csv"]


def test_a_link_to_a_file_that_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("new.json")
    assert run("import", SEED_FILES[0], "-q", "-o", "link.json", cwd=tmp_path).returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))["title"]


def test_a_named_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    assert run("import", SEED_FILES[0], "-q", "-o", pipe).returncode == 0
    out, _ = reader.communicate(timeout=60)
    assert json.loads(out)["title"]
    assert pipe.is_fifo()


def test_a_target_that_cannot_be_written_is_named_and_not_a_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    long = "n" * 300
    for target in ("folder", "circle", long, f"{SEED_FILES[1]}/below"):
        done = run("import", SEED_FILES[0], "-q", "-o", target, cwd=tmp_path)
        assert done.returncode == 3, target
        assert one_line(done).startswith(f"synth: {target}: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["audit", "a.txt", "--csv", "a.txt"],
        ["audit", ".", "--sarif", "sub/../a.txt"],
        ["audit", "a.txt", "--write-baseline", "link.txt"],
        ["audit", "a.txt", "--csv", "a.sidecar.json"],
        ["audit", "a.txt", "--baseline", "known.json", "--csv", "known.json"],
        ["audit", ".", "--out", "."],
        ["audit", "a.txt", "--csv", "one", "--sarif", "one"],
        ["import", "a.txt", "-o", "a.txt"],
        ["render", "a.txt", "-o", "link.txt"],
    ],
)
def test_what_a_command_reads_is_never_written_over(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "audit.html"):
        (tmp_path / name).write_bytes(SEED_FILES[0].read_bytes())
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "known.json").write_text("{}")
    (tmp_path / "a.sidecar.json").write_text("{}")
    before = {file: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "write to" in one_line(done)
    assert {file: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()} == before


def test_a_baseline_may_be_renewed_in_place(tmp_path: Path) -> None:
    again = ("audit", SEED_FILES[0], "-q", "--write-baseline", "known.json")
    assert run(*again, cwd=tmp_path).returncode == 0
    assert run(*again, "--baseline", "known.json", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [["audit", ""], ["audit", "x", "--out", ""], ["audit", "x", "--csv="], ["import", "x", "-o", ""], ["audit", "x", "--baseline", ""]],
)
def test_an_empty_name_is_wrong_use(tmp_path: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "empty" in one_line(done)
    assert not list(tmp_path.iterdir())


def test_a_baseline_that_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run("audit", SEED_FILES[0], "--baseline", "pipe", cwd=tmp_path)
    assert done.returncode == 2
    assert "pipe: is not a file" in one_line(done)


# --- which files, and whose fault --------------------------------------------------------------------------------


def test_a_path_that_is_not_there_is_status_2_and_the_others_are_audited(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(SEED_FILES[0].read_bytes())
    done = run("audit", "good.txt", "absent.txt", "--json", cwd=tmp_path)
    assert done.returncode == 2
    assert "absent.txt: No such file" in one_line(done)
    assert [bool(row.get("error")) for row in json.loads(done.stdout)["reports"]] == [False, True]


def test_one_file_under_many_names_is_one_report(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_bytes(SEED_FILES[0].read_bytes())
    (tmp_path / "link.txt").symlink_to("a.txt")
    done = run("audit", "a.txt", "./a.txt", "sub/../a.txt", "link.txt", tmp_path / "a.txt", ".", "--json", cwd=tmp_path)
    assert [row["name"] for row in json.loads(done.stdout)["reports"]] == ["a.txt"]


def test_a_name_that_is_no_text_is_shown_with_escapes_everywhere(tmp_path: Path) -> None:
    for name in (b"good\xff.txt", b"bad\xff.txt", b"alone\xff.sidecar.json", b"broken\xff.sidecar.json"):
        content = b"" if name.startswith(b"b") else b"{}" if name.endswith(b"json") else SEED_FILES[0].read_bytes()
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(content)
    done = run("audit", ".", "--json", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = {row["name"]: row.get("error", "") for row in json.loads(done.stdout)["reports"]}
    assert list(rows) == ["alone\\udcff.sidecar.json", "bad\\udcff.txt", "broken\\udcff.sidecar.json", "good\\udcff.txt"]
    assert "bad\\udcff.txt: is empty" in rows["bad\\udcff.txt"]


def run_broken(cwd: Path, broken: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with one of its functions replaced by one that raises."""
    room, name = broken.rsplit(".", 1)
    code = f"""
import importlib, sys
def broken(*_, **__): raise ValueError("on\\npurpose")
setattr(importlib.import_module({room!r}), {name!r}, broken)
from synth.cli import main
sys.exit(main(sys.argv[1:]))
"""
    return subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("more", [[], ["--fail-on", "red"]])
def test_a_fault_of_our_own_does_not_pass_for_one_of_the_file(tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "a.txt").write_bytes(SEED_FILES[0].read_bytes())
    done = run_broken(tmp_path, "synth.audit.auditing.look_at_report", "audit", "a.txt", "--json", *more)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "synth: a.txt: this program failed on it: ValueError: on purpose",
        "synth: this program failed on 1 of 1 files",
    ]
    assert json.loads(done.stdout)["figures"]["failed"] == 1


def test_a_check_that_could_not_finish_is_said_and_status_3(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SEED_FILES[0].read_bytes())
    done = run_broken(tmp_path, "synth.audit.checks.one_score.look", "audit", "a.txt", "-q")
    assert done.returncode == 3
    assert "A201 could not finish on 1 of 1 files; first a.txt" in one_line(done)


def test_a_fault_in_a_command_shows_where_and_is_not_taken_for_findings(tmp_path: Path) -> None:
    done = run_broken(tmp_path, "synth.reports.importing.read_report", "import", "a.txt")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("synth: this program failed")


# --- what is said ------------------------------------------------------------------------------------------------


def test_common_options_stand_before_the_command_or_after_it() -> None:
    quiet, after = run("-q", "import", SEED_FILES[0]), run("import", SEED_FILES[0], "-q")
    assert (quiet.returncode, quiet.stderr, quiet.stdout) == (0, "", after.stdout)
    assert run("-q", "audit", SEED_FILES[0]).stdout == ""
    verbose = run("-v", "--offline", "audit", SEED_FILES[0])
    assert verbose.stdout == run("audit", SEED_FILES[0], "-v", "--offline").stdout != run("audit", SEED_FILES[0]).stdout


@pytest.mark.parametrize("arguments", [["fly"], [], ["audit"], ["audit", "x", "--jobs", "two"], ["audit", "x", "--fly\n\x1b[31m"]])
def test_wrong_arguments_are_one_line(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "--help" in one_line(done)
    assert "\x1b" not in done.stderr


def test_a_name_with_a_line_break_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a\n\x1b[31mb.txt").write_bytes(b"")
    done = run("audit", "a\n\x1b[31mb.txt", "-q", cwd=tmp_path)
    assert done.returncode == 2
    assert "\x1b" not in one_line(done)


def test_the_help_of_audit_says_what_each_status_means() -> None:
    said = run("audit", "--help").stdout
    assert "a PATH that is not there" in said
    assert "a fault of this program" in said


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
