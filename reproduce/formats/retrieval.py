"""Sentences that look for their like among others: translations, answers. Nothing is trained and there is no head: vectors are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reproduce.formats import Encoded

NAME = "retrieval"

Side = tuple[tuple[str, str], ...]  # id and text of each sentence


class Bitext(NamedTuple):
    """Two sides, and which of one belongs to which of the other."""

    source: Side
    target: Side
    gold: tuple[tuple[str, str], ...]  # ids: of the source, of the target


def encode(texts: Sequence[str], tokenizer: Any, *, longest: int) -> Encoded:
    """Each text as one sequence, cut at its end; there are no labels."""
    told = tokenizer(list(texts), truncation=True, max_length=longest, return_attention_mask=False)
    return Encoded([[tokens] for tokens in told["input_ids"]], [None] * len(texts))
