"""Run what of a study is not there yet, and print its table.

STUDY is a study by name, or a TOML file; --preset is its scale. What was made before is found again by what it was made from, and only the
rest runs; a run that was stopped, or killed, goes on where it was. `reproduce watch STUDY` shows from another terminal how far it is.

exit status: 0 done
             2 wrong use: a study, preset or part of the grid that is not there
             3 there is no such device, or a run failed, which is said with its reason; the others are done · 130 interrupted
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from reproduce.cli.asking import Asked, add_study, asked_for, device_of, heading, positive
from reproduce.cli.going import failures, own_state, shown

if TYPE_CHECKING:
    from reproduce.running import Went

ENGINES = "here; over the Ray cluster of RAY_ADDRESS; or every node by all processes that `accelerate launch` started"

NAME, HELP, ORDER = "run", "run what of a study is not there yet", 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_study(parser)
    parser.add_argument("--engine", choices=("local", "ray", "together"), default="local", help=ENGINES)
    parser.add_argument("--device", default="", metavar="NAME", help="cpu, cuda, cuda:1; a GPU where there is one if not given")
    parser.add_argument("--save-every", type=positive, default=500, metavar="N", help="steps between checkpoints; changes no result")
    parser.add_argument("--json", action="store_true", help="the measurements as JSON on the standard output, in the place of the table")
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")


def run(options: argparse.Namespace) -> int:
    from reproduce.results import as_json, measurements, results_of
    from reproduce.running import log_of
    from reproduce.table import text_table
    from reproduce.worlds import is_first
    from synth.program import DONE, NOT_HERE, say

    if options.device:  # what cannot be done is said before anything else
        device_of(options.device, elsewhere=options.engine != "local")
    asked = asked_for(options)
    options.quiet = options.quiet or not is_first()
    if not options.quiet:
        for line in heading(asked).splitlines():
            say(line)
    went = _run(asked, options)
    if not is_first():
        return NOT_HERE if went.failed else DONE
    for warning in own_state(log_of(asked.plan, asked.root)).warned:
        say(warning)
    for line in failures(went.failed):
        say(line)
    if went.untried:
        say(f"{went.untried} nodes that stand on these were not tried")
    if not options.quiet:
        say(f"{went.made} nodes made, {went.there} were there")
    results = results_of(asked.plan, asked.root)
    print(as_json(measurements(results)) if options.json else text_table(results, asked.command))
    return NOT_HERE if went.failed else DONE


def _run(asked: Asked, options: argparse.Namespace) -> Went:
    from reproduce.running import run
    from reproduce.steps import Running

    running = Running(device=device_of(options.device, elsewhere=options.engine != "local"), save_every=options.save_every)
    settings: dict[str, Any] = {"jobs": asked.jobs_on(running.device), "engine": options.engine, "command": asked.command}
    with shown(asked, quiet=options.quiet):
        return run(asked.plan, asked.root, running, **settings)
