"""Lines in reading order become paragraphs, over the ends of columns and pages, and paragraphs become text.

A paragraph ends where the next line is indented, where room is left for the next word though the sentence is over, where the gap is
wide, where the type changes. What stands between its lines on other grounds (a float, a footnote, a formula, the end of a page) does not
end it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synth.reading.pdf.characters import BULLETS
from synth.reading.pdf.furniture import Block
from synth.reading.pdf.hyphens import Words, broken, is_hangul, seam
from synth.reading.pdf.lines import Line
from synth.reading.pdf.page import BOLD
from synth.reading.pdf.righttoleft import FIRST, LAST, is_from_right
from synth.reading.prose import Part, Placed

GAP = 1.3  # times the usual pitch: a wider gap may end a paragraph
WIDE_GAP = 2.2  # times the usual pitch: ends one unless its sentence plainly goes on
INDENT = 0.7  # of the size
SLACK = 0.8  # of the size that a full line may end before its column
SIZE = 0.6  # points that the type of one paragraph may differ
MAX_BETWEEN = 3  # paragraphs in another type inside one of the text
MAX_HEAD_LINES = 3
MAX_HEAD = 120  # characters of a heading that text follows in its line
REACH = 200  # characters of a line that are looked at for an address, or for the bracket that one closes
MIN_LINES = 4  # of a column, to know its edges by

_ENDS = re.compile(r"(?:[.!?:…。！？]|[.!?][\"”’»)\]]{1,2})[⁰¹²³⁴-⁹⁾,]{0,6}$")
_STOPS = re.compile(r"[.!?。！？][\"”’»)\]]{0,2}[⁰¹²³⁴-⁹⁾,]{0,6}$")
_ITEM = re.compile(rf"[{BULLETS}]\s|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})[.)]\s|[-*]\s")
_BULLET = re.compile(rf"^[{BULLETS}]\s+")
_RAISED = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=-[^\W\d_])|(?<=[가-힣一-龯ぁ-ヿ.,;:!?)\]”\"’%。」』]))[ ]?"
    r"(?P<number>[⁰¹²³⁴-⁹](?:[,–]?[⁰¹²³⁴-⁹])*+⁾?+)(?![A-Za-zα-ωΑ-Ω⁺⁻ⁿ₀-₉])"
)
_UNITS = frozenset("cm km mm dm nm µm μm ft in ha mi yd sec ms".split())
_WORDED = re.compile(r"[^\W\d_]{3}|\d{4}")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
# What a raised number stands behind where it may be a note's mark or a power: anything but a blank, or the end of the line before.
_UNSURE = re.compile(r"(?P<base>[^\s⁰¹²³⁴-⁹]{0,40})[ ]?(?P<number>[⁰¹²³⁴-⁹]{1,3})(?=$|[\s.,;:!?)\]”’])")
_POWERS = re.compile(r"(?:(?:^|[^\w-])[^\W\d_]|(?:^|\D)10|[₀₁₂₃₄₅₆₇₈₉])$")  # what has powers: x, 10, x₁
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
# Digits over digits with nothing before them; ¹⁴₆C is an element, and behind a sign of sums they are its limits.
_FRACTION = re.compile(r"(?<![^\s(=≈])(?<![∫∑∏] )([⁰¹²³⁴-⁹]{1,6})[ /]?([₀-₉]{1,6})(?![^\W\d_₀-₉])")


class Printed(NamedTuple):
    """A line of text where it stands: in which stretch of which column."""

    line: Line
    role: str
    left: float  # of its column's text
    right: float
    stretch: int  # counted through the document
    column: int
    lead: int = 0  # its position in the stretch


class Notes(NamedTuple):
    """What raised numbers in the text are: the numbers of footnotes, by page, or those of references."""

    pages: dict[int, frozenset[str]]
    cite: bool  # raised numbers point to references
    unsure: frozenset[tuple[int, str, str]] = frozenset()  # page, what stands before, number: where nothing else is the mark of a note


def edges_of(stretch_lines: Sequence[Line], fallback: tuple[float, float]) -> tuple[float, float]:
    """The edges that most lines of a column begin and end at."""
    if len(stretch_lines) < MIN_LINES:
        return fallback
    lefts = Counter(round(line.x0) for line in stretch_lines)
    left, count = max(lefts.items(), key=lambda entry: (entry[1], -entry[0]))
    # An indented list may be longer than the text around it.
    for other, times in lefts.items():
        if other < left and times >= max(2, count // 4):
            left, count = other, times
    rights = Counter(round(line.x1) for line in stretch_lines)
    right, count = max(rights.items(), key=lambda entry: (entry[1], entry[0]))
    if count < max(2, len(stretch_lines) // 5):
        right = round(max(line.x1 for line in stretch_lines))
    return float(left), float(right)


def group(lines: Sequence[Printed], block: Block, pitch: float) -> list[list[Printed]]:
    """The paragraphs of a run of text lines between two headings."""
    middle = lines[len(lines) // 2].line.text if lines else ""
    if FIRST < middle[:1] <= LAST and is_from_right(middle):
        mirrors = [_mirrored(printed) for printed in lines]
        own = {id(mirror): printed for mirror, printed in zip(mirrors, lines, strict=True)}
        return [[own[id(mirror)] for mirror in paragraph] for paragraph in _grouped(mirrors, block, pitch)]
    return _grouped(lines, block, pitch)


def _mirrored(printed: Printed) -> Printed:
    """A line that is read from the right as it would stand if it were read from the left."""
    line = printed.line
    return printed._replace(line=line._replace(x0=-line.x1, x1=-line.x0), left=-printed.right, right=-printed.left)


def _grouped(lines: Sequence[Printed], block: Block, pitch: float) -> list[list[Printed]]:
    paragraphs: list[list[Printed]] = []
    for printed in lines:
        if paragraphs and not _parts(paragraphs[-1], printed, block, pitch):
            paragraphs[-1].append(printed)
        elif (unfinished := _unfinished(paragraphs, printed)) is not None:
            paragraphs.append(paragraphs.pop(unfinished))
            paragraphs[-1].append(printed)
        else:
            paragraphs.append([printed])
    return paragraphs


def _unfinished(paragraphs: Sequence[Sequence[Printed]], b: Printed) -> int | None:
    """Which earlier paragraph goes on with line `b`, over something in another type that stands between (a table's note)."""
    if not b.line.text[:1].islower() or not paragraphs or abs(paragraphs[-1][-1].line.size - b.line.size) <= SIZE:
        return None
    for at in range(len(paragraphs) - 2, max(len(paragraphs) - 2 - MAX_BETWEEN, -1), -1):
        last = paragraphs[at][-1].line
        if abs(last.size - b.line.size) <= SIZE / 2:
            return at if not _STOPS.search(last.text) and not last.text.endswith(":") else None
    return None


def _parts(paragraph: Sequence[Printed], b: Printed, block: Block, pitch: float) -> bool:
    """Whether a new paragraph begins with line `b`."""
    a = paragraph[-1]
    above, here = a.line, b.line
    same = a.stretch == b.stretch
    ended = _ENDS.search(above.text) is not None
    hyphen = above.text.endswith("-")
    small = here.text[:1].islower()
    if small and (hyphen or not _STOPS.search(above.text)):
        return abs(above.size - here.size) > SIZE and ended
    if abs(above.size - here.size) > SIZE and (ended or not small):
        return True
    if _ITEM.match(here.text) and _begins_item(paragraph, here, ended):
        return True
    if ended and not above.style & BOLD and ((here.style & BOLD and not small) or (here.bold_lead and _head_of(here))):
        return True  # a heading in the line of its text, whatever room the line above left
    indent = here.x0 - b.left
    indented = INDENT * here.size < indent
    if same:
        step = here.base - above.base
        usual = max(pitch * here.size / block.size, 1.0)
        if step > WIDE_GAP * usual:
            return ended or not small
        if step > GAP * usual and (ended or _has_room(a, here)) and not small:
            return True
        if here.x0 - above.x0 > INDENT * here.size:
            return not _hangs(paragraph, here) and (ended or not small)
        if above.x0 - here.x0 > INDENT * here.size:  # back to the left
            return len(paragraph) > 1 and ended and not _is_first_indent(paragraph) and _has_room(a, here)
        return ended and not small and _has_room(a, here)
    if small:
        return False
    if indented and not (above.x0 - a.left > INDENT * above.size and len(paragraph) > 1 and abs((above.x0 - a.left) - indent) < 2):
        return ended or _has_room(a, here)
    return ended and _has_room(a, here)


def _begins_item(paragraph: Sequence[Printed], here: Line, ended: bool) -> bool:
    """Whether a line that opens like an item of a list is one; a dash may go on a sentence."""
    if here.text[0] in "–—-":
        return paragraph[0].line.text[0] == here.text[0] or _has_room(paragraph[-1], here)
    return ended or here.text[0] in BULLETS or _has_room(paragraph[-1], here)


def _hangs(paragraph: Sequence[Printed], here: Line) -> bool:
    """Whether a line further in than its paragraph's first goes on an item whose mark hangs out."""
    return len(paragraph) == 1 and (_ITEM.match(paragraph[0].line.text) is not None or paragraph[0].line.bold_lead)


def _is_first_indent(paragraph: Sequence[Printed]) -> bool:
    return len(paragraph) == 1


def _has_room(a: Printed, here: Line) -> bool:
    """Whether the first word of the next line would have found room at the end of line `a`: it was ended on purpose."""
    width = here.x1 - here.x0
    first = here.text.find(" ")
    needed = width * (first if first > 0 else len(here.text)) / max(len(here.text), 1)
    return a.right - a.line.x1 > needed + SLACK * here.size


def text_of(lines: Sequence[Printed], words: Words, notes: Notes) -> tuple[str, tuple[Placed, ...]]:
    """The text of lines of one paragraph, and where each of them stands in it."""
    pieces: list[str] = []
    placed: list[Placed] = []
    length = 0
    for number, printed in enumerate(lines):
        line = printed.line
        own = line.text
        if number == 0:
            own = _BULLET.sub("", own)
        own = without_marks(own, line.page, notes)
        if not own:
            continue
        if pieces:
            drop, blank = _seam(pieces[-1], own, words)
            if drop:
                pieces[-1] = pieces[-1][:-1]
                length -= 1
                placed[-1] = placed[-1]._replace(end=length)
            if blank and not (own[0] in ".,;" and own != line.text):  # a note's mark that stood between is gone
                pieces.append(" ")
                length += 1
        placed.append(Placed(length, length + len(own), line.page, (line.x0, line.y0, line.x1, line.y1)))
        pieces.append(own)
        length += len(own)
    return "".join(pieces), tuple(placed)


def _seam(before: str, own: str, words: Words) -> tuple[bool, bool]:
    """Whether the hyphen at the end of a line goes, and whether a blank comes before the next line."""
    if before.endswith("-") and (halves := broken(before, own)) is not None:
        return not _ADDRESS.search(before[-REACH:]) and not words.keeps(*halves), False
    if before[-1] in "—/" or own[0] == "—" or (before[-1] == "–" and bool(before[-2:-1].strip())):
        return False, False
    if _has_no_blanks(before[-1]) and _has_no_blanks(own[0]):
        return False, False
    if is_hangul(own[0]) and is_hangul(before[-1]):
        return False, words.parts(*seam(before, own))
    address = before[-1] in "._=?&#%/-" and own[0].isalnum() and not own[0].isupper() and _ADDRESS.search(before[-REACH:])
    return False, not address


def _has_no_blanks(character: str) -> bool:
    """Whether a character is of a script that sets no blanks between words; Korean sets them."""
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


def without_marks(text: str, page: int, notes: Notes) -> str:
    """The text of a line without the raised numbers of footnotes; "m²" and "10⁵" stay, and so do numbers of references."""

    def bare(match: re.Match[str]) -> str:
        before = _LAST_WORD.search(text[max(0, match.start() - 12) : match.start()])
        if before and before[0] in _UNITS:
            return match[0]
        number = match["number"].translate(_RAISED_DIGITS).rstrip("⁾")
        if _may_be_power(text, match) or (notes.cite and number not in notes.pages.get(page, frozenset())):
            return match[0]
        return ""

    def bare_where_sought(match: re.Match[str]) -> str:
        return match["base"] if (page, match["base"], match["number"].translate(_RAISED_DIGITS)) in notes.unsure else match[0]

    if text.isascii():
        return text
    text = _FRACTION.sub(lambda halves: f"{halves[1]}/{halves[2]}".translate(_PLAIN_DIGITS), text)
    if notes.unsure:
        text = _UNSURE.sub(bare_where_sought, text).strip()
    return _RAISED.sub(bare, text).strip() if _RAISED.search(text) else text


def _may_be_power(text: str, mark: re.Match[str]) -> bool:
    """Whether a raised number stands behind a letter or behind brackets without a word: "PT-M²", "XLM-R³", "(a−b)²"."""
    if text[mark.start() - 1] == ")":
        return not _WORDED.search(text, max(text.rfind("(", max(mark.start() - REACH, 0), mark.start()), 0), mark.start())
    return text[max(0, mark.start() - 2) : mark.start() - 1] == "-"


def unsure_marks(lines: Iterable[Line], pages: dict[int, frozenset[str]]) -> frozenset[tuple[int, str, str]]:
    """Raised numbers that could be powers, and are the marks of notes: each the only one on its page that its note can hang on."""
    sure: set[tuple[int, str]] = set()
    found: Counter[tuple[int, str, str]] = Counter()
    for line in lines:
        numbers = pages.get(line.page)
        if not numbers or line.text.isascii():
            continue
        sure |= {
            (line.page, mark["number"].translate(_RAISED_DIGITS))
            for mark in _RAISED.finditer(line.text)
            if not _may_be_power(line.text, mark)
        }
        for mark in _UNSURE.finditer(line.text):
            number = mark["number"].translate(_RAISED_DIGITS)
            if number in numbers and not _POWERS.search(mark["base"]):
                found[line.page, mark["base"], number] += 1
    once = [key for key, count in found.items() if count == 1 and (key[0], key[2]) not in sure]
    alike = Counter((page, number) for page, _, number in once)
    return frozenset((page, base, number) for page, base, number in once if alike[page, number] == 1)


def part_of(lines: Sequence[Printed], words: Words, notes: Notes) -> Part:
    text, placed = text_of(lines, words, notes)
    return Part("paragraph", text, placed=placed)


def run_in_head(lines: Sequence[Printed]) -> list[str]:
    """The heading that a paragraph begins with, line by line: set apart by its type, and by its stop or a wide blank; empty for none."""
    whole: list[str] = []
    for printed in lines[:MAX_HEAD_LINES]:
        line = printed.line
        if not line.style & BOLD:
            head = _head_of(line)
            return [*whole, head] if head else []
        whole.append(line.text)
        following = lines[len(whole)].line if len(lines) > len(whole) else None
        if following is None or following.lead or following.style & BOLD or sum(map(len, whole)) > MAX_HEAD:
            continue
        # Without a stop its line may be full by chance: then its text begins like a sentence.
        if line.text.endswith((".", ":", "?", "!")) or (line.text[-1] not in ",;-–—" and following.text[0].isupper()):
            return whole
    return []


def _head_of(line: Line) -> str:
    """The heading that a line begins with."""
    if not line.lead:
        return ""
    words = line.text.split(" ")
    head, rest = " ".join(words[: line.lead]), " ".join(words[line.lead :])
    bare = _BULLET.sub("", head)
    if sum(character.isalpha() for character in bare) < 3 or len(bare) > MAX_HEAD or not rest or line.lead > MAX_HEAD // 6:
        return ""
    stopped = bare.endswith((".", ":", "?", "!")) and not bare.endswith((" al.", "e.g.", "i.e.", "vs."))
    if not (stopped or (line.parted and line.bold_lead)) or not (
        rest[0].isupper() or rest[0] > "\u2e7f" or rest[0] in "“‘\"'([" or stopped
    ):
        return ""
    return head


def notes_by_page(footnotes: Iterable[Line]) -> dict[int, frozenset[str]]:
    """The numbers of the footnotes on each page."""
    found: dict[int, set[str]] = {}
    for line in footnotes:
        if match := re.match(r"[⁰¹²³⁴-⁹]{1,3}|\d{1,3}(?=\)|\s)", line.text):
            found.setdefault(line.page, set()).add(match[0].translate(_RAISED_DIGITS))
    return {page: frozenset(numbers) for page, numbers in found.items()}
