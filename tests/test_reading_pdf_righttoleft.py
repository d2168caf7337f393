"""Pages that are read from the right: their words, lines and paragraphs come in the order in which they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed_pages import FILLER, page, read, sentences

from synth.reading.pdf.reading import read_pdf

TEXT = (
    "هذه هي الجملة الأولى من النص الذي كتبناه هنا لكي نرى ترتيب الكلمات في السطر.",
    "وتلك جملة أخرى منه وفيها رقم 42 وكلمة BERT في وسطها.",
    "ثم تأتي جملة ثالثة.",
    "هنا تبدأ فقرة جديدة وهي قصيرة جدا.",
)


def test_an_arabic_page_reads_as_it_was_written(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    source = (
        '#set page(width: 400pt, height: 500pt)\n#set text(font: "DejaVu Sans", size: 10pt, lang: "ar", dir: rtl)\n'
        f"#set par(justify: true)\n= مقدمة\n{TEXT[0]} {TEXT[1]} {TEXT[2]}\n\n{TEXT[3]}\n"
    )
    file = tmp_path / "arabic.pdf"
    file.write_bytes(typst.compile(source.encode()))
    document = read_pdf(file)
    if not any("هنا" in sentence.text for sentence in document.sentences):
        pytest.skip("no font here has Arabic letters")
    assert tuple(sentence.text for sentence in document.sentences) == TEXT
    assert [section.title for section in document.sections] == ["مقدمة"]
    assert document.language == "ar"


def test_pieces_of_a_line_are_joined_from_the_right() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("לכולם שלום", 400, 200).line("BERT base", 330, 200).line(". עולם", 280, 200)
    assert sentences(read(typed))[-1] == "שלום לכולם BERT base עולם."


def test_a_letter_of_mathematics_turns_no_line() -> None:
    typed = (
        page().line("א is the least of all that were", 50, 100).line("written down by hand.", 50, 112).column(FILLER, 50, 140, right=450)
    )
    assert sentences(read(typed))[0] == "א is the least of all that were written down by hand."
