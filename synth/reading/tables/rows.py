"""A grid by its rows: what stands in each, what are values, and which rows only name those below them."""

from __future__ import annotations

import re

import msgspec

from synth.reading.numbers import decimal_mark, is_nothing, is_value, read_numbers
from synth.reading.tables.grid import Grid, Slot
from synth.reading.tables.lines import unwrapped

FULL = 0.7  # share of the columns that a rule crosses to divide the table rather than to group heads
TRIANGLE = 3  # rows that show a triangle of values
_BULLET = re.compile(r"[-–—•·▪◦]\s*(?!\s|\d)")  # opens an item of a list
_COUNTED = re.compile(r"\(?(\d{1,2})[.)]\s")  # a label of a numbered list


class Rows:
    """A grid that can be asked for its rows."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.slots = _told_apart(unwrapped([slot for slot in grid.slots if slot.text or slot.lowered], grid))
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

    def _starting(self, row: int) -> list[Slot]:
        return [slot for slot in self._in_row(row) if slot.row == row]

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


def _told_apart(slots: list[Slot]) -> list[Slot]:
    """The cells, with its mark in the text of a first label that is the same as another without one: the mark tells the two apart."""
    plain = {slot.text for slot in slots if slot.column == 0 and not slot.note}
    return [
        msgspec.structs.replace(slot, text=f"{slot.text}{slot.note}", note="")
        if slot.note and slot.column == 0 and slot.text in plain
        else slot
        for slot in slots
    ]


def decimals(slot: Slot, mark: str) -> int:
    """How many decimals the first number of a cell is printed with; -1 for a cell without."""
    numbers = read_numbers(slot.text, mark)
    return len(numbers[0].text.partition(".")[2].rstrip("%")) if numbers else -1


def label_of(slot: Slot) -> str:
    return f"{slot.text} {slot.lowered}".strip()


def steps_of(slot: Slot) -> int:
    """How far a label is set in; a dash or a dot before it is a step."""
    return slot.indent + bool(_BULLET.match(slot.text))
