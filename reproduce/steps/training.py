"""A training of one task or several on an encoder: phases 2 and 3 alike. It ends with the weights that were best on English dev.

A training that ends no better than a blind guess on its dev examples is tried again with other draws, as often as the settings allow; how
often, and how each try ended, stands in the summary. The last try is kept, at chance or not, and says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch

from reproduce import floors, scoring
from reproduce.formats import Encoded
from reproduce.models import Network, load_encoder, new_heads, width_of, words_of
from reproduce.order import generator
from reproduce.steps import Job, encode, format_of, read_english, recipe_of, task_of
from reproduce.steps.heads import head_of, predict
from reproduce.steps.text import text_stream
from reproduce.tasks import Task, read
from reproduce.train import Stream, train
from reproduce.vocabulary import load_tokenizer


class Judge(NamedTuple):
    """What a task's training is measured on, and what a blind guess has there."""

    task: Task
    examples: Sequence[Any]
    encoded: Encoded
    blind: float


def train_tasks(job: Job) -> tuple[Network, dict[str, Any]]:
    """The network after training, and what is to be said of it."""
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    recipe = recipe_of(job.settings["recipe"])
    batches: Mapping[str, int] = job.settings.get("batches", {})
    streams, judges = [], []
    for told in job.settings["tasks"]:
        task = task_of(told)
        languages = job.settings["trained on"][task.name]
        seen = [one for language in languages for one in read(task, "train", language, job.source).examples]
        dev = read_english(job, task, "dev").examples[: job.settings["select"]]
        streams.append(Stream(task.name, format_of(task), encode(task, seen, tokenizer, recipe.longest), batches.get(task.name, 0)))
        blind = scoring.score(task, dev, floors.floor("majority", task, seen)(dev), "en")[0].value
        judges.append(Judge(task, dev, encode(task, dev, tokenizer, recipe.longest), blind))
    if "text" in job.settings:
        streams.append(
            text_stream(
                job, task_of(job.settings["text"]), tokenizer, recipe.longest, job.settings["languages"], batch=batches.get("mlm", 0)
            )
        )
    tries: list[dict[str, Any]] = []
    for attempt in range(job.settings["reseeds"] + 1):
        network, told = _once(job, streams, judges, tokenizer.pad_token_id, attempt)
        tries.append(told)
        if not told["at chance"]:
            break
    return network, {**tries[-1], "tries": tries}


def _once(job: Job, streams: Sequence[Stream], judges: Sequence[Judge], pad: int, attempt: int) -> tuple[Network, dict[str, Any]]:
    seed = job.settings["seed"] if not attempt else int(generator("again", job.settings["seed"], attempt).integers(2**31))
    encoder = load_encoder(job.parents["encoder"])
    width = width_of(encoder)
    made = {judge.task.name: head_of(judge.task, width) for judge in judges}
    if any(one.name == "mlm" for one in streams):
        from reproduce.formats import masked

        made["mlm"] = lambda: masked.Head(width, words_of(encoder))
    network = Network(encoder, new_heads(made, seed=seed))
    running = job.running

    def measured(one: Judge) -> tuple[float, int]:
        said = predict(network, one.task, one.examples, one.encoded, pad=pad, size=running.size, device=running.device)
        score = scoring.score(one.task, one.examples, said, "en")[0]
        return score.value, len(one.examples)

    def measure(_: Network) -> float:
        values = [measured(one)[0] for one in judges]
        return sum(values) / len(values)

    trained = train(
        network,
        streams,
        recipe_of(job.settings["recipe"]),
        seed=seed,
        pad=pad,
        folder=job.work / str(attempt),
        measure=measure,
        device=torch.device(running.device),
        parts=running.parts,
        save_every=running.save_every,
        on_step=lambda step, steps, loss: job.say(step=step, steps=steps, loss=loss),
    )
    dev = {one.task.name: measured(one) for one in judges}
    blind = {one.task.name: one.blind for one in judges}
    return network, {
        "seed": seed,
        "steps": trained.steps,
        "tokens": trained.tokens,
        "drawn": trained.drawn,
        "chosen at": trained.best_step,
        "dev": {name: value for name, (value, _) in dev.items()},
        "blind": blind,
        "at chance": [name for name, (value, n) in dev.items() if floors.at_chance(value, blind[name], n)],
    }
