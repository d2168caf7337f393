"""Figures in the scale of a table: what a word after a figure says, what a label says, and what the one is in the other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.claims.scales import factor, scale_of, scale_of_labels

WORDS = (
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "KB",
    "MB",
    "GB",
    "kilobytes",
    "ms",
    "seconds",
    "minutes",
    "hours",
    "days",
)
LABELS = ("Params (M)", "Words (thousand)", "Size (GB)", "Index [MB]", "Latency (ms)", "Time (s)", "Duration (hours)")


@pytest.mark.parametrize(
    ("word", "scale"),
    [
        ("thousand", ("count", 1000)),
        ("Million", ("count", 10**6)),
        ("bn", ("count", 10**9)),
        ("M", ("count", 10**6)),
        ("GB", ("bytes", 10**9)),
        ("ms", ("time", Fraction(1, 1000))),
        ("minutes", ("time", 60)),
        ("m", None),  # a metre
        ("s", None),
        ("b", None),
        ("words", None),
        ("%", None),
        ("", None),
    ],
)
def test_a_word_after_a_figure_gives_it_a_scale_or_none(word: str, scale: tuple[str, Fraction] | None) -> None:
    assert scale_of(word) == scale


@pytest.mark.parametrize(
    ("labels", "scale"),
    [
        (["Params (M)"], ("count", 10**6)),
        (["Params [millions]"], ("count", 10**6)),
        (["Size (in GB)"], ("bytes", 10**9)),
        (["Latency (ms)"], ("time", Fraction(1, 1000))),
        (["Latency", "Index (MB)"], ("bytes", 10**6)),
        (["Params M"], None),  # not in brackets
        (["F1 (macro)"], None),
        (["Million Song"], None),
        (["Note (this text is far too long to be a unit of M)"], None),
        ([], None),
    ],
)
def test_a_label_gives_a_scale_in_brackets(labels: list[str], scale: tuple[str, Fraction] | None) -> None:
    assert scale_of_labels(labels) == scale


@given(st.sampled_from(WORDS), st.sampled_from(LABELS), st.integers(1, 10**4))
def test_a_figure_in_the_tables_scale_is_the_same_amount_or_there_is_none(word: str, label: str, figure: int) -> None:
    said, printed = scale_of(word), scale_of_labels([label])
    assert said is not None
    assert printed is not None
    by = factor(said, printed, "", [])
    assert (by is None) == (said[0] != printed[0])
    if by is not None:
        assert figure * by * printed[1] == figure * said[1]


def test_a_plain_figure_beside_a_column_in_millions_is_a_plain_count() -> None:
    assert factor(None, scale_of_labels(["Params (M)"]), "", []) == Fraction(1, 10**6)


@pytest.mark.parametrize("label", ["Latency (ms)", "Size (GB)"])
def test_a_plain_figure_beside_a_time_or_a_size_is_in_its_unit(label: str) -> None:
    assert factor(None, scale_of_labels([label]), "", [label]) == 1


def test_a_scale_that_no_label_gives_is_the_captions_or_is_multiplied_out() -> None:
    said = scale_of("million")
    assert factor(said, None, "Corpora and their words.", []) == 10**6
    assert factor(said, None, "Corpora, in million words.", []) == 1
    assert factor(said, None, "Corpora, in thousand words.", []) == 10**6


def test_without_any_scale_a_figure_stays_as_it_is() -> None:
    assert factor(None, None, "", []) == 1
