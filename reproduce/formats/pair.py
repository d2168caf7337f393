"""Two sentences, one label: entailment, paraphrase. The first token speaks for the pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from reproduce.formats import Encoded, Sequences

NAME = "pair"


def encode(examples: Sequence[tuple[str, str, int]], tokenizer: Any, *, longest: int) -> Encoded:
    """Both sentences as one sequence, cut at the end of the longer one."""
    firsts, seconds = [one[0] for one in examples], [one[1] for one in examples]
    told = tokenizer(firsts, seconds, truncation="longest_first", max_length=longest, return_attention_mask=False)
    return Encoded([[tokens] for tokens in told["input_ids"]], [one[2] for one in examples])


class Head(nn.Module):
    """From the first token to one score a label."""

    def __init__(self, width: int, labels: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.inner = nn.Linear(width, width)
        self.outer = nn.Linear(width, labels)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        first = self.dropout(hidden[:, 0])
        scores: Tensor = self.outer(self.dropout(torch.tanh(self.inner(first))))
        return scores


def batch(data: Encoded, positions: Iterable[int], draw: object) -> tuple[list[Sequences], list[int]]:
    return data.chosen(positions)


def items(labels: Sequence[int]) -> int:
    return len(labels)


def loss(head: nn.Module, hidden: Tensor, labels: Sequence[int]) -> Tensor:
    return nn.functional.cross_entropy(head(hidden), torch.tensor(labels, device=hidden.device), reduction="sum")


def predict(head: nn.Module, hidden: Tensor, labels: Sequence[int]) -> list[int]:
    """The number of each example's label."""
    found: list[int] = head(hidden).argmax(dim=-1).tolist()
    return found
