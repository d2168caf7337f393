"""What short names stand for, where a caption or the paper says so: "structural simplicity (StS)", "EM (exact match)", "M: mean accuracy".

A name in brackets is short for the words before it if its letters stand in them in their order, with the first letter of each word; a
lone sign that is no letter of theirs ("Spearman (ρ)") is short for the one or two words before it. What is not done: a definition is not
looked for where nothing is in brackets and no word says that one thing stands for another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache

from synth.claims.wording import clean
from synth.files import DATA

MAX_SHORT = 10  # signs of a short name
MAX_LONG = 6  # words of what it stands for
MAX_OF_ONE = 3  # words that begin with a lone letter
MAX_SPREAD = 2  # words before a lone sign

_BRACKETS = re.compile(r"\(([^()]{1,80})\)")
_SHORT = re.compile(r"[\w±+#-]{1,10}")
_WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
_NUMBER = re.compile(r"[\d.,]+")
_TOLD = r"denotes?|stands? for|means?|refers? to|abbreviates?|is short for|indicates?|represents?|[:=]"
_LONG = r"((?:[\w-]+ ){0,3}[\w-]+)(?=\s*[.,;()]|\s+and\b|$)"
_DEFINED = re.compile(rf"[“\"'#]?([\w+-]+)[”\"']?\s*(?:{_TOLD})\s+(?:the |an? )?{_LONG}")
_GOES_ON = re.compile(rf"(?:,|\band)\s+[“\"'#]?([\w+-]+)[”\"']?\s+for\s+(?:the |an? )?{_LONG}")


@cache
def _grammar() -> frozenset[str]:
    """Words that an abbreviation leaves out."""
    return frozenset(tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))["en"]["function"].split())


def told_in_caption(caption: str) -> tuple[tuple[str, str], ...]:
    """Short names and what they stand for, by a caption: in brackets, or by a word or a colon that says so."""
    text = clean(caption)
    said = [(found[1], found[2]) for found in _DEFINED.finditer(text) if _is_short(found[1])]
    if said:
        said += [(found[1], found[2]) for found in _GOES_ON.finditer(text) if abbreviates(found[1], found[2].split())]
    return tuple(dict.fromkeys([*said, *told_in_brackets(text)]))


def told_in_paper(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What each short name stands for in some texts, by what is in brackets; a lone letter only where it stands for one thing."""
    found: dict[str, list[str]] = {}
    for text in texts:
        for short, long in told_in_brackets(clean(text)):
            if long.casefold() not in map(str.casefold, found.setdefault(short, [])):
                found[short].append(long)
    return {short: tuple(longs) for short, longs in found.items() if len(longs) == 1 or len(short) > 1}


def _is_short(text: str) -> bool:
    """Whether a word may stand for others: a letter, or written as no plain word is."""
    return len(text) == 1 or not (text.islower() or text.istitle()) or any(sign.isdigit() for sign in text)


def told_in_brackets(text: str) -> Iterable[tuple[str, str]]:
    """Short names and what they stand for, where the one is in brackets behind the other."""
    for found in _BRACKETS.finditer(text):
        inside, before = found[1].strip(" \"'“”"), _words_before(text, found.start())
        if not before:
            continue
        if _SHORT.fullmatch(inside) and not _NUMBER.fullmatch(inside):
            if long := _long_for(inside, before):
                yield inside, long
        elif _is_short(before[-1]) and len(before[-1]) <= MAX_SHORT and abbreviates(before[-1], _WORD.findall(inside)):
            yield before[-1], inside


def _words_before(text: str, at: int) -> list[str]:
    """The last words of the same clause before a place."""
    ahead = re.split(r"[.;:,()\[\]]", text[max(0, at - MAX_LONG * 20) : at])[-1]
    return _WORD.findall(ahead)[-MAX_LONG:]


def _long_for(short: str, before: Sequence[str]) -> str:
    """The words before a short name that it stands for: those whose first letters it has, else the fewest that have its letters.

    Before a lone sign that is no letter of theirs, the name or the word or two there.
    """
    runs = [before[-size:] for size in range(1, len(before) + 1)]
    for run in runs:
        if len(short) > 1 and _initials(run) == re.sub(r"[\W_]", "", short).casefold() and run[0].casefold() not in _grammar():
            return " ".join(run)
    for run in runs:
        if abbreviates(short, run):
            return " ".join(run)
    last = before[-1]
    if len(short) > 1 or last.casefold() in _grammar() or (short.isascii() and not last[0].isupper()):
        return ""
    spread = before[-MAX_SPREAD:]
    return last if last[0].isupper() or spread[0].casefold() in _grammar() else " ".join(spread)


def _initials(words: Sequence[str]) -> str:
    """The first letters of words that are more than grammar, and of their parts."""
    return "".join(
        piece[0] for word in words if word.casefold() not in _grammar() for piece in re.split(r"[-'’]", word) if piece
    ).casefold()


def abbreviates(short: str, words: Sequence[str]) -> bool:
    """Whether the letters of a short name stand in some words in their order, with the first letter of each word that is more than grammar.

    A lone letter is short for a few words that begin with it.
    """
    letters = re.sub(r"[\W_]", "", short).casefold()
    pieces = [piece.casefold() for word in words for piece in re.split(r"[-'’]", word) if piece]
    if not letters or not pieces or pieces[0] in _grammar() or len("".join(pieces)) <= len(letters) or words[-1].casefold() in _grammar():
        return False
    if not all(piece.isalpha() for piece in pieces):
        return False
    if len(letters) == 1:
        return len(pieces) <= MAX_OF_ONE and pieces[0].startswith(letters)
    return _stand_in(letters, pieces)


def _stand_in(letters: str, pieces: Sequence[str]) -> bool:
    """Whether letters are used up by words in their order, each word by its first letter and any that follow."""
    if not pieces:
        return not letters
    first, rest = pieces[0], pieces[1:]
    if first in _grammar() and _stand_in(letters, rest):
        return True
    if not letters or first[0] != letters[0]:
        return False
    return any(_is_within(letters[1:taken], first[1:]) and _stand_in(letters[taken:], rest) for taken in range(1, len(letters) + 1))


def _is_within(letters: str, word: str) -> bool:
    signs = iter(word)
    return all(letter in signs for letter in letters)
