"""Work over many items: one function, many arguments, results in the order of the items.

    for result in engine.run(read_report, paths):
        print(result.item, result.error or result.value)

`run` is the only door. Behind it stand this process, for a few items, and worker processes on this machine, for more. A function
that raises, kills its worker or takes too long costs its own item and no other. What is not done: nothing is retried that
answered, nothing is shared between items, and a function is never sent as code; it has to stand in a module that can be imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from synth.engine.result import EngineError, Result, attempt

__all__ = ["EngineError", "Result", "available", "run"]

FEW = 16  # this many items or fewer are done in this process: two workers take 0.08 s to start, 16 reports take 0.05 s (bench/audit.py)
CHUNK = 32  # most items in the hands of one worker; enough that it never waits for the next, few enough that order costs no memory

I = TypeVar("I")  # noqa: E741  an item
V = TypeVar("V")  # a value


def run(
    function: Callable[[I], V],
    items: Iterable[I],
    *,
    jobs: int | None = None,
    few: int = FEW,
    chunk: int = CHUNK,
    limit: float | None = None,
) -> Iterator[Result[I, V]]:
    """One result for each item, in order, as soon as it and those before it are there.

    Items are fetched as results are taken, at most `2 * jobs * chunk` ahead. `jobs` workers run, by default as many as `available`
    says. With one job, or with no more than `few` items, the work is done in this process, where a function that kills its process
    takes everything with it. A `limit`, in seconds of wall clock for each item, always asks for workers: a process cannot stop itself.
    """
    jobs = available() if jobs is None else jobs
    if jobs < 1 or chunk < 1:
        raise EngineError(f"jobs ({jobs}) and chunk ({chunk}) must be at least 1")
    feed = iter(items)
    if limit is None and jobs == 1:
        return (attempt(function, item) for item in feed)
    start = list(islice(feed, few + 1))
    if not start or (limit is None and len(start) <= few):
        return (attempt(function, item) for item in start)
    from synth.engine.processes import run_in_workers  # one report is audited without loading what only thousands need

    return run_in_workers(function, chain(start, feed), jobs=jobs, chunk=chunk, limit=limit)


def available() -> int:
    """How many workers to run when nobody says: one for each core that this process may use. ASSAY_JOBS is for `synth.settings`."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
