"""What the file of a study may say: its tables, the keys in them, and their values.

The whole file is looked at, also what no preset asks for. What is wrong is said in one line, with the file, the table, the key and the
known keys that are nearest. What is not done: whether the parts fit each other is looked at where they are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from math import inf, isfinite
from typing import Any, NamedTuple

from reproduce.tasks import tasks

MOST_SEED = 2**31  # a seed is below it
TAKEN = ("none", "untrained", "floors")  # names that mean something else where an intermediate training is named
_SHOWN = 60  # characters of a value


class StudyError(ValueError):
    """A study cannot be read, or not be asked for as it was; the message says which, and what there is."""


class Rule(NamedTuple):
    """What a value has to be."""

    words: str
    holds: Callable[[Any], bool]


def _whole(least: int, below: float = inf) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value < below


def _number(least: float, most: float = inf, *, above: bool = False) -> Callable[[Any], bool]:
    def holds(value: Any) -> bool:
        plain = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        return plain and least <= value <= most and not (above and value == least)

    return holds


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_text, value))


def _among(*names: str) -> Rule:
    return Rule(f"one of {', '.join(names)}", lambda value: value in names)


TEXT = Rule("a text", _text)
TEXTS = Rule("a list of texts", _texts)
COUNT = Rule("a whole number above 0", _whole(1))
FROM_NOTHING = Rule("a whole number, 0 or more", _whole(0))
POSITIVE = Rule("a number above 0", _number(0, above=True))
NOT_NEGATIVE = Rule("a number, 0 or more", _number(0))
YES_OR_NO = Rule("true or false", lambda value: isinstance(value, bool))
SEEDS = Rule(
    "a list of whole numbers from 0 to 2147483647",
    lambda value: isinstance(value, list | tuple) and all(map(_whole(0, MOST_SEED), value)),
)
TABLE = Rule("a table", lambda value: isinstance(value, Mapping))

TOP = dict.fromkeys(("title", "paper", "benchmark"), TEXT) | dict.fromkeys(("grid", "backbones", "intermediate", "recipes"), TABLE)
GRID = {
    **dict.fromkeys(("backbone", "data", "recipe"), TEXT),
    **dict.fromkeys(("intermediate", "variants", "targets"), TEXTS),
    "seeds": SEEDS,
}
FURTHER_GRID = {"reseeds": FROM_NOTHING, "languages": TEXTS, "planted": YES_OR_NO, "parts": COUNT, "any_size": YES_OR_NO}
FROM_HUB = {"hub": TEXT, "revision": TEXT}
FROM_SCRATCH = dict.fromkeys(("words", "hidden", "layers", "heads", "inner", "longest"), COUNT)
RULES = {"source": TEXT, "layer": FROM_NOTHING, "pool": _among("mean", "cls"), "select": COUNT}
STAGES = dict.fromkeys(("all", "pretraining", "intermediate", "target", "mlm"), TABLE)
TRAINING = {
    "rate": NOT_NEGATIVE,
    "batch": COUNT,
    "epochs": POSITIVE,
    "steps": COUNT,
    "longest": COUNT,
    "warmup": Rule("a number from 0 to 1", _number(0, 1)),
    "decay": NOT_NEGATIVE,
    "clip": POSITIVE,
    "epsilon": POSITIVE,
    "cap": COUNT,
    "exponent": NOT_NEGATIVE,
    "order": _among("drawn", "by length"),
    "layout": _among("padded", "packed"),
    "precision": _among("fp32", "bf16"),
    "measure_every": FROM_NOTHING,
    "patience": FROM_NOTHING,
}
TEXT_BESIDE = {"sentences": COUNT, "alpha": NOT_NEGATIVE}  # of the variant `mlm`


def check(file: str, told: Mapping[str, Any]) -> None:
    """Raises `StudyError` where the file says something that no study says."""
    _table(file, "", told, {**TOP, "presets": TABLE, "revisions": TABLE}, TOP)
    _table(file, "grid", told["grid"], GRID | FURTHER_GRID, GRID)
    for name, preset in told.get("presets", {}).items():
        _table(file, _joined("presets", name), preset, GRID | FURTHER_GRID)
    for name, backbone in told["backbones"].items():
        _backbone(file, _joined("backbones", name), backbone)
    _intermediate(file, told["intermediate"])
    for name, recipe in told["recipes"].items():
        _recipe(file, _joined("recipes", name), recipe, told["intermediate"])
    _table(file, "revisions", told.get("revisions", {}), dict.fromkeys(told.get("revisions", {}), TEXT))


def check_grid(study: str, changes: Mapping[str, Any]) -> None:
    """The same for what is asked for in the place of the file's grid."""
    _table(study, "grid", changes, GRID | FURTHER_GRID)


def scored() -> list[str]:
    """The tasks that can be targets: some source has test data of them, or they are made out of another task that has."""
    return [name for name, task in tasks().items() if task.made_from or any(part.test for parts in task.sources.values() for part in parts)]


def _trained() -> list[str]:
    """The tasks that can be trained on in between."""
    every = tasks().items()
    return [name for name, task in every if task.metric and any(part.train for parts in task.sources.values() for part in parts)]


def nearest(name: str, known: Collection[str]) -> str:
    """What is there, as an error ends; of many names those that are most like this one."""
    near = get_close_matches(name, known, 3, 0.5)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"


def _backbone(file: str, where: str, told: Any) -> None:
    from_hub = isinstance(told, Mapping) and "hub" in told
    _table(file, where, told, FROM_HUB if from_hub else FROM_SCRATCH, ("hub",) if from_hub else FROM_SCRATCH)
    if not from_hub and told["hidden"] % told["heads"]:
        raise StudyError(f"{file}: [{where}] hidden = {told['hidden']} cannot be parted among heads = {told['heads']}")


def _intermediate(file: str, told: Mapping[str, Any]) -> None:
    _table(file, "intermediate", told, dict.fromkeys(told, TEXTS))
    for name, those in told.items():
        if name in TAKEN or not name.strip() or "/" in name:
            raise StudyError(f"{file}: [intermediate] {name!r} is no name of a training; {', '.join(TAKEN)} mean something else")
        if not those or len(set(those)) < len(those):
            raise StudyError(f"{file}: [intermediate] {name} = {_shown(those)}: expected are tasks, each once")
        for task in those:
            if task not in _trained():
                raise StudyError(f"{file}: [intermediate] {name}: no task to train on is called {task!r}; {nearest(task, _trained())}")


def _recipe(file: str, where: str, told: Any, intermediate: Collection[str]) -> None:
    _table(file, where, told, {**RULES, "ours": TEXTS, **STAGES}, RULES)
    for stage in set(told) & set(STAGES):
        place, table = f"{where}.{stage}", told[stage]
        if stage == "mlm":
            _table(file, place, table, {"rate": NOT_NEGATIVE, "batch": COUNT, **TEXT_BESIDE}, TEXT_BESIDE)
            continue
        each = {"intermediate": intermediate, "target": scored()}.get(stage, ())
        _table(file, place, table, TRAINING | ({"tasks": TABLE} if each else {}))
        of_tasks = table.get("tasks", {})
        _table(file, f"{place}.tasks", of_tasks, dict.fromkeys(each, TABLE))
        for task, settings in of_tasks.items():
            _table(file, _joined(f"{place}.tasks", task), settings, TRAINING)


def _table(file: str, where: str, told: Any, rules: Mapping[str, Rule], needed: Collection[str] = ()) -> None:
    place = f"{file}: [{where}]" if where else f"{file}:"
    if not isinstance(told, Mapping):
        raise StudyError(f"{place} is {_shown(told)}, where a table is expected")
    for key, value in told.items():
        if key not in rules:
            raise StudyError(f"{place} nothing is called `{key}` here; {nearest(key, rules)}")
        if not rules[key].holds(value):
            raise StudyError(f"{place} {key} = {_shown(value)}: expected is {rules[key].words}")
    if missing := [f"`{key}`" for key in needed if key not in told]:
        raise StudyError(f"{place} there is no {', '.join(missing)}")


def _joined(table: str, name: str) -> str:
    return f"{table}.{name}" if name.replace("-", "").replace("_", "").isalnum() else f'{table}."{name}"'


def _shown(value: Any) -> str:
    shown = repr(list(value) if isinstance(value, tuple) else value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
