"""Where a difference is largest, and what goes up along an order."""

from __future__ import annotations

import pytest
from made_claims import compiled, judged

SCORES = (
    "Scores of taggers.",
    """
System | SST | TREC | CoLA
Oak | 80.0 | 85.0 | 60.5
Elm | 78.0 | 84.5 | 52.1
Ash | 70.0 | 60.5 | 20.1
""",
)
HEADS = (
    "Accuracy by the number of attention heads.",
    """
Heads | Accuracy | Loss
1 | 89.4 | 0.28
2 | 91.2 | 0.27
4 | 93.8 | 0.25
8 | 96.0 | 0.23
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("The gap between Oak and Elm is widest on CoLA.", "supported"),
        ("The gap between Oak and Elm is widest on SST.", "contradicted"),
        ("The largest improvement of Oak over Elm is on CoLA.", "supported"),
        ("The smallest improvement of Oak over Elm is on CoLA.", "contradicted"),
        ("Nowhere is the distance between Oak and Elm wider than on CoLA, namely 8.4 points.", "supported"),
        ("Nowhere is the distance between Oak and Elm wider than on CoLA, namely 9.4 points.", "contradicted"),
        ("The difference between Oak and Elm is smaller on TREC than on SST.", "supported"),
        ("The difference between Oak and Elm is smaller on CoLA than on SST.", "contradicted"),
        ("Oak outperforms Elm by the largest margin on CoLA.", "supported"),
        ("Oak outperforms Elm by the largest margin on TREC.", "contradicted"),
    ],
)
def test_differences_are_ranked_and_not_scores(text: str, judgement: str) -> None:
    assert judged(text, SCORES) == judgement


def test_the_two_of_a_difference_are_not_its_places() -> None:
    test = compiled("The difference between Oak and Elm is smaller on TREC than on SST.", SCORES).test
    left = test.partition("<")[0]
    assert "Oak" in left
    assert "Elm" in left
    assert "SST" not in left


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Accuracy increases with the number of heads.", "supported"),
        ("Increasing the number of heads improves accuracy.", "supported"),
        ("Loss increases as the number of heads grows.", "contradicted"),
        ("With fewer heads, accuracy drops.", "supported"),
        ("Reducing the number of attention heads decreases accuracy.", "supported"),
        ("Reducing the number of attention heads increases accuracy.", "contradicted"),
        ("Accuracy does not increase with the number of heads.", "contradicted"),
        ("Reducing the number of attention heads decreases performance.", "supported"),
        ("Increasing the number of attention heads does not improve performance.", "contradicted"),
    ],
)
def test_a_trend_holds_from_each_step_to_the_next(text: str, judgement: str) -> None:
    assert judged(text, HEADS) == judgement


def test_words_are_no_order() -> None:
    assert judged("Accuracy increases with the number of systems.", SCORES) == "declined"


PARTS = (
    "Ablation of the tagger (F1).",
    """
Model | Dev | Test
Full | 80.0 | 78.0
- CRF | 78.5 | 76.0
- char CNN | 79.5 | 77.9
- dropout | 70.0 | 69.0
""",
)
COSTS = (
    "Translation quality and cost.",
    """
System | BLEU | TER | Time (h)
Maple | 30.1 | 52.0 | 12
Birch | 31.5 | 50.5 | 40
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Removing dropout causes the largest drop on the test set.", "supported"),
        ("Removing the CRF causes the largest drop on the test set.", "contradicted"),
        ("The char CNN contributes least to the test score.", "supported"),
        ("The CRF contributes most to the test score.", "contradicted"),
        ("The drop from dev to test is largest without the CRF.", "supported"),
        ("The drop from dev to test is largest without dropout.", "contradicted"),
    ],
)
def test_parts_are_held_against_the_other_parts_of_the_same_whole(text: str, judgement: str) -> None:
    assert judged(text, PARTS) == judgement


def test_an_implied_measure_stays_in_its_clause() -> None:
    assert judged("Birch is the best system but also the slowest.", COSTS) != "contradicted"
    assert judged("Birch is three times larger than Maple.", COSTS) == "declined"
