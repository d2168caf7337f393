"""Findings that are known and silenced: a file of them, read and written. A silenced finding stays in every output, marked so."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from synth.records import SCHEMA, Finding, Light, Record, RecordError, from_json, to_json

SILENCEABLE: tuple[Light, ...] = ("yellow", "red")


class Silenced(Record, frozen=True, kw_only=True):
    """One known finding: the check, the report, what it is about, and the light it had. One that turns from yellow to red speaks again."""

    code: str
    report: str
    key: str
    light: Light


class Baseline(Record, frozen=True, kw_only=True):
    """The content of a baseline file."""

    schema: int = SCHEMA
    silenced: tuple[Silenced, ...] = ()


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file; raises `RecordError` in one line if there is none."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for without end
            raise RecordError("is not a file")
        return from_json(Baseline, path.read_bytes())
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror or error}") from None
    except RecordError as error:
        raise RecordError(f"{path}: {error}") from None


def write_baseline(findings: Iterable[Finding]) -> str:
    """A baseline that silences these findings, sorted, so that two of the same findings are the same text."""
    known = {_identity(finding) for finding in findings if finding.light in SILENCEABLE}
    rows = (Silenced(code=code, report=report, key=key, light=light) for code, report, key, light in sorted(known))
    return to_json(Baseline(silenced=tuple(rows)))


def silence(findings: Iterable[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """The findings, those that the baseline knows marked as silenced."""
    known = {(row.code, row.report, row.key, row.light) for row in baseline.silenced}
    return tuple(msgspec.structs.replace(f, silenced=True) if _identity(f) in known else f for f in findings)


def _identity(finding: Finding) -> tuple[str, str, str, Light]:
    return finding.code, finding.report, finding.key, finding.light
