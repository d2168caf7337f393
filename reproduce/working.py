"""One node of a plan, worked on: its step is run, its result kept, and what happens meanwhile is told line by line to a log.

This is what an engine sends to a worker. It asks the cache first, so that work which another one finished is not done twice, and waits
for another one that is at it: a worker that was taken for lost, or a second run of the same study.

A key is made when the plan is, and a worker loads code and reads data later. So the code is looked at before a node is worked on and again
before its result is kept, and the data whenever they are read and then once more: a result of other code or data than its key says is not
kept.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reproduce import code
from reproduce.cache import Cache, Inputs, Made
from reproduce.locks import lock
from reproduce.plan import Node
from reproduce.reading import identity_of
from reproduce.steps import Job, Running, step
from reproduce.tasks import Origin, Source, Task, tasks
from reproduce.workers import use_one_thread

_HASH = re.compile(r"[0-9a-f]{64}")


class ChangedError(ValueError):
    """Code or data are not those that the plan was made with."""


class Work(NamedTuple):
    """A node with what it takes to work on it, as a worker gets it."""

    node: Node
    inputs: Inputs
    parents: dict[str, str]  # by role, the keys
    root: Path  # of the cache
    source: Source
    running: Running
    log: Path
    run: str = ""  # whose events these are: two runs may tell one log


def work(told: Work, begun: Callable[[Path], object] = lambda _: None) -> str:
    """Makes the result of a node, where it is not there yet, and gives its key. `begun` is told the folder of the work that is begun."""
    use_one_thread()
    cache, log = Cache(told.root), log_of(told)
    with cache.hold(told.inputs.key):
        made = cache.find(told.inputs) or _make(told, cache, log, begun)
    log.write(node=told.node.name, event="done", kind=told.node.step, seconds=round(made.seconds, 3))
    return made.key


def _make(told: Work, cache: Cache, log: Log, begun: Callable[[Path], object]) -> Made:
    """Runs the step of a node, and keeps what comes out."""
    say = _Say(log, told.node.name, told.running.say_every)
    log.write(node=told.node.name, event="begun", kind=told.node.step, worker=os.getpid())
    started = time.perf_counter()
    try:
        load_code(told.inputs)
        source = Promised(told.source, told.inputs.data)
        source.look_at(told.node)
        attempt = cache.begin(told.inputs)
        parents = {role: cache.get(parent).folder for role, parent in told.parents.items()}
        begun(attempt.work)
        job = Job(told.node.settings, parents, attempt.into, attempt.work, source, told.running, say)
        summary = step(told.node.step).run(job)
        refuse_other_code(told.inputs)
        source.look_at(told.node)
        made = cache.keep(told.inputs, attempt, summary, time.perf_counter() - started, told.running.device)
    except BaseException as error:
        log.write(node=told.node.name, event="failed", error=f"{type(error).__name__}: {error}")
        raise
    cache.note_last(told.node.name, made.key)
    return made


def load_code(inputs: Inputs) -> None:
    """Loads all modules that a result is made by. Raises `ChangedError` where they are not those of the plan, before or after."""
    refuse_other_code(inputs)
    for name in inputs.code:
        importlib.import_module(name)
    refuse_other_code(inputs)


def refuse_other_code(inputs: Inputs) -> None:
    """Raises `ChangedError` where this machine would compute with other code or packages than the result is kept under."""
    here = {**code.sources(inputs.code), **code.versions()}
    wanted = {**inputs.code, **inputs.versions}
    others = sorted(name for name in here.keys() | wanted.keys() if here.get(name) != wanted.get(name))
    if others:
        raise ChangedError(f"{os.uname().nodename} has {', '.join(others)} in another version than the plan was made with")


class Promised:
    """A source that gives what the plan was made with, or raises `ChangedError`."""

    def __init__(self, source: Source, data: Mapping[str, str]) -> None:
        self._source, self._data = source, data

    @property
    def name(self) -> str:
        return self._source.name

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        return self._source.languages(task, split)

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        found = self._source.identity(task, split, language)
        self._refuse(name for name, known in found.items() if self._data.get(name) != known)
        return found

    def rows(self, task: Task, split: str, language: str) -> tuple[list[dict[str, Any]], tuple[Origin, ...]]:
        """The rows; where the plan knows what they stand in by the hash of its bytes, these are the bytes that were read."""
        self.identity(task, split, language)
        rows, origins = self._source.rows(task, split, language)
        promised = {one.name: self._data.get(one.name, "") for one in origins}
        self._refuse(one.name for one in origins if _HASH.fullmatch(promised[one.name]) and promised[one.name] != one.sha256)
        return rows, origins

    def look_at(self, node: Node) -> None:
        """Raises where what the node reads is not what it was; a file is read only where its size or time is another."""
        for task, split, language in node.reads:
            identity_of(tasks()[task], split, language, self)

    def _refuse(self, others: Iterable[str]) -> None:
        if names := sorted(others):
            raise ChangedError(f"{', '.join(names)}: changed since the plan was made")


class Log:
    """A file to which processes append lines of JSON, one process at a time: on a network file system no append is whole by itself."""

    def __init__(self, path: Path, run: str = "") -> None:
        self._path, self._of = path, {"run": run} if run else {}

    def write(self, **told: Any) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"at": round(time.time(), 3), **self._of, **told}, ensure_ascii=False) + "\n"
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            lock(handle)
            os.write(handle, _end_of_torn(handle) + line.encode())
        finally:
            os.close(handle)


def log_of(told: Work) -> Log:
    return Log(told.log, told.run)


def _end_of_torn(handle: int) -> bytes:
    """What ends a line that was torn, so that it takes no other with it; nothing where all lines are whole."""
    there = os.fstat(handle)
    return b"\n" if stat.S_ISREG(there.st_mode) and there.st_size and os.pread(handle, 1, there.st_size - 1) != b"\n" else b""


class _Say:
    """Tells the log how far a step is, now and then, and what is to be known of it."""

    def __init__(self, log: Log, node: str, every: int) -> None:
        self._log, self._node, self._every = log, node, every

    def __call__(self, **told: Any) -> None:
        if "warning" in told:
            self._log.write(node=self._node, event="warned", **told)
        elif told["step"] % self._every == 0 or told["step"] == told["steps"]:
            self._log.write(
                node=self._node, event="step", **{name: round(one, 5) if isinstance(one, float) else one for name, one in told.items()}
            )
