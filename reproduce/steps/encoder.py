"""Phase 1: the encoder that all else starts from: fetched, or made from scratch and trained on text of all languages, or left as made.

What is left as made (`trained` false) is a floor: what the later phases come to without the first.
"""

from __future__ import annotations

from typing import Any

import torch

from reproduce.formats import masked
from reproduce.models import Network, config_of, fetch_encoder, new_encoder, new_heads, save_encoder, scratch_config, size_of, words_of
from reproduce.steps import Job, recipe_of, task_of
from reproduce.steps.text import text_stream
from reproduce.train import train
from reproduce.vocabulary import load_tokenizer


def run(job: Job) -> dict[str, Any]:
    settings = job.settings
    if "hub" in settings:
        name, revision = settings["hub"], settings["revision"]
        encoder = fetch_encoder(name, revision) if settings["trained"] else new_encoder(config_of(name, revision), seed=settings["seed"])
        save_encoder(encoder, job.into)
        return {"parameters": _size(encoder)}
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    config = scratch_config(settings["model"], words=len(tokenizer), pad=tokenizer.pad_token_id, size=size_of(settings["size"]))
    encoder = new_encoder(config, seed=settings["seed"])
    told: dict[str, Any] = {"parameters": _size(encoder)}
    if settings["trained"]:
        recipe = recipe_of(settings["recipe"])
        stream = text_stream(job, task_of(settings["text"]), tokenizer, recipe.longest, settings["languages"])
        heads = new_heads({"mlm": lambda: masked.Head(config.hidden_size, words_of(encoder))}, seed=settings["seed"])
        network = Network(encoder, heads)
        trained = train(
            network,
            [stream],
            recipe,
            seed=settings["seed"],
            pad=tokenizer.pad_token_id,
            folder=job.work,
            device=torch.device(job.running.device),
            world=job.running.world,
            parts=settings["parts"],
            save_every=job.running.save_every,
            on_step=lambda step, steps, loss: job.say(step=step, steps=steps, loss=loss),
            on_damage=lambda said: job.say(warning=said),
        )
        told |= {"steps": trained.steps, "tokens": trained.tokens, "losses": [trained.losses[0], trained.losses[-1]]}
    save_encoder(encoder.cpu(), job.into)
    return told


def _size(encoder: torch.nn.Module) -> int:
    return sum(one.numel() for one in encoder.parameters())
