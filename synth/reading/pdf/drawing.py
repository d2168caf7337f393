"""What was read, drawn over the page it was read from, so that a person can see it at a glance.

The page is a picture below; over it lie sentences in two tints with their numbers in reading order, bars along paragraphs, headings,
tables with their cells and labels, references and what was set aside; beside it stands what each colour means and how many of each
there are. What is not drawn is what was not read.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pymupdf

from synth.files import write_bytes_whole
from synth.reading import ReadingError
from synth.reading.pdf.opening import in_one_line, open_pdf
from synth.records import Aside, Box, Document, Passage, Reference, Table

_mupdf: Any = pymupdf  # it has no types

STRIP = 168.0  # points: the width of the legend beside the page
MAX_PIXELS = 40_000_000  # of a picture; an A4 page has 2 million at a scale of 2
SCALE = 2.0  # pixels for a point
SMALL, PLAIN, LARGE = 4.6, 7.5, 10.0  # points: numbers on the page, legend, its title
MOST_LINES = 60  # of the legend

Colour = tuple[float, float, float]
INK: Colour = (0.13, 0.15, 0.19)
PALE: Colour = (0.45, 0.48, 0.53)
FIRST, SECOND = (0.16, 0.47, 0.84), (0.10, 0.66, 0.46)  # neighbouring sentences
HEADING: Colour = (0.52, 0.17, 0.70)
TABLE: Colour = (0.85, 0.37, 0.05)
LABEL: Colour = (0.98, 0.72, 0.10)
REFERENCE: Colour = (0.62, 0.33, 0.16)
ASIDES: dict[str, Colour] = {
    "caption": (0.86, 0.20, 0.45),
    "figure": (0.93, 0.45, 0.70),
    "footnote": (0.42, 0.50, 0.08),
    "formula": (0.05, 0.52, 0.62),
    "authors": (0.35, 0.35, 0.75),
    "annotation": (0.80, 0.10, 0.10),
}
OTHER: Colour = (0.50, 0.50, 0.50)  # running heads, page numbers, stamps
GROUPS: tuple[Colour, ...] = ((0.84, 0.15, 0.16), FIRST, SECOND, HEADING, TABLE, ASIDES["formula"], REFERENCE, ASIDES["footnote"])


class _Entry(NamedTuple):
    """One line of the legend: a swatch, if it has a colour, and words."""

    words: str
    colour: Colour | None = None
    outlined: bool = False


def draw_page(path: Path, number: int, document: Document, out: Path | None = None, scale: float = SCALE) -> bytes:
    """The PNG of page `number`, from 1, of a PDF under what `document` says was read there; written to `out`, if that is given."""
    with open_pdf(path) as opened:
        canvas = _Canvas(opened, number, path, scale)
        legend = [_Entry(f"{path.name}, page {number} of {opened.page_count}")]
        legend += _draw_sentences(canvas, document, number)
        legend += _draw_headings(canvas, document, number)
        legend += _draw_tables(canvas, document, number)
        legend += _draw_references(canvas, document.references, number)
        legend += _draw_asides(canvas, document.asides, number)
        legend += _draw_found(canvas, document, number)
        legend += _remarks(document, number)
        return canvas.finish(legend, out)


def draw_cells(path: Path, page: int, groups: Sequence[tuple[str, Iterable[Box]]], out: Path | None = None, scale: float = SCALE) -> bytes:
    """The PNG of a page with groups of boxes on it, each group in its own colour and with its caption beside the page."""
    with open_pdf(path) as opened:
        canvas = _Canvas(opened, page, path, scale)
        legend = [_Entry(f"{path.name}, page {page} of {opened.page_count}")]
        for colour, (caption, boxes) in zip(cycle(GROUPS), groups, strict=False):
            for box in _on(page, boxes, page):
                canvas.tint(box, colour, 0.28)
                canvas.outline(box, colour, 0.9)
            legend.append(_Entry(caption, colour))
        return canvas.finish(legend, out)


# --- what is drawn -----------------------------------------------------------------------------------------------


def _draw_sentences(canvas: _Canvas, document: Document, number: int) -> Iterator[_Entry]:
    bars: list[list[tuple[float, float, float]]] = []  # of each paragraph: left, top, bottom of its pieces
    last_end: int | None = None
    count = 0
    before: Box | None = None
    for position, sentence in enumerate(document.sentences):
        opens = last_end is None or sentence.span is None or "\n\n" in document.text[last_end : sentence.span[0]]
        last_end = sentence.span[1] if sentence.span else None
        boxes = list(_boxes_of(sentence, number))
        if opens:
            bars.append([])
        if not boxes:
            continue
        count += 1
        colour = FIRST if position % 2 == 0 else SECOND
        for box in boxes:
            canvas.tint(box, colour, 0.22)
            _lengthen(bars[-1], box)
        if before is not None and _jumps(before, boxes[0]):
            canvas.arrow((before.x1, before.y1), (boxes[0].x0, boxes[0].y0), PALE)
        for one, other in pairwise(boxes):
            if _jumps(one, other):
                canvas.arrow((one.x1, one.y1), (other.x0, other.y0), PALE)
        canvas.number(boxes[0].x0, boxes[0].y0, str(position + 1), colour)
        before = boxes[-1]
    shown = [pieces for pieces in bars if pieces]
    for pieces in shown:
        for left, top, bottom in pieces:
            canvas.bar(left - 3.2, top + 0.8, bottom - 0.8, INK)
    yield _Entry(f"{_many(count, 'sentence')}, numbered in reading order", FIRST)
    yield _Entry("the next sentence", SECOND)
    yield _Entry(f"a bar along each of {_many(len(shown), 'paragraph')}", INK)


def _draw_headings(canvas: _Canvas, document: Document, number: int) -> Iterator[_Entry]:
    headings = [section for section in document.sections if section.page == number and section.box]
    for section in headings:
        assert section.box is not None
        canvas.tint(section.box, HEADING, 0.16)
        canvas.outline(section.box, HEADING, 0.9)
        canvas.tag(section.box.x0, section.box.y0, f"{section.number or section.kind}, level {section.level}", HEADING)
    if headings:
        yield _Entry(_many(len(headings), "heading"), HEADING, outlined=True)


def _draw_tables(canvas: _Canvas, document: Document, number: int) -> Iterator[_Entry]:
    for table in document.tables:
        cells = [(cell, cell.box) for cell in table.cells if cell.box and (cell.box.page or cell.page or table.page) == number]
        if not cells and (table.page != number or not table.box):
            continue
        for cell, box in cells:
            if cell.label:
                canvas.tint(box, LABEL, 0.30)
            canvas.outline(box, LABEL if cell.label else TABLE, 0.5)
        if table.box and table.page == number:
            canvas.outline(table.box, TABLE, 1.4)
            canvas.tag(table.box.x0, table.box.y0, table.label or "table", TABLE)
        values = sum(not cell.label for cell, _ in cells)
        numbers = sum(cell.value is not None for cell, _ in cells)
        yield _Entry(f"{table.label or 'A table'}: {_many(values, 'cell')}, {numbers} with numbers", TABLE, outlined=True)
        yield _Entry(f"{_many(len(cells) - values, 'label')} of it", LABEL)
        yield from (_Entry(f"doubt: {doubt}") for doubt in table.doubts)
        yield from (_Entry(f"does not recompute: {what}") for what in _wrong(table))


def _draw_references(canvas: _Canvas, references: Sequence[Reference], number: int) -> Iterator[_Entry]:
    count = 0
    for position, reference in enumerate(references):
        boxes = list(_on(number, reference.boxes, reference.page))
        for box in boxes:
            canvas.tint(box, REFERENCE, 0.14 if position % 2 else 0.28)
        if boxes:
            canvas.number(boxes[0].x0, boxes[0].y0, f"[{reference.label or position + 1}]"[:24], REFERENCE)
        count += bool(boxes)
    if count:
        yield _Entry(_many(count, "reference"), REFERENCE)


def _draw_asides(canvas: _Canvas, asides: Sequence[Aside], number: int) -> Iterator[_Entry]:
    counts: Counter[str] = Counter()
    for aside in asides:
        boxes = list(_on(number, aside.boxes, aside.page))
        colour = ASIDES.get(aside.kind, OTHER)
        for box in boxes:
            canvas.tint(box, colour, 0.18)
        if boxes:
            canvas.outline(_around(boxes), colour, 0.6, dashed=True)
            canvas.tag(boxes[0].x0, boxes[0].y0, aside.kind, colour)
            counts[aside.kind] += 1
    yield from (_Entry(f"{kind}: {count}", ASIDES.get(kind, OTHER)) for kind, count in sorted(counts.items()))


def _draw_found(canvas: _Canvas, document: Document, number: int) -> Iterator[_Entry]:
    """The title and the captions of tables, which a record keeps without a place: where their letters stand on the page."""
    texts = [("title", document.title)] if number == 1 else []
    texts += [("caption", table.caption) for table in document.tables if table.page == number]
    for kind, text in texts:
        colour = ASIDES.get(kind, HEADING)
        if boxes := _lines_saying(canvas.words, text):
            for box in boxes:
                canvas.tint(box, colour, 0.18)
            canvas.outline(_around(boxes), colour, 0.6, dashed=True)
            canvas.tag(boxes[0].x0, boxes[0].y0, kind, colour)
            yield _Entry(f"the {kind}" if kind == "title" else "a caption of a table", colour)


def _remarks(document: Document, number: int) -> Iterator[_Entry]:
    yield from (_Entry(f"unread: {unread.what}") for unread in document.unread if unread.page in (None, number))
    if document.coverage:
        yield _Entry(f"{document.coverage.placed:,} of {document.coverage.words:,} words of the whole file have a place")


def _wrong(table: Table) -> Iterator[str]:
    for done in table.recomputed:
        if done.holds is False:
            yield f"{done.what}, {' / '.join((*done.row, *done.column))}"


def _lines_saying(words: Sequence[Any], text: str) -> list[Box]:
    """The lines in which the letters and digits of a text stand, one after the other, on a page; none where they do not."""
    letters, owners = [], []
    for place, word in enumerate(words):
        bare = _bare(word[4])
        letters.append(bare)
        owners += [place] * len(bare)
    wanted = _bare(text)
    at = "".join(letters).find(wanted) if wanted else -1
    if at < 0:
        return []
    lines: dict[tuple[int, int], list[Any]] = {}
    for place in sorted({*owners[at : at + len(wanted)]}):
        lines.setdefault((words[place][5], words[place][6]), []).append(words[place])
    return [_around([Box(x0=w[0], y0=w[1], x1=w[2], y1=w[3]) for w in line]) for line in lines.values()]


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("\u2206", "Δ")  # the sign for a change, which tables have as the letter
    return "".join(character for character in plain if character.isalnum())


# --- boxes -------------------------------------------------------------------------------------------------------


def _boxes_of(passage: Passage, number: int) -> Iterator[Box]:
    return _on(number, passage.boxes, passage.page)


def _on(number: int, boxes: Iterable[Box], page: int | None) -> Iterator[Box]:
    """Those of the boxes that lie on this page; `page` is that of a box that names none."""
    return (box for box in boxes if (box.page or page) == number)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        x0=min(box.x0 for box in boxes), y0=min(box.y0 for box in boxes), x1=max(box.x1 for box in boxes), y1=max(box.y1 for box in boxes)
    )


def _lengthen(pieces: list[tuple[float, float, float]], box: Box) -> None:
    """Adds a line of text to a paragraph's pieces: below the last, or as a new one in the next column."""
    if pieces and box.y0 >= pieces[-1][1] - 2 and box.y0 - pieces[-1][2] < 2 * (box.y1 - box.y0) and abs(box.x0 - pieces[-1][0]) < 250:
        left, top, bottom = pieces[-1]
        pieces[-1] = (min(left, box.x0), top, max(bottom, box.y1))
    else:
        pieces.append((box.x0, box.y0, box.y1))


def _jumps(before: Box, after: Box) -> bool:
    """Whether reading goes on higher up, in the next column."""
    return after.y1 < before.y0


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 or name.endswith('s') else 's'}"


# --- the canvas --------------------------------------------------------------------------------------------------


class _Canvas:
    """A page as a picture, with a strip beside it, to draw on."""

    def __init__(self, opened: Any, number: int, path: Path, scale: float) -> None:
        count = opened.page_count
        if not 1 <= number <= count:
            raise ReadingError(f"{path}: has no page {number}; its pages are 1 to {count}")
        try:
            page = opened[number - 1]
            if page.rotation:
                page.remove_rotation()
            self.wide, self.high = float(page.rect.width), float(page.rect.height)
            if not (0 < self.wide < 1e5 and 0 < self.high < 1e5):
                raise ReadingError(f"{path}: page {number} is {self.wide:g} by {self.high:g} points, which is not drawn")
            self.scale = min(scale, (MAX_PIXELS / (self.wide + STRIP) / self.high) ** 0.5)
            self.words = page.get_text("words", sort=False)
            shown = page.get_pixmap(matrix=_mupdf.Matrix(self.scale, self.scale), alpha=False)
        except ReadingError:
            raise
        except Exception as error:  # noqa: BLE001  whatever MuPDF says of a broken page
            raise ReadingError(f"{path}: page {number} cannot be drawn: {in_one_line(error)}") from None
        self.picture: Any = _mupdf.open()
        self.page: Any = self.picture.new_page(width=self.wide + STRIP, height=max(self.high, 200.0))
        self.page.insert_image(_mupdf.Rect(0, 0, self.wide, self.high), pixmap=shown)
        self.shape: Any = self.page.new_shape()
        self.above: list[tuple[float, float, str, Colour, bool]] = []  # numbers and tags, drawn last so that nothing hides them

    def tint(self, box: Box, colour: Colour, strength: float) -> None:
        self.shape.draw_rect(_rect(box))
        self.shape.finish(color=None, fill=colour, fill_opacity=strength)

    def outline(self, box: Box, colour: Colour, width: float, *, dashed: bool = False) -> None:
        self.shape.draw_rect(_rect(box))
        self.shape.finish(color=colour, width=width, dashes="[2 1.5] 0" if dashed else None)

    def bar(self, x: float, top: float, bottom: float, colour: Colour) -> None:
        self.shape.draw_line((x, top), (x, max(bottom, top + 1)))
        self.shape.finish(color=colour, width=1.1, stroke_opacity=0.75)

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: Colour) -> None:
        """A thin line from where reading leaves a column to where it goes on, with a dot at its end."""
        self.shape.draw_line(start, end)
        self.shape.finish(color=colour, width=0.7, dashes="[3 2] 0", stroke_opacity=0.8)
        self.shape.draw_circle(end, 1.6)
        self.shape.finish(color=None, fill=colour, fill_opacity=0.9)

    def number(self, x: float, y: float, text: str, colour: Colour) -> None:
        self.above.append((x, y + 0.8, text, colour, False))

    def tag(self, x: float, y: float, text: str, colour: Colour) -> None:
        self.above.append((x, y, text, colour, True))

    def finish(self, legend: Sequence[_Entry], out: Path | None) -> bytes:
        """The PNG of all that was drawn, with the legend beside it."""
        for x, y, text, colour, outside in self.above:
            wide = _mupdf.get_text_length(text, fontname="helv", fontsize=SMALL) + 2.2
            left = max(x if outside else x - wide / 2, 0)
            box = _mupdf.Rect(left, y - SMALL - 1.2, left + wide, y)
            self.shape.draw_rect(box, radius=0.25)
            self.shape.finish(color=None, fill=colour, fill_opacity=0.92)
            self.shape.insert_text((left + 1.1, y - 1.5), text, fontname="helv", fontsize=SMALL, color=(1, 1, 1))
        self._write_legend(legend)
        self.shape.commit()
        content: bytes = self.page.get_pixmap(matrix=_mupdf.Matrix(self.scale, self.scale), alpha=False).tobytes("png")
        self.picture.close()
        if out is not None:
            write_bytes_whole(out, content)
        return content

    def _write_legend(self, legend: Sequence[_Entry]) -> None:
        left, y = self.wide + 10, 22.0
        self.shape.draw_rect(_mupdf.Rect(self.wide, 0, self.wide + STRIP, self.page.rect.height))
        self.shape.finish(color=None, fill=(0.975, 0.975, 0.98))
        self.shape.draw_line((self.wide, 0), (self.wide, self.page.rect.height))
        self.shape.finish(color=(0.8, 0.8, 0.83), width=0.8)
        for place, entry in enumerate(legend[:MOST_LINES]):
            font, size = ("hebo", LARGE) if place == 0 else ("helv", PLAIN)
            indent = 0 if place == 0 or entry.colour is None else 15
            if entry.colour is not None:
                swatch = _mupdf.Rect(left, y - 6, left + 10, y + 0.6)
                self.shape.draw_rect(swatch, radius=0.2)
                self.shape.finish(color=entry.colour, width=1.0, fill=entry.colour, fill_opacity=0.05 if entry.outlined else 0.45)
            for line in _wrapped(entry.words, font, size, STRIP - 20 - indent):
                self.shape.insert_text((left + indent, y), line, fontname=font, fontsize=size, color=INK)
                y += size * 1.3
            y += 5
            if y > self.page.rect.height - 12:
                break


def _rect(box: Box) -> Any:
    return _mupdf.Rect(box.x0, box.y0, max(box.x1, box.x0 + 0.1), max(box.y1, box.y0 + 0.1))


def _wrapped(words: str, font: str, size: float, wide: float) -> list[str]:
    """The words in lines that fit, with a sign for each letter that the plain fonts of a PDF do not have."""
    lines = [""]
    for word in words.encode("latin-1", "replace").decode("latin-1").split()[:80]:
        longer = f"{lines[-1]} {word}".strip()
        if _mupdf.get_text_length(longer, fontname=font, fontsize=size) <= wide or not lines[-1]:
            lines[-1] = longer[:60]
        else:
            lines.append(word[:60])
    return lines
