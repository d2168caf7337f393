"""What lies in a library's folder beside its database: the papers' files by hash, what was read in them, and what databases answered.

    files/aa/aabb…               a paper, as it came
    records/aa/aabb….3.json.gz   who said what of it, and the document that was read in it; the third that was written
    answers/aa/aabb….gz          what a database answered to a question

Each is written whole, is on the disk before it has its name, and is never written over.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from synth.library.database import sync_folder
from synth.library.saying import LibraryError
from synth.records import Document, Paper, RecordError, from_builtins, to_builtins

FORMAT = 1  # of a record's file
PIECE = 2**20
PART = ".part"  # the end of a file's name that is still being written
_RECORD = re.compile(r"([0-9a-f]{64})\.(\d+)\.json\.gz")


class RecordFile(NamedTuple):
    """One file of `records`: of which paper, and the how-manieth."""

    hash: str
    number: int
    path: Path


class Shelf(NamedTuple):
    """The folder of a library."""

    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def records(self) -> Path:
        return self.folder / "records"

    @property
    def answers(self) -> Path:
        return self.folder / "answers"

    def file_of(self, digest: str) -> Path:
        """Where the file with this hash lies."""
        return self.files / digest[:2] / digest

    def record_of(self, digest: str, number: int) -> Path:
        return self.records / digest[:2] / f"{digest}.{number}.json.gz"

    def place(self, file: Path) -> tuple[str, int]:
        """The hash and the size of a file that now lies in its place, whole. It may have lain there before."""
        digest, size = hash_of(file)
        place = self.file_of(digest)
        try:
            if file.samefile(place) or hash_of(place)[0] == digest:
                _synced(place)
                return digest, size
        except FileNotFoundError:
            pass  # it never lay there, or another process removes it at this moment
        _copied(file, place, digest)
        return digest, size

    def write_record(self, digest: str, number: int, paper: Paper, document: Document | None) -> None:
        told = {"library": FORMAT, "paper": to_builtins(paper), "document": to_builtins(document) if document else None}
        try:
            content = msgspec.json.encode(told)
        except UnicodeEncodeError:
            raise LibraryError(f"{paper.source.name}: holds half a character, which no file can hold") from None
        write_durably(self.record_of(digest, number), gzip.compress(content, 6, mtime=0))

    def read_record(self, digest: str, number: int) -> tuple[Paper, Document | None]:
        """The paper and its document as they were added. Raises `LibraryError` where the file is not what it should be."""
        file = self.record_of(digest, number)
        told = _unpacked(file)
        try:
            document = from_builtins(Document, told["document"]) if told["document"] is not None else None
            return from_builtins(Paper, told["paper"]), document
        except (RecordError, KeyError, TypeError) as error:
            raise LibraryError(f"{file}: is not the record of a paper: {error}") from None

    def files_there(self) -> Iterator[Path]:
        """All files that lie where papers lie, in their order."""
        return below(self.files)

    def records_there(self) -> Iterator[RecordFile]:
        for path in below(self.records):
            if match := _RECORD.fullmatch(path.name):
                yield RecordFile(match[1], int(match[2]), path)

    def records_of(self, digest: str) -> Iterator[RecordFile]:
        """The records of one paper."""
        for path in sorted((self.records / digest[:2]).glob(f"{digest}.*")):
            if match := _RECORD.fullmatch(path.name):
                yield RecordFile(match[1], int(match[2]), path)

    def answers_there(self) -> Iterator[Path]:
        return below(self.answers)

    def remember(self, database: str, question: str, answer: bytes) -> None:
        head = msgspec.json.encode(_asked(database, question))
        write_durably(self._answer_of(database, question), gzip.compress(head + b"\n" + answer, 6, mtime=0))

    def recall(self, database: str, question: str) -> bytes | None:
        """The answer; None where there is none, and where it is damaged: then it has to be asked for again."""
        try:
            head, _, answer = gunzipped(self._answer_of(database, question)).partition(b"\n")
            return answer if msgspec.json.decode(head) == _asked(database, question) else None
        except (FileNotFoundError, LibraryError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def _answer_of(self, database: str, question: str) -> Path:
        digest = hashlib.sha256(f"{database}\0{question}".encode("utf-8", "surrogatepass")).hexdigest()
        return self.answers / digest[:2] / f"{digest}.gz"


def _asked(database: str, question: str) -> dict[str, str]:
    """What stands before an answer, so that it is known to what it is one."""
    return {"database": database, "question": question.encode("utf-8", "backslashreplace").decode()}


def hash_of(file: Path) -> tuple[str, int]:
    """The SHA-256 of a file's bytes, and how many there are."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size


def write_durably(file: Path, content: bytes) -> None:
    """The content in a file of this name, whole or not at all, and there after the power fails."""
    _make_folder(file.parent)
    part = file.with_name(f".{file.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(file)) from None
        raise
    sync_folder(file.parent)


def gunzipped(file: Path) -> bytes:
    """What a packed file holds. Raises `LibraryError` where it is damaged."""
    try:
        return gzip.decompress(file.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise LibraryError(f"{file}: is damaged") from None


def _unpacked(file: Path) -> dict[str, Any]:
    try:
        told = msgspec.json.decode(gunzipped(file))
    except FileNotFoundError:
        raise LibraryError(f"{file}: is gone; fetch or read the paper again") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise LibraryError(f"{file}: is no JSON") from None
    if not isinstance(told, dict) or not isinstance(told.get("library"), int):
        raise LibraryError(f"{file}: is not the record of a paper")
    if told["library"] > FORMAT:
        raise LibraryError(f"{file}: was written by a later version ({told['library']}; this one knows {FORMAT})")
    return told


def _copied(file: Path, place: Path, digest: str) -> None:
    """A copy of the file in its place. It is read again there: what is copied may change meanwhile."""
    _make_folder(place.parent)
    part = place.with_name(f".{digest}.{os.getpid()}{PART}")
    try:
        with file.open("rb") as source, part.open("wb") as target:
            shutil.copyfileobj(source, target, PIECE)
            target.flush()
            os.fsync(target.fileno())
        if hash_of(part)[0] != digest:
            raise LibraryError(f"{file}: changes while it is read; it was not added")
        part.replace(place)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, str(error.filename or place)) from None
        raise
    sync_folder(place.parent)


def _synced(place: Path) -> None:
    """A file that somebody else has put in its place is on the disk, and so is its name."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(place.parent)


def _make_folder(folder: Path) -> None:
    """The folder, and its name on the disk."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def below(folder: Path) -> Iterator[Path]:
    """All files in the folders of a folder, and in it, in their order."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                yield from (file for file in sorted(path.iterdir()) if not file.is_dir())
            else:
                yield path
