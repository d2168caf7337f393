"""Crossref: who registered a DOI, and for what.

Its traps: arXiv's DOIs are DataCite's, and unknown here; a search always gives the nearest work, however far; titles and venues are lists;
a work may be given without authors, and its year stands in one of several dates.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from synth.records import Source
from synth.sources.databases import Asking, Question, find_json, get_json, plain
from synth.sources.manners import Manners
from synth.sources.questions import subject_of
from synth.sources.works import Work

NAME, HOME, MANNERS = "crossref", "https://api.crossref.org", Manners(spacing=0.2)
SCHEMES = frozenset({"doi"})
MOST_ROWS = 100
_DATES = ("published-print", "published", "issued", "published-online", "created")


def find(asking: Asking, identifier: Source) -> list[Work]:
    told = find_json(asking, f"{asking.home}/works/{quote(identifier.id, safe='')}", "message", {"mailto": asking.contact})
    return [_work(told["message"])] if told else []


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    return _listed(asking, {"query.title": title}, limit)


def look(asking: Asking, question: Question, limit: int) -> list[Work]:
    """By title, authors, venue and year, as abstracts are not searched; whatever is nearest, however far."""
    dates = (("from-pub-date", question.since), ("until-pub-date", question.until))
    asked = {"query.bibliographic": " ".join(subject_of(question.words)), "filter": ",".join(f"{name}:{at}" for name, at in dates if at)}
    return _listed(asking, asked, min(limit, MOST_ROWS))


def _listed(asking: Asking, asked: dict[str, str], limit: int) -> list[Work]:
    told = get_json(asking, f"{asking.home}/works", "message", {**asked, "rows": limit, "mailto": asking.contact})
    return [_work(one) for one in told["message"]["items"][:limit]]


def _work(told: dict[str, Any]) -> Work:
    names = [
        " ".join(part for part in (one.get("given"), one.get("family")) if part) or one.get("name", "") for one in told.get("author") or ()
    ]
    title = next(iter(told.get("title") or ()), "")
    subtitle = next(iter(told.get("subtitle") or ()), "")
    notices = [one["type"] for one in told.get("updated-by") or () if one.get("type") in ("retraction", "withdrawal", "removal")]
    return Work(
        database=NAME,
        title=f"{title}: {subtitle}" if subtitle else title,
        authors=tuple(name for name in names if name),
        year=_year(told),
        venue=next(iter(told.get("container-title") or ()), "") or ("preprint" if told.get("type") == "posted-content" else ""),
        identifiers=(Source(scheme="doi", id=told["DOI"]),),
        withdrawn=", ".join(dict.fromkeys(notices)),
        abstract=plain(told.get("abstract") or ""),
    )


def _year(told: dict[str, Any]) -> int | None:
    for name in _DATES:
        parts = (told.get(name) or {}).get("date-parts") or [[None]]
        if parts[0] and parts[0][0]:
            return int(parts[0][0])
    return None
