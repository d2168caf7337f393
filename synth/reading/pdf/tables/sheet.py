"""A page as its text runs: one set sideways is turned upright before its tables are read, and their boxes are turned back."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import msgspec

from synth.reading.pdf.page import Page, Stroke, Word
from synth.records import Box, Table

ENOUGH = 10  # words set sideways: fewer are labels
MOST = 0.6  # share of the words that run sideways on a page that is set sideways


class Sheet(Protocol):
    """What the reading of tables needs of a page."""

    @property
    def number(self) -> int: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def words(self) -> list[Word]: ...
    @property
    def strokes(self) -> list[Stroke]: ...
    @property
    def dashes(self) -> list[Stroke]: ...


class Turned(NamedTuple):
    """A page turned upright."""

    number: int
    width: float
    height: float
    words: list[Word]
    strokes: list[Stroke]
    dashes: list[Stroke]


def sideways(page: Page) -> list[int]:
    """The turns, 90 or 270, that enough words of the page have for a table to be set so."""
    turns = [word[10] for word in page.words]
    return [turn for turn in (90, 270) if turns.count(turn) >= ENOUGH]


def turns_away(page: Page) -> bool:
    """Whether most of the page runs sideways, so that nothing upright on it can be a table."""
    turns = [word[10] for word in page.words]
    return any(turns.count(turn) > MOST * max(len(turns), 1) for turn in (90, 270))


def turned(page: Page, turn: int) -> Turned:
    """The page with the words that run upwards (90) or downwards (270) made upright, and upright ones turned away."""
    words = []
    for word in page.words:
        x0, y0, x1, y1 = _turn(word.x0, word.y0, word.x1, word.y1, page, turn)
        base = word.base if turn == 90 else page.width - word.base
        words.append(word._replace(x0=x0, y0=y0, x1=x1, y1=y1, base=base, turn=(word.turn - turn) % 360))
    strokes = [Stroke(*_turn(*stroke, page, turn)) for stroke in page.strokes]
    dashes = [Stroke(*_turn(*stroke, page, turn)) for stroke in page.dashes]
    return Turned(page.number, page.height, page.width, words, strokes, dashes)


def turned_back(table: Table, page: Page, turn: int) -> Table:
    """The table with its boxes where they stand on the page."""
    cells = tuple(msgspec.structs.replace(cell, box=_back(cell.box, page, turn)) for cell in table.cells)
    return msgspec.structs.replace(table, cells=cells, box=_back(table.box, page, turn))


def _turn(x0: float, y0: float, x1: float, y1: float, page: Page, turn: int) -> tuple[float, float, float, float]:
    if turn == 90:
        return page.height - y1, x0, page.height - y0, x1
    return y0, page.width - x1, y1, page.width - x0


def _back(box: Box | None, page: Page, turn: int) -> Box | None:
    if box is None:
        return None
    if turn == 90:
        return Box(x0=box.y0, y0=round(page.height - box.x1, 2), x1=box.y1, y1=round(page.height - box.x0, 2))
    return Box(x0=round(page.width - box.y1, 2), y0=box.x0, x1=round(page.width - box.y0, 2), y1=box.x1)
