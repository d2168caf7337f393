"""Things that are said to be alike: "A and B perform comparably on SST", "A, B and C achieve almost the same precision and recall"."""

from __future__ import annotations

from itertools import combinations, pairwise

from synth.claims.clauses import Clause, are_listed
from synth.claims.expressions import Call, Compared, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, Read, taken
from synth.claims.rules.quantities import quantified
from synth.claims.wording import Phrase

NAME, ORDER = "alike", 58

_LITTLE = frozenset({"little", "negligible", "hardly", "minor", "marginal", "tiny"})  # before a "difference"
# What may be alike and stands for the scores; of anything else ("a similar trend") the table says nothing.
SCORES = frozenset("result results score scores performance performances value values number numbers level levels accuracy".split())
_REACH = 2  # tokens behind the word in which it is said what is alike


def read(clause: Clause) -> Read | None:
    """Each two of the things of a list near each other, or the same, across what the clause is about."""
    phrase = _word(clause)
    if phrase is None or clause.figures or sum(other.group == "comparing" for other in clause.phrases) > 1:
        return None
    side, things = _listed(clause, phrase)
    if not things:
        return None
    _check_object(clause, phrase)
    scopes = clause.scope(clause.across(side))
    across = clause.scope_lines(clause.across(side))
    parts: list[Node] = []
    for one, other in combinations(things, 2):
        cells = clause.cells(one.lines, side, across), clause.cells(other.lines, side, across)
        parts.append(Compared("==", *cells) if phrase.kind == "same" else Call("near", cells))
    test, took = quantified(clause, parts, explicit=bool(scopes), listed=bool(scopes) or len(things) > 2)
    names = ", ".join(thing.text for thing in things)
    return Read(test, NAME, f"{'not: ' if clause.denied else ''}{names} are {phrase.text}", took | taken(phrase, things, scopes))


def _check_object(clause: Clause, phrase: Phrase) -> None:
    """Raises `DeclinedError` where what things are alike to is said behind the word and not named: "comparable to existing metrics"."""
    for at in range(phrase.end - 1, min(phrase.end + _REACH + 1, clause.end - 1)):
        if clause.tokens[at].low in ("to", "with") and clause.tokens[at + 1].low not in ("each", "one"):
            raise DeclinedError(
                f"“{clause.tokens[at].text} {clause.tokens[at + 1].text} …”, to which they are alike, and no table names it"
            )


def _word(clause: Clause) -> Phrase | None:
    """The word that says that things are alike; a "similar" only of scores."""
    if phrase := clause.phrase("comparing", "near", "same"):
        follows = clause.tokens[phrase.end : phrase.end + _REACH]
        named = any(phrase.end <= thing.start <= phrase.end + _REACH for thing in clause.own)
        ends = not follows or not follows[0].text.isalpha() or follows[0].low in ("on", "in", "for", "across", "at", "under", "with")
        said = phrase.text.endswith("ly") or named or ends or any(token.low in SCORES for token in follows)
        return phrase if said else None
    gap = clause.phrase("distances", "either")
    return gap if gap and clause.tokens[gap.start - 1].low in _LITTLE and gap.start > clause.start else None


def _listed(clause: Clause, phrase: Phrase) -> tuple[str, list[Thing]]:
    """The things of one list before the word, or between which the difference is; no other of their side may be named."""
    for side in (ROW, COLUMN):
        there = clause.of(side)
        if len(there) < 2 or any(len(thing.lines) > 1 for thing in there):
            continue
        between = phrase.group == "distances" and clause.tokens[there[0].start - 1].low == "between" and there[0].start > phrase.end
        joined = all(clause.tokens[one.end].low in ("and", ",") for one, _ in pairwise(there))
        before = there[-1].end <= phrase.start and all(are_listed(clause, list(pair)) for pair in pairwise(there))
        if (between and joined) or (before and phrase.group == "comparing"):
            return side, there
    return "", []
