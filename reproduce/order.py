"""In what order examples are seen: a pure function of seed, epoch and position, so that going on after a stop is a slice.

`batches` cuts an epoch into batches, each example once: as they are drawn, or from examples of like length. Those of like length are
sorted within a window of some batches only, and the batches of an epoch are shuffled afterwards, so that length says nothing about when.
`tasks` says which task each step of a mixture trains. What is not done: nothing here keeps state, and no example is dropped or repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

WINDOW = 100  # batches within which examples are sorted by length; 1.1 to 1.3 % of what is computed is padding then, of 50 it is twice that

Positions = npt.NDArray[np.int64]


def generator(*key: int | str) -> np.random.Generator:
    """A generator of numbers that depends on its key alone: words and numbers, in order."""
    words = [word for part in key for word in (part.encode() if isinstance(part, str) else [part & 0xFFFFFFFF, part >> 32])]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([len(key), *words])))


def batches(lengths: Sequence[int] | Positions, size: int, how: str, *, seed: int, epoch: int, of: str = "") -> list[Positions]:
    """The batches of an epoch, each the positions of its examples."""
    draw = generator("order", seed, epoch, of)
    order = draw.permutation(len(lengths))
    if how == "drawn":
        return _cut(order, size)
    told = np.asarray(lengths)
    found: list[Positions] = []
    for window in _cut(order, size * WINDOW):
        found += _cut(window[np.argsort(told[window], kind="stable")], size)
    return [found[at] for at in draw.permutation(len(found))]


def count_batches(examples: int, size: int) -> int:
    return -(-examples // size)


def _cut(order: Positions, size: int) -> list[Positions]:
    return [order[at : at + size] for at in range(0, len(order), size)]


def shares(sizes: Mapping[str, int], *, cap: int, exponent: float) -> dict[str, float]:
    """How often each task of a mixture is drawn: by its number of examples, at most `cap`, raised to an exponent."""
    weights = {name: min(size, cap) ** exponent for name, size in sizes.items()}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def tasks(sizes: Mapping[str, int], steps: int, *, cap: int, exponent: float, seed: int) -> list[str]:
    """Which task each step trains. With one task it is that one."""
    if len(sizes) == 1:
        return list(sizes) * steps
    names = list(sizes)
    weights = shares(sizes, cap=cap, exponent=exponent)
    drawn = generator("tasks", seed).choice(len(names), size=steps, p=[weights[name] for name in names])
    return [names[at] for at in drawn]
