"""A paper as one file: itself, or the folder of its LaTeX source packed, so that the same folder gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

MAX_PACKED = 1_000_000_000  # bytes of a folder; the reader of archives takes no more


class PackingError(ValueError):
    """A folder cannot be packed; the message says which, and why."""


class Packed(NamedTuple):
    """A file, with the hash of its bytes."""

    file: Path
    hash: str


@contextmanager
def packed(path: Path) -> Iterator[Packed]:
    """The paper as one file, which is gone afterwards where it was made for this. Links in a folder are not followed."""
    if not path.is_dir():
        with path.open("rb") as file:
            yield Packed(path, f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}")
        return
    with tempfile.NamedTemporaryFile(prefix="assay-", suffix=".tar.gz") as made:
        _pack(path, made)  # type: ignore[arg-type]
        made.flush()
        made.seek(0)
        yield Packed(Path(made.name), f"sha256:{hashlib.file_digest(made, 'sha256').hexdigest()}")


def _pack(folder: Path, into: BinaryIO) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    if sum(file.stat().st_size for file in files) > MAX_PACKED:
        raise PackingError(f"{folder}: holds more than {MAX_PACKED / 1e9:.0f} GB; name the paper in it")
    with gzip.GzipFile(filename="", fileobj=into, mode="wb", mtime=0) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        for file in files:
            member = tarfile.TarInfo(file.relative_to(folder).as_posix())
            member.size = file.stat().st_size
            with file.open("rb") as content:
                tar.addfile(member, content)
