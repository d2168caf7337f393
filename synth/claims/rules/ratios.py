"""How many times one thing is another: "three times as many examples as QQP", "less than half", "by a factor of 2.4"."""

from __future__ import annotations

from synth.claims.clauses import Clause, DeclinedError, Read, compared, taken
from synth.claims.expressions import Call, Node
from synth.claims.rules.differences import opponents
from synth.claims.rules.values import settle

NAME, ORDER = "ratio", 30


def read(clause: Clause) -> Read | None:
    """The figure against the ratio of two cells."""
    times = [number for number in clause.numbers if number.unit == "times"]
    if clause.word("factor") and not times:
        times = [
            number for number in clause.figures if [token.low for token in clause.tokens[number.at - 2 : number.at]] == ["factor", "of"]
        ]
    if len(times) != 1 or clause.denied or len([number for number in clause.figures if number not in times]):
        return None
    (number,) = times
    side = clause.pair_side
    pair, things = opponents(clause, side)
    if pair is None:
        raise DeclinedError("a ratio of one thing to nothing that is named")
    scopes = clause.scope(clause.across(side))
    if len(scopes) > 1:
        raise DeclinedError(f"a ratio by {len(scopes)} measures")
    one, other = (settle(clause, lines, side, scopes[0].lines if scopes else None) for lines in pair)
    extra = [phrase for phrase in clause.phrases if phrase.group in ("comparing", "changing", "distances")]
    down = any(phrase.kind in ("lower", "down", "faster") for phrase in extra)
    parts: tuple[Node, Node] = (other, one) if down and float(number.text) > 1 else (one, other)
    said = f"{clause.said(pair[0], side)} over {clause.said(pair[1], side)} is {number.text}"
    return Read(compared(number, Call("ratio", parts)), NAME, said, taken(number, things, scopes, extra))
