"""arXiv: every version of a preprint, by its number.

Its traps: only the newest version is listed unless one is asked for; a number that is well formed and unknown is left out of the answer;
one that is not gets status 400; that a paper was withdrawn stands in its summary or in its comment alone; an entry may lack its link to the
PDF. The package `arxiv` asks again after everything and waits by itself: it is given a session that has manners, and no tries of its own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.records import Source
from synth.sources.databases import Asking, Question, Text, get_bytes
from synth.sources.identity import find_identifiers, number_of, same_address
from synth.sources.manners import AskedError, Manners
from synth.sources.questions import all_then_any, subject_of
from synth.sources.titles import words_of_title
from synth.sources.works import Work

if TYPE_CHECKING:
    import arxiv

NAME, HOME, MANNERS = "arxiv", "https://export.arxiv.org", Manners(spacing=3.0)
FILES = "https://arxiv.org"
FIRST_YEAR, LAST_YEAR = 1986, 2999  # of what it holds, older papers among it; a range of dates has both ends
MOST_ROWS = 200
SCHEMES = frozenset({"arXiv"})
ONCE = True

logging.getLogger("arxiv").addHandler(logging.NullHandler())  # what it logs holds text from outside, and would go to the terminal

# Of a notice, which opens a summary or a comment, or stands in brackets before it. "The withdrawal of a ball" is none.
_WITHDRAWN = re.compile(
    r"\s*(?:arxiv admin note:\s*)?[\[(*-]*\s*(?:(?:this|the(?: following)?)\s+)?"
    r"(?:paper|submissions?|article|manuscript|work|preprint|draft)\s+"
    r"(?:is|has been|was|have been)?\s*(?:temporarily\s+)?withdrawn\b",
    re.IGNORECASE,
)


def find(asking: Asking, identifier: Source) -> list[Work]:
    """The work in the version that is asked for; in its newest, with that version's number, where there is no such version."""
    found = _numbered(asking, f"{number_of(identifier)}{identifier.version}", identifier)
    if found or not identifier.version:
        return found
    return _numbered(asking, number_of(identifier), identifier)


def find_all(asking: Asking, identifiers: Sequence[Source]) -> dict[str, list[Work]]:
    """The works of many numbers by one question, by their names. Of what the answer leaves out, only `find` can tell why."""
    import arxiv

    found = _works(asking, arxiv.Search(id_list=[f"{number_of(one)}{one.version}" for one in identifiers], max_results=len(identifiers)))
    named = [(work, one) for work in found for one in work.identifiers if one.scheme == "arXiv"]
    return {
        asked.name: works
        for asked in identifiers
        if (works := [work for work, one in named if same_address(one) == same_address(asked) and asked.version in ("", one.version)])
    }


def _numbered(asking: Asking, number: str, identifier: Source) -> list[Work]:
    import arxiv

    found = _works(asking, arxiv.Search(id_list=[number], max_results=1))
    for work in found:
        told = [one for one in work.identifiers if one.scheme == "arXiv"]
        if same_address(identifier) not in map(same_address, told):
            raise AskedError(f"{asking.home}: asked for {number}, it answers with {told[0].name if told else 'something without a number'}")
    return found


def search(asking: Asking, title: str, limit: int) -> list[Work]:
    import arxiv

    words = " ".join(words_of_title(title))
    return _works(asking, arxiv.Search(query=f'ti:"{words}"', max_results=limit)) or _works(
        asking, arxiv.Search(query=" AND ".join(f"ti:{word}" for word in words.split()[:12]), max_results=limit)
    )


def look(asking: Asking, question: Question, limit: int) -> list[Work]:
    """By what any field says, the date being that of the first version."""
    import arxiv

    dates = ""
    if question.since or question.until:
        dates = f" AND submittedDate:[{question.since or FIRST_YEAR}01010000 TO {question.until or LAST_YEAR}12312359]"

    def search(words: str) -> list[Work]:
        return _works(asking, arxiv.Search(query=f"({words}){dates}", max_results=min(limit, MOST_ROWS)))

    return all_then_any([f"all:{word}" for word in subject_of(question.words)], search)[:limit]


def texts(asking: Asking, identifier: Source) -> list[Text]:
    """Source, HTML and PDF, in this order, of the version that is asked for, or of the newest where none is.

    The addresses are made from the number, as the feed's link to a PDF may be missing and `arxiv` 4 has no `download_pdf`. That a text is
    there is not asked here: not every paper has a source, and few have HTML.
    """
    if not identifier.version:
        newest = [one for work in find(asking, identifier) for one in work.identifiers if one.scheme == "arXiv"]
        if not newest:
            return []
        identifier = newest[0]
    number = f"{identifier.id}{identifier.version}"
    of = Source(scheme="arXiv", id=identifier.id, version=identifier.version)
    return [
        Text("source", f"{asking.files}/e-print/{number}", of),
        Text("html", f"{asking.files}/html/{number}", of),
        Text("pdf", f"{asking.files}/pdf/{number}", of),
    ]


class _Feed(NamedTuple):
    """What the client looks at of an answer."""

    status_code: int
    content: bytes


class _Feeds:
    """What the client takes for its session: it gives one feed, and raises where an answer is none."""

    def __init__(self, asking: Asking) -> None:
        self._asking, self._given = asking, False

    def get(self, address: str, **_: Any) -> _Feed:
        if self._given:  # a feed may count more works than it gives, and the client would ask for the others
            return _Feed(200, b"<feed/>")
        self._given = True
        answer = _Feed(*get_bytes(self._asking, address))
        if answer.status_code == 200 and not re.match(rb"\s*(?:<\?xml[^>]*>\s*)?<feed\b", answer.content):
            raise AskedError(f"{self._asking.home}: answers with no Atom feed")
        return answer


def _works(asking: Asking, wanted: arxiv.Search) -> list[Work]:
    import arxiv

    client = arxiv.Client(page_size=max(1, wanted.max_results or 1), delay_seconds=0, num_retries=0)
    client.query_url_format = f"{asking.home}/api/query?{{}}"
    client._session = _Feeds(asking)
    works: list[Work] = []
    try:
        for one in client.results(wanted):
            works.append(_work(one))
    except arxiv.UnexpectedEmptyPageError:  # the page after the one that was asked for
        return works
    except arxiv.HTTPError as error:
        if error.status == 400 and wanted.id_list:
            return []  # no number of arXiv's
        raise AskedError(f"{asking.home}: answers {error.status}") from None
    except arxiv.ArxivError as error:
        raise AskedError(f"{asking.home}: {error.message}") from None
    return works


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
