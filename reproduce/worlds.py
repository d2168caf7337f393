"""Several processes that train as one, each on its own device, found by `accelerate` from how they were started."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import torch
    from torch import Tensor


class World(NamedTuple):
    """The processes that train together; by default this one alone."""

    rank: int = 0
    size: int = 1
    add: Callable[[Tensor], Tensor] | None = None  # the sum over all processes


def is_first() -> bool:
    """Whether this process is the first of those that were started together, or the only one."""
    return os.environ.get("RANK", "0") == "0"


def join_world() -> tuple[World, torch.device]:
    """This process's place among those that train together, and its device; one process is a world of its own."""
    from accelerate import Accelerator

    accelerator = Accelerator()
    if accelerator.num_processes == 1:
        return World(), accelerator.device

    def add(tensor: Tensor) -> Tensor:
        summed: Tensor = accelerator.reduce(tensor, reduction="sum")
        return summed

    return World(accelerator.process_index, accelerator.num_processes, add), accelerator.device
