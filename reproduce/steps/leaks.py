"""What of a task's training data stands in the data that are scored, or in its own English dev examples that are selected on.

How much there is, and where, so that none of it is trained on. What is not looked at: the dev examples of other tasks that train with it.
"""

from __future__ import annotations

import json
from typing import Any

from reproduce.leaks import Texts, leaking, leaks
from reproduce.reading import read_kept
from reproduce.steps import ENGLISH, POSITIONS, Job, task_of
from reproduce.tasks import Data


def run(job: Job) -> dict[str, Any]:
    task = task_of(job.settings["task"])
    scored = {
        f"{told['name']}/test-{language}": read_kept(task_of(told), "test", language, job.source)
        for told, languages in job.settings["against"]
        for language in languages
    }
    if select := job.settings["select"]:
        dev = read_kept(task, "dev", ENGLISH, job.source)
        scored[f"{task.name}/dev-{ENGLISH}"] = dev._replace(examples=dev.examples[:select])
    several = len(job.settings["languages"]) > 1
    held: dict[str, Data | Texts] = {name: Texts(data) if several else data for name, data in scored.items()}
    found: list[dict[str, Any]] = []
    positions: dict[str, list[int]] = {}
    examples = 0
    for number, language in enumerate(job.settings["languages"]):
        data = read_kept(task, "train", language, job.source)
        those = leaks({f"{task.name}/train-{language}": data}, held)
        positions[language] = leaking(data, those)
        examples += len(data.examples)
        found += [{name: value for name, value in one._asdict().items() if name != "found"} for one in those]
        job.say(step=number + 1, steps=len(job.settings["languages"]))
    (job.into / POSITIONS).write_text(json.dumps(positions), encoding="utf-8")
    return {"leaks": found, "examples": examples, "dropped": sum(map(len, positions.values()))}
