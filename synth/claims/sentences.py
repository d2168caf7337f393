"""A claim's sentence without what introduces it and what explains it: "We find that", "(Table 3)", "suggesting that …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from synth.claims.spelling import squash
from synth.claims.wording import phrases, tokens, words_of

MIN_CLAIM = 20  # characters before a conclusion


def bared(sentence: str, labels: Iterable[str] = ()) -> str:
    """The sentence without what introduces it and what explains it; a citation by which alone a label is told from another stays."""
    text = _opened(sentence, _told_by_citations(labels))
    tail = tail_of(sentence)
    return text.removesuffix(tail).rstrip(" ,;") if tail else text


def tail_of(sentence: str) -> str:
    """The conclusion that a sentence draws behind what it says: "suggesting that …"; empty where it draws none."""
    text = _opened(sentence)
    tail = _tail_pattern().search(text)
    return text[tail.start() :].lstrip(" ,;") if tail and tail.start() > MIN_CLAIM else ""


def _told_by_citations(labels: Iterable[str]) -> frozenset[str]:
    """The labels that are others without their citation: "XLM-R (Hu et al., 2020)", where there is an "XLM-R" too."""
    plain: dict[str, set[str]] = {}
    for label in labels:
        plain.setdefault(squash(_BRACKETED.sub(" ", label)), set()).add(squash(label))
    return frozenset(name for short, names in plain.items() if short and len(names) > 1 for name in names if name != short)


_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")


def _opened(sentence: str, kept: frozenset[str] = frozenset()) -> str:
    """The sentence without what introduces it."""

    def put(aside: re.Match[str]) -> str:
        said = squash(sentence[: aside.end()])
        return aside[0] if any(said.endswith(name) and len(name) > len(squash(aside[0])) for name in kept) else " "

    text = _POINTING.sub("", _ASIDE.sub(put, sentence))
    for _ in range(4):  # openings may follow one another
        shorter = _without_opening(text)
        if shorter == text:
            break
        text = shorter
    return text


# What stands in brackets and says nothing of the claim: a citation, a level of significance, a place.
_ASIDE = re.compile(
    r"\s*[(\[](?:[^()\[\]]*\b(?:19|20)\d\d[a-z]?|\s*p\s*[<=>≤][^()]*|[^()\[\]]*\bstatistically\b[^()\[\]]*|(?:see|cf\.?|e\.g\.|i\.e\.)[^()]*"
    r"|(?:Table|Tab\.|Figure|Fig\.|Section|Sec\.|Appendix)\s*[\w.]+[^()]*|[\d,\s–-]{1,12})[)\]]",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"(?<=[\w%)])\s+in\s+(?:Table|Tab\.)\s*(?:[IVXLC]+|\d+|[A-Z]\.?\d+)[a-z]?(?=\s*[,.;]|$)", re.IGNORECASE
)  # "… on SST in Table 2."
SIGNIFICANCE = re.compile(
    r"\bstatistical(?:ly)?\s+significan|\bp\s*[<>≤=]\s*0?\.\d|\bsignifican\w*\s+at\b|\b\d+\s*%\s+significance", re.IGNORECASE
)
PLACED = re.compile(r"\b(second|third|fourth|fifth)-(best|worst|highest|lowest|largest|smallest|strongest|weakest)\b", re.IGNORECASE)
_SHOWN_IN = re.compile(
    r"^(?:(?:as|from|analy[sz]ing|examining|inspecting|looking\s+at)\s+)?"
    r"(?:(?:shown|seen|evident|reported|presented|listed|illustrated|given|summarized|indicated|we can see|can be seen|observed)\s+)?"
    r"(?:in|from|by)?\s*(?:the\s+)?(?:table|tab\.|fig\.|figure)s?\s+[\w.]+(?:\s+(?:and|to)\s+[\w.]+)?\s*"
    r"(?:,|(?:clearly\s+)?(?:shows?|indicates?|demonstrates?|suggests?|reveals?|illustrates?|reports?|confirms?)(?:\s+that)?)\s*",
    re.IGNORECASE,
)
_SAYS_THAT = re.compile(
    r"^(?:we|it|this|these|those|they|one|our|the)\b[^,.;]{0,60}?\b(?:show|shows|shown|find|found|observe|observed|see|seen|note|noted|"
    r"notice|noticed|indicate|indicates|demonstrate|demonstrates|suggest|suggests|reveal|reveals|confirm|confirms|report|reports|conclude)\s+that\s+",
    re.IGNORECASE,
)
_IS_THAT = re.compile(
    r"^(?:another|an|one|the|a)\b[^,.;]{0,60}?\b(?:fact|finding|observation|result|point)\b[^,.;]{0,30}?\bis\s+that\s+", re.IGNORECASE
)


def _without_opening(text: str) -> str:
    for pattern in (_SHOWN_IN, _SAYS_THAT, _IS_THAT):
        if (found := pattern.match(text)) and not _denies(found[0]):
            return text[found.end() :]
    if found := _opening_pattern().match(text):
        return text[found.end() :]
    return text


def _denies(opening: str) -> bool:
    """Whether an opening takes back what it opens: "we do not find that", "nobody has shown that"."""
    said = phrases(tokens(opening), ("negations", "quantifiers"))
    return any(phrase.group == "negations" or phrase.kind == "none" for phrase in said)


@cache
def _opening_pattern() -> re.Pattern[str]:
    words = sorted(words_of("openings")["words"], key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(map(re.escape, words))})\b\s*,?\s*", re.IGNORECASE)


@cache
def _tail_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(words_of("tails")["words"], key=len, reverse=True)))
    after_comma = r",\s*(?:thereby\s+|thus\s+|further\s+|again\s+|also\s+)?"
    without = r"\s+(?=suggesting|indicating|confirming)"
    return re.compile(rf"(?:{after_comma}|{without})(?:{words})\b", re.IGNORECASE)
