"""The same claim has the same score wherever it is stated.

Looks at: claims of the tables that are the same text, but for spacing and case, in one report or in several.
Cannot know: which of the scores is meant; claims reworded or cut at another length are taken for different ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, table_claims
from synth.records import Claim, Place, Report

CODE = "A201"
NAME = "one-claim-has-one-score"
SCOPE = "corpus"

_OTHERS = SOUND.claims[1:]
EXAMPLES = {
    "red": (example(), example(claims=(claim(SOUND.claims[0].text, False, 0.91), *_OTHERS))),
    "yellow": (example(), example(claims=(claim(SOUND.claims[0].text, True, 0.74), *_OTHERS))),
    "green": (example(), example()),
    "na": (example(), example(claims=(claim("Code helps with proofs."),))),
}


def look(reports: Sequence[Report], inputs: Inputs) -> Iterator[tuple[int, Outcome]]:
    places = same_claims(reports)
    for at, report in enumerate(reports):
        recurring = 0
        differing = False
        for index, one in table_claims(report):
            stated = places[key_of(one.text)]
            if len(stated) < 2:
                continue
            recurring += 1
            shares = [share for _, other in stated if (share := other.stated.share) is not None]
            ticks = {other.stated.verified for _, other in stated if other.stated.verified is not None}
            if len(ticks) < 2 and len(set(shares)) < 2:
                continue
            differing = True
            figures = {
                "times": len(stated),
                "low": min(shares, default=None),
                "high": max(shares, default=None),
                "difference": round(max(shares) - min(shares), 6) if shares else None,
                "span": " to ".join(f"{share:.2f}" for share in (min(shares), max(shares))) if shares else "not stated",
                "here": "none" if one.stated.share is None else f"{one.stated.share:.2f}",
            }
            yield at, Outcome("red" if len(ticks) > 1 else "yellow", figures, Place(line=claim_line(report, index), claim=index), one.text)
        if not differing:
            yield at, Outcome("green" if recurring else "na", {"recurring": recurring})


def same_claims(reports: Sequence[Report]) -> dict[str, list[tuple[int, Claim]]]:
    """Where each claim is stated, by its text: the report's position, and the claim with what is stated of it there."""
    places: dict[str, list[tuple[int, Claim]]] = {}
    for at, report in enumerate(reports):
        for _, one in table_claims(report):
            places.setdefault(key_of(one.text), []).append((at, one))
    return places


def key_of(text: str) -> str:
    """What makes two claims the same: their words and punctuation, in one case and one spacing."""
    return " ".join(text.casefold().split())


WORDS = {
    "red": "Stated {times} times, ticked here and crossed there; confidence {span}.",
    "yellow": "Stated {times} times with confidence {span}; here {here}.",
    "green": "The {recurring} claims that are stated elsewhere too have one score each.",
    "na": "No claim of this report is stated a second time.",
}
