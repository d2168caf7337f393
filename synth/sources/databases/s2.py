"""Semantic Scholar: works of all publishers, with what they are called elsewhere.

Its traps: a search without hits has no `data`; errors come under `error` or `message`; too many questions are refused without a word of
when to come again; venue, journal and abstract may be null.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from synth.records import Source
from synth.sources.databases import Asking, Question, find_json, get_json
from synth.sources.identity import number_of
from synth.sources.manners import Manners
from synth.sources.questions import subject_of
from synth.sources.works import Work

NAME, HOME, MANNERS = "s2", "https://api.semanticscholar.org", Manners(spacing=1.1)
SCHEMES = frozenset({"arXiv", "doi", "acl"})
MOST_ROWS = 100
FIELDS = "title,authors,year,venue,journal,externalIds,abstract"
_PREFIXES = {"arXiv": "ARXIV:", "doi": "DOI:", "acl": "ACL:"}


def find(asking: Asking, identifier: Source) -> list[Work]:
    place = quote(f"{_PREFIXES[identifier.scheme]}{number_of(identifier)}", safe=":/.")
    told = find_json(asking, f"{asking.home}/graph/v1/paper/{place}", "paperId", {"fields": FIELDS}, _key(asking))
    return [_work(told)] if told else []


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    return _listed(asking, {"query": title.replace("-", " ")}, limit)


def look(asking: Asking, question: Question, limit: int) -> list[Work]:
    """By title and abstract. Its search takes words alone, and finds none with a hyphen."""
    years = f"{question.since or ''}-{question.until or ''}" if question.since or question.until else ""
    return _listed(asking, {"query": " ".join(subject_of(question.words)), "year": years}, limit)


def _listed(asking: Asking, asked: dict[str, str], limit: int) -> list[Work]:
    query = {**asked, "fields": FIELDS, "limit": min(limit, MOST_ROWS)}
    told = get_json(asking, f"{asking.home}/graph/v1/paper/search", "total", query, _key(asking))
    return [_work(one) for one in (told.get("data") or ())[:limit]]


def _key(asking: Asking) -> dict[str, str]:
    return {"x-api-key": asking.key} if asking.key else {}


def _work(told: dict[str, Any]) -> Work:
    names = told.get("externalIds") or {}
    known = (("arXiv", names.get("ArXiv")), ("doi", names.get("DOI")), ("acl", names.get("ACL")))
    return Work(
        database=NAME,
        title=told.get("title") or "",
        authors=tuple(one["name"] for one in told.get("authors") or () if one.get("name")),
        year=told.get("year"),
        venue=told.get("venue") or (told.get("journal") or {}).get("name") or "",
        identifiers=tuple(Source(scheme=scheme, id=one) for scheme, one in known if one),
        abstract=told.get("abstract") or "",
    )
