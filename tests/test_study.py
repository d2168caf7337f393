"""A study is read from its file, its recipes are whose they say, and its plan has each step once."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from paths import SHARED

from reproduce.made import Made
from reproduce.plan import Plan, make_plan
from reproduce.study import StudyError, read_study

FACTS = SHARED / "facts" / "hyperparams.csv"
CALLED = {  # what the facts call a training, and the grid
    "ANLI+": "anli+",
    "CCG": "ccg",
    "CommonsenseQA": "csqa",
    "Cosmos QA": "cosmosqa",
    "HellaSwag": "hellaswag",
    "QQP": "qqp",
    "SQuAD": "squad1",
    "XNLI (MNLI)": "xnli",
    "PAWS-X": "pawsx",
    "XQuAD (SQuAD)": "xquad",
    "MLQA (SQuAD)": "mlqa",
    "TyDiQA": "tydiqa",
    "POS": "udpos",
    "NER": "panx",
}


def plan_of(preset: str = "nano", **changes: Any) -> Plan:
    return make_plan(read_study("phang2020", preset, changes), Made())


@pytest.mark.skipif(not FACTS.exists(), reason="the facts are not here")
def test_the_paper_s_recipe_is_the_paper_s() -> None:
    study = read_study("phang2020")
    with FACTS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["who"] == "phang2020_v1"]
    compared = 0
    for row in rows:
        name = CALLED.get(row["task"])
        if name and row["parameter"] in ("batch_size", "epochs"):
            recipe = study.recipe(row["stage"], name)
            told = recipe.batch if row["parameter"] == "batch_size" else recipe.epochs
            assert told == float(row["value"]), (name, row["parameter"])
            compared += 1
    assert compared == 28
    assert study.recipe("intermediate", "qqp").rate == 1e-5
    assert study.recipe("intermediate", "qqp", mlm=True).rate == 5e-6
    assert study.recipe("target", "panx").rate == 3e-6
    assert (study.recipe("target").cap, study.recipe("target").warmup, study.rules["layer"], study.rules["select"]) == (
        131072,
        0.1,
        13,
        500,
    )


def test_every_recipe_says_whose_it_is() -> None:
    study = read_study("phang2020")
    for told in study.recipes.values():
        assert told["source"]
        assert told["ours"]


def test_what_cells_share_is_one_node() -> None:
    plan = plan_of()
    steps = Counter(node.step for node in plan.nodes.values())
    starts, seeds = 11, 2
    assert steps["intermediate"] == 10 * seeds
    trained = 4  # XQuAD and MLQA are both trained on SQuAD
    assert steps["target"] == starts * seeds * trained + trained  # and once on an encoder that saw nothing
    assert len(plan.nodes) < plan.naive() / 4
    names = list(plan.nodes)
    assert all(names.index(parent) < names.index(name) for name, node in plan.nodes.items() for parent in node.parents.values())


def test_targets_that_train_alike_by_other_recipes_are_trained_apart(tmp_path: Path) -> None:
    plan = plan_of(targets=("xquad", "mlqa"), intermediate=(), seeds=(1,))
    recipes = {"nano": {**plan.study.recipes["nano"], "target": {"tasks": {"mlqa": {"epochs": 1}}}}}
    other = make_plan(replace(plan.study, recipes=recipes), Made())
    assert Counter(node.step for node in plan.nodes.values())["target"] == 2
    assert Counter(node.step for node in other.nodes.values())["target"] == 4


def test_a_mixture_trains_each_task_with_its_own_batch() -> None:
    study = read_study("phang2020")
    pinned = {**study.backbones, "xlm-roberta-large": {"hub": "FacebookAI/xlm-roberta-large", "revision": "a" * 40}}
    plan = make_plan(replace(study, backbones=pinned), Made())
    node = plan.nodes["intermediate/xlm-roberta-large/multi.mlm/seed-1"]
    assert node.settings["batches"]["cosmosqa"] == 4
    assert node.settings["batches"]["anli"] == 24
    assert node.settings["batches"]["mlm"] == 8
    assert node.settings["recipe"]["rate"] == 5e-6


def test_translated_data_are_read_in_every_language() -> None:
    node = plan_of(variants=("translated",), intermediate=("qqp",)).nodes["intermediate/scratch:nano/qqp.translated/seed-1"]
    assert node.settings["trained on"] == {"qqp": ["en", "de", "ru", "vi", "zh"]}


def test_retrieval_without_training_has_no_seed() -> None:
    assert "scores/scratch:nano/none/tatoeba" in plan_of().nodes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"backbone": "gpt"}, "no backbone is called 'gpt'; there are xlm-roberta-large"),
        ({"intermediate": ("sleep",)}, "no intermediate is called 'sleep'"),
        ({"targets": ()}, "at least one seed and one target"),
        ({"recipe": "bread"}, "no recipe is called 'bread'"),
        ({"seeds": ("a",)}, "Expected `int`"),
    ],
)
def test_what_a_study_does_not_have_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(StudyError, match=words):
        read_study("phang2020", "nano", changes)


def test_a_study_of_ones_own_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("title = 'x'\n[grid\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"mine\.toml"):
        read_study(str(file))
    with pytest.raises(StudyError, match="there is no study"):
        read_study(str(tmp_path / "none.toml"))
