"""The references of many lists, each held against what databases answer. One work that several lists cite is asked for once.

A report's entry is prose, out of which title and authors may have been read wrongly: before anything is said against it, it is read again
(`rereading.py`), and what else may be its title is asked for. What is not done: nothing is judged that `resolve` does not judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from synth.audit.references.correcting import corrections_of
from synth.audit.references.listing import Listing
from synth.audit.references.rereading import other_title, read_again
from synth.audit.references.states import Answered, FieldWrong, Identified, Notice, ReferenceList
from synth.reading.bibliography.listed import Listed
from synth.sources.resolving import Answer, Resolved, resolve
from synth.sources.works import Cited

Ask = Callable[[Sequence[Cited]], list[list[Answer]]]
MISREAD = ("not found", "wrong identifier")  # states that another title may change
AGAINST = ("not found", "wrong identifier", "described wrongly")  # states that say something against a reference


def identify(listings: Sequence[Listing], ask: Ask) -> list[ReferenceList]:
    """Each list with the state of all its references."""
    answers = _answers([one.cited for listing in listings for one in listing.listed if not one.unread], ask)
    found = [
        [
            _identified(number, one, () if one.unread else answers[_key(one.cited)], prose=not listing.format)
            for number, one in enumerate(listing.listed, start=1)
        ]
        for listing in listings
    ]
    again = {
        (at, one.number): Cited(title=title)
        for at, listing in enumerate(listings)
        for one in (found[at] if not listing.format else ())
        if one.state in MISREAD and (title := other_title(one.text, one.cited))
    }
    more = _answers(list(again.values()), ask)
    for (at, number), other in again.items():
        one = listings[at].listed[number - 1]
        found[at][number - 1] = _identified(number, one, (*answers[_key(one.cited)], *more[_key(other)]), prose=True)
    return [_summed(listing, of_list) for listing, of_list in zip(listings, found, strict=True)]


def _answers(cited: Sequence[Cited], ask: Ask) -> dict[bytes, list[Answer]]:
    """What was answered about each work, by what is cited; each is asked for once."""
    wanted = {_key(one): one for one in cited}
    return dict(zip(wanted, ask(list(wanted.values())), strict=True)) if wanted else {}


def _key(cited: Cited) -> bytes:
    return msgspec.json.encode(cited)


def _identified(number: int, one: Listed, answers: Sequence[Answer], *, prose: bool) -> Identified:
    known = Identified(
        number=number, state="not checked", label=one.label, line=one.line or None, text=one.text, cited=one.cited, doubt=one.why
    )
    if one.unread:
        return msgspec.structs.replace(known, unread=one.unread, why=f"it could not be read: {one.unread}")
    cited = one.cited
    found = resolve(cited, answers, own=one.own, aside=one.aside)
    if prose and found.state in AGAINST and (again := read_again(one.text, cited, answers)) != cited:
        cited = again
        found = resolve(cited, answers, own=one.own, aside=one.aside)
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
        corrections=corrections_of(cited, found),
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
