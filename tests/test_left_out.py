"""What a study asks for and its data do not have: left out, said, and not called the paper's numbers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reproduce.cli.asking import add_study, asked_for
from reproduce.lacking import Lack, said
from reproduce.made import Made
from reproduce.plan import PART, Plan, make_plan
from reproduce.sources.hub import Hub
from reproduce.study import FOLDER, FULL, Study, StudyError, read_study
from reproduce.tasks import DataError, Task

COMMIT = "a" * 40
BACKBONE = {"hub": "FacebookAI/xlm-roberta-large", "revision": COMMIT}


def study(preset: str = "", backbone: dict[str, Any] | None = None, **changes: Any) -> Study:
    """The study with its backbone at a commit."""
    read = read_study("phang2020", preset, changes)
    return replace(read, backbones={**read.backbones, read.grid.backbone: backbone or BACKBONE})


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(study(), Hub())


def test_what_the_hub_lacks_is_taken_out_and_counted(plan: Plan) -> None:
    lines = said(plan.study, plan.lacks)
    assert lines[0] == (
        "left out, as the data do not have it: "
        "1 of 10 intermediate trainings, 1 of 2 variants, 1 of 9 targets, 1 out of trainings on several"
    )
    assert [line.partition(":")[0].strip() for line in lines[1:]] == ["intermediate ccg", "ccg in multi", "variant mlm", "target bucc"]
    assert "ccg" not in plan.study.tasks_of["multi"]
    assert len(plan.study.tasks_of["multi"]) == 8
    assert not [name for name in plan.nodes if "ccg" in name or "bucc" in name or ".mlm" in name]


def test_a_number_with_something_left_out_of_it_is_not_of_full_scale(plan: Plan) -> None:
    assert plan.study.scale == FULL
    assert plan.scale_of("squad1", "xquad") == FULL
    assert plan.scale_of("multi", "xquad") == PART
    assert plan.scale_of("squad1") == PART  # a mean over targets, of which one is missing
    assert study(any_size=True).scale == PART


@pytest.mark.parametrize(("names", "words"), [(["panx"], "languages of 1 target"), (["panx", "xnli"], "languages of 2 targets")])
def test_what_is_counted_is_counted_as_people_do(names: list[str], words: str, plan: Plan) -> None:
    lacks = [Lack("languages", name, f"{name} in sw", "it is not there") for name in names]
    assert said(plan.study, lacks)[0].endswith(f": {words}")


def test_where_nothing_is_left_of_what_was_asked_for_it_is_refused() -> None:
    with pytest.raises(
        StudyError, match="nothing is left of the targets that are asked for; target bucc: the hub's copy holds the pairs alone"
    ):
        make_plan(study(targets=("bucc",)), Hub())
    with pytest.raises(StudyError, match="scratch:nano is trained on text, and there is none: the paper draws sentences from Wikipedia"):
        make_plan(read_study("phang2020", "nano", {"data": "hub"}), Hub())


def test_languages_that_are_not_there_are_said() -> None:
    grid = {"targets": ("xnli", "xcopa"), "languages": ("en", "sw"), "intermediate": ("anli+",), "seeds": (1,)}
    made = make_plan(read_study("phang2020", "nano", grid), Made(languages=("en", "sw")))
    assert [lack.what for lack in made.lacks if lack.kind == "languages"] == []
    hub = make_plan(study(**{**grid, "languages": ("en", "de")}), Hub())
    assert [(lack.what, lack.why[:25]) for lack in hub.lacks if lack.kind == "target"] == [("target xcopa", "there it is in et, ht, id")]


def test_which_languages_are_scored_says_nothing_of_english_training_data(tmp_path: Path) -> None:
    asked = ["phang2020", "--preset", "nano", "--languages", "de", "--targets", "panx", "--intermediate", "qqp"]
    plan = plan_asked(tmp_path, asked)
    assert plan.lacks == ()
    assert ("panx", "train", "en") in plan.nodes["target/scratch:nano/qqp.english/panx/seed-1"].reads
    assert plan.nodes["scores/scratch:nano/qqp.english/panx/seed-1"].settings["languages"] == ["de"]
    assert plan.nodes["encoder/scratch:nano"].settings["languages"] == ["de"]


def plan_asked(home: Path, arguments: list[str]) -> Plan:
    parser = argparse.ArgumentParser()
    add_study(parser)
    return asked_for(parser.parse_args([*arguments, "--home", str(home)])).plan


def test_a_language_that_no_target_has_is_said(tmp_path: Path) -> None:
    plan = plan_asked(tmp_path, ["phang2020", "--preset", "nano", "--languages", "de,xx", "--targets", "panx,xnli"])
    assert said(plan.study, plan.lacks) == [
        "left out, as the data do not have it: 1 of 2 languages",
        "  language xx: no target that is asked for has it there",
    ]
    with pytest.raises(StudyError, match=r"no target that is asked for is there in xx; there they are in en, de, ru, vi, zh$"):
        plan_asked(tmp_path, ["phang2020", "--preset", "nano", "--languages", "xx", "--targets", "panx"])
    with pytest.raises(StudyError, match="scratch:nano is trained on text, and there is none: it is in en, de, ru, vi, zh, and none"):
        make_plan(read_study("phang2020", "nano", {"languages": ("sw",), "targets": ("panx",)}), Swahili())


class Swahili(Made):
    """Made data with a language of which there is no text."""

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        return (*super().languages(task, split), *(["sw"] if split == "test" else []))


def test_why_files_lack_something_is_the_true_reason(tmp_path: Path) -> None:
    small = ["phang2020", "--preset", "small", "--data", str(tmp_path)]
    with pytest.raises(StudyError, match=f"there is no file of any task in {tmp_path}"):
        plan_asked(tmp_path, small)
    for name in ("en/train-en.jsonl", "en/val-en.jsonl", "et/test.et.jsonl"):
        (tmp_path / "xcopa" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "xcopa" / name).touch()
    with pytest.raises(StudyError, match="target xcopa: ht and qu are not among the files"):
        plan_asked(tmp_path, [*small, "--intermediate", "none", "--targets", "xcopa", "--languages", "qu"])
    with pytest.raises(StudyError, match=f"intermediate qqp: there is no file of it in {tmp_path}"):
        plan_asked(tmp_path, [*small, "--intermediate", "qqp", "--targets", "xcopa"])


def test_a_branch_reaches_no_key(plan: Plan) -> None:
    with pytest.raises(DataError, match="which commit `main` stands for is not known"):
        plan.inputs("leaks/mnli")
    with pytest.raises(DataError, match="which commit `refs/convert/parquet` stands for is not known"):
        plan.inputs("leaks/cosmosqa")
    for revision in ({}, {"revision": "main"}, {"revision": ""}):
        with pytest.raises(StudyError, match=r"FacebookAI/xlm-roberta-large: which commit .* stands for is not known"):
            make_plan(study(backbone={"hub": BACKBONE["hub"], **revision}), Hub())
    known = plan.at(Hub(dict.fromkeys(("nyu-mll/glue", "google/xtreme"), COMMIT)))
    assert set(known.inputs("leaks/mnli").data.values()) == {COMMIT}


def test_a_pin_of_no_data_set_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pinned.toml"
    told = (FOLDER / "phang2020.toml").read_text(encoding="utf-8")
    file.write_text(f'{told}\n[revisions]\n"google/extreme" = "main"\n', encoding="utf-8")
    with pytest.raises(StudyError, match="no data set is called 'google/extreme'"):
        read_study(str(file))
