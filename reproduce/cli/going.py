"""What a command shows while nodes run, on a terminal; and what it says of those that failed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reproduce.cli.asking import Asked
    from reproduce.engines import Ended
    from reproduce.watching import State


@contextmanager
def shown(asked: Asked, *, quiet: bool = False) -> Iterator[None]:
    """Draws how far the run of this process is while it goes. Nothing is drawn where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    from rich.console import Console
    from rich.live import Live

    from reproduce.running import log_of

    over = Event()
    log = log_of(asked.plan, asked.root)
    with Live(console=Console(stderr=True), refresh_per_second=4, transient=True) as live:

        def look() -> None:
            from reproduce.watching import drawn

            while not over.wait(0.5):
                live.update(drawn(own_state(log), asked.study.title, time.time()))

        looking = Thread(target=look, daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()


def own_state(log: Path) -> State:
    """Where the run of this process stands."""
    from reproduce.alive import this_process
    from reproduce.watching import read_log, state_of

    own = this_process()
    return state_of(read_log(log), lambda started: all(started.get(name) == told for name, told in own.items()))


def failures(failed: Sequence[Ended]) -> list[str]:
    """A line for each fault, with the nodes that failed of it."""
    names: dict[str, list[str]] = {}
    for ended in failed:
        names.setdefault(ended.error, []).append(ended.name)
    return [f"failed: {', '.join(those)}: {error}" for error, those in names.items()]
