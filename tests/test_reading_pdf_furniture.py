"""What stands at the edges of pages: numbers and running lines leave the text, what is beside them stays. Pages are typed word by word."""

from __future__ import annotations

from typed_pages import FILLER, PITCH, Typed, asides, headings, page, read, sentences

from synth.reading.pdf.page import BOLD


def numbered(number: int) -> Typed:
    return page(number).column(FILLER, 50, 110, right=450).line(str(number), 250, 760)


def test_the_number_of_a_section_at_the_head_of_a_page_is_no_page_number() -> None:
    second = page(2).line("3", 50, 92, size=14, style=BOLD).line("Weights", 72, 92, size=14, style=BOLD)
    fourth = page(4).line("5", 50, 92, size=14, style=BOLD).line("Scales", 72, 92, size=14, style=BOLD)
    for typed, number in ((second, "2"), (fourth, "4")):
        typed.column(FILLER, 50, 116, right=450).line(number, 250, 760)
    document = read(numbered(1), second, numbered(3), fourth, *(numbered(at) for at in (5, 6, 7, 8)))
    assert headings(document) == [("3", "Weights"), ("5", "Scales")]
    assert asides(document, "page number") == [str(at) for at in range(1, 9)]


def test_a_line_of_text_as_high_as_a_label_that_figures_share_is_text() -> None:
    def drawn(number: int, first: str) -> Typed:
        typed = page(number).line("State of a scale", 60, 100, size=8).line("open", 60, 110, size=8)
        typed.column(f"{first} at the head of its second column\n{FILLER}", 320, 100, right=560)
        return typed.column(FILLER, 50, 300, right=290)

    document = read(numbered(1), drawn(2, "going on"), drawn(3, "and once more"))
    assert document.text.count("at the head of its second column") == 2


def test_a_page_number_above_what_the_publisher_prints_is_one() -> None:
    first = page(1).column(FILLER, 50, 100, right=450).line("The river has", 50, 100 + 5 * PITCH)
    first.line("11", 250, 720).line("Proceedings of the Meeting on Rivers, pages 11–14", 150, 750, size=8)
    first.line("Somewhere, May 1. Copyright 2018 by its authors", 150, 760, size=8)
    others = [page(at).column(FILLER, 50, 130, right=450).line(str(at + 10), 250, 720) for at in (2, 3, 4)]
    document = read(first, *others)
    assert asides(document, "page number") == ["11", "12", "13", "14"]
    assert not any("11" in sentence for sentence in sentences(document))
