"""The audit in a terminal: the counts, how often each finding occurs, then the reports with what is wrong and on which line.

Also for pipes and narrow windows: no boxes, no colour unless asked for, nothing wider than the width it is given.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from synth.audit.check import checks
from synth.audit.formats.counts import Tally, counted, headline, prevalence, tallies, worst_first
from synth.audit.formats.lights import COLUMNS, FOUND, LIGHT_WORDS
from synth.audit.formats.visible import visible
from synth.audit.result import Audit, Audited, AuditedReport
from synth.records import Finding, Light

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

REPORTS_SHOWN = 10  # with -v, all
FINDINGS_SHOWN = 2  # of one check in one file; with -v, all
REFERENCES_SHOWN = 50  # of one file, where databases were asked: each finding says another thing
LINES_SHOWN = 12
GROUPS_SHOWN = 5
SENTENCE_SHOWN = 300  # characters; the page, the JSON and the CSV have the whole of it
COLOURS: dict[Light, str] = {"red": "red", "yellow": "yellow", "info": "blue", "green": "green", "na": "dim", "fail": "magenta"}


def write_terminal(audited: Audited, *, width: int, colour: bool, verbose: int) -> str:
    """The text to print. `verbose` below 0 gives the counts alone, above 0 every file with every finding."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    audit = audited.audit
    _print_rows(console, ((count.figure, count.words) for count in headline(audit)))
    if verbose >= 0:
        _print_checks(console, audit)
        _print_groups(console, audit)
        _print_reports(console, audit, verbose)
        _print_not_measured(console, audit)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _print_checks(console: Console, audit: Audit) -> None:
    _heading(console, f"The checks, and in how many of {counted(len(audit.reports), 'file')} each came out how")
    table = _table(show_header=True)
    table.add_column("")
    table.add_column("what a good report does", ratio=1)
    for light in COLUMNS:
        table.add_column(_word(light), justify="right")
    for run in prevalence(audit):
        table.add_row(visible(run.code), visible(run.name.replace("-", " ")), *(str(run.lights.get(light, 0) or "·") for light in COLUMNS))
    console.print(table)


def _print_groups(console: Console, audit: Audit) -> None:
    if audit.groups:
        _heading(console, f"{counted(len(audit.groups), 'group')} of reports that are nearly the same text")
    for group in audit.groups[:GROUPS_SHOWN]:
        others = counted(len(group.reports) - 1, "other")
        _print_rows(console, [(str(len(group.reports)), f"{_short(group.reports[0])} and {others}, at least {group.similarity:.2f} alike")])
    _print_more(console, len(audit.groups) - GROUPS_SHOWN, "group")


def _print_reports(console: Console, audit: Audit, verbose: int) -> None:
    findings: dict[str, list[Finding]] = {report.name: [] for report in audit.reports}
    for finding in audit.findings:
        findings[finding.report].append(finding)
    few = verbose > 0 or len(audit.reports) <= REPORTS_SHOWN
    order = tallies(audit) if few else worst_first(audit)[:REPORTS_SHOWN]
    if not few:
        _heading(console, f"The {REPORTS_SHOWN} worst of {len(audit.reports):,} files")
    for tally in order:
        report = audit.reports[tally.at]
        _print_report(console, report, tally, findings[report.name], verbose)
    _print_more(console, len(audit.reports) - len(order), "file")


def _print_report(console: Console, report: AuditedReport, tally: Tally, findings: Sequence[Finding], verbose: int) -> None:
    _heading(console, report.name)
    if report.error:
        _print_rows(console, [(_word("fail"), f"could not be read: {_short(report.error)}")])
        return
    if report.title:
        console.print(_short(report.title))
    console.print(_tallied(tally))
    lights: tuple[Light, ...] = (*FOUND, "fail") if verbose > 0 else ("red", "yellow", "fail")
    limit = len(findings) if verbose > 0 else FINDINGS_SHOWN
    counts = [f for f in findings if f.light == "info" and f.code in _of_references()] if verbose == 0 else []
    _print_rows(console, _rows("info", counts, limit))
    _print_rows(console, (row for light in lights for row in _rows(light, [f for f in findings if f.light == light], limit)))


def _rows(light: Light, findings: Sequence[Finding], limit: int) -> Iterator[tuple[str | Text, ...]]:
    """The first findings of each check, and in one row the lines of the others: a check that finds the same nine times is read once."""
    for code in sorted({finding.code for finding in findings}):
        of_check = [finding for finding in findings if finding.code == code and not finding.silenced]
        most = max(limit, REFERENCES_SHOWN) if code in _of_references() else limit
        shown = most if len(of_check) > most + 1 else most + 1  # a last one takes no more room than saying that there is one
        for finding in of_check[:shown]:
            yield _word(light), visible(code), _line(finding), _short(finding.sentence)
        if more := of_check[shown:]:
            lines = [str(line) for line in sorted({finding.place.line for finding in more if finding.place.line})]
            where = f": lines {', '.join(lines[:LINES_SHOWN])}{', …' if len(lines) > LINES_SHOWN else ''}" if lines else ""
            yield "", "", "", f"and {len(more):,} more{where}"


@cache
def _of_references() -> frozenset[str]:
    """The checks that look at references one by one."""
    return frozenset(check.code for check in checks() if check.scope == "references")


def _print_not_measured(console: Console, audit: Audit) -> None:
    """What did not run, once for each reason."""
    reasons = Counter((f.code, f.sentence) for f in audit.findings if f.light == "na" and not f.silenced)
    if reasons:
        _heading(console, "Not measured, and why")
    of = f"of {counted(len(audit.reports), 'file')}"
    _print_rows(console, ((visible(code), f"{n:,} {of}", _short(sentence)) for (code, sentence), n in sorted(reasons.items())))


def _print_more(console: Console, n: int, what: str) -> None:
    if n > 0:
        console.print(f"and {counted(n, f'more {what}')}: -v shows all, as do --json, --csv and --out")


def _print_rows(console: Console, rows: Iterable[Sequence[str | Text]]) -> None:
    table = _table()
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        console.print(table)


def _heading(console: Console, text: str) -> None:
    from rich.text import Text

    console.print()
    console.print(Text(visible(text), style="bold", overflow="fold"))


def _table(show_header: bool = False) -> Table:
    from rich.table import Table

    return Table(box=None, show_header=show_header, header_style="", padding=(0, 2, 0, 0), pad_edge=False)


def _word(light: Light) -> Text:
    from rich.text import Text

    return Text(LIGHT_WORDS[light].word, style=COLOURS[light])


def _line(finding: Finding) -> str:
    return f"line {finding.place.line}" if finding.place.line else ""


def _tallied(tally: Tally) -> str:
    words = [f"{tally.lights[light]:,} {LIGHT_WORDS[light].word}" for light in LIGHT_WORDS if tally.lights[light]]
    silenced = [f"{tally.silenced:,} silenced by the baseline file"] if tally.silenced else []
    return ", ".join(words + silenced) or "nothing found"


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= SENTENCE_SHOWN else f"{shown[:SENTENCE_SHOWN]}… ({len(shown):,} characters)"
