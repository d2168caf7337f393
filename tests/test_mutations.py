"""True sentences made false are found out, and true ones are not called false: the floors of the mutation suite."""

from __future__ import annotations

from functools import cache

import pytest
from mutations.mutators import MUTATORS, OTHER_VERSION
from mutations.originals import read_originals
from mutations.suite import Run, by_kind, false_alarms, run_suite, score, truth_of, wilson

ORIGINALS = 100  # at least
MUTANTS = 600  # false ones, at least
OF_A_KIND = 5  # at least

# What bench/mutations.py printed, less a small margin; to be tightened when the compiler gets better.
READ = 85  # originals that are supported
DETECTED_OF_ANSWERED = 0.90
DETECTED_OF_ALL = 0.61
FALSE_ALARMS = 0.15  # of originals that are answered


@cache
def suite() -> Run:
    return run_suite()


def test_every_original_is_true_of_its_table() -> None:
    assert not [one.name for one in read_originals() if truth_of(one.tested(), one.rows()) != "supported"]


def test_there_are_originals_enough_and_each_sentence_stands_once() -> None:
    said = [one.said() for one in read_originals()]
    assert len(said) >= ORIGINALS
    assert len(set(said)) == len(said)


def test_there_are_false_mutants_enough() -> None:
    assert len(suite().mutants) >= MUTANTS


@pytest.mark.parametrize("kind", MUTATORS)
def test_every_kind_has_mutants(kind: str) -> None:
    assert by_kind(suite())[kind].all >= OF_A_KIND


def test_no_mutant_is_its_original() -> None:
    for mutant, _ in suite().mutants:
        assert mutant.text != mutant.original.said() or mutant.kind == OTHER_VERSION
        assert mutant.tables is not mutant.original.paper.tables or mutant.kind != OTHER_VERSION


def test_every_mutant_is_false_by_its_own_test() -> None:
    assert not [one.text for one, _ in suite().mutants if truth_of(one.test, one.rows) not in ("contradicted", "distorted")]


def test_what_is_read_of_the_true_sentences_agrees_with_their_own_tests() -> None:
    found = [judged.found for _, judged in suite().originals]
    answered = [one for one in found if one != "not checkable"]
    assert found.count("supported") >= READ
    assert len(false_alarms(suite())) <= FALSE_ALARMS * len(answered)


def test_false_sentences_are_found_out() -> None:
    whole = score(suite().mutants)
    assert whole.detected >= DETECTED_OF_ANSWERED * whole.answered
    assert whole.detected >= DETECTED_OF_ALL * whole.all


def test_a_share_has_the_interval_of_wilson() -> None:
    assert wilson(95, 100) == pytest.approx((95.0, 88.8, 97.8), abs=0.05)
    assert wilson(0, 10)[1] == 0.0
