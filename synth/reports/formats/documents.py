"""What the readers of papers make of a file, as the blocks of a report: title, headings, paragraphs, tables, references, notes.

Used for PDF and LaTeX. The line of a block is its number in reading order, as in a docx: neither format has lines of its own that a
person could look up. A table stands where it stands in the text; a caption is a paragraph before its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synth.reading.bibliography.marks import CITES, Link
from synth.records import Aside, Document, Reference, Table, Unread
from synth.reports.blocks import Block, Kind

MAX_AUTHOR = 80  # characters of a line that may be who wrote the report, where no person's name was read
MAX_CELLS = 200_000  # of one table, with those that are empty

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"(?:{_MONTH}\s\d{{1,2}},?\s|\d{{1,2}}\.?\s(?:de\s)?{_MONTH}\s(?:de\s)?)(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?"
)
_BULLET = re.compile(r"[•‣◦▪▫●○■□·*–—-]\s+")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,1000})[)\]]")
_NOTE_NUMBER = re.compile(r"\(?(\d{1,3})[).:]?\s*(?=\D)")


class Given(NamedTuple):
    """The blocks of a file, what it states of itself above its text, and what could not be read of it."""

    blocks: list[Block]
    author: str
    date: str
    cites: bool  # its text points to references
    unread: tuple[Unread, ...]


class Piece(NamedTuple):
    """A heading (with its level), a paragraph (level 0) or a table, in its place, with what its citations point to."""

    text: str
    level: int = 0
    links: tuple[Link, ...] = ()
    table: Table | None = None
    keys: frozenset[str] = frozenset()  # of citations in the table's cells that are printed as their keys
    references: bool = False  # the heading of a list of references


def given_by(document: Document, pieces: Iterable[Piece], keys: Sequence[str] = (), date: str = "") -> Given:
    """The blocks of a document whose text is `pieces`. References stand under the first heading that is theirs, each called by its key."""
    author, found = _author_and_date(document)
    return Given(_blocks_of(document, list(pieces), keys), author, date or found, bool(document.citations), document.unread)


def _author_and_date(document: Document) -> tuple[str, str]:
    """Who wrote it and when, from what stands between the title and the text."""
    said = " ".join(aside.text for aside in document.asides if aside.kind == "authors")
    dated = _DATE.search(said)
    rest = " ".join((said[: dated.start()] + said[dated.end() :]).split()) if dated else said
    authors = ", ".join(document.authors)
    return authors or (rest if len(rest) <= MAX_AUTHOR and "@" not in rest else ""), dated[0] if dated else ""


def _blocks_of(document: Document, pieces: list[Piece], keys: Sequence[str]) -> list[Block]:
    counted = _Counted()
    first = pieces[0] if pieces else None
    titled = first is not None and first.level > 0 and first.text.endswith(document.title)  # a chapter is its own title
    titled = titled and bool(document.title)
    if titled:
        pieces = pieces[1:]
    if document.title:
        counted.add("heading", document.title, level=1)
    listed = False
    for piece in pieces:
        if piece.table is not None:
            counted.table(piece.table, piece.keys)
        elif piece.level:
            counted.add("heading", piece.text, level=piece.level + 1)
        else:
            counted.add("paragraph", piece.text, links=piece.links)
        if piece.references and not listed:
            listed = True
            counted.references(document.references, keys)
    if document.references and not listed:
        counted.add("heading", "References", level=2)
        counted.references(document.references, keys)
    for note in document.asides:
        if note.kind == "footnote":
            counted.note(note)
    return counted.blocks


class _Counted:
    """Blocks, numbered as they come."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def add(self, kind: Kind, text: str, level: int = 0, links: tuple[Link, ...] = ()) -> None:
        if text.strip():
            self.blocks.append(Block(kind=kind, text=text, line=self.next(), level=level, links=links))

    def table(self, table: Table, keys: frozenset[str]) -> None:
        """The caption, and the cells by their places; one that spans stands where it begins."""
        caption = ": ".join(part for part in (table.label, table.caption) if part)
        self.add("paragraph", caption)
        places = {cell.at: cell for cell in table.cells if cell.at}
        if not places:
            return
        rows, columns = max(at[0] for at in places) + 1, max(at[1] for at in places) + 1
        if rows * columns > MAX_CELLS:
            return
        grid = []
        for row in range(rows):
            line = self.next()
            texts = [" ".join(f"{cell.text} {cell.note}".split()) if (cell := places.get((row, at))) else "" for at in range(columns)]
            grid.append(tuple(Block(kind="paragraph", text=text, line=line, links=_links_of(text, keys)) for text in texts))
        text = "\n".join(" | ".join(cell.text for cell in row) for row in grid)
        self.blocks.append(Block(kind="table", text=text, line=grid[0][0].line, cells=tuple(grid)))

    def references(self, references: Sequence[Reference], keys: Sequence[str]) -> None:
        for number, reference in enumerate(references):
            text = _BULLET.sub("", reference.text, count=1) if _BULLET.match(reference.text) else reference.text
            anchors = (f"ref-{keys[number]}",) if number < len(keys) else ()
            self.blocks.append(Block(kind="item", text=text, line=self.next(), level=1, label=reference.label, anchors=anchors))

    def note(self, note: Aside) -> None:
        number = _NOTE_NUMBER.match(note.text)
        text = note.text[number.end() :] if number else note.text
        self.blocks.append(Block(kind="note", text=text, line=self.next(), label=number[1] if number else ""))


def _links_of(text: str, keys: frozenset[str]) -> tuple[Link, ...]:
    """The brackets in a cell that hold nothing but keys of what is cited, as links to it."""
    found = []
    for bracket in _BRACKET.finditer(text) if keys else ():
        named = [key.strip() for key in re.split("[;,]", bracket[1])]
        if all(key in keys for key in named):
            found.append(Link(bracket.start(), bracket.end(), CITES + " ".join(named)))
    return tuple(found)
