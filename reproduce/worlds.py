"""Several processes that train as one, each on its own device, found by `accelerate` from how they were started."""

from __future__ import annotations

import torch
from accelerate import Accelerator
from torch import Tensor

from reproduce.train import World


def join_world() -> tuple[World, torch.device]:
    """This process's place among those that train together, and its device; one process is a world of its own."""
    accelerator = Accelerator()
    if accelerator.num_processes == 1:
        return World(), accelerator.device

    def add(tensor: Tensor) -> Tensor:
        summed = accelerator.reduce(tensor, reduction="sum")
        assert isinstance(summed, Tensor)
        return summed

    return World(accelerator.process_index, accelerator.num_processes, add), accelerator.device
