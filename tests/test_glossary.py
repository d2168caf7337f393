"""What short names stand for, where a caption or a paper says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.claims.glossary import abbreviates, told_in_brackets, told_in_caption, told_in_paper


@pytest.mark.parametrize(
    ("caption", "told"),
    [
        ("Pearson (r) and Spearman (ρ) correlation.", [("r", "Pearson"), ("ρ", "Spearman")]),
        ("Structural simplicity (StS) of sentences.", [("StS", "Structural simplicity")]),
        ("We report EM (exact match).", [("EM", "exact match")]),
        ("Share of unknown trigrams (λ).", [("λ", "unknown trigrams")]),
        ("S: solved share, M: mean accuracy.", [("S", "solved share"), ("M", "mean accuracy")]),
        ("BS stands for batch size and LR for learning rate.", [("BS", "batch size"), ("LR", "learning rate")]),
        ("The rate of constraint conflicts (CC).", [("CC", "constraint conflicts")]),
        ("#L = the number of layers.", [("L", "number of layers")]),
    ],
)
def test_a_caption_tells_what_its_short_names_stand_for(caption: str, told: list[tuple[str, str]]) -> None:
    assert list(told_in_caption(caption)) == told


@pytest.mark.parametrize(
    "caption",
    [
        "Results (see Table 2).",
        "Scores of 2019 (BERT).",
        "Accuracy (%) and the rest (a).",
        "Note: scores are means.",
        "Figure 1 (a) of runs.",
    ],
)
def test_what_stands_in_brackets_for_another_reason_is_no_short_name(caption: str) -> None:
    assert told_in_caption(caption) == ()


def test_a_paper_tells_a_lone_letter_only_where_it_stands_for_one_thing() -> None:
    assert told_in_paper(["Grammaticality (G) and diabetic retinopathy (DR)."]) == {
        "G": ("Grammaticality",),
        "DR": ("diabetic retinopathy",),
    }
    assert told_in_paper(["Simplicity (S) is one thing.", "The source (S) is another."]) == {}


def test_letters_stand_for_words_in_their_order() -> None:
    assert abbreviates("BiLSTM", ["bidirectional", "LSTM"])
    assert abbreviates("CBOW", ["continuous", "bag", "of", "words"])
    assert not abbreviates("CBOW", ["bag", "of", "words"])
    assert not abbreviates("DR", ["retinopathy", "data"])
    assert not abbreviates("F1", ["figure", "1"])


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for short, long in told_in_brackets(text):
        assert short
        assert long
