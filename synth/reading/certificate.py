"""The parse certificate: which printed averages, totals and differences of a table recompute from its printed cells.

A figure recomputes if the interval of what its cells give meets the interval of what is printed (`measurements.meets`). Which cells a
figure is over is found, and not assumed: sets of cells are tried in a fixed order, for a whole line of figures at once, and the one under
which the most of them recompute is taken, if at least two and two thirds of them do, and more than would by chance. Then the others of
the line are wrong sums: our misreading, or the paper's slip. A line that no set of cells gives is not called wrong. Sets that leave out
some of the cells are many, and averages of one line move together, so that one may fit most of a line by chance: they have to fit more.

What is not done: weighted means, medians, relative gains, and averages over cells that the table does not print.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

import msgspec

from synth.measurements import Interval, difference, interval, mean, meets, total
from synth.reading.pairs import parts, values
from synth.reading.vocabulary import is_word_for, readings
from synth.records import Cell, Number, Recomputation, Table

What = Literal["average", "difference", "total"]
Place = tuple[int, int]

MAX_WORK = 200_000  # cells added up for one table
MAX_RUNS = 40  # shortened runs of cells, and sets that leave one out, that are tried for a line
MAX_NEAR = 10  # cells beside a difference among which its two are looked for
MAX_CHANCE = 60  # figures of a line that are compared with each other's cells
ENOUGH = 2  # figures that have to recompute before a set of cells is taken, and
MOST = Fraction(2, 3)  # the share of the line that they have to be
UNLIKELY_ENOUGH = 4  # the same for a set that is seldom meant
UNLIKELY_MOST = Fraction(4, 5)
UNLIKELY_WHOLE = 3  # figures of a line that recomputes as a whole from such a set
ALONE = 3  # cells that a figure alone in its line must be over, to be called recomputed
MAX_LABELS = 12  # of a path that are looked at
MAX_WORDS = 3  # of a label one word of which says that it is an average

_FIGURES = re.compile(r"[\W\d_]*\d[\W\d_]*")
_SIGNS = frozenset("+-−–‐‑﹣－＋—")
NO_SET = "none of the {tried} sets of cells that were tried gives enough of its line"
ONE_SET = "the one set of cells that was tried does not give enough of its line"
NO_NUMBER = "; beside them “{text}” is not read as a number"
TOO_FEW = "fewer than two places beside its line hold numbers all along it"
MISSING = "cells that it is over are not printed"
LONELY = "it stands alone in its line, and the cells before it do not give it"
OTHER = "it is printed with other decimals or another unit than those of its line that recompute"
TOO_MUCH = "the table is too large to try"


def certify(table: Table) -> Table:
    """The table with what became of each printed average, total and difference."""
    if not any(cell.value is not None for cell in table.cells):
        return table
    work = _Work()
    found: list[Recomputation] = []
    for sheet in _sheets(table.cells):
        for what in ("average", "total", "difference"):
            for line in _lines(sheet, what):
                found += _try(sheet, line, work)
        for line in (*_signed_lines(sheet), *_lines_of_brackets(sheet)):
            found += _try(sheet, line, work)
    return msgspec.structs.replace(table, recomputed=tuple(_in_order(found)))


def certificate_lines(table: Table) -> tuple[str, ...]:
    """The certificate in plain words: how many recompute, then each that does not, then what is not judged and why."""
    lines: list[str] = []
    for what in ("average", "total", "difference"):
        found = [one for one in table.recomputed if one.what == what]
        if tried := [one for one in found if one.holds is not None]:
            held = sum(bool(one.holds) for one in tried)
            lines.append(f"{held} of {len(tried)} printed {what}s recompute from the cells")
        lines += [_sentence(table, one) for one in tried if not one.holds]
        untried = Counter(one.why for one in found if one.holds is None)
        lines += [f"{n} printed {what}{'s are' if n > 1 else ' is'} not judged: {why}" for why, n in untried.items()]
    return tuple(lines)


def _sentence(table: Table, one: Recomputation) -> str:
    cell = next((cell for cell in table.cells if cell.at == one.cell and not cell.label), None)
    printed = cell.text if cell and len(values(cell)) == 1 and one.column == cell.column else _interval_text(one.printed)
    where = f"“{' › '.join(one.row)}”, “{' › '.join(one.column)}”"
    return f"{where}: prints {printed}, its {len(one.of)} cells give {_interval_text(one.computed)}: the {one.what} does not recompute"


def _interval_text(bounds: tuple[float, float] | None) -> str:
    return f"{round(bounds[0], 4):g} … {round(bounds[1], 4):g}" if bounds else "nothing"


def _in_order(found: Iterable[Recomputation]) -> list[Recomputation]:
    """In the order of the cells what became of each figure: where it was tried in several ways, the one that gives it."""
    best: dict[tuple[object, ...], int] = {}
    listed = list(found)
    for one in listed:
        figure = (one.cell, one.column)
        best[figure] = max(best.get(figure, 0), _weight(one))
    once = {(one.cell, one.column, one.what, one.of): one for one in listed if _weight(one) == best[one.cell, one.column]}
    return sorted(once.values(), key=lambda one: (one.cell, one.what, one.column, one.of))


def _weight(one: Recomputation) -> int:
    return 2 if one.holds else 1 if one.holds is False else 0


# --- the table seen along one direction --------------------------------------------------------------------------


class _Sheet:
    """The value cells of a table by line and place in the line: rows and columns as they are, or, `across`, changed about.

    A figure stands at a place in its line, and is made from other places of the same line.
    """

    def __init__(self, cells: Iterable[tuple[Cell, Place]], *, across: bool) -> None:
        self.across = across
        self.cells: dict[Place, Cell] = {}  # (line, place)
        self.values: dict[Place, dict[int, Interval]] = {}
        for cell, (row, column) in cells:
            where = (column, row) if across else (row, column)
            self.cells[where] = cell
            if numbers := values(cell):
                self.values[where] = {place: _interval(number) for place, number in numbers.items()}
        self.places: dict[int, list[int]] = {}  # place: lines
        for line, place in sorted(self.cells):
            self.places.setdefault(place, []).append(line)
        self._said: dict[tuple[tuple[str, ...], What], str] = {}

    def path(self, line: int, place: int) -> tuple[str, ...]:
        """The labels along which places differ."""
        cell = self.cells[line, place]
        return cell.row if self.across else cell.column

    def same_line(self, line: int, one: int, other: int) -> bool:
        """Whether two places of a line stand under the same labels the other way: below a second heading they do not."""
        first, second = self.cells[line, one], self.cells[line, other]
        return first.column == second.column if self.across else first.row == second.row

    def says(self, path: tuple[str, ...], what: What) -> str:
        """Whether labels say that figures are made this way: "sure", "maybe" or not."""
        if (path, what) not in self._said:
            self._said[path, what] = _says(path, what)
        return self._said[path, what]


def _sheets(cells: Sequence[Cell]) -> Iterator[_Sheet]:
    """The table by its rows and by its columns; and where it is set in blocks, one below the other, with these side by side."""
    placed = [cell for cell in cells if cell.at is not None and not cell.label]
    yield _Sheet(((cell, cell.at) for cell in placed if cell.at), across=False)
    yield _Sheet(((cell, cell.at) for cell in placed if cell.at), across=True)
    rows: dict[tuple[str, ...], int] = {}
    columns: dict[tuple[str, ...], int] = {}
    unfolded = {(rows.setdefault(cell.row, len(rows)), columns.setdefault(cell.column, len(columns))): cell for cell in placed}
    if len(unfolded) == len(placed) and len(rows) < len({cell.at[0] for cell in placed if cell.at}):
        yield _Sheet(((cell, where) for where, cell in unfolded.items()), across=False)


class _Figure(NamedTuple):
    """A printed figure that is to be recomputed: its line, which of the values of its cell, and its interval."""

    line: int
    part: int | None  # the value of each cell that it is made from; None: of all values of each, or of the only one
    printed: Interval
    unit: str
    column: tuple[str, ...]


class _Line(NamedTuple):
    """The figures at one place, which are made in one way."""

    what: What
    place: int
    path: tuple[str, ...]
    figures: tuple[_Figure, ...]
    sure: bool  # the labels say so, and what cannot be recomputed is reported
    against: bool = False  # each figure is its own cell less another, as "80.5 (+0.4)" is


def _lines(sheet: _Sheet, what: What) -> Iterator[_Line]:
    """The lines of figures whose labels say that they are made this way."""
    for place, lines in sheet.places.items():
        by_path: dict[tuple[str, ...], list[int]] = {}
        for line in lines:
            by_path.setdefault(sheet.path(line, place), []).append(line)
        for path, those in by_path.items():
            says = sheet.says(path, what)
            if says:
                figures = tuple(figure for line in those for figure in _figures(sheet, line, place, what))
                if figures:
                    yield _Line(what, place, path, figures, says == "sure")


def _figures(sheet: _Sheet, line: int, place: int, what: What) -> Iterator[_Figure]:
    own = [part for part in parts(sheet.cells[line, place]) if part.own]
    for part in own if what == "average" else own[:1]:
        yield _Figure(line, part.at if len(own) > 1 else None, _interval(part.number), part.number.unit, part.column)


def _signed_lines(sheet: _Sheet) -> Iterator[_Line]:
    """Lines whose every value has a sign, some a plus: differences that no label calls so."""
    for place, lines in sheet.places.items():
        figures = [figure for line in lines for figure in _figures(sheet, line, place, "difference")]
        texts = [sheet.cells[figure.line, place].text.strip() for figure in figures]
        if len(figures) < ENOUGH or not all(_signed(text) for text in texts) or not any(text.startswith("+") for text in texts):
            continue
        path = sheet.path(figures[0].line, place)
        if not any(sheet.says(path, what) for what in ("average", "total", "difference")):
            yield _Line("difference", place, path, tuple(figures), sure=False)


def _lines_of_brackets(sheet: _Sheet) -> Iterator[_Line]:
    """Lines whose values have signed numbers in brackets beside them: changes against another place."""
    for place, lines in sheet.places.items():
        figures: list[_Figure] = []
        for line in lines:
            found = parts(sheet.cells[line, place])
            beside = [part for part in found if part.number.part == "bracket" and _signed(part.number.text)]
            if len(found) == 2 and found[0].own and beside and found[0].number.part == "":
                figures.append(_Figure(line, 0, _interval(beside[0].number), beside[0].number.unit, beside[0].column))
        if len(figures) >= ENOUGH and any(figure.printed[1] > 0 for figure in figures):
            yield _Line("difference", place, sheet.path(figures[0].line, place), tuple(figures), sure=False, against=True)


def _signed(text: str) -> bool:
    return text[:1] in _SIGNS and len(text) > 1


def _interval(number: Number) -> Interval:
    return interval(number.low, number.high)


def _says(path: tuple[str, ...], what: What) -> str:
    labels = path[:MAX_LABELS]
    if any(is_word_for(label, what, "sure") for label in labels):
        return "sure"
    if labels and (is_word_for(labels[-1], what, "maybe") or _has_word(labels[-1], what)):
        return "maybe"
    return ""


def _has_word(label: str, what: What) -> bool:
    """Whether a short label begins or ends with a word for it: "Avg F1", "Gain over BERT" does not."""
    words = label.split()
    return 1 < len(words) <= MAX_WORDS and any(is_word_for(word, what, "sure") for word in (words[0], words[-1]))


# --- which cells -------------------------------------------------------------------------------------------------


class _Set(NamedTuple):
    """Places whose cells a figure may be made from, and how: `groups` are averaged first, each by itself."""

    places: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    several: Literal["mean", "first", "each"] = "mean"  # what counts of a cell with several values
    likely: bool = True  # one of those that figures are mostly over; the others are taken only if more than chance speaks for them


def _sets(sheet: _Sheet, line: _Line) -> Iterator[_Set]:
    """The sets of cells to try for a line, in a fixed order: the likelier ones first, each once."""
    seen: set[tuple[object, ...]] = set()
    if line.what == "difference":
        choices: Iterable[_Set] = _pairs(sheet, line)
    else:
        choices = (one._replace(likely=likely) for places, likely in _runs(sheet, line) for one in _ways(sheet, line, tuple(places)))
    for one in choices:
        if one[:3] not in seen and len(one.places) > (not line.against):
            seen.add(one[:3])
            yield one


def _beside(sheet: _Sheet, line: _Line) -> dict[int, tuple[str, ...]]:
    """The other places that have a value in some of the lines of the figures, with their labels."""
    wanted = [figure.line for figure in line.figures]
    found: dict[int, tuple[str, ...]] = {}
    for place in sheet.places:
        if place == line.place:
            continue
        there = [at for at in wanted if (at, place) in sheet.values and sheet.same_line(at, line.place, place)]
        if len(there) >= min(ENOUGH, len(wanted)):
            found[place] = sheet.path(there[0], place)
    return dict(sorted(found.items()))


def _runs(sheet: _Sheet, line: _Line) -> Iterator[tuple[Sequence[int], bool]]:
    """Places that an average or a total may be over, and whether they are likely ones."""
    beside = _beside(sheet, line)
    made = {place: _made(sheet, path) for place, path in beside.items()}
    before = [place for place in beside if place < line.place]
    after = [place for place in beside if place > line.place]
    plain = [place for place in beside if not made[place]]
    back = _until_made(reversed(before), made)[::-1]
    on = _until_made(after, made)
    yield back, True
    yield plain, True
    yield [place for place in plain if _siblings(beside[place], line)], True
    yield [place for place in plain if _ends_alike(beside[place], line)], True
    yield on, True
    alike = [place for place in beside if sheet.says(beside[place], line.what) == "sure"]
    yield [place for place in alike if place < line.place], True
    yield alike, True
    left, right = [place for place in plain if place < line.place], [place for place in plain if place > line.place]
    yield from ((left[start:], False) for start in range(1, min(len(left) - 1, MAX_RUNS)))
    yield from ((right[: len(right) - cut], False) for cut in range(1, min(len(right) - 1, MAX_RUNS)))
    if line.what == "average":
        yield from (([*plain[:out], *plain[out + 1 :]], False) for out in range(min(len(plain), MAX_RUNS)))


def _made(sheet: _Sheet, path: tuple[str, ...]) -> bool:
    made: tuple[What, ...] = ("average", "total", "difference")
    return any(sheet.says(path, what) == "sure" for what in made)


def _until_made(places: Iterable[int], made: dict[int, bool]) -> list[int]:
    """The places up to the next that is made from others itself; those right beside the figure may be."""
    found: list[int] = []
    for place in places:
        if made[place]:
            if found:
                break
            continue
        found.append(place)
    return found


def _ends_alike(path: tuple[str, ...], line: _Line) -> bool:
    """Whether the labels under the one that says how the line is made are the last of a path as well."""
    behind = line.path[_word(line) + 1 :]
    return bool(behind) and path[-len(behind) :] == behind


def _word(line: _Line) -> int:
    """Where in its path stands the label that says how a line is made."""
    return next((at for at, label in enumerate(line.path) if _says((label,), line.what)), len(line.path) - 1)


def _siblings(path: tuple[str, ...], line: _Line) -> bool:
    """Whether other labels stand in place of the one that says how the line is made, and the rest is the same: its group, its metric."""
    before, behind = line.path[: _word(line)], line.path[_word(line) + 1 :]
    return len(path) > len(before) + len(behind) and path[: len(before)] == before and path[len(path) - len(behind) :] == behind


def _ways(sheet: _Sheet, line: _Line, places: tuple[int, ...]) -> Iterator[_Set]:
    """How the cells of these places may be put together."""
    yield _Set(places, several="first" if line.what == "total" else "mean")
    if line.what != "average" or len(places) < ENOUGH:
        return
    labels = {place: sheet.path(next(at for at in sheet.places[place] if (at, place) in sheet.values), place) for place in places}
    for name in (_without_metric, _outermost):
        groups: dict[tuple[str, ...], list[int]] = {}
        for place in places:
            groups.setdefault(name(labels[place]), []).append(place)
        if 1 < len(groups) < len(places):
            yield _Set(places, tuple(tuple(group) for group in groups.values()))
    yield _Set(places, several="each")
    yield _Set(places, several="first")


def _without_metric(path: tuple[str, ...]) -> tuple[str, ...]:
    """The labels without those that name a metric, and without a metric at the end of one: "XQuAD" of "XQuAD F1"."""
    kept: list[str] = []
    for label in path:
        words = label.split()
        while words and any(known.kind == "metric" for known in readings(words[-1])):
            words.pop()
        kept += [" ".join(words)] if words else []
    return tuple(kept)


def _outermost(path: tuple[str, ...]) -> tuple[str, ...]:
    return path[:1]


def _pairs(sheet: _Sheet, line: _Line) -> Iterator[_Set]:
    """The two places, the first less the second, that a difference may be of; or the one that each figure's own cell is against."""
    near = sorted(_beside(sheet, line), key=lambda place: (abs(place - line.place), place))
    if line.against:
        before = [place for place in sorted(near, reverse=True) if place < line.place]
        yield from (_Set((place,)) for place in [*before, *(place for place in sorted(near) if place > line.place)][:MAX_RUNS])
        return
    near = list(dict.fromkeys([*near[:MAX_NEAR], *sorted(near)[:ENOUGH]]))  # the first may be what all others are held against
    for far in range(1, len(near)):
        for at in range(far):
            yield _Set((near[at], near[far]), likely=far == 1)
            yield _Set((near[far], near[at]), likely=far == 1)


# --- trying them -------------------------------------------------------------------------------------------------


class _Work:
    """How many cells may still be added up."""

    def __init__(self) -> None:
        self.left = MAX_WORK


class _Computed(NamedTuple):
    bounds: Interval | None
    of: tuple[int, ...]  # places
    complete: bool


def _try(sheet: _Sheet, line: _Line, work: _Work) -> list[Recomputation]:
    """What became of each figure of a line."""
    best: tuple[_Set, list[_Computed]] | None = None
    most = tried_sets = 0
    work.left -= len(line.figures) + len(sheet.places) // 4  # to look for the sets takes work as well
    if work.left <= 0:
        return [_untried(sheet, line, figure, TOO_MUCH) for figure in line.figures] if line.sure else []
    for one in _sets(sheet, line):
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


def _no_set(sheet: _Sheet, line: _Line, tried: int) -> str:
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


def _is_enough(one: _Set, hits: int, tried: int) -> bool:
    """Whether so many figures recompute that the set is what the line was made from."""
    if one.likely:
        return hits >= ENOUGH and hits >= MOST * tried
    return hits >= UNLIKELY_MOST * tried and hits >= (UNLIKELY_ENOUGH if hits < tried else UNLIKELY_WHOLE)


def _hits(line: _Line, computed: list[_Computed]) -> tuple[int, int]:
    """How many figures recompute, of how many: one that does not, and some of whose cells are not printed, says nothing."""
    hits = tried = 0
    for figure, one in zip(line.figures, computed, strict=True):
        if one.bounds is not None:
            hit = meets(figure.printed, one.bounds)
            hits, tried = hits + hit, tried + (hit or one.complete)
    return hits, tried


def _chance(line: _Line, computed: list[_Computed]) -> float:
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


def _compute(sheet: _Sheet, line: _Line, figure: _Figure, one: _Set, work: _Work) -> _Computed:
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


def _counted(numbers: dict[int, Interval], figure: _Figure, several: Literal["mean", "first", "each"]) -> list[Interval]:
    """What counts of a cell: the value at the figure's own place in its cell, or of all values the first, the mean, or each."""
    if figure.part is not None:
        return [numbers[figure.part]] if figure.part in numbers else []
    if several == "each":
        return list(numbers.values())
    return [numbers[min(numbers)] if several == "first" or len(numbers) == 1 else mean(list(numbers.values()))]


def _difference(sheet: _Sheet, line: _Line, figure: _Figure, one: _Set, cells: dict[int, list[Interval]]) -> Interval | None:
    if not line.against:
        return difference(cells[one.places[0]][0], cells[one.places[1]][0])
    own = sheet.values.get((figure.line, line.place), {}).get(0)
    return difference(own, cells[one.places[0]][0]) if own else None


def _judged(sheet: _Sheet, line: _Line, computed: list[_Computed]) -> list[Recomputation]:
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


def _printing(figure: _Figure) -> tuple[object, str]:
    return figure.printed[1] - figure.printed[0], figure.unit


def _judge_alone(sheet: _Sheet, line: _Line, work: _Work) -> list[Recomputation]:
    """A figure alone in its line is called recomputed where the cells right beside it give it, and never wrong."""
    (figure,) = line.figures
    for places, likely in _runs(sheet, line):
        for one in _ways(sheet, line, tuple(places)) if likely and len(places) >= ALONE else ():
            computed = _compute(sheet, line, figure, one, work)
            if computed.complete and computed.bounds and meets(figure.printed, computed.bounds):
                return [_recomputed(sheet, line, figure, computed, True)]
    return [_untried(sheet, line, figure, LONELY)] if line.sure else []


def _recomputed(sheet: _Sheet, line: _Line, figure: _Figure, one: _Computed, holds: bool) -> Recomputation:
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


def _untried(sheet: _Sheet, line: _Line, figure: _Figure, why: str) -> Recomputation:
    return Recomputation(
        what=line.what,
        row=sheet.cells[figure.line, line.place].row,
        column=figure.column,
        cell=_at(sheet, figure.line, line.place),
        printed=(float(figure.printed[0]), float(figure.printed[1])),
        why=why,
    )


def _at(sheet: _Sheet, line: int, place: int) -> Place:
    at = sheet.cells[line, place].at
    assert at is not None  # no other cell is on a sheet
    return at
