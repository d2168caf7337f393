"""Functions over several yes and no: how many hold, all, most, none, and what a claim means that does not say how many."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from synth.claims.amounts import Amount, Truth, Value, mean_of, shown
from synth.claims.evaluating import Evaluation
from synth.claims.expressions import Call
from synth.claims.functions import Function
from synth.claims.selecting import NothingThereError

# What quantifiers mean, as shares of what is compared; ties count for neither side.
ALMOST_ALL = Fraction(4, 5)
MOST = Fraction(1, 2)  # more than this
MANY = Fraction(1, 2)
FEW = Fraction(1, 3)
BY_FAR = Fraction(3, 4)  # of "A outperforms B" that does not say where
BENEFIT = Fraction(1, 2)  # points: a mean change above it is a benefit
BENEFITS = Fraction(1, 4)  # share of changes above BENEFIT with which a table still shows no benefit


def _count(at: Evaluation, node: Call) -> Value:
    """How many are true, or how many numbers there are."""
    yes = unknown = 0
    rows: frozenset[int] = frozenset()
    for part in node.arguments:
        value = at.value(part)
        for one in value.values() if isinstance(value, dict) else [value]:
            rows |= one.rows
            yes += isinstance(one, Amount) or one.holds is True
            unknown += isinstance(one, Truth) and one.holds is None
    return Amount(Fraction(yes), Fraction(yes), Fraction(yes + unknown), rows, printed=not unknown, exact=not unknown, open=unknown > 0)


def _cases(at: Evaluation, node: Call) -> Value:
    """How many yes and no there are."""
    many = 0
    rows: frozenset[int] = frozenset()
    for part in node.arguments:
        value = at.yes_or_no(part)
        found = list(value.values()) if isinstance(value, dict) else [value]
        if missing := next((one for one in found if one.holds is None and not one.rows), None):
            raise NothingThereError(missing.why)  # nobody knows how many they would be
        many += len(found)
        rows = rows.union(*(one.rows for one in found))
    return Amount(Fraction(many), Fraction(many), Fraction(many), rows, printed=True, exact=True)


class Tally(NamedTuple):
    """How many of several are true, are not, and are undecided; a tie is no yes and no no."""

    yes: int
    no: int
    open: int
    ties: int
    rows: frozenset[int]
    why: str
    near: bool = False
    missing: bool = False  # of one argument no number is there, so that nobody knows how many it would be

    @property
    def all(self) -> int:
        return self.yes + self.no + self.open + self.ties


def _tally(at: Evaluation, node: Call) -> Tally:
    found: list[Truth] = []
    missing = False
    for part in node.arguments:
        value = at.yes_or_no(part)
        missing |= isinstance(value, Truth) and value.holds is None and not value.rows
        found += [value] if isinstance(value, Truth) else [value[key] for key in sorted(value)]
    ties = sum(one.tie and one.holds is False for one in found)
    yes, unknown = sum(one.holds is True for one in found), sum(one.holds is None for one in found)
    rows = frozenset().union(*(one.rows for one in found))
    why = next((one.why for one in found if one.holds is None and one.why), "")
    tally = Tally(yes, len(found) - yes - unknown - ties, unknown, ties, rows, why, any(one.near for one in found), missing)
    at.tallies.append((node.name, tally.yes, tally.no + tally.ties, tally.open))
    return tally


def _by_share(least: Callable[[Tally, int], bool], *, settled: bool | None = None) -> Function:
    """A function that holds where enough are true, whichever way the undecided fall.

    Where numbers are missing nobody knows how many they would be: only `settled` stands, what one alone decides (one no for `all`).
    """

    def decide(at: Evaluation, node: Call) -> Value:
        tally = _tally(at, node)
        if not tally.all:
            return Truth(None, "there is nothing to count", tally.rows)
        ways = {least(tally, yes) for yes in range(tally.yes, tally.yes + tally.open + 1)}
        holds = ways.pop() if len(ways) == 1 else None
        if tally.missing and holds is not settled:
            holds = None
        return Truth(holds, "" if holds is not None else tally.why, tally.rows, near=bool(holds) and tally.near)

    return decide


_BY_SHARE: dict[str, Function] = {}
_BY_SHARE["all"] = _by_share(lambda tally, yes: yes == tally.all, settled=False)
_BY_SHARE["any"] = _by_share(lambda tally, yes: yes > 0, settled=True)
_BY_SHARE["none"] = _by_share(lambda tally, yes: yes == 0, settled=False)
_BY_SHARE["most"] = _by_share(lambda tally, yes: yes > MOST * tally.all)
_BY_SHARE["many"] = _by_share(lambda tally, yes: yes >= MANY * tally.all)
_BY_SHARE["few"] = _by_share(lambda tally, yes: 0 < yes <= FEW * tally.all)
_BY_SHARE["almost_all"] = _by_share(lambda tally, yes: yes >= ALMOST_ALL * tally.all)
# Ties are no exception to "consistently", unless all are ties; two of a kind are needed.
_BY_SHARE["consistently"] = _by_share(lambda tally, yes: tally.all > 1 and yes > 0 and yes + tally.ties == tally.all)


def overall(at: Evaluation, node: Call) -> Value:
    """Yes where by far the most are, no where by far the most are not; else it depends, and the claim does not say on what."""
    tally = _tally(at, node)
    if not tally.all or tally.open:
        return Truth(None, tally.why or "there is nothing to compare", tally.rows)
    if tally.yes >= BY_FAR * tally.all:
        return Truth(True, "", tally.rows)
    if tally.yes <= (1 - BY_FAR) * tally.all:
        return Truth(False, "", tally.rows)
    return Truth(None, f"it holds for {tally.yes} of {tally.all}, and the claim does not say for which", tally.rows)


def _share(at: Evaluation, node: Call) -> Value:
    tally = _tally(at, node)
    if not tally.all:
        raise NothingThereError("there is nothing to count")
    parts = [Fraction(100 * yes, tally.all) for yes in (tally.yes, tally.yes, tally.yes + tally.open)]
    return Amount(parts[0], parts[1], parts[2], tally.rows, open=tally.open > 0)


def _no_benefit(at: Evaluation, node: Call) -> Value:
    """Whether changes show no benefit: their mean is at most BENEFIT, and few of them are above it."""
    changes = at.several(node.arguments)
    middle = mean_of(changes)
    few = BENEFITS * len(changes)
    above = sum(one.low > BENEFIT for one in changes)
    maybe = sum(one.low <= BENEFIT < one.high and (one.sampled or one.value > BENEFIT) for one in changes)
    sure = f"{above} of them {'is' if above == 1 else 'are'} above {float(BENEFIT):g}"
    at.remarks.append(f"the mean of {len(changes)} changes is {shown(middle)}; {sure}, and at most {float(few):g} may be")
    if above > few or middle.low > BENEFIT:
        return Truth(False, "", middle.rows)
    if any(one.sampled for one in changes) and (middle.high > BENEFIT or above + maybe > few):
        return Truth(None, "other runs could give a benefit, or none", middle.rows)
    return Truth(middle.value <= BENEFIT and above + maybe <= few, "", middle.rows)


FUNCTIONS: dict[str, Function] = {
    **_BY_SHARE,
    "count": _count,
    "cases": _cases,
    "overall": overall,
    "share": _share,
    "no_benefit": _no_benefit,
}
