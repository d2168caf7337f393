"""A reason fits the dates of the report it is given for.

Looks at: statements of time in the gate's reason ("published before the gate was activated (2026-06-10)", "evaluated after 1 June 2026"),
against the report's date, or against the time its gate was evaluated.
Cannot know: whether the dates are right, or what a reason is about that names another event. A date that can be read in two ways
(06/10/2026) is not guessed at, and neither is a statement of which it is not clear what came before what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from synth.audit.check import Inputs, Outcome
from synth.audit.dates import Stated, dates_in, one_date
from synth.audit.example import report as example
from synth.records import Gate, Report, Sidecar

CODE = "A407"
NAME = "a-reason-fits-its-dates"

MAX_REASON = 10_000  # characters that are read; reasons have a few hundred

# Words for the order of two events, and for the two events that a report has a date of. What they stand between is one clause.
_RELATIONS = {
    "before": r"before|prior to|earlier than|older than|predat\w+|until|vor|avant|antes de(?:l)?|prima d\w+",
    "since": r"since|as of|seit|ab|depuis|desde|dal?",
    "after": r"after|later than|newer than|postdat\w+|following|nach|après|después de(?:l)?|dopo",
    "on": r"on|am|le|el",
}
_RELATION = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in _RELATIONS.items()), re.I)
_PUBLISHED = re.compile(
    r"\b(?:publi\w+|pubblic\w+|submi\w+|released?|issued?|posted|uploaded|deposited|dated|created|written|veröffentlich\w*|(?:pre|post)dat\w+)",
    re.I,
)
_EVALUATED = re.compile(r"\b(?:evaluated|tested|checked|verified|re-?run|run|executed|geprüft|évalué\w*|evaluado|valutato)\b", re.I)
_OTHER = re.compile(r"\b(?:gate|contract|pipeline|rule|schema|policy|version|data ?set|sources?|cited)\b", re.I)  # others' events
_ADJACENT = re.compile(rf"(?:{_PUBLISHED.pattern})\s*[:(]?\s*$", re.I)
_NOT = re.compile(r"\b(?:not|never|nicht|non|pas)\b|n't\b", re.I)
_OPPOSITE = {"before": "since", "since": "before", "after": "until", "on": "not on"}
_CLAUSE = re.compile(r"[.:;,!?](?=\s)|\n|\b(?:because|as it|weil|da|car|porque|but|while|whereas)\b")


class Claimed(NamedTuple):
    """What a reason says of one of the report's dates: how it lies to a date that the reason names."""

    event: str  # published or evaluated
    relation: str
    named: Stated


_GATE = Gate(status="unverified", reason="published before the gate was activated (2026-06-10)")
EXAMPLES = {
    "red": example(sidecar=Sidecar(date="2026-06-15", gate=_GATE)),
    "green": example(sidecar=Sidecar(date="2026-06-09", gate=_GATE)),
    "na": (
        example(),
        example(sidecar=Sidecar(date="2026-06-15", gate=Gate(status="unverified", reason="published before 06/10/2026"))),
        example(date="", sidecar=Sidecar(gate=_GATE)),
    ),
}


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    gate = report.sidecar.gate if report.sidecar else None
    reason = gate.reason[:MAX_REASON] if gate else ""
    own = {"published": _published(report), "evaluated": one_date(gate.evaluated) if gate else None}
    judged: list[tuple[bool, Claimed, Stated]] = []
    for claimed in _claimed(reason):
        mine = own[claimed.event]
        holds = _holds(claimed.relation, mine, claimed.named) if mine else None
        if mine and holds is not None:
            judged.append((holds, claimed, mine))
    for holds, claimed, mine in judged:
        figures = {"reason": reason, "event": claimed.event, "relation": claimed.relation, "named": claimed.named.text, "own": mine.text}
        if not holds:
            yield Outcome("red", figures, key=f"{claimed.event} {claimed.relation} {claimed.named.text}")
    if not judged:
        yield Outcome("na", {"why": _why_not(reason, own["published"])})
    elif all(holds for holds, _, _ in judged):
        yield Outcome("green", {"compared": len(judged), "reason": reason})


def _published(report: Report) -> Stated | None:
    return (one_date(report.sidecar.date) if report.sidecar else None) or one_date(report.date)


def _claimed(reason: str) -> Iterator[Claimed]:
    """Each date of the reason that a word of time puts into an order with the report's publication or the gate's evaluation."""
    end_of_last = 0
    for named in dates_in(reason):
        start = max([end_of_last, *(stop.end() for stop in _CLAUSE.finditer(reason, 0, named.start))])
        clause, end_of_last = reason[start : named.start], named.end
        relations = list(_RELATION.finditer(clause))
        strict = [found for found in relations if found.lastgroup != "on"] or relations
        if named.low is not None and not strict and _ADJACENT.search(clause) and not _OTHER.search(clause):
            yield Claimed("published", "on", named)
        if named.low is None or not strict:
            continue
        relation = strict[-1]
        event = _event(clause[: relation.end()], clause[relation.end() :] + reason[named.end : named.end + 30])
        if event:
            word = str(relation.lastgroup)
            denied = _NOT.search(clause[: relation.start()])
            yield Claimed(event, _OPPOSITE[word] if denied else word, named)


def _event(before: str, after: str) -> str:
    """What came before or after the date: said before the word of time, or, where nothing is, behind the date ("vor … veröffentlicht")."""
    for event, words in (("published", _PUBLISHED), ("evaluated", _EVALUATED)):
        if found := words.search(before):
            return "" if _OTHER.search(before[: found.start()]) else event
    if _RELATION.fullmatch(before.strip()):
        return "published" if _PUBLISHED.search(after) or not _EVALUATED.search(after) else "evaluated"
    return ""


def _holds(relation: str, mine: Stated, named: Stated) -> bool | None:
    """Whether the report's date lies as the reason says; None where a month leaves it open."""
    low, high = _span(mine)
    least, most = _span(named)
    surely, surely_not = {
        "before": (high < least, low >= least),
        "until": (high <= most, low > most),
        "since": (low >= least, high < least),
        "after": (low > most, high <= most),
        "on": (least <= low and high <= most, high < least or low > most),
        "not on": (high < least or low > most, low == high == least == most),
    }[relation]
    return True if surely else False if surely_not else None


def _span(stated: Stated) -> tuple[date, date]:
    assert stated.low is not None
    assert stated.high is not None
    return stated.low, stated.high


def _why_not(reason: str, published: Stated | None) -> str:
    if not reason.strip():
        return "No reason of a gate is given."
    unclear = [named.text for named in dates_in(reason) if named.low is None]
    if unclear:
        return f"The date {unclear[0]} in the reason can be read in two ways, or is no date."
    if not list(dates_in(reason)):
        return "The reason names no date."
    return "The reason says nothing of the report's own dates that can be compared." if published else "The report has no date of its own."


WORDS = {
    "red": "The reason says {event} {relation} {named}, but the report's own date is {own}.",
    "green": "What the reason says of dates fits the report's own.",
    "na": "{why}",
}
