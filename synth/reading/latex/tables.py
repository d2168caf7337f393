"""A tabular becomes a grid: its cells in place with their spans, what is bold, raised or lowered in them, and the lines between rows.

Every environment that makes a table of rows and columns ends here, as do the tables that lie in a cell of another. Which cells are
heads and labels is not decided here. Rows that print nothing are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import msgspec

from synth.reading.latex.columns import Column, read_columns
from synth.reading.latex.context import Context
from synth.reading.latex.indents import indent_of
from synth.reading.latex.openings import take_row_gap, take_specification
from synth.reading.latex.quantities import number_of
from synth.reading.latex.runs import Run, Style
from synth.reading.latex.stacks import unstacked
from synth.reading.latex.symbols import words
from synth.reading.latex.text import Inline
from synth.reading.latex.tokens import plain
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Math, Node, text_of
from synth.reading.tables import Grid, Rule, Slot

MAX_ROWS = 20_000
MAX_AREA = 2_000_000  # places that the cells of one table cover
MAX_CELL_COLUMN = 1_000  # cells of one row

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
_ENDS = frozenset(("\\", "tabularnewline", "cr", "crcr"))
_PARTS = {"endfirsthead": "firsthead", "endhead": "head", "endfoot": "foot", "endlastfoot": "lastfoot"}
_MARKS = re.compile(r"[^\w\s+\-−–.±]+")
_SPREAD = re.compile(r"[±(]|[+\-−]\s?\d*\.?\d|\d*\.\d")
_SIUNITX = re.compile(r"[-+]?[\d.,]+(?:\(\d+\))?(?:\s*(?:\+-|\\pm|±)\s*[\d.,]+)?(?:[eEdD][-+]?\d{1,4})?")
_SIGNS = ("+", "-", "−")
_ORDINALS = ("st", "nd", "rd", "th")


class Read(NamedTuple):
    """A grid without its number, and the caption that stood in its environment."""

    grid: Grid
    caption: str
    captioned: Command | None


class _Row:
    """The cells of a row, the lines above it, and what the file says it is."""

    __slots__ = ("cells", "head", "rules", "wide")

    def __init__(self) -> None:
        self.cells: list[list[Node]] = [[]]
        self.rules: list[tuple[int, int | None]] = []
        self.head = False
        self.wide = False  # its one cell goes across the table

    @property
    def begun(self) -> bool:
        return len(self.cells) > 1 or any(node != " " for node in self.cells[0])


class _Rows:
    """The rows of one environment, in the order printed."""

    def __init__(self, context: Context, name: str, nodes: list[Node]) -> None:
        self.context = context
        self.parts: dict[str, list[_Row]] = {}
        self.rows: list[_Row] = []
        self.row = _Row()
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
            elif node.name in _ENDS:
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
            self.rows.append(_Row())
            self.rows[-1].cells = cells
        self.row = _Row()

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
                ruled = _Row()
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
                self.caption = caption_text(self.context, said)
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
        rows = sum(isinstance(child, Command) and child.name in _ENDS for child in node.children)
        if cells < 2 or rows < 1:
            return False
        self._nested.append(node)
        return True

    def _one(self, node: Environment) -> Read:
        cursor = Cursor(node.children)
        columns = read_columns(take_specification(node.name, cursor), self.types, keys=node.name.endswith("tblr"))
        if node.name == "array":
            columns = [column._replace(math=True) for column in columns]
        rows = _Rows(self.context, node.name, cursor.rest())
        slots: list[Slot] = []
        rules: list[Rule] = []
        width = max([len(columns), *(len(row.cells) for row in rows.rows)])
        for number, row in enumerate(rows.rows):
            rules += [Rule(number, first, width if end is None else end) for first, end in row.rules]
            slots += self._row(number, row, columns, width, rows.says_heads)
        rules += [Rule(len(rows.rows), first, width if end is None else end) for first, end in rows.last_rules]
        slots, doubts = _bounded(slots)
        slots, rules = _without_blank_rows(_untangled(slots, len(rows.rows)), rules, len(rows.rows))
        return Read(Grid(slots=tuple(slots), rules=tuple(rules), doubts=doubts), rows.caption, rows.captioned)

    def _row(self, number: int, row: _Row, columns: list[Column], width: int, says_heads: bool) -> list[Slot]:
        slots: list[Slot] = []
        at = 0
        joins: list[tuple[int, Column]] = []
        for nodes in row.cells:
            column = columns[at] if at < len(columns) else Column()
            slot = self._cell(nodes, number, at, column, row.head if says_heads else None)
            if row.wide:
                slot = _spanning(slot, width)
            slots.append(slot)
            if (column.join or column.near) and slot.columns == 1:
                joins.append((len(slots) - 1, column))
            at += 1 if _names_spans(nodes) else slot.columns
        slots = _between_bars(slots, columns)
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


def caption_text(context: Context, nodes: list[Node]) -> str:
    """The text of a caption."""
    return Inline(context).aside(nodes)


# --- what a cell prints ---


def cell_of(runs: list[Run]) -> tuple[str, str, str, tuple[str, ...]]:
    """The text of a cell, its raised marks, what is lowered beside a value, and how it is set."""
    text, notes, lowered = "", list[str](), list[str]()
    sizes = [run.style.size for run in runs if run.text.strip() and not run.style.level]
    size = sizes[0] if sizes else 10
    at = 0
    while at < len(runs):
        run = runs[at]
        level, math = run.style.level, run.style.math
        small = not level and run.style.size < size
        said = run.text
        first, at = at, at + 1
        while (
            at < len(runs)
            and (level or small)
            and runs[at].style.level == level
            and (runs[at].style.size < size) == small
            and runs[at].style.math == math
        ):
            said += runs[at].text
            at += 1
        if level == "note":
            notes.append(said.strip())
        elif level == "raised":
            paired = at < len(runs) and runs[at].style.level == "lowered" and runs[at].text.strip()[:1] in _SIGNS
            text = _raise(text, said.strip(), math, paired, _names(runs, first, at), notes, lowered)
        elif level == "lowered":
            text = _lower(text, said.strip(), notes, lowered)
        elif small and re.fullmatch(r"\s*\d*\.?\d+\s*", said) and re.search(r"\d[%\s]*\Z", text):
            lowered.append(said.strip())
        else:
            text += said
    text = re.sub(r"(?<!\d)\u2009|\u2009(?!\d{3}(?!\d))", " ", text)
    text = plain(text.replace("\u2009", "\u0009")) if "\u2009" not in text else _thousands(text)
    return text, " ".join(note for note in notes if note), ", ".join(lowered), _marks_of(runs, text)


def _names(runs: list[Run], first: int, end: int) -> bool:
    """Whether what is raised in a formula is part of a name: beside something lowered, or set onto the formula's own letters."""
    beside = [runs[at] for at in (first - 1, end) if 0 <= at < len(runs)]
    own = first > 0 and runs[first - 1].style.math and bool(runs[first - 1].text.strip())
    return runs[first].style.math and (own or any(one.style.level == "lowered" for one in beside))


def _thousands(text: str) -> str:
    """The text with the thin spaces kept that part thousands."""
    return "\u2009".join(plain(part) for part in text.split("\u2009"))


def _raise(text: str, said: str, math: bool, paired: bool, names: bool, notes: list[str], lowered: list[str]) -> str:
    """Where a raised part belongs: an exponent and an ending stay in the text, a spread goes beside the value, a mark to the notes.

    `paired` says that a signed number is lowered beside it, so that both are bounds; `names`, that it may be part of a variable's name.
    """
    base = text.rstrip()
    if not said:
        return text
    if said in _ORDINALS or re.fullmatch(r"[+\-−]+|[′″°%]+", said):
        return base + said
    bound = said[0] in _SIGNS and (paired or lowered or (said[0] == "+" and not base.endswith("10")))
    if _SPREAD.match(said) and re.search(r"[\d)%]\Z", base) and (bound or not re.fullmatch(r"[+\-−]?\d+", said)):
        lowered.append(said)
        return text
    if _MARKS.fullmatch(said) or not base:
        notes.append(said)
        return text
    number = re.search(r"(?<![\d.,])(\d+)\Z", base)
    if re.fullmatch(r"[+\-−]?\d+", said):
        if math and said != "2" and re.search(r"[^\W\d_]{5,}\Z", base):
            notes.append(said)  # a word of prose has no third power
            return text
        if math and ((number and len(number[1]) < 4) or re.search(r"[^\W\d_]\Z", base)):
            return f"{base}^{said}"
        notes.append(said)
        return text
    if names and re.fullmatch(r"[^\W\d_]{1,3}", said) and re.search(r"[^\W\d_]\Z", base) and not re.search(r"\d", base):
        return f"{base}^{said}"  # letters in a formula name a variable
    if math and re.search(r"[^\W\d_)]\Z|10\Z|\be\Z", base) and _in_formula(base):
        return f"{base}^{said}"
    if len(said) > 3 and re.search(r"[^\W\d_]\Z", base):
        return base + said
    notes.append(said)
    return text


def _in_formula(base: str) -> bool:
    """Whether what stands below an exponent is a variable rather than a word."""
    return re.search(r"[^\W\d_]{2,}\Z", base) is None


def _lower(text: str, said: str, notes: list[str], lowered: list[str]) -> str:
    """Where a lowered part belongs: beside a value it is its spread; under a letter it is part of a name."""
    base = text.rstrip()
    if re.search(r"[\d)%]\Z", base) and not re.search(r"[^\W\d_]", base):
        if re.search(r"\d", said) or not re.search(r"\w", said):
            lowered.append(said)
        else:
            notes.append(said)
        return text
    return base + said if base else said


def _marks_of(runs: list[Run], text: str) -> tuple[str, ...]:
    """A cell is bold when all of it is, or, where it is numbers, when one of them is; the same for the other marks."""
    printed = [run for run in runs if run.text.strip() and run.style.level != "note"]
    words_in = re.search(r"[^\W\d_]{2,}", text) is not None
    held = []
    for mark in ("bold", "underline", "italic"):
        marked = [bool(getattr(run.style, mark)) for run in printed if re.search(r"\w", run.text)] or [
            bool(getattr(run.style, mark)) for run in printed
        ]
        if marked and (all(marked) or (not words_in and any(getattr(run.style, mark) and re.search(r"\d", run.text) for run in printed))):
            held.append(mark)
    return tuple(held)


# --- the shape of a grid ---


def _between_bars(slots: list[Slot], columns: list[Column]) -> list[Slot]:
    """A row of heads, each typed in the middle one of the columns between two upright lines: each over all of them."""
    bars = [at + 1 for at, column in enumerate(columns) if column.bar]
    blocks = [range(start, end) for start, end in pairwise([0, *bars, len(columns)]) if end - start > 1]
    printed = [slot for slot in slots if _prints(slot)]
    inside = [[slot for slot in printed if slot.column in block] for block in blocks]
    blocks = [block for block, own in zip(blocks, inside, strict=True) if own]
    heads = [own[0] for own in inside if len(own) == 1]
    if len(blocks) < 2 or len(heads) < len(blocks) or any(slot.columns > 1 or any(c.isdigit() for c in slot.text[:1]) for slot in heads):
        return slots
    if any(len(block) % 2 == 0 or head.column != block[len(block) // 2] for block, head in zip(blocks, heads, strict=True)):
        return slots
    spans = {id(head): block for block, head in zip(blocks, heads, strict=True)}
    return [
        msgspec.structs.replace(slot, column=spans[id(slot)].start, columns=len(spans[id(slot)])) if id(slot) in spans else slot
        for slot in slots
        if id(slot) in spans or not any(slot.column in block for block in blocks)
    ]


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


def _spanning(slot: Slot, width: int) -> Slot:
    return msgspec.structs.replace(slot, column=0, columns=max(width, 1))


def _prints(slot: Slot) -> bool:
    return bool(slot.text or slot.lowered or slot.note)


def _bounded(slots: list[Slot]) -> tuple[list[Slot], tuple[str, ...]]:
    """The same cells, without their spans where these cover more than any table has."""
    if sum(slot.rows * slot.columns for slot in slots) <= MAX_AREA:
        return slots, ()
    return [msgspec.structs.replace(slot, rows=1, columns=1) for slot in slots], (
        f"its cells span more than {MAX_AREA:,} places; spans are left out",
    )


def _untangled(slots: list[Slot], rows: int) -> list[Slot]:
    """The cells that print, none reaching over another one or past the last row."""
    printed = [slot for slot in slots if _prints(slot)]
    starts: dict[int, list[int]] = {}
    for slot in printed:
        for column in range(slot.column, slot.column + slot.columns):
            starts.setdefault(column, []).append(slot.row)
    for column in starts:
        starts[column].sort()
    kept: list[Slot] = []
    for slot in printed:
        end = min(slot.row + slot.rows, rows)
        if slot.rows > 1:
            for column in range(slot.column, slot.column + slot.columns):
                below = bisect_right(starts[column], slot.row)
                if below < len(starts[column]):
                    end = min(end, starts[column][below])
        kept.append(_resized(slot, max(end - slot.row, 1)) if end - slot.row != slot.rows else slot)
    return kept


def _resized(slot: Slot, rows: int, row: int | None = None) -> Slot:
    return msgspec.structs.replace(slot, rows=rows, row=slot.row if row is None else row)


def _without_blank_rows(slots: list[Slot], rules: list[Rule], rows: int) -> tuple[list[Slot], list[Rule]]:
    """The same table with the rows left out in which nothing begins."""
    begun = {slot.row for slot in slots}
    place: list[int] = []
    count = 0
    for row in range(rows + 1):
        place.append(count)
        count += row in begun
    moved = [_resized(slot, max(place[min(slot.row + slot.rows, rows)] - place[slot.row], 1), place[slot.row]) for slot in slots]
    return moved, list(dict.fromkeys(Rule(place[min(rule.row, rows)], rule.first, rule.end) for rule in rules))


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
