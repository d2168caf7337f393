"""What a check says of itself: in the terminal, as JSON, and as the page `docs/checks.md`. Made from the checks, never typed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from synth.audit.check import Check, look_at_examples
from synth.audit.references.states import ReferenceList
from synth.records import Light, Report, to_builtins

WIDTH = 100


def list_checks(checks: Iterable[Check]) -> str:
    """One line a check."""
    return "".join(f"{check.code}  {check.name:<38} {check.title}\n" for check in checks)


def explain(check: Check) -> str:
    """One check in full: what it looks at, what it cannot know, and each light with what it says of an example."""
    scope = {"report": "each report by itself", "corpus": "all reports together", "references": "with --check-references"}[check.scope]
    parts = [f"{check.code} {check.name} ({scope})", check.title, f"Looks at: {check.looks_at}", f"Cannot know: {check.cannot_know}"]
    lines = [textwrap.fill(part, WIDTH) + "\n" for part in parts]
    lines += [f"{light:<7}{textwrap.fill(said, WIDTH - 7, subsequent_indent=' ' * 7)}" for light, said in said_of_examples(check)]
    return "\n".join(lines) + "\n"


def as_builtins(check: Check) -> dict[str, Any]:
    """One check as plain data."""
    return {
        "code": check.code,
        "name": check.name,
        "title": check.title,
        "looks_at": check.looks_at,
        "cannot_know": check.cannot_know,
        "scope": check.scope,
        "lights": dict(said_of_examples(check)),
    }


def said_of_examples(check: Check) -> list[tuple[Light, str]]:
    """For each light that the check can give, what it says of its own example."""
    return [(light, _said(check, light, reports)) for light, reports in check.examples.items()]


def page(checks: Iterable[Check]) -> str:
    """The documentation page."""
    checks = list(checks)
    out = [
        "# The checks of `synth audit`\n",
        "Written by `synth checks --markdown` from the checks themselves; each example below is a test.\n",
        "Lights: green, nothing found; yellow, look; red, wrong; info, a figure; na, does not apply or its input is not at hand; "
        "fail, the check itself could not finish (any check may say so).\n",
        "| code | a good report |\n| --- | --- |",
        *(f"| [{check.code}](#{check.code.lower()}-{check.name}) | {check.title} |" for check in checks),
        "",
    ]
    for check in checks:
        out += [
            f"## {check.code} {check.name}\n",
            f"{check.title}\n",
            f"*Looks at* {check.looks_at}\n",
            f"*Cannot know* {check.cannot_know}\n",
        ]
        for light, said in said_of_examples(check):
            out += [f"**{light}**: {said}\n", f"```json\n{_example(check.examples[light])}\n```\n"]
    return "\n".join(out)


def _said(check: Check, light: Light, examples: tuple[Report | ReferenceList, ...]) -> str:
    return next((found.sentence for found in look_at_examples(check, examples) if found.light == light), "")


def _example(reports: tuple[Report | ReferenceList, ...]) -> str:
    """What an example has that differs from the sound report, as JSON; of a list of references, all of it."""
    import msgspec

    from synth.audit.example import SOUND

    sound = to_builtins(SOUND)
    shown = []
    for report in reports:
        mine = to_builtins(report)
        if isinstance(report, ReferenceList):
            shown.append(msgspec.json.format(msgspec.json.encode(mine), indent=2).decode())
            continue
        changed = {name: value for name, value in mine.items() if value != sound.get(name)}
        changed |= {name: None for name in sound if name not in mine}
        shown.append(msgspec.json.format(msgspec.json.encode(changed), indent=2).decode() if changed else '"the sound report"')
    return "\n".join(shown)
