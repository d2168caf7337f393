"""A word beside a name that makes it the name of another system is not left out."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_claim, read_tables

KINDS = read_tables(
    "Model | F1\nQuux (Single) | 88.5\nZulu (Single) | 90.9\nZulu (Ensemble) | 91.8\nFrozen Xanth | 80.0", captions=["Table 1: Results."]
)


@pytest.mark.parametrize(
    "name",
    [
        "Frozen Alpha",
        "Multilingual Alpha",
        "Quantized Alpha",
        "Distilled Alpha",
        "Uncased Alpha",
        "German Alpha",
        "A newer Alpha",
        "The adversarially trained Alpha",
        "The frozen version of Alpha",
        "Alpha with dropout",
        "Alpha without dropout",
        "Alpha plus adapters",
        "Alpha uncased",
        "Alpha-large",
        "Alpha v2",
        "A larger Alpha",
        "An Alpha-like model",
        "Alpha, frozen,",
    ],
)
def test_another_system_is_not_taken_for_the_one_in_the_table(name: str) -> None:
    assert judged(f"{name} outperforms Borvo on SST.", SCORES) == DECLINED
    assert judged(f"{name} scores 90.1 on SST.", SCORES) == DECLINED


@pytest.mark.parametrize(
    "name", ["The Alpha model", "Our Alpha", "The proposed Alpha", "The fine-tuned Alpha", "Vanilla Alpha", "The recent Alpha"]
)
def test_words_that_any_system_may_bear_change_nothing(name: str) -> None:
    assert judged(f"{name} outperforms Borvo on SST.", SCORES) == YES
    assert judged(f"{name} outperforms Borvo on MRPC.", SCORES) == NO


def test_a_word_of_another_label_is_none_of_this_one() -> None:
    assert judged("The single Quux reaches 88.5 F1.", KINDS) == YES
    assert judged("The Quux ensemble reaches 88.5 F1.", KINDS) == DECLINED
    assert judged("Frozen Xanth reaches 81.0 F1.", KINDS) == NO


def test_the_reason_names_both() -> None:
    assert "“Frozen Alpha” may be another than “Alpha”" in read_claim("Frozen Alpha scores 90.1 on SST.", SCORES).declined


def test_what_is_said_to_be_unlike_is_not_said_to_be_alike() -> None:
    assert judged("Alpha exceeds 90 on SST.", SCORES) == YES
    assert judged("Unlike Borvo, Alpha exceeds 90 on SST.", SCORES) == DECLINED
