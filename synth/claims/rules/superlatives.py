"""The first or the last of all: "BERT-large has the best F1 on every task", "Thai is the lowest", "XLM-R comes third"."""

from __future__ import annotations

from synth.claims.clauses import Clause, DeclinedError, Read, denied
from synth.claims.expressions import Call, Compared, Figure, Node, Words
from synth.claims.layouts import COLUMN, ROW
from synth.claims.rules.quantities import quantified

NAME, ORDER = "superlative", 50

_ORDERS = {"best": "best", "worst": "worst", "highest": "highest", "lowest": "lowest", "fastest": "lowest", "slowest": "highest"}
_PLACES = {"second": 2, "third": 3, "fourth": 4, "2nd": 2, "3rd": 3, "runner-up": 2}


def read(clause: Clause) -> Read | None:
    """One thing first among all on its side, for each measure the clause names or for all."""
    phrase = clause.phrase("superlatives")
    place = next((_PLACES[token.low] for token in clause.tokens[clause.start : clause.end] if token.low in _PLACES), 0)
    if phrase is None:
        return None
    if phrase.kind in ("highest", "lowest") and phrase.text in ("most", "least") and not _is_degree(clause, phrase.end):
        return None
    side = clause.side
    there = clause.of(side) or (clause.before.of(side) if clause.before else [])
    if len(there) != 1:
        other = clause.of(clause.other)
        if len(other) == 1 and not there:
            side, there = clause.other, other
        else:
            raise DeclinedError(f"{len(there)} things are said to be the {phrase.text}")
    lines = there[0].lines
    scopes = clause.scope(COLUMN if side == ROW else ROW)
    across = frozenset().union(*(thing.lines for thing in scopes)) if scopes else None
    order = _ORDERS[phrase.kind]
    mine = clause.cells(lines, side, across)
    field = clause.cells(_field(clause, side, lines), side, across)
    if field.name == "cell":
        raise DeclinedError("there is nothing to be first among")
    options = [("order", Words((order,)))]
    if place:
        if mine.name != "cell":
            raise DeclinedError("a place among others, and it is not said by which measure")
        test: Node = Compared("==", Call("rank", (mine, field), tuple(options)), Figure(str(place)))
        return Read(denied(test, clause.denied), NAME, f"{clause.said(lines, side)} is number {place}")
    if clause.layout.lower:
        options.append(("lower", Words(tuple(sorted(clause.layout.lower)), listed=True)))
    first = Call("first", (mine, field), tuple(sorted(options)))
    test = quantified(clause, [first], explicit=bool(scopes))
    return Read(denied(test, clause.denied), NAME, f"{'not: ' if clause.denied else ''}{clause.said(lines, side)} is the {phrase.text}")


def _field(clause: Clause, side: str, lines: frozenset[int]) -> frozenset[int]:
    """Those among which it is first: all that have numbers where it has."""
    return lines | clause.rest(side, lines)


def _is_degree(clause: Clause, end: int) -> bool:
    return end < clause.end and clause.tokens[end].low not in ("of", "the")
