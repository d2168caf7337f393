"""How far asking and fetching are: a bar on a terminal, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Progress(NamedTuple):
    """What those who ask and fetch tell."""

    asked: Callable[[int, int], None] = lambda done, of: None  # questions that are answered, of all
    came: Callable[[str, int, int | None], None] = lambda name, done, of: None  # bytes of what, and of how many where that is known


@contextmanager
def shown(quiet: bool) -> Iterator[Progress]:
    """Shows on the standard error, while this lasts, what is told; nothing where nobody looks, or wants to."""
    if quiet or not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    from synth.audit.formats.visible import visible

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[said]}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, said="")

        def asked(done: int, of: int) -> None:
            bar.update(task, description="asking", completed=done, total=of, said=f"{done:,} of {of:,} answers")

        def came(name: str, done: int, of: int | None) -> None:
            said = f"{done / 1e6:.1f}{f' of {of / 1e6:.1f}' if of else ''} MB"
            bar.update(task, description=visible(name[:40]), completed=done, total=of, said=said)

        yield Progress(asked, came)
