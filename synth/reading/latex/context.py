"""What a whole document shares while it is read: its numbers, its references, what stands aside, what is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from synth.reading.latex.numbering import Numbering
from synth.reading.latex.tree import Environment
from synth.records import Aside, Unread


class Citing(Protocol):
    """What renders a citation: the bibliography."""

    def mark(self, command: str, star: bool, notes: list[str], keys: list[str]) -> str:
        """The citation as it would be printed."""


class Context:
    """What the whole document shares while it is read."""

    def __init__(self, numbering: Numbering, bibliography: Citing) -> None:
        self.numbering = numbering
        self.bibliography = bibliography
        self.asides: list[Aside] = []
        self.unread: list[Unread] = []
        self.walked = 0
        self.shorthands = False  # " is babel's in this paper
        self._left: set[str] = set()
        self.nested: Callable[[Environment], bool] = lambda node: False  # reads a table within a cell as a table of its own

    def leave(self, what: str) -> None:
        """Says, once, what is not read."""
        if what not in self._left:
            self._left.add(what)
            self.unread.append(Unread(what=what))
