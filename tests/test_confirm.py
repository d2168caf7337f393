"""Claims against reruns whose scores are put in by hand: who may say what."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_results import planned, results
from msgspec.structs import replace

from reproduce import confirm
from reproduce.plan import Plan
from reproduce.results import measurements
from synth.claims.tests import run_test
from synth.measurements import Measurement
from synth.records import Atom, ClaimFile


def said(plan: Plan, test: str, monkeypatch: pytest.MonkeyPatch, **changed: object) -> confirm.Confirmed:
    monkeypatch.setattr(confirm, "results_of", lambda *_: results(plan, changed.get("scores")))  # type: ignore[arg-type]
    ((one,),) = confirm.confirm(plan, Path(), [ClaimFile(text="A claim.", atoms=(Atom(text="It is so.", test=test),))])
    return one


def test_a_direction_is_said_of_two_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    steady = {("mnli", "xnli", 2): ((62.1, 52.1), False)}
    one = said(planned(), 'gain("mnli", variant="english", target="xnli") ≈ 30', monkeypatch, scores=steady)
    assert (one.judgement, one.reach) == ("supported", "direction")


def test_one_seed_gives_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    one = said(planned(seeds=(1,)), 'gain("mnli", variant="english", target="xnli") > 0', monkeypatch)
    assert (one.judgement, one.opinion) == ("not checkable", None)
    assert "one seed says nothing" in one.reason


@pytest.mark.parametrize(("name", "judgement"), [("mnli", "supported"), ("qqp", "contradicted")])
def test_an_order_is_a_direction(name: str, judgement: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = {
        ("mnli", "xnli", 2): ((62.1, 52.1), False),
        ("qqp", "xnli", 1): ((50.0, 40.0), False),
        ("qqp", "xnli", 2): ((52.1, 42.1), False),
    }
    plan = planned(intermediate=("mnli", "qqp"), targets=("xnli",))
    one = said(plan, f'rank(gain("{name}", target="xnli"), gains(target="xnli", variant="english")) == 1', monkeypatch, scores=scores)
    assert (one.judgement, one.reach) == (judgement, "direction")


def test_what_was_not_decided_shows_its_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    one = said(planned(), 'gain("mnli", variant="english", target="xnli") > 0', monkeypatch)
    assert one.judgement == "not checkable"
    assert "11 (" in one.reason
    assert "> 0" in one.reason


def test_the_average_is_that_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """PAN-X counts by its F1: by the mean of F1 and accuracy the change would be another."""
    scores = {("mnli", "xnli", 2): ((62.1, 52.1), False), ("mnli", "panx", 2): ((62.0, 62.0), False)}
    one = said(planned(), 'gain("mnli", variant="english", target="avg") > 0', monkeypatch, scores=scores)
    assert one.judgement == "supported"
    assert one.opinion
    assert one.opinion.found.startswith("5.02")


def test_no_benefit_is_not_decided_by_what_another_run_may_turn_round(monkeypatch: pytest.MonkeyPatch) -> None:
    test = 'no_benefit(gains(target="xnli", variant="english"))'
    assert "other runs could give a benefit, or none" in said(planned(), test, monkeypatch).reason
    steady = {("mnli", "xnli", 2): ((62.1, 52.1), False)}
    assert said(planned(), test, monkeypatch, scores=steady).judgement == "contradicted"
    none = {("mnli", "xnli", 1): ((50.0, 40.0), False), ("mnli", "xnli", 2): ((52.01, 42.0), False)}
    assert said(planned(), test, monkeypatch, scores=none).judgement == "supported"


def test_tagging_counts_in_a_mean_over_tasks_by_its_f1(monkeypatch: pytest.MonkeyPatch) -> None:
    """The accuracy beside it falls, and neither the average that is measured nor the one that is reckoned knows it."""
    found = results(planned(), {("mnli", "panx", 2): ((62.0, 62.0), False), ("mnli", "xnli", 2): ((62.1, 52.1), False)})
    rows = [row for row in measurements(found) if row.target != "avg"]
    lower = [replace(row, value=row.value - 40, low=row.low - 40, high=row.high - 40) if _is_accuracy_of_tags(row) else row for row in rows]
    outcome = run_test('gain("mnli", variant="english", over="targets") > 4', lower)
    assert outcome.judgement == "supported"


def _is_accuracy_of_tags(row: Measurement) -> bool:
    return row.target == "panx" and row.metric == "accuracy" and row.intermediate == "mnli"


def test_what_is_not_said_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "metric: accuracy, f1" in said(planned(), 'gain("mnli", variant="english", target="panx") > 0', monkeypatch).reason
