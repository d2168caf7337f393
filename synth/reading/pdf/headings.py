"""Headings: by their number, their type, the room around them, or a name that sections have in many languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from synth.reading.pdf.furniture import Block
from synth.reading.pdf.lines import Line
from synth.reading.pdf.page import BOLD, ITALIC
from synth.reading.pdf.paragraphs import Printed
from synth.reading.words import part_named
from synth.records import SECTION_KINDS

LARGER = 0.6  # points above the text's size
MAX_CHARACTERS = 150
MAX_WORDS = 16
GAP = 1.22  # times the usual pitch above a heading
PITCH = 1.5  # of the size: the lines of one heading
PARTIAL = frozenset(("introduction", "methodology", "results", "limitations"))  # told by a part of a heading too: "Experimental results"
SMALL_CAPITALS = 0.7  # of the text's size
CHAPTER = 1.2  # times the text's size: the heading of a chapter is larger
CHAPTER_LINES = 3  # of its title
CHAPTER_STEP = 4.0  # of its size that they are apart
ROOM = 2.0  # of the size, left at the end of a line that is a heading on its own

_NUMBER = re.compile(
    r"(?P<word>(?:appendix|anhang|annexe|chapter|kapitel|chapitre|section)\s+)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|\(\d{1,2}\)|[A-Z](?:\.\d{1,2}){1,4}|[IVX]{1,6}(?=[.\s])|[A-Z](?=[.\s:]))(?P<stop>[.):]|\s*[—–:])?\s+(?=\S)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(
    r"(?:chapter|kapit(?:el|tel)|chapitre|cap[ií]tulo|capitolo|capitolul|hoofdstuk|rozdział|kapitola|fejezet|глава|luku|bölüm|appendix|anhang|apêndice)"
    r"\s+(?P<number>\d{1,2}|[IVX]{1,6}|[A-H])\.?",
    re.IGNORECASE,
)
_BAD_END = re.compile(r"[.,;:]$|[-–]$")
_ROMAN = re.compile(r"[IVX]+")
_SPACED_CAPITALS = re.compile(r"\b([A-Z]) (?=[A-Z]{2,})")


class Heading(NamedTuple):
    """A heading's lines with its number as printed and the rest of its text."""

    lines: tuple[Printed, ...]
    number: str
    text: str
    kind: str
    type: tuple[float, int]  # size and style, by which headings without a number find their level


def heading_at(lines: Sequence[Printed], at: int, block: Block, pitch: float) -> Heading | None:
    """The heading that begins with line `at`, over as many lines as it goes; None where none does."""
    printed = lines[at]
    line = printed.line
    text = line.text
    if len(text) > MAX_CHARACTERS or not any(character.isalpha() for character in text):
        return None
    if (chapter := _chapter_at(lines, at, block)) is not None:
        return chapter
    before = lines[at - 1] if at and lines[at - 1].stretch == printed.stretch else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    gap = before is None or line.base - before.line.base > GAP * pitch
    below = after is None or after.stretch != printed.stretch or after.line.base - line.base > GAP * pitch
    if not _is_heading(printed, after, gap, below, block):
        return None
    end = at + 1
    while end < len(lines) and end < at + 4 and _goes_on(lines[end - 1], lines[end]):
        end += 1
    members = tuple(lines[at:end])
    whole = " ".join(member.line.text for member in members).replace("- ", "-") if len(members) > 1 else text
    number, rest = split_number(whole)
    return Heading(members, number, rest, kind_of(rest), (round(line.size, 1), line.style))


def opens_chapter(line: Line, block: Block) -> bool:
    """Whether a line says in large type that a chapter begins, and nothing else."""
    return line.size > CHAPTER * block.size and _CHAPTER.fullmatch(line.text.strip()) is not None


def _chapter_at(lines: Sequence[Printed], at: int, block: Block) -> Heading | None:
    """The heading of a chapter, "Chapter 3" in large type over its title in large type; None where none begins."""
    first = lines[at].line
    if not opens_chapter(first, block):
        return None
    members = [lines[at]]
    for following in lines[at + 1 : at + 1 + CHAPTER_LINES]:
        last = members[-1].line
        if following.line.size < CHAPTER * block.size or not 0 < following.line.base - last.base < CHAPTER_STEP * last.size:
            break
        members.append(following)
    match = _CHAPTER.fullmatch(first.text.strip())
    number = match["number"] if match else ""
    text = " ".join(member.line.text for member in members[1:]) or first.text
    return Heading(tuple(members), number if len(members) > 1 else "", text, kind_of(text), (round(first.size, 1), first.style))


def _is_heading(printed: Printed, after: Printed | None, gap: bool, below: bool, block: Block) -> bool:
    line = printed.line
    text = line.text
    larger = line.size > block.size + LARGER
    strong = larger or bool(line.style & BOLD)
    if not strong and not gap:  # nearly all lines: nothing sets them apart
        return False
    number, rest = split_number(text)
    named = bool(part_named(rest)) and len(rest) <= 60
    capitals = rest.isupper() and sum(character.isalpha() for character in rest) >= 4
    small_capitals = capitals and gap and below and line.size > SMALL_CAPITALS * block.size
    if not strong and line.size < block.size - LARGER and not (named and gap) and not small_capitals:
        return False
    if (
        not (rest[:1].isalpha() and not rest[:1].islower())  # a capital, or a letter of a script without capitals
        and not rest[:1] > "\u2e7f"
        and not rest[:1].isdigit()
        and not (number and (strong or (gap and below and number.count(".") > 1)))
        and rest[:1] not in "“\"'‘"
    ):
        return False
    if after is None and not named and not (number and larger):
        return False  # nothing is under it
    if number:
        if len(rest.split()) > MAX_WORDS + 4 or (rest.endswith((",", ";")) and not strong):
            return False
        if strong or (capitals and gap) or named:
            return gap or strong
        short = line.x1 < printed.right - ROOM * line.size
        dotted = "." in number
        slanted = bool(line.style & ITALIC)
        ended = _BAD_END.search(rest) and not (slanted and dotted and below and rest.endswith("."))  # "2.1. A heading in italics."
        return gap and short and not ended and (slanted or dotted or (below and len(rest.split()) <= 8))
    if named and (strong or capitals or gap or line.style):
        return gap or strong
    if len(rest.split()) > MAX_WORDS or _BAD_END.search(rest):
        return False
    if line.x1 > printed.right - ROOM * line.size and not larger:
        return False
    if strong:
        return gap and line.size > block.size - LARGER and len(rest) > 2
    if capitals:
        return gap and len(rest) > 5
    followed = after is not None and not after.line.style & ITALIC
    return (
        gap
        and bool(line.style & ITALIC)
        and followed
        and line.x0 - printed.left < line.size
        and len(rest.split()) <= 10
        and rest[-1:].isalnum()
    )


def _goes_on(last: Printed, following: Printed) -> bool:
    """Whether a heading goes on in the next line: the same type, close below, and no number of its own."""
    a, b = last.line, following.line
    if (
        last.stretch != following.stretch
        or abs(a.size - b.size) > 0.3
        or a.style != b.style
        or not (a.style or a.text.isupper() == b.text.isupper())
    ):
        return False
    if b.base - a.base > PITCH * a.size or split_number(b.text)[0]:
        return False
    if not a.style and not b.text.isupper():
        return a.size > 11.5 and a.x1 > last.right - 8 * a.size
    return a.x1 > last.right - 8 * a.size or b.x0 > a.x0 + a.size or b.text[:1].islower()


def split_number(text: str) -> tuple[str, str]:
    """The number of a heading as printed, without its stop, and the rest; a capital letter only where nothing else could be meant."""
    match = _NUMBER.match(text)
    if match is None:
        return "", _mended(text)
    number, rest = match["number"], text[match.end() :].lstrip(" –—:")
    lone = len(number) == 1 and number.isalpha()
    if lone and not (number.isupper() and (match["stop"] or match["word"] or (rest[:1].isupper() and number not in "I"))):
        return "", _mended(text)
    if not rest or number[0] == "0" or (number.isalpha() and not number.isupper()) or (number[0] == "(" and rest[:1].islower()):
        return "", _mended(text)
    if number.isalpha() and not lone and not match["stop"] and not match["word"]:
        return "", _mended(text)
    return number, _mended(rest)


def _mended(text: str) -> str:
    """Small capitals are set in two sizes, which parts a word behind its first letter: "I NTRODUCTION"."""
    return _SPACED_CAPITALS.sub(r"\1", text) if text.isupper() else text.strip()


def kind_of(title: str) -> str:
    """What a section is for, in the words of SECTION_KINDS, by its heading or by a part of it."""
    whole = part_named(title)
    if whole in SECTION_KINDS:
        return whole
    for name in (*re.split(r"\s*(?:&|,|:|\band\b|\bund\b|\bet\b|\by\b)\s*", title), title.rpartition(" ")[2]):
        part = part_named(name) if len(name) > 2 else ""
        if part in PARTIAL:
            return part
    return "other"


def openers_of(headings: dict[int, Heading]) -> frozenset[int]:
    """The positions of headings that open a section for certain: by their name, or as one of several with a number in one type."""
    numbered = Counter(heading.type for heading in headings.values() if heading.number)
    return frozenset(at for at, heading in headings.items() if part_named(heading.text) or (heading.number and numbered[heading.type] > 1))


def levels_of(headings: Sequence[Heading]) -> list[int]:
    """The level of each heading: from its number, or from the type that numbered headings of that level have."""
    roman = any(len(heading.number) > 1 and _ROMAN.fullmatch(heading.number) for heading in headings)
    numbered = [_level_of_number(heading.number, roman) for heading in headings]
    types: dict[tuple[float, int], int] = {}
    for heading, level in zip(headings, numbered, strict=True):
        if level:
            types.setdefault(heading.type, level)
    others = sorted(
        {heading.type for heading, level in zip(headings, numbered, strict=True) if not level and heading.type not in types}, reverse=True
    )
    levels = []
    for heading, level in zip(headings, numbered, strict=True):
        if not level and heading.kind in ("references", "abstract"):
            level = 1
        levels.append(level or types.get(heading.type) or _level_of_type(heading.type, types, others))
    return levels


def _level_of_number(number: str, roman: bool) -> int:
    if not number or number[0] == "(":
        return 0
    if roman and len(number) == 1 and number.isalpha() and number not in "IVX":
        return 2
    return number.count(".") + 1


def _level_of_type(kind: tuple[float, int], types: dict[tuple[float, int], int], others: Sequence[tuple[float, int]]) -> int:
    larger = [level for (size, _), level in types.items() if size <= kind[0] + 0.2]
    if types:
        return min(larger, default=max(types.values()) + 1)
    return min(others.index(kind) + 1, 4)
