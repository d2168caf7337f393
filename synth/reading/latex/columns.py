"""What a table's column specification says: how many columns there are, what is set around their cells, and what joins two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node, Raw, parse, text_of

MAX_COLUMNS = 400
_SPACE = frozenset(
    [
        "hskip",
        "hspace",
        "extracolsep",
        "quad",
        "qquad",
        "enspace",
        ",",
        ";",
        ":",
        "!",
        "fill",
        "tabcolsep",
        "kern",
        "enskip",
        "thinspace",
        "vrule",
    ]
)


class Column(NamedTuple):
    """One column: whether its cells are formulas or numbers of siunitx, how they are set, and what stands before each of them."""

    math: bool = False
    number: bool = False
    before: tuple[Node, ...] = ()
    join: tuple[Node, ...] = ()  # what is printed between this column and the next, as in r@{.}l
    bar: bool = False  # an upright line stands behind it
    near: bool = False  # the space between it and the next is left out, or another than between others
    left: bool = True  # its cells begin at one place


def read_columns(specification: list[Node], types: Mapping[str, tuple[int, list[str]]], *, keys: bool = False) -> list[Column]:
    """The columns that a specification such as `l|*{3}{S}@{}p{2cm}` makes. `types` are the paper's own column types.

    With `keys` it may be tabularray's list of keys, of which one holds the columns.
    """
    if keys and (colspec := _colspec(specification)) is not None:
        specification = colspec
    made: list[Column] = []
    _read(specification, types, made, 0)
    return made


def _colspec(specification: list[Node]) -> list[Node] | None:
    """The columns among the keys of a tabularray table."""
    for at, node in enumerate(specification[:-1]):
        following = specification[at + 1]
        if isinstance(node, str) and re.search(r"colspec\s*=\s*\Z", node) and isinstance(following, Group):
            return following.children
        if (
            node == " "
            and at
            and isinstance(specification[at - 1], str)
            and str(specification[at - 1]).endswith("colspec=")
            and isinstance(following, Group)
        ):
            return following.children
    return [] if any(isinstance(node, str) and "=" in node for node in specification) else None


def _read(nodes: list[Node], types: Mapping[str, tuple[int, list[str]]], made: list[Column], depth: int) -> None:
    cursor = Cursor(list(nodes))
    before: list[Node] = []
    math = False
    while len(made) < MAX_COLUMNS:
        cursor.skip_blanks()
        following = cursor.peek()
        if following is None:
            return
        taken = cursor.argument() if following not in ("&", "]") else [cursor.next() or ""]
        letter = taken[0] if len(taken) == 1 and isinstance(taken[0], str) and not isinstance(following, Group) else ""
        if letter == "*":
            count, repeated = text_of(cursor.argument()), cursor.argument()
            if depth < 5:
                for _ in range(min(int(count), MAX_COLUMNS) if count.isdigit() and len(count) < 5 else 0):
                    _read(repeated, types, made, depth + 1)
                    if len(made) >= MAX_COLUMNS:
                        return
        elif letter == ">":
            added = cursor.argument()
            before, math = [*added, *before], math or _opens_math(added)
        elif letter in ("@", "!"):
            printed = cursor.argument()
            if made and letter == "@":
                made[-1] = made[-1]._replace(join=tuple(printed) if _prints(printed) else (), near=True)
        elif letter == "<":
            cursor.argument()
        elif letter == "|" and made:
            made[-1] = made[-1]._replace(bar=True)
        elif letter in types and depth < 5:
            count_of, body = types[letter]
            cursor.optional()
            for _ in range(count_of):
                cursor.argument()
            start = len(made)
            _read(parse([sign for sign in body if not sign.startswith("#")]), types, made, depth + 1)
            for at in range(start, len(made)):
                made[at] = made[at]._replace(before=(*before, *made[at].before), math=made[at].math or math)
            before, math = [], False
        elif letter.isalpha():
            made.append(Column(math or letter in "Dd", letter in "S", tuple(before), left=letter not in "crSDd"))
            before, math = [], False
            cursor.optional()
            for _ in range({"p": 1, "m": 1, "b": 1, "w": 2, "W": 2, "D": 3}.get(letter, 0)):
                cursor.argument()
            while letter not in "pmbwWD" and isinstance(cursor.peek(blanks=True), Group):
                cursor.argument()


def _opens_math(nodes: list[Node]) -> bool:
    """Whether >{$} puts the column's cells into formulas."""
    return any(isinstance(node, Math) and not any(child != " " for child in node.children) for node in nodes) or any(
        isinstance(node, Command) and node.name in ("(", "ensuremath") for node in nodes
    )


def _prints(nodes: list[Node]) -> bool:
    """Whether @{…} prints anything but space."""
    waiting = list(nodes[:50])
    skipping = False
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Command):
            if node.name in ("pm", "times", "cdot", "slash", "textpm", "textendash", "mp"):
                return True
            skipping = node.name in _SPACE
        elif isinstance(node, Group | Math | Environment):
            if not skipping:
                waiting = [*node.children, *waiting]
            skipping = False
        elif isinstance(node, Raw):
            return True
        elif node.strip(" ~|*"):
            if not skipping:
                return True
            skipping = False
    return False
