"""Who is compared with whom: all others, the state of the art, groups line by line; and how many of how many."""

from __future__ import annotations

import pytest
from made_claims import judged

CITED = (
    "Joint accuracy on two data sets.",
    """
Model | Oslo | Turin
Alder (Berg et al., 2017) | 84.2 | 40.1
Rowan (Dahl et al., 2018) | 88.9 | 48.6
Sorrel | 88.6 | 48.8
""",
)
GROUPS = (
    "F1 of two parsers on three corpora.",
    """
Parser | F1
Letters > Base | 70.0
Letters > Base+Tree | 72.0
News > Base | 80.0
News > Base+Tree | 80.5
Talks > Base | 60.0
Talks > Base+Tree | 63.5
""",
)
SIZES = (
    "Examples of each data set.",
    """
Set | # positive | # negative
Quill | 100 | 1640
Fable | 500 | 1000
""",
)
RATES = (
    "BLEU by system.",
    """
System | Test
Plain | 20.0
Polished | 25.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("On Turin, our model outperforms the previous state of the art.", "supported"),
        ("On Oslo, our model outperforms the previous state of the art.", "contradicted"),
        ("On Oslo, our model is worse than the state of the art.", "supported"),
        ("On Turin, our model is worse than the state of the art.", "contradicted"),
    ],
)
def test_ours_is_the_one_line_without_a_source_and_the_state_of_the_art_is_all_others(text: str, judgement: str) -> None:
    assert judged(text, CITED) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Base+Tree improves on Base by 2 F1 points on average.", "supported"),
        ("Base+Tree improves on Base by 3.2 F1 points on average.", "contradicted"),
        ("Base+Tree is better than Base on all three corpora.", "supported"),
        ("Base is better than Base+Tree on all three corpora.", "contradicted"),
    ],
)
def test_groups_are_compared_line_by_line(text: str, judgement: str) -> None:
    assert judged(text, GROUPS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Negative examples in Quill outnumber the positive ones 16.4 to 1.", "supported"),
        ("Negative examples in Quill outnumber the positive ones 82 to 1.", "contradicted"),
    ],
)
def test_so_many_to_one_is_a_ratio(text: str, judgement: str) -> None:
    assert judged(text, SIZES) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Polished improves over Plain by a relative 25%.", "supported"),
        ("Polished improves over Plain by a relative 20%.", "contradicted"),
    ],
)
def test_a_relative_percentage_is_of_the_other_number(text: str, judgement: str) -> None:
    assert judged(text, RATES) == judgement


VARIANTS = (
    "Accuracy of taggers.",
    """
Tagger | Oslo | Turin
Alder | 84.0 | 70.0
Rowan (small) | 80.0 | 71.0
Rowan (large) | 83.0 | 72.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("On Oslo, Alder outperforms both Rowan models.", "supported"),
        ("On Turin, Alder outperforms both Rowan models.", "contradicted"),
        ("The Rowan variants are better than Alder on Turin.", "supported"),
        ("The Rowan variants are better than Alder on Oslo.", "contradicted"),
    ],
)
def test_one_is_compared_with_each_line_that_a_name_in_the_plural_stands_for(text: str, judgement: str) -> None:
    assert judged(text, VARIANTS) == judgement


def test_a_name_that_stands_for_several_lines_and_is_not_said_of_each_is_not_compared() -> None:
    assert judged("Alder outperforms Rowan in both cities.", VARIANTS) not in ("supported", "contradicted")


def test_an_object_that_no_table_names_is_not_the_one_of_the_next_comparison() -> None:
    assert judged("Alder outperforms the linear tagger and is better than Rowan (small) on Oslo.", VARIANTS) == "declined"
    assert judged("Alder outperforms all others including the linear tagger on Oslo.", VARIANTS) == "declined"
    assert judged("Alder outperforms all others on Oslo.", VARIANTS) == "supported"
