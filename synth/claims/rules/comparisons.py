"""One thing against another: "BERT outperforms ELMo on every task", "recall is lower than precision"."""

from __future__ import annotations

from typing import Literal

from synth.claims.clauses import Clause, DeclinedError, Read, denied
from synth.claims.expressions import Compared, Node
from synth.claims.rules.differences import opponents
from synth.claims.rules.quantities import quantified
from synth.claims.wording import Phrase

NAME, ORDER = "comparison", 60

_SIGNS: dict[str, Literal["<", ">", "=="]] = {"higher": ">", "lower": "<", "same": "==", "slower": ">", "faster": "<"}
_OTHERS = frozenset(
    {
        "all",
        "other",
        "others",
        "any",
        "every",
        "each",
        "rest",
        "remaining",
        "both",
        "competing",
        "previous",
        "baselines",
        "alternatives",
        "methods",
        "models",
        "systems",
        "approaches",
    }
)


def read(clause: Clause) -> Read | None:
    """The two things of a side compared across what the clause is about."""
    phrase = clause.phrase("comparing")
    if phrase is None or any(not number.word for number in clause.numbers):
        return None
    side = clause.side
    pairs = _pairs(clause, side, phrase)
    if not pairs:
        return None
    scopes = clause.scope(clause.other)
    across = frozenset().union(*(thing.lines for thing in scopes)) if scopes else None
    parts: list[Node] = []
    for one, other in pairs:
        parts.append(_compared(clause, phrase, clause.cells(one, side, across), clause.cells(other, side, across)))
    test = quantified(clause, parts, explicit=bool(scopes))
    said = f"{clause.said(pairs[0][0], side)} {phrase.text} {clause.said(frozenset().union(*(other for _, other in pairs)), side)}"
    return Read(denied(test, clause.denied and not clause.phrase("quantifiers", "none")), NAME, f"{'not: ' if clause.denied else ''}{said}")


def _compared(clause: Clause, phrase: Phrase, one: Node, other: Node) -> Node:
    if phrase.kind in _SIGNS:
        return Compared(_SIGNS[phrase.kind], one, other)
    if phrase.kind == "near":
        raise DeclinedError(f"“{phrase.text}” has no stated threshold")
    return clause.better(one, other) if phrase.kind == "better" else clause.better(other, one)


def _pairs(clause: Clause, side: str, phrase: Phrase) -> list[tuple[frozenset[int], frozenset[int]]]:
    """What is compared with what: the things before the word with those after it, or with all others."""
    there = clause.of(side)
    before = [thing for thing in there if thing.start < phrase.start]
    after = [thing for thing in there if thing.start >= phrase.start]
    if not before and clause.before and after:
        before = clause.before.of(side)[:1]
    if before and after:
        return [(one.lines, other.lines) for one in before for other in after if not one.lines & other.lines]
    tail = {token.low for token in clause.tokens[phrase.end : phrase.end + 6]}
    words = {token.low for token in clause.tokens[clause.start : clause.end]}
    if len(there) == 1 and (tail & _OTHERS) and not _names_baseline(tail):
        rest = clause.rest(side, there[0].lines)
        return [(there[0].lines, frozenset([at])) for at in sorted(rest)] if 0 < len(rest) <= 40 else []
    if len(there) == 2 and not (words & {"both"}):
        pair = opponents(clause, side)
        return [pair] if pair else []
    if len(there) == 1:
        pair = opponents(clause, side)
        return [pair] if pair else []
    return []


def _names_baseline(words: set[str]) -> bool:
    return bool(words & {"baseline"})
