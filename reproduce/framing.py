"""The special tokens that a tokenizer sets around a sequence and between two: learned by asking it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

_PROBE = "a"


class Frame(NamedTuple):
    """What stands before a sequence, between two, and at the end of one and of two."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    between: tuple[int, ...]
    after_two: tuple[int, ...]

    def around(self, tokens: Sequence[int], second: Sequence[int] | None = None) -> list[int]:
        """One sequence, or two, with its special tokens."""
        if second is None:
            return [*self.before, *tokens, *self.after]
        return [*self.before, *tokens, *self.between, *second, *self.after_two]

    def room(self, longest: int, *, two: bool = False) -> int:
        """How many tokens of text a sequence of at most `longest` holds."""
        taken = len(self.before) + (len(self.between) + len(self.after_two) if two else len(self.after))
        return longest - taken


def frame_of(tokenizer: Any) -> Frame:
    """The frame of a tokenizer."""
    bare = tokenizer(_PROBE, add_special_tokens=False)["input_ids"]
    one, two = tokenizer(_PROBE)["input_ids"], tokenizer(_PROBE, _PROBE)["input_ids"]
    start = _find(bare, one, 0)
    first = _find(bare, two, 0)
    second = _find(bare, two, first + len(bare))
    size = len(bare)
    return Frame(tuple(one[:start]), tuple(one[start + size :]), tuple(two[first + size : second]), tuple(two[second + size :]))


def _find(part: list[int], whole: list[int], start: int) -> int:
    return next(at for at in range(start, len(whole)) if whole[at : at + len(part)] == part)
