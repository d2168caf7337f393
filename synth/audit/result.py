"""What an audit finds, as records: the same for the terminal, JSON, CSV, SARIF and the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from synth.audit.check import CheckRun
from synth.audit.references.states import ReferenceList
from synth.records import SCHEMA, Finding, Light, Record, Report

if TYPE_CHECKING:
    from synth.audit.references.listing import Listing


class AuditedReport(Record, frozen=True, kw_only=True):
    """One file of the audit: what it is, what it states, and the light that each check gave it."""

    name: str  # path as given
    title: str = ""
    hash: str = ""
    claims: int = 0  # rows of its table of claims, or sentences that claim
    ticked: int | None = None  # none where the report gives no ticks
    mean_confidence: float | None = None
    references: int = 0
    lights: dict[str, Light] = {}  # by code of the check
    error: str = ""  # why it could not be read; nothing else is then known of it


class Group(Record, frozen=True, kw_only=True):
    """Reports that are nearly the same text."""

    reports: tuple[str, ...]
    similarity: float  # the lowest between a member and its nearest other


class Audit(Record, frozen=True, kw_only=True):
    """Everything one run of `synth audit` found. Findings hold every light but green; `AuditedReport.lights` holds them all."""

    schema: int = SCHEMA
    version: str  # of assay-claims
    figures: dict[str, Any] = {}
    reports: tuple[AuditedReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[CheckRun, ...] = ()
    groups: tuple[Group, ...] = ()
    references: tuple[ReferenceList, ...] = ()  # of each file that was read, where databases were asked about them


class Audited(Record, frozen=True, kw_only=True):
    """An audit with the reports themselves, which a page needs and the JSON does not repeat. None where one could not be read.

    `listings` are the files of references by name, as they are written, so that they can be put right.
    """

    audit: Audit
    reports: tuple[Report | None, ...]
    listings: Mapping[str, Listing] = {}
