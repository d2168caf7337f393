"""Whether numbers are above or below zero: "BLEU correlates negatively with simplicity", "a positive correlation on both corpora"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from synth.claims.clauses import Clause
from synth.claims.expressions import Compared, Figure
from synth.claims.layouts import COLUMN, ROW
from synth.claims.readings import DeclinedError, Read, taken
from synth.claims.rules.quantities import one_by_one, quantified
from synth.claims.wording import Token

NAME, ORDER = "sign", 57

_SIGNS: dict[str, Literal["<", ">"]] = {"negative": "<", "negatively": "<", "positive": ">", "positively": ">"}
_BESIDE = 2  # tokens between the word for the sign and the one for the correlation


def read(clause: Clause) -> Read | None:
    """Each correlation where what is named meets against zero."""
    at = next((at for at in range(clause.start, clause.end) if _is_sign(clause.tokens, at)), None)
    if at is None or clause.figures or any(clause.phrase(group) for group in ("comparing", "superlatives", "changing", "distances")):
        return None
    rows, columns = clause.scope_lines(ROW), clause.scope_lines(COLUMN)
    if not clause.own or (rows is None and columns is None):
        return None
    numbers = clause.numbers_at(rows, columns)
    if any(abs(clause.measurements[number].value) > 1 for number in numbers):
        return None  # no correlations
    if (clause.is_split(rows, ROW) or clause.is_split(columns, COLUMN)) and not clause.word("both", "either"):
        raise DeclinedError("what is named stands in several groups, and it is not said in which")
    sign = _SIGNS[clause.tokens[at].low]
    scopes = [*clause.scope(ROW), *clause.scope(COLUMN)]
    whole = one_by_one(scopes) or not any(len(thing.lines) > 1 for thing in scopes)
    part = Compared(sign, clause.cells(rows, ROW, columns), Figure("0"))
    test, took = quantified(clause, [part], explicit=True, listed=whole)
    said = f"{clause.said(rows, ROW)}, {clause.said(columns, COLUMN)} {sign} 0"
    return Read(test, NAME, f"{'not: ' if clause.denied else ''}{said}", took | taken(scopes, clause.excepted))


def _is_sign(found: Sequence[Token], at: int) -> bool:
    """Whether a word says which sign a correlation has that stands beside it."""
    beside = found[max(0, at - _BESIDE) : at + _BESIDE + 1]
    return found[at].low in _SIGNS and any(token.low.startswith("correlat") for token in beside)
