"""Which passages answer a query best: BM25, as SQLite's index has it, over no more passages than can be ranked in time.

To find the passages of a word costs little; to rank them costs about a microsecond each, and in a hundred thousand passages a frequent word
stands in tens of thousands. So the rarest words say which passages are ranked, and the others only count in them, as much as they would
otherwise. A passage with none of the rarer words is passed over: it could only be better where many frequent words outweigh them, and
`bench/library.py` measures how often that is. Where all words are frequent, passages with all of them are ranked; of more than can be,
those of the papers that were added last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

MOST_RANKED = 10_000  # passages, which take about 12 ms


class Ranked(NamedTuple):
    """A passage by its number, and how well it answers; higher is better."""

    passage: int
    score: float


def rank(connection: sqlite3.Connection, asked: Sequence[str], limit: int, *, most: int = MOST_RANKED) -> list[Ranked]:
    """The best passages for phrases of FTS5, the best first; of equals, the one that was added first."""
    counts = {phrase: _count(connection, phrase, most) for phrase in asked}
    by_rarity = sorted((phrase for phrase in asked if counts[phrase]), key=lambda phrase: counts[phrase])
    deciding, room = [], most
    for phrase in by_rarity:
        if counts[phrase] > room:
            break
        deciding.append(phrase)
        room -= counts[phrase]
    others = by_rarity[len(deciding) :]
    if deciding:
        return _best(connection, deciding, others, limit)
    if len(others) > 1 and _count(connection, all_of := " AND ".join(others), most) >= limit:
        return _best(connection, [all_of], [], limit, _first_of_last(connection, all_of, most))
    return _best(connection, others[:1], others[1:], limit, _first_of_last(connection, others[0], most)) if others else []


def _count(connection: sqlite3.Connection, query: str, most: int) -> int:
    """How many passages a query matches; one more than `most` stands for any number above it."""
    counting = "SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)"
    return int(connection.execute(counting, (query, most + 1)).fetchone()[0])


def _first_of_last(connection: sqlite3.Connection, query: str, most: int) -> int:
    """The number of the first passage that is ranked, where only the last so many are."""
    row = connection.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", (query, most - 1)
    ).fetchone()
    return int(row[0]) if row else 0


def _best(connection: sqlite3.Connection, deciding: list[str], others: list[str], limit: int, first: int = 0) -> list[Ranked]:
    """The best of the passages with one of the deciding phrases, numbered `first` or more. The others count in them.

    For that the deciding ones stand in the query twice, once to match and once beside the others. The others stand there twice, too, so
    that all weigh the same.
    """
    query, times = " OR ".join(deciding), 1
    if others:
        query, times = f"({query}) AND ({' OR '.join([*deciding, *others, *others])})", 2
    ranking = "SELECT rowid, rank FROM search WHERE search MATCH ? AND rowid >= ? ORDER BY rank LIMIT ?"
    found = [Ranked(number, -score / times) for number, score in connection.execute(ranking, (query, first, limit))]
    return sorted(found, key=lambda one: (-one.score, one.passage))
