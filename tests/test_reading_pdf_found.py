"""Pages that were once read wrong, made again: each keeps what a reviewer found."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
import typst

from synth.reading.documents import read_document
from synth.reading.sentences import split_sentences
from synth.records import Document

GRID = (
    "table(columns: 3, stroke: none, table.hline(), [Model], [Dev], [Test], table.hline(), "
    "[BERT], [71.2], [70.1], [GPT], [75.6], [74.5], table.hline())"
)
PROSE = "We read a page as it is shown to a person, whichever way its file has turned it. Then we look for the table below it. " * 4


def made(tmp_path: Path, source: str) -> Path:
    typ, pdf = tmp_path / "made.typ", tmp_path / "made.pdf"
    typ.write_text("#show figure.where(kind: table): set figure.caption(position: top)\n" + source, encoding="utf-8")
    pdf.write_bytes(typst.compile(str(typ)))
    return pdf


def cells(document: Document) -> dict[tuple[str, str, str], str]:
    return {(t.label, " > ".join(c.row), " > ".join(c.column)): c.text for t in document.tables for c in t.cells if not c.label}


@pytest.mark.parametrize("caption", ["mBERT results.", "p values", "Results of both models"])
def test_a_caption_may_begin_as_it_likes(tmp_path: Path, caption: str) -> None:
    document = read_document(made(tmp_path, f"{PROSE}\n#figure({GRID}, caption: [{caption}])\n{PROSE}"), bounded=False)
    assert cells(document)["Table 1", "GPT", "Test"] == "74.5"


def test_a_table_set_sideways_on_an_upright_page(tmp_path: Path) -> None:
    document = read_document(
        made(tmp_path, f"{PROSE}\n#rotate(-90deg, reflow: true, figure({GRID}, caption: [Scores of two models.]))"), bounded=False
    )
    assert cells(document)["Table 1", "BERT", "Dev"] == "71.2"
    assert len(document.sentences) == 8


def test_a_page_that_its_file_turns_is_read_as_it_is_shown(tmp_path: Path) -> None:
    upright = made(tmp_path, f"{PROSE}\n#figure({GRID}, caption: [Scores of two models.])")
    with pymupdf.open(upright) as source, pymupdf.open() as turned:
        page = turned.new_page(width=source[0].rect.height, height=source[0].rect.width)
        page.show_pdf_page(page.rect, source, 0, rotate=90)
        page.set_rotation(90)
        turned.save(tmp_path / "turned.pdf")
    one, other = read_document(upright, bounded=False), read_document(tmp_path / "turned.pdf", bounded=False)
    assert cells(one) == cells(other) != {}
    assert [sentence.text for sentence in one.sentences] == [sentence.text for sentence in other.sentences]


def test_a_page_with_damaged_content_is_named(tmp_path: Path) -> None:
    good = made(tmp_path, f"{PROSE}\n#pagebreak()\n{PROSE}")
    with pymupdf.open(good) as document:
        document.update_stream(document[1].get_contents()[0], b"BT (unclosed q 1 0 0 Tf ]] >> zz")
        document.save(tmp_path / "broken.pdf")
    read = read_document(tmp_path / "broken.pdf", bounded=False)
    assert len(read.sentences) == 8
    assert [unread.page for unread in read.unread] == [2] or 2 in [unread.page for unread in read.unread]


def test_parts_of_a_table_side_by_side_are_each_read(tmp_path: Path) -> None:
    side = f"grid(columns: 2, gutter: 3em, [#{GRID} (a) First], [#{GRID.replace('71.2', '11.2')} (b) Second])"
    document = read_document(made(tmp_path, f"{PROSE}\n#figure({side}, kind: table, caption: [Two parts.])\n{PROSE}"), bounded=False)
    read = cells(document)
    assert (read["Table 1a", "BERT", "Dev"], read["Table 1b", "BERT", "Dev"]) == ("71.2", "11.2")


def test_stops_in_a_row_end_no_sentence() -> None:
    text = "We take x1, . . . , xN and y1, . . . , yM. Then we stop ."
    assert [text[start:end] for start, end in split_sentences(text)] == ["We take x1, . . . , xN and y1, . . . , yM.", "Then we stop ."]


def test_the_number_of_an_item_opens_its_sentence() -> None:
    text = "We show three things. (i) We find it. (ii) We keep it, as in Eq. (1) of Roe et al. (2020)."
    assert [text[start:end] for start, end in split_sentences(text)][1:] == [
        "(i) We find it.",
        "(ii) We keep it, as in Eq. (1) of Roe et al. (2020).",
    ]
