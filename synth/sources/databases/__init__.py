"""Databases of works, one file each, found by being there.

A database is a module of this folder with these parts:

1. its docstring: what it has, and what of its answers is a trap;
2. `NAME`; `HOME`, the address that it is asked at unless another is configured; `MANNERS`, how it wants to be asked;
3. `SCHEMES`: of which identifiers it can say what they name, and that they name nothing;
4. `find(asking, identifier)`: the works that it has under an identifier, none where it knows that there is none;
5. `search(asking, title, limit)`: those whose titles are nearest, the nearest first; they may all be others. It may be None, for one that
   knows works by identifier only;

and with these, where it can do what they say:

6. `look(asking, question, limit)`: the works that its own search has for words, the best first; one page of it at most;
7. `FILES`, the address of its files, if it is another; `texts(asking, identifier)`: the full texts that it has of a work, the best first;
8. `DOIS`, what DOIs begin with, where it knows only its own: that it has not heard of another's says nothing of that;
9. `find_all(asking, identifiers)`: what it has under many identifiers, by name, in one question;
10. `ONCE`, where each work stands in it once: one that was found by its identifier need not be searched for by its title.

What is not done here: nothing is judged. An answer that cannot be read raises `AskedError`, and is no "none".
"""

from __future__ import annotations

import html
import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from synth.records import Source
from synth.sources.downloads import Kind
from synth.sources.manners import AskedError, Manners, Session
from synth.sources.resolving import Answer
from synth.sources.works import Cited, Work

if TYPE_CHECKING:
    import requests

HITS = 10  # works of a search by title
MOST_BYTES = 32 * 2**20  # of one answer, unpacked; the largest are years of conferences in the ACL Anthology, of some megabytes each
MISTOLD = (AskedError, KeyError, TypeError, AttributeError, ValueError, IndexError)  # what reading an answer of another shape ends in
MOST_SECONDS = 300.0  # for one answer, so that a server that drips does not hold everything up


class Asking(NamedTuple):
    """How a database is asked: by whom, and where."""

    session: Session
    home: str
    key: str = ""
    files: str = ""  # where its files lie
    contact: str = ""


class Question(NamedTuple):
    """What is looked for: words, and from which year to which."""

    words: str
    since: int | None = None
    until: int | None = None


class Text(NamedTuple):
    """A full text that a database has: in what form, where, and of what, with the version where that is known."""

    kind: Kind
    address: str
    source: Source


class Database(NamedTuple):
    """A module of this folder, read."""

    name: str
    home: str
    manners: Manners
    schemes: frozenset[str]
    find: Callable[[Asking, Source], list[Work]]
    search: Callable[[Asking, str, int], list[Work]] | None
    files: str = ""
    look: Callable[[Asking, Question, int], list[Work]] | None = None
    texts: Callable[[Asking, Source], list[Text]] | None = None
    dois: tuple[str, ...] = ()
    find_all: Callable[[Asking, Sequence[Source]], dict[str, list[Work]]] | None = None
    once: bool = False

    def knows_of(self, identifier: Source) -> bool:
        """Whether it can say what an identifier names, and that it names nothing."""
        if identifier.scheme == "doi" and self.dois:
            return identifier.id.casefold().startswith(self.dois)
        return identifier.scheme in self.schemes


@cache
def databases() -> Mapping[str, Database]:
    """All databases by name."""
    found = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {
        one.NAME: Database(
            one.NAME,
            one.HOME,
            one.MANNERS,
            one.SCHEMES,
            one.find,
            one.search,
            getattr(one, "FILES", ""),
            getattr(one, "look", None),
            getattr(one, "texts", None),
            getattr(one, "DOIS", ()),
            getattr(one, "find_all", None),
            getattr(one, "ONCE", False),
        )
        for one in sorted(found, key=lambda one: str(one.NAME))
    }


def ask(database: Database, asking: Asking, cited: Cited) -> list[Answer]:
    """All that a database has to say of what is cited: of each identifier that it knows of, and of the title."""
    answers = []
    for identifier in cited.identifiers:
        if database.knows_of(identifier):
            answers.append(answered(database.name, identifier, partial(database.find, asking, identifier)))
    if cited.title and database.search:
        answers.append(answered(database.name, None, partial(database.search, asking, cited.title, HITS)))
    return answers


def answered(name: str, identifier: Source | None, answer: Callable[[], list[Work]]) -> Answer:
    """What a database answers, or why it does not."""
    try:
        return Answer(name, identifier, tuple(answer()))
    except MISTOLD as error:
        return Answer(name, identifier, (), said_of(error))


def said_of(error: Exception) -> str:
    """Why an answer cannot be used, in one line."""
    if isinstance(error, AskedError):
        return str(error)
    return f"answers in a shape that is not its own ({type(error).__name__}: {' '.join(str(error).split())[:100]})"


def get_json(
    asking: Asking, address: str, holds: str, query: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The JSON at an address that is always there: of a search that is not, nothing would be known. Raises like `find_json`."""
    told = find_json(asking, address, holds, query, headers)
    if told is None:
        raise AskedError(f"{urlsplit(address).netloc}: answers 404 to a search; it is not asked where its searches are")
    return told


def find_json(
    asking: Asking, address: str, holds: str, query: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """The JSON at the address of one work; None where the status says that there is no such work.

    Raises `AskedError` where it is not JSON with the name that an answer of this kind holds: what cannot be read is no "none".
    """
    host = urlsplit(address).netloc
    status, body = get_bytes(asking, address, query, headers)
    if status == 404:
        return None
    if status != 200:
        raise AskedError(f"{host}: answers {status}{', what was there was removed' if status == 410 else ''}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise AskedError(f"{host}: answers with no JSON") from None
    if not isinstance(told, dict) or holds not in told:
        raise AskedError(f"{host}: answers with JSON that holds no `{holds}`")
    return told


def get_bytes(
    asking: Asking, address: str, query: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """Status and body of what an address answers. Raises `AskedError` where it is too large, takes too long, or breaks off."""
    asked = {name: value for name, value in (query or {}).items() if value}
    answer = asking.session.get(address, params=asked, headers=headers, stream=True)
    try:
        return answer.status_code, _body(answer, urlsplit(address).netloc, asking.session.clock)
    finally:
        answer.close()


def _body(answer: requests.Response, host: str, clock: Callable[[], float]) -> bytes:
    """What an answer holds, unpacked piece by piece, as a small one may be packed from a very large one."""
    import requests

    body, until = bytearray(), clock() + MOST_SECONDS
    try:
        for piece in answer.iter_content(2**16):
            body += piece
            if len(body) > MOST_BYTES:
                raise AskedError(f"{host}: answers with more than {MOST_BYTES:,} bytes")
            if clock() > until:
                raise AskedError(f"{host}: takes more than {MOST_SECONDS:.0f} s to answer")
    except requests.RequestException:
        raise AskedError(f"{host}: its answer broke off") from None
    return bytes(body)


def plain(text: str) -> str:
    """What a text with tags says, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())
