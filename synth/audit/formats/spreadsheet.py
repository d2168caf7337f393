"""The audit as CSV: one table of findings, one of reports. Opened in a spreadsheet, no cell of them is a formula.

Written as RFC 4180 with text quoted and numbers bare, so that a program which splits at semicolons or tabs splits none of our cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from synth.audit.formats.visible import visible
from synth.audit.result import Audited

Cell = str | int | float | None

# What makes a spreadsheet compute a cell (OWASP, "CSV Injection"); the wide forms do so where Japanese or Chinese is set.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

FINDING_COLUMNS = ("report", "line", "code", "check", "light", "silenced", "claim", "claim_text", "reference", "sentence", "key")
REPORT_COLUMNS = ("report", "title", "hash", "claims", "ticked", "mean_confidence", "references", "error")


def write_csv(audited: Audited) -> str:
    """A row for each finding that is not green, and one for each file that could not be read. Claims and references count from 1."""
    reports = dict(zip((report.name for report in audited.audit.reports), audited.reports, strict=True))
    rows: list[Sequence[Cell]] = [
        (report.name, None, "", "", "fail", "no", None, "", None, report.error, "") for report in audited.audit.reports if report.error
    ]
    for finding in audited.audit.findings:
        report, place = reports[finding.report], finding.place
        claim = report.claims[place.claim].text if report and place.claim is not None else ""
        silenced = "yes" if finding.silenced else "no"
        where = (_from_one(place.claim), claim, _from_one(place.reference))
        rows.append(
            (finding.report, place.line, finding.code, finding.name, finding.light, silenced, *where, finding.sentence, finding.key)
        )
    return _table(FINDING_COLUMNS, rows)


def write_reports_csv(audited: Audited) -> str:
    """A row for each report with what it states in numbers, and a column for each check with the light it gave."""
    codes = [check.code for check in audited.audit.checks]
    rows = [
        (r.name, r.title, r.hash, r.claims, r.ticked, r.mean_confidence, r.references, r.error, *(r.lights.get(code, "") for code in codes))
        for r in audited.audit.reports
    ]
    return _table((*REPORT_COLUMNS, *codes), rows)


def defused(text: str) -> str:
    """The text as a cell that is shown and not computed: an apostrophe goes before what would begin a formula. Plain numbers stay."""
    shown = visible(text)
    harmless = _NUMBER.fullmatch(shown) or not (text.startswith(FORMULA_SIGNS) or shown.lstrip().startswith(FORMULA_SIGNS))
    return shown if harmless else f"'{shown}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else defused(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _from_one(position: int | None) -> int | None:
    return None if position is None else position + 1
