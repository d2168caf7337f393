"""How far a run is, out of the lines of its log."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from reproduce.alive import this_process
from reproduce.watching import State, drawn, read_log, seconds_left, state_of
from reproduce.working import Log

RUN: dict[str, Any] = {"event": "started", "run": "r", "nodes": 6, "there": 1, "jobs": 2, "command": "reproduce run a-study"}
OF: dict[str, Any] = {"run": "r"}
LINES: list[dict[str, Any]] = [
    {"at": 0.0, "event": "started", "run": "q", "nodes": 9, "there": 9, "jobs": 2},  # an earlier run
    {"at": 1.0, "event": "ended", "run": "q", "made": 0, "failed": 0},
    {"at": 100.0, **RUN, "todo": {"target": 4, "scores": 1}},
    {"at": 101.0, "event": "begun", "node": "a", "kind": "target", "worker": 7, **OF},
    {"at": 101.0, "event": "begun", "node": "b", "kind": "target", "worker": 8, **OF},
    {"at": 103.0, "event": "step", "node": "b", "step": 20, "steps": 80, "loss": 0.25, **OF},
    {"at": 105.0, "event": "done", "node": "a", "kind": "target", "seconds": 4.0, **OF},
    {"at": 106.0, "event": "begun", "node": "c", "kind": "target", "worker": 7, **OF},
    {"at": 107.0, "event": "failed", "node": "c", "error": "DataError: no file", **OF},
]


def test_the_last_run_is_told() -> None:
    state = state_of(LINES)
    assert (state.nodes, state.there, list(state.done), list(state.failed), list(state.going)) == (6, 1, ["a"], ["c"], ["b"])
    assert (state.going["b"].step, state.going["b"].loss, state.going["b"].since) == (20, 0.25, 101.0)
    assert not state.ended


def test_the_time_left_is_what_the_rest_takes_side_by_side() -> None:
    assert seconds_left(state_of(LINES), 102.0) == (3.0 + 4.0 + 4.0) / 2  # the rest of b; d as all others do; e
    assert seconds_left(state_of(LINES[:4]), 102.0) is None


def test_the_steps_of_a_node_say_how_long_it_takes() -> None:
    steps = [{"at": 100.0 + at, "event": "step", "node": "b", "step": 10 * at, "steps": 100, **OF} for at in (5, 6, 7)]
    state = state_of([*LINES[:3], LINES[4], *steps])
    assert state.going["b"].left(107.0) == 3.0
    assert state.going["b"].left(108.0) == 2.0
    # Three more targets and the scores take as long as b: 6 seconds so far, and 3; and b is not done before its 3 are over.
    assert seconds_left(state, 107.0) == (3.0 + 4 * 9.0) / 2
    alone = [{**LINES[2], "todo": {"target": 1}}, LINES[4], *steps]
    assert seconds_left(state_of(alone), 107.0) == 3.0
    again = {"at": 108.0, "event": "step", "node": "b", "step": 10, "steps": 100, **OF}  # a further try
    assert state_of([*alone, again]).going["b"].left(108.0) is None


def test_two_runs_that_go_on_at_once_are_two() -> None:
    other = [{**LINES[2], "run": "s", "at": 102.0, "nodes": 3, "plan": "p"}, {**LINES[3], "run": "s", "node": "x"}]
    mixed = [*LINES[:4], *other, *LINES[4:]]
    assert list(state_of(mixed).going) == ["x"]
    assert state_of(mixed, lambda started: started.get("run") == "r") == state_of(LINES)


NO_LINES = [
    b"",
    b"{",
    b"3",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"at": 1}',
    b'{"at": 1, "event": []}',
    b'{"at": "1", "event": "ended"}',
    b'{"at": 1, "event": "done", "node": "a"}',
    b'{"at": 1, "event": "step", "node": "b", "step": "x", "steps": 2}',
]


@pytest.mark.parametrize("line", NO_LINES, ids=range(len(NO_LINES)))
def test_a_line_that_is_none_is_passed_over(line: bytes, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    whole = [json.dumps(one).encode() for one in LINES]
    log.write_bytes(b"\n".join([line, *whole[:4], line, *whole[4:], line, b""]))
    assert state_of(read_log(log)) == state_of(LINES)


def test_a_torn_line_takes_no_other_with_it(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"at": 1.0, "event": "be')
    Log(log, "r").write(event="ended")
    (told,) = read_log(log)
    assert (told["event"], told["run"]) == ("ended", "r")


def test_a_run_whose_process_is_gone_is_known_to_have_ended() -> None:
    def state(**changes: Any) -> State:
        return state_of([{**LINES[2], **this_process(), **changes}])

    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not state().gone
    assert state(process=ended.pid).gone
    assert state(since=this_process()["since"] and 1).gone == (this_process()["since"] is not None), "its number is another's now"
    assert not state(process=ended.pid, host="another machine").gone
    assert not state(process=ended.pid, host=None).gone
    assert not state_of([{**LINES[2], **this_process(), "process": ended.pid}, {"at": 200.0, "event": "ended", **OF}]).gone


def test_the_screen_says_it() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(drawn(state_of(LINES), "A study", 111.0))
    text = console.export_text()
    assert "2 of 6 nodes, 1 of them there before · 1 failed · 0:11 · about 0:04 left" in text
    assert "reproduce run a-study" in text
    assert "20/80" in text
    assert "0.250" in text
    assert "━" * 60 in text.splitlines()[3]


def test_a_line_that_is_being_written_waits(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps(LINES[2]) + "\n" + json.dumps(LINES[3])[:10], encoding="utf-8")
    assert list(read_log(log)) == [LINES[2]]
    assert list(read_log(tmp_path / "none")) == []
