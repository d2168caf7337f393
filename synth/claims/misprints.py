"""The figures of a paper's sentence against the few cells that they may be: what nearly fits is a slip of the pen.

A sentence that is too rich for the compiler still says which rows and columns its figures are of. For each figure the cells are gathered
that the things named beside it pin down, or the differences of two of them where the figure is a gain. A figure that is one of them is
well; one that misses them all by little is told, unless it stands elsewhere in these rows or columns, and is rather that.

What is not done: a figure without decimals is not looked at, nor one that many cells could be, nor one that the sentence takes from others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from synth.claims.layouts import COLUMN, ROW, Layout, Tables, is_average
from synth.claims.mentions import Thing, things
from synth.claims.wording import Number, Phrase, Token, clean, figures, phrases, tokens
from synth.measurements import Measurement

MOST_ROWS = 3  # that a figure may be of, or between
MOST_CELLS = 8  # that one figure may be
NEAR = 2  # units of the figure's last decimal
REACH = 6  # tokens between a figure and a word that makes it a gain

_GAINS = ("distances", "changing")
_COMPARING = ("better", "worse", "higher", "lower")


class Near(NamedTuple):
    """A figure that its sentence gives, and the test that holds it against the nearest of the cells that it may be."""

    figure: str
    test: str


def near_figures(sentence: str, tables: Tables) -> list[Near]:
    """The figures of a sentence that miss the cells they are of by little, each with a test."""
    found = tokens(clean(sentence))
    stated = [number for number in figures(found) if not number.word and number.decimals > 0 and number.unit not in ("times", "relative")]
    if not stated:
        return []
    read = [_in_table(found, stated, layout, tables.measurements) for layout in tables.layouts]
    settled = {number.at for table in read for number, fits in table if fits is True}
    out: dict[int, list[str]] = {}
    for table in read:
        for number, fits in table:
            if isinstance(fits, str) and number.at not in settled:
                out.setdefault(number.at, []).append(fits)
    texts = {number.at: number.text for number in stated}
    return [Near(texts[at], tests[0]) for at, tests in sorted(out.items()) if len(set(tests)) == 1]


Fits = bool | str  # it is one of the cells, it is none, or it nearly is, as this test says


def _in_table(found: Sequence[Token], stated: Sequence[Number], layout: Layout, rows: Sequence[Measurement]) -> list[tuple[Number, Fits]]:
    """For each figure how it stands to the cells of one table; only tables that name a row and a column are looked at."""
    named = things(found, layout)
    inside = {at for thing in named for at in range(thing.start, thing.end)}
    own = [number for number in stated if number.at not in inside]
    if not own or {thing.side for thing in named} != {ROW, COLUMN}:
        return []
    said = phrases(found, ("comparing", *_GAINS))
    return [(number, _fits(number, _pinned(found, own, number, named), said, layout, rows)) for number in own]


class Pinned(NamedTuple):
    """The rows and columns that a figure is of; where a pair stands, the figure may be between its two."""

    rows: tuple[frozenset[int], ...]
    columns: tuple[frozenset[int], ...]


def _pinned(found: Sequence[Token], own: Sequence[Number], number: Number, named: Sequence[Thing]) -> Pinned:
    """The things of the figure's own sentence part; of a list with as many figures, the one at its place.

    Where rows and columns both are as many as the figures, the columns are taken to be the list: two rows may be what is compared.
    """
    start, end = _part(found, number)
    near = [number for number in own if start <= number.at < end]
    sides: dict[str, tuple[frozenset[int], ...]] = {}
    is_list = False
    for side in (COLUMN, ROW):
        there = [thing for thing in named if thing.side == side and start <= thing.start < end]
        there = there or [thing for thing in named if thing.side == side and thing.end <= start][-1:]
        is_list = not is_list and len(there) == len(near) > 1
        sides[side] = (there[near.index(number)].lines,) if is_list else tuple(thing.lines for thing in there)
    return Pinned(sides[ROW], sides[COLUMN])


def _part(found: Sequence[Token], number: Number) -> tuple[int, int]:
    """The sentence that a figure stands in, where several were read as one."""
    ends = [at + 1 for at, token in enumerate(found) if token.text in (".", ";")]
    start = max((end for end in ends if end <= number.at), default=0)
    return start, min((end for end in ends if end > number.at), default=len(found))


# --- cells -------------------------------------------------------------------------------------------------------


def _fits(number: Number, pinned: Pinned, said: Sequence[Phrase], layout: Layout, rows: Sequence[Measurement]) -> Fits:
    if not 0 < len(pinned.rows) <= MOST_ROWS or len(pinned.columns) != 1:
        return False
    columns = _column(pinned.columns[0], layout)
    choices = list(_differences(pinned, columns, layout, rows) if _is_gain(number, said) else _values(pinned, columns, layout, rows))
    if not 0 < len(choices) <= MOST_CELLS:
        return False
    value, unit = Fraction(number.text), Fraction(1, 10**number.decimals)
    gaps = [abs(abs(choice) - value) for choice, _ in choices]
    if min(gaps) * 2 <= unit:
        return True
    nearest = min(range(len(choices)), key=gaps.__getitem__)
    if gaps[nearest] > NEAR * unit or _stands_elsewhere(number, pinned, columns, layout, rows):
        return False
    return choices[nearest][1].format(number.text)


def _is_gain(number: Number, said: Sequence[Phrase]) -> bool:
    """Whether a figure is how far, and not where: in points, or beside a word for a gain."""
    if number.unit == "points":
        return True
    return any(
        (phrase.group in _GAINS or phrase.kind in _COMPARING)
        and -REACH <= phrase.start - number.at <= REACH
        and phrase.group != "comparing"
        for phrase in said
    )


def _column(lines: frozenset[int], layout: Layout) -> frozenset[int]:
    averages = frozenset(at for at in lines if is_average(layout.columns[at]))
    return averages or lines


def _meeting(lines: frozenset[int], columns: frozenset[int], layout: Layout) -> list[int]:
    down = frozenset().union(*(layout.rows[at].numbers for at in lines))
    across = frozenset().union(*(layout.columns[at].numbers for at in columns))
    return sorted(down & across)


Choice = tuple[Fraction, str]  # what a figure may be, and a test of it with a place for the figure


def _values(pinned: Pinned, columns: frozenset[int], layout: Layout, rows: Sequence[Measurement]) -> Iterator[Choice]:
    for lines in pinned.rows:
        for at in _meeting(lines, columns, layout):
            yield Fraction(str(rows[at].value)), f"{_cell(rows[at])} == {{}}"


def _differences(pinned: Pinned, columns: frozenset[int], layout: Layout, rows: Sequence[Measurement]) -> Iterator[Choice]:
    """The changes that are printed, and the differences of the two rows that are named."""
    for lines in pinned.rows:
        for at in _meeting(lines, columns, layout):
            if rows[at].kind == "change":
                yield Fraction(str(rows[at].value)), f"abs({_cell(rows[at])}) == {{}}"
    for first, second in combinations(pinned.rows, 2):
        for one in _meeting(first, columns, layout):
            for other in _meeting(second, columns, layout):
                if rows[one].column == rows[other].column and {rows[one].kind, rows[other].kind} == {"absolute"}:
                    gap = Fraction(str(rows[one].value)) - Fraction(str(rows[other].value))
                    yield gap, f"abs({_cell(rows[one])} - {_cell(rows[other])}) == {{}}"


def _cell(row: Measurement) -> str:
    from synth.claims.expressions import Call, Words, write_expression

    return write_expression(Call("cell", (), tuple((name, Words((getattr(row, name),))) for name in ("column", "row", "table"))))


def _stands_elsewhere(number: Number, pinned: Pinned, columns: frozenset[int], layout: Layout, rows: Sequence[Measurement]) -> bool:
    """Whether the figure is printed in these rows or columns, or is the difference of two cells of the column: then it is rather that."""
    value, half = Fraction(number.text), Fraction(1, 2 * 10**number.decimals)
    lines = frozenset().union(*pinned.rows)
    beside = {at for there in lines for at in layout.rows[there].numbers} | {
        at for there in columns for at in layout.columns[there].numbers
    }
    if any(abs(abs(Fraction(str(rows[at].value))) - value) < half for at in beside):
        return True
    down = [rows[at] for there in columns for at in sorted(layout.columns[there].numbers) if rows[at].kind == "absolute"]
    return any(abs(abs(Fraction(str(one.value)) - Fraction(str(other.value))) - value) < half for one, other in combinations(down, 2))
