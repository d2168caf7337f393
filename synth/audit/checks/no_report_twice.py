"""A report is not another report again under a new title.

Looks at: the title, the question, the claims and the prose of all reports given, as runs of three words. Two reports are near duplicates
when they share at least half of all the runs that either has, so that about two thirds of each stand in the other: the same
claims under another question, a table with a few claims changed, a paragraph rewritten. The abstract is not looked at (A104 does), nor the
confidence, nor the references; where ten or more reports are compared, nor are paragraphs that stand in more than half of them.
Cannot know: which of two came first, whether one was allowed to repeat the other, and whether two say the same in other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.likeness import alike
from synth.audit.result import Group
from synth.audit.stated import line_of
from synth.records import Finding, Place, Report

CODE = "A501"
NAME = "no-report-is-written-twice"
SCOPE = "corpus"

_OTHER = example(
    title="What does retrieval add to small language models?",
    question="Does retrieval raise the exact match of models under 1B parameters on open questions?",
    claims=(claim("Retrieval of ten passages raises exact match by 6 points."), claim("A second hop of retrieval adds nothing to that.")),
)

EXAMPLES = {
    "red": (SOUND, SOUND),
    "yellow": (SOUND, example(question="How much does pretraining on code help with problems in words?")),
    "green": (SOUND, _OTHER),
    "na": SOUND,
}


def look(reports: Sequence[Report], inputs: Inputs) -> Iterator[tuple[int, Outcome]]:
    found, short = alike(reports)
    numbers: dict[int, int] = {}
    for at, report in enumerate(reports):
        place = Place(line=line_of(report, "title"))
        if at in found:
            group, nearest, similarity, same = found[at]
            other, number = _name(reports, nearest), numbers.setdefault(group, len(numbers) + 1)
            figures = {
                "other": other,
                "similarity": round(similarity, 4),
                "percent": int(100 * similarity),
                "group": number,
            }
            yield at, Outcome("red" if same else "yellow", figures, place, other)
        elif len(reports) == 1 or at in short:
            yield at, Outcome("na", {"why": "says too little to be compared" if at in short else "is the only one"}, place)
        else:
            yield at, Outcome("green", {"others": len(reports) - 1 - len(short)}, place)


def groups_of(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The groups that the findings of this check name, in the order of their numbers. Other findings are passed over."""
    members: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.code == CODE and "group" in finding.figures:
            members.setdefault(finding.figures["group"], []).append(finding)
    return tuple(
        Group(reports=tuple(one.report for one in group), similarity=min(one.figures["similarity"] for one in group))
        for _, group in sorted(members.items())
    )


def _name(reports: Sequence[Report], at: int) -> str:
    """The file's name, where there is one: where it lies is not the report's business."""
    read_from = reports[at].read_from
    return read_from.file if read_from else f"report {at + 1}"


WORDS = {
    "red": "Word for word the same as {other}: title, question, claims and prose.",
    "yellow": "Nearly the same as {other}: {percent} % of the three-word runs in their titles, claims and prose stand in both.",
    "green": "None of the {others} other reports says nearly the same.",
    "na": "This report {why}.",
}
