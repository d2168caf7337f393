"""A result is found again by all that it was made from, and by nothing else: every input is changed one by one, and each must miss."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from paths import ROOT

from reproduce import code, made
from reproduce.cache import MADE, Cache, CacheError, Inputs
from reproduce.plan import Plan, make_plan
from reproduce.study import read_study

INPUTS = Inputs(
    step="target",
    settings={"recipe": {"rate": 1e-3, "batch": 8}, "seed": 1},
    data={"train.tsv": "aa"},
    parents={"encoder": "e" * 64},
    code={"reproduce.train": "11"},
    versions={"torch": "2.13.0"},
)


def keep(cache: Cache, inputs: Inputs, content: str = "weights") -> None:
    attempt = cache.begin(inputs)
    (attempt.into / "weights").write_text(content)
    cache.keep(inputs, attempt, {"dev": 1.0}, 2.0)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    found = Cache(tmp_path)
    keep(found, INPUTS._replace(step="encoder", parents={}))
    return found


def test_a_result_is_found_by_its_inputs(cache: Cache) -> None:
    inputs = INPUTS._replace(parents={})
    assert cache.find(inputs) is None
    keep(cache, inputs)
    found = cache.find(inputs)
    assert found is not None
    assert (found.folder / "weights").read_text() == "weights"
    assert (found.summary, found.seconds) == ({"dev": 1.0}, 2.0)


@pytest.mark.parametrize(
    "other",
    [
        {"step": "intermediate"},
        {"settings": {"recipe": {"rate": 2e-3, "batch": 8}, "seed": 1}},
        {"settings": {"recipe": {"rate": 1e-3, "batch": 8}, "seed": 2}},
        {"data": {"train.tsv": "ab"}},
        {"data": {"train.tsv": "aa", "more.tsv": "aa"}},
        {"parents": {"encoder": "f" * 64}},
        {"code": {"reproduce.train": "12"}},
        {"versions": {"torch": "2.13.1"}},
    ],
)
def test_any_other_input_misses(cache: Cache, other: dict[str, Any]) -> None:
    keep(cache, INPUTS._replace(parents={}))
    assert cache.find(INPUTS._replace(**{"parents": {}, **other})) is None


def test_inputs_are_compared_and_not_their_hash_alone(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = INPUTS._replace(parents={}), INPUTS._replace(parents={}, data={"train.tsv": "another"})
    keep(cache, one)
    monkeypatch.setattr(Cache, "place", lambda self, key: self._root / "the same place")
    keep(cache, one)
    assert cache.find(one)
    assert cache.find(other) is None


def test_a_changed_or_lost_file_misses(cache: Cache) -> None:
    inputs = INPUTS._replace(parents={})
    keep(cache, inputs)
    found = cache.find(inputs)
    assert found is not None
    (found.folder / "weights").write_text("Weights")
    assert cache.find(inputs) is None
    assert cache.why("a node", inputs) == ["it never ran here"]
    cache.note_last("a node", inputs.key)
    assert cache.why("a node", inputs) == ["a file of its result was changed or removed"]
    (found.folder / "weights").unlink()
    assert cache.find(inputs) is None


def test_a_touched_file_is_the_same(cache: Cache) -> None:
    inputs = INPUTS._replace(parents={})
    keep(cache, inputs)
    found = cache.find(inputs)
    assert found is not None
    (found.folder / "weights").touch()
    assert cache.find(inputs)


@pytest.mark.parametrize("garbage", ["", "{}", "[]", "3", '{"summary": {}}', '{"digest": 1}', "\x00", "[" * 100_000, '{"torn'])
def test_what_is_no_record_of_a_result_is_a_result_that_is_not_there(garbage: str, cache: Cache) -> None:
    inputs = INPUTS._replace(parents={})
    keep(cache, inputs)
    cache.note_last("a node", inputs.key)
    (cache.place(inputs.key) / MADE).write_text(garbage)
    assert cache.find(inputs) is None
    assert cache.given(inputs.key) is None
    assert cache.why("a node", inputs) == ["what was written down of its result was changed"]
    with pytest.raises(CacheError, match="is gone, or was changed"):
        cache.get(inputs.key)


@pytest.mark.parametrize(
    "change",
    [{"summary": {"dev": 2.0}}, {"files": {}}, {"seconds": 1.0}, {"device": "cuda"}, {"seen": {}}, {"built on": {"encoder": None}}],
)
def test_a_changed_word_of_what_is_told_of_a_result_misses(change: dict[str, Any], cache: Cache) -> None:
    inputs = INPUTS._replace(parents={})
    keep(cache, inputs)
    file = cache.place(inputs.key) / MADE
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told, indent=4))
    assert cache.find(inputs), "how it is laid out says nothing"
    file.write_text(json.dumps({**told, **change}))
    assert cache.find(inputs) is None
    keep(cache, inputs)
    assert cache.find(inputs)


def test_a_record_is_of_one_result_and_no_other(cache: Cache) -> None:
    one, other = INPUTS._replace(parents={}), INPUTS._replace(parents={}, settings={"seed": 2})
    keep(cache, one)
    keep(cache, other)
    shutil.copy(cache.place(one.key) / MADE, cache.place(other.key) / MADE)
    assert cache.find(other) is None


def test_with_other_weights_below_it_a_result_is_old(cache: Cache) -> None:
    parent = INPUTS._replace(step="encoder", parents={})
    child = INPUTS._replace(parents={"encoder": parent.key})
    keep(cache, child)
    cache.note_last("child", child.key)
    assert cache.find(child)
    keep(cache, parent, "other weights")  # as a training on a GPU may give
    assert cache.find(child) is None
    assert cache.why("child", child) == ["encoder gave something else since"]


def test_what_was_begun_and_did_not_end_is_not_there(cache: Cache) -> None:
    inputs = INPUTS._replace(parents={})
    into, work = cache.begin(inputs)
    (into / "weights").write_text("half")
    (work / "checkpoint").write_text("step 7")
    assert cache.find(inputs) is None
    _, again = cache.begin(inputs)
    assert (again / "checkpoint").read_text() == "step 7"  # to go on with
    assert not (into / "weights").exists()


# --- the inputs of a plan ----------------------------------------------------------------------------------------

SMALL = {"intermediate": ("anli+",), "targets": ("xnli", "xquad", "tatoeba"), "seeds": (1,)}
TRAINED, SCORED = "target/scratch:nano/anli+.english/mnli/seed-1", "scores/scratch:nano/anli+.english/xnli/seed-1"


def small_plan(**changes: Any) -> Plan:
    return make_plan(read_study("phang2020", "nano", {**SMALL, **changes}), made.Made())


def keys(plan: Plan) -> dict[str, str]:
    return {name: plan.inputs(name).key for name in plan.nodes}


def changed(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other.get(name)}


def below(plan: Plan, name: str) -> set[str]:
    found = {name}
    for other, node in plan.nodes.items():
        if set(node.parents.values()) & found:
            found.add(other)
    return found


def test_another_tokenizer_changes_all_that_stands_on_it() -> None:
    plan = small_plan()
    study = replace(plan.study, backbones={"scratch:nano": {**plan.study.backbones["scratch:nano"], "words": 601}})
    assert changed(keys(plan), keys(make_plan(study, made.Made()))) == below(plan, "tokenizer/scratch:nano")


def test_another_rate_of_a_target_changes_that_training_and_its_scores() -> None:
    plan = small_plan()
    recipes = {"nano": {**plan.study.recipes["nano"], "target": {"tasks": {"xnli": {"rate": 1e-3}}}}}
    other = make_plan(replace(plan.study, recipes=recipes), made.Made())
    trainings = [name for name in plan.nodes if name.startswith("target/") and "/mnli/" in name]
    assert changed(keys(plan), keys(other)) == set().union(*(below(plan, name) for name in trainings))


def test_other_data_change_what_reads_them() -> None:
    plan = small_plan()
    other = make_plan(plan.study, made.Made(seed=2))
    assert changed(keys(plan), keys(other)) == set(plan.nodes) - {"untrained/scratch:nano"} | below(plan, "untrained/scratch:nano")


@pytest.mark.parametrize("package", code.PACKAGES)
def test_another_version_of_a_package_changes_everything(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys(small_plan())
    versions = {**code.versions(), package: "0.0"}
    monkeypatch.setattr(code, "versions", lambda: versions)
    assert changed(before, keys(small_plan())) == set(before)


CHANGES = {
    "a helper of the training": (
        "reproduce/recipes.py",
        "return recipe.rate * (step + 1) / warm",
        "return recipe.rate * step / warm",
        TRAINED,
    ),
    "a helper two modules away": ("reproduce/framing.py", "return longest - taken", "return longest - taken - 1", TRAINED),
    "how a batch is laid out": ("reproduce/batches.py", "NOWHERE = -1", "NOWHERE = -2", TRAINED),
    "the metric's version": ("reproduce/metrics/accuracy.py", 'VERSION = "1"', 'VERSION = "2"', SCORED),
    "the format": ("reproduce/formats/pair.py", "torch.tanh", "torch.relu", TRAINED),
    "how the data are made": ("reproduce/made.py", "sentence.plain(1, 4)", "sentence.plain(1, 5)", TRAINED),
}


@pytest.mark.parametrize("what", CHANGES)
def test_other_code_is_another_input(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, old, new, node = CHANGES[what]
    for package in code.OURS:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "_ROOT", tmp_path)
    before = keys(small_plan())
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (tmp_path / file).write_text(text.replace(old, new), encoding="utf-8")
    assert node in changed(before, keys(small_plan()))


def test_comments_and_docstrings_are_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in code.OURS:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(code, "_ROOT", tmp_path)
    before = keys(small_plan())
    file = tmp_path / "reproduce" / "recipes.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"""The learning rate of a step', '# a comment\n    """What the rate of a step is', 1).replace("#", "# #"))
    assert not changed(before, keys(small_plan()))


def test_the_screen_and_the_engines_are_no_input() -> None:
    read = {module for name in small_plan().nodes for module in small_plan().inputs(name).code}
    assert not [
        module for module in read if module.startswith(("reproduce.engines", "reproduce.cli", "reproduce.watching", "reproduce.running"))
    ]
    assert {"reproduce.train", "reproduce.batches", "reproduce.metrics.accuracy", "reproduce.formats.span"} <= read
