"""The references of many lists, each held against what databases answer. One work that several lists cite is asked for once.

A report's entry is prose, out of which title and authors may have been read wrongly: before anything is said against it, it is read again
(`rereading.py`). What is not done: nobody is asked here, and nothing is judged that `resolve` does not judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from synth.audit.references.correcting import corrections_of
from synth.audit.references.listing import Listing
from synth.audit.references.rereading import read_again
from synth.audit.references.states import Answered, FieldWrong, Identified, Notice, ReferenceList
from synth.reading.bibliography.listed import Listed
from synth.sources.resolving import Answer, Resolved, resolve
from synth.sources.works import Cited

Ask = Callable[[Sequence[Cited]], list[list[Answer]]]
AGAINST = ("not found", "wrong identifier", "described wrongly")  # states that say something against a reference


def identify(listings: Sequence[Listing], ask: Ask) -> list[ReferenceList]:
    """Each list with the state of all its references."""
    wanted = {_key(one.cited): one.cited for listing in listings for one in listing.listed if not one.unread}
    answers = dict(zip(wanted, ask(list(wanted.values())), strict=True)) if wanted else {}
    return [
        _summed(
            listing,
            [
                _identified(number, one, () if one.unread else answers[_key(one.cited)], prose=not listing.format)
                for number, one in enumerate(listing.listed, start=1)
            ],
        )
        for listing in listings
    ]


def _key(cited: Cited) -> bytes:
    return msgspec.json.encode(cited)


def _identified(number: int, one: Listed, answers: Sequence[Answer], *, prose: bool) -> Identified:
    known = Identified(number=number, label=one.label, line=one.line or None, text=one.text, cited=one.cited, doubt=one.why)
    if one.unread:
        return msgspec.structs.replace(known, unread=one.unread, why=f"it could not be read: {one.unread}")
    cited = one.cited
    found = resolve(cited, answers)
    if prose and found.state in AGAINST and (again := read_again(one.text, cited, answers)) != cited:
        cited = again
        found = resolve(cited, answers)
    if found.state == "not found" and one.no_work:
        found = found._replace(state="not checked", why=f"{one.no_work}: it may be no work that databases have; {found.why}")
    return _told(known, cited, found)


def _told(known: Identified, cited: Cited, found: Resolved) -> Identified:
    is_it = found.works if found.state != "not checked" else ()
    notices = {work.database: work.withdrawn for work in is_it if work.withdrawn}
    return msgspec.structs.replace(
        known,
        cited=cited,
        state=found.state,
        why=found.why,
        wrong=tuple(FieldWrong(field=one.field, cited=one.cited, known=one.known, databases=one.by) for one in found.wrong),
        withdrawn=tuple(Notice(database=name, says=says) for name, says in notices.items()),
        known_as=tuple(dict.fromkeys(name.name for work in is_it for name in work.identifiers)),
        asked=found.asked,
        unanswered=found.unanswered,
        corrections=corrections_of(found),
    )


def _summed(listing: Listing, references: Sequence[Identified]) -> ReferenceList:
    read = [one for one in references if not one.unread]
    answered = Counter(name for one in read for name in one.asked)
    reasons: dict[str, Counter[str]] = {name: Counter() for name in answered}
    for one in read:
        for said in one.unanswered:
            name, _, why = said.partition(": ")
            reasons.setdefault(name, Counter())[why] += 1
    return ReferenceList(
        name=listing.name,
        of=len(references),
        parsed=len(read),
        states=dict(sorted(Counter(one.state for one in read).items())),
        databases=tuple(
            Answered(database=name, answered=answered[name], why=tuple(why for why, _ in reasons[name].most_common()))
            for name in sorted(reasons)
        ),
        problems=listing.problems,
        references=tuple(references),
    )
