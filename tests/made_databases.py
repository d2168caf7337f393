"""Databases on loopback: each answers in its own shape, from works that a test gives it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from made_web import Reply, Time, served, session

from synth.sources.databases import Asking


class Entry(NamedTuple):
    """A work as it is."""

    title: str
    authors: tuple[str, ...] = ("Jane Roe", "Wei Wang")
    year: int = 2021
    venue: str = "Journal of Weights"
    arxiv: str = ""
    version: int = 1
    doi: str = ""
    acl: str = ""
    revisions: int = 0
    zenodo: int = 0  # the number of its record; that of all its versions is one less
    files: tuple[str, ...] = ()
    summary: str = "We weigh."
    comment: str = ""
    retracted: bool = False


JSON, ATOM = {"Content-Type": "application/json"}, {"Content-Type": "application/atom+xml"}
NOTHING: Reply = (404, {"Content-Type": "text/plain"}, b"Resource not found.")


def _json(told: Any, status: int = 200) -> Reply:
    return status, JSON, json.dumps(told).encode()


def _like(title: str, entries: Sequence[Entry]) -> list[Entry]:
    """The works that share a word, those that share most first: a search has a nearest hit for anything."""
    words = set(re.findall(r"\w+", re.sub(r"\b(?:AND|OR)\b", " ", title).casefold()))
    shared = {entry: len(words & set(re.findall(r"\w+", entry.title.casefold()))) for entry in entries}
    return sorted((entry for entry in entries if shared[entry]), key=lambda entry: -shared[entry])


def arxiv(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    named = [name for name in query.get("id_list", "").split(",") if name]
    if any(not re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?", name) for name in named):
        return 400, ATOM, _feed(["<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title></entry>"])
    if named:
        found = [one for one in entries if one.arxiv and (one.arxiv in named or f"{one.arxiv}v{one.version}" in named)]
    elif "all:" in query["search_query"]:
        words, _, dates = query["search_query"].partition(" AND submittedDate:")
        years = [int(year) for year in re.findall(r"\b(\d{4})\d{8}\b", dates)] or [0, 9999]
        asked = [word.casefold() for word in re.findall(r"all:(\w+)", words)]
        enough = any if " OR " in words else all
        found = [one for one in _like(" ".join(asked), entries) if one.arxiv and years[0] <= one.year <= years[1]]
        found = [one for one in found if enough(word in f"{one.title} {one.summary}".casefold() for word in asked)]
    else:
        asked = " ".join(re.findall(r'ti:"?([^"]+?)"?(?: AND |$)', query["search_query"]))
        phrase = query["search_query"].startswith('ti:"')
        found = [one for one in _like(asked, entries) if one.arxiv]
        squeezed = " ".join(re.findall(r"\w+", asked.casefold()))
        found = [one for one in found if not phrase or squeezed in " ".join(re.findall(r"\w+", one.title.casefold()))]
    return 200, ATOM, _feed([_entry(one) for one in found])


def _feed(entries: Sequence[str]) -> bytes:
    spaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    counts = f'<o:totalResults xmlns:o="http://a9.com/-/spec/opensearch/1.1/">{len(entries)}</o:totalResults>'
    return f"<?xml version='1.0' encoding='UTF-8'?><feed {spaces}><title>query</title>{counts}{''.join(entries)}</feed>".encode()


def _entry(one: Entry) -> str:
    name = f"{one.arxiv}v{one.version}"
    doi = f"<arxiv:doi>{one.doi}</arxiv:doi>" if one.doi else ""
    comment = f"<arxiv:comment>{escape(one.comment)}</arxiv:comment>" if one.comment else ""
    authors = "".join(f"<author><name>{escape(author)}</name></author>" for author in one.authors)
    date = f"{one.year}-03-01T00:00:00Z"
    return (
        f"<entry><id>http://arxiv.org/abs/{name}</id><title>{escape(one.title)}</title><updated>{date}</updated><published>{date}</published>"
        f'<summary>{escape(one.summary)}</summary><arxiv:primary_category term="cs.CL"/><category term="cs.CL"/>'
        f"{doi}{comment}{authors}</entry>"
    )


def crossref(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    of_crossref = [one for one in entries if one.doi and not one.doi.casefold().startswith("10.48550")]
    if path == "/works":
        return _json(
            {
                "status": "ok",
                "message": {
                    "items": [_crossref(one) for one in _like(query.get("query.title") or query["query.bibliographic"], of_crossref)]
                },
            }
        )
    found = [one for one in of_crossref if one.doi.casefold() == unquote(path.removeprefix("/works/")).casefold()]
    return _json({"status": "ok", "message": _crossref(found[0])}) if found else NOTHING


def _crossref(one: Entry) -> dict[str, Any]:
    authors = [dict(zip(("family", "given"), reversed(author.rsplit(" ", 1)), strict=False)) for author in one.authors]
    notice = {"updated-by": [{"type": "retraction", "DOI": "10.1000/notice"}]} if one.retracted else {}
    dates = {"issued": {"date-parts": [[one.year, 3]]}}
    return {
        "DOI": one.doi,
        "title": [one.title],
        "author": authors,
        "container-title": [one.venue],
        "type": "journal-article",
        **dates,
        **notice,
    }


def datacite(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    of_arxiv = [one for one in entries if one.arxiv]
    if path == "/dois":
        asked = query["query"].partition(" AND types.")[0]
        return _json({"data": [{"attributes": _datacite(one)} for one in _like(asked, of_arxiv)]})
    found = [one for one in of_arxiv if f"10.48550/arxiv.{one.arxiv}" == unquote(path.removeprefix("/dois/")).casefold()]
    return _json({"data": {"attributes": _datacite(found[0])}}) if found else _json({"errors": [{"status": "404"}]}, 404)


def _datacite(one: Entry) -> dict[str, Any]:
    creators = [{"name": ", ".join(reversed(author.rsplit(" ", 1)))} for author in one.authors]
    doi = f"10.48550/arxiv.{one.arxiv}"
    return {"doi": doi, "titles": [{"title": one.title}], "creators": creators, "publicationYear": one.year, "publisher": "arXiv"}


def s2(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    if path.endswith("/search"):
        found = _like(query["query"], entries)
        return _json({"total": len(found), "offset": 0, **({"data": [_s2(one) for one in found]} if found else {})})
    name = unquote(path.rpartition("/paper/")[2])
    named = [one for one in entries if name in (f"ARXIV:{one.arxiv}", f"DOI:{one.doi}", f"ACL:{one.acl}")]
    return _json(_s2(named[0])) if named else _json({"error": f"Paper with id {name} not found"}, 404)


def _s2(one: Entry) -> dict[str, Any]:
    names = {key: value for key, value in (("ArXiv", one.arxiv), ("DOI", one.doi), ("ACL", one.acl)) if value}
    authors = [{"authorId": None, "name": author} for author in one.authors]
    return {
        "paperId": "x",
        "title": one.title,
        "authors": authors,
        "year": one.year,
        "venue": one.venue,
        "journal": None,
        "externalIds": names,
    }


def openalex(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    if path == "/works":
        asked = query.get("search") or query["filter"].removeprefix("title.search:")
        if re.search(r"[?*]", asked):
            return _json({"error": "Invalid query parameters error."}, 400)
        return _json({"meta": {}, "results": [_openalex(one) for one in _like(asked, entries)]})
    doi = unquote(path).partition("doi.org/")[2].casefold()
    found = [one for one in entries if doi in (one.doi.casefold(), f"10.48550/arxiv.{one.arxiv}")]
    return _json(_openalex(found[0])) if found else (404, {"Content-Type": "text/html"}, b"<!doctype html><title>404</title>")


def _openalex(one: Entry) -> dict[str, Any]:
    place = {"source": {"display_name": one.venue}, "landing_page_url": f"https://doi.org/{one.doi}" if one.doi else None}
    preprint = {"source": {"display_name": "arXiv (Cornell University)"}, "landing_page_url": f"https://arxiv.org/abs/{one.arxiv}"}
    authors = [{"author": {"display_name": author}} for author in one.authors]
    return {
        "title": one.title,
        "doi": f"https://doi.org/{one.doi}" if one.doi else None,
        "publication_year": one.year,
        "primary_location": place,
        "locations": [place, *([preprint] if one.arxiv else []), {"source": None, "landing_page_url": None}],
        "authorships": authors,
        "is_retracted": one.retracted,
        "abstract_inverted_index": None,
    }


def acl(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    collection = path.rpartition("/")[2].removesuffix(".xml")
    volumes: dict[str, list[str]] = {}
    for one in entries:
        if one.acl.startswith(f"{collection}-"):
            volume, paper = _acl_place(one.acl)
            volumes.setdefault(volume, []).append(_acl(one, paper))
    if not volumes and collection != "A83":
        return NOTHING
    meta = f"<meta><booktitle>Proceedings of <fixed-case>WEIGH</fixed-case></booktitle><year>{entries[0].year}</year></meta>"
    held = "".join(f'<volume id="{volume}">{meta}{"".join(papers)}</volume>' for volume, papers in volumes.items())
    return 200, {"Content-Type": "text/plain"}, f"<?xml version='1.0'?><collection id=\"{collection}\">{held}</collection>".encode()


def _acl_place(number: str) -> tuple[str, str]:
    rest = number.partition("-")[2]
    volume, dot, paper = rest.partition(".")
    digits = 2 if number.startswith("W") else 1
    return (volume, paper) if dot else (str(int(rest[:digits])), str(int(rest[digits:])))


def _acl(one: Entry, paper: str) -> str:
    names = (author.rsplit(" ", 1) for author in one.authors)
    authors = "".join(f"<author><first>{first}</first><last>{last}</last></author>" for first, last in names)
    first, _, rest = one.title.partition(" ")
    title = f"<fixed-case>{escape(first)}</fixed-case>{escape(f' {rest}' if rest else '')}"
    revisions = "".join(f'<revision id="{n}" href="{one.acl}v{n}" hash="0"/>' for n in range(1, one.revisions + 1))
    retracted = '<retracted date="2023-05-06">The scales were wrong.</retracted>' if one.retracted else ""
    url = f'<url hash="0">{one.acl}</url>'
    doi = f"<doi>{one.doi}</doi>" if one.doi else ""
    return f'<paper id="{paper}"><title>{title}</title>{authors}{url}{doi}{revisions}{retracted}</paper>'


def zenodo(path: str, query: Mapping[str, str], entries: Sequence[Entry]) -> Reply:
    if path == "/api/records":
        found = [one for one in _like(query["q"], entries) if one.zenodo]
        return _json({"hits": {"hits": [_zenodo(one) for one in found], "total": len(found)}})
    number = path.removeprefix("/api/records/").removesuffix("/versions/latest")
    at = int(number) + path.endswith("/versions/latest")
    found = [one for one in entries if one.zenodo == at]
    return _json(_zenodo(found[0])) if found else _json({"status": 404, "message": "The persistent identifier does not exist."}, 404)


def _zenodo(one: Entry) -> dict[str, Any]:
    creators = [{"name": ", ".join(reversed(author.rsplit(" ", 1))), "affiliation": None} for author in one.authors]
    about = {"title": one.title, "creators": creators, "publication_date": f"{one.year}-05-01", "description": f"<p>{one.summary}</p>"}
    return {
        "id": one.zenodo,
        "conceptrecid": str(one.zenodo - 1),
        "doi": f"10.5281/zenodo.{one.zenodo}",
        "conceptdoi": f"10.5281/zenodo.{one.zenodo - 1}",
        "metadata": about,
        "files": [{"key": name, "size": 3, "links": {"self": f"https://zenodo.org/x/{name}"}} for name in one.files] or None,
    }


SHAPES: Mapping[str, Callable[[str, Mapping[str, str], Sequence[Entry]], Reply]] = {
    "acl": acl,
    "arxiv": arxiv,
    "crossref": crossref,
    "datacite": datacite,
    "openalex": openalex,
    "s2": s2,
    "zenodo": zenodo,
}


def answering(
    name: str, entries: Sequence[Entry], misbehave: Callable[[int], Reply | None] = lambda n: None
) -> Callable[[int, str], Reply]:
    """What a server answers that is a database with these works; `misbehave` may answer the n-th question in its place."""

    def answer(n: int, address: str) -> Reply:
        parts = urlsplit(address)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        return misbehave(n) or SHAPES[name](parts.path, query, entries)

    return answer


@contextmanager
def database(
    name: str, entries: Sequence[Entry], misbehave: Callable[[int], Reply | None] = lambda n: None
) -> Iterator[tuple[Asking, Time]]:
    """A database that has these works, and how to ask it."""
    time = Time()
    with served(answering(name, entries, misbehave)) as (host, _):
        yield Asking(session(host, time, spacing=0.0), f"http://{host}", files=f"http://{host}/files"), time
