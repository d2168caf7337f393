"""How a training goes: rates, sizes and lengths, and whose recipe it is. A recipe is data; two runs of one recipe and seed are one run."""

from __future__ import annotations

from typing import Literal

from synth.records import Record


class Recipe(Record, frozen=True, kw_only=True):
    """The settings of one training. `source` says whose they are: the paper's, its harness's, the benchmark's, or our choice."""

    source: str
    rate: float
    batch: int  # examples a step
    epochs: float = 1.0
    steps: int | None = None  # in the place of epochs
    longest: int = 128  # tokens of a sequence
    warmup: float = 0.1  # of all steps
    decay: float = 0.01  # of weights that are no bias and no norm
    clip: float = 1.0  # of the gradient's norm, once a step
    epsilon: float = 1e-8
    cap: int = 2**20  # examples of a task that count in a mixture
    exponent: float = 1.0  # of the sizes in a mixture
    order: Literal["drawn", "by length"] = "by length"
    layout: Literal["padded", "packed"] = "padded"
    precision: Literal["fp32", "bf16"] = "fp32"
    measure_every: int = 0  # steps between measurements on English dev; 0: at the end of each epoch
    patience: int = 0  # measurements without a better score after which it stops; 0: never


def rate_at(recipe: Recipe, step: int, steps: int) -> float:
    """The learning rate of a step, counted from 0: it grows in a line, and then falls in a line to nothing."""
    warm = int(recipe.warmup * steps)
    if step < warm:
        return recipe.rate * (step + 1) / warm
    return recipe.rate * (steps - step) / max(1, steps - warm)
