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

# How words begin that say that numbers are times or sizes.
_SPEAK_OF = {
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
    """The scale that a label gives in brackets: "Params (M)", "Index (GB)", "Latency (ms)"."""
    for label in labels:
        for inside in _BRACKETS.findall(label):
            words = re.findall(r"[^\W\d_]+", inside.casefold())
            for word in words:
                if word in _COUNTS:
                    return "count", Fraction(_COUNTS[word])
                if word in _BYTES:
                    return "bytes", Fraction(_BYTES[word])
                if word in _TIMES:
                    return "time", _TIMES[word]
    return None


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
