"""Whether two printed titles are one title: letters, accents and hyphens aside, with its subtitle dropped, or with a slip.

Title similarity alone says little: different works are called nearly alike, and one work is called differently. So what is told here is in
what two titles differ, and whether that is spelling or a word; what follows from it others decide, with the authors at hand.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from synth.sources.writings import titles_in_two_languages, titles_in_two_writings

Likeness = Literal["same", "shortened", "misspelt", "near", "different", "not told"]

SHORTEST_MAIN = 3  # words of a title before its colon that may stand for the whole
SHARE_NEAR = 0.34  # of the words of the longer title may be others in a near one
MIN_MISSPELT = 5  # letters of a word in which a slip is one and no other word
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+\*?|.)")
_ACCENT = re.compile(r"\\(?:[`'^\"~=.]\s*\{?|[uvHtcdbkr](?:\s*\{|\s+))\s*(\\?[A-Za-z])\s*\}?")
_TAG = re.compile(r"<[^<>]{1,60}>")
_WORD = re.compile(r"[^\W_]+")
_NOTE = re.compile(
    r"^\s*\[(?:pdf|html|doc|book|citation)\]\s*"
    r"|^\s*(?:\[?retracted(?: article)?\]?|withdrawn|corrigendum(?: to)?|erratum(?: to)?)\s*[:.\]-]\s*"
    r"|\s*[(\[](?:extended abstract|abstract|preprint|student abstract|short paper|demo|poster|retracted|withdrawn)[)\]]\s*$"
    r"|\s*[\[［](?:[acdgjmnprsz]|cp|db|ds|eb|cm)(?:/(?:ol|cd|mt|dk))?[\]］]\s*$",  # GB/T 7714: what kind of text it is
    re.IGNORECASE,
)
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau",
    "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ℓ": "l", "∞": "infinity", "×": "x", "²": "2", "³": "3",
}  # fmt: skip
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"})
# One ending for two spellings: British and American.
_SPELLINGS = (
    (re.compile(r"is(e|ed|es|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"(\w{3,})our(s|al|ed|ing|able|ite)?$"), r"\1or\2"),
    (re.compile(r"(\w{3,})ll(ed|ing|er|ers)$"), r"\1l\2"),
    (re.compile(r"(\w{3,})tre$"), r"\1ter"),
    (re.compile(r"logue(s?)$"), r"log\1"),
)  # fmt: skip
_SMALL = frozenset("a an the of for in on to and with by from at via as is are or towards toward into over under using".split())


def plain_letters(text: str) -> str:
    """The text in small letters without accents, with LaTeX's ways to write them taken for what they print."""
    text = _ACCENT.sub(lambda found: found[1].replace("\\", ""), text)
    text = unicodedata.normalize("NFKD", text.replace("{", "").replace("}", "")).casefold()
    return "".join(sign for sign in text if not unicodedata.combining(sign)).translate(_LETTERS)


@lru_cache(maxsize=20_000)
def words_of_title(title: str) -> tuple[str, ...]:
    """The words of a title without all that differs from print to print."""
    text = _TAG.sub("", html.unescape(title))
    text = _NOTE.sub("", text)
    text = _ACCENT.sub(lambda found: found[1].replace("\\", ""), text)
    for sign, name in _GREEK.items():
        text = (
            text.replace(f"\\{name}", f" {name} ").replace(f"\\var{name}", f" {name} ").replace(sign, f" {name} ")
            if len(name) > 1
            else text.replace(sign, name)
        )
    text = _COMMAND.sub(" ", text).replace("$", " ").replace("&", " and ").replace("^", " ").replace("'", "").replace("’", "")
    return tuple(_spelt(word) for word in _WORD.findall(plain_letters(text)))


def _spelt(word: str) -> str:
    if len(word) > MIN_MISSPELT:
        for pattern, instead in _SPELLINGS:
            word = pattern.sub(instead, word)
    return word


class Likened(NamedTuple):
    """How two titles stand to each other, with the words that only one of them has."""

    likeness: Likeness
    only_cited: tuple[str, ...] = ()
    only_known: tuple[str, ...] = ()


def compare_titles(cited: str, known: str) -> Likened:
    """A title as it is cited against one that a database has. A subtitle that only the cited one has may be anybody's: that is near.

    Whether titles in two writings are one title cannot be told, nor whether those in two languages are.
    """
    one, other = words_of_title(cited), words_of_title(known)
    if not one or not other:
        return Likened("not told")
    if "".join(one) == "".join(other):
        return Likened("same")
    if _is_main(cited, known):
        return Likened("shortened")
    if titles_in_two_writings(cited, known):
        return Likened("not told")
    only_one, only_other = _differing(one, other)
    if _is_main(known, cited):
        return Likened("near", only_one, only_other)
    if len(only_one) == len(only_other) and all(_is_slip(left, right) for left, right in zip(only_one, only_other, strict=True)):
        return Likened("misspelt", only_one, only_other)
    most = max(len(only_one), len(only_other))
    if not set(one) & set(other) and titles_in_two_languages(cited, known):
        return Likened("not told")
    near = most <= max(1, SHARE_NEAR * max(len(one), len(other))) and min(len(one), len(other)) > most
    return Likened("near" if near else "different", only_one, only_other)


def is_lengthened(title: Likened) -> bool:
    """Whether the cited title is the known one with something added."""
    return title.likeness == "near" and bool(title.only_cited) and not title.only_known


def are_alike(one: str, other: str) -> Likeness:
    """How two titles stand to each other, neither of which is known to be right: either may be the other shortened."""
    found = compare_titles(one, other).likeness
    return "shortened" if found == "near" and compare_titles(other, one).likeness == "shortened" else found


def content_words(title: str) -> frozenset[str]:
    return frozenset(words_of_title(title)) - _SMALL


def _is_main(short: str, long: str) -> bool:
    """Whether the one is the other up to its colon, dash or question mark, and enough of it to be told apart."""
    one = "".join(words_of_title(short))
    for found in re.finditer(r"[:?!.]\s|\s[\u2010-\u2015-]{1,3}\s|\s\(", long):
        head = long[: found.start()]
        if "".join(words_of_title(head)) == one:
            return len(words_of_title(head)) >= SHORTEST_MAIN
    return False


def _differing(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that stand in one of the two only, or at another place, in order."""
    from difflib import SequenceMatcher

    only_one: list[str] = []
    only_other: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal" and "".join(one[a:b]) != "".join(other[c:d]):
            only_one += one[a:b]
            only_other += other[c:d]
    return tuple(only_one), tuple(only_other)


def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter, or by two that changed places, and are long enough for that to be a slip."""
    from rapidfuzz.distance import OSA

    if not one.isalpha() or not other.isalpha():
        return False  # a digit is no slip: "GPT-2", "GPT-3"
    return min(len(one), len(other)) >= MIN_MISSPELT and OSA.distance(one, other, score_cutoff=1) <= 1
