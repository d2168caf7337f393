"""No claim is cut off: what stops in mid-sentence cannot be checked.

Looks at: the end of each claim of the table, and whether the unended ones share a length, as a limit on characters makes them do.
Cannot know: how a cut claim went on; a claim that happens to end at a full stop before the limit may still lack what came after.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.endings import find_cuts
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, table_claims
from synth.records import Place, Report

CODE = "A102"
NAME = "every-claim-is-whole"

EXAMPLES = {
    "red": example(claims=(*SOUND.claims, claim("The gain is largest for problems that ask for more than one step of arith"))),
    "yellow": example(claims=(claim("Gain on GSM8K: 3.1 points"), claim("Holds at 1B and 7B"))),
    "green": example(),
    "na": example(claims=()),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rated = table_claims(report)
    if not rated:
        yield Outcome("na")
        return
    cuts = find_cuts([one.text for _, one in rated])
    at_length = f", at about {cuts.length} characters" if cuts.length else ""
    for index in cuts.cut:
        at, one = rated[index]
        figures = {"length": len(one.text), "of": len(rated), "cut": len(cuts.cut), "limit": at_length, "ending": one.text[-30:]}
        yield Outcome("red", figures, Place(line=claim_line(report, at), claim=at), one.text)
    if cuts.open:
        yield Outcome("yellow", {"open": len(cuts.open), "of": len(rated)}, key="open")
    if not cuts.cut and not cuts.open:
        yield Outcome("green", {"of": len(rated)})


WORDS = {
    "red": "Cut off after {length} characters, at “…{ending}”. {cut} of {of} claims are cut off{limit}.",
    "yellow": "{open} of {of} claims have no full stop; the maker may not write any, so they are not called cut off.",
    "green": "All {of} claims end as sentences do.",
    "na": "The report has no table of claims.",
}
