"""Whether two printed venues are one: "NIPS", "Advances in Neural Information Processing Systems 33", "NeurIPS 2020".

The names of `data/venues.csv` are known; what is none of them is compared by its words. A workshop is not the conference it is held at, and
a preprint server is no venue: what stands there may have been published elsewhere. What is not done: no venue is called made up.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Literal

from synth.files import DATA
from synth.sources.titles import plain_letters

PREPRINT = "preprint"
Sameness = Literal["same", "different", "not told"]

_WORKSHOP = re.compile(
    r"\b(?:workshops?|@|co-located|companion|tutorials?|demos?|demonstrations?|shared task|student abstract)\b|@", re.IGNORECASE
)
_NOISE = re.compile(
    r"\b(?:proc(?:e?edings)?\.?|in|of|the|for|on|and|at|annual|annu|international|intl|int|conference|conf|meeting|symposium|symp|ieee|cvf|acm|"
    r"ieee/cvf|sigkdd|sigchi|volume|vol|part|track|main|long|short|papers?|technical|series|lecture notes in computer science|pmlr|"
    r"\d{1,4}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|(?:twenty|thirty|forty|fifty)[- ]?\w*|[ivxl]+)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\s?\d\d\b")
_NATION = re.compile(r"\b(?:of (?:the )?)?(?:U\.? ?S\.? ?A\b\.?|United States(?: of America)?)", re.IGNORECASE)
# Who prints a work, and the series that it is printed in: both stand where a venue should, and name none.
_PUBLISHER = re.compile(
    r"(?:curran associates|springer(?: nature)?|elsevier|wiley|john wiley(?: and)? sons|taylor(?: and)? francis|sage|omnipress"
    r"|acm|association for computing machinery|ieee|ieee xplore|ieee computer society|institute of electrical and electronics engineers"
    r"|mit press|aaai press|ios press|crc press|(?:oxford|cambridge) university|usenix association|mdpi(?: ag)?|hindawi"
    r"|morgan kaufmann|frontiers media(?: sa)?|public library of science|de gruyter"
    r"|world scientific|emerald|schloss dagstuhl.*|jmlr org|openreview net|ceur ws(?: org)?"
    r"|pmlr|proceedings of machine learning research|ceur workshop proceedings|lecture notes in \w+(?: \w+)?|lncs|lnai"
    r"|communications in computer and information science|advances in intelligent systems and computing)"
    r"(?: (?:inc|ltd|llc|gmbh|verlag|press|publishing|publishers?|publications|international|limited|group|and|co|company|bv|b v"
    r"|cham|singapore|berlin|heidelberg|new york|ny|usa|london|amsterdam|switzerland|red hook))*"
)
_SMALL = frozenset("of the on and for in de der des du la le et und".split())
MIN_CUT = 2  # words of a name cut short, by which a venue is known
MIN_CONTRACTED = 4  # letters that a word has which is cut short in its middle
_ENOUGH = 0.5  # of the fewer words are shared by two that may be one


def same_venue(one: str, other: str) -> Sameness:
    """Whether two venues are one, as far as their names tell."""
    left, right = key_of(one), key_of(other)
    if left and right and left == right:
        return "same"
    if _is_publisher(one) or _is_publisher(other):
        return "not told"
    if _abbreviates(one, other) and _is_workshop(one) == _is_workshop(other):
        return "same"
    if left and right:
        return "different"
    words, others = _words(one), _words(other)
    if not words or not others:
        return "not told"
    if words <= others or others <= words or _is_short_for(one, other) or _is_short_for(other, one):
        return "same" if _is_workshop(one) == _is_workshop(other) else "different"
    if len(words) != len(others) and (_is_cut_short(one) or _is_cut_short(other)):
        shorter, longer = sorted((words, others), key=len)
        shared = sum(any(_is_cut(word, beside) for beside in longer) for word in shorter) / len(shorter)
    else:
        shared = len(words & others) / min(len(words), len(others))
    if shared >= _ENOUGH:
        return "not told"
    return "different" if (left or len(words) > 1) and (right or len(others) > 1) else "not told"


@lru_cache(maxsize=5_000)
def key_of(venue: str) -> str:
    """What a known venue is called here; empty where it is none."""
    text = _squeezed(venue)
    if not text:
        return ""
    known, bare = _known()
    undated = _squeezed(_YEAR.sub(" ", venue))
    shorter = _bare(re.sub(r"\s*\([^)]*\)|,.*$|:.*$", " ", plain_letters(venue)))
    found = known.get(text) or known.get(undated) or bare.get(_bare(text)) or bare.get(shorter)
    if found:
        return found + ("-workshop" if _is_workshop(venue) and found != PREPRINT else "")
    printed = plain_letters(venue)
    short = [
        *re.findall(r"\(([^()]{2,20})\)", printed),
        *(word.casefold() for word in re.findall(r"[A-Z]{2}[\w*-]*|[A-Z][a-z]+[A-Z][\w*-]*", venue)),
    ]
    inside = [known[form] for form in map(_squeezed, short) if form in known]
    inside = list(dict.fromkeys(inside)) or _cut_short(venue)
    if len(inside) == 1:
        return inside[0] + ("-workshop" if _is_workshop(venue) else "")
    return PREPRINT if re.search(r"\barxiv\b|\bcorr\b|\bbiorxiv\b", printed) else ""


def is_preprint(venue: str) -> bool:
    return key_of(venue) == PREPRINT


def _is_workshop(venue: str) -> bool:
    return bool(_WORKSHOP.search(venue))


def _squeezed(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plain_letters(text)))


def _bare(text: str) -> str:
    return " ".join(_NOISE.sub(" ", _squeezed(text)).split())


def _words(text: str) -> frozenset[str]:
    return frozenset(_bare(text).split())


def _is_short_for(short: str, long: str) -> bool:
    """Whether a name of one word is the first letters of another."""
    letters = re.sub(r"[^a-z]", "", plain_letters(re.sub(r"[\s'’]*\d{2,4}", "", short)))
    words = [word for word in re.findall(r"[a-z]+", plain_letters(long)) if word not in ("of", "the", "on", "and", "for", "in")]
    return 2 <= len(letters) <= 8 and len(words) >= 2 and "".join(word[0] for word in words) == letters


def _is_publisher(venue: str) -> bool:
    """Whether it is not a venue that is named, but who printed it or in which series."""
    return bool(_PUBLISHER.fullmatch(_squeezed(_YEAR.sub(" ", venue.replace("&", " and ")))))


def _is_cut_short(venue: str) -> bool:
    """Whether a name has a word that ends in a point, as one has that is cut short."""
    return bool(re.search(r"[^\W\d_]\.(?:\W|$)", venue))


def _cut_short(venue: str) -> list[str]:
    """The known venues whose names a name is word by word, some of its words cut short: "Int. Conf. Comput. Vis."."""
    words = _core(venue, _bare)
    if not _is_cut_short(venue) or len(words) < MIN_CUT:
        return []
    names = ((key, name.split()) for name, key in _known()[1].items())
    return list(dict.fromkeys(key for key, name in names if _are_cut(words, [word for word in name if word not in _SMALL])))


def _core(venue: str, read: Callable[[str], str]) -> list[str]:
    """The words of a name without its year, its country and the short name that stands in brackets."""
    text = _YEAR.sub(" ", _NATION.sub(" ", re.sub(r"\([^()]{2,20}\)", " ", venue)))
    return [word for word in read(text).split() if word not in _SMALL and not word.isdigit()]


def _abbreviates(one: str, other: str) -> bool:
    """Whether two names are one word by word, some of them cut short: "Phys. Rev. Lett.", "Proc. Natl. Acad. Sci."."""
    return "." in one + other and any(_are_cut(_core(one, read), _core(other, read)) for read in (_squeezed, _bare))


def _are_cut(words: Sequence[str], others: Sequence[str]) -> bool:
    return len(words) == len(others) > 1 and all(map(_is_cut, words, others))


def _is_cut(one: str, other: str) -> bool:
    """Whether of two words one is the other's beginning, or some of its letters in their order from the first on ("natl")."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return True
    letters = iter(long)
    return len(short) >= MIN_CONTRACTED and short[0] == long[0] and all(letter in letters for letter in short)


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """What a venue is called here, by its names, and by what is left of them without the words that many have."""
    with (DATA / "venues.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["key"], [row["key"], *row["names"].split("|")]) for row in csv.DictReader(file)]
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for known, read in zip(found, (_squeezed, _bare), strict=True):
        for key, names in rows:
            for name in names:
                if form := read(name):
                    known.setdefault(form, key)
    return found
