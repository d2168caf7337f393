"""Title, authors and abstract from how the first page looks, without trusting what the file says of itself.

The title is the largest type near the top. Names stand below it, all in one type; a line that cannot be told to be names gives none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from synth.reading.pdf.characters import tidy
from synth.reading.pdf.furniture import Block
from synth.reading.pdf.hyphens import Words
from synth.reading.pdf.lines import Line
from synth.reading.pdf.page import BOLD, ITALIC, LOWERED, RAISED, Word
from synth.reading.pdf.paragraphs import Notes, Printed, text_of
from synth.reading.words import word_set

LARGER = 0.8  # points above the text's size
PITCH = 1.9  # of the size: the lines of a title
MIN_LETTERS = 8  # of a title; half of it in scripts whose letters are syllables or words
MAX_LINES = 8  # of a title
NEAR = 0.55  # of the size: a wider gap parts two names
FIRST_LINES = 12  # among which a title stands where the text seems to begin at once
MAX_NAMES = 400
MAX_TOKENS = 5  # of a name

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?,?$|[^\W\d_]\.,?$")
_EAST = re.compile(r"^[\u3400-\u9fff가-힣·]{1,5}$")
_MARKS = re.compile(r"[\d*∗⁎†‡§¶‖#⁰¹²³⁴-⁹,;|·•⋆♣♠♦♥]+$")
_OPENER = re.compile(r"\s*[—–\-:.]?\s*")


class Front(NamedTuple):
    """The title and the authors, with the lines that each was read from, as positions in the lines of the first page."""

    title: str
    title_lines: frozenset[int]
    authors: tuple[str, ...]
    author_lines: frozenset[int]
    before: frozenset[int]  # lines above the title


@cache
def listed(use: str) -> frozenset[str]:
    """One list of `front.toml`."""
    return frozenset(tomllib.loads(Path(__file__).with_name("front.toml").read_text(encoding="utf-8"))[use])


def read_front(
    lines: Sequence[Printed], end: int, words: Iterable[Word], block: Block, known: Words, sections: frozenset[int] = frozenset()
) -> Front:
    """Title and authors from the text lines of the first page, in reading order, up to `end`, where the abstract or the text begins.

    At `sections` stand headings that open one: they are no title, however large.
    """
    opening = [printed for printed in lines[:FIRST_LINES] if printed.line.page == lines[0].line.page]
    title = _title(lines[:end], block, sections) or _largest(opening, block, sections)
    if not title:
        return Front("", frozenset(), (), frozenset(), frozenset())
    text, _ = text_of([lines[at] for at in title], known, Notes({}, False))
    below = frozenset(range(title[-1] + 1, end))
    first, last = lines[title[0]].line, lines[title[-1]].line
    beneath = (line for line in (printed.line for printed in lines[end:]) if line.page == last.page and line.base > last.base + 1)
    stop = min((line.y0 for line in beneath), default=last.base + 250)
    bottom = max((lines[at].line.base for at in below), default=last.base)
    zone = [
        word
        for word in words
        if word.turn == 0 and last.base + 1 < word.base <= min(stop, bottom) + 1 and word.x0 > min(first.x0, block.left) - 20
    ]
    return Front(text.strip().rstrip("*∗†‡¹⁎ "), frozenset(title), tuple(read_names(zone)), below, frozenset(range(title[0])))


def _title(lines: Sequence[Printed], block: Block, sections: frozenset[int]) -> list[int]:
    """The positions of the title's lines: the largest type that says enough to be one; the first bold or centred lines otherwise."""
    if largest := _largest(lines, block, sections):
        return largest
    for group in _in_one_type(lines)[:4]:
        line = lines[group[0]].line
        if group[0] not in sections and _says_enough(lines, group) and (line.style & BOLD or _in_capitals(line.text)) and len(group) <= 4:
            return group
    return []


def _in_capitals(text: str) -> bool:
    """Whether the Latin letters of a text are capitals; a Greek one in a title is a sign, and has no capital."""
    return "".join(character for character in text if character < "Ͱ").isupper()


def _largest(lines: Sequence[Printed], block: Block, sections: frozenset[int]) -> list[int]:
    """The lines in the largest type, if that is larger than the text's and they say enough."""
    groups = (group for group in _in_one_type(lines) if group[0] not in sections and lines[group[0]].line.size > block.size + LARGER)
    large = [group for group in groups if _says_enough(lines, group)]
    top = max((lines[group[0]].line.size for group in large), default=0.0)
    return next((group for group in large if lines[group[0]].line.size > top - 0.5), [])


def _in_one_type(lines: Sequence[Printed]) -> list[list[int]]:
    """Lines of one type that stand close below each other."""
    groups: list[list[int]] = []
    for at, printed in enumerate(lines):
        line = printed.line
        before = lines[groups[-1][-1]].line if groups else None
        if (
            before is not None
            and groups[-1][-1] == at - 1
            and abs(before.size - line.size) < 0.5
            and before.style == line.style
            and 0 < line.base - before.base < PITCH * line.size
            and len(groups[-1]) < MAX_LINES
        ):
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _says_enough(lines: Sequence[Printed], group: Sequence[int]) -> bool:
    text = "".join(lines[at].line.text for at in group)
    letters = sum(character.isalpha() * (1 + (character > "\u2e7f")) for character in text)
    return letters >= MIN_LETTERS and (" " in text or len(text) >= MIN_LETTERS // 2)


# --- names ---


def read_names(words: Sequence[Word]) -> list[str]:
    """The names in the words below a title: those in the type of the first line that holds any."""
    names: list[str] = []
    kind: tuple[float, int] | None = None
    elsewhere = False
    goes_on = False
    for row in _rows(words):
        main = max(row, key=lambda word: (not word.style & (RAISED | LOWERED), len(word.text)))
        here = (main.size, main.style & (BOLD | ITALIC))
        if goes_on and kind is not None and abs(here[0] - kind[0]) < 0.6:
            here = kind  # behind a comma a list of names goes on, whatever its weight
        goes_on = row[-1].text.endswith(",")
        if kind is not None and (abs(here[0] - kind[0]) > 0.6 or here[1] != kind[1]):
            elsewhere = True
            continue
        found = _names_in(row)
        if found and not (kind is not None and elsewhere and not kind[1] & BOLD and len(found) < 2):
            kind = kind or here
            names += [name for name in found if name not in names]
        elif (names and not kind) or len(names) > MAX_NAMES:
            break
        elif kind is not None and not kind[1]:
            break  # the type of names and of what follows them is the same: names end where they end
    return names


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("base", "x0")):
        if rows and word.base - rows[-1][-1].base < 0.5 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=attrgetter("x0"))
    return rows


def _names_in(row: Sequence[Word]) -> list[str]:
    """The names in one line, where every run of words in it that is not a mark is one; otherwise none."""
    runs: list[list[str]] = [[]]
    right = row[0].x0
    for word in row:
        text = tidy(word.text)
        lower = text.lower().strip(".,;:")
        if lower in listed("institutions") or "@" in text or "://" in text:
            return []
        between = lower in listed("between") and not (len(lower) == 1 and text[0].isupper())  # "E." is an initial, "e" an "and"
        if word.style & RAISED or between or not any(character.isalpha() for character in text):
            runs.append([])
        else:
            if word.x0 - right > NEAR * word.size and not _EAST.match(text):
                runs.append([])
            bare = _MARKS.sub("", text)
            if bare:
                runs[-1].append(bare)
            if bare != text:
                runs.append([])
        right = word.x1
    spoken = [run for run in runs if run]
    names = [_name(run) for run in spoken]
    good = [name for name in names if name]
    return good if good and len(good) * 2 > len(spoken) else []


def _name(run: Sequence[str]) -> str:
    """A run of words as a name; nothing where it cannot be one."""
    if all(_EAST.match(token) for token in run):
        whole = "".join(run)
        return whole if 2 <= len(whole) <= 5 else ""
    if not 2 <= len(run) <= MAX_TOKENS:
        return ""
    capitals = all(token.isupper() for token in run)
    for token in run:
        if token.lower() in listed("particles"):
            continue
        if not _TOKEN.fullmatch(token) or not token[0].isupper():
            return ""
        if token.isupper() and len(token.strip(".")) > 1 and not capitals and "." not in token and "-" not in token:
            return ""
    last = run[-1].rstrip(".")
    if len(last) < 2 or (run[0] in listed("particles") and len(run) < 3):
        return ""
    return " ".join(run)


# --- the abstract ---


def run_in(text: str, use: str = "abstract") -> int:
    """How many characters of a paragraph are the word "Abstract", in any language, with what parts it from the text; 0 for none."""
    head = text[:40].lower()
    words = word_set("headings", use) if use == "abstract" else listed(use)
    for word in sorted(words, key=len, reverse=True):
        if head.startswith(word) and len(text) > len(word) + 20:
            rest = text[len(word) :]
            if rest[:1] in ".:—–-" or rest[:3].strip()[:1] in ("—", "–", ":", "-"):
                match = _OPENER.match(rest)
                return len(word) + (match.end() if match else 0)
    return 0


def run_in_type(line: Line) -> int:
    """How many characters of a line are the word "Abstract", where only its type sets it apart: "**Abstract** We show …"."""
    if not line.lead or not line.bold_lead:
        return 0
    head = " ".join(line.text.split(" ")[: line.lead])
    return len(head) + 1 if head.lower().strip(" .:—–-") in word_set("headings", "abstract") else 0


def opens_with(text: str, use: str) -> bool:
    """Whether a paragraph begins with one of the words of a list of `front.toml`."""
    head = text[:30].lower()
    return any(head.startswith(word) and not head[len(word) : len(word) + 1].isalpha() for word in listed(use))
