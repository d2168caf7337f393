"""The command line of the reruns. This version has no command yet, and says so."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from synth import __version__

DESCRIPTION = "Reruns the experiments behind a claim. This version holds the name and no command: the reruns come with a later one."


def main(arguments: Sequence[str] | None = None) -> int:
    """Answers --version and --help; anything else is wrong use, status 2."""
    parser = argparse.ArgumentParser(prog="reproduce", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"assay-claims {__version__}")
    parser.parse_args(arguments)
    parser.error("this version has no command")
