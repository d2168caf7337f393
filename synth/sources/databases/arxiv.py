"""arXiv: every version of a preprint, by its number.

Its traps: only the newest version is listed unless one is asked for; a number that is well formed and unknown is left out of the answer;
one that is not gets status 400; that a paper was withdrawn stands in its summary or in its comment alone. The package `arxiv` asks again
after everything and waits by itself: it is given a session that has manners, and no tries of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from synth.records import Source
from synth.sources.databases import Asking
from synth.sources.identity import find_identifiers
from synth.sources.manners import AskedError, Manners
from synth.sources.titles import words_of_title
from synth.sources.works import Work

if TYPE_CHECKING:
    import arxiv
    import requests

NAME, HOME, MANNERS = "arxiv", "https://export.arxiv.org", Manners(spacing=3.0)
SCHEMES = frozenset({"arXiv"})

# Of a notice, which opens a summary or a comment, or stands in brackets before it. "The withdrawal of a ball" is none.
_WITHDRAWN = re.compile(
    r"\s*(?:arxiv admin note:\s*)?[\[(*-]*\s*(?:(?:this|the(?: following)?)\s+)?"
    r"(?:paper|submissions?|article|manuscript|work|preprint|draft)\s+"
    r"(?:is|has been|was|have been)?\s*(?:temporarily\s+)?withdrawn\b",
    re.IGNORECASE,
)


def find(asking: Asking, identifier: Source) -> list[Work]:
    import arxiv

    return _works(asking, arxiv.Search(id_list=[f"{identifier.id}{identifier.version}"], max_results=1))


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    import arxiv

    words = " ".join(words_of_title(title))
    return _works(asking, arxiv.Search(query=f'ti:"{words}"', max_results=limit)) or _works(
        asking, arxiv.Search(query=" AND ".join(f"ti:{word}" for word in words.split()[:12]), max_results=limit)
    )


class _Feeds:
    """What the client takes for its session: it gives feeds, and raises where an answer is none."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def get(self, address: str, **_: Any) -> requests.Response:
        answer = self._asking.session.get(address)
        if answer.status_code == 200 and not re.match(rb"\s*(?:<\?xml[^>]*>\s*)?<feed\b", answer.content):
            raise AskedError(f"{self._asking.home}: answers with no Atom feed")
        return answer


def _works(asking: Asking, wanted: arxiv.Search) -> list[Work]:
    import arxiv

    client = arxiv.Client(page_size=max(1, wanted.max_results or 1), delay_seconds=0, num_retries=0)
    client.query_url_format = f"{asking.home}/api/query?{{}}"
    client._session = _Feeds(asking)
    try:
        return [_work(one) for one in client.results(wanted)]
    except arxiv.HTTPError as error:
        if error.status == 400 and wanted.id_list:
            return []  # no number of arXiv's
        raise AskedError(f"{asking.home}: answers {error.status}") from None
    except arxiv.ArxivError as error:
        raise AskedError(f"{asking.home}: {error.message}") from None


def _work(found: arxiv.Result) -> Work:
    own = find_identifiers(found.entry_id)
    identifiers = [one.source for one in own]
    if found.doi:
        identifiers.append(Source(scheme="doi", id=found.doi))
    return Work(
        database=NAME,
        title=" ".join(found.title.split()),
        authors=tuple(one.name for one in found.authors if one.name.strip(" :")),
        year=found.published.year,
        venue=found.journal_ref or "arXiv",
        identifiers=tuple(identifiers),
        withdrawn=_notice(found),
        abstract=found.summary.strip(),
        category=found.primary_category,
    )


def _notice(found: arxiv.Result) -> str:
    """What says that a paper was withdrawn; nothing where nothing does."""
    for text in (found.summary, found.comment or ""):
        if _WITHDRAWN.match(text) or re.search(r"arxiv admin note:[^.]*\bwithdrawn\b", text, re.IGNORECASE):
            return " ".join(text.split())[:300]
    return ""
