"""What the labels of a table say in the words of measurements: which metric, task, language, model, split.

A label is looked up whole, after its case and the marks at its edges; or, where it is not known, as labels that fill it without rest
("XNLI (acc.)"). Nothing is found inside a word. Where a label can be read in two ways, the labels beside it decide, and where they do
not, it says nothing. Codes of two or three letters are words in many tables ("no", "it", "all"), so they count as languages only among
languages; so do task and model names that are plain words ("race", "record").

`better_label` says whether more or less of what stands under a label is better: by an arrow or a word of the label that says so.

What is not done: nothing is taken from the prose. The one exception is what the tasks of a table are to its models, which captions say.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Set
from functools import cache
from typing import Any, Literal, NamedTuple

from synth.files import DATA

MAX_LABEL = 80  # characters; longer is no label of these
MAX_WORDS = 8  # of a label that is looked up in pieces
MAX_PIECES = 3
MOST_WORDS = 4  # of a name that a label ends with ("earth mover's distance")
CODE = 3  # letters of the longest language code

Axis = Literal["row", "column"]
Better = Literal["higher", "lower", ""]
Path = tuple[str, ...]

_EDGES = " \t.,:;*†‡§¶#|_~^'\"“”‘’↑↓⇑⇓⬆⬇"
_PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—―−－", "-"), "’": "'"})
_ARROWS: dict[Better, re.Pattern[str]] = {"higher": re.compile("[↑⇑⬆]"), "lower": re.compile("[↓⇓⬇]")}
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_PLAIN_WORD = re.compile(r"[^\W\d_][^\W\d_A-Z]*")  # one word as prose has it: "race", "Record"; not "RACE", "PAWS-X"


class Known(NamedTuple):
    """One reading of a label: the column of measurements it fills ("target", "language", …), or "role" or "average", and the word."""

    kind: str
    word: str


class Conditions(NamedTuple):
    """What a value was measured under, as far as its labels say; empty where they do not."""

    metric: str = ""
    unit: str = ""
    model: str = ""
    intermediate: str = ""
    variant: str = ""
    target: str = ""
    training: str = ""
    language: str = ""
    split: str = ""


def normal(label: str) -> str:
    """The label as it is looked up: one case, plain dashes, apostrophes and blanks, without marks and arrows at its edges."""
    text = " ".join(unicodedata.normalize("NFKC", label[:MAX_LABEL]).translate(_PLAIN).casefold().split()).strip(_EDGES)
    whole = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]", text)
    return whole[1].strip(_EDGES) if whole else text


def readings(label: str) -> tuple[Known, ...]:
    """All readings of a whole label."""
    return _words().get(normal(label), ()) if len(label) <= MAX_LABEL else ()


def pieces(label: str) -> tuple[str, ...]:
    """The label, or, where only its pieces are known and they fill it in one way without rest, these."""
    if len(label) > MAX_LABEL or readings(label):
        return (label,)
    words = re.sub(r"[()\[\],:]", " ", label).split()
    if not 2 <= len(words) <= MAX_WORDS:
        return (label,)
    found = list(_divisions(words, MAX_PIECES))
    return found[0] if len(found) == 1 else (label,)


def _divisions(words: list[str], most: int) -> Iterable[tuple[str, ...]]:
    if not words:
        yield ()
    elif most:
        for end in range(len(words), 0, -1):
            piece = " ".join(words[:end])
            if any(known.kind not in ("average", "role") and len(piece) > 1 and not _is_code(known, piece) for known in readings(piece)):
                yield from ((piece, *rest) for rest in _divisions(words[end:], most - 1))


def is_word_for(label: str, what: str, sureness: str) -> bool:
    """Whether a label says that its figures are an "average", a "total" or a "difference"; `sureness` is "sure" or "maybe"."""
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]$|\s+\d+$", "", normal(label))
    return bare in _derived()[what, sureness]


# --- which way is better -----------------------------------------------------------------------------------------


def better(metric: str) -> Better:
    """Whether more or less of a metric, in the word of measurements, is better; empty where neither is, or the metric is not known."""
    return _directions_of_metrics().get(metric, "")


def better_label(label: str) -> Better:
    """Whether more or less of what stands under a label is better, as far as the label says so.

    An arrow decides, or "lower is better"; else the word that the label ends with, before its brackets and what follows "on" or "per";
    else the metrics in it that no prose would have ("WER test-clean"). Of a reduction, a drop or a gap nothing is said.
    """
    if len(label) > MAX_LABEL:
        return ""
    plain = " ".join(label.casefold().split())
    said = {
        way for way, arrow in _ARROWS.items() if arrow.search(label) or any(_stands_in(word, plain) for word in _words_for(f"said {way}"))
    }
    if said:
        return _agreed(said)
    if whole := _known_way(normal(label)):
        return _agreed({whole})
    bare = _BRACKETED.sub(" ", label)
    words = normal(bare).split()
    if not words or _words_for("turned") & {word.strip(_EDGES) for word in words}:
        return ""
    if "/" in bare and "" not in (parts := {better_label(part) for part in bare.split("/")}):
        return _agreed(parts)
    return _agreed({_way_at_the_end(words) or _way_of_pieces(label) or _way_of_names(bare)})


def is_neither(label: str) -> bool:
    """Whether what stands under a label is known to be better neither way: a size, a count, a number of something unknown ("#docs").

    A row that prints no label is called by its number ("#1"), which says nothing.
    """
    way = _known_way(normal(label)) if len(label) <= MAX_LABEL else ""
    counts = any(word.startswith("#") and not word[1:].isdigit() for word in (*label.split()[:1], *label.split()[-1:]))
    return way == "neither" or (not way and counts)


def _agreed(ways: Set[str]) -> Better:
    """The one way that all say; "neither" is none."""
    return "higher" if ways == {"higher"} else "lower" if ways == {"lower"} else ""


def _known_way(word: str) -> str:
    """What a whole normal word says: a way, "neither", or nothing where it is not known."""
    found = {better(known.word) or "neither" for known in _words().get(word, ()) if known.kind == "metric"}
    if not found:
        found = {way for way in ("higher", "lower", "neither") if word in _words_for(way)}
    return found.pop() if len(found) == 1 else "neither" if found else ""


def _way_at_the_end(words: list[str]) -> str:
    """What the longest known word at the end says, or at the end of what stands before the first word such as "on"."""
    first = next((at for at, word in enumerate(words) if at and word in _words_for("about")), len(words))
    for end in dict.fromkeys((len(words), first)):
        for start in range(max(0, end - MOST_WORDS), end):
            word = normal(" ".join(words[start:end]))
            if start <= first and not (start and word in _words_for("alone")) and (way := _known_way(word)):
                return way
    return ""


def _way_of_pieces(label: str) -> str:
    """What the metrics say of a label that is filled by known words without rest ("accuracy dev")."""
    ways = {better(known.word) or "neither" for piece in pieces(label) for known in readings(piece) if known.kind == "metric"}
    return ways.pop() if len(ways) == 1 else ""


def _way_of_names(bare: str) -> str:
    """What the metrics say that stand anywhere in a label and are no words of prose: "WER", "F1", not "Loss"."""
    names = [word for word in bare.split() if not _PLAIN_WORD.fullmatch(word.strip(_EDGES))]
    ways = {better(known.word) or "neither" for word in names for known in readings(word) if known.kind == "metric"}
    return ways.pop() if len(ways) == 1 else ""


# --- the labels of one table -------------------------------------------------------------------------------------


class TableWords:
    """The labels of a table read together, so that each can be read in the company of those beside it."""

    def __init__(self, rows: Iterable[Path], columns: Iterable[Path], corner: Iterable[str] = (), caption: str = "") -> None:
        paths: dict[Axis, set[Path]] = {"row": set(rows), "column": set(columns)}
        self._beside: dict[tuple[Axis, int], Counter[str]] = {}
        self._known: dict[tuple[Axis, int, str], tuple[Known, ...]] = {}
        for axis in paths:
            for depth in range(max((len(path) for path in paths[axis]), default=0)):
                self._read_level(axis, depth, {path[depth] for path in paths[axis] if len(path) > depth})
        self._roles = {axis: self._role(axis, corner if axis == "row" else ()) for axis in paths}
        self._metrics = {known.word for found in self._known.values() for known in found if known.kind == "metric"}
        self._has_tasks = {axis: any(level[0] == axis and count["target"] for level, count in self._beside.items()) for axis in paths}
        self._trains_between = any(_stands_in(word, caption) for word in _role_words("intermediate"))

    def conditions(self, row: Path, column: Path) -> Conditions:
        """What a value under these labels was measured under."""
        said: dict[str, set[str]] = {}
        for axis, path in (("row", row), ("column", column)):
            for depth, label in enumerate(path):
                for known in self._known.get((axis, depth, label)) or self._read(axis, depth, label):  # type: ignore[arg-type]
                    kind = self._task_column(axis) if known.kind == "target" else known.kind  # type: ignore[arg-type]
                    said.setdefault(kind, set()).add(known.word)
        words = {kind: next(iter(found)) for kind, found in said.items() if len(found) == 1 and kind in Conditions._fields}
        if words.get("target") == "avg" and "metric" not in said and len(self._metrics) > 1:
            words["metric"] = "score"
        return Conditions(**words, unit=_units().get(words.get("metric", ""), ""))

    def _read_level(self, axis: Axis, depth: int, labels: set[str]) -> None:
        """The readings of all labels at one depth, first each alone to count what stands here, then in that company."""
        self._beside[axis, depth] = Counter(
            kind for label in labels for piece in pieces(label) for kind in {known.kind for known in readings(piece)}
        )
        self._beside[axis, depth]["labels"] = sum(not is_word_for(label, "average", "sure") for label in labels)
        for label in labels:
            self._known[axis, depth, label] = self._read(axis, depth, label)

    def _read(self, axis: Axis, depth: int, label: str) -> tuple[Known, ...]:
        beside = self._beside.get((axis, depth), Counter())
        found: list[Known] = []
        for piece in pieces(label):
            if is_word_for(piece, "average", "sure"):
                found += _averaged(beside)
                continue
            possible = [known for known in readings(piece) if _stands(known, piece, beside)]
            kinds = {known.kind for known in possible}
            if len(kinds) > 1:
                most = max(beside[kind] for kind in kinds)
                possible = [known for known in possible if beside[known.kind] == most]
            if len(possible) == 1:
                found += possible
        return tuple(found)

    def _role(self, axis: Axis, corner: Iterable[str]) -> str:
        """What the tasks along an axis are to the models, if a label of the axis or of its corner says so."""
        along = [known.word for (other, _, _), found in self._known.items() if other == axis for known in found if known.kind == "role"]
        beside = [known.word for label in corner for known in readings(label) if known.kind == "role"]
        roles = {*along, *beside}
        return roles.pop() if len(roles) == 1 else ""

    def _task_column(self, axis: Axis) -> str:
        """The column that a task along this axis fills: where tasks stand along both, only if the table says which are which."""
        other: Axis = "row" if axis == "column" else "column"
        if self._roles[axis]:
            return self._roles[axis]
        if not self._has_tasks[other]:
            return "target"
        if self._roles[other] == "intermediate":
            return "target"
        return "intermediate" if self._roles[other] == "target" and self._trains_between else "not said"


def _stands(known: Known, label: str, beside: Counter[str]) -> bool:
    """Whether a reading holds in the company of what stands beside it."""
    if _is_code(known, label):
        return beside["language"] >= 2 and 2 * beside["language"] >= beside["labels"]
    if known.kind in ("target", "model") and _PLAIN_WORD.fullmatch(label.strip(_EDGES)):
        return beside[known.kind] >= 2
    return True


def _is_code(known: Known, label: str) -> bool:
    return known.kind == "language" and len(normal(label)) <= CODE


def _averaged(beside: Counter[str]) -> list[Known]:
    """What an average among these labels is over: languages or tasks, if most of them are."""
    return [Known(kind, "avg") for kind in ("language", "target") if beside[kind] >= 2 and 2 * beside[kind] >= beside["labels"]][:1]


def _stands_in(word: str, text: str) -> bool:
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold().split())
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain))


# --- the data ----------------------------------------------------------------------------------------------------


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "vocabulary" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, tuple[Known, ...]]:
    found: dict[str, set[Known]] = {}

    def add(kind: str, word: str, spelled: Iterable[str]) -> None:
        for one in spelled:
            found.setdefault(normal(one), set()).add(Known(kind, word))

    for kind, name in (("target", "tasks"), ("model", "models"), ("language", "languages")):
        for word, spelled in _file(name).items():
            add(kind, word, [*spelled, *([word] if kind == "language" else [])])
    for word, metric in _file("metrics").items():
        add("metric", word, metric["spelled"])
    for kind, words in _file("conditions").items():
        for word, spelled in words.items():
            add(kind, word, spelled)
    return {spelled: tuple(sorted(known)) for spelled, known in found.items()}


@cache
def _directions_of_metrics() -> dict[str, Better]:
    said = {word: metric.get("better", "higher") for word, metric in _file("metrics").items()}
    return {word: _agreed({way}) for word, way in said.items()}


@cache
def _words_for(way: str) -> frozenset[str]:
    """The words of `directions.toml` under a name; those that are said of values under "said higher" and "said lower"."""
    file = _file("directions")
    said, _, one = way.partition(" ")
    return frozenset(normal(word) for word in (file[said][one] if one else file[said]))


@cache
def _units() -> dict[str, str]:
    return {word: str(metric.get("unit", "")) for word, metric in _file("metrics").items()}


@cache
def _role_words(role: str) -> tuple[str, ...]:
    return tuple(normal(word) for word in _file("conditions")["role"][role] if " " in word or "-" in word)


@cache
def _derived() -> dict[tuple[str, str], frozenset[str]]:
    return {
        (what, sureness): frozenset(normal(word) for word in spelled)
        for what, words in _file("derived").items()
        for sureness, spelled in words.items()
    }
