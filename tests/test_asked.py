"""What commands say beside their result: how leaks are counted, what is new in a plan, and one fault once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

from paths import ROOT

from reproduce.cache import Cache, Inputs
from reproduce.cli.commands.plan import LINE, changes_of
from reproduce.cli.going import failures
from reproduce.engines import Ended

SMALL = ["phang2020", "--preset", "nano", "--intermediate", "qqp", "--targets", "panx", "--seeds", "1", "--jobs", "1"]


def reproduce(home: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reproduce", *arguments, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == status, done.stderr
    return done


def test_leaks_are_counted_for_each_training_data_set(tmp_path: Path) -> None:
    lines = reproduce(tmp_path, "leaks", *SMALL).stdout.splitlines()
    assert lines[-4:] == [
        "3 training data sets held against phang2020's test sets: 0 overlaps",
        "panx: 0 of 300 training examples are not trained on",
        "qqp: 0 of 500 training examples are not trained on",
        "mlm: 0 of 1250 training examples are not trained on",
    ]


def test_how_far_it_is_is_shown_on_a_terminal(tmp_path: Path) -> None:
    terminal, end = os.openpty()
    command = [sys.executable, "-m", "reproduce", "leaks", *SMALL, "--home", str(tmp_path)]
    with subprocess.Popen(command, stderr=end, stdout=subprocess.PIPE, cwd=ROOT) as process:
        os.close(end)
        shown = b"".join(iter(lambda: _read(terminal), b"")).decode()
        assert process.stdout is not None
        assert b"3 training data sets" in process.stdout.read()
    os.close(terminal)
    assert "of 3 nodes" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # nobody writes there any more
        return b""


def test_one_fault_is_said_once_with_the_nodes_that_failed_of_it() -> None:
    ended = [Ended("leaks/qqp", "bucc: no file"), Ended("floors/panx", "another"), Ended("leaks/mnli", "bucc: no file")]
    assert failures(ended) == ["failed: leaks/qqp, leaks/mnli: bucc: no file", "failed: floors/panx: another"]


def test_what_is_new_in_a_long_setting_is_said_by_its_path_in_a_line(tmp_path: Path) -> None:
    def inputs(size: int, names: list[str]) -> Inputs:
        against = [[{"name": name, "sizes": {"files": size}, "languages": ["en"] * 90}, ["en", "de"]] for name in names]
        return Inputs("leaks", {"against": against, "a.b": {"c": "x" * 500 * size}}, {}, {}, {}, {})

    cache, before = Cache(tmp_path), inputs(1, ["panx", "xnli"])
    attempt = cache.begin(before)
    cache.keep(before, attempt, {}, 0.0)
    cache.note_last("leaks/qqp", before.key)
    told = list(changes_of(cache, "leaks/qqp", inputs(2, ["xnli", "xquad"])))
    assert "against.panx is gone" in told
    assert "against.xquad is new" in told
    assert "against.xnli.xnli.sizes.files: 1 before, now 2" in told
    assert max(map(len, told)) <= LINE
    assert [line for line in told if line.startswith("a.b.c: ")]
