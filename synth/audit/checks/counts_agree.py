"""The counts a report states are the counts of its own table.

Looks at: the claims extracted and verified as stated in the Results, against the rows and ticks of the table of claims; and the papers
and the quality score, which Methodology and Results both state.
Cannot know: whether papers were really retrieved, or claims really verified; it compares the report with itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.stated import figures_of, line_of, table_claims
from synth.records import Place, Report, StatedFigures

CODE = "A101"
NAME = "counts-agree-with-the-table"

EXAMPLES = {
    "red": example(results=StatedFigures(papers=2, extracted=5, verified=5)),
    "green": example(),
    "na": example(results=StatedFigures(), methodology=StatedFigures()),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    methodology, results = figures_of(report)
    rated = [claim for _, claim in table_claims(report)]
    marks = [claim.stated.verified for claim in rated if claim.stated.verified is not None]
    pairs = [
        ("claims extracted", results.extracted, "rows in the table of claims", len(rated) or None),
        ("claims verified", results.verified, "ticks in the table of claims", sum(marks) if marks else None),
        ("papers in the Results", results.papers, "papers in the Methodology", methodology.papers),
        ("quality score in the Results", results.quality, "quality score in the Methodology", methodology.quality),
    ]
    compared = [pair for pair in pairs if pair[1] is not None and pair[3] is not None]
    wrong = [pair for pair in compared if pair[1] != pair[3]]
    place = Place(line=line_of(report, "results"))
    for what, stated, against, found in wrong:
        yield Outcome("red", {"what": what, "stated": stated, "against": against, "found": found}, place, what)
    if not wrong:
        yield Outcome("green" if compared else "na", {"compared": len(compared)}, place)


WORDS = {
    "red": "States {stated} {what}, but has {found} {against}.",
    "green": "All {compared} counts that can be compared agree.",
    "na": "The report states no count that can be compared with a table of its own.",
}
