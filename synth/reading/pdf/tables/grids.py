"""The words of a region become a grid: which cells there are, what each spans, and where lines part them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from synth.reading.numbers import is_nothing, is_value
from synth.reading.pdf.characters import tidy
from synth.reading.pdf.page import BOLD, GLUED, ITALIC, Stroke, Word
from synth.reading.pdf.tables.columns import ALIGNED, Column, columns_of, edges_of, spanned
from synth.reading.pdf.tables.labels import blocks, combined, gathered, leftmost, one_atom, over_bands, over_rows, unwrapped
from synth.reading.pdf.tables.parting import EXACT, filled, parted, rejoined
from synth.reading.pdf.tables.places import Piece, placed, ruled_below
from synth.reading.pdf.tables.regions import Region
from synth.reading.pdf.tables.rows import Atom, Row, blank_of, join_atoms, rows_of
from synth.reading.pdf.tables.sheet import Sheet
from synth.reading.pdf.tables.underscores import underscored
from synth.reading.tables import Grid, Rule, Slot, joined
from synth.records import Box

UNDERLINE_BELOW = 3.2  # points under the baseline
UNDERLINE_ENDS = 1.6  # points that an underline's ends may differ from its word's
_OPEN_END = re.compile(r"(?:±|\+/-|\d ?%?,)$|[(\[][^)\]]*$")  # nothing ends in a comma
APART = 1.3  # times the usual blank: wider than one between two words of a head
USUAL = 0.4  # of the font size: the same where no blank is usual
PAIR_GAP = 0.4  # of the font size: numbers of a pair are no further apart
WIDEST = 4.0  # of the font size: the widest blank that filling a narrow column makes between two words
EVEN = 0.1  # points by which two blanks of a line that was set wide differ
FULL_LINE = 0.7  # share of the table's width of a line across it
ROW_RULED = 0.7  # share of the bands between rules that hold one row of values, where rules part rows
WIDE_STEP = 1.3  # of the usual step from row to row: room left between blocks
STEPPED = 0.6  # share of the labels that begin where another does, or stand on one middle
INDENT = 0.45  # of the font size: a label set further in than this is under the one above it
MAX_INDENT = 4.0
EDGE_WORDS = 12.0  # points from the edge of a region within which a word may belong to the text beside it
TIGHT = 0.85  # of the font size: rows closer than this cannot stand one above the other


def grid_of(page: Sheet, region: Region, level: Sequence[Stroke], upright: Sequence[Stroke]) -> tuple[Grid, frozenset[int]] | None:
    """The grid of a region and the positions of the words in it; nothing where its words make no columns."""
    caption = set(region.caption.words) if region.caption else set()
    x0, y0, x1, y1 = region.x0, region.y0, region.x1, region.y1
    inside = [
        at
        for at, word in enumerate(page.words)
        if y0 <= (word[1] + word[3]) / 2 <= y1 and x0 <= (word[0] + word[2]) / 2 <= x1 and at not in caption
    ]
    inside = _own(page.words, inside, region)
    words, kept = underscored(page.words, inside, page.dashes)
    lines = [s for s in level if s.x1 > region.x0 and s.x0 < region.x1 and region.y0 - 2 <= s.y0 <= region.y1 + 2]
    walls = _walls(upright, region)
    blank = blank_of(words, kept)
    rows = rows_of(words, kept, upright, blank)
    if len(rows) < 2:
        return None
    underlines, lines = _underlines(rows, lines)
    rows, between = _settled(_flowing(page.words, rows))
    columns = columns_of([*rows, *(Row(atom.y1, atom.size, (atom,)) for row in between for atom in row.atoms)], walls)
    if len(columns) < 2:
        return None
    heads = _first_values(rows)
    columns = filled(columns, rows, between, heads)
    edges = edges_of(rows, columns)
    rows = [rejoined(words, row, columns, edges, upright) if at < heads else row for at, row in enumerate(rows)]
    rows = [parted(words, row, columns, edges, lines, APART * blank or USUAL) for row in rows]
    columns = _paired(words, rows, columns, walls, lines)
    rows = [_gathered(words, row, columns) for row in rows]
    floating = [atom for row in between for atom in _gathered(words, row, columns).atoms]
    edges = edges_of(rows, columns)
    rules = _rules(rows, columns, lines)
    pieces = placed(rows, columns, edges, lines, [s for s in upright if region.x0 - 2 <= s.x0 <= region.x1 + 2], floating)
    pieces += _floating(words, floating, pieces, rows, columns, rules, lines)
    turned = _turned(page, kept)
    side = [atom for atom in turned if _is_beside(atom, rows)]
    if side:  # labels along the side are a column of their own, which the labels of other rows may reach into
        edge = max(atom.x1 for atom in side)
        columns = [Column(min(atom.x0 for atom in side), edge), *columns]
        rules = _rules(rows, columns, lines)
        moved = [piece._replace(column=piece.column + 1, end_column=piece.end_column + 1) for piece in pieces]
        pieces = [piece._replace(column=0) if piece.column == 1 and piece.atom.x0 < edge - 1 else piece for piece in moved]
        pieces += over_bands(side, rows, rules)
    over = [atom for atom in turned if atom not in side]
    pieces += _floating(words, over, [], rows, columns, rules, lines)
    pieces = unwrapped(combined(pieces), rows, rules, columns)
    pieces = gathered(pieces, rows, rules, len(columns))
    steps = _steps(pieces)
    slots = [_slot(piece, page.number, underlines, steps) for piece in pieces]
    label = region.caption.label if region.caption else ""
    text = region.caption.text if region.caption else ""
    grid = Grid(
        slots=tuple(sorted(slots, key=lambda slot: (slot.row, slot.column))),
        rules=tuple(rules),
        label=_plain(label),
        caption=_plain(text),
        page=page.number,
        box=_box(x0, y0, x1, y1),
    )
    return grid, frozenset(inside)


# --- lines ---


def _own(words: Sequence[Word], inside: Sequence[int], region: Region) -> list[int]:
    """The words inside a region without those of lines that only end or begin in it: they are of the text beside it."""
    edge = {words[at].line for at in inside if words[at].x1 > region.x1 - EDGE_WORDS or words[at].x0 < region.x0 + EDGE_WORDS}
    held = Counter(words[at].line for at in inside if words[at].line in edge)
    out = Counter(word.line for word in words if word.line in edge and (word.x0 > region.x1 or word.x1 < region.x0))
    beside = {line for line in edge if out[line] > held[line]}
    return [at for at in inside if words[at].line not in beside]


def _walls(upright: Sequence[Stroke], region: Region) -> list[float]:
    """Where upright lines part columns: pieces at one place that together run along a third of the table."""
    places: dict[int, list[Stroke]] = {}
    for stroke in upright:
        if region.x0 + 3 < stroke.x0 < region.x1 - 3 and stroke.y1 > region.y0 and stroke.y0 < region.y1:
            places.setdefault(round(stroke.x0 / 2), []).append(stroke)
    tall = region.y1 - region.y0
    return sorted(median(s.x0 for s in strokes) for strokes in places.values() if sum(s.y1 - s.y0 for s in strokes) >= tall / 3)


def _underlines(rows: Sequence[Row], lines: list[Stroke]) -> tuple[list[Atom], list[Stroke]]:
    """The atoms that a line underlines, and the lines that underline none."""
    marked: list[Atom] = []
    rest: list[Stroke] = []
    for line in lines:
        under = None
        for row in rows:
            if -0.5 <= line.y0 - row.base <= UNDERLINE_BELOW:
                for atom in row.atoms:
                    if line.x0 >= atom.x0 - UNDERLINE_ENDS and line.x1 <= atom.x1 + UNDERLINE_ENDS:
                        under = atom
        if under is None:
            rest.append(line)
        else:
            marked.append(under)
    return marked, rest


def _rules(rows: Sequence[Row], columns: Sequence[Column], lines: Sequence[Stroke]) -> list[Rule]:
    """The level lines as boundaries between rows, over the columns that they cross."""
    found: set[Rule] = set()
    for line in lines:
        row = sum(line.y0 > row.base - 0.3 * row.size for row in rows)
        over = [at for at, column in enumerate(columns) if line.x0 <= (column.x0 + column.x1) / 2 <= line.x1]
        if over:
            found.add(Rule(row, over[0], over[-1] + 1))
    return sorted(found)


# --- rows ---


def _flowing(words: Sequence[Word], rows: Sequence[Row]) -> list[Row]:
    """The rows with those made one that are lines of one text across the table: the next word would not have fitted into the line above."""
    edge = max(row.atoms[-1].x1 for row in rows)
    wide = FULL_LINE * (edge - min(row.atoms[0].x0 for row in rows))
    whole = list(rows[:1])
    for row in rows[1:]:
        above = whole[-1]
        if len(above.atoms) == len(row.atoms) == 1 and above.atoms[0].x1 - above.atoms[0].x0 > wide:
            text, rest = above.atoms[0], row.atoms[0]
            first = words[rest.words[0]]
            full = words[text.words[-1]].x1 + first.x1 - first.x0 > edge
            if full and abs(rest.x0 - text.x0) < ALIGNED and row.base - words[text.words[-1]].base <= WIDE_STEP * row.size:
                whole[-1] = above._replace(atoms=(one_atom(text, rest)._replace(text=joined(text.text, rest.text)),))
                continue
        whole.append(row)
    return whole


def _settled(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows without those that overlap others in height, and these: labels set between rows."""
    kept = list(rows)
    between: list[Row] = []
    while True:
        clashes = [_clashes(kept, at) for at in range(len(kept))]
        clashing = [at for at, times in enumerate(clashes) if times]
        if not clashing or len(kept) <= 2:
            return kept, between
        # A row of values stays where it is: what is too close to it is a line of a label.
        worst = max(clashing, key=lambda at: (not _holds_values(kept[at]), clashes[at], -len(kept[at].atoms), -kept[at].atoms[0].x0))
        between.append(kept.pop(worst))


def _holds_values(row: Row) -> bool:
    return any(is_value(atom.text) and not is_nothing(atom.text) for atom in row.atoms[1:])


def _clashes(rows: Sequence[Row], at: int) -> int:
    """How many neighbours a row is too close to for its type, where they stand side by side and not above each other."""
    near = [rows[other] for other in (at - 1, at + 1) if 0 <= other < len(rows)]
    return sum(abs(row.base - rows[at].base) < TIGHT * max(row.size, rows[at].size) and not _above(row, rows[at]) for row in near)


def _above(one: Row, other: Row) -> bool:
    """Whether an atom of one row stands over one of the other."""
    return any(a.x0 < b.x1 - 0.5 and b.x0 < a.x1 - 0.5 for a in one.atoms for b in other.atoms)


# --- cells ---


def _paired(
    words: Sequence[Word], rows: Sequence[Row], columns: list[Column], walls: Sequence[float], lines: Sequence[Stroke]
) -> list[Column]:
    """The columns with those made one that hold parts of a cell: numbers side by side under one head, a cell left open, a line set wide."""
    first = _first_values(rows)
    lowest = rows[first - 1].atoms if first else ()
    numeric = _numeric_columns(rows[first:], columns)
    gaps = [other.x0 - one.x1 for one, other in pairwise(columns)]
    open_cells = _left_open(rows[first:], columns)
    heads = _over_body(rows, first, columns, lines)
    paired = columns[:1]
    for at in range(1, len(columns)):
        one, other = columns[at - 1], columns[at]
        over = [atom for atom in lowest if one.x0 - 1 <= atom.middle <= other.x1 + 1]
        tight = gaps[at - 1] < PAIR_GAP * rows[-1].size and all(gaps[at - 1] < 0.5 * gaps[n] for n in (at - 2, at) if 0 <= n < len(gaps))
        halves = tight and len(over) == 1 and numeric[at - 1] and numeric[at]
        headed = any(_touches(atom, other) and not _touches(atom, one) for row in heads for atom in row.atoms)
        text = not headed and not numeric[at - 1] and not numeric[at]
        walled = any(one.x1 - 1 <= wall <= other.x0 + 1 for wall in walls)
        if walled:
            paired.append(other)
        elif (
            halves
            or (open_cells[at - 1] and not (_have_heads(heads, one, other) and _are_spreads(rows[first:], other)))
            or (text and _runs_on(words, rows[len(heads) :], paired[-1], other))
        ):
            paired[-1] = Column(paired[-1].x0, other.x1)
        else:
            paired.append(other)
    return paired


def _have_heads(heads: Sequence[Row], one: Column, other: Column) -> bool:
    """Whether a row of heads has one for each of two columns."""
    alone = [[(_touches(atom, one), _touches(atom, other)) for atom in row.atoms] for row in heads]
    return any((True, False) in row and (False, True) in row for row in alone)


def _are_spreads(rows: Sequence[Row], column: Column) -> bool:
    """Whether every cell of a column opens with the sign of a spread, and so is whole."""
    texts = [atom.text for row in rows for atom in row.atoms if _touches(atom, column)]
    return bool(texts) and all(text.startswith("±") for text in texts)


def _first_values(rows: Sequence[Row]) -> int:
    """The first row with more than one value."""
    return next((at for at, row in enumerate(rows) if sum(is_value(atom.text) and not is_nothing(atom.text) for atom in row.atoms) > 1), 0)


def _over_body(rows: Sequence[Row], first: int, columns: Sequence[Column], lines: Sequence[Stroke]) -> Sequence[Row]:
    """The rows that are heads: those above the last line across the table that stands above its first values, or above its first line."""
    wide = FULL_LINE * (columns[-1].x1 - columns[0].x0)
    across = [line for line in lines if line.x1 - line.x0 >= wide]
    ruled = [at for at in range(1, len(rows)) if any(rows[at - 1].base < line.y0 < rows[at].top for line in across)]
    above = [at for at in ruled if at <= first]
    return rows[: above[-1] if above else first or (ruled[0] if ruled else 0)]


def _runs_on(words: Sequence[Word], rows: Sequence[Row], one: Column, other: Column) -> bool:
    """Whether what stands in a column is the end of lines of text that begin in the column before it and were set wide to fill the width.

    No cell begins there; the blanks before it are as wide as others of the same lines, or nothing lines up behind them.
    """
    places: list[Atom] = []
    odd = even = 0
    for row in rows:
        at = next((at for at, atom in enumerate(row.atoms) if _touches(atom, other)), None)
        if at is None or _touches(row.atoms[at], one):
            continue
        if at == 0 or row.atoms[at].x0 - row.atoms[at - 1].x1 > WIDEST * row.size:
            return False
        places.append(row.atoms[at])
        inner, own, after = _blanks(words, row.atoms, at)
        alike = any(abs(own - blank) <= EVEN for blank in (*inner, *after))
        even, odd = even + alike, odd + (bool(inner) and not alike)
    if not places or (even > 1 and not odd):
        return bool(places)
    lefts, middles = [atom.x0 for atom in places], [atom.middle for atom in places]
    return not any(_lined_up(at) for at in (lefts, middles))


def _blanks(words: Sequence[Word], atoms: Sequence[Atom], at: int) -> tuple[list[float], float, list[float]]:
    """The blanks within the text before an atom, the one between them, and the one right after the atom's first word."""
    before, here = [words[n] for n in atoms[at - 1].words], [words[n] for n in atoms[at].words]
    following = words[atoms[at + 1].words[0]] if at + 1 < len(atoms) else None
    if at > 1:
        before.insert(0, words[atoms[at - 2].words[-1]])
    if following is not None:
        here.append(following)
    inner = [b.x0 - a.x1 for a, b in pairwise(before) if not b.style & GLUED]
    return inner, here[0].x0 - before[-1].x1, [b.x0 - a.x1 for a, b in pairwise(here[:2])]


def _gathered(words: Sequence[Word], row: Row, columns: Sequence[Column]) -> Row:
    """The row with the pieces of text that stand in one column as one."""
    places = [spanned(atom, columns) for atom in row.atoms]
    if all(one != other or other[1] - other[0] > 1 for one, other in pairwise(places)):
        return row
    atoms = list(row.atoms[:1])
    for atom, before, here in zip(row.atoms[1:], places, places[1:], strict=False):
        if before == here and here[1] - here[0] == 1 and not is_value(atom.text) and not is_value(atoms[-1].text):
            atoms[-1] = join_atoms(words, atoms[-1], atom, row)
        else:
            atoms.append(atom)
    return row._replace(atoms=tuple(atoms))


def _lined_up(places: Sequence[float]) -> bool:
    """Whether most of some places are one."""
    return any(sum(abs(place - other) < EXACT for other in places) > max(1, 0.5 * len(places)) for place in places)


def _touches(atom: Atom, column: Column) -> bool:
    return min(atom.x1, column.x1) - max(atom.x0, column.x0) > EXACT


def _left_open(rows: Sequence[Row], columns: Sequence[Column]) -> list[bool]:
    """For each column whether its cells are only the first halves of cells: "3.1 ±", "(0.11,"."""
    opened: list[list[bool]] = [[] for _ in columns]
    for row in rows:
        for atom, other in pairwise(row.atoms):
            first, end = spanned(atom, columns)
            if end == first + 1:
                opened[first].append(bool(_OPEN_END.search(atom.text)) or other.text.startswith("±"))
    return [bool(own) and sum(own) > 0.5 * len(own) for own in opened]


def _numeric_columns(rows: Sequence[Row], columns: Sequence[Column]) -> list[bool]:
    """For each column whether every cell that stands in it alone is a number, or the sign for none."""
    own: list[list[str]] = [[] for _ in columns]
    for row in rows:
        for atom in row.atoms:
            first, end = spanned(atom, columns)
            if end == first + 1:
                own[first].append(atom.text)
    return [bool(texts) and all(is_value(text) for text in texts) for texts in own]


def _floating(
    words: Sequence[Word],
    floating: Sequence[Atom],
    pieces: Sequence[Piece],
    rows: Sequence[Row],
    columns: Sequence[Column],
    rules: Sequence[Rule],
    lines: Sequence[Stroke],
) -> list[Piece]:
    """Labels that stand between rows span the rows whose middle they stand on, each other's left out; heads, what they underline."""
    found: list[Piece] = []
    placed_at = [
        (atom, *(ruled_below(atom, Row(words[atom.words[0]].base, atom.size, (atom,)), columns, lines) or spanned(atom, columns)))
        for atom in floating
    ]
    for atom, first, end in blocks(placed_at, rows, lines):
        found.append(over_rows(atom, first, end, [*pieces, *found], rows, rules))
    return found


def _is_beside(atom: Atom, rows: Sequence[Row]) -> bool:
    """Whether a turned label stands left of everything in the rows that it runs along."""
    along = [row for row in rows if atom.y0 - 2 <= (row.top + row.foot) / 2 <= atom.y1 + 2]
    return bool(along) and all(atom.x1 <= other.x0 + 1 for row in along for other in row.atoms)


def _turned(page: Sheet, inside: Sequence[int]) -> list[Atom]:
    """The labels that are set sideways."""
    grouped: dict[tuple[int, int], list[int]] = {}
    for at in inside:
        word = page.words[at]
        if word.turn in (90, 270):
            grouped.setdefault((word.line, word.turn), []).append(at)
    atoms: list[Atom] = []
    for (_, turn), members in sorted(grouped.items()):
        members.sort(key=lambda at: page.words[at].y1 * (-1 if turn == 90 else 1))
        words = [page.words[at] for at in members]
        style = BOLD | ITALIC
        for word in words:
            style &= word.style
        x0, y0 = min(word.x0 for word in words), min(word.y0 for word in words)
        x1, y1 = max(word.x1 for word in words), max(word.y1 for word in words)
        atoms.append(Atom(x0, y0, x1, y1, " ".join(word.text for word in words), "", "", style, words[0].size, tuple(members)))
    return atoms


def _steps(pieces: Sequence[Piece]) -> list[float]:
    """Where the labels of the first column begin, from the left: one place for those that are set in alike."""
    left = leftmost(pieces)
    if left is None:
        return []
    steps = [left]
    for atom in sorted((piece.atom for piece in pieces if piece.column == 0), key=lambda atom: atom.x0):
        if INDENT * atom.size < atom.x0 - steps[-1] and atom.x0 - left < MAX_INDENT * atom.size:
            steps.append(atom.x0)
    return steps


def _slot(piece: Piece, page: int, underlines: Sequence[Atom], steps: Sequence[float]) -> Slot:
    atom = piece.atom
    indent = 0
    if steps and piece.column == 0 and atom.x0 - steps[0] < MAX_INDENT * atom.size:
        indent = max((at for at, step in enumerate(steps) if step <= atom.x0 + EXACT), default=0)
    marks = tuple(
        name
        for name, here in (("bold", atom.style & BOLD), ("italic", atom.style & ITALIC), ("underline", _is_in(atom, underlines)))
        if here
    )
    return Slot(
        text=_plain(atom.text),
        row=piece.row,
        column=piece.column,
        rows=piece.end_row - piece.row,
        columns=piece.end_column - piece.column,
        lowered=_plain(atom.lowered),
        note=_plain(atom.note),
        marks=marks,
        indent=indent,
        page=page,
        box=_box(atom.x0, atom.y0, atom.x1, atom.y1),
    )


def _is_in(atom: Atom, marked: Sequence[Atom]) -> bool:
    return any(set(other.words) <= set(atom.words) for other in marked)


def _plain(text: str) -> str:
    return " ".join(tidy(text).split()).replace("\u2206", "Δ")


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return Box(x0=round(x0, 2), y0=round(y0, 2), x1=round(x1, 2), y1=round(y1, 2))
