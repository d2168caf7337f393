"""What a command shows while nodes run, on a terminal; and what it says of those that failed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reproduce.cli.asking import Asked
    from reproduce.engines import Ended


@contextmanager
def shown(asked: Asked, names: Sequence[str] = (), *, quiet: bool = False) -> Iterator[None]:
    """Draws how far the run is while it goes: of these nodes, or of the whole plan. Nothing is drawn where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    from rich.console import Console
    from rich.live import Live

    from reproduce.running import log_of

    over = Event()
    nodes = asked.plan.nodes
    log, steps = log_of(asked.plan, asked.root), {name: nodes[name].step for name in names or nodes}
    with Live(console=Console(stderr=True), refresh_per_second=4, transient=True) as live:

        def look() -> None:
            from reproduce.watching import drawn, read_log, seconds_left, state_of

            while not over.wait(0.5):
                state = state_of(read_log(log))
                live.update(drawn(state, asked.study.title, time.time(), seconds_left(state, steps)))

        looking = Thread(target=look, daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()


def failures(failed: Sequence[Ended]) -> list[str]:
    """A line for each fault, with the nodes that failed of it."""
    names: dict[str, list[str]] = {}
    for ended in failed:
        names.setdefault(ended.error, []).append(ended.name)
    return [f"failed: {', '.join(those)}: {error}" for error, those in names.items()]
