"""The abstract is the report's own, and not shared with reports on other questions.

Looks at: abstracts that are the same text, but for spacing and case, in reports whose titles or questions differ.
Cannot know: where a shared abstract was taken from; A106 says so where the abstracts of cited works are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.stated import line_of
from synth.records import Place, Report

CODE = "A104"
NAME = "the-abstract-is-its-own"
SCOPE = "corpus"

EXAMPLES = {
    "red": (example(), example(title="Does code help with proofs?", question="Does pretraining on code help with proofs?")),
    "green": (example(), example(title="Proofs", abstract="Six papers on proofs were read. Code helps with two kinds of them.")),
    "na": (example(abstract=""), example(abstract="")),
}


def look(reports: Sequence[Report], inputs: Inputs) -> Iterator[tuple[int, Outcome]]:
    shared: dict[str, list[tuple[str, str]]] = {}
    for report in reports:
        if abstract := _normalised(report.abstract):
            shared.setdefault(abstract, []).append((report.title, report.question))
    for at, report in enumerate(reports):
        abstract = _normalised(report.abstract)
        if not abstract:
            yield at, Outcome("na", {"why": "The report has no abstract"})
        elif len(reports) < 2:
            yield at, Outcome("na", {"why": "There is no other report to compare with"})
        elif len(set(shared[abstract])) > 1:
            figures = {"reports": len(shared[abstract]), "of": len(reports)}
            yield at, Outcome("red", figures, Place(line=line_of(report, "abstract")), "abstract")
        else:
            yield at, Outcome("green", {"others": len(reports) - 1})


def _normalised(abstract: str) -> str:
    return " ".join(abstract.casefold().split())


WORDS = {
    "red": "The same abstract stands in {reports} of {of} reports; it cannot be about each of them.",
    "green": "None of {others} other reports, on another question, has this abstract.",
    "na": "{why}.",
}
