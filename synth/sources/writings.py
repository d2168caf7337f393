"""In which writing a text is, and whether two texts are in writings that cannot be compared letter by letter.

One name may be printed 王伟 and Wang Wei, and one title in simplified and in traditional characters. What is not done: nothing is
translated, so what is written in two ways is neither called the same nor called different.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from synth.words import language_of

_KANA = frozenset(("HIRAGANA", "KATAKANA"))
_SYLLABIC = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
WEIGHT = 3  # letters that a sign stands for which is a syllable or a word: titles in such writings have Latin names among their words
# Each of these holds the characters of one way to write Chinese ones: simplified, traditional, Japanese.
_CHARACTERS = ("gb2312", "big5", "shift_jis")


# Function words of Russian in Latin letters, in the ways in which these are written, but for those that other languages have too.
_RUSSIAN = frozenset("ob dlya dlja dlia pri iz ot ili kak nad pod mezhdu cherez putem putyom".split())


@lru_cache(maxsize=20_000)
def writings_of(text: str) -> frozenset[str]:
    """The writings that a text has letters of, by the names that Unicode has for them: "LATIN", "CYRILLIC", "CJK"."""
    return frozenset(_letters(text))


@lru_cache(maxsize=20_000)
def _writing_of(text: str) -> str:
    """The writing that most of a text is in; Japanese is one, whichever of its three prevails."""
    counts = _letters(text)
    weights: Counter[str] = Counter()
    for writing, count in counts.items():
        weights["CJK" if writing in _KANA else writing] += count * (WEIGHT if writing in _SYLLABIC else 1)
    return max(sorted(weights), key=lambda writing: weights[writing], default="")


def names_in_two_writings(one: str, other: str) -> bool:
    """Whether two names are in different writings, or have characters of which one may be another way to write the other."""
    here, there = writings_of(one), writings_of(other)
    return bool(here and there) and (here != there or _other_characters(one, other) or _are_variants(one, other))


def titles_in_two_writings(one: str, other: str) -> bool:
    """Whether most of one title is in another writing than most of the other. Two that are the same are not asked about."""
    here, there = _writing_of(one), _writing_of(other)
    return bool(here and there) and (here != there or _other_characters(one, other))


def titles_in_two_languages(one: str, other: str) -> bool:
    """Whether the function words of two titles are those of two languages; Russian is known in Latin letters too."""
    here, there = _language_of(one), _language_of(other)
    return bool(here and there) and here != there


@lru_cache(maxsize=20_000)
def _language_of(title: str) -> str:
    """The language of a title; empty where its words do not tell."""
    if found := language_of(title):
        return found.code
    return "ru" if _RUSSIAN.intersection(re.findall(r"[^\W\d_]+", title.casefold())) else ""


def _letters(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for sign in unicodedata.normalize("NFKC", text):
        if unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lo"):
            found[unicodedata.name(sign, "?").split()[0]] += 1
    return found


@lru_cache(maxsize=20_000)
def _characters_of(text: str) -> frozenset[str]:
    """The ways to write Chinese characters in which all those of a text are found."""
    signs = "".join(sign for sign in text if unicodedata.name(sign, "?").startswith("CJK UNIFIED"))
    return frozenset(name for name in _CHARACTERS if signs.encode(name, "ignore").decode(name) == signs)


def _other_characters(one: str, other: str) -> bool:
    return not _characters_of(one) & _characters_of(other)


def _are_variants(one: str, other: str) -> bool:
    """Whether two names differ only in characters of which each lacks in some way of writing, and not in the same (辺, 邊)."""
    one, other = ("".join(filter(str.isalpha, name)) for name in (one, other))
    pairs = [(sign, beside) for sign, beside in zip(one, other, strict=False) if sign != beside]
    if len(one) != len(other) or not pairs:
        return False
    known = [(_characters_of(sign), _characters_of(beside)) for sign, beside in pairs]
    return all(len(here) < len(_CHARACTERS) > len(there) and here != there for here, there in known)
