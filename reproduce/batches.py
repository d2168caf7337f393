"""Sequences of tokens as one rectangle for an encoder: padded to the longest, or packed several to a row.

Packed sequences do not see each other: the mask is a block for each, and positions begin anew. Heads never look at rows and columns: for
each sequence `where` says where in the flattened rectangle its tokens stand, so that both layouts give the same numbers up to rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

NOWHERE = -1  # in `where`, behind the end of a sequence


class Laid(NamedTuple):
    """Sequences laid out. `mask` has two dimensions for padded rows and four for packed ones, as the encoders take it."""

    tokens: Tensor  # rows x width
    mask: Tensor
    positions: Tensor  # within the sequence, from 0
    where: Tensor  # sequences x longest: where each token stands in the flattened rectangle, or NOWHERE

    @property
    def real(self) -> int:
        """How many tokens are no padding."""
        return int((self.where != NOWHERE).sum())

    def to(self, device: torch.device) -> Laid:
        return Laid(*(part.to(device, non_blocking=True) for part in self))


def lay_out(sequences: Sequence[Sequence[int]], layout: str, *, pad: int) -> Laid:
    """The sequences as one rectangle."""
    longest = max(len(sequence) for sequence in sequences)
    rows = _packed(sequences, longest) if layout == "packed" else [[at] for at in range(len(sequences))]
    width = max(sum(len(sequences[at]) for at in row) for row in rows)
    tokens = torch.full((len(rows), width), pad)
    positions = torch.zeros((len(rows), width), dtype=torch.long)
    owner = torch.full((len(rows), width), NOWHERE)
    where = torch.full((len(sequences), longest), NOWHERE)
    for number, row in enumerate(rows):
        start = 0
        for at in row:
            end = start + len(sequences[at])
            tokens[number, start:end] = torch.tensor(sequences[at])
            positions[number, start:end] = torch.arange(end - start)
            owner[number, start:end] = at
            where[at, : end - start] = torch.arange(number * width + start, number * width + end)
            start = end
    mask = owner != NOWHERE
    if layout == "packed":
        # A place without a token sees itself: a row of a softmax must not be empty.
        alike = owner[:, :, None] == owner[:, None, :]
        mask = alike[:, None, :, :]
    return Laid(tokens, mask, positions, where)


def _packed(sequences: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    """Which sequences share a row: each goes into the first row that has room, the longest first."""
    rows: list[list[int]] = []
    room: list[int] = []
    for at in sorted(range(len(sequences)), key=lambda at: (-len(sequences[at]), at)):
        fitting = next((row for row, free in enumerate(room) if free >= len(sequences[at])), None)
        if fitting is None:
            rows.append([])
            room.append(width)
            fitting = len(rows) - 1
        rows[fitting].append(at)
        room[fitting] -= len(sequences[at])
    return rows
