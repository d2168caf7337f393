"""What the rules promise that compare: what they read, what the table says, and how much of what is named must hold."""

from __future__ import annotations

import pytest
from typed_claims import CHANGES, DECLINED, LENGTHS, NO, SCORES, SHARES, SPEEDS, YES, judged, read_tables

# --- comparisons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha outperforms Borvo on SST.", YES),
        ("Alpha outperforms Damas on SST.", NO),
        ("Alpha is outperformed by Damas on SST.", YES),
        ("Alpha is outperformed by Borvo on SST.", NO),
        ("Alpha scores higher than Borvo on SST.", YES),
        ("Alpha scores lower than Borvo on SST.", NO),
        ("Alpha scores the same as Borvo on SST.", NO),
        ("Alpha is comparable to Borvo on SST.", "not checkable"),
        ("Alpha outperforms Borvo on SST and Damas on CoLA.", DECLINED),
        ("Alpha does not outperform Borvo on SST.", NO),
        ("Alpha does not outperform Borvo on MRPC.", YES),
        ("Alpha outperforms Borvo and Cindex on SST.", YES),
        ("Alpha and Borvo outperform Cindex on SST.", YES),
        ("Both Alpha and Borvo outperform Damas on SST.", NO),
        ("Alpha is better than all other models on CoLA.", YES),
        ("Alpha is better than all other models on SST.", NO),
        ("No model outperforms Alpha on CoLA.", YES),
        ("No model outperforms Alpha on SST.", NO),
        ("Neither Borvo nor Cindex outperforms Alpha on SST.", YES),
        ("Neither Borvo nor Damas outperforms Alpha on SST.", NO),
        ("Alpha beats all models but Damas on SST.", YES),
        ("Alpha beats all models except Borvo on SST.", NO),
        ("Alpha is higher than Borvo.", DECLINED),
        ("The gap between Alpha and Borvo is larger than that between Cindex and Damas on SST.", DECLINED),
    ],
)
def test_a_comparison_is_of_what_stands_before_with_what_stands_after(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Uppland is longer than Skaraborg.", YES),
        ("Skaraborg is longer than Uppland.", NO),
        ("Skaraborg is shorter than Dalarna.", YES),
        ("Uppland is older than Skaraborg.", DECLINED),
        ("Uppland is larger than Skaraborg.", DECLINED),
    ],
)
def test_an_adjective_of_one_measure_speaks_of_that_measure(sentence: str, verdict: str) -> None:
    assert judged(sentence, LENGTHS) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha is faster than Borvo.", YES),
        ("Borvo is faster than Alpha.", NO),
        ("Borvo is slower than Cindex.", YES),
        ("Alpha outperforms Borvo in accuracy.", NO),
        ("Borvo is the slowest in latency.", YES),
        ("Alpha is the fastest in latency.", YES),
        ("Cindex is the fastest in latency.", NO),
    ],
)
def test_less_time_is_faster(sentence: str, verdict: str) -> None:
    assert judged(sentence, SPEEDS) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Recall is lower than precision for Alpha.", YES),
        ("Recall is lower than precision for Borvo.", NO),
        ("Alpha has higher precision than recall.", YES),
        ("Borvo has higher precision than recall.", NO),
    ],
)
def test_columns_are_compared_as_rows_are(sentence: str, verdict: str) -> None:
    assert judged(sentence, SHARES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("CCG hurts every task.", YES),
        ("MNLI hurts every task.", NO),
        ("SQuAD improves every task.", YES),
        ("MNLI improves every task.", NO),
        ("MNLI improves XNLI.", NO),
        ("MNLI hurts XNLI.", YES),
        ("MNLI does not help on XNLI.", YES),
        ("MNLI does not help on MLQA.", NO),
        ("CCG gives no benefit.", YES),
        ("SQuAD gives no benefit.", NO),
    ],
)
def test_a_change_is_above_zero_or_below(sentence: str, verdict: str) -> None:
    assert judged(sentence, CHANGES) == verdict


# --- how many ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha outperforms Borvo on all tasks.", NO),
        ("Alpha outperforms Cindex on all tasks.", YES),
        ("Alpha outperforms Borvo on any task.", NO),
        ("Alpha outperforms Borvo on most tasks.", YES),
        ("Borvo outperforms Alpha on most tasks.", NO),
        ("Alpha outperforms Borvo on many tasks.", YES),
        ("Alpha outperforms Borvo on some tasks.", YES),
        ("Cindex outperforms Alpha on some tasks.", NO),
        ("Borvo outperforms Alpha on few tasks.", YES),
        ("Alpha outperforms Borvo on few tasks.", NO),
        ("Alpha outperforms Borvo on almost all tasks.", NO),
        ("Alpha consistently outperforms Borvo.", NO),
        ("Alpha consistently outperforms Cindex.", YES),
        ("Alpha outperforms Borvo on none of the tasks.", NO),
        ("Cindex outperforms Alpha on none of the tasks.", YES),
        ("Cindex never outperforms Alpha.", YES),
        ("Borvo never outperforms Alpha.", NO),
        ("Alpha does not outperform Borvo on all tasks.", YES),
        ("Alpha does not outperform Cindex on all tasks.", NO),
        ("Alpha does not outperform Borvo on any task.", NO),
        ("Cindex does not outperform Alpha on any task.", YES),
        ("Alpha outperforms Borvo on two of the three tasks.", YES),
        ("Alpha outperforms Borvo on 2 of 3 tasks.", YES),
        ("Alpha outperforms Borvo on 2 out of 3 tasks.", YES),
        ("Alpha outperforms Borvo on one of the three tasks.", NO),
        ("Alpha outperforms Borvo on two of the four tasks.", NO),
        ("Alpha outperforms Borvo on at least one of the three tasks.", YES),
        ("Alpha outperforms Borvo on more than two of the three tasks.", NO),
        ("Alpha outperforms Borvo on all but one task.", YES),
        ("Alpha outperforms Borvo on all but two tasks.", NO),
        ("Alpha does not outperform Borvo on two of the three tasks.", DECLINED),
        ("Alpha outperforms Cindex.", YES),
        ("Cindex outperforms Alpha.", NO),
        ("Alpha outperforms Borvo.", "not checkable"),
    ],
)
def test_how_many_must_hold_is_what_the_sentence_says(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Elbrus outperforms Alpha, Borvo, Cindex and Damas on SST.", NO),
        ("Elbrus outperforms Alpha, Borvo and Cindex on SST.", YES),
        ("Alpha, Borvo, Cindex and Damas are behind Elbrus on SST.", NO),
        ("Elbrus outperforms Alpha on SST, MRPC, CoLA and QNLI.", NO),
        ("Elbrus outperforms Alpha on SST, MRPC and CoLA.", YES),
    ],
)
def test_all_that_is_named_must_hold(sentence: str, verdict: str) -> None:
    five = read_tables("""Model | SST | MRPC | CoLA | QNLI
Alpha | 80.0 | 80.0 | 80.0 | 99.0
Borvo | 81.0 | 81.0 | 81.0 | 81.0
Cindex | 82.0 | 82.0 | 82.0 | 82.0
Damas | 99.0 | 83.0 | 83.0 | 83.0
Elbrus | 90.0 | 90.0 | 90.0 | 90.0""")
    assert judged(sentence, five) == verdict
