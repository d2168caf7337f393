"""The captions on a page: "Table 2: …", "Fig. 3. …", "1. táblázat: …", with the lines that they go on over."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from synth.reading.pdf.page import BOLD, GLUED, ITALIC, Stroke, Word
from synth.reading.pdf.tables.sheet import Sheet

PITCH = 1.75  # of the font size: lines of one caption are no further apart than this
LABEL_PITCH = 2.6  # the same below a label that stands alone in its line, as manuscripts set it
MOST_BESIDE = 2  # lines on the height of a label without a text: itself, and one of another column
SAME_SIZE = 0.6  # points
MANY = 6  # words of a line of which it is asked whether columns part it
WIDE_BLANK = 0.7  # of the font size
WIDER = 2.0  # times a line's narrow blanks
OTHER_SIZE = 1.6  # between a label that stands alone in its line and the text below it
ON_MIDDLE = 2.0  # points that the middles of a label and of the text below it differ by
ASIDE = 80.0  # points: a line of a caption begins no further to the right of the others, unless it is centred
BEFORE_NAMES = ("Extended Data ", "Supplementary ", "Appendix ")
ROW_BLANK = 1.8  # of the font size: pieces of a line further apart than this are cells
LEAD = 1.25  # of the pitch: a caption stands further from what is above it than its own lines from each other

_NUMBER = r"(?P<number>[A-Z]{0,2}\.?\s?-?\d{1,3}(?:\.\d{1,2})?[a-z]?|[IVXLC]{1,6}|[A-Z]\d{0,2})"


class Line(NamedTuple):
    """One of MuPDF's lines: its box, its text, and the positions of its words."""

    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float
    block: int
    text: str
    words: tuple[int, ...]
    parted: bool = False  # by blanks much wider than the others in it, as columns are


class Caption(NamedTuple):
    """What a caption says and where it stands. `what` is table, figure or algorithm; `label` is "Table 2"."""

    what: str
    label: str
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    words: tuple[int, ...]


def lines_of(page: Sheet) -> list[Line]:
    """The upright lines of the page as MuPDF has them."""
    grouped: dict[int, list[int]] = {}
    for at, word in enumerate(page.words):
        if word[10] == 0:
            grouped.setdefault(word[8], []).append(at)
    return [_line(page.words, members) for members in grouped.values()]


def _line(words: Sequence[Word], members: list[int]) -> Line:
    own = [words[at] for at in members]
    x0s, y0s, x1s, y1s, texts, _, sizes, styles, *_ = zip(*own, strict=True)
    size = max(sizes)
    first = own[0] if own[0].size >= 0.85 * size else next(word for word in own if word.size >= 0.85 * size)
    glued = any(style & GLUED for style in styles[1:])
    text = (
        "".join([f"{'' if style & GLUED else ' '}{text}" for text, style in zip(texts, styles, strict=True)]).strip()
        if glued
        else " ".join(texts)
    )
    parted = len(own) >= MANY and _is_parted(x0s, x1s, size)
    return Line(min(x0s), min(y0s), max(x1s), max(y1s), first.base, size, first.block, text, tuple(members), parted)


def _is_parted(x0s: Sequence[float], x1s: Sequence[float], size: float) -> bool:
    """Whether two blanks of a line are wide, and much wider than its narrow ones: a justified line sets all of them alike."""
    blanks = sorted([start - end for end, start in zip(x1s, x0s[1:], strict=False) if start > end])
    if len(blanks) < 3:
        return False
    return blanks[-2] > WIDE_BLANK * size and blanks[-2] > WIDER * blanks[1]


def may_announce(words: Sequence[Word]) -> bool:
    """Whether a word that announces a table stands among some words: without one, no lines need be made of them."""
    names = _table_names()
    return any(word.text.rstrip(".:|0123456789").lower() in names for word in words)


@cache
def _table_names() -> frozenset[str]:
    return frozenset(name.lower() for name in _names()["table"])


@cache
def _openings() -> frozenset[str]:
    """The first two letters of what opens a caption, or its one letter: to ask is cheap, and few lines begin so."""
    names = (*(name for names in _names().values() for name in names), *BEFORE_NAMES)
    return frozenset(name[:2].casefold() for name in names)


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parents[1] / "captions.toml").read_text(encoding="utf-8"))


def find_captions(page: Sheet, lines: Sequence[Line], level: Sequence[Stroke]) -> list[Caption]:
    """The captions of the page in the order of its lines."""
    found: list[Caption] = []
    announced = [(line, start) for line in lines if (start := _announced(line.text))]
    by_base = sorted(lines, key=lambda line: (line.base, line.x0)) if announced else []
    for line, start in announced:
        if _stands_as_caption(page, line, start, by_base):
            members = _goes_on(page, line, by_base, level)
            words = tuple(at for member in members for at in member.words)
            text = _joined([member.text for member in members])
            box = (min(m.x0 for m in members), min(m.y0 for m in members), max(m.x1 for m in members), max(m.y1 for m in members))
            rest = text[len(_joined([line.text[: start[2]]])) :].lstrip(" .:|–—-")
            found.append(Caption(start[0], start[1], rest, *box, words))
    return found


def _announced(text: str) -> tuple[str, str, int] | None:
    """What a line announces: kind, label as printed without its stop, and where its label ends."""
    if text[:2].casefold() not in _openings() and not text[:1].isdigit() and text[:1] not in _openings():
        return None
    match = _pattern().match(text)
    if match is None:
        return None
    kind = next(kind for kind in ("table", "figure", "algorithm") if match[f"{kind}_a"] or match[f"{kind}_b"])
    return kind, re.sub(r"\s+", " ", match[0]).strip(" .:"), match.end()


def _stands_as_caption(page: Sheet, line: Line, start: tuple[str, str, int], by_base: Sequence[Line]) -> bool:
    """Whether a line that begins like a caption is one, and no sentence that happens to begin a line so ("Table 3 shows …")."""
    rest = line.text[start[2] :].strip() or next(
        (other.text for other in by_base if abs(other.base - line.base) < 2 and 0 <= other.x0 - line.x1 < 2 * line.size), ""
    )
    marked = line.text[start[2] - 1] in ".:|" or rest[:1] in (":", ".", "|", "–", "—")
    first = page.words[line.words[0]]
    set_apart = bool(first.style & (BOLD | ITALIC)) and not _follows(line, by_base)
    if rest[:1] in (",", ")", ";") or (rest[:1].islower() and not marked):
        return False  # "Table 3 shows"
    if not rest and sum(abs(other.base - line.base) < 2 for other in by_base) > MOST_BESIDE and not _heads_its_text(line, by_base):
        return False  # a cell that names a figure
    return not _follows(line, by_base) or (marked and set_apart)


def _heads_its_text(label: Line, by_base: Sequence[Line]) -> bool:
    """Whether a line of some words stands right below a label, on its middle, as the text of a caption does."""
    middle = (label.x0 + label.x1) / 2
    below = (line for line in by_base if 2 < line.base - label.base <= LABEL_PITCH * label.size)
    return any(
        abs((line.x0 + line.x1) / 2 - middle) < ON_MIDDLE and line.text.count(" ") > 1 and not _announced(line.text) for line in below
    )


def _follows(line: Line, by_base: Sequence[Line]) -> bool:
    """Whether the line goes on a paragraph: one of the same type ends a pitch above it, as wide as the column."""
    for other in by_base:
        if other is not line and 0 < line.base - other.base <= LEAD * 1.1 * line.size and abs(other.size - line.size) < SAME_SIZE:
            if (
                abs(other.x0 - line.x0) < 14
                and other.x1 >= line.x1 - 4
                and other.block == line.block
                and not other.text.rstrip().endswith(".")
            ):
                return True
            if abs(other.x0 - line.x0) < 2 and other.block == line.block and other.x1 >= line.x1 - 4 and line.text.count(" ") >= 6:
                return True
    return False


def _goes_on(page: Sheet, first: Line, by_base: Sequence[Line], level: Sequence[Stroke]) -> list[Line]:
    """The lines of a caption: those right below its first, in the same type, that no rule parts from it."""
    members = [first]
    last = first
    alone = len(first.words) <= 2  # a label alone may be set in other type than what follows
    step = LABEL_PITCH * first.size if alone else _usual_step(by_base, first)
    spaced = PITCH * first.size < step <= LABEL_PITCH * first.size  # a manuscript, whose captions have its lines' distance
    pitch, lead = (1.1 * step, 1.1 * step) if spaced else (PITCH * first.size, LEAD * 1.1 * first.size)
    same = [line for line in by_base if abs(line.base - first.base) < 2 and line is not first and line.x0 >= first.x1 - 1]
    for line in same:
        if line.x0 - members[-1].x1 <= 2.0 * first.size and abs(line.size - first.size) < SAME_SIZE:
            members.append(line)
    x0, x1 = first.x0, max(member.x1 for member in members)
    for line in by_base:
        step = line.base - last.base
        if step <= 2 or line.base <= first.base + 2:
            if (
                abs(step) <= 2
                and line is not last
                and len(members) > 1
                and line not in members
                and line.block == last.block
                and line.x0 >= last.x1 - 1
            ):
                members.append(line)
                last = line
                x1 = max(x1, line.x1)
            continue
        if step > pitch:
            break
        if (
            line.x1 < x0 - 2
            or line.x0 > x1 + 2
            or (
                abs(line.size - (last if alone else first).size) > (OTHER_SIZE if alone and last is first else SAME_SIZE)
                and not _in_small_capitals(page, line, last)
            )
        ):
            continue
        if _is_row(line, by_base, x0, x1) or (line.x0 - x0 > ASIDE and abs((line.x0 + line.x1) - (x0 + x1)) > 2 * ON_MIDDLE):
            break  # it begins far from the lines above it, and stands on another middle: a title of the table
        if any(
            last.base < stroke.y0 < line.base - 0.5 * line.size and stroke.x0 < x1 and stroke.x1 > x0 and stroke.x1 - stroke.x0 > 40
            for stroke in level
        ):
            break
        if line.block != last.block and (line.block != first.block and step > lead):
            break
        if line.block != last.block and last is not first and last.x1 < x1 - 0.25 * (x1 - x0):
            break  # its last line was short, and another block follows: a title in the table
        if last.x1 < x1 - 0.25 * (x1 - x0) and last is not first and len(members) > 1 and line.x0 < x0 + 2:
            break
        members.append(line)
        pitch = min(pitch, step * 1.2)
        last = line
        x0, x1 = min(x0, line.x0), max(x1, line.x1)
    return members


def _in_small_capitals(page: Sheet, line: Line, last: Line) -> bool:
    """Whether a line of capitals is as small as some of the line above: small capitals among which no large one stands."""
    small = any(abs(page.words[at].size - line.size) < SAME_SIZE for at in last.words) and line.size < last.size
    return small and line.text.isupper() and last.text.isupper()


def _is_row(line: Line, by_base: Sequence[Line], x0: float, x1: float) -> bool:
    """Whether a line is a piece of a row of a table: another stands on its height, a wide blank away, under the same caption."""
    return any(
        abs(other.base - line.base) < 2
        and other.x0 < x1
        and other.x1 > x0
        and max(other.x0 - line.x1, line.x0 - other.x1) > ROW_BLANK * line.size
        for other in by_base
    )


def _usual_step(by_base: Sequence[Line], first: Line) -> float:
    """The usual distance between two lines of the page, for lines of the size of a caption's first: of such lines, or else of all."""
    long = [line for line in by_base if line.text.count(" ") >= MANY]
    alike = [line for line in long if abs(line.size - first.size) < SAME_SIZE]
    return first.size * (_usual_pitch(alike) or _usual_pitch(long))


def _usual_pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines of one size that begin at one place, by their size; 0 where there are too few of them."""
    pitches = sorted(
        (below.base - above.base) / above.size
        for above, below in pairwise(lines)
        if abs(above.x0 - below.x0) < 2 and below.base > above.base + 2 and abs(above.size - below.size) < SAME_SIZE
    )
    return pitches[len(pitches) // 2] if len(pitches) >= MANY else 0.0


def _joined(texts: Sequence[str]) -> str:
    text = ""
    for piece in texts:
        text = piece if not text else f"{text[:-1]}{piece}" if text.endswith("-") and piece[:1].islower() else f"{text} {piece}"
    return text


@cache
def _pattern() -> re.Pattern[str]:
    words = _names()
    sides = []
    for kind in ("table", "figure", "algorithm"):
        names = "|".join(sorted((re.escape(word) for word in words[kind]), key=len, reverse=True))
        number = _NUMBER.replace("number", f"{kind}_n")
        sides.append(rf"(?P<{kind}_a>(?:{names})\.?)\s{{0,2}}{number}(?:[.:]|(?![\w.]))")
        sides.append(rf"\d{{1,3}}\.\s?(?P<{kind}_b>(?:{names}))(?:[.:]|(?!\w))")
    return re.compile(f"(?:{'|'.join(BEFORE_NAMES)})?(?:" + "|".join(sides) + ")", re.IGNORECASE)
