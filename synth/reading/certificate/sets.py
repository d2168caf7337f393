"""Which cells a line of figures may be over: sets of them, the likelier ones first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from synth.reading.certificate.sheets import ENOUGH, Line, Sheet, What, says
from synth.reading.vocabulary import readings

MAX_RUNS = 40  # shortened runs of cells, and sets that leave one out, that are tried for a line
MAX_NEAR = 10  # cells beside a difference among which its two are looked for


class CellSet(NamedTuple):
    """Places whose cells a figure may be made from, and how: `groups` are averaged first, each by itself."""

    places: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    several: Literal["mean", "first", "each"] = "mean"  # what counts of a cell with several values
    likely: bool = True  # one of those that figures are mostly over; the others are taken only if more than chance speaks for them


def sets_for(sheet: Sheet, line: Line) -> Iterator[CellSet]:
    """The sets of cells to try for a line, in a fixed order: the likelier ones first, each once."""
    seen: set[tuple[object, ...]] = set()
    if line.what == "difference":
        choices: Iterable[CellSet] = _pairs(sheet, line)
    else:
        choices = (one._replace(likely=likely) for places, likely in runs_for(sheet, line) for one in ways_of(sheet, line, tuple(places)))
    for one in choices:
        if one[:3] not in seen and len(one.places) > (not line.against):
            seen.add(one[:3])
            yield one


def _beside(sheet: Sheet, line: Line) -> dict[int, tuple[str, ...]]:
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


def runs_for(sheet: Sheet, line: Line) -> Iterator[tuple[Sequence[int], bool]]:
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


def _made(sheet: Sheet, path: tuple[str, ...]) -> bool:
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


def _ends_alike(path: tuple[str, ...], line: Line) -> bool:
    """Whether the labels under the one that says how the line is made are the last of a path as well."""
    behind = line.path[_word(line) + 1 :]
    return bool(behind) and path[-len(behind) :] == behind


def _word(line: Line) -> int:
    """Where in its path stands the label that says how a line is made."""
    return next((at for at, label in enumerate(line.path) if says((label,), line.what)), len(line.path) - 1)


def _siblings(path: tuple[str, ...], line: Line) -> bool:
    """Whether other labels stand in place of the one that says how the line is made, and the rest is the same: its group, its metric."""
    before, behind = line.path[: _word(line)], line.path[_word(line) + 1 :]
    return len(path) > len(before) + len(behind) and path[: len(before)] == before and path[len(path) - len(behind) :] == behind


def ways_of(sheet: Sheet, line: Line, places: tuple[int, ...]) -> Iterator[CellSet]:
    """How the cells of these places may be put together."""
    yield CellSet(places, several="first" if line.what == "total" else "mean")
    if line.what != "average" or len(places) < ENOUGH:
        return
    labels = {place: sheet.path(next(at for at in sheet.places[place] if (at, place) in sheet.values), place) for place in places}
    for name in (_without_metric, _outermost):
        groups: dict[tuple[str, ...], list[int]] = {}
        for place in places:
            groups.setdefault(name(labels[place]), []).append(place)
        if 1 < len(groups) < len(places):
            yield CellSet(places, tuple(tuple(group) for group in groups.values()))
    yield CellSet(places, several="each")
    yield CellSet(places, several="first")


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


def _pairs(sheet: Sheet, line: Line) -> Iterator[CellSet]:
    """The two places, the first less the second, that a difference may be of; or the one that each figure's own cell is against."""
    near = sorted(_beside(sheet, line), key=lambda place: (abs(place - line.place), place))
    if line.against:
        before = [place for place in sorted(near, reverse=True) if place < line.place]
        yield from (CellSet((place,)) for place in [*before, *(place for place in sorted(near) if place > line.place)][:MAX_RUNS])
        return
    near = list(dict.fromkeys([*near[:MAX_NEAR], *sorted(near)[:ENOUGH]]))  # the first may be what all others are held against
    for far in range(1, len(near)):
        for at in range(far):
            yield CellSet((near[at], near[far]), likely=far == 1)
            yield CellSet((near[far], near[at]), likely=far == 1)
