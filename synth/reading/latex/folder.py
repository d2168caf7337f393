"""The files of a LaTeX source: which one is the paper, and what its \\input names, never outside the folder.

No absolute path, no "..", no link that leads out. What is missing or refused is said, not guessed.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from synth.reading import ReadingError
from synth.reading.latex.tokens import tokenize
from synth.reading.shelves import OnDisk, Packed, Shelf, is_packed
from synth.records import Unread

MAX_BYTES = 40_000_000  # of all files read
MAX_FILE = 20_000_000
MAX_FILES = 400
MAX_NAMED = 8  # files that are named in one line

_ENCODINGS = {  # as inputenc calls them
    "latin1": "latin-1",
    "latin2": "iso8859-2",
    "latin9": "iso8859-15",
    "ansinew": "cp1252",
    "cp1252": "cp1252",
    "applemac": "mac-roman",
    "cp1251": "cp1251",
    "koi8-r": "koi8-r",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_INPUTENC = re.compile(r"\\usepackage\s{0,9}\[([\w-]{1,20})\]\s{0,9}\{inputenc\}")
_CLASS = re.compile(r"^[^%\n]{0,200}\\document(?:class|style)\s{0,9}(?:\[[^\]]{0,2000}\])?\s{0,9}\{([^{}]{1,100})\}", re.MULTILINE)
_BEGIN = re.compile(r"^[^%\n]{0,2000}\\begin\s{0,9}\{document\}", re.MULTILINE)
_INCLUDED = re.compile(r"\\(?:input|include|subfile|subimport\s?\{[^{}]{0,200}\}|import\s?\{[^{}]{0,200}\})\s?\{?\s?([^\s{}\\]{1,300})")
_TEXT = re.compile(r"\\(?:section|chapter|subsection)\b")


class Folder:
    """The source of one paper, in a folder, in an archive or in one file: its main file, and the files that are read with it."""

    def __init__(self, path: Path) -> None:
        self.unread: list[Unread] = []
        self.encoding = ""
        self._missed: set[str] = set()
        self._read: dict[PurePosixPath, bytes] = {}
        self._tokens: dict[PurePosixPath, list[str]] = {}
        self._bytes = 0
        self._sources: list[PurePosixPath] = []  # the files of TeX in it, where it is more than one file
        self.shelf: Shelf
        if path.is_dir():
            self.shelf = OnDisk(path.resolve())
            self.main = self._find_main(path)
        elif not path.is_file():
            raise ReadingError(f"{path}: there is no such file or folder")
        elif is_packed(_head(path)):
            self.shelf = packed = Packed(path)
            for what in packed.unread:
                self._miss(what)
            self.main = self._find_main(path)
        else:
            self.shelf = OnDisk(path.resolve().parent)
            self.main = PurePosixPath(path.resolve().name)
        self.text = self.text_of(self.main)
        if not self.text.strip():
            raise ReadingError(f"{path}: the source is empty")

    @property
    def document_class(self) -> str:
        found = _CLASS.search(self.text)
        return found[1].strip() if found else ""

    @property
    def digest(self) -> str:
        """`sha256:…` over the bytes of the files read, in the order of their names."""
        total = hashlib.sha256()
        for path in sorted(self._read):
            total.update(self._read[path])
        return f"sha256:{total.hexdigest()}"

    def main_tokens(self) -> list[str]:
        return tokenize(self.text)

    def name_the_unread(self) -> None:
        """Says which files of TeX the paper has not read."""
        left = [path.as_posix() for path in self._sources if path not in self._read]
        if left:
            more = f" and {len(left) - MAX_NAMED} more" if len(left) > MAX_NAMED else ""
            self._miss(f"beside the paper, which does not read them: {', '.join(left[:MAX_NAMED])}{more}; name one to read it")

    def load(self, name: str, command: str) -> tuple[str, list[str]] | None:
        """The tokens of a file that `command` names; None where it is not there, with a word why."""
        package = command in ("\\usepackage", "\\RequirePackage")
        endings = (".sty",) if package else (".tex", "", ".ltx")
        path = self._inside(name, endings, silent=package)
        if path is None:
            return None
        if path.suffix.lower() not in (".tex", ".sty", ".ltx", ".txt", ".tikz", ".pgf", ".bbl", ".inc", ".def", ".latex", ""):
            self._miss(f"{name}: not a file of TeX")
            return None
        if path not in self._tokens:
            if len(self._tokens) >= MAX_FILES:
                self._miss(f"{name}: more than {MAX_FILES} files")
                return None
            text = self.text_of(path)
            if not _is_text(self._read.get(path, b"")):
                self._miss(f"{name}: not a file of TeX, whatever its name says")
                return None
            self._tokens[path] = _body(tokenize(text, package=package))
        return path.as_posix(), self._tokens[path]

    def beside(self, ending: str) -> PurePosixPath | None:
        """The file of the main file's name with another ending, or the only one in its folder that has it."""
        path = self.main.with_suffix(ending)
        if self.shelf.holds(path):
            return path
        others = [other for other in self.shelf.names_in(self.main.parent) if other.name.endswith(ending)]
        return others[0] if len(others) == 1 else None

    def named(self, name: str, ending: str) -> PurePosixPath | None:
        """A file that the source names; None where it is not there."""
        return self._inside(name, (ending, ""), silent=True)

    def text_of(self, path: PurePosixPath) -> str:
        """The characters of a file: UTF-8, else in the encoding that the paper declares, else Latin."""
        if path not in self._read:
            size = self.shelf.size(path)
            if size > MAX_FILE or self._bytes + size > MAX_BYTES:
                self._miss(f"{path.name}: larger than what is read of one source")
                return ""
            self._read[path] = self.shelf.read(path)
            self._bytes += size
        return self._decoded(self._read[path])

    def _decoded(self, data: bytes) -> str:
        if data.startswith(_UTF_16):
            return data.decode("utf-16", errors="replace")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            declared = _INPUTENC.search(data[:200_000].decode("latin-1"))
            if declared and not self.encoding:
                self.encoding = _ENCODINGS.get(declared[1].lower(), "")
            try:
                return data.decode(self.encoding or "cp1252")
            except UnicodeDecodeError:
                return data.decode("latin-1")

    # --- where files are ---

    def _inside(self, name: str, endings: tuple[str, ...], *, silent: bool = False) -> PurePosixPath | None:
        named = PurePosixPath(name.replace("\\", "/"))
        if not name or "\0" in name or len(name) > 300 or named.is_absolute() or ".." in named.parts or re.match(r"[A-Za-z]:|[~|]", name):
            self._miss(f"{name[:80]}: refused, not a path inside the folder")
            return None
        failed = ""
        for folder in dict.fromkeys((self.main.parent, PurePosixPath())):
            for ending in endings:
                path = folder / f"{named}{ending}"
                try:
                    if self.shelf.holds(path):
                        return path
                    if self.shelf.leads_out(path):
                        self._miss(f"{name}: refused, a link that leads out of the folder")
                        return None
                except OSError as error:  # a name that no file can have, a folder that is closed
                    failed = error.strerror or str(error)
        if failed:
            self._miss(f"{name[:80]}: named by the source, but cannot be looked up ({failed})")
        elif not silent:
            self._miss(f"{name}: named by the source, but not there")
        return None

    def _miss(self, what: str) -> None:
        if what not in self._missed and len(self._missed) < 200:
            self._missed.add(what)
            self.unread.append(Unread(what=what))

    def _find_main(self, source: Path) -> PurePosixPath:
        """The file that is the paper: it has a class and a document, and no other file reads it in."""
        files = [name for name in self.shelf.names() if name.suffix.lower() in (".tex", ".ltx", ".latex")]
        files = [name for name in files if self.shelf.size(name) <= MAX_FILE]
        datas = {name: self.shelf.read(name) for name in files[:MAX_FILES]}
        texts = {name: self._decoded(data) for name, data in datas.items() if _is_text(data)}
        if not texts:
            raise ReadingError(f"{source}: no .tex file in it can be read")
        self._sources = [name for name, text in texts.items() if text.strip()]
        included = {PurePosixPath(name).stem for text in texts.values() for name in _INCLUDED.findall(text)}
        hinted = self._hinted()
        classes = [path for path, text in texts.items() if _CLASS.search(text)]
        whole = [path for path in classes if _BEGIN.search(texts[path])] or classes
        candidates: list[PurePosixPath] = (
            [path for path in whole if path.stem not in included]
            or whole
            or [path for path in texts if path.stem not in included]
            or list(texts)
        )

        def rank(path: PurePosixPath) -> tuple[bool, int, int, str]:
            text = texts[path]
            size = len(text) + 10_000 * len(_INCLUDED.findall(text)) * bool(whole)
            return (
                path.name not in hinted,
                len(path.parts),
                -size if whole else -len(_TEXT.findall(text)) * 1_000 - len(text),
                path.name,
            )

        return min(candidates, key=rank)

    def _hinted(self) -> set[str]:
        """What arXiv's own list of the folder says is the paper."""
        names: set[str] = set()
        for name in ("00README.json", "00README.XXX", "00README"):
            path = PurePosixPath(name)
            if self.shelf.holds(path) and self.shelf.size(path) < 100_000:
                text = self.shelf.read(path).decode("utf-8", errors="replace")
                names |= set(re.findall(r'"filename"\s*:\s*"([^"]+\.tex)"\s*,\s*"usage"\s*:\s*"toplevel"', text))
                names |= set(re.findall(r"^(\S+\.tex)\s+toplevelfile", text, re.MULTILINE))
        return {PurePosixPath(name).name for name in names}


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(512)


def _is_text(data: bytes) -> bool:
    return data.startswith(_UTF_16) or not (data.startswith(b"%PDF-") or b"\0" in data[:8192])


def _body(tokens: list[str]) -> list[str]:
    """The tokens of a file without a frame of its own: what a subfile has around its document, and what follows \\endinput."""
    begin = _find(tokens, "\\begin")
    if begin is not None:
        end = _find(tokens[begin:], "\\end")
        tokens = tokens[begin : begin + end if end is not None else len(tokens)]
    return tokens[: tokens.index("\\endinput")] if "\\endinput" in tokens else tokens


def _find(tokens: list[str], command: str) -> int | None:
    """Where \\begin{document} ends, or \\end{document} begins."""
    for at in range(len(tokens) - 3):
        if tokens[at] == command and tokens[at + 1 : at + 4] == ["{", "document", "}"]:
            return at + 4 if command == "\\begin" else at
    return None
