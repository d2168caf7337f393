"""How many of several comparisons must hold: all, most, none, so many of so many, or as the clause leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Compared, Figure, Joined, Negated, Node, kind_of
from synth.claims.layouts import COLUMN, ROW, Line
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, taken
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

    Without a quantifier all that is named must hold (`listed`: things are named one by one), or, where nothing is named, by far the most.
    """
    single = len(parts) == 1 and kind_of(parts[0]) == "truth"
    if counted := _counted(clause, parts, explicit=explicit):
        return counted
    phrase = next((phrase for phrase in clause.phrases if phrase.group == "quantifiers"), None)
    _check_number(clause)
    took = taken(phrase)
    if single:
        return (Negated("not", parts[0]) if _denied(clause, phrase) else parts[0]), took
    if phrase is None:
        whole = listed or (explicit and len(parts) > 1 and all(kind_of(part) == "truth" for part in parts))
        node: Node = Call("all" if whole else "overall", tuple(parts))
        return (Negated("not", node) if clause.denied else node), took
    if clause.denied and phrase.text in _ANY:
        return Call("none", tuple(parts)), took
    name = _FUNCTIONS[phrase.kind]
    if name == "consistently" and len(parts) < 2 and single:
        name = "all"
    node = Call(name, tuple(parts))
    return (Negated("not", node) if _denied(clause, phrase) else node), took


def _check_number(clause: Clause) -> None:
    """Raises `DeclinedError` where all of so many are spoken of, and the table has another number of anything: others are meant."""
    told = [(clause.tokens[number.at].low, int(number.text), number.end) for number in clause.counts if _says_all(clause, number)]
    told += [("", 2, at + 1) for at in range(clause.start, clause.end - 1) if clause.tokens[at].low == "both"]
    for word, many, after in told:
        nouns = {token.low for token in clause.tokens[after : min(after + _TO_NOUN, clause.end)]} & _CASES
        if not word and not nouns:
            continue
        sides = [clause.across(clause.pair_side)] if nouns and not nouns & _COMPARED else [ROW, COLUMN]
        there = {len({line.labels[:size] for line in lines}) for lines in _counted_lines(clause, sides) for size in (1, 2, 3)}
        groups = {
            line.labels[:-1] for side in (ROW, COLUMN) for at in clause.every(side) if len((line := clause.line(side, at)).labels) > 1
        }
        if many not in there | {len(clause.of(side)) for side in sides} | {len(groups)}:
            said = f"all {word}" if word else "both"
            raise DeclinedError(f"it speaks of {' '.join([said, *sorted(nouns)])}, and the table has another number of them")


_TO_NOUN = 3  # tokens from a number to what it counts: "all four downstream tasks"
_COMPARED = frozenset({"models"})  # what may be counted on the side of what is compared


def _says_all(clause: Clause, number: Number) -> bool:
    before = clause.tokens[number.at - 1].low if number.at > clause.start else ""
    return before in ("all", "the") and clause.tokens[number.at - 2].low != "of"


def _counted_lines(clause: Clause, sides: Sequence[str]) -> list[list[Line]]:
    """What the number after an "all" may count: the lines of a side, those that are named, those beside them."""
    out: list[list[Line]] = []
    for side in sides:
        every = clause.every(side)
        named = frozenset[int]().union(*(thing.lines for thing in clause.scope(side)))
        out += [[clause.line(side, at) for at in lines] for lines in (every, named, every - named)]
        out += [[clause.line(side, at) for at in thing.lines] for thing in clause.everything if thing.side == side]
        out += [
            [clause.line(side, at) for at in lines if clause.layout.lines(side)[at].labels[:1] == (group,)]
            for group in {clause.line(side, at).labels[0] for at in every if clause.line(side, at).labels}
            for lines in (every,)
        ]
    return out


def one_by_one(scopes: Sequence[Thing]) -> bool:
    """Whether several lines are named, each by itself: "on SST, MRPC and CoLA", and not a group or all of them."""
    return len(scopes) > 1 and all(len(thing.lines) == 1 for thing in scopes)


def _denied(clause: Clause, phrase: object) -> bool:
    """Whether the clause says no, apart from a quantifier that says it by itself."""
    return clause.denied and not (phrase is not None and getattr(phrase, "kind", "") == "none")


def _counted(clause: Clause, parts: Sequence[Node], *, explicit: bool) -> tuple[Node, frozenset[int]] | None:
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
        if not explicit and _counts_cases(clause, number):
            return _denial(clause, Compared(_SIGNS.get(number.hedge, "=="), Call("count", tuple(parts)), Figure(number.text)), number)
    return None


_CASES = frozenset(
    "tasks datasets languages metrics measures corpora sets settings benchmarks domains pairs columns cases tests models".split()
)


def _counts_cases(clause: Clause, number: Number) -> bool:
    """Whether a number says in how many cases it holds: "on two tasks", "in only three languages", "for just two models"."""
    before = [token.low for token in clause.tokens[max(clause.start, number.at - 4) : number.at] if token.low not in _JUST]
    after = clause.tokens[number.end].low if number.end < clause.end else ""
    return number.word and before[-1:] in (["on"], ["in"], ["for"], ["under"]) and after in _CASES


_JUST = frozenset("only just exactly merely at least most than more less fewer".split())


def _denial(clause: Clause, node: Node, *numbers: Number | None) -> tuple[Node, frozenset[int]]:
    if clause.denied:
        raise DeclinedError("a count and a “not” in one clause")
    phrase = next((phrase for phrase in clause.phrases if phrase.group == "quantifiers"), None)
    return node, taken([number for number in numbers if number is not None], phrase)
