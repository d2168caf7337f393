"""The first or the last of all: "BERT-large has the best F1 on every task", "Thai is the lowest", "XLM-R comes third"."""

from __future__ import annotations

from synth.claims.clauses import Clause, DeclinedError, Read, both, compared, denied, taken
from synth.claims.expressions import Call, Compared, Figure, Node, Words
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.rules.quantities import one_by_one, quantified
from synth.claims.rules.values import scaled, settle
from synth.claims.wording import Phrase

NAME, ORDER = "superlative", 50

_ORDERS = {"best": "best", "worst": "worst", "highest": "highest", "lowest": "lowest", "fastest": "best", "slowest": "worst"}
_PLACES = {"second": 2, "third": 3, "fourth": 4, "2nd": 2, "3rd": 3, "runner-up": 2}


def read(clause: Clause) -> Read | None:
    """One thing first among all on its side, for each measure the clause names or for all; with its figure, if the clause gives one."""
    phrase = clause.phrase("superlatives")
    if phrase is None or len(clause.figures) > 1:
        return None
    if any(0 <= other.start - phrase.end <= 1 for other in clause.phrases if other.group in ("distances", "changing")):
        return None  # the largest of differences, and not of scores
    if phrase.text in ("most", "least") and not _is_degree(clause, phrase):
        return None
    side, thing = _subject(clause, phrase)
    scopes = clause.scope(COLUMN if side == ROW else ROW)
    across = clause.scope_lines(COLUMN if side == ROW else ROW)
    if measures := clause.measured_by(phrase, COLUMN if side == ROW else ROW, across):
        across = measures
    if phrase.kind not in ("best", "worst") and not _is_one_measure(clause, side, across):
        raise DeclinedError(f"it is not said of what it is the {phrase.text}")
    place = next((token for token in clause.tokens[clause.start : clause.end] if token.low in _PLACES), None)
    options = [("order", Words((_ORDERS[phrase.kind],)))]
    if clause.layout.lower:
        options.append(("lower", Words(tuple(sorted(clause.layout.lower)), listed=True)))
    parts = [
        _first(clause, side, lines, across, options, _PLACES[place.low] if place else 0) for lines in _split(clause, side, thing.lines)
    ]
    test, took = (parts[0], frozenset[int]()) if place else quantified(clause, parts, explicit=bool(scopes), listed=one_by_one(scopes))
    if place:
        test = denied(test, clause.denied)
    if clause.figures:
        cell = settle(clause, thing.lines, side, across)
        test = both([test, compared(clause.figures[0], scaled(clause, cell, clause.figures[0]))])
    words = f"{'not: ' if clause.denied else ''}{clause.said(thing.lines, side)} is the {f'{place.low} ' if place else ''}{phrase.text}"
    return Read(test, NAME, words, took | taken(phrase, thing, scopes, clause.figures, clause.excepted))


def _subject(clause: Clause, phrase: Phrase) -> tuple[str, Thing]:
    """What is said to be first: what stands last before the word, else what it is held by, else what the clause before is about."""
    before = [thing for thing in clause.own if thing.end <= phrase.start]
    after = [thing for thing in clause.own if thing.start >= phrase.end]
    named = [thing for thing in before if not thing.lines <= clause.averages(thing.side) and not clause.is_setting(thing)]
    if named:
        subject = named[-1]
    elif by := [thing for thing in after if clause.tokens[thing.start - 1].low in ("by", "is", "was", "of", "for", "with", "from")]:
        subject = by[0]
    elif clause.before and len(earlier := clause.before.of(clause.before.side)) == 1:
        return clause.before.side, earlier[0]
    else:
        raise DeclinedError("nothing that a table names is said to be first")
    if sum(thing.side == subject.side for thing in clause.own) > 1:
        raise DeclinedError("several things are said to be first")
    return subject.side, subject


def _is_one_measure(clause: Clause, side: str, across: frozenset[int] | None) -> bool:
    """Whether the numbers that are ranked are of one measure: one line of the other side is named, or there is only one."""
    other = COLUMN if side == ROW else ROW
    if across is not None or len(clause.every(other)) == 1:
        return True
    return bool(clause.phrase("quantifiers")) and len({clause.way(other, [at]) for at in clause.every(other)}) == 1


def _is_degree(clause: Clause, phrase: Phrase) -> bool:
    """Whether a "most" makes a superlative: "the most parameters", and not "most languages" or "helps most"."""
    return clause.tokens[phrase.start - 1].low == "the" and phrase.start > clause.start


def _split(clause: Clause, side: str, lines: frozenset[int]) -> list[frozenset[int]]:
    """The lines one by one where they are the same label in several groups: first in each."""
    groups = {clause.line(side, at).labels[:-1] for at in lines}
    return [frozenset([at]) for at in sorted(lines)] if len(lines) > 1 and len(groups) == len(lines) else [lines]


def _rivals(clause: Clause, side: str, lines: frozenset[int], across: frozenset[int] | None) -> frozenset[int]:
    """The other lines whose numbers are of the same kind: scores among scores, changes among changes."""

    def kinds(some: frozenset[int]) -> set[str]:
        return clause.kinds(*((some, across) if side == ROW else (across, some)))

    return frozenset(at for at in clause.rest(side, lines) if kinds(frozenset([at])) <= kinds(lines))


def _first(
    clause: Clause, side: str, lines: frozenset[int], across: frozenset[int] | None, options: list[tuple[str, Words]], place: int
) -> Node:
    mine = clause.cells(lines, side, across)
    field = clause.cells(lines | _rivals(clause, side, lines, across), side, across)
    if field.name == "cell":
        raise DeclinedError("there is nothing to be first among")
    if place:
        if mine.name != "cell":
            raise DeclinedError("a place among others, and it is not said by which measure")
        return Compared("==", Call("rank", (mine, field), tuple(options[:1])), Figure(str(place)))
    return Call("first", (mine, field), tuple(sorted(options)))
