"""What each rule about figures and places promises: what it reads, what the table says, and near misses that come out otherwise."""

from __future__ import annotations

import pytest
from typed_claims import ABLATION, CHANGES, DECLINED, NO, SCORES, SHARES, SIZES, YES, judged

# --- a figure for a cell -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha reaches 90.1 on SST.", YES),
        ("Alpha reaches 90.2 on SST.", NO),
        ("Alpha reaches 90 on SST.", YES),
        ("On SST, Alpha has an accuracy of 90.1%.", YES),
        ("Alpha reaches about 92 on SST.", YES),
        ("Alpha reaches about 99 on SST.", NO),
        ("Alpha reaches more than 90 on SST.", YES),
        ("Alpha reaches more than 91 on SST.", NO),
        ("Alpha reaches less than 91 on SST.", YES),
        ("Alpha reaches an average of 76.9.", YES),
        ("Alpha reaches 76.9.", DECLINED),
        ("On average, Alpha reaches 76.9.", YES),
        ("Alpha has an accuracy of 90 on SST.", YES),
        ("Alpha has an accuracy of 91 on SST.", NO),
        ("Alpha does not reach 90.1 on SST.", DECLINED),
        ("Alpha reaches 90.1 and 80.3 on SST.", DECLINED),
        ("All models reach 90.1 on SST.", DECLINED),
        ("The score is 90.1.", DECLINED),
    ],
)
def test_a_figure_is_that_of_its_cell(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha has a precision of 91.2%.", YES),
        ("Alpha has a precision of 92.2%.", NO),
        ("Alpha has a precision of 0.912.", YES),
        ("Alpha has a precision of 0.922.", NO),
        ("Alpha is 6.0 points ahead of Borvo in precision.", YES),
        ("Alpha is 0.6 points ahead of Borvo in precision.", NO),
    ],
)
def test_a_share_of_one_is_said_in_percent(sentence: str, verdict: str) -> None:
    assert judged(sentence, SHARES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Uppland has 12.4 million tokens.", YES),
        ("Uppland has 12.4 thousand tokens.", NO),
        ("Uppland has 12,400,000 tokens.", YES),
        ("Uppland has 12.4 M tokens.", YES),
        ("Uppland has a vocabulary of 41 thousand.", YES),
        ("Uppland has a vocabulary of 42 thousand.", NO),
        ("Uppland has a vocabulary of 41%.", DECLINED),
    ],
)
def test_a_figure_stands_in_the_scale_of_its_column(sentence: str, verdict: str) -> None:
    assert judged(sentence, SIZES) == verdict


# --- lists, ranges, moves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha, Borvo and Cindex reach 90.1, 88.0 and 85.4 on SST, respectively.", YES),
        ("Alpha, Borvo and Cindex reach 90.1, 85.4 and 88.0 on SST, respectively.", NO),
        ("Alpha reaches 90.1 on SST and 80.2 on MRPC.", YES),
        ("Alpha reaches 90.1 on MRPC and 80.2 on SST.", NO),
        ("Alpha and Borvo score 90.1 and 88.0 on SST.", YES),
        ("Alpha, Borvo and Cindex reach 90.1 and 88.0 on SST.", DECLINED),
        ("Alpha and Borvo reach 90.1 and 88.0 on SST and MRPC.", DECLINED),
        ("Alpha and Borvo do not reach 90.1 and 88.0 on SST.", DECLINED),
    ],
)
def test_each_figure_belongs_to_the_thing_at_its_place(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("On SST, scores range from 85.4 to 91.2.", YES),
        ("On SST, scores range from 85.0 to 91.2.", NO),
        ("On SST, scores vary from 85.4 to 92.0.", NO),
        ("On SST, all scores lie between 85 and 92.", YES),
        ("On SST, all scores lie between 86 and 92.", NO),
        ("On SST, all scores lie between 85 and 91.", NO),
        ("On SST, the scores do not range from 85.4 to 91.2.", DECLINED),
        ("On SST, the score of Alpha lies between 85 and 92.", DECLINED),
    ],
)
def test_a_range_is_from_the_lowest_to_the_highest(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("On SST, the score rises from 88.0 with Borvo to 90.1 with Alpha.", YES),
        ("On SST, the score rises from 88.0 with Alpha to 90.1 with Borvo.", NO),
        ("On SST, the score rises from 87.0 with Borvo to 90.1 with Alpha.", NO),
        ("On SST, replacing Borvo by Alpha raises the score from 88.0 to 90.1.", YES),
        ("On SST, replacing Alpha by Borvo raises the score from 88.0 to 90.1.", NO),
        ("On SST, the score drops from 88.0 with Borvo to 90.1 with Alpha.", DECLINED),
        ("On SST, the score rises from 88.0 to 90.1.", DECLINED),
        ("On SST, the score does not rise from 88.0 with Borvo to 90.1 with Alpha.", DECLINED),
    ],
)
def test_a_move_is_from_one_cell_to_another(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Removing attention raises the WER from 5.1 to 6.4.", YES),
        ("Removing attention raises the WER from 5.1 to 5.9.", NO),
        ("Removing the gate raises the WER from 5.1 to 5.9.", YES),
        ("Adding attention lowers the WER from 6.4 to 5.1.", YES),
        ("Adding attention lowers the WER from 6.4 to 5.9.", NO),
    ],
)
def test_a_move_by_taking_something_away_starts_at_the_whole(sentence: str, verdict: str) -> None:
    assert judged(sentence, ABLATION) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("SQuAD improves XNLI from 70.0 to 71.2.", YES),
        ("SQuAD improves XNLI from 70.0 to 72.2.", NO),
        ("SQuAD improves XNLI from 69.0 to 71.2.", NO),
    ],
)
def test_a_move_by_a_printed_change_starts_at_its_baseline(sentence: str, verdict: str) -> None:
    assert judged(sentence, CHANGES) == verdict


# --- thresholds, ratios, means -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("All models score above 85 on SST.", YES),
        ("All models score above 86 on SST.", NO),
        ("All models score below 92 on SST.", YES),
        ("All models score below 91 on SST.", NO),
        ("All models score at least 85 on SST.", YES),
        ("Most models score above 86 on SST.", YES),
        ("No model scores above 92 on SST.", YES),
        ("No model scores above 91 on SST.", NO),
        ("Three of the four models exceed 86 on SST.", YES),
        ("Two of the four models exceed 86 on SST.", NO),
        ("Three of the five models exceed 86 on SST.", NO),
    ],
)
def test_scores_pass_a_threshold_or_do_not(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("SQuAD improves all tasks by more than 1 point.", YES),
        ("SQuAD improves all tasks by more than 2 points.", NO),
        ("CCG hurts all tasks by more than 2 points.", YES),
        ("CCG hurts all tasks by more than 3 points.", NO),
    ],
)
def test_printed_changes_pass_a_threshold_or_do_not(sentence: str, verdict: str) -> None:
    assert judged(sentence, CHANGES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Uppland has twice as large a vocabulary as Skaraborg.", YES),
        ("Skaraborg has 2.5 times as many tokens as Uppland.", YES),
        ("Skaraborg has 3.5 times as many tokens as Uppland.", NO),
        ("Uppland has 2.5 times as many tokens as Skaraborg.", NO),
        ("Skaraborg has five times as many tokens as Dalarna.", YES),
        ("The vocabulary of Uppland is four times larger than that of Dalarna.", YES),
        ("Skaraborg has 2.5 times as many tokens.", DECLINED),
        ("Skaraborg does not have 2.5 times as many tokens as Uppland.", DECLINED),
    ],
)
def test_a_ratio_is_of_two_cells(sentence: str, verdict: str) -> None:
    assert judged(sentence, SIZES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Over SST and MRPC, Alpha averages 85.15.", YES),
        ("Over SST and MRPC, Alpha averages 83.15.", NO),
        ("Over SST and CoLA, Alpha averages 75.2.", YES),
        ("Alpha and Borvo average 89.05 on SST.", YES),
        ("Alpha and Borvo do not average 89.05 on SST.", DECLINED),
        ("Alpha has a mean of 76.9.", YES),
        ("Alpha has a mean of 77.9.", NO),
        ("Averaged over the four models, the score on SST is 88.7.", YES),
        ("Averaged over the five models, the score on SST is 88.7.", DECLINED),
    ],
)
def test_a_mean_is_of_what_is_named(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("In total, the corpora have 49.6 million tokens.", YES),
        ("In total, the corpora have 48.6 million tokens.", NO),
        ("Together, Uppland and Skaraborg total 43.4 million tokens.", YES),
        ("Together, Uppland and Skaraborg total 37.2 million tokens.", NO),
    ],
)
def test_a_total_is_of_what_is_named(sentence: str, verdict: str) -> None:
    assert judged(sentence, SIZES) == verdict


# --- differences -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha is 2.1 points ahead of Borvo on SST.", YES),
        ("Alpha is 2.6 points ahead of Borvo on SST.", NO),
        ("Alpha is 2.1 points behind Borvo on SST.", NO),
        ("Borvo is 2.1 points behind Alpha on SST.", YES),
        ("Alpha improves over Borvo by 2.1 points on SST.", YES),
        ("Alpha improves SST by 2.4% over Borvo.", YES),
        ("Alpha improves SST by 2.1% over Borvo.", YES),
        ("Alpha improves SST by 3.1% over Borvo.", NO),
        ("Alpha is a relative 2.4% better than Borvo on SST.", YES),
        ("Alpha is a relative 2.1% better than Borvo on SST.", NO),
        ("In relative terms, Alpha improves over Borvo on SST by 2.4%.", YES),
        ("In relative terms, Alpha improves over Borvo on SST by 2.1%.", NO),
        ("The gap between Alpha and Borvo on SST is 2.1 points.", YES),
        ("The gap between Borvo and Alpha on SST is 2.1 points.", YES),
        ("The gap between Alpha and Borvo on SST is 2.6 points.", NO),
        ("Alpha outperforms Borvo by 2.1 points on SST and by 5.2 points on CoLA.", YES),
        ("Alpha outperforms Borvo by 5.2 points on SST and by 2.1 points on CoLA.", NO),
        ("Alpha outperforms Borvo by 2.1 and 5.2 points on SST and CoLA, respectively.", YES),
        ("Alpha outperforms Borvo by 1.7 points on average.", YES),
        ("Alpha outperforms Borvo by 2.7 points on average.", NO),
        ("Alpha does not outperform Borvo by 2.1 points on SST.", DECLINED),
        ("Alpha outperforms Borvo by 2.1 points on SST, MRPC and CoLA.", DECLINED),
        ("Alpha, Borvo and Cindex differ by 2.1 points on SST.", DECLINED),
        ("Alpha and Borvo improve by 2.1 points on SST.", DECLINED),
    ],
)
def test_a_distance_is_between_two_cells(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha gains more than 2 points over Borvo on SST.", YES),
        ("Alpha gains more than 3 points over Borvo on SST.", NO),
        ("Alpha gains less than 3 points over Borvo on SST.", YES),
        ("Alpha gains less than 2 points over Borvo on SST.", NO),
        ("Alpha outperforms Borvo by less than 2 points on SST.", NO),
        ("Alpha loses more than 2 points to Damas on CoLA.", NO),
        ("Damas loses more than 7 points to Alpha on CoLA.", YES),
        ("Alpha gains at least 5 points over Borvo on CoLA.", YES),
        ("Alpha gains at least 6 points over Borvo on CoLA.", NO),
        ("Alpha gains up to 5.2 points over Borvo.", YES),
        ("Alpha gains up to 4.2 points over Borvo.", NO),
        ("Alpha gains up to 6.2 points over Borvo.", NO),
        ("Alpha outperforms Borvo by up to 5.2 points.", YES),
        ("Alpha gains up to 5.2 points over Borvo on CoLA.", DECLINED),
        ("Alpha gains about 2 points over Borvo on SST.", YES),
        ("Alpha gains about 4 points over Borvo on SST.", NO),
    ],
)
def test_how_far_is_hedged_and_not_turned(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("SQuAD improves MLQA by 3.0 points.", YES),
        ("SQuAD improves MLQA by 3.1 points.", NO),
        ("CCG hurts XNLI by 2.1 points.", YES),
        ("CCG improves XNLI by 2.1 points.", NO),
        ("SQuAD, MNLI and CCG give gains of 2.1, -0.4 and -2.7 on average.", YES),
        ("SQuAD, MNLI and CCG give gains of 2.1, 0.4 and -2.7 on average.", NO),
    ],
)
def test_a_printed_change_is_a_gain_or_a_loss(sentence: str, verdict: str) -> None:
    assert judged(sentence, CHANGES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Removing attention raises the WER by 1.3 points.", YES),
        ("Removing the gate raises the WER by 1.3 points.", NO),
        ("Removing attention lowers the WER by 1.3 points.", NO),
        ("Attention reduces the WER by 1.3 points.", YES),
        ("Attention increases the WER by 1.3 points.", NO),
        ("Attention reduces the WER.", YES),
        ("The gate increases the WER.", NO),
        ("Removing the gate increases the WER.", YES),
        ("Removing the gate hurts.", YES),
        ("Removing the gate helps.", NO),
        ("The full model is 1.3 points better in WER than the variant without attention.", YES),
        ("The variant without attention is 1.3 points better in WER than the full model.", NO),
    ],
)
def test_what_is_taken_away_is_held_against_the_whole(sentence: str, verdict: str) -> None:
    assert judged(sentence, ABLATION) == verdict


# --- places ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha ranks second on SST.", YES),
        ("Alpha ranks third on SST.", NO),
        ("Alpha comes second of four on SST.", YES),
        ("Alpha comes second of five on SST.", NO),
        ("Alpha comes second on SST, behind Damas.", YES),
        ("Alpha comes second on SST, behind Borvo.", NO),
        ("Alpha does not rank second on SST.", NO),
        ("Alpha ranks second on SST and MRPC.", DECLINED),
    ],
)
def test_a_place_is_counted_from_the_best(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Damas has the best score on SST.", YES),
        ("Alpha has the best score on SST.", NO),
        ("The best model on SST is Damas.", YES),
        ("The best model on SST is Alpha.", NO),
        ("On SST, the best model is Damas.", YES),
        ("On SST, the best model is Alpha.", NO),
        ("Alpha has the best average.", YES),
        ("Alpha is the best on all tasks.", NO),
        ("Alpha is the best on some tasks.", YES),
        ("Cindex is the worst on SST.", YES),
        ("Borvo is the worst on SST.", NO),
        ("Cindex has the lowest score on CoLA.", YES),
        ("Damas has the lowest score on CoLA.", NO),
        ("Alpha is second-best on SST.", YES),
        ("Borvo is second-best on SST.", NO),
        ("Alpha is not the best on SST.", YES),
        ("Alpha is not the best on CoLA.", NO),
        ("Damas is the best on SST with 91.2.", YES),
        ("Damas is the best on SST with 91.3.", NO),
        ("Alpha and Damas are the best on SST.", YES),
        ("Alpha and Borvo are the best on SST.", NO),
        ("Alpha or Borvo is the best on SST.", DECLINED),
        ("Alpha has the highest score.", DECLINED),
    ],
)
def test_the_first_is_first_among_all(sentence: str, verdict: str) -> None:
    assert judged(sentence, SCORES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Full has the best WER.", YES),
        ("Full has the lowest WER.", YES),
        ("Full has the highest WER.", NO),
        ("The variant without attention has the best WER.", NO),
    ],
)
def test_of_errors_the_best_is_the_lowest(sentence: str, verdict: str) -> None:
    assert judged(sentence, ABLATION) == verdict


def test_of_changes_the_first_is_first_among_changes() -> None:
    assert judged("SQuAD gives the largest gains on MLQA.", CHANGES) == YES
    assert judged("MNLI gives the largest gains on MLQA.", CHANGES) == NO
