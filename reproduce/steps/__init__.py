"""The steps of a study. Each is a module of this folder with one function, `run(job)`: it reads what its job names, writes the files of its
result into the job's folder, and gives a summary, which is small and holds what plans and tables need.

    tokenizer, encoder         phase 1: what there is before any task
    intermediate               phase 2: one task, or several, and text beside them
    target                     phase 3: English training of a target
    scores, retrieval          what is measured of it, in every language
    floors                     what is known without a network
    leaks                      what training data share with what is scored, and must not be trained on

A step sees its settings, its parents' folders and the rows of its source, and nothing else; what it is run with (`Running`) changes no
number but for rounding.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec

from reproduce.formats import Encoded
from reproduce.reading import read_kept
from reproduce.recipes import Recipe
from reproduce.tasks import Data, Source, Task
from reproduce.worlds import World

ENGLISH = "en"
LEAKS = "leaks of "  # before a task's name: the role of what is known of them
POSITIONS = "leaking.json"  # of training examples, in each language


class Running(NamedTuple):
    """What changes no result: where it runs, how much at once, how often it is written down."""

    device: str = "cpu"
    size: int = 64  # examples at once where nothing is trained
    save_every: int = 500
    say_every: int = 10  # steps
    world: World = World()  # the processes that train together


class Job(NamedTuple):
    """What a step is given."""

    settings: Mapping[str, Any]
    parents: Mapping[str, Path]
    into: Path
    work: Path
    source: Source
    running: Running
    say: Callable[..., None]  # what is told of the progress: `step` of `steps`, or a `warning`


def step(name: str) -> ModuleType:
    """The module of a step."""
    return importlib.import_module(f"{__name__}.{name}")


def format_of(task: Task) -> ModuleType:
    return importlib.import_module(f"reproduce.formats.{task.format}")


def task_of(told: Mapping[str, Any]) -> Task:
    """A task as a job's settings hold it."""
    return msgspec.convert(told, Task)


def recipe_of(told: Mapping[str, Any]) -> Recipe:
    return msgspec.convert(told, Recipe)


def read_english(job: Job, task: Task, split: str) -> Data:
    return read_kept(task, split, ENGLISH, job.source)


def read_training(job: Job, task: Task, language: str) -> list[Any]:
    """The training examples in a language, without those that leak, where that was looked at."""
    examples = read_kept(task, "train", language, job.source).examples
    place = job.parents.get(f"{LEAKS}{task.name}")
    if place is None:
        return examples
    gone = set(json.loads((place / POSITIONS).read_text(encoding="utf-8"))[language])
    return [one for at, one in enumerate(examples) if at not in gone]


def encode(task: Task, examples: list[Any], tokenizer: Any, longest: int) -> Encoded:
    found = format_of(task).encode(examples, tokenizer, longest=longest)
    assert isinstance(found, Encoded)
    return found
