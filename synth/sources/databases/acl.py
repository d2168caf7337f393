"""ACL Anthology: papers on language and computation, by their number.

It answers no questions. What it has stands in one XML file for each collection of papers; a paper's own `.bib` would be smaller, but is not
there for one that was retracted, and says nothing of revisions. Its traps: the newest revision has the address without a number; titles
hold elements; the number of a volume has one digit or two; some papers lie elsewhere. A collection is asked for once by each session.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from synth.records import Source
from synth.sources.databases import Asking, Text, get_bytes
from synth.sources.manners import AskedError, Manners, Session
from synth.sources.works import Work

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME, HOME, MANNERS = "acl", "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml", Manners(spacing=0.5)
FILES = "https://aclanthology.org"
SCHEMES = frozenset({"acl", "doi"})
DOIS = ("10.18653/v1/", "10.3115/v1/")  # after which the number stands
THERE = "A83"  # a collection that stands since the Anthology began
search = None

_OLD = re.compile(r"([A-Z]\d\d)-(\d{4,5})\Z", re.IGNORECASE)
_NEW = re.compile(r"(\d{4}\.[a-z0-9_]+)-([a-z0-9_]+)\.(\d+)\Z", re.IGNORECASE)


class _Paper(NamedTuple):
    """A paper of a collection."""

    work: Work
    revision: str  # "v3", the newest; empty where it was never revised
    here: bool  # whether its PDF lies at the Anthology


_read: WeakKeyDictionary[Session, dict[str, Mapping[str, _Paper]]] = WeakKeyDictionary()


def find(asking: Asking, identifier: Source) -> list[Work]:
    """The paper with the number of its newest revision, whichever is asked for."""
    found = _paper(asking, identifier)
    return [found.work] if found else []


def texts(asking: Asking, identifier: Source) -> list[Text]:
    """The PDF in the revision that is asked for, or in the newest where none is."""
    found = _paper(asking, identifier)
    if not found or not found.here:
        return []
    number, version = found.work.identifiers[0].id, identifier.version or found.revision
    if version and version not in [f"v{n}" for n in range(1, int(found.revision[1:] or 1) + 1)]:
        return []
    written = version if found.revision else ""  # one that was never revised is its own first version, and has no address with a number
    return [Text("pdf", f"{asking.files}/{number}{written}.pdf", Source(scheme="acl", id=number, version=version))]


def _paper(asking: Asking, identifier: Source) -> _Paper | None:
    number = _number(identifier)
    place = _place(number)
    if place is None:
        return None
    collection, volume, paper = place
    return _collection(asking, collection).get(f"{volume}/{paper}")


def _number(identifier: Source) -> str:
    number = identifier.id
    for begin in DOIS:
        if number.casefold().startswith(begin):
            number = number[len(begin) :]
    return number.upper() if _OLD.match(number) else number.casefold()


def _place(number: str) -> tuple[str, str, str] | None:
    """Collection, volume and paper of a number. None where it is none of the Anthology's.

    Of the old numbers those of workshops have two digits for the volume: W, C69, and D19 from 50 on. See its page on identifiers.
    """
    if new := _NEW.match(number):
        return new[1], new[2], str(int(new[3]))
    if old := _OLD.match(number):
        collection, rest = old[1], old[2]
        digits = 2 if collection[0] == "W" or collection == "C69" or (collection == "D19" and rest >= "5000") else 1
        return collection, str(int(rest[:digits])), str(int(rest[digits:]))
    return None


def _collection(asking: Asking, name: str) -> Mapping[str, _Paper]:
    """All papers of a collection, by volume and number; none where there is no such collection."""
    known = _read.setdefault(asking.session, {})
    place = f"{asking.home}/{name}.xml"
    if place not in known:
        status, body = get_bytes(asking, place)
        if status not in (200, 404):
            raise AskedError(f"{place}: answers {status}")
        if status == 404 and get_bytes(asking, f"{asking.home}/{THERE}.xml")[0] != 200:  # the files were moved, and that is no "none"
            raise AskedError(f"{asking.home}: has no collection {THERE}; the Anthology is not asked where its collections are")
        known[place] = dict(_papers(name, body, place)) if status == 200 else {}
    return known[place]


def _papers(collection: str, body: bytes, place: str) -> Iterator[tuple[str, _Paper]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise AskedError(f"{place}: answers with no XML that can be read") from None
    if root.tag != "collection" or root.get("id", "").casefold() != collection.casefold():
        raise AskedError(f"{place}: answers with no collection {collection}")
    for volume in root.iterfind("volume"):
        for paper in volume.iterfind("paper"):
            number = _full(collection, volume.get("id", ""), paper.get("id", ""))
            yield f"{volume.get('id')}/{paper.get('id')}", _read_paper(number, paper, volume)


def _full(collection: str, volume: str, paper: str) -> str:
    """The number of a paper: P19-1001, W19-4226, 2020.acl-main.1."""
    if "." in collection:
        return f"{collection}-{volume}.{paper}"
    two = collection[0] == "W" or collection == "C69" or (collection == "D19" and volume.isdecimal() and int(volume) >= 50)
    return f"{collection}-{volume.zfill(2)}{paper.zfill(2)}" if two else f"{collection}-{volume}{paper.zfill(3)}"


def _read_paper(number: str, paper: _Element, volume: _Element) -> _Paper:
    revisions = [int(one.get("id", "")) for one in paper.iterfind("revision") if (one.get("id") or "").isdecimal()]
    revision = f"v{max(revisions)}" if revisions else ""
    meta = volume.find("meta")
    held = _text(meta, "journal-title") or _text(meta, "booktitle")
    year = _text(paper, "year") or _text(meta, "year") or _year_of(number)
    doi = _text(paper, "doi")
    work = Work(
        database=NAME,
        title=_text(paper, "title"),
        authors=tuple(
            filter(None, (" ".join(filter(None, (_text(one, "first"), _text(one, "last")))) for one in paper.iterfind("author")))
        ),
        year=int(year) if year.isdecimal() else None,
        venue=held,
        identifiers=(Source(scheme="acl", id=number, version=revision), *([Source(scheme="doi", id=doi)] if doi else ())),
        withdrawn=_notice(paper),
        abstract=_text(paper, "abstract"),
    )
    return _Paper(work, revision, "://" not in _text(paper, "url"))


def _notice(paper: _Element) -> str:
    """That a paper was retracted or removed, when and why, as far as it is told."""
    for kind in ("retracted", "removed"):
        if (told := paper.find(kind)) is not None:
            when, why = told.get("date", ""), " ".join("".join(told.itertext()).split())
            return f"{kind}{f' {when}' if when else ''}{f': {why}' if why else ''}"[:300]
    return ""


def _year_of(number: str) -> str:
    if number[:4].isdecimal():
        return number[:4]
    return f"{'19' if number[1:3] >= '60' else '20'}{number[1:3]}"


def _text(element: _Element | None, name: str) -> str:
    """What an element of this name holds, without the elements in it; empty where there is none."""
    found = element.find(name) if element is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
