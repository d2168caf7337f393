"""Audit reports: what each states of itself, and what is found.

PATH is a report, or a folder of reports. Without --json the result is a page for the terminal; --out writes audit.html, audit.json,
findings.csv, reports.csv and audit.sarif into a folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synth.audit.result import Audited

NAME, HELP, ORDER = "audit", "audit reports, alone and against each other", 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a report or a folder of reports")
    parser.add_argument("--json", action="store_true", help="the whole audit as JSON on the standard output")
    parser.add_argument("--csv", metavar="FILE", type=Path, help="the findings as a table")
    parser.add_argument("--sarif", metavar="FILE", type=Path, help="the findings for editors and CI")
    parser.add_argument("--out", metavar="DIR", type=Path, help="write the page and all formats here")
    parser.add_argument("--fail-on", choices=["yellow", "red"], help="exit with 1 if there is a finding of this light, or worse")
    parser.add_argument("--baseline", metavar="FILE", help="findings that are known: shown, marked, and not counted by --fail-on")
    parser.add_argument("--write-baseline", metavar="FILE", type=Path, help="write the findings of this run as a baseline")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")


def run(options: argparse.Namespace) -> int:
    from synth.audit.auditing import audit_reports
    from synth.audit.baseline import read_baseline, write_baseline
    from synth.cli import FOUND, WRONG
    from synth.cli.output import say, write_whole
    from synth.records import to_json
    from synth.settings import read_settings

    settings = {name: setting.value for name, setting in read_settings(vars(options)).items()}
    baseline = read_baseline(Path(settings["baseline"])) if settings["baseline"] else None
    audited = audit_reports(options.paths, jobs=settings["jobs"], baseline=baseline)
    audit = audited.audit
    if not audit.reports:
        say(f"synth: {', '.join(str(path) for path in options.paths)}: holds no report (.txt, .md, .html, .docx)")
        return WRONG
    if options.write_baseline:
        write_whole(options.write_baseline, write_baseline(audit.findings))
    _write_files(options, audited)
    if options.json:
        sys.stdout.write(to_json(audit))
    elif not options.quiet:
        from synth.audit.formats.terminal import write_terminal

        width = min(shutil.get_terminal_size((100, 40)).columns, 140)
        sys.stdout.write(write_terminal(audited, width=width, colour=_colour(), verbose=options.verbose))
    unread = [row for row in audit.reports if row.error]
    for row in unread:
        say(f"synth: {row.error}")
    if len(unread) == len(audit.reports):
        return WRONG
    failing = {"": (), "red": ("red",), "yellow": ("red", "yellow")}[settings["fail_on"]]
    if failing and (unread or any(f.light in (*failing, "fail") and not f.silenced for f in audit.findings)):
        return FOUND
    return 0


def _write_files(options: argparse.Namespace, audited: Audited) -> None:
    from synth.cli.output import say, write_whole

    if options.csv or options.out:
        from synth.audit.formats.spreadsheet import write_csv, write_reports_csv

        if options.csv:
            write_whole(options.csv, write_csv(audited))
        if options.out:
            write_whole(options.out / "findings.csv", write_csv(audited))
            write_whole(options.out / "reports.csv", write_reports_csv(audited))
    if options.sarif or options.out:
        from synth.audit.formats.sarif import write_sarif

        for file in filter(None, [options.sarif, options.out and options.out / "audit.sarif"]):
            write_whole(file, write_sarif(audited))
    if options.out:
        from synth.audit.formats.html import write_page
        from synth.records import to_json

        write_whole(options.out / "audit.json", to_json(audited.audit))
        write_whole(options.out / "audit.html", write_page(audited))
        if not options.quiet:
            say(f"wrote {options.out / 'audit.html'}")


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
