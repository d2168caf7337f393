"""The parse certificate: which printed averages, totals and differences of a table recompute from its printed cells.

A figure recomputes if the interval of what its cells give meets the interval of what is printed (`measurements.meets`). Which cells a
figure is over is found, and not assumed: sets of cells are tried in a fixed order, for a whole line of figures at once, and the one under
which the most of them recompute is taken, if at least two and two thirds of them do, and more than would by chance. Then the others of
the line are wrong sums: our misreading, or the paper's slip. A line that no set of cells gives is not called wrong. Sets that leave out
some of the cells are many, and averages of one line move together, so that one may fit most of a line by chance: they have to fit more.

What is not done: weighted means, medians, relative gains, and averages over cells that the table does not print.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from synth.reading.certificate.sheets import lines_of, lines_of_brackets, sheets_of, signed_lines
from synth.reading.certificate.trying import Work, try_line
from synth.reading.certificate.wording import certificate_lines
from synth.records import Recomputation, Table

__all__ = ["certificate_lines", "certify"]


def certify(table: Table) -> Table:
    """The table with what became of each printed average, total and difference."""
    if not any(cell.value is not None for cell in table.cells):
        return table
    work = Work()
    found: list[Recomputation] = []
    for sheet in sheets_of(table.cells):
        for what in ("average", "total", "difference"):
            for line in lines_of(sheet, what):
                found += try_line(sheet, line, work)
        for line in (*signed_lines(sheet), *lines_of_brackets(sheet)):
            found += try_line(sheet, line, work)
    return msgspec.structs.replace(table, recomputed=tuple(_in_order(found)))


def _in_order(found: Iterable[Recomputation]) -> list[Recomputation]:
    """In the order of the cells what became of each figure: where it was tried in several ways, the one that gives it."""
    best: dict[tuple[object, ...], int] = {}
    listed = list(found)
    for one in listed:
        figure = (one.cell, one.column)
        best[figure] = max(best.get(figure, 0), _weight(one))
    once = {(one.cell, one.column, one.what, one.of): one for one in listed if _weight(one) == best[one.cell, one.column]}
    return sorted(once.values(), key=lambda one: (one.cell, one.what, one.column, one.of))


def _weight(one: Recomputation) -> int:
    return 2 if one.holds else 1 if one.holds is False else 0
