"""A node is worked on with the code and the data that its key was made from, or its result is not kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from paths import ROOT

pytest.importorskip("tokenizers", reason="tokenizers is not installed (extra `reproduce`)")

from reproduce import code, made, reading
from reproduce.cache import Cache, Inputs
from reproduce.plan import Node, make_plan
from reproduce.sources.files import Files
from reproduce.steps import Running
from reproduce.study import read_study
from reproduce.tasks import tasks
from reproduce.working import ChangedError, Promised, Work, refuse_other_code, work

LANGUAGES = ("en", "de")
TOKENIZER, FLOORS = "tokenizer/scratch:nano", "floors/panx"


def work_on(name: str, root: Path, **changes: Any) -> Work:
    """A node of the nano study that stands on no other."""
    source = made.Made(languages=LANGUAGES)
    plan = make_plan(read_study("phang2020", "nano", {"languages": LANGUAGES, "targets": ("panx",), "intermediate": ()}), source)
    return Work(plan.nodes[name], plan.inputs(name), {}, root, source, Running(), root / "log.jsonl")._replace(**changes)


def test_other_code_or_packages_than_the_plan_was_made_with_are_refused() -> None:
    same = Inputs("floors", {}, {}, {}, code.sources(["reproduce.steps.floors"]), code.versions())
    refuse_other_code(same)
    for other in (
        same._replace(code={**same.code, "reproduce.scoring": "other"}),
        same._replace(code={name: told for name, told in same.code.items() if name != "reproduce.scoring"}),
        same._replace(versions={**same.versions, "reproduce.scoring": "1"}),
    ):
        with pytest.raises(ChangedError, match=r"has reproduce\.scoring in another version"):
            refuse_other_code(other)


class At(made.Made):
    """Made data that do something else too, the first time that their rows are read."""

    def __init__(self, then: Callable[[], object], **told: Any) -> None:
        super().__init__(**told)
        self._then: list[Callable[[], object]] = [then]

    def rows(self, *asked: Any) -> Any:
        while self._then:
            self._then.pop()()
        return super().rows(*asked)


def test_code_that_is_edited_while_a_node_runs_leaves_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in code.OURS:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "_ROOT", tmp_path)
    file = tmp_path / "reproduce" / "scoring.py"
    text = file.read_text(encoding="utf-8")
    told = work_on(FLOORS, tmp_path / "runs")
    for edited in (f"{text}\nMORE = 1\n", "def half("):
        monkeypatch.setattr(reading, "_kept", {})
        edit = At(lambda edited=edited: file.write_text(edited, encoding="utf-8"), languages=LANGUAGES)  # type: ignore[misc]
        with pytest.raises(ChangedError, match=r"reproduce\.scoring"):
            work(told._replace(source=edit))
        assert Cache(told.root).find(told.inputs) is None
        with pytest.raises(ChangedError, match=r"reproduce\.scoring"):  # nor is it begun with this code
            work(told)
        file.write_text(text, encoding="utf-8")
    work(told)
    assert Cache(told.root).find(told.inputs)


def test_a_worker_that_loads_edited_code_later_than_the_plan_fails_in_a_line(tmp_path: Path) -> None:
    """The plan is made, a module is edited that nothing has loaded yet, and the run begins."""
    for package in code.OURS:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    program = f"""
from pathlib import Path
from reproduce.made import Made
from reproduce.plan import make_plan
from reproduce.running import run
from reproduce.steps import Running
from reproduce.study import read_study
if __name__ == "__main__":
    study = read_study("phang2020", "nano", {{"languages": {LANGUAGES}, "targets": ("panx",)}})
    plan = make_plan(study, Made(languages={LANGUAGES}))
    plan.hash
    file = Path("reproduce/scoring.py")
    file.write_text(file.read_text() + "\\nMORE = 1\\n")
    went = run(plan, Path("runs"), Running(), jobs=2, only=["{TOKENIZER}", "{FLOORS}"])
    print(went.made, *(one.error for one in went.failed), sep="\\n")
"""
    (tmp_path / "program.py").write_text(program)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, error = done.stdout.splitlines()
    assert count == "1"  # the tokenizer needs nothing of it
    assert "reproduce.scoring in another version than the plan was made with" in error


# --- data ---------------------------------------------------------------------------------------------------------

ROW = '{"premise": "It rained.", "choice1": "wet", "choice2": "dry", "question": "effect", "label": 0, "idx": 0, "changed": false}\n'
OTHER = ROW.replace('"label": 0', '"label": 1')
PLACE = "xcopa/zh/test.zh.jsonl"
TASK = "xcopa"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = tmp_path / PLACE
    file.parent.mkdir(parents=True)
    file.write_text(ROW)
    return tmp_path


def test_what_was_read_is_what_the_plan_was_made_with(folder: Path) -> None:
    files = Files(folder)
    source = Promised(files, files.identity(tasks()[TASK], "test", "zh"))
    node = Node("scores", "scores", {}, {}, ((TASK, "test", "zh"),))
    rows, _ = source.rows(tasks()[TASK], "test", "zh")
    assert len(rows) == 1
    source.look_at(node)
    (folder / PLACE).touch()
    source.look_at(node)
    (folder / PLACE).write_text(OTHER)
    for read in (lambda: source.rows(tasks()[TASK], "test", "zh"), lambda: source.look_at(node)):
        with pytest.raises(ChangedError, match=f"^{PLACE}: changed since the plan was made$"):
            read()
    (folder / PLACE).unlink()
    with pytest.raises(ChangedError, match="changed since"):
        source.look_at(node)


def test_a_change_that_leaves_size_and_time_is_found_in_what_is_read(folder: Path) -> None:
    files = Files(folder)
    source = Promised(files, files.identity(tasks()[TASK], "test", "zh"))
    before = (folder / PLACE).stat()
    (folder / PLACE).write_text(OTHER)
    os.utime(folder / PLACE, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ChangedError, match=PLACE):
        source.rows(tasks()[TASK], "test", "zh")


class Moving(made.Made):
    """Data that are others from the second look on."""

    looks = 0

    def identity(self, *asked: Any) -> dict[str, str]:
        self.looks += 1
        return {name: f"{known}{self.looks > self.until}" for name, known in super().identity(*asked).items()}

    until = 10_000


@pytest.mark.parametrize("until", [0, 1, 2, 3, 4, 5])
def test_data_that_change_while_a_node_runs_leave_no_result(until: int, tmp_path: Path) -> None:
    source = Moving(languages=LANGUAGES)
    told = work_on(TOKENIZER, tmp_path, source=source)
    told = told._replace(inputs=told.inputs._replace(data={name: f"{known}False" for name, known in told.inputs.data.items()}))
    source.until = until
    with pytest.raises(ChangedError, match="changed since the plan was made"):
        work(told)
    assert Cache(told.root).find(told.inputs) is None
    assert '"event": "failed", "error": "ChangedError: made/mlm/train-' in told.log.read_text(encoding="utf-8")
