"""The command line of the reruns: one file a command in `commands/`."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from threading import current_thread, main_thread

from synth.program import Program

PROGRAM = Program(
    name="reproduce",
    description="Reruns the experiments behind a claim, at any scale, and says what the numbers say.",
    epilog="""exit status: 0 done · 1 findings at or above --fail-on · 2 wrong use, or nothing could be read
             3 could not be done here (network, disk, a missing extra, a failed run) · 130 interrupted, by SIGINT, SIGTERM or SIGHUP""",
    commands="reproduce.cli.commands",
    interrupted="interrupted; what was done is kept, and the same command goes on from there",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit status. Whoever ends this program gently ends it like an interruption: workers end with it."""
    if current_thread() is main_thread():
        for one in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(one) == signal.SIG_DFL:  # not where it is ignored, as under nohup
                signal.signal(one, signal.default_int_handler)
    return PROGRAM.main(arguments)
