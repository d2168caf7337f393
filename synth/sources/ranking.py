"""In which order works are read for a question: those pinned first, then by what their words and the databases' own orders say.

A word of the question counts for a work by BM25, over title and abstract, with the works at hand as the collection (Robertson and Zaragoza,
2009). To its share of the most that any work has comes the reciprocal rank that each database gave it (after Cormack, Clarke and Büttcher,
2009). What the numbers below are was measured: `bench/ranking.py`. What is not done: neither years nor citations make a work better, and
one that was withdrawn stays where its words put it, marked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from synth.records import Source
from synth.sources.identity import also_called, same_address
from synth.sources.merging import Found
from synth.sources.questions import subject_of, words_of
from synth.words import Language, language_of_question, languages, stems_of

K1, B = 1.2, 0.75  # BM25: how soon a word that comes again counts no more, and how much a long text is held back
TITLE = 2  # a word of the title counts as often as this in the abstract
K = 5  # reciprocal rank: how little the first places of a database differ
WORDS = 1.0  # what the words are worth beside the places

_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)  # scripts without blanks between words


class Ranked(NamedTuple):
    """A work in its place."""

    work: Found
    pinned: bool
    words: float  # BM25; 0 where no word of the question is in title and abstract
    score: float


def rank(question: str, works: Sequence[Found], pinned: Sequence[Source] = ()) -> list[Ranked]:
    """The works in order: pinned ones as they were pinned, the others by words and places."""
    words = word_scores(question, works)
    most = max(words, default=0.0) or 1.0
    scores = [WORDS * said / most + sum(1 / (K + place) for place in work.places if place) for said, work in zip(words, works, strict=True)]
    pins = [_names([one]) for one in pinned]
    first = [next((at for at, names in enumerate(pins) if names & _names(work.identifiers)), len(pins)) for work in works]
    order = sorted(range(len(works)), key=lambda at: (first[at], -scores[at], _key(works[at])))
    return [Ranked(works[at], first[at] < len(pins), words[at], scores[at]) for at in order]


def word_scores(question: str, works: Sequence[Found]) -> list[float]:
    """Of each work, how much its title and abstract say in words of the question, weighed by how few of the works have these."""
    language = language_of_question(question, ()) or _english()
    asked = set(_terms(" ".join(subject_of(question)), language))
    texts = [Counter({term: TITLE * n for term, n in Counter(_terms(one.title, language)).items()}) for one in works]
    for text, one in zip(texts, works, strict=True):
        text.update(_terms(one.abstract, language))
    lengths = [text.total() for text in texts]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    having = Counter(term for text in texts for term in asked & text.keys())
    weight = {term: math.log(1 + (len(works) - n + 0.5) / (n + 0.5)) for term, n in having.items()}
    return [
        sum(
            weight[term] * text[term] * (K1 + 1) / (text[term] + K1 * (1 - B + B * length / (mean or 1.0)))
            for term in sorted(asked & text.keys())
        )
        for text, length in zip(texts, lengths, strict=True)
    ]


def _terms(text: str, language: Language) -> Iterable[str]:
    """What is compared of a text: the stems of its words; where a script has no blanks, each two signs that stand together."""
    for word in words_of(text):
        if _UNSPACED.search(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        else:
            yield from stems_of(word, language) or (word,)


def _english() -> Language:
    """What a question is read as that is too short to tell: most of what databases have is English."""
    return next(one for one in languages() if one.code == "en")


def _names(identifiers: Iterable[Source]) -> set[str]:
    return {same_address(name) for one in identifiers for name in (one, also_called(one)) if name}


def _key(work: Found) -> tuple[str, bytes]:
    return work.title, msgspec.json.encode(work)
