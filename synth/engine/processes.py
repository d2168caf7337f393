"""Worker processes on this machine.

Why not multiprocessing: until two workers that import all checks gave their first answer, spawn took 0.10 to 0.15 s, forkserver 0.08
to 0.10 s and plain subprocesses 0.07 to 0.10 s. But spawn and forkserver run the caller's main script again in each worker, which
breaks a script without a guard, a notebook and `python -` in the hands of somebody who only calls `synth.audit_reports`; and
a ProcessPoolExecutor is lost as a whole when one worker dies, and cannot end one that hangs. So a worker here is `python -c` at
the other end of a socket, with `multiprocessing.connection` for the messages.

A worker gets a chunk of items and answers one by one: the item it was at when it died is the first without an answer. That item is
tried once more, alone in a fresh worker, since what killed it may have been the memory that those before it took; if it
dies again, that is its result. The rest of the chunk goes to whoever is free.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple, TypeVar

from synth.engine.result import EngineError, Result, in_one_line
from synth.engine.worker import BOOT

SHORT = 0.05  # seconds: a worker that is done with its chunk sooner gets twice as many next time, one that takes longer half as many
STDERR = 2  # its file descriptor, whatever sys.stderr is in a test or a notebook
WINDOW = 2  # chunks a worker that may be fetched ahead of the first result that is not there yet

I = TypeVar("I")  # noqa: E741  an item
V = TypeVar("V")  # a value


class _Task(NamedTuple):
    at: int  # position among the items
    item: Any
    packed: bytes


class _Worker:
    """A process, the pipe to it, and the items it has been given and has not answered."""

    def __init__(self, function: bytes, alone: _Task | None = None) -> None:
        ours, theirs = socket.socketpair()
        # Blocked while the child is made, so that it inherits that: an interruption is for this process, which then ends the worker.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            command = [sys.executable, "-P", "-c", BOOT, str(theirs.fileno()), *sys.path]
            # What a function prints goes to stderr: stdout may be the JSON of a command.
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=STDERR, pass_fds=[theirs.fileno()])
        finally:
            theirs.close()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self.pipe: Connection[Any, Any] = Connection(ours.detach())
        self.ready = False  # until it has the function
        self.alone = alone  # the item it was started for, with nothing before it
        self.tasks: deque[_Task] = deque()
        self.size = 1  # items of its next chunk
        self.given = self.began = 0.0  # when it got its chunk, when it began its present item
        self._send(function)

    def give(self, tasks: list[_Task]) -> None:
        self.tasks.extend(tasks)
        self.given = self.began = time.monotonic()
        self._send(pickle.dumps([task.packed for task in tasks]))

    def _send(self, message: bytes) -> None:
        with contextlib.suppress(OSError):  # it has died; that is found where all deaths are found, when it is listened to
            self.pipe.send_bytes(message)

    def answered(self) -> _Task:
        """The task that an answer just received is for."""
        task, now = self.tasks.popleft(), time.monotonic()
        self.alone, self.began = None, now
        if not self.tasks:
            self.size = self.size * 2 if now - self.given < SHORT else max(1, self.size // 2)
        return task

    def end(self) -> str:
        """Kills the process, if it has not ended already, and says how it ended."""
        self.process.kill()
        self.pipe.close()
        code = self.process.wait()
        return signal.Signals(-code).name if code < 0 else f"exit status {code}"


class _Run:
    """One run: what is still to be fetched, what is to be done again, what is in whose hands, and what is done and waits for its turn."""

    def __init__(self, function: bytes, items: Iterable[Any], chunk: int, limit: float | None) -> None:
        self.function, self.chunk, self.limit = function, chunk, limit
        self.source = self._tasks(items)
        self.fetched = self.yielded = 0
        self.exhausted = False
        self.again: deque[_Task] = deque()
        self.done: dict[int, Result[Any, Any]] = {}
        self.workers: list[_Worker] = []

    def results(self, jobs: int) -> Iterator[Result[Any, Any]]:
        try:
            self.workers += [_Worker(self.function) for _ in range(jobs)]
            while True:
                self._hand_out()
                if self.yielded in self.done:
                    yield self.done.pop(self.yielded)
                    self.yielded += 1
                elif self.exhausted and self.yielded == self.fetched:
                    return
                else:
                    self._listen()
        finally:
            for worker in self.workers:
                worker.end()

    def _tasks(self, items: Iterable[Any]) -> Iterator[_Task | None]:
        """The items as they can be sent; None for one that cannot, which is then done."""
        for at, item in enumerate(items):
            self.fetched += 1
            try:
                yield _Task(at, item, pickle.dumps(item))
            except Exception as error:  # noqa: BLE001  pickling runs code of the item; whatever it does, the others are done
                self.done[at] = Result(item, error=in_one_line(error))
                yield None
        self.exhausted = True

    def _hand_out(self) -> None:
        """Gives each worker that has nothing to do a chunk, while there are items."""
        for worker in self.workers:
            if worker.ready and not worker.tasks:
                tasks = [worker.alone] if worker.alone else self._take(min(worker.size, self.chunk))
                if tasks:
                    worker.give(tasks)

    def _take(self, size: int) -> list[_Task]:
        """Up to so many tasks: first those to be done again, then new ones, as far as the window reaches."""
        tasks = [self.again.popleft() for _ in range(min(size, len(self.again)))]
        room = self.yielded + WINDOW * len(self.workers) * self.chunk - self.fetched
        return tasks + [task for task in islice(self.source, max(0, min(size - len(tasks), room))) if task]

    def _listen(self) -> None:
        """Waits until a worker has answered, died or used up its time, and takes note of it."""
        awaited = [worker for worker in self.workers if worker.tasks or not worker.ready]
        heard = set(wait([worker.pipe for worker in awaited], self._patience()))
        for worker in awaited:
            if worker.pipe in heard:
                try:
                    message = worker.pipe.recv_bytes()
                except (EOFError, OSError):
                    self._bury(worker)
                else:
                    self._note(worker, message)
            elif worker.tasks and self.limit is not None and time.monotonic() - worker.began >= self.limit:
                self._end_for_time(worker, self.limit)

    def _patience(self) -> float | None:
        """Seconds until the first worker has used up its time for an item."""
        if self.limit is None:
            return None
        ends = [worker.began + self.limit for worker in self.workers if worker.tasks]
        return max(0.0, min(ends) - time.monotonic()) if ends else None

    def _note(self, worker: _Worker, message: bytes) -> None:
        try:
            heard = pickle.loads(message)  # noqa: S301  from our own child, through a pipe nobody else has
        except Exception as error:  # noqa: BLE001  unpickling runs code of the value, as above
            heard = (None, in_one_line(error))
        if worker.ready:
            task = worker.answered()
            self.done[task.at] = Result(task.item, *heard)
        elif heard:
            raise EngineError(f"workers cannot load the function, which has to stand in a module they can import: {heard}")
        else:
            worker.ready = True

    def _bury(self, worker: _Worker) -> None:
        """A worker has died. The item it was at is tried once more, alone; the one that dies alone has itself to blame."""
        how = worker.end()
        if not worker.ready:
            raise RuntimeError(f"a worker process did not start ({how}); what it said stands on stderr")
        task = worker.tasks.popleft() if worker.tasks else None
        if task and worker.alone:
            self.done[task.at] = Result(task.item, error=f"the process that worked on it died ({how})")
            task = None
        self._replace(worker, task)

    def _end_for_time(self, worker: _Worker, limit: float) -> None:
        worker.end()
        task = worker.tasks.popleft()
        self.done[task.at] = Result(task.item, error=f"not done after {limit:g} s, and stopped")
        self._replace(worker, None)

    def _replace(self, worker: _Worker, alone: _Task | None) -> None:
        self.again.extendleft(reversed(worker.tasks))
        self.workers[self.workers.index(worker)] = _Worker(self.function, alone)


def run_in_workers(function: Callable[[I], V], items: Iterable[I], *, jobs: int, chunk: int, limit: float | None) -> Iterator[Result[I, V]]:
    """What `synth.engine.run` says, in worker processes."""
    return _Run(pickle.dumps(function), items, chunk, limit).results(jobs)
