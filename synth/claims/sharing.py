"""What a clause shares with the clauses beside it: a name that is said again, and an object that is named after both.

What is not done: a pronoun is none of these; what it stands for is asked of the clause before.
"""

from __future__ import annotations

from collections.abc import Sequence

from synth.claims.mentions import Thing
from synth.claims.wording import Phrase, Token


def place_of(thing: Thing) -> int:
    return thing.start


def said_again(mine: Sequence[Thing], again: Sequence[Thing]) -> list[Thing]:
    """What a clause names that was named before it, each once."""
    found: list[Thing] = []
    for thing in again:
        if not any(thing.side == other.side and thing.lines == other.lines for other in (*mine, *found)):
            found.append(thing)
    return found


MAX_SHARED = 3  # tokens between the end of a clause and the comparison that shares its object


def shared_object(
    found: Sequence[Token], end: int, own: Sequence[Thing], things: Sequence[Thing], phrases: Sequence[Phrase]
) -> Thing | None:
    """What the next clause names after "than" and is compared with here too: "better precision but lower recall than B"."""
    mine = [phrase for phrase in phrases if phrase.group == "comparing" and phrase.start < end]
    follows = [phrase for phrase in phrases if phrase.group == "comparing" and end <= phrase.start < end + MAX_SHARED]
    if len(mine) != 1 or len(follows) != 1 or mine[0].text.endswith("than") or mine[0].kind not in _OF_ADJECTIVES:
        return None
    if any(token.low in ("than", "compared") for token in found[mine[0].start : end]):
        return None
    if found[mine[0].end - 1].low.startswith(_TAKING) and end - mine[0].end > 1:
        return None  # it has an object of its own, whether the table names it or not: "outperforms the others and is better than B"
    than = next((at for at in range(follows[0].start, min(follows[0].end + MAX_SHARED, len(found))) if found[at].low == "than"), None)
    there = next((thing for thing in things if than is not None and thing.start in (than + 1, than + 2)), None)
    if there is None or not any(thing.side == there.side and thing.start < mine[0].start for thing in own):
        return None
    return there


_TAKING = ("outperform", "outscor", "outrank", "outdo", "surpass", "exceed", "beat", "overtak", "top")
_OF_ADJECTIVES = frozenset({"better", "worse", "higher", "lower", "faster", "slower"})
