"""The figures of a whole audit, each with what it is out of. What cannot be measured is absent, not zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from synth.audit.checks.confidence_ticks import compare
from synth.audit.checks.one_score import key_of, same_claims
from synth.audit.checks.tick_rule import find_cut
from synth.audit.endings import find_cuts
from synth.audit.stated import figures_of, table_claims
from synth.records import Report


def figures_of_corpus(reports: Sequence[Report], unreadable: int) -> dict[str, Any]:
    """Counts over all reports that could be read."""
    rated = [one for report in reports for _, one in table_claims(report)]
    shares = [share for one in rated if (share := one.stated.share) is not None]
    ticks = [one.stated.verified for one in rated if one.stated.verified is not None]
    figures: dict[str, Any] = {
        "reports": len(reports) + unreadable,
        "unreadable": unreadable,
        "claims": sum(len(report.claims) for report in reports),
        "rated": len(rated),
    }
    if ticks:
        figures["ticked"] = sum(ticks)
    if shares:
        figures["mean_confidence"] = round(sum(shares) / len(shares), 3)
    figures |= _of_distinct_claims(reports)
    cut = find_cut(reports)
    if cut.separates:
        figures["tick_cut"] = [cut.low, cut.high]
    if compared := compare(reports):
        figures |= {name: compared[name] for name in ("expected_true", "gap", "brier", "bins")}
    if reports:
        references = [len(report.references) for report in reports]
        figures["references"] = [min(references), max(references)]
    papers = [papers for report in reports for papers in [_papers(report)] if papers is not None]
    if papers:
        figures["papers_stated"] = [min(papers), max(papers)]
    return figures


def _of_distinct_claims(reports: Sequence[Report]) -> dict[str, Any]:
    """How many different claims there are, how many of them are cut off, and how far the score of one claim differs."""
    same = same_claims(reports)
    if not same:
        return {}
    cut: set[str] = set()
    for report in reports:
        texts = [one.text for _, one in table_claims(report)]
        cut |= {key_of(texts[at]) for at in find_cuts(texts).cut}
    figures: dict[str, Any] = {"distinct_claims": len(same), "distinct_cut_off": len(cut)}
    spreads = []
    for stated in same.values():
        shares = [share for _, one in stated if (share := one.stated.share) is not None]
        if len(shares) > 1:
            spreads.append(round(max(shares) - min(shares), 6))
    if spreads:
        figures["largest_difference"] = max(spreads)
        figures["scored_differently"] = sum(spread > 0 for spread in spreads)
        figures["stated_more_than_once"] = len(spreads)
    return figures


def _papers(report: Report) -> int | None:
    methodology, results = figures_of(report)
    return results.papers if results.papers is not None else methodology.papers
