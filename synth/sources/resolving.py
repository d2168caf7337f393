"""Which work a reference names, judged by what several databases answered: the same, described wrongly, another, or not found.

Nobody is accused on one database's word. A field is wrong where two databases have the work, both say otherwise, and none has it as it is
cited; an identifier is wrong where two say that it is another's, or nobody's while they know the work; a work is not found where two were
searched and none has it. A reference may name other works too (its data, what it reprints): where one of its identifiers is the work's,
only such another is wrong as stands in a field for the work's own.
A version that was never there is another matter: who numbers the versions is the one to say it, and the work is what is cited.
What too few answered for is not checked, and it is said who was not asked and why. What is not done: a work that is not found is not called
invented, as no database has all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from synth.records import Source
from synth.sources.identity import named_by, same_address
from synth.sources.parts import place_of
from synth.sources.titles import SHORTEST_MAIN, words_of_title
from synth.sources.venues import is_preprint
from synth.sources.works import SAYS, Cited, Field, Likeness, Work, liken, word_of

State = Literal["same work", "other version", "described wrongly", "wrong identifier", "not found", "not checked"]

NUMBERED_BY = {"arXiv": "arxiv", "acl": "acl"}  # whose versions are numbered by which database; any other may not have heard of the newest
GIVEN_BY = {
    "doi": {"crossref", "datacite"},
    "arXiv": {"arxiv"},
    "acl": {"acl"},
}  # who knows of every identifier, but for a few agencies' DOIs
FIRST_VERSION = 1
WITNESSES = 2  # databases that must say the same before anything is called wrong or not found


class Answer(NamedTuple):
    """What one database answered. `failed` says why it did not; `asked` whether by an identifier (which) or by title."""

    database: str
    by: Source | None  # the identifier that was asked for; none for a search by title
    works: tuple[Work, ...] = ()
    failed: str = ""


class Wrong(NamedTuple):
    """A field that is cited otherwise than databases have it."""

    field: Field
    cited: str
    known: str
    by: tuple[str, ...]  # databases


class Resolved(NamedTuple):
    """A reference with the state of its identity."""

    state: State
    wrong: tuple[Wrong, ...] = ()
    works: tuple[Work, ...] = ()  # those of the databases that it is
    why: str = ""
    asked: tuple[str, ...] = ()  # databases that answered
    unanswered: tuple[str, ...] = ()  # "openalex: not asked, offline"


def resolve(cited: Cited, answers: Sequence[Answer], *, own: Collection[Source] = (), aside: Collection[Source] = ()) -> Resolved:
    """The state of a reference by what was answered. `own` are identifiers of fields for the work's own, `aside` those of a note's text."""
    answered = [one for one in answers if not one.failed]
    unanswered = tuple(dict.fromkeys(f"{one.database}: {one.failed}" for one in answers if one.failed))
    asked = tuple(dict.fromkeys(one.database for one in answered))
    likened = [(one, liken(cited, work)) for one in answered for work in one.works]
    of_it = _one_work([one for answer, one in likened if one.is_it or (answer.by is not None and _is_begun(cited, one))])
    wrong_id = _wrong_identifier(cited, answered, of_it, _accusable(cited, answered, own, aside))
    if wrong_id:
        described = [one for one in of_it if one.title.likeness != "near"]  # what comes near need not be what is described
        found = Resolved("wrong identifier", (wrong_id,), tuple(one.work for one in described))
    elif of_it:
        wrong, version = _wrong_fields(cited, of_it), _wrong_version(cited, of_it)
        state: State = "described wrongly" if wrong else "other version" if version else "same work"
        found = Resolved(state, (*wrong, *version), tuple(one.work for one in of_it))
    else:
        found = _without_work(cited, answered)
    return found._replace(asked=asked, unanswered=unanswered)


def _one_work(those: Sequence[Likeness]) -> list[Likeness]:
    """Of what can be the work: what is it with title and authors, if there is such, else the nearest by title."""
    whole = [one for one in those if one.is_whole]
    if whole:
        return whole
    order = ("same", "misspelt", "shortened", "near", "not told", "different")
    known = [kind for kind in order if any(one.title.likeness == kind for one in those)]
    return [one for one in those if known and one.title.likeness == known[0]]


def _is_begun(cited: Cited, one: Likeness) -> bool:
    """Whether the cited title is the beginning of a work's, which an identifier names: then it is cut off, and that is all."""
    words = words_of_title(cited.title)
    begun = len(words) >= SHORTEST_MAIN and words_of_title(one.work.title)[: len(words)] == words
    return begun and one.authors.agreement != "different"


def _wrong_fields(cited: Cited, of_it: Sequence[Likeness]) -> tuple[Wrong, ...]:
    found = []
    for field, says in SAYS.items():
        words = {name: word_of([says(cited, one) for one in those]) for name, those in _by_database(of_it).items()}
        against = tuple(name for name, word in words.items() if word == "disagrees")
        if len(against) >= WITNESSES and "agrees" not in words.values():
            known = next(one.work for one in of_it if one.work.database == against[0] and says(cited, one) == "disagrees")
            found.append(Wrong(field, _printed(cited, field), _printed(known, field), against))  # type: ignore[arg-type]
    return tuple(found)


def _by_database(those: Sequence[Likeness]) -> Mapping[str, list[Likeness]]:
    found: dict[str, list[Likeness]] = {}
    for one in those:
        found.setdefault(one.work.database, []).append(one)
    return found


def _accusable(cited: Cited, answered: Sequence[Answer], own: Collection[Source], aside: Collection[Source]) -> list[Source]:
    """The identifiers that must be the work's own: where one is it with title and authors, others may name something else."""
    of_fields, of_notes = ({same_address(one) for one in those} for those in (own, aside))
    right = {same_address(one.by) for one in answered for work in one.works if one.by is not None and liken(cited, work).is_whole}
    return [one for one in cited.identifiers if (name := same_address(one)) in of_fields or (name not in of_notes and not right - {name})]


def _wrong_identifier(cited: Cited, answered: Sequence[Answer], of_it: Sequence[Likeness], identifiers: Sequence[Source]) -> Wrong | None:
    """The first identifier that two databases know as another work's, or that nobody knows of two, one of which has the work.

    Where all who do not know it do not have the work either, that says nothing of the identifier. Nor does it where one of those has not
    answered that give such identifiers: DataCite's are unknown to Crossref, however right they are.
    """
    having = {one.work.database for one in of_it}
    for identifier in identifiers:
        asked = [one for one in answered if one.by is not None and same_address(one.by) == same_address(identifier)]
        those = [(one.database, [liken(cited, work) for work in one.works]) for one in asked]
        others = _known_otherwise(identifier, of_it)
        if any((one.is_it or _is_begun(cited, one)) and not _is_sibling(cited, one, others) for _, found in those for one in found):
            continue
        another = [name for name, found in those if found]
        if len(another) >= WITNESSES:
            known = next(found[0].work for _, found in those if found)
            return Wrong("identifier", identifier.name, f"{known.title} ({_printed(known, 'authors')})", tuple(another))
        nobody = [name for name, found in those if not found]
        givers = GIVEN_BY.get(identifier.scheme, set())
        if not another and len(nobody) >= WITNESSES and givers <= set(nobody) and having & set(nobody) and not _is_page(identifier):
            return Wrong("identifier", identifier.name, "no work", tuple(nobody))
    return None


def _known_otherwise(identifier: Source, of_it: Sequence[Likeness]) -> Sequence[Likeness]:
    """The work that is described as two databases have it with title and authors, not under an identifier; none where they do not."""
    whole = [one for one in of_it if one.is_whole and same_address(identifier) not in map(same_address, one.work.identifiers)]
    return whole if len({one.work.database for one in whole}) >= WITNESSES else ()


def _is_sibling(cited: Cited, named: Likeness, others: Sequence[Likeness]) -> bool:
    """Whether a work whose title comes near is not what is described, which is known: it is another part, or printed elsewhere.

    A preprint may have had another title; but not another part's.
    """
    if named.title.likeness != "near" or not others:
        return False
    if place_of(named.work.title) != place_of(cited.title):
        return True
    here = _printed_as(named.work)
    elsewhere = {one.work.database for one in others if (dois := _printed_as(one.work)) and not dois & here}
    return bool(here) and len(elsewhere) >= WITNESSES


def _printed_as(work: Work) -> set[str]:
    """The DOIs of a work that was published; none of a preprint, or of what does not say where it was."""
    if not work.venue or is_preprint(work.venue):
        return set()
    dois = (same_address(named_by(name.id) or name) for name in work.identifiers if name.scheme == "doi")
    return {name for name in dois if name.startswith("doi:")}  # arXiv's DOIs are its numbers


def _is_page(identifier: Source) -> bool:
    """Whether an identifier was read out of a page's address, in which more may stand: then it may be our reading that nobody knows."""
    return identifier.scheme == "doi" and bool(identifier.url) and "doi.org/" not in identifier.url


def _wrong_version(cited: Cited, of_it: Sequence[Likeness]) -> tuple[Wrong, ...]:
    """A version beyond the newest that there is, as who numbers them says, or before the first: from 1 on without a gap."""
    for identifier in cited.identifiers:
        works = [one.work for one in of_it if one.work.database == NUMBERED_BY.get(identifier.scheme)]
        same = [(work, name) for work in works for name in work.identifiers if same_address(name) == same_address(identifier)]
        known = {work.database: name.version for work, name in same if name.version}
        newest = max(known.values(), key=_number, default="")
        if identifier.version and newest and not FIRST_VERSION <= _number(identifier.version) <= _number(newest):
            return (Wrong("version", identifier.version, newest, tuple(known)),)
    return ()


def _number(version: str) -> int:
    return int(version.removeprefix("v"))


def _without_work(cited: Cited, answered: Sequence[Answer]) -> Resolved:
    searched = tuple(dict.fromkeys(one.database for one in answered if one.by is None))
    unknown = [f"{name} is known to none of {', '.join(nobody)}" for name, nobody in _unknown(cited, answered).items()]
    if not cited.title:
        return Resolved("not checked", why="; ".join(["it has no title to look for", *unknown]))
    if len(searched) < WITNESSES:
        return Resolved("not checked", why=f"searched by title in {', '.join(searched) or 'no database'}; it takes {WITNESSES}")
    return Resolved("not found", why="; ".join([f"searched by title in {', '.join(searched)}", *unknown]))


def _unknown(cited: Cited, answered: Sequence[Answer]) -> Mapping[str, list[str]]:
    """The identifiers that nobody knows, with those who were asked."""
    asked = {
        name.name: [one for one in answered if one.by is not None and same_address(one.by) == same_address(name)]
        for name in cited.identifiers
    }
    return {
        name: list(dict.fromkeys(one.database for one in those))
        for name, those in asked.items()
        if those and not any(one.works for one in those)
    }


def _printed(of: Cited | Work, field: Field) -> str:
    if field == "authors":
        return ", ".join(of.authors)
    return str(getattr(of, field) or "")
