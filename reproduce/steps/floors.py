"""What a target comes to without a network, in every language: see `reproduce/floors.py`."""

from __future__ import annotations

from typing import Any

from reproduce import floors, scoring
from reproduce.reading import read_kept
from reproduce.steps import Job, read_english, task_of


def run(job: Job) -> dict[str, Any]:
    task = task_of(job.settings["task"])
    seen = read_english(job, task_of(job.settings["train"]), "train").examples
    found: list[dict[str, Any]] = []
    for name in floors.FLOORS:
        predict = floors.floor(name, task, seen)
        for language in job.settings["languages"]:
            examples = read_kept(task, "test", language, job.source).examples
            for one in scoring.score(task, examples, predict(examples), language):
                found.append({"floor": name, "language": language, **one._asdict(), "parts": dict(one.parts), "examples": len(examples)})
    return {"scores": found}
