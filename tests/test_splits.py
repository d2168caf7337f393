"""Of which part of the data a sentence speaks, and of which the numbers are that it is held against."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_claim, read_tables

TEST = read_tables(
    "Model | French | Thai\nAlpha | 81.2 | 70.4\nBorvo | 79.9 | 72.0",
    captions=["Table 1: Test accuracy on two languages."],
)
DEV = read_tables(
    "Model | Dev Set > SST | Dev Set > MRPC\nAlpha | 92.7 | 86.7\nBorvo | 92.6 | 86.5",
    captions=["Table 1: Ablation. Accuracy."],
)
BOTH = read_tables(
    """Model | SST | MRPC | CoLA
Single models on dev > Quux | 94.0 | 88.0 | 60.0
Single models on dev > ZuluLARGE | 93.0 | 89.0 | 61.0
Ensembles on test > Quux | 95.0 | 91.0 |
Ensembles on test > Zulu | 94.5 | 92.0 | """,
    captions=["Table 1: Accuracy on three tasks."],
)
TUNED = read_tables(
    "Model | SST\nAlpha | 90.1\nBorvo | 88.0", captions=["Table 1: Accuracy. Hyperparameters were selected using the dev set."]
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("On the French test set, Alpha reaches 81.2.", YES),
        ("On the French test set, Borvo reaches 81.2.", NO),
        ("On the French dev set, Alpha reaches 81.2.", DECLINED),
        ("Alpha has a development accuracy of 81.2 on French.", DECLINED),
        ("Alpha reaches a dev accuracy of 81.2 on French.", DECLINED),
        ("Alpha outperforms Borvo on French on dev.", DECLINED),
        ("Alpha is the best model on French.", YES),
    ],
)
def test_a_part_of_the_data_is_the_one_that_the_caption_names(sentence: str, verdict: str) -> None:
    assert judged(sentence, TEST) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha reaches 92.7 on the SST dev set.", YES),
        ("Alpha reaches 92.6 on the SST validation set.", NO),
        ("Alpha reaches 92.7 on the SST test set.", DECLINED),
        ("On the test set, Alpha outperforms Borvo on both SST and MRPC.", DECLINED),
        ("Alpha is the best model on the test set.", DECLINED),
    ],
)
def test_a_part_of_the_data_is_the_one_that_the_head_names(sentence: str, verdict: str) -> None:
    assert judged(sentence, DEV) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Quux reaches 94.0 on the SST dev set.", YES),
        ("Quux reaches 94.0 on the SST test set.", NO),
        ("Quux reaches 95.0 on the SST test set.", YES),
        ("Quux reaches 94.0 on SST.", DECLINED),
        ("On the dev set, Quux outperforms Zulu on SST.", YES),  # its row is "ZuluLARGE" there
        ("On the dev set, Quux outperforms Zulu on MRPC.", NO),
        ("Quux reaches 60.0 on CoLA.", YES),  # scored on dev alone
    ],
)
def test_of_rows_under_several_headings_those_of_the_part_that_is_named_are_meant(sentence: str, verdict: str) -> None:
    assert judged(sentence, BOTH) == verdict


def test_where_the_table_does_not_tell_the_reading_says_so() -> None:
    assert judged("Alpha reaches 90.1 on the SST test set.", SCORES) == YES
    assert "does not say of which part of the data" in read_claim("Alpha reaches 90.1 on the SST test set.", SCORES).reading
    assert "part of the data" not in read_claim("Alpha reaches 90.1 on SST.", SCORES).reading


def test_a_set_on_which_something_was_tuned_is_not_the_one_that_is_scored() -> None:
    assert judged("Alpha reaches 90.1 on the SST test set.", TUNED) in (YES, DECLINED)
    assert judged("Alpha reaches 88.0 on SST.", TUNED) == NO
