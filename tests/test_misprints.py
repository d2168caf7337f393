"""A figure of a sentence that nearly is what the table gives is a slip; one that is it, or is something else, is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_claims import laid_out
from paths import ROOT

from synth.claims.misprints import near_figures
from synth.claims.prose import prose_of
from synth.claims.tests import run_test

GAINS = (
    "Gains over the plain model.",
    """
System | SST | MRPC | CoLA | Avg.
Plain | 80.1 | 70.4 | 50.2 | 66.9
Alpha | 82.3 | 71.0 | 55.8 | 69.7
Borvo | 90.7 | 75.3 | 60.1 | 75.4
""",
)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("With its new head, Borvo gets as far as 75.5 in the average of all that we tried.", ["75.5"]),
        ("With its new head, Borvo gets as far as 75.4 in the average of all that we tried.", []),
        ("Our study finds gains of 10.5 and 5.0 points on SST and MRPC, respectively, of Borvo over Plain.", ["10.5", "5.0"]),
        ("Our study finds gains of 10.6 and 4.9 points on SST and MRPC, respectively, of Borvo over Plain.", []),
        ("Both Alpha and Borvo were tried on MRPC with 71.1 and 75.3.", ["71.1"]),
        ("Borvo is said elsewhere to have 33.3 on SST.", []),  # far from all: about something else
        ("Borvo and Alpha differ on SST by some 8.4 points.", []),
        ("The training of Borvo on SST took 90 hours.", []),  # no decimals
        ("A learning rate of 0.1 served Borvo.", []),  # no column
    ],
)
def test_only_what_nearly_fits_is_told(sentence: str, figures: list[str]) -> None:
    assert [one.figure for one in near_figures(sentence, laid_out(GAINS))] == figures


def test_the_test_of_a_slip_says_what_the_table_gives() -> None:
    tables = laid_out(GAINS)
    (near,) = near_figures("With its new head, Borvo gets as far as 75.5 in the average of all that we tried.", tables)
    outcome = run_test(near.test, tables.measurements)
    assert outcome.judgement == "contradicted"
    assert "75.4" in outcome.sentence


def test_a_figure_that_stands_elsewhere_in_its_row_is_that() -> None:
    grid = GAINS[1].replace("60.1", "75.5")
    assert not near_figures("With its new head, Borvo gets as far as 75.5 in the average of all that we tried.", laid_out((GAINS[0], grid)))


def test_the_slips_of_the_first_papers_sentences_are_found() -> None:
    paper = ROOT.parent / "shared" / "papers" / "2005.13013_v1-author-copy.pdf"
    if not paper.is_file():
        pytest.skip("the paper is not at hand")
    assert sorted(_slips(paper)) == ["25.5", "8.4"]


def test_a_paper_whose_sentences_fit_its_tables_has_no_slip_in_them() -> None:
    papers = ROOT.parent / "shared" / "papers"
    if not papers.is_dir():
        pytest.skip("the papers are not at hand")
    for name in ("1911.02116v2.pdf", "1810.04805v2.pdf", "2005.00396v3.pdf", "calixto_naacl2021.pdf"):
        assert not _slips(papers / name), name


def _slips(paper: Path) -> list[str]:
    from synth.claims.layouts import lay_out
    from synth.reading.documents import read_document
    from synth.reading.measured import measurements_of

    document = read_document(paper)
    prose = prose_of(document, lay_out(measurements_of(document), document))
    return [step.right.partition(" (")[0] for held in prose.slips for step in held.outcome.steps]
