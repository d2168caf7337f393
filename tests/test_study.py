"""A study is read from its file, its recipes are whose they say, and its plan has each step once."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from paths import SHARED

from reproduce.cache import Cache
from reproduce.made import Amounts, Made
from reproduce.plan import Plan, make_plan
from reproduce.recipes import Recipe
from reproduce.sources.hub import Hub
from reproduce.study import FOLDER, FULL, PART, Grid, StudyError, read_study
from reproduce.study_file import FURTHER_GRID, GRID, TRAINING

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
    assert (study.recipe("target", "panx").cap, study.recipe("target", "panx").warmup, study.rules["layer"], study.rules["select"]) == (
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
        ({"targets": ("mnli",)}, "no target is called 'mnli'; there are bucc, mlqa, panx"),
        ({"targets": ("xquda",)}, "no target is called 'xquda'; there are .*; did you mean xquad"),
        ({"targets": ("panx", "panx")}, "the target panx is asked for more than once"),
        ({"seeds": (1, 2, 1)}, "the seed 1 is asked for more than once"),
        ({"intermediate": ("qqp", "mnli", "qqp")}, "the intermediate qqp is asked for more than once"),
        ({"variants": ("english", "english")}, "the variant english is asked for more than once"),
        ({"languages": ("de", "de")}, "the language de is asked for more than once"),
        ({"seeds": (-1,)}, "seeds = .*: expected is a list of whole numbers"),
        ({"seeds": (2**31,)}, "seeds = .*: expected is a list of whole numbers"),
        ({"seeds": ("a",)}, "seeds = .*: expected is a list of whole numbers"),
    ],
)
def test_what_a_study_does_not_have_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(StudyError, match=words):
        read_study("phang2020", "nano", changes)


def test_no_intermediate_task_may_be_named() -> None:
    assert list(plan_of(intermediate=("none",)).nodes) == list(plan_of(intermediate=()).nodes)


# --- what is of full scale ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "changes", "scale"),
    [
        ("", {}, FULL),
        ("large", {}, FULL),
        ("base", {"backbone": "xlm-roberta-large"}, FULL),
        ("", {"seeds": (7,), "targets": ("panx",), "intermediate": ("qqp",), "variants": ("english",)}, FULL),
        ("", {"data": "made"}, PART),
        ("large", {"data": "made", "recipe": "nano", "languages": ("en", "de")}, PART),
        ("", {"recipe": "small"}, PART),
        ("", {"languages": ("en",)}, PART),
        ("", {"reseeds": 9}, PART),
        ("", {"variants": ("translated",)}, PART),
        ("", {"backbone": "mt5-large"}, "reduced:mt5-large"),
        ("base", {}, "reduced:base"),
        ("nano", {"backbone": "xlm-roberta-large"}, "reduced:nano"),
    ],
)
def test_only_the_grid_of_the_study_s_file_is_of_full_scale(preset: str, changes: dict[str, Any], scale: str) -> None:
    assert read_study("phang2020", preset, changes).scale == scale


def test_made_data_are_never_of_full_scale(tmp_path: Path) -> None:
    study = read_study(str(changed(tmp_path, 'data = "hub"', 'data = "made"')))
    assert study.scale == PART


def test_a_mean_over_some_targets_is_no_mean_over_all() -> None:
    study = read_study("phang2020", "", {"targets": ("panx", "xcopa"), "intermediate": ("qqp",)})
    plan = Plan(study, Made(), ())
    assert plan.scale_of("qqp", "panx") == FULL
    assert plan.scale_of("none", "panx") == FULL
    assert plan.scale_of("qqp") == PART
    assert plan.scale_of("qqp", "xcopa") == PART  # which the study's file does not score


# --- files of studies --------------------------------------------------------------------------------------------------


def changed(folder: Path, before: str, after: str) -> Path:
    """The study's file with something else in it."""
    told = (FOLDER / "phang2020.toml").read_text(encoding="utf-8")
    assert before in told
    file = folder / "mine.toml"
    file.write_text(told.replace(before, after, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("warmup = 0.1", "warmpu = 0.1", r"[recipes.phang2020_v1.all] nothing is called `warmpu` here; did you mean warmup?"),
        ("rate = 1e-5", "ratte = 1e-5", r"[recipes.phang2020_v1.intermediate] nothing is called `ratte` here; did you mean rate"),
        (
            "epochs = 7",
            "epoch = 7",
            r"[recipes.phang2020_v1.intermediate.tasks.hellaswag] nothing is called `epoch` here; did you mean epochs",
        ),
        ("batch = 32\n", "batchsize = 32\n", "[recipes.nano.pretraining] nothing is called `batchsize` here; did you mean batch"),
        ("seeds = [1, 2]\n", "sedes = [1, 2]\n", "[presets.nano] nothing is called `sedes` here; did you mean seeds"),
        ("words = 600", "wrods = 600", '[backbones."scratch:nano"] nothing is called `wrods` here; did you mean words'),
        ("title =", "titel =", "mine.toml: nothing is called `titel` here; did you mean title"),
        ("hellaswag = {", "helloswag = {", "[recipes.phang2020_v1.intermediate.tasks] nothing is called `helloswag` here; did you mean"),
        ("mnli = [", "mnli = 3 # [", "[intermediate] mnli = 3: expected is a list of texts"),
        ('qqp = ["qqp"]', 'qqp = ["qpq"]', "no task to train on is called 'qpq'; did you mean qqp?"),
        ('qqp = ["qqp"]', 'none = ["qqp"]', "[intermediate] 'none' is no name of a training"),
        ("[grid]", "grid = 3\n[presets.grid]", "mine.toml: grid = 3: expected is a table"),
        ("epochs = 7", "epochs = 0", "epochs = 0: expected is a number above 0"),
        ("epochs = 7", "steps = 0", "steps = 0: expected is a whole number above 0"),
        ("rate = 1e-5", "rate = nan", "rate = nan: expected is a number, 0 or more"),
        ("rate = 1e-5", "rate = -1e-5", "rate = -1e-05: expected is a number, 0 or more"),
        ("batch = 24, epochs = 7", "batch = 0, epochs = 7", "batch = 0: expected is a whole number above 0"),
        ("select = 500", "select = 0", "select = 0: expected is a whole number above 0"),
        ("longest = 256", "longest = -1", "longest = -1: expected is a whole number above 0"),
        ('pool = "mean"', 'pool = "max"', "pool = 'max': expected is one of mean, cls"),
        ("layer = 13", "layer = -1", "layer = -1: expected is a whole number, 0 or more"),
        ('ours = ["everything"]', "ours = 3", "ours = 3: expected is a list of texts"),
        ("seeds = [1, 2, 3]", "seeds = [1.5]", "[grid] seeds = [1.5]: expected is a list of whole numbers"),
        ('title = "English', '# title = "English', "mine.toml: there is no `title`"),
        ("select = 500", "", "[recipes.phang2020_v1] there is no `select`"),
        ('source = "ours"', "", "[recipes.nano] there is no `source`"),
        ("words = 600", "", '[backbones."scratch:nano"] there is no `words`'),
        ("hidden = 64\nlayers = 2", "", '[backbones."scratch:nano"] there is no `hidden`, `layers`'),
        ("heads = 2", "heads = 3", "hidden = 64 cannot be parted among heads = 3"),
        ("[grid]", "[gird]", "mine.toml: nothing is called `gird` here; did you mean grid"),
    ],
)
def test_what_is_wrong_in_a_study_s_file_is_named(before: str, after: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=re.escape(words)) as told:
        read_study(str(changed(tmp_path, before, after)))
    assert "mine.toml" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_training_without_a_batch_is_named(tmp_path: Path) -> None:
    study = read_study(str(changed(tmp_path, "batch = 16\n", "")), "nano", {"targets": ("panx",)})
    with pytest.raises(StudyError, match="the recipe nano says no `batch` for the intermediate training anli"):
        make_plan(study, Made())


def test_a_recipe_has_the_keys_of_a_file() -> None:
    assert {*TRAINING, "source", "unknown"} == set(Recipe.__struct_fields__)
    assert {*GRID, *FURTHER_GRID, "unknown"} == set(Grid.__struct_fields__)


# --- encoders that are made from scratch ---------------------------------------------------------------------------------


def test_an_encoder_of_one_s_own_size_is_made(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")
    from reproduce.running import run
    from reproduce.steps import Running

    tiny = '[backbones."scratch:tiny"]\nwords = 400\nhidden = 32\nlayers = 1\nheads = 2\ninner = 64\nlongest = 64\n\n'
    study = read_study(str(changed(tmp_path, "[intermediate]", f"{tiny}[intermediate]")), "nano", {"backbone": "scratch:tiny"})
    plan = make_plan(study, Made(amounts=Amounts(text=24)))
    name = "untrained/scratch:tiny"
    assert plan.nodes[name].settings["size"] == {"hidden": 32, "layers": 1, "heads": 2, "inner": 64, "longest": 64}
    assert not run(plan, tmp_path, Running(), jobs=1, only=[name]).failed
    made = Cache(tmp_path).get(plan.inputs(name).key)
    assert json.loads((made.folder / "config.json").read_text(encoding="utf-8"))["hidden_size"] == 32


def test_sequences_that_an_encoder_cannot_take_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="has sequences of 48 tokens, and scratch:nano ends at 47"):
        make_plan(read_study(str(changed(tmp_path, "longest = 128\n", "longest = 47\n")), "nano"), Made())


def test_a_part_of_the_seeds_stands_on_the_encoder_of_the_whole() -> None:
    whole, part = plan_of(), plan_of(seeds=(2,))
    assert part.inputs("encoder/scratch:nano").key == whole.inputs("encoder/scratch:nano").key


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": ("panx",)},
        {"targets": ("tatoeba", "panx", "xnli")},
        {"targets": ("panx",), "languages": ("en", "de", "ru", "vi", "zh")},
        {"targets": ("panx",), "intermediate": ("qqp",), "seeds": (2,)},
    ],
)
def test_a_training_is_the_same_one_whatever_else_is_asked_for(changes: dict[str, Any]) -> None:
    """What it may not be trained on is all that the preset scores, so that what was made for a part is found again for the whole."""
    whole, part = plan_of(), plan_of(**changes)
    trainings = [name for name, node in part.nodes.items() if node.step in ("encoder", "intermediate", "target", "leaks")]
    assert "target/scratch:nano/qqp.english/panx/seed-2" in trainings
    for name in trainings:
        if "untrained" not in name:
            assert part.inputs(name).key == whole.inputs(name).key, name


def test_of_the_hub_the_order_of_targets_changes_nothing() -> None:
    study = read_study("phang2020", "base", {"targets": ("xnli", "panx"), "intermediate": ("qqp",), "seeds": (1,)})
    pinned = replace(study, backbones={"xlm-roberta-base": {"hub": "FacebookAI/xlm-roberta-base", "revision": "a" * 40}})
    turned = replace(pinned, grid=replace(study.grid, targets=("panx", "xnli")))
    names = ("google/xtreme", "nyu-mll/glue")
    one, other = (make_plan(each, Hub(dict.fromkeys(names, "b" * 40))) for each in (pinned, turned))
    assert {name: one.inputs(name).key for name in one.nodes} == {name: other.inputs(name).key for name in other.nodes}
    assert {task for task, split, _ in one.nodes["leaks/qqp"].reads if split == "test"} == {"xnli", "panx"}


def test_training_data_are_held_against_the_dev_data_that_are_selected_on() -> None:
    plan = plan_of()
    assert ("qqp", "dev", "en") in plan.nodes["leaks/qqp"].reads
    assert plan.nodes["leaks/qqp"].settings["select"] == 80
    assert [read for read in plan.nodes["leaks/mlm"].reads if read[1] == "dev"] == []


def test_a_study_of_ones_own_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("title = 'x'\n[grid\n", encoding="utf-8")
    with pytest.raises(StudyError, match=r"mine\.toml"):
        read_study(str(file))
    with pytest.raises(StudyError, match="there is no study"):
        read_study(str(tmp_path / "none.toml"))


def test_the_sizes_without_a_study_are_those_of_its_file() -> None:
    pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")
    from reproduce.models import SIZES, size_of

    backbones = read_study("phang2020").backbones
    assert {name: size_of(backbones[f"scratch:{name}"]) for name in SIZES} == SIZES
