"""Citations of a LaTeX source by author and year: letters tell works of one year apart, and works of the same names share them."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.reading.latex import read_latex

BIB = """
@article{poe16y, author={Poe, Ann and Roe, Bo and Yew, C.}, title={B}, year=2016}
@article{poe16x, author={Poe, Ann and Roe, Bo and Cox, C.}, title={Z}, year=2016}
@article{poe14, author={Poe, Ann and Roe, Bo and Yew, C.}, title={A}, year=2014}
@article{poe, author={Poe, Ann}, title={A}, year=2016}
"""


def said(folder: Path, body: str, bib: str = BIB) -> str:
    (folder / "refs.bib").write_text(bib, "utf-8")
    style = r"\documentclass{article}\usepackage{natbib}\bibliographystyle{plainnat}"
    (folder / "main.tex").write_text(f"{style}\\begin{{document}}{body}\\bibliography{{refs}}\\end{{document}}", "utf-8")
    return read_latex(folder).text


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (r"See \citep{poe16x}, \citep{poe16y}, \citep{poe}.", "See (Poe et al., 2016a), (Poe et al., 2016b), (Poe, 2016)."),
        (r"See \citep{poe14,poe16x,poe16y}.", "See (Poe et al., 2014, 2016a,b)."),
        (r"See \citet{poe14,poe16y}, \citep{poe16x}.", "See Poe et al. (2014, 2016b), (Poe et al., 2016a)."),
        (r"See \citep{poe14,poe,poe16y}.", "See (Poe et al., 2014; Poe, 2016; Poe et al., 2016)."),
    ],
)
def test_works_of_the_same_names_share_them_and_letters_tell_a_year_apart(tmp_path: Path, body: str, printed: str) -> None:
    assert said(tmp_path, body).startswith(printed)


def test_letters_that_biber_gave_are_printed(tmp_path: Path) -> None:
    entry = (
        "\\entry{poe}{article}{}\n\\name{author}{1}{}{{{hash=1}{family={Poe},given={Ann}}}}\n"
        "\\field{extradate}{2}\n\\field{title}{Things}\n\\field{year}{2016}\n\\endentry\n"
    )
    (tmp_path / "main.bbl").write_text(entry, "utf-8")
    style = r"\documentclass{article}\usepackage[style=authoryear]{biblatex}\addbibresource{r.bib}"
    (tmp_path / "main.tex").write_text(f"{style}\\begin{{document}}See \\parencite{{poe}}.\\end{{document}}", "utf-8")
    assert read_latex(tmp_path).text.startswith("See (Poe, 2016b).")
