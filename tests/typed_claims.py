"""Sentences over typed tables, for tests: what the compiler makes of a claim, and what the table then says of it."""

from __future__ import annotations

from collections.abc import Sequence

from made_tables import made_document, made_table

from synth.claims.language import Compiled, compile_claim
from synth.claims.layouts import Tables, lay_out
from synth.claims.tests import run_test
from synth.reading.measured import measurements_of

DECLINED = "declined"
YES, NO = "supported", "contradicted"


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


# --- tables that sentences are held against ------------------------------------------------------------------------

SCORES = read_tables(
    """Model | SST | MRPC | CoLA | Avg
Alpha | 90.1 | 80.2 | 60.3 | 76.9
Borvo | 88.0 | 82.5 | 55.1 | 75.2
Cindex | 85.4 | 79.9 | 50.0 | 71.8
Damas | 91.2 | 78.0 | 52.4 | 73.9""",
    captions=["Table 1: Accuracy on three tasks."],
)
ABLATION = read_tables(
    """Model | WER
Full | 5.1
- attention | 6.4
- gate | 5.9""",
    captions=["Table 1: What is taken away."],
)
CHANGES = read_tables(
    """Task | XNLI | MLQA | Avg
none | 70.0 | 60.0 | 65.0
squad | +1.2 | +3.0 | +2.1
mnli | -1.0 | +0.2 | -0.4
ccg | -2.1 | -3.3 | -2.7""",
    captions=["Table 1: Scores without intermediate training, and changes by it."],
)
SHARES = read_tables("""Model | Precision | Recall
Alpha | 0.912 | 0.871
Borvo | 0.852 | 0.903""")
SIZES = read_tables("""Corpus | Tokens (M) | Vocabulary
Uppland | 12.4 | 41000
Skaraborg | 31.0 | 20500
Dalarna | 6.2 | 10250""")
LENGTHS = read_tables("""Corpus | Length | Depth
Uppland | 20.1 | 4.0
Skaraborg | 15.3 | 6.5
Dalarna | 18.0 | 5.0""")
SPEEDS = read_tables("""Model | Accuracy | Latency (ms)
Alpha | 81.0 | 12
Borvo | 85.0 | 48
Cindex | 83.0 | 24""")
