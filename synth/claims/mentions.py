"""What a sentence names of a table: its rows and columns, as `names` says that they are called.

A mention is a run of tokens and the lines it may mean. Longer runs come first, whole labels before words of the vocabulary ("Swahili" for
"sw", "accuracy" for "acc."), these before abbreviations and parts ("DSC" of "BERT+DSC"). Mentions of one side that stand together and have
lines in common are one thing ("HellaSwag with MLM"); those that have none in common are two things.

What is not done: a word of prose is no part of a label, a number is no label unless the words beside it say what it is a setting of, and
nothing is found by likeness of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from synth.claims.layouts import SIDES, Layout, Line, is_average
from synth.claims.names import Lines, Named, names_of
from synth.claims.runs import KNOWN, PART, WHOLE, Mention, bare, named_by_runs, wider
from synth.claims.spelling import initials_of, is_ordinary, naming, squash, stem
from synth.claims.wording import Token, tokens
from synth.reading.vocabulary import readings

__all__ = ["Mention", "Thing", "explained", "mentions", "squash", "things"]

MAX_BETWEEN = 4  # tokens between two mentions that are one thing

_BREAKS = frozenset({";", "but", "while", "whereas", "yet", "although", "though", "whilst", "where", "except", "despite"})
_LISTING = frozenset({"and", ",", "or", "&", "plus"})


class Thing(NamedTuple):
    """One row or column, or one group of them, that a sentence speaks of; where it is first named, and up to where."""

    side: str
    start: int
    end: int
    lines: Lines
    how: int
    text: str


# --- mentions ----------------------------------------------------------------------------------------------------


def mentions(found: Sequence[Token], layout: Layout) -> list[Mention]:
    """What the tokens name of a table, in order; each token is part of one mention."""
    named = names_of(layout)
    taken: set[int] = set()
    out: list[Mention] = []
    for one in sorted(named_by_runs(found, named), key=_importance):
        run = set(range(one.start, one.end))
        if run & taken:
            continue
        taken |= run
        if settled := _with_absence(found, one, named):
            out.append(settled)
    return _without_appositions(sorted(out, key=lambda one: one.start))


def _importance(one: Mention) -> tuple[int, int, int, int, int]:
    return -(one.end - one.start), -one.how, len(one.lines), one.start, SIDES.index(one.side)


def _without_appositions(listed: list[Mention]) -> list[Mention]:
    """Without "baseline" where it is said of what is named just before it: "the Word2Vec baseline"."""
    return [
        one
        for at, one in enumerate(listed)
        if not (one.text == "baseline" and at and listed[at - 1].end == one.start and listed[at - 1].side == one.side)
    ]


# --- what was taken away -----------------------------------------------------------------------------------------


def _with_absence(found: Sequence[Token], one: Mention, named: Named) -> Mention | None:
    """A mention with the word that says that the thing was taken away, and the lines that say so too; None where no line does.

    Where nothing is taken away, lines that have the thing count before those that lack it.
    """
    if one.how == WHOLE and found[one.start].low in naming("taken_away", "before"):
        return one
    gone = named.taken[one.side].get(squash(bare(one.text)), frozenset())
    if not gone and one.how == KNOWN:
        gone = named.taken[one.side].get(initials_of(one.text), frozenset())
    away = _taken_away_at(found, one)
    if away is None:
        return one._replace(lines=one.lines - gone or one.lines)
    if gone:
        return one._replace(start=min(one.start, away), lines=one.lines & gone or gone)
    return None if found[away].low in naming("taken_away", "alone") else one


def _taken_away_at(found: Sequence[Token], one: Mention) -> int | None:
    """Where it is said that what is named was taken away: the token from which on, or the mention's own start for what follows it."""
    start = one.start - 1
    while start >= 0 and found[start].low in naming("taken_away", "between"):
        start -= 1
    for first in (start - 1, start):
        if first >= 0 and " ".join(token.low for token in found[first : start + 1]) in naming("taken_away", "before"):
            return first
    for stop in range(one.end, min(one.end + MAX_BETWEEN, len(found))):
        if found[stop].text in ",;.:":
            break
        words = " ".join(token.low for token in found[stop : stop + 2])
        if found[stop].low in naming("taken_away", "after") or words in naming("taken_away", "after"):
            return one.start
    return None


# --- things ------------------------------------------------------------------------------------------------------


def things(found: Sequence[Token], layout: Layout) -> list[Thing]:
    """The mentions joined to things: those that stand together and share lines are one, and what shares lines with several narrows each."""
    single = _of_families(found, _qualified(found, mentions(found, layout), layout), layout)
    joined: list[Thing] = []
    for one in single:
        last = next((thing for thing in reversed(joined) if thing.side == one.side), None)
        if last and last.lines & one.lines and _together(found, last.end, one.start) and last.lines != one.lines:
            joined[joined.index(last)] = last._replace(
                end=one.end, lines=last.lines & one.lines, how=max(last.how, one.how), text=f"{last.text} {one.text}"
            )
            continue
        joined.append(Thing(*one))
    clause = _clauses(found, joined)
    named = _narrowed(clause, _without_means_of_named(found, joined, layout), single)
    return sorted([*named, *_referred(found, clause, named, layout)], key=lambda thing: thing.start)


def _qualified(found: Sequence[Token], listed: list[Mention], layout: Layout) -> list[Mention]:
    """A name beside its source is the line of that source, also where another line is the name alone: "XLM-R of Hu et al."."""
    named = names_of(layout)
    out: list[Mention] = []
    for one in listed:
        last = out[-1] if out else None
        if last and last.side == one.side and one.how == PART and not last.lines & one.lines:
            between = {token.low for token in found[last.end : one.start]}
            if between <= naming("joining", "sources") and (both := wider(last.text, one.side, named) & one.lines):
                out[-1] = last._replace(lines=both)
        out.append(one)
    return out


def _of_families(found: Sequence[Token], listed: list[Mention], layout: Layout) -> list[Mention]:
    """A name before "rows" or "variants" is all lines that have it: "the BERT rows"."""
    named = names_of(layout)
    return [
        one._replace(lines=wider(one.text, one.side, named) or one.lines)
        if one.end < len(found) and found[one.end].low in naming("generic", "families")
        else one
        for one in listed
    ]


def _together(found: Sequence[Token], end: int, start: int) -> bool:
    between = found[end:start]
    return len(between) <= MAX_BETWEEN and all(token.low in naming("joining", "words") for token in between)


def _without_means_of_named(found: Sequence[Token], joined: list[Thing], layout: Layout) -> list[Thing]:
    """Without an average that is said over two or more lines that are named: "Swahili and Urdu have a mean of 74.9"."""
    out: list[Thing] = []
    for thing in joined:
        lines = layout.lines(thing.side)
        if all(is_average(lines[at]) for at in thing.lines) and not (thing.start and found[thing.start - 1].low in _LISTING):
            others = [other for other in joined if other.side == thing.side and not other.lines & thing.lines and other.start < thing.start]
            if _measured(lines, [at for other in others for at in other.lines]) and len(others) > 1:
                continue
        out.append(thing)
    return out


def _measured(lines: Sequence[Line], those: Iterable[int]) -> bool:
    return any(not is_average(lines[at]) for at in those)


def _clauses(found: Sequence[Token], joined: Sequence[Thing]) -> list[int]:
    """For each token the number of the clause in which it stands, as far as words that part clauses say."""
    inside = {at for thing in joined for at in range(thing.start, thing.end)}
    out: list[int] = []
    count = 0
    for at, token in enumerate(found):
        parts = token.low in _BREAKS or (token.text == "," and at + 1 < len(found) and found[at + 1].low == "and")
        count += parts and at not in inside
        out.append(count)
    return out


def _narrowed(clause: Sequence[int], joined: list[Thing], single: Sequence[Mention]) -> list[Thing]:
    """Groups that are named beside what they hold narrow it: "with MLM, HellaSwag …" is one row; what comes later narrows no clause."""
    out = [thing._replace(lines=_within(thing, clause, single)) for thing in joined]
    kept: list[Thing] = []
    for at, thing in enumerate(out):
        holds = [
            there
            for there, other in enumerate(out)
            if there != at and other.side == thing.side and other.lines <= thing.lines and clause[other.start] == clause[thing.start]
        ]
        if any(
            out[there].lines < thing.lines or (out[there].lines == thing.lines and joined[there].lines < joined[at].lines)
            for there in holds
        ):
            continue
        kept.append(thing)
    return _once(kept)


def _within(thing: Thing, clause: Sequence[int], single: Sequence[Mention]) -> Lines:
    """The lines of a thing that are also in what else is named of its side: in one of groups that exclude each other, in each of others.

    Of groups that exclude each other, those of the thing's own clause count, or else those of the clauses before it.
    """
    mine = clause[thing.start]
    others = [
        one
        for one in single
        if one.side == thing.side
        and not thing.start <= one.start < thing.end
        and clause[one.start] <= mine
        and thing.lines & one.lines
        and thing.lines & one.lines != thing.lines
    ]
    kinds: list[list[Mention]] = []
    for other in sorted(others, key=lambda one: clause[one.start] != mine):
        kind = next((kind for kind in kinds if not any(other.lines & one.lines for one in kind)), None)
        if kind is None:
            kinds.append([other])
        elif clause[kind[0].start] == clause[other.start]:
            kind.append(other)
    lines = thing.lines
    for kind in kinds:
        union = frozenset().union(*(one.lines for one in kind))
        lines = lines & union or lines
    return lines


def _once(listed: list[Thing]) -> list[Thing]:
    """Things that are named twice, once."""
    out: list[Thing] = []
    for thing in listed:
        if not any(other.side == thing.side and other.lines == thing.lines for other in out):
            out.append(thing)
    return out


# --- references --------------------------------------------------------------------------------------------------


def _referred(found: Sequence[Token], clause: Sequence[int], named: Sequence[Thing], layout: Layout) -> Iterable[Thing]:
    """What "the former", "the latter" and, of two lines, "the other" refer to in an earlier clause."""
    for at, token in enumerate(found):
        if token.low not in ("former", "latter", "other") or not at or found[at - 1].low != "the":
            continue
        before = [thing for thing in named if thing.end <= at]
        if not before or clause[before[-1].start] == clause[at]:
            continue
        side = before[-1].side
        there = [thing for thing in before if thing.side == side]
        if token.low == "other":
            lines = frozenset(range(len(layout.lines(side))))
            follows = found[at + 1].low if at + 1 < len(found) else ""
            if len(lines) == 2 and len(there) == 1 and len(there[0].lines) == 1 and follows not in ("hand", "side"):
                yield Thing(side, at, at + 1, lines - there[0].lines, KNOWN, token.text)
        elif len(there) == 2 and not there[0].lines & there[1].lines:
            yield there[token.low == "latter"]._replace(start=at, end=at + 1, how=KNOWN)


# --- what the caption explains -----------------------------------------------------------------------------------


def explained(found: Sequence[Token], layout: Layout) -> set[int]:
    """The places of tokens that the caption or the labels speak of: names that only narrow others, the metric of all cells, the data set.

    Also where a table or a figure is cited, and words that ask for nothing.
    """
    named = names_of(layout)
    said, measured = named.heads | named.caption, _kinds_of(layout)
    out = {at for one in mentions(found, layout) for at in range(one.start, one.end)} | _places(found)
    for start in range(len(found)):
        for end in range(start + 1, min(start + MAX_BETWEEN, len(found)) + 1):
            text = bare(" ".join(token.text for token in found[start:end]))
            low = found[start].low
            if (end == start + 1 and low in naming("neutral", "words")) or (
                end == start + 1 and not is_ordinary(low) and squash(text) and {stem(text), squash(text)} & said
            ):
                out.add(start)
            elif any((one.kind, one.word) in measured for one in readings(text)):
                out |= set(range(start, end))
    return out


_NUMBERED = re.compile(r"\d+[a-z]?|[IVXL]+|[A-Z]\.?\d+")


def _places(found: Sequence[Token]) -> set[int]:
    """The tokens that cite a table, a figure or a section: "Table 5"."""
    cited = [at for at in range(len(found) - 1) if found[at].low in naming("places", "nouns") and _NUMBERED.fullmatch(found[at + 1].text)]
    return {place for at in cited for place in (at, at + 1)}


@lru_cache(maxsize=256)
def _kinds_of(layout: Layout) -> frozenset[tuple[str, str]]:
    """The words of the vocabulary that stand in a caption."""
    words = [token.text for token in tokens(layout.caption)]
    found: set[tuple[str, str]] = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_BETWEEN, len(words)) + 1):
            found |= {(one.kind, one.word) for one in readings(" ".join(words[start:end])) if one.kind != "role"}
    return frozenset(found)
