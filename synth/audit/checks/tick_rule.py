"""A tick means more than that a score passed a cut.

Looks at: all ticks and crosses of one maker with the confidence beside them: whether one cut in the confidence separates them without
exception, and how likely that would be if ticks had nothing to do with it.
Cannot know: the maker's rule; a cut that separates them perfectly is the simplest one, and a tick then says no more than the number does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import comb
from typing import NamedTuple

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import table_claims
from synth.records import Report

CODE = "A202"
NAME = "a-tick-means-something"
SCOPE = "corpus"
MANY = 10**15  # ways; beyond it chance is out of the question, and the number would not fit a file
CHANCE = 0.05  # a separation that chance makes more often than this is shown as a figure only

_MANY = tuple(claim(f"Result {n} holds.", n > 3, n / 25) for n in range(1, 25))
EXAMPLES = {
    "yellow": example(claims=_MANY),
    "green": example(claims=(*_MANY, claim("Result 25 holds.", False, 0.9))),
    "info": example(),
    "na": example(claims=tuple(claim(one.text, None, 0.5) for one in SOUND.claims)),
}


class Cut(NamedTuple):
    """The cut lies above `low`, the highest cross, and at or below `high`, the lowest tick."""

    low: float | None
    high: float | None
    ticks: int
    crosses: int

    @property
    def separates(self) -> bool:
        return self.low is not None and self.high is not None and self.low < self.high

    @property
    def chance(self) -> float:
        """How often ticks dealt out blindly would be separated so."""
        return 1 / self.one_in

    @property
    def one_in(self) -> int:
        """The ways to deal out the ticks, of which one is separated so; counted up to `MANY`."""
        return min(comb(self.ticks + self.crosses, self.crosses), MANY)


def look(reports: Sequence[Report], inputs: Inputs) -> Iterator[tuple[int, Outcome]]:
    makers: dict[str, list[Report]] = {}
    for report in reports:
        makers.setdefault(report.author.casefold(), []).append(report)
    cuts = {maker: find_cut(theirs) for maker, theirs in makers.items()}
    for at, report in enumerate(reports):
        cut = cuts[report.author.casefold()]
        figures = {
            "ticks": cut.ticks,
            "crosses": cut.crosses,
            "marks": f"{_counted(cut.ticks, 'tick')}, {_counted(cut.crosses, 'cross')}",
            "low": cut.low,
            "high": cut.high,
            "reports": len(makers[report.author.casefold()]),
        }
        own = any(one.stated.verified is not None and one.stated.share is not None for _, one in table_claims(report))
        if not own:
            yield at, Outcome("na")
        elif cut.separates and cut.chance <= CHANCE:
            yield at, Outcome("yellow", figures | {"one_in": cut.one_in}, key="cut")
        elif cut.separates:
            yield (
                at,
                Outcome(
                    "info",
                    figures | {"says": f"a cut in ({cut.low}, {cut.high}] separates them, as chance does 1 time in {cut.one_in:,}"},
                ),
            )
        elif not cut.crosses or not cut.ticks:
            yield at, Outcome("info", figures | {"says": "there is nothing to separate, and a rule cannot be told"})
        else:
            yield at, Outcome("green", figures)


def find_cut(reports: Iterable[Report]) -> Cut:
    """The highest cross and the lowest tick of these reports."""
    marked = [
        (one.stated.verified, share)
        for report in reports
        for _, one in table_claims(report)
        if one.stated.verified is not None and (share := one.stated.share) is not None
    ]
    ticks = [share for verified, share in marked if verified]
    crosses = [share for verified, share in marked if not verified]
    return Cut(max(crosses, default=None), min(ticks, default=None), len(ticks), len(crosses))


def _counted(n: int, one: str) -> str:
    many = one + ("es" if one.endswith("s") else "s")
    return f"{n} {one if n == 1 else many}"


WORDS = {
    "yellow": "Every tick stands at a confidence of {high} or more and every cross at {low} or less ({marks}, in {reports} reports of this "
    "maker; by chance 1 time in {one_in:,}): a tick says that the score passed a cut in ({low}, {high}], and no more.",
    "green": "No cut in the confidence separates ticks from crosses ({marks}): a tick is not just a high score.",
    "info": "{marks}: {says}.",
    "na": "The report has no claim with both a tick or a cross and a confidence.",
}
