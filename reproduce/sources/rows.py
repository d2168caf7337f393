"""What every source does with what it has read: its columns become the names of the formats, and a split takes its part of the rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from reproduce.tasks import ENGLISH, SPLITS, WHERE, DataError, Part, Place, Task

NAMES = {
    "pair": ("first", "second", "label"),
    "tagging": ("words", "tags"),
    "span": ("id", "question", "text", "answers", "title"),
    "choice": ("text", "answers", "right"),
    "masked": ("text",),
}
OPTIONAL = {"choice": ("question",)}
_COLUMN = re.compile(r"\{([^{}]+)\}")


def named(rows: Iterable[Mapping[str, Any]], task: Task, part: Part, language: str, where: str) -> Iterator[dict[str, Any]]:
    """The rows that the part keeps, with the names of the task's format, and where each stands. Raises `DataError` where one is missing."""
    keep = {column: filled(pattern, part, language) for column, pattern in part.keep.items()}
    names = [*NAMES[task.format], *(name for name in OPTIONAL.get(task.format, ()) if name in part.columns)]
    for number, row in enumerate(rows, 1):
        try:
            if all(fnmatchcase(str(row[column]), pattern) for column, pattern in keep.items()):
                meant = {**row, **{column: _meant(row[column], values) for column, values in part.values.items()}}
                yield {**{name: _value(meant, part.columns.get(name, name)) for name in names}, WHERE: f"{where}, row {number}"}
        except _NoTextError as error:
            raise DataError(f"{task.name}: {where}, row {number}: {error}") from None
        except KeyError as error:
            raise DataError(f"{where}: row {number} has no column {error}; it has {', '.join(row)}") from None


class _NoTextError(ValueError):
    """A column does not hold what a path or a text that holds it needs; the message says which."""


def _meant(value: Any, values: Mapping[str, str]) -> Any:
    return values.get(str(value), value)


def _value(row: Mapping[str, Any], column: str | list[str]) -> Any:
    """What a column holds, at the end of a path of names, or of numbers for each of a list; or a text that holds columns."""
    if isinstance(column, list):
        return [_value(row, one) for one in column]
    if "{" in column:
        return _COLUMN.sub(lambda found: _text(row, found[1]), column)
    value: Any = row
    for name in column.split("."):
        try:
            value = [one[name] for one in value] if isinstance(value, list) else value[name]
        except (TypeError, IndexError):
            raise _NoTextError(f"{column}: there is no {name} in {str(value)[:60]!r}") from None
    return value


def _text(row: Mapping[str, Any], column: str) -> str:
    value = _value(row, column)
    if not isinstance(value, str):
        raise _NoTextError(f"{column} is {'nothing' if value is None else repr(value)[:60]}, where a text is expected")
    return value


# --- which places, and which of their rows -------------------------------------------------------------------------


def place(part: Part, split: str) -> Place:
    """Where the part has the split; empty where it has none."""
    if split not in SPLITS:
        raise DataError(f"split {split!r} is none of {', '.join(SPLITS)}")
    found: Place = getattr(part, split)
    return found


def filled(pattern: str, part: Part, language: str) -> str:
    return pattern.replace("{language}", language).replace("{code}", part.codes.get(language, language))


def names_language(part: Part, split: str) -> bool:
    """Whether the place differs by language; one that does not is English."""
    told = " ".join([str(place(part, split)), part.config, *part.keep.values()])
    return "{language}" in told or "{code}" in told


def candidates(task: Task, parts: Iterable[Part], split: str) -> tuple[str, ...]:
    """The languages in which the parts may have a split: those of the task, or English alone."""
    having = [part for part in parts if place(part, split)]
    if having and all(names_language(part, split) for part in having):
        return task.languages
    return (ENGLISH,) if having else ()


def shared_out(rows: Iterable[dict[str, Any]], part: Part, split: str) -> list[dict[str, Any]]:
    """The rows that fall to the split. What falls to it depends on the row's own text alone, and not on what else there is."""
    if not part.shares or split not in part.shares:
        return list(rows)
    total, first = sum(part.shares.values()), 0
    for name, share in part.shares.items():
        if name == split:
            return [row for row in rows if first <= _draw(row[part.by]) % total < first + share]
        first += share
    raise AssertionError(split)


def _draw(value: Any) -> int:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
