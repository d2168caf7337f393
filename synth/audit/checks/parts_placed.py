"""Every part of the file has its place in a report.

Looks at: what the importer could not place: rows with missing columns, text in the table or the references that is neither; and whether
the sidecar, where there is one, could be read.
Cannot know: whether the maker or a later conversion left it so.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import report as example
from synth.audit.sidecars import of_sidecar
from synth.records import Passage, Place, Problem, Report

CODE = "A002"
NAME = "every-part-is-placed"

EXAMPLES = {
    "yellow": example(problems=(Problem(line=31, what="a row of the table of claims has 2 columns where its heading has 3"),)),
    "green": example(),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    for problem in report.problems:
        if of_sidecar(problem):  # another file, whose lines are not lines of this one
            yield Outcome("yellow", {"what": problem.what[:1].upper() + problem.what[1:]}, key=problem.what)
        else:
            yield Outcome("yellow", {"what": f"Line {problem.line}: {problem.what}"}, Place(line=problem.line), problem.what)
    told = {problem.line for problem in report.problems if not of_sidecar(problem)}
    loose = [passage for passage in report.unplaced if passage.line not in told]
    if loose:
        where = f"{len(loose)} passages belong to no part of a report; the first begins: {_beginning(loose[0])}"
        yield Outcome("yellow", {"what": where}, Place(line=loose[0].line), "unplaced")
    if not report.problems and not loose:
        yield Outcome("green")


def _beginning(passage: Passage) -> str:
    return passage.text if len(passage.text) <= 60 else passage.text[:57] + "..."


WORDS = {
    "yellow": "{what}.",
    "green": "All of the file was placed.",
}
