"""What is found of references in words: a line for each that is not simply the work, and the counts with their denominators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from synth.audit.references.states import FieldWrong, Identified, ReferenceList

STATES = ("same work", "other version", "described wrongly", "wrong identifier", "not found", "not checked")
SAID_SAME = ("same work", "other version", "described wrongly")  # in which the work is known
MAX_TITLE = 120  # characters that are shown of a title
MAX_VALUE = 160  # of what stands in a field
LISTED = 12  # references that a sentence names one by one
NOT_ASKED = "Nobody was asked about the references: --check-references asks databases of works."


def counted(n: int) -> str:
    return f"{n:,} reference" if n == 1 else f"{n:,} references"


def one_line(one: Identified) -> str:
    """What is found of one reference."""
    if one.unread:
        return f"{one.called}: could not be read: {one.unread}."
    if one.state in ("not found", "not checked"):
        more = " No database has all works." if one.state == "not found" else ""
        return f"{named(one)}: {one.state}; {one.why or 'nobody answered'}.{more}"
    if not one.wrong:
        return f"{named(one)}: {one.state}."
    return f"{named(one)}: {one.state}. {' '.join(_said_wrong(wrong, one) for wrong in one.wrong)}"


def named(one: Identified) -> str:
    title = one.cited.title or next((name.name for name in one.cited.identifiers), "")
    return f"{one.called} “{cut(title, MAX_TITLE)}”" if title else one.called


def notices(one: Identified) -> str:
    return "; ".join(f"{notice.database} says “{cut(notice.says, MAX_VALUE)}”" for notice in one.withdrawn)


def _said_wrong(wrong: FieldWrong, one: Identified) -> str:
    who = joined(wrong.databases)
    have = "has" if len(wrong.databases) == 1 else "have"
    if wrong.field == "identifier":
        known = f"{who} know no work under it" if wrong.known == "no work" else f"{who} have “{cut(wrong.known, MAX_VALUE)}” under it"
        own = [name for name in one.known_as if name.partition(":")[0] == wrong.cited.partition(":")[0]]
        return f"{wrong.cited}: {known}." + (f" The work that is described is {own[0]}." if own else "")
    if wrong.field == "version":
        return f"Its version is cited as {wrong.cited}; the newest that {who} {have} is {wrong.known}."
    return f"Its {wrong.field} {_are(wrong)} cited as “{cut(wrong.cited, MAX_VALUE)}”; {who} {have} “{cut(wrong.known, MAX_VALUE)}”."


def _are(wrong: FieldWrong) -> str:
    return "are" if wrong.field == "authors" else "is"


def of_list(found: ReferenceList) -> str:
    """The counts of a list: "parsed 29 of 31 references: 27 the same work, 2 not found"."""
    states = [f"{found.states[state]:,} {'the same work' if state == 'same work' else state}" for state in STATES if state in found.states]
    return f"Parsed {found.parsed:,} of {counted(found.of)}: {', '.join(states) or 'none could be read'}."


def asked(found: ReferenceList) -> str:
    """Who answered for how many of them."""
    if not found.databases:
        return "No database was asked."
    said = [_answered(one.database, one.answered, found.parsed, one.why) for one in found.databases]
    return f"Answers: {'; '.join(said)}."


def _answered(name: str, answered: int, of: int, why: Sequence[str]) -> str:
    reason = f" ({cut(why[0], MAX_VALUE)})" if why else ""
    return f"{name} {answered:,} of {of:,}{reason}" if answered or not why else f"{name}: {cut(why[0], MAX_VALUE)}"


def unread(found: ReferenceList) -> Iterator[str]:
    """What could not be read, in one sentence, and what is wrong with the file as a whole."""
    lost = [one for one in found.references if one.unread]
    if lost:
        yield f"{len(lost):,} of {counted(found.of)} could not be read: {_some(lost, with_why=True)}."
    broken = [one for one in found.references if one.doubt and not one.unread]
    if broken:
        yield f"{len(broken):,} of {counted(found.of)} are written wrongly, and were read for all that: {_some(broken, with_why=True)}."
    yield from (f"{problem}." for problem in found.problems)


def reasons(found: ReferenceList) -> Iterator[str]:
    """What was not checked, once for each reason."""
    of_reason: dict[str, list[Identified]] = defaultdict(list)
    for one in found.references:
        if one.state == "not checked" and not one.unread:
            of_reason[why_unchecked(one)].append(one)
    for why, those in of_reason.items():
        yield f"{len(those):,} of {counted(found.of)} {'was' if len(those) == 1 else 'were'} not checked ({_some(those)}): {why}."


def why_unchecked(one: Identified) -> str:
    """Why nothing is known of a reference, with who was not asked."""
    why_of: dict[str, list[str]] = defaultdict(list)
    for said in one.unanswered:
        name, _, why = said.partition(": ")
        why_of[why].append(name)
    silent = [f"{', '.join(names)}: {why}" for why, names in why_of.items()]
    return "; ".join([*([one.why] if one.why and (one.asked or not silent) else []), *silent]) or "nobody answered"


def _some(those: Sequence[Identified], *, with_why: bool = False) -> str:
    shown = [f"{one.called} ({one.unread or one.doubt})" if with_why else one.called for one in those[:LISTED]]
    more = f" and {len(those) - LISTED:,} more" if len(those) > LISTED else ""
    return f"{', '.join(shown)}{more}"


def joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def cut(text: str, most: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else f"{one_line[:most].rstrip()}…"
