"""What the sets of cells give for a line of figures, which set is taken, and what becomes of each figure."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Literal, NamedTuple

from synth.measurements import Interval, difference, mean, meets, total
from synth.reading.certificate.sets import CellSet, runs_for, sets_for, ways_of
from synth.reading.certificate.sheets import ENOUGH, Figure, Line, Place, Sheet
from synth.records import Recomputation

MAX_WORK = 200_000  # cells added up for one table
MAX_CHANCE = 60  # figures of a line that are compared with each other's cells
MOST = Fraction(2, 3)  # the share of a line that has to recompute before a set of cells is taken
UNLIKELY_ENOUGH = 4  # figures that have to recompute before a set is taken that is seldom meant, and their share
UNLIKELY_MOST = Fraction(4, 5)
UNLIKELY_WHOLE = 3  # figures of a line that recomputes as a whole from such a set
ALONE = 3  # cells that a figure alone in its line must be over, to be called recomputed
_FIGURES = re.compile(r"[\W\d_]*\d[\W\d_]*")
NO_SET = "none of the {tried} sets of cells that were tried gives enough of its line"
ONE_SET = "the one set of cells that was tried does not give enough of its line"
NO_NUMBER = "; beside them “{text}” is not read as a number"
TOO_FEW = "fewer than two places beside its line hold numbers all along it"
MISSING = "cells that it is over are not printed"
LONELY = "it stands alone in its line, and the cells before it do not give it"
OTHER = "it is printed with other decimals or another unit than those of its line that recompute"
TOO_MUCH = "the table is too large to try"


class Work:
    """How many cells may still be added up."""

    def __init__(self) -> None:
        self.left = MAX_WORK


class _Computed(NamedTuple):
    bounds: Interval | None
    of: tuple[int, ...]  # places
    complete: bool


def try_line(sheet: Sheet, line: Line, work: Work) -> list[Recomputation]:
    """What became of each figure of a line."""
    best: tuple[CellSet, list[_Computed]] | None = None
    most = tried_sets = 0
    work.left -= len(line.figures) + len(sheet.places) // 4  # to look for the sets takes work as well
    if work.left <= 0:
        return [_untried(sheet, line, figure, TOO_MUCH) for figure in line.figures] if line.sure else []
    for one in sets_for(sheet, line):
        if work.left <= 0:
            return [_untried(sheet, line, figure, TOO_MUCH) for figure in line.figures] if line.sure and best is None else []
        tried_sets += 1
        computed = [_compute(sheet, line, figure, one, work) for figure in line.figures]
        hits, tried = _hits(line, computed)
        if hits > most and _is_enough(one, hits, tried) and ((one.likely and hits == tried) or hits / tried > _chance(line, computed)):
            best, most = (one, computed), hits
            if hits == tried:
                break
    if best is not None:
        return _judged(sheet, line, best[1])
    if len(line.figures) == 1 and line.what != "difference":
        return _judge_alone(sheet, line, work)
    if not line.sure:
        return []
    why = _no_set(sheet, line, tried_sets)
    return [_untried(sheet, line, figure, why) for figure in line.figures]


def _no_set(sheet: Sheet, line: Line, tried: int) -> str:
    """How many sets were tried in vain, and the first cell beside a figure of the line that could be in one and is no number."""
    said = NO_SET.format(tried=tried) if tried > 1 else ONE_SET if tried else TOO_FEW
    for at in ((figure.line, place) for figure in line.figures for place in sheet.places if place != line.place):
        if (
            at in sheet.cells
            and at not in sheet.values
            and sheet.same_line(at[0], line.place, at[1])
            and _FIGURES.fullmatch(sheet.cells[at].text)
        ):
            return said + NO_NUMBER.format(text=sheet.cells[at].text)
    return said


def _is_enough(one: CellSet, hits: int, tried: int) -> bool:
    """Whether so many figures recompute that the set is what the line was made from."""
    if one.likely:
        return hits >= ENOUGH and hits >= MOST * tried
    return hits >= UNLIKELY_MOST * tried and hits >= (UNLIKELY_ENOUGH if hits < tried else UNLIKELY_WHOLE)


def _hits(line: Line, computed: list[_Computed]) -> tuple[int, int]:
    """How many figures recompute, of how many: one that does not, and some of whose cells are not printed, says nothing."""
    hits = tried = 0
    for figure, one in zip(line.figures, computed, strict=True):
        if one.bounds is not None:
            hit = meets(figure.printed, one.bounds)
            hits, tried = hits + hit, tried + (hit or one.complete)
    return hits, tried


def _chance(line: Line, computed: list[_Computed]) -> float:
    """The share of figures that the cells of another line of the same set would give as well, where they print another figure."""
    pairs = [(figure.printed, one.bounds) for figure, one in zip(line.figures, computed, strict=True) if one.bounds][:MAX_CHANCE]
    others = [
        meets(printed, bounds)
        for at, (printed, _) in enumerate(pairs)
        for to, (other, bounds) in enumerate(pairs)
        if _apart(at, to, printed, other)
    ]
    return sum(others) / len(others) if others else 0.0


def _apart(at: int, to: int, printed: Interval, other: Interval) -> bool:
    return at != to and printed != other


def _compute(sheet: Sheet, line: Line, figure: Figure, one: CellSet, work: Work) -> _Computed:
    """What the cells of a set give for one figure."""
    cells: dict[int, list[Interval]] = {}
    for place in one.places:
        numbers = sheet.values.get((figure.line, place))
        if numbers and sheet.same_line(figure.line, line.place, place) and (counted := _counted(numbers, figure, one.several)):
            cells[place] = counted
    work.left -= len(cells) + 1
    complete = len(cells) == len(one.places)
    used = tuple(cells)
    if line.what == "difference":
        return _Computed(_difference(sheet, line, figure, one, cells) if complete else None, used, complete)
    if len(cells) < ENOUGH:
        return _Computed(None, used, complete)
    if line.what == "total":
        return _Computed(total(counted[0] for counted in cells.values()), used, complete)
    groups = [[bounds for place in group if place in cells for bounds in cells[place]] for group in one.groups]
    values = [mean(group) for group in groups if group] or [bounds for counted in cells.values() for bounds in counted]
    return _Computed(mean(values), used, complete)


def _counted(numbers: dict[int, Interval], figure: Figure, several: Literal["mean", "first", "each"]) -> list[Interval]:
    """What counts of a cell: the value at the figure's own place in its cell, or of all values the first, the mean, or each."""
    if figure.part is not None:
        return [numbers[figure.part]] if figure.part in numbers else []
    if several == "each":
        return list(numbers.values())
    return [numbers[min(numbers)] if several == "first" or len(numbers) == 1 else mean(list(numbers.values()))]


def _difference(sheet: Sheet, line: Line, figure: Figure, one: CellSet, cells: dict[int, list[Interval]]) -> Interval | None:
    if not line.against:
        return difference(cells[one.places[0]][0], cells[one.places[1]][0])
    own = sheet.values.get((figure.line, line.place), {}).get(0)
    return difference(own, cells[one.places[0]][0]) if own else None


def _judged(sheet: Sheet, line: Line, computed: list[_Computed]) -> list[Recomputation]:
    """The figures of a line against the set of cells that was found for it."""
    printed_as = Counter(
        _printing(figure) for figure, one in zip(line.figures, computed, strict=True) if one.bounds and meets(figure.printed, one.bounds)
    )
    usual = printed_as.most_common(1)[0][0]
    found: list[Recomputation] = []
    for figure, one in zip(line.figures, computed, strict=True):
        if one.bounds is None:
            found.append(_untried(sheet, line, figure, MISSING))
        elif meets(figure.printed, one.bounds):
            found.append(_recomputed(sheet, line, figure, one, True))
        elif not one.complete:
            found.append(_untried(sheet, line, figure, MISSING))
        elif _printing(figure) != usual:
            found.append(_untried(sheet, line, figure, OTHER))
        else:
            found.append(_recomputed(sheet, line, figure, one, False))
    return found


def _printing(figure: Figure) -> tuple[object, str]:
    return figure.printed[1] - figure.printed[0], figure.unit


def _judge_alone(sheet: Sheet, line: Line, work: Work) -> list[Recomputation]:
    """A figure alone in its line is called recomputed where the cells right beside it give it, and never wrong."""
    (figure,) = line.figures
    for places, likely in runs_for(sheet, line):
        for one in ways_of(sheet, line, tuple(places)) if likely and len(places) >= ALONE else ():
            computed = _compute(sheet, line, figure, one, work)
            if computed.complete and computed.bounds and meets(figure.printed, computed.bounds):
                return [_recomputed(sheet, line, figure, computed, True)]
    return [_untried(sheet, line, figure, LONELY)] if line.sure else []


def _recomputed(sheet: Sheet, line: Line, figure: Figure, one: _Computed, holds: bool) -> Recomputation:
    bounds = one.bounds or figure.printed
    places = (line.place, *one.of) if line.against else one.of
    return Recomputation(
        what=line.what,
        row=sheet.cells[figure.line, line.place].row,
        column=figure.column,
        cell=_at(sheet, figure.line, line.place),
        of=tuple(_at(sheet, figure.line, place) for place in places),
        printed=(float(figure.printed[0]), float(figure.printed[1])),
        computed=(float(bounds[0]), float(bounds[1])),
        holds=holds,
    )


def _untried(sheet: Sheet, line: Line, figure: Figure, why: str) -> Recomputation:
    return Recomputation(
        what=line.what,
        row=sheet.cells[figure.line, line.place].row,
        column=figure.column,
        cell=_at(sheet, figure.line, line.place),
        printed=(float(figure.printed[0]), float(figure.printed[1])),
        why=why,
    )


def _at(sheet: Sheet, line: int, place: int) -> Place:
    at = sheet.cells[line, place].at
    assert at is not None  # no other cell is on a sheet
    return at
