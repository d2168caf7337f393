"""Claims name their sources, and rest on more than one.

Looks at: which reference each claim cites, and the share of the one that is cited most.
Cannot know: whether a claim is in the source it cites, or which source a claim without a citation was taken from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.records import Report

CODE = "A302"
NAME = "claims-rest-on-several-sources"
MOST = 0.5  # share of the citing claims on one source from which on the report is called concentrated
FEW = 5  # citing claims below which a share says nothing

_CITING = tuple(claim(f"Result {n} holds.", cites=(0 if n else 1,)) for n in range(6))
EXAMPLES = {
    "yellow": example(claims=_CITING),
    "green": example(claims=tuple(claim(f"Result {n} holds.", cites=(n % 2,)) for n in range(6))),
    "info": example(claims=tuple(claim(one.text, cites=(0,)) for one in SOUND.claims)),
    "na": example(claims=()),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    of_claims = [{at for at in one.cites if 0 <= at < len(report.references)} for one in report.claims]
    citing = [listed for listed in of_claims if listed]
    if not report.claims:
        yield Outcome("na")
        return
    figures = {"citing": len(citing), "of": len(report.claims)}
    if not citing:
        lost = any(one.cites for one in report.claims)
        says = "those that cite name no listed reference" if lost else "no claim names the source it was taken from"
        yield Outcome("yellow", figures | {"says": says}, key="none")
        return
    (top, most), *_ = Counter(at for listed in citing for at in sorted(listed)).most_common(1)
    name = _name(report, top)
    says = f"{most} of them cite {name}"
    light = "info" if len(citing) < FEW else "yellow" if most / len(citing) > MOST else "green"
    yield Outcome(light, figures | {"says": says, "most": most, "source": name}, key="most")  # type: ignore[arg-type]


def _name(report: Report, at: int) -> str:
    reference = report.references[at]
    return reference.source.name if reference.source else reference.text[:60]


WORDS = {
    "yellow": "{citing} of {of} claims cite a source; {says}.",
    "green": "{citing} of {of} claims cite a source; {says}.",
    "info": "{citing} of {of} claims cite a source; {says}. Too few for a share.",
    "na": "The report has no claims.",
}
