"""The command line: one file a command in `commands/`, found by being there.

This is the one place where an error becomes a line and an exit status. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from synth import __version__
from synth.settings import SettingError

DONE, FOUND, WRONG, NOT_HERE, INTERRUPTED = 0, 1, 2, 3, 130

DESCRIPTION = "Audits machine-written literature reviews: what they state, what can be found, and what was never checked."
EPILOG = """exit status: 0 done · 1 findings at or above --fail-on · 2 wrong use, or nothing could be read
             3 cannot be done here (network, disk, a missing extra) · 130 interrupted"""


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
    except (SettingError, ValueError) as error:
        if type(error) is ValueError:  # ours are subclasses; a bare one is a fault of this program and shows itself
            raise
        return _say(str(error), WRONG)
    except ImportError as error:
        if (extra := _EXTRAS.get((error.name or "").partition(".")[0])) is None:
            raise
        return _say(f"this needs the package {error.name}: pip install 'assay-claims[{extra}]'", NOT_HERE)
    except OSError as error:
        return _say(f"{error.filename or 'the system'}: {error.strerror or error}", NOT_HERE)
    return status


_EXTRAS = {"sentence_transformers": "semantic", "torch": "semantic", "transformers": "reproduce", "datasets": "reproduce", "ray": "scale"}


def _say(text: str, status: int) -> int:
    print(f"synth: {' '.join(text.split())}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="synth", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"assay-claims {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _commands():
        one = commands.add_parser(
            command.NAME, help=command.HELP, description=command.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        one.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
        one.add_argument("-v", "--verbose", action="count", default=0, help="say more")
        one.add_argument("--offline", action="store_true", default=None, help="touch no network (no command of this version does)")
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser


def _commands() -> list[ModuleType]:
    package = importlib.import_module("synth.cli.commands")
    found = [importlib.import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    return sorted(found, key=lambda command: command.ORDER)
