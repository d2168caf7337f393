"""Data sets on the hub, read by its own client. No code of theirs is run, and the revision that a name resolved to is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reproduce.sources.fetched import COMMIT, FetchError, fetch_data
from reproduce.sources.rows import candidates, filled, named, place, shared_out
from reproduce.tasks import DataError, Origin, Part, Task, tasks

Row = dict[str, Any]
Rows = list[Row]

NO_LABEL = "-"  # what the hub stores as -1
MOVED = 16  # characters; a text that was stripped of its outer blanks moves its answers by no more


class Hub(NamedTuple):
    """The data sets by the names that their tasks give, each at the commit that `revisions` has for it."""

    revisions: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        return "hub"

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        """Those that the task's file tells of; nothing is asked for over the network."""
        return candidates(task, task.sources.get(self.name, ()), split)

    def names(self, task: str, split: str) -> dict[str, str]:
        """The data sets that a task's split is read from, each with the branch that the task's file names."""
        whole = tasks()[tasks()[task].made_from or task]
        return {part.dataset: part.revision for part in whole.sources.get(self.name, ()) if place(part, split)}

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        """The data sets that would be read, each with its commit; nothing is asked for over the network."""
        parts = [part for part in task.sources.get(self.name, ()) if place(part, split)]
        return {
            "/".join(filter(None, (part.dataset, filled(part.config, part, language), str(place(part, split))))): self._commit(part)
            for part in parts
        }

    def _commit(self, part: Part) -> str:
        """Raises `DataError` where the commit is not known: a name like `main` says nothing of what is read."""
        commit = self.revisions.get(part.dataset, "")
        if not COMMIT.fullmatch(commit):
            raise DataError(f"{part.dataset}: which commit `{part.revision}` stands for is not known")
        return commit

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
        from datasets import disable_progress_bars
        from datasets.exceptions import DatasetsError

        config, wanted, commit = filled(part.config, part, language), str(place(part, split)), self._commit(part)
        where = f"{part.dataset}{f', {config}' * bool(config)}, {wanted}"
        disable_progress_bars()
        try:
            builder = _prepared(part.dataset, config, commit) or _prepare(part.dataset, config, commit)
            loaded: Any = builder.as_dataset(split=wanted)
        except (DatasetsError, OSError, RuntimeError, ValueError) as error:
            cause = error.__cause__ or error
            raise DataError(f"{where}, revision {commit}: {' '.join(str(cause).split())}") from None
        rows = list(_with_names_of_labels(loaded))
        total = hashlib.sha256()
        for row in rows:
            total.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
        name = "/".join(filter(None, (f"{part.dataset}@{commit}", config, wanted)))
        return rows, Origin(name, total.hexdigest(), len(rows))


def _prepared(dataset: str, config: str, commit: str) -> Any:
    """What the client has prepared of this commit, for which it is not asked for over the network; None where it has not."""
    from datasets import config as settings
    from datasets.naming import camelcase_to_snakecase
    from datasets.packaged_modules.cache.cache import Cache

    owner, _, name = dataset.rpartition("/")
    name = camelcase_to_snakecase(name)
    found = [*Path(settings.HF_DATASETS_CACHE, f"{owner}___{name}").glob(f"{config or '*'}/*/{commit}")]
    if len(found) != 1:  # without a configuration's name only the client knows which is meant
        return None
    config, version = found[0].parts[-3:-1]
    return Cache(dataset_name=name, repo_id=dataset, config_name=config, version=version, hash=commit)


def _prepare(dataset: str, config: str, commit: str) -> Any:
    """Fetches the files of a configuration, looks at their hashes, and only then has them prepared."""
    from datasets import load_dataset_builder

    builder = load_dataset_builder(dataset, config or None, revision=commit)
    if builder.hash != commit:  # without network the client gives what it prepared last
        raise FetchError(f"it is not here, the hub cannot be reached, and what is here is revision {builder.hash}")
    files = [url.partition(f"@{commit}/")[2] for urls in (builder.config.data_files or {}).values() for url in urls]
    fetch_data(dataset, commit, files)
    builder.download_and_prepare()
    return builder


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
