"""Tables from the words of a page: captions, then regions, then rows and columns, then the grid that `table_of` reads."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from synth.reading.pdf.page import Page, Stroke
from synth.reading.pdf.tables.captions import Caption, Line, find_captions, lines_of, may_announce
from synth.reading.pdf.tables.continuing import settled
from synth.reading.pdf.tables.grids import grid_of
from synth.reading.pdf.tables.regions import find_regions
from synth.reading.pdf.tables.sheet import Sheet, sideways, turned, turned_back, turns_away
from synth.reading.pdf.tables.uncaptioned import find_uncaptioned, may_stand_alone
from synth.reading.pdf.tables.uncaptioned.rows import Found
from synth.reading.tables import table_of
from synth.records import Table


class FoundTable(NamedTuple):
    """A table with the positions on the page of its words, and of those of its caption."""

    table: Table
    words: frozenset[int]
    caption: frozenset[int]
    alone: Found | None = None  # one without a caption, which may go on over the page


def find_tables(page: Page, before: Found | None = None) -> list[FoundTable]:
    """The tables of a page, from the top, each bound to its caption; those of a page set sideways too. Those without a caption come last.

    `before` is the table without a caption that the page before ends with: it may go on here.
    """
    away = turns_away(page)
    seen = _Seen(page)
    found = [] if away else _found(seen)
    for turn in sideways(page):
        if not may_announce([word for word in page.words if word.turn == turn]):
            continue  # the numbers beside an axis, as a rule: to turn the page costs more than to ask
        found += [one._replace(table=turned_back(one.table, page, turn)) for one in _found(_Seen(turned(page, turn)))]
    if away:
        return found
    return [*found, *_alone(seen, found, before)]


class _Seen:
    """A page with its lines, its captions and the lines drawn on it, each found when first asked for."""

    def __init__(self, page: Sheet) -> None:
        self.page = page

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.page)

    @cached_property
    def level(self) -> list[Stroke]:
        return [stroke for stroke in self.page.strokes if stroke.level]

    @cached_property
    def upright(self) -> list[Stroke]:
        return [stroke for stroke in self.page.strokes if not stroke.level]

    @cached_property
    def captions(self) -> list[Caption]:
        return find_captions(self.page, self.lines, self.level)


def _alone(seen: _Seen, found: list[FoundTable], before: Found | None) -> list[FoundTable]:
    taken = frozenset[int]().union(*(one.words | one.caption for one in found))
    if not (before or may_stand_alone(seen.page.words, taken)):
        return []
    alone = find_uncaptioned(seen.page, seen.captions, taken, seen.level, seen.upright, before)
    return [FoundTable(settled(one), one.words, frozenset(), one) for one in alone]


def _found(seen: _Seen) -> list[FoundTable]:
    page = seen.page
    if not may_announce(page.words):
        return []
    lines = seen.lines
    if not any(caption.what == "table" for caption in find_captions(page, lines, [])):
        return []
    level, upright, captions = seen.level, seen.upright, seen.captions
    found: list[FoundTable] = []
    for region in find_regions(page, lines, captions, level):
        made = grid_of(page, region, level, upright)
        if made is not None:
            grid, words = made
            found.append(FoundTable(table_of(grid), words, frozenset(region.caption.words if region.caption else ())))
    return found
