"""How long a step takes, by doing a part of it: with an encoder of its shape, without training, and the data that it will read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from reproduce import checkpoints
from reproduce.cost import Watch
from reproduce.models import Network, config_of, new_encoder, save_encoder, scratch_config, size_of, width_of
from reproduce.steps import Job, recipe_of, step, task_of
from reproduce.steps.heads import head_of
from reproduce.steps.target import HEAD
from reproduce.steps.text import text_stream
from reproduce.steps.training import Prepared, measured, network_of, prepare
from reproduce.train import count_marks, rehearse
from reproduce.vocabulary import load_tokenizer

_WARM: set[str] = set()  # steps that this process has done before


def seconds_of(name: str, job: Job, backbone: Mapping[str, Any]) -> float:
    """What the step of this name would take with this job."""
    return _BY_STEP[name](job, backbone)


def _whole(name: str) -> Callable[[Job, Mapping[str, Any]], float]:
    """A step that is done altogether, as it is short."""

    def seconds(job: Job, backbone: Mapping[str, Any]) -> float:
        began = time.perf_counter()
        step(name).run(job)
        return time.perf_counter() - began

    return seconds


def _by_language(name: str) -> Callable[[Job, Mapping[str, Any]], float]:
    """A step that does the same in every language: what it does in none, and for each language what it does in the first one."""

    def seconds(job: Job, backbone: Mapping[str, Any]) -> float:
        languages = job.settings["languages"]
        parents = {**job.parents, **_untrained(job, backbone, name)}

        def run(some: Sequence[str]) -> None:
            step(name).run(job._replace(settings={**job.settings, "languages": some}, parents=parents))

        run([] if name in _WARM else languages[:1])  # what is loaded at its first use is loaded once a run, and not once a language
        _WARM.add(name)
        none, one = _timed(lambda: run([])), _timed(lambda: run(languages[:1]))
        return none + max(0.0, one - none) * len(languages)

    return seconds


def _untrained(job: Job, backbone: Mapping[str, Any], name: str) -> dict[str, Path]:
    """What a step would find of its parents, without any training in it."""
    if name == "floors":
        return {}
    place = job.work / "untrained"
    place.mkdir()
    encoder = _encoder(job, backbone)
    save_encoder(encoder, place)
    if name == "retrieval":
        return {"encoder": place}
    (place / HEAD).mkdir()
    checkpoints.save_weights(place / HEAD, head_of(task_of(job.settings["task"]), width_of(encoder))())
    return {"target": place}


def _encoder(job: Job, backbone: Mapping[str, Any]) -> nn.Module:
    if "hub" in backbone:
        return new_encoder(config_of(backbone["hub"], backbone["revision"]), seed=0)
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    config = scratch_config(backbone["name"], words=len(tokenizer), pad=tokenizer.pad_token_id, size=size_of(backbone))
    return new_encoder(config, seed=0)


def _training(job: Job, backbone: Mapping[str, Any]) -> float:
    """Reading, some of the steps, one measurement on dev, one checkpoint, and as many of each as there will be."""
    began = time.perf_counter()
    prepared = prepare(job)
    network = network_of(_encoder(job, backbone), prepared, seed=0)
    reading = time.perf_counter() - began
    took = _steps(job, network, prepared)
    measuring = _timed(lambda: [measured(network, one, job, prepared.pad) for one in prepared.judges])
    return reading + took + measuring * (count_marks(prepared.streams, prepared.recipe) + 1)


def _pretraining(job: Job, backbone: Mapping[str, Any]) -> float:
    if "hub" in job.settings:
        raise ValueError("how long it takes to fetch an encoder depends on the network")
    began = time.perf_counter()
    encoder = _encoder(job, backbone)
    if not job.settings["trained"]:
        return time.perf_counter() - began
    recipe = recipe_of(job.settings["recipe"])
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    stream = text_stream(job, task_of(job.settings["text"]), tokenizer, recipe.longest, job.settings["languages"])
    prepared = Prepared([stream], [], recipe, tokenizer.pad_token_id)
    network = network_of(encoder, prepared, seed=0)
    reading = time.perf_counter() - began
    return reading + _steps(job, network, prepared)


def _steps(job: Job, network: Network, prepared: Prepared) -> float:
    """What all steps take, with the checkpoints between them."""
    watch = Watch()
    device = torch.device(job.running.device)
    steps = rehearse(network, prepared.streams, prepared.recipe, seed=0, pad=prepared.pad, device=device, on_step=watch)
    each = watch.times[2::2]  # without the one that warms up, and without what lies between two
    saving = _timed(lambda: checkpoints.save_weights(job.work, network))
    return steps * sum(each) / len(each) + saving * 3 * (1 + steps // job.running.save_every)  # weights, and two moments of each


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


_BY_STEP: Mapping[str, Callable[[Job, Mapping[str, Any]], float]] = {
    "tokenizer": _whole("tokenizer"),
    "encoder": _pretraining,
    "intermediate": _training,
    "target": _training,
    "scores": _by_language("scores"),
    "retrieval": _by_language("retrieval"),
    "floors": _by_language("floors"),
    "leaks": _whole("leaks"),
}
