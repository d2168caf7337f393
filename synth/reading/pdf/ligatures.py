"""Ligatures that a file names by their place in an old TeX font only: "di\\x1berence" is "difference".

Bitmap fonts say of no character what it is; letters stand where ASCII has them, ligatures where it has control characters, at which
MuPDF parts words. Both of TeX's layouts are known; what else such fonts hold there (the Scandinavian letters of the older one) is rarer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from synth.reading.pdf.word import GLUED, LOWERED, RAISED, Word

_LETTERS = ("ff", "fi", "fl", "ffi", "ffl")
_SIGNS = {**dict(zip("\x0b\x0c\x0d\x0e\x0f", _LETTERS, strict=True)), **dict(zip("\x1b\x1c\x1d\x1e\x1f", _LETTERS, strict=True))}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")
_BLANKS = re.compile(r"[ \t\xa0\u2000-\u200a]+")
WIDTH = 0.56  # of the font size: a ligature, where it opens a word


def holds_ligatures(text: str) -> bool:
    """Whether a line's text has signs in it that stand for ligatures."""
    return not text.isprintable() and _SIGN.search(text) is not None


def with_ligatures(words: Sequence[Word], texts: Mapping[int, str]) -> list[Word]:
    """The words with those made whole that were parted at a ligature. `texts` are the lines that hold some, by their number."""
    found: list[Word] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].line == words[at].line:
            end += 1
        own = words[at:end]
        text = texts.get(own[0].line)
        found += _made_whole(own, text) if text is not None else own
        at = end
    return found


def _made_whole(words: Sequence[Word], text: str) -> list[Word]:
    """The words of one line; as they are where its text does not agree with them."""
    found: list[Word] = []
    at = 0
    for token in _BLANKS.split(text):
        bare = _SIGN.sub("", token)
        if not bare:
            continue
        start, printed = at, ""
        while at < len(words) and len(printed) < len(bare):
            printed += words[at].text
            at += 1
        own = words[start:at]
        if printed != bare:
            return list(words)
        if bare == token or any(word.style & (RAISED | LOWERED | GLUED) for word in own):
            found += own
            continue
        first, last = own[0], own[-1]
        left = first.x0 - WIDTH * first.size if _SIGN.match(token) else first.x0
        found.append(first._replace(x0=left, x1=max(word.x1 for word in own), y1=max(first.y1, last.y1), text=_spelled(token)))
    return found if at == len(words) else list(words)


def _spelled(token: str) -> str:
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], token)
