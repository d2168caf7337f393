"""What rules make of a clause: the parts of a test, and the reason where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from synth.claims.expressions import Call, Compared, Figure, Joined, Negated, Node, Reckoned, kind_of
from synth.claims.mentions import Thing
from synth.claims.wording import Number, Phrase

HEDGED: dict[str, Literal["==", ">", ">=", "<", "<="]] = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}


class DeclinedError(Exception):
    """A clause cannot be read with confidence; the message says why."""


class UnclearError(DeclinedError):
    """A clause names several numbers, and which of them it means is not said: no other table can tell either."""


class UnnamedError(DeclinedError):
    """A table does not name something of which the sentence speaks; another table may."""

    def __init__(self, why: str, word: str) -> None:
        super().__init__(why)
        self.word = word


class Read(NamedTuple):
    """A clause as a test, and in words; what of the clause it took up: things, numbers and phrases by where they start."""

    test: Node
    rule: str
    words: str
    took: frozenset[int] = frozenset()


def taken(*parts: Thing | Number | Phrase | Iterable[Thing | Number | Phrase] | None) -> frozenset[int]:
    """Where the things, numbers and phrases stand that a rule took up."""
    places: set[int] = set()
    for part in parts:
        if isinstance(part, Number):
            places.add(part.at)
        elif isinstance(part, Thing | Phrase):
            places.add(part.start)
        elif part is not None:
            places |= {one.at if isinstance(one, Number) else one.start for one in part}
    return frozenset(places)


def figure(number: Number, *, signed: bool = False) -> Node:
    """A number of the claim as a part of a test, with its hedge."""
    node: Node = Figure(number.text)
    if number.scale:
        top, _, bottom = number.scale.partition("/")
        node = Reckoned("*", node, Figure(top)) if top != "1" else node
        node = Reckoned("/", node, Figure(bottom)) if bottom != "1" else node
    if number.hedge == "about":
        node = Call("about", (node,))
    return Negated("-", node) if signed and number.sign == "-" else node


def compared(number: Number, reckoned: Node, *, signed: bool = False) -> Compared:
    """What is reckoned against the number, by its hedge: about, more than, less than, or the number itself; of "up to" the most of it."""
    if number.hedge == "up_to":
        if kind_of(reckoned) != "numbers":
            raise DeclinedError(f"up to {number.text}, and it is not said of which numbers that is the most")
        return Compared("==", Call("highest", (reckoned,)), figure(number, signed=signed))
    sign: Literal["==", ">", ">=", "<", "<="] = HEDGED.get(number.hedge, "==")
    return Compared(sign, reckoned, figure(number, signed=signed))


def less(one: Node, other: Node) -> Reckoned:
    return Reckoned("-", one, other)


def both(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))


def either(parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))


def denied(node: Node, is_denied: bool) -> Node:
    return Negated("not", node) if is_denied else node
