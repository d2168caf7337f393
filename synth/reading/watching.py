"""Who watches the reading of a file page by page: a worker that may be ended at any page, and says beforehand at which.

The reader of pages asks `watch` and tells it where it is; the door to the readers sets it. Between them no argument has to be passed
through every function of a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple


class Watch(NamedTuple):
    """Who wants to know which page is being read, and which pages must not be tried (they have ended a process before)."""

    at: Callable[[int], None]  # told the page, from 1, before work on it; 0 after the last
    without: frozenset[int] = frozenset()


watch: ContextVar[Watch | None] = ContextVar("watch", default=None)
