"""The door to the readers: a file becomes a `Document`, whatever it is, or one line says why not.

    document = read_document(Path("paper.pdf"))
    for read in read_documents(paths):
        print(read.item, read.error or read.value.title)

What a file is, its content says and not its name. It is read in a worker process with bounds on memory and time, since a hostile or a
broken file can crash or hang the C library that reads it: then the file is read again without the page that did it, and that page is
counted as unread. The kernel ends the process at a bound, so that nothing depends on the reader's good will.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from synth.engine import Result, available, run
from synth.reading import ReadingError
from synth.reading.shelves import GZIP, ZIP, is_packed, unpacked_head
from synth.reading.watching import Watch, watch
from synth.records import Box, Document, RecordError, from_json

MOST_LOST = 5  # pages that may end a worker before the file is given up
AHEAD = 4  # files in the hands of one worker
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how a text in it begins
SNIFFED = 8192  # bytes in which a file shows what it is
MAX_JSON = 256 * 1024**2  # bytes
MAX_ENTRIES = 20_000  # files of a folder that are looked at for a .tex

Kind = Literal["pdf", "latex", "html", "json"]
Reader = Callable[[Path, Kind], Document]


class Bounds(NamedTuple):
    """What a worker may use for one file."""

    memory: int = 2 * 1024**3  # bytes of addresses; a paper takes 110 MB, one of 600 pages 154, a page of 10 MB of text 600
    page_seconds: float = 30.0  # of wall clock for a page; one takes 0.01 s, one of a million lines or 50,000 words 5
    file_seconds: float = 600.0


BOUNDS = Bounds()

_TEX = re.compile(
    rb"\\(?:documentclass|documentstyle|begin|input|include|(?:sub){0,2}section|chapter|title|(?:re|provide)?newcommand|def|bibitem)"
    rb"(?![A-Za-z])"
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE)
_SAID = (
    (GZIP, "is packed with gzip, and what is in it is no LaTeX; unpack it and name what is"),
    (ZIP, "is a zip file made by an office program (docx, odt, epub); save it as PDF"),
    (b"%!PS", "is PostScript; make a PDF of it (ps2pdf)"),
    (b"BZh", "is packed with bzip2; unpack it and name the folder"),
    (b"\xfd7zXZ", "is packed with xz; unpack it and name the folder"),
    (b"{\\rtf", "is RTF; save it as PDF"),
)


class ReaderFaultError(ReadingError):
    """A reader failed on a file in a way that it should not have: not the file is at fault, this program is."""


def read_document(path: Path, *, bounded: bool = True) -> Document:
    """The document in a PDF, a LaTeX file or folder, an HTML page or the JSON of a `Document`. Raises `ReadingError` in one line.

    With `bounded` left off it is read in this process, which it can crash, hang or fill.
    """
    kind = kind_of(path)
    if kind == "json" or not bounded:
        return read_with_its_reader(path, kind)
    (read,) = read_documents([path], jobs=1)
    if read.value is None:
        raise (ReaderFaultError if _FAULT in read.error else ReadingError)(read.error)
    return read.value


def read_documents(
    paths: Iterable[Path], *, jobs: int | None = None, bounds: Bounds = BOUNDS, reader: Reader | None = None
) -> Iterator[Result[Path, Document]]:
    """For each path, in order, its document or the line that says why there is none, read by `jobs` workers (none named: one a core).

    `reader` takes the place of the readers of this house; it has to stand in a module that can be imported.
    """
    paths = list(paths)
    jobs = min(jobs or available(), max(len(paths), 1))
    read = partial(_read_within_bounds, bounds=bounds, reader=reader or read_with_its_reader)
    with tempfile.TemporaryDirectory(prefix="assay-reading-") as folder:
        tries = (_Try(path, Path(folder, str(number))) for number, path in enumerate(paths))
        for result in run(read, tries, jobs=jobs, few=0, chunk=AHEAD, limit=bounds.file_seconds):
            while _died(result) and _may_go_on(_kept(result.item.journal)):
                (result,) = run(read, [result.item], jobs=1, few=0, limit=bounds.file_seconds)
            yield _outcome(result)
            result.item.journal.unlink(missing_ok=True)


def draw_document(path: Path, page: int, document: Document, *, bounded: bool = True) -> bytes:
    """The PNG of a page of a PDF with what `document` says was read there. Raises `ReadingError` in one line."""
    if kind_of(path) != "pdf":
        raise ReadingError(f"{path}: is no PDF and has no pages to draw")
    if not bounded:
        from synth.reading.pdf.drawing import draw_page

        return draw_page(path, page, document)
    drawing = partial(_draw_within_bounds, page=page, document=msgspec.msgpack.encode(document), memory=BOUNDS.memory)
    return _drawn(drawing, path, page)


def draw_boxes(path: Path, page: int, groups: Sequence[tuple[str, Sequence[Box]]]) -> bytes:
    """The PNG of a page of a PDF with groups of boxes on it, each with its caption. Raises `ReadingError` in one line."""
    drawing = partial(_draw_boxes_within_bounds, page=page, groups=msgspec.msgpack.encode(groups), memory=BOUNDS.memory)
    return _drawn(drawing, path, page)


def _drawn(drawing: Callable[[Path], tuple[bytes, str]], path: Path, page: int) -> bytes:
    (drawn,) = run(drawing, [path], jobs=1, few=0, limit=BOUNDS.page_seconds)
    picture, error = drawn.value or (b"", f"{path}: page {page} cannot be drawn: {drawn.error}")
    if error:
        raise ReadingError(error)
    return picture


def kind_of(path: Path) -> Kind:
    """What a file is, by its content; a folder is LaTeX if a file of it lies in it. Raises `ReadingError` for what no reader takes."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _kind_of_folder(path)
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise ReadingError(f"{path}: is no regular file")
        with path.open("rb") as file:
            head = file.read(SNIFFED)
    except (OSError, ValueError) as error:  # a path with a zero character is a ValueError
        if isinstance(error, ReadingError):
            raise
        raise ReadingError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if not head:
        raise ReadingError(f"{path}: is empty")
    kind = _kind_of_bytes(head, path.suffix.lower())
    if kind is None:
        said = next((said for magic, said in _SAID if head.startswith(magic)), "")
        raise ReadingError(f"{path}: {said or 'is no PDF, no LaTeX, no HTML and no JSON of a document'}")
    return kind


def _kind_of_bytes(head: bytes, suffix: str) -> Kind | None:
    if is_packed(head):
        return "latex" if _may_hold_latex(head, suffix) else None
    if head.startswith(UTF_16):
        head = head[: len(head) // 2 * 2].decode("utf-16", errors="ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if any(head.startswith(magic) for magic, _ in _SAID):
        return None
    if re.match(rb"\{\s*(?:\"|\}|\Z)", start):
        return "json"
    if start.startswith(b"<") and _HTML.search(start):
        return "html"
    if b"%PDF-" in head[:1029] and not _TEX.search(head[: head.index(b"%PDF-")]):
        return "pdf"  # readers of PDF have always allowed some bytes before it
    if b"\0" not in head and (_TEX.search(head) or suffix == ".tex"):
        return "latex"
    return None


def _may_hold_latex(head: bytes, suffix: str) -> bool:
    """Whether what is packed may be LaTeX source, as arXiv and Overleaf give it: a tar, a zip of files, or one .tex."""
    if head.startswith(GZIP):
        head = unpacked_head(head, SNIFFED)
        return _kind_of_bytes(head, suffix) == "latex" and not head.startswith((GZIP, ZIP))
    return not head.startswith(ZIP) or not (b"[Content_Types].xml" in head or b"_rels/.rels" in head or head[30:38] == b"mimetype")


def _kind_of_folder(path: Path) -> Kind:
    seen, other = 0, ""
    closed: list[OSError] = []
    for here, _, files in os.walk(path, onerror=closed.append):
        for name in sorted(name for name in files if name.lower().endswith(".tex")):
            try:
                if kind_of(Path(here, name)) == "latex":
                    return "latex"
                other = other or f"{name} is none, whatever its name says"
            except ReadingError as error:
                other = other or f"{name} {str(error).removeprefix(str(Path(here, name))).lstrip(': ')}"
        seen += len(files) + 1
        if seen > MAX_ENTRIES:
            raise ReadingError(f"{path}: no .tex file among the first {MAX_ENTRIES:,} files of this folder")
    if other:
        raise ReadingError(f"{path}: is a folder without LaTeX: {other}; name a file in it")
    if closed:
        raise ReadingError(f"{closed[0].filename}: {closed[0].strerror or closed[0]}")
    raise ReadingError(f"{path}: is a folder without a .tex file; name a file in it")


def read_with_its_reader(path: Path, kind: Kind) -> Document:
    """The document in a file of this kind, read in this process."""
    if kind == "pdf":
        from synth.reading.pdf.reading import read_pdf

        return read_pdf(path)
    if kind == "latex":
        from synth.reading.latex import read_latex

        return read_latex(path)
    if kind == "html":
        from synth.reading.html import read_html

        return read_html(path)
    return _read_json(path)


def _read_json(path: Path) -> Document:
    try:
        if (size := path.stat().st_size) > MAX_JSON:
            raise ReadingError(f"{path}: has {size / 1e6:,.0f} MB; no JSON of more than {MAX_JSON / 1e6:,.0f} MB is read")
        return from_json(Document, path.read_bytes())
    except OSError as error:
        raise ReadingError(f"{path}: {error.strerror or error}") from None
    except RecordError as error:
        raise ReadingError(f"{path}: is not the JSON of a document: {' '.join(str(error).split())}") from None


# --- in the worker -----------------------------------------------------------------------------------------------


class _Try(NamedTuple):
    """A file to be read, and the journal in which its worker says where it is, for whoever comes after it."""

    path: Path
    journal: Path


class _Answer(msgspec.Struct, frozen=True, gc=False):
    document: Document | None = None
    error: str = ""


_FAULT = "a fault of this program"
_NOT_BEGUN, _NO_PAGE = 0, -1  # what a journal may say instead of a page


class _Journal(NamedTuple):
    """Where the reading of a file is, and the pages at which earlier attempts ended."""

    at: int = _NOT_BEGUN
    lost: tuple[int, ...] = ()


def _read_within_bounds(item: _Try, bounds: Bounds, reader: Reader) -> bytes:
    """The packed answer for one file. Run by a worker, which the kernel ends where a bound is reached."""
    _bound_this_process(bounds.memory)
    journal = _kept(item.journal)
    if journal.at == _NO_PAGE:
        return _packed(error=f"{item.path}: {_how_it_ended(journal)}")
    lost = (*journal.lost, journal.at) if journal.at != _NOT_BEGUN else ()
    try:
        answer = _packed(_read_watched(item, lost, bounds.page_seconds, reader))
    except ReadingError as error:
        answer = _packed(error=str(error))
    except MemoryError:
        answer = _packed(error=f"{item.path}: takes more memory than {bounds.memory / 1e9:.1f} GB, the most that a file may take")
    except RecursionError:
        answer = _packed(error=f"{item.path}: is nested too deeply to be read")
    except Exception as error:  # noqa: BLE001  whatever one file does, the others are read
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        answer = _packed(error=f"{item.path}: {_FAULT}: {_place(error)}: {said}")
    item.journal.unlink(missing_ok=True)
    return answer


def _packed(document: Document | None = None, error: str = "") -> bytes:
    return msgspec.msgpack.encode(_Answer(document, error))


def _read_watched(item: _Try, lost: tuple[int, ...], page_seconds: float, reader: Reader) -> Document:
    """The document, with the journal and the clock of each page kept while it is read."""
    kind = kind_of(item.path)
    descriptor = os.open(item.journal, os.O_WRONLY | os.O_CREAT, 0o600)

    def at(page: int) -> None:
        os.pwrite(descriptor, b"".join(b"%6d" % number for number in (page or _NO_PAGE, *lost)), 0)
        signal.setitimer(signal.ITIMER_REAL, page_seconds if page else 0)

    try:
        at(0)
        token = watch.set(Watch(at, frozenset(lost)))
        try:
            return reader(item.path, kind)
        finally:
            watch.reset(token)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.close(descriptor)


def _bound_this_process(memory: int) -> None:
    """The kernel ends this process at the end of a page's time, and gives it no more memory than is allowed."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _kept(file: Path) -> _Journal:
    """What the last attempt left in its journal; nothing where there was none."""
    try:
        at, *lost = (int(number) for number in file.read_bytes().split())
    except (FileNotFoundError, ValueError):
        return _Journal()
    return _Journal(at, tuple(lost))


def _place(error: BaseException) -> str:
    """The innermost line of this program at which an error arose."""
    here = Path(__file__).parent.parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(here) and frame.filename != __file__] or frames
    return f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}"


def _draw_within_bounds(path: Path, page: int, document: bytes, memory: int) -> tuple[bytes, str]:
    """The picture, or the line that says why there is none."""
    from synth.reading.pdf.drawing import draw_page

    _bound_this_process(memory)
    try:
        return draw_page(path, page, msgspec.msgpack.decode(document, type=Document)), ""
    except ReadingError as error:
        return b"", str(error)


def _draw_boxes_within_bounds(path: Path, page: int, groups: bytes, memory: int) -> tuple[bytes, str]:
    """The picture, or the line that says why there is none."""
    from synth.reading.pdf.drawing import draw_cells

    _bound_this_process(memory)
    try:
        return draw_cells(path, page, msgspec.msgpack.decode(groups, type=list[tuple[str, list[Box]]])), ""
    except ReadingError as error:
        return b"", str(error)


# --- in this process ---------------------------------------------------------------------------------------------


def _may_go_on(journal: _Journal) -> bool:
    """Whether a file whose reading has ended its worker can be read without the page that it was at."""
    return journal.at > 0 and len(journal.lost) < MOST_LOST


def _died(result: Result[_Try, bytes]) -> bool:
    """Whether the worker has ended, rather than answered or been stopped because the file took too long as a whole."""
    return result.error.startswith("the process")


def _outcome(result: Result[_Try, bytes]) -> Result[Path, Document]:
    path, journal = result.item.path, _kept(result.item.journal)
    if result.value is None:
        return Result(path, error=f"{path}: {_how_it_ended(journal) if _died(result) else result.error}")
    try:
        answer = msgspec.msgpack.decode(result.value, type=_Answer)
    except msgspec.ValidationError as error:
        return Result(path, error=f"{path}: {_FAULT}: {error}")
    return Result(path, answer.document, answer.error)


def _how_it_ended(journal: _Journal) -> str:
    if journal.at > 0:
        pages = ", ".join(str(page) for page in (*journal.lost, journal.at))
        return f"ended or held up each process that read it, at page {pages}; it is given up"
    return "ended the process that read it; the file is damaged, or made to do so"
