"""Read a report into a Report record (JSON).

Takes the seeds' layout as text, Markdown, HTML, docx, LaTeX or PDF, and any other literature review in these formats. Says on the standard
error what was found; the JSON goes to --out, or to the standard output when that is no terminal or --json is given. Where it says a line
of a docx, of LaTeX or of a PDF, it counts paragraphs.
"""

from __future__ import annotations

import argparse
import sys

from synth.cli.output import file_name

NAME, HELP, ORDER = "import", "read a report into JSON", 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="REPORT", type=file_name, help=".txt, .md, .html, .docx, .tex or .pdf")
    parser.add_argument("-o", "--out", metavar="FILE", type=file_name, help="write the JSON here")
    parser.add_argument("--json", action="store_true", help="write the JSON to the standard output")


def run(options: argparse.Namespace) -> int:
    from synth.cli.output import refuse_missing_folders, refuse_overwriting, write_whole
    from synth.program import say
    from synth.records import to_json
    from synth.reports.importing import read_report

    refuse_missing_folders([options.out])
    refuse_overwriting([options.out] if options.out else [], [options.report])
    report = read_report(options.report)
    text = to_json(report)
    if options.out:
        write_whole(options.out, text)
    if options.json or (not options.out and not sys.stdout.isatty()):
        sys.stdout.write(text)
    if not options.quiet:
        citing = len({citation.sentence for citation in report.citations})
        linked = sum(bool(citation.references) and not citation.why for citation in report.citations)
        say(f"{options.report}: {report.title or 'no title found'}")
        say(f"  {len(report.claims)} claims, {len(report.references)} references")
        say(f"  {citing} of {len(report.sentences)} sentences citing")
        say(f"  {linked} of {len(report.citations)} citations linked to a reference")
        if report.unplaced:
            say(f"  {len(report.unplaced)} passages belong nowhere and are kept as `unplaced`")
        for problem in report.problems:
            say(f"  line {problem.line}: {problem.what}")
    return 0
