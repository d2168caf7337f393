"""A light guess of a text's language: by its script, or by the small words of `data/words`; nothing where it is not plain."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache

from synth.files import DATA

SAMPLE = 40_000  # characters looked at
MIN_SHARE = 0.2  # of the words that are small words of the language
MIN_WORDS = 50
MIN_LETTERS = 0.3  # of the letters that are of a script

_SCRIPTS = (
    ("ko", re.compile(r"[가-힣]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_OTHER_SCRIPT = re.compile("|".join(script.pattern for _, script in _SCRIPTS))
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _small_words() -> dict[str, frozenset[str]]:
    content = tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))
    return {code: frozenset(words["function"].split()) for code, words in content.items()}


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of the text is in."""
    sample = text[:SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    if not letters:
        return ""
    for code, script in _SCRIPTS if _OTHER_SCRIPT.search(sample) else ():
        if len(script.findall(sample)) > (0.1 if code == "ja" else MIN_LETTERS) * letters:
            return code
    if len(words) < MIN_WORDS:
        return ""
    counted = Counter(words)
    shares = {code: sum(counted[word] for word in small) / len(words) for code, small in _small_words().items()}
    best = max(shares, key=lambda code: (shares[code], code))
    return best if shares[best] >= MIN_SHARE else ""
