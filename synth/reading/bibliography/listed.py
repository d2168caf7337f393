"""What a file of references lists: each work as it is cited there, with where it stands, so that it can be pointed at and put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from synth.records import Source
from synth.sources.works import Cited

MAX_TITLE = 1_000  # characters; what is longer is no title
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


class ListError(ValueError):
    """A file is not the list of references that it was read as; the message says where and why."""


class Span(NamedTuple):
    """Characters of a file, and what the field is called that stands there."""

    start: int
    end: int
    name: str = ""


class Listed(NamedTuple):
    """One work of a list. `why` says what is wrong with its entry, which may be read for all that."""

    label: str  # what the list calls it; empty where it has no name
    text: str  # as written
    line: int  # from 1
    start: int
    end: int
    cited: Cited
    why: str = ""
    no_work: str = ""  # what it is called where it may be a page or a program, which databases of works do not have
    address: str = ""
    own: tuple[Source, ...] = ()  # identifiers of fields that are made for the work's own
    aside: tuple[Source, ...] = ()  # identifiers that stand in notes only, which may name anything
    fields: Mapping[str, Span] = {}  # where title, authors, year, venue, doi and eprint stand

    @property
    def unread(self) -> str:
        """Why it could not be read as a work; empty where it could."""
        if len(self.cited.title) > MAX_TITLE:
            return f"its title has {len(self.cited.title):,} characters"
        if self.cited.title or self.cited.identifiers or self.address:
            return ""
        return self.why or "it has no title and no identifier"


def in_notes_only(notes: Iterable[Source], elsewhere: Iterable[Source]) -> tuple[Source, ...]:
    """The identifiers of notes that stand nowhere else."""
    known = {one.name.casefold() for one in elsewhere}
    return tuple(one for one in notes if one.scheme != "url" and one.name.casefold() not in known)


def year_in(text: str) -> int | None:
    """The first year that stands in a text."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == 4


def each_once(found: Iterable[Source]) -> list[Source]:
    """Identifiers in their order, each once, and none that is only the beginning of another: "10.1002/(SICI)39:6" before "<1027::AID"."""
    named = {one.name.casefold(): one for one in reversed(list(found))}
    return [
        one
        for name, one in reversed(named.items())
        if one.scheme == "url" or not any(other != name and other.startswith(name) and one.scheme != "arXiv" for other in named)
    ]
