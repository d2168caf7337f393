"""The plan on this machine: in this process, or in several that share its cores, each with a GPU of its own where they run on `cuda`.

A worker that is killed takes the others with it, and nobody says which node was too much. So each node that was at work then is tried once
more, alone; one whose worker is killed again has failed, and the others go on.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool

from reproduce.engines import Ended, Parents, Works, after_failure, line_of
from reproduce.workers import Workers
from reproduce.working import Work, log_of, work

CUDA = "cuda"
AGAIN = "its worker, or one beside it, was killed; it is tried once more, alone"
KILLED = "its worker was killed, and once more where it ran alone; the usual reason is too little memory"


def run(works: Works, parents: Parents, jobs: int) -> Iterator[Ended]:
    """Runs every node, each after its parents, as many at once as there are jobs."""
    if jobs == 1 or len(works) == 1:
        yield from _here(works, parents)
        return
    devices = next(iter(works.values())).running.device == CUDA
    left, done = set(works), set[str]()
    while left:
        with Workers(min(jobs, len(left)), devices=devices) as workers:
            lost = yield from _side_by_side(workers, jobs, works, parents, left, done)
        for name in lost:
            ended = _alone(works[name], devices)
            yield ended
            if ended.error:
                yield from after_failure(name, parents, left)
            else:
                done.add(name)


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


def _side_by_side(
    workers: Workers, jobs: int, works: Works, parents: Parents, left: set[str], done: set[str]
) -> Generator[Ended, None, list[str]]:
    """Runs what is left, and takes it out of there; gives those that were at work when a worker was killed.

    No worker is sent a node before it is free, so that those that nobody began are not among them.
    """
    running: dict[Future[str], str] = {}
    lost: list[str] = []
    while (left and not lost) or running:
        for name, told in works.items():
            if not lost and len(running) < jobs and name in left and parents[name] <= done:
                left.discard(name)
                try:
                    running[workers.submit(work, told)] = name
                except BrokenProcessPool:
                    lost.append(name)
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            name = running.pop(future)
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                lost.append(name)
            elif error is None:
                done.add(name)
                yield Ended(name)
            else:
                yield Ended(name, line_of(error))
                yield from after_failure(name, parents, left)
    return lost


def _alone(told: Work, devices: bool) -> Ended:
    """How a node ends that has all of the machine for itself."""
    name = told.node.name
    log_of(told).write(node=name, event="warned", warning=AGAIN)
    with Workers(1, devices=devices) as worker:
        error = worker.submit(work, told).exception()
    if isinstance(error, BrokenProcessPool):
        log_of(told).write(node=name, event="failed", error=KILLED)
        return Ended(name, KILLED)
    return Ended(name, line_of(error) if error else "")
