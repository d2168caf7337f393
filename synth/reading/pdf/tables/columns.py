"""The columns of a table, from the places where its rows leave room.

Narrow atoms come first: they found the columns. An atom that bridges two columns spans them if the rows set them apart more often
than they bridge them; otherwise the two are one column.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.reading.numbers import is_value
from synth.reading.pdf.tables.rows import Atom, Row

RICH = 0.6  # a row with this share of the atoms of the fullest rows shows where the columns are
FULL = 0.9  # a row with this share has a cell in nearly every column, so that none of them spans
STRETCHED = 1.8  # of the font size: the widest blank that justifying a line makes
TITLE = 0.7  # share of the table's width: an atom this wide names rows, and says nothing of columns
OVERLAP = 0.6  # points that two intervals may share and still be apart
ALIGNED = 1.3  # points that edges set alike may differ by


class Column(NamedTuple):
    """The stretch of the page that the cells of a column take."""

    x0: float
    x1: float


def columns_of(rows: Sequence[Row], cuts: Sequence[float] = ()) -> list[Column]:
    """The columns of the rows, from the left."""
    fullest = sorted((len(row.atoms) for row in rows), reverse=True)
    if not fullest:
        return []
    many = fullest[min(2, len(fullest) - 1)]
    rich = [row for row in rows if len(row.atoms) >= max(2, RICH * many)]
    fullest_first = sorted((row for row in rich or rows), key=lambda row: len(row.atoms) < FULL * many)
    columns = _found([row.atoms for row in fullest_first], sum(len(row.atoms) >= FULL * many for row in fullest_first), cuts)
    poor = [row for row in rows if not (len(row.atoms) >= max(2, RICH * many))]
    seldom = [atom for row in poor for atom in row.atoms if not any(_share(atom, column) > OVERLAP for column in columns)]
    for atom in seldom:  # a head between two columns stands over both; only what holds values, or comes again, is a column
        again = sum(_share(atom, other) > OVERLAP for other in seldom) > 1
        if (again or is_value(atom.text)) and _is_apart(atom, columns):
            columns.append(Column(atom.x0, atom.x1))
    return sorted(columns)


def _found(rows: Sequence[Sequence[Atom]], full: int, cuts: Sequence[float]) -> list[Column]:
    """The columns of rows of which the first `full` leave no cell out: those found columns before any other row."""
    atoms = sorted((number >= full, atom.x1 - atom.x0, number, atom) for number, row in enumerate(rows) for atom in row)
    columns: list[Column] = []
    bridging: list[tuple[int, Atom]] = []
    for _, _, number, atom in atoms:
        met = [column for column in columns if _share(atom, column) > OVERLAP]
        if len(met) > 1 or (not met and number >= full and not is_value(atom.text) and not _comes_again(atom, number, rows)):
            bridging.append((number, atom))  # it spans, or stands between two columns as a head over both does
            continue
        grown = Column(min(atom.x0, met[0].x0), max(atom.x1, met[0].x1)) if met else Column(atom.x0, atom.x1)
        if met and any(_share(grown, column) > OVERLAP for column in columns if column is not met[0]):
            bridging.append((number, atom))
            continue
        if met:
            columns.remove(met[0])
        columns.append(grown)
    columns.sort()
    return _merged(columns, rows, bridging, cuts)


def _comes_again(atom: Atom, number: int, rows: Sequence[Sequence[Atom]]) -> bool:
    """Whether another row has an atom at the same place."""
    return any(_share(atom, other) > OVERLAP for at, row in enumerate(rows) if at != number for other in row)


def _merged(columns: list[Column], rows: Sequence[Sequence[Atom]], bridging: list[tuple[int, Atom]], cuts: Sequence[float]) -> list[Column]:
    """Neighbours that more rows bridge than set apart are one column."""
    merged = columns[:1]
    title = TITLE * (columns[-1].x1 - columns[0].x0) if columns else 0.0
    bridging = [(number, atom) for number, atom in bridging if atom.x1 - atom.x0 < title]
    for column in columns[1:]:
        before = merged[-1]
        bridged = sum(_share(atom, before) > OVERLAP and _share(atom, column) > OVERLAP for _, atom in bridging)
        apart = sum(any(_share(atom, column) > OVERLAP and not _share(atom, before) > OVERLAP for atom in row) for row in rows)
        both = [(a, b) for row in rows for a, b in pairwise(row) if _share(a, before) > OVERLAP and _share(b, column) > OVERLAP]
        stretched = bool(both) and all(b.x0 - a.x1 < STRETCHED * b.size and not is_value(b.text) for a, b in both)
        if stretched and _common([b.x0 for _, b in both]) is None and bridged:
            apart = 0  # words that a justified line set wide, not cells: nothing lines them up
        cut = any(before.x1 - 1.0 <= cut <= column.x0 + 1.0 for cut in cuts)
        if bridged > apart and not cut:
            merged[-1] = Column(before.x0, max(before.x1, column.x1))
        else:
            merged.append(column)
    return merged


def _share(one: Atom | Column, other: Atom | Column) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _is_apart(atom: Atom, columns: list[Column]) -> bool:
    """Whether an atom that meets no column stands well clear of all: in a column of its own, seldom filled."""
    return all(atom.x0 > column.x1 + 0.8 * atom.size or atom.x1 < column.x0 - 0.8 * atom.size for column in columns)


def spanned(atom: Atom, columns: Sequence[Column]) -> tuple[int, int]:
    """The first column that an atom stands in, and the one after its last."""
    left, right = atom.x0 + OVERLAP, atom.x1 - OVERLAP
    first = end = -1
    for at, (x0, x1) in enumerate(columns):
        if x0 >= right:
            break
        if x1 > left and min(x1, atom.x1) - max(x0, atom.x0) > OVERLAP:
            end = at + 1
            if first < 0:
                first = at
    if first >= 0:
        return first, end
    nearest = min(range(len(columns)), key=lambda at: max(columns[at].x0 - atom.x1, atom.x0 - columns[at].x1))
    return nearest, nearest + 1


class Edges(NamedTuple):
    """How the atoms of a column are set: the left, middle and right that most of them share, where they do."""

    left: float | None
    middle: float | None
    right: float | None

    def fits(self, x0: float, x1: float, within: float = ALIGNED) -> bool:
        """Whether a piece of text stands as the column's cells do."""
        return bool(self.shared(x0, x1, within))

    def shared(self, x0: float, x1: float, within: float) -> frozenset[str]:
        """Which of left, middle and right a piece of text has in common with the column's cells."""
        places = (("left", self.left, x0), ("middle", self.middle, (x0 + x1) / 2), ("right", self.right, x1))
        return frozenset(side for side, common, here in places if common is not None and abs(common - here) <= within)


def edges_of(rows: Sequence[Row], columns: Sequence[Column]) -> list[Edges]:
    """How each column is set, from the atoms that stand in it alone."""
    alone: list[list[Atom]] = [[] for _ in columns]
    for row in rows:
        for atom in row.atoms:
            first, end = spanned(atom, columns)
            if end - first == 1:
                alone[first].append(atom)
    return [Edges(*(_common([place(atom) for atom in atoms]) for place in (_left, _middle, _right))) for atoms in alone]


def _left(atom: Atom) -> float:
    return atom.x0


def _middle(atom: Atom) -> float:
    return atom.middle


def _right(atom: Atom) -> float:
    return atom.x1


def _common(places: list[float]) -> float | None:
    """The place that at least half share, and at least two."""
    if not places:
        return None
    places.sort()
    many, best, start = 0, places[0], 0
    for end, place in enumerate(places):  # the fullest stretch no wider than two edges set alike
        while place - places[start] > 2 * ALIGNED:
            start += 1
        if end - start + 1 > many:
            many, best = end - start + 1, places[(start + end) // 2]
    return best if many >= 2 and 2 * many >= len(places) else None
