"""One node at a time, which several processes train together, each on its own device.

They are started by `accelerate launch -m reproduce run … --engine together`. Every process does each training, on its share of every
step. The first one keeps what comes out; the others hold the same weights and keep nothing. What trains nothing the first does alone, and
they wait. All see the cache at one path. Each step is cut into as many parts as the study says (`--parts`), which the processes share:
how many they are changes no result, but for rounding.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.distributed

from reproduce.cache import Cache
from reproduce.engines import Ended, Parents, Works, after_failure, line_of
from reproduce.steps import Job, step
from reproduce.workers import use_one_thread
from reproduce.working import Work, work
from reproduce.worlds import World, join_world

TRAINING = frozenset({"encoder", "intermediate", "target"})


class TogetherError(ValueError):
    """The processes cannot share what there is."""


def run(works: Works, parents: Parents, jobs: int) -> Iterator[Ended]:
    """Runs every node, each after its parents."""
    world, device = join_world()
    use_one_thread()
    if world.size > 1:
        torch.distributed.barrier()  # all know what is to be done before anything is
    parts = {told.node.settings["parts"] for told in works.values() if "parts" in told.node.settings}
    if parts and min(parts) < world.size:
        raise TogetherError(f"{world.size} processes share the parts of a step, and it has {min(parts)}: --parts {world.size}")
    left = set(works)
    for name, told in works.items():
        if name not in left:
            continue
        left.discard(name)
        running = told.running._replace(device=str(device), world=world if told.node.step in TRAINING else World())
        error = _one(told._replace(running=running), world)
        yield Ended(name, error)
        if error:
            yield from after_failure(name, parents, left)


def _one(told: Work, world: World) -> str:
    """How a node ended, as every process has it: the first one tells where the work is, if there is any, and then how it ended."""
    alone = world.size == 1
    said: list[Path] = []

    def begun(place: Path) -> None:
        said.append(place)
        if not alone:
            _tell(str(place))

    error = ""
    try:
        if world.rank == 0:
            work(told, begun)
        elif place := _tell(""):
            _help(told, Path(place))
    except Exception as failed:  # noqa: BLE001  a node that fails costs those that stand on it, and no other
        error = line_of(failed)
    if alone:
        return error
    if world.rank == 0 and not said:
        _tell("")
    return _tell(error)


def _help(told: Work, place: Path) -> None:
    """Trains with the first process, in whose folder the checkpoints are, and leaves nothing behind."""
    if told.node.step not in TRAINING:
        return
    cache = Cache(told.root)
    parents = {role: cache.get(parent).folder for role, parent in told.parents.items()}
    with tempfile.TemporaryDirectory() as folder:
        step(told.node.step).run(Job(told.node.settings, parents, Path(folder), place, told.source, told.running, lambda **_: None))


def _tell(text: str) -> str:
    """What the first process says, in every process."""
    said = [text]
    torch.distributed.broadcast_object_list(said, src=0)
    return said[0]
