"""The papers that were retrieved are listed.

Looks at: the number of papers the report says it retrieved, against the number of references it lists.
Cannot know: which papers were read and left out, and whether they were left out with reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.stated import figures_of, line_of
from synth.records import Place, Report, StatedFigures

CODE = "A303"
NAME = "papers-retrieved-are-listed"

EXAMPLES = {
    "red": example(references=()),
    "yellow": example(results=StatedFigures(papers=12), methodology=StatedFigures(papers=12)),
    "green": example(),
    "na": example(results=StatedFigures(), methodology=StatedFigures()),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    methodology, results = figures_of(report)
    papers = results.papers if results.papers is not None else methodology.papers
    listed = len(report.references)
    if papers is None:
        yield Outcome("na")
        return
    light = "green" if listed >= papers else "yellow" if listed else "red"
    line = line_of(report, "results" if results.papers is not None else "methodology")
    yield Outcome(light, {"papers": papers, "listed": listed, "missing": papers - listed}, Place(line=line), "papers")  # type: ignore[arg-type]


WORDS = {
    "red": "States that {papers} papers were retrieved, and lists none.",
    "yellow": "Lists {listed} of the {papers} papers it says were retrieved; {missing} cannot be looked up.",
    "green": "Lists {listed} references for {papers} papers retrieved.",
    "na": "The report does not say how many papers were retrieved.",
}
