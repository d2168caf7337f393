"""What something does to the scores: "adding the LM loss reduces PP", "intermediate training improves every task"."""

from __future__ import annotations

from typing import Literal

from synth.claims.clauses import Clause, Read, denied
from synth.claims.expressions import Compared, Figure, Node
from synth.claims.rules.differences import opponents
from synth.claims.rules.quantities import quantified

NAME, ORDER = "change", 70

# Verbs of number rather than of quality: they say up or down whatever is better.
_NUMERIC = (
    "increase",
    "increas",
    "raise",
    "rais",
    "decreas",
    "reduc",
    "lower",
    "drop",
    "ris",
    "rose",
    "fall",
    "fell",
    "cut",
    "declin",
    "climb",
    "grow",
    "grew",
    "add",
    "shrink",
)


def read(clause: Clause) -> Read | None:
    """A thing against what it is a variant of, or against zero where the table prints changes."""
    phrase = clause.phrase("changing", "up", "down") or clause.phrase("distances", "up", "down")
    if phrase is None or any(not number.word for number in clause.numbers):
        return None
    side = clause.side
    scopes = clause.scope(clause.other)
    across = frozenset().union(*(thing.lines for thing in scopes)) if scopes else None
    numeric = phrase.text.startswith(_NUMERIC)
    there = clause.of(side)
    if len(there) == 1 and clause.is_change(there[0].lines, side):
        sign: Literal["<", ">"] = ">" if phrase.kind == "up" else "<"
        part: Node = Compared(sign, clause.cells(there[0].lines, side, across), Figure("0"))
        return Read(
            denied(quantified(clause, [part], explicit=bool(scopes)), clause.denied),
            NAME,
            f"{there[0].text} changes the scores {phrase.kind}",
        )
    pair = opponents(clause, side)
    if pair is None:
        return None
    one, other = (clause.cells(lines, side, across) for lines in pair)
    if numeric:
        part = Compared(">" if phrase.kind == "up" else "<", one, other)
    else:
        part = clause.better(one, other) if phrase.kind == "up" else clause.better(other, one)
    test = quantified(clause, [part], explicit=bool(scopes))
    said = f"{clause.said(pair[0], side)} against {clause.said(pair[1], side)}: {phrase.text}"
    return Read(denied(test, clause.denied and not clause.phrase("quantifiers", "none")), NAME, f"{'not: ' if clause.denied else ''}{said}")
