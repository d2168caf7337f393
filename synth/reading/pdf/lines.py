"""Words become lines: what stands on one baseline, with what is raised or lowered beside it.

MuPDF's own lines are pieces: it parts a line at wide gaps, and sets raised words apart where their baseline differs too much. The pieces
of a column are put together again by `rows_of`, once the columns are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from synth.reading.pdf.characters import lowered, raised, tidy
from synth.reading.pdf.page import BOLD, GLUED, ITALIC, LOWERED, RAISED, Word
from synth.reading.pdf.righttoleft import FIRST, LAST, from_right, is_from_right, pieces_from_right, tidy_from_right

SMALL = 0.86  # of the size of the line it belongs to: something raised or lowered
SAME_BASE = 0.3  # of the size: pieces of a line differ by less
LEAD_GAP = 0.7  # of the size: what parts a heading from the text that goes on in its line
LEAD_BLANKS = 1.8  # times the blank behind it: so does this in a line set close, from MIN_LEAD_GAP on
MIN_LEAD_GAP = 0.4  # of the size
WIDE_GAP = 1.4  # of the size
TOUCHING = 0.14  # of the size: no blank between what stands closer
LEVEL = 0.1  # points: baselines that differ by less are one
UNSURE_PLACE = 3.5  # letters that a place in a line may be wrong by
RAISED_FROM = 0.15  # of the size above the baseline
MAX_ROW = 100  # pieces of a row that are looked at, so that a page of nothing but pieces is not looked at for ever
SHORT = 14  # characters; what is raised or lowered is no longer
INITIAL = 1.7  # of the size of the line beside it: a large first letter

_SET_APART = RAISED | LOWERED | GLUED
_line_number = itemgetter(8)
_WORD_OF_FORMULA = re.compile(r"\S*[^\s.,;:]")
_MATHEMATICAL = re.compile(r"[=+−×÷∑∏∫√≤≥≠≈∈∉⊂⊆∪∩∝→←↔⇒⇔∀∃∇∂∞·∗⊕⊗∥|<>∼≡ℝ∧∨¬⊢⊨∅𝔼\uf000-\uf8ff]")


class Line(NamedTuple):
    """A printed line, or a piece of one."""

    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float  # of most of its letters, in points
    style: int  # BOLD | ITALIC, where all its words are
    text: str
    words: int  # as the page counts them
    page: int
    mark: str  # the raised mark or number that it begins with
    lead: int  # how many bold words it begins with, or italic ones, where not all are
    gaps: int = 0  # wider than a blank in a line of prose
    bold_lead: bool = False
    parted: bool = False  # a wide blank follows the words that it begins with


def pieces_of(words: Iterable[Word], page: int) -> list[Line]:
    """The pieces of lines that MuPDF gives, in the order of the file. All words must be upright."""
    return [_piece(list(members), page) for _, members in groupby(words, key=_line_number)]


def _piece(members: list[Word], page: int) -> Line:
    if FIRST < members[0].text[-1:] <= LAST or FIRST < members[-1].text[:1] <= LAST:
        members = from_right(members)
    first = members[0]
    x0, y0, x1, y1, _, base, size, style, *_ = first
    if len(members) == 1:
        return Line(x0, y0, x1, y1, base, size, style & 3, tidy(first.text), 1, page, _mark_of(first), 0)
    mixed = False
    same = style & 3
    union = style
    for word in members:
        if word[0] < x0:
            x0 = word[0]
        if word[1] < y0:
            y0 = word[1]
        if word[2] > x1:
            x1 = word[2]
        if word[3] > y1:
            y1 = word[3]
        if word[6] != size:
            mixed = True
        same &= word[7]
        union |= word[7]
    if mixed:
        size, base = _main_type(members)
    if union & _SET_APART:
        text = _joined_words(members)
        same = _style_of(members, size)
    else:
        text = tidy(" ".join([word[4] for word in members]))
    if FIRST < text[:1] <= LAST and is_from_right(text):
        text = tidy_from_right(text)
    if style & 3 and not same:
        lead, parted = _lead(members, style & 3, size)
        return Line(x0, y0, x1, y1, base, size, same, text, len(members), page, _mark_of(first), lead, 0, bool(style & BOLD), parted)
    return Line(x0, y0, x1, y1, base, size, same, text, len(members), page, _mark_of(first), 0)


def _main_type(members: Sequence[Word]) -> tuple[float, float]:
    """Size and baseline of most of the letters."""
    letters: dict[tuple[float, float], int] = {}
    for word in members:
        if not word.style & (RAISED | LOWERED):
            key = (word.size, word.base)
            letters[key] = letters.get(key, 0) + len(word.text)
    if not letters:
        return members[0].size, members[0].base
    return max(letters, key=lambda key: (letters[key], key))


def _style_of(members: Sequence[Word], size: float) -> int:
    style = BOLD | ITALIC
    for word in members:
        if not word.style & (RAISED | LOWERED):
            style &= word.style
    return style


def _lead(members: Sequence[Word], style: int, size: float) -> tuple[int, bool]:
    """How many words at the start are bold, or are italic, and whether a wide blank parts them from the rest."""
    wanted = BOLD if style & BOLD else style
    count = 0
    for number, word in enumerate(members):
        if not word.style & wanted:
            gap = word.x0 - members[number - 1].x1 if number else 0.0
            close = gap > MIN_LEAD_GAP * size and number + 1 < len(members) and gap > LEAD_BLANKS * (members[number + 1].x0 - word.x1)
            return count, gap > LEAD_GAP * size or close
        count += not (number and word.style & GLUED)
    return count, False


def _mark_of(word: Word) -> str:
    return word.text if word.style & RAISED and len(word.text) <= 4 else ""


def _joined_words(members: Sequence[Word]) -> str:
    parts: list[str] = []
    for word in members:
        text = word.text
        if word.style & RAISED:
            text = raised(tidy(text))
        elif word.style & LOWERED:
            text = lowered(tidy(text))
        parts.append(text if word.style & GLUED else f" {text}")
    return tidy("".join(parts)).strip()


def rows_of(pieces: Sequence[Line]) -> list[Line]:
    """The printed lines of a column from its pieces, from the top."""
    if len(pieces) < 2:
        return list(pieces)
    by_base = sorted(pieces, key=attrgetter("base", "x0"))
    usual = _usual_size(by_base)
    rows: list[list[Line]] = []
    beside: list[Line] = []
    initials: list[Line] = []
    for piece in by_base:
        if piece.size > INITIAL * usual and len(piece.text) == 1 and piece.text.isupper():
            initials.append(piece)
        elif piece.size < SMALL * usual and len(piece.text) <= SHORT and not (len(piece.text) > 3 and piece.text.isupper()):
            beside.append(piece)
        elif rows and piece.base - rows[-1][0].base <= SAME_BASE * min(piece.size, rows[-1][0].size) and not _above(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    alone = _attached(beside, rows)
    lines = [_row(members) for members in rows]
    if alone:
        lines += [_row(members) for members in _grouped(alone)]
        lines.sort(key=attrgetter("base", "x0"))
    return _with_initials(lines, initials) if initials else lines


def _usual_size(pieces: Sequence[Line]) -> float:
    letters: dict[float, int] = {}
    for piece in pieces:
        size = round(piece.size, 1)
        letters[size] = letters.get(size, 0) + len(piece.text)
    return max(letters, key=lambda size: (letters[size], size))


def _above(row: Sequence[Line], piece: Line) -> bool:
    """Whether a piece covers the stretch of a row's piece: the two are lines of their own, set close.

    On one height they are one line: there the lower half of a fraction stands below what is raised.
    """
    last = row[-1]
    if abs(last.base - piece.base) < LEVEL and 0 < last.x1 - piece.x0 < piece.size:
        return False
    return any(
        min(other.x1, piece.x1) - max(other.x0, piece.x0) > 0.5 * min(other.x1 - other.x0, piece.x1 - piece.x0) for other in row[-MAX_ROW:]
    )


def _attached(beside: Sequence[Line], rows: list[list[Line]]) -> list[Line]:
    """Adds small pieces to the rows that they stand beside; the rest is given back."""
    alone: list[Line] = []
    start = 0
    for piece in beside:
        while start < len(rows) and rows[start][0].base + rows[start][0].size < piece.base:
            start += 1
        best: list[Line] | None = None
        for row in rows[start : start + 4]:
            main = row[0]
            if main.base - 1.1 * main.size > piece.base:
                break
            near = min(max(other.x0 - piece.x1, piece.x0 - other.x1) for other in row[:MAX_ROW])
            close = -0.75 * main.size <= piece.base - main.base <= 0.45 * main.size
            if close and near < main.size and (best is None or abs(best[0].base - piece.base) > abs(main.base - piece.base)):
                best = row
        if best is None:
            alone.append(piece)
        else:
            best.append(piece)
    return alone


def _grouped(pieces: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for piece in pieces:
        if rows and piece.base - rows[-1][0].base <= SAME_BASE * piece.size and not _above(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _row(members: list[Line]) -> Line:
    """Pieces side by side as one line."""
    if len(members) == 1:
        return members[0]
    members.sort(key=itemgetter(0))
    if FIRST < members[-1].text[:1] <= LAST and is_from_right("".join([piece.text for piece in members])):
        return _row_from_right(members)
    main = max(members, key=lambda piece: (len(piece.text) if piece.size > 0 else 0, piece.size))
    text = ""
    right = members[0].x0
    style = BOLD | ITALIC
    gaps = 0
    over, begin, grown = members[0], 0, 0  # the piece that reaches furthest, where it begins in the text, and what was put into it
    for piece in members:
        part = piece.text
        gaps += piece.x0 - right > WIDE_GAP * main.size
        small = piece.size < SMALL * main.size and len(part) <= SHORT
        if small and main.base - piece.base > RAISED_FROM * main.size:
            part = raised(part)
        elif small and piece.base - main.base > RAISED_FROM * 0.6 * main.size:
            part = lowered(part)
        else:
            style &= piece.style
        blank = " " if text and piece.x0 - right > TOUCHING * main.size else ""
        high = small and main.base - piece.base > RAISED_FROM * main.size and piece.x1 < over.x1 - main.size
        place = _place_above(text, over, piece.x0, begin, grown) if high and begin + len(over.text) + grown == len(text) else -1
        if part and place >= 0:
            longer = _with_upper_half(text, place, part)
            grown += len(longer) - len(text)
            text = longer
        elif part:
            text += blank + part
        right = max(right, piece.x1)
        if piece.x1 >= right:
            over, begin, grown = piece, len(text) - len(part), 0
    first = members[0]
    mark = first.mark
    if not mark and first is not main and first.size < SMALL * main.size and main.base - first.base > RAISED_FROM * main.size:
        mark = first.text if len(first.text) <= 4 else ""
    lead, bold, parted = (0, False, False) if style else _lead_of_row(members, main.size)
    return Line(
        first.x0,
        min(piece.y0 for piece in members),
        right,
        max(piece.y1 for piece in members),
        main.base,
        main.size,
        style,
        text.strip(),
        sum(piece.words for piece in members),
        main.page,
        mark,
        lead,
        gaps,
        bold,
        parted,
    )


def _place_above(text: str, over: Line, x: float, begin: int, grown: int) -> int:
    """Where in the text of a row the word begins that something stands over, as the upper half of a fraction; -1 where none does.

    Letters differ in width, so that a place in a line is known to a few letters only; what begins further in a word is its exponent.
    """
    place = begin + grown + len(over.text) * (x - over.x0) / max(over.x1 - over.x0, 1.0)
    nearest = min((begin, *(at + 1 for at in range(begin, len(text)) if text[at] == " ")), key=lambda at: abs(at - place))
    return nearest if abs(nearest - place) < UNSURE_PLACE else -1


def _with_upper_half(text: str, place: int, part: str) -> str:
    """The text with the word at a place made the lower half of a fraction; sums stand in brackets, as they do in one line."""
    lower = _WORD_OF_FORMULA.match(text, place)
    end = lower.end() if lower else place
    below = text[place:end]
    if not below:
        return f"{text[:place]}{part} {text[place:]}"
    return f"{text[:place]}{_in_brackets(part)}/{_in_brackets(below)}{text[end:]}"


def _in_brackets(text: str) -> str:
    enclosed = text[0] == "(" and text.find(")") == len(text) - 1
    return f"({text})" if any(sign in text for sign in "+−") and not enclosed else text


def _row_from_right(members: list[Line]) -> Line:
    """Pieces side by side as one line that is read from the right."""
    main = max(members, key=lambda piece: len(piece.text))
    ordered = pieces_from_right([(piece.x0, piece.text, piece) for piece in members])
    return main._replace(
        x0=members[0].x0,
        y0=min(piece.y0 for piece in members),
        x1=max(piece.x1 for piece in members),
        y1=max(piece.y1 for piece in members),
        text=tidy_from_right(" ".join(piece.text for piece in ordered)),
        words=sum(piece.words for piece in members),
    )


def _lead_of_row(members: Sequence[Line], size: float) -> tuple[int, bool, bool]:
    """How many words at the start of a row are in one style, whether that is bold, and whether a wide blank follows them."""
    first = members[0]
    kind = BOLD if first.style & BOLD or first.bold_lead else ITALIC
    lead = 0
    for number, piece in enumerate(members):
        if piece.style & kind:
            lead += piece.text.count(" ") + 1
        elif piece.lead and piece.bold_lead == (kind == BOLD):
            return lead + piece.lead, kind == BOLD, piece.parted
        else:
            return lead, kind == BOLD, bool(lead) and piece.x0 - members[number - 1].x1 > LEAD_GAP * size
    return lead, kind == BOLD, False


def _with_initials(lines: list[Line], letters: Sequence[Line]) -> list[Line]:
    """A large first letter that reaches down beside several lines belongs to the word that follows it in the first of them."""
    for letter in letters:
        for at, line in enumerate(lines):
            if letter.base - letter.size <= line.base <= letter.base + 1 and 0 <= line.x0 - letter.x1 < line.size:
                lines[at] = line._replace(x0=letter.x0, text=letter.text + line.text, words=line.words + 1)
                break
        else:
            lines.append(letter)
            lines.sort(key=attrgetter("base", "x0"))
    return lines


def mathematical(text: str) -> int:
    """How many signs of mathematics stand in the text."""
    return len(_MATHEMATICAL.findall(text))
