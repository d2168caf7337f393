"""What a sentence says is not there, and which lines of a table say so too: "BERT without NSP", "on all systems without splits".

The name of a row or a column may say it ("No NSP", "w/o attention"), the heading over several, or the caption, of all numbers. Where
none of them does, the numbers at hand are of something else and the sentence is declined. What is not done: what is said to be there
is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from synth.claims.clauses import Clause
from synth.claims.cuts import in_idiom, stopwords
from synth.claims.expressions import Call, Node, walk
from synth.claims.forms import verb
from synth.claims.layouts import SIDES, Layout, lines_named
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError
from synth.claims.spelling import stem
from synth.claims.wording import Token, tokens

MAX_WORDS = 3  # of what is lacking
_LACKING = frozenset({"without", "w/o", "lacking"})
_SKIPPED = frozenset("the a an any its their our using further additional explicit".split())
_SAYS = frozenset("without w/o no non minus - lacking excluding excl".split())  # how labels and captions say it
_OF_NOTHING = frozenset(
    "exception doubt loss losing sacrificing hurting harming degrading surprise question effort exceptions doubts".split()
)


class Lack(NamedTuple):
    """What is said to be lacking: where, up to where, and the stem of its first word."""

    start: int
    end: int
    word: str
    text: str


def lacks(found: Sequence[Token]) -> list[Lack]:
    """What a sentence says is not there, in order."""
    out: list[Lack] = []
    for at, token in enumerate(found):
        if token.low not in _LACKING:
            continue
        first = at + 1
        while first < len(found) and found[first].low in _SKIPPED:
            first += 1
        end = first
        while end < min(first + MAX_WORDS, len(found)) and found[end].text[0].isalnum() and found[end].low not in stopwords():
            if end > first and (((known := verb(found[end].text)) is not None and "third" in known.forms) or found[end].text[0].isdigit()):
                break
            end += 1
        if end > first and found[first].low not in _OF_NOTHING:
            out.append(Lack(at, end, _root(found[first].text), " ".join(word.text for word in found[at:end])))
    return out


def _root(text: str) -> str:
    return stem(text.partition("-")[0] if len(text.partition("-")[0]) > 3 else text)


@lru_cache(maxsize=4096)
def _lacking_in(text: str) -> frozenset[str]:
    """The words that a label or a caption says are not there."""
    found = tokens(text)
    out: set[str] = set()
    for at, token in enumerate(found):
        low = token.low
        if low.startswith(("non-", "no-")):
            out.add(_root(low.partition("-")[2]))
        if low not in _SAYS or (low == "-" and at):
            continue
        out |= {_root(word.text) for word in found[at + 1 : at + 2 + MAX_WORDS] if word.text[0].isalnum()}
    return frozenset(out)


def _says(label: str, one: Lack) -> bool:
    return one.word in _lacking_in(label)


def under_lacking(found: Sequence[Token], thing: Thing, layout: Layout) -> Thing:
    """Of several lines of one name those under the heading that says what the sentence says is not there."""
    lines = layout.lines(thing.side)
    if len(thing.lines) < 2 or len({lines[at].labels[-1:] for at in thing.lines}) > 1:
        return thing
    for one in lacks(found):
        there = frozenset(at for at in thing.lines if any(_says(label, one) for label in lines[at].labels))
        if there and there != thing.lines:
            return thing._replace(lines=there)
    return thing


def is_lacking(found: Sequence[Token], thing: Thing) -> bool:
    """Whether a thing is named by what it lacks: "without NSP"."""
    return found[thing.start].low in _LACKING


def of_wholes(found: Sequence[Token], named: Sequence[Thing], layout: Layout) -> list[Thing]:
    """Of a name with what it lacks right behind it the one thing that both are: the row "No NSP" below "BERT" for "BERT without NSP"."""
    out: list[Thing] = []
    for thing in named:
        last = out[-1] if out else None
        follows = last is not None and last.side == thing.side and last.end == thing.start and not last.lines & thing.lines
        if last is not None and follows and found[thing.start].low in _LACKING:
            there = frozenset(at for at in thing.lines if _whole_of(at, thing.side, layout) in last.lines)
            if there:
                out[-1] = thing._replace(start=last.start, lines=there, text=f"{last.text} {thing.text}")
                continue
        out.append(thing)
    return out


def _whole_of(at: int, side: str, layout: Layout) -> int:
    """The line from which one was made by taking something away: the next above that says of nothing that it is not there."""
    lines = layout.lines(side)
    return next((there for there in range(at - 1, -1, -1) if not any(map(_lacking_in, lines[there].labels))), -1)


def check_lacking(clause: Clause, test: Node) -> None:
    """Raises `DeclinedError` where a clause says that something is not there, and the numbers of its test are not said to be without it."""
    for one in lacks(clause.tokens):
        named = any(thing.start <= one.start < thing.end for thing in clause.everything)
        if not clause.start <= one.start < clause.end or named or _says(clause.layout.caption, one) or _is_passing(clause, one):
            continue
        for call in (part for part in walk(test) if isinstance(part, Call) and part.name in ("cell", "cells")):
            if not any(_all_say(call, side, clause.layout, one) for side in SIDES):
                raise DeclinedError(f"“{one.text}” is a condition, and the numbers of {clause.layout.table} are not said to be of it")


def _is_passing(clause: Clause, one: Lack) -> bool:
    return in_idiom(clause.tokens, one.start) and clause.tokens[one.end - 1].low in _OF_NOTHING


def _all_say(call: Call, side: str, layout: Layout, one: Lack) -> bool:
    """Whether all lines of a side that a call asks for say that it is not there."""
    words = dict(call.named).get(side)
    lines = layout.lines(side) if words is None else lines_named(layout, side, words.words)
    return bool(lines) and all(any(_says(label, one) for label in line.labels) for line in lines)
