"""Which papers the paths given to a command are: a file is one, a folder of LaTeX source is one, any other folder is those in it.

All that lies in a folder is among its papers, or belongs to one: a figure to the source that names it, a file of TeX to the source that it
lies in. Where a folder holds the sources of several papers, each is one. Which .tex the paper is, the reader of LaTeX decides.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

from synth.reading import ReadingError
from synth.reading.documents import kind_of

SUFFIXES = (
    ".pdf",
    ".html",
    ".htm",
    ".xhtml",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tex.gz",
    ".zip",
)  # of the files that are taken from a folder; any file can be named
TEX = (".tex", ".ltx", ".latex")
MAX_FILES = 200_000  # names that are looked at in one folder
MAX_TEX = 2_000_000  # bytes of a .tex that are looked at for what it names
MAX_TEXTS = 50_000_000  # bytes of all of them

_CLASS = re.compile(r"^[^%\n]{0,200}\\document(?:class|style)\b", re.MULTILINE)
_BEGIN = re.compile(r"^[^%\n]{0,2000}\\begin\s{0,9}\{document\}", re.MULTILINE)
_INPUT = re.compile(r"\\(?:input|include|subfile)\s{1,9}([^\s{}\\%]{1,300})")
_NAMED = re.compile(r"(?:\\([A-Za-z]{1,30})\*?\s{0,9}(?:\[[^\]]{0,500}\])?\s{0,9}|[,}=]\s{0,9}|)\{([^{}\\]{1,300})\}")
_FILE_OPTION = re.compile(r"\b(?:file|figure)\s{0,9}=\s{0,9}([^\s,{}\\]{1,300})")
_NO_FILES = frozenset(
    "begin end documentclass documentstyle usepackage RequirePackage bibliography bibliographystyle label ref eqref autoref cref Cref "
    "cite citep citet textbf textit texttt emph section subsection".split()
)  # what these commands name is no figure and no file of TeX


def papers_in(paths: Iterable[Path]) -> list[Path]:
    """The papers, each once, a folder's in the order of their names. A path that is not there stays, so that its reader says so."""
    found: dict[Path, None] = {}
    for path in paths:
        for paper in _in_folder(path) if path.is_dir() else [path]:
            found.setdefault(paper)
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    files, closed = _files_below(folder)
    tex = [file for file in files if file.suffix.lower() in TEX and _is_latex(file)]
    sources = _Sources(tex)
    rest = [file for file in files if file.name.lower().endswith((*SUFFIXES, *TEX)) and file not in sources.texts]
    return sorted({*closed, *sources.papers, *(file for file in rest if file.stem not in sources.named)})


def _files_below(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files under a folder, without hidden ones, and the folders that cannot be looked into. A link to a folder is followed once."""
    files: list[Path] = []
    closed: list[Path] = []
    known = {_identity(folder)}
    looked = 0
    for here, folders, names in os.walk(folder, followlinks=True, onerror=lambda error: closed.append(Path(error.filename))):
        looked += len(names) + len(folders)
        if looked > MAX_FILES:
            raise ReadingError(f"{folder}: holds more than {MAX_FILES:,} files; name the folders one by one")
        unknown = []
        for name in sorted(folders):
            if not name.startswith(".") and (identity := _identity(Path(here, name))) not in known:
                known.add(identity)
                unknown.append(name)
        folders[:] = unknown
        files += [Path(here, name) for name in sorted(names) if not name.startswith(".")]
    return files, closed


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_latex(file: Path) -> bool:
    try:
        return kind_of(file) == "latex"
    except ReadingError:  # whoever reads it says why not
        return False


class _Text(NamedTuple):
    whole: bool  # it has a class and a document
    names: frozenset[str]  # of other files, without folders and endings


class _Sources:
    """The LaTeX sources among the .tex files of a folder: where each lies, and which files they name."""

    def __init__(self, tex: list[Path]) -> None:
        left = MAX_TEXTS
        self.texts: dict[Path, _Text] = {}
        for file in tex:
            text = _beginning(file, min(MAX_TEX, left))
            left -= len(text)
            self.texts[file] = _Text(bool(_CLASS.search(text) and _BEGIN.search(text)), frozenset(_names_in(text)))
        self.named = frozenset[str]().union(*(text.names for text in self.texts.values()))
        self.papers = self._papers()

    def _papers(self) -> list[Path]:
        """One folder where there is one paper; where there are several, the folder of each, and the files that belong to none of them."""
        if not self.texts:
            return []
        alone = [file for file, text in self.texts.items() if text.whole and file.stem not in self.named]
        folders = {file.parent for file in alone}
        if len(folders) < 2:
            return [Path(os.path.commonpath([file.parent for file in self.texts]))]
        loose = [file for file in self.texts if file.stem not in self.named and folders.isdisjoint(file.parents)]
        return [*folders, *loose]


def _beginning(file: Path, most: int) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(max(most, 0)).decode("utf-8", errors="replace")
    except OSError:
        return ""


def _names_in(text: str) -> Iterable[str]:
    """The names of files that a source may mean: what fills the braces of a command, parted at commas; its commented lines as well."""
    said = [match[2] for match in _NAMED.finditer(text) if match[1] not in _NO_FILES]
    for part in (piece for one in (*said, *_INPUT.findall(text), *_FILE_OPTION.findall(text)) for piece in one.split(",")):
        name = PurePath(part.strip().strip('"')).name
        yield name
        yield name.rpartition(".")[0]
