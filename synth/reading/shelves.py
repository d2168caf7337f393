"""Where the files of a LaTeX source lie: in a folder, or packed in an archive, which is read in memory and never written out.

A name is a path from the top of the source, and leads nowhere else: a link out of a folder is no file of it, nor is a link, a device or a
name with ".." in an archive. How much an archive may unpack to is bounded while it is unpacked, whatever it says of itself.
"""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from synth.reading import ReadingError

MAX_LISTED = 5_000  # files of a source that are looked at to find the paper
MAX_UNPACKED = 1_000_000_000  # bytes that an archive may unpack to, pictures and all
MAX_KEPT = 60_000_000  # bytes of its files that are kept
MAX_MEMBERS = 20_000
GZIP, ZIP, TAR = b"\x1f\x8b", b"PK\x03\x04", b"ustar"
TAR_AT = 257  # where a tar says that it is one

_KEPT = frozenset(".tex .ltx .latex .sty .txt .tikz .pgf .bbl .inc .def .bib .json .xxx".split()) | {""}
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Shelf(Protocol):
    """Files by their names."""

    def names(self) -> list[PurePosixPath]:
        """All files, in the order of their names, as many as are looked at."""

    def names_in(self, folder: PurePosixPath) -> list[PurePosixPath]:
        """The files that lie right in a folder."""

    def holds(self, name: PurePosixPath) -> bool:
        """Whether a file of this name is there."""

    def leads_out(self, name: PurePosixPath) -> bool:
        """Whether what is there under this name is a link to elsewhere."""

    def size(self, name: PurePosixPath) -> int:
        """The bytes of a file."""

    def read(self, name: PurePosixPath) -> bytes:
        """The content of a file."""


class OnDisk:
    """The files under a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[PurePosixPath]:
        found = sorted(self.root.rglob("*"))[:MAX_LISTED]
        return [PurePosixPath(path.relative_to(self.root).as_posix()) for path in found if path.is_file() and self._is_inside(path)]

    def names_in(self, folder: PurePosixPath) -> list[PurePosixPath]:
        return [folder / path.name for path in sorted((self.root / folder).iterdir()) if self.holds(folder / path.name)]

    def holds(self, name: PurePosixPath) -> bool:
        path = self.root / name
        return path.is_file() and self._is_inside(path)

    def leads_out(self, name: PurePosixPath) -> bool:
        path = self.root / name
        return path.is_file() and not self._is_inside(path)

    def size(self, name: PurePosixPath) -> int:
        return (self.root / name).stat().st_size

    def read(self, name: PurePosixPath) -> bytes:
        return (self.root / name).read_bytes()

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.root)


class Packed:
    """The files in a tar, in one packed with gzip, or in a zip; or the one file that is packed with gzip."""

    def __init__(self, path: Path) -> None:
        self.unread: list[str] = []
        self._files: dict[PurePosixPath, bytes] = {}
        self._kept = 0
        others = 0
        try:
            for name, size, opened in _members(path):
                place = _place(name)
                others += place is not None and place.suffix.lower() == ".pdf"
                if place is None:
                    self.unread.append(f"{name[:80]}: refused, not a path inside the archive")
                elif place.suffix.lower() in _KEPT and opened is None:
                    self.unread.append(f"{place}: damaged in the archive, and left out")
                elif place.suffix.lower() in _KEPT and opened is not None:
                    self._keep_if_whole(place, size, opened)
        except _BROKEN as error:
            if isinstance(error, ReadingError):
                raise
            if not self._files:
                raise ReadingError(f"{path}: {_called(path)} and cannot be unpacked ({' '.join(str(error).split())[:100]})") from None
            self.unread.append("the archive is damaged or cut off; read is what could be unpacked of it")
        if not any(name.suffix.lower() in (".tex", ".ltx", ".latex") for name in self._files):
            said = f" ({self.unread[0]})" if self.unread else "; unpack it and name the PDFs in it" if others else ""
            raise ReadingError(f"{path}: {_called(path)} and has no .tex file in it{said}")

    def names(self) -> list[PurePosixPath]:
        return sorted(self._files)[:MAX_LISTED]

    def names_in(self, folder: PurePosixPath) -> list[PurePosixPath]:
        return [name for name in sorted(self._files) if name.parent == folder]

    def holds(self, name: PurePosixPath) -> bool:
        return name in self._files

    def leads_out(self, name: PurePosixPath) -> bool:
        return False

    def size(self, name: PurePosixPath) -> int:
        return len(self._files[name])

    def read(self, name: PurePosixPath) -> bytes:
        return self._files[name]

    def _keep_if_whole(self, name: PurePosixPath, size: int, opened: BinaryIO) -> None:
        """Keeps a file. One that is damaged is said where the next can be found all the same, as in a zip."""
        try:
            self._keep(name, size, opened)
        except _BROKEN as error:
            if isinstance(error, ReadingError) or not isinstance(opened, zipfile.ZipExtFile):
                raise
            self.unread.append(f"{name}: damaged in the archive, and left out")

    def _keep(self, name: PurePosixPath, size: int, opened: BinaryIO) -> None:
        left = MAX_KEPT - self._kept
        data = opened.read(min(size, left) + 1) if size <= left else b""
        if size > left or len(data) > left:
            self.unread.append(f"{name}: left out, as no more than {MAX_KEPT // 1_000_000} MB of text are read of an archive")
            return
        self._kept += len(data)
        self._files[name] = data


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is an archive or packed."""
    return head.startswith((GZIP, ZIP)) or head[TAR_AT : TAR_AT + len(TAR)] == TAR


def unpacked_head(head: bytes, most: int) -> bytes:
    """The first bytes of what a file packed with gzip holds; none where it is broken."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, most)
    except zlib.error:
        return b""


def _called(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    return "is a zip file" if head == ZIP else "is packed with gzip" if head.startswith(GZIP) else "is a tar"


def _place(name: str) -> PurePosixPath | None:
    """A member's place in the source; None where its name leads out of it."""
    place = PurePosixPath(name.replace("\\", "/"))
    return None if place.is_absolute() or ".." in place.parts or "\0" in name or not place.parts else place


def _members(path: Path) -> Iterator[tuple[str, int, BinaryIO | None]]:
    """Name, size and content of each regular file in an archive, in its order; the content is read at once or never."""
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic == ZIP:
            yield from _of_zip(path, file)
            return
        stream = _Bounded(path, gzip.GzipFile(fileobj=file) if magic.startswith(GZIP) else file)
        head = stream.peek(TAR_AT + len(TAR))
        if head[TAR_AT:] != TAR:
            yield f"{path.name.removesuffix('.gz').removesuffix('.tex')}.tex", MAX_KEPT, stream  # type: ignore[misc]
            return
        with tarfile.open(fileobj=stream, mode="r|") as tar:  # type: ignore[call-overload]
            for number, member in enumerate(tar):
                if number >= MAX_MEMBERS:
                    raise ReadingError(f"{path}: holds more than {MAX_MEMBERS:,} files; unpack it and name the folder")
                if member.isreg() and not member.issparse():
                    yield member.name, member.size, tar.extractfile(member)


def _of_zip(path: Path, file: BinaryIO) -> Iterator[tuple[str, int, BinaryIO | None]]:
    with zipfile.ZipFile(file) as packed:
        members = packed.infolist()
        if len(members) > MAX_MEMBERS:
            raise ReadingError(f"{path}: holds more than {MAX_MEMBERS:,} files; unpack it and name the folder")
        for member in members:
            if member.is_dir() or (member.external_attr >> 28) not in (0, 8):  # 8: a regular file, where the maker says what it is
                continue
            if member.flag_bits & 1:
                raise ReadingError(f"{path}: is a zip file that asks for a password; unpack it and name the folder")
            try:
                opened = packed.open(member)
            except _BROKEN:
                yield member.filename, member.file_size, None
                continue
            with opened:
                yield member.filename, member.file_size, opened  # type: ignore[misc]


class _Bounded:
    """A stream that gives no more than an archive may unpack to."""

    def __init__(self, path: Path, stream: BinaryIO | gzip.GzipFile) -> None:
        self.path, self.stream, self.left = path, stream, MAX_UNPACKED
        self.ahead = b""

    def peek(self, size: int) -> bytes:
        while len(self.ahead) < size and (more := self._next(size - len(self.ahead))):
            self.ahead += more
        return self.ahead[:size]

    def read(self, size: int) -> bytes:
        taken, self.ahead = self.ahead[:size], self.ahead[size:]
        while len(taken) < size and (more := self._next(min(size - len(taken), 1 << 20))):
            taken += more
        return taken

    def _next(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise ReadingError(f"{self.path}: unpacks to more than {MAX_UNPACKED / 1e6:,.0f} MB; unpack it and name the folder")
        return data
