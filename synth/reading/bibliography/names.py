"""Names of authors: which words are one, and which surname a citation would call it by.

Reads what is printed; who the people are is for others. In doubt a list of words is no list of names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from synth.reading.words import word_set, words

MAX_NAME_WORDS = 8  # "Organisation for Economic Co-operation and Development"
MAX_NAMES = 160  # characters that a citation's names may take
PAIRED = 0.5  # share of a list that "Roe, J." must make up before the commas are read so; joins and blanks take the rest
MAX_LIST = 8_000  # characters of a list of authors
MAX_CJK_NAME = 4  # characters; longer runs are phrases
_WORD = re.compile(r"\S+")
_INITIALS = re.compile(r"(?:[^\W\d_a-z\u0e00-\uffff]\.?[\s-]?){1,4}\Z")
_CJK = re.compile(r"[\u3040-\u30fa\u30fc-\u30ff\u4e00-\u9fff\uac00-\ud7a3]+\Z")
_STOP_IN_NAME = re.compile(r"[^\W_]{3,}[.．]\s")  # "Jones. Things": the names have ended
_PAIR = re.compile(r"([^,;&]{2,60}),\s*((?:[^\W\d_]\.[\s-]?){1,5}|[^\W\d_a-z\u0e00-\uffff]{1,3}(?![\w.]))(?=\s|,|;|&|$|\))")
_AUTHOR_JOIN = re.compile(r"\s*;\s*|,?\s+(?:and|&|und|et|y|e|и)\s+|\s*[,，、・]\s*")
_REVERSED = re.compile(
    r"([^\W\d_][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+)?),\s+(?=[^\W\d_a-z][\w’'-]+(?:\s(?:[^\W\d_a-z]\.?|[^\W\d_a-z][\w’'-]+))?\s*(?:,|$|and\b|&|und\b|y\b|et\b))"
)
_GIVEN_FIRST = re.compile(r"[\s,]*(?:and\s+)?[^\W\d_a-z]\.")  # "A. Alpha": what follows the comma is the next author
_ELIDED = re.compile(r"^(?:[dl]|dell|de)['’](?=[^\W\d_a-z])")  # "d’Autume"
_LAST_STOP = re.compile(r"(?<=[^\W_]{2})[.．]\Z")
_ROLE = re.compile(r"\s*\((?:eds?|hrsg|dir|éds?)\.?\)|\s+(?:eds?|hrsg)\.\Z", re.IGNORECASE)


class Names(NamedTuple):
    """The surnames a citation prints, and whether it says that there are more."""

    surnames: tuple[str, ...]
    others: bool


def folded(name: str) -> str:
    """A name without case and accents, for comparing."""
    bare = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).strip(" .,'*_")


def read_names(printed: str) -> Names | None:
    """The names of a citation ("van der Berg and Ödegaard", "Li et al.", "张三等"); None when they are none."""
    rest, others = strip_others(re.sub(r"[*_]", "", printed).strip(" ,.，、;:"))
    rest = rest.strip(" ,，、")
    if not rest or len(rest) > MAX_NAMES:
        return None
    listed = [name.strip() for name in _connectors().split(rest) if name and name.strip()]
    surnames = tuple(surname for name in listed if not _INITIALS.match(name) if (surname := _surname(name)))
    if not surnames or len(surnames) < sum(not _INITIALS.match(name) for name in listed):
        return None
    if not others and any(surname in word_set("citing", "no_names") for surname in surnames):
        return None  # "(May 2020)", "(CHI, 2021)"; but "Chi et al." is somebody
    return Names(surnames, others)


def strip_others(printed: str) -> tuple[str, bool]:
    """A list of names without its "et al.", and whether it had one."""
    lowered = printed.casefold()
    if len(lowered) != len(printed) or not lowered.endswith(_others()):  # casefold may lengthen: then the cut would be wrong
        return printed, False
    for word in _others():
        if lowered.endswith(word) and (not word[0].isascii() or lowered[: -len(word)][-1:] in (" ", ",", "", " ")):
            return printed[: -len(word)], True
    return printed, False


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=2_000)  # an entry's readers ask for the same words several times
def read_authors(printed: str) -> tuple[str, ...]:
    """The authors of an entry as they are printed, in any of the usual orders; empty where that cannot be told."""
    text, _ = strip_others(_ROLE.sub("", printed).strip(' ,:;*_([（"“'))
    text = _LAST_STOP.sub("", text.strip(" ,;"))
    if not text or len(text) > MAX_LIST or _DIGIT.search(text):
        return ()
    pairs: list[tuple[str, str]] = _PAIR.findall(text)
    if sum(len(last) + len(first) for last, first in pairs) > PAIRED * len(text) and not any(_GIVEN_FIRST.match(last) for last, _ in pairs):
        authors = tuple(f"{_without_and(last)}, {first.strip()}" for last, first in pairs)
    else:
        authors = tuple(name.strip() for name in _AUTHOR_JOIN.split(_first_reversed(text)) if name.strip())
        authors = tuple(author.replace("\0", ", ") for author in authors)
    return authors if authors and all(_is_name(author) for author in authors) else ()


def _first_reversed(text: str) -> str:
    """ "Knuth, Donald E., and Jane Roe": the first name is turned round, so its comma parts no two authors."""
    found = _REVERSED.match(text)
    first = found[1] if found else ""
    return f"{first}\0{text[found.end() :]}" if found and " " not in first and not _CJK.match(first) else text


def is_author_list(printed: str) -> bool:
    """Whether words before a title can only be authors: initials, more than one name, or "et al."."""
    authors = read_authors(printed)
    if not authors or any(_INITIALS.match(author) for author in authors):
        return False
    has_initials = any(_INITIALS.match(part) for author in authors for part in re.split(r"[\s,]+", author)[-1:] + author.split()[:1])
    return has_initials or len(authors) > 1 or strip_others(printed.strip(" ,."))[1] or bool(_CJK.match(authors[0]))


def surname_of(author: str) -> str:
    """The surname of one author as an entry prints it: "Li, X." → li, "X. Li" → li, "Li X" → li."""
    if "," in author:
        return folded(author.split(",")[0])
    parts = author.split()
    while len(parts) > 1 and _INITIALS.match(parts[-1]) and len(parts[-1].replace(".", "")) <= 3:
        parts.pop()
    return folded(parts[-1]) if parts else ""


def _without_and(last: str) -> str:
    return re.sub(r"^(?:,?\s*(?:and|und|et|y|e|&)\s+|[\s.]+)", "", last.strip()).strip()


def _surname(name: str) -> str:
    """The name as it would be compared, or nothing when the words are no name."""
    if _CJK.match(name):
        return name if len(name) <= MAX_CJK_NAME else ""
    return folded(name) if _is_name(name) else ""


def _is_name(name: str) -> bool:
    parts = _WORD.findall(name)
    if not parts or len(parts) > MAX_NAME_WORDS or any(letter.isdigit() for letter in name):
        return False
    if re.search(r"[=<>%$/|@(){}\[\]\"“”?!:]", name) or _STOP_IN_NAME.search(name):
        return False
    if _CJK.match(name):
        return len(name) <= MAX_CJK_NAME
    strong = [part for part in parts if part.casefold() not in word_set("citing", "particles")]
    if not strong and len(parts) == 1:
        strong = parts  # "Le" and "Du" alone are surnames, where they are written with a capital
    return bool(strong) and all(_is_capital(_ELIDED.sub("", part)) for part in strong)


def _is_capital(part: str) -> bool:
    """Whether a part of a name begins with a capital, or in a script without them."""
    return part.lstrip("'’-")[:1].isupper() or (not part[:1].isascii() and not part[:1].islower())


@cache
def _others() -> tuple[str, ...]:
    listed = words()["citing"]["others"]
    return tuple(sorted({*listed, *(word.rstrip(".") for word in listed)}, key=lambda word: (-len(word), word)))


@cache
def _connectors() -> re.Pattern[str]:
    spaced = "|".join(re.escape(word) for word in words()["citing"]["and"] if word.isascii() or word in ("и", "та"))
    return re.compile(
        rf"(?<=[^\W\d_A-Z])/(?=[^\W\d_a-z][^\W\d_A-Z])|\s*,?\s+(?:{spaced})\s+|\s*[,，、;・]\s*|(?<=[\u4e00-\u9fff])[和与與](?=[\u4e00-\u9fff])"
    )
