"""What belongs to figures and tables of a PDF though it is set like text: captions of parts, framed prose, centred words of a drawing."""

from __future__ import annotations

from typed_pages import FILLER, Typed, asides, headings, page, read, sentences

from synth.reading.pdf.page import Stroke

FRAMED = """
    Source: The river was higher than it had been on all of the days before
    this one, and so nobody wrote it down in the book of the first week.
"""


def framed(typed: Typed, top: float, bottom: float) -> Typed:
    typed.strokes += [Stroke(60, y, 440, y + 0.4) for y in (top, bottom)] + [Stroke(x, top, x + 0.4, bottom + 0.4) for x in (60, 439.6)]
    return typed


def test_the_caption_of_a_figures_part_is_no_sentence() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("Figure 1: Weights by day.", 160, 300, size=9)
    typed.line("(a) Weights of the first week", 195, 330, size=8).line("(b) Weights of the second week", 195, 345, size=8)
    document = read(typed.column(FILLER, 50, 380, right=450))
    assert len(sentences(document)) == 2
    assert "(a) Weights of the first week" in " ".join(asides(document, "caption"))


def test_an_item_with_a_letter_in_the_type_of_the_text_is_text() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("Figure 1: Weights by day.", 160, 300, size=9)
    typed.column(FILLER, 50, 380, right=450).line("(a) The weights of the first week are the lower ones.", 62, 450)
    assert sentences(read(typed))[-1] == "(a) The weights of the first week are the lower ones."


def test_prose_in_a_frame_below_a_caption_is_the_tables_and_its_bold_words_are_no_headings() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("Table 1: Examples of what was written.", 140, 300, size=9)
    lines = FRAMED.strip().splitlines()
    typed.line(lines[0], 70, 325, right=430, bold=1).line(lines[1], 70, 337)
    document = read(framed(typed, 312, 345).column(FILLER, 50, 380, right=450))
    assert not headings(document)
    assert not any("nobody" in sentence for sentence in sentences(document))
    assert any("nobody" in text for text in asides(document, "figure"))


def test_prose_in_a_frame_far_from_every_caption_is_text() -> None:
    typed = page().column(FILLER, 50, 100, right=450).line("Table 1: Examples of what was written.", 140, 600, size=9)
    document = read(framed(typed.column(FRAMED, 70, 325, right=430), 312, 345).column(FILLER, 50, 380, right=450))
    assert any("nobody" in sentence for sentence in sentences(document))


def test_centred_lines_of_words_above_a_caption_are_no_prose() -> None:
    typed = page().column(FILLER, 50, 60, right=350).line("River A: It was high on the days.", 110, 160)
    typed.line("River B: It was low on all of the days.", 98, 174).line("Figure 1: What was seen of two rivers.", 100, 200, size=9)
    document = read(typed.column(FILLER, 50, 240, right=350))
    assert len(sentences(document)) == 2
    assert asides(document, "figure") == ["River A: It was high on the days. River B: It was low on all of the days."]


def test_where_a_figure_comes_from_is_said_in_no_sentence() -> None:
    typed = (
        page()
        .line("Figura 1: Pesos.", 200, 90, size=9)
        .column(FILLER, 50, 110, right=450)
        .line("Fonte: Elaborado pelo autor, 2024.", 180, 200, size=8)
    )
    document = read(typed.column(FILLER, 50, 230, right=450))
    assert len(sentences(document)) == 2
    assert asides(document, "footnote") == ["Fonte: Elaborado pelo autor, 2024."]
