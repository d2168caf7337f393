"""Engines run the nodes of a plan, parents before children: in this process, in several, or over a cluster.

An engine is a function `run(works, parents, jobs)` that gives the name of each node with nothing, or with the error that it ended in, as
soon as it is known. A node whose parent failed is given as not tried. What is not done: no engine decides what is run; that is the plan's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reproduce.working import Work

Works = Mapping[str, Work]  # by name, parents before children
Parents = Mapping[str, frozenset[str]]  # of each node, those of its parents that are run too


class Ended(NamedTuple):
    """How a node ended."""

    name: str
    error: str = ""
    tried: bool = True


def after_failure(name: str, parents: Parents, left: set[str]) -> Iterator[Ended]:
    """All that stands on a node that failed, taken out of what is left."""
    for other in sorted(left):
        if other in left and name in parents[other]:
            left.discard(other)
            yield Ended(other, f"{name} failed", tried=False)
            yield from after_failure(other, parents, left)


def line_of(error: BaseException) -> str:
    """An error as one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
