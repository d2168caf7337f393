"""Reviews that were written, and counted by hand, by somebody who did not see the importer: what it finds in them stays found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from synth.records import Report
from synth.reports.importing import read_report

REVIEWS = Path(__file__).parent / "fixtures" / "reviews"
with (REVIEWS / "counts.csv").open(encoding="utf-8", newline="") as lines:
    COUNTED = list(csv.DictReader(lines))

# Sums over the files of the differences from the counts by hand; `bench/importing.py` shows each file.
MAX_CITATIONS_OFF = 8
MAX_SENTENCES_OFF = 7
MAX_LINKED_OFF = 6


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {counted["file"]: read_report(REVIEWS / counted["file"]) for counted in COUNTED}


@pytest.mark.parametrize("counted", COUNTED, ids=[counted["file"] for counted in COUNTED])
def test_title_references_and_rated_claims_are_as_counted(counted: dict[str, str], reports: dict[str, Report]) -> None:
    report = reports[counted["file"]]
    rated = [claim for claim in report.claims if claim.sentence is None]
    assert report.title == counted["title"]
    assert len(report.references) == int(counted["references"])
    assert len(rated) == int(counted["claims_rated"])
    assert all(claim.stated.mark or claim.stated.verified is not None for claim in rated)
    assert all(claim.stated.words or claim.stated.confidence is not None for claim in rated)


def test_no_more_citations_are_off_than_before(reports: dict[str, Report]) -> None:
    assert off(reports, "citations") <= MAX_CITATIONS_OFF


def test_no_more_citing_sentences_are_off_than_before(reports: dict[str, Report]) -> None:
    assert off(reports, "citing_sentences") <= MAX_SENTENCES_OFF


def test_no_more_links_are_off_than_before(reports: dict[str, Report]) -> None:
    assert off(reports, "linkable") <= MAX_LINKED_OFF


def off(reports: dict[str, Report], what: str) -> int:
    """How far the reports are off the counts by hand, summed over the files."""
    return sum(abs(found(reports[counted["file"]])[what] - int(counted[what])) for counted in COUNTED)


def found(report: Report) -> dict[str, int]:
    return {
        "citations": len(report.citations),
        "citing_sentences": len({citation.sentence for citation in report.citations}),
        "linkable": sum(bool(citation.references) and not citation.why for citation in report.citations),
    }
