"""Whether two printed venues are one: "NIPS", "Advances in Neural Information Processing Systems 33", "NeurIPS 2020".

The names of `data/venues.csv` are known; what is none of them is compared by its words. A workshop is not the conference it is held at, and
a preprint server is no venue: what stands there may have been published elsewhere. What is not done: no venue is called made up.
"""

from __future__ import annotations

import csv
import re
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
    r"\b(?:proc(?:eedings)?\.?|in|of|the|for|on|and|at|annual|international|intl|int|conference|conf|meeting|symposium|ieee|cvf|acm|ieee/cvf|"
    r"sigkdd|volume|vol|part|track|main|long|short|papers?|technical|series|lecture notes in computer science|pmlr|"
    r"\d{1,4}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|(?:twenty|thirty|forty|fifty)[- ]?\w*|[ivxl]+)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|['’]\s?\d\d\b")
_SMALL = frozenset("of the on and for in de der des du la le et und".split())
MIN_CONTRACTED = 4  # letters that a word has which is cut short in its middle
_ENOUGH = 0.5  # of the fewer words are shared by two that may be one


def same_venue(one: str, other: str) -> Sameness:
    """Whether two venues are one, as far as their names tell."""
    left, right = key_of(one), key_of(other)
    if left and right and left == right:
        return "same"
    if _abbreviates(one, other) and _is_workshop(one) == _is_workshop(other):
        return "same"
    if left and right:
        return "different"
    words, others = _words(one), _words(other)
    if not words or not others:
        return "not told"
    if words <= others or others <= words or _is_short_for(one, other) or _is_short_for(other, one):
        return "same" if _is_workshop(one) == _is_workshop(other) else "different"
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
    inside = list(dict.fromkeys(inside))
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


def _abbreviates(one: str, other: str) -> bool:
    """Whether two names are one word by word, some of them cut short: "Phys. Rev. Lett.", "Proc. Natl. Acad. Sci."."""
    if "." not in one + other:
        return False
    for read in (_squeezed, _bare):
        words, others = ([word for word in read(name).split() if word not in _SMALL and not word.isdigit()] for name in (one, other))
        if len(words) == len(others) > 1 and all(map(_is_cut, words, others)):
            return True
    return False


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
