"""Which rows of a grid are headings."""

from __future__ import annotations

from synth.reading.numbers import is_nothing, read_numbers
from synth.reading.tables.grid import Grid
from synth.reading.tables.rows import Rows, decimals

MAX_HEAD_ROWS = 6


class Heads(Rows):
    """A grid whose first rows are known for headings."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self.head_rows = self._head_rows()
        self._spread_heads()

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
            while head > 1 and again and self._is_group(head - 1) and any((row, 0) in self.at for row in range(head - 1)):
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
        if any(len(read_numbers(slot.text, self.mark)) > 1 or decimals(slot, self.mark) > 0 for slot in cells):
            return False
        bracketed = all(slot.text.startswith(("(", "[")) for slot in cells)
        over = {column for slot in cells for column in range(slot.column, slot.column + slot.columns)}
        rest = [slot for row in range(end, self.rows) for slot in self._in_row(row, 1) if self._has_numbers(slot)]
        below = [slot for slot in rest if slot.column in over]
        return bracketed or not any(decimals(slot, self.mark) == 0 for slot in below)

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
        above = {decimals(slot, self.mark) for row in range(head) for slot in self._in_row(row, 1) if self._has_numbers(slot)}
        below = {decimals(slot, self.mark) for row in range(head, self.rows) for slot in self._in_row(row, 1) if self._has_numbers(slot)}
        return bool(below) and (not above & below or above == {0})

    def _first_row_heads(self) -> bool:
        row = self._in_row(0, 1)
        return self.rows > 2 and len(row) > 1 and all(decimals(slot, self.mark) == 0 for slot in row) and self._heads_differ(1)

    def _without_groups(self, first: int) -> int:
        """Leading rows without values are heads, but for those at the end that only name a group of rows."""
        again = any(self._is_group(row) for row in range(first + 1, self.rows))
        while (first > 1 or (first == 1 and again)) and self._is_group(first - 1):
            first -= 1
        while 0 < first < self.rows - 1 and self._stands_under_heads(first):
            first += 1
        return first

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
        self._spread_over_bounds()
        self.in_row.clear()

    def _spread_over_bounds(self) -> None:
        """The head of a column stands over the next one too, where that has none and holds only the spreads or bounds of its values."""
        for column in range(2, self.columns):
            cells = [slot for row in range(self.head_rows, self.rows) if (slot := self.at.get((row, column))) and slot.columns == 1]
            bounds = [slot for slot in cells if slot.text.startswith(("(", "[", "±")) and self._has_numbers(slot)]
            if len(bounds) < 2 or len(bounds) < len(cells) or (self.head_rows - 1, column) in self.at:
                continue
            for row in range(self.head_rows):
                if (row, column) not in self.at and (head := self.at.get((row, column - 1))):
                    self.at[row, column] = head
