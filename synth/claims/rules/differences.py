"""How far one thing is from another: "BERT is 2.3 points ahead of ELMo on SQuAD", "a gain of 2.3 over ELMo"."""

from __future__ import annotations

from synth.claims.clauses import Clause, DeclinedError, Read, both, compared, either, figure, less
from synth.claims.expressions import Call, Compared, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.rules.values import scaled, settle
from synth.claims.wording import Number

NAME, ORDER = "difference", 40

_LESS = frozenset({"worse", "lower", "down"})


def read(clause: Clause) -> Read | None:
    """The figure against the difference of two cells, or against a change that the table prints."""
    figures = [number for number in clause.numbers if not number.word and number.unit != "times"]
    how = (
        clause.phrase("comparing", "better", "worse", "higher", "lower")
        or clause.phrase("distances")
        or clause.phrase("changing", "up", "down")
    )
    if not figures or how is None or clause.denied or not _is_distance(clause, figures):
        return None
    side = clause.side
    pair = opponents(clause, side)
    if pair is None:
        return _printed_change(clause, figures, side)
    one, other = pair
    scopes = clause.scope(clause.other)
    parts: list[Node] = []
    if len(figures) == 1:
        across = [None] if not scopes else [thing.lines for thing in scopes]
        parts = [_gap(clause, figures[0], one, other, side, lines) for lines in across]
    elif len(figures) == len(scopes):
        parts = [_gap(clause, number, one, other, side, thing.lines) for number, thing in zip(figures, scopes, strict=True)]
    else:
        raise DeclinedError(f"{len(figures)} figures for {len(scopes)} measures")
    said = f"{clause.said(one, side)} less {clause.said(other, side)} is {', '.join(number.text for number in figures)}"
    return Read(both(parts), NAME, said)


def _is_distance(clause: Clause, figures: list[Number]) -> bool:
    """Whether the figures say how far, and not where: after "by", or before "points higher", or of a gain."""
    for number in figures:
        before = clause.tokens[number.at - 1].low if number.at > clause.start else ""
        if before in ("at", "to", "from", "reaches", "with") and number.unit != "points":
            return False
        near = [phrase for phrase in clause.phrases if phrase.group in ("comparing", "distances", "changing")]
        close = any(0 <= phrase.start - number.end <= 3 or 0 <= number.at - phrase.end <= 3 for phrase in near)
        if not (before == "by" or number.unit == "points" or close or (number.hedge and close)):
            return False
    return True


def _gap(clause: Clause, number: Number, one: frozenset[int], other: frozenset[int], side: str, across: frozenset[int] | None) -> Node:
    first, second = settle(clause, one, side, across), settle(clause, other, side, across)
    down = _goes_down(clause, first, across)
    top, bottom = (second, first) if down else (first, second)
    if clause.phrase("distances", "either") and not clause.phrase("comparing"):
        gap: Node = Call("abs", (less(first, second),))
    else:
        gap = less(scaled(clause, top, number), scaled(clause, bottom, number))
    if number.unit == "relative":
        return (
            Compared("==", Call("percent", (first, second)), figure(number, signed=False)) if not down else _shrunk(number, first, second)
        )
    absolute = compared(number, gap)
    if number.unit == "percent" and number.hedge in ("", "about"):
        relative = Compared("==", Call("percent", (first, second)), figure(number)) if not down else _shrunk(number, first, second)
        return either([absolute, relative])
    return absolute


def _shrunk(number: Number, first: Node, second: Node) -> Node:
    """The first is so many percent below the second."""
    from synth.claims.expressions import Negated

    return Compared("==", Negated("-", Call("percent", (first, second))), figure(number))


def _goes_down(clause: Clause, cell: Call, across: frozenset[int] | None) -> bool:
    """Whether the first number is the smaller one, by the words of the clause and by which way is better."""
    compare = clause.phrase("comparing", "better", "worse", "higher", "lower")
    if compare and compare.kind in ("higher", "lower"):
        return compare.kind == "lower"
    less_is_better = clause.way(COLUMN, across if across is not None and clause.other == COLUMN else _columns(clause, cell)) == "lower"
    if compare:
        return (compare.kind == "worse") != less_is_better
    distance = clause.phrase("distances", "up", "down")
    change = clause.phrase("changing", "up", "down")
    said = change or distance
    if said is None:
        return False
    if said.text.startswith(
        ("increase", "rais", "decreas", "reduc", "lower", "drop", "ris", "fall", "fell", "cut", "declin", "climb", "grow", "grew", "add")
    ):
        return said.kind == "down"
    return (said.kind == "down") != less_is_better


def _columns(clause: Clause, cell: Call) -> frozenset[int]:
    words = dict(cell.named).get("column")
    return frozenset(at for at, line in enumerate(clause.layout.columns) if words is None or line.path in words.words)


def opponents(clause: Clause, side: str) -> tuple[frozenset[int], frozenset[int]] | None:
    """What is compared and with what: the two things of a side, or one and what the table says it is a variant of."""
    there = _in_order(clause, side)
    if len(there) == 1 and clause.before and clause.before.side == side:
        earlier = [thing for thing in clause.before.of(side) if thing.lines != there[0].lines]
        if len(earlier) == 1 and not clause.phrase("comparing"):
            return there[0].lines, earlier[0].lines
        if len(earlier) == 1:
            return (there[0].lines, earlier[0].lines) if _is_subject(clause, there[0]) else (earlier[0].lines, there[0].lines)
    if not there and clause.before and clause.before.side == side:
        return opponents(clause.before, side)
    if len(there) == 2:
        return there[0].lines, there[1].lines
    if len(there) == 1:
        if base := clause.base_of(side, there[0].lines):
            return there[0].lines, base
        rest = clause.rest(side, there[0].lines)
        if len(rest) == 1 and len(there[0].lines) == 1:
            return there[0].lines, rest
    if len(there) > 2:
        raise DeclinedError(f"{len(there)} things are compared with a figure for two")
    return None


def _in_order(clause: Clause, side: str) -> list[Thing]:
    """The things of a side, what is compared first: what stands after "compared to" or "over" at the head of a sentence is last."""
    there = clause.of(side)
    if len(there) == 2 and _is_object(clause, there[0]) and not _is_object(clause, there[1]):
        return [there[1], there[0]]
    return there


_OBJECT_WORDS = frozenset({"than", "to", "over", "against", "versus", "vs", "with", "of", "from", "beyond", "upon"})
_OPENERS = frozenset({"compared", "comparing", "relative", "unlike", "against", "versus", "over", "replacing", "from"})


def _is_object(clause: Clause, thing: Thing) -> bool:
    """Whether a thing stands where what is compared with stands: "compared to X, …", "replacing X by …"."""
    before = [token.low for token in clause.tokens[max(clause.start, thing.start - 4) : thing.start]]
    return any(word in _OPENERS for word in before)


def _is_subject(clause: Clause, thing: Thing) -> bool:
    phrase = clause.phrase("comparing")
    return phrase is None or thing.start < phrase.start


def _printed_change(clause: Clause, figures: list[Number], side: str) -> Read | None:
    """A gain that the table prints as a change."""
    there = clause.of(side)
    if len(there) != 1 or len(figures) != 1:
        return None
    number = figures[0]
    across = clause.scope(clause.other)
    cell = settle(clause, there[0].lines, side, across[0].lines if len(across) == 1 else None)
    rows, columns = (
        (there[0].lines, across[0].lines if across else None) if side == ROW else (across[0].lines if across else None, there[0].lines)
    )
    if {clause.measurements[at].kind for at in clause.numbers_at(rows, columns)} != {"change"}:
        return None
    change = clause.phrase("changing", "down") or clause.phrase("distances", "down")
    from synth.claims.expressions import Negated

    reckoned: Node = Negated("-", cell) if change else cell
    return Read(compared(number, reckoned, signed=True), NAME, f"the change of {there[0].text} is {number.text}")
