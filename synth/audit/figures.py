"""The figures of a whole audit, each with what it is out of. What cannot be measured is absent, not zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from synth.audit.checks.claims_whole import CODE as CUT_OFF
from synth.audit.checks.confidence_ticks import compare
from synth.audit.checks.one_score import key_of, same_claims
from synth.audit.checks.tick_rule import CODE as TICK_RULE
from synth.audit.references.states import ReferenceList
from synth.audit.stated import figures_of, table_claims
from synth.records import Finding, Report


def figures_of_corpus(
    named: Mapping[str, Report], findings: Sequence[Finding], *, unreadable: int, failed: int, lists: Sequence[ReferenceList] = ()
) -> dict[str, Any]:
    """Counts over all reports that could be read, by name, with what the checks found of them, and over the references that were looked up.

    A confidence outside 0 to 1 is counted, and is in no sum: what is no share adds up to nothing.
    """
    reports = list(named.values())
    rated = [one for report in reports for _, one in table_claims(report)]
    stated = [share for one in rated if (share := one.stated.share) is not None]
    shares = [share for share in stated if 0 <= share <= 1]
    ticks = [one.stated.verified for one in rated if one.stated.verified is not None]
    figures: dict[str, Any] = {
        "reports": len(reports) + unreadable,
        "unreadable": unreadable,
        "claims": sum(len(report.claims) for report in reports),
        "rated": len(rated),
    }
    if failed:
        figures["failed"] = failed
    if ticks:
        figures["ticked"] = sum(ticks)
    if shares:
        figures["confidences"] = len(shares)
        figures["mean_confidence"] = round(sum(shares) / len(shares), 3)
    if len(shares) < len(stated):
        figures["out_of_range"] = len(stated) - len(shares)
    figures |= _of_distinct_claims(reports, findings)
    figures |= _of_tick_rules(named, findings)
    if shares:
        figures["expected_true"] = round(sum(shares), 2)
    if pairs := compare(reports):
        figures |= {name: pairs[name] for name in ("gap", "brier", "bins")}
    if reports:
        references = [len(report.references) for report in reports]
        figures["references"] = [min(references), max(references)]
    papers = [papers for report in reports for papers in [_papers(report)] if papers is not None]
    if papers:
        figures["papers_stated"] = [min(papers), max(papers)]
    if lists:
        figures |= _of_references(lists)
    return figures


def _of_references(lists: Sequence[ReferenceList]) -> dict[str, Any]:
    """How many references could be read, and how many are in each state."""
    states = Counter[str]()
    for one in lists:
        states.update(one.states)
    return {
        "references_listed": sum(one.of for one in lists),
        "references_parsed": sum(one.parsed for one in lists),
        "references_states": dict(sorted(states.items())),
    }


def _of_distinct_claims(reports: Sequence[Report], findings: Iterable[Finding]) -> dict[str, Any]:
    """How many different claims there are, how many of them are cut off, and how far the score of one claim differs."""
    same = same_claims(reports)
    if not same:
        return {}
    cut = {key_of(finding.key) for finding in findings if finding.code == CUT_OFF and finding.light == "red"}
    figures: dict[str, Any] = {"distinct_claims": len(same), "distinct_cut_off": len(cut)}
    spreads = []
    for stated in same.values():
        shares = [share for _, one in stated if (share := one.stated.share) is not None and 0 <= share <= 1]
        if len(shares) > 1:
            spreads.append(round(max(shares) - min(shares), 6))
    if spreads:
        figures["largest_difference"] = max(spreads)
        figures["scored_differently"] = sum(spread > 0 for spread in spreads)
        figures["stated_more_than_once"] = len(spreads)
    return figures


def _of_tick_rules(named: Mapping[str, Report], compared: Iterable[Finding]) -> dict[str, Any]:
    """The cut that the tick rule found: of the one maker that gives ticks, or, where there are more, of each that has one.

    Whether there is one is for the check to say. A separation that chance makes often is none, and the cut of one maker is not another's.
    """
    makers: dict[str, dict[str, Any] | None] = {}
    for finding in compared:
        if finding.code == TICK_RULE and finding.light != "na":
            author, figures = named[finding.report].author, finding.figures
            rule = {name: figures[name] for name in ("low", "high", "ticks", "crosses", "one_in")} if finding.light == "yellow" else None
            makers.setdefault(author.casefold(), rule and {"maker": author} | rule)
    rules = [rule for rule in makers.values() if rule]
    if len(makers) > 1:
        return {"makers": len(makers), "tick_cuts": rules} if rules else {}
    return {"tick_cut": [rule["low"], rule["high"]], "tick_cut_rests_on": rule} if (rule := next(iter(rules), None)) else {}


def _papers(report: Report) -> int | None:
    methodology, results = figures_of(report)
    return results.papers if results.papers is not None else methodology.papers
