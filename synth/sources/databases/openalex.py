"""OpenAlex: works of all publishers, each with all the places that it stands at.

Its traps: title, place and authors may be null; `?` and `*` in a search are refused; what is not found comes as HTML; its budget for a day
is small, and spent it asks to wait until midnight. The package `pyalex` writes the addresses; they are asked for by a session with manners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from synth.records import Source
from synth.sources.databases import Asking, Question, find_json, get_json
from synth.sources.identity import find_identifiers, number_of
from synth.sources.manners import Manners
from synth.sources.questions import all_then_any, subject_of, words_of
from synth.sources.works import Work

NAME, HOME, MANNERS = "openalex", "https://api.openalex.org", Manners(spacing=0.2)
SCHEMES = frozenset({"doi", "arXiv"})
MOST_ROWS = 100
MOST_PLACES = 50  # of one work
_PATH = "https://api.openalex.org"


def find(asking: Asking, identifier: Source) -> list[Work]:
    doi = f"10.48550/arxiv.{number_of(identifier)}" if identifier.scheme == "arXiv" else identifier.id
    told = find_json(asking, f"{asking.home}/works/https://doi.org/{doi}", "title", _who(asking))
    return _works(told) if told else []


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    from pyalex import Works

    return _listed(asking, Works().search_filter(title=" ".join(words_of(title))).url, limit)


def look(asking: Asking, question: Question, limit: int) -> list[Work]:
    """By title, abstract and full text."""
    from pyalex import Works

    dates = {"from_publication_date": f"{question.since}-01-01" if question.since else ""}
    dates["to_publication_date"] = f"{question.until}-12-31" if question.until else ""

    def search(words: str) -> list[Work]:
        asked = Works().search(words)
        for name, date in dates.items():
            asked = asked.filter(**{name: date}) if date else asked
        return _listed(asking, asked.url, min(limit, MOST_ROWS))

    return all_then_any(subject_of(question.words), search)


def _listed(asking: Asking, address: str, limit: int) -> list[Work]:
    told = get_json(asking, address.replace(_PATH, asking.home, 1), "results", {"per-page": limit, **_who(asking)})
    return [work for one in told["results"][:limit] for work in _works(one)]


def _who(asking: Asking) -> dict[str, str]:
    return {"api_key": asking.key, "mailto": asking.contact}


def _works(told: dict[str, Any]) -> list[Work]:
    """A work once for each place that it stands at, as each may date it otherwise."""
    places = [told.get("primary_location") or {}, *(told.get("locations") or ())[:MOST_PLACES]]
    venues = dict.fromkeys(str(((place or {}).get("source") or {}).get("display_name") or "") for place in places)
    addresses = " ".join(str((place or {}).get("landing_page_url") or "") for place in places)
    identifiers = [one.source for one in find_identifiers(f"{told.get('doi') or ''} {addresses}") if one.source.scheme != "url"]
    authors = [(one.get("author") or {}).get("display_name") or one.get("raw_author_name") for one in told.get("authorships") or ()]
    return [
        Work(
            database=NAME,
            title=told.get("title") or told.get("display_name") or "",
            authors=tuple(name for name in authors if name),
            year=told.get("publication_year"),
            venue=venue,
            identifiers=tuple({one.name: one for one in identifiers}.values()),
            withdrawn="retracted" if told.get("is_retracted") else "",
            abstract=_abstract(told.get("abstract_inverted_index") or {}),
        )
        for venue in (venues or {"": None})
    ]


def _abstract(places: Mapping[str, Sequence[int]]) -> str:
    """An abstract, which is given as the places of each of its words."""
    return " ".join(word for _, word in sorted((at, word) for word, those in places.items() for at in those))
