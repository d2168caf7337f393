"""A tag for each word: parts of speech, names. The first piece of a word carries its tag.

A sentence that is too long is split between words, and no word is lost: each part is an example, and `rejoined` puts the tags together
again. A word that the tokenizer makes nothing of is one unknown piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from reproduce.formats import Encoded, Sequences
from reproduce.framing import frame_of

NAME = "tagging"


class Sentence(NamedTuple):
    """Words and the numbers of their tags."""

    words: tuple[str, ...]
    tags: tuple[int, ...]


class Part(NamedTuple):
    """A part of a sentence: which sentence, where the first piece of each of its words stands, and the words' tags."""

    sentence: int
    places: tuple[int, ...]
    tags: tuple[int, ...]


def encode(examples: Sequence[Sentence], tokenizer: Any, *, longest: int) -> Encoded:
    """The parts of all sentences, in order."""
    frame = frame_of(tokenizer)
    room = frame.room(longest)
    sequences: list[Sequences] = []
    parts: list[Part] = []
    for number, sentence in enumerate(examples):
        pieces: list[int] = []
        places: list[int] = []
        tags: list[int] = []
        for word, tag in zip(sentence.words, sentence.tags, strict=True):
            made = tokenizer(word, add_special_tokens=False)["input_ids"][:room] or [tokenizer.unk_token_id]
            if len(pieces) + len(made) > room:
                sequences.append([frame.around(pieces)])
                parts.append(Part(number, tuple(places), tuple(tags)))
                pieces, places, tags = [], [], []
            places.append(len(frame.before) + len(pieces))
            pieces += made
            tags.append(tag)
        if tags:
            sequences.append([frame.around(pieces)])
            parts.append(Part(number, tuple(places), tuple(tags)))
    return Encoded(sequences, parts)


class Head(nn.Module):
    """From each token to one score a tag."""

    def __init__(self, width: int, tags: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.outer = nn.Linear(width, tags)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        scores: Tensor = self.outer(self.dropout(hidden))
        return scores


def batch(data: Encoded, positions: Iterable[int], draw: object) -> tuple[list[Sequences], list[Part]]:
    return data.chosen(positions)


def items(labels: Sequence[Part]) -> int:
    return sum(len(one.tags) for one in labels)


def loss(head: nn.Module, hidden: Tensor, labels: Sequence[Part]) -> Tensor:
    tags = torch.tensor([tag for one in labels for tag in one.tags], device=hidden.device)
    return nn.functional.cross_entropy(head(_of_words(hidden, labels)), tags, reduction="sum")


def predict(head: nn.Module, hidden: Tensor, labels: Sequence[Part]) -> list[list[int]]:
    """The numbers of the tags of each part's words."""
    flat = head(_of_words(hidden, labels)).argmax(dim=-1)
    return [part.tolist() for part in torch.split(flat, [len(one.tags) for one in labels])]


def _of_words(hidden: Tensor, labels: Sequence[Part]) -> Tensor:
    rows = torch.tensor([row for row, one in enumerate(labels) for _ in one.places], device=hidden.device)
    places = torch.tensor([place for one in labels for place in one.places], device=hidden.device)
    return hidden[rows, places]


def rejoined(parts: Sequence[Part], tags: Sequence[Sequence[int]], sentences: int) -> list[list[int]]:
    """The tags of whole sentences out of those of their parts."""
    found: list[list[int]] = [[] for _ in range(sentences)]
    for part, said in zip(parts, tags, strict=True):
        found[part.sentence] += said
    return found
