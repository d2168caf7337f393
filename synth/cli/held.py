"""Papers that a command is given: files, or names of what the library holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synth.engine.result import Result
    from synth.library import Held, Library
    from synth.records import Document


class HeldError(ValueError):
    """A name is that of a work, and the library has no such paper."""


def held_among(papers: Sequence[Path], home: Path) -> dict[Path, Document]:
    """The documents of those that are no files, and name papers of the library. A name of which it has none raises `HeldError`."""
    names = {paper: name for paper in papers if (name := _name(paper))}
    if not names:
        return {}
    from synth.library import Library

    with Library.open(home, create=False) as library:
        return {paper: library.document(_found(library, name)) for paper, name in names.items()}


def held_file(paper: Path, home: Path) -> Path:
    """The file of a paper: itself, or that of what the library holds under this name."""
    name = _name(paper)
    if name is None:
        return paper
    from synth.library import Library

    with Library.open(home, create=False) as library:
        return _found(library, name).file


def read_or_held(papers: Sequence[Path], held: Mapping[Path, Document], jobs: int | None) -> Iterator[Result[Path, Document]]:
    """Each paper read, in order; those that are held as they were read before."""
    from synth.engine.result import Result
    from synth.reading.documents import read_documents

    read = read_documents([paper for paper in papers if paper not in held], jobs=jobs)
    for paper in papers:
        yield Result(paper, held[paper]) if paper in held else next(read)


def _name(paper: Path) -> str | None:
    """The name of a work, as a library knows it, or the beginning of a hash; None for what is a file, or could be nothing else."""
    import re

    from synth.sources.identity import named_by

    text = str(paper)
    try:
        if paper.exists():
            return None
    except OSError:
        return None
    source = named_by(text)
    if source is not None and source.scheme != "url":
        return source.name
    return text if re.fullmatch(r"(?:sha256:)?[0-9a-f]{8,64}", text) else None


def _found(library: Library, name: str) -> Held:
    found = library.find(name)
    if not found and ":" in name and not name.startswith("sha256:"):
        raise HeldError(f"{name}: is not in the library; synth fetch {name} gets it")
    if not found:
        raise HeldError(f"{name}: is no file, and the library has no paper whose hash begins so")
    return found[0]
