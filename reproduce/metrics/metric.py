"""What a metric is, how one is found, and what it gives.

A metric is a module of `reproduce/metrics` with these parts:

1. its docstring: a sentence, then where the definition comes from, and which traps of it are kept;
2. `NAME`, and `VERSION`, a text that changes whenever a score could;
3. `SCORES`: what it can be asked for, by name; each is a function that gives a `Score`. Averages, which only take scores, have none.

One rule of scale, everywhere: what judges a single example is a fraction from 0 to 1, and a `Score`, which judges many, is in per cent.
A metric reads no file, trains nothing and loads no torch. Where the official code raises, a `MetricError` says why in one line.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
from collections.abc import Callable, Mapping, Sequence, Sized
from functools import cache
from typing import Any, NamedTuple

from synth.measurements import Measurement

VERSION_COLUMN = "metric_version"  # a column of measurements beside those that the contract names; files keep it


class MetricError(ValueError):
    """No score can be given: the message says in one line what of the input forbids it."""


class Score(NamedTuple):
    """What a metric says of many examples together."""

    value: float  # per cent
    metric: str  # in the words of the measurements: f1, em, accuracy
    version: str  # whose definition and which one, as in "tagging 1"
    n: int  # how many were judged, in the unit that the metric names
    parts: Mapping[str, float] = {}  # what stands beside the value: em beside f1, precision and recall, a threshold


class Metric(NamedTuple):
    """A module of this folder, read."""

    name: str
    version: str
    title: str  # first sentence of its docstring
    scores: Mapping[str, Callable[..., Score]]


@cache
def metrics() -> Mapping[str, Metric]:
    """All metrics by name. Two that share a name, or one without its parts, stop the program: that is our mistake, not the data's."""
    found: dict[str, Metric] = {}
    asked: dict[str, str] = {}
    package = importlib.import_module("reproduce.metrics")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if module.name == __name__:
            continue
        metric = _read(module.name)
        for name in (metric.name, *metric.scores):
            if asked.setdefault(name, module.name) != module.name:
                raise ImportError(f"{asked[name]} and {module.name} both give `{name}`")
        found[metric.name] = metric
    return found


def _read(name: str) -> Metric:
    module = importlib.import_module(name)
    absent = [part for part in ("__doc__", "NAME", "VERSION", "SCORES") if getattr(module, part, None) is None]
    if absent:
        raise ImportError(f"{name} has no {', '.join(absent)}; reproduce/metrics/metric.py says what a metric holds")
    return Metric(module.NAME, module.VERSION, str(module.__doc__).partition("\n")[0], module.SCORES)


def measured(score: Score, *, source: str, model: str, target: str, **conditions: Any) -> Measurement:
    """The score as a row of measurements, with the version of its metric in a column of its own. One run is one number: no interval."""
    return Measurement(
        source=source,
        origin="rerun",
        value=score.value,
        low=score.value,
        high=score.value,
        metric=score.metric,
        model=model,
        target=target,
        n=score.n,
        **conditions,
        unknown={VERSION_COLUMN: score.version},
    )


# --- what several metrics need ---------------------------------------------------------------------------------


def check_equal_lengths(one: Sized, other: Sized, of: str, sides: tuple[str, str] = ("the gold", "the prediction")) -> None:
    """Raises where one side has more than the other: nothing is cut off in silence."""
    if len(one) != len(other):
        raise MetricError(f"{len(one)} {of} in {sides[0]}, {len(other)} in {sides[1]}")


def mean(values: Sequence[float], of: str) -> float:
    """The plain mean; of nothing there is none."""
    if not values:
        raise MetricError(f"no {of}: there is nothing to average")
    return sum(values) / len(values)


def precision_recall_f1(right: int, predicted: int, gold: int) -> tuple[float, float, float]:
    """Three fractions; what would be divided by 0 is 0."""
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def f1_score(right: int, predicted: int, gold: int, version: str) -> Score:
    """F1 of so many right ones, in per cent, with precision and recall; n is the number of gold ones."""
    precision, recall, f1 = (100 * part for part in precision_recall_f1(right, predicted, gold))
    return Score(f1, "f1", version, gold, {"f1": f1, "precision": precision, "recall": recall})


def lines_of(text: str) -> list[str]:
    """The lines of a prediction file without their outer white space, as the benchmark reads them.

    A line ends at a line feed, a carriage return or both, and nowhere else. A byte-order mark and further columns stay.
    """
    return [line.strip() for line in io.StringIO(text, newline=None)]
