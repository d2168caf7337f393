"""The table of claims: what its headings mean, and its cells, both ways."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

from synth.reading.words import word_set
from synth.records import Claim, Stated

COLUMNS = ("Claim", "Verified", "Confidence")
TICKS = {"✓": True, "×": False}  # printed where a claim's `mark` is empty
SIGNS = {True: "✓✔✅☑", False: "×✗✘❌☒✕"}
VARIATION = "\ufe0f"  # asks for a sign in colour; says nothing else

_ASIDE = re.compile(r"\s*[(\[].*?[)\]]")
_NUMBER = re.compile(r"(-?\d{1,9}(?:([.,])(\d{1,9}))?)( ?%)?")
_PIPE = re.compile(r"(?<!\\)\|")


@lru_cache(maxsize=1024)  # the same few headings for each row of each report
def use_of(heading: str) -> Literal["claim", "verified", "confidence", ""]:
    """What a column holds, by its heading: in any language of `words.toml`, with or without marks and an aside ("Confidence (0-1)")."""
    bare = _ASIDE.sub("", heading).strip(" *_`:?？：").casefold()
    for use in ("claim", "verified", "confidence"):
        if bare in word_set("table", use):
            return use
    return ""


def is_header(line: str) -> bool:
    """Whether a line is the heading of a table of claims: a column of claims, and one of ticks or confidences."""
    if "\t" not in line and "|" not in line:
        return False
    uses = {use_of(cell) for cell in split_cells(line, table_of(line))}
    return "claim" in uses and bool(uses & {"verified", "confidence"})


def table_of(line: str) -> Literal["tabs", "pipes"]:
    return "tabs" if "\t" in line else "pipes"


def split_cells(line: str, table: Literal["tabs", "pipes"]) -> list[str]:
    """The cells of a row, as printed; of a Markdown row without its padding."""
    if table == "tabs":
        return line.split("\t")
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _PIPE.split(inner)]


def read_tick(cell: str) -> dict[str, Any]:
    """Yes, no or neither; the mark as printed, unless it is the layout's own."""
    printed = cell.strip()
    if printed in TICKS:
        return {"verified": TICKS[printed]}
    bare = printed.replace(VARIATION, "").strip(" *_`").casefold()
    verified = next((value for value, signs in SIGNS.items() if bare[:1] and bare[0] in signs), None)
    if verified is None and bare in word_set("table", "yes") | word_set("table", "no"):
        verified = bare in word_set("table", "yes")
    return {"verified": verified, "mark": printed}


def read_confidence(cell: str) -> dict[str, Any]:
    """A plain number with its decimals, in percent or not; anything else stays words, and is nobody's number."""
    printed = cell.strip()
    if number := _NUMBER.fullmatch(printed):
        stated: dict[str, Any] = {
            "confidence": float(number[1].replace(",", ".")),
            "decimals": len(number[3] or ""),
            "point": number[2] or ".",
            "unit": number[4] or "",
        }
        if print_confidence(Stated(**stated)) == printed:
            return stated
    return {"words": printed}


def print_row(cells: list[str], table: Literal["tabs", "pipes"]) -> str:
    if table == "tabs":
        return "\t".join(cells)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def print_cells(claim: Claim, columns: tuple[str, ...]) -> list[str]:
    """The cells of a claim's row; a heading that means nothing here has its own cell in the claim."""
    stated = claim.stated
    own = {
        "claim": claim.text,
        "verified": stated.mark or {True: "✓", False: "×", None: ""}[stated.verified],
        "confidence": print_confidence(stated),
    }
    return [own.get(use_of(heading), claim.columns.get(heading, "")) for heading in columns]


def print_confidence(stated: Stated) -> str:
    if stated.confidence is None:
        return stated.words
    return f"{stated.confidence:.{stated.decimals}f}".replace(".", stated.point) + stated.unit
