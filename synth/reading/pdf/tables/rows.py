"""The words of a region as rows, and the words of a row as atoms: pieces that nothing could set in two columns.

Rows follow baselines. A raised or lowered word belongs to the word it stands beside, whatever its own baseline. Words that stand
upright on the page's side (turned labels) are no part of a row and come out apart.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from synth.reading.pdf.page import BOLD, GLUED, ITALIC, LOWERED, RAISED, Stroke, Word

SAME_LINE = 0.35  # of the font size: baselines closer than this are one row
SMALL = 0.82  # of the region's usual size: a word this small may be raised or lowered
RADICAL = 0.84  # of the font size: how far above its line a radical sign has its baseline
LARGER = 1.1  # times the size of a raised word: one that stands on the line
REACH = 0.75  # of the font size: how far from its row's baseline a small word may stand
BLANK = 0.42  # of the font size: the widest blank between two words of one cell
STOP_BLANK = 0.5  # the same behind a full stop, where TeX sets a wider one
NUMBER_BLANK = 0.2  # the same between two numbers: wide enough for the thin blank between thousands
SIGN_BLANK = 0.75  # between a sign and its number, or around "/" and "±"
RUNNING = 0.55  # the widest blank in a row that is one run of words
TOUCH = 0.12
MIN_BLANK = 0.15  # of the font size: less is no blank between two words
SAME_BLANK = 0.02  # of the font size by which blanks of one width differ
MIN_ALIKE = 3  # blanks of one width before it is the usual one
ALIKE = 1.6  # times the usual blank: the widest within one text, behind a stop

_NUMBER = re.compile(r"[+\-−–±~<>≈$€£(\[]*\d[\d.,%)\]*†‡/:;kKMBGT]*$")
_SIGNED = re.compile(r"[+\-−–]\.?\d")
_SIGN = re.compile(r"[+\-−–±∓~<>≤≥≈$€£#]$")
_JOINER = re.compile(r"[/±∓|×]$|^±|^/|/$|±$")
_THOUSANDS = re.compile(r"(?:^|[^\d.,])[1-9]\d{0,2}(?:,\d{3})*,$")  # TeX sets a thin blank behind a comma in a formula
_OPENED = re.compile(r"^[(\[±]")


class Atom(NamedTuple):
    """A piece of a row that stands in one column, or spans several."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    note: str  # what is raised
    lowered: str  # what is set below the line
    style: int
    size: float
    words: tuple[int, ...]  # positions on the page

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


class Row(NamedTuple):
    """Atoms on one baseline, from left to right."""

    base: float
    size: float
    atoms: tuple[Atom, ...]

    @property
    def top(self) -> float:
        return self.base - 0.72 * self.size

    @property
    def foot(self) -> float:
        return self.base + 0.22 * self.size


def blank_of(words: Sequence[Word], chosen: Sequence[int]) -> float:
    """The blank between two words of one cell, as a share of the font size: the one met most often; 0 where too few are alike."""
    counts: Counter[int] = Counter()
    for one, other in itertools.pairwise(chosen):
        a, b = words[one], words[other]
        gap = (b.x0 - a.x1) / a.size if a.line == b.line and a.turn == b.turn == 0 and a.size > 0 else 0.0
        if MIN_BLANK <= gap <= RUNNING and not b.style & GLUED and not (_NUMBER.match(a.text) and _NUMBER.match(b.text)):
            counts[round(gap / SAME_BLANK)] += 1
    (common, times), *_ = counts.most_common(1) or [(0, 0)]
    return common * SAME_BLANK if times >= MIN_ALIKE else 0.0


def rows_of(words: Sequence[Word], chosen: Iterable[int], cuts: Sequence[Stroke] = (), blank: float = 0.0) -> list[Row]:
    """The rows that the chosen upright words make, from the top. No atom crosses one of `cuts`, the upright lines.

    `blank` is the usual one between two words, as a share of the font size, where it is known.
    """
    upright = [at for at in chosen if words[at].turn == 0]
    if not upright:
        return []
    usual = _usual_size(words, upright)
    plain = [
        at
        for at in upright
        if words[at].size >= SMALL * usual and not words[at].style & (RAISED | LOWERED) and not words[at].text.startswith("√")
    ]
    on_line = frozenset(plain)
    small = [at for at in upright if at not in on_line]
    lines = _lines(words, plain)
    left: list[int] = []
    place = {at: line for line in lines for at in line[1]}
    for at in small:
        word = words[at]
        if word.style & GLUED and at - 1 in place:  # set onto the word before it
            place[at - 1][1].append(at)
            place[at] = place[at - 1]
            continue
        base = word.base + (RADICAL * word.size if word.text.startswith("√") else 0.0)
        line = min(lines, key=lambda line: abs(line[0] - base), default=None)
        if line is not None and abs(line[0] - base) <= REACH * usual and (word.style & GLUED or _beside(words, line[1], word)):
            line[1].append(at)
        else:
            left.append(at)
    for base, members in _lines(words, left):
        line = min(lines, key=lambda line: abs(line[0] - base), default=None)
        if line is not None and abs(line[0] - base) <= SAME_LINE * usual:  # smaller type on the same line: small capitals
            line[1].extend(members)
        else:
            lines.append((base, members))
    lines.sort(key=lambda line: line[0])
    widest = min(RUNNING, ALIKE * blank) if blank else RUNNING
    return [_row(words, members, cuts, widest) for _, members in lines]


def _usual_size(words: Sequence[Word], chosen: Sequence[int]) -> float:
    """The size that half of the letters have or less: bounds set small beside each number do not make the numbers large."""
    sizes = sorted((words[at].size, len(words[at].text)) for at in chosen)
    half = sum(letters for _, letters in sizes) / 2
    for size, letters in sizes:
        half -= letters
        if half <= 0:
            return size
    return sizes[-1][0]


def _lines(words: Sequence[Word], chosen: Iterable[int]) -> list[tuple[float, list[int]]]:
    lines: list[tuple[float, list[int]]] = []
    for at in sorted(chosen, key=lambda at: words[at].base):
        word = words[at]
        if lines and word.base - lines[-1][0] <= SAME_LINE * word.size:
            lines[-1][1].append(at)
        else:
            lines.append((word.base, [at]))
    return lines


def _beside(words: Sequence[Word], line: list[int], word: Word) -> bool:
    """Whether a small word stands close to one of the line's words, as a mark or an index does."""
    return any(
        -0.5 * word.size <= word.x0 - words[at].x1 <= 0.6 * word.size or -0.5 * word.size <= words[at].x0 - word.x1 <= 0.3 * word.size
        for at in line
    )


def _row(words: Sequence[Word], members: list[int], cuts: Sequence[Stroke], widest: float) -> Row:
    members.sort(key=lambda at: words[at].x0)
    size = max(words[at].size for at in members)
    bases = [words[at].base for at in members if words[at].size >= SMALL * size]
    base = median(bases)
    if _is_running(words, members, cuts, widest):
        return Row(base, size, (_atom(words, members, base, size),))
    atoms: list[list[int]] = []
    for at in members:
        together = atoms and _together(words[atoms[-1][-1]], words[at], _printed(words, atoms[-1]), cuts)
        if together or (atoms and _is_open(words, atoms[-1], members, at, cuts)):
            atoms[-1].append(at)
        else:
            atoms.append([at])
    return Row(base, size, tuple(_atom(words, atom, base, size) for atom in atoms))


def is_cut(before: Word, word: Word, cuts: Sequence[Stroke]) -> bool:
    """Whether an upright line stands between two words of a row."""
    height = word.base - 0.3 * word.size
    return any(before.x1 - 1.0 <= (cut.x0 + cut.x1) / 2 <= word.x0 + 1.0 and cut.y0 <= height <= cut.y1 for cut in cuts)


def _ends_head(word: Word, following: Word) -> bool:
    """Whether an arrow closes the name of a column: "BLEU ↑ METEOR ↑" are two."""
    return word.text.strip("()") in ("↑", "↓") and following.text[:1].isalpha()


def _is_running(words: Sequence[Word], members: list[int], cuts: Sequence[Stroke], widest: float) -> bool:
    """Whether the words of a row run on like a sentence, with no blank that could part columns: a title over the table."""
    texts = [words[at].text for at in members]
    if len(members) < 2 or sum(any(c.isalpha() for c in text) for text in texts) < 0.6 * len(texts):
        return False
    pairs = [(words[one], words[other]) for one, other in itertools.pairwise(members)]
    if any(_ends_head(a, b) for a, b in pairs):
        return False
    return all(b.x0 - a.x1 <= widest * max(a.size, b.size) for a, b in pairs) and not any(is_cut(a, b, cuts) for a, b in pairs)


def _is_open(words: Sequence[Word], atom: list[int], members: list[int], at: int, cuts: Sequence[Stroke]) -> bool:
    """Whether a cell has a bracket that words close by close, from `at` on: letters stand in it, as in a unit."""
    text = "".join([words[member].text for member in atom])
    if ("[" not in text and "(" not in text) or (text.count("[") <= text.count("]") and text.count("(") <= text.count(")")):
        return False
    for before, after in itertools.pairwise([atom[-1], *members[members.index(at) :]]):
        if words[after].x0 - words[before].x1 > SIGN_BLANK * words[after].size or is_cut(words[before], words[after], cuts):
            return False
        text += words[after].text
        if text.count("[") <= text.count("]") and text.count("(") <= text.count(")"):
            return any(character.isalpha() for character in text)
    return False


def _printed(words: Sequence[Word], atom: list[int]) -> str:
    return words[atom[-1]].text if len(atom) == 1 or not _SIGN.match(words[atom[-1]].text) else "+"


def _together(before: Word, word: Word, printed: str, cuts: Sequence[Stroke]) -> bool:
    gap = word.x0 - before.x1
    size = max(before.size, word.size)
    if is_cut(before, word, cuts) or _ends_head(before, word):
        return False
    if before.style & RAISED and not word.style & (RAISED | LOWERED) and _starts_number(before, word):
        return False  # a mark set onto one number ends its cell, however close the next one stands
    if before.style & LOWERED and before.text[:1] in "±+-−–" and word.text[:1].isdigit() and not word.style & (GLUED | RAISED | LOWERED):
        return False  # so does a spread set below it
    if gap <= TOUCH * size or word.style & GLUED:
        stacked = abs(before.base - word.base) > SAME_LINE * size  # an upper bound over a lower one
        return gap > -1.5 * size or stacked or bool(word.style & GLUED)
    if _JOINER.search(printed) or _JOINER.search(word.text):
        return gap <= SIGN_BLANK * size
    if _SIGN.match(printed) and word.text[:1].isdigit():
        return gap <= SIGN_BLANK * size
    if _OPENED.match(word.text) and _NUMBER.match(before.text):
        return gap <= BLANK * size
    if _NUMBER.match(before.text) and _NUMBER.match(word.text):
        return gap <= NUMBER_BLANK * size and before.line == word.line
    if before.text[-1:] == "." and before.text[:1].isalpha() and word.text[:1].isdigit():
        return gap <= STOP_BLANK * size  # "Fig. 3"
    return gap <= BLANK * size


def _starts_number(raised: Word, word: Word) -> bool:
    """Whether a word behind a raised one begins a number of its own, and not the lower of two bounds."""
    return word.text[:1].isdigit() or (word.size > LARGER * raised.size and _SIGNED.match(word.text) is not None)


def _atom(words: Sequence[Word], members: list[int], base: float, size: float) -> Atom:
    text, note, above, below = "", "", "", ""
    main = [words[at] for at in members if _height(words[at], base, size) == 0]
    names = any(character.isalpha() for word in main for character in word.text)  # an index belongs to a name, a spread to a number
    for at in members:
        word = words[at]
        height = _height(word, base, size) if main else 0
        glued = bool(word.style & GLUED) or word.x0 - _before(words, members, at) <= TOUCH * word.size
        blank = "" if glued else " "
        if height > 0 and not text and _is_over(words, members, at, base, size):
            text += f"{word.text}/"
        elif height > 0 and _is_exponent(text, word.text):
            text += "^" + word.text
        elif height > 0 and names and text and _is_of_name(words, members, at, base, size):
            text += word.text
        elif height > 0 and (_is_note(word.text) or _is_group_letter(text, word.text)) and not _is_power(text, word):
            note += (blank if note else "") + word.text
        elif height > 0 and text[-1:].isdigit() and re.match(r"[+−–±-]\s?[\d.∞]", word.text):  # an upper bound
            above += (" " if above else "") + word.text
        elif height < 0 and not names:
            below += (blank if below else "") + word.text
        else:
            thousands = (
                _THOUSANDS.search(text)
                and re.match(r"\d{3}(?!\d)", word.text)
                and word.x0 - _before(words, members, at) <= NUMBER_BLANK * size
            )
            text += ("" if height or not text or thousands else blank) + word.text
    lowered = f"{above} {below}".strip()
    style = BOLD | ITALIC
    for word in main or [words[at] for at in members]:
        style &= word.style
    return Atom(
        min(words[at].x0 for at in members),
        min(words[at].y0 for at in members),
        max(words[at].x1 for at in members),
        max(words[at].y1 for at in members),
        text,
        note,
        lowered,
        style,
        size,
        tuple(members),
    )


def _has_index(words: Sequence[Word], members: list[int], at: int, base: float, size: float) -> bool:
    """Whether something is set below the line where a letter is raised: both are indices of a symbol."""
    place = members.index(at)
    beside = [words[members[other]] for other in (place - 1, place + 1) if 0 <= other < len(members)]
    word = words[at]
    return any(_height(other, base, size) < 0 and min(other.x1, word.x1) - max(other.x0, word.x0) > -TOUCH * size for other in beside)


def _is_of_name(words: Sequence[Word], members: list[int], at: int, base: float, size: float) -> bool:
    """Whether what is raised is part of a name: the name goes on behind it, or it is one of two indices."""
    text = words[at].text
    behind = text.isalnum() and _goes_on_behind(words, members, at, base, size)
    return behind or (text.isalpha() and _has_index(words, members, at, base, size))


def _is_over(words: Sequence[Word], members: Sequence[int], at: int, base: float, size: float) -> bool:
    """Whether a raised number stands over a lowered one, neither to one side of the other: a fraction."""
    place = members.index(at) + 1
    after = words[members[place]] if place < len(members) else None
    if after is None or not (words[at].text.isdigit() and after.text[:1].isdigit()) or _height(after, base, size) >= 0:
        return False
    return after.x0 - words[at].x0 < TOUCH * size


def _goes_on_behind(words: Sequence[Word], members: list[int], at: int, base: float, size: float) -> bool:
    """Whether more of a name is set right behind something raised, which is then a part of it and no mark to it."""
    place = members.index(at) + 1
    after = words[members[place]] if place < len(members) else None
    if after is None or _height(after, base, size) or after.x0 - words[at].x1 > TOUCH * size:
        return False
    return after.text[0].isalnum() or (after.text[0] in "-–" and after.text[1:2].isalpha())


def split_atom(words: Sequence[Word], atom: Atom, row: Row, after: int) -> tuple[Atom, Atom]:
    """An atom as two, parted after its first `after` words."""
    left, right = list(atom.words[:after]), list(atom.words[after:])
    return _atom(words, left, row.base, row.size), _atom(words, right, row.base, row.size)


def _before(words: Sequence[Word], members: list[int], at: int) -> float:
    place = members.index(at)
    return words[members[place - 1]].x1 if place else -1e9


def _height(word: Word, base: float, size: float) -> int:
    """1 for a raised word, -1 for a lowered one, 0 for one on the line."""
    if word.style & RAISED:
        return 1
    if word.style & LOWERED:
        return -1
    if word.size >= SMALL * size:
        return 0
    by = base - word.base
    return 1 if by > 0.12 * size else -1 if by < -0.08 * size else 0


def _is_power(text: str, word: Word) -> bool:
    """Whether a raised digit belongs to a symbol or a unit of one or two letters: m2, R2, σ54, not a note to a word."""
    if word.text.isdigit() and re.search(r"(?:^|[^\w])[α-ωΑ-Ω]$", text):
        return True
    return bool(word.style & GLUED) and word.text in ("2", "3") and bool(re.search(r"(?:^|[^\W\d_]*[\W\d_])[^\W\d_]{1,2}$", text))


def _is_group_letter(text: str, raised: str) -> bool:
    """Letters raised behind a number, which say what it does not differ from: 90.4ab."""
    return text[-1:].isdigit() and raised.isalpha() and len(raised) <= 4


def _is_note(raised: str) -> bool:
    """Whether raised text is a mark that points to a note, not part of a name ("ANLI+") or of a unit ("s−1")."""
    return bool(re.fullmatch(r"[(\[]?(?:[*†‡§¶#∗⋆★✦♣♠♦♥△▲▽▼◇□■○●•‖∥]+|[a-z]|\d{1,2})(?:,(?:[a-z]|\d{1,2}|[*†‡§¶]))*[)\]]?", raised))


def _is_exponent(text: str, raised: str) -> bool:
    return text.endswith("10") and bool(re.fullmatch(r"[−–-]?\d+", raised))


def join_atoms(words: Sequence[Word], left: Atom, right: Atom, row: Row) -> Atom:
    """Two neighbouring atoms of a row as one."""
    return _atom(words, [*left.words, *right.words], row.base, row.size)
