"""A study: what is trained on what, by whose recipe, as a TOML file of `reproduce/studies` says it, with a preset over it or without.

A recipe is put together from its parts: what holds for all trainings, over it what holds for a stage, over that what holds for a task.
What is not done: a setting that no part gives has the value of `reproduce/recipes.py`; nothing is taken from another recipe.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reproduce.recipes import Recipe
from reproduce.study_file import StudyError, check, check_grid, nearest, scored
from synth.records import Record

FOLDER = Path(__file__).parent / "studies"
NONE, MULTI = "none", "multi"
VARIANTS = ("english", "mlm", "translated")
FULL = "full"
PART = "reduced:part"  # the scale of what is whole but for something that was cut, or that the source lacks
_NO_SCALE = ("intermediate", "variants", "targets", "seeds", "parts", "planted")  # of a grid: other ones give the same scores, or fewer
MADE = "made"  # data of which no number is the paper's


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
    whole: Grid  # of the study's file, without a preset
    of_preset: Grid  # before anything else was asked for
    backbones: Mapping[str, Mapping[str, Any]]
    tasks_of: Mapping[str, tuple[str, ...]]  # of each intermediate training
    recipes: Mapping[str, Any]
    revisions: Mapping[str, str] = {}  # of data sets of the hub, those that are pinned

    @property
    def scale(self) -> str:
        """As measurements have it: full is what the study's file asks for, and nothing of made data."""
        if self.grid.data != MADE and not _reduces(self.grid, self.whole):
            return FULL
        if self.preset and _reduces(self.of_preset, self.whole):
            return f"reduced:{self.preset}"
        return f"reduced:{self.grid.backbone}" if self.grid.backbone != self.whole.backbone else PART

    @property
    def rules(self) -> Mapping[str, Any]:
        """What the recipe says beside rates and sizes: the layer and the pooling of retrieval, how many examples of dev are selected on."""
        return {key: value for key, value in self.recipes[self.grid.recipe].items() if not isinstance(value, dict)}

    def recipe(self, stage: str, task: str = "", *, mlm: bool = False) -> Recipe:
        """How a training goes: `stage` is pretraining, intermediate or target. Raises `StudyError` where the file leaves something out."""
        settings = self.settings(stage, task, mlm=mlm)
        if missing := [f"`{name}`" for name in ("rate", "batch") if name not in settings]:
            what = f"the {stage} training {task}" if task else stage
            raise StudyError(f"{self.name}: the recipe {self.grid.recipe} says no {' and no '.join(missing)} for {what}")
        return msgspec.convert({"source": self.recipes[self.grid.recipe]["source"], **settings}, Recipe)

    def settings(self, stage: str, task: str = "", *, mlm: bool = False) -> dict[str, Any]:
        """What the recipe says of a training, its parts one over the other."""
        told = self.recipes[self.grid.recipe]
        parts: list[Mapping[str, Any]] = [told.get("all", {}), _plain(told.get(stage, {}))]
        parts.append(told.get(stage, {}).get("tasks", {}).get(task, {}))
        if mlm:
            parts.append({key: value for key, value in told.get("mlm", {}).items() if key == "rate"})
        return {key: value for part in parts for key, value in part.items()}


def _reduces(grid: Grid, whole: Grid) -> bool:
    """Whether the scores of a grid are others than the whole study's."""
    alike = all(getattr(grid, name) == getattr(whole, name) for name in Grid.__struct_fields__ if name not in _NO_SCALE)
    return not alike or not set(grid.variants) <= set(whole.variants)


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
    check(file.name, told)
    presets = told.get("presets", {})
    if preset and preset not in presets:
        raise StudyError(f"{file.stem}: no preset is called {preset!r}; there are {', '.join(presets)}")
    check_grid(file.stem, changes or {})
    of_preset = {**told["grid"], **presets.get(preset, {})}
    study = Study(
        name=file.stem,
        title=told["title"],
        paper=told["paper"],
        benchmark=told["benchmark"],
        preset=preset,
        grid=_grid({**of_preset, **(changes or {})}),
        whole=_grid(told["grid"]),
        of_preset=_grid(of_preset),
        backbones=told["backbones"],
        tasks_of={name: tuple(those) for name, those in told["intermediate"].items()},
        recipes=told["recipes"],
        revisions=told.get("revisions", {}),
    )
    _check(study)
    return study


def _grid(told: Mapping[str, Any]) -> Grid:
    """A grid; no intermediate task, which every grid has, need not be named."""
    return msgspec.convert({**told, "intermediate": [one for one in told["intermediate"] if one != NONE]}, Grid)


def _check(study: Study) -> None:
    """Raises where the grid names what the study does not have, or something twice."""
    grid = study.grid
    for what, those in (
        ("intermediate", grid.intermediate),
        ("variant", grid.variants),
        ("target", grid.targets),
        ("language", grid.languages),
        ("seed", grid.seeds),
    ):
        if twice := [str(one) for one, count in Counter[str | int](those).items() if count > 1]:
            raise StudyError(f"{study.name}: the {what} {', '.join(twice)} is asked for more than once")
    _known(study, "backbone", [grid.backbone], study.backbones)
    _known(study, "recipe", [grid.recipe], study.recipes)
    _known(study, "intermediate", grid.intermediate, study.tasks_of)
    _known(study, "target", grid.targets, scored())
    _known(study, "variant", grid.variants, VARIANTS)
    _known(study, "data set", study.revisions, _data_sets())
    if not grid.seeds or not grid.targets:
        raise StudyError(f"{study.name}: a grid needs at least one seed and one target")
    if "mlm" in grid.variants and grid.intermediate and "mlm" not in study.recipes[grid.recipe]:
        raise StudyError(f"{study.name}: the variant mlm needs [recipes.{grid.recipe}.mlm], and there is none")


def _data_sets() -> list[str]:
    """The data sets of the hub that the tasks' files tell of."""
    from reproduce.tasks import tasks

    return sorted({part.dataset for task in tasks().values() for part in task.sources.get("hub", ())})


def _known(study: Study, what: str, names: Iterable[str], there: Iterable[str]) -> None:
    known = list(there)
    for name in names:
        if name not in known:
            near = f"; {nearest(name, known)}" if nearest(name, known).startswith("did") else ""
            raise StudyError(f"{study.name}: no {what} is called {name!r}; there are {', '.join(known)}{near}")
