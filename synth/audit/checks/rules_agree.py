"""The published rules of a maker agree with each other, and its reports keep them.

Looks at: the rules that the report's maker publishes (`data/makers`): the same matter ruled twice with different words or numbers, a
tier that asks for less than every published report must have, two tiers whose ranges overlap; and the report's own score and verified
claims, against what its maker asks of every report.
Cannot know: which of two rules the maker follows, or whether its pages have changed since they were read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.rules import Rules, at_least, at_most, given, implies, maker_of, rules_of
from synth.records import Report, Sidecar

CODE = "A403"
NAME = "the-rules-of-the-maker-agree"

APPROVAL = "approval"  # what a rule is about that every published report must keep

_APPROVAL = {"about": APPROVAL, "page": "about", "minimum": {"score": 6, "verified_claims": 5}}
_LOW = {"name": "LISTED", "page": "tiers", "minimum": {"verified_claims": 1}}
INPUTS = Inputs(
    rules={
        "example lab": {"name": "Example Lab", "rules": [_APPROVAL]},
        "other lab": {"name": "Other Lab", "rules": [_APPROVAL], "tiers": [_LOW]},
    }
)
EXAMPLES = {
    "red": example(sidecar=Sidecar(score=5.9, verified_claims=7)),
    "yellow": example(author="Other Lab", sidecar=Sidecar(score=8.0, verified_claims=7)),
    "green": example(sidecar=Sidecar(score=8.0, verified_claims=7)),
    "na": example(author="Nobody"),
}


class Disagreement(NamedTuple):
    """Two rules that cannot both be meant, each with the page it stands on."""

    about: str
    one: str
    one_page: str
    other: str
    other_page: str


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rules = rules_of(report, inputs.rules)
    if rules is None:
        yield Outcome("na", {"maker": maker_of(report) or "a maker who is not named"})
        return
    found = list(_disagreements(rules))
    broken = list(_broken(report, rules))
    if found:
        listed = [disagreement._asdict() for disagreement in found]
        yield Outcome("yellow", {"sentence": _sentence(rules["name"], found), "disagreements": listed}, key=rules["name"])
    for key, sentence, figures in broken:
        yield Outcome("red", {"maker": rules["name"], "sentence": sentence, **figures}, key=key)
    if not found and not broken:
        yield Outcome("green", {"maker": rules["name"]})


def _disagreements(rules: Rules) -> Iterator[Disagreement]:
    ruled, tiers = rules.get("rules", []), rules.get("tiers", [])
    for one, other in combinations(ruled, 2):
        if one["about"] == other["about"]:
            yield from _of_two_rules(one, other)
    for rule in ruled:
        for tier in tiers if rule["about"] == APPROVAL else ():
            yield from _of_rule_and_tier(rule, tier)
    for one, other in combinations(tiers, 2):
        yield from _overlap(one, other)


def _of_two_rules(one: Rules, other: Rules) -> Iterator[Disagreement]:
    about, pages = one["about"], (one["page"], other["page"])
    if set(one.get("says", ())) != set(other.get("says", ())) and "says" in one and "says" in other:
        yield Disagreement(about, f"{about}: {' or '.join(one['says'])}", pages[0], f"{about}: {' or '.join(other['says'])}", pages[1])
    for side, words in (("minimum", at_least), ("maximum", at_most)):
        for name in one.get(side, {}).keys() & other.get(side, {}).keys():
            first, second = (f"{about}: {words(name, rule[side][name])}" for rule in (one, other))
            if first != second:
                yield Disagreement(f"{about}: {name}", first, pages[0], second, pages[1])


def _of_rule_and_tier(rule: Rules, tier: Rules) -> Iterator[Disagreement]:
    """A tier open to reports that the rule would not have let through."""
    for name, bound in tier.get("minimum", {}).items():
        asked = rule.get("minimum", {}).get(name, bound)
        if bound < asked:
            one, other = f"{rule['about']} asks for {at_least(name, asked)}", f"the tier {tier['name']} for {at_least(name, bound)}"
            yield Disagreement(f"{name}: {rule['about']} and {tier['name']}", one, rule["page"], other, tier["page"])


def _overlap(one: Rules, other: Rules) -> Iterator[Disagreement]:
    """Two tiers that one report can be in, where one ends at a value and the other begins below it.

    Tiers that differ only in how much they ask for are steps of a ladder, and no contradiction.
    """
    if "unclear" in one or "unclear" in other or implies(one, other) or implies(other, one) or not _together(one, other):
        return
    for low, high in ((one, other), (other, one)):
        for name in low.get("maximum", {}).keys() & high.get("minimum", {}).keys():
            least, most = high["minimum"][name], low["maximum"][name]
            both = f"the tier {low['name']} takes {at_most(name, most)}; from {least} to {most} both hold"
            about = f"{high['name']} and {low['name']} overlap"
            yield Disagreement(about, f"the tier {high['name']} takes {at_least(name, least)}", high["page"], both, low["page"])


def _together(one: Rules, other: Rules) -> bool:
    """Whether a report can meet the conditions of both."""
    bounds = [*one.get("minimum", {}).items(), *other.get("minimum", {}).items()]
    tops = (one.get("maximum", {}), other.get("maximum", {}))
    fits = all(bound <= top.get(name, float("inf")) for name, bound in bounds for top in tops)
    words = one.get("required", {}), other.get("required", {})
    return fits and all(words[0][name] == words[1][name] for name in words[0].keys() & words[1].keys())


def _broken(report: Report, rules: Rules) -> Iterator[tuple[str, str, dict[str, Any]]]:
    facts = given(report)
    for rule in rules.get("rules", []):
        for name, bound in rule.get("minimum", {}).items() if rule["about"] == APPROVAL else ():
            if name in facts and facts[name] < bound:
                asked = f"{rules['name']} publishes only what has {at_least(name, bound)} ({rule['page']})"
                sentence = f"States {name.replace('_', ' ')} {facts[name]}, and {asked}."
                yield f"own {name}", sentence, {"stated": facts[name], "asked": bound}


def _sentence(maker: str, found: list[Disagreement]) -> str:
    """All of them in one: they are the maker's, and would else be told again for each of its reports."""
    told = "; ".join(f"{one.one} ({one.one_page}), but {one.other} ({one.other_page})" for one in found)
    return f"{len(found)} of the published rules of {maker} contradict another: {told}."


WORDS = {
    "red": "{sentence}",
    "yellow": "{sentence}",
    "green": "No two published rules of {maker} that are known disagree, and the report keeps them as far as it states the figures.",
    "na": "No published rules of {maker} are known.",
}
