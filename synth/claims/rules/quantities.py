"""How many of several comparisons must hold: all, most, none, so many of so many, or as the clause leaves it open."""

from __future__ import annotations

from collections.abc import Sequence

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Compared, Figure, Node, kind_of

NAME, ORDER = "", 0  # no rule of its own

_FUNCTIONS = {
    "all": "all",
    "consistently": "consistently",
    "almost_all": "almost_all",
    "most": "most",
    "many": "many",
    "some": "any",
    "few": "few",
    "none": "none",
}


def quantified(clause: Clause, parts: Sequence[Node], *, explicit: bool) -> Node:
    """The comparisons under the quantifier of the clause; without one, all of those it names, or all that there are."""
    if counted := _counted(clause, parts):
        return counted
    phrase = next((phrase for phrase in clause.phrases if phrase.group == "quantifiers"), None)
    if all(kind_of(part) == "truth" for part in parts) and len(parts) == 1:
        return parts[0]
    if phrase is not None:
        name = _FUNCTIONS[phrase.kind]
        if name == "consistently" and all(kind_of(part) == "truth" for part in parts):
            name = "all"
        return Call(name, tuple(parts))
    return Call("all" if explicit and len(parts) == 1 and False else "overall", tuple(parts))


def _counted(clause: Clause, parts: Sequence[Node]) -> Node | None:
    """`7 of 9`, `in four of the seven languages`."""
    words = [token.low for token in clause.tokens]
    for number in clause.numbers:
        after = words[number.end : number.end + 4]
        if "out" in after[:1] or "of" in after[:2]:
            if number.decimals or number.unit:
                continue
            sign = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}.get(number.hedge, "==")
            return Compared(sign, Call("count", tuple(parts)), Figure(number.text))  # type: ignore[arg-type]
    return None
