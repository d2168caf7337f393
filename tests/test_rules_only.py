"""What holds of one alone, what is alike, and an object that two clauses share."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_tables


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Only Damas outperforms Alpha on SST.", YES),
        ("Only Borvo outperforms Alpha on SST.", NO),
        ("Only Borvo outperforms Cindex on SST.", NO),
        ("Borvo outperforms Alpha only on MRPC.", YES),
        ("Alpha outperforms Damas only on MRPC.", NO),
        ("MRPC is the only task on which Borvo outperforms Alpha.", YES),
        ("SST is the only task on which Borvo outperforms Alpha.", NO),
        ("Just two models, Alpha and Damas, outperform Borvo on SST.", YES),
        ("Just two models, Alpha and Borvo, outperform Cindex on SST.", NO),
    ],
)
def test_only_says_that_it_holds_for_no_other(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Borvo beats Alpha on MRPC only.", YES),
        ("Alpha beats Damas on MRPC only.", NO),  # and on CoLA
        ("Alpha beats Damas on the MRPC task only.", NO),
        ("Alpha outperforms Damas on CoLA alone.", NO),
        ("Alpha beats Borvo on just SST.", NO),
        ("Damas alone exceeds 91 on SST.", YES),
        ("Alpha alone exceeds 85 on SST.", NO),
        ("Just Alpha outperforms Cindex on SST.", NO),
        ("Only Damas exceeds 91 on SST.", YES),
        ("Only Alpha exceeds 85 on SST.", NO),
        ("Damas is the sole system above 91 on SST.", YES),
        ("Alpha is the sole system above 80 on SST.", NO),
        ("Damas is the only system above 91 on SST.", YES),
        ("Alpha is the only system above 80 on SST.", NO),
        ("Alpha is the single model that beats Cindex on SST.", NO),
        ("Alpha is the one model that beats Cindex on SST.", NO),
        ("The only model above 91 on SST is Damas.", YES),
        ("The only model above 80 on SST is Alpha.", NO),
        ("The only task on which Borvo beats Alpha is MRPC.", YES),
        ("The only task on which Borvo beats Alpha is SST.", NO),
        ("The sole model that beats Cindex on SST is Alpha.", DECLINED),
        ("Alpha is alone in outperforming Cindex on SST.", DECLINED),
        ("Alpha uniquely outperforms Cindex on SST.", DECLINED),
        ("Alpha reaches 90.1 on SST only.", DECLINED),  # whether more of it elsewhere would count
        ("With text alone, Alpha beats Borvo on SST.", DECLINED),
        ("On SST alone, Alpha beats Borvo.", DECLINED),
        ("Only with dropout does Alpha beat Borvo on SST.", DECLINED),
        ("Not only Alpha beats Borvo on SST.", DECLINED),
    ],
)
def test_a_word_that_leaves_out_all_others_is_never_dropped(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    "sentence",
    [
        "Alpha scores only 90.1 on SST.",
        "Alpha scores just 90.1 on SST.",
        "Alpha is only 1.1 points behind Damas on SST.",
        "Alpha beats Damas on two tasks only.",
        "Alpha is only slightly better than Damas on MRPC.",
    ],
)
def test_only_before_a_figure_leaves_out_nothing(sentence: str) -> None:
    assert judged(sentence, SCORES) == YES


def test_what_is_used_alone_may_be_what_others_add_to() -> None:
    tables = read_tables("Model | XNLI\nAlpha | 70.0\nAlpha + Borvo | 68.0\nCindex | 60.0", captions=["Accuracy."])
    assert judged("Only Alpha exceeds 69 on XNLI.", tables) == YES
    assert judged("Alpha alone exceeds 69 on XNLI.", tables) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("No model but Damas outperforms Alpha on SST.", YES),
        ("No model other than Damas outperforms Alpha on SST.", YES),
        ("Nobody but Borvo outperforms Alpha on SST.", NO),
        ("No model other than Borvo outperforms Damas on SST.", NO),  # nor does Borvo
        ("No model but Damas exceeds 91 on SST.", YES),
        ("No model but Damas exceeds 90 on SST.", NO),
        ("Borvo beats Alpha on no task but MRPC.", YES),
        ("Alpha beats Cindex on no task but SST.", NO),
    ],
)
def test_none_but_one_says_it_of_the_one_too(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha and Cindex are on par on MRPC.", YES),
        ("Alpha and Cindex perform comparably on MRPC.", YES),
        ("Alpha and Cindex perform comparably on CoLA.", NO),
        ("There is little difference between Alpha and Cindex on MRPC.", YES),
        ("Alpha and Borvo are comparable on SST.", "not checkable"),
        ("Alpha shows a similar trend on SST.", DECLINED),
    ],
)
def test_things_of_a_list_are_alike_in_their_scores(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha has a higher SST but a lower MRPC score than Borvo.", YES),
        ("Alpha has a higher MRPC but a lower SST score than Borvo.", NO),
        ("Alpha is better on SST but worse on MRPC than Borvo.", YES),
    ],
)
def test_what_stands_after_than_is_shared_by_both_clauses(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict
