"""The names in \\author: of each block the first line, and further ones that go on the list.

A raised mark behind a name parts it from the next, and so does a wide blank. What is not done: names in a table of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synth.reading.latex.context import Context
from synth.reading.latex.openings import take_row_gap
from synth.reading.latex.runs import Run, Style, prose
from synth.reading.latex.symbols import words
from synth.reading.latex.text import Inline
from synth.reading.latex.tree import Command, Cursor, Group, Node

MAX_NAME = 80  # characters
MARK = "†"  # stands for whatever is raised

_BETWEEN = re.compile(rf"\s*,\s*(?:and\s+)?|\s+and(?:\s+|\Z)|\s*;\s*|\s+&\s+|\s{{3,}}|\s*·\s*|{MARK}+")
_LEADING = re.compile(r"(?:and|&)\s+")
_UNFINISHED = re.compile(rf"(?:,|;|&|\band)[\s{MARK}]*\Z")
_PLACE = re.compile(
    r"(?i)@|univ|institut|depart|school|college|faculty|facult|research|laborator|\blabs?\b|\bcent(?:er|re|ro)\b|academ|\binc\b|\bcorp|\bgmbh\b"
)


def read_authors(nodes: list[Node], context: Context, keep: Callable[[str, list[Node]], None]) -> list[str]:
    """The names, without marks of notes; the notes themselves are given to `keep`, with the kind of aside that they are."""
    names: list[str] = []
    for block in _blocks(nodes, keep):
        before = ""
        for line in block:
            said = _said(line, context)
            if before and not _goes_on(before, said):
                break
            names += [name for name in _names(said) if name not in names]
            before = said or before
    return names


def _blocks(nodes: list[Node], keep: Callable[[str, list[Node]], None]) -> list[list[list[Node]]]:
    """The blocks of the title page, each as its lines; what follows a block that says it is names is in none."""
    blocks: list[list[list[Node]]] = [[[]]]
    cursor = Cursor(nodes)
    closed = False
    while (node := cursor.next()) is not None:
        if isinstance(node, Command) and node.name in words("roles", "between_authors"):
            blocks.append([[]])
            closed = False
        elif isinstance(node, Command) and node.name == "IEEEauthorblockN":
            blocks.append([list(cursor.argument())])
            closed = True
        elif isinstance(node, Command) and node.name in ("\\", "newline", "linebreak", "par"):
            take_row_gap(cursor)
            blocks[-1].append([])
        elif isinstance(node, Command) and node.name in words("roles", "thanks") and node.name != "textsuperscript":
            cursor.optional()
            if isinstance(cursor.peek(), Group):
                keep("footnote" if node.name == "thanks" else "authors", cursor.argument())
        elif not closed:
            blocks[-1][-1].append(node)
    return blocks


def _said(nodes: list[Node], context: Context) -> str:
    """The text of a line, its wide blanks as "·" and what is raised as MARK."""

    def set_apart(node: Node, cursor: Cursor, style: Style) -> bool:
        if not isinstance(node, Command):
            return False
        if node.name in ("quad", "qquad", "hfill", "hspace"):
            line.add(" · ", style)
            if node.name == "hspace":
                cursor.star()
                cursor.argument()
            return True
        if node.name not in words("roles", "thanks"):
            return False
        cursor.optional()
        if isinstance(cursor.peek(), Group):
            cursor.argument()
            if node.name == "textsuperscript":
                line.add(MARK, style)
        return True

    line = Inline(context, set_apart)
    line.walk(nodes, Style())
    runs = [Run(MARK, Style()) if run.style.level else run for run in line.runs]
    return prose(runs)


def _goes_on(before: str, said: str) -> bool:
    """Whether a line goes on the list of names above it: that is not at its end, or all names in both have a mark behind them."""
    if _PLACE.search(said) or not said:
        return False
    marked = said.endswith(MARK) and not said.startswith(MARK) and before.endswith(MARK)
    return _UNFINISHED.search(before) is not None or (marked and said.count(MARK) >= len(_names(said)))


def _names(said: str) -> list[str]:
    found = (_LEADING.sub("", name.strip(" *†‡§¶,;∗⋆.∶:")) for name in _BETWEEN.split(said))
    return [name for name in found if name and "@" not in name and len(name) < MAX_NAME and any(sign.isalpha() for sign in name)]
