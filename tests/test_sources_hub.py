"""The hub's data sets, read by its own client from a hub on this machine: under their real names, with the columns that they have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")
pytest.importorskip("datasets", reason="datasets is not installed (extra `reproduce`)")

from made_hub import SETS, commit_of, served, write_hub
from paths import ROOT

from reproduce.tasks import tasks

# In a process of its own: the client reads its address when it is imported.
ASK = """
import json, sys
import msgspec
from datasets import disable_progress_bars
from reproduce.sources.hub import Hub
from reproduce.tasks import DataError, read, tasks
disable_progress_bars()
pins, asked = json.loads(sys.argv[1])
for name, split, language, changed in asked:
    task = tasks()[name]
    sizes = {} if changed is None else {"hub": {split: changed}}
    try:
        data = read(msgspec.structs.replace(task, sizes=sizes), split, language, Hub(pins))
        told = {"examples": data.examples, "origins": data.origins}
    except DataError as error:
        told = {"error": str(error)}
    print("TOLD", json.dumps(told))
"""
PINS = {name: commit_of(name) for name in SETS}
Asked = tuple[str, str, str, int | None]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str], Path]]:
    root = write_hub(tmp_path_factory.mktemp("hub"))
    with served(root) as hub:
        yield hub.address, hub.asked, root


def ask(hub: tuple[str, list[str], Path], folder: Path, *asked: Asked, pins: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """What the hub's source says, each answer as JSON."""
    environment = {**os.environ, "HF_ENDPOINT": hub[0], "HF_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps([{**PINS, **(pins or {})}, asked])],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line.removeprefix("TOLD ")) for line in done.stdout.splitlines() if line.startswith("TOLD ")]
    assert len(told) == len(asked)
    return told


QUESTION = ["Wo liegt a?", "Rom liegt am Tiber.", [[13, "Tiber"]]]
COPA = ["Es regnet. What happened as a result?", ["Er friert.", "Er wird nass."], 1, "What happened as a result?"]
EXPECTED: dict[tuple[str, str, str], list[Any]] = {
    ("anli", "train", "en"): [["premise 0", "hypothesis", 1], ["premise 2", "hypothesis", 0], ["premise 1", "hypothesis", 2]]
    + [[f"premise {at}", "hypothesis", label] for at, label in ((0, 1), (1, 2), (2, 0))],
    ("mnli", "dev", "en"): [["premise 2", "hypothesis", 0]],
    ("qqp", "train", "en"): [["a?", "b?", 1]],
    ("squad1", "train", "en"): [["a", *QUESTION, "Rom"]],
    ("squad2", "dev", "en"): [["a", *QUESTION, "Rom"], ["b", "Wo liegt b?", QUESTION[1], [], "Rom"]],
    ("hellaswag", "dev", "en"): [["Rain: It rains.", ["a", "b", "c", "d"], 2, ""]],
    ("cosmosqa", "train", "en"): [["It rained. So?", ["0", "1", "2", "3"], 3, "So?"]],
    ("commonsenseqa", "dev", "en"): [["Where?", ["v", "w", "x", "y", "z"], 1, "Where?"]],
    ("xcopa", "train", "en"): [COPA],
    ("xcopa", "test", "et"): [COPA],
    ("xnli", "test", "de"): [["de 1", "2", 2]],
    ("pawsx", "test", "de"): [["1", "2", 1]],
    ("panx", "test", "de"): [[["Rom", "liegt"], [0, 6]]],
    ("udpos", "dev", "de"): [[["Rom", "liegt"], [11, 15]]],
    ("xquad", "test", "de"): [["a", *QUESTION, ""]],
    ("mlqa", "test", "de"): [["a", *QUESTION, "Rom"]],
    ("tydiqa", "test", "fi"): [["finnish-1", "Wo liegt finnish-1?", "liegt am Tiber.", [[9, "Tiber"]], "Rom"]],
    ("tatoeba", "test", "de"): [
        [[["0", "eins"], ["1", "zwei"]], [["0", "one"], ["1", "two"]], [["0", "0"], ["1", "1"]]],
    ],
}


def test_every_task_of_the_hub_is_read_and_where_it_came_from_is_recorded(hub: tuple[str, list[str], Path], tmp_path: Path) -> None:
    assert {name for name, *_ in EXPECTED} == {name for name, task in tasks().items() if "hub" in task.sources}
    told = ask(hub, tmp_path, *((*asked, None) for asked in EXPECTED))
    assert [one.get("error", one.get("examples")) for one in told] == list(EXPECTED.values())
    for one in told:
        for name, total, n in one["origins"]:
            dataset, _, rest = name.partition("@")
            assert rest.startswith(commit_of(dataset))
            assert (len(total), n > 0) == (64, True)
    names = [name for name, _, _ in told[0]["origins"]]
    assert names[2] == f"facebook/anli@{commit_of('facebook/anli')}/train_r1+train_r2+train_r3"


def test_what_is_not_as_the_task_says_ends_in_one_line(hub: tuple[str, list[str], Path], tmp_path: Path) -> None:
    wrong: dict[Asked, str] = {
        (
            "xquad",
            "test",
            "th",
            None,
        ): f"google/xtreme, XQuAD.th, validation, revision {commit_of('google/xtreme')}: BuilderConfig 'XQuAD.th' not found",
        ("xnli", "test", "de", 5010): "xnli, test, de: 1 examples, where 5010 are expected",
        ("xnli", "train", "en", None): "xnli, train, en: no data set of it is told of in xnli.toml",
        ("bucc", "test", "zh", None): "bucc, test, zh: the hub's copy holds the pairs alone",
        ("xnli", "test", "sw", None): "xnli, test, sw: no example",
    }
    for (asked, why), one in zip(wrong.items(), ask(hub, tmp_path, *wrong), strict=True):
        assert why in one["error"], asked
        assert "\n" not in one["error"]


def test_a_changed_column_and_a_script_end_in_one_line(tmp_path: Path) -> None:
    changed = {"default": {split: [{"id": "1", "question": "Where?", "key": "B"}] for split in ("train", "validation")}}
    root = write_hub(
        tmp_path / "hub", {"tau/commonsense_qa": changed, "rajpurkar/squad": {"plain_text": {"train": changed["default"]["train"]}}}
    )
    (root / "Rowan" / "hellaswag").mkdir(parents=True)
    (root / "Rowan" / "hellaswag" / "hellaswag.py").write_text("raise SystemExit", encoding="utf-8")
    with served(root) as hub:
        wrong = [("commonsenseqa", "train", "en", None), ("squad1", "train", "en", None), ("hellaswag", "dev", "en", None)]
        told = [one["error"] for one in ask((hub.address, hub.asked, root), tmp_path, *wrong)]
    assert "tau/commonsense_qa@" in told[0]
    assert told[0].endswith("/train: row 1 has no column 'answerKey'; it has id, question, key")
    assert told[1].endswith("/train: no column 'context'; it has id, question, key")
    assert f"Rowan/hellaswag, validation, revision {commit_of('Rowan/hellaswag')}: Dataset scripts are no longer supported" in told[2]


def test_a_revision_can_be_pinned_and_one_that_is_not_there_is_named(hub: tuple[str, list[str], Path], tmp_path: Path) -> None:
    right, wrong = commit_of("google/xtreme"), "0" * 40
    (told,) = ask(hub, tmp_path, ("mlqa", "test", "de", None), pins={"google/xtreme": right})
    assert told["origins"][0][0] == f"google/xtreme@{right}/MLQA.de.de/test"
    assert not [path for path in hub[1] if "xtreme" in path and "main" in path and "MLQA" in path]
    (told,) = ask(hub, tmp_path, ("mlqa", "test", "de", None), pins={"google/xtreme": wrong})
    assert f"google/xtreme, MLQA.de.de, test, revision {wrong}: " in told["error"]


def test_a_hub_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    (told,) = ask(("http://127.0.0.1:9", [], tmp_path), tmp_path, ("squad1", "train", "en", None))
    assert told["error"].startswith(f"rajpurkar/squad, train, revision {commit_of('rajpurkar/squad')}: ")
    assert "\n" not in told["error"]
