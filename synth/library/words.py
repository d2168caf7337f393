"""What of a text is looked up, and what is asked for: words without case and accents, and pairs of signs where no blanks part words.

SQLite's own tokenizer folds case, takes accents off and takes English endings off. It knows no other spellings of a letter (full width,
ligatures, ß), no vowel signs that may be left out, and takes a line of Chinese for one word: those are put right here. Signs of scripts
without blanks are written as overlapping pairs, and what is asked for is looked for as it stands among them: "机器学习" is found by "学习".
SQLite's trigrams find nothing shorter than three signs, and most Chinese words have two (`bench/library.py`). Korean has blanks, but its
particles hang on its words, so that words are found by how they begin; what stands inside of a compound is not. What is looked up stands in
the database: who changes how it is written here writes a migration, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

MOST_WORDS = 64  # of a query; what comes after them is not looked for

_OTHER_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d"}
    | {"ł": "l", "Ł": "l", "ı": "i", "þ": "th", "Þ": "th", "\u0640": ""}
)
_MAY_BE_LEFT_OUT = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]"
)  # points of Hebrew, Arabic
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\uaa60-\uaa7f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_KOREAN = re.compile("[\uac00-\ud7a3]$")
_BEFORE_KOREAN = re.compile("(?<=[0-9A-Za-z])(?=[\uac00-\ud7a3])")  # a particle hangs on a word of Latin letters, too
_WORD = re.compile(r"[^\W_]")


def searched(text: str) -> str | None:
    """What of a text is looked up, where that is not the text as it stands."""
    if text.isascii():
        return None
    written = _UNSPACED.sub(_as_pairs, _spelt(text))
    return written if written != text else None


def query_of(words: str, *, loosely: bool = False, most: int = MOST_WORDS) -> list[str]:
    """What is asked for, each a phrase or a beginning that FTS5 understands; none where there is no word.

    Signs that follow each other without a blank are asked for as they follow, or loosely, pair by pair. English words that carry no subject
    are left out where others remain. Those of other languages are words of English, too ("war", "die", "son"); being frequent where they
    carry no subject, they count for little there by themselves.
    """
    asked = list(dict.fromkeys(_asked(words, loosely)))[:most]
    return [one for one in asked if one.strip('"').casefold() not in function_words()] or asked


@cache
def function_words() -> frozenset[str]:
    """English words that carry no subject of their own."""
    import tomllib

    from synth.files import DATA

    content = tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))
    return frozenset(content["en"]["function"].split())


def _spelt(text: str) -> str:
    letters = _MAY_BE_LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).translate(_OTHER_LETTERS))
    return _BEFORE_KOREAN.sub(" ", letters)


def _as_pairs(found: re.Match[str]) -> str:
    signs = _signs(found[0])
    return f" {' '.join(one + other for one, other in zip(signs, [*signs[1:], ''], strict=True))} "


def _signs(run: str) -> list[str]:
    """The signs of a run, each with the marks that stand on it."""
    signs: list[str] = []
    for sign in run:
        if signs and unicodedata.category(sign).startswith("M"):
            signs[-1] += sign
        else:
            signs.append(sign)
    return signs


def _asked(words: str, loosely: bool) -> Iterator[str]:
    for word in _spelt(words.replace("\0", " ")).split():
        at = 0
        for run in _UNSPACED.finditer(word):
            yield from _phrase(word[at : run.start()])
            signs = _signs(run[0])
            pairs = [one + other for one, other in pairwise(signs)]
            if not pairs:
                yield f"{_quoted(signs[0])}*"  # it begins a pair, or ends a run
            yield from (_quoted(pair) for pair in (pairs if loosely else [" ".join(pairs)] if pairs else []))
            at = run.end()
        yield from _phrase(word[at:])


def _phrase(word: str) -> Iterator[str]:
    if _WORD.search(word):
        yield _quoted(word) + ("*" if _KOREAN.search(word) else "")


def _quoted(word: str) -> str:
    return '"' + word.replace('"', " ").strip() + '"'
