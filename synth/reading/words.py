"""The words of `words.toml`, and what a reader of reviews asks of a word: which part does this heading open?"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_NUMBER = re.compile(
    r"(?:(?:chapter|section|appendix|part|kapitel|chapitre|capítulo|глава)\s+)?"
    r"((?:\d{1,3}|[A-Z]|[IVX]{1,6}|[ivx]{1,5})(?:\.\d{1,3}){0,4})(?:[.):：]\s*|\s+(?=\S))"
    r"|第?([一二三四五六七八九十\d]{1,3})[章节節、.．]\s*",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}[.):]?\s+")
_TRIM = " \t\n:：.*_#-–—=[]【】()（）📚🔗📖"
_CHINESE_TAIL = ("如下", "列表", "一覧", "清单")


@cache
def words() -> dict[str, dict[str, tuple[str, ...]]]:
    """All words by group and use, in lower case."""
    raw = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return {group: {use: tuple(word.lower() for word in listed) for use, listed in uses.items()} for group, uses in raw.items()}


@cache
def word_set(group: str, use: str) -> frozenset[str]:
    return frozenset(words()[group][use])


@cache
def _parts() -> dict[str, str]:
    return {word: part for part, listed in words()["headings"].items() for word in listed}


def split_number(heading: str) -> tuple[str, str]:
    """The printed number of a heading and the rest. A lone capital or Roman numeral counts only before a mark ("A. …", "IV. …")."""
    found = _NUMBER.match(heading)
    if not found:
        return "", heading.strip()
    number = found[1] or found[2]
    marked = found[0].rstrip() != found[0].rstrip(" .):：、．章节節\n\t") or number[0].isdigit()
    rest = heading[found.end() :].strip()
    if not marked or not rest or (number.isdigit() and len(number) == 3):
        return "", heading.strip()
    return number, rest


@lru_cache(maxsize=4096)
def part_named(heading: str) -> str:
    """The part of a review that a heading opens: a word of `[headings]`, or nothing."""
    bare = split_number(heading)[1].strip(_TRIM).lower()
    if bare.endswith(_CHINESE_TAIL):
        for tail in _CHINESE_TAIL:
            bare = bare.removesuffix(tail).strip(_TRIM)
    return _parts().get(bare, "") or _parts().get(split_aside(bare), "")


def split_aside(heading: str) -> str:
    """A heading without brackets, a second language or years: "references (selected)", "摘要 / abstract", "references 2020–2024"."""
    bare = re.sub(r"\s*[(（][^()（）]{0,60}[)）]\s*$", "", heading).split(" / ")[0].strip(_TRIM)
    return re.sub(r"\s+(?:1[89]|20)\d\d(?:\s?[-–—]\s?(?:1[89]|20)?\d\d)?$", "", bare)
