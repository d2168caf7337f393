"""What goes wrong in a library, in one line for people."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_ROOM = {"FULL", "IOERR_WRITE", "IOERR_FSYNC", "IOERR_TRUNCATE", "IOERR_SHMSIZE", "IOERR_SHMMAP"}  # SQLite's names, without their start


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
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return error  # a fault of this program, which is shown as one
    name = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")
    if name.startswith(("BUSY", "LOCKED")):
        return LibraryError(f"{database}: another process has been writing to it for a minute; try again when it is done")
    if name.startswith("READONLY"):
        return OSError(errno.EROFS, os.strerror(errno.EROFS), str(database))
    if name.startswith("CANTOPEN"):
        return OSError(errno.EACCES, "cannot be opened", str(database))
    if name in _NO_ROOM:
        return OSError(errno.ENOSPC, f"no room to write ({error}); what was there is unharmed", str(database))
    if name.startswith("IOERR") and name != "IOERR_SHORT_READ":
        return OSError(errno.EIO, str(error), str(database))
    return damaged(database, str(error))  # what is asked is always the same, so that what is wrong is wrong with what answers
