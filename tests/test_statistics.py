"""Statistics of tests: textbook values, and the laws that hold for all values."""

from __future__ import annotations

import doctest
import random
from fractions import Fraction
from math import atan, cos, isclose, pi, sin, sqrt, tan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.claims import statistics
from synth.claims.statistics import (
    MOST_DRAWN,
    StatisticsError,
    holm,
    mean_interval_bootstrap,
    paired_bootstrap,
    pearson,
    prediction_interval,
    spearman,
    t_quantile,
)

scores = st.integers(-1000, 1000).map(lambda tenths: tenths / 10)
columns = st.lists(st.tuples(scores, scores), min_size=4, max_size=12).filter(
    lambda rows: len({x for x, _ in rows}) > 1 and len({y for _, y in rows}) > 1
)


def test_the_examples_of_the_docstrings_hold() -> None:
    tried = doctest.testmod(statistics)
    assert tried.attempted >= 3
    assert tried.failed == 0


# --- Student's t ---

# Two-sided 90, 95 and 99 % points of tables of Student's t, with the three decimals that they print.
TABLE = {
    1: ("6.314", "12.706", "63.657"),
    2: ("2.920", "4.303", "9.925"),
    3: ("2.353", "3.182", "5.841"),
    4: ("2.132", "2.776", "4.604"),
    5: ("2.015", "2.571", "4.032"),
    6: ("1.943", "2.447", "3.707"),
    7: ("1.895", "2.365", "3.499"),
    8: ("1.860", "2.306", "3.355"),
    9: ("1.833", "2.262", "3.250"),
    10: ("1.812", "2.228", "3.169"),
    12: ("1.782", "2.179", "3.055"),
    15: ("1.753", "2.131", "2.947"),
    20: ("1.725", "2.086", "2.845"),
    24: ("1.711", "2.064", "2.797"),
    30: ("1.697", "2.042", "2.750"),
    40: ("1.684", "2.021", "2.704"),
    60: ("1.671", "2.000", "2.660"),
    120: ("1.658", "1.980", "2.617"),
}


@pytest.mark.parametrize("df", TABLE)
def test_quantiles_are_those_of_the_tables(df: int) -> None:
    assert tuple(f"{t_quantile(p, df):.3f}" for p in (0.95, 0.975, 0.995)) == TABLE[df]


@given(st.floats(0.001, 0.999))
def test_with_one_and_two_degrees_the_quantile_is_the_closed_form(p: float) -> None:
    assert isclose(t_quantile(p, 1), tan(pi * (p - 0.5)), rel_tol=1e-9, abs_tol=1e-12)
    assert isclose(t_quantile(p, 2), (2 * p - 1) / sqrt(2 * p * (1 - p)), rel_tol=1e-9, abs_tol=1e-12)


def inside(t: float, df: int) -> float:
    """The probability that t is no further from 0, by the finite series in sines and cosines for whole degrees of freedom."""
    angle, odd = atan(t / sqrt(df)), df % 2
    term, total = (cos(angle), 0.0) if odd else (1.0, 0.0)
    for k in range(odd, df - 1, 2):
        total += term
        term *= cos(angle) ** 2 * (k + 1) / (k + 2)
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


@given(st.integers(1, 3000), st.floats(0.51, 0.9999))
def test_the_quantile_has_its_probability_below_it(df: int, p: float) -> None:
    assert isclose((1 + inside(t_quantile(p, df), df)) / 2, p, rel_tol=1e-10)


@given(st.floats(0.001, 0.499), st.floats(0.5, 1000))
def test_the_quantile_is_symmetric_and_falls_with_the_degrees(tail: float, df: float) -> None:
    assert isclose(t_quantile(tail, df), -t_quantile(1 - tail, df), rel_tol=1e-9)
    assert t_quantile(tail, df) < t_quantile(tail, df + 1) < 0
    assert t_quantile(0.5, df) == 0


def test_with_many_degrees_it_is_the_normal_quantile() -> None:
    z = 1.959963984540054
    assert isclose(t_quantile(0.975, 1e6), z + (z**3 + z) / 4e6, rel_tol=1e-10)
    assert isclose(t_quantile(0.975, 1e8), z + (z**3 + z) / 4e8, rel_tol=1e-9)


@pytest.mark.parametrize(("p", "df"), [(0, 3), (1, 3), (1.5, 3), (float("nan"), 3), (0.9, 0), (0.9, -1), (0.9, float("inf")), (0.9, 1e9)])
def test_there_is_no_quantile_of_nothing(p: float, df: float) -> None:
    with pytest.raises(StatisticsError, match=r"needed"):
        t_quantile(p, df)


# --- one more run ---


def test_a_prediction_interval_by_hand() -> None:
    low, high = prediction_interval([70.0, 71.0, 72.0])  # mean 71, s = 1, t = 4.302653 for two degrees
    assert isclose(low, 71 - 4.302652729911275 * sqrt(4 / 3), rel_tol=1e-9)
    assert isclose(high, 71 + 4.302652729911275 * sqrt(4 / 3), rel_tol=1e-9)


def test_runs_that_agree_leave_no_room() -> None:
    assert prediction_interval([70.5, 70.5]) == (70.5, 70.5)


@pytest.mark.parametrize("values", [[], [70.5]])
def test_one_run_does_not_say_how_far_runs_lie_apart(values: list[float]) -> None:
    with pytest.raises(StatisticsError, match=r"two or more are needed"):
        prediction_interval(values)


@given(st.lists(scores, min_size=2, max_size=10), st.randoms(use_true_random=False), st.floats(-50, 50))
def test_a_prediction_interval_moves_with_its_runs_and_not_with_their_order(values: list[float], luck: random.Random, by: float) -> None:
    shuffled = luck.sample(values, len(values))
    low, high = prediction_interval(values)
    assert prediction_interval(shuffled) == (low, high)
    assert low <= sum(values) / len(values) + 1e-9
    moved = prediction_interval([value + by for value in values])
    assert isclose(moved[0], low + by, abs_tol=1e-6)
    assert isclose(moved[1], high + by, abs_tol=1e-6)
    assert prediction_interval(values, 0.99)[0] <= low <= high <= prediction_interval(values, 0.99)[1]


def test_nineteen_of_twenty_further_runs_fall_into_it() -> None:
    luck = random.Random(13)
    fallen = 0
    for _ in range(1000):
        *runs, further = (luck.gauss(70, 2) for _ in range(4))
        low, high = prediction_interval(runs)
        fallen += low <= further <= high
    assert 930 <= fallen <= 970  # 950 ± three standard deviations of 7


# --- bootstrap ---


def test_differences_that_cancel_show_nothing() -> None:
    assert 0.4 < paired_bootstrap([0.3, -0.3, 0.5, -0.5, 0.1, -0.1]) < 0.7


def test_differences_that_are_all_zero_are_not_above_zero() -> None:
    assert paired_bootstrap([0.0, 0.0, 0.0]) == 1


def test_tenths_that_sum_to_zero_are_not_above_zero() -> None:
    """0.1 + 0.2 - 0.3 is above zero in floats; as printed it is not."""
    tenths = [0.1, 0.2, -0.3]
    assert (
        paired_bootstrap(tenths)
        == paired_bootstrap([1.0, 2.0, -3.0])
        == paired_bootstrap([Fraction(1, 10), Fraction(1, 5), Fraction(-3, 10)])
    )


def test_few_differences_say_little_however_large_they_are() -> None:
    assert paired_bootstrap([10.0, 20.0]) == 0.25
    assert paired_bootstrap([10.0] * 5) == 1 / 32


def test_many_differences_above_zero_are_no_chance() -> None:
    assert paired_bootstrap([0.5, 1.0, 1.5, 0.8] * 10) == 1 / 10_001


def test_two_values_of_known_chances() -> None:
    """Of resamples of (3, -1) a quarter is twice -1; the mean of the others is above zero."""
    assert paired_bootstrap([3.0, -1.0]) == pytest.approx(0.25, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(st.lists(scores, min_size=1, max_size=10), st.randoms(use_true_random=False), st.integers(1, 100))
def test_a_bootstrap_depends_neither_on_order_nor_on_unit(values: list[float], luck: random.Random, times: int) -> None:
    p = paired_bootstrap(values, 500)
    assert 0 < p <= 1
    assert paired_bootstrap(luck.sample(values, len(values)), 500) == p
    assert paired_bootstrap([Fraction(str(value)) * times for value in values], 500) == p


@settings(max_examples=30, deadline=None)
@given(st.lists(scores, min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_the_interval_of_a_mean_lies_among_its_values(values: list[float], luck: random.Random) -> None:
    low, high = mean_interval_bootstrap(values, draws=500)
    assert min(values) <= low <= high <= max(values)
    assert mean_interval_bootstrap(luck.sample(values, len(values)), draws=500) == (low, high)
    wide = mean_interval_bootstrap(values, level=0.99, draws=500)
    assert wide[0] <= low <= high <= wide[1]


def test_the_interval_of_a_mean_is_about_two_standard_errors_wide() -> None:
    values = [float(number) for number in range(100)]  # standard error 2.89
    low, high = mean_interval_bootstrap(values)
    assert low == pytest.approx(49.5 - 1.96 * 2.887, abs=0.3)
    assert high == pytest.approx(49.5 + 1.96 * 2.887, abs=0.3)


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(StatisticsError, match=r"no differences"):
        paired_bootstrap([])
    with pytest.raises(StatisticsError, match=r"two or more are needed"):
        mean_interval_bootstrap([1.0])
    with pytest.raises(StatisticsError, match=r"fewer draws"):
        paired_bootstrap([1.0] * 1000, MOST_DRAWN)
    with pytest.raises(StatisticsError, match=r"one or more are needed"):
        paired_bootstrap([1.0], 0)
    with pytest.raises(StatisticsError, match=r"is no number"):
        paired_bootstrap([1.0, float("nan")])
    with pytest.raises(StatisticsError, match=r"beyond"):
        prediction_interval([1.0, Fraction(10) ** 400])


# --- many comparisons ---


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_one_comparison_needs_no_correction() -> None:
    assert holm([0.04]) == [0.04]
    assert holm([]) == []


def test_what_is_no_p_is_refused() -> None:
    with pytest.raises(StatisticsError, match=r"no p"):
        holm([0.5, float("nan")])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_holm_keeps_the_order_and_never_lowers_a_p(p_values: list[float], luck: random.Random) -> None:
    adjusted = holm(p_values)
    many = len(p_values)
    pairs = sorted(zip(p_values, adjusted, strict=True))
    assert [after for _, after in pairs] == sorted(adjusted)
    assert all(after >= p for p, after in pairs)
    assert pairs[0][1] == min(1, many * pairs[0][0])
    places = luck.sample(range(many), many)
    assert holm([p_values[place] for place in places]) == [adjusted[place] for place in places]


# --- correlation ---


def printed(numbers: list[float], half: float = 0.05) -> list[tuple[float, float, float]]:
    return [(number, number - half, number + half) for number in numbers]


def test_a_correlation_by_hand() -> None:
    xs, ys = [1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 4.0, 3.0, 5.0]
    assert pearson(printed(xs, 0), printed(ys, 0)).value == pytest.approx(0.8)
    assert spearman(printed(xs, 0), printed(ys, 0)).value == pytest.approx(0.8)


def test_a_line_is_a_correlation_of_one_and_a_curve_one_of_ranks() -> None:
    xs = [1.0, 2.0, 3.0, 4.0]
    assert pearson(printed(xs), printed([2 * x + 1 for x in xs])).value == 1
    assert pearson(printed(xs), printed([-x for x in xs])).value == -1
    assert pearson(printed(xs), printed([x**5 for x in xs])).value < 0.95
    assert spearman(printed(xs), printed([x**5 for x in xs])) == (1, 1, 1)


def test_equal_values_share_their_rank() -> None:
    xs, ys = [1.0, 2.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0]  # ranks 1, 2.5, 2.5, 4: 4.5 / √(4.5 · 5)
    assert spearman(printed(xs, 0), printed(ys, 0)).value == pytest.approx(4.5 / sqrt(22.5))


def test_more_decimals_give_a_narrower_range() -> None:
    xs, ys = [83.1, 79.2, 80.4, 75.3, 60.1], [63.1, 59.2, 61.4, 57.3, 50.1]
    wide, narrow = pearson(printed(xs), printed(ys)), pearson(printed(xs, 0.005), printed(ys, 0.005))
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high
    assert wide.high - wide.low < 0.02


def test_where_a_column_may_be_constant_anything_goes() -> None:
    assert pearson(printed([1.0, 2.0, 3.0], 5), printed([1.0, 2.0, 4.0]))[1:] == (-1, 1)
    assert spearman(printed([1.0, 2.0, 3.0], 5), printed([1.0, 2.0, 4.0]))[1:] == (-1, 1)


def test_what_has_no_correlation_is_said() -> None:
    line = printed([1.0, 2.0, 3.0])
    with pytest.raises(StatisticsError, match=r"all equal"):
        pearson(line, printed([4.0, 4.0, 4.0]))
    with pytest.raises(StatisticsError, match=r"3 or more are needed"):
        pearson(line[:2], line[:2])
    with pytest.raises(StatisticsError, match=r"do not pair"):
        spearman(line, line[:2])
    with pytest.raises(StatisticsError, match=r"its own interval"):
        pearson([(1.0, 2.0, 3.0), *line[1:]], line)


@settings(deadline=None)
@given(columns, st.floats(0, 20), st.randoms(use_true_random=False))
def test_no_values_within_the_intervals_leave_the_range(rows: list[tuple[float, float]], half: float, luck: random.Random) -> None:
    xs, ys = printed([x for x, _ in rows], half), printed([y for _, y in rows], half)
    for correlation in (pearson, spearman):
        value, low, high = correlation(xs, ys)
        assert -1 <= low <= value + 1e-9
        assert value - 1e-9 <= high <= 1
        for _ in range(20):
            at = [[(luck.choice([low, high, luck.uniform(low, high)]),) * 3 for _, low, high in column] for column in (xs, ys)]
            if all(len(set(column)) > 1 for column in at):
                assert low - 1e-9 <= correlation(at[0], at[1]).value <= high + 1e-9  # type: ignore[arg-type]


@given(columns, st.floats(0, 5), st.randoms(use_true_random=False))
def test_a_correlation_knows_neither_order_nor_sides_nor_units(rows: list[tuple[float, float]], half: float, luck: random.Random) -> None:
    xs, ys = printed([x for x, _ in rows], half), printed([y for _, y in rows], half)
    places = luck.sample(range(len(rows)), len(rows))
    for correlation in (pearson, spearman):
        first = correlation(xs, ys)
        assert correlation([xs[at] for at in places], [ys[at] for at in places]) == pytest.approx(first, abs=1e-9)
        assert correlation(ys, xs) == pytest.approx(first, abs=1e-9)
        turned = correlation([(-value, -high, -low) for value, low, high in xs], ys)
        assert turned == pytest.approx((-first.value, -first.high, -first.low), abs=1e-9)
