"""Rows that are written as one row whose cells are stacks: \\makecell{Male\\\\ Female} beside \\makecell{38\\\\ 19}.

A stack of words beside stacks of numbers, line for line, is as many rows as it has lines. A stack whose neighbours are no stacks, or
that holds a value and its spread, stays one cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from synth.reading.latex.tree import Command, Cursor, Node, text_of

_STACKS = frozenset(("makecell", "shortstack", "thead", "Longstack", "specialcell", "tabincell"))
_ENDS = frozenset(("\\", "tabularnewline", "newline"))
MAX_LINES = 60  # of a stack


def unstacked(cells: Sequence[list[Node]]) -> list[list[list[Node]]]:
    """The cells of the rows that a row is made of: itself, or one for each line of its stacks."""
    stacks = [_lines(nodes) for nodes in cells]
    first = next((at for at, lines in enumerate(stacks) if len(lines) > 1), None)
    if first is None or not _is_rows(cells, stacks, first):
        return [list(cells)]
    count = len(stacks[first])
    rows: list[list[list[Node]]] = [[[] for _ in cells] for _ in range(count)]
    for at, lines in enumerate(stacks):
        if len(lines) > 1:
            for number, line in enumerate(lines):
                rows[number][at] = line
        else:
            rows[0][at] = cells[at]
    return rows


def _is_rows(cells: Sequence[list[Node]], stacks: Sequence[list[list[Node]]], first: int) -> bool:
    """Whether the first stack names rows, and what stands beside it are stacks of as many values."""
    names = [text_of(line) for line in stacks[first]]
    beside = [at for at in range(first + 1, len(cells)) if text_of(cells[at]).strip()]
    return (
        len(names) <= MAX_LINES
        and all(any(letter.isalpha() for letter in name) for name in names)
        and bool(beside)
        and all(len(stacks[at]) == len(names) for at in beside)
        and all(any(letter.isdigit() for letter in text_of(line)) for at in beside for line in stacks[at])
    )


def _lines(nodes: list[Node]) -> list[list[Node]]:
    """The lines of a cell that is nothing but a stack; none otherwise."""
    cursor = Cursor(nodes)
    cursor.skip_blanks()
    node = cursor.next()
    if not isinstance(node, Command) or node.name not in _STACKS:
        return []
    cursor.star()
    cursor.optional()
    inside = cursor.argument()
    if any(rest != " " for rest in cursor.rest()):
        return []
    lines: list[list[Node]] = [[]]
    for child in inside:
        if isinstance(child, Command) and child.name in _ENDS:
            lines.append([])
        else:
            lines[-1].append(child)
    return [line for line in lines if any(child != " " for child in line)]
