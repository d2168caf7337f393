"""What every file format is read into before anyone asks what it means: blocks of text, in the order of the file.

A block knows the line it starts on and, where the format is itself text, the characters it takes up. It does not know
whether it is a claim, a reference or an abstract: `synth.reports.prose` decides that.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from synth.reading.bibliography.marks import Link

Kind = Literal["heading", "paragraph", "item", "table", "code", "note"]


class ReportError(ValueError):
    """A report cannot be read; the message is one line that says what, where, and what to do."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A heading, a paragraph, an item of a list, a table, a listing or a note, with what a reader sees of it."""

    kind: Kind
    text: str  # what a reader sees; the markup of the format is gone
    line: int  # from 1; of a docx, a PDF or LaTeX, the number of the paragraph
    level: int = 0  # of a heading from 1; of an item its depth from 1; of a paragraph the depth of the item it continues
    label: str = ""  # number of an item ("3"), name of a note ("7")
    cells: tuple[tuple[Block, ...], ...] = ()  # of a table, row by row
    links: tuple[Link, ...] = ()  # of HTML, docx and LaTeX, where the text no longer shows them
    anchors: tuple[str, ...] = ()  # names under which links of the same file find this block
    span: tuple[int, int] | None = None  # characters of the file's text, end excluded; none for what is not read as text

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The texts of a table's cells, row by row; empty for any other block."""
        return tuple(tuple(cell.text for cell in row) for row in self.cells)
