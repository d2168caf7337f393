"""Whom to ask, and what they said: the databases as the settings have them, each asked by itself, and every answer remembered.

What was answered once is not asked for again, and offline it is all there is: a question that nobody remembers is answered by "not asked,
offline", and never by "none". A database that fails twice in a row is given up for this run, as all further questions would wait for it
too. What is not done: nothing that failed is remembered, and of a memory nothing is thrown away here.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit

import msgspec

from synth import __version__
from synth.records import Source
from synth.settings import Setting, SettingError
from synth.sources.resolving import Answer
from synth.sources.works import SAYS, Cited, Work, liken

if TYPE_CHECKING:
    from synth.sources.databases import Asking, Database, Question, Text
    from synth.sources.downloads import Fetched

OFFLINE = "not asked, offline"
GIVEN_UP_AFTER = 2  # failures in a row
AT_ONCE = 50  # identifiers in one question
REACHED_IN = 10.0  # seconds in which a server answers that can be worked with


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


class _Asked(NamedTuple):
    """One question to one database, in the words under which its answer is remembered."""

    database: str
    identifier: Source | None
    words: str
    ask: Callable[[], list[Work]]


class Desk:
    """Asks the databases."""

    def __init__(
        self,
        settings: Mapping[str, Setting],
        *,
        memory: Memory | None = None,
        only: Sequence[str] = (),
        refresh: bool = False,
        progress: Callable[[int, int], None] = lambda done, of: None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        from synth.sources.databases import databases

        known = databases()
        _refuse_unknown(settings, only, known)
        self.offline: bool = settings["offline"].value
        self.databases = tuple(one for name, one in known.items() if not only or name in only)
        self._memory, self._refresh, self._progress = memory, refresh, progress
        self._failures: dict[str, list[str]] = {}
        self._asking = {one.name: _asking(one, settings, clock, sleep) for one in self.databases}

    def ask(self, cited: Sequence[Cited]) -> list[list[Answer]]:
        """For each work that is cited, all that the databases have to say of it.

        Of one in which a work stands once, the title is asked for only where it was not found, as it is cited, under its identifier.
        """
        once = {one.name for one in self.databases if one.once}
        asked = [[question for one in self.databases for question in self._of(one, work)] for work in cited]
        answers = self._answers([one for of_work in asked for one in of_work if one.identifier or one.database not in once])
        left = [
            one
            for work, of_work in zip(cited, asked, strict=True)
            for one in of_work
            if not one.identifier and one.database in once and not _has(work, of_work, one.database, answers)
        ]
        answers |= self._answers(left)
        return [[answers[one.database, one.words] for one in of_work if (one.database, one.words) in answers] for of_work in asked]

    def look(self, question: Question, limit: int) -> list[Answer]:
        """What the searches of all databases have for words. One that has no search for words is left out."""
        words = f"look {question.since or ''}-{question.until or ''} {limit} {' '.join(question.words.split())}"
        asked = [
            _Asked(one.name, None, words, partial(one.look, self._asking[one.name], question, limit)) for one in self.databases if one.look
        ]
        answers = self._answers(asked)
        return [answers[one.database, one.words] for one in asked]

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
        from synth.sources.downloads import DownloadError, download
        from synth.sources.manners import AskedError

        if self.offline:
            raise AskedError(f"{text.address}: {OFFLINE}")
        host = urlsplit(text.address).netloc
        of_host = [one for one in self._asking.values() if host in (urlsplit(one.home).netloc, urlsplit(one.files).netloc)]
        if not of_host:
            raise AskedError(f"{host}: not one of the hosts that are asked")
        failures = self._failures.setdefault(host, [])
        if len(failures) >= GIVEN_UP_AFTER:
            raise AskedError(f"given up: {failures[-1]}")
        try:
            file = download(of_host[0].session, text.address, text.kind, into, progress=progress)
        except DownloadError:  # its server is there, and has something else
            failures.clear()
            raise
        except AskedError as error:
            failures.append(str(error))
            raise
        failures.clear()
        return file

    def home(self, name: str) -> str:
        """Where a database is asked."""
        return self._asking[name].home

    def reached(self, name: str) -> str:
        """Why a database cannot be reached; nothing where it answers. It is asked once, and need have nothing to say."""
        from synth.sources.manners import AskedError

        asking = self._asking[name]
        try:
            asking.session.once(asking.home, REACHED_IN)
        except AskedError as error:
            return str(error)
        return ""

    def _of(self, database: Database, cited: Cited) -> list[_Asked]:
        """What there is to ask of a work that is cited: of each identifier, and of its title."""
        from synth.sources.databases import HITS

        asking = self._asking[database.name]
        asked = [
            _Asked(database.name, one, f"find {one.name}".casefold(), partial(database.find, asking, one))
            for one in cited.identifiers
            if database.knows_of(one)
        ]
        if cited.title and database.search:
            words = f"search {HITS} {' '.join(cited.title.split())}"
            asked.append(_Asked(database.name, None, words, partial(database.search, asking, cited.title, HITS)))
        return asked

    def _answers(self, asked: Sequence[_Asked]) -> dict[tuple[str, str], Answer]:
        """Each question answered once: as it is remembered, else by its database. A database is asked by itself, beside the others."""
        answers: dict[tuple[str, str], Answer] = {}
        left: dict[str, list[_Asked]] = {}
        for one in {(one.database, one.words): one for one in asked}.values():
            known = self._known(one)
            if known is None:
                left.setdefault(one.database, []).append(one)
            else:
                answers[one.database, one.words] = known
        to_come = sum(map(len, left.values()))
        for done, (question, answer) in enumerate(self._answered(left), start=1):
            self._progress(done, to_come)
            answers[question.database, question.words] = answer
            if self._memory and not answer.failed:
                self._memory.remember(question.database, question.words, msgspec.json.encode(answer.works))
        return answers

    def _known(self, asked: _Asked) -> Answer | None:
        """What is remembered. "None" is asked for again wherever it can be: a work may have appeared since."""
        told = self._memory.recall(asked.database, asked.words) if self._memory and (self.offline or not self._refresh) else None
        if told is not None:
            try:
                works = msgspec.json.decode(told, type=tuple[Work, ...])
            except msgspec.MsgspecError:  # of another version: as good as never asked
                works = None
            if works is not None and (works or self.offline):
                return Answer(asked.database, asked.identifier, works)
        return Answer(asked.database, asked.identifier, (), OFFLINE) if self.offline else None

    def _answered(self, left: Mapping[str, Sequence[_Asked]]) -> Iterator[tuple[_Asked, Answer]]:
        """Answers as they come, of all databases at once: the slowest of them has no other wait for it."""
        told: queue.SimpleQueue[tuple[_Asked, Answer] | Exception | None] = queue.SimpleQueue()

        def ask(questions: Sequence[_Asked]) -> None:
            try:
                together = self._together(questions)
                for one in questions:
                    told.put((one, together.get(one.words) or self._answer(one)))
                told.put(None)
            except Exception as error:  # noqa: BLE001  raised below, where somebody sees it
                told.put(error)

        for questions in left.values():  # who interrupts the program does not wait for an answer that is still to come
            threading.Thread(target=ask, args=(questions,), daemon=True).start()
        going = len(left)
        while going:
            one = told.get()
            if isinstance(one, Exception):
                raise one
            if one is None:
                going -= 1
            else:
                yield one

    def _together(self, questions: Sequence[_Asked]) -> dict[str, Answer]:
        """What a database has under several identifiers, by the words of the questions, where it can be asked for them at once."""
        from synth.sources.databases import MISTOLD

        (database,) = (one for one in self.databases if one.name == questions[0].database)
        named = [(one, one.identifier) for one in questions if one.identifier is not None]
        answers: dict[str, Answer] = {}
        for at in range(0, len(named) if database.find_all and len(named) > 1 else 0, AT_ONCE):
            some = named[at : at + AT_ONCE]
            assert database.find_all is not None
            try:
                found = database.find_all(self._asking[database.name], [identifier for _, identifier in some])
            except MISTOLD:  # each is asked for by itself, and says what is wrong
                return answers
            for one, identifier in some:
                if works := found.get(identifier.name):
                    answers[one.words] = Answer(database.name, identifier, tuple(works))
        return answers

    def _answer(self, question: _Asked) -> Answer:
        from synth.sources.databases import answered

        failures = self._failures.setdefault(question.database, [])
        if len(failures) >= GIVEN_UP_AFTER:
            return Answer(question.database, question.identifier, (), f"given up: {failures[-1]}")
        answer = answered(question.database, question.identifier, question.ask)
        if answer.failed:
            failures.append(answer.failed)
        else:
            failures.clear()
        return answer


def _has(cited: Cited, asked: Sequence[_Asked], database: str, answers: Mapping[tuple[str, str], Answer]) -> bool:
    """Whether a database has the work as it is cited under one of its identifiers."""
    found = [answers[one.database, one.words] for one in asked if one.database == database and one.identifier]
    likened = [liken(cited, work) for answer in found for work in answer.works]
    return any(one.is_whole and all(says(cited, one) != "disagrees" for says in SAYS.values()) for one in likened)


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
            hosts[urlsplit(address).netloc] = database.manners._replace(trusted=True, spacing=_spacing(database, settings))
    if not own_home and (spacing := settings.get(f"sources.{database.name}.spacing")):
        raise SettingError(f"{spacing.origin}: is for a server of your own, whose home is set too; another is asked as its keepers want")
    agent = f"assay-claims/{__version__}" + (f" (mailto:{contact})" if contact else "")
    turns = Path(settings["home"].value) / "turns"
    session = Session({host: how for host, how in hosts.items() if host}, agent=agent, turns=turns, clock=clock, sleep=sleep)
    return Asking(session, home, told("key", "")[0], files or home, contact)


def _spacing(database: Database, settings: Mapping[str, Setting]) -> float:
    """Seconds between questions: as many as its keepers want, unless it is a server of the user's own."""
    setting = settings.get(f"sources.{database.name}.spacing")
    return float(setting.value) if setting else database.manners.spacing
