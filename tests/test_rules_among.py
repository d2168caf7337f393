"""Among which something is first, what is a condition of it, and what of a sentence is no measure."""

from __future__ import annotations

import pytest
from made_claims import compiled, judged

GROUPED = (
    "Accuracy of encoders.",
    """
Model | SST | TREC | Avg.
Base | 60.0 | 61.0 | 60.5
Lake 15 > + T | 70.0 | 66.0 | 68.0
Lake 15 > + C | 69.0 | 65.0 | 67.0
Lake 100 > + T | 72.0 | 69.0 | 70.5
Lake 100 > + C | 71.0 | 63.0 | 67.5
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Lake 100 / + T obtains the best average accuracy.", "supported"),
        ("Lake 15 / + T obtains the best average accuracy.", "contradicted"),
        ("Lake 100 / + T ranks first on average.", "supported"),
        ("Lake 15 / + T ranks first on average.", "contradicted"),
        ("Only Lake 100 + T exceeds 70 on average.", "supported"),
        ("Only Lake 15 + T exceeds 67 on average.", "contradicted"),
        ("Lake 100 / + T outperforms all other models on average.", "supported"),
        ("Lake 15 / + T outperforms all other models on average.", "contradicted"),
        ("No model exceeds Lake 100 + T on average.", "supported"),
        ("No model exceeds Lake 15 + T on average.", "contradicted"),
        ("Lake 15 / + C is the worst model on average.", "contradicted"),
    ],
)
def test_a_model_called_by_its_group_and_label_is_first_among_all(text: str, judgement: str) -> None:
    assert judged(text, GROUPED) == judgement


TRAINED = (
    "Scores after training on a task.",
    """
Task | SST | TREC
No MLM > Oak | 80.0 | 70.0
No MLM > Elm | 82.0 | 60.0
With MLM > Oak | 75.0 | 77.0
With MLM > Elm | 74.0 | 79.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Without MLM, Elm gives the best result on SST.", "supported"),
        ("Without MLM, Oak gives the best result on SST.", "contradicted"),
        ("With MLM, Oak gives the best result on SST.", "supported"),
        ("With MLM, Oak gives the best result on TREC.", "contradicted"),
        ("Oak gives the best result on SST with MLM.", "supported"),
    ],
)
def test_a_condition_in_front_is_no_heading_whose_namesakes_compete(text: str, judgement: str) -> None:
    assert judged(text, TRAINED) == judgement


NEIGHBOURS = (
    "Precision at k.",
    """
Pair | word | sentence
de-es > k=1 | 36.0 | 40.0
de-es > k=5 | 53.0 | 54.5
es-de > k=1 | 31.0 | 32.0
es-de > k=5 | 51.0 | 51.5
""",
)
MEASURED = (
    "Results.",
    """
Model | SQuAD > EM | SQuAD > F1 | QuoRef > EM | QuoRef > F1
Oak | 80.0 | 88.0 | 60.0 | 68.0
Elm | 77.0 | 86.0 | 55.0 | 65.0
""",
)


@pytest.mark.parametrize(
    ("text", "table", "judgement"),
    [
        ("The largest gain of sentence over word at k=5 is for de-es.", NEIGHBOURS, "supported"),
        ("The largest gain of sentence over word at k=5 is for es-de.", NEIGHBOURS, "contradicted"),
        ("The gain of Oak over Elm in F1 is largest on QuoRef.", MEASURED, "supported"),
        ("The gain of Oak over Elm in F1 is largest on SQuAD.", MEASURED, "contradicted"),
        ("The gain of Oak over Elm is largest on QuoRef in F1.", MEASURED, "declined"),
        ("Oak gains most in F1 on QuoRef.", MEASURED, "declined"),
    ],
)
def test_gains_are_ranked_among_those_that_a_restriction_leaves(text: str, table: tuple[str, str], judgement: str) -> None:
    assert judged(text, table) == judgement


CITED = (
    "Scores.",
    """
Model | SST
Oak | 67.2
Published > Oak (Hu et al., 2020) | 68.1
Published > Oak (Ours) | 66.1
Published > Elm | 70.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Oak (Hu et al., 2020) obtains 68.1 on SST.", "supported"),
        ("Oak (Hu et al., 2020) obtains 67.2 on SST.", "contradicted"),
        ("Oak (Hu et al., 2020) beats Oak (Ours) by 2 points on SST.", "supported"),
        ("Oak obtains 67.2 on SST.", "supported"),
        ("Elm (Lee et al., 2019) obtains 70.0 on SST.", "supported"),
    ],
)
def test_a_citation_that_tells_two_rows_apart_is_a_part_of_the_name(text: str, judgement: str) -> None:
    assert judged(text, CITED) == judgement


CHANGES = (
    "Changes by training on a task, against the baseline.",
    """
Task | SST | TREC
Baseline | 60.0 | 70.0
No MLM > Oak | +8.0 | +2.0
No MLM > Elm | +6.0 | -1.0
With MLM > Oak | +5.0 | +1.0
With MLM > Elm | +7.0 | -2.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("MLM improves Oak on SST.", "declined"),
        ("Using MLM improves Elm on SST.", "declined"),
        ("MLM helps every task on SST.", "declined"),
        ("MLM hurts Oak on SST.", "declined"),
        ("MLM improves Oak by 5.0 points on SST.", "declined"),
        ("With MLM, Oak improves SST by 5.0 points.", "supported"),
        ("With MLM, Oak improves SST by 6.0 points.", "contradicted"),
        ("Training with MLM helps Oak on SST.", "declined"),
        ("With MLM, Oak improves SST.", "supported"),
        ("As long as MLM is left out, each of the tasks lifts SST.", "supported"),
        ("With MLM, Elm improves TREC.", "contradicted"),
    ],
)
def test_a_setting_that_the_table_has_and_lacks_is_not_what_printed_changes_are_by(text: str, judgement: str) -> None:
    assert judged(text, CHANGES) == judgement


PARSED = (
    "Scores of parsers.",
    """
Model | Primary LF | Remote LF
Oak | 68.0 | 48.0
Elm | 67.0 | 40.0
""",
)


@pytest.mark.parametrize(
    ("text", "judgement"),
    [
        ("Oak improves Primary LF more than Remote LF.", "declined"),
        ("Elm improves Primary LF less than Remote LF.", "declined"),
        ("Oak has a higher Primary LF than Elm.", "supported"),
        ("Elm has a higher Primary LF than Oak.", "contradicted"),
    ],
)
def test_levels_are_no_gains(text: str, judgement: str) -> None:
    assert judged(text, PARSED) == judgement


COUNTED = (
    "Examples of each data set.",
    """
Data | # pos | # neg | ratio
SST | 20 | 100 | 5.0
TREC | 10 | 80 | 8.0
CoLA | 40 | 160 | 4.0
""",
)
EXTRACTED = (
    "Word error rates [%].",
    """
Front end | #Params > FE | WER > dev | WER > test
Oak | 0 | 8.0 | 8.5
Elm | 5 | 7.0 | 8.8
""",
)


@pytest.mark.parametrize(
    ("text", "table", "judgement"),
    [
        ("TREC has the highest ratio of neg to pos.", COUNTED, "supported"),
        ("CoLA has the highest ratio of neg to pos.", COUNTED, "contradicted"),
        ("CoLA has the highest # neg.", COUNTED, "supported"),
        ("TREC has the highest # neg.", COUNTED, "contradicted"),
        ("Elm is the best FE on dev.", EXTRACTED, "supported"),
        ("Oak is the best FE on dev.", EXTRACTED, "contradicted"),
    ],
)
def test_a_word_of_a_noun_phrase_selects_no_column_of_counts(text: str, table: tuple[str, str], judgement: str) -> None:
    assert judged(text, table) == judgement


def test_what_a_setting_does_is_declined_with_its_name() -> None:
    assert "“MLM”" in compiled("MLM improves Oak on SST.", CHANGES).declined
