"""A paper in the database: its row, its names and its work, its passages and their index."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

import msgspec

from synth.library import names as naming
from synth.library.passages import packed, passages_of
from synth.library.saying import damaged
from synth.library.words import searched
from synth.records import Document, Paper, RecordError, from_builtins, to_builtins

COLUMNS = "papers.id, papers.hash, papers.told, papers.record, papers.size, papers.passages, papers.read, papers.work"


class Row(NamedTuple):
    """A paper as the database has it."""

    id: int
    hash: str
    told: bytes  # the record in JSON
    record: int  # the number of its file
    size: int
    passages: int
    read: bool  # whether it has a document
    work: int

    def described(self, database: Path) -> Paper:
        try:
            return from_builtins(Paper, msgspec.json.decode(self.told))
        except (RecordError, msgspec.DecodeError, TypeError):
            raise damaged(database, f"the paper {self.hash[:12]} is not whole") from None


def rows_of(connection: sqlite3.Connection) -> list[Row]:
    """All papers."""
    return [Row(*values) for values in connection.execute(f"SELECT {COLUMNS} FROM papers")]  # noqa: S608


def index_paper(connection: sqlite3.Connection, row: Row, paper: Paper, document: Document | None) -> Row:
    """Puts a paper into the database, in the place of what it has under this number. Done within a transaction."""
    told = msgspec.json.encode(to_builtins(paper))
    passages = list(passages_of(paper, document))
    names = naming.names_of(paper)
    kept = (row.hash, told, row.record, row.size, len(passages), document is not None)
    if row.id:
        at = row.id
        unindex_passages(connection, at)
        connection.execute("DELETE FROM names WHERE paper = ?", (at,))
        connection.execute("UPDATE papers SET hash = ?, told = ?, record = ?, size = ?, passages = ?, read = ? WHERE id = ?", (*kept, at))
    else:
        query = "INSERT INTO papers (hash, told, record, size, passages, read, work) VALUES (?, ?, ?, ?, ?, ?, 0)"
        at = connection.execute(query, kept).lastrowid or 0
    connection.executemany("INSERT INTO names (paper, scheme, id, version) VALUES (?, ?, ?, ?)", ((at, *name) for name in names))
    work = _joined(connection, at, names)
    first = int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()[0])
    rows = [(number, at, one.text, searched(one.text), packed(one)) for number, one in enumerate(passages, first)]
    connection.executemany("INSERT INTO passages (id, paper, text, words, place) VALUES (?, ?, ?, ?, ?)", rows)
    connection.executemany(
        "INSERT INTO search (rowid, words) VALUES (?, ?)", ((number, words or text) for number, _, text, words, _ in rows)
    )
    return Row(at, row.hash, told, row.record, row.size, len(passages), document is not None, work)


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
