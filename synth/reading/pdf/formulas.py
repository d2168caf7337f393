"""Formulas set apart: lines of signs, the halves of fractions, the limits of sums, and what numbers them.

They are no sentences. A line that goes on a full line of prose is prose, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.reading.pdf.columns import Stretch
from synth.reading.pdf.furniture import Block
from synth.reading.pdf.kinds import FIGURE, FORMULA, OTHER, PITCH, SAME_SIZE, TEXT, WORD, is_heading_like, without_blanks
from synth.reading.pdf.lines import SHORT, SMALL, Line, mathematical
from synth.reading.pdf.page import BOLD

ROUNDS = 3  # in which pieces are added to the formulas that they touch
LONG = 60  # characters; a longer line is no piece of a formula
MUTE = 0.2  # of a line's characters that words may be where nothing but its signs shows a formula
HALF_MUTE = 0.35  # where a number behind it or a sign before it does
ITEMS = frozenset("•●○◦▪■‣►▶➢➤✓✔")  # what opens an item of a list, which may be a formula and is a part of the text
LABEL_SIZE = 0.74  # of the text's size: on a page with figures, smaller type is theirs

_SPOKEN = re.compile(r"(?<!\S)[(“\"‘]?([^\W\d_][^\W\dA-Z_]{2,}|[a-z]{2,})[.,;:!?)”\"’]*(?!\S)")
_OPENING = "=≤≥≈∝≡−+"  # with what the second line of a formula begins
_EQUATION_NUMBER = re.compile(r"\((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?[a-z]?\)$")
_FUNCTIONS = frozenset(
    "log exp max min arg argmax argmin sin cos tan tanh softmax sigmoid lim sup inf det diag rank sign relu var cov avg mean "
    "dim ker mod gcd span for all "
    "where with otherwise and count score sim dist loss sum prod concat avgpool maxpool".split()
)


def mark_formulas(stretch: Stretch, roles: list[str], block: Block, pictured: bool) -> None:
    """Marks lines that are formulas set apart, and the small pieces that are left of fractions."""
    lines = stretch.lines
    for at, line in enumerate(lines):
        if roles[at] != TEXT or line.text[:1] in ITEMS or ((line.style & BOLD or line.size > block.size) and is_heading_like(line, block)):
            continue
        before = lines[at - 1] if at else None
        near = [lines[other] for other in (at - 1, at + 1) if 0 <= other < len(lines)]
        small = line.size < SMALL * block.size
        if small and len(line.text) <= 2 * SHORT and any(_is_part_of(line, other, block) for other in near):
            roles[at] = FORMULA
        elif pictured and line.size < LABEL_SIZE * block.size:
            roles[at] = FIGURE
        elif small and len(line.text) <= SHORT:
            if not WORD.search(line.text):
                roles[at] = FIGURE if pictured else OTHER
        elif _is_label(line, block) and not (before is not None and roles[at - 1] == TEXT and _follows(before, line, stretch)):
            roles[at] = FIGURE if pictured else OTHER
        elif _is_formula(line, before, stretch, roles[at - 1] if at else TEXT) and not _leads_on(stretch, at):
            roles[at] = FORMULA
    for _ in range(ROUNDS if FORMULA in roles else 0):
        more = [at for at in range(len(lines)) if roles[at] == TEXT and _belongs(lines, roles, at, stretch)]
        for at in more:
            roles[at] = FORMULA
        if not more:
            break


def _leads_on(stretch: Stretch, at: int) -> bool:
    """Whether the first line of a column that fills it is prose, as the next line shows, which begins where it does."""
    if at or len(stretch.lines) < 2:
        return False
    line, following = stretch.lines[:2]
    beside = abs(line.x0 - following.x0) < 2 and following.base - line.base < PITCH * line.size
    return (
        beside
        and line.x1 > stretch.x1 - 3 * line.size
        and len(_SPOKEN.findall(line.text)) > 3
        and _SPOKEN.search(following.text) is not None
    )


def _is_part_of(line: Line, other: Line, block: Block) -> bool:
    """Whether a small line is the half of a fraction, or the limit of a sum, in the formula of the line beside it."""
    return (
        abs(other.base - line.base) < 1.6 * block.size
        and other.size > SMALL * block.size
        and bool(mathematical(other.text))
        and len(WORD.findall(line.text)) <= 1
    )


def _is_label(line: Line, block: Block) -> bool:
    """Whether a line in other type than the text's holds no word."""
    return abs(line.size - block.size) > SAME_SIZE and not line.style and not WORD.search(line.text) and not without_blanks(line.text)


def _follows(before: Line, line: Line, stretch: Stretch) -> bool:
    """Whether a line goes on a full line of its own type right above it."""
    close = line.base - before.base < PITCH * line.size and abs(before.size - line.size) < SAME_SIZE
    return close and before.x1 > stretch.x1 - 3 * line.size and abs(before.x0 - line.x0) < 2.5 * line.size


def _belongs(lines: Sequence[Line], roles: Sequence[str], at: int, stretch: Stretch) -> bool:
    """Whether a line without much to say is a piece of the formula that it touches."""
    line = lines[at]
    if len(line.text) > LONG:
        return False
    if len(line.text) <= 2 * SHORT and line.x0 - stretch.x0 > 3 * line.size and _beside_formula(lines, roles, at):
        return True
    if at and roles[at - 1] == TEXT and _follows(lines[at - 1], line, stretch):
        return False
    if len(line.text) <= 2 * SHORT and not _SPOKEN.search(line.text) and not line.text.endswith("."):
        return _beside_formula(lines, roles, at)
    between = 0 < at < len(lines) - 1 and roles[at - 1] == roles[at + 1] == FORMULA
    close = between and lines[at + 1].base - lines[at - 1].base < 2 * PITCH * line.size
    return close and bool(mathematical(line.text)) and len(_SPOKEN.findall(line.text)) <= 1


def _share_spoken(text: str) -> float:
    """The share of a line that is words, set apart by blanks as words are; names of functions are none."""
    found = (word for word in _SPOKEN.findall(text) if word.lower() not in _FUNCTIONS)
    return 1.0 if without_blanks(text) else sum(map(len, found)) / len(text)


def _beside_formula(lines: Sequence[Line], roles: Sequence[str], at: int) -> bool:
    """Whether a short line set far in, such as the upper half of a fraction, is part of the formula above or below it."""
    line = lines[at]
    if len(WORD.findall(line.text)) > 2 or without_blanks(line.text):
        return False
    near = (other for other in (at - 1, at + 1) if 0 <= other < len(lines))
    return any(roles[other] == FORMULA and abs(lines[other].base - line.base) < 1.3 * line.size for other in near)


def _is_formula(line: Line, before: Line | None, stretch: Stretch, role_before: str) -> bool:
    indent = line.x0 - stretch.x0
    words = [word for word in WORD.findall(line.text) if word.lower() not in _FUNCTIONS]
    signs = mathematical(line.text)
    if indent < 1.2 * line.size:
        full = before is not None and role_before == TEXT and before.x1 > stretch.x1 - 3 * line.size
        if _EQUATION_NUMBER.search(line.text) and line.x1 > stretch.x1 - 1.5 * line.size and (signs or line.gaps):
            return _share_spoken(line.text) <= (MUTE if full else HALF_MUTE)
        if full or not signs:
            return False
        opens = line.text[0] in "=≤≥≈∝≡" and _share_spoken(line.text) <= HALF_MUTE
        bars = line.text.count("|")  # columns of a table that is typed are no formula
        mute = not words or (signs > bars + 1 and stretch.x1 - line.x1 > 0.8 * line.size and _share_spoken(line.text) <= MUTE)
        return opens or (signs > 2 and mute and len(line.text) > SHORT)
    goes_on = before is not None and role_before == TEXT and abs(before.x0 - line.x0) < 2 and line.base - before.base < PITCH * line.size
    goes_on = goes_on and before is not None and before.x1 > stretch.x1 - 3 * line.size
    apart = stretch.x1 - line.x1 > 1.2 * line.size or line.text[0] in _OPENING or (line.gaps and _EQUATION_NUMBER.search(line.text))
    if signs and apart and not goes_on and _share_spoken(line.text) <= MUTE and "://" not in line.text:
        return True
    if signs > 1 and line.gaps and _EQUATION_NUMBER.search(line.text) and line.x1 > stretch.x1 - 1.5 * line.size:
        return True  # words may be the names of what it adds
    if len(words) > 3 or (len(words) > 1 and sum(map(len, words)) > 0.45 * len(line.text)):
        opens = line.text[0] in "=≤≥≈∝≡" or (signs > 1 and _EQUATION_NUMBER.search(line.text) is not None)
        if not opens or _share_spoken(line.text) > HALF_MUTE:
            return False
        words = words[:2]
    if goes_on:
        return False
    if _EQUATION_NUMBER.search(line.text) and (signs or line.gaps):
        return True
    if signs and len(words) <= 2:
        return True
    plain = line.text[:1].isdigit() or line.text.endswith(".") or without_blanks(line.text)
    return not words and len(line.text) <= SHORT and not plain and indent > 3 * line.size
