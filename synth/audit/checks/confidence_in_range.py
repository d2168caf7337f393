"""Every stated confidence is a number between 0 and 1.

Looks at: the confidence of each claim as printed; percent counts as a number.
Cannot know: what the maker means by the number.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, table_claims
from synth.records import Claim, Place, Report, Stated

CODE = "A003"
NAME = "confidence-is-between-0-and-1"

EXAMPLES = {
    "red": example(claims=(*SOUND.claims, claim("The gain is largest in algebra.", confidence=1.7))),
    "yellow": example(claims=(*SOUND.claims, Claim(text="The gain is largest in algebra.", stated=Stated(verified=True, words="n/a")))),
    "green": example(),
    "na": example(claims=(claim("The gain is largest in algebra.", confidence=None),)),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rated = table_claims(report)
    with_confidence = [(at, one.stated) for at, one in rated if one.stated.share is not None]
    missing = bool(with_confidence) or any(one.stated.words for _, one in rated)
    good = 0
    for at, one in rated:
        place = Place(line=claim_line(report, at), claim=at)
        share = one.stated.share
        if share is not None and 0 <= share <= 1:
            good += 1
        elif share is not None:
            yield Outcome("red", {"printed": f"{one.stated.confidence:g}{one.stated.unit}"}, place, one.text)
        elif missing:
            yield Outcome("yellow", {"printed": f"'{one.stated.words}'" if one.stated.words else "nothing"}, place, one.text)
    if good == len(rated) and rated:
        yield Outcome("green", {"n": good})
    elif not missing:
        yield Outcome("na")


WORDS = {
    "red": "States a confidence of {printed}, which is no share of anything.",
    "yellow": "States {printed} where a confidence should stand.",
    "green": "All {n} confidences are numbers between 0 and 1.",
    "na": "The report states no confidence.",
}
