"""What a clause takes out of what it says: "on every task except SST-2 and MRPC", "no model other than XLM-R"."""

from __future__ import annotations

from collections.abc import Sequence

from synth.claims.mentions import Thing
from synth.claims.wording import Token

_OPENING = frozenset({"the", "for", "in", "on", "of", "both", "at", "with", "under"})  # what may stand before the first of them
_LISTED = frozenset({"and", "or", ",", "&", "the", "as", "well"})  # what may stand between two
_EXCEPTING = (
    ("except",),
    ("excepting",),
    ("excluding",),
    ("other", "than"),
    ("apart", "from"),
    ("aside", "from"),
    ("exception", "of"),
    ("bar",),
    ("but",),
)


def excepted(tokens: Sequence[Token], start: int, end: int, mine: Sequence[Thing]) -> list[Thing]:
    """The things that a clause takes out: those listed after "except", "other than", "but"."""
    for at in range(start, end):
        words = next((words for words in _EXCEPTING if tuple(token.low for token in tokens[at : at + len(words)]) == words), None)
        if words is None or (words == ("but",) and at == start):
            continue
        found: list[Thing] = []
        last = at + len(words)
        for thing in mine:
            between = [token.low for token in tokens[last : thing.start]]
            follows = thing.start >= last and all(word in (_LISTED if found else _OPENING) for word in between)
            if follows and (not found or thing.side == found[0].side):
                found.append(thing)
                last = thing.end
        if found:
            return found
    return []
