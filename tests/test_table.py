"""The paper-shaped table of a study, out of scores that are put in by hand."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from reproduce.cache import Made as Kept
from reproduce.made import Made
from reproduce.plan import Plan, make_plan
from reproduce.results import Results, Scored, measurements
from reproduce.sources.files import Files
from reproduce.study import read_study
from reproduce.table import SHAPES, by_language, table
from reproduce.tasks import Source, Task, tasks

COMMAND = "reproduce run phang2020 --preset nano"

# By intermediate task, target and seed: the scores in English and German, and whether the run ended at chance.
SCORES = {
    ("none", "xnli", 1): ((50.0, 40.0), False),
    ("none", "xnli", 2): ((52.0, 42.0), False),
    ("none", "panx", 1): ((60.0, 60.0), False),
    ("none", "panx", 2): ((62.0, 62.0), False),
    ("mnli", "xnli", 1): ((60.0, 50.0), False),
    ("mnli", "xnli", 2): ((64.0, 54.0), False),
    ("mnli", "panx", 1): ((60.0, 60.0), False),
    ("mnli", "panx", 2): ((50.0, 50.0), True),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(Made())


def planned(source: Source) -> Plan:
    grid = {"intermediate": ("mnli",), "targets": ("xnli", "panx"), "seeds": (1, 2), "languages": ("en", "de")}
    return make_plan(read_study("phang2020", "nano", grid), source)


def results(plan: Plan) -> Results:
    scored = []
    for node in plan.nodes.values():
        cell = node.cell
        if not cell or node.step == "floors" or (cell.intermediate, cell.target, cell.seed) not in SCORES:
            continue
        values, chance = SCORES[cell.intermediate, cell.target, cell.seed]
        told = [
            {"language": language, "value": value, "metric": "accuracy", "version": "accuracy 1", "n": 100}
            for language, value in zip(("en", "de"), values, strict=True)
        ]
        key = f"{cell.intermediate}-{cell.target}-{cell.seed}"
        scored.append(Scored(node, cell, Kept(key, Path(), {"scores": told}, {}, 1.0, "cpu"), chance, int(chance)))
    assert len(scored) == len(SCORES)
    return Results(plan, tuple(scored), 0)


def test_changes_are_taken_seed_by_seed_and_chance_is_left_out(plan: Plan) -> None:
    (none, mnli) = table(results(plan), COMMAND).rows
    assert [round(one.value or 0, 6) for one in none[1]] == [46.0, 61.0, 53.5]
    xnli, panx, average = mnli[1]
    assert (xnli.value, round(xnli.spread or 0, 6), xnli.n) == (11.0, round(2**0.5, 6), 2)
    assert (panx.value, panx.spread, panx.n, panx.chance) == (0.0, None, 1, 1)
    assert (average.value, average.spread, average.n) == (5.0, None, 1)  # of the seed that has both


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
        assert COMMAND in told


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
