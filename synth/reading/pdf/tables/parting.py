"""The pieces of a row as cells: those that hold several columns' words taken apart, and the heads that were taken apart put together."""

from __future__ import annotations

from collections.abc import Sequence

from synth.reading.numbers import is_value
from synth.reading.pdf.page import GLUED, Stroke, Word
from synth.reading.pdf.tables.columns import ALIGNED, Column, Edges, spanned
from synth.reading.pdf.tables.places import ruled_below
from synth.reading.pdf.tables.rows import Atom, Row, is_cut, join_atoms, split_atom

EXACT = 0.6  # points that the ends of a cell may be off those of its column where only an ordinary blank parts it from the next
FEWEST = 3  # columns: over two, words may stand on both middles by chance
LOOSE_HEAD = 0.55  # of the font size: words of one head are no further apart


def parted(
    words: Sequence[Word], row: Row, columns: Sequence[Column], edges: Sequence[Edges], lines: Sequence[Stroke], blank: float
) -> Row:
    """The row with atoms taken apart that hold the cells of several columns: a blank between two words stands where the columns part."""
    if len(row.atoms) < 2 and not (row.atoms and _is_several(words, row.atoms[0], columns, edges, blank)):
        return row
    atoms: list[Atom] = []
    for atom in row.atoms:
        rest = atom
        first, end = spanned(rest, columns)
        if ruled_below(atom, row, columns, lines):
            first, end = 0, 1  # one head, over the columns that the line below it groups
        for many in _dealt(words, rest, first, end, edges)[:-1]:
            part, rest = split_atom(words, rest, row, many)
            atoms.append(part)
            first = end
        while end - first > 1 and (after := _parting(words, rest, first, columns, edges, blank)):
            part, rest = split_atom(words, rest, row, after)
            atoms.append(part)
            first, end = spanned(rest, columns)
        atoms.append(rest)
    return row._replace(atoms=tuple(atoms))


def rejoined(words: Sequence[Word], row: Row, columns: Sequence[Column], edges: Sequence[Edges], upright: Sequence[Stroke]) -> Row:
    """The row of heads with those made one that stand close together, off what is below them, and on its middle only together."""
    atoms = list(row.atoms[:1])
    for atom in row.atoms[1:]:
        before = atoms[-1]
        close = atom.x0 - before.x1 <= LOOSE_HEAD * row.size and not is_cut(words[before.words[-1]], words[atom.words[0]], upright)
        if close and not (_stands_on(before, columns, edges) and _stands_on(atom, columns, edges)):
            atoms[-1] = join_atoms(words, before, atom, row)
        else:
            atoms.append(atom)
    return row._replace(atoms=tuple(atoms))


def _stands_on(atom: Atom, columns: Sequence[Column], edges: Sequence[Edges]) -> bool:
    """Whether a head stands as the cells of its column do, or on the middle of its columns."""
    first, end = spanned(atom, columns)
    over_one = end - first == 1 and edges[first].fits(atom.x0, atom.x1)
    return over_one or abs(atom.middle - (columns[first].x0 + columns[end - 1].x1) / 2) <= ALIGNED


def _parting(words: Sequence[Word], atom: Atom, first: int, columns: Sequence[Column], edges: Sequence[Edges], blank: float) -> int:
    """After how many words the part of an atom that stands in column `first` ends; 0 where it cannot be parted."""
    one_each = _one_each(words, atom, columns, edges, blank)
    for after in range(1, len(atom.words)):
        left, right = words[atom.words[after - 1]], words[atom.words[after]]
        bracket = right.text.startswith("(") and not is_value(right.text)  # the unit or the kind of what stands before it
        open_ = left.text.endswith((",", "(", "-", "‐"))  # more must follow
        if right.style & GLUED or bracket or open_ or left.x1 > columns[first + 1].x0 + 0.5 or right.x0 < columns[first].x1 - 0.5:
            continue
        until = next(
            (n for n in range(after, len(atom.words)) if first + 2 < len(columns) and words[atom.words[n]].x0 >= columns[first + 2].x0 - 1),
            None,
        )
        last = words[atom.words[(until or len(atom.words)) - 1]]
        apart = right.x0 - left.x1 > blank * max(left.size, right.size)
        within = ALIGNED if apart else EXACT
        shared = [edges[first].shared(atom.x0, left.x1, within), edges[first + 1].shared(right.x0, last.x1, within)]
        # One head over both columns begins and ends with them: so do its halves, but not on the same side of each.
        fits = all(shared) if apart else bool(shared[0] & shared[1])
        value = is_value(right.text) and not is_value(left.text) and edges[first + 1].fits(right.x0, last.x1, EXACT)
        if one_each or fits or value:
            return after
    return 0


def _is_several(words: Sequence[Word], atom: Atom, columns: Sequence[Column], edges: Sequence[Edges], blank: float) -> bool:
    """Whether the one atom of a row holds a cell of each column that it stands in."""
    return _one_each(words, atom, columns, edges, blank) or bool(_dealt(words, atom, *spanned(atom, columns), edges))


def _dealt(words: Sequence[Word], atom: Atom, first: int, end: int, edges: Sequence[Edges]) -> list[int]:
    """How many words of an atom each column under it has, three or more: all of them then begin, end or have their middle where its
    cells do. Nothing where the words cannot be dealt out so, as those of a title over the columns cannot."""
    if end - first < FEWEST or len(atom.words) < end - first:
        return []
    ways: dict[int, tuple[list[int], frozenset[str]]] = {0: ([], frozenset(("left", "middle", "right")))}
    for column in range(first, end):
        found: dict[int, tuple[list[int], frozenset[str]]] = {}
        for used, (counts, sides) in ways.items():
            for until in range(used + 1, len(atom.words) + 1):
                here = edges[column].shared(words[atom.words[used]].x0, words[atom.words[until - 1]].x1, EXACT)
                if sides & here and until not in found:
                    found[until] = ([*counts, until - used], sides & here)
        ways = found
    return ways[len(atom.words)][0] if len(atom.words) in ways else []


def _one_each(words: Sequence[Word], atom: Atom, columns: Sequence[Column], edges: Sequence[Edges], blank: float) -> bool:
    """Whether the words of an atom lie each over one column, over three or more of them, leave none out, and are no running text."""
    over = [
        [n for n, column in enumerate(columns) if min(words[at].x1, column.x1) - max(words[at].x0, column.x0) > 0.6] for at in atom.words
    ]
    held = [places[0] for places in over if len(places) == 1]
    if len(held) < len(over) or len(set(held)) < 3 or set(held) != set(range(held[0], held[-1] + 1)):
        return False
    parts = {column: [words[at] for at, own in zip(atom.words, held, strict=True) if own == column] for column in held}
    apart = all(parts[column + 1][0].x0 - parts[column][-1].x1 > blank * atom.size for column in held if column + 1 in parts)
    return apart or all(edges[column].fits(own[0].x0, own[-1].x1) for column, own in parts.items())


def filled(columns: Sequence[Column], rows: Sequence[Row], between: Sequence[Row], heads: int) -> list[Column]:
    """The columns without those in which nothing stands but a part of one head, given to the column that the rest of it stands over.

    Such a part is the first half of a word that is cut, or stands no more than a blank before the rest. The first `heads` rows are heads.
    """
    whole: list[Column] = []
    start: float | None = None  # where a part begins that goes to the column behind it
    for at, column in enumerate(columns):
        x0 = column.x0 if start is None else start
        start = None
        own = [(row, n) for row in (*rows, *between) for n, atom in enumerate(row.atoms) if _share(atom, column)]
        row, n = own[0] if own else (rows[0], 0)
        if len(own) != 1 or not any(row is head for head in rows[:heads]):
            whole.append(Column(x0, column.x1))
        elif whole and n and row.atoms[n].text.endswith(("-", "‐")):
            whole[-1] = Column(whole[-1].x0, column.x1)
        elif at + 1 < len(columns) and n + 1 < len(row.atoms) and row.atoms[n + 1].x0 - row.atoms[n].x1 <= LOOSE_HEAD * row.size:
            start = x0
        else:
            whole.append(Column(x0, column.x1))
    return whole


def _share(atom: Atom, column: Column) -> bool:
    """Whether an atom stands in a column, wholly or in part."""
    return min(atom.x1, column.x1) - max(atom.x0, column.x0) > EXACT
