"""Which way is better: of a metric by its word, and of what stands under a label by what the label says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.reading.vocabulary import TableWords, better, better_label, is_neither, readings


@pytest.mark.parametrize("metric", ["accuracy", "f1", "em", "bleu", "ndcg@10", "psnr", "auroc", "dice", "kappa", "score"])
def test_more_of_most_metrics_is_better(metric: str) -> None:
    assert better(metric) == "higher"


@pytest.mark.parametrize(
    "metric", ["wer", "cer", "ter", "perplexity", "loss", "rmse", "mae", "fid", "eer", "ece", "brier", "mean_rank", "hd95"]
)
def test_less_of_an_error_is_better(metric: str) -> None:
    assert better(metric) == "lower"


@pytest.mark.parametrize("metric", ["odds_ratio", "hazard_ratio", "", "nobody's metric"])
def test_of_an_effect_or_an_unknown_metric_nothing_is_said(metric: str) -> None:
    assert better(metric) == ""


@pytest.mark.parametrize(
    ("label", "metric"),
    [
        ("Top-1 err.", "top1_error"),
        ("NDCG@10", "ndcg@10"),
        ("Hits@10", "hits@10"),
        ("FID ↓", "fid"),
        ("F1 (↑)", "f1"),
        ("Cohen’s κ", "kappa"),
        ("AUROC", "auroc"),
        ("mIoU", "miou"),
    ],
)
def test_a_label_names_its_metric(label: str, metric: str) -> None:
    assert [known.word for known in readings(label)] == [metric] or TableWords([], [(label,)]).conditions((), (label,)).metric == metric


@pytest.mark.parametrize("label", ["is", "per", "AP", "map", "PQ", "R2", "IS", "ADE", "B3", "time", "params", "error analysis"])
def test_a_word_that_is_as_often_something_else_is_no_metric(label: str) -> None:
    assert not [known for known in readings(label) if known.kind == "metric"]


@pytest.mark.parametrize(
    "label",
    [
        "PPL ↓",
        "rep ↓",
        "Score (lower is better)",
        "WER [%]",
        "WER test-clean",
        "Test error (%)",
        "Val. Loss",
        "Errors per 100 words",
        "Time",
        "Training time (h)",
        "Time per step (ms)",
        "Latency (ms)",
        "# Params (M)",
        "Number of parameters",
        "Top-5 error",
        "Mean rank",
        "log loss",
        "Word error rate",
        "Kendall’s tau distance",
        "ECE",
        "MAE / RMSE",
        "Accuracy loss",
        "Perplexité",
    ],
)
def test_a_label_says_that_less_is_better(label: str) -> None:
    assert better_label(label) == "lower"


@pytest.mark.parametrize(
    "label",
    [
        "F1 ↑",
        "Accuracy",
        "XNLI Acc.",
        "Accuracy dev",
        "F1 / EM",
        "Acc./F1",
        "EN → DE R@1",
        "mAP",
        "Speedup",
        "Tokens per second",
        "score",
        "Latency ↑",
    ],
)
def test_a_label_says_that_more_is_better(label: str) -> None:
    assert better_label(label) == "higher"


@pytest.mark.parametrize(
    "label",
    [
        "",
        "n",
        "N",
        "Size",
        "Epochs",
        "p",
        "P-value",
        "Batch size",
        "Learning rate",
        "Loss function",
        "Effect on loss",
        "Std. error",
        "Weight loss",
        "Acc. / PPL",
        "↑↓",
        "Error reduction",
        "Accuracy drop",
        "F1 gap",
        "Odds ratio",
        "LSTM",
        "Long Short-Term Memory",
        "depression scale score",
        "passage time",
        "Precision medicine",
        "Recall setting",
        "BERT",
        "XNLI",
        "x" * 200 + " ↓",
    ],
)
def test_where_a_label_does_not_say_nothing_is_said(label: str) -> None:
    assert better_label(label) == ""


@given(st.text(max_size=100))
def test_any_text_is_a_label(label: str) -> None:
    assert better_label(label) in ("higher", "lower", "")


@given(
    st.sampled_from(["WER", "Accuracy", "loss", "n", "Speedup", "Perplexity"]), st.sampled_from(["", " ", "*", "†", ":", " (%)", " [ms]"])
)
def test_marks_and_units_do_not_turn_a_label(word: str, mark: str) -> None:
    assert better_label(word + mark) == better_label(word) == better_label(word.upper() + mark)


@pytest.mark.parametrize(("label", "neither"), [("#docs", True), ("# dims", True), ("#1", False), ("#12", False)])
def test_a_count_is_better_neither_way_and_the_number_of_a_row_says_nothing(label: str, neither: bool) -> None:
    assert is_neither(label) is neither
