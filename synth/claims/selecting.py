"""Rows of a table of measurements, asked for by condition or by label.

A condition (`target="xnli"`) is a word of the vocabulary or a way it is spelled. A label (`row="BERT"`) is looked up in the paths of parsed
cells: as the whole path, else as its last label, else as any label of it or as labels that follow one another in it; only the strictest of
these that finds anything counts. Where rows of several languages or tasks are asked for without naming one, averages over them are left
out, and so are numbers in brackets and spreads; scores are zero-shot where nothing else is asked.

What is not done: no label is guessed. A label that is not there is named, with those that are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from synth.claims.expressions import GROUPS, Words
from synth.measurements import DEFAULT_TRAINING, Measurement, split_path
from synth.reading.vocabulary import is_word_for, normal, readings

Key = tuple[tuple[str, str], ...]  # what tells one number of several from the others: columns and their words
Asked = tuple[tuple[str, Words], ...]

AVERAGE = "avg"
LABELS = ("row", "column")
# Conditions by which numbers of two selections are matched; a place is no condition, and neither is how often it was measured.
MATCHED = (
    "kind",
    "metric",
    "model",
    "intermediate",
    "variant",
    "target",
    "training",
    "language",
    "split",
    "baseline",
    "reported_by",
    "scale",
)
MOST_NAMED = 5  # labels that are there, where one is not

BESIDE_A_VALUE = re.compile(r"±\d*|\(\d+\)")  # how `synth tables` heads a spread and a number in brackets


class NothingThereError(Exception):
    """The rows that a test asks for are not there, or are not one; the message says which."""


class Chosen(NamedTuple):
    """The rows of one number: more than one where it was measured with several seeds, or is printed twice."""

    key: Key
    rows: tuple[int, ...]


@cache
def plain(label: str) -> str:
    """A label as it is compared."""
    return normal(label)


@cache
def plain_path(path: str) -> tuple[str, ...]:
    """The labels of a path as they are compared."""
    return tuple(normal(label) for label in split_path(path))


def is_called(kind: str, word: str, name: str) -> bool:
    """Whether a word of a test is what the measurements call so: spelled alike, or another spelling of the vocabulary's."""
    return word.casefold() == name.casefold() or name in {known.word for known in readings(word) if known.kind == kind}


class Rows:
    """The measurements of one table or of many, found by what is asked of them."""

    def __init__(self, rows: Sequence[Measurement]) -> None:
        self.rows = tuple(rows)
        self._said: dict[tuple[str, str], set[int]] = {}
        self._labels: dict[tuple[str, str], set[int]] = {}
        for at, row in enumerate(self.rows):
            for name in LABELS:
                for label in plain_path(getattr(row, name)):
                    self._labels.setdefault((name, label), set()).add(at)
        self._chosen: dict[tuple[Asked, bool], tuple[Chosen, ...]] = {}

    def cell(self, asked: Asked) -> Chosen:
        """The one number that is asked for; raises `NothingThereError` where there is none, or several that differ."""
        found = self._choose(asked, one=True)
        numbers = {(self.rows[one.rows[0]].value, self.rows[one.rows[0]].low) for one in found}
        if len(numbers) > 1:
            apart = sorted({name for one in found for other in found for name, word in set(one.key) - set(other.key) if word})
            raise NothingThereError(
                f"{described(asked)} is {len(found)} different numbers{f', which differ in {_named(apart)}' if apart else ''}"
            )
        return found[0]

    def cells(self, asked: Asked) -> tuple[Chosen, ...]:
        """All numbers that are asked for; raises `NothingThereError` where there is none."""
        return self._choose(asked, one=False)

    # --- choosing ------------------------------------------------------------------------------------------------

    def _choose(self, asked: Asked, *, one: bool) -> tuple[Chosen, ...]:
        if (asked, one) not in self._chosen:
            self._chosen[asked, one] = self._grouped(self._matching(asked, one=one), asked)
        return self._chosen[asked, one]

    def _matching(self, asked: Asked, *, one: bool) -> list[int]:
        found = set(range(len(self.rows)))
        if not found:
            raise NothingThereError("the table of measurements is empty")
        for name, words in sorted(asked, key=lambda part: part[0] in LABELS):  # labels last: the strictest fit among what is left
            here = set().union(*(self._at_word(name, word, found) for word in words.words))
            if not here and not any(self._at_word(name, word, None) for word in words.words):
                raise NothingThereError(self._absent(name, words))
            found &= here
            if not found:
                raise NothingThereError(f"no number has all of {described(asked)}")
        rows = sorted(found)
        names = {name for name, _ in asked}
        rows = self._narrowed(rows, "training" in names, lambda row: (row.training or DEFAULT_TRAINING) == DEFAULT_TRAINING)
        beside = any(name == "column" and any(_is_beside(word) for word in words.words) for name, words in asked)
        rows = self._narrowed(rows, beside, lambda row: not _is_beside(row.column))
        # A change and a score are never one for the other. By its labels or its baseline a change is asked for as it stands.
        rows = self._narrowed(rows, bool(names & {"kind", "baseline", *LABELS}), lambda row: row.kind != "change")
        for name, groups in (("language", GROUPS), ("target", ())):
            if name not in names and not names & set(groups):
                is_average = _averages(name)
                rows = self._narrowed(rows, False, is_average if one else _no(is_average))
        if not one and not any(AVERAGE in words.words for _, words in asked):  # else the averages are what is asked for
            rows = self._narrowed(rows, "row" in names, lambda row: not _is_average_label(row.row))
            rows = self._narrowed(rows, "column" in names, lambda row: not _is_average_label(row.column))
        return rows

    def _narrowed(self, rows: list[int], as_they_are: bool, keep: Callable[[Measurement], bool]) -> list[int]:
        """The rows that are kept, or all of them where that would leave none."""
        return rows if as_they_are else [at for at in rows if keep(self.rows[at])] or rows

    def _at_word(self, name: str, word: str, among: set[int] | None) -> set[int]:
        if name in LABELS:
            return self._at_label(name, word, among)
        if (name, word) not in self._said:
            self._said[name, word] = self._found(name, word)
        return self._said[name, word]

    def _found(self, name: str, word: str) -> set[int]:
        if name in GROUPS:
            codes = _codes(name, word)
            return {at for at, row in enumerate(self.rows) if row.language in codes}
        wanted = {word.casefold(), *(known.word for known in readings(word) if known.kind == name)}
        if name == "table":
            return {at for at, row in enumerate(self.rows) if plain(row.table) == plain(word)}
        unsaid = DEFAULT_TRAINING if name == "training" else ""
        return {at for at, row in enumerate(self.rows) if str(getattr(row, name) or unsaid).casefold() in wanted}

    def _at_label(self, name: str, word: str, among: set[int] | None) -> set[int]:
        labels = tuple(plain(label) for label in split_path(word))
        if not labels:
            return {at for at, row in enumerate(self.rows) if not getattr(row, name)}
        near = set.intersection(*(self._labels.get((name, label), set()) for label in labels))
        near = near if among is None else near & among
        paths = {at: plain_path(getattr(self.rows[at], name)) for at in near}
        for fits in (_is_whole, _is_end, _is_within):
            if found := {at for at, path in paths.items() if fits(labels, path)}:
                return found
        return set()

    def _absent(self, name: str, words: Words) -> str:
        said = f"no {name} {' or '.join(f'“{word}”' for word in words.words)}"
        there = dict.fromkeys(str(getattr(row, name)) for row in self.rows if getattr(row, name, None)) if name not in GROUPS else {}
        some = ", ".join(f"“{word}”" for word in list(there)[:MOST_NAMED])
        more = f" and {len(there) - MOST_NAMED} more" if len(there) > MOST_NAMED else ""
        return f"{said}{f' (there is {some}{more})' if some else ''}"

    # --- which numbers are one -----------------------------------------------------------------------------------

    def _grouped(self, rows: list[int], asked: Asked) -> tuple[Chosen, ...]:
        groups: dict[Key, list[int]] = {}
        by_label = any(name in LABELS for name, _ in asked)
        for at in rows:
            key = self._by_labels(at, asked) if by_label else self._by_conditions(at, asked)
            groups.setdefault(key, []).append(at)
        chosen: list[Chosen] = []
        for key, those in groups.items():
            chosen += self._told_apart(key, those)
        return tuple(sorted(chosen))

    def _told_apart(self, key: Key, rows: list[int]) -> list[Chosen]:
        """The rows of one key: one number where they are seeds of one measurement or print the same, else each with its place."""
        seeds = [self.rows[at].seed for at in rows]
        values = {(self.rows[at].value, self.rows[at].low, self.rows[at].high) for at in rows}
        if len(values) == 1 or (None not in seeds and len(set(seeds)) == len(rows)):
            return [Chosen(key, tuple(rows))]
        places = [(*key, *(("at", getattr(self.rows[at], name)) for name in ("source", "table", "row", "column"))) for at in rows]
        if len(set(places)) < len(rows):
            raise NothingThereError(f"{len(rows)} rows have the same conditions and different values")
        return [Chosen(place, (at,)) for place, at in zip(places, rows, strict=True)]

    def _by_conditions(self, at: int, asked: Asked) -> Key:
        fixed = {name for name, words in asked if not words.listed}
        row = self.rows[at]
        said = {name: str(getattr(row, name) or "") for name in MATCHED if name not in fixed}
        if "training" in said:
            said["training"] = said["training"] or DEFAULT_TRAINING
        if not any(said[name] for name in ("target", "language", "model", "metric") if name in said) and row.row:
            return self._by_labels(at, asked)
        return tuple((name, word) for name, word in said.items() if word)

    def _by_labels(self, at: int, asked: Asked) -> Key:
        """The labels that remain of a place when those asked for, one only, are taken off."""
        row = self.rows[at]
        fixed = {name: words.words[0] for name, words in asked if not words.listed}
        parts = [(name, _without(getattr(row, name), fixed.get(name, ""))) for name in LABELS]
        told = [(name, word) for name, word in parts if word]
        return (*(() if "table" in fixed else (("table", row.table),)), *told)


def _is_whole(labels: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return labels == path


def _is_end(labels: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return path[-len(labels) :] == labels


def _is_within(labels: tuple[str, ...], path: tuple[str, ...]) -> bool:
    rest = iter(path)
    return all(label in rest for label in labels)


def _without(path: str, asked: str) -> str:
    gone = [plain(label) for label in split_path(asked)]
    return " / ".join(label for label in split_path(path) if plain(label) not in gone)


def _is_beside(path: str) -> bool:
    labels = split_path(path)
    return bool(labels) and bool(BESIDE_A_VALUE.fullmatch(labels[-1]))


def _is_average_label(path: str) -> bool:
    labels = split_path(path)
    return bool(labels) and is_word_for(labels[-1], "average", "sure")


def _averages(name: str) -> Callable[[Measurement], bool]:
    return lambda row: getattr(row, name) == AVERAGE


def _no(question: Callable[[Measurement], bool]) -> Callable[[Measurement], bool]:
    return lambda row: not question(row)


def _codes(name: str, word: str) -> frozenset[str]:
    from synth.languages import languages_where

    return languages_where(**{name: word})


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def described(asked: Asked) -> str:
    """What is asked for, in words."""
    return ", ".join(f"{name} {' or '.join(f'“{word}”' for word in words.words)}" for name, words in asked) or "every row"
