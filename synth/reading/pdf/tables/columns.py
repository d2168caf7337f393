"""The columns of a table, from the places where its rows leave room.

Narrow atoms come first: they found the columns. An atom that bridges two columns spans them if the rows set them apart more often
than they bridge them; otherwise the two are one column.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from typing import NamedTuple

from synth.reading.numbers import is_nothing, is_value
from synth.reading.pdf.tables.rows import Atom, Row

RICH = 0.6  # a row with this share of the atoms of the fullest rows shows where the columns are
FULL = 0.9  # a row with this share has a cell in nearly every column, so that none of them spans
STRETCHED = 1.8  # of the font size: the widest blank that justifying a line makes
WIDEST = 4.0  # of the font size: the same where the second word is in lower case
TITLE = 0.7  # share of the table's width: an atom this wide names rows, and says nothing of columns
ORDINARY = 0.55  # of the font size: the blank between two words, behind a full stop or a formula too
OVERLAP = 0.6  # points that two intervals may share and still be apart
ALIGNED = 1.3  # points that edges set alike may differ by


class Column(NamedTuple):
    """The stretch of the page that the cells of a column take."""

    x0: float
    x1: float


_Place = tuple[int, int]  # an atom: its row, and its position there


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
        if (again or is_value(atom.text)) and _is_apart(atom, columns, cuts):
            columns.append(Column(atom.x0, atom.x1))
    return _filled(sorted(columns), rows, cuts)


def _filled(columns: list[Column], rows: Sequence[Row], cuts: Sequence[float]) -> list[Column]:
    """The columns without those that only words of a head stand in: with the head beside them, they fit the cells below."""
    first = next((at for at, row in enumerate(rows) if sum(is_value(atom.text) and not is_nothing(atom.text) for atom in row.atoms) > 1), 0)
    heads = rows[:first]
    body = [atom for row in rows[first:] for atom in row.atoms]
    kept = list(columns)
    at = 0
    while at < len(kept):
        column = kept[at]
        offers: list[tuple[float, int]] = []
        for other in (at - 1, at + 1) if body and not _is_filled(body, column) else ():
            cells = _cells(body, kept[other]) if 0 <= other < len(kept) else []
            if not cells:
                continue
            if _is_alone_between(kept[other], column, kept, body, cuts):
                offers.append((0.0, other))
                continue
            left, right = sorted((column, kept[other]))
            lines = [
                (a, b)
                for row in heads
                if (a := [atom for atom in row.atoms if _share(atom, left) > OVERLAP])
                and (b := [atom for atom in row.atoms if _share(atom, right) > OVERLAP and atom not in a])
            ]
            walled = any(left.x1 - 1.0 <= cut <= right.x0 + 1.0 for cut in cuts)
            close = all(_is_near(a[-1], b[0], cells) or _is_filled_line(a[0], b[-1], heads) for a, b in lines)
            cut = any(a[-1].text.endswith(("-", "‐")) for a, _ in lines)  # a word that goes on below, not to the right
            if lines and not walled and close and not cut and min(_off_edges(a[0].x0, b[-1].x1, cells) for a, b in lines) <= ALIGNED:
                offers.append((min(b[0].x0 - a[-1].x1 for a, b in lines), other))
        if offers:
            other = min(offers)[1]
            kept[other] = Column(min(column.x0, kept[other].x0), max(column.x1, kept[other].x1))
            del kept[at]
        else:
            at += 1
    return kept


def _is_alone_between(filled: Column, empty: Column, columns: Sequence[Column], body: Sequence[Atom], cuts: Sequence[float]) -> bool:
    """Whether two columns stand between the same two upright lines, or one and the table's edge, and only the first of them is filled."""
    place = bisect(cuts, filled.x0 + 1.0)
    if not cuts or bisect(cuts, empty.x0 + 1.0) != place:
        return False
    return not any(column != filled and bisect(cuts, column.x0 + 1.0) == place and _is_filled(body, column) for column in columns)


def _is_filled(atoms: Sequence[Atom], column: Column) -> bool:
    left, right = column.x0 + OVERLAP, column.x1 - OVERLAP
    return any(atom[2] > left and atom[0] < right and _share(atom, column) > OVERLAP for atom in atoms)


def _cells(atoms: Sequence[Atom], column: Column) -> list[Atom]:
    return [atom for atom in atoms if _share(atom, column) > OVERLAP]


def _is_near(one: Atom, other: Atom, cells: Sequence[Atom]) -> bool:
    """Whether two words of a head may be parted by a blank of one line; one in lower case goes on what begins where the cells do."""
    goes_on = other.text[:1].islower() and abs(one.x0 - min(cell.x0 for cell in cells)) <= ALIGNED
    return other.x0 - one.x1 <= (WIDEST if goes_on else STRETCHED) * other.size


def _is_filled_line(start: Atom, end: Atom, heads: Sequence[Row]) -> bool:
    """Whether two pieces are one line of a head that was set wide: another of its lines begins where it does and crosses the blank."""
    return any(
        abs(line.x0 - start.x0) <= ALIGNED and end.x0 < line.x1 <= end.x1 + ALIGNED and line is not start
        for row in heads
        for line in row.atoms
    )


def _off_edges(x0: float, x1: float, cells: Sequence[Atom]) -> float:
    """How far a head stands off the left, the middle or the right that its cells have, whichever is nearest."""
    edges = ((x0, [cell.x0 for cell in cells]), ((x0 + x1) / 2, [cell.middle for cell in cells]), (x1, [cell.x1 for cell in cells]))
    return min(abs(place - sorted(places)[len(places) // 2]) for place, places in edges)


def _found(rows: Sequence[Sequence[Atom]], full: int, cuts: Sequence[float]) -> list[Column]:
    """The columns of rows of which the first `full` leave no cell out: those found columns before any other row."""
    atoms = sorted((number >= full, atom.x1 - atom.x0, number, at, atom) for number, row in enumerate(rows) for at, atom in enumerate(row))
    columns: list[Column] = []
    bridging: set[_Place] = set()
    for _, _, number, at, atom in atoms:
        left, right = atom.x0, atom.x1
        met = [
            column
            for column in columns
            if (right if right < column[1] else column[1]) - (left if left > column[0] else column[0]) > OVERLAP
        ]
        if len(met) > 1 or (not met and number >= full and not _founds(atom, number, rows, columns)):
            bridging.add((number, at))  # it spans, or stands between two columns as a head over both does
            continue
        grown = Column(min(atom.x0, met[0].x0), max(atom.x1, met[0].x1)) if met else Column(atom.x0, atom.x1)
        crosses = bool(met) and any(_inside(cut, grown) and not _inside(cut, met[0]) for cut in cuts)
        if met and (crosses or any(_share(grown, column) > OVERLAP for column in columns if column is not met[0])):
            bridging.add((number, at))
            continue
        if met:
            columns.remove(met[0])
        columns.append(grown)
    columns.sort()
    return _merged(columns, rows, bridging, cuts)


def _inside(place: float, piece: Column | Atom) -> bool:
    return piece.x0 + OVERLAP < place < piece.x1 - OVERLAP


def _founds(atom: Atom, number: int, rows: Sequence[Sequence[Atom]], columns: Sequence[Column]) -> bool:
    """Whether an atom off all columns has one of its own: another stands where it does.

    A value has one too, unless it stands between two columns that its row leaves empty and no head is set as it is: it is for both.
    """
    if not is_value(atom.text):
        return _comes_again(atom, number, rows)
    before = max((column for column in columns if column.x1 <= atom.x0), default=None)
    after = min((column for column in columns if column.x0 >= atom.x1), default=None)
    if before is None or after is None or any(_share(other, column) > OVERLAP for other in rows[number] for column in (before, after)):
        return True
    return any(_is_set_alike(atom, other) and not is_value(other.text) for row in rows for other in row)


def _is_set_alike(one: Atom, other: Atom) -> bool:
    return min(abs(one.x0 - other.x0), abs(one.middle - other.middle), abs(one.x1 - other.x1)) <= ALIGNED


def _comes_again(atom: Atom, number: int, rows: Sequence[Sequence[Atom]]) -> bool:
    """Whether another row has an atom at the same place."""
    return any(_share(atom, other) > OVERLAP for at, row in enumerate(rows) if at != number for other in row)


def _merged(columns: list[Column], rows: Sequence[Sequence[Atom]], bridging: set[_Place], cuts: Sequence[float]) -> list[Column]:
    """Neighbours that more rows bridge than set apart are one column."""
    places = [(number, at, atom.x0, atom.x1) for number, row in enumerate(rows) for at, atom in enumerate(row)]
    merged = columns[:1]
    in_before = _standing(places, columns[0]) if len(columns) > 1 else set()
    title = TITLE * (columns[-1].x1 - columns[0].x0) if columns else 0.0
    bridging = {(number, at) for number, at in bridging if rows[number][at].x1 - rows[number][at].x0 < title}
    for column in columns[1:]:
        before = merged[-1]
        here = _standing(places, column)
        bridged = len(in_before & here & bridging)
        apart = len({number for number, _ in here - in_before})
        both = [(rows[number][at], rows[number][at + 1]) for number, at in in_before if (number, at + 1) in here]
        stretched = bool(both) and all(b.x0 - a.x1 < STRETCHED * b.size and not is_value(b.text) for a, b in both)
        if stretched and _common([b.x0 for _, b in both]) is None and bridged:
            apart = 0  # words that a justified line set wide, not cells: nothing lines them up
        cut = any(before.x1 - 1.0 <= cut <= column.x0 + 1.0 for cut in cuts)
        if not cut and _runs_on(both):
            seconds = {(number, at + 1) for number, at in in_before if (number, at + 1) in here}
            if here == seconds or not any(is_value(rows[number][at].text) for number, at in (in_before | here) - seconds):
                bridged, apart = 1, 0
        if bridged > apart and not cut:
            merged[-1] = Column(before.x0, max(before.x1, column.x1))
            in_before = _standing(places, merged[-1])
        else:
            merged.append(column)
            in_before = here
    return merged


def _runs_on(pairs: Sequence[tuple[Atom, Atom]]) -> bool:
    """Whether words go on from one column into the next with no more than a blank between them, wherever the first ones end: one text."""
    if not pairs or any(b.x0 - a.x1 > ORDINARY * b.size for a, b in pairs):
        return False
    ends = [a.x1 for a, _ in pairs]
    return len(ends) == 1 or max(ends) - min(ends) > ORDINARY * pairs[0][0].size


def _standing(places: Sequence[tuple[int, int, float, float]], column: Column) -> set[_Place]:
    """Which atoms stand in a column, wholly or in part."""
    left, right = column
    return {(number, at) for number, at, x0, x1 in places if (x1 if x1 < right else right) - (x0 if x0 > left else left) > OVERLAP}


def _share(one: Atom | Column, other: Atom | Column) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _is_apart(atom: Atom, columns: list[Column], cuts: Sequence[float]) -> bool:
    """Whether an atom that meets no column stands well clear of all, or behind a line: in a column of its own, seldom filled."""
    clear = [column for column in columns if not (atom.x0 > column.x1 + 0.8 * atom.size or atom.x1 < column.x0 - 0.8 * atom.size)]
    return all(any(min(atom.x1, column.x1) < cut < max(atom.x0, column.x0) for cut in cuts) for column in clear)


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
