"""Whether a library is whole, what lies in it that nobody needs, and its database made anew from what lies beside it."""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from synth.library.database import NAME, held, is_read_only, make_database, migrations
from synth.library.indexing import Row, index_paper, is_as_it_was, rows_of
from synth.library.saying import DamagedError, LibraryError, said_of
from synth.library.shelf import PART, Shelf, below, gunzipped, hash_of
from synth.records import to_builtins

STILL_COMING = 3600.0  # seconds; what is younger may belong to a download or an addition that is under way


class Trouble(NamedTuple):
    """Something that is not as it should be. What is left over harms nothing; what is unlisted is whole, and not in the database."""

    kind: Literal["lost", "damaged", "unlisted", "leftover"]
    path: Path
    what: str

    @property
    def harms(self) -> bool:
        return self.kind in ("lost", "damaged")


class Leftover(NamedTuple):
    """A file that nobody needs. One that is young is left where it is."""

    path: Path
    size: int
    young: bool


def check(shelf: Shelf, connection: sqlite3.Connection | None) -> Iterator[Trouble]:
    """All that is wrong, one after another: the database, each paper, and what else lies there. Reads every byte."""
    readable = (yield from _check_listed(shelf, connection)) if connection is not None else True
    for path in shelf.answers_there():
        yield from _check_packed(path)
    if readable:  # a database that cannot be read says nothing of what is left over
        yield from unneeded(shelf, connection)


def _check_listed(shelf: Shelf, connection: sqlite3.Connection) -> Generator[Trouble, None, bool]:
    """The database, and the papers that it lists; gives whether it can be read."""
    database = shelf.folder / NAME
    try:
        yield from _check_database(connection, database)
        with said_of(database):
            rows = rows_of(connection, database)
    except DamagedError as error:
        yield _damaged(database, error)
        return False
    for row in rows:
        try:
            troubles = list(_check_paper(shelf, connection, row))
            with said_of(database):
                changed = bool(troubles) and row not in rows_of(connection, database)
            yield from () if changed else troubles  # another process has written it anew, or removed it, meanwhile
        except DamagedError as error:
            yield _damaged(database, error)
    return True


def _damaged(path: Path, error: LibraryError) -> Trouble:
    return Trouble("damaged", path, str(error).removeprefix(f"{path}: "))


def _check_database(connection: sqlite3.Connection, file: Path) -> Iterator[Trouble]:
    with said_of(file):
        for (said,) in connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield Trouble("damaged", file, f"{said}; papers lie unharmed beside it, and `synth library rebuild` makes it anew")
        for table, *_ in connection.execute("PRAGMA foreign_key_check"):
            yield Trouble("damaged", file, f"a row of {table} belongs to nothing; `synth library rebuild` makes it anew")
        if not is_read_only(connection):  # it is written like a change, though it is none
            connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def _check_paper(shelf: Shelf, connection: sqlite3.Connection, row: Row) -> Iterator[Trouble]:
    file, record = shelf.file_of(row.hash), shelf.record_of(row.hash, row.record)
    name = row.described(shelf.folder / NAME).source.name
    if not file.exists():
        yield Trouble("lost", file, f"the file of {name} is gone")
    elif hash_of(file)[0] != row.hash:
        yield Trouble("damaged", file, f"the file of {name} is not what it was; add it again")
    try:
        paper, document = shelf.read_record(row.hash, row.record)
    except LibraryError as error:
        kind: Literal["lost", "damaged"] = "damaged" if record.exists() else "lost"
        yield Trouble(kind, record, f"what was read in {name} {str(error).removeprefix(f'{record}: ')}")
        return
    if to_builtins(paper) != msgspec.json.decode(row.told) or (document is not None) != row.read:
        yield Trouble("damaged", record, f"says otherwise of {name} than the database; `synth library rebuild` makes that anew")
    with said_of(shelf.folder / NAME):
        if not is_as_it_was(connection, row, paper):
            what = f"has {name} otherwise than it was put there; `synth library rebuild` makes it anew"
            yield Trouble("damaged", shelf.folder / NAME, what)


def _check_packed(path: Path) -> Iterator[Trouble]:
    if path.name.endswith(PART):
        return
    try:
        gunzipped(path)
    except LibraryError:
        yield Trouble("damaged", path, "an answer of a database is damaged; it will be asked again")


def unneeded(shelf: Shelf, connection: sqlite3.Connection | None) -> Iterator[Trouble]:
    """What no paper needs: parts of files, files and records that nobody names. A whole paper that is not listed is no rubbish."""
    files = {path.name: path for path in shelf.files_there()}
    there = list(below(shelf.records))
    records = {record.path: record for record in shelf.records_there()}
    with said_of(shelf.folder / NAME):  # asked last: what came while files were listed is listed
        rows = rows_of(connection, shelf.folder / NAME) if connection else []
    listed = {row.hash: row.record for row in rows}
    unlisted = {record.hash for record in records.values()} & files.keys() - listed.keys()
    numbers = _numbers(shelf) if unlisted else {}
    whole = {digest for digest in unlisted if hash_of(files[digest])[0] == digest and _newest(shelf, digest, numbers.get(digest, []), [])}
    for digest in sorted(whole):
        what = "is a paper that the database does not have: add it again, or `synth library rebuild` lists it"
        yield Trouble("unlisted", files[digest], what)
    for name, path in files.items():
        if name not in listed and name not in whole:
            yield Trouble("leftover", path, "belongs to no paper")
    for path in there:
        record = records.get(path)
        if record is None or (record.hash not in whole and listed.get(record.hash) != record.number):
            yield Trouble("leftover", path, "belongs to no paper")
    for path in shelf.answers_there():
        if path.name.endswith(PART):
            yield Trouble("leftover", path, "is the beginning of an answer")


def prune(shelf: Shelf, connection: sqlite3.Connection | None, *, dry: bool) -> list[Leftover]:
    """Takes away what no paper needs. What is younger than an hour is left: somebody may be about to need it."""
    out = []
    for trouble in unneeded(shelf, connection):
        if trouble.kind != "leftover":
            continue
        try:
            told = trouble.path.stat()
        except FileNotFoundError:
            continue  # it was the part of a file, which is whole by now
        young = time.time() - told.st_mtime < STILL_COMING
        if not dry and not young:
            trouble.path.unlink(missing_ok=True)
        out.append(Leftover(trouble.path, told.st_size, young))
    return out


def rebuild(shelf: Shelf) -> tuple[int, list[Trouble]]:
    """A new database from the papers and records that lie there: how many papers it has, and what could not be taken up.

    Raises `LibraryError` where another process has the library open.
    """
    troubles: list[Trouble] = []
    taken = 0

    def fill(connection: sqlite3.Connection) -> None:
        nonlocal taken
        connection.execute("BEGIN IMMEDIATE")
        for digest, numbers in sorted(_numbers(shelf).items()):
            found = _newest(shelf, digest, numbers, troubles)
            if found is not None:
                index_paper(connection, found, *shelf.read_record(digest, found.record))
                taken += 1
        connection.execute("COMMIT")

    try:
        with held(shelf.folder, fcntl.LOCK_EX | fcntl.LOCK_NB), said_of(shelf.folder / NAME):
            make_database(shelf.folder, migrations(), fill)
    except BlockingIOError:
        raise LibraryError(f"{shelf.folder}: another process has this library open; try again when it is done") from None
    return taken, troubles


def _numbers(shelf: Shelf) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for record in shelf.records_there():
        numbers.setdefault(record.hash, []).append(record.number)
    return numbers


def _newest(shelf: Shelf, digest: str, numbers: list[int], troubles: list[Trouble]) -> Row | None:
    """The paper by its newest record that can be read."""
    file = shelf.file_of(digest)
    if not file.exists():
        troubles.append(Trouble("lost", file, "has a record, and is gone"))
        return None
    for number in sorted(numbers, reverse=True):
        try:
            shelf.read_record(digest, number)
        except LibraryError as error:
            path = shelf.record_of(digest, number)
            troubles.append(_damaged(path, error))
            continue
        return Row(0, digest, record=number, size=file.stat().st_size)
    return None
