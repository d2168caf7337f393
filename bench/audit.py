"""How fast `synth audit` is, how it grows, what memory it needs, which planted faults it finds, and how often it cries wolf.

    .venv/bin/python bench/audit.py            all of it, about six minutes; writes its section of RESULTS.md
    .venv/bin/python bench/audit.py --faults   only what was found of what was planted

Every figure is of the whole command as a person runs it (`python -m synth.cli audit FOLDER --json`), from start to exit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from results import commit, machine, record
from synthetic_reports import SEED, write_reports

SMALL, LARGE = 1_000, 10_000
TURNS = 3
LINEAR = 0.15  # growth from SMALL to LARGE may exceed tenfold by so much
STARTS = 9  # of commands that take a fraction of a second
AIM_LARGE, AIM_ONE, AIM_HELP = 20.0, 1.0, 0.3  # seconds: 10,000 reports on two cores, one seed, --help (issue 11)
SAMPLE = 0.05  # seconds between two looks at the memory
HEAD = 1_000  # bytes of the output in which its first figures stand
ROOT = Path(__file__).parent.parent

# Each kind of fault, and the check and the light by which it is found.
KINDS = {
    "columns missing": ("A002", "yellow"),
    "confidence above 1": ("A003", "red"),
    "confidence not a number": ("A003", "yellow"),
    "counts altered": ("A101", "red"),
    "claim cut off": ("A102", "red"),
    "abstract cut off": ("A103", "red"),
    "abstract shared": ("A104", "red"),
    "claim in the first person": ("A105", "red"),
    "claim ticked here and crossed there": ("A201", "red"),
    "claim scored differently": ("A201", "yellow"),
    "ticks are a cut": ("A202", "yellow"),
    "confidence against the ticks": ("A203", "yellow"),
    "question not answered in full": ("A301", "yellow"),
    "no claim names its source": ("A302", "yellow"),
    "one source for most claims": ("A302", "yellow"),
    "papers retrieved and not listed": ("A303", "yellow"),
    "references never used": ("A304", "yellow"),
    "a reference never cited": ("A304", "yellow"),
    "identifier malformed": ("A305", "red"),
    "identifier without version": ("A305", "yellow"),
    "citation without an entry": ("A306", "red"),
    "one of two citations without an entry": ("A306", "red"),
    "score without rubric": ("A401", "yellow"),
    "tier above its thresholds": ("A402", "red"),
    "rules of the maker disagree": ("A403", "yellow"),
    "proof of itself": ("A404", "red"),
    "siblings with opposite verdicts": ("A405", "red"),
    "ticks beside a failed gate": ("A406", "red"),
    "ticks beside a gate not passed": ("A406", "yellow"),
    "reason against its dates": ("A407", "red"),
    "the same report": ("A501", "red"),
    "nearly the same report": ("A501", "yellow"),
    "numbers contradict each other": ("A502", "red"),
}


class Score(NamedTuple):
    """Of one kind: how many reports have the fault, in how many it was found, and in how many of those without it an alarm was raised."""

    kind: str
    code: str
    planted: int
    found: int
    without: int
    alarms: int


class Run(NamedTuple):
    """One run of a command: seconds from start to exit, the peaks of its and its children's memory added up, and what it printed."""

    seconds: float
    megabytes: float
    output: bytes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--faults", action="store_true", help="only the faults, and nothing written")
    options.add_argument("--turns", type=int, default=TURNS, help="how often each time is measured (%(default)s); the median counts")
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="assay-bench-"))
    try:
        truth = {size: write_reports(folder / str(size), size) for size in (SMALL, LARGE)}
        faults = _faults(score(json.loads(audit(folder / str(LARGE)).output), truth[LARGE]))
        if chosen.faults:
            print(faults)
            return
        text = "\n\n".join([_speed(folder, chosen.turns), faults, _how()])
        print(text)
        record("Audit", text)
    finally:
        shutil.rmtree(folder)


def audit(path: Path, jobs: int = 0) -> Run:
    """`synth audit PATH --json`, with its time and memory. All files here can be read; if one was not, the figures mean nothing."""
    run = _run([sys.executable, "-m", "synth.cli", "audit", str(path), "--json", *(["--jobs", str(jobs)] if jobs else [])])
    if b'"unreadable": 0,' not in run.output[:HEAD]:
        raise SystemExit(f"{path}: some reports could not be read; nothing is recorded")
    return run


def score(audit: dict[str, Any], truth: dict[str, frozenset[str]]) -> list[Score]:
    """For each kind of fault what was planted, what was found, and what was found and not planted."""
    given: dict[str, set[tuple[str, str]]] = {name: set() for name in truth}
    for finding in audit["findings"]:
        given[Path(finding["report"]).name].add((finding["code"], finding["light"]))
    found = []
    for kind, sign in KINDS.items():
        planted = [name for name, faults in truth.items() if kind in faults]
        without = [name for name, faults in truth.items() if not any(KINDS[fault] == sign for fault in faults)]
        hits, alarms = (sum(sign in given[name] for name in names) for names in (planted, without))
        found.append(Score(kind, sign[0], len(planted), hits, len(without), alarms))
    return found


def _speed(folder: Path, turns: int) -> str:
    cores = len(os.sched_getaffinity(0))
    sizes = [(size, jobs) for size in (SMALL, LARGE) for jobs in sorted({1, cores})]
    runs: dict[tuple[int, int], list[Run]] = {key: [] for key in sizes}
    for _ in range(turns):
        for size, jobs in sizes:
            runs[size, jobs].append(audit(folder / str(size), jobs))
    rows = [f"| reports | processes | seconds, median of {turns} (all) | reports/s | peak memory |", "|--:|--:|--:|--:|--:|"]
    seconds = {}
    for (size, jobs), some in runs.items():
        taken = sorted(run.seconds for run in some)
        seconds[size, jobs] = statistics.median(taken)
        span = f"{seconds[size, jobs]:.2f} ({taken[0]:.2f} to {taken[-1]:.2f})"
        rows.append(f"| {size:,} | {jobs} | {span} | {size / seconds[size, jobs]:,.0f} | {max(run.megabytes for run in some):,.0f} MB |")
    growth = {jobs: seconds[LARGE, jobs] / seconds[SMALL, jobs] / (LARGE / SMALL) for jobs in sorted({1, cores})}
    said = [f"{value:.2f} on {jobs} ({'linear' if value <= 1 + LINEAR else 'NOT linear'})" for jobs, value in growth.items()]
    one, help_ = _start(["audit", str(next((ROOT / "data" / "seeds").glob("*.txt"))), "--json"]), _start(["--help"])
    return "\n".join(
        [
            *rows,
            "",
            f"Growth from {SMALL:,} to {LARGE:,}, in time for each report: {', '.join(said)}; at most {1 + LINEAR:.2f} is called linear.",
            f"{LARGE:,} reports on {cores} processes: {_met(seconds[LARGE, cores], AIM_LARGE)}. `synth audit` of one seed: "
            f"{_met(one, AIM_ONE)}. `synth --help`: {_met(help_, AIM_HELP)} (medians of {STARTS}).",
        ]
    )


def _met(seconds: float, aim: float) -> str:
    return f"{seconds:.2f} s (aim {aim:g} s: {'met' if seconds <= aim else 'NOT met'})"


def _start(arguments: Sequence[str]) -> float:
    return statistics.median(_run([sys.executable, "-m", "synth.cli", *arguments]).seconds for _ in range(STARTS))


def _faults(scores: Iterable[Score]) -> str:
    rows = ["| fault put in | check | found | of planted | false alarms | of reports without |", "|---|---|--:|--:|--:|--:|"]
    scores = list(scores)
    rows += [f"| {s.kind} | {s.code} | {s.found:,} | {s.planted:,} | {s.alarms:,} | {s.without:,} |" for s in scores]
    missed, alarms = sum(s.planted - s.found for s in scores), sum(s.alarms for s in scores)
    return "\n".join([*rows, "", f"Missed: {missed} of {sum(s.planted for s in scores):,}. False alarms: {alarms}."])


def _how() -> str:
    return (
        f"{machine()}; commit {commit()}; `python bench/audit.py`; reports by bench/synthetic_reports.py, seed {SEED}. Memory: "
        "the peaks of what the command and each of its workers had resident, added up."
    )


def _run(command: Sequence[str]) -> Run:
    """Runs a command to its end; raises if it fails. What it prints goes to a file, so that reading it costs it no time."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, cwd=ROOT)
        peaks: dict[int, float] = {}
        while True:
            try:
                process.wait(SAMPLE)
                break
            except subprocess.TimeoutExpired:
                peaks |= {pid: peak for pid in _tree(process.pid) if (peak := _peak(pid))}
        seconds = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}")
        output.seek(0)
        return Run(seconds, sum(peaks.values()), output.read())


def _tree(pid: int) -> list[int]:
    """A process and all that come from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return [pid, *(below for child in children.read_text().split() for below in _tree(int(child)))]
    except OSError:  # it has ended
        return []


def _peak(pid: int) -> float:
    """The most megabytes a process has had resident so far, as the kernel keeps it; 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0.0)


if __name__ == "__main__":
    main()
