"""How far one thing is from another: "BERT is 2.3 points ahead of ELMo on SQuAD", "a gain of 2.3 over ELMo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from synth.claims.clauses import Clause, are_listed
from synth.claims.expressions import Call, Negated, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Thing
from synth.claims.opposites import check_opposite
from synth.claims.readings import DeclinedError, Read, UnclearError, both, compared, either, less, taken
from synth.claims.rules.values import scaled, settle
from synth.claims.wording import Number, Phrase

NAME, ORDER = "difference", 40

_AT = frozenset({"at", "to", "from", "with", "reaches", "reach", "of"})  # before a figure that says where, not how far
_SMALL = frozenset({"a", "an", "relative", "mere", "full", "total", "absolute", "some", "only", "just", "whole", "the"})  # before a figure
_NUMERIC = (
    "increas",
    "rais",
    "decreas",
    "reduc",
    "lower",
    "drop",
    "ris",
    "rose",
    "fall",
    "fell",
    "cut",
    "declin",
    "climb",
    "grow",
    "grew",
    "add",
    "shr",
)
_DIRECTED = ("better", "worse", "higher", "lower")
_DISTANT = ("comparing", "distances", "changing")
NEXT = 2  # tokens: "to the model", and not "to show that the model"
_OPENERS = frozenset(
    {"compared", "comparing", "relative", "unlike", "against", "versus", "over", "replacing", "from", "than", "without", "to"}
)


def read(clause: Clause) -> Read | None:
    """The figure against the difference of two cells, or against a change that the table prints."""
    figures, how = clause.figures, _how(clause)
    if not figures or how is None or clause.denied or not all(_is_distance(clause, number) for number in figures):
        return None
    side = clause.pair_side
    pair, things = opponents(clause, side)
    if pair is None:
        return _printed_change(clause, figures, side, how)
    one, other = pair
    if how.group == "changing":
        check_added(clause, side, one, other)
    scopes = clause.scope(clause.across(side))
    if len(figures) == 1 and len(scopes) <= 1 and (mean := _mean_gap(clause, figures[0], how, pair, things, scopes, side)):
        return mean
    if len(figures) == 1 and len(scopes) <= 1:
        parts = [_gap(clause, figures[0], how, one, other, side, scopes[0].lines if scopes else None)]
    elif len(figures) == len(scopes):
        parts = [_gap(clause, number, how, one, other, side, thing.lines) for number, thing in zip(figures, scopes, strict=True)]
    elif len(figures) == 1 and clause.phrase("quantifiers", "all"):
        parts = [_gap(clause, figures[0], how, one, other, side, thing.lines) for thing in scopes]
    else:
        raise DeclinedError(f"{len(figures)} figures for {len(scopes)} measures")
    said = f"{clause.said(one, side)} against {clause.said(other, side)}, {how.text}: {', '.join(number.text for number in figures)}"
    extra = [phrase for phrase in clause.phrases if phrase.group in ("distances", "changing", "comparing")]
    return Read(both(parts), NAME, said, taken(figures, things, scopes, extra, clause.phrase("quantifiers", "all")))


def _mean_gap(clause: Clause, number: Number, how: Phrase, pair: Pair, things: list[Thing], scopes: list[Thing], side: str) -> Read | None:
    """The figure against the mean of the differences, where two groups of lines are set against each other "on average"."""
    across = scopes[0].lines if scopes else None
    pairs = aligned(clause, side, *pair)
    averages = [thing for thing in clause.own if thing.lines <= clause.averages(thing.side)]
    if len(pairs) < 2 or averages or not clause.word("average", "averaged", "mean") or number.unit in ("relative", "percent"):
        return None
    down = _goes_down(clause, how, side, across, pair[0])
    cells = [tuple(settle(clause, lines, side, across) for lines in one) for one in pairs]
    test = compared(number, Call("mean", tuple(less(second, first) if down else less(first, second) for first, second in cells)))
    counts = [count for count in clause.counts if int(count.text) == len(pairs)]
    extra = [phrase for phrase in clause.phrases if phrase.group in ("distances", "changing", "comparing")]
    said = f"the mean of {len(pairs)} differences, {how.text}: {number.text}"
    return Read(test, NAME, said, taken(number, things, scopes, extra, counts))


def _how(clause: Clause) -> Phrase | None:
    """The word for the distance: a comparison, a change, or a noun such as gain or gap."""
    figures = {number.at for number in clause.figures}
    compares = [
        phrase for phrase in clause.phrases if phrase.group == "comparing" and phrase.kind in _DIRECTED and phrase.end not in figures
    ]
    return (
        next(iter(compares), None)  # and not the "less than" of "less than 2 points"
        or clause.phrase("changing", "up", "down")
        or clause.phrase("distances")
    )


def _is_distance(clause: Clause, number: Number) -> bool:
    """Whether a figure says how far, and not where: after "by", in points, or beside a word for a distance."""
    if (
        clause.before
        and clause.before.figures
        and all(phrase.start < clause.start for phrase in clause.phrases if phrase.group in _DISTANT)
    ):
        return all(_is_distance(clause.before, earlier) for earlier in clause.before.figures)  # "costs 3.5 on A but 0.1 on B"
    before = next((token.low for token in reversed(clause.tokens[clause.start : number.at]) if token.low not in _SMALL), "")
    ahead = [phrase for phrase in clause.phrases if phrase.group in ("comparing", "distances", "changing")]
    beside = any(0 <= phrase.start - number.end <= 2 for phrase in ahead)
    after = any(0 <= number.at - phrase.end <= (2 if before in ("of", "by", "as") or number.hedge else 0) for phrase in ahead)
    noun = any(phrase.group == "distances" and phrase.end <= number.at for phrase in clause.phrases)
    if before in _AT and not (before == "of" and after) and number.hedge != "up_to":
        return number.unit == "points" and (before in ("with", "of") or (before == "to" and noun))
    return before == "by" or number.unit == "points" or beside or after or (noun and before in ("is", "was", "are", "about", "roughly"))


def _gap(
    clause: Clause, number: Number, how: Phrase, one: frozenset[int], other: frozenset[int], side: str, across: frozenset[int] | None
) -> Node:
    if number.hedge == "up_to" and number.unit != "relative":
        first, second = clause.cells(one, side, across), clause.cells(other, side, across)
        turned = how.kind != "either" and _goes_down(clause, how, side, across, one)
        return compared(number, less(second, first) if turned else less(first, second))
    try:
        first, second = settle(clause, one, side, across), settle(clause, other, side, across)
    except DeclinedError:
        if number.unit == "relative":
            raise
        if clause.phrase("quantifiers", "all", "consistently"):
            ends = (clause.cells(one, side, across), clause.cells(other, side, across))
            down = _goes_down(clause, how, side, across, one)
            return Call("all", (compared(number, less(*(ends[::-1] if down else ends))),))
        pairs = len(clause.numbers_at(*clause.ordered(side, one, across)))
        said = f"{pairs} differences" if pairs > 1 else "several differences"
        raise UnclearError(f"{said} could be meant, and it is not said which") from None
    down = _goes_down(clause, how, side, across, one)
    percent: Node = Call("percent", (first, second))
    relative = compared(number, Negated("-", percent) if down else percent)
    if number.unit == "relative":
        if clause.word("error", "errors") and not less_is_better(clause, side, across, one):
            raise DeclinedError("a share of the error, and the table prints none")
        return relative
    if how.kind == "either":
        return compared(number, Call("abs", (less(first, second),)))
    top, bottom = (second, first) if down else (first, second)
    gap = less(scaled(clause, top, number), scaled(clause, bottom, number))
    absolute = compared(number, gap)
    return either([absolute, relative]) if number.unit == "percent" and not number.hedge else absolute


def _goes_down(clause: Clause, how: Phrase, side: str, across: frozenset[int] | None, one: frozenset[int]) -> bool:
    """Whether the first number is the smaller one, by the words of the clause and by which way is better."""
    if how.kind in ("higher", "lower"):
        return how.kind == "lower"
    turned = less_is_better(clause, side, across, one)
    if how.group == "comparing":
        return (how.kind == "worse") != turned
    if how.text.startswith(_NUMERIC):
        return how.kind == "down"
    return (how.kind == "down") != turned


def less_is_better(clause: Clause, side: str, across: frozenset[int] | None, one: frozenset[int]) -> bool:
    """Whether the numbers of some lines across others are such that less is better."""
    other = clause.across(side)
    lines = across if across is not None else frozenset(range(len(clause.layout.lines(other))))
    return "lower" in (clause.way(other, lines), clause.way(side, one))


def check_added(clause: Clause, side: str, one: frozenset[int], other: frozenset[int]) -> None:
    """Raises `DeclinedError` where what was added is compared with another line than the one that it was added to: "A + BT" with "B"."""
    labels = {line.labels for line in clause.layout.lines(side)}
    for at in one:
        mine = clause.line(side, at).labels
        whole = (*mine[:-1], mine[-1].rpartition("+")[0].strip()) if mine else ()
        if whole in labels and all(clause.line(side, there).labels != whole for there in other):
            raise DeclinedError(f"“{' / '.join(mine)}” is “{' / '.join(whole)}” with something added, and is compared with another line")


Pair = tuple[frozenset[int], frozenset[int]]


def aligned(clause: Clause, side: str, one: frozenset[int], other: frozenset[int]) -> list[Pair]:
    """Two groups line by line where each line of the one has its counterpart, of which the labels differ in one place alone."""
    if len(one) != len(other) and (grouped := _of_one_group(clause, side, one, other)):
        return grouped
    if len(one) < 2 or len(one) != len(other):
        return [(one, other)]
    pairs: list[Pair] = []
    for at in sorted(one):
        mine = clause.line(side, at).labels
        fitting = [there for there in other if _differ_once(mine, clause.line(side, there).labels)]
        if len(fitting) != 1:
            return [(one, other)]
        pairs.append((frozenset([at]), frozenset(fitting)))
    return pairs if len({there for _, there in pairs}) == len(other) else [(one, other)]


def _of_one_group(clause: Clause, side: str, one: frozenset[int], other: frozenset[int]) -> list[Pair]:
    """Of one label under several headings, and what is named beside it under some of them, the pairs that stand under one heading."""
    if not all(len({clause.line(side, at).labels[-1] for at in lines}) == 1 for lines in (one, other)):
        return []
    ones, others = ({clause.line(side, at).labels[:-1]: at for at in lines} for lines in (one, other))
    if () in ones or () in others or len(ones) != len(one) or len(others) != len(other):
        return []
    return [(frozenset([at]), frozenset([others[group]])) for group, at in ones.items() if group in others]


def _differ_once(mine: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two paths differ in one label alone, or two labels in one of their pieces: "iBLEU-1ref" and "BLEU-1ref"."""
    if len(mine) == len(other) == 1:
        mine, other = (re.split(r"[\s/_+-]+", path[0]) for path in (mine, other))
    return len(mine) == len(other) > 1 and sum(a != b for a, b in zip(mine, other, strict=True)) == 1


def opponents(clause: Clause, side: str) -> tuple[Pair | None, list[Thing]]:
    """What is compared and with what: the two things of a side, or one and what the table says it is a variant of; and the things taken."""
    there = in_order(clause, side)
    if len(there) > 2:
        raise DeclinedError(f"{len(there)} things are compared as if they were two")
    if len(there) == 2:
        first, second = clause.of(side)
        joined = any(token.low in ("and", "or") for token in clause.tokens[first.end : second.start])  # and no "compared with A, B"
        if are_listed(clause, [first, second] if joined else there):
            return None, []
        if _is_span(clause, there):
            return (there[1].lines, there[0].lines), there
        return (there[0].lines, there[1].lines), there
    if clause.before and clause.before.side == side:
        earlier = [thing for thing in in_order(clause.before, side) if not there or thing.lines != there[0].lines]
        if not there and len(earlier) == 1 and len(earlier[0].lines) == 1:
            return _from_base(clause.before, side, earlier[0]), []
        if not there and len(earlier) == 2:
            return (earlier[0].lines, earlier[1].lines), []
        if len(there) == 1 and len(earlier) == 1:
            mine = there[0].lines
            return ((mine, earlier[0].lines) if _is_subject(clause, there[0]) else (earlier[0].lines, mine)), there
    if len(there) == 1 and len(there[0].lines) == 1 and (pair := _from_base(clause, side, there[0])):
        return pair, there
    return None, []


def _from_base(clause: Clause, side: str, thing: Thing) -> Pair | None:
    """A thing and what it is a variant of, or the only other."""
    if base := clause.base_of(side, thing.lines):
        return (base, thing.lines) if clause.is_removed(thing) else (thing.lines, base)
    if clause.is_change(thing.lines, side):
        return None  # it is printed against its baseline, and not against another change
    rest = clause.rest(side, thing.lines)
    if re.match(r"(?:on )?(?:average|mean)", thing.text.casefold()):
        return None  # over what is averaged is not what is compared
    if len(rest) != 1 or not _is_subject(clause, thing) or clause.is_setting(thing) or clause.measures(side):
        return None  # a measure is not set against another; what is compared with it may be left out, and not what is compared
    return (rest, thing.lines) if is_object(clause, thing) else (thing.lines, rest)


def _is_span(clause: Clause, there: list[Thing]) -> bool:
    """Whether a change is told between two things in their order: "rose between 2008 and 2012"."""
    before = clause.tokens[there[0].start - 1].low if there[0].start > clause.start else ""
    return before == "between" and clause.phrase("changing", "up", "down") is not None


def in_order(clause: Clause, side: str) -> list[Thing]:
    """The things of a side, what is compared first: what stands after "compared to" at the head of a sentence is last."""
    there = clause.of(side)
    if len(there) == 2 and is_object(clause, there[0]) and (not is_object(clause, there[1]) or goes_over(clause, there)):
        return [there[1], there[0]]
    return there


def goes_over(clause: Clause, there: list[Thing]) -> bool:
    """Whether two things are where something comes from and where it goes to: "moving from A to B"."""
    before = [clause.tokens[thing.start - 1].low if thing.start > clause.start else "" for thing in there]
    return before == ["from", "to"]


def is_object(clause: Clause, thing: Thing) -> bool:
    """Whether a thing stands where what is compared with stands: "compared to X, …", "replacing X by …"."""
    for at in range(thing.start - 1, max(clause.start, thing.start - 4) - 1, -1):
        if clause.tokens[at].text in (",", ";", ":") or any(other.start <= at < other.end for other in clause.own):
            return False
        if clause.tokens[at].low in _OPENERS and (clause.tokens[at].low != "to" or thing.start - at <= NEXT):
            return True
    return False


def _is_subject(clause: Clause, thing: Thing) -> bool:
    phrase = clause.phrase("comparing") or clause.phrase("changing")
    return phrase is None or thing.start < phrase.start


def _printed_change(clause: Clause, figures: list[Number], side: str, how: Phrase) -> Read | None:
    """A gain that the table prints as a change."""
    there, across = clause.of(side), clause.scope(clause.across(side))
    if not clause.own and clause.before:  # "NER suffers most from QQP, which costs it 6.9 points"
        side = ROW
        there, across = clause.before.of(ROW), clause.before.of(COLUMN)
    if len(there) != 1 or len(figures) != 1 or len(across) > 1:
        return None
    lines = across[0].lines if across else None
    cell = settle(clause, there[0].lines, side, lines)
    rows, columns = (there[0].lines, lines) if side == ROW else (lines, there[0].lines)
    if clause.kinds(rows, columns) != {"change"}:
        return None
    check_opposite(clause, side, there[0].lines)
    down = _goes_down(clause, how, side, lines, there[0].lines)
    test = compared(figures[0], Negated("-", cell) if down else cell)
    return Read(test, NAME, f"the change of {there[0].text} is {figures[0].text}", taken(figures, there, across, how))
