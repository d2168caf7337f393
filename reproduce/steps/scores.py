"""What a trained target comes to in every language, without having seen any of them but English: scores, and every single prediction."""

from __future__ import annotations

import gzip
import json
from typing import Any

from reproduce import checkpoints, scoring
from reproduce.models import Network, load_encoder, width_of
from reproduce.reading import read_kept
from reproduce.steps import Job, encode, task_of
from reproduce.steps.heads import head_of, predict
from reproduce.steps.target import HEAD
from reproduce.vocabulary import load_tokenizer

PREDICTIONS = "predictions.jsonl.gz"


def run(job: Job) -> dict[str, Any]:
    settings = job.settings
    task = task_of(settings["task"])
    tokenizer = load_tokenizer(job.parents["tokenizer"])
    encoder = load_encoder(job.parents["target"])
    head = head_of(task, width_of(encoder))()
    checkpoints.load_weights(job.parents["target"] / HEAD, head)
    network = Network(encoder, {task.name: head}).to(job.running.device)
    found: list[dict[str, Any]] = []
    with gzip.GzipFile(job.into / PREDICTIONS, "wb", mtime=0) as file:
        for number, language in enumerate(settings["languages"]):
            examples = read_kept(task, "test", language, job.source).examples
            encoded = encode(task, examples, tokenizer, settings["longest"])
            said = predict(network, task, examples, encoded, pad=tokenizer.pad_token_id, size=job.running.size, device=job.running.device)
            for one in scoring.score(task, examples, said, language):
                found.append({"language": language, **one._asdict(), "parts": dict(one.parts), "examples": len(examples)})
            for at, one in enumerate(said):
                file.write(f"{json.dumps([language, at, one], ensure_ascii=False)}\n".encode())
            job.say(step=number + 1, steps=len(settings["languages"]))
    return {"scores": found}
