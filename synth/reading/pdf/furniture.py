"""What stands on pages and is no part of the paper's text: running headers, footers, page numbers, stamps, what is in the margins.

Furniture is told by what pages have in common: the same words at the same height, numbers that count the pages, type outside of the
block that the text fills. Nothing is thrown away; each piece leaves with the kind of aside that it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from synth.reading.pdf.characters import tidy
from synth.reading.pdf.lines import Line
from synth.reading.pdf.page import Page, Word
from synth.reading.words import part_named

EDGE_ROWS = 4  # lines at the top and at the foot of a page that may be furniture
SAME_HEIGHT = 3.0  # points that a running line may move from page to page
APART = 1.3  # of the size and more between furniture and text
LONG = 25  # characters; a line that shows where the text block stands
OUTSIDE = 2.0  # points beyond the text block
MARGIN_TEXT = 45  # characters; a longer line in the margin is a wide line of text
WHOLE_LINE = 60  # characters of a line that is no running line where the next one follows closely
LARGER = 1.1  # times the text's size: a heading
HEADED = 3.0  # of a heading's size that the text below it is off
CHAPTER = 1.6  # times the text's size: no running line is so large, but "Chapter 3" at the top of some pages is
MIN_LETTERS = 3  # of a running line
FOOT = 0.8  # of the page's height: what the publisher prints on a first page is below
MAX_NAME = 40  # characters of the heading of a list of references
MIN_TITLE = 12  # characters
OVERLAID = 1.4  # times the text's size
MAX_SIGNS = 200  # on a page with more, a drawing, none is looked at
MAX_TURNED = 60  # words set sideways on one page, beyond which they are text and no stamp
CROSSES = 3.0  # times the text's size: type aslant is a watermark from here on

_NUMBER = re.compile(r"[-–—|\s]*(?:(?:page|seite|p\.|s\.)\s*)?(\d{1,5}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,5})?[-–—|\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_PUBLISHER = re.compile(
    r"©|\(c\) ?(?:19|20)\d\d|copyright|licen[cs]e|proceedings|preprint|conference|workshop|\bdoi\b|\bissn\b|\bisbn\b|published"
    r"|permission|accepted|received|all rights|association for|springer|elsevier|\bieee\b|\bacm\b|under review|work(?:ing)? (?:paper|note)"
    r"|tagung|actes",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Sheet(NamedTuple):
    """The upright pieces of a page, and the words that stand otherwise."""

    number: int
    width: float
    height: float
    pieces: list[Line]
    turned: list[Word]
    page: Page


class Laid(NamedTuple):
    """Lines put aside, with the kind of aside that they are."""

    kind: str
    lines: tuple[Line, ...]


class Block(NamedTuple):
    """Where the text of the pages stands, and its type."""

    left: float
    right: float
    top: float  # baseline of the first line on most pages; 0 where pages differ
    bottom: float  # baseline of the last line, notes included; 0 where pages differ
    size: float


def block_of(sheets: Sequence[Sheet]) -> Block:
    """The type that most of the text has, and the edges that its long lines keep."""
    letters: Counter[float] = Counter()
    for sheet in _before_references(sheets):
        for piece in sheet.pieces:
            letters[round(piece.size, 1)] += len(piece.text)
    if not letters:
        return Block(0.0, 0.0, 0.0, 0.0, 10.0)
    most = max(letters, key=lambda size: (letters[size], size))
    # A font may be set a trace larger or smaller to fill its lines.
    near = {size: count for size, count in letters.items() if abs(size - most) <= 0.15}
    size = sum(size * count for size, count in near.items()) / sum(near.values())
    long = [piece for sheet in sheets for piece in sheet.pieces if len(piece.text) >= LONG and abs(piece.size - size) < 0.6]
    if not long:
        return Block(0.0, max(sheet.width for sheet in sheets), 0.0, 0.0, size)
    lefts, rights = sorted(piece.x0 for piece in long), sorted(piece.x1 for piece in long)
    tops = [min(piece.base for piece in pieces) for _, pieces in groupby(long, key=attrgetter("page"))]
    wordy = (piece for sheet in sheets for piece in sheet.pieces if len(piece.text) >= LONG)
    bottoms = [max(piece.base for piece in pieces) for _, pieces in groupby(wordy, key=attrgetter("page"))]
    return Block(lefts[len(lefts) // 100], rights[-1 - len(rights) // 100], _common(tops), _common(bottoms), size)


def _before_references(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """The pages before a list of references, which may be longer than the text and in smaller type; all where that leaves none."""
    for number, sheet in enumerate(sheets):
        if number and any(len(piece.text) < MAX_NAME and part_named(piece.text) == "references" for piece in sheet.pieces):
            return sheets[:number]
    return sheets


def _common(heights: Sequence[float]) -> float:
    """The height that at least a third of the pages, and no fewer than three, agree on; 0 where there is none."""
    counted = Counter(round(height / SAME_HEIGHT) for height in heights)
    if not counted:
        return 0.0
    most, count = max(counted.items(), key=lambda entry: (entry[1], entry[0]))
    return most * SAME_HEIGHT if count >= max(3, len(heights) / 3) else 0.0


def furniture_of(sheets: Sequence[Sheet], block: Block) -> list[tuple[list[Line], list[Laid]]]:
    """For each page the pieces that are text, and those that are not."""
    edges = [_edges(sheet.pieces) for sheet in sheets]
    running = _running(sheets, edges, block.size)
    counted = _offsets(sheets, edges)
    found = []
    for sheet, (top, foot) in zip(sheets, edges, strict=True):
        laid: dict[int, str] = {}
        offsets = _main_offsets(sheet, (top, foot), counted)
        _mark_rows(sheet, top, "header", running, offsets, laid)
        _mark_rows(sheet, foot, "footer", running, offsets, laid)
        _mark_margins(sheet, block, laid)
        _mark_overlaid(sheet, block, laid)
        if sheet.number == 1 or sheet is sheets[-1]:
            _mark_publisher(sheet, foot, block, laid)
            _mark_count_above(sheet, foot, offsets, laid)
        found.append(_parted(sheet, laid, block))
    return found


def _edges(pieces: Sequence[Line]) -> tuple[list[list[int]], list[list[int]]]:
    """The positions of the pieces of the first and of the last lines of a page, line by line, the outermost first."""
    order = sorted(range(len(pieces)), key=lambda at: pieces[at].base)
    return _rows(pieces, order), _rows(pieces, order[::-1])


def _rows(pieces: Sequence[Line], order: Iterable[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for at in order:
        if rows and abs(pieces[at].base - pieces[rows[-1][0]].base) <= SAME_HEIGHT:
            rows[-1].append(at)
        elif len(rows) == EDGE_ROWS:
            break
        else:
            rows.append([at])
    return rows


def _key(piece: Line) -> str:
    return _DIGITS.sub("#", piece.text.casefold())


Edges = Sequence[tuple[list[list[int]], list[list[int]]]]


def _running(sheets: Sequence[Sheet], edges: Edges, size: float) -> dict[str, list[float]]:
    """The texts that stand at the edge of several pages, with the heights at which they do. Numbers alone are not among them."""
    heights: dict[str, dict[int, float]] = {}
    for sheet, sides in zip(sheets, edges, strict=True):
        for row in (row for side in sides for row in side):
            for at in row:
                piece = sheet.pieces[at]
                if piece.size < CHAPTER * size and sum(character.isalpha() for character in piece.text) >= MIN_LETTERS:
                    heights.setdefault(_key(piece), {})[sheet.number] = piece.base
    running: dict[str, list[float]] = {}
    for key, on in heights.items():
        levels = sorted(on.values())
        running[key] = [a for a, b in pairwise(levels) if b - a <= SAME_HEIGHT]
    return running


def _offsets(sheets: Sequence[Sheet], edges: Edges) -> dict[int, int]:
    """What printed page numbers differ by from the count of the pages, where several pages agree, with how many do."""
    counted: Counter[int] = Counter()
    for sheet, sides in zip(sheets, edges, strict=True):
        counted.update(_counts(sheet, sides))
    needed = max(2, len(sheets) // 4)
    return {offset: count for offset, count in counted.items() if count >= needed}


def _counts(sheet: Sheet, sides: Sequence[list[list[int]]]) -> set[int]:
    """What the lone numbers at the edges of a page differ by from its place among the pages."""
    numbers = (_page_number(sheet.pieces[at].text) for side in sides for row in side[:3] for at in row)
    return {number - sheet.number for number in numbers if number is not None}


def _main_offsets(sheet: Sheet, sides: Sequence[list[list[int]]], counted: dict[int, int]) -> frozenset[int]:
    """The offsets that hold on a page: where its number is counted as most pages count, another number at its edge is a section's."""
    here = [offset for offset in _counts(sheet, sides) if offset in counted]
    most = max((counted[offset] for offset in here), default=0)
    return frozenset(offset for offset in here if counted[offset] * 2 >= most)


def _page_number(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    printed = match[1].lower()
    if printed.isdigit():
        return int(printed)
    values = [_ROMAN[letter] for letter in printed]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _mark_rows(
    sheet: Sheet, rows: Sequence[list[int]], kind: str, running: dict[str, list[float]], offsets: frozenset[int], laid: dict[int, str]
) -> None:
    """Marks what is furniture in the lines at one edge of a page, from outside in, up to the first line that is text."""
    for number, row in enumerate(rows):
        pieces = [sheet.pieces[at] for at in row]
        count = [_page_number(piece.text) for piece in pieces]
        counts = [value is not None and value - sheet.number in offsets for value in count]
        apart = _is_apart(sheet, rows, number)
        repeated = [
            any(abs(piece.base - level) <= 2 * SAME_HEIGHT for level in running.get(_key(piece), ()))
            and (apart or len(piece.text) < WHOLE_LINE)
            for piece in pieces
        ]
        numbered = any(counts) and number < 3
        lone = len(row) == 1 and count[0] is not None and number == 0 and apart
        if numbered and not any(repeated) and len(row) > 1 and not apart:
            numbered = False
        if not (numbered or any(repeated) or lone):
            if any(piece.text for piece in pieces):
                break
            continue
        for at, is_count, value, again in zip(row, counts, count, repeated, strict=True):
            if again or apart or is_count:  # a line of the text may stand as high as a label that figures share
                laid[at] = "page number" if is_count or (lone and value is not None) else kind


def _is_apart(sheet: Sheet, rows: Sequence[list[int]], number: int) -> bool:
    """Whether more than a line's distance parts a line at the edge from the next one."""
    if number + 1 >= len(rows):
        return True
    here, there = sheet.pieces[rows[number][0]], sheet.pieces[rows[number + 1][0]]
    return abs(here.base - there.base) > APART * max(here.size, there.size)


def _mark_margins(sheet: Sheet, block: Block, laid: dict[int, str]) -> None:
    """Marks short lines beside the text block: numbers of lines, notes of readers. Of the text's own type they are taken for text."""
    title = max((piece.size for piece in sheet.pieces if len(piece.text) >= MIN_TITLE), default=0.0) if sheet.number == 1 else 1000.0
    for at, piece in enumerate(sheet.pieces):
        if at in laid:
            continue
        other = abs(piece.size - block.size) > 0.45
        reach = 1.5 * block.size if other and piece.x0 < block.left - 2 * block.size else -OUTSIDE
        beside = len(piece.text) <= MARGIN_TEXT and (piece.x1 < block.left + reach or piece.x0 > block.right + OUTSIDE)
        if beside or (other and piece.size < title and _beyond(piece, block) and not _heads(sheet, piece, block)):
            laid[at] = "margin"


def _heads(sheet: Sheet, piece: Line, block: Block) -> bool:
    """Whether a line in larger type stands close above what follows it, as the heading at the top of a page does."""
    below = min((other.base for other in sheet.pieces if other.base > piece.base + SAME_HEIGHT), default=sheet.height)
    return piece.size > LARGER * block.size and below - piece.base <= HEADED * piece.size


def _beyond(piece: Line, block: Block) -> bool:
    """Whether a line stands above the first or below the last line of most pages."""
    return (bool(block.top) and piece.base < block.top - 2 * block.size) or (
        bool(block.bottom) and piece.base > block.bottom + 1.2 * block.size
    )


def _mark_overlaid(sheet: Sheet, block: Block, laid: dict[int, str]) -> None:
    """Marks large signs drawn over lines of text: the circles and ticks of readers, flattened into the page."""
    signs = [at for at, piece in enumerate(sheet.pieces) if len(piece.text) <= 3 and piece.size > OVERLAID * block.size and at not in laid]
    if not signs or len(signs) > MAX_SIGNS:
        return
    for at in signs:
        sign = sheet.pieces[at]
        x, y = (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2
        if any(len(line.text) >= LONG and line.x0 - 4 < x < line.x1 and line.y0 - 4 < y < line.y1 + 4 for line in sheet.pieces):
            laid[at] = "annotation"


def _mark_publisher(sheet: Sheet, foot: Sequence[list[int]], block: Block, laid: dict[int, str]) -> None:
    """Marks what the publisher prints at the foot of the first and the last page: the lines below a wide gap, if they speak of it."""
    lowest = [row for row in foot if any(at not in laid for at in row)]
    group: list[int] = []
    for row in lowest:
        pieces = [sheet.pieces[at] for at in row]
        if pieces[0].base < FOOT * sheet.height or (abs(pieces[0].size - block.size) < 0.3 and not pieces[0].style):
            return
        group += row
        gap = pieces[0].base - max((piece.base for piece in sheet.pieces if piece.base < pieces[0].base - SAME_HEIGHT), default=0.0)
        if gap > 2.2 * max(pieces[0].size, 7.0):
            if any(_PUBLISHER.search(sheet.pieces[at].text) for at in group):
                laid.update(dict.fromkeys((at for at in group if at not in laid), "footer"))
            return


def _mark_count_above(sheet: Sheet, foot: Sequence[list[int]], offsets: frozenset[int], laid: dict[int, str]) -> None:
    """Marks a page's number that stands over what the publisher prints at its foot."""
    row = next((row for row in foot if not all(at in laid for at in row)), [])
    number = _page_number(sheet.pieces[row[0]].text) if len(row) == 1 else None
    if number is not None and number - sheet.number in offsets:
        laid[row[0]] = "page number"


def _parted(sheet: Sheet, laid: dict[int, str], block: Block) -> tuple[list[Line], list[Laid]]:
    kept = [piece for at, piece in enumerate(sheet.pieces) if at not in laid]
    aside = [Laid(kind, (sheet.pieces[at],)) for at, kind in sorted(laid.items(), key=lambda entry: _place(sheet.pieces[entry[0]]))]
    return kept, aside + _turned(sheet, block)


def _place(piece: Line) -> tuple[float, float]:
    return piece.base, piece.x0


def sideways_words(sheet: Sheet) -> int:
    """How many words of a page run sideways or aslant in lines of several and are no stamp: text that is not read; 0 where they are few."""
    if len(sheet.turned) <= MAX_TURNED:
        return 0
    count = sum(size for _, words in groupby(sheet.turned, key=itemgetter(8)) if (size := len(list(words))) > 1)
    return count if count > MAX_TURNED else 0


def _turned(sheet: Sheet, block: Block) -> list[Laid]:
    """What is not set upright: the stamp in the margin, a watermark, the labels of axes, a table laid on its side."""
    found = []
    much = len(sheet.turned) > MAX_TURNED  # text that runs sideways is not read here, and is not said to be a stamp
    for _, group in groupby(sheet.turned, key=itemgetter(8)):
        words = list(group)
        x0, y0 = min(word.x0 for word in words), min(word.y0 for word in words)
        x1, y1 = max(word.x1 for word in words), max(word.y1 for word in words)
        size = words[0].size
        line = Line(x0, y0, x1, y1, y1, size, 0, tidy(" ".join(word.text for word in words)), len(words), sheet.number, "", 0)
        beside = x1 < block.left or x0 > block.right
        stamp = (beside and (len(words) > 2 or size > 1.2 * block.size)) or (words[0].turn == 1 and size > CROSSES * block.size)
        found.append(Laid("other" if much and len(words) > 1 else "stamp" if stamp else "margin" if beside else "figure", (line,)))
    return found
