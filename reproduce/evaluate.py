"""What a network says of examples: the predictions of a head, or the vectors of sentences, in the order of the examples.

Batches are made of examples of like length, so that little is padded; how many stand in one changes a score by rounding at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from reproduce.batches import Laid, lay_out
from reproduce.formats import Encoded
from reproduce.models import Network, arguments, gathered
from reproduce.order import generator

Vectors = npt.NDArray[np.float32]


def predictions(
    network: Network, name: str, format_: ModuleType, data: Encoded, *, pad: int, size: int = 32, device: torch.device | None = None
) -> list[Any]:
    """What the head of this name says of each example."""
    found: list[Any] = [None] * data.examples
    device = device or torch.device("cpu")
    for positions in _batches(data.lengths, size):
        sequences, labels = format_.batch(data, positions, generator("evaluate", *map(int, positions)))
        laid = lay_out([one for those in sequences for one in those], "padded", pad=pad).to(device)
        with _at_rest(network):
            said = format_.predict(network.heads[name], network.hidden(laid), labels)
        for at, one in zip(positions, said, strict=True):
            found[at] = one
    return found


def vectors(
    network: Network,
    sequences: Sequence[Sequence[int]],
    *,
    pad: int,
    layers: Sequence[int],
    pool: str,
    size: int = 32,
    device: torch.device | None = None,
) -> Mapping[int, Vectors]:
    """For each layer (0 is the embeddings) one vector a sequence: the mean of all its tokens with the special ones, or its first."""
    device = device or torch.device("cpu")
    lengths = np.array([len(one) for one in sequences], dtype=np.int64)
    out = {layer: np.zeros((len(sequences), network.config.hidden_size), dtype=np.float32) for layer in layers}
    for positions in _batches(lengths, size):
        laid = lay_out([sequences[at] for at in positions], "padded", pad=pad).to(device)
        with _at_rest(network):
            states = network.encoder(**arguments(network.config, laid), output_hidden_states=True).hidden_states
            for layer in layers:
                out[layer][positions] = _pooled(states[layer], laid, pool).float().cpu().numpy()
    return out


def _pooled(state: torch.Tensor, laid: Laid, pool: str) -> torch.Tensor:
    tokens = gathered(state.flatten(0, 1), laid)
    if pool == "first":
        return tokens[:, 0]
    return tokens.sum(dim=1) / (laid.where >= 0).sum(dim=1, keepdim=True)


def _batches(lengths: npt.NDArray[np.int64], size: int) -> Iterator[npt.NDArray[np.int64]]:
    order = np.argsort(lengths, kind="stable")
    return (order[at : at + size] for at in range(0, len(order), size))


class _at_rest:  # noqa: N801  read as words: `with _at_rest(network)`
    """The network without dropout and without gradients, and as it was afterwards."""

    def __init__(self, network: Network) -> None:
        self._network, self._trained = network, network.training
        self._still = torch.inference_mode()

    def __enter__(self) -> None:
        self._network.eval()
        self._still.__enter__()

    def __exit__(self, *error: object) -> None:
        self._still.__exit__(*error)
        self._network.train(self._trained)
