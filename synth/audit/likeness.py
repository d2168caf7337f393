"""Which reports say nearly the same, without comparing each with each.

What a report says are its title, its question, its claims and its prose, as runs of three words: a run does not reach from one claim or
paragraph into the next, so their order does not count. Two reports are alike when they share at least half of all the runs that either has
(Jaccard), which means that two thirds of each stand in the other. MinHash and LSH (rensa) propose pairs; every proposed
pair is then counted on the runs themselves, so that a similarity given here is exact. What is not done: meaning is not compared, and a pair
just above the threshold is proposed in 96 of 100 cases, one that shares 60 % in 999 of 1,000.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from synth.records import Report

# Measured: the four seeds that make the same claims under four questions share 0.61 to 0.65, the fifth has at most 0.37 with any of them;
# of 22 reports of other makers one thesis in two formats shares 0.9998, two models on one topic 0.03, and all others less than 0.004.
ALIKE = 0.5
RUN = 3  # words; with two, unlike reports on one topic come near each other; with five, one changed word hides a short claim
MIN_RUNS = 20  # a report that says less than two sentences is compared with none
FRAME_REPORTS = 10  # from so many reports on, a paragraph that stands in more than half of them is their maker's, and says nothing
BANDS, ROWS = 50, 4  # a pair with similarity s is proposed with probability 1 - (1 - s**ROWS)**BANDS
SEED = 20260714  # of the hash functions; any will do, as long as it stays
NEXT = 8  # in a band that many reports share, each is compared with the next so many, which have the most similar digests,
MOST = 32  # and over all bands with at most so many: what keeps ten thousand variations of one report from being quadratic

# Scripts written without spaces: each character is a word. Thai, Lao, Myanmar, Khmer, kana, Chinese characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_DIGITS = re.compile(r"\d+")


class Likeness(NamedTuple):
    """A report's group, named by the position of its first member, and the nearest of the others."""

    group: int
    nearest: int
    similarity: float
    same: bool  # word for word


def alike(reports: Sequence[Report]) -> tuple[dict[int, Likeness], set[int]]:
    """Which reports have others alike, and which say too little to be compared, by position.

    Another order of the reports changes the positions and nothing else.
    """
    copies = _by_text(reports)
    frame = _frame([reports[positions[0]] for positions in copies])
    runs = _hashed(_runs(reports[positions[0]], frame) for positions in copies)
    family = list(range(len(copies)))
    nearest: dict[int, tuple[float, int]] = {}
    for one, two, similarity in _near_pairs(runs):
        family[_head(family, one)] = _head(family, two)
        for text, other in ((one, two), (two, one)):
            nearest[text] = max(nearest.get(text, (0.0, 0)), (similarity, -copies[other][0]))
    first: dict[int, int] = {}
    found: dict[int, Likeness] = {}
    short = {at for text, positions in enumerate(copies) for at in positions if len(runs[text]) < MIN_RUNS}
    for at, text in sorted((at, text) for text, positions in enumerate(copies) for at in positions if at not in short):
        same = [other for other in copies[text][:2] if other != at]
        if same or text in nearest:
            similarity, other = (1.0, -same[0]) if same else nearest[text]
            found[at] = Likeness(first.setdefault(_head(family, text), at), -other, similarity, bool(same))
    return found, short


def _by_text(reports: Sequence[Report]) -> list[list[int]]:
    """The positions of the reports with one and the same text, for each text, in an order that depends on the texts alone."""
    copies: dict[bytes, list[int]] = defaultdict(list)
    for at, report in enumerate(reports):
        parts = [*_statements(report), *_paragraphs(report)]
        copies[blake2b("\n".join(parts).encode(errors="surrogatepass")).digest()].append(at)
    return [copies[text] for text in sorted(copies)]


def _statements(report: Report) -> list[str]:
    return [report.title, report.question, *(claim.text for claim in report.claims)]


def _paragraphs(report: Report) -> list[str]:
    return [paragraph for section in report.sections for paragraph in section.paragraphs]


def _frame(reports: Sequence[Report]) -> set[str]:
    """The paragraphs, whatever the numbers in them, that stand in more than half of many reports. Claims are never among them."""
    if len(reports) < FRAME_REPORTS:
        return set()
    counts = Counter(paragraph for report in reports for paragraph in {_DIGITS.sub("0", text) for text in _paragraphs(report)})
    return {paragraph for paragraph, count in counts.items() if count > len(reports) / 2}


def _runs(report: Report, frame: set[str]) -> set[str]:
    """The runs of words of a report; a statement or paragraph shorter than a run is one."""
    runs: set[str] = set()
    own = [text for text in _paragraphs(report) if _DIGITS.sub("0", text) not in frame] if frame else _paragraphs(report)
    for text in (*_statements(report), *own):
        words = _WORD.findall((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold())
        runs.update(map(" ".join, zip(*(words[start:] for start in range(RUN)), strict=False)) if len(words) > RUN else [" ".join(words)])
    runs.discard("")
    return runs


def _hashed(texts: Iterable[set[str]]) -> list[array[int]]:
    """The runs as 64-bit numbers, ten times smaller; that two of 10,000 reports' runs get one number has a chance of one in ten million."""
    from rensa import RMinHash

    return [array("Q", RMinHash.hash_token_sets([runs])[0]) for runs in texts]


def _near_pairs(runs: Sequence[array[int]]) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that are alike, each once, with their similarity."""
    seen: set[tuple[int, int]] = set()
    compared: Counter[int] = Counter()
    for band in _bands(runs):
        for start, one in enumerate(band):
            for two in band[start + 1 : start + 1 + NEXT]:
                if (one, two) in seen or max(compared[one], compared[two]) >= MOST:
                    continue
                seen.add((one, two))
                compared.update((one, two))
                shared = len(set(runs[one]).intersection(runs[two]))
                similarity = shared / (len(runs[one]) + len(runs[two]) - shared)
                if similarity >= ALIKE:
                    yield one, two, similarity


def _bands(runs: Sequence[array[int]]) -> Iterator[list[int]]:
    """The texts that have one band of their digests in common, those with the most similar digests next to each other."""
    from rensa import RMinHash, RMinHashLSH

    def digests(texts: Sequence[int]) -> Any:
        return RMinHash.digest_matrix_from_token_hash_sets([runs[text] for text in texts], BANDS * ROWS, SEED)

    texts = [text for text, found in enumerate(runs) if len(found) >= MIN_RUNS]
    flags = RMinHashLSH(ALIKE, BANDS * ROWS, BANDS).query_duplicate_flags_matrix_one_shot(digests(texts))
    texts = [text for text, shares in zip(texts, flags, strict=True) if shares]
    ordered = sorted(zip(digests(texts).to_rows(), texts, strict=True))
    for start in range(0, BANDS * ROWS, ROWS):
        bands: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for digest, text in ordered:
            bands[tuple(digest[start : start + ROWS])].append(text)
        yield from (band for band in bands.values() if len(band) > 1)


def _head(family: list[int], text: int) -> int:
    while family[text] != text:
        family[text] = text = family[family[text]]
    return text
