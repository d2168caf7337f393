"""Show how far a run is, from another terminal.

It reads the log that the run writes, until the run ends; --once prints where it stands and ends. Shown is the run that was started last,
whatever part of the grid it was asked for; where a part is named, the last run of just that part.

exit status: 0 the run ended, or goes on (--once) · 2 no such run was started here
             3 the run was stopped, or its process is gone · 130 the watching was interrupted
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from reproduce.cli.asking import Asked, add_study, asked_for, names_a_part
from reproduce.watching import State, read_log, state_of

NAME, HELP, ORDER = "watch", "show how far a run is", 3


class WatchError(ValueError):
    """There is no run to watch."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_study(parser)
    parser.add_argument("--json", action="store_true", help="where it stands, as JSON on the standard output")
    parser.add_argument("--once", action="store_true", help="print where it stands, and end")


def run(options: argparse.Namespace) -> int:
    from synth.program import INTERRUPTED, say

    try:
        return _watch(options)
    except KeyboardInterrupt:
        say("reproduce: only the watching ended; the run goes on")
        return INTERRUPTED


def _watch(options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.live import Live

    from reproduce.running import log_of
    from reproduce.watching import drawn

    asked = asked_for(options)
    log = log_of(asked.plan, asked.root)
    if not log.exists():
        raise WatchError(f"no run of {asked.study.name} {asked.study.preset} was started with these results: {log} is not there")
    state = _state(asked, log, names_a_part(options))
    if options.json:
        print(json.dumps({**state._asdict(), "gone": state.gone}, indent=1))
        return _status(state)
    console = Console()
    if options.once:
        console.print(drawn(state, asked.study.title, time.time()))
        return _status(state)
    wanted = state.run
    live = Live(console=console, refresh_per_second=4)
    try:
        live.start()
        while True:
            state = state_of(read_log(log), lambda started: started.get("run", "") == wanted)
            live.update(drawn(state, asked.study.title, time.time()))
            if state.ended or state.stopped or state.gone:
                break
            time.sleep(0.5)
    finally:
        live.stop()  # `with` would leave the streams as they are where the interruption comes while it starts
    return _status(state)


def _state(asked: Asked, log: Path, part: bool) -> State:
    """Where the last run stands: of the part of the grid that is named, or of any where none is."""
    lines = list(read_log(log))
    last = state_of(lines)
    if last.started is None:
        raise WatchError(f"{log} tells of no run")
    if not part:
        return last
    found = state_of(lines, lambda started: started.get("plan") == asked.plan.hash or started.get("command") == asked.command)
    if found.started is None:
        raise WatchError(f"no run of this part of the grid was started here; the last one was `{last.command}`")
    return found


def _status(state: State) -> int:
    from synth.program import DONE, NOT_HERE, say

    if not state.gone and not state.stopped:
        return DONE
    how = "was stopped" if state.stopped else "ended without saying so (its process is gone)"
    say(f"reproduce: the run {how}; what was done is kept, and the same command goes on from there")
    return NOT_HERE
