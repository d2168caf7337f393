"""DataCite: DOIs of arXiv and of Zenodo.

Its traps: names come as "Family, Given"; dates are one for each version; what is wrong is told as an object or as a list.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from synth.records import Source
from synth.sources.databases import Asking, Question, find_json, get_json, plain
from synth.sources.identity import number_of
from synth.sources.manners import Manners
from synth.sources.questions import all_then_any, subject_of
from synth.sources.works import Work

NAME, HOME, MANNERS = "datacite", "https://api.datacite.org", Manners(spacing=0.5)
SCHEMES = frozenset({"doi", "arXiv"})
MOST_ROWS = 100
TEXTS = (
    "Preprint",
    "Text",
    "JournalArticle",
    "ConferencePaper",
    "Report",
    "Dissertation",
    "Book",
    "BookChapter",
)  # as DataCite names kinds
ARXIV = "10.48550/arxiv."  # what arXiv's DOIs begin with


def find(asking: Asking, identifier: Source) -> list[Work]:
    doi = f"{ARXIV}{number_of(identifier)}" if identifier.scheme == "arXiv" else identifier.id
    told = find_json(asking, f"{asking.home}/dois/{quote(doi, safe='')}", "data", {})
    return [_work(told["data"]["attributes"])] if told else []


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    words = title.replace("\\", " ").replace('"', " ")
    return _listed(asking, f'titles.title:"{words}"', limit)


def look(asking: Asking, question: Question, limit: int) -> list[Work]:
    """By all that is registered of a text; data sets and software, which have most of its DOIs, are left out."""
    kinds = f" AND types.resourceTypeGeneral:({' OR '.join(TEXTS)})"
    years = f" AND publicationYear:[{question.since or '*'} TO {question.until or '*'}]" if question.since or question.until else ""

    def search(words: str) -> list[Work]:
        return _listed(asking, f"({words}){kinds}{years}", min(limit, MOST_ROWS))

    return all_then_any(subject_of(question.words), search)[:limit]


def _listed(asking: Asking, query: str, limit: int) -> list[Work]:
    told = get_json(asking, f"{asking.home}/dois", "data", {"query": query, "page[size]": limit})
    return [_work(one["attributes"]) for one in told["data"][:limit]]


def _work(told: dict[str, Any]) -> Work:
    doi = str(told["doi"])
    arxiv = doi.casefold().startswith(ARXIV)
    identifiers = (Source(scheme="arXiv", id=doi[len(ARXIV) :]),) if arxiv else (Source(scheme="doi", id=doi),)
    publisher = told.get("publisher")
    return Work(
        database=NAME,
        title=next((one["title"] for one in told.get("titles") or () if one.get("title")), ""),
        authors=tuple(one["name"] for one in told.get("creators") or () if one.get("name")),
        year=_year(told),
        venue="arXiv" if arxiv else str((publisher.get("name") if isinstance(publisher, dict) else publisher) or ""),
        identifiers=identifiers,
        abstract=_abstract(told),
    )


def _abstract(told: dict[str, Any]) -> str:
    those = [one.get("description") or "" for one in told.get("descriptions") or () if one.get("descriptionType") == "Abstract"]
    return plain(next(iter(those), ""))


def _year(told: dict[str, Any]) -> int | None:
    year = told.get("publicationYear")
    return int(year) if year else None
