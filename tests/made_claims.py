"""Sentences judged over tables typed as text, for tests of the compiler's rules."""

from __future__ import annotations

from made_tables import made_document, made_table

from synth.claims.language import Compiled, compile_claim
from synth.claims.layouts import Tables, lay_out
from synth.claims.tests import run_test
from synth.reading.measured import measurements_of


def laid_out(*typed: tuple[str, str]) -> Tables:
    """Tables from captions and grids."""
    made = [made_table(grid, label=f"Table {at}", caption=caption) for at, (caption, grid) in enumerate(typed, 1)]
    document = made_document(*made)
    return lay_out(measurements_of(document), document)


def compiled(text: str, *typed: tuple[str, str]) -> Compiled:
    return compile_claim(text, laid_out(*typed))


def judged(text: str, *typed: tuple[str, str]) -> str:
    """What the tables say of a sentence; `declined` where no test is made of it."""
    tables = laid_out(*typed)
    test = compile_claim(text, tables).test
    return run_test(test, tables.measurements).judgement if test else "declined"
