"""Titles: what is print, what is a slip, and what is another title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.sources.titles import compare_titles

BERT = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (BERT, BERT.upper(), "same"),
        (BERT, "{BERT}: Pretraining of deep bidirectional transformers for language understanding.", "same"),
        ("$\\beta$-VAE: Learning Basic Visual Concepts", "β-VAE: Learning Basic Visual Concepts", "same"),
        ("Modelling the Behaviour of Optimisers", "Modeling the Behavior of Optimizers", "same"),
        ("Elias &amp; Sons", "Eliás and Sons", "same"),
        ("Learning <i>C. elegans</i> Behaviour", "Learning C. elegans Behavior", "same"),
        ("[RETRACTED] A Study of Sleep and Memory", "A Study of Sleep and Memory", "same"),
        ("Don’t Stop Pretraining", "Don't stop pre-training", "same"),
        ("Segment Anything in Images: A Study of Prompts", "Segment Anything in Images", "shortened"),
        ("0", "0", "same"),
        ("Meta-Learnings Bidirectional Update Rules", "Meta-Learning Bidirectional Update Rules", "misspelt"),
        ("Langauge Models are Few-Shot Learners", "Language Models are Few-Shot Learners", "misspelt"),
        ("Self-Consistency Improves Chain of Thought Inference", "Self-Consistency Improves Chain of Thought Reasoning", "near"),
        ("Improving Language Understanding with GPT-2", "Improving Language Understanding with GPT-3", "near"),
        ("Deep Learning", "Deep Learning for Protein Structure Prediction", "different"),
        ("Attention Is All You Need", "Attention-based models for speech recognition", "different"),
        ("", BERT, "not told"),
        ("Intermediate-Task Training Improves Zero-Shot Transfer", "Intermediate-Task Training Improves Zero-Shot Transfer Too", "near"),
    ],
)  # fmt: skip
def test_likeness(one: str, other: str, likeness: str) -> None:
    assert compare_titles(one, other).likeness == likeness
    assert compare_titles(other, one).likeness == likeness


def test_the_words_that_differ_are_told() -> None:
    found = compare_titles("Mixing Predictions towards Online Metric Algorithms", "Mixing Predictions for Online Metric Algorithms")
    assert (found.only_cited, found.only_known) == (("towards",), ("for",))


@given(st.text(max_size=80))
def test_any_text_is_its_own_title(text: str) -> None:
    assert compare_titles(text, text).likeness in ("same", "not told")


@pytest.mark.parametrize("mark", ["[J]", " [C]", "[EB/OL]", "［J］"])
def test_the_mark_of_a_kind_of_text_is_no_word_of_a_title(mark: str) -> None:
    assert compare_titles(f"Attention is all you need{mark}", "Attention Is All You Need").likeness == "same"
    assert compare_titles("Weights of Type J", "Weights of Type").likeness != "same"
