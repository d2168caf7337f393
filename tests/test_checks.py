"""Every check shows every light it can give, and a check that breaks is shown as such."""

from __future__ import annotations

import pytest

from synth.audit.check import Check, Inputs, checks, look_at_examples, look_at_references, worst
from synth.audit.example import SOUND
from synth.audit.references.states import ReferenceList
from synth.audit.references.wording import NOT_ASKED
from synth.records import Light, Report

STATES = [(check, light) for check in checks() for light in check.examples]


def findings_of(check: Check, examples: tuple[Report | ReferenceList, ...]) -> list[Light]:
    return [finding.light for finding in look_at_examples(check, examples)]


def sound(check: Check) -> tuple[Report | ReferenceList, ...]:
    one = ReferenceList(name="sound.txt", of=0, parsed=0) if check.scope == "references" else SOUND
    return (one, one)


@pytest.mark.parametrize(("check", "light"), STATES, ids=[f"{check.code}-{light}" for check, light in STATES])
def test_each_example_gets_the_light_it_is_an_example_of(check: Check, light: Light) -> None:
    assert worst(findings_of(check, check.examples[light])) == light


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.code)
def test_a_check_that_breaks_says_fail_and_takes_nothing_else_with_it(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(check.module, "look", broken)
    assert set(findings_of(check, sound(check))) == {"fail"}


def test_where_nobody_was_asked_about_references_that_is_said() -> None:
    found = look_at_references([None], ["a.txt"], Inputs())
    assert {(one.light, one.sentence) for one in found} == {("na", NOT_ASKED)}


def test_codes_and_names_are_unlike() -> None:
    assert len({check.code for check in checks()}) == len({check.name for check in checks()}) == len(checks())


def test_a_check_that_says_nothing_is_not_taken_for_green(monkeypatch: pytest.MonkeyPatch) -> None:
    check = checks()[0]
    monkeypatch.setattr(check.module, "look", lambda *_: [])
    assert set(findings_of(check, sound(check))) == {"fail"}
