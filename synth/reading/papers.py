"""Which papers the paths given to a command are: a file is one, a folder of LaTeX source is one, any other folder is those in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from synth.reading import ReadingError

SUFFIXES = (".pdf", ".html", ".htm", ".xhtml")  # of the files that are taken from a folder; any file can be named
MAX_FILES = 200_000  # names that are looked at in one folder


def papers_in(paths: Iterable[Path]) -> list[Path]:
    """The papers, each once, a folder's in the order of their names. A path that is not there stays, so that its reader says so."""
    found: dict[Path, None] = {}
    for path in paths:
        for paper in _in_folder(path) if path.is_dir() else [path]:
            found.setdefault(paper)
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    found: list[Path] = []
    looked = 0
    for here, folders, files in os.walk(folder):
        looked += len(files) + len(folders)
        if looked > MAX_FILES:
            raise ReadingError(f"{folder}: holds more than {MAX_FILES:,} files; name the folders one by one")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if any(name.lower().endswith(".tex") for name in files):
            found.append(Path(here))
            folders.clear()  # what lies under LaTeX source belongs to it
        else:
            found += [Path(here, name) for name in sorted(files) if name.lower().endswith(SUFFIXES) and not name.startswith(".")]
    return found
