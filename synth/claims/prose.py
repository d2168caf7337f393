"""A paper's sentences against its own tables: each that compiles to a test, run on the cells of the paper that says it.

A sentence whose figure is nearly what the table gives is a slip. One that is far from it is rather a sentence about something else, which
was read wrong, and is told apart: it is counted, and is no finding.

What is not done: no sentence is judged that the compiler of sentences declines.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from synth.claims.selecting import Rows
from synth.claims.tests import Outcome, TautologyError, run_test
from synth.measurements import Measurement
from synth.records import Document, Passage

NEAR = 2  # units of the figure's last decimal: slips of rounding and of a last digit, as papers have them, are no further off

Reader = Callable[[str], str]  # a sentence becomes a test, or nothing


class Held(NamedTuple):
    """One sentence against the tables of its paper."""

    sentence: Passage
    outcome: Outcome
    near: bool  # whether what the table gives is near enough for a slip


class Prose(NamedTuple):
    """The sentences that carry a figure, how many became tests, and those that the tables do not bear out."""

    sentences: int
    compiled: int
    supported: int
    against: tuple[Held, ...]

    @property
    def slips(self) -> tuple[Held, ...]:
        return tuple(held for held in self.against if held.near)


def prose_of(document: Document, rows: tuple[Measurement, ...], reader: Reader) -> Prose:
    """What the sentences of a document say of its own tables."""
    table = Rows(rows)
    numbered = [sentence for sentence in document.sentences if any(sign.isdecimal() for sign in sentence.text)]
    compiled = supported = 0
    against: list[Held] = []
    for sentence in numbered:
        if not (test := reader(sentence.text)):
            continue
        compiled += 1
        try:
            outcome = run_test(test, table)
        except TautologyError:
            continue
        supported += outcome.judgement == "supported"
        if outcome.judgement in ("contradicted", "distorted"):
            against.append(Held(sentence, outcome, _is_near(outcome, sentence.text)))
    return Prose(len(numbered), compiled, supported, tuple(against))


def _is_near(outcome: Outcome, sentence: str) -> bool:
    """Whether every comparison of the test that fails is of a figure of the sentence with something near to it."""
    failed = [step for step in outcome.steps if not step.holds] or [step for step in outcome.steps if step.sign == "=="]
    return bool(failed) and all(step.sign == "==" and _is_slip(step.left, step.right, sentence) for step in failed)


def _is_slip(left: str, right: str, sentence: str) -> bool:
    found, stated = (side.partition(" (")[0] for side in (left, right))
    decimals = len(stated.partition(".")[2])
    return stated in sentence and abs(Decimal(found) - Decimal(stated)) <= NEAR * Decimal(10) ** -decimals
