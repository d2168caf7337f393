"""The abstract is not that of a work the report cites.

Looks at: the abstracts of the cited works, where they are at hand: the report's abstract is compared with the beginning of each.
Cannot know: anything without those abstracts; a rewording is not found.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.stated import line_of
from synth.records import Place, Report

CODE = "A106"
NAME = "the-abstract-is-not-copied"
COPIED = 0.9  # share of the abstract's words, in order, that the work's abstract has too; a quotation of a sentence or two stays below

COPY = "We ask whether pretraining on code helps with mathematics. On GSM8K accuracy rises by 3.1 points. The gain holds at two sizes."
INPUTS = Inputs(abstracts={"arXiv:2401.00001v1": COPY, "arXiv:2401.00002v3": "Longer training removes what pretraining on code had given."})
EXAMPLES = {
    "red": example(abstract=COPY[:100]),
    "green": example(),
    "na": example(references=()),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    cited = [reference.source.name for reference in report.references if reference.source]
    at_hand = [name for name in cited if name in inputs.abstracts]
    if not report.abstract or not at_hand:
        why = "None of the abstracts of the cited works is at hand" if report.abstract else "The report has no abstract"
        yield Outcome("na", {"why": why})
        return
    mine = report.abstract.casefold().split()
    for name in at_hand:
        share = _shared(mine, inputs.abstracts[name].casefold().split())
        if share >= COPIED:
            yield Outcome("red", {"work": name, "percent": round(100 * share)}, Place(line=line_of(report, "abstract")), name)
            return
    yield Outcome("green", {"compared": len(at_hand), "cited": len(cited)})


def _shared(mine: list[str], work: list[str]) -> float:
    """The share of my words that stand in the work's abstract in the same order; a cut last word counts as the word it begins."""
    from rapidfuzz.distance import LCSseq

    if mine and not mine[-1].endswith((".", "!", "?")):
        mine = mine[:-1]
    return LCSseq.similarity(mine, work) / len(mine) if mine else 0.0


WORDS = {
    "red": "{percent} % of the abstract's words are, in order, the abstract of {work}.",
    "green": "Not the abstract of any of the {compared} cited works whose abstract is at hand ({cited} cited).",
    "na": "{why}.",
}
