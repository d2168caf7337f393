"""Where a difference is largest or smallest: "the gap between A and B is widest on CoLA", "the largest drop is on X"."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from synth.claims.clauses import Clause, is_path
from synth.claims.expressions import Call, Compared, Node, Words
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing, mentions
from synth.claims.readings import DeclinedError, Read, both, compared, denied, less, taken
from synth.claims.rules.differences import Pair, in_order, opponents
from synth.claims.rules.values import scaled, settle
from synth.claims.wording import Phrase

NAME, ORDER = "gap", 22

MIN_PARTS = 2  # that are compared
MAX_APART = 8  # tokens between the word for a difference and the word that says how large it is
_ORDERS = {"highest": "highest", "lowest": "lowest", "higher": "highest", "lower": "lowest"}


def read(clause: Clause) -> Read | None:
    """The difference at one place first or last among the differences at all places, or against the one at another place."""
    gap = clause.phrase("distances") or clause.phrase("changing", "up", "down")
    size = _size(clause, gap) if gap else None
    if gap is None or size is None or len(clause.figures) > 1:
        return None
    for side in _sides(clause):
        pair, things = _pair(clause, side)
        places = [thing for thing in clause.of(clause.across(side)) if not thing.lines <= clause.averages(thing.side)]
        if pair is not None and len(things) == 1 and clause.base_of(side, things[0].lines):
            return _among_parts(clause, gap, size, side, things[0], places)
        if pair is not None and places:
            return _placed(clause, gap, size, side, pair, things, places)
    return _of_changes(clause, gap, size)


def _of_changes(clause: Clause, gap: Phrase, size: Phrase) -> Read | None:
    """A printed change first or last among the changes of its column: "NER suffers most from QQP"."""
    rows, columns = clause.of(ROW), clause.of(COLUMN)
    if len(rows) != 1 or len(columns) != 1 or size.group != "superlatives" or clause.figures or gap.kind == "either":
        return None
    changed = frozenset(at for at in clause.every(ROW) if clause.kinds(frozenset([at]), columns[0].lines) == {"change"})
    if not rows[0].lines < changed:
        return None
    mine, field = clause.cells(rows[0].lines, ROW, columns[0].lines), clause.cells(changed, ROW, columns[0].lines)
    order = "highest" if (gap.kind == "up") == (size.kind == "highest") else "lowest"
    test = denied(Call("all", (Call("first", (mine, field), (("order", Words((order,))),)),)), clause.denied)
    return Read(test, NAME, f"{columns[0].text} goes {gap.kind} {size.text} by {rows[0].text}", taken(rows, columns, gap, size))


def _among_parts(clause: Clause, gap: Phrase, size: Phrase, side: str, part: Thing, places: list[Thing]) -> Read:
    """What one part does to the scores first or last among all parts of the same whole: "removing dropout causes the largest drop"."""
    other, base = clause.across(side), clause.base_of(side, part.lines)
    if size.group != "superlatives" or len(places) > 1 or clause.figures or clause.phrase("quantifiers"):
        raise DeclinedError(f"what a part does is the {size.text}, and it is not said where")
    across = places[0].lines if places else None
    rivals = frozenset(at for at in clause.every(side) if clause.base_of(side, frozenset([at])) == base)
    if len(rivals) < MIN_PARTS or len(clause.numbers_at(*clause.ordered(side, base, across))) != 1:
        raise DeclinedError(f"what a part does is the {size.text}, and there is nothing to hold it against")
    lower = clause.way(other, across or clause.every(other)) == "lower"
    whole = clause.cells(base, side, across)
    mine, field = (_gap(_down(clause, gap, part), clause.cells(lines, side, across), whole, lower=lower) for lines in (part.lines, rivals))
    test = denied(Call("all", (Call("first", (mine, field), (("order", Words((_ORDERS[size.kind],))),)),)), clause.denied)
    return Read(test, NAME, f"{part.text}: the {gap.text} is {size.text} of all parts", taken(part, places, gap, size))


def _down(clause: Clause, gap: Phrase, part: Thing) -> Phrase:
    """The word for what removing a part does, where the clause says what the part does: what it adds is what its removal takes away."""
    turned = clause.is_removed(part) and gap.kind != "either"
    return gap._replace(kind="down" if gap.kind == "up" else "up") if turned else gap


def _sides(clause: Clause) -> list[str]:
    """The sides on which the two may stand: not the one whose two things are parted by "than", which are places."""
    places = [
        side
        for side in (ROW, COLUMN)
        if len(there := clause.of(side)) > 1 and any(token.low == "than" for token in clause.tokens[there[0].end : there[-1].start])
    ]
    first = clause.pair_side
    return [side for side in (first, clause.across(first)) if side not in places]


def _size(clause: Clause, gap: Phrase) -> Phrase | None:
    """The word that says how large the difference is: "widest", "less pronounced", "most" of a verb."""
    for phrase in clause.phrases:
        apart = max(phrase.start - gap.end, gap.start - phrase.end)
        if phrase.group == "superlatives" and phrase.kind in ("highest", "lowest") and 0 <= apart <= MAX_APART:
            return phrase
        if phrase.group == "comparing" and phrase.kind in ("higher", "lower") and (gap.group == "distances" or _is_adverb(clause, phrase)):
            return phrase
    return None


def _is_adverb(clause: Clause, phrase: Phrase) -> bool:
    """Whether a "more" stands alone behind a verb: "gains more on X than on Y"."""
    follows = clause.tokens[phrase.end].low if phrase.end < len(clause.tokens) else ""
    return phrase.text in ("more", "less") and follows in ("on", "in", "for", "from", "at", "under", "over")


def _pair(clause: Clause, side: str) -> tuple[Pair | None, list[Thing]]:
    """The two lines whose difference is meant: two things, one thing of two lines, or one and what it is a variant of."""
    there = in_order(clause, side)
    if len(there) == 2:
        return (there[0].lines, there[1].lines), there
    if len(there) == 1 and len(there[0].lines) == 2:
        first, second = sorted(there[0].lines)
        return (frozenset([second]), frozenset([first])), there
    return opponents(clause, side) if len(there) < 2 else (None, [])


def _placed(clause: Clause, gap: Phrase, size: Phrase, side: str, pair: Pair, things: list[Thing], places: list[Thing]) -> Read:
    other = clause.across(side)
    if len({clause.way(other, [at]) for at in clause.every(other)}) > 1:
        raise DeclinedError("differences by measures of which more is better and of which less is better")
    lower = clause.way(other, clause.every(other)) == "lower"
    order = _ORDERS[size.kind]
    verb = clause.phrase("comparing", "better", "worse")
    if verb and gap.kind == "either":  # "outperforms B by the largest margin"
        gap = gap._replace(kind="up" if verb.kind == "better" else "down")
    if gap.kind != "either" and clause.measures(side) and len(things) < 2:
        raise DeclinedError(f"a {gap.text} is of one measure, and two measures are no two scores of it")
    mine = [settle(clause, lines, side, places[0].lines) for lines in pair]
    peak = _gap(gap, mine[0], mine[1], lower=lower)
    nowhere = clause.phrase("quantifiers", "none")
    if size.group == "superlatives" or (nowhere and len(places) == 1):
        if len(places) > 1:
            raise DeclinedError(f"a difference that is the {size.text} at {len(places)} places")
        among = _among(clause, gap, size, places[0])
        field = _gap(gap, *(clause.cells(lines, side, among) for lines in pair), lower=lower)
        test: Node = Call("all", (Call("first", (peak, field), (("order", Words((order,))),)),))
    elif len(places) == 2:
        rival = _gap(gap, *(settle(clause, lines, side, places[1].lines) for lines in pair), lower=lower)
        sign: Literal["<", ">"] = ">" if order == "highest" else "<"
        test = Compared(sign, peak, rival)
    else:
        raise DeclinedError("a difference that is larger, and it is not said than which")
    if clause.figures:
        test = _with_figure(clause, test, peak, mine)
    said = f"{clause.said(pair[0], side)} against {clause.said(pair[1], side)}: the {gap.text} is {size.text} at {places[0].text}"
    extra = [phrase for phrase in clause.phrases if phrase.group in ("distances", "changing") or phrase in (size, verb)]
    took = taken(things, places, extra, nowhere, clause.figures)
    is_denied = clause.denied and not nowhere
    return Read(denied(test, is_denied), NAME, f"{'not: ' if is_denied else ''}{said}", took)


def _among(clause: Clause, gap: Phrase, size: Phrase, place: Thing) -> frozenset[int]:
    """The places of which one has the largest difference: those of what else is said of them, "at k=5" of "at k=5 is for de-es"."""
    every, other = clause.every(place.side), place.side
    said = [
        one
        for one in mentions(clause.tokens, clause.layout)
        if one.side == other and clause.start <= one.start < clause.end and place.lines <= one.lines < every
    ]
    is_path_of = is_path(clause.line(other, min(place.lines)).labels, " ".join(one.text for one in said))
    if len(said) < 2 or (is_path_of and all(one.end == next_one.start for one, next_one in pairwise(said))):
        return every
    verb = next((at for at in range(clause.start, clause.end) if clause.tokens[at].low in _IS), None)
    if verb is None or max(gap.start, size.start) > said[-1].start or not (said[-2].end <= verb < said[-1].start):
        raise DeclinedError(f"“{gap.text}”, the {size.text} of all or of those under “{said[0].text}”, is not said")
    field = frozenset[int].intersection(every, *(one.lines for one in said[:-1]))
    if len(field) < MIN_PARTS:
        raise DeclinedError("there is nothing to be first among")
    return field


_IS = frozenset({"is", "are", "was", "were"})


def _with_figure(clause: Clause, test: Node, peak: Node, mine: list[Call]) -> Node:
    number = clause.figures[0]
    if number.unit == "relative" or scaled(clause, mine[0], number) != mine[0]:
        raise DeclinedError(f"{number.text} of a difference on another scale")
    return both([test, compared(number, peak)])


def _gap(gap: Phrase, one: Node, other: Node, *, lower: bool) -> Node:
    """The difference in the direction of its word; its size alone where the word has none."""
    if gap.kind == "either":
        return Call("abs", (less(one, other),))
    return less(other, one) if (gap.kind == "down") != lower else less(one, other)
