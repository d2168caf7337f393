"""Phase 3: English training of a target, with a new head, also where the intermediate task was the same one."""

from __future__ import annotations

from typing import Any

from reproduce import checkpoints
from reproduce.models import save_encoder
from reproduce.steps import Job
from reproduce.steps.training import train_tasks

HEAD = "head"


def run(job: Job) -> dict[str, Any]:
    network, told = train_tasks(job)
    network.cpu()
    save_encoder(network.encoder, job.into)
    (task,) = network.heads
    (job.into / HEAD).mkdir()
    checkpoints.save_weights(job.into / HEAD, network.heads[task])
    return told
