"""Averages as the benchmark takes them, with what was transferred to apart; metrics are found by being there, and scores know theirs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reproduce.metrics import averages
from reproduce.metrics.averages import average, benchmarks
from reproduce.metrics.metric import MetricError, Score, measured, metrics
from synth.measurements import read_measurements, validate, write_measurements

SIZES = {"xnli": 15, "pawsx": 7, "udpos": 33, "panx": 40, "xquad": 11, "mlqa": 7, "tydiqa": 9, "bucc2018": 4, "tatoeba": 36}


def made(value: float = 50.0, english: float | None = None, **tasks: float) -> dict[str, dict[str, dict[str, float]]]:
    """Scores of the whole benchmark, one for all languages of a task, another for English."""
    scores = {}
    for name, task in benchmarks()["xtreme"].items():
        of_task = tasks.get(name, value)
        per_language = {code: of_task if code != "en" or english is None else english for code in task.languages}
        scores[name] = dict.fromkeys(task.metrics, per_language)
    return scores


# --- what is averaged ------------------------------------------------------------------------------------------------


def test_the_lists_have_the_sizes_of_the_benchmark() -> None:
    assert {name: len(task.languages) for name, task in benchmarks()["xtreme"].items()} == SIZES
    for tasks in benchmarks().values():
        assert all(len(set(task.languages)) == len(task.languages) for task in tasks.values())
    assert "en" not in benchmarks()["xtreme"]["tatoeba"].languages


def test_english_counts_as_in_the_benchmark_and_what_was_transferred_to_stands_apart() -> None:
    means = average(made(60, english=95))
    assert means.official.tasks["pawsx"] == pytest.approx((6 * 60 + 95) / 7, abs=1e-12)
    assert means.transfer_only.tasks["pawsx"] == 60
    assert means.official.tasks["tatoeba"] == means.transfer_only.tasks["tatoeba"] == 60  # no English in its list
    assert means.transfer_only.overall == pytest.approx(60, abs=1e-12)
    assert means.official.overall is not None
    assert means.official.overall > 60


def test_questions_are_the_mean_of_both_metrics() -> None:
    scores = made()
    scores["mlqa"] = {"em": dict.fromkeys(scores["mlqa"]["em"], 40.0), "f1": dict.fromkeys(scores["mlqa"]["f1"], 60.0)}
    assert average(scores).official.tasks["mlqa"] == 50
    assert average(scores).official.metrics["mlqa"] == {"em": 40, "f1": 60}


def test_overall_is_the_mean_of_nine_tasks_and_not_of_four_groups() -> None:
    means = average(made(0, xquad=90, mlqa=90, tydiqa=90)).official
    assert means.overall == pytest.approx(30, abs=1e-12)
    assert means.groups == {"classification": 0, "tagging": 0, "qa": pytest.approx(90, abs=1e-12), "retrieval": 0}


def test_with_a_task_missing_there_is_no_overall_and_its_group_has_no_score() -> None:
    scores = made()
    del scores["udpos"]
    means = average(scores)
    assert means.official.overall is None
    assert set(means.official.groups) == {"classification", "qa", "retrieval"}
    assert means.missing == ("udpos",)
    assert average({}).official == averages.Means(None, {}, {}, {})


def test_a_language_or_a_metric_that_is_missing_is_named() -> None:
    scores = made()
    scores["xnli"]["accuracy"] = {code: 50.0 for code in scores["xnli"]["accuracy"] if code not in ("sw", "ur")}
    with pytest.raises(MetricError, match=r"task xnli, accuracy: no score for sw, ur"):
        average(scores)
    with pytest.raises(MetricError, match=r"task xquad, em: no score for ar, de"):
        average(made() | {"xquad": {"f1": made()["xquad"]["f1"]}})


def test_what_is_in_no_list_does_not_count_and_is_named() -> None:
    scores = made() | {"squad": {"f1": {"en": 90.0}}}
    scores["bucc2018"] = {"f1": {**scores["bucc2018"]["f1"], "xx": 100.0}}
    means = average(scores)
    assert means.official.overall == pytest.approx(50, abs=1e-12)
    assert means.ignored == ("squad", "bucc2018/xx")


def test_of_xtreme_r_there_is_no_overall() -> None:
    scores = {
        name: {metric: dict.fromkeys(task.languages, 70.0) for metric in task.metrics}
        for name, task in benchmarks()["xtreme-r"].items()
        if task.languages
    }
    means = average(scores, "xtreme-r")
    assert means.official.overall is None
    assert means.missing == ("lareqa",)
    assert set(means.official.groups) == {"classification", "multi_choice", "tagging", "qa", "retrieval"}
    with pytest.raises(MetricError, match="lareqa has no list of languages"):
        average(scores | {"lareqa": {}}, "xtreme-r")
    with pytest.raises(MetricError, match="none of xtreme, xtreme-r"):
        average({}, "glue")


@given(st.lists(st.floats(0, 100), min_size=15, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_languages_changes_nothing_and_a_mean_lies_between(values: list[float], shuffler: random.Random) -> None:
    codes = list(benchmarks()["xtreme"]["xnli"].languages)
    given_scores = list(zip(codes, values, strict=True))
    one = average({"xnli": {"accuracy": dict(given_scores)}}).official.tasks["xnli"]
    shuffler.shuffle(given_scores)
    assert average({"xnli": {"accuracy": dict(given_scores)}}).official.tasks["xnli"] == one
    assert min(values) - 1e-9 <= one <= max(values) + 1e-9


# --- metrics are found, and versions go with scores --------------------------------------------------------------------


def test_metrics_are_found_by_being_there() -> None:
    found = metrics()
    assert set(found) == {"accuracy", "averages", "questions", "ranking", "retrieval", "tagging"}
    assert all(metric.title.endswith(".") and metric.version for metric in found.values())
    assert {name for metric in found.values() for name in metric.scores} == {
        "accuracy",
        "answers map@20",
        "squad-v1",
        "squad-v2",
        "mlqa",
        "tagging-f1",
        "tagging-accuracy",
        "tatoeba",
        "bucc oracle-sample",
        "bucc dev→test",
        "bucc pairs",
    }


def test_a_file_without_its_parts_and_two_with_one_name_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(averages, "VERSION", None)
    metrics.cache_clear()
    with pytest.raises(ImportError, match="averages has no VERSION"):
        metrics()
    monkeypatch.undo()
    monkeypatch.setattr(averages, "SCORES", {"mlqa": None})
    with pytest.raises(ImportError, match="both give `mlqa`"):
        metrics()
    monkeypatch.undo()
    assert set(metrics()) >= {"averages"}


def test_the_version_of_the_metric_is_in_every_measurement_and_survives_a_file(tmp_path: Path) -> None:
    score = Score(81.5, "f1", "tagging seqeval-0.0.12 1", 1200)
    row = measured(score, source="run:0abc", model="scratch:nano", target="panx", language="sw", split="test", seed=1, scale="reduced:nano")
    assert not validate([row])
    assert (row.value, row.low, row.high, row.metric, row.n, row.unit) == (81.5, 81.5, 81.5, "f1", 1200, "")
    file = tmp_path / "measured.csv"
    write_measurements(file, [row])
    assert read_measurements(file)[0].unknown == {"metric_version": "tagging seqeval-0.0.12 1"}
