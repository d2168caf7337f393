"""Files from others' servers: to a temporary name, looked at, and then moved in place by what they hold.

A file is what it says it is, whole, and no larger than it may be, or it is not kept: what comes in the place of a PDF is often a page that
says why there is none, or a pointer to where it lies. What came before a connection broke is kept beside it and gone on from, where the
server still has the same. What is not done: nothing is unpacked here, and nothing is read beyond its first and last bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import requests

from synth.sources.manners import AskedError, Session

Kind = Literal["pdf", "source", "html"]

MAX_SIZE = 200 * 2**20  # bytes
MAX_TIME = 900.0  # seconds for one file, so that a server that drips does not hold everything up
PIECE = 2**16
_POINTER = b"version https://git-lfs"
_MARKS: dict[str, tuple[bytes, ...]] = {"source": (b"\x1f\x8b", b"%PDF-", b"PK\x03\x04", b"\\", b"%"), "html": (b"<",)}


class DownloadError(AskedError):
    """A file was not kept; the message says from where, and what was wrong with it."""


class Fetched(NamedTuple):
    """A file that is there."""

    path: Path
    hash: str  # sha256 of its bytes, by which it is called
    size: int
    address: str  # where it came from in the end


def download(
    session: Session,
    address: str,
    kind: Kind,
    into: Path,
    *,
    most: int = MAX_SIZE,
    clock: Callable[[], float] = time.monotonic,
    progress: Callable[[int, int | None], None] = lambda done, of: None,
) -> Fetched:
    """The file at an address, in the folder by its hash. Raises `DownloadError` where it is not what it should be."""
    into.mkdir(parents=True, exist_ok=True)
    part = into / f".{hashlib.sha256(address.encode()).hexdigest()[:24]}.part"
    mark = part.with_suffix(".etag")
    with _asked(session, address, part) as answer:
        _noted(answer, part, mark, address)
        expected = _expected(answer, part, address, most)
        _received(answer, part, address, expected, most, clock() + MAX_TIME, clock, progress)
    _look_at(part, kind, address)
    return _placed(part, mark, into, str(answer.url))


def _asked(session: Session, address: str, part: Path) -> requests.Response:
    """The answer, from where an earlier one broke off if the server still has the same."""
    whole = {"Accept-Encoding": "identity"}
    mark = part.with_suffix(".etag")
    if not part.exists() or not mark.exists():
        return session.get(address, headers=whole, stream=True)
    rest = {"Range": f"bytes={part.stat().st_size}-", "If-Range": mark.read_text(encoding="ascii")}
    answer = session.get(address, headers=whole | rest, stream=True)
    if answer.status_code != 416:
        return answer
    answer.close()  # it has no more than what is there, which was not enough
    return session.get(address, headers=whole, stream=True)


def _noted(answer: requests.Response, part: Path, mark: Path, address: str) -> None:
    """Notes what is begun, so that it can be gone on with. Raises where nothing comes."""
    if answer.status_code not in (200, 206):
        raise DownloadError(f"{address}: answers {answer.status_code}")
    if answer.status_code == 200:
        part.unlink(missing_ok=True)
        tag = answer.headers.get("ETag", "")
        if re.fullmatch(r'"[\x21\x23-\x7e]{1,200}"', tag):  # a strong one
            mark.write_text(tag, encoding="ascii")
        else:
            mark.unlink(missing_ok=True)


def _expected(answer: requests.Response, part: Path, address: str, most: int) -> int | None:
    """How many bytes the whole file has, as the server says. Raises where they are too many."""
    there = part.stat().st_size if answer.status_code == 206 else 0
    told = answer.headers.get("Content-Length", "")
    size = there + int(told) if told.isdecimal() else None
    if size is not None and size > most:
        raise DownloadError(f"{address}: {size:,} bytes are announced, and {most:,} at most are taken")
    return size


def _received(
    answer: requests.Response,
    part: Path,
    address: str,
    expected: int | None,
    most: int,
    until: float,
    clock: Callable[[], float],
    progress: Callable[[int, int | None], None],
) -> None:
    with part.open("ab") as file:
        size = file.tell()
        answer.raw.enforce_content_length = False  # what came before it broke off is kept; whether it is all is looked at below
        try:
            for piece in answer.iter_content(PIECE):
                size += file.write(piece)
                if size > most:
                    raise DownloadError(f"{address}: more than {most:,} bytes come, and no more are taken")
                if clock() > until:
                    raise DownloadError(f"{address}: took more than {MAX_TIME:.0f} s; what came is kept, and gone on from")
                progress(size, expected)
        except requests.RequestException:
            raise DownloadError(f"{address}: broke off after {size:,} bytes; what came is kept, and gone on from") from None
    if expected is not None and size < expected:
        raise DownloadError(f"{address}: broke off after {size:,} of {expected:,} bytes; what came is kept, and gone on from")


def _look_at(part: Path, kind: Kind, address: str) -> None:
    """Raises, and keeps nothing, where a file is not of its kind."""
    with part.open("rb") as file:
        head = file.read(1024)
        file.seek(max(0, part.stat().st_size - 2048))
        tail = file.read()
    wrong = _wrong(kind, head, tail)
    if wrong:
        part.unlink()
        raise DownloadError(f"{address}: {wrong}")


def _wrong(kind: Kind, head: bytes, tail: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "is empty"
    if start.startswith(_POINTER):
        return "is a pointer to a file, and not the file"
    if kind == "pdf":
        if re.match(rb"<(?:!doctype|html|head|\?xml)", start, re.IGNORECASE):
            return "is a page in the place of a PDF"
        if b"%PDF-" not in head:
            return "is no PDF"
        return "" if b"%%EOF" in tail or b"startxref" in tail else "is a PDF without its end"
    return "" if start.startswith(_MARKS[kind]) else f"is no {'archive or LaTeX' if kind == 'source' else 'page'}"


def _placed(part: Path, mark: Path, into: Path, address: str) -> Fetched:
    """The file under its hash, whole or not at all."""
    digest, size = hashlib.sha256(), 0
    with part.open("rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
            size += len(piece)
        os.fsync(file.fileno())
    name = digest.hexdigest()
    place = into / name[:2] / name
    place.parent.mkdir(exist_ok=True)
    part.replace(place)
    mark.unlink(missing_ok=True)
    return Fetched(place, f"sha256:{name}", size, address)
