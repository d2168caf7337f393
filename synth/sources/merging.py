"""The answers of several databases become works: each once, with all its identifiers and versions, and who has it.

Two records are one work where they share an identifier, unless title and authors both say otherwise; and where title, authors and dates
are those of one work in both directions. A preprint and its publication are one work. What has another number on arXiv, is another part
("Part II"), or is about a work (an erratum, a reply, a notice) is another work, however alike the titles are; and titles that only come
near each other never make one of two. The order in which databases answered changes nothing. What is not done: no record is corrected, and
of two that could be one work and might not be both are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec

from synth.records import Record, Source
from synth.sources.identity import also_called, named_by, same_address
from synth.sources.parts import ABOUT, place_of
from synth.sources.questions import words_of
from synth.sources.resolving import Answer
from synth.sources.titles import are_alike, content_words, words_of_title
from synth.sources.venues import is_preprint
from synth.sources.works import DISTINCT, YEARS_APART, Cited, Work, liken

YEARS_TO_PRINT = 5  # a preprint is hardly printed later than that
SCHEMES = ("arXiv", "doi", "acl")  # in which order a work's identifiers are told; others after these


class Found(Record, frozen=True, kw_only=True):
    """A work as all databases together have it."""

    title: str
    authors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()  # all that databases date it, the first first
    venue: str = ""
    identifiers: tuple[Source, ...] = ()  # without versions
    versions: tuple[str, ...] = ()  # names of those that databases spoke of: "arXiv:2005.13013v2"
    databases: tuple[str, ...] = ()
    places: tuple[int, ...] = ()  # of each of these: as which of its works it gave this one, from 1; 0 where it was asked by identifier
    withdrawn: str = ""  # the notices, with who tells them
    abstract: str = ""
    category: str = ""
    also_titled: tuple[str, ...] = ()

    @property
    def dated(self) -> str:
        """Its year, or its first and last where databases differ."""
        return f"{self.years[0]}–{self.years[-1]}" if len(self.years) > 1 else "".join(str(year) for year in self.years)


class Merged(NamedTuple):
    """What was found, who answered, and who did not, with the reason."""

    works: tuple[Found, ...]
    asked: tuple[str, ...]
    failed: tuple[str, ...]  # "openalex: not asked, offline"


class _One(NamedTuple):
    """A record of a database, with what it is compared by."""

    key: bytes  # by which it is told from others, and put in order
    work: Work
    place: int
    identifiers: tuple[Source, ...]
    names: frozenset[str]  # of its identifiers, and what these are also called
    words: frozenset[str]  # of its title


def merge(answers: Sequence[Answer]) -> Merged:
    """The works of all answers, those first that any database has first."""
    records = sorted({one.key: one for one in _records(answers)}.values())
    works = [_found(group) for group in _groups(records)]
    works.sort(key=lambda one: (min(_told(one.places), default=0), -len(one.databases), one.title, msgspec.json.encode(one)))
    asked = tuple(sorted({one.database for one in answers if not one.failed}))
    return Merged(tuple(works), asked, tuple(sorted({f"{one.database}: {one.failed}" for one in answers if one.failed})))


def _records(answers: Sequence[Answer]) -> Iterable[_One]:
    """Every record once; of one that a database gave several times the first place comes last, and so is kept."""
    placed = [(at if answer.by is None else 0, work) for answer in answers for at, work in enumerate(answer.works, 1)]
    for place, work in sorted(placed, key=lambda one: (one[0] > 0, -one[0])):
        identifiers = tuple(_read(one) for one in work.identifiers if one.id)
        others = (also_called(one) for one in identifiers)
        names = frozenset(same_address(one) for one in (*identifiers, *(other for other in others if other)))
        yield _One(msgspec.json.encode(work), work, place, identifiers, names, frozenset(words_of_title(work.title)))


def _read(identifier: Source) -> Source:
    """An identifier as what it is: arXiv's DOIs name numbers."""
    return (named_by(identifier.id) or identifier) if identifier.scheme == "doi" else identifier


def _groups(records: Sequence[_One]) -> list[list[_One]]:
    """The records of each work: by identifier first, and then by title, the surest pairs first."""
    group = {one.key: [one] for one in records}

    def join(one: _One, other: _One, sure: bool) -> None:
        here, there = group[one.key], group[other.key]
        if here is there or any(_are_two(left, right) for left in here for right in there):
            return
        if not sure and not all(_are_one(left, right) for left in here for right in there):
            return
        here += there
        for moved in there:
            group[moved.key] = here

    pairs = [(one, other) for one, other in combinations(records, 2) if one.names & other.names]
    for one, other in pairs:
        join(one, other, True)
    alike = [(one, other) for one, other in combinations(records, 2) if _may_be_one(one, other) and _are_one(one, other)]
    for sure in ("same", "misspelt", "shortened"):
        for one, other in alike:
            if are_alike(one.work.title, other.work.title) == sure:
                join(one, other, sure != "shortened")  # two that are shortened to one title need not be one
    return list({id(those): those for those in group.values()}.values())


def _may_be_one(one: _One, other: _One) -> bool:
    """Whether two titles are worth comparing, as there are many pairs: half of the words of the shorter are in both."""
    return 2 * len(one.words & other.words) >= min(len(one.words), len(other.words)) > 0


def _are_one(one: _One, other: _One) -> bool:
    """Whether title, authors and dates say, in both directions, that two records are one work."""
    if are_alike(one.work.title, other.work.title) not in ("same", "misspelt", "shortened"):
        return False
    there, back = liken(_cited(one.work), other.work), liken(_cited(other.work), one.work)
    if not (there.is_it and back.is_it) or not _dates_agree(one.work, other.work):
        return False
    if "different" in (there.authors.agreement, back.authors.agreement):
        return False
    if "not told" in (there.authors.agreement, back.authors.agreement):
        return there.title.likeness == "same" and len(content_words(one.work.title)) >= DISTINCT
    return there.title.likeness == "same" or there.is_whole or back.is_whole


def _are_two(one: _One, other: _One) -> bool:
    """Whether something says of two records that they are no one work, whatever else is alike."""
    if one.names & other.names:
        likened = liken(_cited(one.work), other.work)
        return likened.title.likeness == "different" and likened.authors.agreement == "different"
    if place_of(one.work.title) != place_of(other.work.title):
        return True
    numbers, numbers_too = (frozenset(name.id for name in these.identifiers if name.scheme == "arXiv") for these in (one, other))
    return bool(numbers and numbers_too and not numbers & numbers_too)


def _dates_agree(one: Work, other: Work) -> bool:
    if one.year is None or other.year is None:
        return True
    most = YEARS_TO_PRINT if is_preprint(one.venue) != is_preprint(other.venue) else YEARS_APART
    return abs(one.year - other.year) <= most


def _cited(work: Work) -> Cited:
    return Cited(title=work.title, authors=work.authors, year=work.year, venue=work.venue, identifiers=work.identifiers)


def _found(group: Sequence[_One]) -> Found:
    """One work of all its records."""
    those = sorted(group)
    works = [one.work for one in those]
    places = {
        name: min(_told(one.place for one in those if one.work.database == name), default=0)
        for name in sorted({one.database for one in works})
    }
    title = _title(works)
    identifiers: dict[str, Source] = {}
    for name in sorted((name for one in those for name in one.identifiers), key=lambda name: (name.scheme, name.id)):
        identifiers.setdefault(same_address(name), Source(scheme=name.scheme, id=name.id))
    published = [one.venue for one in works if one.venue and not is_preprint(one.venue)]
    return Found(
        title=title,
        authors=max((one.authors for one in works), key=_named),
        years=tuple(sorted({one.year for one in works if one.year})),
        venue=_most(published or [one.venue for one in works if one.venue]),
        identifiers=tuple(sorted(identifiers.values(), key=lambda name: (*_order(name.scheme), name.id))),
        versions=tuple(sorted({name.name for one in those for name in one.identifiers if name.version}, key=_version)),
        databases=tuple(places),
        places=tuple(places.values()),
        withdrawn="; ".join(sorted({f"{one.database}: {one.withdrawn}" for one in works if one.withdrawn})),
        abstract=max((one.abstract for one in works), key=lambda text: (len(text), text)),
        category=_most(one.category for one in works if one.category),
        also_titled=tuple(sorted({one.title for one in works if words_of(one.title) != words_of(title)})),
    )


def _told(places: Iterable[int]) -> Iterable[int]:
    """The places in a search; an answer to an identifier has none."""
    return (place for place in places if place)


def _named(authors: tuple[str, ...]) -> tuple[int, int, int, tuple[str, ...]]:
    """How much a list of authors tells: how many, by "Jane Roe" rather than "Roe, Jane", and by how much of their names."""
    return len(authors), -sum("," in name for name in authors), len("".join(authors)), authors


def _title(works: Sequence[Work]) -> str:
    """The title that most databases have, in full before shortened, and neither a notice nor in capitals where it can be helped."""
    by_words = Counter(words for words, _ in {(words_of_title(one.title), one.database) for one in works})

    def order(title: str) -> tuple[int, bool, bool, int, str]:
        return by_words[words_of_title(title)], not ABOUT.search(title), not title.isupper(), len(title), title

    return max((one.title for one in works), key=order)


def _most(texts: Iterable[str]) -> str:
    """The text that comes most often; of several the longest, and then the last of the alphabet. Empty where there is none."""
    counts = Counter(texts)
    return max(counts, key=lambda text: (counts[text], len(text), text), default="")


def _order(scheme: str) -> tuple[int, str]:
    return (SCHEMES.index(scheme) if scheme in SCHEMES else len(SCHEMES), scheme)


def _version(name: str) -> tuple[str, int, str]:
    bare, number = re.fullmatch(r"(.*?)(?:v(\d{1,4}))?", name, re.DOTALL).groups()  # type: ignore[union-attr]
    return bare, int(number or 0), name
