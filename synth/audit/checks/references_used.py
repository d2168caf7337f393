"""Every reference is used.

Looks at: citations in the text and in the claims, and the references that none of them points to.
Cannot know: whether a citation that is there supports its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import reference_line
from synth.records import Place, Report

CODE = "A304"
NAME = "every-reference-is-used"

EXAMPLES = {
    "yellow": example(),
    "green": example(claims=(claim("The gain is 3.1 points.", cites=(0, 1)), *SOUND.claims)),
    "na": example(references=()),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    used = {at for one in report.claims for at in one.cites} | {at for citation in report.citations for at in citation.references}
    unused = [at for at in range(len(report.references)) if at not in used]
    of = len(report.references)
    if not of:
        yield Outcome("na")
    elif len(unused) == of:
        yield Outcome(
            "yellow", {"says": f"None of the {of} references is cited anywhere in the report"}, Place(line=reference_line(report, 0)), "all"
        )
    elif not unused:
        yield Outcome("green", {"of": of})
    for at in unused if len(unused) < of else ():
        reference = report.references[at]
        place = Place(line=reference_line(report, at), reference=at)
        yield Outcome("yellow", {"says": f"Never cited (one of {len(unused)} of {of}): {reference.text[:80]}"}, place, reference.text)


WORDS = {
    "yellow": "{says}.",
    "green": "All {of} references are cited.",
    "na": "The report lists no references.",
}
