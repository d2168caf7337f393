"""How many times one thing is another: "three times as many examples as QQP", "less than half", "by a factor of 2.4"."""

from __future__ import annotations

from synth.claims.clauses import Clause, DeclinedError, Read, compared
from synth.claims.expressions import Call, Node
from synth.claims.rules.differences import opponents
from synth.claims.rules.values import settle

NAME, ORDER = "ratio", 30


def read(clause: Clause) -> Read | None:
    """The figure against the ratio of two cells."""
    times = [number for number in clause.numbers if number.unit == "times"]
    factor = clause.word("factor")
    if factor and not times:
        times = [number for number in clause.numbers if clause.tokens[number.at - 1].low == "of"]
    if len(times) != 1 or clause.denied:
        return None
    (number,) = times
    side = clause.side
    pair = opponents(clause, side)
    if pair is None:
        raise DeclinedError("a ratio of one thing to nothing that is named")
    scopes = clause.scope(clause.other)
    if len(scopes) > 1:
        raise DeclinedError(f"a ratio by {len(scopes)} measures")
    across = scopes[0].lines if scopes else None
    one, other = (settle(clause, lines, side, across) for lines in pair)
    down = clause.phrase("changing", "down") or clause.phrase("comparing", "lower", "faster")
    parts: tuple[Node, Node] = (other, one) if down and float(number.text) > 1 else (one, other)
    return Read(
        compared(number, Call("ratio", parts)), NAME, f"{clause.said(pair[0], side)} over {clause.said(pair[1], side)} is {number.text}"
    )
