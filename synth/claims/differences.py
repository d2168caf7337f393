"""Two versions of one work, number by number: what both print and print differently, and what only one of them prints.

Tables are paired by the labels that they share, since a table may have another number in another version, and cells by their labels and
conditions. A number whose labels have changed is one that is gone and one that is new, and is counted as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synth.claims.selecting import plain_path
from synth.measurements import IDENTITY, Measurement
from synth.published import work_of
from synth.records import Record
from synth.sources.identity import find_identifiers

LEAST_SHARED = 0.3  # of the cells of the smaller table, for two tables to be one

Labels = tuple[object, ...]

_CONDITIONS = tuple(name for name in IDENTITY if name not in ("source", "origin", "table", "row", "column", "reported_by", "baseline"))


class Differing(Record, frozen=True, kw_only=True):
    """One number that both versions print, and print differently."""

    one: Measurement
    other: Measurement


class Differences(Record, frozen=True, kw_only=True):
    """What two versions have in common, where they differ, and what only one has."""

    one: str
    other: str
    shared: int  # numbers that both print
    differing: tuple[Differing, ...] = ()
    only_one: tuple[Measurement, ...] = ()
    only_other: tuple[Measurement, ...] = ()
    cautions: tuple[str, ...] = ()  # why what differs may be no change from one version to the next


def differences(
    one: str, rows: Iterable[Measurement], other: str, others: Iterable[Measurement], cautions: Sequence[str] = ()
) -> Differences:
    """The differences of two versions, in the order of the tables of the first."""
    mine, theirs = _by_table(rows), _by_table(others)
    pairs = _paired(mine, theirs)
    differing: list[Differing] = []
    shared = 0
    only_one: list[Measurement] = []
    for table, cells in mine.items():
        counterpart = theirs.get(pairs.get(table, ""), {})
        for labels, row in cells.items():
            match = counterpart.get(labels)
            if match is None:
                only_one.append(row)
                continue
            shared += 1
            if (row.value, row.low, row.high) != (match.value, match.low, match.high):
                differing.append(Differing(one=row, other=match))
    back = {other: table for table, other in pairs.items()}
    only_other = [
        row for table, cells in theirs.items() for labels, row in cells.items() if labels not in mine.get(back.get(table, ""), {})
    ]
    return Differences(
        one=one,
        other=other,
        shared=shared,
        differing=tuple(differing),
        only_one=tuple(only_one),
        only_other=tuple(only_other),
        cautions=tuple(cautions),
    )


def cautions_of(one: str, rows: Sequence[Measurement], other: str, others: Sequence[Measurement]) -> list[str]:
    """What is to be said before two lists of numbers are taken for two versions of one work."""
    found: list[str] = []
    works = [work_of(name) for name in (one, other)]
    if all(find_identifiers(name) for name in (one, other)) and works[0] != works[1]:
        found.append(f"{works[0]} and {works[1]} are two works, and not two versions of one: what differs is no change")
    for name, those in ((one, rows), (other, others)):
        if those and all(row.origin == "published" for row in those):
            found.append(f"of {name} the {len(those):,} numbers that somebody has typed are at hand; it may print more than these")
    return found


def _by_table(rows: Iterable[Measurement]) -> dict[str, dict[Labels, Measurement]]:
    """The cells of each table by their labels and conditions; of two that nothing tells apart, each with its number."""
    tables: dict[str, dict[Labels, Measurement]] = {}
    for row in rows:
        cells = tables.setdefault(row.table, {})
        labels: Labels = (plain_path(row.row), plain_path(row.column), *(getattr(row, name) for name in _CONDITIONS))
        nth = 1
        while (*labels, nth) in cells:
            nth += 1
        cells[*labels, nth] = row
    return tables


def _paired(mine: dict[str, dict[Labels, Measurement]], theirs: dict[str, dict[Labels, Measurement]]) -> dict[str, str]:
    """Which table of the one is which of the other: those with most cells in common first, of equals those with one name."""
    scored: list[tuple[float, bool, int, str, str]] = []
    for at, (table, cells) in enumerate(mine.items()):
        for name, others in theirs.items():
            common = len(cells.keys() & others.keys()) / min(len(cells), len(others))
            if common >= LEAST_SHARED:
                scored.append((-common, name != table, at, table, name))
    pairs: dict[str, str] = {}
    for _, _, _, table, name in sorted(scored):
        if table not in pairs and name not in pairs.values():
            pairs[table] = name
    return pairs


def place(row: Measurement) -> str:
    """Where a number stands, in words: its table and page, its labels, or what it was measured under where it has none."""
    page = f", p. {row.page}" if row.page else ""
    paths = [" › ".join(_labels(path)) for path in (row.row, row.column) if path]
    said = [str(getattr(row, name)) for name in ("model", "target", "training", "language", "metric") if getattr(row, name)]
    return f"{row.table or 'no table'}{page}: {' × '.join(paths) or ' '.join(said)}"


def _labels(path: str) -> Sequence[str]:
    from synth.measurements import split_path

    return split_path(path)
