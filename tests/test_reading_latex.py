"""LaTeX source becomes a document: its prose, its references, its files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typed_latex import paper

from synth.reading import ReadingError
from synth.reading.latex import read_latex


def test_the_quotes_of_french_are_printed(tmp_path: Path) -> None:
    assert paper(tmp_path, r"Un \og mot\fg{} et le 1\ier.", r"\usepackage[french]{babel}").text == "Un « mot » et le 1er."


def test_what_babel_makes_of_quotes_is_read_in_german_only(tmp_path: Path) -> None:
    said = r"""Gr"o"se, "Ubung: "`Zitat"' a"=b 1"~2 x"|y."""
    assert paper(tmp_path, said, r"\usepackage[english,ngerman]{babel}").text == "Größe, Übung: „Zitat“ a-b 1-2 xy."
    assert paper(tmp_path, 'He said "our" aim.', r"\usepackage[english]{babel}").text == 'He said "our" aim.'


def test_title_authors_and_abstract(tmp_path: Path) -> None:
    preamble = (
        r"\title[Short]{A Study\thanks{Money.} of\\ \emph{Things}}\author{Ann B. Poe$^{1}$\thanks{Note} \and "
        r"J\"urgen Ro\ss\\ University \\ \texttt{r@x.org}}\usepackage[ngerman,english]{babel}"
    )
    document = paper(tmp_path, r"\maketitle\begin{abstract}It works. Well.\end{abstract}\section{Introduction}Text.", preamble)
    assert document.title == "A Study of Things"
    assert document.authors == ("Ann B. Poe", "Jürgen Roß")
    assert document.abstract == "It works. Well."
    assert document.language == "en"
    assert document.text == "Abstract\n\nIt works. Well.\n\n1 Introduction\n\nText."
    assert [section.kind for section in document.sections] == ["abstract", "introduction"]


def test_authors_of_other_classes(tmp_path: Path) -> None:
    assert paper(tmp_path, "x", r"\author[1]{Ann Poe}\author[2]{Bo Roe}").authors == ("Ann Poe", "Bo Roe")
    assert paper(tmp_path, "x", r"\author{Ann Poe, Bo Roe and Cy Doe}").authors == ("Ann Poe", "Bo Roe", "Cy Doe")
    assert paper(tmp_path, "x", r"\author{\IEEEauthorblockN{Ann Poe} \IEEEauthorblockA{Here} \and \IEEEauthorblockN{Bo Roe}}").authors == (
        "Ann Poe",
        "Bo Roe",
    )
    assert paper(tmp_path, "x", r"\author{Ann Poe\inst{1} \And Bo Roe\inst{2}}").authors == ("Ann Poe", "Bo Roe")


def test_sections_are_numbered_as_latex_numbers_them(tmp_path: Path) -> None:
    body = r"\section{One}\subsection{In}a\subsubsection{Deep}b\section*{Thanks}c"
    body += r"\section{Two}\paragraph{Run.}d\appendix\section{More}\subsection{Still}e"
    sections = paper(tmp_path, body).sections
    assert [(section.number, section.title) for section in sections] == [
        ("1", "One"),
        ("1.1", "In"),
        ("1.1.1", "Deep"),
        ("", "Thanks"),
        ("2", "Two"),
        ("", "Run."),
        ("A", "More"),
        ("A.1", "Still"),
    ]


def test_labels_are_resolved(tmp_path: Path) -> None:
    body = r"""See Section~\ref{s}, \cref{t}, \autoref{f}, \eqref{e} and \ref{nowhere}.
\section{One}\label{s}\begin{table}\caption{C\label{t}}\end{table}\begin{figure}\caption{D}\label{f}\end{figure}\begin{equation}x\label{e}\end{equation}"""
    assert paper(tmp_path, body).text.startswith("See Section 1, table 1, Figure 1, (1) and ??.")


def test_a_displayed_formula_does_not_end_its_sentence(tmp_path: Path) -> None:
    document = paper(
        tmp_path, "We minimise\n\\begin{align*}\nL &= \\frac{a+b}{2} \\\\ M &= x_i^2\n\\end{align*}\nwhere $a \\le b$ holds. $$y=1$$ Next."
    )
    assert document.text == "We minimise where a ≤ b holds. Next."
    assert [aside.text for aside in document.asides if aside.kind == "formula"] == ["L = (a + b)/2 M = xi^2", "y = 1"]


def test_footnotes_and_captions_stand_aside(tmp_path: Path) -> None:
    document = paper(
        tmp_path,
        (
            r"A word\footnote{See \url{http://x.org/a%20b_c}.} "
            r"here.\begin{figure}\includegraphics[width=3cm]{a.png}\caption{A picture.}\end{figure} It goes on."
        ),
    )
    assert document.text == "A word here. It goes on."
    assert [(aside.kind, aside.text) for aside in document.asides] == [
        ("footnote", "See http://x.org/a%20b_c."),
        ("caption", "Figure 1: A picture."),
    ]


def test_code_and_algorithms_are_no_prose(tmp_path: Path) -> None:
    body = (
        "Before.\n\\begin{verbatim}\n\\begin{tabular} % no & 1 "
        "\\\\\n\\end{verbatim}\n\\begin{lstlisting}[language=C]\nint "
        "x;\n\\end{lstlisting}\n\\begin{tikzpicture}\\draw (0,0);\\end{tikzpicture} After \\verb|%_x|."
    )
    document = paper(tmp_path, body)
    assert document.text == "Before. After %_x."
    assert document.tables == ()


def test_items_are_paragraphs(tmp_path: Path) -> None:
    body = r"We:\begin{itemize}\item do \textbf{this};\item do that.\end{itemize}\begin{description}\item[Next] do more.\end{description}"
    assert paper(tmp_path, body).text == "We:\n\ndo this;\n\ndo that.\n\nNext do more."


def test_text_is_readable(tmp_path: Path) -> None:
    body = (
        r"``Schl\"uter''---\c{C}a\u{g}, na\"{\i}ve: $\alpha_1 \geq 10^{-3}$, 5\,\% of \$3 \& \# A\_B~C. F\"ur "
        r"\'Etienne, \o re \ss. $x \in \mathbb{R}^n$; \(a-b\), \textsc{Caps}, 3\textsuperscript{rd}."
    )
    assert (
        paper(tmp_path, body).text
        == "“Schlüter”—Çağ, naïve: α1 ≥ 10^-3, 5 % of $3 & # A_B C. Für Étienne, øre ß. x ∈ R^n; a − b, Caps, 3rd."
    )


def test_spaces_and_lengths_print_nothing(tmp_path: Path) -> None:
    body = r"One\hskip 3pt plus 1fil minus 2pt two\vspace*{1cm} \tabcolsep=3pt three\setlength{\parskip}{3pt}, \kern-2pt $10\times$."
    assert paper(tmp_path, body).text == "One two three, 10×."


def test_unknown_commands_keep_the_text_of_their_arguments(tmp_path: Path) -> None:
    assert (
        paper(tmp_path, r"One \strange[opt]{two} \odd three \textcolor{red}{four} \mystery{five}{six}.").text
        == "One two three four fivesix."
    )


def test_macros_leave_blanks_as_tex_does(tmp_path: Path) -> None:
    preamble = r"\usepackage{xspace}\newcommand{\sys}{Sys\xspace}\newcommand{\bare}{Bare}\DeclareMathOperator{\rank}{rank}"
    assert (
        paper(tmp_path, r"\sys is, \sys, and \bare is not \bare{} but $\rank A$.", preamble).text
        == "Sys is, Sys, and Bareis not Bare but rank A."
    )


def test_acronyms_are_written_out_once(tmp_path: Path) -> None:
    preamble = r"\newacronym{asr}{ASR}{automatic speech recognition}\newacronym[longplural={feet}]{ft}{FT}{foot}"
    body = r"\gls{asr} and \gls{asr}; \glspl{ft} and \glspl{ft}; \Gls{asr}."
    assert paper(tmp_path, body, preamble).text == "automatic speech recognition (ASR) and ASR; feet (FTs) and FTs; ASR."


def test_conditions_are_decided(tmp_path: Path) -> None:
    preamble = r"\newif\ifdraft\draftfalse\newif\iflong\longtrue\newcommand{\maybe}[1]{\ifx#1\relax no\else yes\fi}"
    body = (
        r"A\ifdraft B\else C\fi\iflong D\iffalse E\fi F\else G\fi\iftrue H\fi\ifnum 1<2 I\else "
        r"J\fi\ifunknownfinal K\else L\fi\ifthenelse{\equal{a}{a}}{M}{N}."
    )
    assert paper(tmp_path, body, preamble).text == "ACDFHILM."


def test_a_numbered_list_is_cited_by_number(tmp_path: Path) -> None:
    body = (
        r"As shown \cite{b,a} and \cite[p.~3]{a}.\begin{thebibliography}{9}\bibitem{a} A.~Poe and B. Roe. "
        r"\newblock A fine title. \newblock {\em Journal}, 2020. arXiv:2005.13013v2.\bibitem{b} C. Doe. "
        r"\newblock Another title here. 2019.\end{thebibliography}"
    )
    document = paper(tmp_path, body)
    assert document.text.startswith("As shown [2, 1] and [1, p. 3].")
    first = document.references[0]
    assert (first.label, first.title, first.authors, first.year) == ("1", "A fine title", ("A. Poe", "B. Roe"), 2020)
    assert first.source is not None
    assert first.source.name == "arXiv:2005.13013v2"
    assert [(cited.mark, cited.references, cited.sentence) for cited in document.citations] == [
        ("[2, 1]", (1, 0), 0),
        ("[1, p. 3]", (0,), 0),
    ]
    assert document.sections[-1].kind == "references"


def test_labels_of_natbib_are_names_and_years(tmp_path: Path) -> None:
    bbl = (
        r"\begin{thebibliography}{2}\bibitem[{Hu et~al.(2020{\natexlab{a}})Hu, Ruder, and Roe}]{hu} Junjie "
        r"Hu, Sebastian Ruder, and Bo Roe. 2020{\natexlab{a}}. \newblock A benchmark of things. \newblock In "
        r"{\em ICML}.\bibitem[Poe(1999)]{poe} Ann Poe. 1999. \newblock Old things. \end{thebibliography}"
    )
    body = r"See \citep[e.g.][]{hu,poe} and \citet{poe}; \citeauthor{hu} in \citeyear{hu}. \citep{lost}.\bibliography{refs}"
    document = paper(tmp_path, body, main_bbl=bbl)
    assert document.text.startswith("See (e.g. Hu et al., 2020a; Poe, 1999) and Poe (1999); Hu et al. in 2020a. (lost).")
    assert [reference.label for reference in document.references] == ["Hu et al., 2020a", "Poe, 1999"]
    assert document.citations[-1].why == "not in the list of references: lost"


def test_cited_entries_of_a_bib_file_are_the_list(tmp_path: Path) -> None:
    bib = (
        '@string{conf = "Proc. of "}\n@inproceedings{roe, author={Roe, Bo and Schl{\\"u}ter, Ralf}, '
        'title={{BERT} and \\& friends}, year=2018, booktitle=conf # "ACL", doi={10.1/ab}}\n@book{un, '
        'author={X}, title={Uncited}, year=1}\n@article{poe, author="Ann Poe", title="Things", year="2020"}'
    )
    document = paper(tmp_path, r"See \citep{poe,roe}.\bibliography{refs}", r"\usepackage{natbib}\bibliographystyle{plainnat}", refs_bib=bib)
    assert document.text.startswith("See (Poe, 2020; Roe and Schlüter, 2018).")
    assert [(reference.title, reference.authors) for reference in document.references] == [
        ("Things", ("Ann Poe",)),
        ("BERT and & friends", ("Bo Roe", "Ralf Schlüter")),
    ]
    assert "Proc. of ACL" in document.references[1].text


def test_the_list_that_biber_made_is_read(tmp_path: Path) -> None:
    bbl = """\\begin{refsection}\\sortlist[entry]{nty/global/}
\\entry{poe}{article}{}
\\name{author}{2}{}{%
{{hash=1}{family={Poe}, familyi={P\\bibinitperiod}, given={Ann}, giveni={A\\bibinitperiod}}}%
{{hash=2}{family={Roe}, familyi={R\\bibinitperiod}, given={Bo}, giveni={B\\bibinitperiod}}}%
}
\\field{title}{Fine \\emph{things}}
\\field{year}{2021}
\\verb{doi}
\\verb 10.1000/xyz
\\endverb
\\endentry
\\endsortlist\\end{refsection}"""
    document = paper(
        tmp_path, r"See \parencite{poe}.\printbibliography", r"\usepackage[style=authoryear]{biblatex}\addbibresource{r.bib}", main_bbl=bbl
    )
    assert document.text.startswith("See (Poe and Roe, 2021).")
    (reference,) = document.references
    assert (reference.title, reference.authors, reference.year) == ("Fine things", ("Ann Poe", "Bo Roe"), 2021)


def test_input_is_followed_inside_the_folder_only(tmp_path: Path) -> None:
    outside = tmp_path / "secret.tex"
    outside.write_text("SECRET", encoding="utf-8")
    folder = tmp_path / "paper"
    (folder / "sec").mkdir(parents=True)
    (folder / "sec" / "one.tex").write_text("One.\\endinput Not this.", encoding="utf-8")
    (folder / "link.tex").symlink_to(outside)
    body = (
        f"\\input{{sec/one}} \\include{{sec/one.tex}} \\input{{../secret}} \\input{{{outside}}} "
        f"\\input{{link}} \\input{{missing}} \\input sec/one Two."
    )
    document = paper(tmp_path, body)
    assert "SECRET" not in document.text
    assert re.sub(r"\s+", " ", document.text) == "One. One. One. Two."
    assert len(document.unread) == 4
    assert any("missing" in unread.what for unread in document.unread)


def test_a_name_that_no_file_can_have_is_said(tmp_path: Path) -> None:
    (unread,) = paper(tmp_path, rf"Before. \input{{{'x' * 290}}} After.").unread
    assert unread.what.startswith("xxx")
    assert "cannot be looked up" in unread.what


def test_the_main_file_is_the_one_that_no_other_reads(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "a_section.tex").write_text("\\documentclass[main]{subfiles}\\begin{document}Section text.\\end{document}", encoding="utf-8")
    (folder / "z_main.tex").write_text(
        "\\documentclass{article}\\begin{document}\\subfile{a_section} End.\\end{document}", encoding="utf-8"
    )
    (folder / "notes.tex").write_text("Nothing.", encoding="utf-8")
    assert read_latex(folder).text == "Section text. End."


def test_a_chapter_without_a_class_is_read(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.tex"
    chapter.write_text(r"\chapter{Results}\section{All}It works.\begin{tabular}{lr} a & 1.5 \\ b & 2.5 \end{tabular}", encoding="utf-8")
    document = read_latex(chapter)
    assert document.sentences[0].text == "It works."
    assert len(document.tables) == 1


def test_the_abstract_of_a_chapter_is_its_section(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.tex"
    chapter.write_text(r"\chapter{A study}\section*{Abstract}It works. \section{More}Text.", encoding="utf-8")
    document = read_latex(chapter)
    assert (document.title, document.abstract) == ("A study", "It works.")


def test_a_file_that_reads_itself_ends(tmp_path: Path) -> None:
    document = paper(tmp_path, r"Start. \input{again} End.", again_tex=r"Again. \input{again}")
    assert document.text == "Start. Again. End."
    assert document.unread


def test_plain_definitions_of_a_package_of_the_folder_are_known(tmp_path: Path) -> None:
    package = r"\ProvidesPackage{mine}\newcommand{\ours}{OurModel}\newcommand{\inner}{\my@inner}\def\section#1{}"
    assert paper(tmp_path, r"\section{S}\ours{} wins.", r"\usepackage{mine}", mine_sty=package).text == "1 S\n\nOurModel wins."


def test_latin_text_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "a.tex"
    file.write_bytes(
        "\\documentclass{article}\\usepackage[latin1]{inputenc}\\begin{document}Für Schlüter.\\end{document}".encode("latin-1")
    )
    assert read_latex(file).text == "Für Schlüter."


def test_no_source_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"no \.tex file"):
        read_latex(tmp_path)
    with pytest.raises(ReadingError):
        read_latex(tmp_path / "nothing.tex")
    (tmp_path / "empty.tex").write_bytes(b"")
    with pytest.raises(ReadingError, match="empty"):
        read_latex(tmp_path / "empty.tex")


def test_the_hash_is_of_all_files_read(tmp_path: Path) -> None:
    first = paper(tmp_path, r"\input{part}", part_tex="A.")
    second = paper(tmp_path, r"\input{part}", part_tex="B.")
    assert first.source.hash != second.source.hash
    assert first.source.hash.startswith("sha256:")
    assert (first.source.scheme, first.format) == ("file", "latex")
