"""Headings of a LaTeX source that are bold type at the head of a paragraph and no command."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.reading.latex import read_latex
from synth.records import Document


def paper(folder: Path, body: str) -> Document:
    (folder / "main.tex").write_text(f"\\documentclass{{article}}\\begin{{document}}\\section{{One}}{body}\\end{{document}}", "utf-8")
    return read_latex(folder)


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        (r"\textbf{Weights of all.}", "", "Weights of all"),
        (r"\textbf{Weights:}", "", "Weights"),
        (r"\noindent\textbf{Weights}:", "", "Weights"),
        (r"{\bf (2) Weights of $x$.}", "(2)", "Weights of x"),
    ],
)
def test_bold_type_with_a_stop_that_opens_a_paragraph_is_its_heading(tmp_path: Path, printed: str, number: str, title: str) -> None:
    document = paper(tmp_path, f"We begin.\n\n{printed} They were taken \\textbf{{twice.}}\n\nWe end.")
    assert [(section.number, section.title, section.level) for section in document.sections[1:]] == [(number, title, 2)]
    assert [sentence.text for sentence in document.sentences] == ["We begin.", "They were taken twice.", "We end."]


@pytest.mark.parametrize(
    "body",
    [
        r"\textbf{Weights} were taken twice.",  # a word of its sentence
        r"\textbf{All weights were taken twice.}",  # a sentence with nothing behind it
        r"\textbf{Keywords:} rivers, banks.",
        r"\begin{itemize}\item \textbf{Weights:} taken twice.\end{itemize}",  # an item of a list
        r"\textbf{Poe et al.} took weights.",
    ],
)
def test_other_bold_type_is_no_heading(tmp_path: Path, body: str) -> None:
    assert [section.title for section in paper(tmp_path, f"We begin.\n\n{body}").sections] == ["One"]
