"""The counts that open an audit, in words, and the order of its reports: the same for the terminal and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from synth.audit.check import CheckRun
from synth.audit.references.wording import STATES
from synth.audit.result import Audit
from synth.records import Light

MAKERS = 3  # whose cut is shown in the headline; the figures have all


class Count(NamedTuple):
    """A figure with its denominator or unit, and what it counts."""

    figure: str
    words: str


class Tally(NamedTuple):
    """How many findings of each light one report has. Silenced ones are counted apart, and a file that could not be read is one `fail`."""

    at: int  # position in the audit
    lights: Counter[Light]
    silenced: int

    @property
    def found(self) -> bool:
        return bool(self.lights["red"] or self.lights["yellow"])


def counted(n: int, one: str) -> str:
    """`1 claim`, `2,400 claims`."""
    return f"{n:,} {one}" if n == 1 else f"{n:,} {one}s"


def tallies(audit: Audit) -> list[Tally]:
    """A tally for each report, in the order of the audit."""
    lights: dict[str, Counter[Light]] = {report.name: Counter() for report in audit.reports}
    silenced: Counter[str] = Counter()
    for finding in audit.findings:
        if finding.silenced:
            silenced[finding.report] += 1
        else:
            lights[finding.report][finding.light] += 1
    for report in audit.reports:
        if report.error:
            lights[report.name]["fail"] += 1
    return [Tally(at, lights[report.name], silenced[report.name]) for at, report in enumerate(audit.reports)]


def worst_first(audit: Audit) -> list[Tally]:
    """The tallies by what is wrong, then what to look at, then what failed; equals keep the order of the audit."""
    return sorted(tallies(audit), key=lambda t: (-t.lights["red"], -t.lights["yellow"], -t.lights["fail"], t.at))


def prevalence(audit: Audit) -> list[CheckRun]:
    """The checks that said anything, by how many reports they found wrong, then to look at, then by code."""
    return sorted(
        (run for run in audit.checks if run.lights), key=lambda run: (-run.lights.get("red", 0), -run.lights.get("yellow", 0), run.code)
    )


def headline(audit: Audit) -> list[Count]:
    """The counts to read first. A figure that could not be measured is left out here; its check says why."""
    figures = {name: figure for name, figure in audit.figures.items() if figure is not None}
    return [_read(audit), *_claims(figures), *_scores(figures), *_references(figures), *_looked_up(figures), *_findings(tallies(audit))]


def _read(audit: Audit) -> Count:
    read = sum(not report.error for report in audit.reports)
    return Count(f"{read:,} of {len(audit.reports):,}", "file read" if len(audit.reports) == 1 else "files read")


def _claims(figures: dict[str, Any]) -> Iterator[Count]:
    if {"claims", "rated"} <= figures.keys() and figures["rated"] < figures["claims"]:
        yield Count(f"{figures['rated']:,} of {figures['claims']:,}", "claims have a tick, a cross or a confidence")
    if {"ticked", "rated"} <= figures.keys():
        yield Count(f"{figures['ticked']:,} of {figures['rated']:,}", "claims ticked as verified by the reports themselves")
    if {"distinct_claims", "distinct_cut_off"} <= figures.keys():
        cut_off, distinct = figures["distinct_cut_off"], figures["distinct_claims"]
        yield Count(f"{cut_off:,} of {distinct:,}", "distinct claims cut off before their sentence ends")


def _scores(figures: dict[str, Any]) -> Iterator[Count]:
    if {"mean_confidence", "rated", "expected_true"} <= figures.keys():
        of = figures.get("confidences", figures["rated"])
        about = _about(figures["expected_true"], of)
        words = f"mean stated confidence of {counted(of, 'claim')}: read as probabilities, about {about} of {of:,} would be true"
        yield Count(f"{figures['mean_confidence']:.3f}", words)
    if "out_of_range" in figures:
        yield Count(f"{figures['out_of_range']:,}", "stated confidences that are no number between 0 and 1, and in no sum or mean")
    if "tick_cut" in figures:
        low, high = figures["tick_cut"]
        rests = figures.get("tick_cut_rests_on")
        on = f" ({_marks(rests)})" if rests else ""
        words = f"the stated confidence at which a cross becomes a tick{on}: the tick says that the score lies above a cut, and no more"
        yield Count(f"({_score(low)}, {_score(high)}]", words)
    if figures.get("tick_cuts"):
        cuts, makers = figures["tick_cuts"], figures["makers"]
        shown = "; ".join(
            f"{cut['maker'] or 'no name'} ({_score(cut['low'])}, {_score(cut['high'])}], {_marks(cut)}" for cut in cuts[:MAKERS]
        )
        more = f"; and {len(cuts) - MAKERS:,} more" if len(cuts) > MAKERS else ""
        words = f"makers whose tick says that the score lies above a cut, and no more: {shown}{more}"
        yield Count(f"{len(cuts):,} of {makers:,}", words)
    if "largest_difference" in figures:
        yield Count(_score(figures["largest_difference"]), "the most that the confidence of one claim differs between reports")


def _references(figures: dict[str, Any]) -> Iterator[Count]:
    if {"references", "papers_stated"} <= figures.keys():
        listed, stated = _span(figures["references"]), _span(figures["papers_stated"])
        yield Count(f"{listed} of {stated}", "papers that a report says it retrieved stand in its list of references")


def _looked_up(figures: dict[str, Any]) -> Iterator[Count]:
    """What came of asking databases about the references."""
    if "references_listed" not in figures:
        return
    states = figures["references_states"]
    parsed, listed = figures["references_parsed"], figures["references_listed"]
    words = [f"{states[state]:,} {'the same work' if state == 'same work' else state}" for state in STATES if state in states]
    said = f": {', '.join(words)}" if words else ""
    yield Count(f"{parsed:,} of {listed:,}", f"references could be read and were held against databases of works{said}")


def _findings(of_reports: Sequence[Tally]) -> Iterator[Count]:
    wrong, look = (sum(tally.lights[light] for tally in of_reports) for light in ("red", "yellow"))
    found = sum(tally.found for tally in of_reports)
    verb = "file has" if len(of_reports) == 1 else "files have"
    yield Count(f"{found:,} of {len(of_reports):,}", f"{verb} findings: {wrong:,} wrong, {look:,} to look at")
    if silenced := sum(tally.silenced for tally in of_reports):
        findings = "finding" if silenced == 1 else "findings"
        yield Count(f"{silenced:,}", f"{findings} silenced by the baseline file: shown, and in none of these counts")


def _about(true: float, of: int) -> str:
    """A sum of confidences as a whole number, or with as many decimals as it takes not to say none or all where it is neither."""
    places = next((n for n in (0, 1) if 0 < round(true, n) < of), 0 if true in (0, of) else 2)
    return f"{true:,.{places}f}"


def _marks(rule: dict[str, Any]) -> str:
    crosses = "1 cross" if rule["crosses"] == 1 else f"{rule['crosses']:,} crosses"
    return f"{counted(rule['ticks'], 'tick')}, {crosses}; by chance 1 time in {rule['one_in']:,}"


def _score(score: float) -> str:
    """`0.10`, with the two decimals that scores usually have, and more where they are needed."""
    return f"{score:.2f}" if round(score, 2) == score else f"{score:g}"


def _span(figure: Any) -> str:
    """`3`, or `9 to 14` for a list of numbers that differ."""
    numbers = list(figure) if isinstance(figure, Sequence) else [figure]
    low, high = min(numbers, default=0), max(numbers, default=0)
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
