"""How a text ends: as a sentence, or cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

TERMINATORS = ".!?。！？｡؟۔।॥։።…"
CLOSERS = "\"'”’»›)]}）】」』*_"
SLACK = 2  # a cut at a fixed length leaves one character less when it falls on a space; makers that strip differ by up to two

_NEVER_LAST = (
    "a an and as at because but by for from in into is of on or such than that the to which with "  # English
    "et de des du en la le les que qui un une pour par "  # French
    "und oder der die das ein eine mit von zu "  # German
    "y el los las una con para por"  # Spanish
).split()
_DANGLING = re.compile(rf"(?:[,;:(–—-]|\b(?:{'|'.join(_NEVER_LAST)}))$", re.IGNORECASE)
_BRACKETS = {"(": ")", "[": "]", "（": "）"}
_ELLIPSIS = ("...", "…")


class Cuts(NamedTuple):
    """Which of several texts are cut off, which only lack a full stop, and the length at which they are cut, where they share one."""

    cut: list[int]
    open: list[int]
    length: int | None


def is_ended(text: str) -> bool:
    """Whether the text ends as a sentence does. An ellipsis is not an end: it says that something was left out."""
    stripped = text.rstrip().rstrip(CLOSERS)
    return stripped.endswith(tuple(TERMINATORS)) and not stripped.endswith(_ELLIPSIS)


def find_cuts(texts: Sequence[str]) -> Cuts:
    """Which texts of one list are cut off.

    A text without an end is cut off when others share its length, as a limit makes them do; when it stops at a word or a bracket that
    cannot be the last; or when other texts of the list do end as sentences. Where none of this holds the maker may just not write full
    stops, and the text is only called open.
    """
    unended = [at for at, text in enumerate(texts) if not is_ended(text)]
    if not unended:
        return Cuts([], [], None)
    limit = max(len(texts[at]) for at in unended)
    near = [at for at in unended if len(texts[at]) >= limit - SLACK]
    shared = len(near) >= 2 and 2 * len(near) >= len(unended)
    others_end = len(unended) < len(texts)
    cut = [at for at in unended if others_end or (shared and at in near) or stops_short(texts[at])]
    known = set(cut)
    return Cuts(cut, [at for at in unended if at not in known], limit if shared else None)


def stops_short(text: str) -> bool:
    """Whether a text stops where no sentence stops: at a comma, an article or a preposition, at an ellipsis, or in an open bracket."""
    stripped = text.rstrip()
    if stripped.endswith(_ELLIPSIS) or _DANGLING.search(stripped):
        return True
    return any(stripped.count(opening) > stripped.count(closing) for opening, closing in _BRACKETS.items())
