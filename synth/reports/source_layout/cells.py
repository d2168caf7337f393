"""The table of claims: what its headings mean, and its cells, both ways."""

from __future__ import annotations

import re
from typing import Any, Literal

from synth.records import Claim, Stated

COLUMNS = ("Claim", "Verified", "Confidence")
TICKS = {"✓": True, "×": False}  # printed where a claim's `mark` is empty
OTHER_TICKS = dict.fromkeys(["✔", "☑", "✅", "yes", "true"], True) | dict.fromkeys(["✗", "✘", "❌", "☒", "no", "false"], False)
CLAIM_HEADINGS = {"claim", "claims", "extracted claim", "statement"}
TICK_HEADINGS = {"verified", "verified?", "status", "verdict", "supported"}
CONFIDENCE_HEADINGS = {"confidence", "confidence score", "score", "probability"}

_NUMBER = re.compile(r"(-?\d{1,9}(?:\.(\d{1,9}))?)( ?%)?")


def is_header(line: str) -> bool:
    """Whether a line is the heading of a table of claims."""
    if "\t" not in line and not line.startswith("|"):
        return False
    names = {cell.strip().casefold() for cell in split_cells(line, "tabs" if "\t" in line else "pipes")}
    return bool(names & CLAIM_HEADINGS) and bool(names & (TICK_HEADINGS | CONFIDENCE_HEADINGS))


def split_cells(line: str, table: Literal["tabs", "pipes"]) -> list[str]:
    if table == "tabs":
        return line.split("\t")
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def read_tick(cell: str) -> dict[str, Any]:
    if cell in TICKS:
        return {"verified": TICKS[cell]}
    return {"verified": OTHER_TICKS.get(cell.strip().casefold()), "mark": cell}


def read_confidence(cell: str) -> dict[str, Any]:
    """A plain number with its decimals, in percent or not; anything else stays words, and is nobody's number."""
    number = _NUMBER.fullmatch(cell)
    if number:
        stated: dict[str, Any] = {"confidence": float(number[1]), "decimals": len(number[2] or ""), "unit": number[3] or ""}
        if print_confidence(Stated(**stated)) == cell:
            return stated
    return {"words": cell}


def print_row(cells: list[str], table: Literal["tabs", "pipes"]) -> str:
    if table == "tabs":
        return "\t".join(cells)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def print_cells(claim: Claim, columns: tuple[str, ...]) -> list[str]:
    cells = []
    for heading in columns:
        name = heading.strip().casefold()
        if name in CLAIM_HEADINGS:
            cells.append(claim.text)
        elif name in TICK_HEADINGS:
            cells.append(claim.stated.mark or {True: "✓", False: "×", None: ""}[claim.stated.verified])
        elif name in CONFIDENCE_HEADINGS:
            cells.append(print_confidence(claim.stated))
        else:
            cells.append(claim.columns.get(heading, ""))
    return cells


def print_confidence(stated: Stated) -> str:
    if stated.confidence is None:
        return stated.words
    return f"{stated.confidence:.{stated.decimals}f}{stated.unit}"
