"""The original files of the data sets, in a folder. A file may be packed with gzip, whatever its task calls it."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from reproduce.sources.readers import READERS
from reproduce.sources.rows import candidates, filled, named, place, shared_out
from reproduce.tasks import DataError, Origin, Part, Task

Rows = list[dict[str, Any]]
PACKED = ".gz"


class Files(NamedTuple):
    """The files under a folder."""

    root: Path

    @property
    def name(self) -> str:
        return "files"

    def languages(self, task: Task, split: str) -> tuple[str, ...]:
        """Those of which every part has its files here."""
        parts = [part for part in task.sources.get(self.name, ()) if place(part, split)]
        return tuple(
            language
            for language in candidates(task, parts, split)
            if all(self._found(path) for part in parts for paths in _places(part, split, language) for path in paths.values())
        )

    def rows(self, task: Task, split: str, language: str) -> tuple[Rows, tuple[Origin, ...]]:
        """The rows of all parts, one after the other. Raises `DataError` where a file is missing or not as it should be."""
        parts = [part for part in task.sources.get(self.name, ()) if place(part, split)]
        if language not in candidates(task, parts, split):
            why = task.absent.get(self.name, f"no file of it is told of in {task.name}.toml")
            raise DataError(f"{task.name}, {split}, {language}: {why}")
        rows: Rows = []
        origins: list[Origin] = []
        for part in parts:
            for paths in _places(part, split, language):
                of_place, read = self._read(task, part, paths, split, language)
                rows += of_place
                origins += read
        return rows, tuple(origins)

    def identity(self, task: Task, split: str, language: str) -> dict[str, str]:
        """The files that would be read, each with the sum of its bytes; one that is not there has none."""
        parts = [part for part in task.sources.get(self.name, ()) if place(part, split)]
        found: dict[str, str] = {}
        for part in parts:
            for path in (path for paths in _places(part, split, language) for path in paths.values()):
                file = self._found(path)
                found[file.relative_to(self.root).as_posix() if file else path] = _sum(file) if file else "absent"
        return found

    def _read(self, task: Task, part: Part, paths: Mapping[str, str], split: str, language: str) -> tuple[Rows, list[Origin]]:
        texts, sums, names = {}, {}, {}
        for role, path in paths.items():
            found = self._found(path)
            if found is None:
                why = f"; {task.absent[self.name]}" if self.name in task.absent else ""
                raise DataError(f"{task.name}, {split}, {language}: no file {path} in {self.root}{why}")
            names[role] = found.relative_to(self.root).as_posix()
            texts[role], sums[role] = _text(found)
        where = next(iter(names.values()))
        try:
            rows = list(READERS[part.reader](texts, part, language))
        except KeyError as error:
            raise DataError(f"{task.name}: there is no reader {error}; there are {', '.join(READERS)}") from None
        except DataError as error:
            raise DataError(f"{where}: {error}") from None
        counted = {role: sum(row.get("side", "") == role for row in rows) for role in texts}
        if task.format != "retrieval":
            rows = shared_out(named(rows, task, part, language, where), part, split)
        return rows, [Origin(name, sums[role], counted[role]) for role, name in names.items()]

    def _found(self, path: str) -> Path | None:
        """The file of this path, or of its pattern; packed or not."""
        bare = path.removesuffix(PACKED)
        found = sorted(one for pattern in (bare, bare + PACKED) for one in self.root.glob(pattern))
        if len(found) > 1:
            raise DataError(f"{path} is two files in {self.root}: {found[0].name} and {found[1].name}")
        return found[0] if found else None


def _places(part: Part, split: str, language: str) -> list[dict[str, str]]:
    """The paths of each place of a split, by their role; a path that stands alone has none."""
    told = place(part, split)
    each = [told] if isinstance(told, dict) else [{"": path} for path in ([told] if isinstance(told, str) else told)]
    return [{role: filled(path, part, language) for role, path in paths.items()} for paths in each]


def _sum(file: Path) -> str:
    told = file.stat()
    return _sum_of(file, told.st_size, told.st_mtime_ns)


@cache
def _sum_of(file: Path, size: int, changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _text(file: Path) -> tuple[str, str]:
    """What a file says, without a mark of the order of bytes before it, and the sum of its bytes as they lie there."""
    content = file.read_bytes()
    try:
        text = (gzip.decompress(content) if file.name.endswith(PACKED) else content).decode("utf-8")
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{file}: not packed with gzip, or cut off: {error}") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8 at byte {error.start}") from None
    return text.removeprefix("\ufeff"), hashlib.sha256(content).hexdigest()
