"""Titles: what is print, what is a slip, and what is another title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.sources.titles import are_alike, compare_titles, is_lengthened

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
        ("0", "0", "same"),
        ("Meta-Learnings Bidirectional Update Rules", "Meta-Learning Bidirectional Update Rules", "misspelt"),
        ("Langauge Models are Few-Shot Learners", "Language Models are Few-Shot Learners", "misspelt"),
        ("Self-Consistency Improves Chain of Thought Inference", "Self-Consistency Improves Chain of Thought Reasoning", "near"),
        ("Improving Language Understanding with GPT-2", "Improving Language Understanding with GPT-3", "near"),
        ("Deep Learning", "Deep Learning for Protein Structure Prediction", "different"),
        ("Attention Is All You Need", "Attention-based models for speech recognition", "different"),
        ("", BERT, "not told"),
        ("Intermediate-Task Training Improves Zero-Shot Transfer", "Intermediate-Task Training Improves Zero-Shot Transfer Too", "near"),
        ("基于深度学习的目标检测研究", "Research on Object Detection Based on Deep Learning", "not told"),
        ("基于BERT的文本分类", "基於BERT的文本分類", "not told"),
        ("深層学習を用いた画像認識", "Image Recognition with Deep Learning", "not told"),
        ("О стабильности движения", "On the Stability of Motion", "not told"),
        ("딥러닝을 이용한 감성 분석", "Sentiment Analysis with Deep Learning", "not told"),
        ("On the Stability of Motion", "Über die Stabilität der Bewegung", "not told"),
        ("On the Stability of Motion", "Ob ustoichivosti dvizheniya", "not told"),
        ("On the Stability of Motion", "A Study in the Weights of Nets", "different"),
        ("On the Stability of Motion", "Deep Residual Learning", "different"),
        ("基于深度学习的目标检测研究", "大规模语言模型综述", "different"),
        ("$\\alpha$ and β in Deep Networks", "Wide Networks of γ and δ", "different"),
    ],
)  # fmt: skip
def test_likeness(one: str, other: str, likeness: str) -> None:
    assert compare_titles(one, other).likeness == likeness
    assert compare_titles(other, one).likeness == likeness


def test_a_subtitle_may_be_left_out_and_not_added() -> None:
    long, short = "Learning to Weigh Evidence in Long Documents: A Study of Prompts", "Learning to Weigh Evidence in Long Documents"
    assert compare_titles(short, long).likeness == are_alike(short, long) == are_alike(long, short) == "shortened"
    added = compare_titles(long, short)
    assert added.likeness == "near"
    assert is_lengthened(added)
    assert added.only_cited == ("a", "study", "of", "prompts")


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
