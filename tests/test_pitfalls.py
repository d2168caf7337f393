"""Sentences that would be read wrongly though the table names their words: each is declined, and its plain twin is read."""

from __future__ import annotations

import pytest
from typed_claims import CHANGES, DECLINED, NO, SCORES, YES, judged, read_claim, read_tables

LANGUAGES = read_tables("Model | German | Thai\nAlpha | 70.0 | 60.0\nBorvo | 65.0 | 61.0", captions=["Accuracy."])
MAPPED = read_tables(
    "Pair | word | sentence\nen-de | 61.0 | 62.0\nen-fi | 45.0 | 44.0",
    captions=["Accuracy of mappings by their level, on a similarity task."],
)
COUNTED = read_tables(
    """Outcome | Trained (n=400) | Control (n=390)
Abstinence | 32 (8) | 23 (6)
Relapse | 80 (20) | 117 (30)""",
    captions=["Numbers (percentages) of women."],
)
VARIANTS = read_tables(
    """Model | Test
Baselines > Quux (2018) | 71.0
Baselines > Zulu (2019) | 70.0
Encoders > Vela (MLM) | 72.0
Encoders > Vela (MLM+TLM) | 75.0""",
    captions=["Accuracy on the test set."],
)


@pytest.mark.parametrize(
    ("sentence", "plain", "verdict"),
    [
        ("It outperforms Borvo on SST.", "Alpha outperforms Borvo on SST.", YES),
        ("They reach 90.1 on SST.", "Alpha reaches 90.1 on SST.", YES),
        ("On these tasks, Alpha outperforms Borvo.", "On all tasks, Alpha outperforms Borvo.", NO),
        ("On this task Alpha reaches 90.1 on SST.", "Alpha reaches 90.1 on SST.", YES),
        ("To date, Alpha has the best CoLA score.", "Alpha has the best CoLA score.", YES),
        ("Alpha outperforms lexicons on SST, with Borvo behind.", "Alpha outperforms Borvo on SST.", YES),
        ("Alpha reaches 90.1% of speakers on SST.", "Alpha reaches 90.1% on SST.", YES),
        ("Alpha and Borvo use the same tokens on SST.", "Alpha and Borvo reach the same score on SST.", NO),
        ("Alpha is similar to other models on SST.", "Alpha outperforms all other models on SST.", NO),
        ("Similar to Borvo, Alpha covers SST.", "Alpha outperforms Borvo on SST.", YES),
        ("Alpha outperforms Borvo on both tasks.", "Alpha outperforms Borvo on both SST and CoLA.", YES),
        ("Alpha outperforms Borvo on all four tasks.", "Alpha outperforms Borvo on all three tasks.", NO),
        ("Alpha outperforms Borvo for all pairs.", "Alpha outperforms Borvo on all tasks.", NO),
        ("Alpha outperforms Borvo in every language.", "Alpha outperforms Borvo on every task.", NO),
        ("Error case 2 is Alpha on SST.", "Alpha reaches 2.0 on SST.", NO),
        ("Our Quux approach outperforms Borvo on SST.", "Alpha outperforms Borvo on SST.", YES),
        ("Alpha superó a Borvo en la tarea SST por 2.1 puntos.", "Alpha outperforms Borvo on SST by 2.1 points.", YES),
        ("Alpha takes 90.1 seconds on SST.", "Alpha scores 90.1 on SST.", YES),
    ],
)
def test_a_sentence_that_is_about_something_else_is_declined(sentence: str, plain: str, verdict: str) -> None:
    assert judged(plain, SCORES) == verdict
    assert judged(sentence, SCORES) == DECLINED


def test_all_languages_are_spoken_of_where_the_table_has_some() -> None:
    assert judged("Alpha outperforms Borvo in every language.", LANGUAGES) == NO
    assert judged("Alpha outperforms Borvo for all pairs.", LANGUAGES) == DECLINED
    assert judged("The sentence level outperforms the word level for all pairs.", MAPPED) == NO


def test_a_label_inside_a_compound_is_no_label() -> None:
    assert judged("For en-de, the sentence level is better than the word level.", MAPPED) == YES
    assert judged("For en-de on word similarity, the sentence level is better.", MAPPED) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Abstinence was 8% in the Control group.", NO),
        ("Abstinence was 6% in the Control group.", YES),
        ("Abstinence was 23% in the Control group.", NO),
        ("Relapse was 20% in the Trained group.", YES),
    ],
)
def test_a_percentage_beside_a_count_stands_in_the_brackets(sentence: str, verdict: str) -> None:
    assert judged(sentence, COUNTED) == verdict


def test_a_whole_bracket_is_named_before_a_part_of_one() -> None:
    assert "MLM+TLM" not in read_claim("MLM reaches 72.0 on the test set.", VARIANTS).test
    assert judged("MLM reaches 72.0 on the test set.", VARIANTS) == YES
    assert judged("MLM reaches 75.0 on the test set.", VARIANTS) == NO


def test_a_new_state_of_the_art_beats_what_was_there_before_and_not_its_own_variants() -> None:
    assert judged("Vela (MLM) sets a new state of the art on the test set.", VARIANTS) == YES
    assert judged("Vela (MLM) is the best on the test set.", VARIANTS) == NO
    assert judged("Quux (2018) sets a new state of the art on the test set.", VARIANTS) == NO


def test_several_numbers_of_one_name_are_not_searched_for_the_one_that_fits() -> None:
    assert judged("Alpha scores 90.1.", SCORES) == DECLINED
    assert "could be meant" in read_claim("Alpha scores 90.1.", SCORES).declined


@pytest.mark.parametrize(
    "sentence",
    [
        "Alpha outperforms Borvo on SST, as it is bidirectional.",
        "Alpha outperforms Borvo on SST, since it is bidirectional.",
        "Alpha outperforms Borvo on SST, as bidirectional models do.",
        "Alpha outperforms Borvo on SST, given that it is bidirectional.",
        "Alpha outperforms Borvo on SST, given its size.",
        "Alpha outperforms Borvo on SST as it uses more data.",
        "Alpha outperforms Borvo on SST, probably by its size.",
        "Alpha outperforms Borvo on SST, so that it is to be used.",
        "Alpha outperforms Borvo on SST, even though it is smaller.",
        "Since it is bidirectional, Alpha outperforms Borvo on SST.",
        "Alpha outperforms Borvo on SST by virtue of its size.",
        "Alpha outperforms Borvo on SST since its layers are wide.",
        "Alpha outperforms Borvo on SST, which we attribute to sparsity.",
        "Alpha outperforms Borvo on SST: it is bidirectional.",
        "Alpha outperforms Borvo on SST (it is bidirectional).",
        "Alpha outperforms Borvo on SST by being bidirectional.",
        "Alpha outperforms Borvo on SST through its bidirectionality.",
        "Alpha, being bidirectional, outperforms Borvo on SST.",
        "Being bidirectional, Alpha outperforms Borvo on SST.",
        "If tuned well, Alpha outperforms Borvo on SST.",
        "In theory, Alpha outperforms Borvo on SST.",
    ],
)
def test_a_cause_is_not_dropped(sentence: str) -> None:
    assert judged("Alpha outperforms Borvo on SST.", SCORES) == YES
    assert judged(sentence, SCORES) == DECLINED


def test_what_is_concluded_is_said_not_to_be_judged() -> None:
    read = read_claim("Alpha outperforms Borvo on SST, suggesting that Quux is weak.", SCORES)
    assert "“suggesting that Quux is weak” is not judged" in read.reading
    assert "not judged" not in read_claim("Alpha outperforms Borvo on SST.", SCORES).reading


@pytest.mark.parametrize(
    "opening",
    ["We argue that", "The authors believe that", "Doe et al. hypothesise that", "It is assumed that", "We expect", "Doe claims that"],
)
def test_what_somebody_holds_is_no_result(opening: str) -> None:
    assert judged(f"{opening} Alpha outperforms Borvo on SST.", SCORES) == DECLINED
    assert judged("We find that Alpha outperforms Borvo on SST.", SCORES) == YES


BUILT = read_tables("Model | SST | MRPC\nLTR | 92.1 | 77.5\nLTR / + BiLSTM | 91.6 | 75.7", captions=["Table 1: Accuracy."])


def test_to_add_a_part_is_no_gain() -> None:
    assert judged("'+ BiLSTM' adds a BiLSTM on top of LTR.", BUILT) == DECLINED
    assert judged("Adding the BiLSTM to LTR hurts MRPC.", BUILT) in (YES, DECLINED)
    assert judged("The mnli task adds 0.2 points on MLQA.", CHANGES) == judged("Training on mnli adds 0.2 points on MLQA.", CHANGES)
