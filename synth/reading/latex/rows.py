"""The rows of one table as they are typed: the cells between "&", the lines above them, and which rows the file says are heads."""

from __future__ import annotations

from synth.reading.latex.context import Context
from synth.reading.latex.openings import take_row_gap
from synth.reading.latex.stacks import unstacked
from synth.reading.latex.symbols import words
from synth.reading.latex.text import Inline
from synth.reading.latex.tree import Command, Cursor, Node, text_of

MAX_ROWS = 20_000
MAX_CELL_COLUMN = 1_000  # cells of one row
ROW_ENDS = frozenset(("\\", "tabularnewline", "cr", "crcr"))

_PART_RULES = frozenset(("cline", "cmidrule", "cdashline", "Xcline", "cmidrulekern"))
_ROW_DRESS = {  # commands of a row that print nothing, with their arguments
    "rowcolor": "om",
    "rowcolors": "*ommm",
    "addlinespace": "o",
    "noalign": "m",
    "arrayrulecolor": "om",
    "rowfont": "om",
    "morecmidrules": "",
    "pagebreak": "o",
    "nopagebreak": "o",
    "rowstyle": "m",
}
_PARTS = {"endfirsthead": "firsthead", "endhead": "head", "endfoot": "foot", "endlastfoot": "lastfoot"}


class Row:
    """The cells of a row, the lines above it, and what the file says it is."""

    __slots__ = ("cells", "head", "rules", "wide")

    def __init__(self) -> None:
        self.cells: list[list[Node]] = [[]]
        self.rules: list[tuple[int, int | None]] = []
        self.head = False
        self.wide = False  # its one cell goes across the table

    @property
    def begun(self) -> bool:
        """Whether something stands in it already."""
        return len(self.cells) > 1 or any(node != " " for node in self.cells[0])


class Rows:
    """The rows of one environment, in the order printed."""

    def __init__(self, context: Context, name: str, nodes: list[Node]) -> None:
        self.context = context
        self.parts: dict[str, list[Row]] = {}
        self.rows: list[Row] = []
        self.row = Row()
        self.caption = ""
        self.captioned: Command | None = None
        self.long = name.startswith("long")
        self.cut = False  # the row has more cells than are read
        self._read(nodes)
        if self.row.begun:
            self._end_row()
        head = self.parts.get("firsthead") or self.parts.get("head") or []
        for row in head:
            row.head = True
        last = self.row.rules
        self.rows = [*head, *self.rows, *self.parts.get("lastfoot", [])]
        self.last_rules = last
        self.says_heads = any(row.head for row in self.rows)

    def _read(self, nodes: list[Node]) -> None:
        cursor = Cursor(nodes)
        while (node := cursor.next()) is not None:
            if len(self.rows) >= MAX_ROWS:
                self.context.leave(f"the rows of a table after its {MAX_ROWS:,}th")
                return
            self.context.walked += 1
            if node == "&":
                if len(self.row.cells) < MAX_CELL_COLUMN:
                    self.row.cells.append([])
                else:
                    self.cut = True
            elif not isinstance(node, Command):
                if not self.cut:
                    self.row.cells[-1].append(node)
            elif node.name in ROW_ENDS:
                take_row_gap(cursor)
                self._end_row()
            elif not self._command(node, cursor) and not self.cut:
                self.row.cells[-1].append(node)

    def _end_row(self) -> None:
        if self.cut:
            self.cut = False
            self.context.leave(f"the cells of a row after its {MAX_CELL_COLUMN:,}th; no table is as wide")
        first, *others = unstacked(self.row.cells)
        self.row.cells = first
        self.rows.append(self.row)
        for cells in others:
            self.rows.append(Row())
            self.rows[-1].cells = cells
        self.row = Row()

    def _rule(self, first: int, end: int | None) -> None:
        if self.row.begun:
            self._end_row()
        self.row.rules.append((first, end))

    def _command(self, node: Command, cursor: Cursor) -> bool:
        name = node.name
        if name in words("roles", "full_rules"):
            if name == "specialrule":
                for _ in range(3):
                    cursor.argument()
            elif name in ("Xhline", "hlineB"):
                cursor.argument()
            else:
                cursor.optional()
                if name == "tabucline":
                    cursor.argument()
            self._rule(0, None)
        elif name in _PART_RULES:
            cursor.optional()
            cursor.picture()
            first, _, last = text_of(cursor.argument()).partition("-")
            if first.strip().isdigit() and len(first) < 5 and ((last.strip().isdigit() and len(last) < 5) or not last):
                self._rule(int(first) - 1, int(last or first))
        elif name == "hhline":
            self._hhline(text_of(cursor.argument()))
        elif name in _ROW_DRESS:
            for letter in _ROW_DRESS[name]:
                cursor.star() if letter == "*" else cursor.optional() if letter == "o" else cursor.argument()
        elif name in _PARTS:
            if self.row.begun:
                self._end_row()
            self.row.rules, rules = [], self.row.rules
            if rules:
                ruled = Row()
                ruled.rules = rules
                self.rows.append(ruled)
            self.parts[_PARTS[name]] = self.rows
            self.rows = []
        elif name in words("roles", "captions"):
            cursor.star()
            cursor.optional()
            said = cursor.argument()
            if self.captioned is None:
                self.captioned = node
                self.caption = Inline(self.context).aside(said)
        elif name in ("tablehead", "startdata", "enddata", "cutinhead", "sidehead"):
            self._deluxe(name, cursor)
        elif name in ("label", "tablewidth", "tabletypesize", "tablecolumns", "tablenum"):
            cursor.argument()
        else:
            return False
        return True

    def _hhline(self, said: str) -> None:
        column, first = 0, -1
        for sign in f"{said}~":
            if sign in "=-":
                first = column if first < 0 else first
                column += 1
            elif sign in "~":
                if first >= 0:
                    self._rule(first, column)
                first = -1
                column += 1

    def _deluxe(self, name: str, cursor: Cursor) -> None:
        """The commands of the AAS tables: \\tablehead{\\colhead{…} & …}, \\cutinhead{…}."""
        if name == "tablehead":
            before, self.rows = self.rows, []
            self._read(cursor.argument())
            if self.row.begun:
                self._end_row()
            for row in self.rows:
                row.head = True
            self.rows = [*before, *self.rows]
            self.row.rules.append((0, None))
        elif name in ("cutinhead", "sidehead"):
            if self.row.begun:
                self._end_row()
            self.row.cells[-1] += cursor.argument()
            self.row.wide = True
            self._end_row()
