"""What a quantifier or a ratio is said of: kinds of lines and scores are read, what stands beside the comparison is not."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, YES, judged, read_claim, read_tables

from synth.claims.tests import run_test

TABLES = read_tables(
    """Model | SST | MRPC | CoLA
Alpha | 90.1 | 80.2 | 60.3
Borvo | 45.0 | 82.5 | 55.1
Cindex | 85.4 | 79.9 | 50.0""",
    captions=["Accuracy on three tasks."],
)


@pytest.mark.parametrize(
    "beside",
    [
        "when trained on half of the data",
        "when trained on few examples",
        "with double the batch size",
        "with no fine-tuning",
        "with half the parameters",
        "at half the cost",
        "despite having few layers",
        "although no sampling is needed",
        "for all random seeds",
        "in most experiments",
        "in half of the training time",
        "while using twice as many units",
        "even though half of the examples are removed",
        "across all runs",
    ],
)
def test_a_quantifier_or_a_ratio_beside_the_comparison_is_no_part_of_it(beside: str) -> None:
    assert judged("Alpha beats Borvo on SST.", TABLES) == YES
    assert judged(f"Alpha beats Borvo on SST {beside}.", TABLES) == DECLINED
    assert judged(f"{beside.capitalize()}, Alpha beats Borvo on SST.", TABLES) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha beats Cindex on all tasks.", YES),
        ("Alpha beats Borvo on every dataset.", NO),
        ("Alpha beats Borvo on most tasks.", YES),
        ("Borvo beats Alpha on most tasks.", NO),
        ("In all cases, Alpha beats Cindex.", YES),
        ("In most experiments, Alpha beats Borvo.", YES),
        ("No model beats Alpha on SST.", YES),
        ("No model beats Alpha on MRPC.", NO),
        ("Most systems exceed 80 on SST.", YES),
        ("All systems exceed 80 on SST.", NO),
        ("Borvo has half the accuracy of Alpha on SST.", YES),
        ("Cindex has half the accuracy of Alpha on SST.", NO),
        ("Alpha doubles the SST score of Borvo.", YES),
        ("Alpha doubles the MRPC score of Borvo.", NO),
    ],
)
def test_a_quantifier_of_a_kind_and_a_ratio_of_scores_are_read(sentence: str, verdict: str) -> None:
    assert judged(sentence, TABLES) == verdict


def test_what_is_not_counted_is_named() -> None:
    assert "few layers" in read_claim("Alpha beats Borvo on SST despite having few layers.", TABLES).declined


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Cindex matches the accuracy of Alpha on MRPC.", YES),
        ("Cindex matches Alpha on MRPC.", YES),
        ("Alpha matches Cindex on SST.", NO),  # it is ahead of it
        ("Borvo matches the performance of Alpha on SST.", NO),
        ("Alpha matches or exceeds Cindex on SST.", YES),
        ("Borvo matches or exceeds Cindex on SST.", NO),
        ("Alpha matches something on SST.", DECLINED),
        ("Alpha equals Cindex on SST.", NO),
        ("Alpha and Cindex equal Borvo on SST.", NO),
    ],
)
def test_to_match_is_to_be_on_par(sentence: str, verdict: str) -> None:
    assert judged(sentence, TABLES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Cindex nearly doubles Borvo on SST.", YES),  # 1.9
        ("Alpha nearly doubles Borvo on SST.", YES),  # 2.0
        ("Alpha almost doubles Cindex on SST.", NO),
        ("Borvo almost halves the accuracy of Cindex on SST.", YES),  # 0.53
        ("Cindex almost halves the accuracy of Alpha on SST.", NO),
        ("Cindex doubles Borvo on MRPC.", NO),
        ("With nearly double the parameters, Alpha beats Borvo on SST.", DECLINED),
    ],
)
def test_nearly_so_many_times_falls_short_of_it(sentence: str, verdict: str) -> None:
    assert judged(sentence, TABLES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha has the highest SST score and the highest CoLA score.", YES),
        ("Alpha has the highest SST score and the highest MRPC score.", NO),
        ("Alpha has the highest speed and the highest SST score.", DECLINED),
        ("Alpha has the highest SST score and the lowest latency.", DECLINED),
        ("Alpha has the highest μ and the lowest CoLA score.", DECLINED),
    ],
)
def test_a_measure_that_no_label_names_is_not_that_of_the_other_clause(sentence: str, verdict: str) -> None:
    assert judged(sentence, TABLES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha beats Borvo on all tasks except MRPC.", YES),
        ("Except on MRPC, Alpha beats Borvo on all tasks.", YES),
        ("Alpha beats Cindex on all tasks except MRPC.", NO),  # there too
        ("Alpha beats Borvo on all tasks except SST.", NO),
        ("Alpha is the best system on all tasks except MRPC.", YES),
        ("Alpha is the best system on all tasks except CoLA.", NO),
        ("Alpha beats Borvo on all tasks except QQP.", DECLINED),
    ],
)
def test_an_exception_is_tested_too(sentence: str, verdict: str) -> None:
    assert judged(sentence, TABLES) == verdict


def test_an_exception_that_is_not_tested_is_named() -> None:
    assert "(Borvo) is not tested" in read_claim("Alpha beats all other models except Borvo on MRPC.", TABLES).reading


def test_what_speaks_against_a_denial_is_listed_with_its_row() -> None:
    none = run_test(read_claim("No model beats Alpha on any task.", TABLES).test, TABLES.measurements).sentence
    assert "1 of 6 comparisons hold; against it: Borvo / MRPC;" in none
    only = run_test(read_claim("Alpha is the only model that beats Cindex on SST and CoLA.", TABLES).test, TABLES.measurements)
    assert only.judgement == YES
    assert "against" not in only.sentence
    assert "Borvo / SST: 45" in only.sentence


def test_a_number_is_not_set_against_one_beside_an_empty_cell() -> None:
    tables = read_tables(
        """Model | Few > Short | None > Short
Alpha | 63.8 |
Borvo | 68.1 | 68.4""",
        captions=["Accuracy."],
    )
    made = run_test(read_claim("Borvo outperforms Alpha on Short.", tables).test, tables.measurements)
    assert made.judgement == YES
    assert "68.4" not in made.sentence
    assert judged("Alpha outperforms Borvo on Short.", tables) == NO


def test_a_share_of_a_whole_and_a_hedge_are_declined_for_what_they_are() -> None:
    assert "share of a whole" in read_claim("Alpha accounts for 50 % of the errors on SST.", TABLES).declined
    assert "cause" in read_claim("Better tokens account for the SST score of Alpha.", TABLES).declined
    assert "seems to" in read_claim("Alpha seems to outperform Borvo on SST.", TABLES).declined


def test_lowest_on_a_language_may_be_of_systems_or_of_languages() -> None:
    tables = read_tables("Model | en | ur | sw\nAlpha | 80.0 | 66.3 | 70.0\nBorvo | 79.0 | 65.1 | 64.0", captions=["Accuracy."])
    assert judged("Borvo is lowest on ur.", tables) == DECLINED
    assert judged("Borvo has the lowest accuracy on ur.", tables) == YES
    assert judged("Alpha has the lowest accuracy on ur.", tables) == NO
