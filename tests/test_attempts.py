"""Several processes and one result: who holds it, who waits, and what one can still do that was taken for dead."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT

from reproduce.cache import Attempt, Cache, CacheError, Inputs

INPUTS = Inputs("target", {"rate": 1}, {"data": "d"}, {}, {"code": "c"}, {"torch": "1"})
HOLDS = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from reproduce.cache import Cache
with Cache(Path({folder!r})).hold({key!r}):
    print("held", flush=True)
    sys.stdin.read()
"""


def make(cache: Cache, attempt: Attempt, text: str = "weights") -> None:
    (attempt.into / "weights").write_text(text)
    cache.keep(INPUTS, attempt, {}, 1.0)


def content(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_result_is_there_when_it_is_whole_and_nothing_else_is(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    attempt = cache.begin(INPUTS)
    (attempt.work / "checkpoint").write_text("half")
    assert cache.find(INPUTS) is None
    make(cache, attempt)
    made = cache.find(INPUTS)
    assert made is not None
    assert content(made.folder) == {"weights"}
    assert content(cache.place(INPUTS.key)) == {"inputs.json", "made.json", "result"}


def test_the_next_attempt_has_the_work_of_the_one_before_and_none_of_its_result(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(3):
        attempt = cache.begin(INPUTS)
        assert content(attempt.work) == {".begun", *map(str, range(number))}
        assert content(attempt.into) == set()
        (attempt.work / str(number)).write_text("")
        (attempt.into / "half").write_text("")


def test_one_that_was_taken_for_dead_keeps_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    lost, found = cache.begin(INPUTS), cache.begin(INPUTS)
    for folder in lost:
        folder.mkdir()  # as a step may do that makes the folders it writes to
    with pytest.raises(CacheError, match="took this work over"):
        make(cache, lost, "half")
    assert cache.find(INPUTS) is None
    make(cache, found)
    with pytest.raises(CacheError, match="took this work over"):
        make(cache, lost, "half")
    assert cache.find(INPUTS) is not None


def test_what_it_still_writes_is_not_gone_on_with(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    lost, found = cache.begin(INPUTS), cache.begin(INPUTS)
    (found.work / "10").write_text("")
    lost.work.mkdir()
    (lost.work / "20").write_text("")
    assert content(cache.begin(INPUTS).work) == {".begun", "10"}


def test_a_process_that_is_killed_lets_others_begin(tmp_path: Path) -> None:
    program = HOLDS.format(root=str(ROOT), folder=str(tmp_path), key=INPUTS.key)
    holder = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate()
    assert holder.returncode == -signal.SIGKILL
    with Cache(tmp_path).hold(INPUTS.key):
        pass


def test_what_two_processes_are_asked_for_is_made_once(tmp_path: Path) -> None:
    pytest.importorskip("tokenizers", reason="tokenizers is not installed (extra `reproduce`)")
    spawned = multiprocessing.get_context("spawn")
    gate = spawned.Barrier(2)
    both = [spawned.Process(target=make_tokenizer, args=(str(tmp_path), gate)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    events = [json.loads(line)["event"] for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert events == ["begun", "done", "done"]


def make_tokenizer(folder: str, gate: Any) -> None:
    """In a process of its own: the tokenizer of the nano study, as soon as the other process is ready too."""
    from reproduce.made import Made
    from reproduce.plan import make_plan
    from reproduce.steps import Running
    from reproduce.study import read_study
    from reproduce.working import Work, work

    source = Made(languages=("en", "de"))
    plan = make_plan(read_study("phang2020", "nano", {"languages": ("en", "de")}), source)
    name = "tokenizer/scratch:nano"
    told = Work(plan.nodes[name], plan.inputs(name), {}, Path(folder), source, Running(), Path(folder) / "log.jsonl")
    gate.wait(timeout=120)
    work(told)


def test_each_worker_takes_a_gpu_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from queue import Queue

    from reproduce.workers import VISIBLE, begin

    for visible, own in (("", ["0", "1"]), ("5,7", ["5", "7"])):
        left: Queue[int] = Queue()
        left.put(0)
        left.put(1)
        for expected in own:
            monkeypatch.setenv(VISIBLE, visible)
            begin(left)  # type: ignore[arg-type]
            assert os.environ[VISIBLE] == expected
