"""Say what works here, and what to do about what does not: settings and where each was set, disk, library, every source, models on disk,
torch, GPU, and a browser.

✓ works · ! is missing, and some commands need it · ✗ stops commands · · was not looked at, or does not matter. Each source is asked once;
with --offline none is.
"""

from __future__ import annotations

import argparse
import sys

NAME, HELP, ORDER = "doctor", "say what works here, and what to do about what does not", 13


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON on the standard output")


def run(options: argparse.Namespace) -> int:
    import msgspec

    from synth.audit.formats.visible import visible
    from synth.cli.health import health_lines, signs
    from synth.records import SCHEMA
    from synth.settings import read_settings

    found = list(signs(read_settings(vars(options))))
    if options.json:
        out = {"schema": SCHEMA, "signs": [one._asdict() for one in found]}
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(out), indent=2).decode() + "\n")
    else:
        sys.stdout.writelines(f"{visible(line)}\n" for line in health_lines(found))
    return 0
