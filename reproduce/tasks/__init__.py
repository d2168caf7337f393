"""The tasks: what is trained on and what is judged, each a TOML file of this folder, found by being there.

A task says its format and its metric, its labels, its languages, on whose train data phase 3 trains for it (`train`), and for each source
(the original files, the hub) where the examples stand, which column is what, and how many they must be. What code a task needs is that of
its format; how a source is read is in `reproduce/sources`. Nothing that looks wrong is read in silence: a `DataError` says in one line what
and where.

Splits are named for what they are used for: `train`, `dev` (what is selected on, in English) and `test` (what is scored). Where a source
has only a dev file it stands under `test`, and the task's file says so (`scored`): so do measurements.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import msgspec

from synth.records import Record

FOLDER = Path(__file__).parent
SPLITS = ("train", "dev", "test")
ENGLISH = "en"
WHERE = "where"  # of a row, its file and number, where the source says them

Format = Literal["pair", "tagging", "span", "choice", "masked", "retrieval"]
Size = int | dict[str, int]  # of every language, or one a language
Place = str | list[str] | dict[str, str]  # a path or a split's name; several, one after the other; several that are read together, by role


class DataError(ValueError):
    """Data are not what the task says they are; the message says in one line what, where, and what was expected."""


class Part(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a source has examples of a task, and how they are read. `{language}` and `{code}` stand in places for the language.

    A place without either is English. Where `shares` are given, the places of the splits are one, which is parted by them.
    """

    reader: str = "rows"
    dataset: str = ""  # on the hub
    config: str = ""
    revision: str = "main"  # where the data do not stand there
    train: Place = ""
    dev: Place = ""
    test: Place = ""
    header: tuple[str, ...] = ()  # of a file without a first line of names
    columns: dict[str, str | list[str]] = {}  # what the format calls it: the column, a path in it ("a.b"), or a text with {columns} in it
    values: dict[str, dict[str, str]] = {}  # of a column, what they mean
    keep: dict[str, str] = {}  # of a column, the pattern that its values must match; other rows are not of this task or language
    codes: dict[str, str] = {}  # what it calls a language; a task's file may say it once for all
    shares: dict[str, int] = {}
    by: str = ""  # what the parts must not share, in the format's words; all rows with one of these go into one part


class Task(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task, as its file says."""

    name: str
    title: str
    format: Format
    metric: str  # a name out of `reproduce.metrics`; none where nothing is scored
    languages: tuple[str, ...]
    labels: tuple[str, ...] = ()
    train: str = ""  # of a target, the task on whose English train data phase 3 trains; empty where nothing is trained
    unanswerable: bool = False  # whether a question may be without an answer
    made_from: str = ""  # the task out of whose questions it is made
    absent: dict[str, str] = {}  # of a source, why it lacks languages
    scored: dict[str, Literal["train", "dev"]] = {}  # of a source, whose data stand under `test` where they are no test data
    sizes: dict[str, dict[str, Size]] = {}  # of a source, of a split
    sources: dict[str, tuple[Part, ...]] = {}


class Origin(NamedTuple):
    """A file that was read."""

    name: str  # its path under the root, or dataset@revision/config/split
    sha256: str
    n: int  # rows in it, also those that another split has


class Data(NamedTuple):
    """The examples of a split in a language, as their format has them, and the files that they come from."""

    examples: list[Any]
    origins: tuple[Origin, ...]


class Source(Protocol):
    """Where examples come from. Its rows are dicts with the names that the formats use, whatever it calls them itself.

    pair: first, second, label. tagging: words, tags. span: id, question, text, answers (pairs of a beginning and a text), title. choice:
    text, answers, right, and question where the text ends with one. masked: text. retrieval: side ("source", which is foreign; "target";
    "gold"), id, text; of gold rows source and target. A row may say where it stands (`WHERE`).
    """

    @property
    def name(self) -> str:
        """`files`, `hub` or `made`."""

    def rows(self, task: Task, split: str, language: str) -> tuple[list[dict[str, Any]], tuple[Origin, ...]]:
        """The rows of a split in a language, in order. Raises `DataError`."""

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        """Those of the task's languages that it has."""

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        """What the rows would be read from, each with its hash or revision: known without reading them."""


@cache
def tasks() -> Mapping[str, Task]:
    """All tasks by name."""
    return {file.stem: load(file) for file in sorted(FOLDER.glob("*.toml"))}


def load(file: Path) -> Task:
    """The task of a file. Raises `DataError` where it is not one."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        codes = told.pop("codes", {})
        told["sources"] = {name: [{"codes": codes, **part} for part in told.pop(name)] for name in ("files", "hub") if name in told}
        listed = {name: told.get(name, "").split() for name in ("languages", "labels")}
        return msgspec.convert({**told, **listed, "name": file.stem}, Task)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, AttributeError) as error:
        raise DataError(f"{file.name} is no task: {error}") from None


def read(task: Task, split: str, language: str, source: Source) -> Data:
    """The examples of a split in a language, checked: their number, their labels, and that these are no placeholders."""
    from reproduce.tasks import answers, examples  # torch comes with the formats

    if task.made_from:
        made, origins = answers.read(task, split, language, source)
    else:
        rows, origins = source.rows(task, split, language)
        made = examples.examples(task, rows, f"{task.name}, {split}, {language}")
    examples.check(task, made, split, language, source.name, [origin.name for origin in origins])
    return Data(made, origins)


def unscored(task: Task, source: Source, split: str = "test") -> dict[str, str]:
    """The languages of the task that cannot be scored with this source, each with the reason."""
    why = task.absent.get(source.name, f"the source `{source.name}` does not have it")
    there = source.languages(tasks()[task.made_from] if task.made_from else task, split)
    return {language: why for language in task.languages if language not in there}
