"""The terms of a text: the phrases that carry its subject, as stems, and the abbreviations that it spells out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from synth.words import WORD, Language, stems_of

_PARTS = re.compile(r"[^\W_]+")
_ABBREVIATED = re.compile(r"\(([A-Z][A-Za-z]{1,7})\)")  # large language models (LLMs)
_BEFORE = re.compile(r"(?:[^\W_]+[ -]){1,8}\Z")
MAX_LONG_FORM = 160  # characters before an abbreviation in which its long form is sought


class Term(NamedTuple):
    """A word or a run of words as it stands in a text, and its stems."""

    text: str
    stems: tuple[str, ...]


def abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """The abbreviations that the texts spell out: "large language models (LLMs)" gives LLM for them."""
    found: dict[str, str] = {}
    for text in texts:
        for match in _ABBREVIATED.finditer(text):
            short = match[1].removesuffix("s")
            before = _BEFORE.search(text[max(0, match.start() - MAX_LONG_FORM) : match.start()])
            words = list(_PARTS.finditer(before[0]))[-len(short) :] if before else []
            if before and [word[0][0].casefold() for word in words] == list(short.casefold()):
                found[short] = before[0][words[0].start() :].strip()
    return found


def spelled_out(text: str, short_forms: dict[str, str]) -> str:
    """The text with the other form of each abbreviation that it has, so that either is found in it."""
    if not short_forms:
        return text
    words = set(WORD.findall(text))
    plain = text.casefold()
    more = [long for short, long in short_forms.items() if short in words or f"{short}s" in words]
    more += [f"{short} {short}s" for short, long in short_forms.items() if long.casefold().removesuffix("s") in plain]
    return " . ".join((text, *more))


def terms_of(text: str, language: Language) -> list[list[Term]]:
    """The subject words of a text, in runs: words of one run stand side by side with nothing but space between them."""
    runs: list[list[Term]] = []
    end = -1
    for found in WORD.finditer(text):
        word = found[0]
        plain = word.casefold()
        if plain in language.function or plain in language.asking or len(word) < 2 or word.isdigit():
            continue
        term = Term(word, stems_of(word, language))
        if runs and text[end : found.start()].isspace():
            runs[-1].append(term)
        else:
            runs.append([term])
        end = found.end()
    return runs


def mentions(texts: Iterable[tuple[str, ...]], term: Term) -> bool:
    """Whether any of these stemmed texts has the term's stems in a row."""
    size = len(term.stems)
    first = term.stems[0]
    return any(first in text and any(text[at : at + size] == term.stems for at in range(len(text) - size + 1)) for text in texts)
