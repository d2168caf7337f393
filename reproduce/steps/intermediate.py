"""Phase 2: English training between pretraining and target. What is kept is the encoder; the heads stay behind."""

from __future__ import annotations

from typing import Any

from reproduce.models import save_encoder
from reproduce.steps import Job
from reproduce.steps.training import train_tasks


def run(job: Job) -> dict[str, Any]:
    network, told = train_tasks(job)
    save_encoder(network.encoder.cpu(), job.into)
    return told
