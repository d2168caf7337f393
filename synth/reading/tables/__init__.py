"""A grid of printed cells becomes a table whose values know the labels they stand under.

All three readers end here: LaTeX and HTML say where cells stand and how far they span, the PDF reader works it out, and which rows
are headings and which columns are labels is decided once, in the same way for each. What is not done: no text is changed, no cell
is made up, and a cell that prints nothing is no cell.
"""

from __future__ import annotations

from typing import NamedTuple

from synth.reading.numbers import read_numbers
from synth.reading.tables.grid import Grid as Grid
from synth.reading.tables.grid import Rule as Rule
from synth.reading.tables.grid import Slot as Slot
from synth.reading.tables.labels import Labels
from synth.reading.tables.lines import carries_on as carries_on
from synth.reading.tables.lines import joined as joined
from synth.reading.tables.rows import label_of, steps_of
from synth.records import Cell, Number, Table


def table_of(grid: Grid) -> Table:
    """The table that a grid shows: every cell with its numbers, its row path and its column path."""
    return _Reading(grid).table()


class _Group(NamedTuple):
    """What names the rows below it, and how it is set: groups of one kind are set alike."""

    text: str
    lined: bool = False  # a line across the table below it
    bold: bool = False
    italic: bool = False
    indent: int = 0


class _Reading(Labels):
    """A grid as a table: the groups in force from row to row, and the paths of its values."""

    def _is_title(self, row: int) -> bool:
        """Whether a head names the block below it, as later ones do, rather than columns: alone over all, or where labels begin."""
        slots = self._in_row(row)
        if len(slots) != 1 or slots[0].column > 0 or row + 1 >= self.head_rows:
            return False
        if slots[0].columns < self.columns:
            return row == 0 and self._heads_anew(slots[0].columns)
        later = [other for other in range(self.head_rows, self.rows - 1) if self._is_group(other)]
        return any(self._is_head_again(other + 1) or self._in_row(other)[0].columns == self.columns for other in later)

    def _heads_anew(self, columns: int) -> bool:
        """Whether a name of rows over so many columns has heads of its own below it, as the first one has."""
        later = [other for other in range(self.head_rows, self.rows - 1) if self._is_group(other)]
        return any(self._in_row(other)[0].columns == columns and self._is_head_again(other + 1) for other in later)

    def table(self) -> Table:
        cells: list[Cell] = []
        titles: list[_Group] = []  # of the block, over all its groups
        groups: list[_Group] = []
        opened = 0  # the row that named the last group
        heads = list(range(self.head_rows))
        row = 0
        while row < self.rows:
            if row < self.head_rows and self._is_title(row):
                title = [_Group(label_of(self._in_row(row)[0]))]
                titles, groups = (title, []) if self._heads_anew(self._in_row(row)[0].columns) else ([], title)
                heads = [head for head in heads if head != row]
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
            elif row < self.head_rows:
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
            elif self._heads_block(row):
                titles, groups, heads = [], [], [row, row + 1]
                cells += [self._cell(slot, (), (), label=True) for at in heads for slot in self._starting(at)]
                row += 1
            elif titles and self._is_group(row) and row + 1 < self.rows and self._is_head_again(row + 1):
                titles, groups = [_Group(label_of(self._in_row(row)[0]))], []
                cells += [self._cell(slot, (), (), label=True) for slot in self._starting(row)]
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
                over = tuple(group.text for group in (*titles, *groups))
                path = (*over, *self._row_path(row))
                for slot in self._starting(row):
                    if slot.column in self.beside:
                        path = (*over, label_of(slot))
                    if slot.column in self.names or slot.column in self.beside:
                        cells.append(self._cell(slot, (), (), label=True))
                    else:
                        cells.append(
                            self._cell(slot, path or (f"#{row - self.head_rows + 1}",), self._column_path(slot, heads), label=False)
                        )
            row += 1
        grid = self.grid
        return Table(label=grid.label, caption=grid.caption, cells=tuple(cells), page=grid.page, box=grid.box, doubts=grid.doubts)

    def _regroup(self, groups: list[_Group], row: int) -> list[_Group]:
        """The groups in force after the group row `row`: it takes the place of one set like it, or is under the one before it."""
        (slot,) = self._in_row(row)
        here = _Group(label_of(slot), row + 1 in self.full, "bold" in slot.marks, "italic" in slot.marks, slot.indent)
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
        return steps_of(first) > steps_of(name) and steps_of(here) < steps_of(first)

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
        if not over or any(self.value[id(slot)] for slot in over):
            return False
        label = self.at.get((row, 0))
        if label is not None and label.text in self._corner() and row + 1 in self.full:
            return True  # what heads the labels comes again
        if len(over) < 2:
            return False
        if all(slot.columns > 1 for slot in over) or any(self._texts(row) == self._texts(head) for head in range(self.head_rows)):
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
                path.append(" ".join(label_of(self.at[at, 0]) for at in range(*self.blocks[row])))
                continue
            slot = self.at.get((row, column))
            if slot is None and (blank or column < self.stubs - 1 or self._goes_on(row, column)):
                slot = self._above(row, column)
            if slot is not None and slot is not last:
                path += self._over_indented(slot) if column == 0 else ()
                path.append(label_of(slot))
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
                over.insert(0, label_of(other))
                indent = other.indent
        return over

    def _goes_on(self, row: int, column: int) -> bool:
        """Whether a line above a row leaves out a column: the cell above goes on in it."""
        here = [rule for rule in self.grid.rules if rule.row == row]
        return bool(here) and not any(rule.first <= column < rule.end for rule in here)

    def _column_path(self, slot: Slot, heads: list[int]) -> tuple[str, ...]:
        path: list[str] = []
        seen: set[int] = set()
        for row in heads:
            for column in range(slot.column, slot.column + slot.columns):
                head = self.at.get((row, column))
                if head is not None and id(head) not in seen and head.column + head.columns > self.stubs:
                    seen.add(id(head))
                    path.append(label_of(head))
        return tuple(path)

    def _cell(self, slot: Slot, row: tuple[str, ...], column: tuple[str, ...], *, label: bool) -> Cell:
        numbers = () if label else read_numbers(slot.text, self.mark, slot.lowered)
        first = numbers[0] if numbers and numbers[0].part != "bound" else None
        return Cell(
            text=label_of(slot),
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


def _unit(number: Number, text: str) -> str:
    return number.unit
