"""The study's base preset in little, from a hub on this machine: through the real clients, with nothing in their place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")
pytest.importorskip("datasets", reason="datasets is not installed (extra `reproduce`)")

from made_hub import MODELS, Served, commit_of, served, write_hub, write_model
from made_hub_study import BASE, TINY, TINY_T5, WORDS, sets_of, write_small_hub
from paths import ROOT

from reproduce.cache import MADE
from reproduce.sources.revisions import FILE

GRID = ["phang2020", "--preset", "base", "--any-size", "--languages", "en,de,ht", "--seeds", "1", "--jobs", "1"]
WHOLE = [*GRID, "--intermediate", "anli+,csqa,ccg", "--targets", "xnli,panx,xquad,xcopa,tatoeba,bucc"]
LITTLE = [*GRID, "--intermediate", "csqa", "--targets", "tatoeba"]
OFFLINE = {"HF_HUB_OFFLINE": "1"}


class Run:
    """A hub, a place for what its clients keep, and one for results."""

    def __init__(self, hub: Served, folder: Path) -> None:
        self.hub, self.folder = hub, folder
        self.home = folder / "home"

    def __call__(self, *arguments: str, status: int = 0, home: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return run([*arguments, "--home", str(home or self.home)], self.hub, self.folder, status, **more)

    def plan(self, *arguments: str) -> dict[str, dict[str, Any]]:
        return {one["name"]: one for one in json.loads(self("plan", *arguments, "--no-cost", "--json").stdout)}


def run(command: list[str], hub: Served, folder: Path, status: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HF_ENDPOINT": hub.address, "HF_HOME": str(folder / "clients"), "PYTHONPATH": str(ROOT), **more}
    module = [] if command[0] == "-c" else ["-m", "reproduce"]
    done = subprocess.run([sys.executable, *module, *command], capture_output=True, text=True, env=environment, cwd=folder, check=False)
    assert done.returncode == status, done.stderr
    return done


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The study, run once."""
    with served(write_small_hub(tmp_path_factory.mktemp("hub"))) as hub:
        yield Run(hub, tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def first(small: Run) -> subprocess.CompletedProcess[str]:
    return small("run", *WHOLE)


def test_the_base_preset_is_run_from_the_hub(small: Run, first: subprocess.CompletedProcess[str]) -> None:
    assert "(reduced:base, data hub in any size: no figure of the paper's)" in first.stdout
    assert "51 nodes made, 0 were there" in first.stderr
    rows = json.loads(small("results", *WHOLE, "--json").stdout)
    assert {row["target"] for row in rows} >= {"xnli", "panx", "xquad", "xcopa", "tatoeba"}
    assert {row["language"] for row in rows if row["target"] == "xquad"} == {"de", "en", "avg"}
    assert {row["scale"] for row in rows} == {"reduced:base"}
    assert "Traceback" not in first.stderr
    assert "UNEXPECTED" not in first.stderr


def test_what_the_hub_does_not_have_is_left_out_and_said(small: Run, first: subprocess.CompletedProcess[str]) -> None:
    for told in (first.stdout, first.stderr, small("plan", *WHOLE, "--no-cost").stdout):
        assert "left out, as the data do not have it: 1 of 3 intermediate trainings, 1 of 2 variants, 1 of 6 targets\n" in told
        assert " intermediate ccg: CCGbank is not free, and not on the hub\n" in told
        assert " variant mlm: the paper draws sentences from Wikipedia's dumps" in told
        assert " target bucc: the hub's copy holds the pairs alone" in told
    refused = small("plan", *GRID, "--variants", "mlm", "--targets", "xnli", status=2).stderr
    assert refused.startswith("reproduce: phang2020: nothing is left of the variants that are asked for; variant mlm: the paper draws")
    assert refused.count("\n") == 1


def test_a_second_run_downloads_nothing_and_runs_nothing(small: Run, first: subprocess.CompletedProcess[str]) -> None:
    asked = len(small.hub.asked)
    again = small("run", *WHOLE)
    assert "0 nodes made, 51 were there" in again.stderr
    assert again.stdout == first.stdout
    assert len(small.hub.asked) == asked


def test_what_was_fetched_is_enough_without_network(small: Run, first: subprocess.CompletedProcess[str], tmp_path: Path) -> None:
    assert small("run", *WHOLE, **OFFLINE).stdout == first.stdout
    (tmp_path / "runs").mkdir()
    shutil.copy(small.home / "runs" / FILE, tmp_path / "runs")
    again = small("run", *LITTLE, home=tmp_path, **OFFLINE, HF_ENDPOINT="http://127.0.0.1:9")
    assert "nodes made, 0 were there" in again.stderr
    assert "failed" not in again.stderr


def test_only_what_the_grid_needs_is_asked_for_and_recorded(small: Run, first: subprocess.CompletedProcess[str]) -> None:
    names = ["aps/super_glue", "cambridgeltl/xcopa", "facebook/anli", "google/xtreme", "nyu-mll/glue", "rajpurkar/squad"]
    names += ["stanfordnlp/snli", "tau/commonsense_qa"]
    known = json.loads((small.home / "runs" / FILE).read_text(encoding="utf-8"))
    assert known == {f"model {BASE}@main": commit_of(BASE), **{f"dataset {name}@main": commit_of(name) for name in names}}
    inputs = [json.loads(file.read_text(encoding="utf-8")) for file in (small.home / "runs").glob("*/inputs.json")]
    assert len(inputs) == 51
    assert {one["settings"]["revision"] for one in inputs if one["step"] in ("tokenizer", "encoder")} == {commit_of(BASE)}
    assert {commit for one in inputs for commit in one["data"].values()} == {commit_of(name) for name in names}


def test_another_revision_runs_what_stands_on_it_again(small: Run, first: subprocess.CompletedProcess[str], tmp_path: Path) -> None:
    before = small.plan(*WHOLE)
    newer = "1" * 40
    study = (ROOT / "reproduce" / "studies" / "phang2020.toml").read_text(encoding="utf-8")
    (tmp_path / "phang2020.toml").write_text(f'{study}\n[revisions]\n"tau/commonsense_qa" = "{newer}"\n', encoding="utf-8")
    after = small.plan(str(tmp_path / "phang2020.toml"), *WHOLE[1:])
    other = {name for name, one in after.items() if one["key"] != before[name]["key"]}
    assert other == {name for name in before if name == "leaks/commonsenseqa" or "csqa" in name}
    (tmp_path / "phang2020.toml").write_text(study.replace(f'hub = "{BASE}"', f'hub = "{BASE}"\nrevision = "{newer}"'), encoding="utf-8")
    after = small.plan(str(tmp_path / "phang2020.toml"), *WHOLE[1:])
    assert {name for name, one in after.items() if one["there"]} == {name for name in before if name.startswith(("leaks", "floors"))}
    why = small("plan", str(tmp_path / "phang2020.toml"), *WHOLE[1:], "--no-cost", "--why").stdout
    assert f'revision: "{commit_of(BASE)}" before, now "{newer}"' in why


def test_a_branch_that_moved_is_followed_where_that_is_wished(small: Run, first: subprocess.CompletedProcess[str], tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    shutil.copy(small.home / "runs" / FILE, tmp_path / "runs")
    small.hub.moved[BASE] = "2" * 40
    try:
        assert f"{BASE}@{commit_of(BASE)}" in small("plan", *LITTLE, "--no-cost", home=tmp_path).stdout
        assert f"{BASE}@{'2' * 40}" in small("plan", *LITTLE, "--no-cost", "--renew", home=tmp_path).stdout
        assert f"{BASE}@{'2' * 40}" in small("plan", *LITTLE, "--no-cost", home=tmp_path, **OFFLINE).stdout
    finally:
        del small.hub.moved[BASE]


def test_a_plan_without_network_that_never_had_one_says_what_to_do(small: Run, tmp_path: Path) -> None:
    for more in (OFFLINE, {"HF_ENDPOINT": "http://127.0.0.1:9"}):
        told = small("plan", *LITTLE, "--no-cost", home=tmp_path, status=3, **more).stderr
        assert told.startswith(
            f"reproduce: {BASE}: which commit `main` of this model stands for was never asked, and the hub does not answer"
        )
        assert told.endswith("plan once with network, which writes it down, or pin a commit in the study\n")
        assert told.count("\n") == 1
    assert not (tmp_path / "runs" / FILE).exists()
    told = small("plan", *LITTLE, "--no-cost", "--backbone", "mt5-large", home=tmp_path, status=3).stderr
    assert told == "reproduce: google/mt5-large: the hub has no model of this name, or not for everyone\n"


def test_what_is_wrong_with_files_ends_in_a_line_each_and_leaves_nothing(tmp_path: Path) -> None:
    changed = {"copa": {split: [{"premise": "a", "first": "b", "question": "cause", "label": 1}] for split in ("train", "validation")}}
    sets = sets_of("tau/commonsense_qa", "rajpurkar/squad", "google/xtreme", "cambridgeltl/xcopa")
    root = write_hub(tmp_path / "hub", {**sets, "aps/super_glue": changed})
    unsafe = write_model(root, "FacebookAI/roberta-large", TINY, WORDS)
    (unsafe / "model.safetensors").rename(unsafe / "pytorch_model.bin")
    with served(root) as hub:
        there = Run(hub, tmp_path)
        grid = [*LITTLE, "--targets", "tatoeba,xquad,xcopa", "--backbone", "roberta-large"]
        hub.wrong.add("tau/commonsense_qa/default/train-00000-of-00001.parquet")
        hub.gone.add("rajpurkar/squad/plain_text/train-00000-of-00001.parquet")
        done = there("run", *grid, status=3)
        lines = [line.removeprefix("failed: ").split(": ", 1) for line in done.stderr.splitlines() if line.startswith("failed: ")]
        assert len({error for _, error in lines}) == len(lines)
        failed = {name: error for names, error in lines for name in names.split(", ")}
        assert "Traceback" not in done.stderr
        assert "train-00000-of-00001.parquet: its hash is " in failed["leaks/commonsenseqa"]
        assert "where the hub promised" in failed["leaks/commonsenseqa"]
        assert "rajpurkar/squad" in failed["leaks/squad1"]
        assert "train-00000-of-00001.parquet" in failed["leaks/squad1"]
        assert "row 1 has no column 'choice1'; it has premise, first, question, label" in failed["leaks/xcopa"]
        assert "there are no weights as safetensors" in failed["encoder/roberta-large"]
        assert not [name for name, one in there.plan(*grid).items() if one["there"] and name in failed]
        assert len([*(there.home / "runs").glob(f"*/{MADE}")]) == int(done.stderr.split(" nodes made")[0].split("\n")[-1])
        hub.wrong.clear()
        hub.gone.clear()
        mended = there("leaks", *grid, status=3).stderr
        assert "leaks/xcopa" in mended
        assert "leaks/squad1" not in mended
        assert "leaks/commonsenseqa" not in mended


FETCH = """
import json, sys
from reproduce.models import fetch_encoder, width_of
from reproduce.vocabulary import fetch_tokenizer
for name, commit in json.loads(sys.argv[1]):
    try:
        width, tokenizer = width_of(fetch_encoder(name, commit)), fetch_tokenizer(name, commit)
        told = [width, tokenizer.decode(tokenizer("rain", "wind")["input_ids"])]
    except ValueError as error:
        told = f"{type(error).__name__}: {error}"
    print("TOLD", json.dumps(told))
"""


def test_models_are_taken_whole_and_without_code_or_not_at_all(tmp_path: Path) -> None:
    root = tmp_path / "hub"
    fine, t5, torn, wrong, foreign, short = names = [f"a/{name}" for name in ("fine", "t5", "torn", "wrong", "foreign", "short")]
    for name in names:
        write_model(root, name, TINY_T5 if name == t5 else TINY, WORDS)
    config = root / MODELS / foreign / "config.json"
    told = json.loads(config.read_text(encoding="utf-8"))
    config.write_text(json.dumps({**told, "auto_map": {"AutoModel": "modeling.Mine"}}), encoding="utf-8")
    (config.parent / "modeling.py").write_text("raise SystemExit('this was run')", encoding="utf-8")
    config = root / MODELS / short / "config.json"
    config.write_text(json.dumps({**told, "num_hidden_layers": 3}), encoding="utf-8")
    (root / MODELS / torn / "config.json").unlink()
    with served(root) as hub:
        hub.wrong.add(f"{wrong}/model.safetensors")
        asked = json.dumps([(name, commit_of(name)) for name in [*names, wrong, "a/none"]] + [(fine, "main")])
        done = run(["-c", FETCH, asked], hub, tmp_path)
        lines = [json.loads(line.removeprefix("TOLD ")) for line in done.stdout.splitlines() if line.startswith("TOLD ")]
    assert lines[:2] == [[16, "<s> rain</s></s> wind</s>"], [16, "rain</s> wind</s>"]]
    at = {name: f"{name}@{commit_of(name)[:12]}" for name in names}
    assert lines[2] == f"FetchError: {at[torn]}: there is no config.json"
    assert lines[3].startswith(f"FetchError: {at[wrong]}/model.safetensors: its hash is ")
    assert lines[4] == f"FetchError: {at[foreign]}: config.json names code of the repository's own (auto_map), which is never run"
    assert lines[5].startswith(
        f"ModelError: {short}@{commit_of(short)}: 16 weights of the encoder are not among its files, as encoder.layer.2"
    )
    assert lines[6].startswith(f"FetchError: {at[wrong]}/model.safetensors: its hash is ")  # fetched again, and wrong again
    assert lines[7].startswith("FetchError: a/none@")
    assert lines[8] == "FetchError: a/fine: 'main' is not a commit, and what is not is not fetched"
    assert not [line for line in lines if "\n" in line]
