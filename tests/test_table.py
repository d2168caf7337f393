"""The paper-shaped table of a study, out of scores that are put in by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from made_results import planned, results, results_of_some

from reproduce.cache import Made as Kept
from reproduce.made import Made
from reproduce.plan import Plan, make_plan
from reproduce.results import Results, Scored, measurements
from reproduce.sources.files import Files
from reproduce.study import read_study
from reproduce.table import SHAPES, by_language, latex_table, table, text_table
from reproduce.tasks import Task, tasks

COMMAND = "reproduce run phang2020 --preset nano"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned()


def test_changes_are_taken_seed_by_seed_and_chance_is_left_out(plan: Plan) -> None:
    (none, mnli) = table(results(plan), COMMAND).rows
    assert [round(one.value or 0, 6) for one in none[1]] == [46.0, 61.0, 53.5]
    xnli, panx, average = mnli[1]
    assert (xnli.value, round(xnli.spread or 0, 6), xnli.n) == (11.0, round(2**0.5, 6), 2)
    assert (panx.value, panx.spread, panx.n, panx.chance) == (0.0, None, 1, 1)
    assert (average.value, average.spread, average.n) == (5.0, None, 1)  # of the seed that has both


def test_a_change_without_its_baseline_is_not_at_chance_itself(plan: Plan) -> None:
    both = {("none", "panx", seed): ((60.0, 60.0), True) for seed in (1, 2)} | {("mnli", "panx", 2): ((50.0, 50.0), False)}
    (none, mnli) = table(results(plan, both), COMMAND).rows
    assert (none[1][1].value, none[1][1].chance) == (None, 2)
    assert (mnli[1][1].value, mnli[1][1].chance, mnli[1][1].baseless) == (None, 0, 2)
    assert "none at chance" in text_table(results(plan, both), COMMAND)


def test_a_run_that_all_seeds_share_is_one() -> None:
    shared = make_plan(read_study("phang2020", "nano", {"intermediate": (), "targets": ("tatoeba",), "seeds": (1, 2)}), Made())
    (node,) = [node for node in shared.nodes.values() if node.cell and node.cell.intermediate == "none"]
    assert node.cell
    told = [{"language": "de", "value": 51.0, "metric": "accuracy", "version": "tatoeba 1", "n": 100}]
    one = Scored(node, node.cell, Kept("key", Path(), {"scores": told}, {}, 1.0, "cpu"), False, 0)
    entry = table(Results(shared, (one,), 0), COMMAND).rows[0][1][0]
    assert (entry.value, entry.spread, entry.n, entry.runs) == (51.0, None, 1, ("key",))


def test_table_and_measurements_have_one_average(plan: Plan) -> None:
    """Of PAN-X it is F1 alone, of questions the mean of F1 and EM."""
    found = results(plan, {("mnli", "panx", 2): ((58.0, 58.0), False)})
    (none, mnli) = table(found, COMMAND).rows
    rows = [row for row in measurements(found) if row.target == "avg"]
    by_hand = [row.value for row in rows if row.kind == "absolute" and row.intermediate == "none"]
    assert by_hand == [52.5, 54.5]
    assert none[1][2].value == pytest.approx(sum(by_hand) / 2)
    changes = [row.value for row in rows if row.kind == "change"]
    assert mnli[1][2].value == pytest.approx(sum(changes) / 2)
    assert {row.note.rpartition("; ")[2] for row in rows} == {"mean over 2 targets"}


def test_questions_count_as_the_mean_of_both_metrics() -> None:
    grid = {"intermediate": (), "targets": ("xnli", "mlqa"), "seeds": (1, 2), "languages": ("en", "de")}
    asked = make_plan(read_study("phang2020", "nano", grid), Made())
    both = {("none", "mlqa", seed): ((30.0, 20.0), False) for seed in (1, 2)}
    scored = [one for one in results_of_some(asked, both) if one.cell.intermediate == "none"]
    told = table(Results(asked, tuple(scored), 0), COMMAND)
    assert told.rows[0][1][1].value == 30.0
    assert "accuracy: xnli; mean of f1 and em: mlqa" in told.notes


def test_latex_says_in_its_caption_what_is_reduced(plan: Plan) -> None:
    told = latex_table(results(plan), COMMAND).splitlines()
    assert [line for line in told if line.startswith("\\caption") and "reduced:nano" in line and "no figure of the paper" in line]
    assert not [line for line in told if line.startswith("%")]


def test_an_average_has_its_spread_over_seeds(plan: Plan) -> None:
    (none, _) = table(results(plan), COMMAND).rows
    assert none[1][2].spread == pytest.approx(2**0.5)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_names_its_runs_and_its_command(plan: Plan, shape: str) -> None:
    told = SHAPES[shape](results(plan), COMMAND)
    if shape == "csv":
        rows = {(row["intermediate"], row["target"]): row for row in csv.DictReader(io.StringIO(told))}
        assert rows["mnli", "xnli"]["runs"] == "mnli-xnli-1 mnli-xnli-2"
        assert rows["mnli", "panx"]["runs"] == "mnli-panx-1 mnli-panx-2"
        assert {row["from"] for row in rows.values()} == {f"run:{plan.hash}"}
    else:
        assert f"run:{plan.hash}" in told
        assert COMMAND in told.replace("-{}-", "--")  # two hyphens would print as a dash


def test_the_mean_without_english_stands_beside_the_benchmarks(plan: Plan) -> None:
    block = by_language(results(plan)).split("\n\n")[1].splitlines()
    assert block[0].split() == ["xnli", "en", "de", "avg", "of", "2", "without", "en"]
    assert block[1].split() == ["none", "accuracy", "51.0", "41.0", "46.0", "41.0"]


def test_what_is_no_test_set_is_not_called_one(plan: Plan, tmp_path: Path) -> None:
    """Which split was scored is the source's to say."""
    made = results(plan)
    assert {row.split for row in measurements(made)} == {"test"}
    of_files = made._replace(plan=Plan(plan.study, Files(tmp_path), list(plan.nodes.values())))
    assert {(row.target, row.split) for row in measurements(of_files) if row.target in ("xnli", "panx")} == {
        ("xnli", "test"),
        ("panx", "dev"),
    }
    assert "not scored on test data, which the source does not have: panx (dev)" in table(of_files, COMMAND).notes


@pytest.mark.parametrize("task", tasks().values(), ids=lambda task: task.name)
def test_a_place_that_is_named_for_another_split_is_owned_up_to(task: Task) -> None:
    for part in task.sources.get("files", ()):
        places = [part.test] if isinstance(part.test, str) else part.test.values() if isinstance(part.test, dict) else part.test
        named = {split for split in ("train", "dev") if any(split in place for place in places)}
        assert not named or task.scored.get("files") in named
