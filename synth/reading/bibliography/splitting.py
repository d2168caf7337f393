"""The lines of a paper's bibliography become its entries, whatever sets them apart: labels, hanging or opening indents, gaps, or
only the order of names and years.

Every way of dividing is tried, and the one that gives the most pieces that could be entries is taken; a piece that could not be
one counts against it. Words and addresses that were broken over two lines are put together again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from synth.reading.bibliography.entries import looks_like_entry
from synth.records import Box

MARGIN = 3.0  # points that the beginnings of lines at one margin may differ
MAX_INDENT = 60.0  # points; a line set in further is no continuation but something else
GAP = 1.25  # times the usual distance of lines is a gap
SMALL_GAP = 1.12  # the least, in a list that shows no other
MAX_SKIPPED = 3  # labels that may be missing between two that follow each other
BETTER = 0.15  # share by which a less sure way of dividing must do better
MAX_PLAIN = 12  # years in what is taken for one entry; more is a list that was not divided


class EntryLine(NamedTuple):
    """One printed line of a bibliography; hyphens at its end are left as printed. Coordinates are points from the top left of its page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    page: int  # from 1
    column: int  # of its page, from 0, left to right


class PrintedEntry(NamedTuple):
    """One entry: its text in one line without its label, and where it stands. A box names its page where that is not `page`."""

    text: str
    label: str
    page: int
    boxes: tuple[Box, ...]


class _Start(NamedTuple):
    line: int
    label: str = ""
    skip: int = 0  # characters of the line that the label takes up


_NUMBERED = (
    re.compile(r"\s*\[\s?(?P<label>\d{1,4})\s?\][.:]?\s*"),
    re.compile(r"\s*\((?P<label>\d{1,4})\)\s*"),
    re.compile(r"\s*(?P<label>\d{1,4})[.)]\s+(?=\D)"),
    re.compile(r"\s*(?P<label>\d{1,3})\s+(?=[^\W\d_a-z])"),
)
_LETTERED = re.compile(r"\s*\[(?P<label>(?=[^\[\]]*[^\W\d_])[^\[\]\n]{2,60})\]\s*")
_BULLET = re.compile(r"\s*[•‣◦▪▫●○■□]\s*")
_ADDRESS_ALONE = re.compile(r"<?https?://\S+\s*\Z")
_YEAR = re.compile(r"(?<![\d./:-])(?:1[5-9]|20)\d\d(?!\d)")
_OPENS = re.compile(
    r"[\s“\"'‘«(]*(?:[^\W\d_a-z]|[ˇ´`¨˘˚^~¸]|d['’][A-Z]|(?:van|von|de|der|den|del|di|da|du|la|le|al|el|ten|ter|dos|bin|ibn)\s)"
)
_CLOSES = re.compile(r"(?:[.!?)\]’”\"。]|https?://\S+|\d|/)\s*\Z")
_AUTHORS = re.compile(
    r"\s*(?:[^\W\d_a-z][\w’'.´`¨ˇ-]*\s){0,4}?[^\W\d_a-z][\w’'´`¨ˇ-]+(?:,\s|\sand\s|\.\s(?:1[89]|20)\d\d|\s\((?:1[89]|20)\d\d|\set\sal|:\s)"
)


def split_entries(
    lines: Sequence[EntryLine], known: Collection[str] = frozenset(), keeps: Callable[[str, str], bool] | None = None
) -> list[PrintedEntry]:
    """The entries of a bibliography, in order.

    `lines` are in reading order, without the heading, running heads and page numbers; what stands before the first entry is left
    out only where labels say where that begins. `known` are words of the document as it prints them unbroken, in lower case
    ("zero-shot"): they decide whether a hyphen at the end of a line stays. Where they do not know, `keeps` is asked of its two halves.
    """
    lines = [line for line in lines if line.text.strip()]
    if not lines:
        return []
    best = _marked(lines)
    best_score = 0.0
    for starts in _divisions(lines) if not best else ():
        score = _score(lines, starts)
        if not best or score > best_score + BETTER * abs(best_score):
            best, best_score = starts, score
    words = _unbroken(lines) | {word.lower() for word in known}
    ends = [start.line for start in best[1:]] + [len(lines)]
    return [_entry(lines[start.line : end], start, words, keeps) for start, end in zip(best, ends, strict=True)]


# --- where entries begin -------------------------------------------------------------------------------------------


def _marked(lines: Sequence[EntryLine]) -> list[_Start]:
    """Entries that a bullet opens, or that are nothing but an address each; none where the list is not made of them."""
    bullets = [(at, match.end()) for at, line in enumerate(lines) if (match := _BULLET.match(line.text))]
    if bullets and bullets[0][0] == 0:
        return [_Start(at, skip=end) for at, end in bullets]
    if all(_ADDRESS_ALONE.match(line.text) or " " not in line.text.strip() for line in lines) and _ADDRESS_ALONE.match(lines[0].text):
        return [_Start(at) for at, line in enumerate(lines) if _ADDRESS_ALONE.match(line.text)]
    return []


def _divisions(lines: Sequence[EntryLine]) -> Iterator[list[_Start]]:
    """The ways in which the lines can be divided, the surest first."""
    for pattern in _NUMBERED:
        if starts := _counted(lines, pattern):
            yield starts
    lettered = [_Start(at, match["label"].strip(), match.end()) for at, line in enumerate(lines) if (match := _LETTERED.match(line.text))]
    if lettered and lettered[0].line == 0:
        yield lettered
    depth = _indents(lines)
    flush = [at for at, indent in enumerate(depth) if indent == 0]
    yield _from_top(flush)
    yield _from_top([at for at, indent in enumerate(depth) if indent > 0])
    gaps = _gaps(lines, GAP)
    yield _from_top(gaps)
    yield _from_top(sorted({*gaps, *(at for at in flush if at in gaps or _opens_page(lines, at))}))
    yield _from_top([at for at in range(1, len(lines)) if _reads_as_start(lines, at)])
    yield _from_top(_gaps(lines, SMALL_GAP))


def _from_top(starts: list[int]) -> list[_Start]:
    return [_Start(at) for at in sorted({0, *starts})]


def _counted(lines: Sequence[EntryLine], pattern: re.Pattern[str]) -> list[_Start]:
    """The lines that open with the next number. A number that does not follow is a year or a page at the head of a line."""
    starts: list[_Start] = []
    for at, line in enumerate(lines):
        match = pattern.match(line.text)
        if not match:
            continue
        number = int(match["label"])
        if not starts and at > 1:
            return []
        if not starts or 0 < number - int(starts[-1].label) <= MAX_SKIPPED:
            starts.append(_Start(at, str(number), match.end()))
    return starts if len(starts) > 1 or len(lines) < 8 else []


def _indents(lines: Sequence[EntryLine]) -> list[int]:
    """For each line 0 where it begins at its column's left margin, 1 where it is set in.

    A column that shows one margin only, because it holds nothing but the rest of one entry, is compared with the same column elsewhere.
    """
    columns: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        columns.setdefault((line.page, line.column), []).append(line.x0)
    left = {key: min(starts) for key, starts in columns.items()}
    deep = [x0 - left[key] for key, starts in columns.items() for x0 in starts if MARGIN < x0 - left[key] <= MAX_INDENT]
    hang = Counter(round(indent) for indent in deep).most_common(1)[0][0] if deep else 0
    for key, starts in columns.items():
        if hang and all(x0 - left[key] <= MARGIN for x0 in starts):
            others = [
                value for (page, column), value in left.items() if column == key[1] and page != key[0] and (page - key[0]) % 2 == 0
            ] or [value for (page, column), value in left.items() if column == key[1] and page != key[0]]
            if any(abs(left[key] - hang - other) <= MARGIN for other in others):
                left[key] -= hang
    return [int(line.x0 - left[line.page, line.column] > MARGIN) for line in lines]


def _gaps(lines: Sequence[EntryLine], least: float) -> list[int]:
    """The lines below a gap of `least` times the usual distance; and those at the top of a column that read as a beginning."""
    steps = [below.y1 - above.y1 for above, below in pairwise(lines) if _same_column(above, below) and below.y1 > above.y1]
    if not steps:
        return []
    usual = min(median(steps), sorted(steps)[len(steps) // 4] * 1.1)
    found = []
    for at in range(1, len(lines)):
        above, below = lines[at - 1], lines[at]
        if _same_column(above, below):
            if below.y1 - above.y1 > least * usual:
                found.append(at)
        elif _reads_as_start(lines, at):
            found.append(at)
    return found


def _same_column(above: EntryLine, below: EntryLine) -> bool:
    return (above.page, above.column) == (below.page, below.column)


def _opens_page(lines: Sequence[EntryLine], at: int) -> bool:
    return at > 0 and not _same_column(lines[at - 1], lines[at])


def _reads_as_start(lines: Sequence[EntryLine], at: int) -> bool:
    """Whether a line opens with names and the line above has ended."""
    above, text = lines[at - 1].text.rstrip(), lines[at].text
    return bool(_CLOSES.search(above)) and not above.endswith((",", "-", "–")) and bool(_AUTHORS.match(text))


def _score(lines: Sequence[EntryLine], starts: list[_Start]) -> float:
    """How many pieces could be entries, less those that could not."""
    score = 0.0
    ends = [start.line for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=True):
        text = " ".join(line.text for line in lines[start.line : end])[start.skip :]
        opens = bool(_OPENS.match(text)) or not text[:1].isascii()
        could = opens and looks_like_entry(text) and len(_YEAR.findall(text)) <= MAX_PLAIN
        score += (1.0 if _CLOSES.search(text) else 0.5) + (0.1 if start.label else 0.0) if could else -1.0
    return score


# --- what an entry says --------------------------------------------------------------------------------------------


def _entry(lines: Sequence[EntryLine], start: _Start, words: Collection[str], keeps: Callable[[str, str], bool] | None) -> PrintedEntry:
    first = lines[0]
    text = join_lines([first.text[start.skip :], *(line.text for line in lines[1:])], words, keeps)
    boxes = tuple(
        Box(
            x0=round(line.x0, 2),
            y0=round(line.y0, 2),
            x1=round(line.x1, 2),
            y1=round(line.y1, 2),
            page=line.page if line.page != first.page else None,
        )
        for line in lines
    )
    return PrintedEntry(text, start.label, first.page, boxes)


_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_HYPHEN = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]\Z")
_WORD_AHEAD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?:|www\.|(?:doi:?\s?)?10\.\d{4,9}/|doi:)\S*\Z", re.IGNORECASE)
_ADDRESS_GOES_ON = re.compile(r"[/?&=#%_~.-]|[a-z\d][^\s,;]*[/.=_%?&#-][^\s,;]*[a-z\d]|[a-z\d-]*\d[a-z\d-]*|[a-z]{2,5}/", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv:\s?|abs/)(\d{0,4}|\d{4}\.\d{0,5})\Z", re.IGNORECASE)
_ARXIV_GOES_ON = re.compile(r"\.?\d[\d.]*(?:v\d{1,2})?(?![\w/])")
SUSPENDED = ("and", "or", "und", "oder", "et", "y", "&")  # "pre- and post-editing"


def join_lines(lines: Sequence[str], words: Collection[str] = frozenset(), keeps: Callable[[str, str], bool] | None = None) -> str:
    """The lines as one, with what was broken at their ends put together again. `words`, then `keeps`, decide whether a hyphen stays."""
    joined = ""
    for line in lines:
        following = " ".join(line.split())
        joined = _joined(joined, following, words, keeps) if joined else following
    return joined


def _joined(text: str, following: str, words: Collection[str], keeps: Callable[[str, str], bool] | None) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + following
    end = text[text.rfind(" ", 0, text.rfind(" ")) + 1 :]  # two words: all that is broken over the line, however long the entry is
    if _address_goes_on(end, following):
        return text + following
    if end.endswith(("–", "—")) and not text.endswith((" –", " —")):
        return text + following
    broken = _HYPHEN.search(end) if end.endswith(("-", "‐")) else None
    ahead = _WORD_AHEAD.match(following)
    if broken and ahead and ahead[0].lower() not in SUSPENDED:
        return (text if _hyphen_stays(broken[1], ahead[0], words, keeps) else text[:-1]) + following
    if end.endswith(("-", "‐")) and end[-2:-1].isalnum() and following[:1].isdigit():  # "pages 12-" and "14", "SemEval-" and "2017"
        return text + following
    return f"{text} {following}"


def _hyphen_stays(left: str, right: str, words: Collection[str], keeps: Callable[[str, str], bool] | None) -> bool:
    """ "Callison-Burch" and "zero-shot", but "multilingual": the form that the document prints unbroken, else a word of two capitals."""
    last = left.replace("‐", "-").lower()
    if f"{last}-{right.lower()}" in words:
        return True
    if f"{last}{right.lower()}" in words or f"{last.rsplit('-', 1)[-1]}{right.lower()}" in words:
        return False
    if right[0].isupper():
        return not left.isupper()
    return keeps is not None and left[0].islower() and keeps(left, right)  # "Jian-feng" may be one name, whatever its halves are


def _address_goes_on(text: str, following: str) -> bool:
    """Whether an address or an arXiv number at the end of a line goes on in the next."""
    last = text.rsplit(" ", 1)[-1]
    if arxiv := _ARXIV.search(text):
        after = _ARXIV_GOES_ON.match(following)
        digits = arxiv[1] + (after[0] if after else "")
        return bool(after) and bool(re.match(r"\d{4}\.\d{4,5}(?:v\d{1,2})?\.?\Z", digits))
    if not (match := _ADDRESS.search(text)):
        return False
    printed = match[0]
    ahead = following.split(" ", 1)[0]
    if ahead.startswith(("http://", "https://")):
        return False
    if printed.lower().endswith(("http:", "https:")):
        return ahead.startswith("//")
    if printed.endswith(("/", "-", "_", "=", "&", "?", "#", "%", "~")):
        return bool(re.match(r"[\w.~%-]", ahead))
    if printed.endswith((".", ":")):
        year = _YEAR.match(ahead) and not re.match(r"\d{4}[./]\d", ahead)
        return (ahead[:1].islower() and bool(_ADDRESS_GOES_ON.match(ahead))) or bool(re.match(r"\d", ahead) and not year)
    if printed.endswith((",", ";", ")", ">", "]")):
        return False
    if ahead[:1] in "/?&=#%_~.-":
        return len(ahead) > 1
    return last == ahead or (bool(re.match(r"[a-z\d]", ahead)) and bool(re.search(r"[/=_%]|\.\w|\w-\w|\d[a-z]|[a-z]\d", ahead)))


def _unbroken(lines: Sequence[EntryLine]) -> set[str]:
    """The words that the lines print whole, in lower case: not the last before a break, nor the first behind one."""
    found: set[str] = set()
    broken = False
    for line in lines:
        words = _WORD.findall(line.text)
        ends_broken = line.text.rstrip().endswith(("-", "‐", "\u00ad"))
        found.update(word.lower().replace("‐", "-") for word in words[int(broken) : len(words) - int(ends_broken)])
        broken = ends_broken
    return found
