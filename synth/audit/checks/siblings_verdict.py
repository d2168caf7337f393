"""Siblings, reports made from the same evidence, get the same verdict.

Looks at: the gates of reports by one maker that share their evidence, as the sidecar names it, or the text of their abstract; and whether
one of them is called verified where another is called falsified.
Cannot know: which of the two verdicts is right, or whether siblings make different claims of the same evidence. Reports without a gate,
or with a word of verdict that no list has, are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.rules import VERDICTS, Verdict, maker_of, plain, verdict_of
from synth.records import Gate, Report, Sidecar

CODE = "A405"
NAME = "siblings-get-the-same-verdict"
SCOPE = "corpus"

ABSTRACT_CHARACTERS = 80  # a shorter abstract ("Not available.") makes no siblings
OPPOSITE: dict[Verdict, tuple[Verdict, ...]] = {
    "verified": ("falsified",),
    "falsified": ("verified",),
    "unverified": ("verified", "falsified"),
}
NAMED = 10  # siblings that a finding names; of a group of thousands the rest is a count

_Key = tuple[str, str, str]


def _example(status: str, evidence: str = "abstract 7") -> Report:
    return example(abstract="", sidecar=Sidecar(record=f"record {status}", evidence=evidence, gate=Gate(status=status)))


EXAMPLES = {
    "red": (_example("confirmed"), _example("REFUTED")),
    "green": (_example("confirmed"), _example("pass"), _example("pending")),
    "na": (_example("confirmed"), _example("failed", "abstract 8")),
}


def look(reports: Sequence[Report], inputs: Inputs) -> Iterator[tuple[int, Outcome]]:
    gates = [_gate(report) for report in reports]
    group_of = _groups(reports, gates)
    groups: dict[int, dict[Verdict, list[int]]] = defaultdict(_nobody)
    for at, verdict in enumerate(gates):
        if verdict is not None:
            groups[group_of[at]][verdict].append(at)
    for at, verdict in enumerate(gates):
        yield at, _judged(verdict, groups[group_of[at]], reports, at) if verdict is not None else Outcome("na")


def _judged(verdict: Verdict, group: dict[Verdict, list[int]], reports: Sequence[Report], at: int) -> Outcome:
    counts: dict[str, int] = {of: len(members) for of, members in group.items()}
    figures: dict[str, Any] = {"of": sum(counts.values()), "status": _status(reports[at]), **counts}
    if figures["of"] == 1:
        return Outcome("na")
    if not (group["verified"] and group["falsified"]):
        return Outcome("green", figures)
    against = [member for of in OPPOSITE[verdict] for member in group[of][:NAMED]][:NAMED]
    more = sum(counts[of] for of in OPPOSITE[verdict]) - len(against)
    siblings = [_name(reports[member]) for member in against]
    shown = ", ".join(siblings) + (f" and {more} more" if more else "")
    return Outcome("red", {**figures, "siblings": siblings, "against": shown}, key="siblings")


def _nobody() -> dict[Verdict, list[int]]:
    return {verdict: [] for verdict in VERDICTS}


def _groups(reports: Sequence[Report], gates: list[Verdict | None]) -> dict[int, int]:
    """For each report with a verdict, the first report it is linked to, by its evidence or by its abstract, over any number of steps."""
    parent: dict[int, int] = {}
    first: dict[_Key, int] = {}

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, report in enumerate(reports):
        if gates[at] is not None:
            parent[at] = at
            for key in _keys(report):
                one, other = sorted((root(at), root(first.setdefault(key, at))))
                parent[other] = one
    return {at: root(at) for at in parent}


def _keys(report: Report) -> Iterator[_Key]:
    maker, abstract = plain(maker_of(report)), plain(report.abstract)
    if report.sidecar and report.sidecar.evidence:
        yield maker, "evidence", plain(report.sidecar.evidence)
    if len(abstract) >= ABSTRACT_CHARACTERS:
        yield maker, "abstract", abstract


def _gate(report: Report) -> Verdict | None:
    return verdict_of(report.sidecar.gate.status) if report.sidecar and report.sidecar.gate else None


def _status(report: Report) -> str:
    return report.sidecar.gate.status if report.sidecar and report.sidecar.gate else ""


def _name(report: Report) -> str:
    return (report.sidecar.record if report.sidecar else "") or report.title


WORDS = {
    "red": "Its gate says {status}; of {of} siblings with the same evidence {verified} are called verified, {falsified} falsified and "
    "{unverified} neither. Against it: {against}.",
    "green": "No verdict among its {of} siblings with the same evidence opposes another.",
    "na": "No sibling with the same evidence and a verdict of its gate is at hand.",
}
