"""A claim of a report as the full sentence of its source, where the report cut it off.

    (claim,) = complete_claims(report.claims[:1], [document])
    print(claim.passage.text, claim.completing)

A claim is completed by the one sentence that begins as it does. Case, hyphens, ligatures, quotes and white space make no difference, and
a few words may be others; a number, a negation or a name may not. Where no sentence fits, or two that go on differently, the claim stays
as it is, and `completing` says so. What the sentence says is not judged, nor whether the source is the one that the report cites.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from msgspec.structs import replace

from synth.claims.extract import candidates, with_atoms
from synth.records import Claim, Document, Passage

MIN_WORDS = 6  # of a claim that is completed; fewer begin many sentences
MIN_CHARACTERS = 30  # the same for scripts without blanks, and for a claim that stands in the middle of a sentence
MAX_OTHER = 0.15  # of the words of a claim may be other words in the sentence
MAX_NEAR = 0.4  # of its words are others in a sentence that is still named as the nearest
MOST_NAMED = 3  # words that differ, named one by one

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[%±+<>=]")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_NEGATIONS = frozenset("not no never none neither nor without cannot nicht kein keine ne pas non sin nem nincs не нет".split())
_ENDED = re.compile(r"[.!?。！？](?:[\s\d\]\[,)”\"'’]*)$")
_SPLIT_WORD = re.compile(r"(?<=[^\W\d_])[-‐‑\u00ad](?=[^\W\d_])")


class _Sentence(NamedTuple):
    """A sentence of a source, and its words as they are compared."""

    passage: Passage
    words: list[str]


class _Fit(NamedTuple):
    """A sentence that a claim may be part of; how many of its words differ, and which; where in the sentence it begins."""

    sentence: _Sentence
    others: int
    differing: tuple[tuple[str, str], ...] = ()
    start: int = 0
    grave: bool = False  # a number, a negation or a name differs


def complete_claims(claims: Iterable[Claim], documents: Sequence[Document]) -> tuple[Claim, ...]:
    """The claims of a report with their atoms, their type, and the sentence of a source that they are or begin."""
    sentences = [_Sentence(one.passage, _words(one.passage.text)) for document in documents for one in candidates(document)]
    names = ", ".join(document.source.name for document in documents)
    return tuple(_completed(claim, sentences, names) for claim in claims)


def _completed(claim: Claim, sentences: Sequence[_Sentence], names: str) -> Claim:
    if not names:
        return with_atoms(claim, claim.text)
    passage, said = _find(claim.text, sentences, names)
    ended = _ENDED.search(claim.text) is not None
    whole = passage.text if passage is not None and not ended else claim.text
    return replace(with_atoms(claim, whole), passage=passage, completing=said)


def _find(text: str, sentences: Sequence[_Sentence], names: str) -> tuple[Passage | None, str]:
    """The sentence that a claim is or begins, and in words how it was found or why none was."""
    words = _words(text)
    if len(words) < MIN_WORDS and not (_WIDE.search(text) and len(text) >= MIN_CHARACTERS):
        return None, f"too short to be looked for in {names}"
    fits = [fit for one in sentences if (fit := _fit(words, one)) is not None]
    good = [fit for fit in fits if not fit.grave and fit.others <= MAX_OTHER * len(words)]
    if not good:
        return None, _nothing(fits, words, names)
    least = min((fit.start > 0, fit.others) for fit in good)
    best = [fit for fit in good if (fit.start > 0, fit.others) == least]
    if len({tuple(fit.sentence.words[fit.start :]) for fit in best}) > 1:
        places = "; ".join(_place(fit.sentence.passage) for fit in best)
        return None, f"{len(best)} sentences of {names} begin so and go on differently ({places}): left as it is"
    fit = best[0]
    again = f", and {len(best) - 1} more time{'s' if len(best) > 2 else ''}" if len(best) > 1 else ""
    whole = fit.start == 0 and len(fit.sentence.words) <= len(words)
    how = "is a sentence" if whole else "stands within a sentence" if fit.start else "begins a sentence"
    return fit.sentence.passage, f"{how} of {_place(fit.sentence.passage)}{again}{_differing(fit)}"


def _nothing(fits: Sequence[_Fit], words: Sequence[str], names: str) -> str:
    near = min((fit for fit in fits if fit.others <= MAX_NEAR * len(words)), key=lambda fit: fit.others, default=None)
    if near is None:
        return f"no sentence of {names} begins so: left as it is"
    return f"no sentence of {names} begins so: left as it is; the nearest is of {_place(near.sentence.passage)}{_differing(near)}"


def _place(passage: Passage) -> str:
    """Where a passage stands, in words."""
    page = f", page {passage.page}" if passage.page else ""
    return f"{passage.source or 'the source'}{page}{f', “{passage.section}”' if passage.section else ''}"


def _differing(fit: _Fit) -> str:
    if not fit.differing:
        return ""
    named = [f"“{there or 'nothing'}” there, “{here or 'nothing'}” here" for here, there in fit.differing[:MOST_NAMED]]
    more = len(fit.differing) - MOST_NAMED
    return f", in other words: {'; '.join(named)}{f'; and {more} more' if more > 0 else ''}"


def _fit(words: list[str], sentence: _Sentence) -> _Fit | None:
    """How a claim fits a sentence: exactly at its beginning or within it, or with other words at its beginning."""
    if _begins(words, sentence.words):
        return _Fit(sentence, 0)
    for start in range(1, len(sentence.words) - len(words) + 1):
        if sum(map(len, words)) >= MIN_CHARACTERS and _begins(words, sentence.words[start : start + len(words)]):
            return _Fit(sentence, 0, start=start)
    shared = len(set(words) & set(sentence.words))
    if shared < (1 - MAX_NEAR) * len(set(words)) - 1:
        return None
    return _reworded(words, sentence)


def _begins(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the others begin with the words; the last of them may be cut off in the middle."""
    last = len(words) - 1
    return len(others) > last and list(others[:last]) == list(words[:last]) and others[last].startswith(words[last])


def _reworded(words: list[str], sentence: _Sentence) -> _Fit:
    """The fit of a claim with the beginning of a sentence that has some other words, and which they are."""
    length = len(words) + 1 + int(MAX_OTHER * len(words))
    others = sentence.words[:length]
    blocks = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    while blocks and blocks[-1][0] == "insert":
        blocks.pop()  # how the sentence goes on
    differing = []
    for what, a0, a1, b0, b1 in blocks:
        if what == "equal":
            continue
        here, there = words[a0:a1], others[b0:b1]
        if a1 == len(words) and here:  # the last word may be cut off, and what follows it is no difference
            there = there[: len(here)]
            if there and len(there) == len(here) and there[-1].startswith(here[-1]):
                here, there = here[:-1], there[:-1]
        if here or there:
            differing.append((" ".join(here), " ".join(there)))
    count = sum(max(len(here.split()), len(there.split())) for here, there in differing)
    return _Fit(sentence, count, tuple(differing), grave=any(_is_grave(here) or _is_grave(there) for here, there in differing))


def _is_grave(words: str) -> bool:
    """Whether other words are more than wording: with a number or a negation."""
    return any(character.isdigit() for character in words) or bool(_NEGATIONS & set(words.split()))


def _words(text: str) -> list[str]:
    """The words of a text as they are compared: one case, no ligatures, no hyphens; scripts without blanks character by character."""
    text = _SPLIT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
    found: list[str] = []
    for word in _WORD.findall(text):
        found += list(word) if _WIDE.search(word) else [word]
    return found
