"""How many of several comparisons must hold: all, most, none, so many of so many, or as the clause leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from synth.claims.clauses import Clause, DeclinedError, taken
from synth.claims.expressions import Call, Compared, Figure, Joined, Negated, Node, kind_of
from synth.claims.wording import Number

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
_ANY = ("any", "either", "at all", "a single", "anywhere")  # with a "not" before them: none
_SIGNS: dict[str, Literal["==", ">", ">=", "<", "<="]] = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def quantified(clause: Clause, parts: Sequence[Node], *, explicit: bool, listed: bool = False) -> tuple[Node, frozenset[int]]:
    """The comparisons under the quantifier and the negation of the clause, and what that took up.

    Without a quantifier all that is named must hold (`listed`: several are), or, where nothing is named, by far the most.
    """
    single = len(parts) == 1 and kind_of(parts[0]) == "truth"
    if counted := _counted(clause, parts):
        return counted
    phrase = next((phrase for phrase in clause.phrases if phrase.group == "quantifiers"), None)
    took = taken(phrase)
    if single:
        return (Negated("not", parts[0]) if _denied(clause, phrase) else parts[0]), took
    if phrase is None:
        node: Node = Call(
            "all" if listed or (explicit and len(parts) > 1 and all(kind_of(part) == "truth" for part in parts)) else "overall",
            tuple(parts),
        )
        return (Negated("not", node) if clause.denied else node), took
    if clause.denied and phrase.text in _ANY:
        return Call("none", tuple(parts)), took
    name = _FUNCTIONS[phrase.kind]
    if name == "consistently" and len(parts) < 2 and single:
        name = "all"
    node = Call(name, tuple(parts))
    return (Negated("not", node) if _denied(clause, phrase) else node), took


def _denied(clause: Clause, phrase: object) -> bool:
    """Whether the clause says no, apart from a quantifier that says it by itself."""
    return clause.denied and not (phrase is not None and getattr(phrase, "kind", "") == "none")


def _counted(clause: Clause, parts: Sequence[Node]) -> tuple[Node, frozenset[int]] | None:
    """`7 of 9`, `in four of the seven languages`, `all but two`: how many hold, and of how many."""
    plain = [number for number in clause.numbers if not number.unit and not number.decimals]
    for at, number in enumerate(plain):
        after = [token.low for token in clause.tokens[number.end : number.end + 4]]
        before = [token.low for token in clause.tokens[max(clause.start, number.at - 2) : number.at]]
        if before[-2:] in (["all", "but"], ["every", "but"]):
            return _denial(
                clause, Compared("==", Call("count", tuple(Negated("not", part) for part in parts)), Figure(number.text)), number
            )
        if after[:1] == ["of"] or after[:2] == ["out", "of"]:
            total = plain[at + 1] if at + 1 < len(plain) and plain[at + 1].at - number.end <= 3 else None
            sign = _SIGNS.get(number.hedge, "==")
            node: Node = Compared(sign, Call("count", tuple(parts)), Figure(number.text))
            if total is not None:
                node = Joined("and", (Compared("==", Call("cases", tuple(parts)), Figure(total.text)), node))
            return _denial(clause, node, number, total)
    return None


def _denial(clause: Clause, node: Node, *numbers: Number | None) -> tuple[Node, frozenset[int]]:
    if clause.denied:
        raise DeclinedError("a count and a “not” in one clause")
    phrase = next((phrase for phrase in clause.phrases if phrase.group == "quantifiers"), None)
    return node, taken([number for number in numbers if number is not None], phrase)
