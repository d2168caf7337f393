"""An F1 that its precision and recall do not give, in a table in which theirs give nearly all the others.

What is not done: a mean of F1 scores is no F1 of means, so rows over others are left out, and so is a table in which F1 rarely follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from synth.claims.consistency.beside import are_enough, groups_of, impossible, is_over_others, metric_of
from synth.claims.consistency.paper import Paper, Slip, count, decimals_of, figures_of, said
from synth.measurements import Interval, meets

LEAST_ROWS = 5  # whose F1 recomputes


def find(paper: Paper) -> Iterator[Slip]:
    for at, table in paper.sound():
        groups = [one for one in groups_of(list(figures_of(table)), metric_of) if {"precision", "recall", "f1"} <= one.keys()]
        rows = [one for one in groups if not is_over_others(one["f1"])]
        wrong = [one for one in rows if not meets(_harmonic(one["precision"].bounds, one["recall"].bounds), one["f1"].bounds)]
        fits = len(rows) - len(wrong)
        if are_enough(fits, len(wrong), LEAST_ROWS):
            for one in wrong:
                precision, recall, f1 = one["precision"], one["recall"], one["f1"]
                gives = said(_harmonic(precision.bounds, recall.bounds), decimals_of(f1.text))
                why = f"prints an F1 of {f1.text}; its precision of {precision.text} and recall of {recall.text} give {gives}"
                yield impossible(paper, at, f1, f"{why} ({count(fits, 'other row')} of this table recompute).", gives)


def _harmonic(one: Interval, other: Interval) -> Interval:
    """The interval of the harmonic mean, which grows with both."""
    low, high = (2 * a * b / (a + b) if a > 0 and b > 0 else Fraction(0) for a, b in zip(one, other, strict=True))
    return low, high
