"""A question is asked of all databases that can be searched for words, and their works are merged and put in order.

What is pinned is asked for by its identifier, and comes first whether or not a search has it. What is not done: no further page of any
database is asked for, and a work that no database gives first enough is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from synth.records import Record, Source
from synth.sources.databases import Question
from synth.sources.desk import Desk
from synth.sources.identity import named_by, same_address
from synth.sources.merging import Found, merge
from synth.sources.questions import words_of
from synth.sources.ranking import rank
from synth.sources.resolving import Answer
from synth.sources.works import Cited

MOST_WORKS = 100  # that are shown, and asked for of each database
FEWEST = 25  # asked for of each, however few are shown: the order is only as good as what there is to put in order
YEARS = range(1000, 3000)


class SearchError(ValueError):
    """What is looked for cannot be looked for; the message says why."""


class Placed(Record, frozen=True, kw_only=True):
    """A work in its place."""

    rank: int  # from 1
    work: Found
    pinned: bool = False
    score: float = 0.0  # comparable within one search alone


class Searched(Record, frozen=True, kw_only=True):
    """What was looked for, what was found, who answered, and who did not, with the reason."""

    question: str
    since: int | None = None
    until: int | None = None
    works: tuple[Placed, ...] = ()
    found: int = 0  # works in all, of which the first are given
    asked: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()  # "openalex: not asked, offline"
    unknown_pins: tuple[str, ...] = ()  # what was pinned, and nobody has


class _Pin(NamedTuple):
    """What is pinned, and as what it was typed."""

    typed: str
    source: Source


def search(
    desk: Desk, question: Question, limit: int, pinned: Sequence[str] = (), beside: Callable[[int], Answer | None] = lambda limit: None
) -> Searched:
    """The first works for a question; `beside` answers with so many as somebody has who is no database.

    Raises `SearchError` where it holds no word, or years that are none.
    """
    _refuse(question, limit)
    able = [one.name for one in desk.databases if one.look]
    if not able:
        raise SearchError(f"{', '.join(one.name for one in desk.databases)}: cannot be searched for words; name another source")
    pins = [_pin(one) for one in dict.fromkeys(pinned)]
    answers = desk.look(question, max(limit, FEWEST))
    if at_hand := beside(max(limit, FEWEST)):
        answers.append(at_hand)
    for of_one in desk.ask([Cited(identifiers=(pin.source,)) for pin in pins]):
        answers += of_one
    merged = merge(answers)
    ranked = rank(question.words, merged.works, [pin.source for pin in pins])
    first = ranked[: max(limit, sum(one.pinned for one in ranked))]
    known = {same_address(name) for one in ranked if one.pinned for name in one.work.identifiers}
    return Searched(
        question=question.words,
        since=question.since,
        until=question.until,
        works=tuple(Placed(rank=at, work=one.work, pinned=one.pinned, score=round(one.score, 4)) for at, one in enumerate(first, 1)),
        found=len(ranked),
        asked=merged.asked,
        failed=merged.failed,
        unknown_pins=tuple(pin.typed for pin in pins if same_address(pin.source) not in known),
    )


def _refuse(question: Question, limit: int) -> None:
    if not words_of(question.words):
        raise SearchError("the question holds no word")
    if not 1 <= limit <= MOST_WORKS:
        raise SearchError(f"{limit} works cannot be asked for; it is a number from 1 to {MOST_WORKS}")
    for year in (question.since, question.until):
        if year is not None and year not in YEARS:
            raise SearchError(f"{year} is no year")
    if question.since and question.until and question.since > question.until:
        raise SearchError(f"no year is since {question.since} and until {question.until}")


def _pin(typed: str) -> _Pin:
    source = named_by(typed)
    if source is None or source.scheme == "url":
        raise SearchError(f"{typed!r} is no identifier that can be pinned; give a number of arXiv's or the Anthology's, or a DOI")
    return _Pin(typed, source)
