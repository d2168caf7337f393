"""Functions that make numbers of numbers: means and extremes, sizes and signs, ratios, correlations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from synth.claims.amounts import Amount, Numbers, Value, any_sampled, direction, each, mean_of, over, paired, rows_of, same_kind, value_of
from synth.claims.evaluating import Evaluation
from synth.claims.expressions import Call
from synth.claims.selecting import NothingThereError
from synth.measurements import difference, total

ABOUT = Fraction(1, 20)  # of a number that is said to be about so much; at least one unit of its last decimal


def _mean(at: Evaluation, node: Call) -> Value:
    return mean_of(at.several(node.arguments))


def _total(at: Evaluation, node: Call) -> Value:
    amounts = at.several(node.arguments)
    same_kind(amounts)
    low, high = total(one.interval for one in amounts)
    return Amount(sum((one.value for one in amounts), Fraction(0)), low, high, rows_of(amounts), amounts[0].kind)


def _median(at: Evaluation, node: Call) -> Value:
    amounts = at.several(node.arguments)
    same_kind(amounts)
    ends = [_middle([part(one) for one in amounts]) for part in (value_of, _low_of, _high_of)]
    return Amount(ends[0], ends[1], ends[2], rows_of(amounts), amounts[0].kind)


def _middle(values: Sequence[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _low_of(one: Amount) -> Fraction:
    return one.low


def _high_of(one: Amount) -> Fraction:
    return one.high


def _extreme(amounts: Sequence[Amount], pick: Callable[[Iterable[Fraction]], Fraction]) -> Amount:
    same_kind(amounts)
    value, low, high = (pick(part(one) for one in amounts) for part in (value_of, _low_of, _high_of))
    printed = all(one.printed for one in amounts)
    return Amount(
        value, low, high, rows_of(amounts), amounts[0].kind, printed=printed, sampled=any_sampled(*amounts), labels=amounts[0].labels
    )


def _highest(at: Evaluation, node: Call) -> Value:
    return _extreme(at.several(node.arguments), max)


def _lowest(at: Evaluation, node: Call) -> Value:
    return _extreme(at.several(node.arguments), min)


def _best(at: Evaluation, node: Call) -> Value:
    amounts = at.several(node.arguments)
    return _extreme(amounts, min if direction(amounts[0]) == "lower" else max)


def _worst(at: Evaluation, node: Call) -> Value:
    amounts = at.several(node.arguments)
    return _extreme(amounts, max if direction(amounts[0]) == "lower" else min)


def _spread(at: Evaluation, node: Call) -> Value:
    amounts = at.several(node.arguments)
    top, bottom = _extreme(amounts, max), _extreme(amounts, min)
    low, high = difference(top.interval, bottom.interval)
    return Amount(top.value - bottom.value, max(low, Fraction(0)), high, top.rows, "change" if top.kind else "")


def _abs(at: Evaluation, node: Call) -> Value:
    return each(at.number(node.arguments[0]), _size)


def _size(one: Amount) -> Amount:
    least = Fraction(0) if one.low <= 0 <= one.high else min(abs(one.low), abs(one.high))
    return one._replace(value=abs(one.value), low=least, high=max(abs(one.low), abs(one.high)), seeds=())


def _sign(at: Evaluation, node: Call) -> Value:
    return each(at.number(node.arguments[0]), _sign_of)


def _sign_of(one: Amount) -> Amount:
    return Amount(_side(one.value), _side(one.low), _side(one.high), one.rows)


def _side(value: Fraction) -> Fraction:
    return Fraction((value > 0) - (value < 0))


def _ratio(at: Evaluation, node: Call) -> Value:
    one, other = (at.one(part) for part in node.arguments)
    return over(one, other)._replace(kind="")


def _percent(at: Evaluation, node: Call) -> Value:
    """How many percent the first is above the second."""
    one, other = (at.one(part) for part in node.arguments)
    share = over(one, other)
    return Amount((share.value - 1) * 100, (share.low - 1) * 100, (share.high - 1) * 100, share.rows)


def _correlation(at: Evaluation, node: Call) -> Value:
    from synth.claims.statistics import StatisticsError, pearson, spearman

    left, right = (at.number(part) for part in node.arguments)
    assert isinstance(left, dict)
    assert isinstance(right, dict)
    by = next((words.words[0] for name, words in node.named if name == "by"), "pearson")
    pairs = paired(_by_language(left), _by_language(right), lambda one, other: (one, other))
    assert isinstance(pairs, dict)
    ones, others = ([pair[side] for _, pair in sorted(pairs.items())] for side in (0, 1))
    if len(pairs) < MIN_PAIRS:
        raise NothingThereError(f"a correlation of {len(pairs)} pairs says nothing; it takes {MIN_PAIRS}")
    work = spearman if by == "spearman" else pearson
    try:
        value, low, high = work([_floats(one) for one in ones], [_floats(one) for one in others])
    except StatisticsError as error:  # of numbers that are all equal
        raise NothingThereError(f"a correlation of these is none: {error}") from None
    return Amount(Fraction(str(value)), Fraction(str(low)), Fraction(str(high)), rows_of([*ones, *others]))


MIN_PAIRS = 3


def _floats(one: Amount) -> tuple[float, float, float]:
    return float(one.value), float(one.low), float(one.high)


def _by_language(numbers: Numbers) -> Numbers:
    """The numbers by language alone, where nothing else tells them apart."""
    bare = {tuple(part for part in key if part[0] == "language"): key for key in numbers}
    return {key: numbers[full] for key, full in bare.items()} if len(bare) == len(numbers) and () not in bare else numbers


def _about(at: Evaluation, node: Call) -> Value:
    one = at.one(node.arguments[0])
    room = max(abs(one.value) * ABOUT, one.high - one.low)
    return one._replace(low=one.value - room, high=one.value + room, printed=False, exact=False)


FUNCTIONS = {
    "mean": _mean,
    "total": _total,
    "median": _median,
    "highest": _highest,
    "lowest": _lowest,
    "best": _best,
    "worst": _worst,
    "spread": _spread,
    "abs": _abs,
    "sign": _sign,
    "ratio": _ratio,
    "percent": _percent,
    "correlation": _correlation,
    "about": _about,
}
