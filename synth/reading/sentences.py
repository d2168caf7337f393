"""Where sentences end: in the scripts that use a full stop with a space, and in those that use 。！？ without one.

A citation mark that follows the full stop ("… as shown.[3]", "… as shown. [3]") belongs to the sentence before it.
Undecided cases stay together: a sentence too long loses nothing, a sentence cut in two says what nobody said.
Quotations are not taken apart, and a heading or a table is for the caller to recognise.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_CLOSER = r"""["'”’»›)\]}*_~]"""
# What may stand between a full stop and the next sentence and still belongs to the one before.
_TRAILING_MARK = (
    r"(?:\[\^?[\w.,;:@ –\-]{1,40}\](?:\([^\s()]{1,500}\))?|【[^【】\n]{1,60}】|［[\d,、;，\- ]{1,30}］|\ue200[^\ue201\n]{1,400}\ue201"
    r"|[¹²³⁰⁴-⁹]{1,6}(?:[,–-][¹²³⁰⁴-⁹]{1,3}){0,8})"
)
# "… was shown.12 Next", "… fell to 0.2.3 Next": a raised number that lost its height. Behind other decimals it may be a section.
_BARE_MARK = r"(?:(?<=[^\W\d]\.|[%)”]\.)|(?<=\s0\.\d\.)|(?<=\s0\.\d\d\.))\d{1,3}(?:,\s?\d{1,3}){0,6}(?=\s+[^\W\d_a-z]|\s*$)"
_END = re.compile(
    rf"(?P<wide>[。！？｡]++[」』”’）】]*+(?:{_TRAILING_MARK})*+)"
    rf"|(?P<stop>(?<![.!?…])[.!?…]++)(?P<close>(?:{_CLOSER}|{_TRAILING_MARK}){{0,40}}|{_BARE_MARK})(?P<gap>\s+|$)"
    r"|(?P<blank>\n[ \t]*\n)"
)
_LATE_MARKS = re.compile(
    rf"(?:(?:{_TRAILING_MARK}|\(\[[^\[\]\n]{{1,200}}\]\([^\s()]{{1,500}}\)\))[.,;]?\s{{0,3}}){{1,12}}+(?=$|[\"“'(*_]{{0,4}}\w)"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"“'*_,;/]*$")
_WORD_AFTER = re.compile(r"[\"“„«'‘(\[*_¿¡]*([^\W_][\w’'-]*)")
_ITEM_NEXT = re.compile(r"\((?:[ivx]{1,4}|[a-h]|\d{1,2})\)\s[^\W\d_a-z]")
_DATE = re.compile(r"(?<![\d.])(?:19|20)\d\d(?:\.\s?\d{1,2}){1,2}\Z")  # "2020.3.11.", "2020. 3. 11."
_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d\Z")
_MONTH_NEXT = re.compile(r"\s?\d{1,2}\.")
_LETTER_STOP = re.compile(r"[^\W\d_]\.")  # the second half of "z. B.", "u. a."
_WORD_REACH = 40  # characters looked at on either side of a stop; longer words are no abbreviations


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of `text`, without the white space around them, in order.

    Every character that is not white space lies in exactly one span.
    """
    spans: list[tuple[int, int]] = []
    start = position = 0
    while end := _END.search(text, position):
        position = max(end.end(), position + 1)
        stop = end.end()
        if end["stop"] is not None:
            late = _LATE_MARKS.match(text, end.end())
            if late and text[late.end() : late.end() + 1].islower():  # "…. [4] reports": the mark is the subject of what follows
                late = None
            if not _ends(text, end, late.end() if late else end.end()):
                position = end.end("stop")
                continue
            stop = position = late.end() if late else end.start("gap")
        _add(text, start, stop, spans)
        start = stop
    _add(text, start, len(text), spans)
    return spans


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    inner = piece.strip()
    if inner:
        first = start + piece.index(inner[0])
        spans.append((first, first + len(inner)))


def _ends(text: str, end: re.Match[str], rest: int) -> bool:
    """Whether the stop at `end` closes a sentence, when the text goes on at `rest`. In doubt it does not."""
    if _ITEM_NEXT.match(text, rest):
        rest = text.index(")", rest) + 2  # "… of both. (ii) We show": the number of an item opens its sentence
    after = _WORD_AFTER.match(text, rest, rest + _WORD_REACH)
    following = after[1] if after else ""
    if rest >= len(text):
        return True
    if following[:1].islower() or _is_in_a_row(text, end):
        return False
    if end["stop"] != ".":
        return True
    word = _before(text, end.start())
    bare = word.lower().strip(".")
    if bare in _words("always_followed") or (len(bare) == 1 and bare == word and _LETTER_STOP.match(text, end.end())):
        return False
    opens = following.lower() in _words("openers") or not following
    if bare in _words("may_end"):
        return opens and text[end.end() : end.end() + 1] not in "(["
    if _is_initial(word):
        return opens and bool(following)
    if bare[-1:].isdigit():
        written = text[max(0, end.start() - _WORD_REACH) : end.start()]
        if _YEAR.search(written) and _MONTH_NEXT.match(text, end.end("stop")):
            return False
        if _DATE.search(written):
            return opens and bool(following)
    if word.isdigit():
        return _digit_stop_ends(text, end, word, following)
    return True


def _is_in_a_row(text: str, end: re.Match[str]) -> bool:
    """A stop of "x1, . . . , xn": one that stands alone, beside another or a comma."""
    alone = text[end.start() - 1 : end.start()].isspace() and end["stop"] == "."
    before = text[max(0, end.start() - 3) : end.start()].rstrip()[-1:]
    after = text[end.end("stop") : end.end("stop") + 3].lstrip()[:1]
    return alone and (before in (".", ",") or after in (".", ","))


def _before(text: str, at: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, at - _WORD_REACH) : at])
    return found[0] if found else ""


def _is_initial(word: str) -> bool:
    """`J`, `J.-P`, `U.S`: single capitals, as in names."""
    parts = [part for part in re.split(r"[.\-]", word) if part]
    return bool(parts) and all(len(part) == 1 and part.isupper() for part in parts)


def _digit_stop_ends(text: str, end: re.Match[str], word: str, following: str) -> bool:
    """A number before the stop: the number of an item ("1. Title"), a German date ("3. Mai"), or the end of a sentence."""
    before = end.start() - len(word)
    opens_line = not text[max(text.rfind("\n", 0, before) + 1, before - _WORD_REACH) : before].strip(" *_#>")
    return not opens_line and following.lower() not in _words("german_months")


@cache
def _words(use: str) -> frozenset[str]:
    """One list of `abbreviations.toml`."""
    return frozenset(tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text(encoding="utf-8"))[use])
