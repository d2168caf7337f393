"""The plan on this machine: in this process, or in several that share its cores, each with a GPU of its own where they run on `cuda`."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.queues import Queue

from reproduce.engines import Ended, Parents, Works, after_failure, line_of
from reproduce.working import work
from synth.engine import available

CUDA, VISIBLE = "cuda", "CUDA_VISIBLE_DEVICES"
TAKEN = 60.0  # seconds in which a worker finds its device; there is one for each


def run(works: Works, parents: Parents, jobs: int) -> Iterator[Ended]:
    """Runs every node, each after its parents, as many at once as there are jobs."""
    if jobs == 1 or len(works) == 1:
        yield from _here(works, parents)
        return
    threads = max(1, available() // jobs)
    spawned = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    devices = spawned.Queue() if next(iter(works.values())).running.device == CUDA else None
    if devices:
        for at in range(jobs):
            devices.put(at)
    with ProcessPoolExecutor(min(jobs, len(works)), spawned, initializer=begin, initargs=(threads, devices)) as pool:
        try:
            yield from _in_pool(pool, works, parents)
        except BaseException:
            for process in list(getattr(pool, "_processes", None) or {}):
                os.kill(process, 15)
            raise


def begin(threads: int, devices: Queue[int] | None = None) -> None:
    """What a worker does before its first node: it takes one of the devices that are left, and leaves the other workers their cores."""
    if devices is not None:
        own = devices.get(timeout=TAKEN)
        visible = os.environ.get(VISIBLE, "").split(",")
        os.environ[VISIBLE] = visible[own] if own < len(visible) and visible[own] else str(own)
    import torch

    torch.set_num_threads(threads)


def _here(works: Works, parents: Parents) -> Iterator[Ended]:
    left = set(works)
    for name, told in works.items():
        if name not in left:
            continue
        left.discard(name)
        try:
            work(told)
        except Exception as error:  # noqa: BLE001  a node that fails costs those that stand on it, and no other
            yield Ended(name, line_of(error))
            yield from after_failure(name, parents, left)
        else:
            yield Ended(name)


def _in_pool(pool: ProcessPoolExecutor, works: Works, parents: Parents) -> Iterator[Ended]:
    left, done = set(works), set[str]()
    running: dict[Future[str], str] = {}
    while left or running:
        for name, told in works.items():
            if name in left and parents[name] <= done:
                left.discard(name)
                running[pool.submit(work, told)] = name
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            name = running.pop(future)
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                raise BrokenProcessPool(f"a worker was killed; what was done is kept, and the same command goes on with {name}")
            if error is None:
                done.add(name)
                yield Ended(name)
            else:
                yield Ended(name, line_of(error))
                yield from after_failure(name, parents, left)
