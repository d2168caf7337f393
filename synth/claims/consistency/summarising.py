"""A table that sums up others prints what they do not: the average of a table, in the column that bears its name.

Which column sums up which table the caption says (“XNLI accuracy scores for each language”) and the numbers prove: most of them are there.
Which rows are one thing is learned in the same way, over all tables of the paper, since a summary has longer names (“mBERT, multi-task” for
“Translate-train (multi-task)”). Where that is settled, the numbers that differ are named, and so is a metric that has two names. A table
without averages is held against the summary by the means of its rows, if others of the paper are summed up so and one of these agrees.
What is not done: a table of which fewer than three averages are found again in the summary says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from synth.claims.consistency.paper import Figure, Paper, Slip, bare, bare_path, count, decimals_of, figures_of, said, same, where
from synth.measurements import Interval, mean, meets
from synth.reading.vocabulary import is_word_for, readings
from synth.records import Passage, Table

LEAST_EQUAL = 3  # rows of a table that are found again in its column of the summary
LEAST_VOTES = 2  # tables that show two rows to be one
LEAST_SUMMED = 2  # tables that a summary sums up by their printed averages, before means are held against it
LEAST_CELLS = 4  # that a mean is over
TELLING = 3  # digits of a number that is found again by no chance
NO_METRICS = ("score", "error", "loss")  # words that captions have in other senses

Labels = tuple[str, ...]


class _Entry(NamedTuple):
    """What a table gives for one of its rows: a printed average, or the mean of the row's cells."""

    label: Labels
    at: int  # which number of the cell
    bounds: Interval
    figure: Figure  # the average; of a mean its first cell
    of: int  # cells of a mean; 0 for a printed average


class _Column(NamedTuple):
    """One column (or row) of a table that may sum up others, by the labels across it."""

    table: int
    name: Labels
    figures: dict[tuple[Labels, int], Figure]


class _Pair(NamedTuple):
    """A column and the table that it may sum up."""

    column: _Column
    table: int
    entries: list[_Entry]
    printed: bool


Rows = dict[tuple[int, Labels], Labels]  # the row of a summary that a label of the other tables stands for


def find(paper: Paper) -> Iterator[Slip]:
    pairs = list(_pairs(paper))
    rows = _rows(pairs)
    summed: Counter[int] = Counter()
    for pair in _best([pair for pair in pairs if pair.printed], rows):
        equal, different = _held(pair, rows)
        if len({entry.label for entry, _ in equal}) >= LEAST_EQUAL:
            summed[pair.column.table] += 1
            yield from (_differ(paper, pair, entry, figure, len(equal), rows) for entry, figure in different)
            yield from _metrics(paper, pair, equal)
    for pair in _best([pair for pair in pairs if not pair.printed], rows):
        equal, different = _held(pair, rows)
        if equal and summed[pair.column.table] >= LEAST_SUMMED:
            yield from (_differ(paper, pair, entry, figure, len(equal), rows) for entry, figure in different)


# --- what may sum up what ------------------------------------------------------------------------------------------


def _pairs(paper: Paper) -> Iterator[_Pair]:
    columns = [(column, _names(column)) for at, table in paper.sound() for column in _columns(at, table)]
    for at, table in paper.sound():
        said_of_it = _words(table.caption)
        named = [column for column, names in columns if column.table != at and any(f" {name} " in said_of_it for name in names)]
        if named:
            entries = list(_averages(table))
            printed = bool(entries)
            entries = entries or list(_means(table))
            yield from (_Pair(column, at, entries, printed) for column in named if entries)


def _columns(at: int, table: Table) -> Iterator[_Column]:
    columns: dict[Labels, list[tuple[Labels, Figure]]] = defaultdict(list)
    for figure in figures_of(table):
        columns[figure.cell.column].append((figure.cell.row, figure))
        columns[figure.cell.row].append((figure.cell.column, figure))
    for name, figures in columns.items():
        keyed = {(path, figure.part.at): figure for path, figure in figures}
        if len(keyed) == len(figures):
            yield _Column(at, name, keyed)


def _names(column: _Column) -> list[str]:
    """The labels by which a caption may name what a column is about."""
    kept = []
    for label in column.name:
        known = {one.kind for one in readings(label)}
        if sum(c.isalpha() for c in label) >= TELLING and not known & {"metric", "average"} and not is_word_for(label, "average", "sure"):
            kept.append(_words(label).strip())
    return [label for label in kept if label]


def _words(text: str) -> str:
    """The words of a text in one case, a blank before and after each."""
    words = re.findall(r"[\w-]+", unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(words)} "


def _averages(table: Table) -> Iterator[_Entry]:
    """The printed averages of a table, each with the label of its row (or column)."""
    for figure in figures_of(table):
        for path, across in ((figure.cell.column, figure.cell.row), (figure.cell.row, figure.cell.column)):
            if any(is_word_for(label, "average", "sure") for label in path) and bare_path(across):
                yield _Entry(bare_path(across), figure.part.at, figure.bounds, figure, 0)


def _means(table: Table) -> Iterator[_Entry]:
    """The means of the rows of a table, over all its blocks."""
    rows: dict[tuple[Labels, int], list[Figure]] = defaultdict(list)
    for figure in figures_of(table):
        if bare_path(figure.cell.row):
            rows[bare_path(figure.cell.row), figure.part.at].append(figure)
    width = max((len(figures) for figures in rows.values()), default=0)
    for (label, at), figures in rows.items():
        if len(figures) == width >= LEAST_CELLS and len({figure.cell.column for figure in figures}) == width:
            yield _Entry(label, at, mean([figure.bounds for figure in figures]), figures[0], width)


# --- which rows are one thing --------------------------------------------------------------------------------------


def _rows(pairs: Sequence[_Pair]) -> Rows:
    """For each label of the tables the row of the summary that it stands for, where their numbers show it."""
    votes: dict[tuple[int, Labels], Counter[Labels]] = defaultdict(Counter)
    sure: Rows = {}
    for pair in pairs:
        found = {(entry.label, entry.at): row for entry in pair.entries if pair.printed and (row := _only_row(pair, entry)) is not None}
        labels = {entry.label for entry in pair.entries}
        rows = {label: {row for (one, _), row in found.items() if one == label} for label in labels}
        for label in labels:
            for row in rows[label]:
                votes[pair.column.table, label][row] += 1
        if len(labels) >= LEAST_EQUAL and len(found) == len(pair.entries) and all(len(one) == 1 for one in rows.values()):
            sure |= {(pair.column.table, label): next(iter(one)) for label, one in rows.items()}
    for key, counted in votes.items():
        (first, most), *rest = counted.most_common(2)
        if most >= LEAST_VOTES and most >= 2 * (rest[0][1] if rest else 0):
            sure[key] = first
    return sure


def _only_row(pair: _Pair, entry: _Entry) -> Labels | None:
    """The one row of a column that prints what an entry prints."""
    if sum(c.isdigit() for c in entry.figure.text) < TELLING:
        return None
    found = [row for (row, at), figure in pair.column.figures.items() if at == entry.at and same(figure, entry.figure)]
    twice = sum(other.at == entry.at and same(other.figure, entry.figure) for other in pair.entries)
    return found[0] if len(found) == 1 and twice == 1 else None


def _held(pair: _Pair, rows: Rows) -> tuple[list[tuple[_Entry, Figure]], list[tuple[_Entry, Figure]]]:
    """The entries of a table that agree with its column of the summary, and those that do not, each with the figure there."""
    equal: list[tuple[_Entry, Figure]] = []
    different: list[tuple[_Entry, Figure]] = []
    for entry in pair.entries:
        row = rows.get((pair.column.table, entry.label))
        figure = pair.column.figures.get((row, entry.at)) if row is not None else None
        if figure is not None:
            agree = meets(figure.bounds, entry.bounds) if entry.of else same(figure, entry.figure)
            (equal if agree else different).append((entry, figure))
    return equal, different


def _best(pairs: Sequence[_Pair], rows: Rows) -> list[_Pair]:
    """For each table the one column of each other table that has the most of its numbers; none where two have as many."""
    by_table: dict[tuple[int, int], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by_table[pair.table, pair.column.table].append(pair)
    found = []
    for some in by_table.values():
        scored = sorted(((len(_held(pair, rows)[0]), at) for at, pair in enumerate(some)), reverse=True)
        if len(scored) == 1 or scored[0][0] > scored[1][0]:
            found.append(some[scored[0][1]])
    return found


# --- what differs --------------------------------------------------------------------------------------------------


def _differ(paper: Paper, pair: _Pair, entry: _Entry, figure: Figure, equal: int, rows: Rows) -> Slip:
    here = where(paper.names[pair.column.table], figure.cell.row, figure.part.column)
    if entry.of:
        gives = said(entry.bounds, decimals_of(figure.text))
        there = f"the {count(entry.of, 'cell')} of {where(paper.names[pair.table], entry.figure.cell.row, ())} give a mean of {gives}"
    else:
        gives = entry.figure.text
        there = f"{where(paper.names[pair.table], entry.figure.cell.row, entry.figure.cell.column)} prints {gives} for the same"
        there += _elsewhere(paper, pair, entry, rows)
    agree = f"{count(equal, 'other figure')} of that table agree{'s' if equal == 1 else ''}"
    return Slip(
        kind="two tables",
        sentence=f"{here}: prints {figure.text}; {there} ({agree}).",
        places=(paper.place(pair.column.table, figure.cell), paper.place(pair.table, entry.figure.cell)),
        printed=figure.text,
        gives=gives,
        page=paper.page(pair.column.table, figure.cell),
    )


def _elsewhere(paper: Paper, pair: _Pair, entry: _Entry, rows: Rows) -> str:
    """Under which other row the summary prints what the table prints: two of them may be mixed up."""
    own = rows.get((pair.column.table, entry.label))
    for (row, at), figure in pair.column.figures.items():
        if at == entry.at and row != own and same(figure, entry.figure):
            return f", which {paper.names[pair.column.table]} has for {where('', figure.cell.row, ())}"
    return ""


def _metrics(paper: Paper, pair: _Pair, equal: Sequence[tuple[_Entry, Figure]]) -> Iterator[Slip]:
    """The metric that a caption names, where the summary names another for the same numbers."""
    caption = paper.tables[pair.table].caption
    figure = equal[0][1]
    here = {known.word: label for label in figure.part.column for known in readings(label) if known.kind == "metric"}
    there = _metrics_in(caption)
    if len(here) == len(there) == 1 and not here.keys() & there.keys():
        (one, printed), (other, word) = *here.items(), *there.items()
        if one not in other and other not in one:
            place = paper.place(pair.column.table, figure.cell)
            name = where(paper.names[pair.column.table], (), figure.cell.column)
            yield Slip(
                kind="metric",
                sentence=f"{name}: the metric is {printed}; the caption of {paper.names[pair.table]} calls it {word}, "
                f"and {count(len(equal), 'figure')} of the two tables are the same.",
                places=(
                    place,
                    Passage(text=caption, source=place.source, page=paper.tables[pair.table].page, section=paper.names[pair.table]),
                ),
                printed=printed,
                gives=word,
                page=place.page,
            )


def _metrics_in(caption: str) -> dict[str, str]:
    """The metrics that a caption names, with its words for them."""
    words = re.findall(r"[\w-]+", caption)
    spelled = [*words, *(f"{one} {two}" for one, two in pairwise(words))]
    known = ((one.word, word) for word in spelled for one in readings(word) if one.kind == "metric" and bare(word) != "score")
    return {metric: word for metric, word in known if metric not in NO_METRICS}
