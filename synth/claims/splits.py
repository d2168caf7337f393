"""Of which part of the data a clause speaks, and of which the numbers are that its reading takes: "on the dev set" of test results.

A label says it of its own line, a caption of the whole table. Where labels and caption say nothing, or the caption names both, the clause
is read and the reading says that the table does not tell. What is not done: training data is a setting more often than a part that is
scored, and is asked for only where a table tells several parts apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Node, walk
from synth.claims.labels import sized
from synth.claims.layouts import SIDES, Layout, lines_named
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError
from synth.claims.spelling import squash
from synth.claims.wording import Token, tokens
from synth.reading.vocabulary import readings

TRAIN = "train"
_NOUNS = frozenset("set sets split splits data portion partition examples instances results performance".split())
_SCORED = frozenset("score scores accuracy accuracies number numbers figure figures error errors perplexity loss".split())
_ON = frozenset({"on", "in", "for", "over", "of"})
_TO_ON = 3  # tokens from "on" to the part: "on the MNLI dev"
_GOES_ON = frozenset("and or is are was were by with than while but to at as in on of for".split())
_NO_PART = frozenset("stress significance permutation statistical paired bootstrap unit cross we to they".split())
_TUNING = frozenset("tuned tune selected select chosen choose optimized optimised using hyperparameters early".split())
_TO_TUNING = 5  # tokens from such a word to the part that it was done on


def splits_of(texts: Iterable[str]) -> frozenset[str]:
    """The parts of the data that labels name."""
    return frozenset().union(*(_known(token.text) for text in texts for token in tokens(text)))


def _known(text: str) -> frozenset[str]:
    return frozenset(one.word for one in readings(text) if one.kind == "split")


def _meant_by(token: Token) -> frozenset[str]:
    return frozenset({TRAIN}) if token.low == "training" else _known(token.text)


def splits_said(found: Sequence[Token], start: int, end: int) -> dict[int, frozenset[str]]:
    """Where a sentence speaks of a part of the data, and of which: "the dev set", "test accuracy", "on MNLI dev"."""
    return {at: known for at in range(start, end) if (known := _meant_by(found[at])) and _is_part(found, at, end)}


def _is_part(found: Sequence[Token], at: int, end: int) -> bool:
    follows = found[at + 1].low if at + 1 < end else ""
    if at and found[at - 1].low in _NO_PART and follows not in _NOUNS:
        return False
    if follows in _NOUNS:
        return True
    if found[at].low in ("train", "training", "valid"):
        return False
    if follows in _SCORED or any(one.kind == "metric" for one in readings(follows)):
        return True
    if found[at].low == "development":
        return False
    before = [token.low for token in found[max(0, at - _TO_ON) : at]]
    return bool(_ON.intersection(before)) and (not follows or not follows[0].isalnum() or follows in _GOES_ON)


@lru_cache(maxsize=256)
def _of_caption(caption: str) -> frozenset[str]:
    found = tokens(caption)
    said = splits_said(found, 0, len(found))
    beside = {at for at, token in enumerate(found) if token.low in ("and", "or", "/") and any(abs(at - there) == 1 for there in said)}
    said |= {at: known for joint in beside for at in (joint - 1, joint + 1) if 0 <= at < len(found) and (known := _known(found[at].text))}
    return frozenset().union(
        *(known for at, known in said.items() if not _TUNING & {token.low for token in found[max(0, at - _TO_TUNING) : at]})
    )


@lru_cache(maxsize=256)
def _printed(layout: Layout) -> frozenset[str]:
    """All parts of the data that a table names."""
    return splits_of([layout.caption, *(label for side in SIDES for line in layout.lines(side) for label in line.labels)])


def meant(found: Sequence[Token], clause: Clause | None = None) -> tuple[int, frozenset[str]] | None:
    """The parts of the data of which a clause speaks, and where it first does; those of the whole sentence where it names none."""
    spans = ([(clause.start, clause.end)] if clause else []) + [(0, len(found))]
    for start, end in spans:
        if said := splits_said(found, start, end):
            return min(said), frozenset().union(*said.values())
    return None


def check_split(clause: Clause) -> None:
    """Raises `DeclinedError` where a clause speaks of a part of the data, and the caption or all labels of the table name others."""
    found = meant(clause.tokens, clause)
    if found is None:
        return
    at, said = found
    word, layout = clause.tokens[at].text, clause.layout
    there, of_caption = _printed(layout), _of_caption(layout.caption) - {TRAIN}
    if not said & there and (len(there) > 1 or (of_caption and said != {TRAIN})):
        raise DeclinedError(f"it speaks of the “{word}” part of the data, which {layout.table} does not have")
    labelled = any(splits_of(line.labels) & said for side in SIDES for line in layout.lines(side))
    if said != {TRAIN} and of_caption and not of_caption & said and not labelled:
        raise DeclinedError(f"it speaks of the “{word}” part of the data, and the caption of {layout.table} names another")


def check_of_split(clause: Clause, test: Node) -> None:
    """Raises `DeclinedError` where a clause speaks of one part of the data and its test takes numbers of another."""
    found = meant(clause.tokens, clause)
    if found is None or found[1] == {TRAIN}:
        return
    at, said = found
    for call in (part for part in walk(test) if isinstance(part, Call) and part.name in ("cell", "cells")):
        for side in SIDES:
            named = dict(call.named).get(side)
            lines = clause.layout.lines(side) if named is None else lines_named(clause.layout, side, named.words)
            others = [line for line in lines if (of_line := splits_of(line.labels) - {TRAIN}) and not of_line & said]
            if others and (named or len(others) == len(lines)):
                raise DeclinedError(f"it speaks of the “{clause.tokens[at].text}” part of the data, and “{others[0].path}” is of another")


def of_split(found: Sequence[Token], thing: Thing, layout: Layout) -> Thing:
    """Of several lines of one name those of the part of the data of which the sentence speaks: RoBERTa "on the dev set".

    Where none of them is of it, a line counts that has the name with a size: XLNet is "XLNetLARGE" there."""
    said = meant(found)
    if said is None or len(said[1]) != 1 or said[1] == {TRAIN}:
        return thing
    lines = layout.lines(thing.side)
    names = {squash(lines[at].labels[-1]) for at in thing.lines if lines[at].labels}
    same = frozenset(at for at, line in enumerate(lines) if line.labels and squash(sized(line.labels[-1])) in names)
    if not any(said[1] & splits_of(lines[at].labels) for at in thing.lines):
        thing = thing._replace(lines=thing.lines | same)
    there = frozenset(at for at in thing.lines if said[1] & splits_of(lines[at].labels))
    others = frozenset(at for at in thing.lines if splits_of(lines[at].labels) - {TRAIN} - said[1])
    return thing._replace(lines=there) if there and there | others == thing.lines else thing


def untold(clause: Clause) -> str:
    """What to say of a reading where a clause names a part of the data, and the table does not tell of which its numbers are."""
    found = meant(clause.tokens, clause)
    if found is None or found[1] & _printed(clause.layout) or found[1] == {TRAIN}:
        return ""
    return f"{clause.layout.table} does not say of which part of the data its numbers are"
