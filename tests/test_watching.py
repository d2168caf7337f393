"""How far a run is, out of the lines of its log."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from rich.console import Console

from reproduce.watching import drawn, read_log, seconds_left, state_of

LINES: list[dict[str, Any]] = [
    {"at": 0.0, "event": "started", "nodes": 9, "there": 9, "jobs": 2},  # an earlier run
    {"at": 1.0, "event": "ended", "made": 0, "failed": 0},
    {"at": 100.0, "event": "started", "nodes": 6, "there": 1, "jobs": 2},
    {"at": 101.0, "event": "begun", "node": "a", "worker": 7},
    {"at": 101.0, "event": "begun", "node": "b", "worker": 8},
    {"at": 103.0, "node": "b", "step": 20, "steps": 80, "loss": 0.25},
    {"at": 105.0, "event": "done", "node": "a", "seconds": 4.0},
    {"at": 106.0, "event": "begun", "node": "c", "worker": 7},
    {"at": 107.0, "event": "failed", "node": "c", "error": "DataError: no file"},
]
STEPS = {"a": "target", "b": "target", "c": "target", "d": "scores", "e": "target"}


def test_the_last_run_is_told() -> None:
    state = state_of(LINES)
    assert (state.nodes, state.there, list(state.done), list(state.failed), list(state.going)) == (6, 1, ["a"], ["c"], ["b"])
    assert (state.going["b"].step, state.going["b"].loss, state.going["b"].since) == (20, 0.25, 101.0)
    assert not state.ended


def test_the_time_left_is_what_the_rest_takes_side_by_side() -> None:
    assert seconds_left(state_of(LINES), STEPS) == (4.0 + 4.0 + 4.0) / 2  # b, d as all others do, e
    assert seconds_left(state_of(LINES[:4]), STEPS) is None


def test_the_screen_says_it() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(drawn(state_of(LINES), "A study", 111.0, 6.0))
    text = console.export_text()
    assert "2 of 6 nodes, 1 of them there before · 1 failed · 0:11 · about 0:06 left" in text
    assert "20/80" in text
    assert "0.250" in text
    assert "━" * 60 in text.splitlines()[2]


def test_a_line_that_is_being_written_waits(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps(LINES[2]) + "\n" + json.dumps(LINES[3])[:10], encoding="utf-8")
    assert list(read_log(log)) == [LINES[2]]
    assert list(read_log(tmp_path / "none")) == []
