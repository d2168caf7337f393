"""Whether a library is whole, what lies in it that nobody needs, and its database made anew from what lies beside it."""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from synth.library.database import NAME, held, is_read_only, make_database, migrations
from synth.library.indexing import Row, index_paper, rows_of
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
    rows: list[Row] | None = []
    if connection is not None:
        rows = None
        try:
            yield from _check_database(connection, shelf.folder / NAME)
            with said_of(shelf.folder / NAME):
                rows = rows_of(connection)
        except DamagedError as error:
            yield Trouble("damaged", shelf.folder / NAME, str(error).removeprefix(f"{shelf.folder / NAME}: "))
    for row in rows or []:
        try:
            yield from _check_paper(shelf, row)
        except DamagedError as error:
            yield Trouble("damaged", shelf.folder / NAME, str(error).removeprefix(f"{shelf.folder / NAME}: "))
    for path in shelf.answers_there():
        yield from _check_packed(path)
    if rows is not None:  # a database that cannot be read says nothing of what is left over
        yield from unneeded(shelf, rows)


def _check_database(connection: sqlite3.Connection, file: Path) -> Iterator[Trouble]:
    with said_of(file):
        for (said,) in connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield Trouble("damaged", file, f"{said}; papers lie unharmed beside it, and `synth library rebuild` makes it anew")
        for table, *_ in connection.execute("PRAGMA foreign_key_check"):
            yield Trouble("damaged", file, f"a row of {table} belongs to nothing; `synth library rebuild` makes it anew")
        if not is_read_only(connection):  # it is written like a change, though it is none
            connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def _check_paper(shelf: Shelf, row: Row) -> Iterator[Trouble]:
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


def _check_packed(path: Path) -> Iterator[Trouble]:
    if path.name.endswith(PART):
        return
    try:
        gunzipped(path)
    except LibraryError:
        yield Trouble("damaged", path, "an answer of a database is damaged; it will be asked again")


def unneeded(shelf: Shelf, rows: list[Row]) -> Iterator[Trouble]:
    """What no paper of these needs: parts of files, files and records that nobody names. A whole paper that is not listed is no rubbish."""
    listed = {row.hash: row.record for row in rows}
    files = {path.name: path for path in shelf.files_there()}
    records = {record.path: record for record in shelf.records_there()}
    unlisted = {record.hash for record in records.values()} & files.keys() - listed.keys()
    whole = {digest for digest in unlisted if hash_of(files[digest])[0] == digest and _newest(shelf, digest, _numbers(shelf)[digest], [])}
    for digest in sorted(whole):
        yield Trouble(
            "unlisted", files[digest], "is a paper that the database does not have: add it again, or `synth library rebuild` lists it"
        )
    for name, path in files.items():
        if name not in listed and name not in whole:
            yield Trouble("leftover", path, "belongs to no paper")
    for path in below(shelf.records):
        record = records.get(path)
        if record is None or (record.hash not in whole and listed.get(record.hash) != record.number):
            yield Trouble("leftover", path, "belongs to no paper")
    for path in shelf.answers_there():
        if path.name.endswith(PART):
            yield Trouble("leftover", path, "is the beginning of an answer")


def prune(shelf: Shelf, rows: list[Row], *, dry: bool) -> list[Leftover]:
    """Takes away what no paper needs. What is younger than an hour is left: somebody may be about to need it."""
    out = []
    for trouble in unneeded(shelf, rows):
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
            troubles.append(Trouble("damaged", path, str(error).removeprefix(f"{path}: ")))
            continue
        return Row(0, digest, b"", number, file.stat().st_size, 0, False, 0)
    return None
