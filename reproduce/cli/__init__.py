"""The command line of the reruns: one file a command in `commands/`, found by being there.

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
from typing import NoReturn

from synth import __version__

DONE, FOUND, WRONG, NOT_HERE, INTERRUPTED = 0, 1, 2, 3, 130

DESCRIPTION = "Reruns the experiments behind a claim, at any scale, and says what the numbers say."
EPILOG = """exit status: 0 done · 1 findings at or above --fail-on · 2 wrong use, or nothing could be read
             3 could not be done here (network, disk, a missing extra, a failed run) · 130 interrupted"""

_EXTRAS = {
    "accelerate": "reproduce",
    "datasets": "reproduce",
    "huggingface_hub": "reproduce",
    "numpy": "reproduce",
    "torch": "reproduce",
    "transformers": "reproduce",
    "pyarrow": "scale",
    "ray": "scale",
}


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
        return _say("interrupted; what was done is kept, and the same command goes on from there", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _say(f"{error.filename or 'the system'}: {error.strerror or error}", NOT_HERE)
    except Exception as error:  # noqa: BLE001  the last place where a fault can be told from "1, findings"
        if isinstance(error, ValueError) and type(error).__module__.split(".")[0] in (
            "synth",
            "reproduce",
        ):  # ours say in a line what is wrong
            return _say(str(error), WRONG)
        if isinstance(error, ImportError) and (extra := _EXTRAS.get((error.name or "").partition(".")[0])):
            return _say(f"this needs the package {error.name}: pip install 'assay-claims[{extra}]'", NOT_HERE)
        traceback.print_exc()
        return _say("this program failed, which is a fault of its own; the lines above say where", NOT_HERE)
    return status


def say(text: str) -> None:
    """One line for people, beside the output."""
    print(text, file=sys.stderr)


def _say(text: str, status: int) -> int:
    say(f"reproduce: {' '.join(text.split())}")
    return status


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        raise SystemExit(_say(f"{message} ({self.prog} --help says more)", WRONG))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="reproduce", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"assay-claims {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _commands():
        one = commands.add_parser(
            command.NAME, help=command.HELP, description=command.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser


def _commands() -> list[ModuleType]:
    package = importlib.import_module("reproduce.cli.commands")
    found = [importlib.import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
    return sorted(found, key=lambda command: command.ORDER)
