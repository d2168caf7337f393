"""Laws of the compiler over tables that are made, and hostile text: what holds whatever a table and a sentence say."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_claims import DECLINED, NO, SCORES, YES, judged, read_tables

from synth.claims.expressions import read_test, write_expression
from synth.claims.language import MAX_CLAIM, compile_claim
from synth.claims.layouts import Tables, lay_out
from synth.claims.tests import run_test

SYSTEMS = ("Alpha", "Borvo", "Cindex", "Damas", "Elbrus")
TASKS = ("SST", "MRPC", "CoLA")
RENAMED = {"Alpha": "Zephyr", "Borvo": "Yarrow", "Cindex": "Xantho", "Damas": "Wolfram", "Elbrus": "Vortex", "SST": "QNLI", "CoLA": "STS"}

Scores = dict[tuple[str, str], int]  # in tenths


def typed(scores: Scores) -> str:
    """The scores as a typed table."""
    systems, tasks = (list(dict.fromkeys(place[side] for place in scores)) for side in (0, 1))
    lines = [" | ".join([system, *(f"{scores[system, task] / 10:.1f}" for task in tasks)]) for system in systems]
    return "\n".join([" | ".join(["Model", *tasks]), *lines])


@st.composite
def made_scores(draw: st.DrawFn) -> Scores:
    """Scores between 10.0 and 99.9, with ties among them now and then."""
    near = draw(st.booleans())
    score = st.integers(700, 710) if near else st.integers(100, 999)
    return {(system, task): draw(score) for system in SYSTEMS[: draw(st.integers(3, 5))] for task in TASKS}


# Sentences over made scores, with what is true of them by arithmetic alone; None where the table cannot say.
def _said(scores: Scores, draw: random.Random) -> list[tuple[str, bool | None]]:
    systems = sorted({system for system, _ in scores})
    one, other = draw.sample(systems, 2)
    task, second = draw.sample(TASKS, 2)
    mine, theirs = scores[one, task], scores[other, task]
    column = [scores[system, task] for system in systems]
    wins = sum(scores[one, name] > scores[other, name] for name in TASKS)
    border = draw.choice(column) // 10
    said = draw.choice([mine, mine + 1, mine - 1, theirs])
    gap = abs(mine - theirs) + draw.choice([0, 0, 3, 10])
    place = draw.randint(1, 3)
    least = draw.choice([min(column), min(column) + 1])
    return [
        (f"{one} reaches {said / 10:.1f} on {task}.", said == mine),
        (f"{one} outperforms {other} on {task}.", mine > theirs),
        (f"{one} does not outperform {other} on {task}.", not mine > theirs),
        (f"{one} has a lower score than {other} on {task}.", mine < theirs),
        (f"{one} outperforms {other} on all tasks.", wins == len(TASKS)),
        (f"{one} outperforms {other} on some tasks.", wins > 0),
        (f"{one} outperforms {other} on none of the tasks.", wins == 0),
        (f"{one} outperforms {other} on two of the three tasks.", wins == 2),
        (f"{one} is {gap / 10:.1f} points ahead of {other} on {task}.", mine - theirs == gap),
        (f"{one} has the best score on {task}.", mine == max(column)),
        (f"{one} has the lowest score on {task}.", mine == min(column)),
        (f"{one} is not the best on {task}.", mine != max(column)),
        (
            f"{one} ranks {('first', 'second', 'third')[place - 1]} on {task}.",
            None if column.count(mine) > 1 else sorted(column, reverse=True).index(mine) + 1 == place,
        ),
        (f"All models score above {border} on {task}.", all(score > 10 * border for score in column)),
        (f"On {task}, scores range from {least / 10:.1f} to {max(column) / 10:.1f}.", least == min(column)),
        (
            f"{one} reaches {mine / 10:.1f} on {task} and {said / 10:.1f} on {second}.",
            said == scores[one, second],
        ),
        (f"{one} outperforms {other} on {task} but not on {second}.", mine > theirs and not scores[one, second] > scores[other, second]),
    ]


@settings(max_examples=60, deadline=None)
@given(made_scores(), st.randoms(use_true_random=False))
def test_what_is_read_of_a_table_is_what_arithmetic_says(scores: Scores, draw: random.Random) -> None:
    tables = read_tables(typed(scores))
    for sentence, truth in _said(scores, draw):
        if truth is not None:
            found = judged(sentence, tables)
            assert found in (("supported",) if truth else ("contradicted", "distorted")), (sentence, typed(scores), found)


def _shuffled(tables: Tables, draw: random.Random) -> Tables:
    rows = list(tables.measurements)
    draw.shuffle(rows)
    return lay_out(rows)


def _outcome(sentence: str, tables: Tables) -> tuple[object, ...]:
    compiled = compile_claim(sentence, tables)
    if not compiled.test:
        return DECLINED, compiled.declined
    outcome = run_test(compiled.test, tables.measurements)
    return compiled.rules, compiled.table, outcome.judgement, outcome.keys


@settings(max_examples=40, deadline=None)
@given(made_scores(), st.randoms(use_true_random=False))
def test_shuffled_rows_change_no_test_and_no_verdict(scores: Scores, draw: random.Random) -> None:
    tables = read_tables(typed(scores))
    other = _shuffled(tables, draw)
    for sentence, _ in _said(scores, draw):
        assert _outcome(sentence, tables) == _outcome(sentence, other), sentence


@settings(max_examples=30, deadline=None)
@given(made_scores(), made_scores(), st.randoms(use_true_random=False))
def test_the_order_of_tables_changes_no_verdict(scores: Scores, others: Scores, draw: random.Random) -> None:
    one = read_tables(typed(scores), typed(others), UNRELATED)
    other = Tables(one.measurements, tuple(reversed(one.layouts)))
    for sentence, _ in _said(scores, draw):
        assert judged(sentence, one) == judged(sentence, other), sentence


UNRELATED = """Region | Rain | Frost
Uppland | 41.0 | 12.0
Skaraborg | 52.0 | 9.0"""


@settings(max_examples=30, deadline=None)
@given(made_scores(), st.randoms(use_true_random=False))
def test_a_table_about_something_else_changes_no_test(scores: Scores, draw: random.Random) -> None:
    alone, beside = read_tables(typed(scores)), read_tables(typed(scores), UNRELATED)
    for sentence, _ in _said(scores, draw):
        before, after = compile_claim(sentence, alone), compile_claim(sentence, beside)
        assert after.declined or after.test == before.test, sentence


def _renamed(text: str) -> str:
    return re.sub("|".join(map(re.escape, RENAMED)), lambda found: RENAMED[found[0]], text)


@settings(max_examples=30, deadline=None)
@given(made_scores(), st.randoms(use_true_random=False))
def test_another_name_in_table_and_sentence_changes_nothing_but_the_name(scores: Scores, draw: random.Random) -> None:
    tables, renamed = read_tables(typed(scores)), read_tables(_renamed(typed(scores)))
    for sentence, _ in _said(scores, draw):
        before, after = compile_claim(sentence, tables), compile_claim(_renamed(sentence), renamed)
        assert (_renamed(before.test), _renamed(before.declined), before.rules) == (after.test, after.declined, after.rules), sentence
        assert judged(sentence, tables) == judged(_renamed(sentence), renamed)


@settings(max_examples=40, deadline=None)
@given(made_scores(), st.sampled_from(TASKS))
def test_two_systems_that_change_places_turn_the_verdict(scores: Scores, task: str) -> None:
    tables = read_tables(typed(scores))
    turned = {"supported": "contradicted", "contradicted": "supported"}
    for words in ("outperforms", "is behind", "has a higher score than", "is better than", "scores lower than"):
        if scores["Alpha", task] != scores["Borvo", task]:
            found = judged(f"Alpha {words} Borvo on {task}.", tables)
            assert judged(f"Borvo {words} Alpha on {task}.", tables) == turned[found], words


@settings(max_examples=30, deadline=None)
@given(made_scores(), st.randoms(use_true_random=False))
def test_what_is_written_is_read_and_written_again_the_same(scores: Scores, draw: random.Random) -> None:
    tables = read_tables(typed(scores))
    for sentence, _ in _said(scores, draw):
        if test := compile_claim(sentence, tables).test:
            assert write_expression(read_test(test)) == test


# --- hostile text ------------------------------------------------------------------------------------------------

HOSTILE = [
    "",
    " ",
    ".",
    "\x00",
    "\x00Alpha\x00 outperforms\x07 Borvo on\x1b[31m SST.",
    "Alpha\u202e outperforms \u202cBorvo on SST.",
    "ألفا outperforms Borvo on SST.",
    "Alpha 🦊 outperforms 🦊 Borvo on SST 🦊.",
    'Alpha") or cell(row="Borvo") > 0 or ("x" outperforms Borvo on SST.',
    "__import__('os').system('true') outperforms Borvo on SST.",
    "Alpha outperforms Borvo on SST" + ")" * 500 + ".",
    "(" * 600 + "Alpha outperforms Borvo on SST.",
    "[" * 400 + "]" * 400,
    "Alpha, " * 160 + "Borvo.",
    "1 " * 500,
    "from 1 to 2 from " * 60,
    "not " * 250 + "Alpha outperforms Borvo on SST.",
    "Alpha outperforms Borvo by " + "9" * 900 + " points on SST.",
    "Alpha reaches 0." + "1" * 900 + " on SST.",
    "Alpha outperforms Borvo by 1e999 points on SST.",
    "Alpha reaches ９０.１ on SST.",
    "Alpha reaches ٩٠ on SST.",
    "Alpha reaches 90.1% on {SST}; DROP TABLE tables; --",
    "Alpha reaches\n90.1\non\tSST.",
    "Alpha is the best best best best on SST SST SST.",
    "\ud800 outperforms Borvo on SST.",
]


@pytest.mark.parametrize("sentence", HOSTILE)
def test_hostile_text_is_declined_or_read_as_text(sentence: str) -> None:
    assert judged(sentence, SCORES) in (DECLINED, "supported", "contradicted", "distorted", "not checkable")


def test_a_text_of_ten_thousand_characters_is_declined_before_it_is_read() -> None:
    assert judged("Alpha outperforms Borvo on SST. " * 400, SCORES) == DECLINED
    assert judged("Alpha outperforms Borvo on SST." + " " * (MAX_CLAIM - 31), SCORES) == "supported"
    assert judged("Alpha outperforms Borvo on SST." + " " * (MAX_CLAIM - 30), SCORES) == DECLINED


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\u202e", "\u200b", "🦊", '"', "(", "\ud800"])
def test_a_sign_that_says_nothing_changes_no_verdict(sign: str) -> None:
    assert judged(f"Alpha {sign} outperforms Borvo on SST.", SCORES) in ("supported", DECLINED)
    assert judged(f"Borvo {sign} outperforms Alpha on SST.", SCORES) in ("contradicted", DECLINED)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                "Alpha Borvo SST MRPC Avg outperforms not but than 2.1 points % all of two three best from to by respectively , ; and ( ) "
                "the between highest second ranks more less times average without no each".split()
            ),
            st.text(max_size=4),
        ),
        max_size=14,
    )
)
def test_no_sentence_is_an_exception(words: list[str]) -> None:
    assert judged(" ".join(words), SCORES) in (DECLINED, YES, NO, "distorted", "not checkable")


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_no_label_breaks_out_of_its_test(one: str, other: str, column: str) -> None:
    tables = _of_labels([one, other], [column, "Alpha"])
    for sentence in (f"{one} outperforms {other} on {column}.", f"{one} reaches 0 on {column}.", f"{one} is the best on {column}."):
        compiled = compile_claim(sentence, tables)
        if compiled.test:
            assert write_expression(read_test(compiled.test)) == compiled.test
            outcome = run_test(compiled.test, tables.measurements)
            assert {row.row for row in outcome.rows} <= {row.row for row in tables.measurements}


def _of_labels(rows: Sequence[str], columns: Sequence[str]) -> Tables:
    from synth.measurements import Measurement, join_path

    values = iter(range(10, 10 + len(rows) * len(columns)))
    return lay_out(
        [
            Measurement(
                source="s",
                origin="parsed",
                value=(value := float(next(values))),
                low=value - 0.5,
                high=value + 0.5,
                table="Table 1",
                row=join_path([row]),
                column=join_path([column]),
            )
            for row in rows
            for column in columns
        ]
    )


@pytest.mark.parametrize("name", ['A"B', "f(x)", "a/b", "x \\ y", "GPT-4 (0-shot)", "[SEP]", "A'B", "α-β", "a == b", "x / y"])
def test_a_name_with_signs_of_the_test_language_is_one_name(name: str) -> None:
    tables = _of_labels([name, "Quux", "Zulu"], ["SST", "MRPC"])
    outcome = run_test(compile_claim(f"{name} is behind Zulu on SST.", tables).test, tables.measurements)
    assert (outcome.judgement, len(outcome.rows)) == ("supported", 2)
