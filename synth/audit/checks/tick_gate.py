"""No tick stands beside a failed gate.

Looks at: the ticks and the number of "verified claims" that a report or its sidecar states, and the tier, where it is the best one that
its maker publishes, against the verdict of the maker's own gate: red where the gate failed, yellow where it has not been passed.
Cannot know: which of the claims the gate tested, or whether the gate is right. A word of verdict that no list has is not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.rules import given, rules_of, tier_named, verdict_of
from synth.records import Gate, Light, Report, Sidecar, StatedFigures

CODE = "A406"
NAME = "no-tick-beside-a-failed-gate"

_LIGHTS: dict[str, Light] = {"verified": "green", "falsified": "red", "unverified": "yellow"}

EXAMPLES = {
    "red": (
        example(sidecar=Sidecar(gate=Gate(status="failed"))),
        example(claims=(), results=StatedFigures(), sidecar=Sidecar(verified_claims=9, gate=Gate(status="REFUTED"))),
    ),
    "yellow": example(sidecar=Sidecar(verified_claims=9, gate=Gate(status="pending"))),
    "green": example(sidecar=Sidecar(verified_claims=9, gate=Gate(status="pass"))),
    "na": (example(), example(sidecar=Sidecar(gate=Gate(status="purple")))),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    gate = report.sidecar.gate if report.sidecar else None
    if report.sidecar is None or gate is None:
        yield Outcome("na", {"why": "No verdict of a gate is given."})
        return
    verdict = verdict_of(gate.status)
    if verdict is None:
        yield Outcome("na", {"why": f"The gate says {gate.status!r}, which is no known word of verdict."})
        return
    ticks = sum(claim.stated.verified is True for claim in report.claims)
    verified = given(report).get("verified_claims", 0)
    tiers = (rules_of(report, inputs.rules) or {}).get("tiers", [])
    top = bool(tiers) and bool(report.sidecar.tier) and tier_named(tiers, report.sidecar.tier) is tiers[0]
    beside = [
        f"{ticks} ticks" if ticks else "",
        f"{verified} claims it calls verified" if verified else "",
        f"its best tier, {report.sidecar.tier}" if top else "",
    ]
    shown = " and ".join(filter(None, beside))
    figures = {"status": gate.status, "beside": shown, "ticks": ticks, "verified": verified, "tier": report.sidecar.tier, "top": top}
    yield Outcome(_LIGHTS[verdict] if shown else "green", figures, key="gate")


WORDS = {
    "red": "Shows {beside} beside a gate that says {status}.",
    "yellow": "Shows {beside}, while its gate says {status}.",
    "green": "The gate says {status}, and nothing stands against it.",
    "na": "{why}",
}
