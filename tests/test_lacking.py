"""What a sentence says is not there must not be there in the numbers that it is held against."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, YES, judged, read_tables

ABLATED = read_tables(
    "Model | SST | MRPC\nAlpha | 92.7 | 86.7\nNo NSP | 92.6 | 86.5\nLTR & No NSP | 92.1 | 77.5",
    captions=["Table 1: Accuracy of Alpha by its training tasks. “No NSP” is trained without NSP."],
)
HEADED = read_tables(
    "Metric | Systems without splits > G | Systems without splits > M | All systems > G | All systems > M\n"
    "Quux | 0.43 | 1.00 | -0.10 | 0.40\nZulu | 0.30 | 0.90 | 0.20 | 0.50",
    "Corpus | Sentences\nUppland | 1.93\nDalarna | 2.82",
    captions=["Table 1: Correlation with ratings.", "Table 2: Sentences by corpus, after splitting."],
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha without NSP scores 92.6 on SST.", YES),
        ("Alpha without NSP scores 92.7 on SST.", NO),
        ("Alpha scores 92.7 on SST.", YES),
        ("Alpha without dropout scores 92.7 on SST.", DECLINED),
    ],
)
def test_a_name_without_a_part_is_the_row_that_lacks_it(sentence: str, verdict: str) -> None:
    assert judged(sentence, ABLATED) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Without splits, Quux has the highest correlation with G.", YES),
        ("Without splits, Zulu has the highest correlation with M.", NO),
        ("Quux has a correlation of 0.43 with G without splits.", YES),
        ("Quux has a correlation of 0.43 with G.", DECLINED),
        ("Uppland has 1.93 sentences.", YES),
        ("Uppland has 1.93 sentences without splits.", DECLINED),  # another table has the condition, and not this one
    ],
)
def test_a_condition_must_hold_in_the_table_of_the_number(sentence: str, verdict: str) -> None:
    assert judged(sentence, HEADED) == verdict
