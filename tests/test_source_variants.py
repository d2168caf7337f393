"""Reports of the seeds' maker as they may come: set a little differently, and still the same report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from paths import SEED_FILES

from synth.audit.check import Inputs, look_at_report
from synth.audit.stated import figures_of, table_claims
from synth.records import Report
from synth.reports.importing import read_report
from synth.reports.source_layout import render_source

SEED = SEED_FILES[0].read_text(encoding="utf-8")
HEADINGS = ("Abstract", "1 Introduction", "2 Methodology", "3 Results", "4 Limitations", "5 Extracted Claims", "References")


def each_heading(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) if line in HEADINGS else line for line in text.split("\n"))


def each_cell(at: int, change: Callable[[str], str]) -> Callable[[str], str]:
    def changed(line: str) -> str:
        cells = line.split("\t")
        if len(cells) == 3 and cells[0] != "Claim":
            cells[at] = change(cells[at])
        return "\t".join(cells)

    return lambda text: "\n".join(changed(line) for line in text.split("\n"))


def as_pipes(text: str, outer: bool = True) -> str:
    out = []
    for line in text.split("\n"):
        if line.count("\t") == 2:
            row = " | ".join(line.split("\t"))
            out.append(f"| {row} |" if outer else row)
            if line.startswith("Claim\t"):
                out.append("| --- | --- | --- |" if outer else "--- | --- | ---")
        else:
            out.append(line)
    return "\n".join(out)


# What is changed, and whether the same bytes must come back.
VARIANTS: dict[str, tuple[Callable[[str], str], bool]] = {
    "a space after each heading": (each_heading(lambda line: line + " "), True),
    "no blank line below a heading": (lambda text: text.replace("5 Extracted Claims\n\n", "5 Extracted Claims\n"), True),
    "no blank line below References": (lambda text: text.replace("References\n\n", "References\n"), True),
    "a no-break space after the number": (lambda text: text.replace("5 Extracted", "5\u00a0Extracted"), True),
    "headings numbered with a dot": (each_heading(lambda line: re.sub(r"^(\d) ", r"\1. ", line)), True),
    "Markdown headings numbered with a dot": (each_heading(lambda line: "## " + re.sub(r"^(\d) ", r"\1. ", line)), True),
    "Markdown without blank lines after headings": (
        lambda text: re.sub(r"(?m)^(## .*)\n\n", r"\1\n", each_heading(lambda line: f"## {line}")(text)),
        True,
    ),
    "CRLF": (lambda text: text.replace("\n", "\r\n"), True),
    "CRLF, but for three lines": (lambda text: text.replace("\n", "\r\n").replace("\r\n", "\n", 3), False),
    "a byte order mark": (lambda text: "\ufeff" + text, True),
    "all indented": (lambda text: "\n".join("  " + line if line else line for line in text.split("\n")), False),
    "Key Claims": (lambda text: text.replace("Extracted Claims", "Key Claims"), True),
    "Claims and Evidence": (lambda text: text.replace("Extracted Claims", "Claims and Evidence"), True),
    "a section of any name with the table": (lambda text: text.replace("Extracted Claims", "What We Took From Them"), True),
    "Bibliography": (lambda text: text.replace("\nReferences\n", "\nBibliography\n"), True),
    "Finding, Supported, Certainty": (lambda text: text.replace("Claim\tVerified\tConfidence", "Finding\tSupported\tCertainty"), True),
    "bold headings of columns": (lambda text: text.replace("Claim\tVerified\tConfidence", "**Claim**\t**Verified**\t**Confidence**"), True),
    "Confidence (0-1)": (lambda text: text.replace("\tConfidence\n", "\tConfidence (0-1)\n"), True),
    "a table in Markdown": (as_pipes, True),
    "a table in Markdown without outer pipes": (lambda text: as_pipes(text, outer=False), False),
    "a space in each confidence": (each_cell(2, lambda cell: f"{cell} "), False),
    "spaces around each tick": (each_cell(1, lambda cell: f" {cell} "), False),
    "decimal commas": (each_cell(2, lambda cell: cell.replace(".", ",")), True),
    "percent": (each_cell(2, lambda cell: f"{round(100 * float(cell))}%"), True),
    "coloured ticks": (each_cell(1, lambda cell: "✔\ufe0f"), True),
    "Verified in words": (each_cell(1, lambda cell: "Verified"), True),
    "a tick and a word": (each_cell(1, lambda cell: "✓ Verified"), True),
    "Yes": (each_cell(1, lambda cell: "Yes"), True),
    "references numbered": (lambda text: _numbered(text, ["1. ", "2. ", "3. "]), True),
    "references numbered 1. 1. 1.": (lambda text: _numbered(text, ["1. ", "1. ", "1. "]), True),
    "references in square brackets": (lambda text: _numbered(text, ["[1] ", "[2] ", "[3] "]), True),
    "references with titles": (lambda text: text.replace("- <", "- Somebody and others. A paper. <"), True),
    "a rule before each heading": (each_heading(lambda line: f"---\n\n{line}"), True),
    "more under the title": (lambda text: text.replace("Assignee Research\n", "Assignee Research\n\nVersion 2 of this report\n", 1), True),
    "a note after the table": (lambda text: text.replace("\n\nReferences", "\n\nConfidence is a score.\n\nReferences"), True),
    "no author": (lambda text: text.replace("Assignee Research\n\n", ""), True),
    "no date": (lambda text: text.replace("July 11, 2026\n\n", ""), True),
    "no limitations": (lambda text: re.sub(r"4 Limitations\n\n.*\n\n", "", text), True),
    "one more section": (lambda text: text.replace("\n5 Extracted", "\n5 Discussion\n\nIt is as it is.\n\n6 Extracted"), True),
    "other wording": (lambda text: text.replace("independently verified", "found verified"), True),
    "a final line end": (lambda text: text + "\n", True),
}


def _numbered(text: str, bullets: list[str]) -> str:
    for bullet in bullets:
        text = text.replace("\n- <", f"\n{bullet}<", 1)
    return text


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_report_set_differently(tmp_path: Path, name: str) -> None:
    change, exact = VARIANTS[name]
    text = change(SEED)
    assert text != SEED
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode())
    report = read_report(path)
    rated = [claim for _, claim in table_claims(report)]
    assert len(rated) == 9
    assert sum(claim.stated.verified is True for claim in rated) == 9
    assert round(sum(share for claim in rated if (share := claim.stated.share) is not None), 2) == 2.64
    assert [one.source.name for one in report.references if one.source] == [
        "arXiv:2411.02398v3",
        "arXiv:2005.13013v2",
        "arXiv:2202.13654v1",
    ]
    assert report.title.strip().startswith("Zero-Shot")
    assert report.question.startswith("How does English")
    assert figures_of(report)[0].papers == 10
    assert not report.problems
    assert not [
        finding for finding in look_at_report(report, "r", Inputs()) if finding.code in ("A002", "A003", "A101") and finding.light == "red"
    ]
    if exact:
        assert render_source(report).encode() == text.encode()


def test_front_matter_is_kept_and_read(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    fields = "---\ntitle: A title\nauthor: Somebody\n---\n\n"
    path.write_text(fields + SEED.lstrip(), encoding="utf-8")
    report = read_report(path)
    assert report.title.startswith("Zero-Shot")
    assert report.unplaced[0].text == fields.strip()
    assert len(report.claims) == 9


def test_a_second_table_is_read_and_its_heading_named(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SEED.replace("\n\nReferences", "\n\nClaim\tVerified\tConfidence\nOne more.\t✓\t0.20\n\nReferences"), encoding="utf-8")
    report = read_report(path)
    assert len(report.claims) == 10
    assert [problem.what for problem in report.problems] == [
        "a second heading in the table of claims; the rows below are read by the first"
    ]


def test_a_table_alone_is_a_table_of_claims(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Claim\tVerified\tConfidence\nOne holds.\t✓\t0.30\nTwo holds.\t×\n", encoding="utf-8")
    report = read_report(path)
    assert [claim.stated.verified for claim in report.claims] == [True, False]
    assert report.title == ""
    assert [(problem.line, "2 columns" in problem.what) for problem in report.problems] == [(3, True)]


def test_claims_that_cite_by_number_are_linked(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SEED.replace("by 8.7 points.", "by 8.7 points [2]."), encoding="utf-8")
    assert read_report(path).claims[1].cites == (1,)


@pytest.mark.parametrize("text", ["# Claims\n\n| Claim | Verified |\n|---|---|\n| a. | ✓ |\n", "# a\n", "Claim\tVerified\na.\t✓\n"])
def test_a_fragment_is_read_without_a_traceback(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.md"
    path.write_text(text, encoding="utf-8")
    assert isinstance(read_report(path), Report)
