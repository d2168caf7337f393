"""Zenodo: what anybody deposited, reports among it, with its files.

A record is one version, and has a DOI of its own; another DOI is for all its versions, and leads to the newest. A work has both, its own
first, and it is the own one that says which version a file is of. Its traps: the number of all versions is no record, and where its newest
is has to be asked for; a page has 25 records at most; names come as "Family, Given", what a record is about as HTML; the files of a record
that is restricted are missing, or null. By title nothing is looked for here: what anybody deposits is so little of all works that "not
here" would say nothing of one.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from synth.records import Source
from synth.sources.databases import Asking, Question, Text, find_json, get_json, plain
from synth.sources.manners import Manners
from synth.sources.questions import subject_of
from synth.sources.works import Work

NAME, HOME, MANNERS = "zenodo", "https://zenodo.org", Manners(spacing=1.0)
SCHEMES = frozenset({"doi"})
DOIS = ("10.5281/zenodo.",)
MOST_ROWS = 25  # of a page, for who has no account
search = None


def find(asking: Asking, identifier: Source) -> list[Work]:
    told = _record(asking, identifier)
    return [_work(told)] if told else []


def look(asking: Asking, question: Question, limit: int) -> list[Work]:
    """By all that records say, the newest version of each; of the best of all kinds and years those that are texts of the years asked for.

    The names by which its search knows kind and date have changed before, and a name that it does not know finds nothing without a word.
    """
    asked = {"q": " ".join(subject_of(question.words)), "size": MOST_ROWS, "sort": "bestmatch"}
    told = get_json(asking, f"{asking.home}/api/records", "hits", asked)
    works = [_work(one) for one in told["hits"]["hits"] if _is_text(one["metadata"])]
    since, until = question.since or 0, question.until or 9999
    return [one for one in works if not (question.since or question.until) or (one.year and since <= one.year <= until)][:limit]


def _is_text(about: dict[str, Any]) -> bool:
    return str((about.get("resource_type") or {}).get("type", "publication")) == "publication"


def texts(asking: Asking, identifier: Source) -> list[Text]:
    """The PDFs of a record, in its order; of the newest record, for the DOI of all versions."""
    told = _record(asking, identifier)
    if not told:
        return []
    of = _work(told).identifiers[0]
    names = [str(one.get("key") or one.get("filename") or "") for one in told.get("files") or ()]
    # The links that records hold were changed more than once, and may lead to another host than the one that is configured.
    return [
        Text("pdf", f"{asking.files}/api/records/{int(told['id'])}/files/{quote(name, safe='')}/content", of)
        for name in names
        if name.casefold().endswith(".pdf")
    ]


def _record(asking: Asking, identifier: Source) -> dict[str, Any] | None:
    number = identifier.id[len(DOIS[0]) :]
    if not (number.isascii() and number.isdecimal()):
        return None
    place = f"{asking.home}/api/records/{number}"
    return find_json(asking, place, "metadata", {}) or find_json(asking, f"{place}/versions/latest", "metadata", {})


def _work(told: dict[str, Any]) -> Work:
    about = told["metadata"]
    names = (told.get("doi") or about.get("doi") or f"{DOIS[0]}{int(told['id'])}", told.get("conceptdoi") or about.get("conceptdoi"))
    return Work(
        database=NAME,
        title=about.get("title") or told.get("title") or "",
        authors=tuple(one["name"] for one in about.get("creators") or () if one.get("name")),
        year=_year(about.get("publication_date")),
        venue="Zenodo",
        identifiers=tuple(Source(scheme="doi", id=str(one)) for one in dict.fromkeys(names) if one),
        abstract=plain(about.get("description") or ""),
    )


def _year(date: str | None) -> int | None:
    found = re.match(r"\d{4}\b", date or "")
    return int(found[0]) if found else None
