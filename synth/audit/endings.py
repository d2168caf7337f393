"""How a text ends: as a sentence, or cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

TERMINATORS = ".!?。！？｡؟۔।॥։።…"
CLOSERS = "\"'”’»›)]}）】」』*_"
MAX_MARKS = 400  # characters at the end in which marks of citation are sought
SHARED_LENGTH = 40  # characters; limits are longer, and two short texts have the same length by chance
SLACK = 2  # a cut at a fixed length leaves one character less when it falls on a space; makers that strip differ by up to two

_NEVER_LAST = frozenset(
    "a an and as at because but by for from in into is of on or such than that the to which with "  # English
    "et de des du en la le les que qui un une pour par "  # French
    "und oder der die das ein eine mit von zu "  # German
    "y el los las una con para por".split()  # Spanish
)
_NEVER_LAST_SIGNS = tuple(",;:(–—-")
_LAST_WORD = re.compile(r"\w+\Z")
MAX_WORD = 60  # characters at the end in which the last word, or the last numbers, are sought
# A citation after the full stop or before it: "It helps.[3]", "It helps.¹", "It holds [3, 4]", "It holds (Vaswani et al., 2017; Wu, 2019)".
_AUTHOR_YEAR = r"(?:[^()]{1,80}?,? )?(?:19|20)\d\d[a-z]?"
_CITATION = re.compile(rf"(?:\s*(?:\[[\d,;\s–-]{{1,40}}\]|\((?:{_AUTHOR_YEAR}(?:[;,] ?|(?=\)))){{1,8}}\)|[¹²³⁰-⁹†‡]{{1,4}})){{1,4}}$")
_STOPPED = re.compile(r"(?<=[^\W\d][.!?])\d{1,3}$")  # "It helps.12": the number of a note behind the stop; not "an improvement of 5.4"
_NUMBER_CUT = re.compile(r"\d\.\d{1,6},? (?:and |or )?\d{1,3}\.$")  # "8.2, 7.5, and 7.": the decimals are missing
_OPENING, _CLOSING = "([（", ")]）"
_ELLIPSIS = ("...", "…")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]$")  # Chinese, Japanese: table cells have no full stop at the end


class Cuts(NamedTuple):
    """Which of several texts are cut off, which only lack a full stop, and the length at which they are cut, where they share one."""

    cut: list[int]
    open: list[int]
    length: int | None


def is_ended(text: str) -> bool:
    """Whether the text ends as a sentence does. An ellipsis is no end, nor a stop in an open bracket ("(Devlin et al.") or a number."""
    stripped = uncited(text).rstrip(CLOSERS)
    return stripped.endswith(tuple(TERMINATORS)) and not stops_short(text)


def uncited(text: str) -> str:
    """The text without the marks of citation at its end."""
    text = text.rstrip()
    last = text[-1:]
    if last not in (")", "]", "†", "‡") and not last.isnumeric():  # asked first: most claims end in a letter or a full stop
        return text
    return (text[:-MAX_MARKS] + _STOPPED.sub("", _CITATION.sub("", text[-MAX_MARKS:]))).rstrip()


def find_cuts(texts: Sequence[str]) -> Cuts:
    """Which texts of one list are cut off.

    A text without an end is cut off when others share its length, as a limit makes them do; when it stops at a word or a bracket that
    cannot be the last; or when other texts of the list do end as sentences, and it has no mark of citation at its end, and is of a script
    that writes full stops in tables. Where none of this holds the maker may just not write full stops, and the text is only called open.
    """
    unended = [at for at, text in enumerate(texts) if not is_ended(text)]
    if not unended:
        return Cuts([], [], None)
    limit = max(len(texts[at]) for at in unended)
    near = {at for at in unended if len(texts[at]) >= limit - SLACK}
    shared = limit >= SHARED_LENGTH and len(near) >= 2 and 2 * len(near) >= len(unended)
    others_end = len(unended) < len(texts)
    cut = [at for at in unended if (others_end and not _may_stay_open(texts[at])) or (shared and at in near) or stops_short(texts[at])]
    known = set(cut)
    return Cuts(cut, [at for at in unended if at not in known], limit if shared else None)


def stops_short(text: str) -> bool:
    """Whether a text stops where no sentence does: at a comma, an article or a preposition, an ellipsis, in an open bracket or a number."""
    stripped = uncited(text)
    tail = stripped[-MAX_WORD:]
    if stripped.rstrip(CLOSERS).endswith(_ELLIPSIS) or stripped.endswith(_NEVER_LAST_SIGNS):
        return True
    last = _LAST_WORD.search(tail)
    return (last is not None and last[0].casefold() in _NEVER_LAST) or _NUMBER_CUT.search(tail) is not None or _is_open(text)


def _may_stay_open(text: str) -> bool:
    """Whether a text may lack a full stop beside others that have one: nothing is cited behind a cut, and Chinese cells go without."""
    text = text.rstrip()
    return uncited(text) != text or _UNSPACED.search(text[-1:]) is not None


def _is_open(text: str) -> bool:
    """Whether a bracket is open at the end, of whatever kind: "[0, 1)" is closed, and "a) … b) …" closes more than it opens."""
    text = text.replace(":(", "")
    return sum(map(text.count, _OPENING)) > sum(map(text.count, _CLOSING))
