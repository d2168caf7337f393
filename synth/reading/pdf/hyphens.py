"""Whether a hyphen at the end of a line is part of the word or only of the line: decided by how the document writes it elsewhere.

In this order, the first that knows: the whole word unbroken elsewhere, with the hyphen or without, the more frequent of the two; a
capital or a digit behind the hyphen, or a single letter or a digit before it, keeps it; the front part as a prefix ("pre-" in a document
that writes "pre-trained" and never "pretrained"), the back part as an ending ("-based"); two halves that are both words of the document,
neither of them a small one. Nothing known: the hyphen belongs to the line, as most do.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

MIN_HALF = 4  # letters of either half for the two to be words joined by a hyphen
MAX_WORD = 40  # letters of a word that are looked at
MIN_SEEN = 2  # times that each half stands elsewhere
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_LAST = re.compile(r"([^\W_]+(?:[-'’.][^\W_]+)*)-$")
_FIRST = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_KOREAN_LAST = re.compile(r"[가-힣]+$")
_KOREAN_FIRST = re.compile(r"[가-힣]+")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "al", "e", "n", "r", "er")


@cache
def _small() -> frozenset[str]:
    """The halves of `hyphens.toml`, of all languages."""
    listed = tomllib.loads(Path(__file__).with_name("hyphens.toml").read_text(encoding="utf-8"))
    return frozenset(half for halves in listed.values() for half in halves)


# What Korean hangs behind a noun; none stands alone.
_PARTICLES = frozenset(
    "은 는 을 를 의 에 와 과 도 로 으로 에서 에게 까지 부터 에는 에도 로서 로써 하는 하여 하였다 한다 된다 되는 되어 있다".split()
)
_KOREAN_ENDS = "을를은는의에한할된될며"
BREAKING = 0.05  # of the ends of lines in Korean that are known to break a word, in a document that breaks words


class Words:
    """The words of a document, whole ones only, and what they say of a hyphen."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.joined: Counter[str] = Counter()
        self.hyphened: Counter[str] = Counter()
        self.alone: set[str] = set()  # words that stand without a hyphen on either side
        self._seams: list[tuple[str, str]] = []  # the words at the end of a line and at the head of the next, where both are Korean
        before = False
        last = ""
        plain: list[str] = []
        for line in lines:
            if line and is_hangul(line[0]) and last and is_hangul(last[-1]):
                self._seams.append(seam(last, line))
            last = line
            words = _WORD.findall(line.lower())
            if before and words:
                words = words[1:]  # the rest of a word
            before = line.endswith("-")
            if before and words:
                words.pop()
            if "-" not in line:
                plain += words
                continue
            for word in words:
                if "-" in word:
                    self.hyphened[word] += 1
                    self.joined.update(word.split("-"))
                else:
                    plain.append(word)
        self.joined.update(plain)
        self.alone.update(plain)
        self.fronts: Counter[str] = Counter()
        self.backs: Counter[str] = Counter()
        for word, count in self.hyphened.items():
            front, _, _ = word.partition("-")
            _, _, back = word.rpartition("-")
            self.fronts[front] += count
            self.backs[back] += count

    def keeps(self, left: str, right: str) -> bool:
        """Whether the hyphen between the end of one line, given without it, and the start of the next is the word's own."""
        front, back = left.lower(), right.lower()
        tail = front.rpartition("-")[2]  # "cross-lin" and "gual": the last part is what was broken
        head = back.partition("-")[0]
        kept = self.hyphened[f"{front}-{back}"] or self.hyphened[f"{tail}-{head}"]
        gone = self.joined[tail + head] if right[:1].isupper() else self._seen(tail + head)  # "XTREME-R" is no ending of "xtreme"
        if kept or gone:
            return kept >= gone if kept else False
        if right[:1].isdigit() or not tail[-1:].isalpha() or len(tail) == 1:
            return True
        if right[:1].isupper():
            return True
        if self.fronts[tail] or self.backs[head]:
            if self.fronts[tail] > self._plain_fronts[tail] and (self.joined[head] or (len(tail) >= MIN_HALF and tail in self.alone)):
                return True
            if self.backs[head] >= MIN_SEEN and self.joined[tail] and len(head) >= 3:
                return True
        if min(len(tail), len(head)) < MIN_HALF or tail in _small() or head in _small():
            return "-" in left and bool(self.joined[tail]) and bool(self.joined[head])
        return self.joined[tail] >= MIN_SEEN and self.joined[head] >= MIN_SEEN

    def parts(self, left: str, right: str) -> bool:
        """Whether two Korean words at the end of a line and at the head of the next are two, and not one that the line breaks."""
        if not self._breaks_korean:
            return True
        if right in _PARTICLES or self.joined[left + right]:
            return False
        # A half of a word is hardly found twice, and seldom ends as words do; once is here.
        return self.joined[left] > 1 or (len(left) > 1 and left[-1] in _KOREAN_ENDS)

    @cached_property
    def _breaks_korean(self) -> bool:
        """Whether lines break Korean words where they end, as many do, without a hyphen."""
        broken = sum(bool(self.joined[left + right]) for left, right in self._seams)
        return broken > 1 and broken >= BREAKING * len(self._seams)

    def _seen(self, word: str) -> int:
        """How often a word stands in the document; where it does not, whether one with another ending does."""
        if self.joined[word]:
            return self.joined[word]
        if len(word) < 2 * MIN_HALF - 2:
            return 0
        if any(self.joined[word + ending] for ending in _ENDINGS):
            return 1
        return int(any(word.endswith(ending) and self.joined[word[: -len(ending)]] for ending in _ENDINGS))

    @cached_property
    def _plain_fronts(self) -> Counter[str]:
        """How often each front part stands with another word of the document behind it and no hyphen between."""
        fronts: Counter[str] = Counter()
        for word, count in self.joined.items():
            for cut in range(2, min(len(word), MAX_WORD) - 2):
                if word[cut:] in self.joined:
                    fronts[word[:cut]] += count
        return fronts


def is_hangul(character: str) -> bool:
    return "가" <= character <= "힣"


def seam(line: str, following: str) -> tuple[str, str]:
    """The last Korean word of a line and the first of the next."""
    last, first = _KOREAN_LAST.search(line[-MAX_WORD:]), _KOREAN_FIRST.match(following)
    return (last[0] if last else ""), (first[0] if first else "")


def broken(left: str, right: str) -> tuple[str, str] | None:
    """The two halves of a word that is broken between two lines; None where the hyphen ends no word."""
    last = _LAST.search(left[-60:])
    first = _FIRST.match(right)
    return (last[1], first[0]) if last and first else None
