"""Worker processes on this machine: each computes with one thread, takes a GPU of its own where there is one for each, and ends with the
process that began it, however that one ends.

One thread, as a sum over several has another rounding: what is made must not depend on how many workers share the cores. What stops a run
is for the process that began it, which then ends its workers; they leave nothing behind that is not whole.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.queues import Queue
from threading import Thread
from typing import Any, TypeVar

VISIBLE = "CUDA_VISIBLE_DEVICES"
TAKEN = 60.0  # seconds in which a worker finds its device; there is one for each

T = TypeVar("T")


class Workers(ProcessPoolExecutor):
    """So many workers. Left by an error, or an interruption, they are ended at once."""

    def __init__(self, count: int, *, devices: bool = False) -> None:
        spawned = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        left: Queue[int] | None = None
        if devices:
            left = spawned.Queue()
            for at in range(count):
                left.put(at)
        super().__init__(count, spawned, initializer=begin, initargs=(left,))

    def submit(self, function: Callable[..., T], /, *given: Any, **named: Any) -> Future[T]:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a worker that is begun here inherits that
        try:
            return super().submit(function, *given, **named)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is not None:
            for process in list((self._processes or {}).values()):
                process.kill()
        self.shutdown(wait=True, cancel_futures=True)


def begin(devices: Queue[int] | None = None) -> None:
    """What a worker does before anything else."""
    if parent := multiprocessing.parent_process():
        Thread(target=_end_with, args=(parent,), daemon=True).start()
    if devices is not None:
        own = devices.get(timeout=TAKEN)
        visible = os.environ.get(VISIBLE, "").split(",")
        os.environ[VISIBLE] = visible[own] if own < len(visible) and visible[own] else str(own)
    use_one_thread()


def use_one_thread() -> None:
    """From here on this process computes with one thread, whatever its environment says."""
    import torch

    torch.set_num_threads(1)


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)  # nobody is left to be told anything, and no lock or half result is believed
