"""What is first, and among which: of a group that is named, of what stands under the same label, and never beside counts and changes."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_claim, read_tables

from synth.claims.tests import run_test

GROUPS = read_tables(
    """Model | SST | MRPC | CoLA
Baselines > Alpha | 80.0 | 70.0 | 50.0
Baselines > Borvo | 85.0 | 71.0 | 45.0
LSTM models > Cindex | 82.0 | 68.0 | 51.0
LSTM models > Damas | 83.0 | 66.0 | 40.0
Ours > Elva | 90.0 | 75.0 | 60.0
Ours > Fiskum | 78.0 | 65.0 | 41.0""",
    captions=["Accuracy on three tasks."],
)
HEADS = read_tables(
    """Model | Mono > POS | Mono > UAS | Duo > POS | Duo > UAS | Base > POS | Base > UAS
Maltese | 35.0 | 28.0 | 60.0 | 41.0 | 30.0 | 20.0
French | 40.0 | 38.0 | 55.0 | 45.0 | 36.0 | 22.0
Narab | 80.0 | 70.0 | 82.0 | 69.0 | 84.0 | 60.0""",
    captions=["POS accuracy and UAS by training."],
)
LANGUAGES = read_tables(
    """Model | #lg | English | Chinese | Swahili | Δ
Alpha | 15 | 80.0 | 60.0 | 65.0 | 8.0
Borvo | 100 | 82.0 | 64.0 | 70.0 | 3.0
Cindex | 7 | 84.0 | 66.0 | 71.0 | -2.0""",
    captions=["Accuracy by language."],
)
DOMAINS = read_tables(
    """Model | In-domain | Out-of-domain > News | Out-of-domain > Law | Delta
Alpha | 90.0 | 70.0 | 60.0 | 25.0
Borvo | 88.0 | 72.0 | 58.0 | 23.0
Cindex | 85.0 | 75.0 | 59.0 | 18.0""",
    captions=["F1 in and out of domain."],
)
HELD_OUT = read_tables(
    """Model | Germanic > (3) | Romance > (5) | Slavic > (8) | Other genera > (63)
Alpha | 90.0 | 70.0 | 60.0 | 50.0
Borvo | 88.0 | 72.0 | 58.0 | 45.0""",
    captions=["LAS by genus."],
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Borvo is the best of the baselines on SST.", YES),
        ("Alpha is the best of the baselines on SST.", NO),
        ("Borvo is the best among the baselines on SST.", YES),
        ("Among the baselines, Borvo is best on SST.", YES),
        ("Of the baselines, Alpha is best on SST.", NO),
        ("Borvo has the highest SST score of the baselines.", YES),
        ("Borvo is the strongest baseline on SST.", YES),
        ("The best baseline on SST is Alpha.", NO),
        ("Cindex is the lowest of the LSTM models on SST.", YES),
        ("Damas is the lowest of the LSTM models on SST.", NO),
        ("Elva is the best of our models on SST.", YES),
        ("Fiskum is the best of our models on SST.", NO),
        ("Elva is the best of all models on SST.", YES),
        ("Borvo is the best of all on SST.", NO),
        ("Borvo is the best of the supervised models on SST.", DECLINED),
        ("Elva is the best of the supervised models on SST.", DECLINED),
        ("Elva is the strongest transformer on SST.", DECLINED),
        ("Elva is the best of the large models on SST.", DECLINED),
        ("Borvo is the only baseline above 81 on SST.", YES),
        ("Borvo is the only baseline above 79 on SST.", NO),
        ("Borvo is the only model above 81 on SST.", NO),
        ("Borvo is the only transformer above 81 on SST.", DECLINED),
    ],
)
def test_the_best_of_a_group_is_ranked_in_the_group(sentence: str, verdict: str) -> None:
    assert judged(sentence, GROUPS) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Damas beats all LSTM models on SST.", YES),
        ("Cindex beats all other LSTM models on SST.", NO),
        ("Damas beats all other models on SST.", NO),
        ("Damas beats all transformers on SST.", DECLINED),
        ("Elva beats all baselines on SST.", YES),
        ("Elva beats all models except Borvo on SST.", YES),
        ("Cindex beats the strongest LSTM model on SST.", NO),
        ("Damas beats the strongest LSTM model on SST.", YES),
        ("Among the baselines, only Borvo exceeds 81 on SST.", YES),
        ("Among the baselines, only Alpha exceeds 79 on SST.", NO),
        ("Among the baselines, only Elva exceeds 81 on SST.", DECLINED),
    ],
)
def test_all_of_a_kind_are_compared_with_and_no_others(sentence: str, verdict: str) -> None:
    assert judged(sentence, GROUPS) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha has its lowest score on Chinese.", YES),
        ("Alpha has its lowest score on Swahili.", NO),
        ("Alpha's highest score is on English.", YES),
        ("Alpha's highest score is on Chinese.", NO),
        ("The Δ of Alpha is the lowest.", DECLINED),
    ],
)
def test_its_lowest_score_is_the_lowest_of_its_own(sentence: str, verdict: str) -> None:
    assert judged(sentence, LANGUAGES) == verdict


NAMED = read_tables(
    """Model | MRPC > F1 | QQP > F1
BERT | 88.0 | 91.3
BERT+DL | 88.7 | 91.9
BERT+DSC | 88.9 | 91.6
XLNet Ensemble | 89.2 | 91.8
XLNet+DL | 89.3 | 91.4
XLNet+DSC | 89.8 | 92.5""",
    captions=["Results by loss."],
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("BERT+DSC has the highest F1 of the BERT models on MRPC.", YES),
        ("BERT+DL has the highest F1 of the BERT models on MRPC.", NO),
        ("Of the XLNet models, XLNet+DL has the lowest F1 on QQP.", YES),
        ("Of the BERT models, BERT+DSC has the highest F1 on QQP.", NO),
        ("XLNet+DL beats BERT+DL on MRPC only.", YES),
        ("XLNet+DSC beats BERT+DL on MRPC only.", NO),
    ],
)
def test_what_bears_a_name_is_a_group_and_a_label_of_each_task_is_one(sentence: str, verdict: str) -> None:
    assert judged(sentence, NAMED) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Damas is the best of the four on SST.", YES),
        ("Damas is the best of the four models on SST.", YES),
        ("Borvo is the best of the four models on SST.", NO),
        ("Damas is the best of the three on SST.", DECLINED),  # there are four
        ("Damas is the best of the baselines on SST.", DECLINED),
        ("Alpha chooses a rate which performs best on SST.", DECLINED),
    ],
)
def test_a_group_that_the_table_does_not_have_is_not_all_rows(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Base has the highest POS score on Narab.", YES),
        ("Mono has the highest POS score on Narab.", NO),
        ("Mono has the highest UAS on Narab.", YES),
        ("Duo has the highest UAS on Narab.", NO),
        ("Base has the lowest UAS on Narab.", YES),
        ("Mono has the lowest UAS on Narab.", NO),
        ("Duo has the second-highest POS score on Narab.", DECLINED),
    ],
)
def test_a_heading_is_ranked_among_the_other_headings(sentence: str, verdict: str) -> None:
    assert judged(sentence, HEADS) == verdict


def test_others_in_a_line_of_the_same_name_compete() -> None:
    tables = read_tables(
        """Source | Mono > POS | Duo > POS | Base > POS
French | 40.0 | 50.0 |
Narab | 80.0 | 82.0 |
Baselines > Narab | | | 84.0""",
        captions=["POS accuracy by source."],
    )
    assert judged("Duo has the highest POS on Narab.", tables) == NO
    assert judged("Base has the highest POS on Narab.", tables) == YES
    assert judged("Duo has the highest POS on French.", tables) == YES
    assert judged("Mono has the highest POS on French.", tables) == NO


def test_of_a_group_it_is_not_said_which_of_it_is_first() -> None:
    assert judged("The LSTM models are best on SST.", GROUPS) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Chinese is the hardest language.", YES),
        ("Swahili is the hardest language.", NO),
        ("English is the easiest language.", YES),
        ("Chinese has the lowest score for Cindex.", YES),
        ("Swahili has the lowest score for Cindex.", NO),
        ("Borvo beats Alpha in all languages.", YES),
        ("Borvo beats Cindex in any language.", NO),
        ("Cindex is the best model in all languages.", YES),
        ("Alpha exceeds 59 in all languages.", YES),
        ("Alpha exceeds 62 in all languages.", NO),
        ("Borvo performs worst on Chinese.", DECLINED),  # of all models, or of its languages
    ],
)
def test_counts_and_changes_are_no_languages(sentence: str, verdict: str) -> None:
    assert judged(sentence, LANGUAGES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha exceeds 50 in all domains.", YES),
        ("Alpha exceeds 65 in all domains.", NO),
        ("Alpha beats Borvo in all domains.", NO),
    ],
)
def test_all_domains_are_those_in_and_out(sentence: str, verdict: str) -> None:
    assert judged(sentence, DOMAINS) == verdict


def test_all_of_a_kind_is_not_the_one_label_that_has_its_word() -> None:
    assert judged("Alpha beats Borvo on other genera.", HELD_OUT) == YES
    assert judged("Borvo beats Alpha on other genera.", HELD_OUT) == NO
    assert judged("Alpha beats Borvo on all genera.", HELD_OUT) == DECLINED


@pytest.mark.parametrize(
    "sentence",
    [
        "The smaller Alpha still beats Borvo by 2.1 points on SST.",
        "The smaller Borvo still beats Alpha by 2.1 points on SST.",
        "The larger Alpha is beaten by Damas by 1.1 points on SST.",
        "The better Alpha trails Damas by 1.1 points on SST.",
        "Alpha beats the smaller Borvo by 2.1 points on SST.",
        "The weaker model Borvo beats Alpha on SST.",
    ],
)
def test_an_adjective_before_a_name_is_no_direction(sentence: str) -> None:
    assert judged(sentence, SCORES) == DECLINED
    assert judged("Alpha is better than Borvo by 2.1 points on SST.", SCORES) == YES
    assert judged("Alpha has the higher SST score, compared with Borvo.", SCORES) == YES
    assert judged("Borvo has a higher SST score than Alpha.", SCORES) == NO


@pytest.mark.parametrize(
    ("sentence", "verdict", "told"),
    [
        ("Alpha beats Damas on two of the three tasks.", YES, "2 of 3 comparisons hold"),
        ("Alpha beats Damas on three of the three tasks.", NO, "2 of 3 comparisons hold"),
        ("Three of the four models exceed 86 on SST.", YES, "3 of 4 comparisons hold"),
        ("Alpha is at least as good as Cindex on all tasks.", YES, "the test denies each of them, and so it holds"),
        ("Cindex is at least as good as Alpha on all tasks.", NO, "the test denies each of them, and so it does not hold"),
    ],
)
def test_each_comparison_is_told_once_and_as_the_test_asks_it(sentence: str, verdict: str, told: str) -> None:
    outcome = run_test(read_claim(sentence, SCORES).test, SCORES.measurements)
    assert outcome.judgement == verdict
    assert told in outcome.sentence


def test_one_number_is_not_spoken_of_as_several() -> None:
    tables = read_tables("Model | French\nOne > Alpha | 50.4\nTwo > Alpha |", captions=["Accuracy."])
    assert "1 numbers" not in read_claim("Alpha reaches 50.4 on French.", tables).declined


def test_a_piece_of_a_name_is_not_the_name_that_another_table_has() -> None:
    tables = read_tables(
        "Source | mBERT+MLM | mBERT+TASK\nMaltese | 38.9 | 35.1\nFrench | 47.3 | 33.1\nNarab | 80.0 | 85.0",
        "Source | mBERT | RoBERTa\nMaltese | 35.1 | 25.4\nFrench | 33.1 | 29.7",
        captions=["POS accuracy by training.", "POS accuracy by model."],
    )
    assert judged("Maltese has the highest accuracy under mBERT+TASK.", tables) == NO  # as it has under mBERT
    assert judged("Narab has the highest accuracy under mBERT+TASK.", tables) == YES
    assert judged("Narab has the highest accuracy under mBERT+DAPT.", tables) == DECLINED
