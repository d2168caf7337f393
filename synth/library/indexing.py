"""A paper in the database: its row, its names and its work, its passages and their index."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from synth.library import names as naming
from synth.library.passages import packed, passages_of
from synth.library.saying import damaged
from synth.library.words import searched
from synth.records import Document, Paper, RecordError, from_builtins, to_builtins

COLUMNS = "papers.id, papers.hash, papers.told, papers.record, papers.size, papers.passages, papers.digest, papers.read, papers.work"
_TYPES = [int, str, bytes, int, int, int, str, int, int]
_HASH = re.compile(r"[0-9a-f]{64}")


class Row(NamedTuple):
    """A paper as the database has it."""

    id: int
    hash: str
    told: bytes = b""  # the record in JSON
    record: int = 1  # the number of its file
    size: int = 0
    passages: int = 0
    digest: str = ""  # of its passages
    read: bool = False  # whether it has a document
    work: int = 0

    def described(self, database: Path) -> Paper:
        try:
            return from_builtins(Paper, msgspec.json.decode(self.told))
        except (RecordError, msgspec.DecodeError, UnicodeDecodeError, TypeError):
            raise damaged(database, f"the paper {self.hash[:12]} is not whole") from None


def row_of(values: Sequence[Any] | None, database: Path) -> Row:
    """A paper of what the database gives. Raises `DamagedError` where that cannot be one."""
    if values is None or [type(value) for value in values] != _TYPES or not _HASH.fullmatch(values[1]):
        raise damaged(database, "a paper's row is not whole")
    return Row(*values)


def rows_of(connection: sqlite3.Connection, database: Path) -> list[Row]:
    """All papers."""
    return [row_of(values, database) for values in connection.execute(f"SELECT {COLUMNS} FROM papers")]  # noqa: S608


def index_paper(connection: sqlite3.Connection, row: Row, paper: Paper, document: Document | None) -> Row:
    """Puts a paper into the database, in the place of what it has under this number. Done within a transaction."""
    told = msgspec.json.encode(to_builtins(paper))
    passages = [(one.text, searched(one.text), packed(one)) for one in passages_of(paper, document)]
    row = row._replace(told=told, passages=len(passages), digest=digest_of(passages), read=document is not None)
    at = _put(connection, row)
    names = naming.names_of(paper)
    connection.executemany("INSERT INTO names (paper, scheme, id, version) VALUES (?, ?, ?, ?)", ((at, *name) for name in names))
    work = _joined(connection, at, names)
    first = int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()[0])
    rows = [(number, at, *passage) for number, passage in enumerate(passages, first)]
    connection.executemany("INSERT INTO passages (id, paper, text, words, place) VALUES (?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", ((at, words or text) for at, _, text, words, _ in rows))
    return row._replace(id=at, work=work)


def _put(connection: sqlite3.Connection, row: Row) -> int:
    """The row of a paper, and nothing else of it; its number."""
    kept = (row.hash, row.told, row.record, row.size, row.passages, row.digest, row.read)
    if not row.id:
        query = "INSERT INTO papers (hash, told, record, size, passages, digest, read, work) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"
        return connection.execute(query, kept).lastrowid or 0
    unindex_passages(connection, row.id)
    connection.execute("DELETE FROM names WHERE paper = ?", (row.id,))
    query = "UPDATE papers SET hash = ?, told = ?, record = ?, size = ?, passages = ?, digest = ?, read = ? WHERE id = ?"
    connection.execute(query, (*kept, row.id))
    return row.id


def digest_of(passages: Iterable[tuple[str, str | None, bytes]]) -> str:
    """What the passages of a paper hash to: text, words and place of each."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(msgspec.msgpack.encode(passage))
    return digest.hexdigest()


def is_as_it_was(connection: sqlite3.Connection, row: Row, paper: Paper) -> bool:
    """Whether the passages and the names of a paper are those that were put into the database."""
    passages = connection.execute("SELECT text, words, place FROM passages WHERE paper = ? ORDER BY id", (row.id,))
    names = connection.execute("SELECT scheme, id, version FROM names WHERE paper = ?", (row.id,))
    return digest_of(passages) == row.digest and {naming.Name(*name) for name in names} == set(naming.names_of(paper))


def unindex_passages(connection: sqlite3.Connection, at: int) -> None:
    """Takes the passages of a paper out of the database and of its index, which wants to be told what it had taken up."""
    its_own = "SELECT id FROM passages WHERE paper = ?"
    taken = f"INSERT INTO search (search, rowid, words) SELECT 'delete', id, words FROM searched WHERE id IN ({its_own})"  # noqa: S608
    connection.execute(taken, (at,))
    connection.execute("DELETE FROM passages WHERE paper = ?", (at,))


def _joined(connection: sqlite3.Connection, at: int, names: list[naming.Name]) -> int:
    """The work that a paper is of. Works that it shows to be one become one."""
    works = {at}
    for name in names:
        if name.scheme in naming.OF_A_WORK:
            query = "SELECT DISTINCT work FROM names JOIN papers ON papers.id = paper WHERE names.id = ? AND scheme = ? AND paper != ?"
            works |= {work for (work,) in connection.execute(query, (name.id, name.scheme, at))}
    work = min(works)
    connection.execute("UPDATE papers SET work = ? WHERE id = ?", (work, at))
    connection.executemany("UPDATE papers SET work = ? WHERE work = ?", ((work, other) for other in works - {work}))
    return work
