"""What both command lines are: commands, one a file, found by being there, and an error made a line and an exit status.

This is the one place where that is done. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import NamedTuple, NoReturn

from synth import __version__

DONE, FOUND, WRONG, NOT_HERE, INTERRUPTED = 0, 1, 2, 3, 130

_OURS = {"synth", "reproduce"}  # whose ValueErrors say in a line what is wrong
_EXTRAS = {
    "accelerate": "reproduce",
    "datasets": "reproduce",
    "huggingface_hub": "reproduce",
    "numpy": "reproduce",
    "pyarrow": "scale",
    "ray": "scale",
    "sentence_transformers": "semantic",
    "torch": "reproduce",
    "transformers": "reproduce",
}


class Program(NamedTuple):
    """A command line."""

    name: str
    description: str
    epilog: str
    commands: str  # the package whose modules are its commands
    interrupted: str = "interrupted"
    extras: Mapping[str, str] = {}  # by package, the extra that brings it here where others get it from another
    add_common: Callable[[argparse.ArgumentParser, bool], None] = lambda parser, of_all: None
    """Adds the options that stand before a command or behind it: to the program's parser, where the flag says so, or to a command's."""

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Runs one command; gives its exit status."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            options = self.parser().parse_args(arguments)
            status: int = options.run(options)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return self._say(self.interrupted, INTERRUPTED)
        except BrokenPipeError:
            # Whoever read our output has stopped; a second error at exit would only hide that.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except OSError as error:
            return self._say(f"{error.filename or 'the system'}: {error.strerror or error}", NOT_HERE)
        except Exception as error:  # noqa: BLE001  the last place where a fault can be told from "1, findings"
            if isinstance(error, ValueError) and type(error).__module__.partition(".")[0] in _OURS:
                return self._say(str(error), WRONG)
            if isinstance(error, ImportError) and (extra := self._extra((error.name or "").partition(".")[0])):
                return self._say(f"this needs the package {error.name}: pip install 'assay-claims[{extra}]'", NOT_HERE)
            traceback.print_exc()
            return self._say("this program failed, which is a fault of its own; the lines above say where", NOT_HERE)
        return status

    def parser(self) -> argparse.ArgumentParser:
        """What reads the arguments of every command."""
        form = argparse.RawDescriptionHelpFormatter
        parser = _Parser(prog=self.name, description=self.description, epilog=self.epilog, formatter_class=form)
        parser.add_argument("--version", action="version", version=f"assay-claims {__version__}")
        self.add_common(parser, True)
        commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
        for command in self._commands():
            one = commands.add_parser(command.NAME, help=command.HELP, description=command.__doc__, formatter_class=form)
            self.add_common(one, False)
            command.add_arguments(one)
            one.set_defaults(run=command.run)
        return parser

    def _commands(self) -> list[ModuleType]:
        package = importlib.import_module(self.commands)
        found = [importlib.import_module(f"{package.__name__}.{module.name}") for module in pkgutil.iter_modules(package.__path__)]
        return sorted(found, key=lambda command: command.ORDER)

    def _extra(self, package: str) -> str | None:
        return self.extras.get(package) or _EXTRAS.get(package)

    def _say(self, text: str, status: int) -> int:
        say(f"{self.name}: {' '.join(text.split())}")
        return status


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        say(f"{self.prog.partition(' ')[0]}: {' '.join(message.split())} ({self.prog} --help says more)")
        raise SystemExit(WRONG)


def say(text: str) -> None:
    """One line for people, beside the output. What would move the cursor or break the line is shown as a sign."""
    from synth.audit.formats.visible import visible

    print(visible(text), file=sys.stderr)
