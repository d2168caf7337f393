"""Print what a study found, in the shape of the paper's table; write its measurements.

The first row is no intermediate task, in absolute numbers. Every other is the change against it, seed by seed: mean and standard deviation
over the seeds; the average over the targets is of the seeds that have all of them. --format csv names the runs of every cell.
--measurements writes every score in every language, with its run, for `synth check --measurements`. --floors prints what each target comes
to without a network, and with an encoder that saw nothing.

exit status: 0 done, also where scores are missing, which is said · 2 wrong use, or nothing of it was run yet
"""

from __future__ import annotations

import argparse
from pathlib import Path

from reproduce.cli.asking import add_study, asked_for

NAME, HELP, ORDER = "results", "print a study's table, and write its measurements", 4


class ResultsError(ValueError):
    """There is nothing to print."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_study(parser)
    parser.add_argument("--format", choices=("text", "markdown", "latex", "csv"), default="text", help="the table's")
    parser.add_argument("--floors", action="store_true", help="the floors too, below the text")
    parser.add_argument("--languages-too", action="store_true", help="every score in every language, in the place of the table")
    parser.add_argument("--measurements", type=Path, metavar="FILE", help="write measurements, .csv or .parquet")
    parser.add_argument("--json", action="store_true", help="the measurements as JSON on the standard output")


def run(options: argparse.Namespace) -> int:
    from reproduce.results import as_json, measurements, results_of
    from reproduce.table import SHAPES, by_language, floors_table
    from synth.measurements import write_measurements
    from synth.program import say

    if options.floors and options.format != "text":
        raise ResultsError(f"--floors is for people: with --format {options.format} use --measurements, which has the floors too")
    asked = asked_for(options)
    results = results_of(asked.plan, asked.root)
    if not results.scored:
        raise ResultsError(f"there is no score of this grid yet: {asked.command}")
    found = measurements(results)
    if options.measurements:
        write_measurements(options.measurements, found)
        say(f"{options.measurements}: {len(found)} measurements")
    if options.json:
        print(as_json(found))
        return 0
    print(by_language(results) if options.languages_too else SHAPES[options.format](results, asked.command))
    if options.floors:
        print()
        print(floors_table(results))
    return 0
