"""A hub on this machine: tiny Parquet data sets under their real names, and a server that speaks enough of the hub's protocol.

The columns are those that the tasks' files expect, with the features that the data sets' cards tell of.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

Rows = list[dict[str, Any]]

NLI = ["entailment", "neutral", "contradiction"]
UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
IOB = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
ANSWERS = {"answer_start": [13], "text": ["Tiber"]}


def squad_row(name: str, **changed: Any) -> dict[str, Any]:
    row = {"id": name, "title": "Rom", "context": "Rom liegt am Tiber.", "question": f"Wo liegt {name}?", "answers": ANSWERS}
    return {**row, **changed}


def without_title(row: dict[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column != "title"}


def premises(*labels: int) -> Rows:
    return [{"premise": f"premise {label}", "hypothesis": "hypothesis", "label": label} for label in labels]


COPA = {"premise": "Es regnet.", "choice1": "Er friert.", "choice2": "Er wird nass.", "question": "effect", "idx": 0}

# data set -> configuration -> split -> rows; a column with the names of its labels in LABELS.
SETS: dict[str, dict[str, dict[str, Rows]]] = {
    "stanfordnlp/snli": {"plain_text": {"train": premises(0, -1, 2), "validation": premises(1)}},
    "facebook/anli": {"plain_text": {f"{part}_r{at}": premises(at - 1) for part in ("train", "dev", "test") for at in (1, 2, 3)}},
    "nyu-mll/glue": {
        "mnli": {"train": premises(1), "validation_matched": premises(2), "validation_mismatched": premises(2)},
        "qqp": {split: [{"question1": "a?", "question2": "b?", "label": 1, "idx": 0}] for split in ("train", "validation")},
    },
    "rajpurkar/squad": {"plain_text": {split: [squad_row("a")] for split in ("train", "validation")}},
    "rajpurkar/squad_v2": {
        "squad_v2": {split: [squad_row("a"), squad_row("b", answers={"answer_start": [], "text": []})] for split in ("train", "validation")}
    },
    "Rowan/hellaswag": {
        "default": {
            split: [{"ind": 1, "activity_label": "Rain", "ctx": "It rains.", "endings": ["a", "b", "c", "d"], "label": "2"}]
            for split in ("train", "validation")
        }
    },
    "allenai/cosmos_qa": {
        "default": {
            split: [{"id": "1", "context": "It rained.", "question": "So?", **{f"answer{at}": str(at) for at in range(4)}, "label": 3}]
            for split in ("train", "validation")
        }
    },
    "tau/commonsense_qa": {
        "default": {
            split: [
                {
                    "id": "1",
                    "question": "Where?",
                    "question_concept": "x",
                    "choices": {"label": list("ABCDE"), "text": list("vwxyz")},
                    "answerKey": "B",
                }
            ]
            for split in ("train", "validation")
        }
    },
    "aps/super_glue": {"copa": {split: [{**COPA, "label": 1}] for split in ("train", "validation")}},
    "cambridgeltl/xcopa": {"et": {split: [{**COPA, "label": 1, "changed": False}] for split in ("validation", "test")}},
    "google/xtreme": {
        "XNLI": {
            split: [
                {"language": language, "sentence1": f"{language} 1", "sentence2": "2", "gold_label": "neutral"} for language in ("de", "en")
            ]
            for split in ("validation", "test")
        },
        "PAWS-X.de": {split: [{"sentence1": "1", "sentence2": "2", "label": "1"}] for split in ("train", "validation", "test")},
        "PAN-X.de": {
            split: [{"tokens": ["Rom", "liegt"], "ner_tags": [5, 0], "langs": ["de", "de"]}] for split in ("train", "validation", "test")
        },
        "udpos.German": {split: [{"tokens": ["Rom", "liegt"], "pos_tags": [11, 15]}] for split in ("train", "validation", "test")},
        "XQuAD.de": {"validation": [without_title(squad_row("a"))]},
        "XQuAD.en": {"validation": [without_title(squad_row("a"))]},
        "MLQA.de.de": {split: [squad_row("a")] for split in ("validation", "test")},
        "tydiqa": {
            "train": [
                squad_row(f"{language}-{at}", context=f"Rom liegt am Tiber. {at}")
                for language in ("english", "finnish")
                for at in range(40)
            ],
            "validation": [squad_row("finnish-1", context="liegt am Tiber."), squad_row("english-1")],
        },
        "tatoeba.deu": {
            "validation": [
                {"source_sentence": "eins\n", "target_sentence": "one\n", "source_lang": "deu", "target_lang": "eng"},
                {"source_sentence": "zwei\n", "target_sentence": "two\n", "source_lang": "deu", "target_lang": "eng"},
            ]
        },
    },
}
LABELS = {
    **dict.fromkeys(
        (f"{name}/{config}/label" for name, config in [("stanfordnlp/snli", "plain_text"), ("facebook/anli", "plain_text")]), NLI
    ),
    "nyu-mll/glue/mnli/label": NLI,
    "nyu-mll/glue/qqp/label": ["not_duplicate", "duplicate"],
    "aps/super_glue/copa/label": ["choice1", "choice2"],
    "google/xtreme/PAN-X.de/ner_tags": IOB,
    "google/xtreme/udpos.German/pos_tags": UPOS,
}


def write_hub(root: Path, sets: Mapping[str, Any] = SETS) -> Path:
    """The data sets as folders: a card that names configurations and splits, and a Parquet file each."""
    from datasets import ClassLabel, Dataset, List, disable_progress_bars

    disable_progress_bars()
    for name, configs in sets.items():
        card = ["---", "configs:"]
        for config, splits in configs.items():
            card += [f"- config_name: {config}", "  data_files:"]
            for split, rows in splits.items():
                table = Dataset.from_list(rows)
                for column in table.column_names:
                    if names := LABELS.get(f"{name}/{config}/{column}"):
                        label = ClassLabel(names=names)
                        table = table.cast_column(column, List(label) if isinstance(rows[0][column], list) else label)
                file = root / name / config / f"{split}-00000-of-00001.parquet"
                file.parent.mkdir(parents=True, exist_ok=True)
                table.to_parquet(str(file))
                card += [f"  - split: {split}", f"    path: {config}/{split}-*"]
        (root / name / "README.md").write_text("\n".join([*card, "---", ""]), encoding="utf-8")
    return root


def commit_of(name: str) -> str:
    return hashlib.sha1(name.encode()).hexdigest()


class _Hub(http.server.BaseHTTPRequestHandler):
    """Answers for a data set: what it is, what files it has, and the files. Its branches are `main` and that of Parquet files."""

    root: Path
    asked: list[str]

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlparse(self.path).path)
        self.asked.append(path)
        found = re.fullmatch(r"/api/datasets/([^/]+/[^/]+)(?:/(revision|tree)/(refs/convert/parquet|[^/]+)(?:/(.*))?)?", path)
        if found:
            self._told(found[1], found[2], found[3] or "main", found[4] or "")
            return
        found = re.fullmatch(r"/datasets/([^/]+/[^/]+)/resolve/(refs/convert/parquet|[^/]+)/(.*)", path)
        if found and self._known(found[1], found[2]):
            self._file(found[1], found[3])
        elif not found:
            self._send(404)

    def _known(self, name: str, revision: str) -> bool:
        if not (self.root / name).is_dir():
            self._send(404, error="RepoNotFound")
        elif revision not in ("main", "refs/convert/parquet", commit_of(name)):
            self._send(404, error="RevisionNotFound")
        else:
            return True
        return False

    def _told(self, name: str, what: str | None, revision: str, under: str) -> None:
        if not self._known(name, revision):
            return
        folder = self.root / name / under
        if not folder.is_dir():
            self._send(404, error="EntryNotFound")
        elif what == "tree":
            listed = [
                {
                    "type": "directory" if one.is_dir() else "file",
                    "oid": commit_of(one.name),
                    "size": one.stat().st_size,
                    "path": one.relative_to(self.root / name).as_posix(),
                }
                for one in sorted(folder.iterdir())
            ]
            self._send(200, json.dumps(listed).encode())
        else:
            info = {"id": name, "sha": commit_of(name), "private": False, "gated": False, "disabled": False, "tags": [], "siblings": []}
            self._send(200, json.dumps(info).encode())

    def _file(self, name: str, path: str) -> None:
        file = self.root / name / path
        if not file.is_file():
            self._send(404, error="EntryNotFound", commit=commit_of(name))
            return
        content = file.read_bytes()
        self._send(200, content, commit=commit_of(name), etag=hashlib.sha1(content).hexdigest())

    def _send(self, status: int, content: bytes = b"", *, error: str = "", commit: str = "", etag: str = "") -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        for header, value in (("x-error-code", error), ("x-repo-commit", commit), ("etag", etag and f'"{etag}"')):
            if value:
                self.send_header(header, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


@contextmanager
def served(root: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a hub that has what stands in the folder, and what it is asked for."""
    asked: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Hub", (_Hub,), {"root": root, "asked": asked}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
