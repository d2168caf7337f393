"""The abstract is whole.

Looks at: how the abstract ends.
Cannot know: whether sentences are missing from an abstract that ends well.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.endings import is_ended
from synth.audit.example import report as example
from synth.audit.stated import line_of
from synth.records import Place, Report

CODE = "A103"
NAME = "the-abstract-is-whole"

EXAMPLES = {
    "red": example(abstract="Four papers were read. Pretraining on code helps on GSM8K, and longer train"),
    "green": example(),
    "na": example(abstract=""),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    abstract = report.abstract.strip()
    if not abstract:
        yield Outcome("na")
    elif is_ended(abstract):
        yield Outcome("green")
    else:
        figures = {"length": len(abstract), "ending": abstract[-30:]}
        yield Outcome("red", figures, Place(line=line_of(report, "abstract")), "abstract")


WORDS = {
    "red": "The abstract is cut off after {length} characters, at “…{ending}”.",
    "green": "The abstract ends as a sentence does.",
    "na": "The report has no abstract.",
}
