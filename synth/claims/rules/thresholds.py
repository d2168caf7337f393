"""Scores against a figure: "sensitivity exceeds 90% in three of the five hospitals", "all tasks improve BUCC by more than 5 points"."""

from __future__ import annotations

from typing import Literal

from synth.claims.clauses import Clause
from synth.claims.expressions import Compared, Negated, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.readings import DeclinedError, Read, figure, taken
from synth.claims.rules.quantities import quantified
from synth.claims.rules.values import labels_of, scaled
from synth.claims.wording import Number, Phrase

NAME, ORDER = "threshold", 25

_HEDGES: dict[str, Literal[">", ">=", "<", "<="]] = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
_VERBS: dict[str, Literal[">", "<"]] = {"higher": ">", "better": ">", "lower": "<", "worse": "<"}
_ADJECTIVES = frozenset("higher larger greater bigger longer more lower smaller less fewer shorter better worse lighter heavier".split())
_CLOSE = 2  # tokens between the word and its figure


def read(clause: Clause) -> Read | None:
    """Each of the cells that are meant against the figure, which the clause says they pass or stay below."""
    figures = [number for number in clause.figures if number.unit != "relative"]
    if len(figures) != 1 or any(phrase.group == "superlatives" and phrase.text not in ("most", "least") for phrase in clause.phrases):
        return None
    (number,) = figures
    sign, phrase = _sign(clause, number)
    if number.at > clause.start and clause.tokens[number.at - 1].low == "by":
        return None  # how far, and not where
    listed = not (clause.phrase("quantifiers") or clause.counts)
    if not sign or (listed and not _is_bound(phrase, number)) or (len(clause.of(ROW)) > 1 and len(clause.of(COLUMN)) > 1):
        return None
    rows, columns = (_lines(clause, side) for side in (ROW, COLUMN))
    if rows is None and columns is None:
        return None
    change = clause.phrase("changing", "up", "down")
    cells = clause.cells(rows, ROW, columns)
    kinds = clause.kinds(rows, columns)
    if change and "change" in kinds and kinds != {"change"}:
        cells = clause.changes(rows, columns)
    elif change and kinds != {"change"}:
        raise DeclinedError("a change by so much, and the table prints none")
    if cells.name == "cell" and not listed:
        return None
    if listed and any(len(thing.lines) > 1 for thing in (*clause.scope(ROW), *clause.scope(COLUMN))):
        return None
    value: Node = Negated("-", cells) if change and change.kind == "down" else scaled(clause, cells, number)
    limit = figure(clause.scaled(number, labels_of(cells))._replace(hedge=""))
    test, took = quantified(clause, [Compared(sign, value, limit)], explicit=True, listed=listed)
    used = [*clause.of(ROW), *clause.of(COLUMN), *clause.excepted]
    return Read(
        test,
        NAME,
        f"each of {clause.said(rows, ROW)}, {clause.said(columns, COLUMN)} {sign} {number.text}",
        took | taken(number, used, phrase, change),
    )


def _sign(clause: Clause, number: Number) -> tuple[Literal[">", ">=", "<", "<="] | None, Phrase | None]:
    """How the cells stand to the figure, by its hedge or by a verb before it."""
    phrase = next((one for one in clause.phrases if one.group == "comparing" and 0 <= number.at - one.end <= _CLOSE), None)
    if phrase and phrase.end < number.at and phrase.text in _ADJECTIVES:
        phrase = None  # "trained longer scores 66.4" is no bound
    if number.hedge in _HEDGES:
        return _HEDGES[number.hedge], phrase
    return (_VERBS.get(phrase.kind), phrase) if phrase else (None, None)


def _is_bound(phrase: Phrase | None, number: Number) -> bool:
    """Whether things that are named one by one pass a figure or stay below: "A and B exceed 90", "A has fewer than 1,000"."""
    return phrase is not None or number.hedge in _HEDGES


def _lines(clause: Clause, side: str) -> frozenset[int] | None:
    there = clause.scope_lines(side)
    return clause.measuring(side) if there is None and clause.scope(clause.across(side)) else there
