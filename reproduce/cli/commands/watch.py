"""Show how far a run is, from another terminal.

It reads the log that the run writes, until the run ends; --once prints where it stands and ends.

exit status: 0 the run ended, or --once · 2 no such run was started here · 130 interrupted
"""

from __future__ import annotations

import argparse
import json
import time

from reproduce.cli.asking import add_study, asked_for

NAME, HELP, ORDER = "watch", "show how far a run is", 3


class WatchError(ValueError):
    """There is no run to watch."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_study(parser)
    parser.add_argument("--json", action="store_true", help="where it stands, as JSON on the standard output")
    parser.add_argument("--once", action="store_true", help="print where it stands, and end")


def run(options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.live import Live

    from reproduce.running import log_of
    from reproduce.watching import drawn, read_log, seconds_left, state_of

    asked = asked_for(options)
    log, steps = log_of(asked.plan, asked.root), {name: node.step for name, node in asked.plan.nodes.items()}
    if not log.exists():
        raise WatchError(f"no run of {asked.study.name} {asked.study.preset} was started with these results: {log} is not there")

    def screen() -> tuple[bool, object]:
        state = state_of(read_log(log))
        return state.ended, drawn(state, asked.study.title, time.time(), seconds_left(state, steps))

    if options.json:
        print(json.dumps(state_of(read_log(log))._asdict(), indent=1))
        return 0
    console = Console()
    if options.once:
        console.print(screen()[1])
        return 0
    with Live(console=console, refresh_per_second=4) as live:
        ended = False
        while not ended:
            ended, shown = screen()
            live.update(shown)  # type: ignore[arg-type]
            time.sleep(0.5)
    return 0
