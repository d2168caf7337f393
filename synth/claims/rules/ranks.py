"""A place among all: "XLM-R comes third of four on GLUE", "BERT ranks second"."""

from __future__ import annotations

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Compared, Figure, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.readings import DeclinedError, Read, both, denied, taken
from synth.claims.rules.values import settle

NAME, ORDER = "rank", 45

_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_RANKING = frozenset(
    "takes took take comes come came ranks rank ranked ranking place placed places finishes finish finished only is are was stands".split()
)


def read(clause: Clause) -> Read | None:
    """One thing at its place among all on its side, by the measure that is named or by the only one."""
    if clause.phrase("superlatives") or clause.figures:
        return None
    tokens = clause.tokens[clause.start : clause.end]
    at = placed(clause)
    if at is None:
        return None
    ahead = [thing for thing in clause.own if thing.end <= clause.start + at and not clause.is_setting(thing)]
    if not ahead:
        return None
    subject = ahead[-1]
    side = subject.side
    there = [subject, *(thing for thing in clause.of(side) if thing.start > subject.start)]
    scopes = clause.scope(clause.across(side))
    if len(scopes) > 1:
        raise DeclinedError(f"a place by {len(scopes)} measures")
    across = scopes[0].lines if scopes else None
    every = clause.phrase("quantifiers", "all", "consistently")
    if every and _PLACES[tokens[at].low] == 1 and len(clause.numbers_at(*clause.ordered(side, subject.lines, across))) > 1:
        rivals = subject.lines | clause.rest(side, subject.lines)
        mine, whole = clause.cells(subject.lines, side, across), clause.cells(rivals, side, across)
        test = Call("all", (Call("first", (mine, whole), clause.best_order()),))
        counts = [number for number in clause.counts if int(number.text) == len(across or clause.every(clause.across(side)))]
        return Read(denied(test, clause.denied), NAME, f"{subject.text} is the first everywhere", taken(subject, scopes, every, counts))
    cell = settle(clause, subject.lines, side, across)
    columns = dict(cell.named)
    other = COLUMN if side == ROW else ROW
    across = (
        frozenset(n for n, line in enumerate(clause.layout.lines(other)) if other in columns and line.path in columns[other].words)
        or across
    )
    rivals = subject.lines | clause.rest(side, subject.lines)
    field = clause.cells(rivals, side, across)
    if field.name == "cell":
        raise DeclinedError("there is nothing to be placed among")
    place = _PLACES[tokens[at].low]
    parts: list[Node] = [Compared("==", Call("rank", (cell, field)), Figure(str(place)))]
    total = next((number for number in clause.counts if clause.tokens[number.at - 1].low in ("of", "among")), None)
    if total:
        parts.append(Compared("==", Call("count", (field,)), Figure(total.text)))
    behind = [thing for thing in there[1:] if any(token.low in ("after", "behind") for token in clause.tokens[subject.end : thing.start])]
    parts += [Call("all", (clause.better(settle(clause, thing.lines, side, across), cell),)) for thing in behind]
    compares = clause.phrase("comparing", "better")
    ahead_of = [thing for thing in there[1:] if compares and thing.start >= compares.end]
    parts += [Call("all", (clause.better(cell, settle(clause, thing.lines, side, across)),)) for thing in ahead_of]
    said = f"{subject.text} is number {place}"
    extra = [clause.phrase("comparing", "worse")] if behind else [compares] if ahead_of else []
    return Read(denied(both(parts), clause.denied), NAME, said, taken(subject, scopes, behind, ahead_of, *extra, [total] if total else []))


def placed(clause: Clause) -> int | None:
    """Where in a clause a place is given: "ranks second"."""
    tokens = clause.tokens[clause.start : clause.end]
    return next((at for at, token in enumerate(tokens) if token.low in _PLACES and _is_place(tokens, at)), None)


def _is_place(tokens: object, at: int) -> bool:
    listed = list(tokens)  # type: ignore[call-overload]
    before = {token.low for token in listed[max(0, at - 3) : at]}
    return bool(before & _RANKING) and not (
        at + 1 < len(listed) and listed[at + 1].low in ("time", "of", "step") and listed[at].low == "first"
    )
