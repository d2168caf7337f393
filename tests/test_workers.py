"""Workers that are killed, and workers whose parent is; and that their number and their threads change no byte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

from reproduce.cache import Cache
from reproduce.engines.local import KILLED
from reproduce.made import Amounts, Made
from reproduce.plan import Plan, make_plan
from reproduce.running import log_of, run
from reproduce.steps import Running
from reproduce.study import read_study

SMALL = ["phang2020", "--preset", "nano", "--intermediate", "mnli", "--targets", "panx", "--seeds", "1"]
LANGUAGES = ("en", "de")
FEW = Amounts(train=64, more=64, dev=24, test=24, text=24)
TOKENIZER, FLOORS = "tokenizer/scratch:nano", "floors/panx"


class Deadly(Made):
    """Data that kill whoever reads those of a task, as often as there are files in a folder, of which each takes one away."""

    def __init__(self, lives: Path) -> None:
        super().__init__(amounts=FEW, languages=LANGUAGES)
        self._lives = lives

    def rows(self, task: Any, split: str, language: str) -> Any:
        if task.name == "panx":
            for life in self._lives.iterdir():
                life.unlink()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().rows(task, split, language)


def small_plan(source: Made) -> Plan:
    study = read_study("phang2020", "nano", {"languages": LANGUAGES, "targets": ("panx",), "intermediate": (), "seeds": (1,)})
    return make_plan(study, source)


@pytest.mark.parametrize("kills", [1, 2])
def test_what_a_killed_worker_was_at_is_tried_once_more(kills: int, tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    lives.mkdir()
    for number in range(kills):
        (lives / str(number)).touch()
    plan = small_plan(Deadly(lives))
    went = run(plan, tmp_path, Running(), jobs=2, only=[TOKENIZER, FLOORS])
    events = [json.loads(line) for line in log_of(plan, tmp_path).read_text().splitlines()]
    of_floors = [event["event"] for event in events if event.get("node") == FLOORS]
    if kills == 1:
        assert (went.made, went.failed, went.untried) == (2, (), 0)
        assert of_floors == ["begun", "warned", "begun", "done"]
    else:
        assert [(one.name, one.error) for one in went.failed] == [(FLOORS, KILLED)]
        assert (went.made, went.untried) == (1, 0)
        assert Cache(tmp_path).find(plan.inputs(TOKENIZER))
        assert of_floors == ["begun", "warned", "begun", "failed"]


def test_only_what_was_at_work_is_tried_again(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    lives.mkdir()
    (lives / "one").touch()
    plan = small_plan(Deadly(lives))
    begin = [name for name, node in plan.nodes.items() if not node.parents]
    assert len(begin) > 3
    assert run(plan, tmp_path, Running(), jobs=2, only=begin).made >= len(begin)
    warned = [line for line in log_of(plan, tmp_path).read_text().splitlines() if '"warned"' in line]
    assert 1 <= len(warned) <= 2


def started(home: Path, command: str, *arguments: str) -> subprocess.Popen[str]:
    (home / "tmp").mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "reproduce", command, *SMALL, "--home", str(home), "--jobs", "2", *arguments],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(home / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # what the test sends reaches the parent alone
    )


def wait_for(process: subprocess.Popen[str], happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 240
    while not happened():
        assert time.monotonic() < deadline
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def said_at_end(process: subprocess.Popen[str]) -> list[str]:
    """What a process says up to its end. It is read until the last worker is gone: each of them holds the other end."""
    try:
        return process.communicate(timeout=120)[1].splitlines()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_workers_end_with_their_parent(sent: signal.Signals, tmp_path: Path) -> None:
    log = tmp_path / "runs" / "logs" / "phang2020-nano.jsonl"
    process = started(tmp_path, "run", "-q")
    wait_for(process, lambda: log.exists() and '"begun"' in log.read_text())
    process.send_signal(sent)
    said = said_at_end(process)
    if sent == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
        return
    assert process.returncode == 130
    assert said == ["reproduce: interrupted; what was done is kept, and the same command goes on from there"]
    assert not list((tmp_path / "tmp").glob("tmp*"))
    assert json.loads(log.read_text().splitlines()[-1])["event"] == "stopped"


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_a_rehearsal_ends_with_who_asked_for_it(sent: signal.Signals, tmp_path: Path) -> None:
    process = started(tmp_path, "plan", "--device", "cpu")
    wait_for(process, lambda: bool(list((tmp_path / "tmp").glob("tmp*/*/"))))
    process.send_signal(sent)
    said = said_at_end(process)
    if sent == signal.SIGTERM:
        assert process.returncode == 130
        assert len(said) == 1
        assert not list((tmp_path / "tmp").glob("tmp*"))


def test_neither_jobs_nor_threads_change_a_byte(tmp_path: Path) -> None:
    import torch

    plan = small_plan(Made(languages=LANGUAGES))
    threads = torch.get_num_threads()
    found = []
    try:
        for jobs, has in ((1, 4), (2, 1)):
            torch.set_num_threads(has)
            root = tmp_path / str(jobs)
            assert not run(plan, root, Running(), jobs=jobs).failed
            found.append({name: Cache(root).get(plan.inputs(name).key).files for name in plan.nodes})
    finally:
        torch.set_num_threads(threads)
    assert found[0] == found[1]
