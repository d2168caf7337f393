"""What a database says of a work, and how that stands to what is cited: the fields one by one.

A work may be in a database several times: as a preprint, in proceedings, in a journal. A field is right that one of them has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from synth.records import Record, Source
from synth.sources.identity import same_address
from synth.sources.people import Authors, compare_authors
from synth.sources.titles import Likened, compare_titles, content_words, is_lengthened
from synth.sources.venues import is_preprint, same_venue

Field = Literal["title", "authors", "venue", "year", "identifier", "version"]
Word = Literal["agrees", "disagrees", "silent"]

DISTINCT = 4  # content words of a title that two works hardly share by chance
YEARS_APART = 1  # a work is dated by its preprint, its conference or its volume


class Cited(Record, frozen=True, kw_only=True):
    """A work as somebody cites it."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    identifiers: tuple[Source, ...] = ()


class Work(Record, frozen=True, kw_only=True):
    """A work as a database has it."""

    database: str
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    identifiers: tuple[Source, ...] = ()
    withdrawn: str = ""  # the notice, or what says that it was retracted
    abstract: str = ""
    category: str = ""


class Likeness(NamedTuple):
    """How a work of a database stands to what is cited."""

    work: Work
    title: Likened
    authors: Authors
    is_it: bool  # whether it can be the work that is cited, whatever else is wrong with the description

    @property
    def is_whole(self) -> bool:
        """Whether title and authors are those of the work."""
        return self.title.likeness in ("same", "shortened", "misspelt") and self.authors.agreement in ("same", "not told")


def liken(cited: Cited, work: Work) -> Likeness:
    """The work of a database beside what is cited."""
    title, authors = compare_titles(cited.title, work.title), compare_authors(cited.authors, work.authors)
    return Likeness(work, title, authors, _is_it(cited, work, title, authors))


def _is_it(cited: Cited, work: Work, title: Likened, authors: Authors) -> bool:
    """A title that many may have needs an author beside it; a near one needs most of the authors; with none an identifier stands alone.

    What has the cited identifier and a title in another writing cannot be called another work, but where its authors are others.
    """
    shared = authors.agreement in ("same", "some missing", "some added", "some differ")
    if not cited.title:  # then nobody was asked for a title, and what was answered has the identifier
        return shared or authors.agreement == "not told"
    if title.likeness in ("same", "misspelt"):
        return shared or authors.agreement == "not told" or len(content_words(cited.title)) >= DISTINCT
    if title.likeness == "shortened" or is_lengthened(title):
        return shared or authors.agreement == "not told"
    if title.likeness == "not told":
        return bool(work.title) and authors.agreement != "different" and _has_identifier(cited, work)
    return title.likeness == "near" and authors.agreement in ("same", "some missing", "some added")


def _has_identifier(cited: Cited, work: Work) -> bool:
    """Whether a work has an identifier that is cited."""
    return not {same_address(one) for one in cited.identifiers}.isdisjoint(same_address(one) for one in work.identifiers)


def says_title(cited: Cited, one: Likeness) -> Word:
    if one.title.likeness == "not told":
        return "silent"
    return "agrees" if one.title.likeness in ("same", "shortened", "misspelt") else "disagrees"


def says_authors(cited: Cited, one: Likeness) -> Word:
    if one.authors.agreement == "not told":
        return "silent"
    return "agrees" if one.authors.agreement == "same" else "disagrees"


def says_year(cited: Cited, one: Likeness) -> Word:
    if cited.year is None or one.work.year is None:
        return "silent"
    return "agrees" if abs(cited.year - one.work.year) <= YEARS_APART else "disagrees"


def says_venue(cited: Cited, one: Likeness) -> Word:
    """A preprint says nothing of where a work was published, and who cites the preprint says nothing false."""
    if not cited.venue or not one.work.venue or is_preprint(one.work.venue) or is_preprint(cited.venue):
        return "silent"
    found = same_venue(cited.venue, one.work.venue)
    return {"same": "agrees", "different": "disagrees", "not told": "silent"}[found]  # type: ignore[return-value]


SAYS = {"title": says_title, "authors": says_authors, "venue": says_venue, "year": says_year}


def word_of(words: Sequence[Word]) -> Word:
    """What a database says that has a work several times: it agrees where one of them does."""
    return "agrees" if "agrees" in words else "disagrees" if "disagrees" in words else "silent"
