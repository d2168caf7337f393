"""The run: originals and mutants through the compiler and its tests, beside what their own tests say.

A mutant is *false* where its own test is contradicted, or distorted: then the figure is not what the printed cells give. Mutants that stay
true are left out, and so are those whose truth the table does not decide. Of the false ones, *detected* is contradicted or distorted,
*missed* is supported, and *declined* is everything else: no test was made, or it could not be checked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Literal, NamedTuple

from synth.claims.expressions import ExpressionError
from synth.claims.language import compile_claim
from synth.claims.layouts import Tables
from synth.claims.tests import TautologyError, run_test
from synth.measurements import Measurement

from .mutators import MUTATORS, OTHER_VERSION
from .originals import Original, read_originals

MOST = 2  # false mutants of one kind from one original, so that no table with many labels weighs more than the others
Z = 1.96  # of a 95 % interval

Found = Literal["supported", "contradicted", "distorted", "not checkable"]


class Mutant(NamedTuple):
    """A sentence that was made false, and the test that says so."""

    original: Original
    kind: str
    text: str
    test: str
    of_other: bool  # held against the paper's other version

    @property
    def tables(self) -> Tables:
        tables = self.original.paper.other if self.of_other else self.original.paper.tables
        assert tables is not None
        return tables

    @property
    def rows(self) -> list[Measurement]:
        """The numbers of the table that it is about, in the version that it is held against."""
        return self.original.rows(other=self.of_other)


class Judged(NamedTuple):
    """What the compiler and its test made of a sentence."""

    found: Found
    test: str
    why: str  # it was declined, or is not checkable


def truth_of(test: str, rows: Sequence[Measurement]) -> Found:
    """What a test of our own says; a test that is none is an error in the originals and is not caught, unless the table makes it one."""
    try:
        return run_test(test, rows).judgement
    except TautologyError:
        return "not checkable"


def false_mutants(originals: Iterable[Original]) -> list[Mutant]:
    """Every mutant that is false by its own test, at most MOST of a kind from one original, each sentence once."""
    return [mutant for original in originals for kind in MUTATORS for mutant in _of_kind(original, kind)]


def _of_kind(original: Original, kind: str) -> list[Mutant]:
    other = kind == OTHER_VERSION
    found: dict[str, Mutant] = {}
    for changed in MUTATORS[kind](original):
        mutant = Mutant(original, kind, original.said(changed), original.tested(changed), other)
        if (other or mutant.text != original.said()) and truth_of(mutant.test, mutant.rows) in ("contradicted", "distorted"):
            found.setdefault(mutant.text, mutant)
    listed = list(found.values())
    Random(f"{original.name} {kind}").shuffle(listed)
    return listed[:MOST]


def judge(text: str, tables: Tables) -> Judged:
    """What is said of a sentence by the compiler and the test that it makes."""
    compiled = compile_claim(text, tables)
    if not compiled.test:
        return Judged("not checkable", "", compiled.declined)
    try:
        outcome = run_test(compiled.test, tables.measurements)
    except (ExpressionError, TautologyError) as refused:
        return Judged("not checkable", compiled.test, str(refused))
    return Judged(outcome.judgement, compiled.test, outcome.missing)


class Run(NamedTuple):
    """All originals and all false mutants, each with what was made of it."""

    originals: tuple[tuple[Original, Judged], ...]
    mutants: tuple[tuple[Mutant, Judged], ...]


def run_suite() -> Run:
    """The whole suite once."""
    originals = read_originals()
    return Run(
        tuple((one, judge(one.said(), one.paper.tables)) for one in originals),
        tuple((one, judge(one.text, one.tables)) for one in false_mutants(originals)),
    )


# --- figures -----------------------------------------------------------------------------------------------------


class Score(NamedTuple):
    """How many sentences there are, and how many were detected, missed and declined."""

    all: int
    detected: int
    missed: int
    declined: int
    originals: int = 0  # from how many originals they are made

    @property
    def answered(self) -> int:
        return self.detected + self.missed


def score(judged: Iterable[tuple[Mutant, Judged]]) -> Score:
    """The counts over some mutants."""
    listed = list(judged)
    counts = Counter(one.found for _, one in listed)
    detected = counts["contradicted"] + counts["distorted"]
    return Score(len(listed), detected, counts["supported"], counts["not checkable"], len({mutant.original.name for mutant, _ in listed}))


def by_kind(run: Run) -> dict[str, Score]:
    """The counts of each kind of mutant, in the order of the kinds."""
    return {kind: score(pair for pair in run.mutants if pair[0].kind == kind) for kind in MUTATORS}


def of_read(run: Run) -> list[tuple[Mutant, Judged]]:
    """The mutants of those originals that were found supported: others may be detected for a wrong reason."""
    read = {original.name for original, judged in run.originals if judged.found == "supported"}
    return [pair for pair in run.mutants if pair[0].original.name in read]


def false_alarms(run: Run) -> list[tuple[Original, Judged]]:
    """The true sentences that were called false."""
    return [pair for pair in run.originals if pair[1].found in ("contradicted", "distorted")]


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """A share with its 95 % interval, in percent."""
    share = hits / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / (1 + Z * Z / of)
    return 100 * share, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
