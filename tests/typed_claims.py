"""Sentences over typed tables, for tests: what the compiler makes of a claim, and what the table then says of it."""

from __future__ import annotations

from collections.abc import Sequence

from made_tables import made_document, made_table

from synth.claims.language import Compiled, compile_claim
from synth.claims.layouts import Tables, lay_out
from synth.claims.tests import run_test
from synth.reading.measured import measurements_of

DECLINED = "declined"


def read_tables(*texts: str, captions: Sequence[str] = ()) -> Tables:
    """The tables typed as `made_table` has them, named Table 1, Table 2 and so on, as they come out of a paper that was read."""
    said = [*captions, *[""] * (len(texts) - len(captions))]
    document = made_document(
        *(made_table(text, label=f"Table {at}", caption=caption) for at, (text, caption) in enumerate(zip(texts, said, strict=True), 1))
    )
    return lay_out(measurements_of(document), document)


def read_claim(sentence: str, tables: Tables) -> Compiled:
    return compile_claim(sentence, tables)


def judged(sentence: str, tables: Tables) -> str:
    """What the tables say of a sentence, by the test that it makes; `DECLINED` where it makes none."""
    compiled = compile_claim(sentence, tables)
    assert bool(compiled.test) != bool(compiled.declined), compiled
    return run_test(compiled.test, tables.measurements).judgement if compiled.test else DECLINED
