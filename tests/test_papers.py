"""Which papers a folder holds: nothing in it is passed over in silence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synth.reading import ReadingError
from synth.reading.documents import kind_of, read_document
from synth.reading.latex import read_latex
from synth.reading.papers import papers_in

WHOLE = "\\documentclass{article}\\begin{document}%s\\end{document}"


def folder_of(tmp_path: Path, **files: str) -> Path:
    """A folder with these files: "__" in a name parts folders, "_" stands for the dot."""
    for name, content in files.items():
        file = tmp_path / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path


def names(folder: Path) -> list[str]:
    return [paper.relative_to(folder).as_posix() for paper in papers_in([folder])]


def test_a_stray_tex_file_hides_no_paper(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_pdf="%PDF-1.4", notes_tex="Some notes on a paper.", sub__b_html="<html>", sub__c_PDF="%PDF-1.4")
    assert names(folder) == [".", "a.pdf", "sub/b.html", "sub/c.PDF"]


def test_a_figure_belongs_to_the_source_that_names_it(tmp_path: Path) -> None:
    main = WHOLE % r"\includegraphics[width=3cm]{figs/arch} \psfig{file=figs/loss.pdf,width=2cm} \input sections/intro A loss."
    folder = folder_of(
        tmp_path,
        main_tex=main,
        sections__intro_tex="Text.",
        figs__arch_pdf="%PDF-",
        figs__loss_pdf="%PDF-",
        figs__old_pdf="%PDF-",
        main_pdf="%PDF-",
    )
    assert names(folder) == [".", "figs/old.pdf", "main.pdf"]


def test_each_of_several_sources_is_a_paper(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, one__main_tex=WHOLE % r"\input{body}", one__body_tex="Text.", two__paper_tex=WHOLE % "Text.", loose_tex="Text."
    )
    assert names(folder) == ["loose.tex", "one", "two"]


def test_a_file_that_only_is_called_tex_is_what_it_is(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, paper_tex="%PDF-1.4", page_tex="<!doctype html><html>Text", empty_tex="")
    assert names(folder) == ["empty.tex", "page.tex", "paper.tex"]
    with pytest.raises(ReadingError, match=r"is a folder without LaTeX: empty\.tex is empty; name a file in it"):
        kind_of(folder)


def test_the_paper_of_a_folder_is_not_the_file_that_only_is_called_tex(tmp_path: Path) -> None:
    folder_of(
        tmp_path, a_tex="%PDF-1.4 " + r"\documentclass{article}\begin{document}" + "x" * 999, b_tex=r"\section{One} A sentence stands here."
    )
    assert "A sentence stands here." in read_latex(tmp_path).text


def test_a_second_document_of_a_source_is_named(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, main_tex=WHOLE % r"\input{part} A paper.", part_tex="A part.", supplement_tex=WHOLE % "More.", old_tex="Old."
    )
    assert names(folder) == ["."]
    (unread,) = read_latex(folder).unread
    assert unread.what == "beside the paper, which does not read them: old.tex, supplement.tex; name one to read it"
    assert "More." in read_latex(folder / "supplement.tex").text


def test_a_link_to_a_folder_is_followed_once_and_a_loop_ends(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "given", a_pdf="%PDF-")
    folder_of(tmp_path / "elsewhere", b_pdf="%PDF-")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "again").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    (folder / "none.pdf").symlink_to(tmp_path / "nowhere")
    assert names(folder) == ["a.pdf", "again/b.pdf", "none.pdf"]


def test_a_pipe_that_is_called_tex_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "main.tex")
    assert names(tmp_path) == ["main.tex"]
    with pytest.raises(ReadingError, match="no regular file"):
        read_document(tmp_path / "main.tex")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, a_pdf="%PDF-", closed__b_pdf="%PDF-")
    (folder / "closed").chmod(0)
    try:
        assert names(folder) == ["a.pdf", "closed"]
        with pytest.raises(ReadingError, match="Permission denied"):
            kind_of(folder / "closed")
    finally:
        (folder / "closed").chmod(0o700)
