"""What the page shows of one report: what it states beside what is counted, what each check found, and each claim with its findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from synth.audit.check import worst
from synth.audit.formats.counts import Tally, counted
from synth.audit.formats.lights import FOUND, NOT_RUN
from synth.audit.references.listing import LAYOUT
from synth.audit.result import AuditedReport
from synth.audit.stated import claim_line, figures_of, reference_line
from synth.records import Finding, Light, Report, Sidecar, Stated

FULL_CLAIMS = 300  # of one report; the others are counted


class CheckShown(NamedTuple):
    """What one check found in one report: of the report as a whole, and on which claims and references, counted from 1."""

    light: Light
    code: str
    title: str
    findings: list[Finding]
    claims: list[int]
    references: list[int]


class ClaimShown(NamedTuple):
    """One claim with its tick and confidence as stated, and every finding on it."""

    number: int
    text: str
    tick: str
    confidence: str
    line: int | None
    findings: list[Finding]


class ReferenceShown(NamedTuple):
    """One reference as printed, and every finding on it."""

    number: int
    text: str
    url: str
    line: int | None
    findings: list[Finding]


class Row(NamedTuple):
    """One thing that a report states, beside what counting finds."""

    what: str
    stated: str
    found: str


class ReportShown(NamedTuple):
    """One file of the audit, as it is set. Without a report where it could not be read."""

    number: int
    file: AuditedReport
    tally: Tally
    report: Report | None
    rows: list[Row]
    found: list[CheckShown]
    clear: list[tuple[str, str]]  # code and title
    not_run: list[Finding]
    claims: list[ClaimShown]
    claims_left: int
    references: list[ReferenceShown]


def show(file: AuditedReport, report: Report | None, tally: Tally, findings: Sequence[Finding], titles: dict[str, str]) -> ReportShown:
    """The report as the page shows it. Decides nothing: every word of judgement comes from the findings."""
    return ReportShown(
        number=tally.at + 1,
        file=file,
        tally=tally,
        report=report,
        rows=_rows(file, report) if report else [],
        found=_checks(findings, titles),
        clear=[(code, titles.get(code, "")) for code, light in file.lights.items() if light == "green"],
        not_run=[finding for light in NOT_RUN for finding in findings if finding.light == light],
        claims=_claims(report, _by_place(findings, "claim")) if report else [],
        claims_left=max(0, len(report.claims) - FULL_CLAIMS) if report else 0,
        references=_references(report, _by_place(findings, "reference")) if report else [],
    )


def _checks(findings: Sequence[Finding], titles: dict[str, str]) -> list[CheckShown]:
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.light in FOUND:
            by_code.setdefault(finding.code, []).append(finding)
    shown = [
        CheckShown(
            light=worst(finding.light for finding in of_check),
            code=code,
            title=titles.get(code, ""),
            findings=[finding for finding in of_check if finding.place.claim is None and finding.place.reference is None],
            claims=sorted({finding.place.claim + 1 for finding in of_check if finding.place.claim is not None}),
            references=sorted({finding.place.reference + 1 for finding in of_check if finding.place.reference is not None}),
        )
        for code, of_check in by_code.items()
    ]
    return sorted(shown, key=lambda check: (FOUND.index(check.light), check.code))


def _by_place(findings: Sequence[Finding], part: Literal["claim", "reference"]) -> dict[int, list[Finding]]:
    """The findings on each claim, or each reference, worst first."""
    by_place: dict[int, list[Finding]] = {}
    for light in FOUND:
        for finding in findings:
            at = getattr(finding.place, part)
            if at is not None and finding.light == light:
                by_place.setdefault(at, []).append(finding)
    return by_place


def _claims(report: Report, findings: dict[int, list[Finding]]) -> list[ClaimShown]:
    return [
        ClaimShown(at + 1, claim.text, _tick(claim.stated), _confidence(claim.stated), claim_line(report, at), findings.get(at, []))
        for at, claim in enumerate(report.claims[:FULL_CLAIMS])
    ]


def _references(report: Report, findings: dict[int, list[Finding]]) -> list[ReferenceShown]:
    return [
        ReferenceShown(at + 1, reference.text, reference.url, reference_line(report, at), findings.get(at, []))
        for at, reference in enumerate(report.references)
    ]


def _tick(stated: Stated) -> str:
    if stated.verified is None:
        return stated.mark or "no tick"
    return "✓ ticked" if stated.verified else "× not ticked"


def _confidence(stated: Stated) -> str:
    if stated.confidence is None:
        return stated.words or "none"
    return f"{stated.confidence:.{stated.decimals}f}{stated.unit}"


def _rows(file: AuditedReport, report: Report) -> list[Row]:
    if report.layout.name == LAYOUT:
        return []
    methodology, results = figures_of(report)
    rated = [claim.stated for claim in report.claims]
    crossed = sum(stated.verified is False for stated in rated)
    shares = [share for stated in rated if (share := stated.share) is not None]
    papers = _once(methodology.papers, results.papers)
    quality = _once(methodology.quality, results.quality)
    rows = [
        Row("papers", f"{papers} retrieved" if papers else "", f"{counted(len(report.references), 'reference')} listed"),
        Row(
            "claims",
            f"{results.extracted} extracted" if results.extracted is not None else "",
            f"{counted(len(report.claims), 'claim')} given",
        ),
        Row(
            "verified",
            f"{results.verified} verified" if results.verified is not None else "",
            f"{file.ticked:,} ticked, {crossed:,} not" if file.ticked is not None else "no ticks given",
        ),
        Row(
            "confidence",
            f"{min(shares):.2f} to {max(shares):.2f} for {counted(len(shares), 'claim')}" if shares else "",
            f"mean {file.mean_confidence:.3f}" if file.mean_confidence is not None else "",
        ),
        Row("quality score", f"{quality}/10" if quality else "", ""),
        *(_sidecar(report.sidecar) if report.sidecar else []),
    ]
    return [row for row in rows if row.stated or row.found]


def _sidecar(sidecar: Sidecar) -> list[Row]:
    gate = ": ".join(part for part in (sidecar.gate.status, sidecar.gate.reason) if part) if sidecar.gate else ""
    stated = [
        ("score in its record", "" if sidecar.score is None else f"{sidecar.score:g}"),
        ("verified in its record", "" if sidecar.verified_claims is None else f"{sidecar.verified_claims:,}"),
        ("reproducibility", sidecar.reproducibility),
        ("tier", sidecar.tier),
        ("level", sidecar.level),
        ("gate", gate),
    ]
    return [Row(what, said, "") for what, said in stated if said]


def _once(methodology: float | None, results: float | None) -> str:
    """A number that two sections state, once if they agree."""
    both = [f"{number:g}" for number in (methodology, results) if number is not None]
    return " and ".join(dict.fromkeys(both))
