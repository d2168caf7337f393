"""A mean or a total that the sentence takes: "over dev and test the LSTM averages 34.45", "in total the corpora have 31.1 M tokens"."""

from __future__ import annotations

from itertools import pairwise

from synth.claims.clauses import Clause, are_listed
from synth.claims.expressions import Call, Negated
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, Read, compared, taken
from synth.claims.rules.values import labels_of, scaled
from synth.reading.vocabulary import is_neither, is_word_for, readings

NAME, ORDER = "mean", 35

_MEAN = frozenset({"mean", "average", "averages", "averaged", "averaging", "avg"})
_DIFFER = ("differ", "differs", "differed")
_TOTAL = frozenset({"total", "altogether", "combined", "sum"})


def read(clause: Clause) -> Read | None:
    """The figure against the mean or the total of several things, or of all lines of the side that nothing is named of."""
    words = {token.low for token in clause.tokens[clause.start : clause.end]}
    if len(clause.figures) != 1 or clause.denied or not words & (_MEAN | _TOTAL) or clause.phrase("comparing") or clause.word(*_DIFFER):
        return None
    several = [side for side in (ROW, COLUMN) if _are_several(clause, side)]
    if len(several) > 1:
        return None
    if several:
        (side,) = several
        if not _are_one_list(clause, side):
            return None
        if any(clause.is_split(thing.lines, side) for thing in _named(clause, side)):
            return None  # one label under two headings is two things
        lines = frozenset().union(*(thing.lines for thing in clause.of(side) if not thing.lines <= clause.averages(side)))
    else:
        side = _whole_side(clause)
        if not side or any(thing.lines <= clause.averages(side) for thing in clause.of(side)):
            return None  # where the average is printed, it is a value
        lines = _changed(clause, side)
    other = COLUMN if side == ROW else ROW
    scopes = [thing for thing in clause.scope(other) if not thing.lines <= clause.averages(other)]
    if len(scopes) > 1 or (scopes and len(scopes[0].lines) > 1):
        return None
    across = scopes[0].lines if scopes else None
    if not _measure_alike(clause, side, lines):
        raise DeclinedError("a mean or a total over numbers that measure different things")
    rows, columns = (lines, across) if side == ROW else (across, lines)
    change = clause.phrase("changing") or clause.phrase("distances")
    if change and "change" not in clause.kinds(rows, columns):
        return None  # a mean of differences
    cells = clause.meant(rows, columns)
    if cells.name == "cell":
        return None
    (number,) = clause.figures
    what = "total" if words & _TOTAL and not words & _MEAN else "mean"
    number = clause.scaled(number, labels_of(cells))
    value = Call(what, (cells,)) if number.scale else scaled(clause, Call(what, (cells,)), number)
    test = compared(number, Negated("-", value) if change and change.kind == "down" else value, signed=True)
    said = f"the {what} of {clause.said(lines, side)} is {number.text}"
    counts = [number for number in clause.counts if number.text == str(len(lines))]
    if clause.counts and not counts:
        raise DeclinedError(f"a mean over {clause.counts[0].text}, and {len(lines)} are at hand")
    averages = [thing for thing in clause.own if thing.lines <= clause.averages(thing.side)]
    extra = [phrase for phrase in clause.phrases if phrase.group in ("changing", "distances", "quantifiers")]
    return Read(test, NAME, said, taken(number, clause.of(side), scopes, extra, counts, averages))


def _measure_alike(clause: Clause, side: str, lines: frozenset[int]) -> bool:
    """Whether lines measure one thing: no count among scores, no two metrics, no spread and no average among others."""
    kinds: set[str] = set()
    for at in lines:
        labels = clause.line(side, at).labels
        metrics = {one.word for label in labels for one in readings(label) if one.kind == "metric"}
        if any(is_neither(label) for label in labels):
            kinds.add("count")
        elif any(is_word_for(labels[-1], what, "maybe") for what in ("average", "total", "difference")):
            kinds.add("summary")
        else:
            kinds |= metrics or {""}
    return len(kinds - {""}) <= 1 and not (len(kinds) > 1 and kinds & {"count", "summary"})


def _changed(clause: Clause, side: str) -> frozenset[int]:
    """All lines of a side; of scores and changes the changes, where the clause speaks of gains."""
    every = clause.every(side)
    if not (clause.phrase("changing") or clause.phrase("distances")):
        return every
    changed = frozenset(at for at in every if clause.kinds(*clause.ordered(side, frozenset([at]), None)) == {"change"})
    return changed or every


def _are_one_list(clause: Clause, side: str) -> bool:
    """Whether the several things of a side stand in one list, over which a mean may be taken."""
    there = _named(clause, side)
    return all(are_listed(clause, list(pair)) for pair in pairwise(there))


def _whole_side(clause: Clause) -> str:
    """The side over all lines of which a mean is taken: the one that nothing is named of, where the table prints no average."""
    if clause.before and clause.before.own:
        return ""  # what the clause before is about is meant, and not all lines
    free = [side for side in (ROW, COLUMN) if not _named(clause, side) and _named(clause, clause.across(side))]
    return free[0] if len(free) == 1 else ""


def _named(clause: Clause, side: str) -> list[Thing]:
    """What is named of a side and is no average."""
    return [thing for thing in clause.of(side) if not thing.lines <= clause.averages(side)]


def _are_several(clause: Clause, side: str) -> bool:
    """Whether several lines of a side are named, one by one or as a group of which the mean is told."""
    named = _named(clause, side)
    return len(named) > 1 or (len(named) == 1 and len(named[0].lines) > 1 and not clause.averages(side))
