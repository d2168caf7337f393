"""Clauses, figures in brackets, exceptions and implied measures, as the compiler reads them."""

from __future__ import annotations

import pytest
from made_claims import compiled, judged

SCORES = (
    "Accuracy of taggers on five languages.",
    """
System | Thai | Urdu | Greek | Finnish | Basque
Maple | 70.1 | 61.0 | 80.2 | 77.7 | 66.4
Birch | 69.0 | 58.5 | 78.8 | 77.7 | 69.9
Willow | 50.0 | 41.2 | 55.5 | 60.3 | 44.1
""",
)
COSTS = (
    "What the engines need.",
    """
Engine | Recall | Latency (ms) | Index (GB) | Params (M) | Hours
Otter | 81.0 | 12 | 0.7 | 30.0 | 2.0
Badger | 88.0 | 48 | 13.5 | 90.0 | 28.0
""",
)
YEARS = (
    "Unemployment rate (%) by country.",
    """
Country | 2008 | 2012
Norway | 2.5 | 3.2
Spain | 11.3 | 24.8
""",
)
DOSES = (
    "Remission (%) by dose.",
    """
Arm | Remission
Drug A 10 mg | 34.7
Drug A 20 mg | 42.5
Drug B 5 mg | 31.0
Placebo | 18.8
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Maple (70.1) outperforms Birch (69.0) on Thai.", "supported"),
        ("Maple (70.1) outperforms Birch (69.5) on Thai.", "contradicted"),
        ("On Basque, Birch is better than Maple (69.9 vs. 66.4).", "supported"),
        ("On Basque, Birch is better than Maple (66.4 vs. 69.9).", "contradicted"),
    ],
)
def test_a_figure_in_brackets_is_the_number_of_what_it_stands_beside(text: str, judgement: str) -> None:
    assert judged(text, SCORES) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Maple outperforms Birch on every language except Finnish and Basque.", "supported"),
        ("Maple outperforms Birch on every language except Finnish.", "contradicted"),
        ("Maple outperforms Birch on all languages but Finnish and Basque.", "supported"),
        ("On Basque, Birch is better than all other systems.", "supported"),
        ("Birch is better than all systems except Maple on Thai.", "supported"),
        ("Willow is better than all systems except Maple on Thai.", "contradicted"),
    ],
)
def test_what_is_excepted_is_left_out(text: str, judgement: str) -> None:
    assert judged(text, SCORES) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("On Finnish, Maple is no better than Birch.", "supported"),
        ("On Thai, Maple is no better than Birch.", "contradicted"),
        ("On Finnish, Maple does not outperform Birch at all.", "supported"),
        ("On Thai, Maple is not better than Birch.", "contradicted"),
        ("On Basque, Maple is not better than Birch.", "supported"),
        ("On Thai, Maple is no worse than Birch.", "supported"),
        ("On Basque, Maple is not worse than Birch.", "contradicted"),
        ("On Thai, Maple is comparable to Birch.", "supported"),
        ("On Basque, Maple is comparable to Willow.", "contradicted"),
    ],
)
def test_ties_and_nearness_count(text: str, judgement: str) -> None:
    assert judged(text, SCORES) == judgement


def test_what_is_neither_near_nor_far_is_not_called_either() -> None:
    assert judged("On Basque, Maple is comparable to Birch.", SCORES) in ("declined", "contradicted")
    assert judged("On Urdu, Maple is comparable to Birch.", SCORES) == "not checkable"


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Otter answers in 12 milliseconds.", "supported"),
        ("Otter answers in 48 milliseconds.", "contradicted"),
        ("Badger has at least 80 million parameters.", "supported"),
        ("Badger takes 14 times as long as Otter.", "supported"),
        ("Badger has 3 times the parameters of Otter.", "supported"),
    ],
)
def test_a_unit_names_the_measure(text: str, judgement: str) -> None:
    assert judged(text, COSTS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("In 2012, unemployment in Spain stood at 24.8%.", "supported"),
        ("In 2008, unemployment in Spain stood at 24.8%.", "contradicted"),
        ("Unemployment in Norway rose from 2.5% in 2008 to 3.2% in 2012.", "supported"),
    ],
)
def test_a_year_is_a_label_among_years(text: str, judgement: str) -> None:
    assert judged(text, YEARS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("None of the drugs had remission below 30%.", "supported"),
        ("None of the drugs had remission below 32%.", "contradicted"),
        ("Going from Drug A 10 mg to Drug A 20 mg raised remission from 34.7% to 42.5%.", "supported"),
    ],
)
def test_a_counted_noun_names_the_lines_that_have_it(text: str, judgement: str) -> None:
    assert judged(text, DOSES) == judgement


def test_significance_is_no_comparison_of_two_numbers() -> None:
    assert "significance" in compiled("Maple statistically significantly outperforms Birch on Thai.", SCORES).declined


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("The difference between Maple and Birch on Thai is less than 2 points.", "supported"),
        ("The difference between Maple and Willow on Thai is less than 2 points.", "contradicted"),
        ("The difference between Birch and Maple on Thai is more than 1 point.", "supported"),
        ("Maple beats Birch on Thai and Urdu.", "supported"),
        ("Scores on Basque are lower than on Finnish for all systems.", "supported"),
        ("Scores on Finnish are lower than on Greek for all systems.", "contradicted"),
        ("Maple ranks first on Thai, ahead of Birch.", "supported"),
        ("Birch ranks first on Thai, ahead of Willow.", "contradicted"),
        ("Maple beats Birch on Thai, Urdu, Greek and Basque.", "contradicted"),
    ],
)
def test_a_bound_is_no_direction_and_all_that_is_listed_must_hold(text: str, judgement: str) -> None:
    assert judged(text, SCORES) == judgement


@pytest.mark.parametrize(
    "text",
    [
        "Maple does not outperform Birch on Basque, nor does Willow.",
        "Maple only outperforms Birch.",
        "Birch is the only system.",
    ],
)
def test_what_holds_for_nothing_else_is_not_read_as_if_it_only_held(text: str) -> None:
    assert judged(text, SCORES) == "declined"


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Maple achieves an accuracy of 70.1 on Thai, outperforming Birch by 1.1 points.", "supported"),
        ("Maple achieves an accuracy of 70.1 on Thai, outperforming Birch by 2.1 points.", "contradicted"),
        ("Birch reaches 69.0 on Thai, 1.1 points below Maple.", "supported"),
        ("Birch reaches 68.0 on Thai, 1.1 points below Maple.", "contradicted"),
        ("Maple leads Birch by 1.1 points on Thai but by 2.5 on Urdu.", "supported"),
        ("Maple leads Birch by 1.1 points on Thai but by 1.5 on Urdu.", "contradicted"),
    ],
)
def test_what_is_added_after_a_comma_or_a_but_is_a_clause_of_its_own(text: str, judgement: str) -> None:
    assert judged(text, SCORES) == judgement
