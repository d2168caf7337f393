"""A study: what is trained on what, by whose recipe, as a TOML file of `reproduce/studies` says it, with a preset over it or without.

A recipe is put together from its parts: what holds for all trainings, over it what holds for a stage, over that what holds for a task.
What is not done: a setting that no part gives has the value of `reproduce/recipes.py`; nothing is taken from another recipe.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reproduce.recipes import Recipe
from synth.records import Record

FOLDER = Path(__file__).parent / "studies"
NONE, MULTI = "none", "multi"
VARIANTS = ("english", "mlm", "translated")
FULL = "full"


class StudyError(ValueError):
    """A study cannot be read, or not be asked for as it was; the message says which, and what there is."""


class Grid(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is run: every intermediate task in every variant, with every target, under every seed."""

    backbone: str
    data: str  # hub, files or made
    recipe: str
    intermediate: tuple[str, ...]
    variants: tuple[str, ...]
    targets: tuple[str, ...]
    seeds: tuple[int, ...]
    reseeds: int = 2  # further tries of a training that ends at chance
    languages: tuple[str, ...] = ()  # those that are scored and pretrained on; all where none is named
    planted: bool = True  # of made data
    parts: int = 1  # into which each training step is cut: for devices that train together, or have little memory
    any_size: bool = False  # data sets of other sizes than the published ones are taken

    @property
    def read_from(self) -> str:
        """The data, as headings have it."""
        return f"{self.data} in any size" if self.any_size else self.data


class Study(Record, frozen=True, kw_only=True):
    """A study under a preset."""

    name: str
    title: str
    paper: str
    benchmark: str
    preset: str  # empty for the whole study
    grid: Grid
    backbones: Mapping[str, Mapping[str, Any]]
    tasks_of: Mapping[str, tuple[str, ...]]  # of each intermediate training
    recipes: Mapping[str, Any]
    revisions: Mapping[str, str] = {}  # of data sets of the hub, those that are pinned

    @property
    def scale(self) -> str:
        """As measurements have it."""
        return (
            FULL
            if self.grid.backbone == "xlm-roberta-large" and self.preset in ("", "large") and not self.grid.any_size
            else f"reduced:{self.preset or self.grid.backbone}"
        )

    @property
    def rules(self) -> Mapping[str, Any]:
        """What the recipe says beside rates and sizes: the layer and the pooling of retrieval, how many examples of dev are selected on."""
        return {key: value for key, value in self.recipes[self.grid.recipe].items() if not isinstance(value, dict)}

    def recipe(self, stage: str, task: str = "", *, mlm: bool = False) -> Recipe:
        """How a training goes: `stage` is pretraining, intermediate or target."""
        told = self.recipes[self.grid.recipe]
        parts: list[Mapping[str, Any]] = [told.get("all", {}), _plain(told.get(stage, {}))]
        parts.append(told.get(stage, {}).get("tasks", {}).get(task, {}))
        if mlm:
            parts.append({key: value for key, value in told.get("mlm", {}).items() if key == "rate"})
        settings = {key: value for part in parts for key, value in part.items()}
        try:
            return msgspec.convert({"source": told["source"], "batch": 8, **settings}, Recipe)
        except msgspec.ValidationError as error:
            raise StudyError(f"{self.name}: the recipe {self.grid.recipe} of {task or stage}: {error}") from None


def _plain(stage: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in stage.items() if key != "tasks"}


def studies() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.toml"))


def read_study(name: str, preset: str = "", changes: Mapping[str, Any] | None = None) -> Study:
    """A study by its name, or the path of its file. `changes` are laid over the preset, as the preset is over the grid."""
    file = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StudyError(f"there is no study {name!r}; there are {', '.join(studies())}, or the path of a TOML file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(f"{file}: {error}") from None
    presets = told.get("presets", {})
    if preset and preset not in presets:
        raise StudyError(f"{file.stem}: no preset is called {preset!r}; there are {', '.join(presets)}")
    try:
        grid = msgspec.convert({**told["grid"], **presets.get(preset, {}), **(changes or {})}, Grid)
        study = Study(
            name=file.stem,
            title=told["title"],
            paper=told["paper"],
            benchmark=told["benchmark"],
            preset=preset,
            grid=grid,
            backbones=told["backbones"],
            tasks_of={name: tuple(those) for name, those in told["intermediate"].items()},
            recipes=told["recipes"],
            revisions=told.get("revisions", {}),
        )
    except (KeyError, msgspec.ValidationError) as error:
        raise StudyError(f"{file.stem}: {error}") from None
    _check(study)
    return study


def _check(study: Study) -> None:
    """Raises where the grid names what the study does not have."""
    from reproduce.tasks import tasks

    grid = study.grid
    _known(study, "backbone", [grid.backbone], study.backbones)
    _known(study, "recipe", [grid.recipe], study.recipes)
    _known(study, "intermediate", [one for one in grid.intermediate if one != NONE], study.tasks_of)
    _known(study, "task", [one for name in grid.intermediate for one in study.tasks_of.get(name, ())], tasks())
    _known(study, "target", grid.targets, tasks())
    _known(study, "variant", grid.variants, VARIANTS)
    _known(study, "data set", study.revisions, _data_sets())
    if not grid.seeds or not grid.targets:
        raise StudyError(f"{study.name}: a grid needs at least one seed and one target")
    if grid.parts < 1:
        raise StudyError(f"{study.name}: a step cannot be cut into {grid.parts} parts")


def _data_sets() -> list[str]:
    """The data sets of the hub that the tasks' files tell of."""
    from reproduce.tasks import tasks

    return sorted({part.dataset for task in tasks().values() for part in task.sources.get("hub", ())})


def _known(study: Study, what: str, names: Iterable[str], there: Iterable[str]) -> None:
    known = list(there)
    for name in names:
        if name not in known:
            raise StudyError(f"{study.name}: no {what} is called {name!r}; there are {', '.join(known)}")
