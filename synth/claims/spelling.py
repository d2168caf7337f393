"""How words are compared: squashed to letters and digits, by their stems, and which of them name nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from synth.claims.wording import clean, words_of
from synth.files import DATA


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """Letters and digits alone, in small letters: "BERT-Base" and "BERTBASE" are one, "ro → en" and "ro ↔ en" are two."""
    return re.sub(r"[\W_]+", "", clean(text).replace("↔", " both ").casefold())


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without the ending of its plural, squashed."""
    bare = squash(word)
    if len(bare) > 4 and bare.endswith("ies"):
        return f"{bare[:-3]}y"
    return bare[:-1] if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss") else bare


@lru_cache(maxsize=8192)
def stems_of(text: str) -> str:
    """The stems of the words of a text that are more than grammar, as one; a "without" is more."""
    words = [word for word in text.split() if word.casefold() in _DENYING or word.casefold() not in function_words()]
    return "".join(stem(piece) for word in words for piece in re.split(r"[/_-]+", word))


_DENYING = frozenset({"without", "w/o", "not", "no"})


@cache
def naming(group: str, kind: str) -> frozenset[str]:
    """The words of one list of `naming.toml`."""
    file = tomllib.loads((DATA / "vocabulary" / "naming.toml").read_text(encoding="utf-8"))
    return frozenset(file[group][kind])


@cache
def plain_words() -> frozenset[str]:
    """Words that every report of results has."""
    return frozenset(words_of("plain")["words"])


@cache
def function_words() -> frozenset[str]:
    """Words that name nothing: articles, prepositions, pronouns."""
    file = tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))
    return frozenset(str(file["en"]["function"]).split()) | {"after", "before", "above", "below", "because", "since", "also", "down", "all"}


def initials_of(text: str) -> str:
    """The first letters of the words of a text that are more than grammar."""
    words = re.split(r"[\s-]+", text.casefold())
    return "".join(word[0] for word in words if word and word not in function_words())


def is_ordinary(word: str) -> bool:
    """Whether a word is one of those that name nothing or that every report has."""
    return word in function_words() or word in plain_words()


@lru_cache(maxsize=4096)
def looks_like_name(text: str) -> bool:
    """Whether a token is written as only names are: with a capital inside, all in capitals, or with letters and digits."""
    letters = any(sign.isalpha() for sign in text)
    return any(sign.isupper() for sign in text[1:]) or (letters and any(sign.isdigit() for sign in text))
