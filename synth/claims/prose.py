"""A paper's sentences against its own tables: each that compiles to a test, run on the cells of the paper that says it; and each figure.

A sentence whose figure is nearly what the table gives is a slip. One that is far from it is rather a sentence about something else, which
was read wrong, and is told apart: it is counted, and is no finding.

Of a sentence that the compiler declines only its figures are looked at, and only what nearly fits is told (`misprints`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from synth.claims.language import compile_claim
from synth.claims.layouts import Tables
from synth.claims.misprints import near_figures
from synth.claims.selecting import Rows
from synth.claims.tests import Outcome, TautologyError, run_test
from synth.records import Document, Passage

NEAR = 2  # units of the figure's last decimal: slips of rounding and of a last digit, as papers have them, are no further off


class Held(NamedTuple):
    """One sentence against the tables of its paper."""

    sentence: Passage
    outcome: Outcome
    near: bool  # whether what the table gives is near enough for a slip


class Undecided(NamedTuple):
    """One sentence that became a test, and why the tables of its paper do not decide it."""

    sentence: Passage
    test: str
    why: str


class Prose(NamedTuple):
    """The sentences that carry a figure, how many became tests, and those that the tables do not bear out, or do not decide."""

    sentences: int
    compiled: int
    supported: int
    against: tuple[Held, ...]
    undecided: tuple[Undecided, ...] = ()

    @property
    def slips(self) -> tuple[Held, ...]:
        return tuple(held for held in self.against if held.near)


def prose_of(document: Document, tables: Tables) -> Prose:
    """What the sentences of a document say of its own tables."""
    table = Rows(tables.measurements)
    numbered = [sentence for sentence in document.sentences if any(sign.isdecimal() for sign in sentence.text)]
    compiled = supported = 0
    against: list[Held] = []
    undecided: list[Undecided] = []
    for sentence in numbered:
        found: list[Held] = []
        if test := compile_claim(sentence.text, tables).test:
            compiled += 1
            outcome = _outcome(test, table)
            supported += outcome is not None and outcome.judgement == "supported"
            if outcome and outcome.judgement in ("contradicted", "distorted"):
                found.append(Held(sentence, outcome, _is_near(outcome, sentence.text)))
            elif outcome is None or outcome.judgement != "supported":
                undecided.append(Undecided(sentence, test, outcome.sentence if outcome else "The test holds whatever the numbers are."))
        if not any(held.near for held in found):
            outcomes = [_outcome(one.test, table) for one in near_figures(sentence.text, tables)]
            found += [Held(sentence, outcome, True) for outcome in outcomes if outcome and outcome.judgement != "supported"]
        against += found
    return Prose(len(numbered), compiled, supported, tuple(against), tuple(undecided))


def _outcome(test: str, table: Rows) -> Outcome | None:
    """What a test gives; None where it says nothing."""
    try:
        return run_test(test, table)
    except TautologyError:
        return None


def _is_near(outcome: Outcome, sentence: str) -> bool:
    """Whether every comparison of the test that fails is of a figure of the sentence with something near to it."""
    failed = [step for step in outcome.steps if not step.holds] or [step for step in outcome.steps if step.sign == "=="]
    return bool(failed) and all(step.sign == "==" and _is_slip(step.left, step.right, sentence) for step in failed)


def _is_slip(left: str, right: str, sentence: str) -> bool:
    found, stated = (side.partition(" (")[0] for side in (left, right))
    decimals = len(stated.partition(".")[2])
    return decimals > 0 and stated in sentence and abs(Decimal(found) - Decimal(stated)) <= NEAR * Decimal(10) ** -decimals
