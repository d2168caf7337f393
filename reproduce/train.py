"""The training loop of all phases: one encoder, one stream of batches or several, one head for each.

Every draw is a function of the seed and of where the training stands: which task a step trains, which examples, what dropout leaves out.
So a training that was killed goes on from its last checkpoint as if it had not been, bit for bit, and nothing random is stored.

The loss of a step is a mean over all that the step holds (examples, words, masked tokens), whether it is computed in one part or in
several, on one device or on several: each part gives its sum over the step's whole count. The gradient is clipped once a step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import torch

from reproduce import checkpoints, order
from reproduce.batches import lay_out
from reproduce.formats import Encoded
from reproduce.models import Network
from reproduce.recipes import Recipe, rate_at
from reproduce.worlds import World

_NO_DECAY = ("bias", "norm")


class Stream(NamedTuple):
    """What one task trains on."""

    name: str
    format: ModuleType
    data: Encoded
    batch: int = 0  # examples a step; 0: as the recipe says

    def size(self, recipe: Recipe) -> int:
        return self.batch or recipe.batch

    def batches(self, recipe: Recipe) -> int:
        """How many an epoch has."""
        return order.count_batches(self.data.examples, self.size(recipe))


class Trained(NamedTuple):
    """How a training ended: the losses of its steps, the best score on English dev, and what was drawn."""

    steps: int
    losses: list[float]
    best: float | None
    best_step: int | None
    drawn: dict[str, int]
    tokens: int


class Place(NamedTuple):
    """What one step trains: a stream, and which of its batches."""

    stream: Stream
    epoch: int
    positions: order.Positions


def train(
    network: Network,
    streams: Sequence[Stream],
    recipe: Recipe,
    *,
    seed: int,
    pad: int,
    folder: Path,
    measure: Callable[[Network], float] | None = None,
    device: torch.device | None = None,
    world: World | None = None,
    parts: int = 1,
    save_every: int = 500,
    on_step: Callable[[int, int, float], None] | None = None,
    on_damage: Callable[[str], object] = lambda said: None,
) -> Trained:
    """Trains the network and leaves in it the weights that measured best on English dev, or the last where nothing was measured.

    `save_every`, `device`, `on_step`, and how many processes share the `parts` of each step change no result, but for rounding; `parts`
    do, as what dropout leaves out is drawn for each. A folder with checkpoints is gone on with; `on_damage` is told of those that are
    damaged, and left out.
    """
    device, world = device or torch.device("cpu"), world or World()
    network.to(device)
    steps = count_steps(streams, recipe)
    optimizer = _optimizer(network, recipe)
    state = checkpoints.resume(folder, network, optimizer, on_damage) or {**_START, "losses": []}
    marks = _marks(streams, recipe, steps) if measure else frozenset()
    drawn = order.tasks({one.name: one.data.examples for one in streams}, steps, cap=recipe.cap, exponent=recipe.exponent, seed=seed)
    network.train()
    for step, place in _places(streams, drawn, recipe, seed, start=steps if state["done"] else state["step"]):
        loss, tokens = _step(network, place, recipe, seed=seed, step=step, pad=pad, device=device, world=world, parts=parts)
        _update(network, optimizer, recipe, step, steps)
        state |= {"step": step + 1, "tokens": state["tokens"] + tokens}
        state["losses"].append(loss)
        if measure and step + 1 in marks:
            _compare(network, measure(network), state, folder, world)
            network.train()
        state["done"] = step + 1 == steps or (recipe.patience > 0 and state["since"] >= recipe.patience)
        if on_step:
            on_step(step + 1, steps, loss)
        if world.rank == 0 and (state["done"] or (step + 1) % save_every == 0):
            checkpoints.save(folder, step + 1, network, optimizer, state)
        if state["done"]:
            break
    if world.add:
        world.add(torch.zeros((), device=device))  # the first process has written its weights when all are here
    if state["best"] is not None:
        checkpoints.load_best(folder, state["best_step"], network)
    counts = {one.name: drawn[: state["step"]].count(one.name) for one in streams}
    return Trained(state["step"], state["losses"], state["best"], state["best_step"], counts, state["tokens"])


def rehearse(
    network: Network,
    streams: Sequence[Stream],
    recipe: Recipe,
    *,
    seed: int,
    pad: int,
    device: torch.device,
    most: int = 12,
    on_step: Callable[[], None] = lambda: None,
) -> int:
    """Does some steps of a training, evenly taken from all of it, and tells after each; the network is of no use afterwards.

    The first is done twice, as it warms up: what is told then is not what a step takes. Gives how many steps the whole training has.
    """
    network.to(device).train()
    optimizer, steps = _optimizer(network, recipe), count_steps(streams, recipe)
    drawn = order.tasks({one.name: one.data.examples for one in streams}, steps, cap=recipe.cap, exponent=recipe.exponent, seed=seed)
    chosen = sorted({round(one) for one in np.linspace(0, steps - 1, min(most, steps))})
    for step in [chosen[0], *chosen]:
        _, place = next(_places(streams, drawn, recipe, seed, start=step))
        on_step()
        _step(network, place, recipe, seed=seed, step=step, pad=pad, device=device, world=World(), parts=1)
        _update(network, optimizer, recipe, step, steps)
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        on_step()
    return steps


_START: dict[str, Any] = {"step": 0, "tokens": 0, "best": None, "best_step": None, "since": 0, "done": False}


def count_steps(streams: Sequence[Stream], recipe: Recipe) -> int:
    """How many steps a training has: as many as the recipe says, or its epochs over all streams together."""
    each = sum(one.batches(recipe) for one in streams)
    return recipe.steps if recipe.steps is not None else max(1, round(recipe.epochs * each))


def count_marks(streams: Sequence[Stream], recipe: Recipe) -> int:
    """How often a training is measured, if it is."""
    return len(_marks(streams, recipe, count_steps(streams, recipe)))


def _marks(streams: Sequence[Stream], recipe: Recipe, steps: int) -> frozenset[int]:
    """The steps after which the network is measured; always the last."""
    every = recipe.measure_every or sum(one.batches(recipe) for one in streams)
    return frozenset(range(every, steps, every)) | {steps}


def _places(streams: Sequence[Stream], drawn: Sequence[str], recipe: Recipe, seed: int, *, start: int) -> Iterator[tuple[int, Place]]:
    """What each step from `start` on trains: of the stream that was drawn, its next batch."""
    by_name = {one.name: one for one in streams}
    done = {name: drawn[:start].count(name) for name in by_name}
    cut: dict[str, tuple[int, list[order.Positions]]] = {}
    for step in range(start, len(drawn)):
        stream = by_name[drawn[step]]
        epoch, at = divmod(done[stream.name], stream.batches(recipe))
        if cut.get(stream.name, (-1, []))[0] != epoch:
            made = order.batches(stream.data.lengths, stream.size(recipe), recipe.order, seed=seed, epoch=epoch, of=stream.name)
            cut[stream.name] = epoch, made
        yield step, Place(stream, epoch, cut[stream.name][1][at])
        done[stream.name] += 1


def _optimizer(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    return torch.optim.AdamW(_groups(network, recipe), lr=recipe.rate, eps=recipe.epsilon, fused=True)


def _update(network: Network, optimizer: torch.optim.Optimizer, recipe: Recipe, step: int, steps: int) -> None:
    """The weights after a step whose gradient is there."""
    torch.nn.utils.clip_grad_norm_([one for one in network.parameters() if one.grad is not None], recipe.clip)
    for group in optimizer.param_groups:
        group["lr"] = rate_at(recipe, step, steps)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def _step(
    network: Network, place: Place, recipe: Recipe, *, seed: int, step: int, pad: int, device: torch.device, world: World, parts: int
) -> tuple[float, int]:
    """The gradient of one step over all its parts, and its loss; how many tokens it saw."""
    stream = place.stream
    sequences, labels = stream.format.batch(stream.data, place.positions, order.generator("batch", seed, step))
    items = stream.format.items(labels)
    total = torch.zeros((), device=device)
    tokens = 0
    for number, part in enumerate(np.array_split(np.arange(len(labels)), parts)):
        if number % world.size != world.rank or not len(part):
            continue
        torch.manual_seed(int(order.generator("step", seed, step, number).integers(2**62)))
        laid = lay_out([one for at in part for one in sequences[at]], recipe.layout, pad=pad)
        tokens += laid.real
        with _precision(recipe, device):
            hidden = network.hidden(laid.to(device))
            loss = stream.format.loss(network.heads[stream.name], hidden, [labels[at] for at in part]) / max(1, items)
        loss.backward()
        total += loss.detach()
    if world.add:
        for parameter in (*network.encoder.parameters(), *network.heads[stream.name].parameters()):
            if parameter.requires_grad:
                parameter.grad = world.add(parameter.grad if parameter.grad is not None else torch.zeros_like(parameter))
        total = world.add(total)
    return float(total), tokens


def _precision(recipe: Recipe, device: torch.device) -> AbstractContextManager[Any]:
    return torch.autocast(device.type, torch.bfloat16) if recipe.precision == "bf16" else nullcontext()


def _compare(network: Network, score: float, state: dict[str, Any], folder: Path, world: World) -> None:
    """Keeps the weights if they measure better than all before; of equals the first are kept."""
    if state["best"] is not None and score <= state["best"]:
        state["since"] += 1
        return
    state |= {"best": score, "best_step": state["step"], "since": 0}
    if world.rank == 0:
        checkpoints.save_best(folder, state["step"], network)


def _groups(network: Network, recipe: Recipe) -> list[dict[str, Any]]:
    """The parameters with and without decay."""
    named = [(name, one) for name, one in network.named_parameters() if one.requires_grad]
    plain = [one for name, one in named if any(word in name.casefold() for word in _NO_DECAY)]
    return [
        {"params": [one for name, one in named if not any(word in name.casefold() for word in _NO_DECAY)], "weight_decay": recipe.decay},
        {"params": plain, "weight_decay": 0.0},
    ]
