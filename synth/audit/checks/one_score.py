"""The same claim has the same score wherever it is stated.

Looks at: claims of the tables that are the same text, but for spacing and case, in one report or in several.
Cannot know: which of the scores is meant; claims reworded or cut at another length are taken for different ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, table_claims
from synth.records import Claim, Light, Place, Report

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
    # Once for each claim, not once for each place: a claim may be stated 100,000 times.
    recur = {key: _differences(stated) for key, stated in same_claims(reports).items() if len(stated) > 1}
    for at, report in enumerate(reports):
        recurring = 0
        differing = False
        for index, one in table_claims(report):
            key = key_of(one.text)
            if key not in recur:
                continue
            recurring += 1
            if (difference := recur[key]) is None:
                continue
            differing = True
            light, figures = difference
            here = "none" if one.stated.share is None else _printed(one.stated.share)
            yield at, Outcome(light, figures | {"here": here}, Place(line=claim_line(report, index), claim=index), one.text)
        if not differing:
            yield at, Outcome("green" if recurring else "na", {"recurring": recurring})


def _differences(stated: Sequence[tuple[int, Claim]]) -> tuple[Light, dict[str, Any]] | None:
    """The light and the figures of a claim that has several scores; None where it has one."""
    shares = {share for _, one in stated if (share := one.stated.share) is not None}
    ticks = {one.stated.verified for _, one in stated if one.stated.verified is not None}
    if len(ticks) < 2 and len(shares) < 2:
        return None
    low, high = min(shares, default=None), max(shares, default=None)
    difference = None if low is None or high is None else round(high - low, 6)
    figures = {
        "times": len(stated),
        "low": low,
        "high": high,
        "difference": difference if difference is None or isfinite(difference) else None,  # of 1e308 and -1e308 it is infinite
        "span": "not stated" if low is None or high is None else f"{_printed(low)} to {_printed(high)}",
    }
    return "red" if len(ticks) > 1 else "yellow", figures


def _printed(share: float) -> str:
    return f"{share:.2f}" if abs(share) < 1e6 else f"{share:g}"


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
