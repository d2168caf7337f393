"""Audit reports: what each states of itself, and what is found.

PATH is a report, or a folder of reports. Without --json the result is a page for the terminal; --out writes audit.html, audit.json,
findings.csv, reports.csv and audit.sarif into a folder.

A file that cannot be read is a row of the audit that says why, and the rest is done.

--check-references asks databases of works about every reference: is it a work that they know, as it is described? PATH may then be a file
that lists references too: BibTeX (.bib), CSL-JSON (.json) or RIS (.ris). --corrected writes such a file put right where databases agree.

exit status: 0 done, also where a file could not be read, unless --fail-on is given
             1 findings at or above --fail-on, or with --fail-on a file that could not be read
             2 wrong use: a PATH that is not there, even where others were audited; or nothing could be read
             3 could not be done here: a file that cannot be written, no database that answers, or a fault of this program at a report
               or in a check
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.audit.references.identifying import Ask
    from synth.audit.result import Audit, Audited
    from synth.settings import Setting

NAME, HELP, ORDER = "audit", "audit reports, alone and against each other", 3

_IN_FOLDER = ("findings.csv", "reports.csv", "audit.sarif", "audit.json", "audit.html")  # what --out writes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", type=file_name, help="a report or a folder of reports")
    parser.add_argument("--json", action="store_true", help="the whole audit as JSON on the standard output")
    parser.add_argument("--csv", metavar="FILE", type=file_name, help="the findings as a table")
    parser.add_argument("--sarif", metavar="FILE", type=file_name, help="the findings for editors and CI")
    parser.add_argument("--out", metavar="DIR", type=file_name, help="write the page and all formats here")
    parser.add_argument("--fail-on", choices=["yellow", "red"], help="exit with 1 if there is a finding of this light, or worse")
    parser.add_argument(
        "--baseline", metavar="FILE", type=file_name, help="findings that are known: shown, marked, and not counted by --fail-on"
    )
    parser.add_argument("--write-baseline", metavar="FILE", type=file_name, help="write the findings of this run as a baseline")
    parser.add_argument("--check-references", action="store_true", help="ask databases of works about every reference")
    parser.add_argument("--source", metavar="NAME", action="append", default=[], help="ask this database only; may be given again")
    parser.add_argument("--refresh", action="store_true", help="ask again what was answered before")
    parser.add_argument(
        "--corrected", metavar="FILE", type=file_name, help="the PATH, a file of references, put right where databases agree"
    )
    parser.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")


def run(options: argparse.Namespace) -> int:
    from synth.audit.auditing import audit_reports, is_there
    from synth.audit.baseline import read_baseline, write_baseline
    from synth.cli.output import write_whole
    from synth.program import FOUND, NOT_HERE, WRONG, say
    from synth.records import to_json
    from synth.settings import read_settings

    given = read_settings(vars(options))
    settings = {name: setting.value for name, setting in given.items()}
    known = Path(settings["baseline"]) if settings["baseline"] else None
    _refuse_missing_choice(options)
    _refuse_overwriting(options, known)
    baseline = read_baseline(known) if known else None
    absent = [path for path in options.paths if not is_there(path)]
    with _asking(options, given) as ask:
        audited = audit_reports(options.paths, jobs=settings["jobs"], baseline=baseline, ask=ask)
    if options.corrected:
        audited = _write_corrected(options.corrected, audited)
    audit = audited.audit
    if not audit.reports:
        say(f"synth: {', '.join(str(path) for path in options.paths)}: holds no report (.txt, .md, .html, .docx, .tex, .pdf)")
        return WRONG
    if options.write_baseline:
        write_whole(options.write_baseline, write_baseline(audit.findings))
    _write_files(options, audited)
    if options.json:
        sys.stdout.write(to_json(audit))
    elif not options.quiet and not all(row.error for row in audit.reports):  # of nothing there is nothing to show
        from synth.audit.formats.terminal import write_terminal

        width = min(shutil.get_terminal_size((100, 40)).columns, 140)
        sys.stdout.write(write_terminal(audited, width=width, colour=_colour(), verbose=options.verbose))
    unread = [row for row in audit.reports if row.error]
    for row in unread:
        say(f"synth: {row.error}")
    if unanswered := _unanswered(audit, offline=settings["offline"]):
        say(f"synth: {unanswered}")
        return NOT_HERE
    if faults := list(_own_faults(audit)):
        for fault in faults:
            say(f"synth: {fault}")
        return NOT_HERE
    if absent or len(unread) == len(audit.reports):
        return WRONG
    failing = {"": (), "red": ("red",), "yellow": ("red", "yellow")}[settings["fail_on"]]
    if failing and (unread or any(f.light in failing and not f.silenced for f in audit.findings)):
        return FOUND
    return 0


@contextmanager
def _asking(options: argparse.Namespace, given: Mapping[str, Setting]) -> Iterator[Ask | None]:
    """Whom to ask about references: databases, whose answers the library keeps, and its papers. Nobody where nobody is to be asked."""
    if not options.check_references:
        yield None
        return
    from synth.audit.references.held import beside
    from synth.cli.progress import shown
    from synth.library import Library
    from synth.sources.desk import Desk

    with Library.open(Path(given["home"].value), create=not given["offline"].value) as library, shown(options.quiet) as progress:
        desk = Desk(given, memory=library, only=options.source, refresh=options.refresh, progress=progress.asked)
        yield beside((held.paper for held in library.papers()), desk.ask)


def _unanswered(audit: Audit, *, offline: bool) -> str:
    """That no database answered, though it might have; empty where one did, or none was to."""
    asked = [one for found in audit.references for one in found.databases]
    if offline or not asked or any(one.answered for one in asked):
        return ""
    return f"no database answered about the references; first {asked[0].database}: {next(iter(asked[0].why), 'no reason given')}"


def _write_corrected(file: Path, audited: Audited) -> Audited:
    """Writes the list of references put right, and says what was; gives the audit with why the rest was not."""
    import msgspec

    from synth.audit.references.rewriting import rewritten
    from synth.files import write_bytes_whole
    from synth.program import say

    ((name, listing),) = audited.listings.items() or [("", None)]
    if listing is None:
        return audited  # it could not be read, which is said
    found = next(one for one in audited.audit.references if one.name == name)
    content, found = rewritten(listing, found)
    write_bytes_whole(file, content)
    corrections = [(one, known) for one in found.references for known in one.corrections]
    made = [one for one, known in corrections if not known.why_not]
    of = f"{len(made):,} of {len(corrections):,} fields that are wrong"
    say(f"wrote {file}: {of} put right, in {len({one.number for one in made}):,} references")
    for one, known in corrections:
        if known.why_not:
            say(f"{one.called}: {known.field} left as it is: {known.why_not}")
    return msgspec.structs.replace(audited, audit=msgspec.structs.replace(audited.audit, references=(found,)))


def _own_faults(audit: Audit) -> Iterator[str]:
    """What this program could not do, which must not pass for an audit that found nothing."""
    if failed := audit.figures.get("failed"):
        yield f"this program failed on {failed:,} of {len(audit.reports):,} files"
    for check in audit.checks:
        if failed := check.lights.get("fail"):
            first = next(f for f in audit.findings if f.code == check.code and f.light == "fail")
            yield f"{check.code} could not finish on {failed:,} of {len(audit.reports):,} files; first {first.report}: {first.sentence}"


def _refuse_missing_choice(options: argparse.Namespace) -> None:
    """Raises where options about references stand without what they need."""
    from synth.audit.references.listing import list_format
    from synth.cli.output import OutputError

    given = [
        name for name, there in (("--source", options.source), ("--refresh", options.refresh), ("--corrected", options.corrected)) if there
    ]
    if given and not options.check_references:
        raise OutputError(f"{given[0]}: means nothing without --check-references")
    if options.corrected and (len(options.paths) != 1 or not list_format(options.paths[0])):
        raise OutputError("--corrected: takes one PATH that lists references and nothing else (.bib, CSL-JSON, .ris)")


def _refuse_overwriting(options: argparse.Namespace, known: Path | None) -> None:
    from synth.audit.auditing import read_files
    from synth.cli.output import refuse_overwriting

    targets = [path for path in (options.csv, options.sarif, options.corrected) if path] + [
        options.out / name for name in _IN_FOLDER if options.out
    ]
    if options.write_baseline:
        targets.append(options.write_baseline)
    if targets:
        # The baseline is read before it is written, and may be renewed in place; a table must not take its place.
        renewed = known and options.write_baseline and known.absolute() == options.write_baseline.absolute()
        refuse_overwriting(
            targets, [*read_files(options.paths, lists=options.check_references), *([known] if known and not renewed else [])]
        )


def _write_files(options: argparse.Namespace, audited: Audited) -> None:
    from synth.cli.output import write_whole
    from synth.program import say

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
