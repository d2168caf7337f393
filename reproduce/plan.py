"""The grid of a study as a graph of steps, each once: what several cells share is one node, whatever they are asked for.

A node has a name that people read, and a key that says what it is made of (`reproduce/cache.py`); two nodes of one key are one result. Keys
are known before anything runs, so that a plan says what is there, what has to run, and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from reproduce import code
from reproduce.cache import Cache, Inputs, Made
from reproduce.lacking import Lack, chosen, languages_of, languages_of_text, left
from reproduce.reading import identity_of
from reproduce.recipes import Recipe
from reproduce.sources.fetched import COMMIT
from reproduce.study import FULL, MULTI, NONE, PART, Study
from reproduce.study_file import StudyError
from reproduce.tasks import Source, Task, tasks

UNTRAINED = "untrained"  # in the place of an intermediate task: an encoder that saw nothing before the target
HUB = "hub"  # the source that has to fetch what is read
FLOORS = "floors"  # and of what needs no encoder
ENGLISH = "en"
LEAKS = "leaks of "  # as the steps have it; they load what a plan does not need

Read = tuple[str, str, str]  # task, split, language


class Cell(NamedTuple):
    """What a node's scores belong to."""

    intermediate: str
    variant: str
    target: str
    seed: int | None


class Node(NamedTuple):
    """A step with its settings, what it reads, and the nodes it is built on."""

    name: str
    step: str
    settings: Mapping[str, Any]
    parents: Mapping[str, str]  # by role, the names of nodes
    reads: tuple[Read, ...]
    cell: Cell | None = None  # of scores


class Plan:
    """The nodes of a study, parents before children, and their inputs. `lacks` is what the study asks for and the source does not have."""

    def __init__(self, study: Study, source: Source, nodes: Sequence[Node], lacks: Sequence[Lack] = ()) -> None:
        self.study, self.source, self.lacks = study, source, tuple(lacks)
        self.nodes = {node.name: node for node in nodes}
        self._inputs: dict[str, Inputs] = {}
        self._code: dict[tuple[str, ...], Mapping[str, str]] = {}

    def inputs(self, name: str) -> Inputs:
        """All that a node's result depends on."""
        if name not in self._inputs:
            node = self.nodes[name]
            data: dict[str, str] = {}
            for task, split, language in node.reads:
                data |= identity_of(tasks()[task], split, language, self.source)
            parents = {role: self.inputs(parent).key for role, parent in node.parents.items()}
            self._inputs[name] = Inputs(node.step, node.settings, data, parents, self._sources(node), code.versions())
        return self._inputs[name]

    @cached_property
    def hash(self) -> str:
        """What its scores are known by together: another study, preset, recipe, data or code has another one."""
        keys = [self.inputs(name).key for name, node in self.nodes.items() if node.cell]
        return hashlib.sha256("".join(keys).encode()).hexdigest()[:16]

    def at(self, source: Source) -> Plan:
        """The same nodes with another state of the source."""
        return Plan(self.study, source, list(self.nodes.values()), self.lacks)

    def scale_of(self, intermediate: str, target: str = "") -> str:
        """The scale of some scores, of one target or of their mean over all: without a part of what they are made of it is reduced."""
        whole = self.study.whole
        cut = target not in whole.targets if target else set(self.study.grid.targets) != set(whole.targets)
        beyond = bool(intermediate) and intermediate not in (NONE, UNTRAINED, FLOORS, *whole.intermediate)
        lacking = any(lack.name in (intermediate, target) or (not target and lack.kind in ("target", "languages")) for lack in self.lacks)
        return PART if self.study.scale == FULL and (cut or beyond or lacking) else self.study.scale

    def _sources(self, node: Node) -> Mapping[str, str]:
        formats = {f"reproduce.formats.{tasks()[task].format}" for task, _, _ in node.reads}
        modules = (f"reproduce.steps.{node.step}", type(self.source).__module__, *sorted(formats))
        if modules not in self._code:
            self._code[modules] = code.sources(modules)
        return self._code[modules]

    def made(self, cache: Cache) -> dict[str, Made]:
        """The results that are there. One whose parent has to run again is not."""
        found: dict[str, Made] = {}
        for name, node in self.nodes.items():
            if all(parent in found for parent in node.parents.values()) and (made := cache.find(self.inputs(name))):
                found[name] = made
        return found

    def naive(self) -> int:
        """How many nodes there would be if every cell ran all that it stands on by itself."""
        above: dict[str, set[str]] = {}
        for name, node in self.nodes.items():
            above[name] = {name}.union(*(above[parent] for parent in node.parents.values()))
        return sum(len(above[name]) for name, node in self.nodes.items() if node.cell)


def make_plan(study: Study, source: Source) -> Plan:
    """The plan of a study, as far as the source has what it asks for. Raises `StudyError` where it has nothing of it."""
    cut, lacks = left(study, source)
    nodes = list(_nodes(cut, source))
    _check_lengths(cut, nodes)
    return Plan(cut, source, nodes, lacks)


def _check_lengths(study: Study, nodes: Sequence[Node]) -> None:
    """Raises where a sequence would be longer than the encoder that is made from scratch has positions."""
    most = study.backbones[study.grid.backbone].get("longest")
    for node in nodes:
        longest = node.settings.get("longest", node.settings.get("recipe", {}).get("longest", 0))
        if most is not None and longest > most:
            raise StudyError(f"{study.name}: {node.name} has sequences of {longest} tokens, and {study.grid.backbone} ends at {most}")


def _nodes(study: Study, source: Source) -> Iterator[Node]:
    grid, backbone = study.grid, study.grid.backbone
    text = tasks()["mlm"]
    languages = languages_of_text(study, source)
    told = dict(study.backbones[backbone])
    from_hub = {"hub": told["hub"], "revision": _commit(told)} if "hub" in told else None
    texts = tuple((text.name, "train", one) for one in languages)
    yield from _leaks(study, source, languages)
    tokenizer, encoder, untrained = (f"{what}/{backbone}" for what in ("tokenizer", "encoder", UNTRAINED))
    counted = {"text": _told(study, text), "languages": list(languages)}
    if from_hub:
        yield Node(tokenizer, "tokenizer", from_hub, {}, ())
        yield Node(encoder, "encoder", {**from_hub, "trained": True}, {}, ())
        yield Node(untrained, "encoder", {**from_hub, "trained": False, "seed": study.of_preset.seeds[0]}, {}, ())
    else:
        yield Node(tokenizer, "tokenizer", {**counted, "words": told["words"]}, {}, texts)
        size = {name: number for name, number in told.items() if name != "words"}
        made = {"model": backbone, "seed": study.of_preset.seeds[0], "size": size}
        recipe = _recipe(study.recipe("pretraining"))
        yield Node(
            encoder,
            "encoder",
            {**made, **counted, "trained": True, "recipe": recipe, "parts": grid.parts},
            {"tokenizer": tokenizer, **_looked_at([text])},
            texts,
        )
        yield Node(untrained, "encoder", {**made, "trained": False}, {"tokenizer": tokenizer}, ())
    starts: list[tuple[str, str, int | None, str]] = [(NONE, "", seed, encoder) for seed in grid.seeds]
    for name in grid.intermediate:
        for variant in grid.variants:
            for number in grid.seeds:
                node = _intermediate(study, source, name, variant, number, encoder, tokenizer, languages)
                yield node
                starts.append((name, variant, number, node.name))
    starts.append((UNTRAINED, "", grid.seeds[0], untrained))
    seen: set[str] = set()
    for name, variant, seed, start in starts:
        for target in grid.targets:
            for node in _of_target(study, source, tasks()[target], Cell(name, variant, target, seed), start, tokenizer):
                if node.name not in seen:
                    seen.add(node.name)
                    yield node
    for target in grid.targets:
        if tasks()[target].train:
            yield _floors(study, source, tasks()[target])


def _commit(backbone: Mapping[str, Any]) -> str:
    """The revision of a backbone of the hub. A branch says nothing of what is fetched, and reaches no key."""
    revision = str(backbone.get("revision", ""))
    if not COMMIT.fullmatch(revision):
        raise StudyError(f"{backbone['hub']}: which commit {revision or 'its name'!r} stands for is not known")
    return revision


def _leaks(study: Study, source: Source, languages: Sequence[str]) -> Iterator[Node]:
    """For each training data set of the study what it shares with any of the test sets that are scored, and with its own dev data.

    A training must not be another one because fewer targets were asked for, or in another order. So it is held against all that the preset
    scores, where that is cheap to read; of the hub, where each data set would have to be fetched, against what is asked for.
    """
    grid = study.grid
    translated = "translated" in grid.variants
    trained = {one: translated for name in grid.intermediate for one in study.tasks_of[name]}
    trained = {tasks()[target].train: False for target in grid.targets if tasks()[target].train} | trained
    targets, asked = (grid.targets, study) if source.name == HUB else ({*grid.targets, *study.of_preset.targets}, _of_preset(study))
    every = [(tasks()[target], chosen(asked, languages_of(source, tasks()[target], "test"))) for target in sorted(targets)]
    scored = [(task, those) for task, those in every if those]
    tests = tuple((task.name, "test", language) for task, those in scored for language in those)
    against = [[_told(study, task), list(those)] for task, those in scored]
    read_in = {name: _translations(source, tasks()[name]) if in_all else (ENGLISH,) for name, in_all in trained.items()}
    if "hub" not in study.backbones[grid.backbone] or "mlm" in grid.variants:
        read_in["mlm"] = tuple(languages)
    for name, those in read_in.items():
        reads = tuple((name, "train", language) for language in those)
        select = study.rules["select"] if name != "mlm" else 0  # text is not selected on
        settings = {"task": _told(study, tasks()[name]), "languages": list(those), "against": against, "select": select}
        yield Node(f"leaks/{name}", "leaks", settings, {}, (*reads, *([(name, "dev", ENGLISH)] if select else []), *tests))


def _of_preset(study: Study) -> Study:
    """The study with the languages of its preset, whatever was asked for, and those too."""
    both = (*study.of_preset.languages, *study.grid.languages) if study.of_preset.languages else ()
    return replace(study, grid=replace(study.grid, languages=both))


def _looked_at(those: Sequence[Task]) -> dict[str, str]:
    """The parents that say what of the training data leaks."""
    return {f"{LEAKS}{task.name}": f"leaks/{task.name}" for task in those}


def _intermediate(
    study: Study, source: Source, name: str, variant: str, seed: int, encoder: str, tokenizer: str, languages: Sequence[str]
) -> Node:
    those = [tasks()[one] for one in study.tasks_of[name]]
    mlm = variant == "mlm"
    recipe = study.recipe("intermediate", name, mlm=mlm)
    settings = {
        **_training(study, those, recipe, seed),
        "tasks": [_told(study, task) for task in those],
        "batches": _batches(study, name, mlm),
    }
    trained_on = {task.name: list(_translations(source, task) if variant == "translated" else (ENGLISH,)) for task in those}
    settings["trained on"] = trained_on
    reads = [(task.name, "train", language) for task in those for language in trained_on[task.name]]
    reads += [(task.name, "dev", ENGLISH) for task in those]
    if mlm:
        text = tasks()["mlm"]
        amounts = study.recipes[study.grid.recipe]["mlm"]
        settings |= {"text": _told(study, text), "languages": list(languages), "sentences": amounts["sentences"], "alpha": amounts["alpha"]}
        reads += [(text.name, "train", one) for one in languages]
    parents = {"encoder": encoder, "tokenizer": tokenizer, **_looked_at([*those, *([tasks()["mlm"]] if mlm else [])])}
    return Node(f"intermediate/{study.grid.backbone}/{name}.{variant}/seed-{seed}", "intermediate", settings, parents, tuple(reads))


def _translations(source: Source, task: Task) -> tuple[str, ...]:
    """The languages that an intermediate task's training data are translated into."""
    there = source.languages(task, "train")
    if set(there) <= {ENGLISH}:
        raise StudyError(
            f"the variant `translated` needs training data of {task.name} in other languages, and the source `{source.name}` has none"
        )
    return there


def _batches(study: Study, name: str, mlm: bool) -> dict[str, int]:
    """How many examples a step of each task has, where they train together: as many as where they train alone."""
    alone = {those[0]: one for one, those in study.tasks_of.items() if len(those) == 1}
    found = {task: study.recipe("intermediate", alone[task]).batch for task in study.tasks_of[name] if name == MULTI and task in alone}
    told = study.recipes[study.grid.recipe].get("mlm", {})
    return {**found, "mlm": told["batch"]} if mlm and "batch" in told else found


def _training(study: Study, those: Sequence[Task], recipe: Recipe, seed: int) -> dict[str, Any]:
    return {
        "recipe": _recipe(recipe),
        "seed": seed,
        "select": study.rules["select"],
        "reseeds": study.grid.reseeds,
        "parts": study.grid.parts,
    }


def _of_target(study: Study, source: Source, task: Task, cell: Cell, start: str, tokenizer: str) -> Iterator[Node]:
    """What a target needs on an encoder: its English training, where it has one, and its scores."""
    place = f"{study.grid.backbone}/{cell.intermediate}{'.' if cell.variant else ''}{cell.variant}"
    languages = chosen(study, languages_of(source, task, "test"))
    reads = tuple((task.name, "test", language) for language in languages)
    asked = {"task": _told(study, task), "languages": list(languages)}
    if not task.train:
        seeded = f"/seed-{cell.seed}" if cell.intermediate not in (NONE, UNTRAINED) else ""  # nothing is drawn without a training
        settings = {**asked, "layer": study.rules["layer"], "pool": study.rules["pool"], "longest": _longest(study)}
        parents = {"encoder": start, "tokenizer": tokenizer}
        told = cell if seeded else cell._replace(seed=None)
        yield Node(f"scores/{place}/{task.name}{seeded}", "retrieval", settings, parents, reads, told)
        return
    trained = tasks()[task.train]
    if trained.labels != task.labels:
        raise StudyError(f"{task.name} is trained on {trained.name}, and their labels differ")
    recipe = study.recipe("target", task.name)
    settings = {
        **_training(study, [trained], recipe, cell.seed or 0),
        "tasks": [_told(study, trained)],
        "trained on": {trained.name: [ENGLISH]},
    }
    name = f"target/{place}/{trained.name}{_recipe_of(study, task)}/seed-{cell.seed}"
    parents = {"encoder": start, "tokenizer": tokenizer, **_looked_at([trained])}
    yield Node(name, "target", settings, parents, ((trained.name, "train", ENGLISH), (trained.name, "dev", ENGLISH)))
    parents = {"target": name, "tokenizer": tokenizer}
    yield Node(f"scores/{place}/{task.name}/seed-{cell.seed}", "scores", {**asked, "longest": recipe.longest}, parents, reads, cell)


def _longest(study: Study) -> int:
    """Tokens of a sentence that is looked for without a training."""
    default = next(one.default for one in msgspec.structs.fields(Recipe) if one.name == "longest")
    found: int = study.settings("target").get("longest", default)
    return found


def _recipe_of(study: Study, task: Task) -> str:
    """What tells apart two targets that train on the same data by different recipes; nothing where they share one."""
    sharing = [one for one in study.grid.targets if tasks()[one].train == task.train]
    first = next(one for one in sharing if study.recipe("target", one) == study.recipe("target", task.name))
    return "" if first == sharing[0] else f"-as-{first}"


def _floors(study: Study, source: Source, task: Task) -> Node:
    languages = chosen(study, languages_of(source, task, "test"))
    settings = {"task": _told(study, task), "train": _told(study, tasks()[task.train]), "languages": list(languages)}
    reads = ((task.train, "train", ENGLISH), *((task.name, "test", language) for language in languages))
    return Node(f"floors/{task.name}", "floors", settings, {}, reads, Cell(FLOORS, "", task.name, None))


def _told(study: Study, task: Task) -> dict[str, Any]:
    """A task as settings hold it: without its sizes, where data of any size are taken."""
    told: dict[str, Any] = msgspec.to_builtins(replace(task, sizes={}) if study.grid.any_size else task)
    return told


def _recipe(recipe: Recipe) -> dict[str, Any]:
    """A recipe as settings hold it."""
    told: dict[str, Any] = msgspec.to_builtins(recipe)
    return told
