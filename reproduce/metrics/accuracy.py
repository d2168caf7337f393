"""Accuracy: how many labels are the right ones. XNLI, PAWS-X, and Tatoeba from a file of row numbers.

After `accuracy` of XTREME's evaluate.py. Labels are compared as texts: "1" is not "1.0", a capital letter makes another label, and of a
line with two columns the whole line is the label. From a file a blank line is an example like any other.

Traps kept: the official function pairs labels until one side ends and divides by the number of predictions, so that a file cut short
can score 100. Here unequal numbers are an error; `ragged=True` gives the official figure. The benchmark's way by files refuses them too.
"""

from __future__ import annotations

from collections.abc import Sequence

from reproduce.metrics.metric import MetricError, Score, check_equal_lengths

NAME = "accuracy"
VERSION = "1"


def accuracy(gold: Sequence[str], predicted: Sequence[str], *, ragged: bool = False) -> Score:
    """How many of the predicted labels are the gold ones; n is the number of predictions."""
    if not ragged:
        check_equal_lengths(gold, predicted, "labels")
    if not predicted:
        raise MetricError("no predicted label: there is nothing to judge")
    right = sum(one == other for one, other in zip(gold, predicted, strict=False))
    return Score(100 * right / len(predicted), "accuracy", f"{NAME} {VERSION}", len(predicted))


SCORES = {"accuracy": accuracy}
