"""A tabular becomes a grid: its cells in place with their spans, what is bold, raised or lowered in them, and the lines between rows.

Every environment that makes a table of rows and columns ends here, as do the tables that lie in a cell of another. Which cells are
heads and labels is not decided here. Rows that print nothing are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from synth.reading.latex.cells import cell_of
from synth.reading.latex.columns import Column, read_columns
from synth.reading.latex.context import Context
from synth.reading.latex.indents import indent_of
from synth.reading.latex.openings import take_specification
from synth.reading.latex.quantities import number_of
from synth.reading.latex.rows import ROW_ENDS, Row, Rows
from synth.reading.latex.runs import Run, Style
from synth.reading.latex.spans import between_bars, bounded, spanning, untangled, without_blank_rows
from synth.reading.latex.symbols import words
from synth.reading.latex.text import Inline
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node
from synth.reading.tables import Grid, Rule, Slot

_SIUNITX = re.compile(r"[-+]?[\d.,]+(?:\(\d+\))?(?:\s*(?:\+-|\\pm|±)\s*[\d.,]+)?(?:[eEdD][-+]?\d{1,4})?")


class Read(NamedTuple):
    """A grid without its number, and the caption that stood in its environment."""

    grid: Grid
    caption: str
    captioned: Command | None


class TableReader:
    """Reads the tables of one document. `types` are the column types that it defines."""

    def __init__(self, context: Context, types: Mapping[str, tuple[int, list[str]]]) -> None:
        self.context = context
        self.types = types
        self._nested: list[Environment] = []
        context.nested = self._nest

    def read(self, node: Environment) -> list[Read]:
        """The grid of one environment, and after it those of tables that lie in its cells."""
        outer, self._nested = self._nested, []
        own = self._one(node)
        found = [own] if _is_table(own.grid) or not self._nested else []
        for inner in self._nested:
            found += self.read(inner)
        self._nested = outer
        return found

    def _nest(self, node: Environment) -> bool:
        """Whether a table in a cell is one of its own: it has rows, columns, and more than a few cells."""
        cells = sum(child == "&" for child in node.children)
        rows = sum(isinstance(child, Command) and child.name in ROW_ENDS for child in node.children)
        if cells < 2 or rows < 1:
            return False
        self._nested.append(node)
        return True

    def _one(self, node: Environment) -> Read:
        cursor = Cursor(node.children)
        columns = read_columns(take_specification(node.name, cursor), self.types, keys=node.name.endswith("tblr"))
        if node.name == "array":
            columns = [column._replace(math=True) for column in columns]
        rows = Rows(self.context, node.name, cursor.rest())
        slots: list[Slot] = []
        rules: list[Rule] = []
        width = max([len(columns), *(len(row.cells) for row in rows.rows)])
        for number, row in enumerate(rows.rows):
            rules += [Rule(number, first, width if end is None else end) for first, end in row.rules]
            slots += self._row(number, row, columns, width, rows.says_heads)
        rules += [Rule(len(rows.rows), first, width if end is None else end) for first, end in rows.last_rules]
        slots, doubts = bounded(slots)
        slots, rules = without_blank_rows(untangled(slots, len(rows.rows)), rules, len(rows.rows))
        return Read(Grid(slots=tuple(slots), rules=tuple(rules), doubts=doubts), rows.caption, rows.captioned)

    def _row(self, number: int, row: Row, columns: list[Column], width: int, says_heads: bool) -> list[Slot]:
        slots: list[Slot] = []
        at = 0
        joins: list[tuple[int, Column]] = []
        for nodes in row.cells:
            column = columns[at] if at < len(columns) else Column()
            slot = self._cell(nodes, number, at, column, row.head if says_heads else None)
            if row.wide:
                slot = spanning(slot, width)
            slots.append(slot)
            if (column.join or column.near) and slot.columns == 1:
                joins.append((len(slots) - 1, column))
            at += 1 if _names_spans(nodes) else slot.columns
        slots = between_bars(slots, columns)
        for place, column in reversed(joins):
            if place + 1 < len(slots) and slots[place + 1].columns == 1 and (column.join or _is_beside(slots[place], slots[place + 1])):
                slots[place : place + 2] = self._joined(slots[place], slots[place + 1], column)
        return slots

    def _joined(self, left: Slot, right: Slot, column: Column) -> list[Slot]:
        """Two cells with what the specification prints between them: "12" @{.} "3" is one number."""
        if not any(character.isdigit() for character in left.text + right.text):
            return [left, right]
        line = Inline(self.context)
        line.walk(list(column.join), Style())
        between, _, _, _ = cell_of(line.runs)
        text = f"{left.text}{between}{right.text}" if between in ".," else f"{left.text} {between} {right.text}".strip()
        return [
            Slot(
                text=text,
                row=left.row,
                column=left.column,
                columns=left.columns + right.columns,
                lowered=f"{left.lowered} {right.lowered}".strip(),
                note=f"{left.note} {right.note}".strip(),
                marks=tuple(dict.fromkeys((*left.marks, *right.marks))),
                head=left.head,
            )
        ]

    def _cell(self, nodes: list[Node], row: int, at: int, column: Column, head: bool | None) -> Slot:
        line = Inline(self.context)
        style = Style()
        spans = _spans_columns(nodes)
        before: list[Run] = []
        if not spans:
            style = line.walk([node for node in column.before if not isinstance(node, Math)], style)
            before, line.runs = _signs(line.runs), []
            if column.math and not _has_formula(nodes):
                style = style._replace(math=True)
        line.walk(nodes, style)
        if not spans and any(run.text.strip() for run in line.runs):
            after = self._after(column)
            if before or after:
                line.runs = [*before, *_bare(line.runs), *after]
        text, note, lowered, marks = cell_of(line.runs)
        if column.number and not spans and _SIUNITX.fullmatch(text):
            text = number_of([text])
        rows = line.rows
        return Slot(
            text=text,
            note=note,
            lowered=lowered,
            marks=marks,
            row=max(row + rows + 1, 0) if rows < 0 else row,
            column=at,
            rows=abs(rows) if rows > 0 else row - max(row + rows + 1, 0) + 1,
            columns=max(line.columns, 1),
            indent=indent_of(nodes) if column.left and at == 0 else 0,
            head=head,
        )

    def _after(self, column: Column) -> list[Run]:
        """What is printed behind each cell of a column: a sign, as in <{\\%}."""
        if not column.after:
            return []
        line = Inline(self.context)
        line.walk([node for node in column.after if not isinstance(node, Math)], Style())
        return _signs(line.runs)


def _bare(runs: list[Run]) -> list[Run]:
    """The runs without the blanks around them."""
    printed = [at for at, run in enumerate(runs) if run.text.strip()]
    kept = runs[printed[0] : printed[-1] + 1]
    kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
    return [*kept[:-1], kept[-1]._replace(text=kept[-1].text.rstrip())]


def _signs(runs: list[Run]) -> list[Run]:
    """The runs if they are a sign or two, which a column prints with each cell; what else a specification holds says how cells are set."""
    text = "".join(run.text for run in runs).strip()
    return runs if re.fullmatch(r"[^\w\s]{1,2}", text) else []


def _is_beside(left: Slot, right: Slot) -> bool:
    """Whether two cells set close are a value and its spread: "3.42" and "(0.91)"."""
    return bool(right.text) and right.text[0] in "(±[" and any(character.isdigit() for character in left.text)


def _spans_columns(nodes: list[Node]) -> bool:
    return any(isinstance(node, Command) and node.name == "multicolumn" for node in nodes)


def _names_spans(nodes: list[Node]) -> bool:
    """Whether a cell says how far it spans while the cells that it covers are still written."""
    return any(isinstance(node, Command) and node.name in ("SetCell", "Block") for node in nodes)


def _has_formula(nodes: list[Node]) -> bool:
    return any(isinstance(node, Math) for node in nodes)


def _is_table(grid: Grid) -> bool:
    """Whether a grid holds more than the frame of tables that lie in it."""
    return sum(1 for slot in grid.slots if any(character.isdigit() for character in slot.text)) > 1


def is_tabular(node: Node) -> bool:
    """Whether a node is the environment of a table."""
    return isinstance(node, Environment) and node.name in words("environments", "tables")


def array_in(node: Math) -> Environment | None:
    """The array that is all there is of a formula."""
    inside = [child for child in node.children if child != " "]
    while len(inside) == 1 and isinstance(inside[0], Group):
        inside = [child for child in inside[0].children if child != " "]
    return inside[0] if len(inside) == 1 and isinstance(inside[0], Environment) and inside[0].name == "array" else None
