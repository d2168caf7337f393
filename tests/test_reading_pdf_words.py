"""Words and captions that files set oddly, typed word by word: ligatures without names, drawn underscores, captions of manuscripts."""

from __future__ import annotations

import pymupdf
import pytest
import typst
from typed_pages import Typed

from synth.reading.pdf.ligatures import with_ligatures
from synth.reading.pdf.opening import open_pdf, pages
from synth.reading.pdf.page import RAISED, Stroke, Word
from synth.reading.pdf.tables import find_tables
from synth.reading.pdf.tables.captions import find_captions, lines_of
from synth.reading.pdf.tables.underscores import underscored

SIZE = 10.0  # points
LETTER = 5.0  # points: as wide is each letter typed here


def words(*texts: str, gap: float = 3.0, style: int = 0, base: float = 100.0) -> list[Word]:
    """The words of one line, `gap` points apart."""
    found: list[Word] = []
    x = 50.0
    for text in texts:
        end = x + LETTER * len(text)
        found.append(Word(x, base - 8, end, base + 2, text, base, SIZE, style, 0, 0, 0))
        x = end + gap
    return found


def captions(page: Typed) -> list[str]:
    return [f"{caption.label}. {caption.text}" for caption in find_captions(page, lines_of(page), page.strokes)]


# --- ligatures ---


@pytest.mark.parametrize(
    ("parts", "text", "read"),
    [
        (["di", "erence", "seen"], "di\x1berence seen", ["difference", "seen"]),
        (["di", "erence", "seen"], "di\x0berence seen", ["difference", "seen"]),
        (["ve", "rst"], "\x1cve \x1crst", ["five", "first"]),
        (["a", "ord", "o", "ce"], "a\x0bord o\x0ece", ["afford", "office"]),
        (["all", "sti", "ness"], "all sti\x0bness", ["all", "stiffness"]),
    ],
)
def test_words_that_a_nameless_ligature_parts_are_whole(parts: list[str], text: str, read: list[str]) -> None:
    whole = with_ligatures(words(*parts), {0: text})
    assert [word.text for word in whole] == read
    assert whole[-1].x1 == words(*parts)[-1].x1


def test_a_word_that_a_ligature_opens_begins_before_its_first_letter() -> None:
    (word,) = with_ligatures(words("ve"), {0: "\x1cve"})
    assert word.x0 < words("ve")[0].x0


def test_a_line_whose_text_is_another_keeps_its_words() -> None:
    for text in ("di\x1berent seen", "di\x1berence", "di\x1berence seen here"):
        assert [word.text for word in with_ligatures(words("di", "erence", "seen"), {0: text})] == ["di", "erence", "seen"]


def test_raised_words_are_joined_by_no_ligature() -> None:
    assert len(with_ligatures(words("a", "b", style=RAISED), {0: "a\x1bb"})) == 2


# --- underscores ---


def foot(x0: float, wide: float, y: float = 101.0) -> Stroke:
    return Stroke(x0, y, x0 + wide, y + 0.4)


def joined(parts: list[Word], *dashes: Stroke) -> list[str]:
    read, kept = underscored(parts, list(range(len(parts))), dashes)
    return [read[at].text for at in kept]


def test_words_with_a_short_line_between_their_feet_are_one_with_an_underscore() -> None:
    one, other, *_ = parts = words("svae", "px", "here", gap=4.0)
    assert joined(parts, foot(one.x1 + 0.2, 3.6)) == ["svae_px", "here"]
    assert joined(parts, foot(one.x1 + 0.2, 3.6), foot(other.x1 + 0.2, 3.6)) == ["svae_px_here"]


@pytest.mark.parametrize(
    "dash",
    [
        foot(70.2, 3.6, y=97.0),  # a minus sign
        foot(70.2, 3.6, y=104.0),  # of the row below
        foot(30.0, 80.0),  # a line below both words
        foot(50.0, 3.6),  # below the first one
        foot(72.5, 1.0),  # a dot
    ],
)
def test_other_lines_near_two_words_join_nothing(dash: Stroke) -> None:
    assert joined(words("svae", "px", gap=4.0), dash) == ["svae", "px"]


def test_words_in_two_lines_are_joined_by_no_underscore() -> None:
    (one,), other = words("svae"), words("", "px", base=110.0, gap=24.0)[1]
    assert joined([one, other], foot(one.x1 + 0.2, 3.6)) == ["svae", "px"]


# --- lines ---


def test_a_picture_one_dot_high_is_a_line() -> None:
    with pymupdf.open() as made:
        page = made.new_page(width=400, height=400)
        page.insert_text((60, 60), "Some text.")
        dots = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 200, 1))
        dots.clear_with(0)
        page.insert_image((60, 100, 260, 101), pixmap=dots, keep_proportion=False)
        data = made.tobytes()
    with open_pdf(data) as opened:
        (read,) = pages(opened, [])
        (stroke,) = read.strokes
    assert (round(stroke.x0), round(stroke.x1), round(stroke.y0)) == (60, 260, 100)


# --- words ---


def test_a_word_that_another_font_sets_a_blank_behind_a_sign_is_its_own() -> None:
    source = b"#set page(width: 200pt, height: 100pt)\na $->$#h(4pt)end"
    with open_pdf(typst.compile(source, format="pdf", ignore_system_fonts=True)) as opened:
        (read,) = pages(opened, [])
        assert [word.text for word in read.words][:3] == ["a", "→", "end"]


ROWS = [
    ("Those of the town", "those by the river", "all the others"),
    ("came by day", "went by night", "were not seen there"),
    ("spoke of the banks", "of the boats", "of nothing at all"),
    ("said a word", "said no word", "said it again twice"),
]


def test_words_that_wide_blanks_part_are_cells_and_no_prose() -> None:
    page = Typed().line("Table 1. What was said of the river.", 50, 100)
    for number, row in enumerate(ROWS, start=1):
        for x, text in zip((50, 180, 310), row, strict=True):
            page.line(text, x, 104 + 12 * number)
        page.words = [word._replace(line=number) if word.base == 104 + 12 * number else word for word in page.words]
    page.strokes = [Stroke(50, y, 420, y + 0.4) for y in (106, 120, 158)]
    (found,) = find_tables(page)
    assert [cell.text for cell in found.table.cells] == [text for row in ROWS for text in row]


# --- captions ---

PROSE = "The words of this line are set as those of all the prose on a page."
FIRST, SECOND = (
    "Table 1. What the people of the two towns said of the river and",
    "of its banks when they were asked for it in the second week.",
)


def manuscript(*, step: float) -> Typed:
    """A page whose prose is set `step` points from line to line, and as far the two lines of a caption."""
    typed = Typed()
    for line in range(8):
        typed.line(PROSE, 50, 60 + line * step)
    return typed.line(FIRST, 50, 350).line(SECOND, 50, 350 + step)


@pytest.mark.parametrize("step", [12.0, 24.0])
def test_the_lines_of_a_caption_are_as_far_apart_as_those_of_the_prose(step: float) -> None:
    assert captions(manuscript(step=step)) == [f"{FIRST} {SECOND}"]


def test_a_line_further_from_a_caption_than_the_prose_is_set_is_none_of_it() -> None:
    typed = Typed()
    for line in range(8):
        typed.line(PROSE, 50, 60 + line * 12)
    assert captions(typed.line(FIRST, 50, 350).line(SECOND, 50, 374)) == [FIRST]


def test_what_stands_below_a_label_alone_is_its_caption_at_a_manuscripts_distance() -> None:
    assert captions(Typed().line("Table 1", 50, 350).line("What was said.", 50, 374)) == ["Table 1. What was said."]


def test_a_cell_that_names_a_figure_is_no_caption() -> None:
    row = Typed().line("Fig. 1", 50, 350).line("a river", 150, 350).line("3.5", 250, 350)
    assert captions(row) == []
    assert captions(Typed().line("Fig. 1", 50, 350)) == ["Fig. 1. "]


def test_a_row_of_cells_below_a_caption_is_none_of_it() -> None:
    assert captions(Typed().line(FIRST, 50, 350).line("The town", 50, 362).line("All people", 150, 362)) == [FIRST]
    assert captions(Typed().line(FIRST, 50, 350).line("The town.", 50, 362)) == [f"{FIRST} The town."]


def test_a_line_of_small_capitals_alone_goes_on_a_caption_that_holds_some() -> None:
    page = Typed().line("TABLE 1. WHAT THE PEOPLE SAID", 50, 350)
    page.words[3:] = [word._replace(size=8.0) for word in page.words[3:]]
    page.line("OF THE RIVER", 50, 361, size=8.0)
    assert captions(page) == ["TABLE 1. WHAT THE PEOPLE SAID OF THE RIVER"]
