"""Sentences of a newcomer that were judged by the wrong cells: each has a true twin, a false twin, or none that a table can tell."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_claim, read_tables

OPEN = "not checkable"

PARTIAL = read_tables(
    """Model | Dev | Test
Alpha | 81.6 |
Borvo | | 78.0
Cindex | 86.6 | 86.3
Damas | 80.0 | 79.0""",
    captions=["Accuracy on the sets of one task."],
)
GROUPED = read_tables(
    """Model | Raw | Cleaned
Plain data > Alpha | 50.4 | 86.6
Plain data > Borvo | 77.4 |
Mixed data > Alpha | 85.6 | 90.6
Mixed data > Cindex | 80.5 |""",
    captions=["Accuracy by training data."],
)
KINDS = read_tables(
    """Approach | Dev F1 | Test F1
Cited (2018) | 95.7 | 92.2
Tuning approach > Alpha | 96.6 | 92.8
Tuning approach > Borvo | 96.4 | 92.4
Frozen-layer approach > Last | 94.9 |
Frozen-layer approach > Sum | 95.9 |
Frozen-layer approach > Concat | 96.1 |""",
    captions=["F1 of two approaches."],
)
COUNTED = read_tables(
    """System | CoLA | MRPC | Average
#1 | 8.5 | 3.5 |
Alpha | 45.4 | 82.3 | 75.1
Borvo | 52.1 | 88.9 | 79.6
Cindex | 35.0 | 81.0 | 71.0""",
    captions=["Test scores."],
)
PARTS = read_tables(
    """Model | Parsing
Default | 52.9
Domain > Wiki | 50.4
Anchors > No anchors | 52.0
Anchors > Extra anchors | 53.1""",
    captions=["LAS of models."],
)
TASKS = read_tables(
    """Model | Entailment > French | Entailment > Russian | Parsing > French | Parsing > Russian
Alpha | 73.6 | 68.7 | 73.2 | 56.6
Borvo | 72.1 | 67.5 | 72.3 | 57.2""",
    captions=["Scores by task and language."],
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Cindex outperforms Alpha.", YES),
        ("Alpha outperforms Cindex.", NO),
        ("Alpha outperforms Borvo.", OPEN),  # no column has both
        ("Borvo outperforms Alpha.", OPEN),
        ("Borvo outperforms Damas on every set.", NO),  # one set says so
        ("Damas outperforms Borvo on every set.", OPEN),  # the other has no number
        ("Cindex outperforms Damas on every set.", YES),
    ],
)
def test_a_number_is_set_against_one_of_its_own_column(sentence: str, verdict: str) -> None:
    assert judged(sentence, PARTIAL) == verdict


def test_a_single_number_is_first_among_those_that_stand_with_it() -> None:
    tables = read_tables("Model | Dev | Test\nAlpha | 91.0 |\nBorvo | 90.0 | 95.0", captions=["Accuracy."])
    assert judged("Alpha is the best model.", tables) == YES


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [("Borvo outperforms Alpha.", YES), ("Alpha outperforms Borvo.", NO), ("Alpha outperforms Cindex.", YES)],
)
def test_one_label_under_two_headings_is_compared_under_that_of_the_other(sentence: str, verdict: str) -> None:
    assert judged(sentence, GROUPED) == verdict


@pytest.mark.parametrize("figure", ["86.6", "50.4", "12.3"])
def test_a_figure_that_may_be_of_several_cells_is_never_found_in_any(figure: str) -> None:
    tables = read_tables("Model | French\nOne > Alpha | 50.4\nTwo > Alpha | 86.6", captions=["Accuracy."])
    assert judged(f"Alpha reaches {figure} on French.", tables) == DECLINED
    assert judged(f"Alpha reaches {figure} on French without translation.", tables) == DECLINED


def test_a_difference_that_may_be_of_several_columns_is_never_found_in_any() -> None:
    assert judged("Alpha outperforms Borvo by 1.5 points on Entailment on average.", TASKS) == DECLINED
    assert judged("Alpha outperforms Borvo by 1.5 points on Entailment.", TASKS) == DECLINED


@pytest.mark.parametrize("level", ["p < 0.05", "p < 0.001", "p = 0.02"])
def test_a_level_of_significance_is_no_aside(level: str) -> None:
    assert judged("Alpha outperforms Borvo on SST.", SCORES) == YES
    assert judged(f"Alpha outperforms Borvo on SST ({level}).", SCORES) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Concat is the best frozen-layer approach.", YES),
        ("Sum is the best frozen-layer approach.", NO),
        ("Concat is the best approach.", NO),
        ("Concat is the best unsupervised approach.", DECLINED),
        ("Alpha is the best tuning approach.", YES),
    ],
)
def test_the_words_after_a_superlative_say_among_which(sentence: str, verdict: str) -> None:
    assert judged(sentence, KINDS) == verdict


def test_best_on_a_task_of_all_tasks_is_declined() -> None:
    assert judged("Alpha performs best on CoLA.", SCORES) == YES
    assert judged("Alpha performs best on CoLA among all tasks.", SCORES) == DECLINED
    assert judged("Alpha performs best on CoLA among all models.", SCORES) == YES


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Borvo never falls below Alpha.", YES),
        ("Alpha never falls below Borvo.", NO),
        ("Borvo does not fall below Alpha on any task.", YES),
        ("Alpha falls below Borvo on CoLA.", YES),
        ("All systems exceed 30 on CoLA.", YES),  # a row without a label is no system
        ("All systems exceed 40 on CoLA.", NO),
        ("Half of the systems exceed 75 on average.", DECLINED),
        ("Borvo is better than all others on average.", YES),
        ("Alpha is better than all others on average.", NO),
    ],
)
def test_what_falls_below_and_what_has_no_label(sentence: str, verdict: str) -> None:
    assert judged(sentence, COUNTED) == verdict


def test_every_task_is_not_every_language_of_each() -> None:
    assert judged("Alpha outperforms Borvo on every task.", TASKS) == DECLINED
    assert judged("Alpha outperforms Borvo on every French task.", TASKS) == DECLINED
    assert judged("Alpha outperforms Borvo on Entailment in all languages.", TASKS) == YES


def test_what_is_taken_away_is_not_taken_from_another_heading() -> None:
    assert judged("Removing anchors hurts parsing by 0.9.", PARTS) == YES
    assert judged("Removing anchors hurts parsing by 1.6.", PARTS) == NO


@pytest.mark.parametrize(
    "sentence",
    [
        "With other parameters, Borvo would outperform Alpha on SST.",
        "Borvo might outperform Alpha on SST.",
        "The design of Borvo is as close to Alpha as possible.",
        "We did not tune Alpha, which reaches 70.0 on SST.",
        "We randomly select 60 examples of SST.",
        "Scores on SST are averaged over 5 random restarts.",
        "Alpha has 7 convolutional layers on SST.",
        "Alpha makes fewer generated repetitions on SST than Borvo.",
        "Alpha makes two-thirds of the errors of Borvo on SST.",
        "Alpha and Borvo show comparable performance to the existing metrics on SST.",
        "Alpha is better on SST.",
    ],
)
def test_what_is_no_claim_about_a_table_is_declined(sentence: str) -> None:
    assert judged("Alpha outperforms Borvo on SST.", SCORES) == YES
    assert judged("Alpha and Borvo show comparable performance on SST.", SCORES) != DECLINED
    assert judged(sentence, SCORES) == DECLINED


def test_a_name_of_several_authors_is_no_foreign_language() -> None:
    tables = read_tables("Model | Test\nPost et al. [1] | 58.7\nWeiss et al. [9] | 57.9", captions=["BLEU."])
    assert judged("Post et al. outperform Weiss et al.", tables) == YES
    assert "English" in read_claim("Alpha superó a Borvo en la tarea SST por 2.1 puntos.", tables).declined


HEADED = read_tables(
    """System | Ovid > (8) | Plain > (17)
Alpha | 0.71 | 0.45
Borvo | 0.60 | 0.50""",
    captions=["Results by group."],
)
ADDED = read_tables(
    """Model | BLEU
Narrow | 35.3
Wide | 35.6
Wide + BT | 38.5""",
    captions=["BLEU of models; BT is back-translation."],
)
VERSIONS = [
    read_tables(
        "System | F1\nAlpha | 90.9\nBorvo | 88.5",
        "System | F1\nAlpha | 83.1\nBorvo | 80.0",
        captions=["Table 1: QuAD 1.1 results.", "Table 2: QuAD 2.0 results."],
    )
]
TWICE = read_tables(
    "Model | dev | test\nAlpha | 61.9 | 60.4\nBorvo | 57.0 | 58.0",
    "Model | dev | test\nAlpha | 34.0 | 32.0\nBorvo | 33.0 | 33.5",
    captions=["Table 1: BLEU on original references.", "Table 2: BLEU on cleaned references."],
)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [("Alpha outperforms Borvo on Ovid.", YES), ("Alpha outperforms Borvo on Plain.", NO), ("Alpha outperforms Borvo on Zulu.", DECLINED)],
)
def test_a_count_in_brackets_in_a_head_hides_no_column(sentence: str, verdict: str) -> None:
    assert judged(sentence, HEADED) == verdict


def test_what_was_added_is_compared_with_what_it_was_added_to() -> None:
    assert judged("Wide + BT outperforms Wide by 2.9 BLEU.", ADDED) == YES
    assert judged("Wide + BT improves Wide by 2.9 BLEU.", ADDED) == YES
    assert judged("Wide + BT improves Wide by 3.2 BLEU.", ADDED) == NO
    assert judged("Wide + BT improves Narrow by 2.9 BLEU.", ADDED) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha reaches an F1 of 90.9 on QuAD 1.1.", YES),
        ("Alpha reaches an F1 of 90.9 on QuAD 2.0.", NO),
        ("Alpha reaches an F1 of 83.1 on QuAD 2.0.", YES),
        ("Alpha reaches an F1 of 83.1 on QuAD 3.0.", DECLINED),
    ],
)
def test_the_version_of_a_dataset_is_no_figure(sentence: str, verdict: str) -> None:
    assert judged(sentence, VERSIONS[0]) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha outperforms Borvo on every set.", NO),  # not in the second table
        ("Alpha outperforms Borvo on every set in Table 1.", YES),
        ("Alpha outperforms Borvo in all settings on dev.", YES),
    ],
)
def test_all_settings_are_those_of_all_tables(sentence: str, verdict: str) -> None:
    assert judged(sentence, TWICE) == verdict


def test_a_count_of_what_is_named_is_that_of_the_table() -> None:
    assert judged("Alpha outperforms Borvo on the three tasks.", SCORES) != DECLINED
    assert judged("Over the six SST sets, Alpha averages 90.1.", SCORES) == DECLINED


@pytest.mark.parametrize(
    "sentence",
    [
        "To investigate why Alpha outperforms Borvo on SST, we look at CoLA.",
        "In their experiments, Alpha outperforms Borvo on SST.",
        "Alpha fails to tell SST, and is better than Borvo.",
        "Alpha and Borvo perform best on SST and MRPC, respectively.",
    ],
)
def test_what_is_asked_or_others_say_is_declined(sentence: str) -> None:
    assert judged(sentence, SCORES) == DECLINED


def test_why_no_table_is_read_is_said_of_all_that_were_tried() -> None:
    tables = read_tables(
        "Model | SST\nAlpha | 90.0\nBorvo | 91.0",
        "Model | RACE\nCindex | 80.0\nBorvo | 81.0",
        captions=["Table 1: Results on SST.", "Table 2: Results on RACE."],
    )
    why = read_claim("Alpha outperforms Cindex on RACE.", tables).declined
    assert "no one table" in why
    assert "Table 1" in why
    assert "Table 2" in why
    assert "15.4M" in read_claim("Alpha has 15.4M parameters on SST.", SCORES).declined


def test_both_of_two_are_named() -> None:
    assert judged("Alpha outperforms Borvo on both SST and CoLA.", SCORES) == YES
    assert judged("Alpha outperforms Borvo on both plain sentences and CoLA.", SCORES) == DECLINED
    assert judged("Alpha outperforms Borvo on both SST and plain sentences.", SCORES) == DECLINED


def test_columns_without_a_label_are_not_left_out() -> None:
    tables = read_tables("Star | #1 | ± | #2 | ±2\nlogg | 4.50 | 0.10 | 4.40 | 0.11", captions=["Parameters."])
    assert judged("logg reaches 4.50.", tables) == DECLINED
    assert judged("logg reaches 0.11.", tables) == DECLINED
