"""Data sets on the hub, read by its own client. No code of theirs is run, and the revision that a name resolved to is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from reproduce.sources.rows import candidates, filled, named, place, shared_out
from reproduce.tasks import DataError, Origin, Part, Task

Row = dict[str, Any]
Rows = list[Row]

NO_LABEL = "-"  # what the hub stores as -1
MOVED = 16  # characters; a text that was stripped of its outer blanks moves its answers by no more


class Hub(NamedTuple):
    """The data sets by the names that their tasks give; `revisions` pins some of them."""

    revisions: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        return "hub"

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        """Those that the task's file tells of; nothing is asked for over the network."""
        return candidates(task, task.sources.get(self.name, ()), split)

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        """The data sets that would be read, each with its revision; nothing is asked for over the network."""
        parts = [part for part in task.sources.get(self.name, ()) if place(part, split)]
        return {
            "/".join(filter(None, (part.dataset, filled(part.config, part, language), str(place(part, split))))): self.revisions.get(
                part.dataset, part.revision
            )
            for part in parts
        }

    def rows(self, task: Task, split: str, language: str) -> tuple[Rows, tuple[Origin, ...]]:
        """The rows of all parts, one after the other. Raises `DataError` where a data set is missing or not as it should be."""
        parts = [part for part in task.sources.get(self.name, ()) if place(part, split)]
        if language not in candidates(task, parts, split):
            why = task.absent.get(self.name, f"no data set of it is told of in {task.name}.toml")
            raise DataError(f"{task.name}, {split}, {language}: {why}")
        rows: Rows = []
        origins: list[Origin] = []
        for part in parts:
            found, origin = self._loaded(part, split, language)
            if part.reader not in READERS:
                raise DataError(f"{task.name}: there is no reader {part.reader!r}; there are {', '.join(READERS)}")
            try:
                read = list(READERS[part.reader](found))
            except KeyError as error:
                raise DataError(f"{origin.name}: no column {error}; it has {', '.join(found[0])}") from None
            if task.format != "retrieval":
                read = shared_out(named(read, task, part, language, origin.name), part, split)
            rows += read
            origins.append(origin)
        return rows, tuple(origins)

    def _loaded(self, part: Part, split: str, language: str) -> tuple[Rows, Origin]:
        from datasets import load_dataset_builder
        from datasets.exceptions import DatasetsError

        config, wanted = filled(part.config, part, language), str(place(part, split))
        revision = self.revisions.get(part.dataset, part.revision)
        where = f"{part.dataset}{f', {config}' * bool(config)}, {wanted}"
        try:
            builder = load_dataset_builder(part.dataset, config or None, revision=revision)
            builder.download_and_prepare()
            loaded: Any = builder.as_dataset(split=wanted)
        except (DatasetsError, OSError, RuntimeError, ValueError) as error:
            cause = error.__cause__ or error
            raise DataError(f"{where}, revision {revision}: {' '.join(str(cause).split())}") from None
        rows = list(_with_names_of_labels(loaded))
        total = hashlib.sha256()
        for row in rows:
            total.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
        name = "/".join(filter(None, (f"{part.dataset}@{builder.hash}", config, wanted)))
        return rows, Origin(name, total.hexdigest(), len(rows))


def _with_names_of_labels(loaded: Any) -> Iterator[Row]:
    """The rows with each numbered label as its name."""
    names = {}
    for column, feature in loaded.features.items():
        of_one = getattr(feature, "feature", feature)  # of a list, what it holds
        if getattr(of_one, "names", None):
            names[column] = of_one.names
    for row in loaded:
        yield {column: _name(value, names[column]) if column in names else value for column, value in row.items()}


def _name(value: Any, names: list[str]) -> Any:
    if isinstance(value, list):
        return [_name(one, names) for one in value]
    return NO_LABEL if value is None or value < 0 else names[value]


# --- what the columns of the hub's data sets mean ------------------------------------------------------------------


def _as_they_are(rows: Rows) -> Iterator[Row]:
    yield from rows


def _squad(rows: Rows) -> Iterator[Row]:
    for row in rows:
        text, answers = row["context"], row["answers"]
        if isinstance(answers, list):
            pairs = [(one["answer_start"], one["text"]) for one in answers]
        else:
            pairs = list(zip(answers["answer_start"], answers["text"], strict=True))
        yield {
            "id": row["id"],
            "question": row["question"],
            "text": text,
            "answers": [(_moved(text, start, answer), answer) for start, answer in pairs],
            "title": row.get("title", ""),
        }


def _moved(text: str, start: int, answer: str) -> int:
    """Where the answer begins. The copy of XTREME has texts and answers without outer blanks, and beginnings from before."""
    if text.startswith(answer, start):
        return start
    near = range(max(0, start - MOVED), start + MOVED)
    return min((at for at in near if text.startswith(answer, at)), key=lambda at: abs(at - start), default=start)


def _parallel(rows: Rows) -> Iterator[Row]:
    for side in ("source", "target"):
        yield from ({"side": side, "id": str(at), "text": row[f"{side}_sentence"].strip()} for at, row in enumerate(rows))
    yield from ({"side": "gold", "source": str(at), "target": str(at)} for at in range(len(rows)))


READERS: dict[str, Callable[[Rows], Iterator[Row]]] = {"rows": _as_they_are, "squad": _squad, "parallel": _parallel}
