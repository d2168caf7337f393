"""List the checks of `synth audit`, or explain one."""

from __future__ import annotations

import argparse
import sys

NAME, HELP, ORDER = "checks", "list the checks, or explain one", 4


class UnknownCheckError(ValueError):
    """No check has this code or name."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", help="the code or the name of a check")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--markdown", action="store_true", help="all of them as the page docs/checks.md")


def run(options: argparse.Namespace) -> int:
    from synth.audit.check import checks
    from synth.audit.explain import as_builtins, explain, list_checks, page

    if options.markdown:
        sys.stdout.write(page(checks()))
        return 0
    chosen = [check for check in checks() if options.code in (None, check.name) or options.code.upper() == check.code]
    if not chosen:
        raise UnknownCheckError(f"no check is called {options.code!r}; `synth checks` lists them")
    if options.json:
        import msgspec

        listed = [as_builtins(check) for check in chosen]
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(listed if options.code is None else listed[0]), indent=2).decode() + "\n")
    else:
        sys.stdout.write(explain(chosen[0]) if options.code else list_checks(chosen))
    return 0
