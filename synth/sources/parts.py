"""What a title says of the place of its work among others: that it is a part ("Part II"), or about a work (an erratum, a reply).

Titles that differ in nothing else are those of two works. What is not done: a part that has only its number ("Weights II") is not seen.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ABOUT = re.compile(  # of a work that is about another
    r"\b(?:errat(?:um|a)|corrigend(?:um|a)|corrections?|addend(?:um|a)|retraction|comments? on|reply|response|rebuttal|editorial"
    r"|review of|revisited|reconsidered|reloaded)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:part|volume|vol|chapter|book|episode|paper|report|no)\b[.\s]{0,2}([ivx]{1,5}|\d{1,4})\b", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10}


class Place(NamedTuple):
    """Whether a title is that of a text about a work, and which parts it names."""

    about: bool
    parts: tuple[int, ...]


def place_of(title: str) -> Place:
    """The place of a work by its title."""
    parts = tuple(int(part) if part.isdecimal() else _roman(part) for part in _PART.findall(title.casefold()))
    return Place(bool(ABOUT.search(title)), parts)


def _roman(number: str) -> int:
    values = [_ROMAN[letter] for letter in number]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
