"""Functions that set numbers against each other: which is better, and whether one outperforms others."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from synth.claims.amounts import Amount, Truth, Truths, Value, direction, joined, shown
from synth.claims.evaluating import Comparison, Evaluation
from synth.claims.expressions import Call, Compared, words_in
from synth.claims.functions.quantifiers import overall
from synth.claims.selecting import Key, NothingThereError

MOST_TOLD = 3  # pairs of which it is said whether they are near
NEAR = Fraction(1, 50)  # of the larger number: two that differ by no more are near, "comparable", "on par"
FAR = Fraction(1, 20)  # two that differ by more are not; between the two nobody can say
SIGNIFICANT = 0.05  # of the paired bootstrap over seeds, after Holm's correction


def _better(at: Evaluation, node: Call) -> Value:
    return better_of_pairs(at, node)


def better_of_pairs(at: Evaluation, node: Call) -> Truths:
    """For each pair whether the first is the better one; pairs of which neither direction is better are left out."""
    lower, neither = (words_in(node, name) for name in ("lower", "neither"))
    found = at.pairs(*node.arguments[:2])
    pairs = {(): found} if isinstance(found, tuple) else found
    truths: Truths = {}
    for key, (one, other) in sorted(pairs.items()):
        way = direction(one, lower, neither)
        if way:
            sign: Literal["<", ">"] = "<" if way == "lower" else ">"
            truths[key] = at.note(Compared(sign, node.arguments[0], node.arguments[1]), key, one, other)
    if not truths:
        raise NothingThereError("of none of these numbers is it known whether more is better")
    return truths


def _near(at: Evaluation, node: Call) -> Value:
    """For each pair whether the two are near each other; undecided where they are neither near nor far."""
    found = at.pairs(*node.arguments)
    pairs: dict[Key, tuple[Amount, Amount]] = {(): found} if isinstance(found, tuple) else found
    truths = {key: _is_near(*pair) for key, pair in sorted(pairs.items())}
    if len(truths) > MOST_TOLD:
        at.remarks.append(f"{sum(truth.holds is True for truth in truths.values())} of {len(truths)} pairs are near each other")
    for key in sorted(truths, key=lambda one: truths[one].holds is True)[:MOST_TOLD]:  # those that are not come first
        where = f"{', '.join(word for _, word in key)}: " if key else ""
        how = {True: "are near each other", False: "are not near each other", None: "are neither near nor far"}[truths[key].holds]
        at.remarks.append(f"{where}{shown(pairs[key][0])} and {shown(pairs[key][1])} {how}")
    return truths


def _is_near(one: Amount, other: Amount) -> Truth:
    rows = one.rows | other.rows
    if {one.kind, other.kind} == {"absolute", "change"}:
        return Truth(None, "one number is a change and the other is none: they are not compared", rows)
    apart, size = abs(one.value - other.value), max(abs(one.value), abs(other.value))
    if apart <= NEAR * size:
        return Truth(True, "", rows)
    if apart > FAR * size:
        return Truth(False, "", rows)
    return Truth(None, f"they differ by {float(100 * apart / size):.1f} % of the larger one, which is neither near nor far", rows)


def _outperforms(at: Evaluation, node: Call) -> Value:
    """Whether the first is better than each other: over seeds by a paired bootstrap with Holm's correction, else pair by pair."""
    from synth.claims.statistics import holm, paired_bootstrap

    options = node.named
    others = node.arguments[1:]
    truths: list[Truth] = []
    p_values: list[float] = []
    for other in others:
        pair = Call("better", (node.arguments[0], other), options)
        before = len(at.comparisons)
        decided = better_of_pairs(at, pair)
        differences = [gap for one in at.comparisons[before:] for gap in _seed_gaps(one)]
        if differences:
            p_values.append(paired_bootstrap(differences))
            truths.append(Truth(None, "", frozenset().union(*(one.rows for one in decided.values()))))
        else:
            tally = Call("overall", (pair,))
            del at.comparisons[before:]
            value = overall(at, tally)
            assert isinstance(value, Truth)
            truths.append(value)
    if not p_values:
        return joined("and", truths)
    corrected = iter(holm(p_values))
    decided_all = [truth if truth.holds is not None or truth.why else _by_p(truth, next(corrected)) for truth in truths]
    return joined("and", decided_all)


def _by_p(truth: Truth, p: float) -> Truth:
    if p <= SIGNIFICANT:
        return truth._replace(holds=True)
    if p >= 1 - SIGNIFICANT:
        return truth._replace(holds=False)
    return truth._replace(why=f"the difference is within what other seeds may give (p = {p:.2f}, paired bootstrap)")


def _seed_gaps(one: Comparison) -> list[float]:
    """The differences of two repeated measurements seed by seed, above zero where the first is better."""
    there = dict(one.right.seeds)
    way = -1 if one.sign == "<" else 1
    return [float(way * (value - there[seed])) for seed, value in one.left.seeds if seed in there]


FUNCTIONS = {
    "better": _better,
    "near": _near,
    "outperforms": _outperforms,
}
