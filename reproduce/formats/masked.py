"""Text in which some tokens are hidden, to be told: how multilingual encoders are trained, and kept multilingual.

Which tokens are hidden is drawn anew each time an example is seen, and depends on nothing else than the seed and the step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from reproduce.formats import Encoded, Sequences
from reproduce.framing import frame_of

NAME = "masked"
HIDDEN = 0.15  # of the tokens are to be told
MASKED, OTHER = 0.8, 0.1  # of these stand as a mask, or as any other token; the rest stay


class Words(NamedTuple):
    """What a draw needs of the vocabulary."""

    mask: int
    special: frozenset[int]
    size: int


class Told(NamedTuple):
    """The places of a sequence that are to be told, and their tokens."""

    places: tuple[int, ...]
    tokens: tuple[int, ...]


def encode(examples: Sequence[str], tokenizer: Any, *, longest: int) -> Encoded:
    """Each text as sequences of at most so many tokens; no text is cut off, and a piece of one token is left out."""
    words = Words(tokenizer.mask_token_id, frozenset(tokenizer.all_special_ids), len(tokenizer))
    frame = frame_of(tokenizer)
    room = frame.room(longest)
    sequences: list[Sequences] = []
    for text in examples:
        pieces = tokenizer(text, add_special_tokens=False)["input_ids"]
        cut = [pieces[at : at + room] for at in range(0, len(pieces), room)]
        sequences += [[frame.around(piece)] for piece in cut if len(piece) > 1]
    return Encoded(sequences, [words] * len(sequences))


class Head(nn.Module):
    """From each hidden token to a score for every word; the words are those of the encoder's own embedding."""

    def __init__(self, width: int, embedding: nn.Parameter) -> None:
        super().__init__()
        self.inner = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.words = embedding
        self.bias = nn.Parameter(torch.zeros(embedding.shape[0]))

    def forward(self, hidden: Tensor) -> Tensor:
        return nn.functional.linear(self.norm(nn.functional.gelu(self.inner(hidden))), self.words, self.bias)


def batch(data: Encoded, positions: Iterable[int], draw: np.random.Generator) -> tuple[list[Sequences], list[Told]]:
    """The sequences with some tokens hidden, and what they were."""
    sequences, words = data.chosen(positions)
    hidden = [_hide(one[0], told, draw) for one, told in zip(sequences, words, strict=True)]
    return [[tokens] for tokens, _ in hidden], [told for _, told in hidden]


def _hide(tokens: list[int], words: Words, draw: np.random.Generator) -> tuple[list[int], Told]:
    open_ = [at for at, token in enumerate(tokens) if token not in words.special]
    many = max(1, round(HIDDEN * len(open_)))
    places = sorted(int(at) for at in draw.choice(open_, size=min(many, len(open_)), replace=False))
    out = list(tokens)
    for at, chance, other in zip(places, draw.random(len(places)), draw.integers(words.size, size=len(places)), strict=True):
        out[at] = words.mask if chance < MASKED else int(other) if chance < MASKED + OTHER else out[at]
    return out, Told(tuple(places), tuple(tokens[at] for at in places))


def items(labels: Sequence[Told]) -> int:
    return sum(len(one.places) for one in labels)


def loss(head: nn.Module, hidden: Tensor, labels: Sequence[Told]) -> Tensor:
    return nn.functional.cross_entropy(head(_of_places(hidden, labels)), _tokens(labels, hidden), reduction="sum")


def predict(head: nn.Module, hidden: Tensor, labels: Sequence[Told]) -> list[float]:
    """The loss of each sequence, over its hidden tokens."""
    each = nn.functional.cross_entropy(head(_of_places(hidden, labels)), _tokens(labels, hidden), reduction="none")
    return [float(part.sum()) for part in torch.split(each, [len(one.places) for one in labels])]


def _of_places(hidden: Tensor, labels: Sequence[Told]) -> Tensor:
    rows = torch.tensor([row for row, one in enumerate(labels) for _ in one.places], device=hidden.device)
    places = torch.tensor([place for one in labels for place in one.places], device=hidden.device)
    return hidden[rows, places]


def _tokens(labels: Sequence[Told], hidden: Tensor) -> Tensor:
    return torch.tensor([token for one in labels for token in one.tokens], device=hidden.device)
