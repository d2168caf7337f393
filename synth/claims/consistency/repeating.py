"""One result printed twice in a paper, and not as the same number: a row of one table that comes again in another.

Two lines are one thing where their labels say so, most of their numbers are the same under the same headings, and some are not. Figures
made from the others of their line (averages, totals) are compared only where the lines have the same headings. What is not done: lines
with few numbers in common are never compared, for they may be two experiments with one name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from synth.claims.consistency.paper import Figure, Paper, Slip, bare_path, count, decimals_of, figures_of, same, where
from synth.reading.vocabulary import is_word_for
from synth.records import Table

LEAST_EQUAL = 5  # numbers that two lines have in common under the same headings
EQUAL_TO_DIFFERENT = 4
LEAST_TELLING = 3  # different numbers among them with digits enough to be no chance
TELLING = 3  # digits
NEAR = 0.1  # of a number; one that differs by more, and in more than a digit or the order of its digits, is another measurement
MAX_LINES = 1_000  # of a paper

Key = tuple[frozenset[str], int]  # the labels along a line, and which number of the cell


class _Line(NamedTuple):
    """The figures of one row or one column by the labels along it."""

    table: int
    labels: frozenset[str]
    figures: dict[Key, Figure]


def find(paper: Paper) -> Iterator[Slip]:
    lines = [line for at, table in paper.sound() for line in _lines(at, table)][:MAX_LINES]
    found: dict[tuple[object, ...], Slip] = {}
    for one in lines:
        twins = sorted(((_agreeing(one, other), at) for at, other in enumerate(lines) if _may_be_one(one, other)), reverse=True)
        for equal, at in twins[:1]:
            if equal and [score for score, _ in twins].count(equal) == 1:
                found |= {key: slip for key, slip in _differences(paper, one, lines[at]) if key not in found}
    yield from found.values()


def _lines(at: int, table: Table) -> Iterator[_Line]:
    rows: dict[object, list[Figure]] = defaultdict(list)
    columns: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures_of(table):
        assert figure.cell.at is not None
        rows[figure.cell.row].append(figure)
        columns[figure.cell.column].append(figure)
    for figures in rows.values():
        yield from _line(at, figures[0].cell.row, [(figure.cell.column, figure) for figure in figures])
    for figures in columns.values():
        yield from _line(at, figures[0].cell.column, [(figure.cell.row, figure) for figure in figures])


def _line(at: int, name: tuple[str, ...], figures: Sequence[tuple[tuple[str, ...], Figure]]) -> Iterator[_Line]:
    """The line, where each of its figures has labels of its own."""
    keyed = {(frozenset(bare_path(path)), figure.part.at): figure for path, figure in figures}
    labels = frozenset(bare_path(name))
    if len(keyed) == len(figures) >= LEAST_EQUAL and labels:
        yield _Line(at, labels, keyed)


def _may_be_one(one: _Line, other: _Line) -> bool:
    """Whether the labels of two lines of two tables do not speak against their being one thing: those of one are among the other's."""
    return one.table < other.table and (one.labels <= other.labels or other.labels <= one.labels)


def _agreeing(one: _Line, other: _Line) -> int:
    """How many numbers of two lines are the same, where these are most and telling ones; else none."""
    both = one.figures.keys() & other.figures.keys()
    if len(both) < LEAST_EQUAL:
        return 0
    equal = [key for key in both if same(one.figures[key], other.figures[key])]
    telling = {one.figures[key].text for key in equal if sum(c.isdigit() for c in one.figures[key].text) >= TELLING}
    enough = len(equal) >= LEAST_EQUAL and len(equal) >= EQUAL_TO_DIFFERENT * len(_differing(one, other))
    return len(equal) if enough and len(telling) >= LEAST_TELLING else 0


def _differing(one: _Line, other: _Line) -> list[Key]:
    """The headings under which two lines differ; figures made from others only where the lines have the same headings."""
    both = [key for key in one.figures if key in other.figures and not same(one.figures[key], other.figures[key])]
    whole = one.figures.keys() == other.figures.keys()
    return [key for key in both if whole or not _is_made(one.figures[key])]


def _could_be_one(one: Figure, other: Figure) -> bool:
    """Whether two numbers may be one that was copied wrongly or not brought up to date: a setting that differs is no slip."""
    if decimals_of(one.text) != decimals_of(other.text) and min(decimals_of(one.text), decimals_of(other.text)) == 0:
        return False
    mine, theirs = (re.sub(r"\D", "", figure.text).lstrip("0") for figure in (one, other))
    if len(mine) == len(theirs) >= TELLING and (
        sorted(mine) == sorted(theirs) or sum(a != b for a, b in zip(mine, theirs, strict=True)) == 1
    ):
        return True
    near = abs(one.value - other.value) <= NEAR * max(abs(one.value), abs(other.value))
    return near and decimals_of(one.text) > 0 and min(len(mine), len(theirs)) >= TELLING


def _is_made(figure: Figure) -> bool:
    labels = (*figure.cell.row, *figure.cell.column)
    return any(
        is_word_for(label, what, sure) for label in labels for what in ("average", "total", "difference") for sure in ("sure", "maybe")
    )


def _differences(paper: Paper, one: _Line, other: _Line) -> Iterator[tuple[tuple[object, ...], Slip]]:
    equal = _agreeing(one, other)
    for key in _differing(one, other):
        if not _could_be_one(one.figures[key], other.figures[key]):
            continue
        here, there = one.figures[key], other.figures[key]
        yield (
            (one.table, here.cell.at, here.part.at, other.table),
            Slip(
                kind="two tables",
                sentence=f"{where(paper.names[one.table], here.cell.row, here.part.column)}: prints {here.text}; "
                f"{where(paper.names[other.table], there.cell.row, there.part.column)} prints {there.text} for the same "
                f"({count(equal, 'other figure')} of the two lines agree).",
                places=(paper.place(one.table, here.cell), paper.place(other.table, there.cell)),
                printed=here.text,
                gives=there.text,
                page=paper.page(one.table, here.cell),
            ),
        )
