"""Write a report in a layout.

--style source is the layout of the seed reports. With no --format the report is set as it was when it was read. What the layout cannot
carry is refused, and named.
"""

from __future__ import annotations

import argparse
import sys

from synth.cli.output import file_name

NAME, HELP, ORDER = "render", "write a report in a layout", 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "report", metavar="REPORT.json", type=file_name, help="a report as `synth import` writes it, or a report to import first"
    )
    parser.add_argument("--style", choices=["source"], default="source", help="the layout (default: source)")
    parser.add_argument("--format", choices=["txt", "md"], help="plain text or Markdown")
    parser.add_argument("-o", "--out", metavar="FILE", type=file_name, help="write here instead of the standard output")


def run(options: argparse.Namespace) -> int:
    from synth.cli.output import refuse_missing_folders, refuse_overwriting, write_whole
    from synth.reports.blocks import ReportError
    from synth.reports.importing import read_report
    from synth.reports.source_layout import render_source

    refuse_missing_folders([options.out])
    refuse_overwriting([options.out] if options.out else [], [options.report])
    report = read_report(options.report)
    try:
        text = render_source(report, options.format)
    except ReportError as error:
        raise ReportError(f"{options.report}: {error}") from None
    if options.out:
        write_whole(options.out, text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
    return 0
