"""Broken or hostile LaTeX is read to an end, and what is left out of it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_latex import cell, paper, texts

from synth.reading.latex import read_latex

HOSTILE = {
    "a macro that calls itself": r"\def\a{\a\a}\a",
    "macros that double": "".join(rf"\def\m{chr(98 + i)}{{\m{chr(97 + i)}\m{chr(97 + i)}}}" for i in range(24)) + r"\def\ma{lol }\my",
    "arguments that double": r"\def\a#1{#1#1}" + r"\a{" * 40 + "x" + "}" * 40,
    "braces without end": "{" * 200_000,
    "closing braces": "}" * 200_000,
    "environments without end": r"\begin{table}\begin{tabular}{ll}" * 3_000 + "a & 1 \\\\",
    "dollars": "$" * 100_001,
    "nested fractions": r"$\frac{" * 5_000 + "x" + "}{y}" * 5_000 + "$",
    "nested scripts": "$x" + "^{x" * 5_000 + "}" * 5_000 + "$",
    "columns without end": r"\begin{tabular}{*{9999}{*{9999}{*{9999}{c}}}} a & 1 \\ b & 2 \end{tabular}",
    "cells that span everything": r"\begin{tabular}{ll} \multicolumn{99999999}{c}{a} & \multirow{-99999}{*}{1} \\ b & 2 \end{tabular}",
    "brackets": "[" * 50_000,
    "conditions without end": r"\iffalse" * 50_000,
    "unknown conditions": r"\ifodd" * 20_000 + r"\fi",
    "optional arguments": r"\cite[" * 20_000,
    "a row of many cells": r"\begin{tabular}{l}" + "a & " * 50_000 + r"\\ b & 1 \end{tabular}",
    "code without a body": r"\CodeBefore x" * 20_000,
    "boxes in themselves": r"\sbox0{\usebox0\usebox0 a}" + r"\usebox0" * 200,
    "boxes without end": r"\begin{lrbox}{\a}" * 5_000,
    "tables by one command": r"\ctable[caption={" * 3_000 + r"\ctable{l}{}{\ctable{l}{}{a}}" * 2_000,
    "heads without tables": r"\tablehead{a & b \\}\begin{supertabular}{ll}" * 3_000,
    "a verbatim without end": r"\begin{verbatim} \begin{verbatim}",
    "a url without end": r"\url{" * 5_000,
    "nested footnotes": r"\footnote{x " * 2_000 + "}" * 2_000,
    "odd bytes": "".join(chr(code) for code in range(0x300)) * 20,
    "a csname": r"\csname " * 5_000,
    "verbs": r"\verb|" * 10_000,
    "accents": r"\'" * 20_000,
    "sections": r"\section{" * 5_000,
    "captions": r"\begin{table}" + r"\caption{" * 3_000,
    "defs": r"\def\a#1#2#3#4#5#6#7#8#9" * 5_000,
    "scripts of many digits": "$" + "x^10 " * 60_000 + "$",
    "stars": r"\\*[x" * 20_000,
    "cells over cells": r"\begin{tabular}{ll}" + r"\multicolumn{500}{c}{\multirow{500}{*}{a}} & b \\" * 3_000 + r"\end{tabular}",
    "a number made of numbers": r"\renewcommand{\thetable}{" + r"\thetable " * 50 + r"}\begin{table}\caption{a}\end{table}" * 50,
    "counters": (
        r"\numberwithin{a}{b}\numberwithin{b}{a}\stepcounter{a}"
        r"\renewcommand{\thea}{\theb}\renewcommand{\theb}{\thea\thea}\stepcounter{a}"
    )
    * 50,
}


def test_cells_that_are_left_out_of_a_row_are_said(tmp_path: Path) -> None:
    document = paper(tmp_path, r"\begin{tabular}{l} x & y \\" + "1 & " * 50_000 + r"\textbf{2} \\ b & 3 \end{tabular}")
    assert [unread.what for unread in document.unread] == ["the cells of a row after its 1,000th; no table is as wide"]
    assert cell(document.tables[0], "b").at == (2, 0)
    assert "2" not in texts(document.tables[0])


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_source_ends(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.tex"
    for text in (HOSTILE[name], f"\\documentclass{{article}}\\begin{{document}}Text. {HOSTILE[name]}"):
        file.write_text(text, encoding="utf-8")
        assert read_latex(file).format == "latex"


PIECES = st.lists(
    st.sampled_from(
        (
            r"\begin{tabular}{l|r} \end{tabular} \begin{table} \end{table} \caption{ } { } & \\ $ $$ 1.5 word "
            r"\multicolumn{2}{c}{ \multirow{2}{*}{ \hline \cline{1-2} [ ] ^ _ \bf \textbf \cite{a} \section "
            r"\footnote{ % ~ \iffalse \fi \else \def\x#1{ #1 \x \newcommand{\y}[1]{ \y \item \begin{itemize} "
            r"\end{itemize} \frac \left( \[ \] \verb| \input{x} \label{l} \ref{l} \\[2pt] @{.} \startdata \nodata "
            r"\tablehead{ \cutinhead \begin{deluxetable} \end{document} \begin{document} \makecell{ \num{1e5} "
            r"\bibitem{k} \begin{thebibliography} \end{thebibliography}"
        ).split()
    )
    | st.sampled_from(["\n\n", "\n", " "]),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_shuffled_source_is_read(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    file = tmp_path_factory.mktemp("shuffled") / "a.tex"
    file.write_text("Text. " + " ".join(pieces), encoding="utf-8")
    document = read_latex(file)
    for one in document.tables:
        for value in one.cells:
            assert value.text or value.numbers
