"""A hub on this machine: tiny models and Parquet data sets under their real names, and a server that speaks enough of the hub's protocol.

The columns are those that the tasks' files expect, with the features that the data sets' cards tell of.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
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


MODELS = "models"  # the folder of those, beside the data sets


def write_model(root: Path, name: str, config: Mapping[str, Any], texts: Sequence[str]) -> Path:
    """A model of the kind that the configuration names, with all its parts and drawn weights, and a tokenizer as XLM-R and mT5 have it."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import AutoConfig, AutoModelForMaskedLM, MT5ForConditionalGeneration

    folder = root / MODELS / name
    special = ["<pad>", "</s>", "<unk>"] if config["model_type"] == "mt5" else ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    made = Tokenizer(models.Unigram())
    made.pre_tokenizer, made.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    made.train_from_iterator(texts, trainers.UnigramTrainer(vocab_size=120, special_tokens=special, unk_token="<unk>", show_progress=False))
    around, ends = ("$A </s>", "$A </s> $B </s>") if config["model_type"] == "mt5" else ("<s> $A </s>", "<s> $A </s> </s> $B </s>")
    known = [(one, made.token_to_id(one)) for one in special]
    made.post_processor = processors.TemplateProcessing(single=around, pair=ends, special_tokens=known)
    folder.mkdir(parents=True)
    made.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 512}), encoding="utf-8")
    whole = AutoConfig.for_model(**config, vocab_size=made.get_vocab_size(), pad_token_id=special.index("<pad>"))
    torch.manual_seed(0)
    kind = MT5ForConditionalGeneration if config["model_type"] == "mt5" else AutoModelForMaskedLM.from_config
    kind(whole).save_pretrained(folder)
    return folder


def commit_of(name: str) -> str:
    return hashlib.sha1(name.encode()).hexdigest()


class Served(NamedTuple):
    """A hub that runs: what it is asked for, and what may be done to it meanwhile."""

    address: str
    elsewhere: str  # where its large files are
    asked: list[str]
    wrong: set[str]  # files, as "name/path", whose bytes are not those that it promises
    gone: set[str]  # files that it tells of and does not give
    moved: dict[str, str]  # repositories with a newer commit


class _Hub(http.server.BaseHTTPRequestHandler):
    """Answers for a repository: what it is, what files it has, and the files; large ones stand elsewhere. Its branches are `main` and that
    of Parquet files."""

    root: Path
    served: Served

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlparse(self.path).path)
        self.served.asked.append(path)
        if found := re.fullmatch(r"/api/(datasets|models)/([^/]+/[^/]+)(?:/(revision|tree)/(refs/convert/parquet|[^/]+)(?:/(.*))?)?", path):
            self._told(found[1], found[2], found[3], found[4] or "main", found[5] or "")
        elif found := re.fullmatch(r"/elsewhere/(datasets|models)/([^/]+/[^/]+)/(.*)", path):
            self._send(200, self._bytes(found[1], found[2], found[3]))
        elif found := re.fullmatch(r"/(datasets/)?([^/]+/[^/]+)/resolve/(refs/convert/parquet|[^/]+)/(.*)", path):
            kind = "datasets" if found[1] else "models"
            if self._known(kind, found[2], found[3]):
                self._file(kind, found[2], found[4])
        else:
            self._send(404)

    def _place(self, kind: str, name: str) -> Path:
        return self.root / name if kind == "datasets" else self.root / MODELS / name

    def _commit(self, name: str) -> str:
        return self.served.moved.get(name, commit_of(name))

    def _known(self, kind: str, name: str, revision: str) -> bool:
        if not self._place(kind, name).is_dir():
            self._send(404, error="RepoNotFound")
        elif revision not in ("main", "refs/convert/parquet", commit_of(name), self._commit(name)):
            self._send(404, error="RevisionNotFound")
        else:
            return True
        return False

    def _told(self, kind: str, name: str, what: str | None, revision: str, under: str) -> None:
        if not self._known(kind, name, revision):
            return
        place = self._place(kind, name)
        if not (place / under).is_dir():
            self._send(404, error="EntryNotFound")
        elif what == "tree":
            files = (place / under).rglob("*") if "recursive=true" in urlparse(self.path).query.casefold() else (place / under).iterdir()
            self._send(200, json.dumps([_listed(one, place) for one in sorted(files)]).encode())
        else:
            info = {"id": name, "sha": self._commit(name), "private": False, "gated": False, "disabled": False, "tags": [], "siblings": []}
            self._send(200, json.dumps(info).encode())

    def _file(self, kind: str, name: str, path: str) -> None:
        file = self._place(kind, name) / path
        commit = {"x-repo-commit": self._commit(name)}
        if not file.is_file() or f"{name}/{path}" in self.served.gone:
            self._send(404, error="EntryNotFound", **commit)
        elif file.suffix in LARGE:
            promised = hashlib.sha256(file.read_bytes()).hexdigest()
            place = f"{self.served.elsewhere}/elsewhere/{kind}/{name}/{path}"
            linked = {"x-linked-etag": f'"{promised}"', "x-linked-size": str(file.stat().st_size), "location": place}
            self._send(302, b"Found", **commit, **linked)
        else:
            self._send(200, self._bytes(kind, name, path), etag=f'"{_git_hash(file.read_bytes())}"', **commit)

    def _bytes(self, kind: str, name: str, path: str) -> bytes:
        content = (self._place(kind, name) / path).read_bytes()
        return content[:-1] + bytes([content[-1] ^ 1]) if f"{name}/{path}" in self.served.wrong else content

    def _send(self, status: int, content: bytes = b"", *, error: str = "", **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        for header, value in {**headers, **({"x-error-code": error} if error else {})}.items():
            self.send_header(header, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)


LARGE = (".parquet", ".safetensors", ".bin")  # files that stand elsewhere


def _git_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _listed(file: Path, place: Path) -> dict[str, Any]:
    """A file or a folder, as the hub lists it."""
    told = {"path": file.relative_to(place).as_posix(), "size": 0 if file.is_dir() else file.stat().st_size}
    if file.is_dir():
        return {**told, "type": "directory", "oid": commit_of(file.name)}
    large = {"oid": hashlib.sha256(file.read_bytes()).hexdigest(), "size": told["size"], "pointerSize": 132}
    return {**told, "type": "file", "oid": _git_hash(file.read_bytes()), **({"lfs": large} if file.suffix in LARGE else {})}


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """A hub that has what stands in the folder. Its large files are given at another address, as the client asks only there for them."""
    handler = type("Hub", (_Hub,), {"root": root})
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) for _ in range(2)]
    here, elsewhere = (f"http://127.0.0.1:{server.server_address[1]}" for server in servers)
    told = Served(here, elsewhere, [], set(), set(), {})
    handler.served = told  # type: ignore[attr-defined]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield told
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
