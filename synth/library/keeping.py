"""The library: papers are added, found, read again and searched, and what databases answered is remembered."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from msgspec.structs import replace

from synth.library import names as naming
from synth.library.checking import Leftover, Trouble, check, prune, rebuild
from synth.library.database import NAME, hold, is_read_only, make_if_absent, migrations, open_database, reading, writing
from synth.library.indexing import COLUMNS, Row, index_paper, row_of, rows_of, unindex_passages
from synth.library.passages import unpacked
from synth.library.ranking import rank
from synth.library.renewing import renewed
from synth.library.saying import LibraryError, damaged, said_of
from synth.library.shelf import Shelf
from synth.library.words import query_of
from synth.records import Document, Paper, Passage

FOLDER = "library"  # in the home that the settings name


class Held(NamedTuple):
    """A paper that the library has: what is known of it, its file, and how much of it can be searched."""

    paper: Paper
    file: Path
    size: int  # bytes
    passages: int
    key: str  # the beginning of its hash, by which it can be named
    read: bool = True  # whether there is a document of it


class Hit(NamedTuple):
    """A passage that was found; a higher score is better, within one search."""

    held: Held
    passage: Passage
    score: float


class Library:
    """Papers and what was read in them, in one folder that can be copied. For one thread; any number of processes may use the folder."""

    def __init__(self, shelf: Shelf, connection: sqlite3.Connection | None, lock: int | None) -> None:
        self.shelf = shelf
        self._connection = connection
        self._lock = lock

    @classmethod
    def open(cls, home: Path, *, create: bool = True) -> Library:
        """The library in a home, which is made if there is none.

        With `create` false nothing is made: where there is none, it is empty, and nothing can be added to it. Where nobody may write,
        what is there can be read. Raises `LibraryError` in one line where it is not a library, or not one that this version knows.
        """
        shelf = Shelf(home / FOLDER)
        if not shelf.folder.is_dir():
            if shelf.folder.exists() or (home.exists() and not home.is_dir()):
                raise LibraryError(f"{home if not home.is_dir() else shelf.folder}: is a file, and a library is a folder")
            if not create:
                return cls(shelf, None, None)
            shelf.folder.mkdir(parents=True, exist_ok=True)
        if not (shelf.folder / NAME).exists():
            if next(shelf.records_there(), None):
                raise LibraryError(f"{shelf.folder}: has papers and no database; `synth library rebuild` makes it anew")
            if not create:
                return cls(shelf, None, None)
            make_if_absent(shelf.folder, migrations())
        lock = hold(shelf.folder, fcntl.LOCK_SH)
        try:
            return cls(shelf, open_database(shelf.folder, migrations()), lock)
        except BaseException:
            os.close(lock)
            raise

    @property
    def folder(self) -> Path:
        return self.shelf.folder

    @property
    def files(self) -> Path:
        """Where downloads go, and where papers lie by their hash."""
        return self.shelf.files

    @property
    def database(self) -> Path:
        return self.shelf.folder / NAME

    def close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):  # of a damaged one, which has been said; all that was added is on the disk
                self._connection.close()
            self._connection = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # --- adding and removing ---

    def add(self, file: Path, paper: Paper, document: Document | None) -> Held:
        """The paper, kept: its file is copied in place by its hash, unless it lies there. When this returns, it is on the disk.

        The same bytes are one paper, whatever they are called: what is said anew is added to what is known (`renewing.py`), and a document
        takes the place of an earlier one. Another file under the same name is another paper, and both are found by it.
        """
        connection = self._writable()
        digest, size = self.shelf.place(file)
        if paper.source.hash and paper.source.hash != f"sha256:{digest}":
            raise LibraryError(f"{file}: is not the file that was described, whose hash is {paper.source.hash}")
        paper = replace(paper, source=replace(paper.source, hash=f"sha256:{digest}"))
        with writing(connection, self.database):
            if not self.shelf.file_of(digest).exists():  # another process has removed the paper meanwhile
                self.shelf.place(file)
            old = self._row(digest)
            if old:
                paper = renewed(old.described(self.database), paper)
                document = document or self.shelf.read_record(digest, old.record)[1]
            number = old.record + 1 if old else 1
            self.shelf.write_record(digest, number, paper, document)  # stays where the rest fails: nobody knows then what SQLite has kept
            row = index_paper(connection, Row(old.id if old else 0, digest, record=number, size=size), paper, document)
        if old:
            self._sweep([digest])
        return self._held(row)

    def remove(self, papers: Iterable[Held]) -> None:
        """The papers are no longer there, nor are their files. What is said of other versions stays."""
        connection = self._writable()
        gone = []
        with writing(connection, self.database):
            for held in papers:
                row = self._row(_digest(held))
                if row:
                    unindex_passages(connection, row.id)
                    connection.execute("DELETE FROM papers WHERE id = ?", (row.id,))
                    gone.append(row.hash)
        self._sweep(gone)

    # --- finding ---

    def find(self, name: str) -> list[Held]:
        """The papers that a name means, the newest first: a version, all versions of a work, or a file by the beginning of its hash."""
        if self._connection is None:
            return []
        name = name.encode("utf-8", "replace").decode()
        found: dict[int, Row] = {}
        with said_of(self.database):
            for meant in naming.readings(name):
                for row in self._named(meant):
                    found.setdefault(row.id, row)
            if not found and (digest := naming.hash_in(name)):
                query = f"SELECT {COLUMNS} FROM papers WHERE hash >= ? AND hash < ?"  # noqa: S608  no text from outside is in it
                for values in self._connection.execute(query, (digest, digest + "g")):
                    found[values[0]] = row_of(values, self.database)
        held = [(self._held(row), row.id) for row in found.values()]
        held.sort(key=lambda one: (naming.order(one[0].paper.source)[2], one[0].paper.fetched, one[1]), reverse=True)
        return [one for one, _ in held]

    def papers(self) -> list[Held]:
        """All papers by their names, the versions of a work one after another."""
        if self._connection is None:
            return []
        with said_of(self.database):
            rows = rows_of(self._connection, self.database)
        return sorted((self._held(row) for row in rows), key=lambda held: naming.order(held.paper.source))

    def works(self) -> list[list[Held]]:
        """The papers, those of one work together: they share an identifier, whatever its version."""
        if self._connection is None:
            return []
        with said_of(self.database):
            work_of = dict(self._connection.execute("SELECT hash, work FROM papers"))
        works: dict[int, list[Held]] = {}
        for held in self.papers():
            works.setdefault(work_of.get(_digest(held), -1), []).append(held)
        return list(works.values())

    def document(self, held: Held) -> Document:
        """What was read in a paper, exactly as it was added."""
        row = self._row_of(held)
        try:
            document = self.shelf.read_record(row.hash, row.record)[1]
        except LibraryError:
            again = self._row_of(held)
            if again.record == row.record:
                raise
            document = self.shelf.read_record(again.hash, again.record)[1]  # another process has written it anew just now
        if document is None:
            raise LibraryError(f"{held.paper.source.name}: was kept and not read; there is no document of it")
        return document

    def search(self, words: str, limit: int = 10) -> list[Hit]:
        """The passages that have most of the words, weighed by how rare they are (BM25), the best first.

        Words are words, whatever signs stand between them. Case, accents and English endings make no difference. What is written without
        blanks is looked for as it stands, and where no passage has any of the words so, in parts.
        """
        words = words.encode("utf-8", "replace").decode()
        asked, loosely = query_of(words), query_of(words, loosely=True)
        if self._connection is None or not asked or limit < 1:
            return []
        with reading(self._connection, self.database):
            best = rank(self._connection, asked, limit) or (rank(self._connection, loosely, limit) if loosely != asked else [])
            passages = [self._passage(one.passage) for one in best]
            held = {at: self._held(self._row_at(at)) for at in {at for at, _ in passages}}
        return [Hit(held[at], passage, one.score) for one, (at, passage) in zip(best, passages, strict=True)]

    # --- whether it is whole ---

    def verify(self) -> Iterator[Trouble]:
        """All that is not as it should be, one after another, found by reading every byte. Nothing is changed.

        Where nothing can be written, the index is not compared with its passages: SQLite does that only for who may write.
        """
        return check(self.shelf, self._connection)

    def prune(self, *, dry: bool = False) -> list[Leftover]:
        """Takes away files that no paper names and what broken-off downloads left; with `dry`, only says which."""
        if dry or self._connection is None:
            return prune(self.shelf, self._connection, dry=True)
        with writing(connection := self._writable(), self.database):  # nobody adds meanwhile
            return prune(self.shelf, connection, dry=False)

    @classmethod
    def rebuild(cls, home: Path) -> tuple[int, list[Trouble]]:
        """Makes the database anew from the papers and their records: how many it has, and what could not be taken up.

        Raises `LibraryError` where there is nothing, or another process has it open.
        """
        shelf = Shelf(home / FOLDER)
        if not shelf.folder.is_dir():
            raise LibraryError(f"{shelf.folder}: there is no library")
        return rebuild(shelf)

    # --- what databases answered ---

    def remember(self, database: str, question: str, answer: bytes) -> None:
        """What a database answered to a question, kept in the place of what it answered before."""
        self._writable()
        self.shelf.remember(database, question, answer)

    def recall(self, database: str, question: str) -> bytes | None:
        """What a database answered when it was last asked this; None where it was not."""
        return self.shelf.recall(database, question)

    # --- within ---

    def _writable(self) -> sqlite3.Connection:
        if self._connection is None:
            raise LibraryError(f"{self.shelf.folder}: there is no library, and none is to be made")
        if is_read_only(self._connection):
            raise LibraryError(f"{self.shelf.folder}: nothing can be written there; this library can only be read")
        return self._connection

    def _sweep(self, digests: Sequence[str]) -> None:
        """Takes away the files of papers that are no longer listed, and records that newer ones have replaced.

        Only when that is on the disk, and while nobody writes who might need them again. What is left if this is cut short, `prune` takes.
        """
        with writing(self._writable(), self.database):
            for digest in digests:
                row = self._row(digest)
                for record in self.shelf.records_of(digest):
                    if row is None or record.number < row.record:
                        record.path.unlink(missing_ok=True)
                if row is None:
                    self.shelf.file_of(digest).unlink(missing_ok=True)

    def _row(self, digest: str) -> Row | None:
        values = self._connected().execute(f"SELECT {COLUMNS} FROM papers WHERE hash = ?", (digest,)).fetchone()  # noqa: S608
        return row_of(values, self.database) if values else None

    def _passage(self, number: int) -> tuple[int, Passage]:
        """A passage, and the number of its paper."""
        values = self._connected().execute("SELECT paper, text, place FROM passages WHERE id = ?", (number,)).fetchone()
        if values is None:
            raise damaged(self.database, "its index has a passage that is not there")
        at, text, place = values
        return at, unpacked(text, place, self.database)

    def _row_of(self, held: Held) -> Row:
        with said_of(self.database):
            row = self._row(_digest(held))
        if row is None:
            raise LibraryError(f"{held.paper.source.name}: is no longer in the library")
        return row

    def _row_at(self, at: int) -> Row:
        values = self._connected().execute(f"SELECT {COLUMNS} FROM papers WHERE id = ?", (at,)).fetchone()  # noqa: S608
        return row_of(values, self.database)

    def _named(self, name: naming.Name) -> Iterator[Row]:
        """The papers of this name and version; without a version, all papers of the works that have the name."""
        scheme = "AND (? = '' OR names.scheme = ?)"
        if name.version:
            query = f"SELECT {COLUMNS} FROM names JOIN papers ON papers.id = paper WHERE names.id = ? {scheme} AND version = ?"  # noqa: S608
            values: tuple[str, ...] = (name.id, name.scheme, name.scheme, name.version)
        else:
            works = f"SELECT work FROM names JOIN papers ON papers.id = paper WHERE names.id = ? {scheme}"  # noqa: S608
            query, values = f"SELECT {COLUMNS} FROM papers WHERE work IN ({works})", (name.id, name.scheme, name.scheme)  # noqa: S608
        yield from (row_of(one, self.database) for one in self._connected().execute(query, values))

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            raise LibraryError(f"{self.shelf.folder}: is closed")
        return self._connection

    def _held(self, row: Row) -> Held:
        return Held(
            row.described(self.database), self.shelf.file_of(row.hash), row.size, row.passages, row.hash[: naming.KEY], bool(row.read)
        )


def _digest(held: Held) -> str:
    return held.paper.source.hash.removeprefix("sha256:")
