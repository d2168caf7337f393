"""The database of a library: opened, brought up to date, and one writer at a time.

It is an index over the files that lie beside it, and can be made anew from them. Migrations are the numbered files of `migrations/`, found
by being there; which of them a database has is written in it.
"""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from synth.library.saying import DamagedError, LibraryError, said_of

NAME = "library.sqlite"
PATIENCE = 60.0  # seconds that a writer waits for another
APPLICATION = 0x41535359  # "ASSY": tells a library from another's database


class Migration(NamedTuple):
    """One step from a database as it was to the database as it is."""

    number: int
    name: str
    statements: str


def migrations(folder: Path = Path(__file__).parent / "migrations") -> list[Migration]:
    """All migrations in their order."""
    named = [(re.fullmatch(r"(\d+)_(\w+)\.sql", file.name), file) for file in folder.iterdir()]
    found = [Migration(int(match[1]), match[2], file.read_text(encoding="utf-8")) for match, file in named if match]
    return sorted(found)


def make_if_absent(folder: Path, known: Sequence[Migration]) -> None:
    """An empty database where there is none. Who comes second waits, and finds it made. Whoever asks must not hold the folder."""
    with held(folder, fcntl.LOCK_EX):
        if not (folder / NAME).exists():
            make_database(folder, known)


@contextmanager
def held(folder: Path, how: int) -> Iterator[None]:
    """The folder, marked as in use by this process, with others or alone: a database is made only where nobody uses it."""
    handle = hold(folder, how)
    try:
        yield
    finally:
        os.close(handle)


def hold(folder: Path, how: int) -> int:
    """As `held`, until what this gives is closed or the process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return handle


def open_database(folder: Path, known: Sequence[Migration]) -> sqlite3.Connection:
    """The database of a library, brought up to date. Where nothing can be written, it is opened for reading."""
    refuse_without_index()
    file = folder / NAME
    with said_of(file):
        connection = _connected(file)
        try:
            _brought_up_to_date(connection, file, known)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def writing(connection: sqlite3.Connection, file: Path) -> Iterator[None]:
    """One transaction, alone: what was done in it is on the disk when it is left, or was never done."""
    with said_of(file):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # SQLite has rolled back by itself where the disk is full, and says so
                connection.execute("ROLLBACK")
            raise


@contextmanager
def reading(connection: sqlite3.Connection, file: Path) -> Iterator[None]:
    """Several questions to the database as it is at one moment, whatever others write meanwhile."""
    with said_of(file):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # nothing was changed
                connection.execute("ROLLBACK")


def is_read_only(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA query_only").fetchone()[0])


def refuse_without_index() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE tried USING fts5 (words)")
        except sqlite3.OperationalError:
            said = (
                f"the SQLite {sqlite3.sqlite_version} of this Python has no FTS5, which a library needs to be searched; use another Python"
            )
            raise LibraryError(said) from None


def make_database(folder: Path, known: Sequence[Migration], filled: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """A new database, with what `filled` puts into it, in the place of what is there."""
    refuse_without_index()
    beside = folder / f"{NAME}.new"
    for part in ("", "-wal", "-shm"):
        Path(f"{beside}{part}").unlink(missing_ok=True)
    with closing(sqlite3.connect(beside, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        _migrated(connection, beside, known)
        if filled:
            filled(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _out_of_the_way(folder)
    beside.replace(folder / NAME)
    sync_folder(folder)
    (folder / f"{NAME}.old").unlink(missing_ok=True)


def _out_of_the_way(folder: Path) -> None:
    """The old database loses its name before its log goes, without which it would forget, and with which the new one would be spoilt."""
    if (folder / NAME).exists():
        (folder / NAME).replace(folder / f"{NAME}.old")
        sync_folder(folder)
    for part in ("-wal", "-shm"):
        (folder / f"{NAME}{part}").unlink(missing_ok=True)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """What was renamed in a folder is there after the power fails."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connected(file: Path) -> sqlite3.Connection:
    """A connection that writes; where the place lets nobody write, one that reads."""
    if os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")  # what is said to be there is there after the power fails
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    wal = Path(f"{file}-wal")
    left = wal.exists() and wal.stat().st_size > 0  # a process that was ended has left it, and SQLite has to be able to read it
    how = "mode=ro" if left else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _brought_up_to_date(connection: sqlite3.Connection, file: Path, known: Sequence[Migration]) -> None:
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise DamagedError(f"{file}: is empty; `synth library rebuild` makes it anew from what lies beside it")
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise LibraryError(f"{file}: is a database, and not that of a library")
    has, newest = _number(connection), known[-1].number
    if has > newest:
        raise LibraryError(f"{file}: was made by a later version ({has}; this one knows {newest}); a newer assay-claims reads it")
    if has < newest:
        if is_read_only(connection):
            raise LibraryError(f"{file}: is of an earlier version, and cannot be brought up to date where nothing can be written")
        _migrated(connection, file, known)


def _migrated(connection: sqlite3.Connection, file: Path, known: Sequence[Migration]) -> None:
    """Applies what is missing, each migration whole or not at all, and writes down which and when."""
    with writing(connection, file):
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL)")
    for migration in known:
        with writing(connection, file):
            if migration.number <= _number(connection):
                continue  # another process was faster
            for statement in _statements(migration.statements):
                connection.execute(statement)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (migration.number, migration.name, now))


def _number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()[0])


def _statements(text: str) -> Iterator[str]:
    """The statements of a file one by one: SQLite would end the transaction before it runs several."""
    begun = ""
    for line in text.splitlines(keepends=True):
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
    if begun.strip():
        yield begun
