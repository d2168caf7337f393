"""What a quantifier or a ratio is said of: kinds of lines and scores are read, what stands beside the comparison is not."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, YES, judged, read_claim, read_tables

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
