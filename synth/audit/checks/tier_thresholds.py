"""The tier a report is given follows from its maker's own thresholds.

Looks at: the tier and the level in the sidecar, or a line "Quality tier: …" of the report, against each condition that the maker
publishes (`data/makers`), with the score, the verified claims and the reproducibility that the report or its sidecar states.
Cannot know: whether the score or the number of verified claims is right; and a condition whose quantity is not stated stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.rules import Rules, conditions, given, implies, maker_of, rules_of, tier_named
from synth.records import Light, Report, Sidecar

CODE = "A402"
NAME = "tier-follows-from-the-thresholds"

GRADES = ("tier", "level")

_LINE = re.compile(
    r"\b(?P<grade>(?:quality |publication )?tier|(?:quality|verification) level)\s*[:=]\s*(?P<word>[^\W\d_][\w -]{1,40})", re.I
)

INPUTS = Inputs(
    rules={
        "example lab": {
            "tiers": [
                {"name": "GOLD", "minimum": {"score": 9, "verified_claims": 5}, "required": {"reproducibility": "HIGH"}},
                {"name": "SILVER", "minimum": {"score": 5}},
                {"name": "WATCH", "maximum": {"score": 7}},
            ]
        }
    }
)
EXAMPLES = {
    "red": example(sidecar=Sidecar(tier="Gold", score=8.2, verified_claims=9, reproducibility="HIGH")),
    "yellow": example(sidecar=Sidecar(tier="Gold", score=9.1, verified_claims=9)),
    "info": example(sidecar=Sidecar(tier="Watch", score=6.0)),
    "green": example(sidecar=Sidecar(tier="Silver", score=8.0)),
    "na": example(sidecar=Sidecar(score=8.0)),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rules = rules_of(report, inputs.rules) or {}
    stated = _stated(report, rules)
    known = [grade for grade in GRADES if grade in stated and rules.get(f"{grade}s")]
    for grade in known:
        yield _judged(report, grade, stated[grade], rules[f"{grade}s"])
    if not known:
        maker = maker_of(report) or "its maker, who is not named"
        what = " or ".join(stated)
        yield Outcome("na", {"why": f"No thresholds for a {what} are known of {maker}." if stated else "No tier or level is stated."})


def _judged(report: Report, grade: str, word: str, tiers: list[Rules]) -> Outcome:
    facts = given(report)
    fits = [tier for tier in tiers if all(condition.met for condition in conditions(tier, facts))]
    shown = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in facts.items()) or "nothing that the thresholds ask for"
    figures = {"grade": grade, "stated": word, "given": shown, "fits": [tier["name"] for tier in fits]}
    fitting = _joined([tier["name"] for tier in fits])

    def outcome(light: Light, why: str) -> Outcome:
        return Outcome(light, {**figures, "why": why, "fitting": fitting}, key=grade)

    tier = tier_named(tiers, word)
    if tier is None:
        return outcome("yellow", f"the maker publishes no {grade} of that name")
    mine = list(conditions(tier, facts))
    if broken := [condition.words for condition in mine if condition.met is False]:
        return outcome("red", _joined(broken))
    if missing := [condition.words for condition in mine if condition.met is None]:
        return outcome("yellow", f"it follows only with {_joined(missing)}, which is not stated")
    others = [other["name"] for other in fits if other is not tier and not (implies(tier, other) and not implies(other, tier))]
    return outcome("info", _joined(others)) if others else outcome("green", "")


def _stated(report: Report, rules: Rules) -> dict[str, str]:
    """The tier and the level that the sidecar states, or a line of the report with a word that the maker's rules know."""
    found: dict[str, str] = {}
    if report.sidecar:
        found = {grade: getattr(report.sidecar, grade) for grade in GRADES if getattr(report.sidecar, grade)}
    texts = [paragraph for section in report.sections for paragraph in section.paragraphs] if rules else []
    for text in texts + ([passage.text for passage in report.unplaced] if rules else []):
        for line in _LINE.finditer(text):
            grade, word = line["grade"].split()[-1].lower(), line["word"].strip()
            if tier_named(rules.get(f"{grade}s", []), word):
                found.setdefault(grade, word)
    return found


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]])) or "none"


WORDS = {
    "red": "States the {grade} {stated}, which cannot follow from {given}: it needs {why}. What fits: {fitting}.",
    "yellow": "States the {grade} {stated} with {given}: {why}. What surely fits: {fitting}.",
    "info": "States the {grade} {stated}, which fits {given}; but so does {why}, and the maker's rules do not say which applies.",
    "green": "The {grade} {stated} follows from {given}.",
    "na": "{why}",
}
