"""Numbers as intervals, and what is true of them: added, subtracted, compared, shown.

Sums are of intervals, and so are comparisons: two numbers are equal where their intervals meet, and one is above another where it is so for
every pair of numbers in them; what the decimals cannot decide is undecided. A number knows the rows that it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

from synth.claims.selecting import Key, NothingThereError, plain
from synth.measurements import Interval, mean, meets, total
from synth.reading.vocabulary import better, better_label, is_neither

MOST_DECIMALS = 8  # of a printed number that is shown with all of them


class Amount(NamedTuple):
    """A number, the interval it stands for, and the rows it was made from."""

    value: Fraction
    low: Fraction
    high: Fraction
    rows: frozenset[int] = frozenset()
    kind: str = ""  # absolute or change, of a row; empty for what is made from both or from none
    seeds: tuple[tuple[int, Fraction], ...] = ()  # of a measurement that was repeated
    printed: bool = False  # as it stands in one cell or in the claim, with nothing reckoned
    sampled: bool = False  # its interval is what another run may give, not what decimals allow
    exact: bool = False  # a whole number that was counted, or a figure of the claim
    labels: tuple[str, ...] = ()  # of its column and metric, which say whether more is better
    open: bool = False  # a count or a rank whose interval is what could not be decided, and not what decimals allow

    @property
    def interval(self) -> Interval:
        return self.low, self.high


class Truth(NamedTuple):
    """Yes, no, or undecided, with the reason where it is undecided."""

    holds: bool | None
    why: str = ""
    rows: frozenset[int] = frozenset()
    tie: bool = False
    near: bool = False  # it holds only if the decimals that are not printed fall so


Numbers = dict[Key, Amount]
Truths = dict[Key, Truth]
Value = Amount | Truth | Numbers | Truths


def figure(text: str) -> Amount:
    """A number of the claim: the interval that its decimals allow."""
    _, _, decimals = text.partition(".")
    value, half = Fraction(text), Fraction(1, 2 * 10 ** len(decimals))
    return Amount(value, value - half, value + half, printed=True, exact=True)


# --- reckoning ---------------------------------------------------------------------------------------------------


T = TypeVar("T")


def paired(left: Amount | Numbers, right: Amount | Numbers, work: Callable[[Amount, Amount], T]) -> T | dict[Key, T]:
    """One of both, or one for each pair of numbers that nothing tells apart."""
    if isinstance(left, Amount) and isinstance(right, Amount):
        return work(left, right)
    if isinstance(left, Amount):
        assert isinstance(right, dict)
        return {key: work(left, one) for key, one in right.items()}
    if isinstance(right, Amount):
        return {key: work(one, right) for key, one in left.items()}
    both = sorted(left.keys() & right.keys())
    if not both:
        raise NothingThereError("no number of the one has its counterpart among the others")
    return {key: work(left[key], right[key]) for key in both}


def each(value: Amount | Numbers, work: Callable[[Amount], Amount]) -> Amount | Numbers:
    return work(value) if isinstance(value, Amount) else {key: work(one) for key, one in value.items()}


def minus(one: Amount) -> Amount:
    return one._replace(value=-one.value, low=-one.high, high=-one.low, seeds=tuple((at, -value) for at, value in one.seeds))


def _sum(one: Amount, other: Amount, kind: str) -> Amount:
    low, high = total([one.interval, other.interval])
    return Amount(
        one.value + other.value, low, high, one.rows | other.rows, kind, sampled=any_sampled(one, other), labels=one.labels or other.labels
    )


def any_sampled(*parts: Amount) -> bool:
    return any(part.sampled for part in parts)


def plus(one: Amount, other: Amount) -> Amount:
    """The sum; a change and what it is a change from make what it has become."""
    return _sum(one, other, "absolute" if {one.kind, other.kind} == {"absolute", "change"} else one.kind if one.kind == other.kind else "")


def less(one: Amount, other: Amount) -> Amount:
    if {one.kind, other.kind} == {"absolute", "change"}:
        raise NothingThereError("one number is a change and the other is none: they are not subtracted")
    seeds: tuple[tuple[int, Fraction], ...] = ()
    if one.seeds and other.seeds:
        there = dict(other.seeds)
        seeds = tuple((at, value - there[at]) for at, value in one.seeds if at in there)
    return _sum(one, minus(other), "change" if one.kind or other.kind else "")._replace(seeds=seeds)


def _spanned(corners: Sequence[Fraction], value: Fraction, one: Amount, other: Amount) -> Amount:
    kind = one.kind or other.kind
    sampled, labels = any_sampled(one, other), one.labels or other.labels
    return Amount(value, min(corners), max(corners), one.rows | other.rows, kind, sampled=sampled, labels=labels)


def _in_units(one: Amount, unit: Fraction) -> Amount:
    """A figure of the claim in another unit: 41.2 thousand is 41,150 to 41,250."""
    ends = sorted((one.low * unit, one.high * unit))
    return one._replace(value=one.value * unit, low=ends[0], high=ends[1])


def times(one: Amount, other: Amount) -> Amount:
    if one.exact and other.exact:
        return _in_units(one, other.value)
    left, right = _sides(one), _sides(other)
    return _spanned([a * b for a in left for b in right], one.value * other.value, one, other)


def over(one: Amount, other: Amount) -> Amount:
    if one.exact and other.exact and other.value:
        return _in_units(one, 1 / other.value)
    left, right = _sides(one), _sides(other)
    if min(right) <= 0 <= max(right):
        raise NothingThereError("a division by a number that may be zero")
    return _spanned([a / b for a in left for b in right], one.value / other.value, one, other)


def _sides(one: Amount) -> tuple[Fraction, ...]:
    """The ends of the interval; a figure of the claim that something is multiplied by is itself."""
    return (one.value,) if one.exact else one.interval


def mean_of(amounts: Sequence[Amount]) -> Amount:
    if len(amounts) == 1:
        return amounts[0]
    same_kind(amounts)
    low, high = mean([one.interval for one in amounts])
    value = sum((one.value for one in amounts), Fraction(0)) / len(amounts)
    return Amount(value, low, high, rows_of(amounts), amounts[0].kind, sampled=any_sampled(*amounts), labels=amounts[0].labels)


def same_kind(amounts: Sequence[Amount]) -> None:
    if {one.kind for one in amounts} >= {"absolute", "change"}:
        raise NothingThereError("some of the numbers are changes and others are none")


def rows_of(amounts: Iterable[Amount]) -> frozenset[int]:
    return frozenset().union(*(one.rows for one in amounts))


def value_of(one: Amount) -> Fraction:
    return one.value


# --- comparing ---------------------------------------------------------------------------------------------------


def compare(sign: str, left: Amount, right: Amount) -> Truth:
    """Whether two numbers are as the sign says, for all that their intervals allow."""
    rows = left.rows | right.rows
    if {left.kind, right.kind} == {"absolute", "change"}:
        return Truth(None, "one number is a change and the other is none: they are not compared", rows)
    if sign in ("==", "!="):
        same = _equal(left, right)
        return (same if sign == "==" else denied(same))._replace(rows=rows)
    if sign in ("<", "<="):
        return compare({"<": ">", "<=": ">="}[sign], right, left)
    return _above(left, right, or_equal=sign == ">=")


def _equal(left: Amount, right: Amount) -> Truth:
    """Whether two numbers are one. What is printed must be printed so: 8.3 is not 8.2, though 8.25 would be both.

    What is reckoned holds where the intervals meet; where it does not round to the figure of the claim, it holds only nearly.
    """
    if left.printed and right.printed:
        coarse, fine = (left, right) if left.high - left.low >= right.high - right.low else (right, left)
        return Truth(coarse.low <= fine.value <= coarse.high)
    if not meets(left.interval, right.interval):
        return Truth(False)
    if left.open or right.open:
        return Truth(None, "how many there are depends on comparisons that are too close to tell, or on cells that are not there")
    stated, reckoned = (left, right) if left.exact else (right, left)
    near = stated.exact and not reckoned.sampled and not stated.low <= reckoned.value <= stated.high
    return Truth(True, near=near)


def _above(left: Amount, right: Amount, *, or_equal: bool) -> Truth:
    rows = left.rows | right.rows
    if left.value == right.value and (left.exact or right.exact or left.interval == right.interval):
        return Truth(or_equal, "", rows, tie=True)
    one = (left.value, left.value) if left.exact else left.interval
    other = (right.value, right.value) if right.exact else right.interval
    if one[0] >= other[1]:
        return Truth(True, "", rows)
    if one[1] <= other[0]:
        return Truth(False, "", rows)
    return Truth(None, "the two are too close to tell from the decimals or the seeds", rows)


def joined(sign: str, parts: Sequence[Truth]) -> Truth:
    """Yes and no joined: one no is enough for `and`, one yes for `or`, whatever else is undecided."""
    rows = frozenset().union(*(part.rows for part in parts))
    decisive = sign == "or"
    held = [part.near for part in parts if part.holds]
    near = any(held) if sign == "and" else bool(held) and all(held)  # of two readings the one that fits decides
    if any(part.holds is decisive for part in parts):
        return Truth(decisive, "", rows, near=near and decisive)
    if all(part.holds is not decisive and part.holds is not None for part in parts):
        return Truth(not decisive, "", rows, near=near and not decisive)
    return Truth(None, "; ".join(dict.fromkeys(part.why for part in parts if part.holds is None and part.why)), rows)


def denied(one: Truth) -> Truth:
    return one if one.holds is None else one._replace(holds=not one.holds, near=False)


def direction(one: Amount, lower: Sequence[str] = (), neither: Sequence[str] = ()) -> str:
    """`lower` or `higher`, whichever is better for a number by its metric and labels; empty where neither is."""
    labels = [label for label in one.labels if label]
    if any(plain(label) in {plain(word) for word in lower} for label in labels):
        return "lower"
    if any(plain(label) in {plain(word) for word in neither} for label in labels):
        return ""
    for label in labels:
        if said := better(label) or better_label(label):
            return said
        if is_neither(label):
            return ""
    return "higher"


# --- showing -----------------------------------------------------------------------------------------------------


def shown(one: Amount) -> str:
    """A number with its interval: 8.27 (8.22 to 8.31). What is printed is shown to the last decimal, and its ends with one more."""
    written = (lambda value: _whole(value) or decimal(value)) if one.printed else decimal
    value = written(one.value)
    return value if one.low == one.high else f"{value} ({written(one.low)} to {written(one.high)})"


def _whole(value: Fraction) -> str:
    """A number with all its decimals; empty where they are many."""
    text = f"{float(value):.{MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else ""


def decimal(value: Fraction) -> str:
    size = abs(value)
    if value.denominator == 1:
        return str(value.numerator)
    places = 2 if size >= 10 else 3 if size >= 1 else 4
    return f"{float(value):.{places}f}".rstrip("0").rstrip(".")
