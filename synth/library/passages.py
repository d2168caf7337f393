"""What of a paper can be searched for: its title, its sentences, captions, footnotes, and the rows of its tables.

A row of a table is one passage: its labels, and under which head each of its values stands. A cell by itself is a number that nobody looks
for, and a whole table would bury the row that is looked for among the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from synth.library.saying import damaged
from synth.measurements import join_path
from synth.records import Box, Cell, Document, Paper, Passage, Table

_ASIDES = frozenset(("caption", "footnote"))  # which of a document's asides are looked through
LONGEST_CAPTION = 120  # characters of a caption that stand before a row; the whole of it is a passage of its own


def passages_of(paper: Paper, document: Document | None) -> Iterator[Passage]:
    """The passages of a paper in their order; of one that was not read, what databases say of it."""
    name = paper.source.name
    if title := paper.source.title or (document.title if document else ""):
        yield Passage(text=title, source=name, section="title")
    if document is None:
        if paper.abstract:
            yield Passage(text=paper.abstract, source=name, section="abstract")
        return
    yield from document.sentences
    captions = set()
    for table in document.tables:
        if table.caption:
            captions.add(table.caption)
            yield Passage(text=f"{table.label}: {table.caption}".removeprefix(": "), source=name, page=table.page, boxes=_boxes(table.box))
        yield from _rows(table, name)
    for aside in document.asides:
        if aside.kind in _ASIDES and aside.text not in captions:
            yield Passage(text=aside.text, source=name, page=aside.page, boxes=aside.boxes, section=aside.kind)


def _rows(table: Table, name: str) -> Iterator[Passage]:
    """The rows of a table that hold values."""
    rows: dict[tuple[tuple[str, ...], int | None], list[Cell]] = {}
    for cell in table.cells:
        if not cell.label and cell.text:
            rows.setdefault((cell.row, cell.at[0] if cell.at else None), []).append(cell)
    opening = f"{table.label}: {table.caption[:LONGEST_CAPTION]}".strip(": ")
    for (row, _), cells in rows.items():
        values = "; ".join(f"{' / '.join(cell.column)} {cell.text}".strip() for cell in cells)
        text = " | ".join(part for part in (opening, " / ".join(row), values) if part)
        first = cells[0]
        page = first.page if first.page is not None else table.page
        boxes = tuple(cell.box for cell in cells if cell.box)
        yield Passage(text=text, source=name, page=page, boxes=boxes, cell=(join_path(row), ""))


def _boxes(box: Box | None) -> tuple[Box, ...]:
    return (box,) if box else ()


def packed(passage: Passage) -> bytes:
    """Where a passage stands, without its text."""
    boxes = [(box.x0, box.y0, box.x1, box.y1, box.page) for box in passage.boxes]
    place = (passage.source, passage.page, boxes, passage.section, passage.span, passage.line, passage.cell)
    return msgspec.msgpack.encode(place)


def unpacked(text: str, place: bytes, database: Path) -> Passage:
    """The passage whose text and place these are."""
    try:
        return _unpacked(text, place)
    except (msgspec.DecodeError, TypeError, ValueError):
        raise damaged(database, "a passage is not whole") from None


def _unpacked(text: str, place: bytes) -> Passage:
    source, page, boxes, section, span, line, cell = msgspec.msgpack.decode(place)
    return Passage(
        text=text,
        source=source,
        page=page,
        boxes=tuple(Box(x0=x0, y0=y0, x1=x1, y1=y1, page=of) for x0, y0, x1, y1, of in boxes),
        section=section,
        span=tuple(span) if span else None,
        line=line,
        cell=tuple(cell),
    )
