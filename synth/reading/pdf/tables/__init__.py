"""Tables from the words of a page: captions, then regions, then rows and columns, then the grid that `table_of` reads."""

from __future__ import annotations

from typing import NamedTuple

from synth.reading.pdf.page import Page
from synth.reading.pdf.tables.captions import find_captions, lines_of
from synth.reading.pdf.tables.grids import grid_of
from synth.reading.pdf.tables.regions import find_regions
from synth.reading.pdf.tables.sheet import Sheet, turn_of, turned, turned_back
from synth.reading.tables import table_of
from synth.records import Table


class FoundTable(NamedTuple):
    """A table with the positions on the page of its words, and of those of its caption."""

    table: Table
    words: frozenset[int]
    caption: frozenset[int]


def find_tables(page: Page) -> list[FoundTable]:
    """The tables of a page, from the top, each bound to its caption; those of a page set sideways too."""
    sideways = turn_of(page)
    if sideways:
        return [found._replace(table=turned_back(found.table, page, sideways)) for found in _found(turned(page, sideways))]
    return _found(page)


def _found(page: Sheet) -> list[FoundTable]:
    lines = lines_of(page)
    if not any(caption.what == "table" for caption in find_captions(page, lines, [])):
        return []
    level = [stroke for stroke in page.strokes if stroke.level]
    upright = [stroke for stroke in page.strokes if not stroke.level]
    captions = find_captions(page, lines, level)
    found: list[FoundTable] = []
    for region in find_regions(page, lines, captions, level):
        made = grid_of(page, region, level, upright)
        if made is not None:
            grid, words = made
            found.append(FoundTable(table_of(grid), words, frozenset(region.caption.words if region.caption else ())))
    return found
