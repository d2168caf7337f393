"""Numbers with letters behind them, scales in brackets, orders of labels: what a figure of a sentence is held against."""

from __future__ import annotations

import pytest
from typed_claims import DECLINED, NO, YES, judged, read_tables

from synth.claims.scales import scale_of_labels
from synth.reading.numbers import decimal_mark

SETS = read_tables(
    """Corpus | # negative | # positive
Uppland | 170K | 12K
Skaraborg | 6.52M | 0.4M
Dalarna | 1.96M | 30K""",
    captions=["Examples of each corpus."],
)
MATCHED = read_tables(
    """System | MNLI-(m) | MNLI-(mm)
Alpha (K = 7) | 84.6 | 83.4
Borvo (2018b) | 86.7 | 85.9""",
    captions=["Accuracy."],
)
SIZES = read_tables(
    """Model | Parameters (M) | Accuracy
Alpha | 110 | 80.1
Borvo | 340M | 82.3""",
    captions=["Models."],
)
BATCHES = read_tables(
    """bsz | ppl | SST-2
2K | 3.68 | 92.9
8K | 3.77 | 92.8
256 | 3.99 | 92.7""",
    captions=["Perplexity and accuracy with varying batch sizes (bsz). We train on the same data."],
)
TIMES = read_tables("Metric | Oslo | Turin\nAlpha | 196.6 | 4000.0\nBorvo | 20.1 | 7200.0", captions=["Time in seconds."])
FEATURES = read_tables(
    """Feature | # languages | Avg. accuracy | Std. deviation
Rounding | 4 | 0.65 | 0.08
Tone | 12 | 0.71 | 0.05""",
    captions=["What is learned."],
)
TWICE = read_tables("System | CoLA\nAlpha | 60.5\nBorvo | 52.1\nCindex | 30.6", captions=["Accuracy."])


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Uppland has more negative examples than Skaraborg.", NO),
        ("Skaraborg has more negative examples than Uppland.", YES),
        ("Skaraborg has 6.52 million negative examples.", YES),
        ("Skaraborg has 6.52 thousand negative examples.", NO),
        ("Uppland has 170,000 negative examples.", YES),
        ("Uppland has 180,000 negative examples.", NO),
        ("Skaraborg has the most negative examples.", YES),
        ("Uppland has the most negative examples.", NO),
    ],
)
def test_a_letter_behind_a_number_makes_it_large(sentence: str, verdict: str) -> None:
    assert judged(sentence, SETS) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha (K = 7) scores 84.6 on MNLI-(m).", YES),
        ("Alpha (K = 7) scores 86.4 on MNLI-(m).", NO),
        ("Borvo (2018b) scores 86.7 on MNLI-(m).", YES),
    ],
)
def test_a_letter_in_brackets_is_no_scale_of_a_name(sentence: str, verdict: str) -> None:
    assert judged(sentence, MATCHED) == verdict


@pytest.mark.parametrize("label", ["MNLI-(m)", "Conneau et al. (2018b)", "XLNet (K = 7)", "Model(s)", "dev (m)", "Score (b)"])
def test_labels_without_a_scale(label: str) -> None:
    assert scale_of_labels([label]) is None


@pytest.mark.parametrize(
    "label", ["Params (M)", "#params (m)", "Tokens (in millions)", "Latency (ms)", "Time (s)", "Index (GB)", "Cost (k$)"]
)
def test_labels_with_a_scale(label: str) -> None:
    assert (scale_of_labels([label]) is None) == (label == "Cost (k$)")


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha has 110 million parameters.", YES),
        ("Alpha has 110 thousand parameters.", NO),
        ("Borvo has 340 million parameters.", YES),
        ("Borvo has more parameters than Alpha.", YES),
    ],
)
def test_what_a_label_counts_in_is_not_counted_twice(sentence: str, verdict: str) -> None:
    assert judged(sentence, SIZES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Perplexity increases with batch size.", NO),
        ("Accuracy on SST-2 increases with batch size.", NO),
        ("More data always improves SST-2.", DECLINED),
    ],
)
def test_an_order_goes_by_what_the_labels_say_and_only_by_what_is_varied(sentence: str, verdict: str) -> None:
    assert judged(sentence, BATCHES) == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha takes more than 1 hour on Oslo.", NO),
        ("Alpha takes more than 1 hour on Turin.", YES),
        ("Alpha takes more than 3 minutes on Oslo.", YES),
        ("Borvo takes less than 2 hours on Turin.", NO),
    ],
)
def test_a_limit_has_a_unit_too(sentence: str, verdict: str) -> None:
    assert judged(sentence, TIMES) == verdict


@pytest.mark.parametrize("sentence", ["Rounding has a mean of 1.577.", "Tone has 12.76 in total."])
def test_no_mean_and_no_total_of_different_things(sentence: str) -> None:
    assert judged(sentence, FEATURES) == DECLINED


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Alpha doubles the CoLA score of Cindex.", YES),
        ("Alpha nearly doubles the CoLA score of Cindex.", YES),
        ("Alpha nearly doubles the CoLA score of Borvo.", NO),
        ("Borvo doubles the CoLA score of Cindex.", NO),
    ],
)
def test_to_double_is_no_more_and_no_less(sentence: str, verdict: str) -> None:
    assert judged(sentence, TWICE) == verdict


def test_one_slip_does_not_decide_the_decimal_mark() -> None:
    assert decimal_mark(["96,30%", "97,08%", "97,51%", "97.62%"]) == ","
    assert decimal_mark(["96.30", "97.08", "12,5"]) == "."
    assert decimal_mark(["96.30", "97,08"]) == "."
