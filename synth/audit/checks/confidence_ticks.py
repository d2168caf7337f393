"""The stated confidence, read as a probability, fits the ticks.

Looks at: the sum of the confidences, which is how many claims would be true if they were probabilities, against the number of ticks; the
gap between the two shares; and the Brier score of the confidences against the ticks.
Cannot know: whether the confidence is calibrated. That needs outcomes, claims checked by somebody else; a tick is the maker's own word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import sqrt
from typing import Any

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import table_claims
from synth.records import Report

CODE = "A203"
NAME = "confidence-fits-the-ticks"
TOO_FAR = 3.0  # standard deviations between the ticks and what the confidences lead one to expect
BINS = 10

EXAMPLES = {
    "yellow": example(claims=tuple(claim(f"Result {n} holds.", True, 0.2) for n in range(8))),
    "info": example(),
    "na": example(claims=tuple(claim(one.text, None, 0.5) for one in SOUND.claims)),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    figures = compare([report])
    if figures is None:
        yield Outcome("na")
    else:
        yield Outcome("yellow" if abs(figures["deviations"]) >= TOO_FAR else "info", figures, key="gap")


def compare(reports: Iterable[Report]) -> dict[str, Any] | None:
    """Ticks against confidences over all claims that have both; None if none has. Confidences outside 0 to 1 are left out."""
    pairs = [
        (share, one.stated.verified)
        for report in reports
        for _, one in table_claims(report)
        if one.stated.verified is not None and (share := one.stated.share) is not None and 0 <= share <= 1
    ]
    if not pairs:
        return None
    n = len(pairs)
    expected = sum(share for share, _ in pairs)
    ticked = sum(tick for _, tick in pairs)
    spread = sqrt(sum(share * (1 - share) for share, _ in pairs))
    difference = ticked - expected
    return {
        "n": n,
        "ticked": ticked,
        "mean_confidence": round(expected / n, 4),
        "expected_true": round(expected, 2),
        "gap": round(difference / n, 4),
        "brier": round(sum((share - tick) ** 2 for share, tick in pairs) / n, 4),
        "deviations": round(difference / spread, 2) if spread else (0.0 if not difference else 99.0),
        "bins": _bins(pairs),
    }


def _bins(pairs: list[tuple[float, bool]]) -> list[dict[str, Any]]:
    """The reliability figure: for each tenth of the confidence, how many claims, their mean confidence, and how many are ticked."""
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for share, tick in pairs:
        inside[min(int(round(share * 1e9) * BINS // 1_000_000_000), BINS - 1)].append((share, tick))
    return [
        {
            "low": at / BINS,
            "high": (at + 1) / BINS,
            "n": len(some),
            "mean_confidence": round(sum(share for share, _ in some) / len(some), 4),
            "ticked": sum(tick for _, tick in some),
        }
        for at, some in enumerate(inside)
        if some
    ]


WORDS = {
    "yellow": "{ticked} of {n} claims are ticked; read as probabilities, their confidences (mean {mean_confidence}) say that about "
    "{expected_true:.0f} are true. Both cannot be right. Gap {gap}, Brier score {brier}; not calibrated: there are no outcomes.",
    "info": "{ticked} of {n} claims are ticked, and the confidences (mean {mean_confidence}) add up to {expected_true}. Gap {gap}, Brier "
    "score {brier}; not calibrated: there are no outcomes.",
    "na": "The report has no claim with both a tick or a cross and a confidence.",
}
