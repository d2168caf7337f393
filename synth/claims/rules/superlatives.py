"""The first or the last of all: "BERT-large has the best F1 on every task", "Thai is the lowest", "XLM-R comes third"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from synth.claims.clauses import REMOVING, SETTING, Clause, are_listed
from synth.claims.expressions import Call, Compared, Figure, Node, Words
from synth.claims.kinds import AMONG, BASES, SYSTEMS, TO_NOUN, group_named, ranked_among
from synth.claims.layouts import COLUMN, ROW, Line
from synth.claims.mentions import Mention, Thing, mentions
from synth.claims.readings import DeclinedError, Read, both, compared, denied, taken
from synth.claims.rules.quantities import one_by_one, quantified
from synth.claims.rules.values import scaled, settle
from synth.claims.spelling import is_ordinary
from synth.claims.wording import Number, Phrase
from synth.reading.vocabulary import readings

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
    declined: DeclinedError | None = None
    for side, things in _subjects(clause, phrase):
        try:
            return _ranked(clause, phrase, side, things)
        except DeclinedError as why:
            declined = declined or why
    raise declined or DeclinedError("nothing that a table names is said to be first")


def _ranked(clause: Clause, phrase: Phrase, side: str, things: Sequence[Thing]) -> Read:
    thing = things[0]
    scopes = clause.scope(COLUMN if side == ROW else ROW)
    across = clause.scope_lines(COLUMN if side == ROW else ROW)
    if measures := clause.measured_by(phrase, COLUMN if side == ROW else ROW, across):
        across = measures
    if phrase.kind not in ("best", "worst") and not _is_one_measure(clause, side, across):
        raise DeclinedError(f"it is not said of what it is the {phrase.text}")
    _check_field(clause, phrase, side, scopes)
    _check_relative(clause, phrase, things)
    _check_places(clause, phrase, side, scopes)
    place = next((token for token in clause.tokens[clause.start : clause.end] if token.low in _PLACES), None)
    options = [("order", Words((_ORDERS[phrase.kind],)))]
    if clause.layout.lower:
        options.append(("lower", Words(tuple(sorted(clause.layout.lower)), listed=True)))
    excepted = frozenset[int]().union(*(other.lines for other in clause.excepted if other.side == side))
    if "state" in phrase.text or phrase.text == "sota":
        excepted |= _family(clause, side, thing.lines)
    mine = thing.lines - excepted if excepted < thing.lines else thing.lines
    if (group := ranked_among(clause, phrase, side, mine)) is not None:
        excepted |= clause.every(side) - group
        mine &= group
    if across is None and len(there := _standing(clause, side, mine)) == 1:
        across = there  # its one number is set against those that stand with it
    across = clause.measuring(clause.across(side)) if across is None else across
    all_lines = frozenset[int]().union(*(other.lines for other in things))
    if len(things) > 1:
        if place or excepted or clause.figures:
            raise DeclinedError("several things are said to be first")
        parts = [_first(clause, side, other.lines, across, options, 0, all_lines - other.lines) for other in things]
    else:
        headed = _headed(clause, phrase, side, thing, mine)
        split = _split(clause, side, mine) if headed is None else []
        of_all = len(split) == 1 and _is_reached_with(clause, phrase, thing)
        if headed is not None and place:
            raise DeclinedError(f"“{thing.text}” heads several lines, and a place among others is of one")
        if headed is not None:
            parts = [_first_of(clause, side, at, field - excepted, across, options) for at, field in headed]
        else:
            parts = [_first(clause, side, lines, across, options, _PLACES[place.low] if place else 0, excepted, of_all) for lines in split]
        if headed is None and not (place or excepted) and _is_class(clause, phrase, thing, side) and len(across or ()) == 1:
            parts = [_first_of_class(clause, phrase, side, mine, across, options)]
    listed = one_by_one(scopes) or (len(things) > 1 and across is not None)
    test, took = (parts[0], frozenset[int]()) if place else quantified(clause, parts, explicit=bool(scopes), listed=listed)
    followers = _followers(clause, side, phrase)
    if followers and (place or clause.denied or len(things) > 1):
        raise DeclinedError("several things are said to be first")
    places = [_first(clause, side, other.lines, across, options, at, excepted) for at, other in enumerate(followers, 2)]
    test = both([test, *places])
    if place:
        test = denied(test, clause.denied)
    if clause.figures:
        cell = _valued(clause, phrase, thing, side, across)
        test = both([test, compared(clause.figures[0], scaled(clause, cell, clause.figures[0]))])
    extra = clause.phrase("distances") if clause.figures and clause.kinds(*clause.ordered(side, mine, across)) == {"change"} else None
    said = clause.said(all_lines if len(things) > 1 else mine, side)
    words = f"{'not: ' if clause.denied else ''}{said} is the {f'{place.low} ' if place else ''}{phrase.text.removeprefix('the ')}"
    beside = group_named(clause, phrase, side)
    return Read(test, NAME, words, took | taken(phrase, things, followers, scopes, clause.figures, clause.excepted, extra, beside))


_EXTREMES = {"highest": "highest", "lowest": "lowest", "best": "best", "worst": "worst"}


def _valued(clause: Clause, phrase: Phrase, thing: Thing, side: str, across: frozenset[int] | None) -> Call:
    """The cell whose number the clause gives; of a class of lines that the first is one of ("reached with the probit link") their first."""
    if _is_class(clause, phrase, thing, side) and across is not None:
        return Call(_EXTREMES[phrase.kind], (clause.cells(thing.lines, side, across),))
    return settle(clause, thing.lines, side, across)


def _first_of_class(
    clause: Clause, phrase: Phrase, side: str, lines: frozenset[int], across: frozenset[int] | None, options: list[tuple[str, Words]]
) -> Node:
    """The first of some lines against all others: one of them is ahead of all."""
    if phrase.kind not in ("highest", "lowest") and clause.layout.lower:
        raise DeclinedError(f"“{phrase.text}” of several lines, and which way is better only bold marks say")
    most = Call(_EXTREMES[phrase.kind], (clause.cells(lines, side, across),))
    return Call("first", (most, clause.cells(_field(clause, side, lines, across, True), side, across)), tuple(sorted(options)))


def _is_reached_with(clause: Clause, phrase: Phrase, thing: Thing) -> bool:
    """Whether a setting is named behind the word alone, so that the best is the best of all: "is reached with the logit link and 64"."""
    return thing.start >= phrase.end and not any(
        one.side == thing.side and one.start < phrase.start for one in mentions(clause.tokens, clause.layout)
    )


def _is_class(clause: Clause, phrase: Phrase, thing: Thing, side: str) -> bool:
    """Whether the first is said to be one of several lines that share a setting: "the best F1 is obtained with two layers"."""
    return (
        phrase.kind in _EXTREMES
        and thing.start >= phrase.end
        and len(thing.lines) > 1
        and len(_split(clause, side, thing.lines)) == 1
        and bool(clause.of(side))
    )


_PLACED_IN = frozenset(
    "task tasks dataset datasets benchmark benchmarks language languages set sets corpora domains metric metrics".split()
)


def _check_field(clause: Clause, phrase: Phrase, side: str, scopes: Sequence[Thing]) -> None:
    """Raises `DeclinedError` where others are ranked than the clause says: "best on SST of all tasks" ranks tasks, and not systems."""
    for at in range(phrase.end, clause.end - 1):
        after = {token.low for token in clause.tokens[at + 1 : min(at + 1 + TO_NOUN, clause.end)]}
        opens = clause.tokens[at].low in ("of", "among", "amongst", "out") and clause.tokens[at + 1].low in (
            "all",
            "the",
            "any",
            "its",
            "of",
        )
        if opens and scopes and after & _PLACED_IN and not after & SYSTEMS and not clause.measures(side):
            raise DeclinedError(f"it ranks {min(after & _PLACED_IN)}, and names one of them and what does it")
        if opens and after & SYSTEMS and not after & _PLACED_IN and clause.measures(side) and not clause.measures(clause.across(side)):
            raise DeclinedError(f"it ranks {min(after & SYSTEMS)}, and it is not said which is first")


def _check_relative(clause: Clause, phrase: Phrase, things: Sequence[Thing]) -> None:
    """Raises `DeclinedError` where a "which" goes back to something else: "A chooses a rate which performs best"."""
    for at in range(max(clause.start + 1, phrase.start - TO_NOUN), phrase.start):
        ahead = clause.tokens[at - 1]
        refers = clause.tokens[at].low in ("which", "that") and ahead.text.isalpha() and ahead.low not in SYSTEMS | BASES
        if refers and things[0].end < at - 1 and not any(thing.start < at <= thing.end for thing in clause.own):
            raise DeclinedError(f"it is a “{ahead.text}” that is first, which no label names")


def _check_places(clause: Clause, phrase: Phrase, side: str, scopes: Sequence[Thing]) -> None:
    """Raises `DeclinedError` where something does best in a language: best of all systems, or of all its languages."""
    other = clause.across(side)
    verb = clause.tokens[phrase.start - 1].low if phrase.start > clause.start else ""
    languages = [
        any(known.kind == "language" for label in clause.line(other, at).labels for known in readings(label)) for at in clause.every(other)
    ]
    if phrase.text in _PLAIN and verb in _DOING | _BEING and len(scopes) == 1 and sum(languages) > max(len(languages) / 2, 1):
        said = any(token.low in SYSTEMS for token in clause.tokens[phrase.end : min(phrase.end + TO_NOUN, clause.end)])
        among = any(token.low in AMONG for token in clause.tokens[clause.start : clause.end])
        if not said and not among and len(scopes[0].lines) == 1:
            raise DeclinedError(f"it is {phrase.text} there of all systems, or of all languages that it was tried on: which is not said")


_BEING = frozenset({"is", "are", "was", "were"})
_PLAIN = frozenset({"best", "worst", "highest", "lowest"})


def _headed(clause: Clause, phrase: Phrase, side: str, thing: Thing, lines: frozenset[int]) -> list[tuple[int, frozenset[int]]] | None:
    """The lines under the heading that a thing is called by, each with the lines of the same label under other headings.

    None where a thing is no heading. "A has the highest POS score", where A heads a column of POS, as others do.
    """
    for one in mentions(clause.tokens, clause.layout):
        if one.side != side or not thing.start <= one.start < thing.end or _is_only_where(clause, one, thing):
            continue
        depths = [depth for depth in range(_MAX_DEPTH) if _is_heading(clause, side, one.lines, depth)]
        if not depths:
            continue
        depth = depths[-1]
        rest = {at: _without(clause.line(side, at).labels, depth) for at in clause.every(side)}
        measured = any(known.kind in _MEASURED for at in lines for label in rest.get(at, ()) for known in readings(label))
        if thing.start >= phrase.end and not measured:
            continue  # a setting in which the best of all is reached
        fields = [(at, frozenset(there for there, labels in rest.items() if labels == rest.get(at))) for at in sorted(lines)]
        if all(len(field) > 1 for _, field in fields):
            return fields
        if len(lines) > 1:
            raise DeclinedError(f"“{one.text}” heads {len(lines)} lines, and which of them is first is not said")
    return None


def _is_only_where(clause: Clause, one: Mention, thing: Thing) -> bool:
    """Whether a heading is set off before a name, and so a condition and no name: "without MLM, QQP is best"."""
    before = clause.tokens[one.start - 1].low if one.start > clause.start else ""
    sets = before in SETTING or clause.tokens[one.start].low in SETTING | REMOVING
    parted = any(token.text == "," for token in clause.tokens[one.end : one.end + TO_COMMA])
    behind = [other for other in mentions(clause.tokens, clause.layout) if other.side == one.side and other.start >= one.end]
    return sets and parted and any(thing.lines <= other.lines for other in behind)


_MEASURED = frozenset({"metric", "target", "language", "split"})
TO_COMMA = 2  # tokens from a condition to the comma behind it: "in the plain setting,"
_MAX_DEPTH = 3  # headings above a label


def _is_heading(clause: Clause, side: str, lines: frozenset[int], depth: int) -> bool:
    """Whether lines are all those that stand under one heading, of a depth."""
    heads = {clause.line(side, at).labels[depth] if depth < len(clause.line(side, at).labels) - 1 else "" for at in lines}
    if len(heads) != 1 or "" in heads:
        return False
    (head,) = heads
    whole = {
        at for at in clause.every(side) if len(clause.line(side, at).labels) > depth + 1 and clause.line(side, at).labels[depth] == head
    }
    return whole == lines


def _without(labels: Sequence[str], depth: int) -> tuple[str, ...]:
    return (*labels[:depth], *labels[depth + 1 :])


def _first_of(
    clause: Clause, side: str, at: int, field: frozenset[int], across: frozenset[int] | None, options: list[tuple[str, Words]]
) -> Node:
    """One line first among some."""
    if len(field) < 2:
        raise DeclinedError("there is nothing to be first among")
    return Call("first", (clause.cells(frozenset([at]), side, across), clause.cells(field, side, across)), tuple(sorted(options)))


def _standing(clause: Clause, side: str, lines: frozenset[int]) -> frozenset[int]:
    """The lines of the other side in which some lines have numbers."""
    other = clause.across(side)
    return frozenset(
        at
        for at in range(len(clause.layout.lines(other)))
        if clause.numbers_at(*clause.ordered(side, lines, frozenset([at]))) and len(clause.layout.lines(other)) > 1
    )


def _family(clause: Clause, side: str, lines: frozenset[int]) -> frozenset[int]:
    """The other lines that bear the name of a thing: variants of one's own are no state of the art that was there before."""
    names = {name for at in lines for name in _names(clause.line(side, at))}
    return frozenset(at for at in clause.every(side) - lines if names & _names(clause.line(side, at)))


def _names(line: Line) -> set[str]:
    """How the labels of a line begin, that are names: "XLM" of "XLM (MLM)"; the heading of a group is none."""
    labels = line.labels[1:] if len(line.labels) > 1 else line.labels
    first = (re.match(r"[\w-]+", label) for label in labels)
    return {word[0] for word in first if word and word[0][0].isupper() and not is_ordinary(word[0].casefold())}


def _followers(clause: Clause, side: str, phrase: Phrase) -> list[Thing]:
    """What comes next after the first, in order: "…, followed by A and B"."""
    at = next(
        (at for at in range(clause.start, clause.end - 1) if [token.low for token in clause.tokens[at : at + 2]] == ["followed", "by"]), 0
    )
    return [thing for thing in clause.of(side) if at and thing.start > at]


def _subjects(clause: Clause, phrase: Phrase) -> list[tuple[str, list[Thing]]]:
    """What may be said to be first: what stands last before the word, else what it is held by, else what the clause before is about."""
    following = {thing.start for side in (ROW, COLUMN) for thing in (*_followers(clause, side, phrase), *group_named(clause, phrase, side))}
    own = [thing for thing in clause.own if thing.start not in following]
    before = [thing for thing in own if thing.end <= phrase.start]
    after = [thing for thing in own if thing.start >= phrase.end]
    if own_places := _own_places(clause, phrase, before, after):
        return own_places
    named = [thing for thing in before if not thing.lines <= clause.averages(thing.side) and not clause.is_setting(thing)]
    if named:
        alone = [thing for thing in reversed(named) if sum(other.side == thing.side for other in own) == 1]
        if not alone and (group := _group(clause, named, own)):
            return [(group[0].side, group)]
        if not alone:
            raise DeclinedError("several things are said to be first")
        return [(thing.side, [thing]) for thing in alone]
    if agents := [thing for thing in after if _leads(clause, thing) == "by"]:
        subject = agents[0]
    elif by := [thing for thing in after if _leads(clause, thing) in _LEADING]:
        subject = by[0]
    elif place := _best_place(clause, phrase, after):
        subject = place
    elif clause.before and len(earlier := clause.before.of(clause.before.side)) == 1:
        return [(clause.before.side, earlier)]
    else:
        raise DeclinedError("nothing that a table names is said to be first")
    if sum(thing.side == subject.side for thing in own) > 1:
        if group := _group(clause, [thing for thing in after if thing.start >= subject.start], own):
            return [(subject.side, group)]
        raise DeclinedError("several things are said to be first")
    return [(subject.side, [subject])]


def _own_places(clause: Clause, phrase: Phrase, before: Sequence[Thing], after: Sequence[Thing]) -> list[tuple[str, list[Thing]]]:
    """The place that is first of all places for one thing: "A has its lowest score on X", "A's lowest score is on X"."""
    ahead = clause.tokens[phrase.start - 1] if phrase.start > clause.start else None
    if ahead is None or not before or not (ahead.low in ("its", "their") or ahead.text.endswith(("'s", "’s", "s'", "s’"))):
        return []
    places = [thing for thing in after if thing.side != before[-1].side and clause.is_setting(thing)]
    if len(places) != 1 or sum(thing.side == places[0].side for thing in clause.own) > 1:
        raise DeclinedError(f"“{ahead.text} {phrase.text}”, and it is not said where that is")
    return [(places[0].side, places)]


def _group(clause: Clause, named: Sequence[Thing], own: Sequence[Thing]) -> list[Thing]:
    """Several things that share the first places: all that are named of a side, in one list; "and" and not "or" between them."""
    for side in (ROW, COLUMN):
        there = [thing for thing in named if thing.side == side]
        whole = len(there) == sum(thing.side == side for thing in own)
        joined = all(are_listed(clause, list(pair)) and not _is_or(clause, *pair) for pair in pairwise(there))
        alone = all(len(thing.lines) == 1 for thing in there)
        if len(there) > 1 and whole and joined and alone and not clause.phrase("quantifiers") and not clause.phrase("negations"):
            return there
    return []


def _is_or(clause: Clause, one: Thing, other: Thing) -> bool:
    return any(token.low == "or" for token in clause.tokens[one.end : other.start])


_LEADING = frozenset({"by", "is", "was", "of", "for", "with", "from", "in", "at", "toward", "towards", "belongs to", "goes to", "fell to"})


def _leads(clause: Clause, thing: Thing) -> str:
    """The word by which a thing is held to what is said, before its article: "with" of "is reached with the Alpha"."""
    at = thing.start - 1
    while at > clause.start and clause.tokens[at].low in ("the", "a", "an", "our"):
        at -= 1
    before = clause.tokens[at - 1].low if at > clause.start else ""
    return f"{before} to" if clause.tokens[at].low == "to" else clause.tokens[at].low


_DOING = frozenset("perform performs performed do does did work works worked score scores scored fare fares".split())


def _best_place(clause: Clause, phrase: Phrase, after: Sequence[Thing]) -> Thing | None:
    """Where all are best: "all models perform best on SST", where nothing else is named and all is measured by one measure."""
    if phrase.text not in ("best", "worst") or len(clause.own) != 1 or not after or not clause.phrase("quantifiers", "all", "most"):
        return None
    (place,) = after
    verb = clause.tokens[phrase.start - 1].low if phrase.start > clause.start else ""
    metrics = {clause.measurements[at].metric for at in clause.numbers_at(None, None)}
    same = len(metrics) == 1 and len({clause.way(place.side, [at]) for at in clause.every(place.side)}) == 1
    return place if verb in _DOING and clause.tokens[place.start - 1].low in ("on", "in", "for") and same else None


def _is_one_measure(clause: Clause, side: str, across: frozenset[int] | None) -> bool:
    """Whether the numbers that are ranked are of one measure: one line of the other side is named, or there is only one."""
    other = COLUMN if side == ROW else ROW
    if across is not None or len(clause.every(other)) == 1 or _are_settings(clause, other):
        return True
    return bool(clause.phrase("quantifiers")) and len({clause.way(other, [at]) for at in clause.every(other)}) == 1


_SETTING = re.compile(r"[\w\s=]{0,3}\d[\d,.]*\s*[kKMGB%]?")


def _are_settings(clause: Clause, side: str) -> bool:
    """Whether the lines of a side are values of one setting, under which the same is measured: batch sizes, years."""
    return all(_SETTING.fullmatch(clause.line(side, at).labels[-1]) for at in clause.every(side) if clause.line(side, at).labels)


def _is_degree(clause: Clause, phrase: Phrase) -> bool:
    """Whether a "most" makes a superlative: "the most parameters", and not "most languages" or "helps most"."""
    return clause.tokens[phrase.start - 1].low == "the" and phrase.start > clause.start


def _split(clause: Clause, side: str, lines: frozenset[int]) -> list[frozenset[int]]:
    """The lines one by one where they are the same label in several groups: first in each."""
    groups = {clause.line(side, at).labels[:-1] for at in lines}
    return [frozenset([at]) for at in sorted(lines)] if len(lines) > 1 and len(groups) == len(lines) else [lines]


def _rivals(clause: Clause, side: str, lines: frozenset[int], across: frozenset[int] | None, of_all: bool) -> frozenset[int]:
    """The other lines whose numbers are of the same kind: scores among scores, changes among changes."""

    def kinds(some: frozenset[int]) -> set[str]:
        return clause.kinds(*((some, across) if side == ROW else (across, some)))

    odd = clause.beside(side)
    rest = clause.rest(side, lines, of_all=of_all) - odd if not lines & odd else frozenset()  # a count is no rival of another
    return frozenset(at for at in rest if kinds(frozenset([at])) <= kinds(lines))


def _field(clause: Clause, side: str, lines: frozenset[int], across: frozenset[int] | None, of_all: bool) -> frozenset[int]:
    """The lines among which one is first: all that it competes with, or the group of so many as the clause says they are."""
    whole = lines | _rivals(clause, side, lines, across, of_all)
    other = clause.across(side)
    fitting = {len(whole), len(clause.every(other)), len(clause.every(side)), len(across or ())}
    told = next((number for number in clause.counts if clause.tokens[number.at - 1].low in ("the", "all", "of", "among")), None)
    if told is not None and _counts_rivals(clause, told):
        fitting = {len(whole), len(clause.every(side))}
    named = frozenset[int]().union(*(thing.lines for thing in clause.everything if thing.side == side))
    if told is not None and lines < named and len(named) == int(told.text) < len(whole):
        return named  # "A outperforms B, and C is the best of all three"
    if told is None or int(told.text) in fitting:
        return whole
    shared = {label for at in lines for label in clause.line(side, at).labels[:-1]}
    for label in shared:
        group = frozenset(at for at in whole if label in clause.line(side, at).labels)
        if len(group) == int(told.text):
            return group
    raise DeclinedError(f"is said to be the first of {told.text}, and the table has {len(whole)} that it could be among")


def _counts_rivals(clause: Clause, number: Number) -> bool:
    """Whether a number says how many compete, and not in how many places: "the best of the three"."""
    opens = clause.tokens[number.at - 2].low if number.at - 2 >= clause.start else ""
    follows = {token.low for token in clause.tokens[number.end : min(number.end + 2, clause.end)]}
    return opens in AMONG and not follows & _PLACED_IN


def _first(
    clause: Clause,
    side: str,
    lines: frozenset[int],
    across: frozenset[int] | None,
    options: list[tuple[str, Words]],
    place: int,
    excepted: frozenset[int],
    of_all: bool = False,
) -> Node:
    mine = clause.cells(lines, side, across)
    whole = _field(clause, side, lines, across, of_all) - (excepted - lines)
    field = clause.cells(whole, side, across)
    if field.name == "cell" or whole <= lines:
        raise DeclinedError("there is nothing to be first among")
    if place:
        if mine.name != "cell":
            raise DeclinedError("a place among others, and it is not said by which measure")
        return Compared("==", Call("rank", (mine, field), tuple(options[:1])), Figure(str(place)))
    return Call("first", (mine, field), tuple(sorted(options)))
