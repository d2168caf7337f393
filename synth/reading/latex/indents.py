"""How far a label is set in: the blanks before it, in the steps in which `table_of` compares labels."""

from __future__ import annotations

import re

from synth.reading.latex.symbols import commands, declarations, marks
from synth.reading.latex.tree import Command, Cursor, Group, Node, text_of

STEP = 0.45  # of the size of the type; the PDF reader's, so that one label is set in as far for both
TIE = 0.3  # of the size of the type: a word's blank that no line breaks at
MAX_STEPS = 20
MAX_DEPTH = 20  # groups and commands around the blanks

_WIDTHS = {"quad": 1.0, "qquad": 2.0, "enspace": 0.5, "enskip": 0.5, " ": TIE, "space": TIE, "nobreakspace": TIE}
_WIDTHS |= {",": 0.17, "thinspace": 0.17, ":": 0.22, ">": 0.22, ";": 0.28, "indent": 1.5}
_UNITS = {"em": 1.0, "ex": 0.43, "pt": 0.1, "bp": 0.1, "mm": 0.285, "cm": 2.85, "in": 7.2, "pc": 1.2}  # of type of ten points
_LENGTH = re.compile(r"\s*=?\s*(\d{1,3}(?:\.\d{0,4})?|\.\d{1,4})\s*(em|ex|pt|bp|mm|cm|in|pc)")


def indent_of(nodes: list[Node]) -> int:
    """In how many steps the text of a cell is set in; none where nothing or another thing than blanks stands before it."""
    width, _ = _width(nodes, 0)
    return min(round(width / STEP), MAX_STEPS) if width > STEP else 0


def _width(nodes: list[Node], depth: int) -> tuple[float, bool]:
    """The width of the blanks that `nodes` begin with, and whether nothing else is in them."""
    cursor = Cursor(nodes)
    width = 0.0
    while (node := cursor.next()) is not None:
        inner: list[Node] | None = None
        if node == " ":
            continue
        if node == "~":
            width += TIE
        elif isinstance(node, Group):
            inner = node.children
        elif isinstance(node, Command) and (wide := _WIDTHS.get(node.name)) is not None:
            width += wide
        elif isinstance(node, Command) and node.name in ("hspace", "hskip", "kern"):
            width += _space(node.name, cursor)
        elif isinstance(node, Command) and node.name in ("hphantom", "phantom"):
            width += 0.5 * len(text_of(cursor.argument()))
        elif isinstance(node, Command) and node.name == "multicolumn":
            cursor.argument()
            cursor.argument()
            inner = cursor.argument()
        elif isinstance(node, Command) and node.name in marks():
            inner = cursor.argument()
        elif isinstance(node, Command) and node.name in ("rowcolor", "cellcolor", "color"):
            cursor.optional()
            cursor.argument()
        elif not (isinstance(node, Command) and (node.name in declarations() or node.name in commands()["sizes"])):
            return width, False
        if inner is not None:
            if depth >= MAX_DEPTH:
                return width, False
            more, blank = _width(inner, depth + 1)
            width += more
            if not blank:
                return width, False
    return width, True


def _space(name: str, cursor: Cursor) -> float:
    """The width that \\hspace{…}, \\hskip or \\kern asks for."""
    if name == "hspace":
        cursor.star()
        said = text_of(cursor.argument())
        match = _LENGTH.match(said)
    else:
        following = cursor.peek()
        match = _LENGTH.match(following) if isinstance(following, str) else None
        if match:
            cursor.take(match.end())
    return float(match[1]) * _UNITS[match[2]] if match else 0.0
