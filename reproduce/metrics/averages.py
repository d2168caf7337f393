"""Averages of a benchmark: over the languages of a task, over the tasks of a group, over all tasks.

After `evaluate` of XTREME's evaluate.py; the lists are in `benchmarks/`, one file a benchmark, found by being there. A task is the plain
mean over its own list of languages; where it has two metrics (EM and F1 of questions) the mean of both means. A group is the mean of its
tasks. Overall is the mean of all tasks, and not of the groups.

Traps kept: English counts like any language of the list. Beside that stands, apart and under its own name, the mean over what was
transferred to: all languages but English. With a task missing there is no overall, and its groups have no score. A language that is
missing is an error that names it, and nothing is averaged. What is in no list does not count, and is named in `ignored`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reproduce.metrics.metric import MetricError, Score, mean

NAME = "averages"
VERSION = "1"
SCORES: dict[str, Callable[..., Score]] = {}  # it takes scores, and gives means of them

ENGLISH = "en"
BENCHMARKS = Path(__file__).parent / "benchmarks"

Scores = Mapping[str, Mapping[str, Mapping[str, float]]]  # task -> metric -> language -> score


class Task(NamedTuple):
    """A task of a benchmark."""

    name: str
    groups: tuple[str, ...]
    metrics: tuple[str, ...]  # those that its score is the mean of
    languages: tuple[str, ...]


class Means(NamedTuple):
    """Averages over one choice of languages."""

    overall: float | None  # none where a task is missing
    groups: dict[str, float]
    tasks: dict[str, float]
    metrics: dict[str, dict[str, float]]  # of each task each metric that was given, also those that do not enter its score


class Averages(NamedTuple):
    """What a benchmark makes of scores."""

    official: Means
    transfer_only: Means  # without English; never compared with the official ones
    missing: tuple[str, ...]  # tasks without scores
    ignored: tuple[str, ...]  # what was given and is in no list, as "task" or "task/language"
    version: str


@cache
def benchmarks() -> Mapping[str, Mapping[str, Task]]:
    """The tasks of each benchmark, by their names."""
    return {file.stem: _read(file) for file in sorted(BENCHMARKS.glob("*.toml"), key=lambda file: file.stem)}


def _read(file: Path) -> dict[str, Task]:
    tasks = tomllib.loads(file.read_text(encoding="utf-8"))["tasks"]
    return {
        name: Task(name, tuple(task["groups"]), tuple(task["metrics"]), tuple(task["languages"].split())) for name, task in tasks.items()
    }


def average(scores: Scores, benchmark: str = "xtreme") -> Averages:
    """The averages of the benchmark. Raises `MetricError` where a language or the metric of a task that has scores is missing."""
    if benchmark not in benchmarks():
        raise MetricError(f"benchmark {benchmark!r} is none of {', '.join(benchmarks())}")
    tasks = benchmarks()[benchmark]
    for name, task in tasks.items():
        if name in scores:
            _check(task, scores[name])
    return Averages(
        official=_means(scores, tasks, but=""),
        transfer_only=_means(scores, tasks, but=ENGLISH),
        missing=tuple(name for name in tasks if name not in scores),
        ignored=tuple(_ignored(scores, tasks)),
        version=f"{NAME} {benchmark} {VERSION}",
    )


def _check(task: Task, scores: Mapping[str, Mapping[str, float]]) -> None:
    if not task.languages:
        raise MetricError(f"task {task.name} has no list of languages in this benchmark: there is no average of it")
    for metric in dict.fromkeys([*task.metrics, *scores]):
        if absent := [language for language in task.languages if language not in scores.get(metric, {})]:
            raise MetricError(f"task {task.name}, {metric}: no score for {', '.join(absent)}")


def _means(scores: Scores, tasks: Mapping[str, Task], but: str) -> Means:
    metrics: dict[str, dict[str, float]] = {}
    for name, task in tasks.items():
        languages = [language for language in task.languages if language != but]
        if name in scores and languages:
            of_task = scores[name]
            metrics[name] = {metric: mean([of_task[metric][language] for language in languages], "language") for metric in of_task}
    of_tasks = {name: mean([of_task[metric] for metric in tasks[name].metrics], "metric") for name, of_task in metrics.items()}
    groups: dict[str, list[str]] = {}
    for name, task in tasks.items():
        for group in task.groups:
            groups.setdefault(group, []).append(name)
    whole = {group: names for group, names in groups.items() if all(name in of_tasks for name in names)}
    return Means(
        overall=mean(list(of_tasks.values()), "task") if len(of_tasks) == len(tasks) else None,
        groups={group: mean([of_tasks[name] for name in names], "task") for group, names in whole.items()},
        tasks=of_tasks,
        metrics=metrics,
    )


def _ignored(scores: Scores, tasks: Mapping[str, Task]) -> list[str]:
    further = [name for name in scores if name not in tasks]
    for name, task in tasks.items():
        languages = {language for of_metric in scores.get(name, {}).values() for language in of_metric}
        further += [f"{name}/{language}" for language in sorted(languages - set(task.languages))]
    return further
