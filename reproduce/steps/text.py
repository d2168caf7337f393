"""Text of many languages as one stream of masked tokens: how much of each is drawn, by how much there is of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reproduce.formats import masked
from reproduce.order import generator, shares
from reproduce.steps import Job, read_training
from reproduce.tasks import Task
from reproduce.train import Stream

NAME = "mlm"


def text_stream(job: Job, task: Task, tokenizer: Any, longest: int, languages: Sequence[str], *, batch: int = 0) -> Stream:
    """The text of all languages, or as much of each as the settings ask for: `sentences` in all, by an exponent `alpha`."""
    texts = {language: read_training(job, task, language) for language in languages}
    if sentences := job.settings.get("sentences"):
        texts = drawn(texts, sentences, job.settings["alpha"], job.settings["seed"])
    chosen = [text for those in texts.values() for text in those]
    return Stream(NAME, masked, masked.encode(chosen, tokenizer, longest=longest), batch)


def drawn(texts: Mapping[str, Sequence[str]], sentences: int, alpha: float, seed: int) -> dict[str, list[str]]:
    """So many sentences in all, of each language its share; none more often than it is there."""
    share = shares({name: len(those) for name, those in texts.items()}, cap=2**62, exponent=alpha)
    found = {}
    for name, those in texts.items():
        count = min(len(those), round(share[name] * sentences))
        found[name] = [those[int(at)] for at in sorted(generator("text", seed, name).permutation(len(those))[:count])]
    return found
