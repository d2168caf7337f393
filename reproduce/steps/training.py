"""A training of one task or several on an encoder: phases 2 and 3 alike. It ends with the weights that were best on English dev.

A training that ends no better than a blind guess on its dev examples is tried again with other draws, as often as the settings allow; how
often, and how each try ended, stands in the summary. The last try is kept, at chance or not, and says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any, NamedTuple

import torch
from torch import nn

from reproduce import floors, scoring
from reproduce.formats import Encoded, masked
from reproduce.models import Network, load_encoder, new_heads, width_of, words_of
from reproduce.order import generator
from reproduce.recipes import Recipe
from reproduce.steps import ENGLISH, Job, encode, format_of, read_english, read_training, recipe_of, task_of
from reproduce.steps.heads import head_of, predict
from reproduce.steps.text import NAME as TEXT
from reproduce.steps.text import text_stream
from reproduce.tasks import Task
from reproduce.train import Stream, train
from reproduce.vocabulary import load_tokenizer


class Judge(NamedTuple):
    """What a task's training is measured on, and what a blind guess has there."""

    task: Task
    examples: Sequence[Any]
    encoded: Encoded
    blind: float


class Prepared(NamedTuple):
    """What a training has before its first step."""

    streams: list[Stream]
    judges: list[Judge]
    recipe: Recipe
    pad: int


def prepare(job: Job) -> Prepared:
    """Reads and encodes what is trained on and measured on."""
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    recipe = recipe_of(job.settings["recipe"])
    batches: Mapping[str, int] = job.settings.get("batches", {})
    streams, judges = [], []
    for told in job.settings["tasks"]:
        task = task_of(told)
        languages = job.settings["trained on"][task.name]
        seen = [one for language in languages for one in read_training(job, task, language)]
        dev = read_english(job, task, "dev").examples[: job.settings["select"]]
        streams.append(Stream(task.name, format_of(task), encode(task, seen, tokenizer, recipe.longest), batches.get(task.name, 0)))
        blind = scoring.score(task, dev, floors.floor("majority", task, seen)(dev), ENGLISH)[0].value
        judges.append(Judge(task, dev, encode(task, dev, tokenizer, recipe.longest), blind))
    if "text" in job.settings:
        text = task_of(job.settings["text"])
        streams.append(text_stream(job, text, tokenizer, recipe.longest, job.settings["languages"], batch=batches.get(TEXT, 0)))
    return Prepared(streams, judges, recipe, tokenizer.pad_token_id)


def network_of(encoder: nn.Module, prepared: Prepared, seed: int) -> Network:
    """The encoder with a new head for each task."""
    width = width_of(encoder)
    made: dict[str, Any] = {judge.task.name: head_of(judge.task, width) for judge in prepared.judges}
    if any(one.name == TEXT for one in prepared.streams):
        made[TEXT] = lambda: masked.Head(width, words_of(encoder))
    return Network(encoder, new_heads(made, seed=seed))


def measured(network: Network, one: Judge, job: Job, pad: int) -> float:
    """What the network comes to on a task's English dev examples."""
    running = job.running
    said = predict(network, one.task, one.examples, one.encoded, pad=pad, size=running.size, device=running.device)
    return scoring.score(one.task, one.examples, said, ENGLISH)[0].value


def train_tasks(job: Job) -> tuple[Network, dict[str, Any]]:
    """The network after training, and what is to be said of it."""
    prepared = prepare(job)
    tries: list[dict[str, Any]] = []
    for attempt in range(job.settings["reseeds"] + 1):
        network, told = _once(job, prepared, attempt)
        tries.append(told)
        if not told["at chance"]:
            break
    return network, {**tries[-1], "tries": tries}


def _once(job: Job, prepared: Prepared, attempt: int) -> tuple[Network, dict[str, Any]]:
    seed = job.settings["seed"] if not attempt else int(generator("again", job.settings["seed"], attempt).integers(2**31))
    network = network_of(load_encoder(job.parents["encoder"]), prepared, seed)

    def measure(trained: Network) -> float:
        return fmean(measured(trained, one, job, prepared.pad) for one in prepared.judges)

    trained = train(
        network,
        prepared.streams,
        prepared.recipe,
        seed=seed,
        pad=prepared.pad,
        folder=job.work / str(attempt),
        measure=measure,
        device=torch.device(job.running.device),
        world=job.running.world,
        parts=job.settings["parts"],
        save_every=job.running.save_every,
        on_step=lambda step, steps, loss: job.say(step=step, steps=steps, loss=loss),
        on_damage=lambda said: job.say(warning=said),
    )
    dev = {one.task.name: measured(network, one, job, prepared.pad) for one in prepared.judges}
    blind = {one.task.name: one.blind for one in prepared.judges}
    sizes = {one.task.name: len(one.examples) for one in prepared.judges}
    return network, {
        "seed": seed,
        "steps": trained.steps,
        "tokens": trained.tokens,
        "drawn": trained.drawn,
        "chosen at": trained.best_step,
        "dev": dev,
        "blind": blind,
        "at chance": [name for name, value in dev.items() if floors.at_chance(value, blind[name], sizes[name])],
    }
