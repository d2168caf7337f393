"""What is described before it is named: "on the largest multi-domain data set, Oslo, A is ahead"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.claims.mentions import Thing
from synth.claims.wording import Token

MAX_WORDS = 4  # of the description before its noun

_NOUNS = frozenset("dataset corpus task benchmark model method system baseline metric measure language variant approach".split())
_ARTICLES = frozenset({"the", "a", "an", "our"})


def describes(found: Sequence[Token], start: int, end: int, thing: Thing) -> int:
    """Where a description begins that ends in a noun and a comma right before a thing; the thing's own start where there is none."""
    noun = thing.start - 2
    if noun <= start or found[thing.start - 1].text != "," or found[noun].low not in _NOUNS:
        return thing.start
    if thing.end < end and found[thing.end].text not in (",", "."):
        return thing.start
    for first in range(noun - 1, max(start, noun - MAX_WORDS - 1) - 1, -1):
        if found[first].low in _ARTICLES:
            return first
        if not re.fullmatch(r"[a-z][a-z-]*", found[first].text):
            break
    return thing.start
