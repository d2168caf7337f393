"""Claims against papers and measurements in one call: what `synth check` does, for use from Python.

from synth import check_claims
from synth.published import read_published

(checked,) = check_claims(["XLM-R Large reaches 79.2 on XNLI."], rows=read_published())
print(checked.stands)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synth.claims.bodies import Body, Shelf, names_of
from synth.claims.checking import CheckedClaim, Compiled, Compiler, check_claim
from synth.claims.language import compile_claim
from synth.claims.layouts import Tables, lay_out
from synth.measurements import Measurement
from synth.reading.measured import measurements_of
from synth.records import Claim, ClaimFile, Document

WITHOUT_LABELS = (
    "its numbers come without rows and columns, by which a sentence is read; a test may ask for them: "
    'cell(model="…", target="…", language="…")'
)


def check_claims(
    claims: Iterable[str | Claim | ClaimFile], *, rows: Iterable[Measurement] = (), documents: Sequence[Document] = ()
) -> list[CheckedClaim]:
    """Each claim, a sentence or a record, with its atoms checked against measurements and the tables of papers."""
    names, titles = names_of(documents)
    shelf = Shelf([*rows, *(row for document in documents for row in measurements_of(document))], names, titles)
    compiler = compiler_over(documents)
    listed = [Claim(text=claim) if isinstance(claim, str) else claim for claim in claims]
    return [check_claim(claim, shelf, compiler=compiler) for claim in listed]


def compiler_over(documents: Sequence[Document] = ()) -> Compiler:
    """What makes tests of sentences over the tables of a body; with its captions and bold marks, where its document is at hand."""
    by_source = {row.source: document for document in documents for row in measurements_of(document)[:1]}
    laid: dict[int, Tables] = {}

    def compiled(text: str, body: Body) -> Compiled:
        if id(body) not in laid:
            listed = body.rows.rows
            laid[id(body)] = lay_out(listed, by_source.get(listed[0].source) if listed else None)
        made = compile_claim(text, laid[id(body)])
        if not made.test and body.rows.rows and not laid[id(body)].layouts:
            return Compiled(why=WITHOUT_LABELS)
        return Compiled(made.test, made.reading, made.declined)

    return compiled
