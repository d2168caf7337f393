"""The originals: sentences that are true of tables typed by hand, each with a test of our own beside it, and slots in both.

A file of `papers/` is one made paper: its tables, and claims about them. A claim's text and test hold the same slots in braces. A slot is
a row or a column (its label in the test, its name in the text), a figure, or a word with what the test says for it. The first choice of a
slot is that of the original, and a mutator makes another. So every mutant has its own test: its truth is worked out without the compiler.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from made_tables import made_document, made_table

from synth.claims.layouts import Tables, lay_out
from synth.measurements import Measurement, join_path
from synth.reading.measured import measurements_of
from synth.records import Source, Table

PAPERS = Path(__file__).parent / "papers"
SIDES = ("row", "column")
FIGURES = ("figure", "denominator")
WORDS = ("direction", "unit", "negation", "quantifier", "superlative")
COUNTED = "zero one two three four five six seven eight nine ten eleven twelve".split()
PLACES = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()
MOST_DEEP = 4  # slots inside what other slots say

_SLOT = re.compile(r"\{(\w+)\}")


class Choice(NamedTuple):
    """What a slot holds: as the sentence says it, and as the test does."""

    said: str
    tested: str


class Slot(NamedTuple):
    """A part of a claim that a mutator may change; the first choice is the original's."""

    name: str
    kind: str  # in the words of SIDES, FIGURES and WORDS
    choices: tuple[Choice, ...]
    among: tuple[str, ...] | None = None  # the labels that make a sentence in its place; None: all of its side


class Typed:
    """One typed table: what it holds in this version and in the other, what its sides are, and how prose calls its labels."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.label: str = given["label"]
        self.roles = {"row": str(given["rows"]), "column": str(given["columns"])}  # model, system, task, metric or setting
        self._says: dict[str, str] = given.get("says", {})
        self._apart = frozenset(given.get("apart", ()))  # averages and wholes, which make no sentence in the place of their parts
        self.own = made_table(given["grid"], label=self.label, caption=given["caption"])
        self.other = made_table(given["other"], label=self.label, caption=given["caption"]) if "other" in given else None

    def choice(self, path: str) -> Choice:
        """A label as prose calls it, and as a test does."""
        return Choice(self._says.get(path, path.rpartition(" / ")[2]), path)

    def labels(self, side: str) -> list[Choice]:
        """All labels of a side that values stand under, without those that are apart."""
        paths = dict.fromkeys(join_path(getattr(cell, side)) for cell in self.own.cells if not cell.label)
        return [self.choice(path) for path in paths if path not in self._apart]


class Paper:
    """One made paper, in its version and, where a table has one, in the other."""

    def __init__(self, name: str, typed: Mapping[str, Typed]) -> None:
        self.name, self.typed = name, typed

    @cached_property
    def tables(self) -> Tables:
        return _laid_out(self.name, [one.own for one in self.typed.values()])

    @cached_property
    def other(self) -> Tables | None:
        """The paper's other version; None where it has none."""
        if not any(one.other for one in self.typed.values()):
            return None
        return _laid_out(self.name, [one.other or one.own for one in self.typed.values()])


class Original(NamedTuple):
    """A sentence that is true, with the test that says the same."""

    name: str
    form: str
    paper: Paper
    table: Typed
    text: str
    test: str
    slots: tuple[Slot, ...]

    def said(self, changed: Mapping[str, Choice] | None = None) -> str:
        """The sentence, with some slots changed."""
        return _filled(self.text, {name: one.said for name, one in self._chosen(changed).items()})

    def tested(self, changed: Mapping[str, Choice] | None = None) -> str:
        """The test, with some slots changed."""
        return _filled(self.test, {name: one.tested for name, one in self._chosen(changed).items()})

    def rows(self, *, other: bool = False) -> list[Measurement]:
        """The numbers of the table that the claim is about."""
        tables = self.paper.other if other else self.paper.tables
        assert tables is not None
        return [row for row in tables.measurements if row.table == self.table.label]

    def of(self, *kinds: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.kind in kinds]

    def _chosen(self, changed: Mapping[str, Choice] | None) -> dict[str, Choice]:
        return {slot.name: slot.choices[0] for slot in self.slots} | dict(changed or {})


def read_originals() -> list[Original]:
    """All originals of all files, in order."""
    files = sorted(PAPERS.glob("*.toml"))
    return [one for file in files for one in originals_of(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))]


def originals_of(name: str, given: Mapping[str, Any]) -> list[Original]:
    """The originals of one paper; raises `ValueError` where a slot is given and not used, or used and not given."""
    paper = Paper(name, {table["label"]: Typed(table) for table in given["table"]})
    return [_original(f"{name} {at}", paper, claim) for at, claim in enumerate(given["claim"], 1)]


def number(said: str) -> Choice:
    """A figure as prose writes it: in letters, as a place, with commas or with a sign."""
    words = in_letters(said)
    return Choice(said, str(words.index(said.casefold())) if words else said.replace(",", "").lstrip("+"))


def in_letters(said: str) -> list[str]:
    """The words among which a number in letters stands at its own place; empty for one in digits."""
    return next((words for words in (COUNTED, PLACES) if said.casefold() in words), [])


def _original(name: str, paper: Paper, claim: Mapping[str, Any]) -> Original:
    table = paper.typed[claim["table"]]
    slots = tuple(_slot(slot, said, table) for slot, said in claim.items() if isinstance(said, dict))
    known = {slot.name for slot in slots}
    used = set(_SLOT.findall(claim["text"] + claim["test"] + "".join(one.said + one.tested for slot in slots for one in slot.choices)))
    if known != used:
        raise ValueError(f"{name}: slots {sorted(known ^ used)} are not both given and used")
    return Original(name, claim["form"], paper, table, claim["text"], claim["test"], slots)


def _slot(name: str, given: Mapping[str, Any], table: Typed) -> Slot:
    (kind,) = given.keys() - {"said", "among"}
    what = given[kind]
    if kind in SIDES:
        choice = table.choice(what)
        among = tuple(given["among"]) if "among" in given else None
        return Slot(name, kind, (choice._replace(said=given.get("said", choice.said)),), among)
    if kind in FIGURES:
        return Slot(name, kind, (number(what),))
    if kind in WORDS:
        return Slot(name, kind, tuple(Choice(said, tested) for said, tested in what.items()))
    raise ValueError(f"slot {name}: {kind} is no kind")


def _filled(text: str, words: Mapping[str, str]) -> str:
    for _ in range(MOST_DEEP):
        text = _SLOT.sub(lambda found: words[found[1]], text)
    return text


def _laid_out(name: str, tables: list[Table]) -> Tables:
    document = made_document(*tables, source=Source(scheme="title", id=name))
    return lay_out(measurements_of(document), document)
