"""The tasks against real files: all of them read, with the counts, the sums and the leaks that are said of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from paths import SHARED

pytest.importorskip("torch", reason="torch is not installed (extra `reproduce`)")

from reproduce.leaks import Leak, leaks
from reproduce.sources.files import Files
from reproduce.tasks import SPLITS, Data, DataError, Part, Task, read, tasks, unscored

ROOT = SHARED / "xtreme-small"
pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="shared/xtreme-small is not at hand")
FILES = Files(ROOT)


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


# --- what is read ----------------------------------------------------------------------------------------------------

# Files that no task reads, and why.
UNREAD = {
    "mnli/mnli_val.tsv": "shares 134 pairs with the dev set that is read",
    "snli/cad_": "counterfactual revisions are none of the nine tasks",
    "stsb/": "STS-B is none of the tasks",
    "tydiqa/tydiqa.goldp.*.dev": "its answers are blank",
    "xcopa/*/val.": "selection is in English",
    "udpos/conllu/en_ewt-ud-dev": "UD-POS has its own English dev set",
}
FURTHER = {"panx": "az gu lt pa pl qu ro uk", "udpos": "lt pl ro uk"}  # XTREME-R's, which XTREME does not average


def widened(task: Task) -> Task:
    further = tuple(FURTHER.get(task.name, "").split())
    return msgspec.structs.replace(task, languages=(*task.languages, *further))


@cache
def all_read() -> dict[tuple[str, str, str], Data]:
    found = {}
    for task in map(widened, tasks().values()):
        sizes = {} if task.name in FURTHER else task.sizes
        asked = msgspec.structs.replace(task, sizes=sizes)
        for split in SPLITS if not task.made_from else ():
            for language in FILES.languages(task, split):
                found[task.name, split, language] = read(asked, split, language, FILES)
    return found


def unread(name: str) -> bool:
    return any(Path(name).match(f"{start}*") if "*" in start else name.startswith(start) for start in UNREAD)


def test_every_file_is_read_whole_or_said_to_be_left_unread() -> None:
    counted = {origin.name: (origin.n, origin.sha256) for data in all_read().values() for origin in data.origins}
    sums = dict(reversed(line.split()) for line in (ROOT / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    told = {row["file"]: (int(row["n"]), sums[row["file"]]) for row in table("FILES.tsv") if not unread(row["file"])}
    assert len(told) > 250
    assert counted == told


def test_what_is_left_unread_is_few() -> None:
    left = [row["file"] for row in table("FILES.tsv") if unread(row["file"])]
    assert len(left) == 1 + 2 + 12 + 9 + 9 + 1


def test_the_parts_of_a_file_are_together_all_of_it_and_share_no_text() -> None:
    data = all_read()
    for name, by, splits, whole in (
        ("tydiqa", "text", SPLITS, 3000),
        ("panx", "words", SPLITS[:2], 20000),
        ("udpos", "words", SPLITS[:2], 9000),
    ):
        parts = [data[name, split, "en"].examples for split in splits]
        assert sum(map(len, parts)) == whole
        texts = [{getattr(one, by) for one in part} for part in parts]
        assert sum(map(len, texts)) == len(set().union(*texts))


def test_every_task_has_a_language_to_be_scored_in_or_dev_data() -> None:
    for task in tasks().values():
        there = [split for split in ("dev", "test") if FILES.languages(tasks().get(task.made_from, task), split)]
        assert there, task.name


def test_questions_that_share_an_id_have_one_of_their_own() -> None:
    ids = [one.id for split in SPLITS for one in all_read()["tydiqa", split, "en"].examples]
    assert len(ids) == 3000
    for split in SPLITS:
        of_split = [one.id for one in all_read()["tydiqa", split, "en"].examples]
        assert len(set(of_split)) == len(of_split)


def test_blank_answers_are_refused_and_their_languages_are_named_with_the_reason() -> None:
    task = tasks()["tydiqa"]
    part = Part(reader="squad", test="tydiqa/tydiqa.goldp.{language}.dev.json")
    blank = msgspec.structs.replace(task, sources={"files": (part,)}, sizes={})
    for language in task.languages:
        with pytest.raises(DataError, match=rf"tydiqa, test, {language}: every answer of \d+ questions is empty"):
            read(blank, "test", language, FILES)
    assert set(unscored(task, FILES)) == {*task.languages} - {"en"}
    with pytest.raises(DataError, match="hold an empty text for every answer"):
        read(task, "test", "fi", FILES)


def test_questions_that_cannot_be_answered_are_kept() -> None:
    without = [one for one in all_read()["squad2", "dev", "en"].examples if not one.answers]
    assert len(without) == 3168
    assert sum(not one.answers for one in all_read()["squad2", "train", "en"].examples) == 348


def test_each_question_of_each_language_has_one_sentence_that_answers_it_in_each_language() -> None:
    task = tasks()["xquad-answers"]
    for language in ("de", "th"):
        (bitext,) = read(task, "test", language, FILES).examples
        assert len(bitext.source) == 1190
        assert len(bitext.gold) == len(set(bitext.gold)) == 1190 * 11
        texts = dict(bitext.target)
        answers = {f"{language}:{one.id}": one.answers[0][1] for one in all_read()["xquad", "test", language].examples}
        own = [(one, other) for one, other in bitext.gold if other.startswith(language)]
        assert all(answers[one] in texts[other] for one, other in own)


# --- what leaks ------------------------------------------------------------------------------------------------------


def of_file(name: str) -> Data:
    """The examples of one file, whatever task has it."""
    for task in map(widened, tasks().values()):
        for part in task.sources.get("files", ()):
            for told in (part.train, part.dev, part.test):
                for path in told.values() if isinstance(told, dict) else [told] if isinstance(told, str) else told:
                    language = language_in(path, part, task, name)
                    if language:
                        return alone(task, part, told, path, language)
    folder, _, file = name.partition("/")
    return Data(list(pairs_of(folder, file)), ())


def language_in(path: str, part: Part, task: Task, name: str) -> str:
    """The language for which a path is that of the file; empty where it is none's."""
    for language in task.languages if "{" in path else ["en"]:
        if path and Path(name).match(path.replace("{language}", language).replace("{code}", part.codes.get(language, language))):
            return language
    return ""


def alone(task: Task, part: Part, told: Any, path: str, language: str) -> Data:
    """What a file holds, whole, as if it were a test set."""
    whole = msgspec.structs.replace(part, shares={}, train="", dev="", test=told if isinstance(told, dict) else path)
    asked = msgspec.structs.replace(task, sources={"files": (whole,)}, sizes={}, languages=(language,))
    data = read(asked, "test", language, FILES)
    if isinstance(told, dict):  # of two sides, the one that the file is
        side = "source" if told["source"] == path else "target"
        return data._replace(examples=[data.examples[0]._replace(**{"target" if side == "source" else "source": ()})])
    return data


def pairs_of(folder: str, file: str) -> Iterator[Any]:
    """Of files that no task reads."""
    header = {"stsb": ["first", "second", "label"], "mnli": [], "snli": [], "tydiqa": []}[folder]
    columns = {} if folder == "stsb" else {"first": "sentence1", "second": "sentence2"}
    if folder == "snli":
        columns["label"] = "gold_label"
    part = Part(reader="csv" if folder == "stsb" else "tsv", header=tuple(header), columns=columns, test=f"{folder}/{file}")
    task = msgspec.structs.replace(tasks()["mnli"], sources={"files": (part,)})
    rows, _ = FILES.rows(task, "test", "en")
    yield from ((row["first"], row["second"], 0) for row in rows)


# What the file's authors looked at: all of at least twelve letters and digits, in every script, and no answers.
THEIRS = ("pair", "sentence", "paragraph", "question", "title")


def as_they_did(kind: str, form: str) -> bool:
    return kind in THEIRS and len(form) >= (1 if kind == "title" else 12)


@cache
def found() -> dict[tuple[str, str], list[Leak]]:
    rows = table("LEAKS.tsv")
    data = {name: of_file(name) for name in {row[side] for row in rows for side in ("train", "eval")}}
    pairs = {(row["train"], row["eval"]) for row in rows}
    return {
        (train, evaluation): leaks({train: data[train]}, {evaluation: data[evaluation]}, evidence=as_they_did, often=10**9)
        for train, evaluation in pairs
    }


@pytest.mark.parametrize("kind", ["pair", "sentence", "paragraph", "question", "title"])
def test_what_is_said_to_leak_is_found_with_its_counts(kind: str) -> None:
    rows = [row for row in table("LEAKS.tsv") if row["kind"] == kind]
    assert rows
    for row in rows:
        ours = [leak for leak in found()[row["train"], row["eval"]] if leak.kind == kind]
        units = int(row["eval_units"])
        if row["eval"].startswith("anli/"):  # the contexts of its pairs are counted as sentences here, with the hypotheses
            ours, units = [leak for leak in found()[row["train"], row["eval"]] if leak.kind == "sentence"], 0
        if "conllu" in row["eval"]:  # the sentence as it is printed is not among what the task reads: its words are
            assert [leak.folded for leak in ours] == [int(row["folded"])]
            continue
        got = [(units and leak.units, leak.exact, leak.folded) for leak in ours]
        assert got == [(units, int(row["exact"]), int(row["folded"]))], row


def test_nothing_leaks_where_the_two_say_nothing_of_it() -> None:
    """Of all pairs that are listed, no kind is found that is not."""
    listed = {(row["train"], row["eval"], row["kind"]) for row in table("LEAKS.tsv")}
    more = [
        leak[:3] for of_pair in found().values() for leak in of_pair if leak[:3] not in listed and not leak.evaluation.startswith("anli/")
    ]
    assert not more


def test_squad2_dev_leaks_into_xquad_as_the_files_readme_says() -> None:
    (paragraphs,) = [leak for leak in found()["squad2/dev-v2.0.json", "xquad/xquad.en.json"] if leak.kind == "paragraph"]
    assert (paragraphs.units, paragraphs.exact) == (240, 78)
