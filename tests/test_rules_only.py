"""What holds of one alone, what is alike, and an object that two clauses share."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged


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
