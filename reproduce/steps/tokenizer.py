"""The tokenizer of a backbone: counted out of text for one that is made from scratch, fetched for one of the hub."""

from __future__ import annotations

from typing import Any

from reproduce.reading import read_kept
from reproduce.steps import Job, task_of
from reproduce.vocabulary import fetch_tokenizer, train_tokenizer


def run(job: Job) -> dict[str, Any]:
    settings = job.settings
    if "hub" in settings:
        tokenizer = fetch_tokenizer(settings["hub"], settings["revision"])
    else:
        task = task_of(settings["text"])
        texts = (text for language in settings["languages"] for text in read_kept(task, "train", language, job.source).examples)
        tokenizer = train_tokenizer(texts, words=settings["words"])
    tokenizer.save_pretrained(str(job.into))
    return {"pieces": len(tokenizer)}
