"""A question with some answers, one of them right: each answer is a sequence of its own, and one score is given to each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from reproduce.formats import Encoded, Sequences
from reproduce.framing import frame_of

NAME = "choice"


class Question(NamedTuple):
    """What is asked, perhaps after a text, the answers to choose from, and which is right."""

    text: str
    answers: tuple[str, ...]
    right: int
    asked: str = ""  # the end of the text, where it is a question that can be told from what stands before it


class Label(NamedTuple):
    """Which answer is right, and of how many."""

    right: int
    answers: int


def encode(examples: Sequence[Question], tokenizer: Any, *, longest: int) -> Encoded:
    """For each answer the text and it as one sequence; of what is too long the text is cut at its beginning, which is furthest away."""
    sequences: list[Sequences] = []
    for one in examples:
        made = tokenizer([one.text] * len(one.answers), list(one.answers), return_attention_mask=False)["input_ids"]
        if max(len(tokens) for tokens in made) > longest:
            made = [_cut(one.text, answer, tokenizer, longest) for answer in one.answers]
        sequences.append(made)
    return Encoded(sequences, [Label(one.right, len(one.answers)) for one in examples])


def _cut(text: str, answer: str, tokenizer: Any, longest: int) -> list[int]:
    asked, said = (tokenizer(part, add_special_tokens=False)["input_ids"] for part in (text, answer))
    frame = frame_of(tokenizer)
    said = said[: frame.room(longest, two=True)]
    room = frame.room(longest, two=True) - len(said)
    return frame.around(asked[len(asked) - min(room, len(asked)) :], said)


class Head(nn.Module):
    """From the first token of a sequence to one score."""

    def __init__(self, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.outer = nn.Linear(width, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        scores: Tensor = self.outer(self.dropout(hidden[:, 0]))[:, 0]
        return scores


def batch(data: Encoded, positions: Iterable[int], draw: object) -> tuple[list[Sequences], list[Label]]:
    return data.chosen(positions)


def items(labels: Sequence[Label]) -> int:
    return len(labels)


def loss(head: nn.Module, hidden: Tensor, labels: Sequence[Label]) -> Tensor:
    right = torch.tensor([one.right for one in labels], device=hidden.device)
    return nn.functional.cross_entropy(_scores(head, hidden, labels), right, reduction="sum")


def predict(head: nn.Module, hidden: Tensor, labels: Sequence[Label]) -> list[int]:
    """The number of the answer that is chosen."""
    found: list[int] = _scores(head, hidden, labels).argmax(dim=-1).tolist()
    return found


def _scores(head: nn.Module, hidden: Tensor, labels: Sequence[Label]) -> Tensor:
    """Examples x answers; behind the last answer of an example stands a score that never wins."""
    flat: Tensor = head(hidden)
    parts = torch.split(flat, [one.answers for one in labels])
    return nn.utils.rnn.pad_sequence(list(parts), batch_first=True, padding_value=float("-inf"))
