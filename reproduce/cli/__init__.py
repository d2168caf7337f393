"""The command line of the reruns: one file a command in `commands/`."""

from __future__ import annotations

from synth.program import Program

PROGRAM = Program(
    name="reproduce",
    description="Reruns the experiments behind a claim, at any scale, and says what the numbers say.",
    epilog="""exit status: 0 done · 1 findings at or above --fail-on · 2 wrong use, or nothing could be read
             3 could not be done here (network, disk, a missing extra, a failed run) · 130 interrupted""",
    commands="reproduce.cli.commands",
    interrupted="interrupted; what was done is kept, and the same command goes on from there",
)
main = PROGRAM.main
