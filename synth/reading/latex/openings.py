"""Arguments that environments begin with, and what may follow the end of a row: taken off, so that they are no text."""

from __future__ import annotations

import re

from synth.reading.latex.symbols import commands
from synth.reading.latex.tree import Command, Cursor, Group, Node, text_of

_ROW_GAP = re.compile(r"\s*-?[\d.]*\s*(?:pt|em|ex|cm|mm|in|pc|bp|sp)?\s*\Z")


def take_opening(name: str, cursor: Cursor) -> None:
    """Takes the arguments that stand at the beginning of an environment."""
    signature = next((letters for letters, names in commands()["openings"].items() if name in names.split()), "")
    for letter in signature:
        if letter == "o":
            cursor.optional()
        else:
            cursor.argument()


def take_specification(name: str, cursor: Cursor) -> list[Node]:
    """Takes a table's arguments; gives the one that says what columns it has."""
    bare = name.rstrip("*")
    if bare in ("tabularx", "tabulary", "xltabular") or name in ("tabular*", "NiceTabular*", "mpsupertabular*", "supertabular*"):
        cursor.optional()
        cursor.argument()
    if bare in ("tabu", "longtabu"):
        following = cursor.peek()
        if isinstance(following, str) and following.startswith(("to", "spread")):
            while cursor.peek() is not None and not isinstance(cursor.peek(), Group):
                cursor.next()
    cursor.optional()
    specification = cursor.argument()
    if bare.startswith("Nice"):
        cursor.optional()
    return specification


def take_row_gap(cursor: Cursor) -> None:
    """Takes the star and the dimension that may follow \\\\; brackets that hold something else are text."""
    cursor.star()
    start = cursor.at
    gap = cursor.optional()
    if gap is not None and not _ROW_GAP.match(text_of(gap)) and not any(isinstance(node, Command) for node in gap):
        cursor.at = start
