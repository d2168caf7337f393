"""One page of a PDF as words: each with its box, its baseline, its size and its style, in the order of the file.

Words come from MuPDF; their fonts from its spans, which lie in the same lines. Lines ruled on the page and its pictures are fetched
only where somebody asks, because they cost as much as the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import islice
from math import inf, isfinite
from typing import Any, NamedTuple

import pymupdf

from synth.reading.pdf.ligatures import holds_ligatures, with_ligatures
from synth.reading.pdf.word import BOLD as BOLD
from synth.reading.pdf.word import BY_HAND as BY_HAND
from synth.reading.pdf.word import GLUED as GLUED
from synth.reading.pdf.word import ITALIC as ITALIC
from synth.reading.pdf.word import LOWERED as LOWERED
from synth.reading.pdf.word import RAISED as RAISED
from synth.reading.pdf.word import Word as Word

RAISED_SIZE = 0.85  # of the size of the word it stands beside; more is only set higher
LOWERED_BY = 0.09
RAISED_BY = 0.15  # of the larger size, that a baseline must differ
FREE_TEXT = 2  # what MuPDF calls annotations that are text on the page
APART = 0.3  # of the font size: what stands so far behind another span is no part of its last word
THIN = 3.0  # points: a filled box thinner than this is a line
MIN_RULE = 4.0  # points: a shorter line is a dash or part of a letter
MIN_DASH, MAX_DASH = 1.5, 9.0  # points: a drawn underscore is as wide as half a letter
FEW_DOTS = 16  # across a picture that draws a line; a figure has hundreds
MAX_PATHS = 20_000  # on a page with more, a drawing, no lines are looked for

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
# Fonts that look like handwriting, which programs for annotating PDFs write with and no paper is set in.
_HANDS = re.compile(
    r"noteworthy|bradley|marker ?felt|chalk(?:board|duster)|comic|segoe ?(?:print|script)|ink ?free|handwriting|hand ?writ|caveat|kalam"
    r"|patrick ?hand|indie ?flower|lucida ?hand|mistral|snell|brush ?script",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"(\s+)")
_INLINE = re.compile(rb"\bBI\b")  # the operator before an image that stands in the content itself
_MARKED = "⋆∗†‡§¶★"
_MARKS = re.compile(rf"[{_MARKED}]{{1,3}}\s*")


class Stroke(NamedTuple):
    """A straight line drawn on the page, upright or level, as the box it covers."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


class Page:
    """One page: its words now, its lines and pictures when asked for. Not kept beyond the file that it belongs to."""

    def __init__(self, page: Any) -> None:
        if page.rotation:
            page.remove_rotation()  # in memory: the page as it is shown is the page whose coordinates count
        self._page = page
        self.number: int = page.number + 1
        self.width: float = page.rect.width
        self.height: float = page.rect.height
        self.words, self.reach = _words(page)
        self.dashes: list[Stroke] = []  # level lines as short as a letter; there once the strokes are fetched

    @cached_property
    def strokes(self) -> list[Stroke]:
        """The straight lines of the page, whether drawn as lines, as thin boxes, as the sides of a frame, or as pictures one dot high."""
        strokes: list[Stroke] = []
        self.dashes = []
        for stroke in _strokes(self._page):
            long = max(stroke.x1 - stroke.x0, stroke.y1 - stroke.y0) >= MIN_RULE
            (strokes if long else self.dashes).append(stroke)
            if long and stroke.x1 - stroke.x0 <= MAX_DASH and stroke.level:
                self.dashes.append(stroke)
        if _may_rule_by_pictures(self._page):
            for x0, y0, x1, y1 in self.pictures:
                if min(x1 - x0, y1 - y0) <= THIN and max(x1 - x0, y1 - y0) >= MIN_RULE:
                    strokes.append(Stroke(x0, y0, x1, y1))
        return _joined(strokes)

    @cached_property
    def pictures(self) -> list[tuple[float, float, float, float]]:
        """The boxes of the images on the page."""
        return [box for kind, box in self._page.get_bboxlog() if "im" in kind]

    @cached_property
    def notes(self) -> list[tuple[str, tuple[float, float, float, float]]]:
        """What a reader has written onto the page: the text of each annotation with its box."""
        if self._page.first_annot is None:
            return []
        return [(annotation.info.get("content", ""), tuple(annotation.rect)) for annotation in self._page.annots()]

    @cached_property
    def typed_notes(self) -> list[tuple[str, tuple[float, float, float, float]]]:
        """Those of the notes whose text is drawn on the page, and so is among its words."""
        if not self.notes:
            return []
        typed = self._page.annots(types=(FREE_TEXT,))
        return [(annotation.info.get("content", ""), tuple(annotation.rect)) for annotation in typed]


class _Span(NamedTuple):
    x0: float
    x1: float
    base: float
    size: float
    style: int
    turn: int
    text: str


_NO_SPANS: tuple[list[_Span], bool] = ([], False)


class Reach(NamedTuple):
    """How far the text of a page reaches, and its largest type: without end where some place is no number."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float


def _words(page: Any) -> tuple[list[Word], Reach]:
    text = page.get_textpage(flags=FLAGS)
    spans, reach = _spans(text.extractDICT(sort=False))
    line, at, final = -1, 0, 0
    last_block = last_row = -1
    here: list[_Span] = []
    pieces: Iterator[list[tuple[int, str]]] | None = None
    odd = {key for key, (own, _) in spans.items() if any(not span.text.isprintable() for span in own)}
    texts: dict[int, str] = {}  # of lines with characters that are none
    words: list[Word] = []
    add, new = words.append, tuple.__new__  # a page has a thousand words: what a named tuple adds to making one counts
    for x0, y0, x1, y1, word, block, row, _ in text.extractWORDS():
        if row != last_row or block != last_block:
            last_block, last_row, line, at = block, row, line + 1, 0
            here, uneven = spans.get((block, row), _NO_SPANS)
            if (block, row) in odd:
                texts[line] = "".join([span.text for span in here])
            final = len(here) - 1
            pieces = iter(_pieces(here)) if uneven else None
        if word.isspace():  # an em blank set as a word of its own
            continue
        if final < 0:
            add(new(Word, (x0, y0, x1, y1, word, y1, y1 - y0, 0, line, block, 0)))
            continue
        if pieces is None:
            if at < final and x1 > here[at].x1:
                at = _at(here, x0, x1, at)
            span = here[at]
            _, _, base, size, style, turn, _ = span
            if at and x0 < here[at - 1].x1 < span.x0 - APART * size and (own := _own(span, word)):
                first = here[at - 1]
                add(Word(x0, y0, first.x1, y1, word[: -len(own)], first.base, first.size, first.style, line, block, first.turn))
                word, x0 = own, span.x0
            add(new(Word, (x0, y0, x1, y1, word, base, size, style, line, block, turn)))
            continue
        parts = next(pieces, [])
        if len(parts) > 1:
            parts = _merged(parts, here)
        if "".join([part for _, part in parts]) != word:  # the two views of the line differ: the word stays whole
            parts = [(_at(here, x0, x1, 0), word)]
        for number, (which, part) in enumerate(parts):
            span = here[which]
            left = x0 if number == 0 else max(x0, span.x0)
            right = x1 if number == len(parts) - 1 else min(x1, here[parts[number + 1][0]].x0)
            style = span.style | (GLUED if number else 0)
            add(Word(left, y0, max(left, right), y1, part, span.base, span.size, style, line, block, span.turn))
    if any(map(holds_ligatures, texts.values())):
        words = with_ligatures(words, texts)
    return words, reach


def _own(span: _Span, word: str) -> str:
    """The end of a word that a span sets, where another set the rest of it some way before: the file left out the blank between them."""
    first = span.text.split(maxsplit=1)[:1]
    return first[0] if first and len(first[0]) < len(word) and word.endswith(first[0]) else ""


def _spans(content: dict[str, Any]) -> tuple[dict[tuple[int, int], tuple[list[_Span], bool]], Reach]:
    """The spans of each line, with whether some of them are raised or lowered; and how far they all reach."""
    found: dict[tuple[int, int], tuple[list[_Span], bool]] = {}
    boxes: list[tuple[float, float, float, float]] = []
    sizes = {0.0}
    new = tuple.__new__
    for block in content["blocks"]:
        number = block["number"]
        boxes.append(block["bbox"])
        for row, line in enumerate(block.get("lines", ())):
            spans = line["spans"]
            turn = 0 if line["dir"] == (1.0, 0.0) else _turn(line["dir"])
            axis = 0 if turn in (90, 270) else 1
            if len(spans) == 1:
                (span,) = spans
                x0, _, x1, _ = span["bbox"]
                size = span["size"]
                sizes.add(size)
                style = _style(span["font"], span["flags"])
                found[number, row] = ([new(_Span, (x0, x1, span["origin"][axis], size, style, turn, span["text"]))], False)
            else:
                found[number, row] = here = _uneven(spans, turn, axis)
                sizes.update([span[3] for span in here[0]])
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True) if boxes else ((0.0,),) * 4
    known = isfinite(sum(x0s) + sum(y0s) + sum(x1s) + sum(y1s) + sum(sizes))
    return found, Reach(min(x0s), min(y0s), max(x1s), max(y1s), max(sizes) if known else inf)


def _uneven(spans: list[dict[str, Any]], turn: int, axis: int) -> tuple[list[_Span], bool]:
    """The spans of a line that has several, with those that stand higher or lower than the largest marked."""
    main = max(spans, key=_weight)
    size, height = main["size"], main["origin"][axis]
    small, high, low = RAISED_SIZE * size, height - RAISED_BY * size, height + LOWERED_BY * size
    here: list[_Span] = []
    uneven = False
    before = ""
    for span in spans:
        x0, _, x1, _ = span["bbox"]
        own, text = span["size"], span["text"]
        style, base = _style(span["font"], span["flags"]), span["origin"][axis]
        if before and len(text) < 6 and text[:1] in _MARKED and before[-1].isalnum() and _MARKS.fullmatch(text):
            style |= RAISED  # a mark set onto a word or a number, at whatever height its font draws it
            uneven = True
        elif own < small and turn == 0:
            if base < high:
                style |= RAISED
                uneven = True
            elif base > low:
                style |= LOWERED
                uneven = True
        before = text
        here.append(tuple.__new__(_Span, (x0, x1, base, own, style, turn, text)))
    return here, uneven


def _weight(span: dict[str, Any]) -> tuple[float, int]:
    return round(span["size"], 1), len(span["text"])


@lru_cache(maxsize=1_000)
def _style(font: str, flags: int) -> int:
    """Bold and italic, from the font's own flags, or from its name where these say nothing."""
    style = (flags >> 4 & BOLD) | flags & ITALIC | (BY_HAND if _HANDS.search(font) else 0)
    return style | BOLD if "Bold" in font or "Medi" in font or "-Bd" in font or font.startswith("CMBX") else style


def _pieces(spans: list[_Span]) -> list[list[tuple[int, str]]]:
    """The words of a line, each as the parts that different spans set: (number of the span, text)."""
    words: list[list[tuple[int, str]]] = []
    open_word = False
    for number, span in enumerate(spans):
        for part in _BLANKS.split(span.text):
            if not part or part.isspace():
                open_word = False
            elif open_word:
                words[-1].append((number, part))
            else:
                words.append([(number, part)])
                open_word = True
    return words


def _merged(parts: list[tuple[int, str]], spans: list[_Span]) -> list[tuple[int, str]]:
    """Neighbouring parts at the same height as one: "0", ".", "057" in three fonts are one number."""
    merged = parts[:1]
    for which, part in parts[1:]:
        before, text = merged[-1]
        if (spans[before].style ^ spans[which].style) & (RAISED | LOWERED):
            merged.append((which, part))
        else:
            merged[-1] = (before, text + part)
    return merged


def _at(spans: list[_Span], x0: float, x1: float, start: int) -> int:
    """Which span, from `start` on, holds the most of the stretch from `x0` to `x1`; the first of all where none after it does."""
    best, most = start, float("-inf")
    for at in range(start, len(spans)):
        span = spans[at]
        shared = (x1 if x1 < span.x1 else span.x1) - (x0 if x0 > span.x0 else span.x0)
        if shared > most:
            best, most = at, shared
        elif shared < 0 and most > 0:
            break
    return best if most > 0 or start == 0 else _at(spans, x0, x1, 0)


def _turn(direction: tuple[float, float]) -> int:
    cos, sin = direction
    if abs(sin) < 0.02:
        return 0 if cos > 0 else 180
    if abs(cos) < 0.02:
        return 90 if sin < 0 else 270
    return 1


def _may_rule_by_pictures(page: Any) -> bool:
    """Whether the page has a picture few dots across, or one in its own content: to ask costs a tenth of looking where they stand."""
    few_across = any(min(wide, high) <= FEW_DOTS for _, _, wide, high, *_ in page.get_images())
    return few_across or bool(_INLINE.search(page.read_contents()))


def _strokes(page: Any) -> Iterator[Stroke]:
    for drawing in islice(page.get_cdrawings(), MAX_PATHS):
        if "s" not in drawing["type"] and any(
            item[0] in "lc" for item in drawing["items"]
        ):  # filled, not drawn: a line only if thin as a whole
            yield from _sides(drawing["rect"], drawing)
            continue
        for item in drawing["items"]:
            if item[0] == "l":
                (ax, ay), (bx, by) = item[1], item[2]
                half = (drawing.get("width") or 0.0) / 2
                if abs(ay - by) < 0.5 and abs(ax - bx) >= MIN_DASH:
                    yield Stroke(min(ax, bx), min(ay, by) - half, max(ax, bx), max(ay, by) + half)
                elif abs(ax - bx) < 0.5 and abs(ay - by) >= MIN_RULE:
                    yield Stroke(min(ax, bx) - half, min(ay, by), max(ax, bx) + half, max(ay, by))
            elif item[0] == "re":
                yield from _sides(item[1], drawing)
            elif item[0] == "qu":
                points = item[1]
                xs, ys = [point[0] for point in points], [point[1] for point in points]
                yield from _sides((min(xs), min(ys), max(xs), max(ys)), drawing)


def _sides(box: tuple[float, float, float, float], drawing: dict[str, Any]) -> Iterator[Stroke]:
    """A thin box is a line; a larger one that is drawn, not only filled, is four."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    if min(wide, high) <= THIN:
        if max(wide, high) >= MIN_RULE or wide >= MIN_DASH > high:
            yield Stroke(x0, y0, x1, y1)
    elif "s" in drawing["type"]:
        yield Stroke(x0, y0, x1, y0)
        yield Stroke(x0, y1, x1, y1)
        yield Stroke(x0, y0, x0, y1)
        yield Stroke(x1, y0, x1, y1)


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Level and upright lines with the pieces of one line put together: some programs draw a rule cell by cell."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for stroke in strokes:
        (level if stroke.level else upright).append(stroke)
    level.sort(key=lambda s: (round(s.y0 + s.y1), s.x0))
    upright.sort(key=lambda s: (round(s.x0 + s.x1), s.y0))
    joined: list[Stroke] = []
    for stroke in level:
        before = joined[-1] if joined else None
        here = before and abs((before.y0 + before.y1) - (stroke.y0 + stroke.y1)) < 1.5
        if before and here and before.x0 - 0.75 <= stroke.x1 and stroke.x0 <= before.x1 + 0.75:
            joined[-1] = _around(before, stroke)
        else:
            joined.append(stroke)
    first = len(joined)
    for stroke in upright:
        before = joined[-1] if len(joined) > first else None
        here = before and abs((before.x0 + before.x1) - (stroke.x0 + stroke.x1)) < 1.5
        if before and here and before.y0 - 3.0 <= stroke.y1 and stroke.y0 <= before.y1 + 3.0:
            joined[-1] = _around(before, stroke)
        else:
            joined.append(stroke)
    return joined


def _around(one: Stroke, other: Stroke) -> Stroke:
    return Stroke(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
