"""The audit as one HTML page for a colleague: it loads nothing, runs nothing but its own script, and prints.

Text from reports is data here. The template escapes what it is given; before that, `visible` takes the characters that act instead of
being seen; the page's policy forbids every script and style but the two whose hashes it names; and only http(s) becomes a link.
What is left out of a large audit is counted and said; it stands in the JSON and the CSV.
"""

from __future__ import annotations

import base64
import hashlib
import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from synth.audit.check import checks
from synth.audit.formats.counts import Tally, counted, headline, prevalence, tallies, worst_first
from synth.audit.formats.lights import COLUMNS, LIGHT_WORDS
from synth.audit.formats.reliability import draw
from synth.audit.formats.shown import ReportShown, show
from synth.audit.formats.visible import visible
from synth.audit.result import Audit, Audited, AuditedReport
from synth.files import TEMPLATES
from synth.records import Finding

FULL_REPORTS = 100  # set in full; of more, the worst
LISTED_REPORTS = 25  # in the table of reports
LISTED_GROUPS = 25
LISTED_MEMBERS = 8  # of one group

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]+", re.I)


def write_page(audited: Audited) -> str:
    """The page. The same audit gives the same bytes."""
    audit = audited.audit
    reports = _reports(audited)
    described = {check.code: check for check in checks()}
    ran = prevalence(audit)
    of_references = [run for run in ran if run.code in described and described[run.code].scope == "references"]
    style, script = ((TEMPLATES / "audit" / name).read_text(encoding="utf-8") for name in ("style.css", "page.js"))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            audit=audit,
            title=_title(audit),
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
            headline=headline(audit),
            columns=COLUMNS,
            lights=LIGHT_WORDS,
            figure=draw(audit.figures.get("bins") or ()),
            checks=[(run, described.get(run.code)) for run in ran],
            of_references=sum(set(run.lights) != {"na"} for run in of_references),  # nobody may have been asked
            of_reports=len(ran) - len(of_references),
            listed=worst_first(audit)[:LISTED_REPORTS],
            groups=audit.groups[:LISTED_GROUPS],
            members=LISTED_MEMBERS,
            reports=reports,
            headings={report.name: heading(report) for report in audit.reports},
            numbers={report.file.name: report.number for report in reports},
        )
    )


def web_address(text: str) -> str:
    """The text, if all of it is an http(s) address of characters that can be seen; otherwise nothing."""
    return text if _WEB_ADDRESS.fullmatch(text) and visible(text) == text else ""


def heading(file: AuditedReport) -> str:
    """What a report is called: its title, or the name of its file where none was read."""
    return file.title or file.name.rpartition("/")[2]


def _reports(audited: Audited) -> list[ReportShown]:
    """All reports in their order; of very many, the worst."""
    audit = audited.audit
    order: list[Tally] = tallies(audit) if len(audit.reports) <= FULL_REPORTS else worst_first(audit)[:FULL_REPORTS]
    findings: dict[str, list[Finding]] = {report.name: [] for report in audit.reports}
    for finding in audit.findings:
        findings[finding.report].append(finding)
    titles = {run.code: run.title for run in audit.checks}
    files = audit.reports
    return [show(files[tally.at], audited.reports[tally.at], tally, findings[files[tally.at].name], titles) for tally in order]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "audit"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,  # on every value printed, so that none is forgotten
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["heading"] = heading
    environment.filters["counted"] = counted
    environment.filters["web_address"] = web_address
    return environment


def _policy(style: str, script: str) -> str:
    """The content security policy: nothing from anywhere, and of what stands in the page only our own style and script."""
    of_style, of_script = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    own = f"style-src 'sha256-{of_style}'; script-src 'sha256-{of_script}'"
    return f"default-src 'none'; {own}; img-src data:; base-uri 'none'; form-action 'none'"


def _title(audit: Audit) -> str:
    if len(audit.reports) == 1 and audit.reports[0].title:
        return f"Audit of “{audit.reports[0].title}”"
    return f"Audit of {counted(len(audit.reports), 'report')}"
