"""Lines drawn in pieces are one line, with both of its ends."""

from __future__ import annotations

import pymupdf

from synth.reading.pdf.opening import open_pdf, pages
from synth.reading.pdf.page import Stroke


def strokes(*lines: tuple[float, float, float, float]) -> list[Stroke]:
    """The lines of a page on which these are drawn, from one point to another."""
    with pymupdf.open() as made:
        page = made.new_page(width=400, height=400)
        for x0, y0, x1, y1 in lines:
            page.draw_line((x0, y0), (x1, y1), width=0.4)
        page.insert_text((60, 40), "The words of a page.")
        data = made.tobytes()
    with open_pdf(data) as opened:
        return [stroke for one in pages(opened, []) for stroke in one.strokes]


def test_pieces_of_a_level_line_a_hair_apart_in_height_keep_both_ends() -> None:
    (line,) = strokes((200, 100.2, 300, 100.2), (60, 100.3, 200, 100.3))
    assert (round(line.x0), round(line.x1)) == (60, 300)


def test_pieces_of_an_upright_line_a_hair_apart_keep_both_ends() -> None:
    (line,) = strokes((100.2, 200, 100.2, 300), (100.3, 60, 100.3, 200))
    assert (round(line.y0), round(line.y1)) == (60, 300)


def test_lines_on_one_height_with_room_between_them_are_two() -> None:
    level = strokes((200, 100.2, 300, 100.2), (60, 100.3, 150, 100.3))
    assert sorted((round(line.x0), round(line.x1)) for line in level) == [(60, 150), (200, 300)]
    upright = strokes((100.2, 200, 100.2, 300), (100.3, 60, 100.3, 150))
    assert sorted((round(line.y0), round(line.y1)) for line in upright) == [(60, 150), (200, 300)]
