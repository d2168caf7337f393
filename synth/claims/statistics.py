"""Statistics of tests over seeds and of many comparisons: what repeated measurements allow one to say.

`prediction_interval` says where the next run would fall, `paired_bootstrap` how surely one system is better than another, `holm` what is
left of that when several are tried, `mean_interval_bootstrap` how well a mean is known, `pearson` and `spearman` how two columns go
together, with a range that holds whatever their printed decimals hide.

All are functions of the values alone: their order, the machine and the day change nothing. What is drawn at random is drawn from a
stream of bytes that the values themselves seed [8]_.

What is not done: nothing looks at whether its assumptions hold. The prediction interval takes the runs for independent draws from one
normal distribution; the bootstraps take the values for independent and alike, and see too little spread where the values are few.

References
----------
.. [1] Abramowitz, M., Stegun, I. A. (1964). Handbook of Mathematical Functions. 26.5.8 (continued fraction of the incomplete beta
       function) and 26.7.1 (Student's t).
.. [2] Thompson, I. J., Barnett, A. R. (1986). Coulomb and Bessel functions of complex arguments and order. Journal of Computational
       Physics 64, 490-509. (Lentz's method for continued fractions, made safe.)
.. [3] Hahn, G. J., Meeker, W. Q. (1991). Statistical Intervals: A Guide for Practitioners. Wiley. (Interval for one more observation.)
.. [4] Koehn, P. (2004). Statistical Significance Tests for Machine Translation Evaluation. EMNLP, 388-395.
.. [5] Davison, A. C., Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge University Press. (Chapter 4: one is added
       to both counts, so that no p is zero; chapter 5: percentile intervals.)
.. [6] Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65-70.
.. [7] Kahan, W. (2006). How Futile are Mindless Assessments of Roundoff in Floating-Point Computation? (The angle between two vectors,
       also where it is small.)
.. [8] NIST (2015). FIPS PUB 202: SHA-3 Standard. (SHAKE256, which gives as many bytes as are asked for.)
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import shake_256
from math import asin, atan2, cos, exp, fsum, gcd, hypot, inf, lcm, lgamma, log, log1p, pi, sqrt
from sys import byteorder
from typing import NamedTuple

LEVEL = 0.95  # of an interval, unless another is asked for
DRAWS = 10_000  # resamples of a bootstrap; at p = 0.05 the drawing alone then spreads p by 0.002
MOST_DRAWN = 50_000_000  # values drawn in one call; they take some five seconds
FEWEST_PAIRS = 3  # of a correlation: two points always lie on a line

MOST_FREEDOM = 1e8  # degrees; beyond, what 1 - t²/df loses as a float is more than a relative 1e-9 of the quantile
LARGEST = 1e150  # a value beyond it, squared, is no number any more

_TINY = 1e-300  # stands in place of a zero in a denominator
_EPSILON = 2.0**-52  # how far apart two floats near 1 are
_ROUNDING = 4 * _EPSILON  # share of a value by which its interval is widened for what floats cannot hold
_SLACK = 1e-12  # radians by which an angle is widened for the rounding of its computation
_STEPS = 10_000  # of a continued fraction; it takes 5 to 40
_MANY = 50.0  # from here on the series for a ratio of gamma functions is exact to the last digit, where their logarithms are not

Real = float | Fraction
Range = tuple[float, float]


class StatisticsError(ValueError):
    """These values have no such statistic; the message says why."""


class Ranged(NamedTuple):
    """A statistic of the printed values, and a range that holds it for all values within their intervals."""

    value: float
    low: float
    high: float


# --- Student's t -------------------------------------------------------------------------------------------------


def t_quantile(p: float, df: float) -> float:
    """The value below which Student's t with `df` degrees of freedom lies with probability `p` [1]_, to a relative 1e-9.

    >>> round(t_quantile(0.975, 4), 3)
    2.776
    """
    if not 0 < p < 1:
        raise StatisticsError(f"no quantile at {p}: a probability between 0 and 1 is needed")
    if not 0 < df <= MOST_FREEDOM:
        raise StatisticsError(f"no Student's t with {df} degrees of freedom: more than 0 are needed, and at most {MOST_FREEDOM:g}")
    side = -1.0 if p < 0.5 else 1.0
    tail, centre = min(p, 1 - p), abs(p - 0.5)
    if centre == 0:
        return 0.0
    # What is small is compared, so that no digit is lost to the half that it stands beside.
    if tail < centre:
        return side * _first_that(lambda t: _outside(t, df)[0] <= 2 * tail)
    return side * _first_that(lambda t: _outside(t, df)[1] >= 2 * centre)


def _first_that(holds: Callable[[float], bool]) -> float:
    """The least positive number of which something holds that holds of all above it, by bisection down to neighbouring floats."""
    low, high = 0.0, 1.0
    while not holds(high):
        low, high = high, 2 * high
        if high == inf:
            raise StatisticsError("the quantile is larger than any number that can be written")
    while low < (middle := low + (high - low) / 2) < high:
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _outside(t: float, df: float) -> tuple[float, float]:
    """The probability that Student's t is further from 0 than `t`, and the probability that it is not."""
    a, ratio = df / 2, t / sqrt(df)
    power = a * log1p(ratio * ratio) if ratio < 1 else 2 * a * log(hypot(1.0, ratio))
    front = exp(_log_ratio_of_gammas(a) - power) * (ratio / hypot(1.0, ratio)) / sqrt(pi)
    x = 1 / (1 + ratio * ratio)
    if x < (a + 1) / (a + 2.5):  # where the fraction converges fast
        outside = front * _beta_fraction(a, 0.5, x) / a
        return outside, 1 - outside
    inside = 2 * front * _beta_fraction(0.5, a, ratio * ratio * x)
    return 1 - inside, inside


def _log_ratio_of_gammas(a: float) -> float:
    """The logarithm of Γ(a + 1/2) / Γ(a); for a large `a` by Stirling's series of both, whose large terms are gone."""
    if a < _MANY:
        return lgamma(a + 0.5) - lgamma(a)
    return log(a) / 2 - 1 / (8 * a) + 1 / (192 * a**3) - 1 / (640 * a**5) + 17 / (14336 * a**7)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction in the incomplete beta function [1]_, from its top down [2]_."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _EPSILON:
            return value
    raise StatisticsError(f"the incomplete beta function of {a}, {b} at {x} does not converge")


def _not_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY


# --- runs --------------------------------------------------------------------------------------------------------


def prediction_interval(values: Sequence[Real], level: float = LEVEL) -> Range:
    """Where one more run falls with probability `level`, if all runs are draws from one normal distribution [3]_.

    It is the mean ± t · s · √(1 + 1/n) with the quantile of Student's t for n - 1 degrees of freedom. It holds for one run more, not for
    their mean, and of two runs it is wide: there t is 12.7.

    >>> tuple(round(end, 2) for end in prediction_interval([70.0, 71.0, 72.0]))
    (66.03, 75.97)
    """
    _must_be_level(level)
    numbers = _finite(values)
    n = len(numbers)
    if n < 2:
        raise StatisticsError(f"{_counted(n, 'run')} {'do' if n != 1 else 'does'} not say how far runs lie apart: two or more are needed")
    mean = fsum(numbers) / n
    spread = hypot(*(number - mean for number in numbers)) / sqrt(n - 1)
    half = t_quantile((1 + level) / 2, n - 1) * spread * sqrt(1 + 1 / n)
    return mean - half, mean + half


# --- bootstrap ---------------------------------------------------------------------------------------------------


def paired_bootstrap(differences: Sequence[Real], draws: int = DRAWS) -> float:
    """How often the mean of the differences, drawn anew with replacement, is not above zero: a one-sided p [4]_.

    One is added to both counts [5]_, and p is never below 2^-n: if each difference had fallen to either side by chance, all of them would
    be above zero that often, so that n differences can say no more. A resample whose mean is exactly zero is not above zero; the sums are
    exact. p depends on the differences up to a common positive factor, so percent and shares of 1 give the same.
    """
    numbers, _ = _whole(differences)
    if not numbers:
        raise StatisticsError("there are no differences to draw from")
    not_above = sum(total <= 0 for total in _resampled(numbers, draws))
    return max((1 + not_above) / (1 + draws), 0.5 ** len(numbers))


def mean_interval_bootstrap(values: Sequence[Real], level: float = LEVEL, draws: int = DRAWS) -> Range:
    """Between what the mean of the values, drawn anew with replacement, lies in the share `level` of the draws (percentile interval [5]_).

    Of few values it is too narrow: of ten from a normal distribution, a 95 % interval held the mean in 89 % of 2,000 tries.
    """
    _must_be_level(level)
    numbers, scale = _whole(values)
    n = len(numbers)
    if n < 2:
        raise StatisticsError(f"{_counted(n, 'value')} cannot be drawn anew to see how far means lie apart: two or more are needed")
    totals = sorted(_resampled(numbers, draws))
    beyond = int((1 - level) / 2 * draws)  # totals left out at either end
    return float(totals[beyond] * scale / n), float(totals[draws - 1 - beyond] * scale / n)


def _whole(values: Sequence[Real]) -> tuple[list[int], Fraction]:
    """The values, in order of size, as whole numbers without a common factor, and what one of these is: sums of them are exact.

    A float is taken as it is printed: 0.1 is a tenth.
    """
    _finite(values)
    exact = sorted(value if isinstance(value, Fraction) else Fraction(Decimal(repr(float(value)))) for value in values)
    below = lcm(*(value.denominator for value in exact))
    above = [value.numerator * (below // value.denominator) for value in exact]
    shared = gcd(*above) or 1
    return [number // shared for number in above], Fraction(shared, below)


def _resampled(numbers: list[int], draws: int) -> Iterator[int]:
    """The totals of `draws` resamples, each of as many numbers as there are, seeded by the numbers themselves."""
    n = len(numbers)
    if draws < 1:
        raise StatisticsError(f"{draws} draws: one or more are needed")
    if n * draws > MOST_DRAWN:
        raise StatisticsError(f"{draws} draws of {n} values each are more than {MOST_DRAWN} values: ask for fewer draws")
    seed = shake_256(",".join(map(str, numbers)).encode()).digest(32)
    for draw in range(draws):
        stream = array("I", shake_256(seed + draw.to_bytes(8, "little")).digest(4 * n))
        if byteorder == "big":
            stream.byteswap()
        # The high digits of a number below 2^32 times n: each place is drawn alike but for n parts in 2^32.
        yield sum([numbers[number * n >> 32] for number in stream])


# --- many comparisons --------------------------------------------------------------------------------------------


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values in their order, adjusted for there being several [6]_: those at most 0.05 are significant at 0.05 together.

    No assumption is made on how the comparisons depend on each other.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    for p in p_values:
        if not 0 <= p <= 1:
            raise StatisticsError(f"{p} is no p: it lies between 0 and 1")
    adjusted = [0.0] * len(p_values)
    least = 0.0
    for passed, at in enumerate(sorted(range(len(p_values)), key=lambda at: p_values[at])):
        least = max(least, min(1.0, (len(p_values) - passed) * p_values[at]))
        adjusted[at] = least
    return adjusted


# --- correlation -------------------------------------------------------------------------------------------------

Printed = tuple[Real, Real, Real]  # a value, and the interval it stands for


def pearson(xs: Sequence[Printed], ys: Sequence[Printed]) -> Ranged:
    """Pearson's correlation of the printed values, and a range that holds it for all values within their intervals.

    A correlation is the cosine of the angle between the two columns as vectors, each less its mean. Where every value of a column moves
    within its interval, the column stays within a ball, so its direction turns by no more than the arc sine of radius over length; the
    angle between two columns changes by no more than both turns. The range is sound, and wider than need be: usually no values within the
    intervals reach its ends. It is -1 to 1 where a column might as well be constant.
    """
    _must_pair(xs, ys)
    value = cos(_angle(_centred(_finite([x[0] for x in xs]), "first"), _centred(_finite([y[0] for y in ys]), "second")))
    return _range_around(value, [_between(x) for x in xs], [_between(y) for y in ys])


def spearman(xs: Sequence[Printed], ys: Sequence[Printed]) -> Ranged:
    """Spearman's correlation of the printed values, equal ones sharing their ranks, and a range that holds it as `pearson`'s does.

    The rank of a value lies between the ranks it has if all intervals that meet its own fall on one side of it and on the other: the range
    is that of Pearson's correlation over these intervals of ranks. Where no two intervals of a column meet, it is the value alone.
    """
    _must_pair(xs, ys)
    ranked_x, ranked_y = _ranks([x[0] for x in xs]), _ranks([y[0] for y in ys])
    value = cos(_angle(_centred(ranked_x, "first"), _centred(ranked_y, "second")))
    spans_x, spans_y = _spans_of_ranks([_between(x) for x in xs]), _spans_of_ranks([_between(y) for y in ys])
    if all(low == high for low, high in (*spans_x, *spans_y)):
        return Ranged(value, value, value)
    return _range_around(value, spans_x, spans_y)


def _must_pair(xs: Sequence[Printed], ys: Sequence[Printed]) -> None:
    if len(xs) != len(ys):
        raise StatisticsError(f"{_counted(len(xs), 'value')} and {len(ys)} do not pair: as many of one as of the other are needed")
    if len(xs) < FEWEST_PAIRS:
        raise StatisticsError(f"{_counted(len(xs), 'pair')} cannot show how two columns go together: {FEWEST_PAIRS} or more are needed")


def _between(printed: Printed) -> Range:
    value, low, high = _finite(printed)
    if not low <= value <= high:
        raise StatisticsError(f"{value} does not lie between {low} and {high}, its own interval")
    return low, high


def _centred(numbers: list[float], which: str) -> list[float]:
    """The numbers less their mean, as a vector of length 1."""
    if len(set(numbers)) == 1:
        raise StatisticsError(f"the {which} values are all equal: they go together with nothing")
    mean = fsum(numbers) / len(numbers)
    length = hypot(*(number - mean for number in numbers))
    return [(number - mean) / length for number in numbers]


def _angle(one: list[float], other: list[float]) -> float:
    """The angle between two vectors of length 1 [7]_."""
    apart = hypot(*(a - b for a, b in zip(one, other, strict=True)))
    return 2 * atan2(apart, hypot(*(a + b for a, b in zip(one, other, strict=True))))


def _range_around(value: float, xs: Sequence[Range], ys: Sequence[Range]) -> Ranged:
    middles, turns = [], [_SLACK]
    for which, intervals in (("first", xs), ("second", ys)):
        middle = [low + (high - low) / 2 for low, high in intervals]
        mean = fsum(middle) / len(middle)
        length = hypot(*(number - mean for number in middle))
        radius = hypot(*((high - low) / 2 + _ROUNDING * max(abs(low), abs(high)) for low, high in intervals))
        if radius >= length:
            return Ranged(value, -1.0, 1.0)
        middles.append(_centred(middle, which))
        turns.append(asin(radius / length))
    angle, turn = _angle(*middles), sum(turns)
    return Ranged(value, cos(min(pi, angle + turn)), cos(max(0.0, angle - turn)))


def _ranks(values: Sequence[Real]) -> list[float]:
    """The rank of each value from 1 up; equal values share the mean of theirs."""
    return [(sum(other < value for other in values) + sum(other <= value for other in values) + 1) / 2 for value in values]


def _spans_of_ranks(intervals: Sequence[Range]) -> list[Range]:
    """The lowest and the highest rank that each value may have."""
    n = len(intervals)
    return [
        (1.0 + sum(other[1] < one[0] for other in intervals), float(n - sum(other[0] > one[1] for other in intervals))) for one in intervals
    ]


# --- what is asked of values -------------------------------------------------------------------------------------


def _finite(values: Sequence[Real]) -> list[float]:
    if not all(-LARGEST <= value <= LARGEST for value in values):  # which a NaN is not either
        raise StatisticsError(f"one of the values is no number, or beyond ±{LARGEST:g}")
    return [float(value) for value in values]


def _must_be_level(level: float) -> None:
    if not 0 < level < 1:
        raise StatisticsError(f"no interval at the level {level}: a probability between 0 and 1 is needed")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
