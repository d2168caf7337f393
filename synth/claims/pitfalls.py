"""Where a sentence would be read wrongly though its words are known: it points back, it compares or counts something else.

The compiler is asked about sentences that were cut out of papers and reports. What stood before them is gone: "this task" is then any
task, and "It outperforms BERT" has no subject. What stands right behind "outperforms" is what is compared, and where no table names it
the figures at hand are of something else.

What is not done: nothing is looked up in what stood before; such a sentence is declined, and the reason says which word to replace.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.claims.clauses import Clause, DeclinedError
from synth.claims.forms import is_foreign
from synth.claims.spelling import squash, stem
from synth.reading.vocabulary import readings

REACH = 5  # tokens between an "all" and what it is all of

_SUBJECTS = re.compile(
    r"(?:it|they|these|those|this|that|he|she|the\s+(?:former|latter))\b(?!\s+(?:is|are|was|were)\s+\w+\s+that\b)", re.IGNORECASE
)
_BACK = re.compile(
    r"\b(?:this|that|such|(?:on|in|for|at|with|under|across)\s+(?:these|those|the\s+same|the\s+(?:other|remaining|former|latter)))\s+"
    r"(?:latter\s+|former\s+|last\s+|first\s+|second\s+|\w+-?\w*\s+)?"
    r"(?:tasks?|datasets?|data\s+sets?|benchmarks?|corpora|corpus|settings?|setups?|cases?|experiments?|languages?|models?|methods?|approach(?:es)?|"
    r"systems?|metrics?|measures?|scenarios?|conditions?|domains?|subsets?|groups?|tests?|sets?|ones?)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:as of|at the time of|to date|at that time)\b", re.IGNORECASE)


def why_not_alone(sentence: str) -> str:
    """Why a sentence says nothing without what stood before it; empty where it does."""
    if is_foreign(sentence):
        return "is not in English, and other languages are not read"
    if subject := _SUBJECTS.match(sentence):
        return f"has “{subject[0]}” for its subject, and what that is stood before it"
    if back := _BACK.search(sentence):
        return f"speaks of “{back[0]}”, and which that is stood before it"
    if when := _WHEN.search(sentence):
        return f"speaks of a date (“{when[0]}”), and no table has one"
    return ""


def check_compared(clause: Clause, left: Sequence[int]) -> None:
    """Raises `DeclinedError` where a word that nothing takes up stands right behind a comparison: no table names what is compared."""
    compares = {phrase.end for phrase in clause.phrases if phrase.group in ("comparing", "changing")}
    for at in left:
        word = clause.tokens[at].low
        if at in compares and not word.endswith("ly"):
            raise DeclinedError(f"“{word}” is what is compared, and no table names it")


_DATA = frozenset({"example", "instance", "sample"})  # of which every caption may speak


def check_shares(clause: Clause, known: frozenset[str]) -> None:
    """Raises `DeclinedError` where a percentage is of something of which neither labels nor caption speak: "68.3% of examples"."""
    named = {at for thing in clause.everything for at in range(thing.start, thing.end)}
    for number in clause.numbers:
        at = number.end
        if number.unit != "percent" or at + 1 >= clause.end or clause.tokens[at].low != "of":
            continue
        noun = at + 1
        while noun < clause.end and clause.tokens[noun].low in ("the", "all", "its", "these"):
            noun += 1
        if noun >= clause.end or noun in named:
            continue
        words = {squash(clause.tokens[noun].text), stem(clause.tokens[noun].text)}
        if words & _DATA or not words & known:
            raise DeclinedError(f"a share of “{clause.tokens[noun].text}”, which no table names")


_EACH = frozenset({"all", "every", "each", "any", "most", "none", "no", "both"})
_LANGUAGES = frozenset({"language", "languages"})
_PAIRS = frozenset({"pair", "pairs", "direction", "directions"})


def check_counted(clause: Clause) -> None:
    """Raises `DeclinedError` where all languages or all pairs are spoken of, and the table has none: "for all pairs" over two corpora."""
    labels = [label for line in (*clause.layout.rows, *clause.layout.columns) for label in line.labels]
    for at in range(clause.start, clause.end - 1):
        if clause.tokens[at].low not in _EACH:
            continue
        after = []
        for token in clause.tokens[at + 1 : min(at + REACH, clause.end)]:
            if token.text in ",;." or token.low in ("of", "on", "in", "for", "and"):
                break
            after.append(token.low)
        pairs = bool(_PAIRS.intersection(after))
        if (pairs or _LANGUAGES.intersection(after)) and not any((_is_pair if pairs else _is_language)(label) for label in labels):
            raise DeclinedError(f"it speaks of {clause.tokens[at].low} {'pairs' if pairs else 'languages'}, and the table has none")


def _is_language(label: str) -> bool:
    known = any(one.kind == "language" for word in (label, *re.split(r"[\s/→↔–-]+", label)) for one in readings(word))
    return known or any(word in label.casefold() for word in ("lang", "lg"))


def _is_pair(label: str) -> bool:
    ends = [part for part in re.split(r"\s*(?:[-–→↔/>]|\bto\b)+\s*", label) if part]
    languages = len(ends) > 1 and all(any(one.kind == "language" for one in readings(end)) for end in ends)
    return languages or "pair" in label.casefold() or "direction" in label.casefold()
