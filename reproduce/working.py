"""One node of a plan, worked on: its step is run, its result kept, and what happens meanwhile is told line by line to a log.

This is what an engine sends to a worker. It asks the cache first, so that work which another one finished is not done twice, and waits
for another one that is at it: a worker that was taken for lost, or a second run of the same study.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from reproduce.cache import Cache, Inputs, Made
from reproduce.locks import lock
from reproduce.plan import Node
from reproduce.steps import Job, Running, step
from reproduce.tasks import Source


class Work(NamedTuple):
    """A node with what it takes to work on it, as a worker gets it."""

    node: Node
    inputs: Inputs
    parents: dict[str, str]  # by role, the keys
    root: Path  # of the cache
    source: Source
    running: Running
    log: Path


def work(told: Work, begun: Callable[[Path], object] = lambda _: None) -> str:
    """Makes the result of a node, where it is not there yet, and gives its key. `begun` is told the folder of the work that is begun."""
    cache, log = Cache(told.root), Log(told.log)
    with cache.hold(told.inputs.key):
        made = cache.find(told.inputs) or _make(told, cache, log, begun)
    log.write(node=told.node.name, event="done", seconds=round(made.seconds, 3))
    return made.key


def _make(told: Work, cache: Cache, log: Log, begun: Callable[[Path], object]) -> Made:
    """Runs the step of a node, and keeps what comes out."""
    say = _Say(log, told.node.name, told.running.say_every)
    log.write(node=told.node.name, event="begun", worker=os.getpid())
    started = time.perf_counter()
    try:
        attempt = cache.begin(told.inputs)
        parents = {role: cache.get(parent).folder for role, parent in told.parents.items()}
        begun(attempt.work)
        job = Job(told.node.settings, parents, attempt.into, attempt.work, told.source, told.running, say)
        summary = step(told.node.step).run(job)
        made = cache.keep(told.inputs, attempt, summary, time.perf_counter() - started, told.running.device)
    except BaseException as error:
        log.write(node=told.node.name, event="failed", error=f"{type(error).__name__}: {error}")
        raise
    cache.note_last(told.node.name, made.key)
    return made


class Log:
    """A file to which processes append lines of JSON, one process at a time: on a network file system no append is whole by itself."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **told: Any) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"at": round(time.time(), 3), **told}, ensure_ascii=False) + "\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            lock(handle)
            os.write(handle, line.encode())
        finally:
            os.close(handle)


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
