"""Published numbers: the measurements of `data/published`, and the views of them that people ask for.

`pivot` gives a paper's shape back, `per_language` one series a model and task, `count_once` each number once with every source that
states it, and `subtract` a difference within one version of one source. All take rows in any order and say the same of them.

What is not done: nothing is rounded or filled, and numbers that are equal are one measurement only where one source repeats another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from synth.files import DATA
from synth.measurements import (
    DEFAULT_TRAINING,
    IDENTITY,
    NEEDED,
    Interval,
    Measurement,
    MeasurementError,
    difference,
    interval,
    key,
    read_measurements,
)

FOLDER = DATA / "published"
OTHERS = "others"  # in `reported_by`: the source reprints the number and does not say from where
AVERAGE = "avg"  # in `language` and `target`

# What a number was measured under, wherever it is printed.
CONDITIONS = tuple(name for name in IDENTITY if name not in ("source", "origin", "table", "row", "column", "reported_by"))
_SERIES = ("source", "table", "row", "column", *(name for name in CONDITIONS if name != "language"))

_ARXIV = re.compile(r"(arXiv:\S+?)v\d{1,2}")
_REPOSITORY = re.compile(r"(github:[^\s@]+)@\S+")


def read_published(folder: Path = FOLDER) -> list[Measurement]:
    """The rows of every CSV file of a folder, by the names of the files."""
    return [row for file in sorted(folder.glob("*.csv")) for row in read_measurements(file)]


# --- whose number it is ------------------------------------------------------------------------------------------


def work_of(source: str) -> str:
    """The work that a source is a version of: `arXiv:2003.11080` for its v5, a repository for a file of it at a commit."""
    versioned = _ARXIV.fullmatch(source) or _REPOSITORY.fullmatch(source)
    return versioned[1] if versioned else source


def stated_by(row: Measurement) -> str:
    """The work that a number is of: its source's, or that which the source repeats; `OTHERS` where it does not say which."""
    return work_of(row.reported_by or row.source)


def conditions(row: Measurement) -> tuple[str, ...]:
    """What a number was measured under, with what a row leaves out said: zero-shot, no intermediate task."""
    said = {name: _text(row, name) for name in CONDITIONS}
    said["training"] = said["training"] or DEFAULT_TRAINING
    if row.kind == "absolute":
        said["intermediate"] = said["intermediate"] or "none"
    return tuple(said.values())


class Counted(NamedTuple):
    """One number, and every place that states it."""

    row: Measurement  # of the work's own source, if it is among them
    rows: tuple[Measurement, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources that state it, each once."""
        return tuple(sorted({row.source for row in self.rows}))


def count_once(rows: Iterable[Measurement]) -> list[Counted]:
    """Each number once, in the order of its first row.

    Rows are one number where conditions and value are the same and both are of one work. A row whose source does not say whom it
    repeats joins them if there is one such work only; two works that measured the same are two numbers.
    """
    same: dict[tuple[str, ...], dict[str, list[Measurement]]] = {}
    for row in rows:
        known = all(getattr(row, name) for name in NEEDED["published"])
        group = same.setdefault((*conditions(row), repr(row.value)) if known else (key(row),), {})
        group.setdefault(stated_by(row), []).append(row)
    counted: list[Counted] = []
    for group in same.values():
        if OTHERS in group and len(group) == 2:
            (named,) = group.keys() - {OTHERS}
            group = {named: [*group[named], *group[OTHERS]]}
        counted += [_counted(stated) for stated in group.values()]
    return counted


def _counted(rows: list[Measurement]) -> Counted:
    ordered = sorted(rows, key=lambda row: (bool(row.reported_by), row.source, row.table, key(row)))
    return Counted(ordered[0], tuple(ordered))


# --- shapes ------------------------------------------------------------------------------------------------------

Heads = tuple[str, ...]


class Pivot(NamedTuple):
    """Rows set out in two directions. Heads stand in the order in which they first come; a cell that no row fills is not there."""

    down: tuple[Heads, ...]
    across: tuple[Heads, ...]
    cells: dict[tuple[Heads, Heads], Measurement]


def pivot(rows: Iterable[Measurement], down: Sequence[str] = ("row",), across: Sequence[str] = ("column",)) -> Pivot:
    """The rows by two sets of columns; as they stand, by their own labels, in the shape of the table they were printed in.

    Raises `MeasurementError` where two different numbers would share a cell, naming the columns that tell them apart.
    """
    cells: dict[tuple[Heads, Heads], Measurement] = {}
    for row in rows:
        at = _heads(row, down), _heads(row, across)
        cells[at] = _one(cells[at], row, " × ".join(" / ".join(heads) for heads in at)) if at in cells else row
    heads_down, heads_across = (tuple(dict.fromkeys(at[side] for at in cells)) for side in (0, 1))
    return Pivot(heads_down, heads_across, cells)


def _heads(row: Measurement, names: Sequence[str]) -> Heads:
    return tuple(_text(row, name) for name in names)


def _text(row: Measurement, name: str) -> str:
    value = getattr(row, name)
    return "" if value is None else str(value)


def _one(first: Measurement, second: Measurement, where: str) -> Measurement:
    """Either of two rows that state one number, the same one whichever came first."""
    if (first.value, first.low, first.high) == (second.value, second.low, second.high):
        return min(first, second, key=key)
    apart = [f"`{name}`" for name in ("source", "table", *CONDITIONS) if getattr(first, name) != getattr(second, name)]
    raise MeasurementError(f"{where}: holds {first.value} and {second.value}, which differ in {', '.join(apart) or 'nothing else'}")


class Series(NamedTuple):
    """The scores of one model at one task by language, as one table of one source prints them, and the average it prints."""

    conditions: dict[str, str]
    scores: dict[str, Measurement]  # by code, in order
    average: Measurement | None


def per_language(rows: Iterable[Measurement]) -> list[Series]:
    """The series of all rows that name a language, in the order of their first rows; an average without scores is none."""
    series: dict[Heads, dict[str, Measurement]] = {}
    for row in rows:
        if not row.language:
            continue
        scores = series.setdefault(_heads(row, _SERIES), {})
        scores[row.language] = _one(scores[row.language], row, row.language) if row.language in scores else row
    return [
        Series(
            dict(zip(_SERIES, heads, strict=True)),
            {code: scores[code] for code in sorted(scores) if code != AVERAGE},
            scores.get(AVERAGE),
        )
        for heads, scores in series.items()
        if scores.keys() - {AVERAGE}
    ]


# --- differences -------------------------------------------------------------------------------------------------


def subtract(one: Measurement, other: Measurement, *, across: bool = False) -> Interval:
    """The interval of `one` less `other`, two numbers of one source in one version.

    `across` is for a test that says in words that it compares sources. Raises `MeasurementError` naming the two that do not go together.
    """
    if one.source != other.source and not across:
        what = "two versions of one work" if work_of(one.source) == work_of(other.source) else "two sources"
        raise MeasurementError(
            f"{one.source} and {other.source} are {what}: their numbers are not subtracted unless a test says so in words"
        )
    for name in ("kind", "metric", "unit", "baseline"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine != theirs:
            raise MeasurementError(f"`{name}` is {mine or 'empty'} for one and {theirs or 'empty'} for the other: they are not subtracted")
    return difference(interval(one.low, one.high), interval(other.low, other.high))
