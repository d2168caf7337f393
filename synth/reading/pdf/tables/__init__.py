"""Tables from the words of a page: captions, then regions, then rows and columns, then the grid that `table_of` reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from synth.reading.pdf.page import Page, Stroke
from synth.reading.pdf.tables.captions import Caption, Line, find_captions, lines_of, may_announce
from synth.reading.pdf.tables.carried import Carried, carried, gone_on, rest_of
from synth.reading.pdf.tables.continuing import settled
from synth.reading.pdf.tables.grids import grid_of
from synth.reading.pdf.tables.regions import find_regions
from synth.reading.pdf.tables.sheet import Sheet, sideways, turned, turned_back, turns_away
from synth.reading.pdf.tables.uncaptioned import find_uncaptioned, may_stand_alone
from synth.reading.pdf.tables.uncaptioned.rows import Found
from synth.reading.tables import Grid, table_of
from synth.reading.tables.marks import with_marks
from synth.records import Table


class FoundTable(NamedTuple):
    """A table with the positions on the page of its words, and of those of its caption."""

    table: Table
    words: frozenset[int]
    caption: frozenset[int]
    alone: Found | None = None  # one without a caption, which may go on over the page
    grid: Grid | None = None  # of one with a caption
    carried: Carried | None = None  # one with a caption that may go on over the page
    rest: bool = False  # the whole of the last one of the page before, which went on here


def read_tables(given: Iterable[Page]) -> list[Table]:
    """The tables of pages that follow each other, those with a caption made whole."""
    found: list[Table] = []
    before: list[FoundTable] = []
    for page in given:
        before = find_tables(page, before)
        add_tables(found, before)
    return list(with_marks(found, ""))


def add_tables(found: list[Table], on_page: Sequence[FoundTable]) -> None:
    """Adds the tables of a page to those of the pages before it; the whole of one that went on here takes the place of its beginning."""
    for one in on_page:
        if one.rest:
            found[next(at for at in range(len(found) - 1, -1, -1) if found[at].label == one.table.label)] = one.table
        else:
            found.append(one.table)


def find_tables(page: Page, before: Sequence[FoundTable] = ()) -> list[FoundTable]:
    """The tables of a page, from the top, each bound to its caption; those of a page set sideways too. Those without a caption come last.

    `before` are those of the page before, of which the last may go on here.
    """
    away = turns_away(page)
    seen = _Seen(page)
    found = [] if away else _found(seen)
    last = next((one.carried for one in before if one.carried and one.carried.page + 1 == page.number), None)
    if last and not away:
        found = _gone_on(seen, found, last)
    for turn in sideways(page):
        if not may_announce([word for word in page.words if word.turn == turn]):
            continue  # the numbers beside an axis, as a rule: to turn the page costs more than to ask
        found += [one._replace(table=turned_back(one.table, page, turn), carried=None) for one in _found(_Seen(turned(page, turn)))]
    if away:
        return found
    return [*found, *_alone(seen, found, next((one.alone for one in reversed(before) if one.alone), None))]


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
            found.append(_captioned(*made, frozenset(region.caption.words if region.caption else ()), lines, page.number))
    return found


def _captioned(grid: Grid, words: frozenset[int], caption: frozenset[int], lines: Sequence[Line], page: int) -> FoundTable:
    return FoundTable(table_of(grid), words, caption, grid=grid, carried=carried(grid, lines, page))


def _gone_on(seen: _Seen, found: list[FoundTable], before: Carried) -> list[FoundTable]:
    """The tables of a page, the one before them made whole with its rest if it goes on here."""
    number = seen.page.number
    for at, one in enumerate(found):
        if one.grid and (whole := gone_on(before, one.grid)):
            return [*found[:at], _captioned(whole, one.words, one.caption, seen.lines, number)._replace(rest=True), *found[at + 1 :]]
    rest = rest_of(before, seen.page, seen.lines, seen.captions, seen.level, seen.upright)
    if rest is None or any(rest[1] & one.words for one in found):
        return found
    return [_captioned(*rest, frozenset(), seen.lines, number)._replace(rest=True), *found]
