"""How large the unit of a figure is: "41.2 thousand words" beside a column "Vocabulary", "68.9 million" beside "Params (M)".

The scale that stands after a figure in prose and the one that a label gives in brackets are held against each other. What is not done: no
unit is turned into one of another kind, and an hour is not 60 minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

_COUNTS = {
    "hundred": 10**2,
    "thousand": 10**3,
    "thousands": 10**3,
    "k": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "mio": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "billions": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
}
_PREFIXES = {"": 1, "kilo": 10**3, "k": 10**3, "mega": 10**6, "m": 10**6, "giga": 10**9, "g": 10**9, "tera": 10**12, "t": 10**12}
_BYTES = {f"{prefix}{unit}": size for prefix, size in _PREFIXES.items() for unit in ("byte", "bytes", "b") if prefix or unit != "b"}
_TIMES = {
    "ms": Fraction(1, 1000),
    "millisecond": Fraction(1, 1000),
    "milliseconds": Fraction(1, 1000),
    "s": Fraction(1),
    "sec": Fraction(1),
    "second": Fraction(1),
    "seconds": Fraction(1),
    "min": Fraction(60),
    "minute": Fraction(60),
    "minutes": Fraction(60),
    "h": Fraction(3600),
    "hour": Fraction(3600),
    "hours": Fraction(3600),
    "day": Fraction(86400),
    "days": Fraction(86400),
}
_WORDS = {"hundred", "thousand", "thousands", "million", "millions", "billion", "billions", "trillion", "mio", "bn"}
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]")

# How words begin that say that numbers are counts, times or sizes.
_SPEAK_OF = {
    "count": tuple(
        "param token word sent pair exampl instanc sampl vocab size step flop image corp doc count number train data cost price".split()
    )
    + tuple("budget revenue sales people inhabit population user neg pos query char entit fact edge node gdp usd eur n".split()),
    "time": tuple("time latenc speed durat runtime wall delay period age survival follow length stay train infer".split()),
    "bytes": tuple("memor size disk storage ram footprint index byte space traffic".split()),
}

Scale = tuple[str, Fraction]  # of what kind, and how large


def scale_of(word: str) -> Scale | None:
    """The scale that a word after a figure gives it; None where it gives none. Of lone letters only a capital K, M or B is one in prose."""
    low = word.casefold()
    if word in ("K", "M", "B"):
        return "count", Fraction(_COUNTS[low])
    if low in _WORDS:
        return "count", Fraction(_COUNTS[low])
    if len(low) > 1 and low in _BYTES:
        return "bytes", Fraction(_BYTES[low])
    if len(low) > 1 and low in _TIMES:
        return "time", _TIMES[low]
    return None


def scale_of_labels(labels: Iterable[str]) -> Scale | None:
    """The scale that a label gives in brackets: "Params (M)", "Index (GB)", "Latency (ms)", "Tokens (in millions)"."""
    for label in labels:
        for found in _BRACKETS.finditer(label):
            if (scale := _scale_in(found[1], label[: found.start()])) is not None:
                return scale
    return None


def _scale_in(inside: str, before: str) -> Scale | None:
    """The scale that brackets give. A lone letter gives one only behind what is counted or timed: "MNLI-(m)" and "(2018b)" give none."""
    words = [word for word in inside.casefold().split() if word not in ("in", "of", "the", "#")]
    if not words or not all(re.fullmatch(r"[$€£]?[^\W\d_]+", word) for word in words):
        return None
    named = set(re.findall(r"[^\W\d_]+", before.casefold()))
    for word in (word.lstrip("$€£") for word in words):
        for kind, scales in (("count", _COUNTS), ("bytes", _BYTES), ("time", _TIMES)):
            if word not in scales:
                continue
            if len(word) > 1 and (kind != "time" or before.endswith(" ") or not before):
                return kind, Fraction(scales[word])
            if before.endswith(" ") and ("#" in before or any(name.startswith(_SPEAK_OF[kind]) for name in named)):
                return kind, Fraction(scales[word])
    return None


def scale_of_cell(unit: str, labels: Iterable[str]) -> Fraction:
    """How large the letter behind a printed number makes it: 170K is 170,000; 1 where a label says already in what all are counted."""
    size = _COUNTS.get(unit.casefold()) if unit in ("k", "K", "M", "B") or unit.casefold() in _WORDS else None
    return Fraction(size) if size is not None and scale_of_labels(labels) is None else Fraction(1)


def factor(said: Scale | None, printed: Scale | None, caption: str, labels: Sequence[str]) -> Fraction | None:
    """What the figure of the sentence is to be multiplied by to stand in the table's scale; None where they are of different kinds.

    A scale that the caption names is the table's, if no label gives one. Of a time or a size in bytes something in the caption or in the
    labels must speak, or the numbers are of another kind.
    """
    if said is None:
        return Fraction(1) if printed is None or printed[0] != "count" else 1 / printed[1]
    if printed is None:
        if said[0] == "count":
            words = {word for word in re.findall(r"[^\W\d_]+", caption.casefold()) if scale_of(word) == said}
            return Fraction(1) if words else said[1]
        words = set(re.findall(r"[^\W\d_]+", f"{caption} {' '.join(labels)}".casefold()))
        kinds = {scale[0] for word in words if (scale := scale_of(word))}
        if said[0] not in kinds and not any(word.startswith(_SPEAK_OF[said[0]]) for word in words):
            return None
        named = {one for word in re.findall(r"[^\W\d_]+", caption.casefold()) if (one := scale_of(word)) and one[0] == said[0]}
        if said in named or len(named) != 1:
            return Fraction(1)
        return said[1] / next(iter(named))[1]
    return said[1] / printed[1] if said[0] == printed[0] else None
