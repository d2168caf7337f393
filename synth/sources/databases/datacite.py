"""DataCite: DOIs of arXiv and of Zenodo.

Its traps: names come as "Family, Given"; dates are one for each version; what is wrong is told as an object or as a list.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from synth.records import Source
from synth.sources.databases import Asking, get_json
from synth.sources.manners import Manners
from synth.sources.works import Work

NAME, HOME, MANNERS = "datacite", "https://api.datacite.org", Manners(spacing=0.5)
SCHEMES = frozenset({"doi", "arXiv"})
ARXIV = "10.48550/arxiv."  # what arXiv's DOIs begin with


def find(asking: Asking, identifier: Source) -> list[Work]:
    doi = f"{ARXIV}{identifier.id}" if identifier.scheme == "arXiv" else identifier.id
    told = get_json(asking, f"{asking.home}/dois/{quote(doi, safe='')}", "data", {})
    return [_work(told["data"]["attributes"])] if told else []


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    words = title.replace("\\", " ").replace('"', " ")
    told = get_json(asking, f"{asking.home}/dois", "data", {"query": f'titles.title:"{words}"', "page[size]": limit})
    return [_work(one["attributes"]) for one in told["data"]] if told else []


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
    )


def _year(told: dict[str, Any]) -> int | None:
    year = told.get("publicationYear")
    return int(year) if year else None
