"""What a sentence names of a table: its rows and columns, by their own labels, by the vocabulary's words for them, or by a part of a label.

A mention is a run of tokens and the lines it may mean. Longer runs come first, whole labels before words of the vocabulary ("Swahili" for
"sw", "accuracy" for "acc."), these before parts ("DSC" of "BERT+DSC"). Mentions of one side that stand together and have lines in common are
one thing ("HellaSwag with MLM"); those that have none in common are two things.

What is not done: a word of prose is no part of a label, and nothing is found by likeness of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from synth.claims.layouts import COLUMN, ROW, SIDES, Layout, Line, is_average
from synth.claims.wording import Token, clean, words_of
from synth.reading.vocabulary import normal, readings

MAX_RUN = 9  # tokens of a label in prose
MAX_BETWEEN = 4  # tokens between two mentions that are one thing
WHOLE, KNOWN, PART = 3, 2, 1  # how a run of tokens names a line

# Words that join two mentions into one: "HellaSwag with MLM", "the F1 of XQuAD".
_JOINING = frozenset(
    "of with without in on under the a an for 's variant version model models setting settings plus and using trained from - ( ) + by at given".split()
)
_PLAIN_LABELS = frozenset(
    "model models method methods system systems all no none yes ours other others total n a an the and or of in on to is are test dev train data set task tasks".split()
)
_OURS = re.compile(r"\b(?:ours?|proposed|this work|this paper|nuestro|notre|unser)\b", re.IGNORECASE)
_OUR_WORDS = (
    ("our", "proposed"),
    (
        "model",
        "method",
        "approach",
        "system",
        "framework",
        "models",
        "methods",
        "algorithm",
        "technique",
        "architecture",
        "network",
        "embeddings",
    ),
)
_BASELINE = re.compile(r"\bbaselines?\b", re.IGNORECASE)


class Mention(NamedTuple):
    """A run of tokens, and the lines of one side that it names."""

    side: str
    start: int
    end: int
    lines: frozenset[int]  # positions in the layout's rows or columns
    how: int
    text: str = ""


class Named(NamedTuple):
    """What a whole table's lines are called: by runs of squashed tokens, for each side."""

    whole: dict[str, dict[str, frozenset[int]]]
    known: dict[str, dict[tuple[str, str], frozenset[int]]]
    parts: dict[str, dict[str, frozenset[int]]]
    ours: dict[str, frozenset[int]]
    baseline: dict[str, frozenset[int]]


def squash(text: str) -> str:
    """Letters and digits alone, in small letters: "BERT-Base" and "BERTBASE" are one."""
    return re.sub(r"[\W_]+", "", clean(text).casefold())


# --- what lines are called ---------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def names_of(layout: Layout) -> Named:
    """The names of all rows and columns of a table."""
    named = Named({}, {}, {}, {}, {})
    for side in SIDES:
        whole: dict[str, set[int]] = {}
        known: dict[tuple[str, str], set[int]] = {}
        parts: dict[str, set[int]] = {}
        for at, line in enumerate(layout.lines(side)):
            _name_line(at, line, whole, known, parts)
        named.whole[side] = _frozen(whole)
        named.known[side] = _frozen(known)
        named.parts[side] = {word: lines for word, lines in _frozen(parts).items() if word not in whole}
        lines = layout.lines(side)
        named.ours[side] = frozenset(at for at, line in enumerate(lines) if any(_OURS.search(label) for label in line.labels))
        named.baseline[side] = frozenset(at for at, line in enumerate(lines) if any(_BASELINE.search(label) for label in line.labels))
    return named


def _frozen(found: dict) -> dict:  # type: ignore[type-arg]
    return {name: frozenset(lines) for name, lines in found.items()}


def _name_line(at: int, line: Line, whole: dict[str, set[int]], known: dict[tuple[str, str], set[int]], parts: dict[str, set[int]]) -> None:
    labels = line.labels
    for label in labels:
        for spelled in _spellings(label):
            if spelled and not (spelled in _PLAIN_LABELS and len(labels) > 1):
                whole.setdefault(spelled, set()).add(at)
        for one in readings(label):
            if one.kind != "role":
                known.setdefault((one.kind, one.word), set()).add(at)
        for part in _parts(label):
            parts.setdefault(part, set()).add(at)
    if len(labels) > 1:
        whole.setdefault(squash("".join(labels)), set()).add(at)
        whole.setdefault(squash("".join(reversed(labels))), set()).add(at)
    if is_average(line):
        known.setdefault(("average", "average"), set()).add(at)


def _spellings(label: str) -> Iterable[str]:
    """A label whole, without its brackets, and what its brackets hold where that names something."""
    yield squash(label)
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", label)
    yield squash(bare)
    bare = re.sub(r"\s+et al\.?|\s+(?:19|20)\d\d[a-z]?", " ", bare)
    yield squash(bare)
    if (colon := label.partition(":"))[2]:
        yield squash(colon[0])
        yield squash(colon[2])


def _parts(label: str) -> Iterable[str]:
    """The parts of a label that look like names: "DSC" of "BERT+DSC", "Hu" of "XLM-R (Hu et al., 2020)"."""
    words = [word for word in re.split(r"[\s+,:;/()\[\]&|]+", clean(label)) if word]
    pieces = [*words, *(piece for word in words if "-" in word for piece in word.split("-"))]
    if len(pieces) < 2:
        return
    for word in pieces:
        bare = word.strip(".'\"*†‡§")
        if len(bare) >= 2 and not bare.replace(".", "").isdigit() and bare.casefold() not in _PLAIN_LABELS:
            yield squash(bare)


# --- mentions ----------------------------------------------------------------------------------------------------


def mentions(found: Sequence[Token], layout: Layout) -> list[Mention]:
    """What the tokens name of a table, in order; each token is part of one mention a side."""
    named = names_of(layout)
    everything = [*_ours(found, named), *_runs(found, layout, named)]
    taken: dict[str, set[int]] = {side: set() for side in SIDES}
    out: list[Mention] = []
    for one in sorted(everything, key=_importance):
        run = set(range(one.start, one.end))
        if run & taken[ROW] or run & taken[COLUMN]:
            continue
        taken[one.side] |= run
        out.append(one)
    return sorted(out, key=lambda one: one.start)


def _importance(one: Mention) -> tuple[int, int, int, int, int]:
    return -(one.end - one.start), -one.how, len(one.lines), one.start, SIDES.index(one.side)


def _runs(found: Sequence[Token], layout: Layout, named: Named) -> Iterable[Mention]:
    for start in range(len(found)):
        text = ""
        for end in range(start + 1, min(start + MAX_RUN, len(found)) + 1):
            text = f"{text} {found[end - 1].text}" if text else found[end - 1].text
            if not squash(found[start].text) or not squash(found[end - 1].text):
                continue
            for side in SIDES:
                if one := _named_by(text, found[start:end], side, named):
                    lines, how = one
                    yield Mention(side, start, end, lines, how, text)


def _named_by(text: str, run: Sequence[Token], side: str, named: Named) -> tuple[frozenset[int], int] | None:
    name = squash(text)
    if len(run) == 1 and (run[0].low in _plain_words() and not _looks_like_name(run[0].text)):
        known = [named.known[side][key] for key in _keys(text) if key in named.known[side]]
        return (known[0], KNOWN) if known and run[0].low not in _NEVER else None
    for spelled in (name, name.removesuffix("s"), f"{name}s"):
        if spelled and (lines := named.whole[side].get(spelled)) and not (len(spelled) == 1 and run[0].text.islower()):
            return lines, WHOLE
    for key in _keys(text):
        if lines := named.known[side].get(key):
            return lines, KNOWN
    if len(run) == 1 and (lines := named.parts[side].get(name)) and (_looks_like_name(run[0].text) or (len(lines) == 1 and len(name) >= 4)):
        return lines, PART
    return None


_NEVER = frozenset({"all", "both", "one", "two", "three", "score", "scores", "and", "the"})


def _plain_words() -> frozenset[str]:
    return frozenset(words_of("plain")["words"])


def _keys(text: str) -> list[tuple[str, str]]:
    """What the vocabulary makes of a run: a task, a language, a metric; also of its singular."""
    found = [
        (one.kind, one.word) for one in readings(text) if one.kind != "role" and not (one.kind == "language" and len(normal(text)) <= 3)
    ]
    if normal(text) in ("average", "averages", "avg", "mean", "on average", "overall average", "averaged", "avg."):
        found.append(("average", "average"))
    return found


def _looks_like_name(text: str) -> bool:
    """Whether a token is written as names are: with a capital inside or a digit, or all in capitals."""
    return any(sign.isupper() for sign in text[1:]) or any(sign.isdigit() for sign in text) or (len(text) > 1 and text[0].isupper())


def _ours(found: Sequence[Token], named: Named) -> Iterable[Mention]:
    """Our model, the proposed method, the baseline: lines whose label says that they are."""
    for at, token in enumerate(found):
        for side in SIDES:
            if token.low in _OUR_WORDS[0] and named.ours[side]:
                end = next((stop for stop in range(at + 1, min(at + 5, len(found))) if found[stop].low in _OUR_WORDS[1]), 0)
                if end:
                    yield Mention(side, at, end + 1, named.ours[side], WHOLE, "ours")
            if token.low in ("ours", "we") and named.ours[side]:
                yield Mention(side, at, at + 1, named.ours[side], KNOWN, "ours")
            if token.low in ("baseline", "baselines") and named.baseline[side]:
                yield Mention(side, at, at + 1, named.baseline[side], KNOWN, "baseline")


# --- things ------------------------------------------------------------------------------------------------------


class Thing(NamedTuple):
    """One row or column, or one group of them, that a sentence speaks of; where it is first named, and up to where."""

    side: str
    start: int
    end: int
    lines: frozenset[int]
    how: int
    text: str


def things(found: Sequence[Token], layout: Layout) -> list[Thing]:
    """The mentions joined to things: those that stand together and share lines are one, and what shares lines with several narrows each."""
    joined: list[Thing] = []
    for one in mentions(found, layout):
        last = next((thing for thing in reversed(joined) if thing.side == one.side), None)
        if last and last.lines & one.lines and _together(found, last.end, one.start) and (last.lines & one.lines) != last.lines | one.lines:
            joined[joined.index(last)] = last._replace(
                end=one.end, lines=last.lines & one.lines, how=max(last.how, one.how), text=f"{last.text} {one.text}"
            )
            continue
        joined.append(Thing(*one))
    return _narrowed(joined)


def _together(found: Sequence[Token], end: int, start: int) -> bool:
    between = found[end:start]
    return len(between) <= MAX_BETWEEN and all(token.low in _JOINING for token in between)


def _narrowed(joined: list[Thing]) -> list[Thing]:
    """Groups that are named beside what they hold narrow it: "with MLM, HellaSwag …" is one row."""
    out: list[Thing] = []
    for thing in joined:
        lines = thing.lines
        for other in joined:
            if other is not thing and other.side == thing.side and lines & other.lines and lines & other.lines != lines:
                lines = lines & other.lines
        out.append(thing._replace(lines=lines))
    kept: list[Thing] = []
    for at, thing in enumerate(out):
        holds = [other for there, other in enumerate(out) if there != at and other.side == thing.side and other.lines <= thing.lines]
        if any(
            other.lines < thing.lines or (other.lines == thing.lines and joined[out.index(other)].lines < joined[at].lines)
            for other in holds
        ):
            continue
        kept.append(thing)
    return _once(kept)


def _once(listed: list[Thing]) -> list[Thing]:
    """Things that are named twice, once."""
    out: list[Thing] = []
    for thing in listed:
        if not any(other.side == thing.side and other.lines == thing.lines for other in out):
            out.append(thing)
    return out
