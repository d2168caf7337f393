"""The title page of a LaTeX source: who wrote the paper, however the names are set apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.reading.latex import read_latex


def authors(folder: Path, said: str) -> tuple[str, ...]:
    (folder / "main.tex").write_text(
        f"\\documentclass{{article}}\\title{{T}}\\author{{{said}}}\\begin{{document}}x\\end{{document}}", "utf-8"
    )
    return read_latex(folder).authors


@pytest.mark.parametrize(
    "said",
    [
        r"Ann Poe \quad Bo Roe \qquad Cy Doe",
        r"Ann Poe \hspace{1cm} Bo Roe \hfill Cy Doe",
        r"Ann Poe$^{1}$ Bo Roe\textsuperscript{2} Cy Doe$^{1,2}$ \\ $^1$Here $^2$There",
        r"Ann Poe$^1$\thanks{Equal} \quad \textbf{Bo Roe}$^2$ \\ \textbf{Cy Doe$^{1}$}\footnotemark[2] \\[2mm] $^{1}$Here, There",
        r"Ann Poe, Bo Roe, \\ \textbf{Cy Doe} \\ Somewhere",
        r"Ann Poe and Bo Roe and \\ Cy Doe \\ Somewhere",
    ],
)
def test_names_are_parted_by_blanks_marks_and_lines(tmp_path: Path, said: str) -> None:
    assert authors(tmp_path, said) == ("Ann Poe", "Bo Roe", "Cy Doe")


@pytest.mark.parametrize("said", [r"Ann Poe, \\ University of Rivers", r"Ann Poe$^1$ \\ University of Rivers$^1$", r"Ann Poe \\ Nowhere"])
def test_what_stands_below_a_name_is_no_name(tmp_path: Path, said: str) -> None:
    assert authors(tmp_path, said) == ("Ann Poe",)


def test_the_number_of_a_note_on_an_author_is_not_the_note(tmp_path: Path) -> None:
    source = (
        r"\documentclass{aastex}\begin{document}\title{T}\author{Ann Poe\altaffilmark{1}}\altaffiltext{1}{University of Rivers.}"
        "It is so.\\end{document}"
    )
    (tmp_path / "main.tex").write_text(source, "utf-8")
    document = read_latex(tmp_path)
    assert document.text == "It is so."
    assert "University of Rivers." in [aside.text for aside in document.asides]
