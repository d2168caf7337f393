"""Which columns of a grid are labels, and what a row without one repeats."""

from __future__ import annotations

from itertools import pairwise

from synth.reading.numbers import read_numbers
from synth.reading.tables.grid import Grid, Slot
from synth.reading.tables.heads import Heads
from synth.reading.tables.rows import decimals, label_of

FIRST_VALUES = 0.8  # the same for the first column, which names rows unless it is numbers throughout
STUB_VALUES = 0.5  # a column with a smaller share of values than this holds labels
MIN_REPEATED = 6  # cells before numbers are taken for settings
REPEATED = 0.5  # share of different numbers among them at most
SIZES = frozenset("BMKkG")  # what the sizes of models and data end in
FEW_TOLD, MOST_TOLD = 0.6, 0.75  # shares of rows with a name of their own, without a further label column and with it
SPARSE = 0.7  # a first column of numbers with a smaller share of its rows filled names groups of rows
MIN_STEPS = 5  # numbers that rise, before they name the rows


class Labels(Heads):
    """A grid whose columns of labels are known."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self.middles, self.blocks = self._middles(), self._blocks()
        self.stubs = self._stub_columns()
        self.names = range(self.stubs) or self._behind()  # the columns that name the rows
        self.beside = self._beside()  # further columns of labels, each naming what stands behind it

    def _beside(self) -> list[int]:
        """The columns with which a table begins anew beside itself: labels headed as the first ones are, with values behind them."""
        found: list[int] = []
        for column in range(self.stubs + 1, self.columns - 1) if self.stubs == 1 else ():
            rows = [row for row in range(self.head_rows, self.rows) if not self._is_group(row)]
            filled = [row for row in rows if (row, column) in self.at]
            words = not any(self.value[id(self.at[row, column])] or self.at[row, column].columns > 1 for row in filled)
            pairs = len(filled) > 1 and self._filled_with_numbers(rows, column + 1) == filled
            if (
                words
                and pairs
                and 2 * len(self._filled_with_numbers(rows, column - 1)) > len(rows)
                and self._opens(column) == self._opens(0)
            ):
                found.append(column)
        return found

    def _filled_with_numbers(self, rows: list[int], column: int) -> list[int]:
        return [row for row in rows if (slot := self.at.get((row, column))) and self._has_numbers(slot)]

    def _opens(self, column: int) -> tuple[str, ...] | None:
        """What heads a column alone; nothing where a head over several columns does not begin with it."""
        over = [slot for row in range(self.head_rows) if (slot := self.at.get((row, column)))]
        if any(slot.column != column for slot in over):
            return None
        return tuple(slot.text for slot in over if slot.columns == 1)

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
            if column == 0 and self._sizes_before_names(cells):
                stubs = 1
                continue
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
            sizes = bool(added) and not spread and all(decimals(slot, self.mark) <= 0 or slot.text[-1:] in SIZES for slot in added)
            apart = len({self._labels(row, more) for row in rows})
            if sizes and (apart == len(rows) or (told < FEW_TOLD * len(rows) and apart >= MOST_TOLD * len(rows))):
                return more
        return stubs

    def _middles(self) -> dict[int, int]:
        """The row whose label each row has, where labels stand on the middle one of as many rows each, the first of all without one.

        A row with a label of its own may stand between such blocks, not before them.
        """
        named: dict[int, int] = {}
        blocks = many = 0
        for run in self._runs():
            held = [(row, 0) in self.at and self.at[row, 0].row == row for row in run]
            if True not in held:
                return {}
            at = 0
            while at < len(run):
                if held[at] and (at or len(run) == 1):
                    named[run[at]] = run[at]
                    at += 1
                    continue
                many = many or 2 * held.index(True) + 1
                middle = at + many // 2
                if many < 3 or [place for place in range(at, at + many) if place < len(held) and held[place]] != [middle]:
                    return {}
                if at + many > len(run):
                    return {}
                named |= dict.fromkeys(run[at : at + many], run[middle])
                at, blocks = at + many, blocks + 1
        return named if blocks > 1 else {}

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
        return (str(group), *(label_of(slot) if slot else "" for slot in own))

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

    def _spans_rows(self, column: int) -> bool:
        """Whether the labels of a column stand for several rows each, said by their spans or by blanks below them."""
        body = range(self.head_rows, self.rows)
        own = [slot for slot in self.slots if slot.column == column and slot.row >= self.head_rows]
        return any(slot.rows > 1 for slot in own) or len(own) <= SPARSE * sum(
            bool(self._in_row(row)) and not self._is_group(row) for row in body
        )

    def _sizes_before_names(self, cells: list[Slot]) -> bool:
        """Whether a first column of whole numbers, some of them for several rows, stands before one of words that names each row."""
        rows = [row for row in range(self.head_rows, self.rows) if self._values_in(row) and not self._is_group(row)]
        names = [slot for row in rows if (slot := self.at.get((row, 1)))]
        worded = len(names) == len(rows) and all(slot.columns == 1 and not self.value[id(slot)] for slot in names)
        whole = all(decimals(slot, self.mark) <= 0 for slot in cells)
        texts = {slot.text for slot in cells}
        return worded and whole and self.columns > 2 and len({slot.text for slot in names}) == len(rows) and 1 < len(texts) < len(cells)

    def _repeats(self, cells: list[Slot]) -> bool:
        """Whether a column holds a few whole numbers or powers of ten, each again and again."""
        texts = [slot.text for slot in cells]
        whole = all(self._has_numbers(slot) and (decimals(slot, self.mark) == 0 or slot.text.startswith("10^")) for slot in cells)
        return whole and len(texts) >= MIN_REPEATED and len(set(texts)) <= REPEATED * len(texts)

    def _labels_follow(self, column: int, cells: list[Slot]) -> bool:
        """Whether numbers beside a column of labels are labels too: each for several rows, or whole and before values with decimals."""
        after = {id(slot): slot for row in range(self.head_rows, self.rows) if (slot := self.at.get((row, column + 1)))}
        if not cells or column + 2 >= self.columns or sum(self.value[key] for key in after) >= STUB_VALUES * len(after):
            return False
        if all(slot.rows > 1 for slot in cells):
            return True
        rest = [slot for row in range(self.head_rows, self.rows) for slot in self._in_row(row, column + 2) if self._has_numbers(slot)]
        whole = all(decimals(slot, self.mark) <= 0 or slot.text[-1:] in SIZES for slot in cells)  # 1.3B is a size too
        return whole and len(rest) >= len(after) and any(decimals(slot, self.mark) > 0 for slot in rest)

    def _names_rows(self, cells: list[Slot]) -> bool:
        """Whether a first column of numbers names the rows: whole numbers, each once, or each for several rows."""
        if any(decimals(slot, self.mark) > 0 for slot in cells):
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
