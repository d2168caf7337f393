"""A cell is bold or underlined as the best of its row or column, and another cell there is better.

Which way the mark goes is learned from the table: along rows or columns; the largest or the smallest, or the one next to it; over whole
lines, in the groups that the labels make, or in runs that the same cuts make in every line (papers rule them off). It is believed where
nearly all marked runs follow it. What is not done: a run in which several different values are marked is never called wrong (they may be
equal within noise), nor one whose mark is at the other end (there the other way may be the better), nor one whose better cell stands in
a row that has no such mark anywhere and is seldom beaten (it may not take part: a human, an oracle).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from synth.claims.consistency.paper import Figure, Paper, Slip, above, figures_of, where

LEAST_FITS = 6  # marked runs that follow a rule before it is believed
FITS_TO_MISS = 10  # for each that does not
LEAST_BEATEN = 10  # runs in which a row that has no mark is beaten: then it takes part, for who takes no part would win
LEAST_CELLS = 3  # of a run: of two cells, one is always at the one end and one at the other
MAX_CUTS = 3
BEAM = 4  # ways to cut that are cut further
MAX_FIGURES = 3_000  # of a table
MAX_CUT = 600  # figures of a table that is cut
CUT_COSTS = 2  # fits that a cut has to win before it is believed

Axis = Literal["row", "column"]
At = tuple[int, int]


class _Rule(NamedTuple):
    """What a table marks."""

    axis: Axis  # along which cells are compared
    run_of: Callable[[Figure], object]
    largest: bool
    rank: int


class _Run(NamedTuple):
    """Figures that are compared with each other, the best first, and those of them that are marked."""

    figures: list[Figure]
    marked: list[Figure]


class _Tried(NamedTuple):
    """How the marked runs of a table follow a rule."""

    rule: _Rule
    runs: list[_Run]
    fits: int
    misses: int
    score: int


def find(paper: Paper) -> Iterator[Slip]:
    for at, table in paper.sound():
        figures = list(figures_of(table))
        told: set[At] = set()
        for mark in ("bold", "underline"):
            for figure, better, rule in _wrong(figures, mark):
                if _at(figure) not in told:
                    told.add(_at(figure))
                    yield _slip(paper, at, mark, figure, better, rule)


def _slip(paper: Paper, at: int, mark: str, figure: Figure, better: Figure, rule: _Rule) -> Slip:
    along = rule.axis if rule.run_of is _as_one else f"part of the {rule.axis}"
    what = ("largest" if rule.largest else "smallest") if rule.rank == 1 else "second"
    said = "bold" if mark == "bold" else "underlined"
    own = where("", better.cell.row, ()) if rule.axis == "column" else where("", (), better.cell.column)
    return Slip(
        kind=mark,
        sentence=f"{where(paper.names[at], figure.cell.row, figure.cell.column)}: {figure.cell.text} is {said} "
        f"as the {what} of its {along}, and {own or 'another cell'} has {better.cell.text}, which is not {said}.",
        places=(paper.place(at, figure.cell), paper.place(at, better.cell)),
        printed=figure.cell.text,
        gives=better.cell.text,
        page=paper.page(at, figure.cell),
    )


def _at(figure: Figure) -> At:
    assert figure.cell.at is not None  # of `figures_of` every cell has a place
    return figure.cell.at


# --- what the table marks ------------------------------------------------------------------------------------------


def _wrong(figures: Sequence[Figure], mark: str) -> Iterator[tuple[Figure, Figure, _Rule]]:
    """Each marked figure that is not what its table marks elsewhere, with a figure that is better, and the rule it breaks."""
    marked = {_at(figure) for figure in figures if mark in figure.cell.marks}
    if len(marked) < LEAST_FITS or len(figures) > MAX_FIGURES or _is_emphasis(figures, marked):
        return
    tried: list[_Tried] = []
    for axis in ("column", "row"):
        for largest in (True, False):
            for rank in (1, 2) if mark == "underline" else (1,):
                tried += _tried(figures, marked, _Rule(axis, _as_one, largest, rank))
    believed = [one for one in tried if one.fits >= LEAST_FITS and one.fits >= FITS_TO_MISS * one.misses]
    if believed:
        best = max(believed, key=lambda one: one.score)
        yield from _told(best.rule, best.runs, marked)


def _tried(figures: Sequence[Figure], marked: set[At], rule: _Rule) -> list[_Tried]:
    """How a table follows a rule over whole lines, in the groups of its labels, and in runs: the best cuts, each found beside the last."""
    across = 0 if rule.axis == "column" else 1
    depths = {len(_path(figure, rule.axis)) for figure in figures}
    ways = [_as_one, *(_by_labels(rule.axis, depth - 1) for depth in sorted(depths) if depth > 1)]
    found = [_try(figures, marked, rule._replace(run_of=way), 0) for way in ways]
    if any(not one.misses for one in found) or len(figures) > MAX_CUT:
        return found
    places = sorted({_at(figure)[across] for figure in figures})[1:]
    beam: list[tuple[int, ...]] = [()]
    for cuts in range(1, MAX_CUTS + 1):
        further = sorted({tuple(sorted((*one, place))) for one in beam for place in places if place not in one})
        scored = [(_try(figures, marked, rule._replace(run_of=_by_cuts(across, one)), cuts), one) for one in further]
        scored.sort(key=lambda pair: -pair[0].score)
        found += [one for one, _ in scored[:1]]
        beam = [one for _, one in scored[:BEAM]]
    return found


def _try(figures: Sequence[Figure], marked: set[At], rule: _Rule, cuts: int) -> _Tried:
    runs = _runs(figures, rule, marked)
    fits = sum(_fits(run, rule) for run in runs)
    misses = sum(_misses(run, rule) for run in runs)
    return _Tried(rule, runs, fits, misses, fits - 2 * misses - CUT_COSTS * cuts)


def _is_emphasis(figures: Sequence[Figure], marked: set[At]) -> bool:
    """Whether only whole rows or whole columns are marked: a system that is pointed at, and not what is best."""
    for axis in (0, 1):
        lines: dict[int, set[At]] = defaultdict(set)
        for figure in figures:
            lines[_at(figure)[axis]].add(_at(figure))
        if all(line <= marked for line in lines.values() if line & marked):
            return True
    return False


def _path(figure: Figure, axis: Axis) -> tuple[str, ...]:
    """The labels that tell the figures of a line apart."""
    return figure.cell.row if axis == "column" else figure.cell.column


def _as_one(figure: Figure) -> object:
    return None


def _by_labels(axis: Axis, depth: int) -> Callable[[Figure], object]:
    return lambda figure: _path(figure, axis)[:depth]


def _by_cuts(across: int, cuts: tuple[int, ...]) -> Callable[[Figure], object]:
    return lambda figure: bisect_right(cuts, _at(figure)[across])


def _runs(figures: Sequence[Figure], rule: _Rule, marked: set[At]) -> list[_Run]:
    """The runs with a mark and enough cells to tell, the best figure of each first."""
    grouped: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        row, column = _at(figure)
        line = (column, figure.cell.column) if rule.axis == "column" else (row, figure.cell.row)
        grouped[line, figure.part.at, rule.run_of(figure)].append(figure)
    runs = []
    for run in grouped.values():
        of_run = [figure for figure in run if _at(figure) in marked]
        if of_run and len(run) >= LEAST_CELLS and len(of_run) < len(run):
            runs.append(_Run(sorted(run, key=lambda figure: figure.value, reverse=rule.largest), of_run))
    return runs


def _fits(run: _Run, rule: _Rule) -> bool:
    """Whether what is marked is one value, and the one that the rule marks."""
    ranked = list(dict.fromkeys(figure.value for figure in run.figures))
    return len(ranked) >= rule.rank and {figure.value for figure in run.marked} == {ranked[rule.rank - 1]}


def _misses(run: _Run, rule: _Rule) -> bool:
    """Whether a run speaks against a rule; one marked at its other end does not, for there the other way may be the better."""
    return not _fits(run, rule) and run.marked[0].value != run.figures[-1].value


def _told(rule: _Rule, runs: Sequence[_Run], marked: set[At]) -> Iterator[tuple[Figure, Figure, _Rule]]:
    """The marked figures that break a rule, where every number of their cell does, and what is better takes part elsewhere."""
    beaten = Counter(_path(figure, rule.axis) for run in runs if _fits(run, rule) for figure in run.figures)
    taking_part = {_path(figure, rule.axis) for run in runs for figure in run.figures if _at(figure) in marked}
    taking_part |= {path for path, times in beaten.items() if times >= LEAST_BEATEN}
    wrong: dict[At, list[tuple[Figure, Figure]]] = defaultdict(list)
    right: set[At] = set()
    for run in runs:
        one = run.marked[0]
        passed = [figure for figure in run.figures if _better(figure, one, rule) and _at(figure) not in marked]
        alone = len({figure.value for figure in run.marked}) == 1
        allowed = rule.rank - 1  # so many values may be better than what is marked as second
        if (
            alone
            and _misses(run, rule)
            and len({figure.value for figure in passed}) > allowed
            and _path(passed[allowed], rule.axis) in taking_part
        ):
            wrong[_at(one)].append((one, passed[allowed]))
        else:
            right |= {_at(figure) for figure in run.marked}
    for at, found in wrong.items():
        if at not in right and len({_at(better) for _, better in found}) == 1:
            yield (*found[0], rule)


def _better(figure: Figure, than: Figure, rule: _Rule) -> bool:
    return above(figure, than) if rule.largest else above(than, figure)
