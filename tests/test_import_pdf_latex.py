"""Reports as PDF and as LaTeX: what a seed says comes back from either, and what cannot be read is said in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pymupdf
import pytest
from made_reports import Design, latex_of, page_of, typeset_report
from paths import SEED_FILES, SHARED

from synth.audit.auditing import audit_reports
from synth.records import Report
from synth.reports.blocks import ReportError
from synth.reports.importing import read_report

ONE_COLUMN = Design(running_head="Assignee Research")
SMALL_AND_RULED = Design(lines="ruled", size=8, height="14cm", justify=True, hyphenate=True, shaded=True)
ROWS_WITHOUT_A_HEAD_AGAIN = Design(lines="rows", font="Libertinus Serif", repeat_head=False, height="16cm", running_head="A report")
FOREIGN = SHARED / "foreign_reports"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

seeds = pytest.mark.parametrize("seed", SEED_FILES, ids=lambda file: file.stem[:3])


def said(report: Report) -> dict[str, object]:
    """What a report says, without how it was set and where it was read."""
    return {
        "front": (report.title, report.author, report.date),
        "question": (report.examines, report.question, report.abstract),
        "figures": (report.methodology, report.results),
        "sections": [(section.number, section.title, section.kind, section.paragraphs) for section in report.sections],
        "claims": [(claim.text, claim.stated) for claim in report.claims],
        "references": [(reference.text, reference.source) for reference in report.references],
        "problems": report.problems,
    }


def put(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(path: Path) -> str:
    with pytest.raises(ReportError) as error:
        read_report(path)
    message = str(error.value)
    assert "\n" not in message
    assert path.name in message
    return message


# --- PDF ---


@seeds
@pytest.mark.parametrize(
    "design", [ONE_COLUMN, SMALL_AND_RULED, ROWS_WITHOUT_A_HEAD_AGAIN], ids=["booktabs", "ruled and small", "rows without a head again"]
)
def test_a_seed_as_a_pdf_says_what_the_seed_says(seed: Path, design: Design, tmp_path: Path) -> None:
    report = read_report(seed)
    again = read_report(put(tmp_path, "report.pdf", typeset_report(report, design)))
    assert said(again) == said(report)
    assert again.read_from is not None
    assert again.read_from.format == "pdf"


def test_a_claim_torn_by_the_end_of_a_page_is_one(tmp_path: Path) -> None:
    report = read_report(SEED_FILES[0])
    for height in range(13, 20):
        for repeat in (True, False):
            design = Design(height=f"{height}cm", width="15cm", repeat_head=repeat)
            again = read_report(put(tmp_path, "report.pdf", typeset_report(report, design)))
            assert said(again)["claims"] == said(report)["claims"], design


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")
@pytest.mark.parametrize("style", ["lined", "bare", "rows"])
def test_a_seed_printed_by_a_browser_says_what_the_seed_says(style: str, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")
    report = read_report(SEED_FILES[2])
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        page.set_content(page_of(report, style))
        page.pdf(path=str(tmp_path / "report.pdf"), format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm"))
        browser.close()
    assert said(read_report(tmp_path / "report.pdf")) == said(report)


def test_a_tick_that_is_drawn_is_not_guessed(tmp_path: Path) -> None:
    report = read_report(SEED_FILES[0])
    with pymupdf.open(stream=typeset_report(report, ONE_COLUMN)) as document:
        for page in document:
            for box in page.search_for("✓"):
                page.add_redact_annot(box)
            page.apply_redactions()
        again = read_report(put(tmp_path, "drawn.pdf", document.tobytes()))
    assert [claim.text for claim in again.claims] == [claim.text for claim in report.claims]
    assert {claim.stated.verified for claim in again.claims} == {None}
    assert [problem.what.partition(";")[0] for problem in again.problems] == ["9 of 9 claims have nothing under 'Verified'"]


def test_a_pdf_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pymupdf.open(stream=typeset_report(read_report(SEED_FILES[0]), ONE_COLUMN)) as document:
        locked = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="secret")
        picture = document[0].get_pixmap(dpi=40)
    with pymupdf.open() as pictures:
        pictures.new_page().insert_image((0, 0, 200, 300), pixmap=picture)
        scanned = pictures.tobytes()
    assert "password" in told(put(tmp_path, "locked.pdf", locked))
    assert "only pictures" in told(put(tmp_path, "scanned.pdf", scanned))
    assert "damaged" in told(put(tmp_path, "cut.pdf", b"%PDF-1.7\n1 0 obj"))


def test_a_file_that_begins_as_a_pdf_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    report = read_report(SEED_FILES[1])
    assert len(read_report(put(tmp_path, "report", typeset_report(report, ONE_COLUMN))).claims) == len(report.claims)


# --- LaTeX ---


@seeds
@pytest.mark.parametrize("table", ["tabular", "longtable"])
def test_a_seed_as_latex_says_what_the_seed_says(seed: Path, table: str, tmp_path: Path) -> None:
    report = read_report(seed)
    again = read_report(put(tmp_path, "report.tex", latex_of(report, table)))  # type: ignore[arg-type]
    assert said(again) == said(report)
    assert again.read_from is not None
    assert again.read_from.format == "tex"


REVIEW = r"""\documentclass{article}
\title{A review of reviews}\author{Ada Writer \and Bob Reader}\date{March 2026}
\begin{document}\maketitle
\begin{abstract}We read reviews.\end{abstract}
\section{Work}
Large models gain 3.5 points \cite{roe, doe}. Others do not \cite{gone}.
\begin{tabular}{p{5cm}c}\hline Claim & Confidence \\ \hline Small models lose \cite{doe}. & 0.4 \\ \hline\end{tabular}
% LISTED
\end{document}"""
LIST = r"""\begin{thebibliography}{9}
\bibitem{roe} R. Roe. A first title. Journal, 2019.
\bibitem{doe} D. Doe. A second title. Journal, 2020.
\end{thebibliography}"""
BIB = """@article{roe, title={A first title}, author={Roe, R.}, year={2019}}
@article{doe, title={A second title}, author={Doe, D.}, year={2020}}
@article{unused, title={Another}, author={Poe, P.}, year={2021}}"""


def test_a_citation_of_latex_is_linked_by_its_key(tmp_path: Path) -> None:
    report = read_report(put(tmp_path, "review.tex", REVIEW.replace("% LISTED", LIST)))
    assert (report.title, report.author, report.date) == ("A review of reviews", "Ada Writer, Bob Reader", "March 2026")
    assert report.abstract == "We read reviews."
    assert [reference.label for reference in report.references] == ["1", "2"]
    assert [citation.references for citation in report.citations] == [(0, 1), (), (1,)]
    assert "gone" in report.citations[1].why
    assert [(claim.stated.confidence, claim.cites) for claim in report.claims if claim.stated.confidence] == [(0.4, (1,))]
    assert [section.kind for section in report.sections] == ["abstract", "other", "references"]


def test_a_bib_beside_the_tex_is_its_list(tmp_path: Path) -> None:
    put(tmp_path, "review.bib", BIB)
    report = read_report(put(tmp_path, "review.tex", REVIEW))
    assert [reference.title for reference in report.references] == ["A first title", "A second title"]
    assert [citation.references for citation in report.citations] == [(0, 1), (), (1,)]
    assert report.problems == ()


def test_without_a_list_the_report_says_so_once(tmp_path: Path) -> None:
    report = read_report(put(tmp_path, "review.tex", REVIEW))
    assert [problem.what for problem in report.problems] == ["3 citations, of which this is the first, and no list of references"]


def test_an_input_that_is_not_there_is_named(tmp_path: Path) -> None:
    report = read_report(put(tmp_path, "review.tex", REVIEW.replace(r"\section{Work}", r"\section{Work}\input{lost}")))
    assert [problem.what for problem in report.problems if "lost" in problem.what] == ["lost: named by the source, but not there"]
    assert "lost: named by the source" in told(
        put(tmp_path, "empty.tex", r"\documentclass{article}\begin{document}\input{lost}\end{document}")
    )
    assert "holds no text" in told(put(tmp_path, "comment.tex", "% nothing"))


def test_a_table_stands_where_the_source_has_it(tmp_path: Path) -> None:
    report = read_report(put(tmp_path, "review.tex", REVIEW.replace("% LISTED", "\n\nBehind the table nothing improves more.\n" + LIST)))
    work = next(section for section in report.sections if section.title == "Work")
    assert [text.split()[0] for text in work.paragraphs] == ["Large", "Claim", "Behind"]


@pytest.mark.skipif(not FOREIGN.is_dir(), reason="the shared reviews are not here")
@pytest.mark.parametrize(
    ("name", "references", "citations", "linked"),
    [("human_reduced_order_modelling", 52, 31, 31), ("human_zh_frequency_cnn", 5, 4, 4), ("llm_litreview_gis3d", 0, 30, 0)],
)
def test_reviews_that_others_wrote_in_latex_keep_every_citation(name: str, references: int, citations: int, linked: int) -> None:
    report = read_report(FOREIGN / f"{name}.tex")
    assert len(report.references) == references
    assert len(report.citations) == citations
    assert sum(bool(citation.references) and not citation.why for citation in report.citations) == linked


# --- both, among others ---


def test_an_audit_takes_pdf_and_latex_like_any_report(tmp_path: Path) -> None:
    report = read_report(SEED_FILES[0])
    put(tmp_path, "a.pdf", typeset_report(report, ONE_COLUMN))
    put(tmp_path, "b.tex", latex_of(report))
    put(tmp_path, "c.pdf", b"%PDF-1.7 broken")
    shutil.copy(SEED_FILES[0], tmp_path / "d.txt")
    audited = audit_reports([tmp_path])
    lights = {
        name: sorted((finding.code, finding.light) for finding in audited.audit.findings if Path(finding.report).name == name)
        for name in ("a.pdf", "b.tex", "c.pdf", "d.txt")
    }
    assert lights["a.pdf"] == lights["b.tex"] == lights["d.txt"]
    assert ["damaged" in one.error for one in audited.audit.reports if Path(one.name).name == "c.pdf"] == [True]
