"""Lines that are read from the right: Arabic, Hebrew and their kin, with words of other scripts and numbers between.

Only the order of words and pieces is mended here; the letters of a word come from the file in the order in which they are read. What is
not done: columns that are read from the right one on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from synth.reading.pdf.page import Word

FIRST = "\u0590"  # no letter of a script that is read from the left and often met stands behind this one and before LAST
LAST = "\u08ff"

_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LATIN = re.compile(r"[A-Za-z0-9À-ɏͰ-ӿ]")
_STOP = re.compile(r"\s+([.,:;!،؛؟])(?=\s|$)")
_LAM_ALEF = re.compile(r"ا([أإآا])ل")  # the joined letters come the wrong way round; two alefs never follow each other

P = TypeVar("P")


def is_from_right(text: str) -> bool:
    """Whether a text is mostly in letters that are read from the right."""
    return len(_LETTER.findall(text)) > len(_LATIN.findall(text))


def from_right(words: list[Word]) -> list[Word]:
    """The words of a line in the order in which they are read, where it is read from the right; as they stand otherwise."""
    if not is_from_right("".join([word.text for word in words])):
        return words
    return _runs_turned([(word.x0, word.text, word) for word in words])


def pieces_from_right(pieces: Sequence[tuple[float, str, P]]) -> list[P]:
    """Pieces of a line, each with its place and its text, in the order in which they are read from the right."""
    return _runs_turned(pieces)


def _runs_turned(pieces: Sequence[tuple[float, str, P]]) -> list[P]:
    """From the right, but words that are read from the left in a row keep their order."""
    turned: list[P] = []
    run: list[P] = []
    for _, text, piece in sorted(pieces, key=lambda entry: -entry[0]):
        if _LATIN.search(text) and not is_from_right(text):
            run.insert(0, piece)
            continue
        turned += [*run, piece]
        run = []
    return turned + run


def tidy_from_right(text: str) -> str:
    """The text of a line without blanks before its stops and with its joined letters in order."""
    return _LAM_ALEF.sub(r"ال\1", _STOP.sub(r"\1", text))
