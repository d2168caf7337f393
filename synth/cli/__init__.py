"""The command line: one file a command in `commands/`."""

from __future__ import annotations

import argparse
from typing import Any

from synth.program import Program


def _add_common(parser: argparse.ArgumentParser, of_all: bool) -> None:
    def otherwise(default: Any) -> Any:
        return default if of_all else argparse.SUPPRESS  # a default of a command would undo what stands before it

    parser.add_argument("-q", "--quiet", action="store_true", default=otherwise(False), help="say only what went wrong")
    parser.add_argument("-v", "--verbose", action="count", default=otherwise(0), help="say more")
    offline = "touch no network: what was answered before and what is at hand is all there is"
    parser.add_argument("--offline", action="store_true", default=otherwise(None), help=offline)


PROGRAM = Program(
    name="synth",
    description="Audits machine-written literature reviews: what they state, what can be found, and what was never checked.",
    epilog="""exit status: 0 done · 1 findings at or above --fail-on
             2 wrong use, or nothing could be read; a path that was named and is not there is wrong use
             3 could not be done here (network, disk, a missing extra, a fault of this program) · 130 interrupted""",
    commands="synth.cli.commands",
    extras={"torch": "semantic"},
    add_common=_add_common,
)
main = PROGRAM.main
