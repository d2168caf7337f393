"""The head of a task, and what a training is measured by: the task's own score on English dev."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from reproduce import scoring
from reproduce.evaluate import predictions
from reproduce.formats import Encoded
from reproduce.models import Network
from reproduce.steps import format_of
from reproduce.tasks import Task


def head_of(task: Task, width: int) -> Callable[[], nn.Module]:
    """Makes the head that a task needs on an encoder of this width."""
    head = format_of(task).Head
    sizes = (len(task.labels),) if task.format in ("pair", "tagging") else ()

    def make() -> nn.Module:
        made = head(width, *sizes)
        assert isinstance(made, nn.Module)
        return made

    return make


def predict(network: Network, task: Task, examples: Sequence[Any], encoded: Encoded, *, pad: int, size: int, device: str) -> list[Any]:
    """The network's predictions in the task's words."""
    said = predictions(network, task.name, format_of(task), encoded, pad=pad, size=size, device=torch.device(device))
    return scoring.in_words(task, examples, encoded, said)
