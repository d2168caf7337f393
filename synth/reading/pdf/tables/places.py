"""Which columns each atom of a row stands in, or heads.

A head over several columns says so in one of four ways, tried in this order: upright lines on both its sides, a line right below it,
its row coming out even when each head takes the columns around its middle, or its own middle being the middle of those columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.reading.numbers import is_nothing, is_value
from synth.reading.pdf.page import Stroke
from synth.reading.pdf.tables.columns import ALIGNED, Column, Edges, spanned
from synth.reading.pdf.tables.rows import Atom, Row
from synth.reading.tables import carries_on

CENTRED = 2.2  # points that the middle of a spanning head may be off the middle of its columns
CENTRED_SHARE = 0.06  # the same as a share of their width: cells do not fill their columns alike
BOXED_SHARE = 0.1  # the same as a share of the room between two upright lines
EQUAL = 0.5  # points a column by which a head over more columns is the better reading of two that fit
BELOW = 0.9  # of the font size: how far below its baseline a head's own line is drawn
BLANK = 0.25  # of the font size: the blank that a word would have needed to stand in the line above
WHOLE = 0.9  # share of the table's width that such a line stays under


class Piece(NamedTuple):
    """An atom in its place: rows and columns from and up to."""

    atom: Atom
    row: int
    end_row: int
    column: int
    end_column: int


def placed(
    rows: Sequence[Row],
    columns: Sequence[Column],
    edges: Sequence[Edges],
    lines: Sequence[Stroke],
    upright: Sequence[Stroke],
    floating: Sequence[Atom] = (),
) -> list[Piece]:
    """Every atom of the rows with the columns that it stands in. Over those that `floating` ones stand in, between rows, no other goes."""
    table = [[Piece(atom, number, number + 1, *spanned(atom, columns)) for atom in row.atoms] for number, row in enumerate(rows)]
    drawn: set[int] = set()  # the atoms that lines drawn on the table place
    table = [_between_lines(own, rows[number], columns, lines, upright, drawn) for number, own in enumerate(table)]
    heads = _head_rows(table)
    table = [own if number < heads else _naming(own, table[number - 1], columns) for number, own in enumerate(table)]
    named = max((number + 1 for number in range(heads) if sum(piece.column > 0 for piece in table[number]) > 1), default=0)
    for number in range(heads):
        below_heads = 0 < named <= number
        ruled = number > 0 and any(
            rows[number - 1].base < line.y0 < rows[number].base and line.x1 - line.x0 >= WHOLE * (columns[-1].x1 - columns[0].x0)
            for line in lines
        )
        table[number] = _title(table[number], table[:number], columns, lines, below_heads=below_heads, ruled=ruled) or table[number]
    for number in range(heads - 2, -1, -1):  # from below: what a head spans shows in the row under it
        even = _even(table[number], table[number + 1], columns, drawn) or _set_left(table[number], table[number + 1])
        table[number] = even or table[number]
    for number in range(1, heads):
        table[number] = _as_above(table[number], table[number - 1])
    first = rows[heads].top if 0 < heads < len(rows) else 0.0
    kept = {spanned(atom, columns)[0] for atom in floating if atom.y1 < first}
    placed: list[Piece] = []
    spans: set[tuple[int, int]] = set()
    for number, own in enumerate(table):
        row = _centred(own, number, columns, edges, kept)
        placed += _on_middles(row, spans, columns, edges)
        spans |= {(piece.column, piece.end_column) for piece in row if number < heads and piece.end_column - piece.column > 1}
    return placed


def ruled_below(atom: Atom, row: Row, columns: Sequence[Column], lines: Sequence[Stroke]) -> tuple[int, int] | None:
    """The columns over the line right below an atom that is drawn for it alone."""
    under = [line for line in lines if 0 < line.y0 - row.base < BELOW * row.size and line.x0 - 3 <= atom.x0 and atom.x1 <= line.x1 + 3]
    if not under:
        return None
    line = min(under, key=lambda line: line.x1 - line.x0)
    over = [at for at, column in enumerate(columns) if line.x0 - 1 <= (column.x0 + column.x1) / 2 <= line.x1 + 1]
    if not over or line.x1 - line.x0 >= WHOLE * (columns[-1].x1 - columns[0].x0):
        return None
    return over[0], over[-1] + 1


def _naming(own: list[Piece], above: Sequence[Piece], columns: Sequence[Column]) -> list[Piece]:
    """A row of one text that does not stand at its beginning names the rows that follow, over all columns."""
    if len(own) != 1 or own[0].column == 0 or is_value(own[0].atom.text):
        return own
    at, text = own[0].column, own[0].atom
    for piece in above:
        below = piece.column == at and abs(piece.atom.x0 - text.x0) <= ALIGNED
        if piece.column == at and (carries_on(piece.atom.text, text.text) or (below and would_not_fit(piece.atom, text, columns[at].x1))):
            return own  # the rest of a text that the column's width broke
    return [own[0]._replace(column=0, end_column=len(columns))]


def would_not_fit(above: Atom, below: Atom, limit: float) -> bool:
    """Whether the first word of a line would not have fitted into the line above it, which ends at `limit`."""
    first = below.text.split(" ", 1)[0]
    wide = (below.x1 - below.x0) * len(first) / max(len(below.text), 1)
    return above.x1 + BLANK * below.size + wide > limit + 0.5


def _between_lines(
    own: list[Piece], row: Row, columns: Sequence[Column], lines: Sequence[Stroke], upright: Sequence[Stroke], drawn: set[int]
) -> list[Piece]:
    changed: list[Piece] = []
    for at, piece in enumerate(own):
        left = changed[-1].end_column if changed else 0
        right = own[at + 1].column if at + 1 < len(own) else len(columns)
        found = _boxed(piece, row, columns, upright)
        if found is None:
            found = ruled_below(piece.atom, row, columns, lines)
            value = is_value(piece.atom.text) and not is_nothing(piece.atom.text)
            if found and value and (found[1] - found[0] < 2 or _off(piece.atom, *found, columns) is None):
                found = None  # a line below values parts rows, unless one stands on the middle of all that it is over
        if found and found[0] >= left and found[1] <= right:
            piece = piece._replace(column=min(piece.column, found[0]), end_column=max(piece.end_column, found[1]))
            if found[1] - found[0] > 1:
                drawn.add(id(piece.atom))
        changed.append(piece)
    return changed


def _boxed(piece: Piece, row: Row, columns: Sequence[Column], upright: Sequence[Stroke]) -> tuple[int, int] | None:
    """The columns between the upright lines on either side of an atom, or between one and the table's edge where it heads all of them."""
    atom = piece.atom
    height = row.base - 0.3 * row.size
    at = [s.x0 for s in upright if s.y0 <= height <= s.y1]
    left = max((x for x in at if x <= atom.x0 + 1), default=None)
    right = min((x for x in at if x >= atom.x1 - 1), default=None)
    if left is None and right is None:
        return None
    drawn = left is not None and right is not None  # else the table's own edge is the other side
    x0 = columns[0].x0 if left is None else left
    x1 = columns[-1].x1 if right is None else right
    over = [n for n, column in enumerate(columns) if x0 - 1 <= (column.x0 + column.x1) / 2 <= x1 + 1]
    if not over or over[0] > piece.column or over[-1] + 1 < piece.end_column:
        return None
    if drawn:
        return (over[0], over[-1] + 1) if abs((x0 + x1) / 2 - atom.middle) < BOXED_SHARE * (x1 - x0) or len(over) == 1 else None
    own = columns[piece.column]
    between = piece.end_column > piece.column + 1 or abs((own.x0 + own.x1) / 2 - atom.middle) > CENTRED
    return (over[0], over[-1] + 1) if between and _off(atom, over[0], over[-1] + 1, columns) is not None else None


def _head_rows(table: Sequence[Sequence[Piece]]) -> int:
    """How many rows stand above the first value beside a label; whole numbers above decimals are heads."""
    for number, own in enumerate(table):
        texts = _values(own)
        if len(texts) > 1 and texts == [f"({count})" for count in range(1, len(texts) + 1)]:
            continue  # they number the columns
        if texts:
            below = [text for later in table[number + 1 :] for text in _values(later)]
            heads = all(text.isdigit() for text in texts) and bool(below) and not any(text.isdigit() for text in below)
            return number + heads
    return 0


def _values(own: Sequence[Piece]) -> list[str]:
    return [piece.atom.text for piece in own if piece.column and is_value(piece.atom.text) and not is_nothing(piece.atom.text)]


def _as_above(own: list[Piece], above: Sequence[Piece]) -> list[Piece]:
    """The row with what stands alone under a head over several columns, on its middle, over all of these: the head's second line."""
    changed = list(own)
    for at, piece in enumerate(own):
        for head in above:
            under = [other for other in own if head.column <= other.column < head.end_column]
            inside = head.column <= piece.column and piece.end_column <= head.end_column and head.end_column - head.column > 1
            if inside and under == [piece] and abs(head.atom.middle - piece.atom.middle) <= CENTRED:
                changed[at] = piece._replace(column=head.column, end_column=head.end_column)
    return changed


def _title(
    own: list[Piece],
    above: Sequence[Sequence[Piece]],
    columns: Sequence[Column],
    lines: Sequence[Stroke],
    *,
    below_heads: bool,
    ruled: bool,
) -> list[Piece] | None:
    """The row of one text on the middle of the whole table, labels included, over all its columns; nothing if it may head one column.

    Below the heads of the columns one on the middle of the values does so too: it names the rows that follow.
    """
    if len(own) != 1 or len(columns) < 3 or is_value(own[0].atom.text):
        return None
    (piece,) = own
    middle = piece.atom.middle
    left, right = columns[0].x0, columns[-1].x1
    wide = [line for line in lines if line.x1 - line.x0 >= right - left]
    middles = [(left + right) / 2, *((line.x0 + line.x1) / 2 for line in wide)]
    beside = (columns[1].x0 + right) / 2
    off = min(abs(one - middle) for one in middles)
    named = off <= ALIGNED and off < abs(beside - middle)
    if piece.end_column - piece.column == 1 and not (ruled and below_heads):
        over = [other.atom.x0 for row in above for other in row if other.column == piece.column]
        column = columns[piece.column]
        if any(abs(x0 - piece.atom.x0) <= ALIGNED for x0 in over) or abs((column.x0 + column.x1) / 2 - middle) <= ALIGNED:
            return None
    if named or (below_heads and abs(beside - middle) <= ALIGNED):
        return [piece._replace(column=0, end_column=len(columns))]
    return None


def _even(own: list[Piece], below: Sequence[Piece], columns: Sequence[Column], drawn: set[int]) -> list[Piece] | None:
    """The row with its heads over all columns between them that are headed below, each on the middle of its own; or nothing.

    What lines drawn on the table place stays where it is.
    """
    headed = {column for piece in below for column in range(piece.column, piece.end_column)}
    heads = [at for at, piece in enumerate(own) if piece.column in headed and piece.column > 0]
    free = {column for column in headed if column > 0} - {column for piece in own for column in range(piece.column, piece.end_column)}
    alone = len(own) == 1 and not own[0].atom.text.endswith(("-", "‐")) and not _goes_on(own[0], below)
    if not free or not heads or not (len(heads) > 1 or alone):
        return None
    over = [own[at] for at in heads]
    spans = _repeated(over, below, columns) or _divided(over, free, columns, drawn, whole=alone)
    if spans is None:
        return None
    grown = list(own)
    for at, (first, end) in zip(heads, spans, strict=True):
        grown[at] = own[at]._replace(column=first, end_column=end)
    return grown


def _repeated(heads: Sequence[Piece], below: Sequence[Piece], columns: Sequence[Column]) -> list[tuple[int, int]] | None:
    """The spans of heads each over one of the times that the same heads come below them, one after the other; nothing if they do not."""
    single = [piece for piece in below if piece.column > 0 and piece.end_column == piece.column + 1]
    texts = [piece.atom.text for piece in single]
    lower = single[next((at for at, text in enumerate(texts) if texts.count(text) > 1), 0) :]  # what comes once before them heads labels
    starts = [at for at, piece in enumerate(lower) if piece.atom.text == lower[0].atom.text]
    many = starts[1] if len(starts) > 1 else 0
    if len(starts) != len(heads) or many < 2 or starts != list(range(0, many * len(starts), many)) or len(lower) < many * len(starts):
        return None
    blocks = [lower[at : at + many] for at in starts]
    spans = [(block[0].column, block[-1].end_column) for block in blocks]
    alike = all([piece.atom.text for piece in block] == [piece.atom.text for piece in blocks[0]] for block in blocks)
    over = all(columns[first].x0 <= head.atom.middle <= columns[end - 1].x1 for head, (first, end) in zip(heads, spans, strict=True))
    return spans if alike and over else None


def _set_left(own: list[Piece], below: Sequence[Piece]) -> list[Piece] | None:
    """The row with its heads up to the next one, where each begins where a head below it does and one stands over several; or nothing."""
    starts = {piece.column: piece.atom.x0 for piece in below}
    heads = [piece for piece in own if piece.column > 0]
    if len(heads) < 2 or any(abs(piece.atom.x0 - starts.get(piece.column, -99.0)) > ALIGNED for piece in heads):
        return None
    second = {piece.column: piece.atom.text[:1].islower() or piece.atom.text[:1] in "([%" for piece in below}
    if all(second.get(piece.column, False) for piece in heads):
        return None  # what stands below them reads as their second lines
    last = max((piece.end_column for piece in below), default=0)
    ends = [*(piece.column for piece in heads[1:]), last]
    if not all(column in starts for piece, end in zip(heads, ends, strict=True) for column in range(piece.column, end)):
        return None
    grown = {id(piece): piece._replace(end_column=max(end, piece.end_column)) for piece, end in zip(heads, ends, strict=True)}
    return [grown.get(id(piece), piece) for piece in own] if any(g.end_column - g.column > 1 for g in grown.values()) else None


def _divided(
    heads: Sequence[Piece], free: set[int], columns: Sequence[Column], drawn: set[int], *, whole: bool
) -> list[tuple[int, int]] | None:
    """How the free columns go to the heads beside them so that each stands on the middle of what it gets; nothing if none fits.

    Between two heads no column is left out. At the ends columns may be (they have no further head), unless the `whole` row is one head.
    """
    ways: dict[int, tuple[float, list[tuple[int, int]]]] = {}  # where the last head ends → how far off so far, and the spans
    first_left = _run(free, heads[0].column, -1)
    for start in [first_left] if whole else range(first_left, heads[0].column + 1):
        ways[start] = (0.0, [])
    for at, head in enumerate(heads):
        fixed = id(head.atom) in drawn
        right = head.end_column if fixed else _run(free, head.end_column - 1, +1)
        last = at == len(heads) - 1
        ends = [right] if last and whole else range(head.end_column, right + 1)
        found: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (so_far, spans) in ways.items():
            for end in ends:
                off = (0.0 if start == head.column else None) if fixed else _off(head.atom, start, end, columns)
                if off is None:
                    continue
                score = so_far + off - (EQUAL * (end - start) if last or at == 0 else 0.0)
                following = end if last or end == heads[at + 1].column or heads[at + 1].column - 1 in free else heads[at + 1].column
                if following not in found or score < found[following][0]:
                    found[following] = (score, [*spans, (start, end)])
        ways = found
    best = min(ways.values(), key=lambda way: way[0], default=None)
    return best[1] if best else None


def _run(free: set[int], column: int, way: int) -> int:
    """How far the free columns reach from a head's edge: their first column to the left, the one after their last to the right."""
    while column + way in free:
        column += way
    return column + 1 if way > 0 else column


def _off(atom: Atom, first: int, end: int, columns: Sequence[Column]) -> float | None:
    """How far an atom stands off the middle of some columns; nothing if too far to head them."""
    x0, x1 = columns[first].x0, columns[end - 1].x1
    off = abs((x0 + x1) / 2 - atom.middle)
    return off if off <= max(CENTRED, CENTRED_SHARE * (x1 - x0)) else None


def _goes_on(head: Piece, below: Sequence[Piece]) -> bool:
    """Whether the text below a head reads as its second line, as no other text beside it does."""
    lines = {piece.column: piece.atom.text[:1].islower() or piece.atom.text[:1] in "([%" for piece in below}
    return lines.get(head.column, False) and not any(reads for column, reads in lines.items() if column != head.column)


def _centred(own: list[Piece], number: int, columns: Sequence[Column], edges: Sequence[Edges], kept: set[int]) -> list[Piece]:
    """The row with the heads that stand off their column's middle over the columns whose middle they stand on."""
    changed: list[Piece] = []
    for at, piece in enumerate(own):
        left = changed[-1].end_column if changed else 0
        right = own[at + 1].column if at + 1 < len(own) else len(columns)
        first, end = piece.column, piece.end_column
        left = max([left, *(column + 1 for column in kept if column < first)])
        right = min([right, *(column for column in kept if column >= end)])
        if not is_value(piece.atom.text) or is_nothing(piece.atom.text):
            first, end = _over_middle(piece, left, right, number, columns, edges)
        changed.append(piece._replace(column=first, end_column=end))
    return _disjoint(changed)


def _on_middles(own: Sequence[Piece], spans: set[tuple[int, int]], columns: Sequence[Column], edges: Sequence[Edges]) -> list[Piece]:
    """The row with the values that stand off their column, on the middle of all columns or of those under one head, over all of these."""
    changed: list[Piece] = []
    for at, piece in enumerate(own):
        left = changed[-1].end_column if changed else 0
        right = own[at + 1].column if at + 1 < len(own) else len(columns)
        value = is_value(piece.atom.text) and not is_nothing(piece.atom.text)
        if value and left and piece.end_column - piece.column == 1 and not edges[piece.column].fits(piece.atom.x0, piece.atom.x1):
            for first, end in [*sorted(spans), (left, right)] if at + 1 == len(own) or right - left == 2 else sorted(spans):
                within = left <= first <= piece.column < end <= right
                if within and end - first > 1 and _off(piece.atom, first, end, columns) is not None:
                    piece = piece._replace(column=first, end_column=end)
                    break
        changed.append(piece)
    return changed


def _disjoint(own: list[Piece]) -> list[Piece]:
    """The row with what reaches into the column of the next one, as marks set onto values do, in its own columns alone."""
    return [
        piece._replace(end_column=after.column) if piece.column < after.column < piece.end_column else piece
        for piece, after in pairwise(own)
    ] + own[-1:]


def _over_middle(piece: Piece, left: int, right: int, number: int, columns: Sequence[Column], edges: Sequence[Edges]) -> tuple[int, int]:
    atom, first, end = piece.atom, piece.column, piece.end_column
    own = abs(atom.middle - (columns[first].x0 + columns[end - 1].x1) / 2)
    if own <= CENTRED * 0.5 or (first == 0 and number > 0) or (end - first == 1 and edges[first].fits(atom.x0, atom.x1)):
        return first, end
    best, error = (first, end), float("inf")
    for one in range(left, first + 1):
        for other in range(end, right + 1):
            off = abs((columns[one].x0 + columns[other - 1].x1) / 2 - atom.middle)
            allowed = max(CENTRED, CENTRED_SHARE * (columns[other - 1].x1 - columns[one].x0))
            if off < min(error, allowed, 0.5 * own) and (one, other) != (first, end):
                best, error = (one, other), off
    return best
