"""The words of a text: in which language it is, which of its words carry no subject, and the stems of the others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from synth.files import DATA

MIN_FUNCTION_WORDS = 2  # below this a text of spaced words is too short, or in a language that stopwords.toml does not hold
MIN_CONTAINED_SHARE = 0.15  # running text in any of these languages is about 30 to 50 % function words
MAX_STEMS = 200_000  # words whose stems are kept: some 20 MB

WORD = re.compile(r"[^\W_]+(?:[-‐‑'’.][^\W_]+)*")
_PART = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")  # of a word at its hyphens


class Language(NamedTuple):
    """The words of a language that carry no subject, and its stemmer's name."""

    code: str
    function: frozenset[str]
    asking: frozenset[str]
    stemmer: str


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
    words = [word.casefold() for word in WORD.findall(text)]
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
    words = {word.casefold() for word in WORD.findall(question)}
    counts = {language.code: len(words & (language.function | language.asking)) for language in languages()}
    around = language_of(" ".join((question, *beside)))
    if around:
        return around if counts[around.code] else None
    most = [language for language in languages() if counts[language.code] == max(counts.values()) > 0]
    return most[0] if len(most) == 1 else None


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
