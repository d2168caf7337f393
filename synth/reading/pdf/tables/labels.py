"""Labels over several lines, and labels for several rows.

A label may be broken over lines, stand in the middle of the rows that it is for, or between them; the lines drawn on the table, the
room left between its rows and the column's own width say which.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from synth.reading.numbers import is_value
from synth.reading.pdf.page import BOLD, Stroke
from synth.reading.pdf.tables.columns import ALIGNED, Column
from synth.reading.pdf.tables.places import Piece, would_not_fit
from synth.reading.pdf.tables.rows import Atom, Row
from synth.reading.tables import Rule, carries_on, joined

WIDE_STEP = 1.3  # of the usual step from row to row: room left between blocks
ROW_RULED = 0.7  # share of the bands between rules that hold one row of values, where rules part rows
STEPPED = 0.6  # share of the labels that begin where another does, or stand on one middle
OFF_MIDDLE = 0.6  # of the step from row to row: how far a label may stand off the middle of three rows or more
CLOSE_MIDDLE = 0.3  # of two rows, where more would put it beside one of them
ALONG = 0.4  # of a band's height that the one label along its side takes at least
OFF_ROW = 0.4  # of the font size: how far the middle of a label may stand off that of its row
SAME_HEIGHT = 1.5  # points that the tops of two pieces of one line may differ by
LOOSE = 0.7  # of the font size: the room between two lines of one label
HABIT = 4  # labels in lower case that show it to be usual
MIN_BROKEN = 2  # lines that must look broken before labels are taken to run over lines


def combined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of one place as one, and rows without any left out."""
    places: dict[tuple[int, int], Piece] = {}
    for piece in sorted(pieces, key=lambda piece: (piece.row, piece.column, piece.atom.x0)):
        key = (piece.row, piece.column)
        if key in places:
            one, other = places[key], piece
            places[key] = Piece(
                one_atom(one.atom, other.atom), one.row, max(one.end_row, other.end_row), one.column, max(one.end_column, other.end_column)
            )
        else:
            places[key] = piece
    return list(places.values())


def over_rows(atom: Atom, first: int, end: int, pieces: Sequence[Piece], rows: Sequence[Row], rules: Sequence[Rule]) -> Piece:
    """The rows that a label set beside several runs over: the block between two lines that its middle stands in."""
    middle = (atom.y0 + atom.y1) / 2
    centres = [(row.top + row.foot) / 2 for row in rows]
    taken = {row for piece in pieces if piece.column <= first < piece.end_column for row in range(piece.row, piece.end_row)}
    at = min(range(len(rows)), key=lambda at: (at in taken, abs(centres[at] - middle)))
    bounds = sorted({rule.row for rule in rules if rule.first <= first and rule.end >= end} | {0, len(rows)})
    low = max((bound for bound in bounds if bound <= at), default=0)
    high = min((bound for bound in bounds if bound > at), default=len(rows))
    best, error = (at, at + 1), abs(centres[at] - middle)
    for start in range(at, low - 1, -1):
        if start in taken:
            break
        for stop in range(max(at, start) + 1, high + 1):
            if stop - 1 in taken:
                break
            off = abs((centres[start] + centres[stop - 1]) / 2 - middle)
            covers = centres[start] - 6 <= atom.y0 + 0.5 * atom.size or atom.y1 - atom.y0 < 1.6 * atom.size
            if off <= error + 0.6 and covers and stop - start > best[1] - best[0]:
                best, error = (start, stop), min(off, error)
    return Piece(atom, best[0], best[1], first, end)


def _names(atom: Atom) -> bool:
    return not is_value(atom.text) or any(character.isalpha() for character in atom.text)


def blocks(lines: Sequence[tuple[Atom, int, int]], rows: Sequence[Row], strokes: Sequence[Stroke]) -> list[tuple[Atom, int, int]]:
    """Lines that stand between rows, each with its columns: those of one label as one, which no line on the table parts."""
    chains: list[tuple[list[Atom], int, int]] = []
    for atom, first, end in sorted(lines, key=lambda line: (line[1], line[2], round(line[0].y0), line[0].x0)):
        above = chains[-1][0][-1] if chains else atom
        here = bool(chains) and chains[-1][1:] == (first, end) and _names(atom) and _names(above)
        cut = any(above.y1 - 0.5 * atom.size < s.y0 < atom.y0 + 0.5 * atom.size and s.x0 < atom.x1 and s.x1 > atom.x0 for s in strokes)
        if here and abs(atom.y0 - above.y0) < SAME_HEIGHT and atom.x0 >= above.x1 - 1:
            chains[-1][0][-1] = one_atom(above, atom)
        elif here and not cut and above.y1 - 0.5 * atom.size < atom.y0 <= above.y1 + LOOSE * atom.size:
            chains[-1][0].append(atom)
        else:
            chains.append(([atom], first, end))
    return [(_whole(part), first, end) for chain, first, end in chains for part in _by_rows(chain, rows)]


def _whole(lines: Sequence[Atom]) -> Atom:
    atom = lines[0]
    for line in lines[1:]:
        atom = one_atom(atom, line)._replace(text=joined(atom.text, line.text))
    return atom


def _by_rows(chain: list[Atom], rows: Sequence[Row]) -> list[list[Atom]]:
    """The lines of labels that stand close together, parted so that each row of values has its own in its middle; whole if that fails."""
    top, foot = chain[0].y0, chain[-1].y1
    within = [row for row in rows if top < row.base - 0.3 * row.size < foot and any(is_value(atom.text) for atom in row.atoms[1:])]
    free = [row for row in within if all(atom.x1 <= chain[0].x0 or atom.x0 >= max(line.x1 for line in chain) for atom in row.atoms)]
    parts: list[list[Atom]] = []
    at = 0
    for row in free:
        middle, size = (row.top + row.foot) / 2, chain[0].size
        for end in range(at + 1, len(chain) + 1):
            if abs((chain[at].y0 + chain[end - 1].y1) / 2 - middle) <= OFF_ROW * size:
                parts.append(chain[at:end])
                at = end
                break
        else:
            return [chain]
    return parts if len(parts) > 1 and at == len(chain) else [chain]


def over_bands(labels: Sequence[Atom], rows: Sequence[Row], rules: Sequence[Rule]) -> list[Piece]:
    """The rows that each label along the side of a table runs over: the whole band between two lines where it is the only one in it."""
    bounds = sorted({rule.row for rule in rules if rule.first == 0} | {0, len(rows)})
    bands = [(start, end) for start, end in pairwise(bounds) if end > start]
    alone: dict[int, tuple[int, int]] = {}
    for start, end in bands if len(bands) > 1 else ():
        own = [label for label in labels if rows[start].top - 2 <= (label.y0 + label.y1) / 2 <= rows[end - 1].foot + 2]
        if len(own) == 1:
            alone[id(own[0])] = (start, end)
    each = len(alone) == len(labels) > 1  # no band has two: each has its one
    found: list[Piece] = []
    for label in labels:
        band = alone.get(id(label))
        if band is not None and (each or label.y1 - label.y0 > ALONG * (rows[band[1] - 1].foot - rows[band[0]].top)):
            found.append(Piece(label, *band, 0, 1))
        else:
            found.append(over_rows(label, 0, 1, [], rows, rules))
    return found


def leftmost(pieces: Sequence[Piece]) -> float | None:
    """Where the labels of the first column begin, if they are set to the left, at one place or in a few steps; centred ones are not."""
    labels = [piece.atom for piece in pieces if piece.column == 0]
    if 2 * sum(any(c.isalpha() for c in atom.text) for atom in labels) < len(labels):
        return None  # numbers, set to the right
    shared = sorted(atom.x0 for atom in labels if sum(abs(atom.x0 - other.x0) <= ALIGNED for other in labels) > 1)
    middle = max((sum(abs(atom.middle - other.middle) <= ALIGNED for other in labels) for atom in labels), default=0)
    right = max((sum(abs(atom.x1 - other.x1) <= ALIGNED for other in labels) for atom in labels), default=0)
    if not shared or len(shared) < STEPPED * len(labels) or max(middle, right) >= STEPPED * len(labels):
        return None
    return shared[0]


def unwrapped(pieces: list[Piece], rows: Sequence[Row], rules: Sequence[Rule], columns: Sequence[Column]) -> list[Piece]:
    """Labels over several lines as one: all lines between two rules where these part rows, or lines that the column's width broke."""
    valued = {piece.row for piece in pieces if is_value(piece.atom.text)}
    last = _last_label(pieces, len(columns))
    lines = {row: [piece for piece in pieces if piece.row == row] for row in range(len(rows))}
    bounds = sorted({rule.row for rule in rules} | {0, len(rows)})
    bands = [range(one, other) for one, other in pairwise(bounds)]
    body = [band for band in bands if any(row in valued for row in band)]
    ruled = len(body) > 2 and sum(sum(row in valued for row in band) == 1 for band in body) >= ROW_RULED * len(body)
    for column in range(last + 1):
        alone = {
            row: own[0]
            for row, own in lines.items()
            if row not in valued and len(own) == 1 and own[0].column == column and own[0].end_row == row + 1
        }
        breaks = _breaks(alone, lines, column, columns, rows, bands)
        if (
            not ruled
            and len(breaks) < MIN_BROKEN
            and not any(_is_cut(piece) for row in breaks for piece in lines[row - 1] if piece.column == column)
        ):
            continue
        pieces = _joined_lines(pieces, alone, lines, column, valued, bands, rows, breaks, ruled=ruled)
        lines = {row: [piece for piece in pieces if piece.row == row] for row in range(len(rows))}
    return pieces


def _is_cut(piece: Piece) -> bool:
    """Whether a line of a label ends within a word, or within brackets: one such line is enough to know that labels run over lines."""
    text = piece.atom.text
    return text.endswith(("-", "‐")) or text.count("(") > text.count(")")


def _breaks(
    alone: dict[int, Piece],
    lines: dict[int, list[Piece]],
    column: int,
    columns: Sequence[Column],
    rows: Sequence[Row],
    bands: Sequence[range],
) -> set[int]:
    """The rows whose label line goes on the line above it: its first word would not have fitted there."""
    found: set[int] = set()
    capital: set[int] = set()
    plain = 0  # lines that begin in lower case
    firsts = [piece.atom.text[:1] for at, own in lines.items() if at not in alone for piece in own if piece.column == column]
    small = sum(first.islower() for first in firsts)
    lower = small >= HABIT and 2 * small > sum(first.isalpha() for first in firsts)  # where labels do, that says nothing
    for row in range(1, len(rows)):
        here = next((piece for piece in lines[row] if piece.column == column), None)
        above = next((piece for piece in lines[row - 1] if piece.column == column), None)
        if here is None or above is None or not (row in alone or row - 1 in alone) or above.end_column > column + 1:
            continue
        if not any(row in band and row - 1 in band for band in bands):
            continue
        if would_not_fit(above.atom, here.atom, columns[column].x1) and here.atom.x0 <= above.atom.x0 + 2.5 * here.atom.size:
            text = here.atom.text[:1].upper() + here.atom.text[1:] if lower else here.atom.text
            goes_on = carries_on(above.atom.text, text) or (row - 1 in found and not text[:1].isupper())
            if goes_on and not _is_name(above.atom, here.atom):
                found.add(row)
                plain += here.atom.text[:1].islower()
            elif row in alone and here.atom.style == above.atom.style and (row - 1 not in alone or above.atom.text.endswith(".")):
                capital.add(row)  # or the name of a group: it is one where no label is seen to be broken
    return found | capital if plain >= max(MIN_BROKEN, len(capital)) else found


def _is_name(above: Atom, here: Atom) -> bool:
    """Whether a line in bold stands over one that is not: a name over rows, and no label that goes on."""
    return bool(above.style & BOLD) and not here.style & BOLD


def _joined_lines(
    pieces: list[Piece],
    alone: dict[int, Piece],
    lines: dict[int, list[Piece]],
    column: int,
    valued: set[int],
    bands: Sequence[range],
    rows: Sequence[Row],
    breaks: set[int],
    *,
    ruled: bool,
) -> list[Piece]:
    """The pieces with the lines of each label put together, at the row of its values."""
    row = 0
    while row < len(rows):
        run = [row]
        while run[-1] + 1 < len(rows) and _goes_on(run, run[-1] + 1, alone, valued, bands, rows, breaks, ruled=ruled):
            run.append(run[-1] + 1)
        with_values = [at for at in run if at in valued]
        own = [next((piece for piece in lines[at] if piece.column == column), None) for at in run]
        parts = [piece for piece in own if piece is not None]
        if len(parts) > 1 and len(with_values) == 1:
            atom = parts[0].atom
            for piece in parts[1:]:
                atom = one_atom(atom, piece.atom)._replace(text=joined(atom.text, piece.atom.text))
            kept = [piece for piece in pieces if not any(piece is part for part in parts)]
            pieces = [*kept, Piece(atom, with_values[0], with_values[0] + 1, column, parts[0].end_column)]
        row = run[-1] + 1
    return pieces


def _goes_on(
    run: Sequence[int],
    row: int,
    alone: dict[int, Piece],
    valued: set[int],
    bands: Sequence[range],
    rows: Sequence[Row],
    breaks: set[int],
    *,
    ruled: bool,
) -> bool:
    """Whether a row belongs to the label whose lines `run` are: at most one of them holds values."""
    one_row = not (row in valued and any(at in valued for at in run))
    tight = rows[row].base - rows[row - 1].base <= WIDE_STEP * rows[row].size
    together = any(row in band and run[0] in band for band in bands)
    broken = row in breaks or (ruled and row in alone and any(at in valued for at in run))
    return one_row and tight and together and broken and (row in alone or run[-1] in alone)


def _gaps(rows: Sequence[Row]) -> set[int]:
    """The rows above which the table leaves more room than it usually does."""
    steps = [below.base - above.base for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    return {at + 1 for at, step in enumerate(steps) if step > WIDE_STEP * usual}


def _last_label(pieces: Sequence[Piece], columns: int) -> int:
    """The last of the label columns on the left, with at most one column of numbers among them."""
    numeric = 0
    last = 0
    for column in range(columns):
        own = [piece for piece in pieces if piece.column == column and piece.end_column == column + 1]
        if own and 2 * sum(is_value(piece.atom.text) for piece in own) >= len(own):
            numeric += 1
        else:
            last = column
        if numeric > 1:
            break
    return last


def gathered(pieces: list[Piece], rows: Sequence[Row], rules: Sequence[Rule], columns: int) -> list[Piece]:
    """Labels set in the middle of the rows that they are for, over one line or several, as one label over all of these rows."""
    last = _last_label(pieces, columns)
    for column in range(columns - 1):
        standing = [piece for piece in pieces if piece.column == column]
        own = [piece for piece in standing if piece.end_column == column + 1]
        if column > last:
            break
        numbers = bool(own) and all(is_value(piece.atom.text) for piece in own)
        if numbers and not _is_one_each(own, column, rows, rules):
            break
        crossed = {rule.row for rule in rules if rule.first <= column < rule.end}
        beside = {rule.row for rule in rules} - crossed  # lines that leave this column out: what stands here goes on across them
        left_out = {rule.row for rule in rules if rule.first == column + 1} - crossed
        values = {piece.row for piece in pieces if piece.column > column and is_value(piece.atom.text)}
        labelled = {row for piece in pieces if column < piece.column <= last for row in range(piece.row, piece.end_row)}
        tall = {row for piece in own if piece.end_row - piece.row > 1 for row in (piece.row, piece.end_row)}
        for bounds in (crossed | tall | _gaps(rows), crossed | _gaps(rows), crossed | tall | (_gaps(rows) - beside), crossed):
            for start, end in pairwise(sorted(bounds | {0, len(rows)})):
                if end - start < 2:
                    continue
                inside = [piece for piece in standing if start <= piece.row and piece.end_row <= end]
                between = start in tall and (end in tall or end in crossed or end == len(rows))  # beside labels that run over rows
                rows_of_it = values if between or any(start < row < end for row in beside) else values & labelled
                texts = [piece.atom.text for piece in sorted(inside, key=lambda piece: piece.row)]
                # Every line between the rows ends before this column, and what stands in it reads as one text.
                held = all(row in left_out for row in range(start + 1, end)) and all(carries_on(a, b) for a, b in pairwise(texts))
                if inside and all(row in rows_of_it for row in range(start, end)) and (held or _is_middle(inside, start, end, rows)):
                    atom = inside[0].atom
                    for piece in inside[1:]:
                        atom = one_atom(atom, piece.atom)
                    pieces = [piece for piece in pieces if not any(piece is one for one in inside)]
                    pieces.append(Piece(atom, start, end, column, column + 1))
                    standing = [piece for piece in pieces if piece.column == column]
    return _alike(pieces, rows, rules)


def _is_one_each(numbers: Sequence[Piece], column: int, rows: Sequence[Row], rules: Sequence[Rule]) -> bool:
    """Whether numbers name the rows between lines: each stands on the middle of several, and there is one between any two lines."""
    bounds = sorted({rule.row for rule in rules if rule.first <= column < rule.end} | {0, len(rows)})
    held = [(start, end, [piece for piece in numbers if start <= piece.row < end]) for start, end in pairwise(bounds)]
    bands = [(start, end, own) for start, end, own in held if own]
    return len(bands) > 1 and all(end - start > 1 and len(own) == 1 and _is_middle(own, start, end, rows) for start, end, own in bands)


def _alike(pieces: list[Piece], rows: Sequence[Row], rules: Sequence[Rule]) -> list[Piece]:
    """The first labels between two lines as one, where those between other lines are one over all their rows: each block has one name."""
    bounds = sorted({rule.row for rule in rules if rule.first == 0} | {0, len(rows)})
    own = {band: [piece for piece in pieces if piece.column == 0 and band[0] <= piece.row < band[1]] for band in pairwise(bounds)}
    whole = [band for band, held in own.items() if len(held) == 1 and (held[0].row, held[0].end_row) == band and band[1] - band[0] > 1]
    for (start, end), held in own.items():
        beside = {piece.row for piece in pieces if piece.column == 1 and not is_value(piece.atom.text)}
        named = all(row in beside for row in range(start, end))  # the rows have names of their own
        middles, lefts = [piece.atom.middle for piece in held], [piece.atom.x0 for piece in held]
        centred = bool(held) and max(middles) - min(middles) <= ALIGNED < max(lefts) - min(lefts)  # as the lines of a cell of several are
        if (
            whole
            and start > 0
            and named
            and centred
            and 1 < len(held) <= end - start
            and not any(is_value(piece.atom.text) for piece in held)
        ):
            atom = held[0].atom
            for piece in held[1:]:
                atom = one_atom(atom, piece.atom)
            pieces = [piece for piece in pieces if not any(piece is one for one in held)]
            pieces.append(Piece(atom, start, end, 0, 1))
    return pieces


def _is_middle(inside: Sequence[Piece], start: int, end: int, rows: Sequence[Row]) -> bool:
    """Whether the lines of a label stand together on the middle of some rows, fewer lines than rows."""
    if len(inside) >= end - start:
        return False
    atoms = sorted((piece.atom for piece in inside), key=lambda atom: atom.y0)
    if any(below.y0 - above.y1 > LOOSE * below.size for above, below in pairwise(atoms)):
        return False
    pitch = (rows[end - 1].base - rows[start].base) / (end - start - 1)
    off = abs((atoms[0].y0 + atoms[-1].y1) / 2 - (rows[start].top + rows[end - 1].foot) / 2)
    return off <= (OFF_MIDDLE if end - start > 2 else CLOSE_MIDDLE) * pitch


def one_atom(left: Atom, right: Atom) -> Atom:
    return Atom(
        min(left.x0, right.x0),
        min(left.y0, right.y0),
        max(left.x1, right.x1),
        max(left.y1, right.y1),
        f"{left.text} {right.text}".strip(),
        f"{left.note} {right.note}".strip(),
        f"{left.lowered} {right.lowered}".strip(),
        left.style & right.style,
        max(left.size, right.size),
        left.words + right.words,
    )
