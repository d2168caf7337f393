"""The words of a question, with nothing among them that a search would obey.

What people type is data: quotes, brackets, colons, `?` and `*` are no words, and "OR" is the word "or". Words of every script stay whole,
with the marks that are written above and below their letters. What is not done: no word is added, corrected or translated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby

from synth.sources.works import Work
from synth.words import language_of_question

MOST_WORDS = 24  # of a question are asked for: an address has an end
FEW = 5  # works; where fewer have all words of a question, those are asked for that have any


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """All words of a text, in small letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    runs = groupby(plain, key=lambda sign: unicodedata.category(sign)[0] in "LNM")
    return tuple("".join(signs) for is_word, signs in runs if is_word)


def subject_of(question: str) -> tuple[str, ...]:
    """The words of a question that carry its subject, each once; all of them where none does."""
    words = tuple(dict.fromkeys(words_of(question)))
    language = language_of_question(question, ())
    subject = tuple(word for word in words if word not in language.function | language.asking) if language else words
    return (subject or words)[:MOST_WORDS]


def all_then_any(words: Sequence[str], search: Callable[[str], list[Work]]) -> list[Work]:
    """What a search has for all words, joined by "AND"; after that, where it is little, what it has for any of them."""
    if not words:
        return []
    found = search(" AND ".join(words))
    if len(found) < FEW and len(words) > 1:
        found += [one for one in search(" OR ".join(words)) if one not in found]
    return found
