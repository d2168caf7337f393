"""What a report states about itself, whether it stands in fields or only in its prose, and on which line."""

from __future__ import annotations

import re
from functools import lru_cache

from synth.records import Claim, Report, StatedFigures

# How makers write these counts when they do not use the seeds' own sentences. English only; elsewhere nothing is read, and checks say na.
_WORKS = r"(?:relevant |candidate |academic )?(?:papers|articles|studies|sources)"
_COUNTS = {
    "papers": re.compile(rf"\b(\d{{1,6}}) {_WORKS}\b(?: were)? (?:retrieved|found|identified)", re.I),
    "extracted": re.compile(r"\b(\d{1,6}) claims?\b(?: were)? extracted", re.I),
    "verified": re.compile(r"\b(\d{1,6})(?: claims?)?(?: were)? (?:independently )?verified", re.I),
}
_YIELDED = re.compile(rf"\byielded (\d{{1,6}}) {_WORKS}\b", re.I)
_QUALITY = re.compile(r"\bquality (?:review )?score(?: of|:)? (\d{1,2}(?:\.(\d{1,3}))?)\s?/\s?10\b", re.I)


def figures_of(report: Report) -> tuple[StatedFigures, StatedFigures]:
    """What the Methodology and the Results state: from the fields, or read from the prose where a maker words it differently."""
    return _figures(report, "methodology", report.methodology), _figures(report, "results", report.results)


def table_claims(report: Report) -> list[tuple[int, Claim]]:
    """The claims that the report gives a tick or a confidence, with their positions: the rows of its table, not its prose."""
    return [(at, claim) for at, claim in enumerate(report.claims) if is_rated(claim)]


def is_rated(claim: Claim) -> bool:
    """Whether the report says anything of this claim: a tick, a cross, a confidence, or words in their place."""
    stated = claim.stated
    return stated.verified is not None or stated.confidence is not None or bool(stated.mark or stated.words)


def line_of(report: Report, part: str) -> int | None:
    """The line on which a part of the report stands, where the file is known."""
    return getattr(report.read_from.lines, part) if report.read_from else None


def claim_line(report: Report, at: int) -> int | None:
    """The line on which a claim stands."""
    lines = report.read_from.lines.claims if report.read_from else ()
    return lines[at] if at < len(lines) else None


def reference_line(report: Report, at: int) -> int | None:
    """The line on which a reference stands."""
    lines = report.read_from.lines.references if report.read_from else ()
    return lines[at] if at < len(lines) else None


def _figures(report: Report, kind: str, fields: StatedFigures) -> StatedFigures:
    if fields != StatedFigures():
        return fields
    prose = "\n".join(p for section in report.sections if section.kind == kind for p in section.paragraphs)
    if not prose:
        return fields
    return _read_counts(prose)


@lru_cache(maxsize=4096)  # several checks ask for the same section
def _read_counts(prose: str) -> StatedFigures:
    counts = {name: int(found[1]) for name, pattern in _COUNTS.items() if (found := pattern.search(prose))}
    if "papers" not in counts and (found := _YIELDED.search(prose)):
        counts["papers"] = int(found[1])
    quality = _QUALITY.search(prose)
    return StatedFigures(
        papers=counts.get("papers"),
        extracted=counts.get("extracted"),
        verified=counts.get("verified"),
        quality=float(quality[1]) if quality else None,
        decimals=len(quality[2] or "") if quality else 1,
    )
