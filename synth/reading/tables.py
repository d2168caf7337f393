"""A grid of printed cells becomes a table whose values know the labels they stand under.

All three readers end here: LaTeX and HTML say where cells stand and how far they span, the PDF reader works it out, and which rows
are headings and which columns are labels is decided once, in the same way for each. What is not done: no text is changed, no cell
is made up, and a cell that prints nothing is no cell.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import msgspec

from synth.reading.numbers import decimal_mark, is_nothing, is_value, read_numbers
from synth.records import Box, Cell, Number, Table

FULL = 0.7  # share of the columns that a rule crosses to divide the table rather than to group heads
FIRST_VALUES = 0.8  # the same for the first column, which names rows unless it is numbers throughout
STUB_VALUES = 0.5  # a column with a smaller share of values than this holds labels
MIN_REPEATED = 6  # cells before numbers are taken for settings
REPEATED = 0.5  # share of different numbers among them at most
SIZES = frozenset("BMKkG")  # what the sizes of models and data end in
FEW_TOLD, MOST_TOLD = 0.6, 0.75  # shares of rows with a name of their own, without a further label column and with it
SPARSE = 0.7  # a first column of numbers with a smaller share of its rows filled names groups of rows
MAX_HEAD_ROWS = 6
MIN_STEPS = 3  # numbers that rise, before they name the rows
TRIANGLE = 3  # rows that show a triangle of values

_BULLET = re.compile(r"[-–—•·▪◦]\s*(?!\s|\d)")  # opens an item of a list
_CITED = re.compile(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]")  # a mark of a reference, alone in its line
_COUNTED = re.compile(r"\(?(\d{1,2})[.)]\s")  # a label of a numbered list

_SPREAD = re.compile(
    r"[(\[]?\s?(?:±|\+/-|SD|SE)?\s?[\d.,]+(?:\s?(?:[-–,;]|to)\s?[-−–]?[\d.,]+)?%?\s?[)\]]\s?[*†‡§]{0,4}|±\s?[\d.,]+"
)  # the spread of the value above


_UNENDED = re.compile(r"(?:[-–×*·&+/,:]|\s(?:x|of|and|or|the|a|with|for|in|to|on|by|from|at|using))$", re.IGNORECASE)  # more must follow


class Slot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One printed cell: its place in the grid, how far it spans, and what is printed there."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lowered: str = ""  # what is set below the line beside it: a spread
    note: str = ""  # raised marks
    marks: tuple[str, ...] = ()  # bold, underline, italic
    indent: int = 0  # steps that a label is set in, under the label above it
    head: bool | None = None  # the file says that it is a heading, or is none; None where it does not say
    page: int | None = None
    box: Box | None = None


class Rule(NamedTuple):
    """A line above row `row`, over the columns from `first` up to `end`."""

    row: int
    first: int
    end: int


class Grid(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a reader makes of a table: its cells in place, the lines between them, its number and its caption."""

    slots: tuple[Slot, ...]
    rules: tuple[Rule, ...] = ()
    label: str = ""  # "Table 2"
    caption: str = ""
    page: int | None = None
    box: Box | None = None
    doubts: tuple[str, ...] = ()


def table_of(grid: Grid) -> Table:
    """The table that a grid shows: every cell with its numbers, its row path and its column path."""
    return _Reading(grid).table()


def _unwrapped(slots: list[Slot], grid: Grid) -> list[Slot]:
    """The cells with labels that go on in the next line made whole: a line of its own that cannot be a label by itself."""
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot)
    ruled = {rule.row for rule in grid.rules}
    labels = [slot.text for slot in slots if slot.column == 0 and len(rows[slot.row]) > 1 and slot.text[:1].isalpha()]
    lower = 2 * sum(text[0].islower() for text in labels) > len(labels)  # where labels begin in lower case, that says nothing
    whole = {id(slot): slot for slot in slots}
    host: Slot | None = None
    broken: Slot | None = None  # a line alone that ends within a word
    spreads = {row: spread for row in rows if (spread := _spread_of(rows[row], rows.get(row - 1, []), ruled)) is not None}
    if spreads:  # where the spreads of other rows stand alone in theirs, a label beside some is the rest of the one above
        for row in [row for row in rows if row not in spreads and len(rows[row]) > 1]:
            label = min(rows[row], key=lambda slot: slot.column)
            over = next((slot for slot in rows.get(row - 1, []) if slot.column == label.column == 0 and slot.columns == 1), None)
            rest = _spread_of([slot for slot in rows[row] if slot is not label], rows.get(row - 1, []), ruled)
            if over is not None and rest and (_UNENDED.search(over.text) or carries_on(over.text, label.text)):
                spreads[row] = [(label, over), *rest]
    for row in sorted(rows):
        if (spread := spreads.get(row)) is not None:
            for own, above in spread:
                del whole[id(own)]
                key = next(key for key, slot in whole.items() if (slot.row, slot.column) == (above.row, above.column))
                whole[key] = _grown(whole[key], own, f"{whole[key].text} {own.text}")
            continue
        (first, *others) = sorted(rows[row], key=lambda slot: slot.column)
        if (
            host is not None
            and not others
            and first.column == host.column
            and row not in ruled
            and first.columns == 1
            and (_UNENDED.search(host.text) or carries_on(host.text, first.text[:1].upper() + first.text[1:] if lower else first.text))
        ):
            del whole[id(first)]
            key = next(key for key, slot in whole.items() if slot is host)
            host = whole[key] = _grown(host, first, joined(host.text, first.text))
        else:
            if broken is not None and others and first.column == broken.column and first.text[:1].islower():
                del whole[id(broken)]
                first = whole[id(first)] = _grown(first, broken, joined(broken.text, first.text))
            host = first if others and first.column == 0 else None
            broken = first if not others and first.text.endswith(("-", "‐")) else None
    return list(whole.values())


def _grown(slot: Slot, other: Slot, text: str) -> Slot:
    """A cell that takes another in: one text, one box around both."""
    box = slot.box
    if box is not None and other.box is not None:
        box = Box(x0=min(box.x0, other.box.x0), y0=min(box.y0, other.box.y0), x1=max(box.x1, other.box.x1), y1=max(box.y1, other.box.y1))
    return msgspec.structs.replace(slot, text=text, box=box)


def _spread_of(row: list[Slot], above: list[Slot], ruled: set[int]) -> list[tuple[Slot, Slot]] | None:
    """For a row that holds only the spreads of the values above it, in brackets or behind ±: each with the cell that it belongs to."""
    places = {slot.column: slot for slot in above if slot.columns == 1}
    pairs = [(slot, places[slot.column]) for slot in row if slot.column in places and _SPREAD.fullmatch(slot.text)]
    fits = len(pairs) == len(row) and all(read_numbers(value.text) and not _SPREAD.fullmatch(value.text) for _, value in pairs)
    return pairs if row and fits and row[0].row not in ruled else None


def carries_on(above: str, text: str) -> bool:
    """Whether a line alone below a label reads as the rest of it: in lower case, or a bracket that is more than a number or a letter."""
    bracket = re.match(r"\([^()]{3,}", text)
    opened = above.count("(") > above.count(")")
    cited = _CITED.fullmatch(text)
    return (
        text[:1].islower() or opened or bool(cited) or above.endswith(("-", "‐", ",", "(", "&", " +")) or text[:1] in ")%" or bool(bracket)
    )


def joined(above: str, below: str) -> str:
    """Two lines of a label as one; a hyphen that only broke a word goes."""
    return above[:-1] + below if above.endswith(("-", "‐")) and below[:1].islower() else f"{above} {below}"


class _Group(NamedTuple):
    """What names the rows below it, and how it is set: groups of one kind are set alike."""

    text: str
    lined: bool = False  # a line across the table below it
    bold: bool = False
    italic: bool = False
    indent: int = 0


class _Reading:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.slots = _unwrapped([slot for slot in grid.slots if slot.text or slot.lowered], grid)
        self.rows = max((slot.row + slot.rows for slot in self.slots), default=0)
        self.columns = max((slot.column + slot.columns for slot in self.slots), default=0)
        self.mark = decimal_mark(slot.text for slot in self.slots)
        self.at: dict[tuple[int, int], Slot] = {}
        self.in_row: dict[tuple[int, int], list[Slot]] = {}
        for slot in self.slots:
            for row in range(slot.row, slot.row + slot.rows):
                for column in range(slot.column, slot.column + slot.columns):
                    self.at.setdefault((row, column), slot)
        self.value = {id(slot): is_value(slot.text or slot.lowered, self.mark) for slot in self.slots}
        self.full = {rule.row for rule in grid.rules if rule.end - rule.first >= FULL * self.columns}
        first = next((row for row in range(self.rows) if self._values_in(row)), self.rows)
        pieced = {rule.row: {c for r in grid.rules if r.row == rule.row for c in range(r.first, r.end)} for rule in grid.rules}
        # Short lines side by side group heads above the values; below the first values they are one line across.
        self.full |= {row for row, covered in pieced.items() if row > first and len(covered) >= FULL * self.columns}
        self.head_rows = self._head_rows()
        self._spread_heads()
        self.middles, self.blocks = self._middles(), self._blocks()
        self.stubs = self._stub_columns()
        self.names = range(self.stubs) or self._behind()  # the columns that name the rows

    # --- what is a heading, what is a label ---

    def _in_row(self, row: int, first: int = 0) -> list[Slot]:
        """The cells of a row from column `first`, each once."""
        known = self.in_row.get((row, first))
        if known is not None:
            return known
        found = self.in_row[row, first] = []
        for column in range(first, self.columns):
            slot = self.at.get((row, column))
            if slot is not None and (not found or found[-1] is not slot):
                found.append(slot)
        return found

    def _has_numbers(self, slot: Slot) -> bool:
        return self.value[id(slot)] and not is_nothing(slot.text)

    def _values_in(self, row: int) -> int:
        return sum(self._has_numbers(slot) for slot in self._in_row(row, 1))

    def _head_rows(self) -> int:
        said = [slot for slot in self.slots if slot.head is not None]
        if any(slot.head for slot in said):
            rows = 0
            while rows < self.rows - 1 and (row := self._in_row(rows)) and all(slot.head for slot in row):
                rows += 1
            if rows:
                return rows
        first = next((row for row in range(self.rows) if self._values_in(row) and not self._numbers_columns(row)), None)
        if first is None:
            return 1 if self.rows > 1 and self.columns > 1 else 0
        ruled = [row for row in sorted(self.full) if 0 < row < self.rows]
        if ruled:
            head = self._ruled_head(ruled, first)
            if head:
                return head
        if first == 0 and self._first_row_heads():
            return 1
        return self._without_groups(min(first, MAX_HEAD_ROWS))

    def _ruled_head(self, ruled: list[int], first: int) -> int:
        """Where the head ends in a table with lines across it: at a line, above the first values where one is there."""
        above = [row for row in ruled if row <= first]
        if above:
            head = self._extended(above[0], ruled[1:])
            if all(self._is_group(row) for row in range(head)):
                return 0
            again = any(self._is_group(row) for row in range(head, self.rows))
            while (
                head > 1
                and (again or head - 1 in self.full)
                and self._is_group(head - 1)
                and any((row, 0) in self.at for row in range(head - 1))
            ):
                head -= 1  # the labels have their head already: what stands alone below it names a group
            while head < self.rows - 1 and (
                (head < first and (self._numbers_columns(head) or self._only_names(head))) or self._stands_under_heads(head)
            ):
                head += 1
            return head
        # Values stand above the first line: heads that are numbers (years, sizes, counts), if what follows is not more of the same.
        head = ruled[0]
        if head <= 3 and head < self.rows and (self._counts(first, head) if first else self._heads_differ(head)):
            return self._extended(head, ruled[1:])
        return 0

    def _numbers_columns(self, row: int) -> bool:
        """Whether a row numbers the columns, "(1) (2) (3)", or counts, without a label, what they hold, "(N=388)"."""
        cells = self._in_row(row, 1)
        if not cells or any(slot.rows > 1 for slot in cells):
            return False
        numbers = [read_numbers(slot.text, self.mark) for slot in cells]
        if (row, 0) not in self.at and all(len(found) == 1 and found[0].unit == "n" for found in numbers):
            return True
        texts = [slot.text for slot in cells]  # "Model: | (1) | (2)" numbers them as well
        return len(texts) > 1 and texts == [f"({number})" for number in range(1, len(texts) + 1)]

    def _only_names(self, row: int) -> bool:
        """Whether a row without a label holds words over several columns: with nothing that says whose they are, they go on the head."""
        cells = self._in_row(row, 1)
        return (row, 0) not in self.at and len(cells) > 1 and not any(self.value[id(slot)] or slot.rows > 1 for slot in cells)

    def _stands_under_heads(self, row: int) -> bool:
        """Whether a row without a label stands under heads over several columns each, and tells the columns of each apart."""
        over = [slot for slot in self._in_row(row - 1, 1) if slot.row == row - 1]
        cells = self._in_row(row, 1)
        if (row, 0) in self.at or len(cells) < 2 or any(slot.columns > 1 or slot.rows > 1 for slot in cells):
            return False
        shares = [
            [slot.text for slot in cells if head.column <= slot.column < head.column + head.columns] for head in over if head.columns > 1
        ]
        return bool(shares) and all(len(texts) > 1 and len(set(texts)) == len(texts) for texts in shares)

    def _extended(self, head: int, ruled: list[int]) -> int:
        """Where the head ends that goes on over some of the lines below its first."""
        for row in ruled:
            if row > MAX_HEAD_ROWS or not self._heads_on(head, row):
                break
            head = row
        return head

    def _counts(self, first: int, end: int) -> bool:
        """Whether the numbers of some rows are counts of what the heads above them name: whole, alone in their cells, unlike the body's."""
        cells = [slot for row in range(first, end) for slot in self._in_row(row, 1) if self._has_numbers(slot)]
        if any(len(read_numbers(slot.text, self.mark)) > 1 or _decimals(slot, self.mark) > 0 for slot in cells):
            return False
        bracketed = all(slot.text.startswith(("(", "[")) for slot in cells)
        below = [slot for row in range(end, self.rows) for slot in self._in_row(row, 1) if self._has_numbers(slot)]
        return bracketed or not any(_decimals(slot, self.mark) == 0 for slot in below)

    def _heads_on(self, start: int, end: int) -> bool:
        """Whether the rows between two lines go on the head: labels over the columns of values, with values below them at most."""
        from_column = min((rule.first for rule in self.grid.rules if rule.row == start), default=1)  # the line may leave labels out
        rows = [[slot for slot in self._in_row(row, max(from_column, 1)) if not is_nothing(slot.text)] for row in range(start, end)]
        if end >= self.rows or not rows[0]:
            return False
        if any(self._has_numbers(slot) for slot in rows[0]):  # numbers under a head's own line, which leaves the labels out
            across = any(rule.row == start and rule.first == 0 for rule in self.grid.rules)
            return not across and all(self._has_numbers(slot) for slot in rows[0]) and self._counts(start, end)
        labels = sum(len(row) > 1 and not any(self._has_numbers(slot) for slot in row) for row in rows)
        return 2 * labels >= len(rows) and len(rows[0]) > 1

    def _heads_differ(self, head: int) -> bool:
        """Whether the cells above row `head` are printed with other decimals than those below."""
        above = {_decimals(slot, self.mark) for row in range(head) for slot in self._in_row(row, 1) if self._has_numbers(slot)}
        below = {_decimals(slot, self.mark) for row in range(head, self.rows) for slot in self._in_row(row, 1) if self._has_numbers(slot)}
        return bool(below) and (not above & below or above == {0})

    def _first_row_heads(self) -> bool:
        row = self._in_row(0, 1)
        return self.rows > 2 and len(row) > 1 and all(_decimals(slot, self.mark) == 0 for slot in row) and self._heads_differ(1)

    def _without_groups(self, first: int) -> int:
        """Leading rows without values are heads, but for those at the end that only name a group of rows."""
        again = any(self._is_group(row) for row in range(first + 1, self.rows))
        while (first > 1 or (first == 1 and again)) and self._is_group(first - 1):
            first -= 1
        while 0 < first < self.rows - 1 and self._stands_under_heads(first):
            first += 1
        return first

    def _is_group(self, row: int) -> bool:
        """One label alone in its row, at its beginning or across it."""
        slots = self._in_row(row)
        if len(slots) != 1 or slots[0].row != row or slots[0].rows > 1 or self.columns < 2:
            return False
        (slot,) = slots
        if self._has_numbers(slot) or is_nothing(slot.text) or not (slot.column == 0 or slot.columns > 0.5 * self.columns):
            return False
        return slot.columns > 1 or not (self._opens_triangle(row) or self._is_counted(row) or self._is_item(row))

    def _is_item(self, row: int) -> bool:
        """Whether a label without values is one of a list whose other items have some: a dash stands before each."""
        beside = [slot for other in (row - 1, row + 1) if (slot := self.at.get((other, 0))) and self._values_in(other)]
        return bool(_BULLET.match(self.at[row, 0].text)) and any(_BULLET.match(slot.text) for slot in beside)

    def _opens_triangle(self, row: int) -> bool:
        """Whether a row is the empty first one of a triangle of values, as a table of correlations leaves it."""
        below = range(row + 1, row + 1 + TRIANGLE)
        filled = [[slot.column for slot in self._in_row(other, 1) if self._has_numbers(slot)] for other in below]
        return below.stop <= self.rows and filled == [list(range(1, end)) for end in range(2, TRIANGLE + 2)]

    def _is_counted(self, row: int) -> bool:
        """Whether a label without values is one of a numbered list that goes on in the next row, which has some."""
        here, after = self.at.get((row, 0)), self.at.get((row + 1, 0))
        own = _COUNTED.match(here.text) if here else None
        following = _COUNTED.match(after.text) if after else None
        return own is not None and following is not None and int(own[1]) + 1 == int(following[1]) and self._values_in(row + 1) > 0

    def _stub_columns(self) -> int:
        body = range(self.head_rows, self.rows)
        stubs, factors = 0, False
        for column in range(self.columns - 1):
            cells = [
                slot
                for row in body
                if (slot := self.at.get((row, column))) and slot.columns < max(2, self.columns) and not self._is_group(row)
            ]
            cells = list({id(slot): slot for slot in cells}.values())
            values = sum(self.value[id(slot)] for slot in cells)
            over = column > 0 and self._spans_rows(column - 1)
            if stubs == column and self._repeats(cells) and (column == 0 or factors or over):
                factors, stubs = True, column + 1  # the settings of an experiment, each with each
                continue
            if column and stubs == column and self._labels_follow(column, cells):
                stubs = column + 1
                continue
            enough = FIRST_VALUES if column == 0 else STUB_VALUES
            if values >= enough * max(len(cells), 1) and cells and not (column == 0 and self._names_rows(cells)):
                break
            stubs = column + 1
        rest = [slot for row in body for slot in self._in_row(row, stubs) if self._has_numbers(slot)]
        return self._telling(stubs) if rest else min(1, self.columns - 1)

    def _telling(self, stubs: int) -> int:
        """As many label columns as tell the rows apart: a size or a setting beside labels that come twice is a label too."""
        rows = [row for row in range(self.head_rows, self.rows) if self._values_in(row) and not self._is_group(row)]
        told = len({self._labels(row, stubs) for row in rows})
        if stubs == 0 or told == len(rows):
            return stubs
        for more in range(stubs + 1, min(stubs + 3, self.columns)):
            added = [slot for row in rows for column in range(stubs, more) if (slot := self.at.get((row, column)))]
            spread = any(number.part in ("bracket", "spread") for slot in added for number in read_numbers(slot.text, self.mark))
            sizes = bool(added) and not spread and all(_decimals(slot, self.mark) <= 0 or slot.text[-1:] in SIZES for slot in added)
            apart = len({self._labels(row, more) for row in rows})
            if sizes and (apart == len(rows) or (told < FEW_TOLD * len(rows) and apart >= MOST_TOLD * len(rows))):
                return more
        return stubs

    def _middles(self) -> dict[int, int]:
        """The row whose label each row has, where every label stands on the middle one of as many rows, the first of all without one."""
        named: dict[int, int] = {}
        many = 0
        for run in self._runs():
            places = [at for at, row in enumerate(run) if (row, 0) in self.at and self.at[row, 0].row == row]
            many = many or (2 * places[0] + 1 if places else 1)
            if many < 3 or len(run) % many or places != list(range(many // 2, len(run), many)):
                return {}
            named |= {row: run[at // many * many + many // 2] for at, row in enumerate(run)}
        return named if len(named) > many else {}

    def _runs(self) -> list[list[int]]:
        """The rows of values, those between two names of groups together."""
        runs: list[list[int]] = [[]]
        for row in range(self.head_rows, self.rows):
            if self._is_group(row):
                runs.append([])
            elif self._in_row(row):
                runs[-1].append(row)
        return [run for run in runs if run]

    def _blocks(self) -> dict[int, tuple[int, int]]:
        """Where a label of several lines begins and ends, for each row of its block: two blocks between lines show it, blanks below it."""
        bounds = sorted({self.head_rows, self.rows, *(row for row in self.full if self.head_rows < row < self.rows)})
        shapes: dict[tuple[int, int], list[int]] = {}
        for start, end in pairwise(bounds):
            filled = [(row, 0) in self.at for row in range(start, end)]
            lines = filled.index(False) if False in filled else 0
            words = all(not self.value[id(self.at[row, 0])] and self.at[row, 0].rows == 1 for row in range(start, start + lines))
            if lines > 1 and not any(filled[lines:]) and words and all(self._values_in(row) for row in range(start, end)):
                shapes.setdefault((lines, end - start), []).append(start)
        found: dict[int, tuple[int, int]] = {}
        for (lines, many), starts in shapes.items():
            if len(starts) > 1:
                found |= {row: (start, start + lines) for start in starts for row in range(start, start + many)}
        return found

    def _spread_heads(self) -> None:
        """Heads typed over the middle one of the columns that a line below them groups stand over all of these."""
        for rule in self.grid.rules:
            middle = (rule.first + rule.end - 1) // 2
            if not 0 < rule.row <= self.head_rows or rule.end - rule.first < 3 or (rule.end - rule.first) % 2 == 0 or rule.row in self.full:
                continue
            for row in range(rule.row):
                held = [column for column in range(rule.first, rule.end) if (row, column) in self.at]
                if held == [middle] and self.at[row, middle].columns == 1:
                    self.at |= {(row, column): self.at[row, middle] for column in range(rule.first, rule.end)}
        self.in_row.clear()

    def _behind(self) -> range:
        """Where no column on the left names the rows, those at the right end that hold words only, each row some."""
        rows = [row for row in range(self.head_rows, self.rows) if self._values_in(row) or self._in_row(row)]
        first = self.columns
        while first > 1 and all((slot := self.at.get((row, first - 1))) and not self.value[id(slot)] for row in rows):
            first -= 1
        return range(first, self.columns) if rows and first > self.columns // 2 else range(0)

    def _labels(self, row: int, count: int) -> tuple[str, ...]:
        """What stands in the first columns of a row and of the groups that it is in."""
        group = next((other for other in range(row, self.head_rows - 1, -1) if self._is_group(other)), -1)
        own = (self.at.get((row, column)) or self._above(row, column) for column in range(count))
        return (str(group), *(_label(slot) if slot else "" for slot in own))

    def _spans_rows(self, column: int) -> bool:
        """Whether the labels of a column stand for several rows each, said by their spans or by blanks below them."""
        body = range(self.head_rows, self.rows)
        own = [slot for slot in self.slots if slot.column == column and slot.row >= self.head_rows]
        return any(slot.rows > 1 for slot in own) or len(own) <= SPARSE * sum(
            bool(self._in_row(row)) and not self._is_group(row) for row in body
        )

    def _repeats(self, cells: list[Slot]) -> bool:
        """Whether a column holds a few whole numbers or powers of ten, each again and again."""
        texts = [slot.text for slot in cells]
        whole = all(self._has_numbers(slot) and (_decimals(slot, self.mark) == 0 or slot.text.startswith("10^")) for slot in cells)
        return whole and len(texts) >= MIN_REPEATED and len(set(texts)) <= REPEATED * len(texts)

    def _labels_follow(self, column: int, cells: list[Slot]) -> bool:
        """Whether numbers beside a column of labels are labels too: each for several rows, or whole and before values with decimals."""
        after = {id(slot): slot for row in range(self.head_rows, self.rows) if (slot := self.at.get((row, column + 1)))}
        if not cells or column + 2 >= self.columns or sum(self.value[key] for key in after) >= STUB_VALUES * len(after):
            return False
        if all(slot.rows > 1 for slot in cells):
            return True
        rest = [slot for row in range(self.head_rows, self.rows) for slot in self._in_row(row, column + 2) if self._has_numbers(slot)]
        whole = all(_decimals(slot, self.mark) <= 0 or slot.text[-1:] in SIZES for slot in cells)  # 1.3B is a size too
        return whole and len(rest) >= len(after) and any(_decimals(slot, self.mark) > 0 for slot in rest)

    def _names_rows(self, cells: list[Slot]) -> bool:
        """Whether a first column of numbers names the rows: whole numbers, each once, or each for several rows."""
        if any(_decimals(slot, self.mark) > 0 for slot in cells):
            return len(cells) >= MIN_STEPS and self._rises(cells)
        texts = [slot.text for slot in cells]
        rows = self.rows - self.head_rows
        return len(set(texts)) == len(texts) or len(cells) <= SPARSE * rows or any(slot.rows > 1 for slot in cells)

    def _rises(self, cells: list[Slot]) -> bool:
        """Whether the numbers of a column only rise, or only fall, from row to row: they are what the others are measured at."""
        numbers = [read_numbers(slot.text, self.mark) for slot in cells]
        values = [found[0].value for found in numbers if len(found) == 1]
        steps = [one < other for one, other in pairwise(values)]
        return len(values) == len(cells) == self.rows - self.head_rows and len(set(values)) == len(values) and len(set(steps)) == 1

    def _is_title(self, row: int) -> bool:
        """Whether a head names the block below it, as later ones of its kind do, rather than columns: alone over all, labels included."""
        slots = self._in_row(row)
        if len(slots) != 1 or slots[0].column > 0 or slots[0].columns < self.columns or row + 1 >= self.head_rows:
            return False
        later = [other for other in range(self.head_rows, self.rows - 1) if self._is_group(other)]
        return any(self._is_head_again(other + 1) or self._in_row(other)[0].columns == self.columns for other in later)

    # --- the table ---

    def table(self) -> Table:
        cells: list[Cell] = []
        groups: list[_Group] = []
        opened = 0  # the row that named the last group
        heads = list(range(self.head_rows))
        row = 0
        while row < self.rows:
            if row < self.head_rows and self._is_title(row):
                groups = [_Group(_label(self._in_row(row)[0]))]
                heads = [head for head in heads if head != row]
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
            elif row < self.head_rows:
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
            elif self._heads_block(row):
                groups, heads = [], [row, row + 1]
                cells += [self._cell(slot, (), (), label=True) for at in heads for slot in self._starting(at)]
                row += 1
            elif self._is_group(row):
                groups = self._regroup(groups, row)
                opened = row
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
            elif self._is_head_again(row):
                heads = self._heads_after(row, heads)
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
            else:
                if groups and self._ends_groups(row):
                    groups = []
                if groups and self._leaves_group(row, opened):
                    groups = [group for group in groups if group.indent < self.at[row, 0].indent] if len(groups) > 1 else []
                path = (*(group.text for group in groups), *self._row_path(row))
                for slot in self._starting(row):
                    if slot.column in self.names:
                        cells.append(self._cell(slot, (), (), label=True))
                    else:
                        cells.append(
                            self._cell(slot, path or (f"#{row - self.head_rows + 1}",), self._column_path(slot, heads), label=False)
                        )
            row += 1
        grid = self.grid
        return Table(label=grid.label, caption=grid.caption, cells=tuple(cells), page=grid.page, box=grid.box, doubts=grid.doubts)

    def _starting(self, row: int) -> list[Slot]:
        return [slot for slot in self._in_row(row) if slot.row == row]

    def _regroup(self, groups: list[_Group], row: int) -> list[_Group]:
        """The groups in force after the group row `row`: it takes the place of one set like it, or is under the one before it."""
        (slot,) = self._in_row(row)
        here = _Group(_label(slot), row + 1 in self.full, "bold" in slot.marks, "italic" in slot.marks, slot.indent)
        if row > self.head_rows and self._is_group(row - 1) and (row not in self.full or here.lined):
            return [*groups, here]
        if here.indent and slot.columns == 1:  # set in: under those that are set in less
            return [*(group for group in groups if group.indent < here.indent), here]
        opens = row + 1 < self.rows and self._is_group(row + 1)  # a further level, as the one before did
        levels = list(enumerate(groups))
        for level, group in levels if opens else reversed(levels):
            if group[1:] == here[1:]:
                return [*groups[:level], here]
        return [here]

    def _leaves_group(self, row: int, opened: int) -> bool:
        """Whether a row stands out again after a group whose rows are set in under its name."""
        name, first, here = self.at.get((opened, 0)), self.at.get((opened + 1, 0)), self.at.get((row, 0))
        if name is None or first is None or here is None:
            return False
        return _steps(first) > _steps(name) and _steps(here) < _steps(first)

    def _ends_groups(self, row: int) -> bool:
        """Whether the line above a row ends the group before it."""
        return row in self.full and not self._is_group(row - 1) and (self._lines_close_groups() or self._lines_follow_groups())

    def _lines_close_groups(self) -> bool:
        """Whether a line across the table stands above every group and nowhere inside one, so that a further line ends the last."""
        opened = [row for row in range(self.head_rows, self.rows) if self._is_group(row) and not self._is_group(row - 1)]
        inner = sum(self.head_rows < row < self.rows for row in self.full)
        return len(opened) > 1 and all(row in self.full for row in opened) and inner <= len(opened) + 1

    def _lines_follow_groups(self) -> bool:
        """Whether the lines across the table's body stand behind its last group only: what follows there is under none."""
        opened = [row for row in range(self.head_rows, self.rows) if self._is_group(row)]
        inner = [row for row in self.full if self.head_rows < row < self.rows]
        return len(opened) > 1 and all(row > opened[-1] + 1 for row in inner)

    def _heads_block(self, row: int) -> bool:
        """Whether a text over the columns of values heads them anew: the heads below it come again."""
        if not self._is_group(row) or row + 1 >= self.rows or self.head_rows < 1:
            return False
        (slot,) = self._in_row(row)
        upper = self._in_row(0, self.stubs)
        over_all = len(upper) == 1 and min(upper[0].columns, slot.columns) >= self.columns - self.stubs
        beside = slot.column >= 1 or (over_all and not self._is_title(0))
        return beside and any(self._texts(row + 1) == self._texts(head) for head in range(self.head_rows))

    def _texts(self, row: int) -> list[str]:
        return [slot.text for slot in self._in_row(row, self.stubs)]

    def _is_head_again(self, row: int) -> bool:
        """A second head further down: labels over the columns of values, closed by a line or each over several columns."""
        if row + 1 >= self.rows:
            return False
        over = self._in_row(row, self.stubs)
        if len(over) < 2 or any(self.value[id(slot)] for slot in over):
            return False
        if all(slot.columns > 1 for slot in over):
            return True
        ruled = row in self.full or row + 1 in self.full
        if self._names_a_row(row):  # "Optimizer | Adam | SGD": words may be values
            texts = [slot.text for slot in over]
            closed = row + 1 in self.full and (row in self.full or self._is_group(row - 1))
            ruled = closed and len(set(texts)) == len(texts)
        return ruled and len(over) >= 0.5 * (self.columns - self.stubs) and self._values_in(row + 1) > 0

    def _names_a_row(self, row: int) -> bool:
        """Whether a row has a label, and not the one that heads the labels."""
        label = self.at.get((row, 0)) if self.stubs else None
        return label is not None and label.row == row and label.text not in self._corner()

    def _corner(self) -> set[str]:
        """What stands over the labels."""
        return {slot.text for row in range(self.head_rows) for slot in self._in_row(row) if slot.column < self.stubs}

    def _heads_after(self, row: int, heads: list[int]) -> list[int]:
        """The rows that head the columns after a second head: one that spans columns leaves the heads below it in force."""
        deeper = [head for head in heads if all(slot.columns == 1 for slot in self._in_row(head, self.stubs))]
        if any(self._texts(head) == self._texts(row) for head in heads):
            return heads  # the same head once more
        return [row, *deeper] if all(slot.columns > 1 for slot in self._in_row(row, self.stubs)) else [row]

    def _row_path(self, row: int) -> tuple[str, ...]:
        path: list[str] = []
        last: Slot | None = None
        blank = not any((row, column) in self.at for column in self.names)
        for column in self.names:
            if column == 0 and row in self.blocks:
                path.append(" ".join(_label(self.at[at, 0]) for at in range(*self.blocks[row])))
                continue
            slot = self.at.get((row, column))
            if slot is None and (blank or column < self.stubs - 1 or self._goes_on(row, column)):
                slot = self._above(row, column)
            if slot is not None and slot is not last:
                path += self._over_indented(slot) if column == 0 else ()
                path.append(_label(slot))
                last = slot
        return tuple(path)

    def _over_indented(self, slot: Slot) -> list[str]:
        """The labels that an indented one is under: above it, each set in less, up to the row that names the group."""
        over: list[str] = []
        indent = slot.indent
        for row in range(slot.row - 1, self.head_rows - 1, -1):
            if indent == 0 or self._is_group(row):
                break
            other = self.at.get((row, 0))
            if other is not None and other.indent < indent:
                over.insert(0, _label(other))
                indent = other.indent
        return over

    def _goes_on(self, row: int, column: int) -> bool:
        """Whether a line above a row leaves out a column: the cell above goes on in it."""
        here = [rule for rule in self.grid.rules if rule.row == row]
        return bool(here) and not any(rule.first <= column < rule.end for rule in here)

    def _above(self, row: int, column: int) -> Slot | None:
        """The label that a blank label cell repeats: the nearest above, within its group and between the same lines."""
        if column == 0 and self.middles:
            return self.at.get((self.middles[row], 0)) if row in self.middles else None
        for other in range(row, self.head_rows - 1, -1):
            if other < row and self._is_group(other):
                return None
            if slot := self.at.get((other, column)):
                return slot
            over = any(rule.row == other and rule.first <= column < rule.end for rule in self.grid.rules)
            if over and other in self.full and self._separates(other):
                return None
        return None

    def _separates(self, row: int) -> bool:
        """Whether lines across the table set groups apart, rather than every row."""
        return sum(1 for line in self.full if self.head_rows < line < self.rows) < 0.5 * (self.rows - self.head_rows)

    def _column_path(self, slot: Slot, heads: list[int]) -> tuple[str, ...]:
        path: list[str] = []
        seen: set[int] = set()
        for row in heads:
            for column in range(slot.column, slot.column + slot.columns):
                head = self.at.get((row, column))
                if head is not None and id(head) not in seen and head.column + head.columns > self.stubs:
                    seen.add(id(head))
                    path.append(_label(head))
        return tuple(path)

    def _cell(self, slot: Slot, row: tuple[str, ...], column: tuple[str, ...], *, label: bool) -> Cell:
        numbers = () if label else read_numbers(slot.text, self.mark, slot.lowered)
        first = numbers[0] if numbers and numbers[0].part != "bound" else None
        return Cell(
            text=_label(slot),
            row=row,
            column=column,
            at=(slot.row, slot.column),
            size=(slot.rows, slot.columns),
            label=label,
            value=first.value if first else None,
            low=first.low if first else None,
            high=first.high if first else None,
            unit=_unit(first, slot.text) if first else "",
            numbers=numbers,
            marks=slot.marks,
            note=slot.note,
            page=slot.page,
            box=slot.box,
        )


def _steps(slot: Slot) -> int:
    """How far a label is set in; a dash or a dot before it is a step."""
    return slot.indent + bool(_BULLET.match(slot.text))


def _label(slot: Slot) -> str:
    return f"{slot.text} {slot.lowered}".strip()


def _unit(number: Number, text: str) -> str:
    return number.unit


def _decimals(slot: Slot, mark: str) -> int:
    """How many decimals the first number of a cell is printed with; -1 for a cell without."""
    numbers = read_numbers(slot.text, mark)
    return len(numbers[0].text.partition(".")[2].rstrip("%")) if numbers else -1
