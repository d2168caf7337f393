"""A claim's sentence as tokens: words, numbers with sign, unit and hedge, and the phrases by which prose compares.

`tokens` cuts a sentence; `phrases` finds the phrases of `data/vocabulary/comparing.toml` in it, longest first; `figures` its numbers,
each with what it is a number of as far as the words beside it say: points, percent, times. A number inside a name ("XLM-100", "Table 3")
is none.

What is not done: no word is taken for another that is only like it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from synth.files import DATA

MAX_PHRASE = 6  # words
_ENDINGS = ("", "s", "es", "ed", "d", "ing")

_TOKEN = re.compile(
    r"""
      [+\-±]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w]) | [+\-±]?\d+(?:\.\d+)?(?=\s?[%×]|[\s.,;:!?)\]/]|$|-fold|-point|x\b)   # a number
    | \w+(?:[-'+./&*@_]\w+)*\+*                                                                                         # a word or a name
    | [%×≈~<>=±/()\[\],.;:!?"“”‘’+\-→↔←]
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"[+\-±]?\d[\d,]*(?:\.\d+)?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
WORD_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
        "twenty".split()
    )
}
_MULTIPLES = {
    "twice": "2",
    "double": "2",
    "doubles": "2",
    "doubled": "2",
    "thrice": "3",
    "triple": "3",
    "triples": "3",
    "tripled": "3",
    "half": "0.5",
    "halves": "0.5",
    "halved": "0.5",
}


class Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.casefold()


class Phrase(NamedTuple):
    """A phrase of a list, at the tokens from `start` up to `end`."""

    group: str  # comparing, superlatives, …
    kind: str  # better, best, …
    start: int
    end: int
    text: str = ""


class Number(NamedTuple):
    """A number of the sentence, at a token."""

    text: str  # digits and point alone
    sign: str  # "+", "-" or nothing
    at: int  # token
    end: int  # token after its unit
    unit: str = ""  # points, percent, relative, times
    hedge: str = ""  # about, above, below
    word: bool = False  # written in letters
    scale: str = ""  # what it is multiplied by in the table's unit, as a fraction

    @property
    def decimals(self) -> int:
        return len(self.text.partition(".")[2])


def clean(text: str) -> str:
    """The sentence with plain dashes and blanks, and without what a machine put before it."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return re.sub(r"\s+", " ", re.sub(r"\[(?:CONTINUE|BOLD|ITALIC|EMPTY)\]|</?\w+>", " ", plain)).strip()


def tokens(text: str) -> list[Token]:
    """The words, numbers and signs of a sentence in order."""
    return [Token(found.group(), *found.span()) for found in _TOKEN.finditer(text)]


def whole_word(found: Sequence[Token], at: int) -> str:
    """A token as it stands in the sentence: "15.4M", of which "4M" is the last."""
    first = at
    while (
        first >= 2 and found[first - 1].text in ".," and found[first - 2].text.isdigit() and found[first - 2].end == found[first].start - 1
    ):
        first -= 2
    return "".join(token.text for token in found[first : at + 1])


# --- phrases -----------------------------------------------------------------------------------------------------


@cache
def words_of(group: str) -> dict[str, tuple[str, ...]]:
    """The lists of one group of `comparing.toml`, as written."""
    file = tomllib.loads((DATA / "vocabulary" / "comparing.toml").read_text(encoding="utf-8"))
    return {kind: tuple(words) for kind, words in file[group].items()}


@cache
def _index(group: str) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for kind, words in words_of(group).items():
        for word in words:
            for spelled in _spelled(word):
                found.setdefault(tuple(token.low for token in tokens(spelled)), kind)
    return found


def _spelled(word: str) -> Iterable[str]:
    """A phrase in all its forms: "outperform~" with the endings of a verb."""
    if "~" not in word or word == "~":
        return [word]
    stem, _, rest = word.partition("~")
    cut = stem[:-1] if stem.endswith("e") else stem
    doubled = stem + stem[-1]
    forms = {stem + ending for ending in ("", "s", "es")} | {cut + ending for ending in ("ed", "ing")} | {stem + "d"}
    return [form + rest for form in sorted(forms | {doubled + "ed", doubled + "ing"})]


def phrases(found: Sequence[Token], groups: Iterable[str]) -> list[Phrase]:
    """The phrases of some groups, the longest first where they overlap within a group, in order."""
    out: list[Phrase] = []
    for group in groups:
        index = _index(group)
        at = 0
        while at < len(found):
            for size in range(min(MAX_PHRASE, len(found) - at), 0, -1):
                words = tuple(token.low for token in found[at : at + size])
                if kind := index.get(words):
                    out.append(Phrase(group, kind, at, at + size, " ".join(words)))
                    at += size - 1
                    break
            at += 1
    return sorted(out, key=lambda phrase: (phrase.start, -phrase.end))


# --- numbers -----------------------------------------------------------------------------------------------------

_NO_NUMBER_AFTER = {
    "table",
    "tables",
    "tab",
    "figure",
    "fig",
    "section",
    "sec",
    "equation",
    "eq",
    "appendix",
    "phase",
    "step",
    "case",
    "example",
    "stage",
    "experiment",
    "study",
    "scenario",
    "question",
    "hypothesis",
    "theorem",
    "lemma",
    "part",
    "layer",
    "version",
    "et",
    "al",
    "page",
    "chapter",
    "footnote",
    "no",
    "id",
    "ids",
    "seed",
    "fold",
    "top",
    "hits",
    "p@",
    "@",
}


_BOUNDS = {
    **dict.fromkeys(("more", "higher", "above", "greater", "better", "larger"), "at_least"),
    **dict.fromkeys(("less", "lower", "below", "fewer", "smaller", "worse"), "at_most"),
}
_SHORT_YEAR = 2  # digits after an apostrophe: "SemEval ’17"


def figures(found: Sequence[Token]) -> list[Number]:
    """The numbers of a sentence in order, without those of references, years in brackets and names."""
    hedges = {phrase.end: phrase.kind for phrase in phrases(found, ("hedges",))}
    out: list[Number] = []
    for at, token in enumerate(found):
        number = _number_at(found, at)
        if number is None:
            continue
        hedge = next((hedges[end] for end in (at,) if end in hedges), "")
        unit, end = _unit(found, at + 1)
        if token.low in _MULTIPLES:
            unit = "times"
        if not hedge and end + 1 < len(found) and found[end].low == "or" and found[end + 1].low in _BOUNDS:
            hedge, end = _BOUNDS[found[end + 1].low], end + 2  # "0.29 or higher"
        out.append(number._replace(unit=unit, end=end, hedge=hedge))
    return out


def _number_at(found: Sequence[Token], at: int) -> Number | None:
    token = found[at]
    before = found[at - 1] if at else None
    if token.low in _MULTIPLES:
        return Number(_MULTIPLES[token.low], "", at, at + 1, word=True)
    if token.low in WORD_NUMBERS:
        return Number(str(WORD_NUMBERS[token.low]), "", at, at + 1, word=True)
    if not _NUMBER.fullmatch(token.text):
        return None
    if before and (before.low.rstrip(".") in _NO_NUMBER_AFTER or (before.text in "’'" and len(token.text) == _SHORT_YEAR)):
        return None
    bare = token.text.lstrip("+-±").replace(",", "")
    if before and before.text in "([" and re.fullmatch(r"(?:19|20)\d\d", bare):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", bare) and before and before.low.rstrip(".,") in ("al", "in", "and", ",", "&"):
        return None
    sign = token.text[0] if token.text[0] in "+-" else ""
    return Number(bare, sign, at, at + 1)


def _unit(found: Sequence[Token], at: int) -> tuple[str, int]:
    """The unit that stands after a number, and the token after it."""
    unit, end = "", at
    for phrase in phrases(found[at : at + MAX_PHRASE], ("units",)):
        if phrase.start == end - at:
            unit = "points" if "points" in (phrase.kind, unit) else phrase.kind
            end = at + phrase.end
    if not unit and at + 1 < len(found) and found[at + 1].low in ("point", "points") and not found[at].low.isdigit():
        unit, end = "points", at + 2  # "one F point", "2.3 BLEU points"
    if unit == "percent" and any(token.low in ("relative", "relatively") for token in found[end : end + 3]):
        unit = "relative"
    return unit, end
