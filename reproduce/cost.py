"""What a plan will cost, from a short measurement: some steps of each kind of training, some batches of each kind of evaluation.

Nodes that differ in their seed alone, or in the weights that they start from, take as long as each other; one of them is rehearsed, on the
device, with one thread and as many neighbours as the run will have. Where one of a kind has run, what it took is taken instead. What is
rehearsed is thrown away. What is not done: further tries of trainings that end at chance are not foreseen, and nothing is guessed: where no
measurement can be made, the cost is not known, and the reason is said.
"""

from __future__ import annotations

import heapq
import importlib
import json
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reproduce.cache import Cache, Made
from reproduce.plan import Node, Plan
from reproduce.steps import Job, Running
from reproduce.tasks import Source

if TYPE_CHECKING:
    from reproduce.workers import Workers


class Cost(NamedTuple):
    """Seconds of one device that a node takes, and how they are known."""

    seconds: float | None
    how: str  # ran, rehearsed, or why it is not known


class Costs(NamedTuple):
    """What each node takes, and how long workers need to stand ready; nothing where none had to be started to know."""

    each: dict[str, Cost]
    starting: float


Asked = tuple[Node, Mapping[str, Any], Source, Running, Path, Path]  # with the tokenizer's folder, and one that is gone at the end


def kind_of(node: Node) -> str:
    """What a node's cost depends on: two nodes of one kind take as long as each other."""
    told = {name: value for name, value in node.settings.items() if name != "seed"}
    return json.dumps([node.step, told], sort_keys=True)


def costs(plan: Plan, root: Path, running: Running, *, jobs: int, only: Collection[str] | None = None) -> Costs:
    """What each node takes that is not there yet: of all, or of some."""
    cache = Cache(root)
    there = plan.made(cache)
    todo = [node for name, node in plan.nodes.items() if name not in there and (only is None or name in only)]
    known = _known(plan, there)
    kinds = {kind_of(node): node for node in reversed(todo) if kind_of(node) not in known}
    rehearsed, starting = _rehearsed(plan, kinds, there, running, jobs)
    found = known | rehearsed
    return Costs({node.name: found[kind_of(node)] for node in todo}, starting)


def _known(plan: Plan, there: Mapping[str, Made]) -> dict[str, Cost]:
    """The mean of what nodes of a kind took here."""
    took: dict[str, list[float]] = {}
    for name, made in there.items():
        tries = len(made.summary.get("tries", [0]))
        took.setdefault(kind_of(plan.nodes[name]), []).append(made.seconds / tries)
    return {kind: Cost(sum(those) / len(those), "ran") for kind, those in took.items()}


def _rehearsed(
    plan: Plan, kinds: Mapping[str, Node], there: Mapping[str, Made], running: Running, jobs: int
) -> tuple[dict[str, Cost], float]:
    """What each kind takes, and how long it took until the workers stood ready."""
    if not kinds:
        return {}, 0.0
    from concurrent.futures import wait

    from reproduce.workers import Workers

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tokenizer = _tokenizer(plan, there, place, running)
        if isinstance(tokenizer, str):
            return {kind: Cost(None, tokenizer) for kind in kinds}, 0.0
        name = plan.study.grid.backbone
        backbone = {"name": name, **plan.study.backbones[name]}
        asked = [(node, backbone, plan.source, running, tokenizer, place) for node in kinds.values()]
        with Workers(min(jobs, len(asked))) as workers:
            began = time.perf_counter()
            wait([workers.submit(_load) for _ in range(jobs)])
            starting = time.perf_counter() - began
            rehearsing = _submitted(workers, asked)
            return {kind: _cost(future) for kind, future in zip(kinds, rehearsing, strict=True)}, starting


def _submitted(workers: Workers, asked: Sequence[Asked]) -> list[Future[Cost] | None]:
    """What is rehearsed; nothing in the place of what there are no workers for any more."""
    found: list[Future[Cost] | None] = []
    for one in asked:
        try:
            found.append(workers.submit(_rehearse, one))
        except BrokenExecutor:
            found.append(None)
    return found


def _cost(rehearsed: Future[Cost] | None) -> Cost:
    try:
        if rehearsed:
            return rehearsed.result()
    except BrokenExecutor:
        pass  # said below, as where there was none to begin with
    return Cost(None, "not measured: a worker was killed, as where there is too little memory")


def _tokenizer(plan: Plan, there: Mapping[str, Made], folder: Path, running: Running) -> Path | str:
    """The tokenizer that the trainings need: the one that is there, or one made for the measurement; else why there is none."""
    from reproduce.steps import step

    name, node = next((name, node) for name, node in plan.nodes.items() if node.step == "tokenizer")
    if name in there:
        return there[name].folder
    try:
        step("tokenizer").run(Job(node.settings, {}, folder, folder, plan.source, running, lambda **_: None))
    except (OSError, ValueError) as error:
        return f"not measured: {' '.join(str(error).split())}"
    return folder


def _load() -> None:
    """Loads what the steps need. Runs in a worker."""
    importlib.import_module("reproduce.steps.rehearsal")


def _rehearse(asked: Asked) -> Cost:
    """What one node takes. Runs in a worker."""
    from reproduce.steps.rehearsal import seconds_of

    node, backbone, source, running, tokenizer, within = asked
    with tempfile.TemporaryDirectory(dir=within) as folder:
        place = Path(folder)
        job = Job(node.settings, {"tokenizer": tokenizer}, place, place, source, running, lambda **_: None)
        try:
            return Cost(seconds_of(node.step, job, backbone), "rehearsed")
        except (OSError, ValueError) as error:
            return Cost(None, f"not measured: {' '.join(str(error).split())}")


def wall(plan: Plan, known: Costs, jobs: int) -> float | None:
    """How long the nodes take side by side, each after its parents: None where the cost of one is not known."""
    told = known.each
    if any(cost.seconds is None for cost in told.values()):
        return None
    left = dict(told)
    ends: dict[str, float] = {}
    free = [known.starting] * jobs
    while left:
        ready = {
            name: max([ends[parent] for parent in _parents(plan, name, told)], default=0.0)
            for name in left
            if _ready(plan, name, told, ends)
        }
        name = min(ready, key=lambda name: ready[name])
        at = max(heapq.heappop(free), ready[name])
        ends[name] = at + (left.pop(name).seconds or 0.0)
        heapq.heappush(free, ends[name])
    return max(ends.values(), default=0.0)


def _parents(plan: Plan, name: str, told: Iterable[str]) -> list[str]:
    return [parent for parent in plan.nodes[name].parents.values() if parent in told]


def _ready(plan: Plan, name: str, told: Iterable[str], ends: Mapping[str, float]) -> bool:
    return all(parent in ends for parent in _parents(plan, name, told))


class Watch:
    """Adds up the time between every other call."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._began: float | None = None

    def __call__(self) -> None:
        now = time.perf_counter()
        if self._began is None:
            self._began = now
        else:
            self.times.append(now - self._began)
            self._began = None
