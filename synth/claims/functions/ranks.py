"""Functions that place a number among others: its rank, and whether it is first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from synth.claims.amounts import Amount, Truth, Truths, Value, compare, direction, rows_of, value_of
from synth.claims.evaluating import Comparison, Evaluation
from synth.claims.expressions import Call, Compared, words_in
from synth.claims.selecting import Key, NothingThereError


def _rank(at: Evaluation, node: Call) -> Value:
    """Which place a number takes among others and itself; an interval where it is too close to tell."""
    one, others = at.one(node.arguments[0]), at.several(node.arguments[1:])
    lower = goes_down(one, node)
    ahead = [compare("<" if lower else ">", other, one) for other in others if other.rows != one.rows]
    least = 1 + sum(truth.holds is True for truth in ahead)
    most = least + sum(truth.holds is None or truth.tie for truth in ahead)
    place = 1 + sum((other.value < one.value) if lower else (other.value > one.value) for other in others)
    ends = Fraction(min(least, place)), Fraction(max(most, place))
    return Amount(Fraction(place), *ends, rows_of([one, *others]), open=least < most)


def goes_down(one: Amount, node: Call) -> bool:
    """Whether the first in a ranking is the lowest number."""
    (order,) = words_in(node, "order") or ("best",)
    if order in ("lowest", "highest"):
        return order == "lowest"
    return (direction(one, words_in(node, "lower"), words_in(node, "neither")) == "lower") == (order == "best")


def _first(at: Evaluation, node: Call) -> Value:
    """For each number whether none of its kind is ahead of it: those of the others that have its labels, where it has any."""
    given, others = at.number(node.arguments[0]), at.number(node.arguments[1])
    assert isinstance(others, dict)
    numbers = {(): given} if isinstance(given, Amount) else given
    truths: Truths = {}
    plain = words_in(node, "order") in (("highest",), ("lowest",))  # which is better does not matter then
    for key, one in sorted(numbers.items()):
        if not plain and not direction(one, (), words_in(node, "neither")):
            continue
        rivals = [other for there, other in sorted(others.items()) if set(key) <= set(there) and other.rows != one.rows]
        if rivals:
            truths[key] = _ahead_of(at, node, key, one, rivals)
    if not truths:
        raise NothingThereError("there is nothing to compare with")
    return truths


def _ahead_of(at: Evaluation, node: Call, key: Key, one: Amount, rivals: Sequence[Amount]) -> Truth:
    """Whether no rival is ahead; what was compared is the strongest of them."""
    lower = goes_down(one, node)
    rows = rows_of([one, *rivals])
    ahead = [compare("<" if lower else ">", rival, one) for rival in rivals]
    strongest = (min if lower else max)(rivals, key=value_of)
    holds = False if any(truth.holds for truth in ahead) else None if any(truth.holds is None for truth in ahead) else True
    sign: Literal["<=", ">="] = "<=" if lower else ">="
    told = Compared(sign, node.arguments[0], Call("lowest" if lower else "highest", (node.arguments[1],)))
    at.comparisons.append(Comparison(sign, one, strongest, holds, key, told))
    why = next((truth.why for truth in ahead if truth.holds is None), "") if holds is None else ""
    return Truth(holds, why, rows)


FUNCTIONS = {
    "rank": _rank,
    "first": _first,
}
