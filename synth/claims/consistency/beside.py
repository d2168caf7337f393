"""Figures that stand beside each other and differ in one label only, by what that label says: precision, recall and F1 of one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from synth.claims.consistency.paper import Figure, Paper, Slip, where
from synth.reading.vocabulary import is_word_for, readings

LEAST_FITS = 3  # groups of a table that are as they must be, before one is called impossible
FITS_TO_MISS = 8  # for each that is not


def metric_of(label: str) -> str:
    """The metric that a label names; empty where it names none, or could name two."""
    known = [one.word for one in readings(label) if one.kind == "metric"]
    return known[0] if len(known) == 1 else ""


def metrics_of(figure: Figure) -> set[str]:
    """The metrics that the labels of a figure name."""
    return {metric for label in (*figure.cell.row, *figure.part.column) if (metric := metric_of(label))}


def groups_of(figures: Sequence[Figure], word_of: Callable[[str], str]) -> Iterator[dict[str, Figure]]:
    """The figures beside each other by the word that `word_of` finds in one of their labels, where each word stands there once."""
    groups: dict[object, dict[str, Figure]] = defaultdict(dict)
    twice: set[object] = set()
    for figure in figures:
        assert figure.cell.at is not None  # of `figures_of` every cell has a place
        for axis, path in enumerate((figure.cell.row, figure.part.column)):
            found = [(depth, word) for depth, label in enumerate(path) if (word := word_of(label))]
            if len(found) == 1:
                depth, word = found[0]
                across = figure.part.column if axis == 0 else figure.cell.row
                group = (axis, figure.cell.at[1 - axis], across, path[:depth], path[depth + 1 :])
                if word in groups[group]:
                    twice.add(group)
                groups[group][word] = figure
    yield from (found for group, found in groups.items() if group not in twice and len(found) > 1)


def are_enough(fits: int, misses: int, least: int = LEAST_FITS) -> bool:
    """Whether so many groups are as they must be that the others are slips, and not another thing under the same names."""
    return misses > 0 and fits >= max(least, FITS_TO_MISS * misses)


def is_over_others(figure: Figure) -> bool:
    """Whether a figure is an average or a total of others by its labels."""
    labels = (*figure.cell.row, *figure.cell.column)
    return any(is_word_for(label, what, sureness) for label in labels for what in ("average", "total") for sureness in ("sure", "maybe"))


def impossible(paper: Paper, at: int, figure: Figure, sentence: str, gives: str) -> Slip:
    """The slip of a figure that cannot be; `sentence` says why, the place is put before it."""
    return Slip(
        kind="impossible",
        sentence=f"{where(paper.names[at], figure.cell.row, figure.part.column)}: {sentence}",
        places=(paper.place(at, figure.cell),),
        printed=figure.text,
        gives=gives,
        page=paper.page(at, figure.cell),
        light="red",
    )
