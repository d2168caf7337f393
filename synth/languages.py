"""Facts about languages, and the groups of languages that tests and prose speak of.

`language_facts` reads `data/languages.csv`, `languages_where` asks it (`script="not Latin"`, `genus="Slavic"`, `resource="low"`), and
`group_named` understands how prose names a group ("low-resource Indo-European languages", "non-Latin scripts").

A language of which a fact is not known is neither in a group by that fact nor in the group's opposite.

What is not done: groups on which people differ ("European languages") are not understood, and neither is a name of which one word is left
over. Where a fact was read, and which were typed from general knowledge, is said in `data/languages.md`.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from functools import cache
from typing import Any, NamedTuple

from synth.files import DATA

FILE = DATA / "languages.csv"
MAX_NAME = 200  # characters of the name of a group
MOST_WORDS = 7  # of one entry of the vocabulary ("not in the pretraining of xlm-r")

Words = tuple[str, ...]


class LanguagesError(ValueError):
    """There is no such group of languages; the message says what there is."""


class LanguageFacts(NamedTuple):
    """What is known of one language; empty or None is not known. `data/languages.md` says where each column was read."""

    code: str  # ISO 639-1, else 639-3
    name: str
    script: str
    family: str
    genus: str  # in the words of WALS
    basis: str  # of script, family and genus: checked, disputed or typed
    resource: str  # low, medium, high: by the GiB of CC-100
    cc100_gib: float | None
    in_xlmr_pretraining: bool | None
    wiki_bytes: int | None
    syntactic_distance: float | None  # all distances are from English
    syntactic_features: int | None  # that were observed, of 103
    syntactic_distance_uriel: float | None
    genetic_distance: float | None
    distance_km: float | None
    tasks: frozenset[str]  # of XTREME, that have data in it
    note: str


@cache
def language_facts() -> dict[str, LanguageFacts]:
    """The facts of every language, by its code."""
    rows = csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"), newline=""))
    return {row["code"]: _facts(row) for row in rows}


def _facts(row: dict[str, str]) -> LanguageFacts:
    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    def whole(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return LanguageFacts(
        code=row["code"],
        name=row["name"],
        script=row["script"],
        family=row["family"],
        genus=row["genus"],
        basis=row["basis"],
        resource=row["resource_level"],
        cc100_gib=number("cc100_gib"),
        in_xlmr_pretraining={"0": False, "1": True}.get(row["in_xlmr_pretraining"]),
        wiki_bytes=whole("wiki_bytes"),
        syntactic_distance=number("syntactic_distance"),
        syntactic_features=whole("syntactic_features"),
        syntactic_distance_uriel=number("syntactic_distance_uriel"),
        genetic_distance=number("genetic_distance"),
        distance_km=number("distance_km"),
        tasks=frozenset(row["tasks"].split()),
        note=row["note"],
    )


# --- groups ------------------------------------------------------------------------------------------------------

KINDS = ("script", "family", "genus", "resource", "pretraining", "task", "code")


class Condition(NamedTuple):
    """What a language is asked for: that a fact is one of these words, or, negated, that it is known and none of them."""

    kind: str  # in the words of KINDS
    words: Words
    negated: bool = False

    def languages(self) -> frozenset[str]:
        """The codes of the languages of which this is known to hold."""
        wanted = {part for word in self.words for part in _together(self.kind).get(word, (word,))}
        return frozenset(
            code
            for code, facts in language_facts().items()
            if (said := _said(facts, self.kind)) and bool(said & wanted) is not self.negated
        )

    def __str__(self) -> str:
        return f"{self.kind} {'not ' if self.negated else ''}{' or '.join(self.words)}"


class Group(NamedTuple):
    """The languages of which all conditions hold."""

    conditions: tuple[Condition, ...]

    def languages(self) -> frozenset[str]:
        """Their codes."""
        return frozenset.intersection(*(condition.languages() for condition in self.conditions))

    def __str__(self) -> str:
        return " and ".join(map(str, self.conditions))


def languages_where(**conditions: str) -> frozenset[str]:
    """The codes of the languages of which all this holds: `script="Latin"`, `family="not Indo-European"`, `genus="Slavic or Baltic"`.

    Raises `LanguagesError` where a condition is of no kind, or a word of it of no language.
    """
    asked = []
    for kind, said in conditions.items():
        if kind not in KINDS:
            raise LanguagesError(f"{kind}: languages are asked for by {', '.join(KINDS)}")
        bare = said.removeprefix("not ")
        words = (bare,) if bare in _values(kind) else tuple(bare.split(" or "))
        if unknown := [word for word in words if word not in _values(kind)]:
            raise LanguagesError(f"{kind}={unknown[0]!r}: no language has it; there are {', '.join(sorted(_values(kind)))}")
        asked.append(Condition(kind, words, bare != said))
    return Group(tuple(asked)).languages() if asked else frozenset(language_facts())


def _said(facts: LanguageFacts, kind: str) -> frozenset[str]:
    """The words of a fact, none where it is not known. What has no task of XTREME has none of them."""
    if kind == "task":
        return facts.tasks or frozenset({"none"})
    if kind == "pretraining":
        return frozenset() if facts.in_xlmr_pretraining is None else frozenset({"yes" if facts.in_xlmr_pretraining else "no"})
    return frozenset({getattr(facts, kind)} - {""})


@cache
def _values(kind: str) -> frozenset[str]:
    found = {word for facts in language_facts().values() for word in _said(facts, kind)} - {"none"}
    return frozenset(found | _together(kind).keys())


# --- the names of groups -----------------------------------------------------------------------------------------


class _Word(NamedTuple):
    """A run of words of a name: what it is, and which word of the facts it stands for."""

    kind: str  # in the words of KINDS, or not, and, empty, number
    word: str = ""


def group_named(words: str) -> Group | None:
    """The group of languages that words name, None where one of them is not understood, or where they may name several.

    "Slavic and Romance languages" is the languages that are either, "low-resource Slavic languages" those that are both. A number in the
    words ("the 15 XNLI languages") must be that of the languages.
    """
    read = _read(_tokens(words)) if len(words) <= MAX_NAME else None
    conditions = _conditions([word for word in read if word.kind != "number"]) if read else None
    if not read or not conditions:
        return None
    group = Group(tuple(conditions))
    return group if all(int(word.word) == len(group.languages()) for word in read if word.kind == "number") else None


def _conditions(read: list[_Word]) -> list[Condition] | None:
    """The conditions that the words state one after the other; None where they do not go together."""
    found: list[Condition] = []
    negated = joined = False
    for word in read:
        if word.kind == "empty":
            continue
        if word.kind in ("not", "and"):
            if negated or (word.kind == "and" and (joined or not found)):
                return None
            negated, joined = word.kind == "not", joined or word.kind == "and"
            continue
        same = [condition for condition in found if condition.kind == word.kind]
        if joined and not (found[-1].kind == word.kind and found[-1].negated == negated):
            return None  # "Slavic and low-resource": either, or both?
        if same and not joined:
            return None
        if joined and not negated:
            found[-1] = found[-1]._replace(words=(*found[-1].words, word.word))
        else:
            found.append(Condition(word.kind, (word.word,), negated))
        negated = joined = False
    return None if negated or joined else found


def _read(tokens: list[str]) -> list[_Word] | None:
    """The runs of words that the vocabulary has, the longest first; None where a word is in none."""
    written = any((token,) in _phrases("script words") for token in tokens)
    read: list[_Word] = []
    at, negated = 0, False
    while at < len(tokens):
        ends = range(min(len(tokens), at + MOST_WORDS), at, -1)
        end, found = next(((end, word) for end in ends if (word := _word(tuple(tokens[at:end]), written, negated))), (at, None))
        if found is None:
            return None
        read.append(found)
        negated = found.kind == "not" or (negated and found.kind == "empty")
        at = end
    return read


def _word(run: Words, written: bool, negated: bool) -> _Word | None:
    """What a run of words stands for: a script only where a word for writing stands in the name, one language only where it is left out."""
    if len(run) == 1 and run[0].isdecimal():
        return _Word("number", run[0])
    for kind in ("not", "and", "empty", "script words"):
        if run in _phrases(kind):
            return _Word("empty" if kind == "script words" else kind)
    script = _phrases("script").get(run)
    if script and (written or script in _file()["scripts"]["alone"] or (negated and script in _file()["scripts"]["alone_negated"])):
        return _Word("script", script)
    for kind in ("pretraining", "resource", "family", "genus", "task"):
        if run in _phrases(kind):
            return _Word(kind, _phrases(kind)[run])
    return _Word("code", _phrases("code")[run]) if negated and run in _phrases("code") else None


def _tokens(text: str) -> list[str]:
    return re.findall(r"\d+|[^\W\d_]+|[,/&]", unicodedata.normalize("NFKC", text).casefold())


@cache
def _phrases(kind: str) -> dict[Words, str]:
    """The runs of words that stand for something of a kind, and what each stands for."""
    if kind in ("not", "and", "empty"):
        spelled = {"": _file()["words"][kind]}
    elif kind == "script words":
        spelled = {"": _file()["scripts"]["words"]}
    elif kind == "code":
        spelled = {code: [facts.name] for code, facts in language_facts().items()}
    elif kind == "task":
        spelled = _file()["spelled"]["task"]
    else:
        spelled = {word: [word] for word in _values(kind)} | _file()["spelled"].get(kind, {})
    return {tuple(_tokens(one)): word for word, listed in sorted(spelled.items()) for one in listed}


def _together(kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = _file()["together"].get(kind, {})
    return found


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "vocabulary" / "language_groups.toml").read_text(encoding="utf-8"))
