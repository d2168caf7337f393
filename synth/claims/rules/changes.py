"""What something does to the scores: "adding the LM loss reduces PP", "intermediate training improves every task"."""

from __future__ import annotations

from typing import Literal

from synth.claims.clauses import Clause, Read, taken
from synth.claims.expressions import Compared, Figure, Node
from synth.claims.rules.differences import _NUMERIC, opponents
from synth.claims.rules.quantities import quantified

NAME, ORDER = "change", 70


def read(clause: Clause) -> Read | None:
    """A thing against what it is a variant of, or against zero where the table prints changes."""
    phrase = clause.phrase("changing", "up", "down") or clause.phrase("distances", "up", "down")
    if phrase is None or clause.figures or clause.phrase("comparing"):
        return None
    side = clause.side
    scopes = clause.scope(clause.other)
    across = frozenset().union(*(thing.lines for thing in scopes)) if scopes else None
    there = clause.of(side)
    extra = [other for other in clause.phrases if other.group in ("distances", "changing") and other.kind == phrase.kind]
    if len(there) == 1 and clause.is_change(there[0].lines, side):
        sign: Literal["<", ">"] = ">" if phrase.kind == "up" else "<"
        test, took = quantified(clause, [Compared(sign, clause.cells(there[0].lines, side, across), Figure("0"))], explicit=bool(scopes))
        return Read(test, NAME, f"{there[0].text} changes the scores {phrase.kind}", took | taken(phrase, there, scopes, extra))
    pair, things = opponents(clause, side)
    if pair is None:
        return None
    one, other = (clause.cells(lines, side, across) for lines in pair)
    if phrase.text.startswith(_NUMERIC):
        part: Node = Compared(">" if phrase.kind == "up" else "<", one, other)
    else:
        part = clause.better(one, other) if phrase.kind == "up" else clause.better(other, one)
    test, took = quantified(clause, [part], explicit=bool(scopes))
    said = f"{clause.said(pair[0], side)} against {clause.said(pair[1], side)}: {phrase.text}"
    return Read(test, NAME, f"{'not: ' if clause.denied else ''}{said}", took | taken(phrase, things, scopes, extra))
