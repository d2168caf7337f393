"""The command line: one file a command in `commands/`, found by being there.

This is the one place where an error becomes a line and an exit status. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NoReturn

from synth import __version__
from synth.cli.output import say

DONE, FOUND, WRONG, NOT_HERE, INTERRUPTED = 0, 1, 2, 3, 130

DESCRIPTION = "Audits machine-written literature reviews: what they state, what can be found, and what was never checked."
EPILOG = """exit status: 0 done · 1 findings at or above --fail-on
             2 wrong use, or nothing could be read; a path that was named and is not there is wrong use
             3 could not be done here (network, disk, a missing extra, a fault of this program) · 130 interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has stopped; a second error at exit would only hide that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _say(f"{error.filename or 'the system'}: {error.strerror or error}", NOT_HERE)
    except Exception as error:  # noqa: BLE001  the last place where a fault can be told from "1, findings"
        if isinstance(error, ValueError) and type(error).__module__.startswith("synth."):  # ours say in a line what is wrong
            return _say(str(error), WRONG)
        if isinstance(error, ImportError) and (extra := _EXTRAS.get((error.name or "").partition(".")[0])):
            return _say(f"this needs the package {error.name}: pip install 'assay-claims[{extra}]'", NOT_HERE)
        traceback.print_exc()
        return _say("this program failed, which is a fault of its own; the lines above say where", NOT_HERE)
    return status


_EXTRAS = {
    "sentence_transformers": "semantic",
    "torch": "semantic",
    "transformers": "reproduce",
    "datasets": "reproduce",
    "pyarrow": "scale",
    "ray": "scale",
}


def _say(text: str, status: int) -> int:
    say(f"synth: {' '.join(text.split())}")
    return status


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(_say(f"{message} ({self.prog} --help says more)", WRONG))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="synth", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"assay-claims {__version__}")
    _add_common(parser, quiet=False, verbose=0, offline=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _commands():
        one = commands.add_parser(
            command.NAME, help=command.HELP, description=command.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        # Left out where not given: a default here would undo what stands before the command.
        _add_common(one, quiet=argparse.SUPPRESS, verbose=argparse.SUPPRESS, offline=argparse.SUPPRESS)
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser


def _add_common(parser: argparse.ArgumentParser, *, quiet: Any, verbose: Any, offline: Any) -> None:
    """The options that stand before the command or after it."""
    parser.add_argument("-q", "--quiet", action="store_true", default=quiet, help="say only what went wrong")
    parser.add_argument("-v", "--verbose", action="count", default=verbose, help="say more")
    parser.add_argument("--offline", action="store_true", default=offline, help="touch no network (no command of this version does)")


def _commands() -> list[ModuleType]:
    package = importlib.import_module("synth.cli.commands")
    found = [importlib.import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    return sorted(found, key=lambda command: command.ORDER)
