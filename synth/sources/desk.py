"""Whom to ask, and what they said: the databases as the settings have them, each asked by itself, and every answer remembered.

What was answered once is not asked for again, and offline it is all there is: a question that nobody remembers is answered by "not asked,
offline", and never by "none". A database that fails twice in a row is given up for this run, as all further questions would wait for it
too. What is not done: nothing that failed is remembered, and of a memory nothing is thrown away here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit

import msgspec

from synth import __version__
from synth.records import Source
from synth.settings import Setting, SettingError
from synth.sources.resolving import Answer
from synth.sources.works import Cited, Work

if TYPE_CHECKING:
    from synth.sources.databases import Asking, Database, Question, Text
    from synth.sources.downloads import Fetched

OFFLINE = "not asked, offline"
GIVEN_UP_AFTER = 2  # failures in a row


class Memory(Protocol):
    """Where answers are kept."""

    def recall(self, database: str, question: str) -> bytes | None:
        """What a database answered to a question; None where it was never asked."""

    def remember(self, database: str, question: str, answer: bytes) -> None:
        """Keeps an answer, in the place of an older one."""


class Offered(NamedTuple):
    """The full texts that databases have of a work, and who could not be asked."""

    texts: tuple[Text, ...]
    failed: tuple[str, ...]  # "arxiv: not asked, offline"


class Desk:
    """Asks the databases."""

    def __init__(
        self,
        settings: Mapping[str, Setting],
        *,
        memory: Memory | None = None,
        only: Sequence[str] = (),
        refresh: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        from synth.sources.databases import databases

        known = databases()
        _refuse_unknown(settings, only, known)
        self.offline: bool = settings["offline"].value
        self.databases = tuple(one for name, one in known.items() if not only or name in only)
        self._memory, self._refresh = memory, refresh
        self._lock = threading.Lock()  # a memory is used by one thread at a time
        self._failures: dict[str, list[str]] = {}
        self._asking = {one.name: _asking(one, settings, clock, sleep) for one in self.databases}

    def ask(self, cited: Sequence[Cited]) -> list[list[Answer]]:
        """For each work that is cited, all that the databases have to say of it. Each database is asked by itself, beside the others."""
        with ThreadPoolExecutor(len(self.databases) or 1) as threads:
            told = list(threads.map(lambda database: [self._ask(database, one) for one in cited], self.databases))
        return [[answer for of_one in told for answer in of_one[at]] for at in range(len(cited))]

    def look(self, question: Question, limit: int) -> list[Answer]:
        """What the searches of all databases have for words. One that has no search for words is left out."""
        able = [one for one in self.databases if one.look]
        asked = f"look {question.since or ''}-{question.until or ''} {limit} {' '.join(question.words.split())}"
        with ThreadPoolExecutor(len(able) or 1) as threads:
            return list(threads.map(lambda one: self._looked(one, asked, question, limit), able))

    def _looked(self, database: Database, asked: str, question: Question, limit: int) -> Answer:
        assert database.look is not None
        return self._told(database, None, asked, partial(database.look, self._asking[database.name], question, limit))

    def texts(self, identifier: Source) -> Offered:
        """The full texts of a work, the best first; none of the databases that do not know such identifiers."""
        from synth.sources.databases import MISTOLD, said_of

        found: list[Text] = []
        failed = []
        for one in self.databases:
            if one.texts is None or not one.knows_of(identifier):
                continue
            if self.offline:
                failed.append(f"{one.name}: {OFFLINE}")
                continue
            try:
                found += one.texts(self._asking[one.name], identifier)
            except MISTOLD as error:
                failed.append(f"{one.name}: {said_of(error)}")
        return Offered(tuple(found), tuple(failed))

    def download(self, text: Text, into: Path, progress: Callable[[int, int | None], None] = lambda done, of: None) -> Fetched:
        """The file of a text. Raises `DownloadError`, or `AskedError` where nobody may be asked."""
        from synth.sources.downloads import download
        from synth.sources.manners import AskedError

        if self.offline:
            raise AskedError(f"{text.address}: {OFFLINE}")
        host = urlsplit(text.address).netloc
        of_host = [one for one in self._asking.values() if host in (urlsplit(one.home).netloc, urlsplit(one.files).netloc)]
        if not of_host:
            raise AskedError(f"{host}: not one of the hosts that are asked")
        return download(of_host[0].session, text.address, text.kind, into, progress=progress)

    def _ask(self, database: Database, cited: Cited) -> list[Answer]:
        from synth.sources.databases import HITS

        asking = self._asking[database.name]
        answers = []
        for identifier in cited.identifiers:
            if database.knows_of(identifier):
                find = partial(database.find, asking, identifier)
                answers.append(self._told(database, identifier, f"find {identifier.name}".casefold(), find))
        if cited.title and database.search:
            search = partial(database.search, asking, cited.title, HITS)
            answers.append(self._told(database, None, f"search {HITS} {' '.join(cited.title.split())}", search))
        return answers

    def _told(self, database: Database, identifier: Source | None, question: str, ask: Callable[[], list[Work]]) -> Answer:
        """What is remembered, else what is answered. "None" is asked for again wherever it can be: a work may have appeared since."""
        from synth.sources.databases import answered

        remembered = self._recalled(database, question) if self.offline or not self._refresh else None
        if remembered is not None and (remembered or self.offline):
            return Answer(database.name, identifier, remembered)
        if self.offline:
            return Answer(database.name, identifier, (), OFFLINE)
        failures = self._failures.setdefault(database.name, [])
        if len(failures) >= GIVEN_UP_AFTER:
            return Answer(database.name, identifier, (), f"given up: {failures[-1]}")
        answer = answered(database.name, identifier, ask)
        if answer.failed:
            failures.append(answer.failed)
        else:
            failures.clear()
            if self._memory:
                with self._lock:
                    self._memory.remember(database.name, question, msgspec.json.encode(answer.works))
        return answer

    def _recalled(self, database: Database, question: str) -> tuple[Work, ...] | None:
        if self._memory is None:
            return None
        with self._lock:
            told = self._memory.recall(database.name, question)
        if told is None:
            return None
        try:
            return msgspec.json.decode(told, type=tuple[Work, ...])
        except msgspec.MsgspecError:  # of another version: it is asked for again
            return None


def _refuse_unknown(settings: Mapping[str, Setting], only: Sequence[str], known: Mapping[str, Database]) -> None:
    for name, setting in settings.items():
        parts = name.split(".")
        if parts[0] == "sources" and parts[1] not in known:
            raise SettingError(f"{setting.origin}: no source is called {parts[1]!r}; there are {', '.join(known)}")
    for source in only:
        if source not in known:
            raise SettingError(f"no source is called {source!r}; there are {', '.join(known)}")


def _asking(database: Database, settings: Mapping[str, Setting], clock: Callable[[], float], sleep: Callable[[float], None]) -> Asking:
    """How a database is asked, as it is configured: a host that the user named may be anywhere, another must be public."""
    from synth.sources.databases import Asking
    from synth.sources.manners import Session

    def told(part: str, otherwise: str) -> tuple[str, bool]:
        setting = settings.get(f"sources.{database.name}.{part}")
        if setting is None:
            return otherwise, False
        address = str(setting.value).rstrip("/")
        if part != "key" and not urlsplit(address).netloc:
            raise SettingError(f"{setting.origin}: {address!r} is no address; it begins with https://")
        return address, True

    home, own_home = told("home", database.home)
    files, own_files = told("files", database.files if not own_home else home)
    contact = str(settings["contact"].value)
    hosts = {urlsplit(database.home).netloc: database.manners, urlsplit(database.files).netloc: database.manners}
    for address, own in ((home, own_home), (files, own_files)):
        if own or own_home:
            hosts[urlsplit(address).netloc] = database.manners._replace(trusted=True)
    agent = f"assay-claims/{__version__}" + (f" (mailto:{contact})" if contact else "")
    turns = Path(settings["home"].value) / "turns"
    session = Session({host: how for host, how in hosts.items() if host}, agent=agent, turns=turns, clock=clock, sleep=sleep)
    return Asking(session, home, told("key", "")[0], files or home, contact)
