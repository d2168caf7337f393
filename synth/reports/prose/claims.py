"""Which sentences of a review claim something, and what a table of claims states of each.

A sentence claims when it cites, states a figure or compares. Questions and headings do not. Whether the claim is true, or
its citation fits, is not asked here.
"""

from __future__ import annotations

import re
from functools import cache

from synth.reading.words import word_set, words
from synth.records import Stated
from synth.reports.blocks import Block

_FIGURE = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d{3})+(?![\w.]?\d)|(?<![\w./-])\d{1,9}[.,]\d{1,6}(?![\w/]|\.\d)"
    r"|\d\s{0,2}(?:%|％|‰|percent\b|per\scent\b|Prozent|pour\scent|por\sciento|процент|倍|pp\b|points?\b|times\b|-?fold\b|x\b|×|million|billion|trillion|Mio|Mrd|万|億|亿)"
    r"|\b[npNrR]\s?[=<>]\s?\d"
)
_SECTION_REFERENCE = re.compile(
    r"(?:§|section|chapter|figure|fig\.|table|abschnitt|kapitel|abbildung|tabelle)\s{0,3}\d+(?:\.\d+)*", re.IGNORECASE
)
_LEADING_NUMBER = re.compile(r"^[*_\s]{0,6}\d{1,2}(?:\.\d{1,2})*[.)]?\s")
_QUESTION = re.compile(r"[?？؟][\"'”’»)\]*_]{0,4}\s*$")
_CONFIDENCE = re.compile(r"\s*(-?\d{1,9}(?:\.(\d{1,12}))?)\s*\Z")
_MARKS = " *_.!()[]"
_UNIT = re.compile(r"\s*[(（\[][^()（）\[\]]{1,20}[)）\]][*_\s]*\Z")  # "Confidence (%)", "Confidence (0–1)"


def states_something(shown: str) -> bool:
    """Whether a sentence, without its citation marks, states a figure or a comparison."""
    if _QUESTION.search(shown):
        return False
    bare = _LEADING_NUMBER.sub("", _SECTION_REFERENCE.sub("", shown))
    return bool(_FIGURE.search(bare)) or bool(_comparing().search(bare))


def is_question(shown: str) -> bool:
    return bool(_QUESTION.search(shown))


class ClaimTable:
    """The columns of a table of claims: which holds the claim, which the tick, which the confidence."""

    def __init__(self, heads: tuple[str, ...], claim: int, verified: int | None, confidence: int | None) -> None:
        self.heads, self.claim, self.verified, self.confidence = heads, claim, verified, confidence

    def stated(self, row: tuple[str, ...]) -> Stated:
        """What a row states of its claim, as printed."""
        tick, mark = _tick(_at(row, self.verified))
        printed = _at(row, self.confidence).strip()
        number = _CONFIDENCE.match(printed)
        if number:
            return Stated(verified=tick, mark=mark, confidence=float(number[1]), decimals=len(number[2] or ""))
        return Stated(verified=tick, mark=mark, words=printed)

    def further(self, row: tuple[str, ...]) -> dict[str, str]:
        """The other columns by their headings."""
        taken = {self.claim, self.verified, self.confidence}
        return {head or str(at): row[at] for at, head in enumerate(self.heads) if at not in taken and at < len(row) and row[at]}


def claim_table(table: Block) -> ClaimTable | None:
    """How to read a table of claims; None when the table is another one."""
    if len(table.rows) < 2:
        return None
    heads = tuple(head.strip() for head in table.rows[0])
    named = [_UNIT.sub("", head).lower().strip(" *_:?？：") for head in heads]
    claim, verified, confidence = (_column(named, use) for use in ("claim", "verified", "confidence"))
    if claim is None or (verified is None and confidence is None):
        return None
    return ClaimTable(heads, claim, verified, confidence)


def _column(named: list[str], use: str) -> int | None:
    known = word_set("table", use)
    return next((at for at, head in enumerate(named) if head in known), None)


def _at(row: tuple[str, ...], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _tick(printed: str) -> tuple[bool | None, str]:
    """Yes, no or neither, and the mark as printed unless it is the plain ✓ or ×."""
    bare = printed.strip().strip(_MARKS).lower().replace("\ufe0f", "")
    first = bare[:1]
    yes, no = word_set("table", "yes"), word_set("table", "no")
    tick = True if bare in yes else False if bare in no else None
    if tick is None and first in "✓✔✅☑" and first:
        tick = True
    elif tick is None and first in "×✗✘❌☒✕" and first:
        tick = False
    return tick, "" if printed.strip() in ("✓", "×") else printed.strip()


@cache
def _comparing() -> re.Pattern[str]:
    stems = sorted(words()["comparing"]["stems"], key=len, reverse=True)
    latin = "|".join(re.escape(stem) for stem in stems if stem[0] < "\u0900")
    other = "|".join(re.escape(stem) for stem in stems if stem[0] >= "\u0900")
    return re.compile(rf"\b(?:{latin})|{other}", re.IGNORECASE)
