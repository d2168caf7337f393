"""Entries as GB/T 7714 writes them, in which a letter behind the title says what kind of text it is: "ROE J, 王伟. Title[J]. Journal".

The mark ends the title for certain, and before it stand authors, a full stop and the title. What is not done: what follows the mark is
read for its year alone.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

MAX_NAME_WORDS = 8
MAX_AUTHORS = 1_500  # characters in which the authors end; the standard asks for three and "et al."
MAX_STOPS = 60  # places tried
MAX_NAME = 60  # characters
MAX_CJK_NAME = 15  # characters; bodies are longer than people
MOST_INITIALS = 3
_KIND = r"(?:[ACDGJMNPRSZ]|CP|DB|DS|EB|CM)(?:/(?:OL|CD|MT|DK))?"
_MARK = re.compile(rf"\\?[\[［]\s?{_KIND}\s?\\?[\]］](?=\s?(?:[.．。,，:：;；]|//|／／|\Z))")
_STOP = re.compile(r"[.．。](?!\s*[,，])(?!\s*[^\W\d_a-z]\.)\s*")
_BETWEEN = re.compile(r"\s*[,，、;；]\s*")
_OTHERS = re.compile(r"[\s,，]*(?:\bet\.?\s+al\.?|等人?)\s*\Z")
_CJK = re.compile(rf"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3·・\s]{{2,{MAX_CJK_NAME}}}\Z")
_LATIN = re.compile(r"[^\W\d_]+(?:[.\s’'‐-]{1,2}[^\W\d_]+)*\.?\Z")
_INITIALS = re.compile(rf"([^\W_].*?[^\W_])\s+((?:[^\W\d_a-z]\.?[\s-]?){{1,{MOST_INITIALS}}})\Z")
_SMALL = frozenset("van von der den de del da dos das di du la le el al bin ibn for of and the für et y e".split())
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


class Typed(NamedTuple):
    """What an entry says before and behind its mark. Names with initials have a comma: "ROE J" is "ROE, J"."""

    authors: tuple[str, ...]
    title: str
    year: int | None


def read_typed(text: str) -> Typed | None:
    """The authors, title and year of an entry that has such a mark; none where it has none, or they cannot be told."""
    mark = _MARK.search(text)
    head = " ".join(text[: mark.start()].split()) if mark else ""
    if mark is None or not head:
        return None
    dated = _YEAR.search(text, mark.end())
    authors, title = _parted(head)
    if not authors and _STOP.search(head):  # what stands before the stop is no list of names, and no title either
        return None
    return Typed(authors, title, int(dated[1]) if dated else None)


def _parted(head: str) -> tuple[tuple[str, ...], str]:
    """The authors and the title: at the first full stop before which only names stand; all is the title where there is none."""
    for stop in islice(_STOP.finditer(head, 0, MAX_AUTHORS), MAX_STOPS):
        printed = _OTHERS.sub("", head[: stop.start()]).strip(" ,，.．")
        names = [name for name in _BETWEEN.split(printed) if name]
        if names and all(_is_name(name) for name in names) and head[stop.end() :].strip():
            return tuple(_turned(name) for name in names), head[stop.end() :]
    return (), head


def _is_name(printed: str) -> bool:
    if _CJK.match(printed):
        return True
    words = re.split(r"[\s.]+", printed.strip(" ."))
    if len(printed) > MAX_NAME or len(words) > MAX_NAME_WORDS or not _LATIN.match(printed):
        return False
    return printed[:1].isupper() and all(word[:1].isupper() or word in _SMALL for word in words)


def _turned(name: str) -> str:
    """ "ROE J A" as "ROE, J A": nobody takes the initials for a family name then."""
    found = _INITIALS.match(name)
    return f"{found[1]}, {found[2]}" if found else name
