"""What a sentence says beside what a test holds: what makes it speak of something else than the table, and what asks for nothing."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_claim, read_tables

SPLITS = read_tables(
    """Task | train | dev
SST | 9741 | 1221
MRPC | 3668 | 408""",
    captions=["Table 1: Examples of each task."],
)
KAPPAS = read_tables(
    """Model | Kappa
Alpha | 0.58
Borvo | 0.55
Cindex | 0.49""",
)


def test_the_noun_that_a_comparative_is_said_of_must_be_in_the_table() -> None:
    assert judged("Borvo has a lower kappa than Alpha.", KAPPAS) == YES
    assert judged("The kappa of Borvo has a lower standard deviation than that of Alpha.", KAPPAS) == DECLINED
    assert "what is compared" in read_claim("The kappa of Borvo has a lower standard deviation than that of Alpha.", KAPPAS).declined


def test_a_part_of_the_data_that_the_table_does_not_have_is_another_one() -> None:
    assert judged("The training set of SST contains 9,741 examples.", SPLITS) == YES
    assert judged("The test set of SST contains 9,741 examples.", SPLITS) == DECLINED
    assert judged("Alpha reaches 90.1 on the SST test set.", SCORES) == YES  # the table tells no parts apart


@pytest.mark.parametrize("sentence", ["As listed in Table 1, Alpha scores 90.1 on SST.", "Alpha stays ahead of Borvo on the SST part."])
def test_words_of_any_report_ask_for_nothing(sentence: str) -> None:
    assert judged(sentence, SCORES) == YES
    assert judged(sentence.replace("Alpha", "Cindex"), SCORES) == NO


def test_a_word_inside_a_long_label_of_another_table_is_no_name_there() -> None:
    other = "Setting | Size\nEdge label dimension | 20\nKernel | 30"
    tables = read_tables("Model | SST | MRPC\nAlpha | 90.1 | 80.2\nBorvo | 88.0 | 82.5", other)
    assert "dimensions”, which another" not in read_claim("By its dimensions, Alpha outperforms Borvo on SST.", tables).declined
    assert "no “kernels”" in read_claim("By its kernels, Alpha outperforms Borvo on SST.", tables).declined


UNMEASURED = read_tables(
    "Model | Mayan | Nilotic\nAlpha | 0.80 | 0.70\nBorvo | 0.32 | 0.75",
    "Feature | Avg. Accuracy\nVoicing | 0.61",
    captions=["Table 1: Macro-averaged results.", "Table 2: Features."],
)


def test_numbers_that_a_table_does_not_name_are_what_the_paper_measures() -> None:
    assert judged("Alpha has the best result on Mayan.", UNMEASURED) == YES
    assert judged("Alpha has the best accuracy on Mayan.", UNMEASURED) == YES
    assert judged("Borvo has the best accuracy on Mayan.", UNMEASURED) == NO
    assert judged("Alpha has the best BLEU on Mayan.", UNMEASURED) == DECLINED
    assert judged("Borvo has the highest perplexity on Mayan.", UNMEASURED) == DECLINED


COUNTS = read_tables(
    "Model | IMDB Accuracy (%)\nUnigrams | 86.0\nDocument Vectors using Cosine Similarity | 93.1",
    captions=["Table 1: Comparison of models."],
)


def test_a_count_is_not_held_against_scores() -> None:
    assert judged("Unigrams reach 86.0 on IMDB.", COUNTS) == YES
    assert judged("Unigrams reach 87.0 on IMDB.", COUNTS) == NO
    assert judged("IMDB contains 25,000 training documents.", COUNTS) == DECLINED
    assert judged("The Document Vectors using Cosine Similarity have 25,000 on IMDB.", COUNTS) == DECLINED


def test_millions_of_what_no_label_counts_are_no_points() -> None:
    assert judged("Alpha scores 2.1 points more than Borvo on SST.", SCORES) == YES
    assert judged("Alpha has 3 million parameters more than Borvo on SST.", SCORES) == DECLINED


def test_what_is_longer_is_not_above_a_figure() -> None:
    assert judged("Alpha exceeds 90.0 on SST.", SCORES) == YES
    assert judged("Alpha scores higher than 90.0 on SST.", SCORES) == YES
    assert judged("Alpha trained longer scores 90.1 on SST.", SCORES) == DECLINED


def test_what_is_left_unread_is_said_in_its_own_words() -> None:
    assert "“15.4M” is left unread" in read_claim("Alpha reaches 15.4M on SST.", SCORES).declined
