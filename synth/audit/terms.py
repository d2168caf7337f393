"""The terms of a text: which language it is in, its words as stems, and the phrases that carry its subject."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from synth.files import DATA

MIN_FUNCTION_WORDS = 2  # below this a text of spaced words is too short, or in a language that stopwords.toml does not hold
MIN_CONTAINED_SHARE = 0.15  # running text in any of these languages is about 30 to 50 % function words

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’.][^\W_]+)*")
_PART = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")  # of a word at its hyphens
_PARTS = re.compile(r"[^\W_]+")
_ABBREVIATED = re.compile(r"\(([A-Z][A-Za-z]{1,7})\)")  # large language models (LLMs)
_BEFORE = re.compile(r"(?:[^\W_]+[ -]){1,8}\Z")
MAX_STEMS = 200_000  # words whose stems are kept: some 20 MB
MAX_LONG_FORM = 160  # characters before an abbreviation in which its long form is sought


class Language(NamedTuple):
    """The words of a language that carry no subject, and its stemmer's name."""

    code: str
    function: frozenset[str]
    asking: frozenset[str]
    stemmer: str


class Term(NamedTuple):
    """A word or a run of words as it stands in a text, and its stems."""

    text: str
    stems: tuple[str, ...]


@cache
def languages() -> tuple[Language, ...]:
    """The languages of `data/words/stopwords.toml`."""
    content = tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))
    return tuple(
        Language(code, frozenset(words["function"].split()), frozenset(words["asking"].split()), words["stemmer"])
        for code, words in content.items()
    )


def language_of(text: str) -> Language | None:
    """The language whose function words make up most of the text; None where none makes up enough to be sure."""
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = [(sum(word in language.function for word in words), language) for language in languages()]
    hits, best = max(counts, key=lambda pair: pair[0])
    return best if hits >= MIN_FUNCTION_WORDS and hits >= MIN_CONTAINED_SHARE * len(words) else None


def language_of_question(question: str, beside: Iterable[str]) -> Language | None:
    """The language of a question, which may be too short to tell: "Does XLM-R improve zero-shot transfer?" has one function word.

    Then the texts beside it decide, where the question has a word of their language; and where they are silent too, the one language
    of whose words it has most.
    """
    if language := language_of(question):
        return language
    words = {word.casefold() for word in _WORD.findall(question)}
    counts = {language.code: len(words & (language.function | language.asking)) for language in languages()}
    around = language_of(" ".join((question, *beside)))
    if around:
        return around if counts[around.code] else None
    most = [language for language in languages() if counts[language.code] == max(counts.values()) > 0]
    return most[0] if len(most) == 1 else None


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
    words = set(_WORD.findall(text))
    plain = text.casefold()
    more = [long for short, long in short_forms.items() if short in words or f"{short}s" in words]
    more += [f"{short} {short}s" for short, long in short_forms.items() if long.casefold().removesuffix("s") in plain]
    return " . ".join((text, *more))


def terms_of(text: str, language: Language) -> list[list[Term]]:
    """The subject words of a text, in runs: words of one run stand side by side with nothing but space between them."""
    runs: list[list[Term]] = []
    end = -1
    for found in _WORD.finditer(text):
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


def stems_of(text: str, language: Language) -> tuple[str, ...]:
    """The stems of all words of a text, hyphenated ones in their parts: "low-resource" is two."""
    known = _stems(language.stemmer)
    return tuple([known[part] for part in _PART.findall(text.casefold())])


class _Stems(dict[str, str]):
    """The stems of the words met so far, since the same words come again in every report; forgotten when there are too many."""

    def __init__(self, stemmer: str) -> None:
        import snowballstemmer

        self.stemmer = snowballstemmer.stemmer(stemmer)

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_STEMS:
            self.clear()
        self[word] = stem = str(self.stemmer.stemWord(word))
        return stem


@cache
def _stems(stemmer: str) -> _Stems:
    return _Stems(stemmer)


def mentions(texts: Iterable[tuple[str, ...]], term: Term) -> bool:
    """Whether any of these stemmed texts has the term's stems in a row."""
    size = len(term.stems)
    first = term.stems[0]
    return any(first in text and any(text[at : at + size] == term.stems for at in range(len(text) - size + 1)) for text in texts)
