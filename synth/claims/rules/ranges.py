"""Between two figures: "accuracy stays between 83.6 and 84.4", "scores range from 20 to 30"."""

from __future__ import annotations

import re

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Compared, Figure, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.readings import Read, both, taken
from synth.claims.rules.lists import alternate

NAME, ORDER = "range", 15

_RANGING = re.compile(r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|span(?:s|ned)?|spread(?:s)?|goes|go)\b", re.IGNORECASE)


def read(clause: Clause) -> Read | None:
    """The lowest and the highest of the cells that are meant against the figures, or all of them within."""
    if len(clause.figures) != 2 or clause.denied:
        return None
    first, second = clause.figures
    before = [token.low for token in clause.tokens[max(clause.start, first.at - 2) : first.at]]
    between = [token.low for token in clause.tokens[first.end : second.at]]
    words = " ".join(token.text for token in clause.tokens[clause.start : clause.end])
    within = "between" in before and between == ["and"]
    ends = "from" in before and "to" in between and bool(_RANGING.search(words))
    beside = any(len(clause.of(side)) == len(clause.figures) and alternate(clause.of(side), clause.figures) for side in (ROW, COLUMN))
    if not (within or ends) or clause.phrase("comparing") or beside:
        return None
    rows, columns = (_all(clause, side) for side in (ROW, COLUMN))
    cells = clause.meant(rows, columns)
    if cells.name == "cell":
        return None
    low, high = sorted((first.text, second.text), key=float)
    if ends:
        parts: list[Node] = [
            Compared("==", Call("lowest", (cells,)), Figure(low)),
            Compared("==", Call("highest", (cells,)), Figure(high)),
        ]
    else:
        parts = [Call("all", (Compared(">=", cells, Figure(low)),)), Call("all", (Compared("<=", cells, Figure(high)),))]
    extra = [phrase for phrase in clause.phrases if phrase.group in ("quantifiers", "changing", "distances")]
    used = [*clause.scope(ROW), *clause.scope(COLUMN)]
    return Read(both(parts), NAME, f"the numbers lie between {low} and {high}", taken(first, second, used, extra))


def _all(clause: Clause, side: str) -> frozenset[int] | None:
    there = clause.scope(side)
    return frozenset().union(*(thing.lines for thing in there)) if there else None
