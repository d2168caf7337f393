"""`synth read`: what it prints, what it draws, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
import pytest
from typeset import SAMPLES, typeset

from synth.cli import main
from synth.reading.documents import read_document
from synth.records import Box, Document, Source, from_json, to_json


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "paper.pdf"
    file.write_bytes(typeset(SAMPLES[1]))
    return file


def test_the_document_is_printed_as_json_and_nothing_else_is(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper)]) == 0
    printed = capsys.readouterr()
    assert from_json(Document, printed.out) == read_document(paper)
    assert SAMPLES[1].title in printed.err


def test_a_summary_says_how_much_was_read_and_how_much_there_is(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper), "--text"]) == 0
    said = capsys.readouterr().err
    document = read_document(paper)
    assert document.coverage is not None
    assert f"{document.pages} pages, all read" in said
    assert f"{len(document.sentences)} sentences in {len(document.sections)} sections" in said
    assert f"{len(document.tables)} tables" in said
    assert f"{document.coverage.placed:,} words placed of {document.coverage.words:,} there" in said


def test_a_caption_without_a_table_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "paper.tex"
    file.write_text(r"\documentclass{article}\begin{document}\begin{table}\caption{A picture.}\includegraphics{a}\end{table}\end{document}")
    assert main(["read", str(file), "--text"]) == 0
    assert "“Table 1” has a caption, and no table was read under it" in capsys.readouterr().err


def test_what_lies_in_a_folder_beside_its_source_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.tex").write_text("A note stands here, and no more.")
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4")
    assert main(["read", str(tmp_path), "--text"]) == 0
    assert "in this folder, and not of this paper: one.pdf, two.pdf; name one to read it" in capsys.readouterr().err


def test_quiet_says_nothing(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_the_text_alone_is_printed_when_asked_for(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper), "--text"]) == 0
    assert capsys.readouterr().out == f"{read_document(paper).text}\n"


def test_reading_here_and_in_a_process_of_its_own_gives_the_same(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["read", str(paper)])
    one = capsys.readouterr().out
    main(["read", str(paper), "--no-bounded"])
    assert capsys.readouterr().out == one


def test_the_output_goes_to_a_file_when_one_is_named(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper), "--out", str(tmp_path / "paper.json")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["read", str(tmp_path / "paper.json")]) == 0  # and is read back
    assert capsys.readouterr().out == (tmp_path / "paper.json").read_text(encoding="utf-8")


def test_a_page_is_drawn_with_what_was_read_on_it(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(paper), "--page", "1", "--png", str(tmp_path / "one.png")]) == 0
    assert capsys.readouterr().out == ""  # the drawing was asked for, not the JSON
    drawn, plain = pymupdf.Pixmap(str(tmp_path / "one.png")), pymupdf.open(paper)[0].get_pixmap(dpi=144)
    assert drawn.width > plain.width  # a legend stands beside the page
    assert drawn.height == plain.height
    assert drawn.color_count() > 2 * plain.color_count()


def test_the_same_page_is_drawn_the_same_way(paper: Path, tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        assert main(["read", str(paper), "--page", "2", "--png", str(tmp_path / name), "-q"]) == 0
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


WRONG = {
    "a page that is not there": (["--page", "99", "--png", "OUT"], "has no page 99; its pages are 1 to"),
    "page zero": (["--page", "0", "--png", "OUT"], "has no page 0"),
    "a page without a file": (["--page", "1"], "--page and --png go together"),
    "a file without a page": (["--png", "OUT"], "--page and --png go together"),
    "text and JSON at once": (["--text", "--json"], "both want the standard output"),
    "into a folder that is not there": (["--out", "NOWHERE"], "there is no folder"),
    "a drawing into a folder that is not there": (["--page", "1", "--png", "NOWHERE"], "there is no folder"),
    "over its own input": (["--out", "PAPER"], "is what this command reads"),
    "a drawing over its own input": (["--page", "1", "--png", "PAPER"], "is what this command reads"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use_is_said_in_one_line(name: str, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options, said = WRONG[name]
    before = paper.read_bytes()
    places = {"NOWHERE": str(tmp_path / "none" / "out"), "OUT": str(tmp_path / "out.png"), "PAPER": str(paper)}
    assert main(["read", str(paper), *(places.get(option, option) for option in options)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert paper.read_bytes() == before


def test_a_file_in_the_folder_that_is_read_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main_tex = tmp_path / "main.tex"
    main_tex.write_text("\\documentclass{article}\\begin{document}A sentence.\\end{document}")
    assert main(["read", str(tmp_path), "--out", str(main_tex)]) == 2
    assert "is what this command reads" in capsys.readouterr().err
    assert main_tex.read_text().startswith("\\documentclass")


@pytest.mark.parametrize("content", [b"", b"just words", b"%PDF-1.7\n", b"\x1f\x8b\x08"])
def test_what_cannot_be_read_ends_in_one_line(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    assert main(["read", str(file)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert str(file) in printed.err


def test_only_a_pdf_has_pages_to_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.json"
    file.write_text(to_json(Document(source=Source(scheme="file", id="a"))))
    assert main(["read", str(file), "--page", "1", "--png", str(tmp_path / "a.png")]) == 2
    assert "no PDF and has no pages" in capsys.readouterr().err
    assert not (tmp_path / "a.png").exists()


def test_pages_that_could_not_be_read_are_named_and_the_rest_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = pymupdf.open(stream=typeset(SAMPLES[0]), filetype="pdf")
    document.update_stream(document[1].get_contents()[0], b"q " * 200_000)
    file = tmp_path / "broken.pdf"
    document.save(file)
    assert main(["read", str(file)]) == 0
    printed = capsys.readouterr()
    assert [unread["page"] for unread in json.loads(printed.out)["unread"]] == [2]
    assert "pages, 1 unread" in printed.err
    assert "page 2: " in printed.err


def test_groups_of_cells_are_drawn_each_in_its_colour(paper: Path, tmp_path: Path) -> None:
    from synth.reading.pdf.drawing import draw_cells

    boxes = [Box(x0=100, y0=100 + 20 * line, x1=140, y1=112 + 20 * line) for line in range(2)]
    elsewhere = Box(x0=100, y0=300, x1=140, y1=312, page=2)
    draw_cells(paper, 1, [("printed: 8.2", boxes[:1]), ("computed from", [boxes[1], elsewhere])], tmp_path / "cells.png", scale=1)
    drawn, plain = pymupdf.Pixmap(str(tmp_path / "cells.png")), pymupdf.open(paper)[0].get_pixmap(dpi=72)

    def changed(box: Box) -> bool:
        x, y = round(box.x0 + box.x1) // 2, round(box.y0 + box.y1) // 2
        return bool(drawn.pixel(x, y) != plain.pixel(x, y))

    assert [changed(box) for box in boxes] == [True, True]
    assert not changed(elsewhere)  # it is on another page
