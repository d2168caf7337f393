"""True sentences made false are found out, and true ones are not called false: the floors of the mutation suite, and what makes it fair."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from mutations.mutators import MUTATORS, OTHER_VERSION, change_a_digit, swap_two_digits
from mutations.originals import Choice, Original, in_letters, number, originals_of, read_originals
from mutations.suite import MOST, Run, by_kind, false_alarms, false_mutants, of_read, run_suite, score, truth_of, wilson

ORIGINALS = 100  # at least
MUTANTS = 600  # false ones, at least
OF_A_KIND = 10  # at least

# What bench/mutations.py printed, less a small margin; to be tightened when the compiler gets better.
READ = 170  # originals that are supported
FALSE_ALARMS = 0.02  # of originals that are answered
DETECTED_OF_ANSWERED = 0.98
DETECTED_OF_ALL = 0.88
DETECTED_OF_READ = 0.96  # of all mutants of originals that are read right


@cache
def suite() -> Run:
    return run_suite()


# --- the floors --------------------------------------------------------------------------------------------------


def test_true_sentences_are_read_and_seldom_called_false() -> None:
    found = [judged.found for _, judged in suite().originals]
    answered = len(found) - found.count("not checkable")
    assert found.count("supported") >= READ
    assert len(false_alarms(suite())) <= FALSE_ALARMS * answered


def test_false_sentences_are_found_out() -> None:
    whole, read = score(suite().mutants), score(of_read(suite()))
    assert whole.detected >= DETECTED_OF_ANSWERED * whole.answered
    assert whole.detected >= DETECTED_OF_ALL * whole.all
    assert read.detected >= DETECTED_OF_READ * read.all


# --- the suite is fair -------------------------------------------------------------------------------------------


def test_every_original_is_true_of_its_table_by_its_own_test() -> None:
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
        changed = mutant.text != mutant.original.said()
        assert changed == (mutant.kind != OTHER_VERSION), mutant.text
        assert (mutant.tables is mutant.original.paper.tables) == changed, mutant.text


def test_no_original_gives_more_mutants_of_a_kind_than_are_allowed() -> None:
    assert all(one.all <= MOST * one.originals for one in by_kind(suite()).values())


# --- how mutants are made ----------------------------------------------------------------------------------------

TABLE = {
    "label": "Table 1",
    "caption": "",
    "rows": "model",
    "columns": "task",
    "grid": """
        Model | Reading | Sums | Maps
        Ant | 61.5 | 40.2 | 55.0
        Bee | 58.1 | 44.7 | 51.3
    """,
}
BEATS: dict[str, Any] = {
    "table": "Table 1",
    "form": "comparison",
    "text": "{a} beats {b} on {t}.",
    "test": 'cell(row="{a}", column="{t}") > cell(row="{b}", column="{t}")',
    "a": {"row": "Ant"},
    "b": {"row": "Bee"},
    "t": {"column": "Reading", "said": "reading"},
}
SCORES: dict[str, Any] = {
    "table": "Table 1",
    "form": "value",
    "text": "{a} scores {n}.",
    "test": 'cell(row="{a}", column="Sums") == {n}',
    "a": {"row": "Ant"},
    "n": {"figure": "40.2"},
}


def original(claim: dict[str, Any], **table: Any) -> Original:
    (one,) = originals_of("made", {"table": [TABLE | table], "claim": [claim]})
    return one


def texts(one: Original, kind: str) -> list[str]:
    return sorted(mutant.text for mutant in false_mutants([one]) if mutant.kind == kind)


def test_a_mutant_that_stays_true_is_left_out() -> None:
    assert texts(original(BEATS), "change the column") == ["Ant beats Bee on Sums."]


def test_nothing_is_compared_with_itself() -> None:
    assert texts(original(BEATS), "change the model") == []
    assert texts(original(BEATS), "swap compared systems") == ["Bee beats Ant on reading."]


def test_the_other_version_makes_a_sentence_false_only_where_it_differs() -> None:
    same, other = TABLE["grid"], TABLE["grid"].replace("61.5", "57.9")
    assert texts(original(BEATS, other=other), OTHER_VERSION) == ["Ant beats Bee on reading."]
    assert texts(original(BEATS, other=same), OTHER_VERSION) == []
    assert texts(original(BEATS), OTHER_VERSION) == []


def test_labels_are_replaced_by_those_that_make_a_sentence() -> None:
    assert texts(original(BEATS, apart=["Sums"]), "change the column") == []
    assert texts(original(BEATS | {"t": {"column": "Reading", "among": ["Maps"]}}), "change the column") == []


def test_one_digit_is_changed_at_a_time() -> None:
    for changed in change_a_digit(original(SCORES)):
        said = changed["n"].said
        assert len(said) == 4
        assert sum(one != other for one, other in zip(said, "40.2", strict=True)) == 1


def test_neighbouring_digits_are_swapped_over_the_point_too() -> None:
    assert sorted(changed["n"].said for changed in swap_two_digits(original(SCORES))) == ["42.0"]
    assert "24.0" not in texts(original(SCORES), "swap two digits")


def test_a_number_is_read_as_prose_writes_it() -> None:
    assert [number(said).tested for said in ("40.2", "2,210", "+5.6", "-0.3", "Seven", "third")] == [
        "40.2",
        "2210",
        "5.6",
        "-0.3",
        "7",
        "3",
    ]
    assert number("Seven") == Choice("Seven", "7")
    assert in_letters("40.2") == []


@pytest.mark.parametrize("text", ["{a} beats {b}.", "{a} beats {b} on {t} and {u}."])
def test_a_slot_that_is_given_and_not_used_or_used_and_not_given_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="slots"):
        original(BEATS | {"text": text, "test": 'cell(row="{a}") > cell(row="{b}")'})


def test_a_share_has_the_interval_of_wilson() -> None:
    # 95 of 100: 88.8 to 97.8, as the formula of Wilson (1927) gives by hand.
    assert wilson(95, 100) == pytest.approx((95.0, 88.82, 97.85), abs=0.01)
    assert wilson(0, 10)[1] == 0.0
