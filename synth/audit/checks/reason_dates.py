"""A reason fits the dates of the report it is given for.

Looks at: statements of time in the gate's reason ("published before the gate was activated (2026-06-10)", "evaluated after 1 June 2026"),
against the report's date, or against the time its gate was evaluated.
Only what is said of the report itself, or of nothing named, is compared.
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
# What may stand before "published": the report itself, or nothing. "Data published before 2020", "no code was published" are of others.
_ITSELF = frozenset(
    "this the a an report record review document preprint article entry legacy old older it its was were is are has have had been be being "
    "because not never first already only originally online here long well shortly "
    "just even days weeks months years since run from gate's dated also and "
    "dieser dieses der die das bericht eintrag wurde war ist nicht am es ce cet cette le la rapport est été fut il a n ne pas "
    "este esta el informe registro fue ha sido no questo il lo è stato stata non".split()
)
_REPORT = re.compile(r"\b(?:report|record|review|document|preprint|entry|bericht|rapport|informe|registro)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:n't)?")
# "gate activated after this report was published (2026-06-10)": whichever of the two the date is of, the report is not younger.
_INVERSE = re.compile(
    r"\b(?:(?P<until>after|since|following|later than)|(?P<since>before|prior to|earlier than)) (?:this|the|its) "
    r"(?:report|record|review|entry|document)(?:'s|’s)? (?:(?:was|is|had been|has been) )?(?:first )?"
    r"(?:published|publication|posted|released|issued|dated|date)\s*[(,]?\s*(?:on )?$",
    re.I,
)
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
        if named.low is not None and (inverse := _INVERSE.search(clause)):
            yield Claimed("published", str(inverse.lastgroup), named)
            continue
        relations = list(_RELATION.finditer(clause))
        strict = [found for found in relations if found.lastgroup != "on"] or relations
        if named.low is not None and not strict and (adjacent := _ADJACENT.search(clause)) and _is_itself(clause[: adjacent.start()]):
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
            own = _is_itself(before[: found.start()]) and _is_itself(_RELATION.sub(" ", before[found.end() :]))
            return event if own else ""  # not "published with data collected before 2020"
    if _RELATION.fullmatch(before.strip()):
        return "published" if _PUBLISHED.search(after) or not _EVALUATED.search(after) else "evaluated"
    subject = _RELATION.sub(" ", before)
    return "published" if _REPORT.search(subject) and _is_itself(subject) else ""  # legacy record from before June 2026


def _is_itself(subject: str) -> bool:
    """Whether the words before an event name the report, or nothing."""
    return not _OTHER.search(subject) and all(word.casefold() in _ITSELF for word in _WORD.findall(subject))


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
