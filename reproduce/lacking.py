"""What a study asks for and its data cannot give: taken out of the grid before anything is planned, each with its reason, and said.

An intermediate task without English training data, a target without test data or without what its training needs, text that is not there
for the variant `mlm`; of a training on several tasks those that are missing; of a target the languages; a language that no target has. What
is not done: where nothing of a part of the grid is left, nothing is planned, and the reason is the error. Which languages are scored says
nothing of English training data, which stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from reproduce.study import Study
from reproduce.study_file import StudyError
from reproduce.tasks import ENGLISH, SPLITS, Source, Task, tasks, unscored

MADE = "made"  # the source whose tasks have languages of their own: it lacks none
TEXT = "mlm"  # the task of text, and the variant that needs it

Kind = Literal["intermediate", "variant", "target", "task", "languages", "language"]


class Lack(NamedTuple):
    """Something that the source does not have."""

    kind: Kind
    name: str  # of a part of the grid
    what: str  # as people read it
    why: str


def left(study: Study, source: Source) -> tuple[Study, tuple[Lack, ...]]:
    """The study without what the source lacks, and that. Raises `StudyError` where nothing is left of what was asked for."""
    grid = study.grid
    lacks = [*_tasks(study, source), *_variants(study, source), *_targets(study, source), *_languages(study, source)]
    gone = {kind: {lack.name for lack in lacks if lack.kind == kind} for kind in ("intermediate", "variant", "target")}
    parts = {
        "intermediate": tuple(one for one in grid.intermediate if one not in gone["intermediate"]),
        "variants": tuple(one for one in grid.variants if one not in gone["variant"]),
        "targets": tuple(one for one in grid.targets if one not in gone["target"]),
    }
    if (root := getattr(source, "root", None)) and not parts["targets"] and not _anything(source):
        raise StudyError(f"{study.name}: there is no file of any task in {root}")
    if not parts["targets"] and (there := _elsewhere(study, source)):
        raise StudyError(f"{study.name}: no target that is asked for is there in {', '.join(grid.languages)}; there they are in {there}")
    for name, those in parts.items():
        if not those and getattr(grid, name):
            reasons = dict.fromkeys(f"{lack.what}: {lack.why}" for lack in lacks if lack.kind == name.rstrip("s"))
            raise StudyError(f"{study.name}: nothing is left of the {name} that are asked for; {'; '.join(reasons)}")
    if "hub" not in study.backbones[grid.backbone] and not languages_of_text(study, source):
        raise StudyError(f"{grid.backbone} is trained on text, and there is none: {_why_no_text(source)}")
    tasks_of = {
        name: tuple(one for one in those if _trainable(tasks()[one], source)) if name in parts["intermediate"] else those
        for name, those in study.tasks_of.items()
    }
    return replace(study, grid=replace(grid, **parts), tasks_of=tasks_of), tuple(lacks)


def languages_of_text(study: Study, source: Source) -> tuple[str, ...]:
    return chosen(study, source.languages(tasks()[TEXT], "train"))


def chosen(study: Study, languages: Sequence[str]) -> tuple[str, ...]:
    """Those of the languages that the grid asks for."""
    return tuple(one for one in languages if not study.grid.languages or one in study.grid.languages)


def languages_of(source: Source, task: Task, split: str) -> tuple[str, ...]:
    """Those in which a source has a task, or what it is made from."""
    return source.languages(tasks()[task.made_from] if task.made_from else task, split)


def said(study: Study, lacks: Sequence[Lack]) -> list[str]:
    """Lines for people, the first with the counts; none where nothing is lacking. `study` is what is left."""
    if not lacks:
        return []
    grid, counts = study.grid, Counter[str](lack.kind for lack in lacks)
    sizes = (
        ("intermediate", "intermediate trainings", grid.intermediate),
        ("variant", "variants", grid.variants),
        ("target", "targets", grid.targets),
    )
    parts = [f"{counts[kind]} of {counts[kind] + len(those)} {name}" for kind, name, those in sizes if counts[kind]]
    if counts["task"]:
        parts.append(f"{counts['task']} out of trainings on several")
    if counts["languages"]:
        parts.append(f"languages of {counts['languages']} target{'s' * (counts['languages'] > 1)}")
    if counts["language"]:
        parts.append(f"{counts['language']} of {len(grid.languages)} languages")
    return [f"left out, as the data do not have it: {', '.join(parts)}", *(f"  {lack.what}: {lack.why}" for lack in lacks)]


def _tasks(study: Study, source: Source) -> Iterator[Lack]:
    for name in study.grid.intermediate:
        those = [tasks()[one] for one in study.tasks_of[name]]
        missing = [task for task in those if not _trainable(task, source)]
        if missing and len(missing) == len(those):
            yield Lack("intermediate", name, f"intermediate {name}", _why(missing[0], source))
        else:
            for task in missing:
                yield Lack("task", name, f"{task.name} in {name}", _why(task, source))


def _variants(study: Study, source: Source) -> Iterator[Lack]:
    if TEXT in study.grid.variants and not languages_of_text(study, source):
        yield Lack("variant", TEXT, f"variant {TEXT}", _why_no_text(source))


def _targets(study: Study, source: Source) -> Iterator[Lack]:
    for name in study.grid.targets:
        task = tasks()[name]
        there = languages_of(source, task, "test")
        if not there:
            yield Lack("target", name, f"target {name}", _why(task, source))
        elif not chosen(study, there):
            ever = source.name != MADE and set(task.languages) & set(study.grid.languages)
            why = _why(task, source) if ever else f"there it is in {', '.join(there)}, and none of these is asked for"
            yield Lack("target", name, f"target {name}", why)
        elif task.train and not _trainable(tasks()[task.train], source):
            yield Lack("target", name, f"target {name}", f"it is trained on {task.train}; {_why(tasks()[task.train], source)}")
        elif source.name != MADE and (missing := chosen(study, list(unscored(task, source)))):
            yield Lack("languages", name, f"{name} in {', '.join(missing)}", _why(task, source))


def _languages(study: Study, source: Source) -> Iterator[Lack]:
    """The languages that are asked for and that no target has."""
    scored = {one for name in study.grid.targets for one in languages_of(source, tasks()[name], "test")}
    for one in study.grid.languages:
        if one not in scored:
            yield Lack("language", one, f"language {one}", "no target that is asked for has it there")


def _anything(source: Source) -> bool:
    return any(source.languages(task, split) for task in tasks().values() for split in SPLITS)


def _elsewhere(study: Study, source: Source) -> str:
    """The languages of the targets, where they have none of those that are asked for and should have none; else nothing."""
    targets = [tasks()[name] for name in study.grid.targets]
    there = dict.fromkeys(one for task in targets for one in languages_of(source, task, "test"))
    known = there if source.name == MADE else [one for task in targets for one in task.languages]
    return ", ".join(there) if study.grid.languages and not set(study.grid.languages) & set(known) else ""


def _trainable(task: Task, source: Source) -> bool:
    return all(ENGLISH in source.languages(task, split) for split in ("train", "dev"))


def _why(task: Task, source: Source) -> str:
    root = getattr(source, "root", None)
    return task.absent.get(source.name, f"there is no file of it in {root}" if root else f"the source `{source.name}` does not have it")


def _why_no_text(source: Source) -> str:
    """Why there is no text; where there is some, it is in none of the languages that are asked for."""
    there = source.languages(tasks()[TEXT], "train")
    return f"it is in {', '.join(there)}, and none of these is asked for" if there else _why(tasks()[TEXT], source)
