"""LaTeX into blocks, by way of the document that its reader makes of it. Files that it names are read inside its folder only.

A citation points to its entry by key, whatever is printed of it; so does one whose list stands in a .bib beside the file.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from synth.reading.bibliography.marks import CITES, Link
from synth.reading.latex import NO_LIST, Reading, read_parts
from synth.reports.formats.documents import Given, Piece, given_by


def read(path: Path) -> Given:
    """The blocks of a LaTeX file. Raises `ReadingError` in one line where nothing can be read of it."""
    reading = read_parts(path)
    # That there is no list the report says itself, unless a .bib stands beside it.
    unread = tuple(one for one in reading.document.unread if one.what != NO_LIST)
    return given_by(msgspec.structs.replace(reading.document, unread=unread), _pieces(reading), reading.keys, reading.date)


def _pieces(reading: Reading) -> list[Piece]:
    """Headings, paragraphs and tables in the order of the source."""
    links: dict[int, list[Link]] = {}
    for cite in reading.cites:
        links.setdefault(cite.part, []).append(Link(cite.start, cite.end, CITES + " ".join(cite.cite.keys)))
    tables = list(zip(reading.tables, reading.document.tables, strict=True))
    pieces: list[Piece] = []
    for number, part in enumerate(reading.parts):
        while tables and tables[0][0] <= number:
            pieces.append(Piece("", table=tables.pop(0)[1], keys=reading.missing))
        heading = part.what == "heading"
        text = f"{part.number} {part.text}".strip() if heading else part.text
        at = len(text) - len(part.text)
        moved = tuple(Link(link.start + at, link.end + at, link.target) for link in links.get(number, ()))
        pieces.append(Piece(text, part.level if heading else 0, moved, references=heading and part.kind == "references"))
    return [*pieces, *(Piece("", table=table, keys=reading.missing) for _, table in tables)]
