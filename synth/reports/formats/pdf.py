"""A PDF into blocks, by way of the document that its reader makes of it.

It is read in a process of its own, with bounds, because a PDF can crash or hang the library that reads it. Its text has no place for
tables: each is put where it stands on its page, behind what begins above it. Addresses behind links are not in the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from synth.reading.documents import read_document
from synth.reading.prose import GAP
from synth.records import Box, Document, Passage, Section, Table
from synth.reports.formats.documents import Given, Piece, given_by


def read(path: Path) -> Given:
    """The blocks of a PDF. Raises `ReadingError` in one line where it cannot be opened or has no text."""
    document = read_document(path)
    return given_by(document, _pieces(document))


def _pieces(document: Document) -> list[Piece]:
    """Headings, paragraphs and tables in reading order."""
    headings = {section.span[0]: section for section in document.sections if section.span}
    sentences = [sentence for sentence in document.sentences if sentence.span]
    starts = [sentence.span[0] for sentence in sentences if sentence.span]
    tables = sorted(document.tables, key=lambda table: (table.page or 0, table.box.y0 if table.box else 0.0))
    pieces: list[Piece] = []
    places: list[tuple[int, Box] | None] = []
    for start, text in _paragraphs(document.text):
        section = headings.get(start)
        stands: Section | Passage | None = section
        if section is None and (at := bisect_right(starts, start) - 1) >= 0:
            stands = sentences[at]
        places.append(_place(stands))
        level = section.level if section else 0
        pieces.append(Piece(text, level, references=section is not None and section.kind == "references"))
    for table in reversed(tables):
        behind = max((at for at, place in enumerate(places) if place and _begins_above(place, table)), default=-1)
        pieces.insert(behind + 1, Piece("", table=table))
        places.insert(behind + 1, None)
    return pieces


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for part in text.split(GAP):
        yield at, part
        at += len(part) + len(GAP)


def _place(stands: Section | Passage | None) -> tuple[int, Box] | None:
    """The page and the box in which a heading or a paragraph begins."""
    if isinstance(stands, Section):
        return (stands.page, stands.box) if stands.page and stands.box else None
    return (stands.page, stands.boxes[0]) if stands and stands.page and stands.boxes else None


def _begins_above(place: tuple[int, Box], table: Table) -> bool:
    """Whether something begins before a table: on a page before, or above it in a column that it shares."""
    page, box = place
    if table.page is None or table.box is None or page != table.page:
        return page < (table.page or 0)
    return box.y0 < table.box.y0 and min(box.x1, table.box.x1) > max(box.x0, table.box.x0)
