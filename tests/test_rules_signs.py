"""Signs of correlations, bounds behind a figure, descriptions before a name, and who is first when it is named last."""

from __future__ import annotations

import pytest
from made_claims import judged

CORRELATIONS = (
    "Spearman correlation of metrics with human ratings.",
    """
Metric | Without cuts > Fluency | Without cuts > Meaning | With cuts > Fluency | With cuts > Meaning
Alder | 0.61 | 0.44 | 0.20 | -0.31
Rowan | 0.35 | -0.12 | 0.11 | -0.40
Sorrel | 0.10 | 0.29 | 0.05 | -0.22
""",
)
LINKS = (
    "Error of the link functions. BS is the batch size.",
    """
Setting | MAE | Speed
logit > 8 | 0.30 | 12.0
probit > 8 | 0.28 | 11.0
logit > 16 | 0.22 | 14.0
probit > 16 | 0.25 | 13.0
""",
)
TOWNS = (
    "Accuracy by town.",
    """
Model | Oslo | Turin
Alder | 84.0 | 70.0
Rowan | 80.0 | 71.0
Sorrel | 83.0 | 72.0
Tansy | 89.0 | 79.0
""",
)
CUT = (
    "Precision on analogies.",
    """
Method | Analg. (sem) | Analg. (syn)
Alder | 84.0 | 70.0
Rowan | 80.0 | 71.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("With cuts, every metric correlates negatively with meaning.", "supported"),
        ("In both settings, every metric correlates negatively with meaning.", "contradicted"),
        ("Alder correlates positively with fluency in both settings.", "supported"),
        ("Every metric correlates negatively with meaning.", "declined"),
    ],
)
def test_a_correlation_is_held_against_zero(text: str, judgement: str) -> None:
    assert judged(text, CORRELATIONS) == judgement


def test_a_sign_of_what_is_no_correlation_is_not_read() -> None:
    assert judged("Accuracy on Oslo correlates negatively with Alder.", TOWNS) == "declined"


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("On Oslo, two of the four models have an accuracy of 84 or higher.", "supported"),
        ("On Oslo, three of the four models have an accuracy of 84 or higher.", "contradicted"),
        ("On Turin, two of the four models have an accuracy of 71 or lower.", "supported"),
    ],
)
def test_a_figure_may_be_followed_by_the_way_it_bounds(text: str, judgement: str) -> None:
    assert judged(text, TOWNS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("The lowest MAE (0.22) is obtained with the logit.", "supported"),
        ("The lowest MAE (0.25) is obtained with the probit.", "contradicted"),
        ("The lowest MAE is obtained with the logit and a batch size of 16.", "supported"),
        ("The lowest MAE is obtained with the probit and a batch size of 8.", "contradicted"),
        ("The lowest MAE is obtained with the cauchit.", "declined"),
    ],
)
def test_the_first_is_one_of_the_lines_with_the_setting_that_is_named_behind(text: str, judgement: str) -> None:
    assert judged(text, LINKS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Alder outperforms Rowan on Oslo, and Sorrel performs best on Turin among all 3 models.", "supported"),
        ("Alder outperforms Rowan on Turin, and Sorrel performs best on Oslo among all 3 models.", "contradicted"),
        ("Sorrel performs best on Turin among all 3 models.", "declined"),
    ],
)
def test_as_many_as_are_named_are_all_that_are_spoken_of(text: str, judgement: str) -> None:
    assert judged(text, TOWNS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("On the crowded northern dataset, Oslo, Alder is better than Rowan.", "supported"),
        ("On the crowded northern dataset, Turin, Alder is better than Rowan.", "contradicted"),
        ("On the crowded northern dataset Alder is better than Rowan.", "declined"),
    ],
)
def test_what_is_described_before_it_is_named_is_what_is_named(text: str, judgement: str) -> None:
    assert judged(text, TOWNS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Alder outperforms Rowan on semantic analogies.", "supported"),
        ("Alder outperforms Rowan on syntactic analogies.", "contradicted"),
        ("Alder outperforms Rowan on phonetic analogies.", "declined"),
    ],
)
def test_a_word_that_a_label_cuts_short_in_brackets_is_its_name(text: str, judgement: str) -> None:
    assert judged(text, CUT) == judgement


HEADS = (
    "Accuracy by what is trained.",
    """
Part | Oslo | Turin
Base | 70.0 | 75.0
Prune least imp 30% heads | 72.0 | 74.0
Train random 30% heads | 74.0 | 73.0
Train most imp 30% heads | 78.0 | 79.0
""",
)
CITED_PAIRS = (
    "Correlation of metrics.",
    """
Metric | Oslo | Turin
BLEU-1ref | 0.20 | 0.35
BLEU-8ref | 0.30 | 0.45
iBLEU-1ref | 0.25 | 0.30
iBLEU-8ref | 0.40 | 0.50
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Training the most important heads outperforms Base by 8 points on Oslo.", "supported"),
        ("Training random heads outperforms Base by 8 points on Oslo.", "contradicted"),
        ("On Turin, pruning the least important heads is worse than Base.", "supported"),
        ("Base is worse on Oslo than when the most imp heads are trained.", "supported"),
        ("Training the heads outperforms Base on Oslo.", "declined"),
        ("Training the most recent heads outperforms Base on Oslo.", "declined"),
    ],
)
def test_the_words_of_a_label_that_describes_are_its_name_where_no_other_label_has_them(text: str, judgement: str) -> None:
    assert judged(text, HEADS) == judgement


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("iBLEU has higher correlations than BLEU on Oslo.", "supported"),
        ("iBLEU has higher correlations than BLEU on Turin and on Oslo.", "contradicted"),
    ],
)
def test_names_of_several_lines_are_compared_by_what_their_labels_share(text: str, judgement: str) -> None:
    assert judged(text, CITED_PAIRS) == judgement


def test_that_a_finding_is_so_is_what_is_found() -> None:
    assert judged("Another interesting fact is that Alder is better than Rowan on Oslo.", TOWNS) == "supported"
    assert judged("Another interesting fact is that Rowan is better than Alder on Oslo.", TOWNS) == "contradicted"
    assert judged("Another interesting fact is not that Rowan is better than Alder on Oslo.", TOWNS) == "declined"


LEVELS = ("Correlation at the corpus level.", CITED_PAIRS[1])


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("At the corpus level, iBLEU-1ref is above BLEU-1ref on Oslo.", "supported"),
        ("At the corpus level, iBLEU-1ref is above BLEU-1ref on Turin.", "contradicted"),
        ("At the sentence level, iBLEU-1ref is above BLEU-1ref on Oslo.", "declined"),
    ],
)
def test_a_level_that_a_table_does_not_name_is_that_of_another(text: str, judgement: str) -> None:
    assert judged(text, LEVELS) == judgement
