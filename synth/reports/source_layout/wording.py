"""The sentences that every report of this layout has, with a slot for each thing that differs: filled, and read back."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from synth.files import TEMPLATES
from synth.records import StatedFigures

SLOT = re.compile(r"\{(\w+)\}")


@cache
def wording() -> dict[str, str]:
    sentences: dict[str, str] = tomllib.loads((TEMPLATES / "source" / "wording.toml").read_text(encoding="utf-8"))
    return sentences


@cache
def _wording_pattern(kind: str) -> re.Pattern[str] | None:
    sentence = wording().get(kind)
    if sentence is None:
        return None
    parts = SLOT.split(sentence)
    slots = {"papers": r"\d{1,9}", "extracted": r"\d{1,9}", "verified": r"\d{1,9}", "quality": r"\d{1,3}(?:\.\d{1,9})?"}
    return re.compile("".join(f"(?P<{p}>{slots.get(p, '.*?')})" if at % 2 else re.escape(p) for at, p in enumerate(parts)))


def read_wording(kind: str, paragraph: str) -> dict[str, Any] | None:
    """The report's fields in a paragraph that is the layout's own sentence; None if it is not, or not to the letter."""
    pattern = _wording_pattern(kind)
    found = pattern.fullmatch(paragraph) if pattern else None
    if found is None:
        return None
    slots = found.groupdict()
    fields: dict[str, Any] = {}
    if kind in ("methodology", "results"):
        counts: dict[str, Any] = {name: int(slots[name]) for name in ("papers", "extracted", "verified") if name in slots}
        decimals = len(slots["quality"].partition(".")[2])
        fields[kind] = StatedFigures(**counts, quality=float(slots["quality"]), decimals=decimals)
    else:
        fields = dict(slots)
    return fields if print_wording(kind, fields) == paragraph else None


def print_wording(kind: str, fields: dict[str, Any]) -> str:
    sentence = wording()[kind]
    values = dict(fields)
    figures = fields.get(kind)
    if isinstance(figures, StatedFigures):
        quality = "" if figures.quality is None else f"{figures.quality:.{figures.decimals}f}"
        values = {"papers": figures.papers, "extracted": figures.extracted, "verified": figures.verified, "quality": quality}
    return SLOT.sub(lambda slot: str(values[slot[1]]), sentence)
