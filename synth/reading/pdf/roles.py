"""What each line of a page is: text, a caption, part of a figure, a footnote, a formula set apart, or cells in columns.

The lines come in stretches, in reading order. A caption announces itself; what stands between it and the nearest prose belongs to its
figure. A footnote stands at the foot of a column in smaller type, behind its mark or a short rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from synth.reading.pdf.columns import Stretch
from synth.reading.pdf.formulas import mark_formulas
from synth.reading.pdf.frames import mark_framed, mark_parts
from synth.reading.pdf.furniture import Block
from synth.reading.pdf.kinds import CAPTION, FIGURE, FOOTNOTE, OTHER, PITCH, SAME_SIZE, TEXT, WORD, is_heading_like, without_blanks
from synth.reading.pdf.lines import SAME_BASE, SHORT, Line
from synth.reading.pdf.page import BOLD, Page, Stroke

SAME_TYPE = 0.3  # points: a closer look at lines beside a figure
VOID = 4.0  # of the size: room enough for a picture
WIDE_SHARE = 0.55  # of the column that a line of prose fills, unless it ends a paragraph
PROSE = 25  # characters of a line of prose
TITLE = 1.5  # points above the text's size
BEFORE_NAMES = ("extended data", "supplementary", "appendix", "online")
MAX_CAPTIONS = 100  # on one page
MAX_CAPTION = 40  # lines
MAX_UNSURE = 12  # lines of words in another type than the text's that a figure may hold
MAX_CELLS = 8  # words of three letters in a row of cells
NOTE_SIZE = 0.945  # of the text's size: notes are smaller than this
BOXED_WORDS = 4  # words of a line that may be the label of a box
MAX_NOTE_LINES = 24  # of the footnotes of one column
RULE = (25.0, 300.0)  # points: the rule above footnotes
MIN_ROWS = 3  # of cells in columns, for a table without a caption

_NOTE = re.compile(r"[⁰¹²³⁴-⁹]{1,3}(?![⁰¹²³⁴-⁹])|\d{1,3}\)\s|[*∗†‡§¶]{1,3}\s?\S")
_NUMBERED = re.compile(r"\d{1,2}\s[^\W\d_a-z]")  # a number that is not raised, and has no stop
_LABELLED = re.compile(r"[.:|–—]|\s*[:.|–—]\s")


@cache
def _listed() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("captions.toml").read_text(encoding="utf-8"))


@cache
def _announcing() -> re.Pattern[str]:
    """What opens a caption, from `captions.toml`: the word and its number in either order."""
    sides = []
    number = r"(?:[A-Z]{0,2}[.\-]?\d{1,3}(?:[.\-–]\d{1,3})?[a-z]?|[IVXLC]{1,6}|[A-Z])"
    for kind, words in _listed().items():
        names = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
        sides.append(rf"(?P<{kind}>(?:{names})\.?\s{{0,2}}{number}(?!\w)|\d{{1,3}}\.\s?(?:{names})(?!\w))")
    return re.compile(rf"[\[(<【]?(?:(?:{'|'.join(BEFORE_NAMES)})\s)?(?:" + "|".join(sides) + r")[\])>】]?", re.IGNORECASE)


@cache
def _openings() -> frozenset[str]:
    """The first two letters of what opens a caption, or its one letter: to ask is cheap, and few lines begin so."""
    names = (*(name for words in _listed().values() for name in words), *BEFORE_NAMES)
    return frozenset(name[:2].casefold() for name in names)


def announced(text: str) -> tuple[str, int] | None:
    """What a caption that begins so announces (figure, table, algorithm), and where its label ends."""
    opening = text[1:3] if text[:1] in "[(<【" else text[:2]
    if opening.casefold() not in _openings() and not opening[:1].isdigit() and opening[:1] not in _openings():
        return None
    match = _announcing().match(text)
    return (match.lastgroup or "figure", match.end()) if match else None


def front_roles_of(stretches: Sequence[Stretch], block: Block, page: Page) -> list[list[str]]:
    """The roles of the lines above an abstract: a figure may stand among them; what is large or bold is the title or the authors."""
    # What is not TEXT stops the reach of a figure; for the time being these lines have another role.
    roles = [[OTHER if _is_front_type(line, block) else TEXT for line in stretch.lines] for stretch in stretches]
    for number, stretch in enumerate(stretches):
        for _, at, kind in _captions(number, stretch, block, roles[number])[:MAX_CAPTIONS]:
            _mark_float(stretches, roles, number, at, "figure" if kind == "table" else kind, block, page)
    return [[TEXT if role == OTHER else role for role in given] for given in roles]


def _is_front_type(line: Line, block: Block) -> bool:
    return line.size > block.size + 0.8 or bool(line.style & BOLD)


def roles_of(stretches: Sequence[Stretch], block: Block, page: Page, captions_cut: Sequence[Line] = ()) -> list[list[str]]:
    """The role of every line, stretch by stretch. `captions_cut` are the last lines of captions that are no longer among the lines."""
    roles = [[TEXT] * len(stretch.lines) for stretch in stretches]
    for last in captions_cut[:MAX_CAPTIONS]:
        _mark_rest_of_caption(stretches, roles, last, block)
    captions = [found for number, stretch in enumerate(stretches) for found in _captions(number, stretch, block, roles[number])]
    captions = captions[:MAX_CAPTIONS]
    for number, at, _ in captions:
        _mark_rest_of_caption(stretches, roles, stretches[number].lines[_behind(roles[number], at) - 1], block)
    for number, at, kind in captions:
        _mark_float(stretches, roles, number, at, kind, block, page)
    if captions or captions_cut:
        mark_parts(stretches, roles, block)
        mark_framed(stretches, roles, page, captions_cut)
    for stretch, given in zip(stretches, roles, strict=True):
        _mark_cells(stretch, given)
    for number in _feet(stretches):
        _mark_footnotes(stretches[number], roles[number], block, page)
    pictured = bool(captions)
    if any(kind == "figure" for _, _, kind in captions):
        _mark_boxed(stretches, roles, page)
    for stretch, given in zip(stretches, roles, strict=True):
        mark_formulas(stretch, given, block, pictured)
    return roles


def _mark_boxed(stretches: Sequence[Stretch], roles: Sequence[list[str]], page: Page) -> None:
    """Marks the few words that a drawn box holds, on a page with a figure: a part of its drawing."""
    level = [stroke for stroke in page.strokes if stroke.level]
    upright = [stroke for stroke in page.strokes if not stroke.level]
    if len(level) < 2 or len(upright) < 2:
        return
    for stretch, given in zip(stretches, roles, strict=True):
        for at, line in enumerate(stretch.lines):
            if given[at] == TEXT and line.text.count(" ") < BOXED_WORDS and _is_boxed(line, level, upright):
                given[at] = FIGURE


def _is_boxed(line: Line, level: Sequence[Stroke], upright: Sequence[Stroke]) -> bool:
    near = 2.0 * line.size
    level = [s for s in level if s.x0 <= line.x0 and s.x1 >= line.x1]
    upright = [s for s in upright if s.y0 <= line.base - 0.5 * line.size and s.y1 >= line.base]
    over = any(0 < line.base - s.y0 < near for s in level) and any(0 <= s.y0 - line.base < near for s in level)
    return over and any(0 <= line.x0 - s.x1 < near for s in upright) and any(0 <= s.x0 - line.x1 < near for s in upright)


# --- captions, and what they belong to ---


def _captions(number: int, stretch: Stretch, block: Block, roles: list[str]) -> list[tuple[int, int, str]]:
    """Marks the captions of a stretch; gives (stretch, first line, kind) of each."""
    found = []
    lines = stretch.lines
    for at, line in enumerate(lines):
        if roles[at] != TEXT or (start := announced(line.text)) is None or not _is_caption(stretch, at, start[1], block):
            continue
        for other in range(at, _end_of_caption(stretch, at, block)):
            roles[other] = CAPTION
        found.append((number, at, start[0]))
    return found


def _is_caption(stretch: Stretch, at: int, label: int, block: Block) -> bool:
    """Whether a line that begins like a caption is one, and not a sentence that happens to begin a line so."""
    line = stretch.lines[at]
    rest = line.text[label:]
    if rest[:1] in (",", ";", ")") or rest.lstrip()[:1].islower():
        return False
    before = stretch.lines[at - 1] if at else None
    apart = before is None or line.base - before.base > PITCH * line.size or abs(before.size - line.size) > SAME_SIZE
    ended = before is not None and (before.x1 < stretch.x1 - 2 * line.size or before.text.endswith((".", ":", "!", "?")))
    styled = bool(line.lead) or bool(line.style) or line.size < block.size - SAME_SIZE
    if not rest.strip():
        return apart and len(line.text) < PROSE
    if _LABELLED.match(rest) or line.text[:1] in "[(<【":
        return apart or (ended and (styled or ":" in rest[:3]))
    return styled and (apart or ended)


def _end_of_caption(stretch: Stretch, at: int, block: Block) -> int:
    """The position after the last line of the caption that begins at `at`."""
    lines = stretch.lines
    first = lines[at]
    pitch = 0.0
    end = at + 1
    as_text = abs(first.size - block.size) <= SAME_SIZE
    while end < min(len(lines), at + MAX_CAPTION):
        line, last = lines[end], lines[end - 1]
        step = line.base - last.base
        if abs(line.size - first.size) > SAME_SIZE or step > (1.25 * pitch if pitch else PITCH * first.size):
            break
        if announced(line.text) and last.x1 < stretch.x1 - 2 * first.size:
            break
        if line.style & BOLD and not last.style & BOLD and last.x1 < stretch.x1 - 2 * first.size:
            break  # a heading
        if as_text and last.x1 < stretch.x1 - 4 * first.size and last.text.endswith(".") and line.x0 > stretch.x0 + 0.6 * first.size:
            break
        pitch = pitch or step
        end += 1
    return end


def _mark_rest_of_caption(stretches: Sequence[Stretch], roles: list[list[str]], last: Line, block: Block) -> None:
    """Marks lines that go on a caption past the end of its column, or where the finder of tables let go of it.

    It must be in another type than the text, or any line below it would do.
    """
    if abs(last.size - block.size) <= SAME_SIZE:
        return
    for stretch, given in zip(stretches, roles, strict=True):
        for at, line in enumerate(stretch.lines):
            step = line.base - last.base
            beside = abs(step) < SAME_BASE * last.size and abs(line.x0 - last.x1) < last.size  # behind something raised in the same line
            if given[at] == TEXT and beside and abs(line.size - last.size) < SAME_SIZE:
                given[at] = CAPTION
            elif (
                given[at] == TEXT
                and 0 < step <= PITCH * last.size
                and abs(line.size - last.size) < SAME_SIZE
                and abs(line.x0 - last.x0) < 2 * last.size
            ):
                given[at] = CAPTION
                last = line


def _mark_float(stretches: Sequence[Stretch], roles: list[list[str]], number: int, at: int, kind: str, block: Block, page: Page) -> None:
    """Marks the lines of the figure, table or algorithm that a caption stands under or over."""
    role = OTHER if kind == "table" else FIGURE
    if kind == "algorithm":
        _mark_algorithm(stretches[number], roles[number], _behind(roles[number], at), page)
        return
    end = _behind(roles[number], at)
    if not _walk(stretches, roles, number, at - 1, -1, role, block) and (kind == "table" or at == 0):
        _walk(stretches, roles, number, end, 1, role, block)


def _behind(roles: Sequence[str], at: int) -> int:
    """The position after the caption that begins at `at`."""
    while at < len(roles) and roles[at] == CAPTION:
        at += 1
    return at


def _walk(stretches: Sequence[Stretch], roles: list[list[str]], number: int, at: int, step: int, role: str, block: Block) -> int:
    """Marks what is no prose from a caption on, up or down, over the stretches above or below it; gives how many lines."""
    home = stretches[number]
    blocked: list[tuple[float, float]] = []
    marked = 0
    edge = home.lines[at - step].base if 0 <= at - step < len(home.lines) else home.lines[0].base
    which = number
    while 0 <= which < len(stretches):
        stretch = stretches[which]
        overlaps = stretch.x0 < home.x1 - 2 and stretch.x1 > home.x0 + 2
        position = at if which == number else (len(stretch.lines) - 1 if step < 0 else 0)
        beyond = which == number or (stretch.lines[position].base - edge) * step > 0
        if which != number and _has_title(stretch, block):
            break
        if overlaps and beyond and not any(a < stretch.x1 - 2 and b > stretch.x0 + 2 for a, b in blocked):
            count, stopped = _walk_stretch(stretch, roles[which], position, step, role, block)
            marked += count
            if stopped:
                blocked.append((stretch.x0, stretch.x1))
        which += step
    return marked


def _has_title(stretch: Stretch, block: Block) -> bool:
    """Whether lines of the first page are those that its title stands among."""
    return stretch.page == 1 and any(line.size > block.size + TITLE and len(line.text) >= SHORT for line in stretch.lines)


def _walk_stretch(stretch: Stretch, roles: list[str], at: int, step: int, role: str, block: Block) -> tuple[int, bool]:
    marked: list[int] = []
    lines = stretch.lines
    filled = 0
    unsure: int | None = None  # where lines of words in another type begin: labels, or text in small type
    while 0 <= at < len(lines):
        line = lines[at]
        if roles[at] != TEXT or (_is_prose(stretch, at, block) and abs(line.size - block.size) < SAME_TYPE and not _is_alone(stretch, at)):
            break
        if _fills(line, stretch):
            unsure = len(marked) if unsure is None else unsure
            filled += 1
        if unsure is not None and filled > MAX_UNSURE:
            for other in marked[unsure:]:
                roles[other] = TEXT
            return unsure, True
        beside = at - step
        like_text = abs(line.size - block.size) < SAME_SIZE and line.x0 < stretch.x0 + 2 * line.size
        if like_text and 0 <= beside < len(lines) and abs(lines[beside].base - line.base) > VOID * line.size:
            break
        if is_heading_like(line, block):
            if step < 0:
                _unmark_heading(lines, roles, marked, line)
            break
        roles[at] = role
        marked.append(at)
        at += step
    else:
        return len(marked), False
    return len(marked), True


def _unmark_heading(lines: Sequence[Line], roles: list[str], marked: list[int], first: Line) -> None:
    """Gives back the further lines of the heading that begins with `first`: only that line shows what they are."""
    last = first
    while marked:
        line = lines[marked[-1]]
        if abs(line.size - first.size) > SAME_TYPE or line.style != first.style or line.base - last.base > PITCH * line.size:
            return
        roles[marked.pop()] = TEXT
        last = line


def _is_prose(stretch: Stretch, at: int, block: Block) -> bool:
    """Whether a line is one of a paragraph: full of words, or the end of one that is."""
    line = stretch.lines[at]
    if _fills(line, stretch):
        return True
    if at and abs(line.size - block.size) < SAME_SIZE and not line.gaps:
        before = stretch.lines[at - 1]
        near = line.base - before.base <= PITCH * line.size and abs(before.size - line.size) < SAME_SIZE
        return near and _fills(before, stretch) and line.x0 < stretch.x0 + 3 * line.size
    return False


def _is_alone(stretch: Stretch, at: int) -> bool:
    """Whether a line is set in from both edges of its column and begins where no line beside it does: it is centred, and no prose."""
    line = stretch.lines[at]
    if line.x0 < stretch.x0 + 2 * line.size or line.x1 > stretch.x1 - line.size:
        return False
    return all(abs(stretch.lines[other].x0 - line.x0) > 1.5 for other in (at - 1, at + 1) if 0 <= other < len(stretch.lines))


def _fills(line: Line, stretch: Stretch) -> bool:
    text = line.text
    if len(text) < PROSE or line.gaps > 1 or line.x1 - line.x0 < WIDE_SHARE * (stretch.x1 - stretch.x0):
        return False
    return len(WORD.findall(text)) >= 4 or without_blanks(text)


def _mark_algorithm(stretch: Stretch, roles: list[str], at: int, page: Page) -> None:
    """Marks the lines from behind an algorithm's caption down to the rule across its column that closes it."""
    first = stretch.lines[at - 1]
    width = stretch.x1 - stretch.x0
    below = sorted(
        stroke.y0
        for stroke in page.strokes
        if stroke.level and stroke.y0 > first.base and stroke.x1 - stroke.x0 > 0.8 * width and stroke.x0 < stretch.x0 + 0.2 * width
    )
    if not below:
        return
    end = below[0] if below[0] - first.base > 1.5 * first.size or len(below) == 1 else below[1]
    for other in range(at, len(stretch.lines)):
        if stretch.lines[other].base >= end:
            break
        if roles[other] == TEXT:
            roles[other] = FIGURE


def _mark_cells(stretch: Stretch, roles: list[str]) -> None:
    """Marks lines that are cells in columns, though nothing announces a table: several in a row with wide gaps in each."""
    run: list[int] = []
    for at, line in enumerate([*stretch.lines, None]):
        if line is not None and roles[at] == TEXT and line.gaps >= 2 and len(WORD.findall(line.text)) <= MAX_CELLS:
            run.append(at)
            continue
        if len(run) >= MIN_ROWS:
            for cell in run:
                roles[cell] = OTHER
        run = []


# --- footnotes ---


def _feet(stretches: Sequence[Stretch]) -> list[int]:
    """The stretches that nothing but floats stands below."""
    feet = []
    for number, stretch in enumerate(stretches):
        bottom = stretch.lines[-1].base
        if not any(
            other.lines[0].base > bottom and other.x0 < stretch.x1 - 2 and other.x1 > stretch.x0 + 2 and len(other.lines) > 3
            for other in stretches[number + 1 :]
        ):
            feet.append(number)
    return feet


def _mark_footnotes(stretch: Stretch, roles: list[str], block: Block, page: Page) -> None:
    lines = stretch.lines
    start = len(lines)
    while start and roles[start - 1] == TEXT and lines[start - 1].size < NOTE_SIZE * block.size:
        start -= 1
    group = lines[start:]
    if not group:
        return
    first = next((at for at, line in enumerate(group) if opens_note(line)), None)
    if first == 0 and (group[0].mark or start or group[0].text[0] in "*∗†‡"):
        cut = start
    elif rule := _rule_above(group, lines[start - 1] if start else None, stretch, page):
        cut = next(at for at in range(start, len(lines) + 1) if at == len(lines) or lines[at].base > rule)
        if cut > start and cut < len(lines) and not opens_note(lines[cut]):
            return  # what stands above the rule is in the same type: a list of references, in which some line is drawn
    elif (first is not None and any(line.mark for line in group)) or (
        first is None and start and _opens_apart(group[0], lines[start - 1], block)
    ):
        cut = start + (first or 0)
    else:
        return
    if len(lines) - cut > MAX_NOTE_LINES:
        return  # a list of references in small type, not a note
    roles[cut:] = [FOOTNOTE] * (len(lines) - cut)


def _opens_apart(line: Line, above: Line, block: Block) -> bool:
    """Whether a number on the line opens a note, since a gap parts it from prose in the text's type."""
    prose = abs(above.size - block.size) < SAME_SIZE and not above.style & BOLD and len(above.text) >= PROSE
    return prose and _NUMBERED.match(line.text) is not None and line.base - above.base > PITCH * line.size


def opens_note(line: Line) -> bool:
    return bool(line.mark) or _NOTE.match(line.text) is not None


def _rule_above(group: Sequence[Line], before: Line | None, stretch: Stretch, page: Page) -> float:
    """The height of a short rule in the column above some of the lines and below `before`; 0 where there is none."""
    top = before.base if before is not None else group[0].base - 2.5 * group[0].size
    rules = [
        stroke.y0
        for stroke in page.strokes
        if stroke.level
        and top < stroke.y0 < group[-1].base
        and RULE[0] < stroke.x1 - stroke.x0 < min(RULE[1], 1.05 * (stretch.x1 - stretch.x0))
        and abs(stroke.x0 - stretch.x0) < 12
    ]
    return min(rules, default=0.0)


def usual_pitch(stretches: Iterable[Stretch], block: Block) -> float:
    """The usual distance from one line of text to the next."""
    steps: list[float] = []
    for stretch in stretches:
        lines = stretch.lines
        for line, following in pairwise(lines):
            step = following.base - line.base
            if 0.8 * block.size < step < 2.2 * block.size and abs(line.size - block.size) < SAME_SIZE:
                steps.append(step)
    steps.sort()
    return steps[len(steps) // 2] if steps else 1.2 * block.size
