"""Numbers as intervals: when two are equal, when one is above the other, and what sums of them allow, at the borders of their decimals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from synth.claims.amounts import (
    Amount,
    Truth,
    compare,
    denied,
    direction,
    figure,
    joined,
    less,
    mean_of,
    minus,
    over,
    plus,
    shown,
    times,
)
from synth.claims.selecting import NothingThereError

HALF = Fraction(1, 2)


def printed(text: str, kind: str = "absolute", row: int = 0) -> Amount:
    """A cell as it is printed."""
    decimals = len(text.partition(".")[2])
    value, half = Fraction(text), HALF / 10**decimals
    return Amount(value, value - half, value + half, frozenset([row]), kind, printed=True)


def sampled(value: str, low: str, high: str) -> Amount:
    """A number measured with several seeds."""
    return Amount(Fraction(value), Fraction(low), Fraction(high), frozenset([9]), "absolute", sampled=True)


def holds(sign: str, one: Amount, other: Amount) -> bool | None:
    return compare(sign, one, other).holds


# --- equal -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "cell", "same"),
    [
        ("8.2", "8.2", True),
        ("8.2", "8.3", False),
        ("8.2", "8.25", True),  # 8.25 is rounded to either
        ("8.3", "8.25", True),
        ("8.2", "8.251", False),
        ("8.3", "8.249", False),
        ("8.20", "8.2", True),
        ("8.24", "8.2", True),
        ("8.26", "8.2", False),
        ("8", "8.4", True),
        ("8", "8.5", True),
        ("8", "8.51", False),
        ("-8.2", "8.2", False),
        ("0", "0.0", True),
        ("0", "-0.4", True),
    ],
)
def test_what_is_printed_is_equal_where_the_coarser_rounds_the_finer(said: str, cell: str, same: bool) -> None:
    assert holds("==", printed(cell), figure(said)) is same
    assert holds("==", figure(said), printed(cell)) is same
    assert holds("!=", printed(cell), figure(said)) is not same


@pytest.mark.parametrize(
    ("one", "other", "said", "same", "near"),
    [
        ("90.2", "82.0", "8.2", True, False),
        ("90.2", "82.0", "8.3", True, True),  # 90.24 - 81.96 would be
        ("90.2", "82.0", "8.1", True, True),
        ("90.2", "82.0", "8.4", False, False),
        ("90.2", "82.0", "8.0", False, False),
        ("90", "82", "9", True, True),
        ("90", "82", "8.5", True, True),
        ("90", "82", "9.6", False, False),
        ("90.25", "82.00", "8.2", True, False),
        ("90.25", "82.00", "8.3", True, False),
        ("90.26", "82.00", "8.2", True, True),
    ],
)
def test_a_difference_agrees_where_intervals_meet_and_nearly_where_it_is_not_rounded_so(
    one: str, other: str, said: str, same: bool, near: bool
) -> None:
    found = compare("==", less(printed(one), printed(other, row=1)), figure(said))
    assert (found.holds, found.near) == (same, near)


def test_what_other_seeds_may_give_is_not_near_but_is() -> None:
    found = compare("==", sampled("8.2", "7.9", "8.5"), figure("8.4"))
    assert (found.holds, found.near) == (True, False)
    assert holds("==", sampled("8.2", "7.9", "8.5"), figure("8.6")) is False


def test_what_is_reckoned_is_not_held_to_be_printed() -> None:
    difference = less(printed("90.2"), printed("82.0", row=1))
    assert holds("==", difference, printed("8.3", "change", 2)) is True
    assert holds("==", printed("8.2"), printed("8.3", row=2)) is False


def test_a_count_that_cannot_be_told_equals_nothing_within_reach() -> None:
    count = Amount(Fraction(2), Fraction(2), Fraction(4), open=True)
    assert holds("==", count, figure("3")) is None
    assert holds("!=", count, figure("3")) is None
    assert holds("==", count, figure("7")) is False


# --- above -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "above"),
    [
        ("8.3", "8.2", True),  # both end at 8.25, which neither needs to be
        ("8.2", "8.3", False),
        ("8.2", "8.2", False),
        ("8.25", "8.2", None),
        ("8.2", "8.25", None),
        ("8.26", "8.2", True),
        ("8.14", "8.2", False),
        ("8", "7.6", None),
        ("8", "7.4", True),
        ("8", "8.4", None),
        ("-8.2", "8.2", False),
    ],
)
def test_one_cell_is_above_another_where_no_decimals_could_turn_it(one: str, other: str, above: bool | None) -> None:
    assert holds(">", printed(one), printed(other, row=1)) is above
    assert holds("<", printed(other, row=1), printed(one)) is holds(">", printed(one), printed(other, row=1))


@pytest.mark.parametrize(
    ("cell", "said", "above", "at_least"),
    [
        ("90.1", "90", True, True),
        ("90.0", "90", False, True),
        ("89.9", "90", False, False),
        ("90.04", "90", True, True),
        ("90", "90.2", None, None),
    ],
)
def test_a_bound_is_the_figure_itself(cell: str, said: str, above: bool | None, at_least: bool | None) -> None:
    assert holds(">", printed(cell), figure(said)) is above
    assert holds(">=", printed(cell), figure(said)) is at_least


def test_two_cells_that_print_alike_are_a_tie() -> None:
    found = compare(">", printed("8.2"), printed("8.2", row=1))
    assert (found.holds, found.tie) == (False, True)
    assert holds(">=", printed("8.2"), printed("8.2", row=1)) is True


def test_changes_and_scores_are_not_held_against_each_other() -> None:
    for sign in ("==", "!=", ">", "<", ">=", "<="):
        assert holds(sign, printed("1.0", "change"), printed("80.0", row=1)) is None
    with pytest.raises(NothingThereError):
        less(printed("80.0"), printed("1.0", "change", 1))
    assert plus(printed("80.0"), printed("1.0", "change", 1)).kind == "absolute"


texts = st.builds(lambda whole, decimals: f"{whole / 10**decimals:.{decimals}f}", st.integers(-(10**4), 10**4), st.integers(0, 3))
within = st.fractions(0, 1)


@given(texts, texts, within, within)
def test_above_is_true_of_every_number_that_the_decimals_allow(one: str, other: str, here: Fraction, there: Fraction) -> None:
    left, right = printed(one), printed(other, row=1)
    assume(left.interval != right.interval)
    some = left.low + (left.high - left.low) * here
    more = right.low + (right.high - right.low) * there
    assume(some != more)
    found = holds(">", left, right)
    assert found is None or found is (some > more)


@given(texts, texts)
def test_equal_and_above_agree_whichever_way_they_are_asked(one: str, other: str) -> None:
    left, right = printed(one), printed(other, row=1)
    assert holds("==", left, right) is holds("==", right, left)
    assert holds(">", left, right) is holds("<", right, left)
    assert holds(">=", left, right) is holds("<=", right, left)
    if holds(">", left, right):
        assert holds(">", right, left) is False
        assert holds(">", minus(right), minus(left)) is True


@given(texts, texts, texts)
def test_what_is_added_to_both_sides_turns_no_comparison(one: str, other: str, more: str) -> None:
    both = figure(more)
    left, right = (plus(printed(text, "", row), both) for row, text in enumerate((one, other)))
    asked = holds(">", printed(one), printed(other, row=1))
    assert holds(">", left, right) in (asked, None)


# --- sums and units ----------------------------------------------------------------------------------------------


@given(st.lists(texts, min_size=1, max_size=12), st.data())
def test_a_sum_and_a_mean_hold_every_number_that_the_cells_allow(cells: list[str], data: st.DataObject) -> None:
    amounts = [printed(text, row=at) for at, text in enumerate(cells)]
    some = [one.low + (one.high - one.low) * data.draw(within) for one in amounts]
    total = amounts[0]
    for one in amounts[1:]:
        total = plus(total, one)
    middle = mean_of(amounts)
    assert total.low <= sum(some) <= total.high
    assert middle.low <= sum(some) / len(some) <= middle.high
    assert total.high - total.low == sum(one.high - one.low for one in amounts)
    assert total.rows == middle.rows == frozenset(range(len(cells)))


@given(texts, texts, within, within)
def test_a_product_and_a_quotient_hold_every_number_that_the_cells_allow(one: str, other: str, here: Fraction, there: Fraction) -> None:
    left, right = printed(one), printed(other, row=1)
    some, more = left.low + (left.high - left.low) * here, right.low + (right.high - right.low) * there
    product = times(left, right)
    assert product.low <= some * more <= product.high
    if right.low <= 0 <= right.high:
        with pytest.raises(NothingThereError):
            over(left, right)
    else:
        quotient = over(left, right)
        assert quotient.low <= some / more <= quotient.high


@pytest.mark.parametrize(("text", "unit", "low", "high"), [("41.2", "1000", 41150, 41250), ("1", "-2", -3, -1)])
def test_a_figure_in_another_unit_keeps_its_decimals(text: str, unit: str, low: int, high: int) -> None:
    found = times(figure(text), figure(unit))
    assert (found.low, found.high, found.printed) == (low, high, True)


def test_a_figure_that_a_cell_is_multiplied_by_is_itself() -> None:
    share = times(printed("0.91"), figure("100"))
    assert (share.low, share.high) == (Fraction("90.5"), Fraction("91.5"))
    assert over(printed("91.0"), figure("100")).high == Fraction("0.9105")


def test_a_difference_of_seeds_is_seed_by_seed() -> None:
    one = Amount(Fraction(3), Fraction(2), Fraction(4), seeds=((1, Fraction(2)), (2, Fraction(4))))
    other = Amount(Fraction(1), Fraction(0), Fraction(2), seeds=((2, Fraction(1)), (3, Fraction(5))))
    assert less(one, other).seeds == ((2, Fraction(3)),)


def test_one_cell_is_its_own_mean_and_keeps_that_it_is_printed() -> None:
    assert mean_of([printed("8.2")]).printed
    assert not mean_of([printed("8.2"), printed("8.4", row=1)]).printed


# --- yes and no --------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=5))
def test_and_and_or_are_decided_by_one_that_decides(parts: list[bool | None]) -> None:
    truths = [Truth(part, "why" if part is None else "") for part in parts]
    assert joined("and", truths).holds is (False if False in parts else None if None in parts else True)
    assert joined("or", truths).holds is (True if True in parts else None if None in parts else False)
    turned = joined("or", [denied(truth) for truth in truths])
    assert denied(joined("and", truths)).holds is turned.holds


def test_what_holds_only_nearly_makes_the_whole_hold_only_nearly() -> None:
    assert joined("and", [Truth(True), Truth(True, near=True)]).near
    assert not joined("and", [Truth(False), Truth(True, near=True)]).near
    assert not denied(Truth(True, near=True)).near


# --- which way is better, and how it is shown --------------------------------------------------------------------


def test_which_way_is_better_is_said_by_the_labels_unless_the_test_says_it() -> None:
    errors = printed("8.2")._replace(labels=("", "WER"))
    assert direction(errors) == "lower"
    assert direction(printed("8.2")._replace(labels=("", "F1"))) == "higher"
    assert direction(printed("8.2")._replace(labels=("", "Quux"))) == "higher"
    assert direction(printed("8.2")._replace(labels=("", "Quux")), lower=("quux",)) == "lower"
    assert direction(errors, neither=("wer",)) == ""
    assert direction(printed("8.2")._replace(labels=("", "#docs"))) == ""


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (printed("8.2"), "8.2 (8.15 to 8.25)"),
        (Amount(Fraction(7), Fraction(7), Fraction(7)), "7"),
        (Amount(Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)), "0.3333"),
        (Amount(Fraction(100, 3), Fraction(33), Fraction(34)), "33.33 (33 to 34)"),
    ],
)
def test_a_number_is_shown_with_its_interval(amount: Amount, text: str) -> None:
    assert shown(amount) == text


def test_of_two_readings_the_one_that_fits_decides() -> None:
    fits, nearly = Truth(True), Truth(True, near=True)
    assert not joined("or", [nearly, fits]).near
    assert joined("and", [nearly, fits]).near
    assert joined("or", [nearly, nearly]).near
