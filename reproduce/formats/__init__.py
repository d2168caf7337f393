"""The formats: how examples of a kind become sequences, a loss and predictions. A task names its format and needs no code of it.

A format is a module of this folder, found by being there. All have

    encode(examples, tokenizer, longest=…) -> Encoded    what the network sees of the examples
    Head(width, …)                                        what stands on the encoder
    batch(data, positions, draw) -> sequences, labels     some examples; `draw` is for what is left to chance
    items(labels) -> int                                  over how many things the loss is a mean
    loss(head, hidden, labels) -> Tensor                  its sum
    predict(head, hidden, labels) -> list                 what the network says of each example

but for `retrieval`, which has no head and trains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Sequences = list[list[int]]  # of one example


class Encoded(NamedTuple):
    """Examples as sequences of tokens: for each example one or more, and what its loss and its prediction need besides."""

    sequences: list[Sequences]
    labels: list[Any]

    @property
    def examples(self) -> int:
        return len(self.sequences)

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """The longest sequence of each example."""
        return np.array([max(len(one) for one in sequences) for sequences in self.sequences], dtype=np.int64)

    def chosen(self, positions: Iterable[int]) -> tuple[list[Sequences], list[Any]]:
        """The sequences and the labels at some positions."""
        those = [int(at) for at in positions]
        return [self.sequences[at] for at in those], [self.labels[at] for at in those]
