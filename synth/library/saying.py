"""What goes wrong in a library, in one line for people."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_ROOM = ("disk is full", "disk I/O error")  # SQLite says the second where the system refuses to let a file grow
_DAMAGED = (
    "malformed",
    "not a database",
    "database corruption",
    "vtable constructor failed",
    "missing from index",
    "fts5: corrupt",
    "decode to UTF-8",
)


class LibraryError(ValueError):
    """A library cannot be what it was opened as, or lacks what was asked for; the message says which, and what to do."""


class DamagedError(LibraryError):
    """The database of a library is damaged. The papers' files and what was read in them lie beside it and are not."""


def damaged(database: Path, what: str) -> DamagedError:
    return DamagedError(f"{database}: is damaged ({what}); papers lie unharmed beside it, and `synth library rebuild` makes it anew")


@contextmanager
def said_of(database: Path) -> Iterator[None]:
    """Turns what SQLite says into a line that names the database and what can be done about it."""
    try:
        yield
    except sqlite3.Error as error:
        told = _in_words(database, error)
        raise told from (None if told is error else error)
    except UnicodeDecodeError:  # SQLite quotes what it cannot make sense of
        raise damaged(database, "it holds what is no text") from None


def _in_words(database: Path, error: sqlite3.Error) -> Exception:
    said = str(error)
    if "locked" in said or "busy" in said:
        return LibraryError(f"{database}: another process has been writing to it for a minute; try again when it is done")
    if "readonly" in said:
        return OSError(errno.EROFS, os.strerror(errno.EROFS), str(database))
    if any(words in said for words in _NO_ROOM):
        return OSError(errno.ENOSPC, f"no room to write ({said}); what was there is unharmed", str(database))
    if any(words in said for words in _DAMAGED):
        return damaged(database, said)
    return error  # a fault of this program, which is shown as one
