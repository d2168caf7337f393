"""What a reader makes of a table: cells in place and the lines between them, before anything is named."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from synth.records import Box


class Slot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One printed cell: its place in the grid, how far it spans, and what is printed there."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lowered: str = ""  # what is set below the line beside it: a spread
    note: str = ""  # raised marks
    marks: tuple[str, ...] = ()  # bold, underline, italic
    indent: int = 0  # steps that a label is set in, under the label above it
    head: bool | None = None  # the file says that it is a heading, or is none; None where it does not say
    page: int | None = None
    box: Box | None = None


class Rule(NamedTuple):
    """A line above row `row`, over the columns from `first` up to `end`."""

    row: int
    first: int
    end: int


class Grid(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a reader makes of a table: its cells in place, the lines between them, its number and its caption."""

    slots: tuple[Slot, ...]
    rules: tuple[Rule, ...] = ()
    label: str = ""  # "Table 2"
    caption: str = ""
    page: int | None = None
    box: Box | None = None
    doubts: tuple[str, ...] = ()
