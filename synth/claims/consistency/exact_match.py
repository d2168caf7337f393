"""An exact-match score above the F1 score of the same answers: an exact match has an F1 of 1, so it is never the larger.

Which is which the headings say, or the caption where it names both in the order of the cells (“F1 / EM”), and the other cells must bear it
out. What is not done: scores of different data are not compared, and those that only stand near each other are not paired.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from synth.claims.consistency.beside import are_enough, groups_of, impossible, metric_of, metrics_of
from synth.claims.consistency.paper import Figure, Paper, Slip, above, count, figures_of
from synth.records import Table

_TWO = re.compile(r"([\w-]+)\s*/\s*([\w-]+)")


def find(paper: Paper) -> Iterator[Slip]:
    for at, table in paper.sound():
        figures = list(figures_of(table))
        pairs = [(one["f1"], one["em"]) for one in groups_of(figures, metric_of) if "f1" in one and "em" in one]
        pairs += _pairs_by_caption(table, figures)
        wrong = [(f1, em) for f1, em in pairs if above(em, f1)]
        fits = len(pairs) - len(wrong)
        if are_enough(fits, len(wrong)):
            for f1, em in wrong:
                why = f"prints an exact match of {em.text} above an F1 of {f1.text}, which no answers can give"
                yield impossible(paper, at, em, f"{why} ({count(fits, 'other pair')} of this table are as they must be).", f1.text)


def _pairs_by_caption(table: Table, figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """F1 and exact match of each cell with two numbers and no metric in its headings, where the caption names them in one order."""
    orders = {(metric_of(one), metric_of(two)) for one, two in _TWO.findall(table.caption)} & {("f1", "em"), ("em", "f1")}
    if len(orders) != 1:
        return []
    cells: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        if not metrics_of(figure):
            cells[figure.cell.at].append(figure)
    pairs = [(found[0], found[1]) for found in cells.values() if len(found) == 2]
    return pairs if orders == {("f1", "em")} else [(two, one) for one, two in pairs]
