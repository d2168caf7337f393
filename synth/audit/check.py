"""What a check is, and how one is run.

A check is a module of `synth/audit/checks` with five parts in this order:

1. its docstring: a sentence, then `Looks at:` and `Cannot know:`;
2. `CODE`, stable for ever, and `NAME`, which reads as a sentence that is true of a good report;
3. `EXAMPLES`: for each light that the check can give, a report or several that get it; they are its tests and its documentation;
4. `look`: a report (or, with `SCOPE = "corpus"`, all of them) becomes outcomes;
5. `WORDS`: for each light, the sentence a person reads, with the outcome's figures in it.

A check with `SCOPE = "references"` looks at what databases said of a list of references, if they were asked; its examples are such lists.

A check decides nothing about other checks, keeps nothing between reports and reads no file. What it needs beyond the report comes
in `Inputs`; when that is not at hand it says `na`, and why.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any, Literal, NamedTuple

from synth.audit.references.states import ReferenceList
from synth.audit.references.wording import NOT_ASKED
from synth.engine.result import in_one_line
from synth.records import LIGHTS, Finding, Light, Place, Record, Report

WORST_FIRST: tuple[Light, ...] = ("fail", "red", "yellow", "info", "green", "na")


class Outcome(NamedTuple):
    """One thing a check has to say: a light, the figures its sentence prints, the place, and a key that survives a moved line."""

    light: Light
    figures: dict[str, Any] = {}
    place: Place = Place()
    key: str = ""


class Inputs(NamedTuple):
    """What checks may need beyond the reports. Empty where nobody gave it."""

    rules: dict[str, dict[str, Any]] = {}  # a maker's name -> what it publishes of its own rules (data/makers)
    abstracts: dict[str, str] = {}  # Source.name -> the abstract of that work, for works at hand


class Check(NamedTuple):
    """A module of `checks/`, read."""

    code: str
    name: str
    title: str  # first sentence of its docstring
    looks_at: str
    cannot_know: str
    scope: Literal["report", "corpus", "references"]
    examples: dict[Light, tuple[Report | ReferenceList, ...]]
    words: dict[Light, str]
    module: ModuleType


class CheckRun(Record, frozen=True, kw_only=True):
    """How one check came out over all reports: how many reports got each light."""

    code: str
    name: str
    title: str
    lights: dict[str, int]


@cache
def checks() -> tuple[Check, ...]:
    """All checks, by code. Two with one code, or one without its five parts, stop the program: that is our mistake, not a report's."""
    package = importlib.import_module("synth.audit.checks")
    found = [_read(importlib.import_module(f"{package.__name__}.{m.name}")) for m in pkgutil.iter_modules(package.__path__)]
    found.sort(key=lambda check: check.code)
    for one, two in pairwise(found):
        if one.code == two.code:
            raise ImportError(f"{one.module.__name__} and {two.module.__name__} both call themselves {one.code}")
    return tuple(found)


def look_at_report(report: Report, name: str, inputs: Inputs) -> list[Finding]:
    """What every check of a single report says of this one."""
    findings: list[Finding] = []
    for check in checks():
        if check.scope == "report":
            findings += _findings(check, name, _run(check, report, inputs))
    return findings


def look_at_corpus(reports: Sequence[Report], names: Sequence[str], inputs: Inputs) -> list[Finding]:
    """What every check that compares reports says of these."""
    findings: list[Finding] = []
    for check in checks():
        if check.scope != "corpus":
            continue
        try:
            outcomes: dict[int, list[Outcome]] = {index: [] for index in range(len(reports))}
            for index, outcome in check.module.look(reports, inputs):
                outcomes[index].append(outcome)
        except Exception as error:  # noqa: BLE001  a check that breaks must not take the others with it; it is shown as `fail`
            outcomes = {index: [_failed(error)] for index in range(len(reports))}
        for index, of_report in outcomes.items():
            findings += _findings(check, names[index], of_report)
    return findings


def look_at_references(lists: Sequence[ReferenceList | None], names: Sequence[str], inputs: Inputs) -> list[Finding]:
    """What every check of references says of these lists; of None that nobody was asked."""
    findings: list[Finding] = []
    for check in checks():
        if check.scope == "references":
            for found, name in zip(lists, names, strict=True):
                if found is None:
                    findings.append(_finding(check, name, Outcome("na"), NOT_ASKED))
                else:
                    findings += _findings(check, name, _run(check, found, inputs))
    return findings


def look_at_examples(check: Check, examples: Sequence[Report | ReferenceList]) -> list[Finding]:
    """What one check says of these, each by a name of its own."""
    names = [f"report {at}" for at in range(1, len(examples) + 1)]
    inputs = getattr(check.module, "INPUTS", Inputs())
    reports = [one for one in examples if isinstance(one, Report)]
    if check.scope == "references":
        found = look_at_references([one if isinstance(one, ReferenceList) else None for one in examples], names, inputs)
    elif check.scope == "corpus":
        found = look_at_corpus(reports, names, inputs)
    else:
        found = [finding for report, name in zip(reports, names, strict=True) for finding in look_at_report(report, name, inputs)]
    return [finding for finding in found if finding.code == check.code]


def worst(lights: Iterable[Light]) -> Light:
    """The light that stands for several."""
    return min(lights, key=WORST_FIRST.index, default="na")


def _run(check: Check, report: Report | ReferenceList, inputs: Inputs) -> list[Outcome]:
    try:
        return list(check.module.look(report, inputs))
    except Exception as error:  # noqa: BLE001  as above
        return [_failed(error)]


def _failed(error: Exception) -> Outcome:
    return Outcome("fail", {"error": in_one_line(error)})


def _findings(check: Check, report: str, outcomes: Iterable[Outcome]) -> list[Finding]:
    """Findings with their sentences. A check that says nothing of a report has not run there, and that is said."""
    told = list(outcomes) or [_failed(RuntimeError("the check said nothing of this report"))]
    return [_finding(check, report, one, _sentence(check, one.light, one.figures)) for one in told]


def _finding(check: Check, report: str, outcome: Outcome, sentence: str) -> Finding:
    light, figures, place, key = outcome
    return Finding(code=check.code, name=check.name, light=light, report=report, sentence=sentence, place=place, figures=figures, key=key)


def _sentence(check: Check, light: Light, figures: dict[str, Any]) -> str:
    if light == "fail":
        return f"The check could not finish: {figures['error']}"
    return check.words[light].format(**figures)


def _read(module: ModuleType) -> Check:
    title, _, rest = (module.__doc__ or "").partition("\n")
    looks_at, _, cannot_know = rest.partition("Cannot know:")
    examples = {light: made if isinstance(made, tuple) else (made,) for light, made in module.EXAMPLES.items()}
    if not looks_at.strip().startswith("Looks at:") or not cannot_know.strip():
        raise ImportError(f"{module.__name__} does not say what it looks at and what it cannot know")
    if set(examples) != set(module.WORDS) or not set(examples) <= set(LIGHTS):
        raise ImportError(f"{module.__name__} needs one example and one sentence for each light it can give")
    return Check(
        code=module.CODE,
        name=module.NAME,
        title=title.strip(),
        looks_at=" ".join(looks_at.strip().removeprefix("Looks at:").split()),
        cannot_know=" ".join(cannot_know.split()),
        scope=getattr(module, "SCOPE", "report"),
        examples=examples,
        words=module.WORDS,
        module=module,
    )
