"""A PDF is opened, and its pages come one by one; a page that fails costs only itself.

    unread: list[Unread] = []
    with open_pdf(path) as document:
        for page in pages(document, unread):
            ...

What is not done: nothing of the file is run. MuPDF runs scripts of a PDF only where it is asked to, and it is not; what is attached
to a file is not looked at; no text is recognised in pictures.
"""

from __future__ import annotations

import gc
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Any

import pymupdf

from synth.reading import ReadingError
from synth.reading.pdf.page import Page, Reach, Stroke, Word
from synth.reading.watching import Watch, watch
from synth.records import Unread

MAX_BYTES = 1024**3  # of a file; the largest paper in hand has 13 MB, a thesis of photographs may have 300
MAX_PAGES = 5_000  # that are read of one file
MAX_WORDS = 100_000  # of a page; a dense one has 2,000, a poster 10,000
MAX_SIDE = 50_000.0  # points of a page's side: 17 m; a poster has 4,000
HEAD = 1024  # bytes within which a PDF says that it is one, as its readers have always allowed
MAGIC = b"%PDF-"

_mupdf: Any = pymupdf  # it has no types
_mupdf.TOOLS.mupdf_display_errors(False)  # on the standard error; they are kept in a store of its own
_mupdf.TOOLS.mupdf_display_warnings(False)


@contextmanager
def open_pdf(file: Path | bytes, name: str = "") -> Iterator[Any]:
    """The PyMuPDF document in a file, or in its bytes; `name` is what messages call it. Raises `ReadingError` in one line."""
    name = name or ("these bytes" if isinstance(file, bytes) else str(file))
    document = _opened(file, name)
    collects = gc.isenabled()
    gc.disable()  # words and lines refer to no line that refers to them: to look for cycles among them takes a twelfth of the time
    try:
        if document.needs_pass:  # a document with an empty password has been opened with it already
            raise ReadingError(f"{name}: is encrypted and asks for a password; save a copy without one")
        try:
            count = document.page_count
        except Exception as error:  # noqa: BLE001  whatever MuPDF says of a broken list of pages
            raise ReadingError(f"{name}: its pages cannot be counted ({in_one_line(error)}); the file is damaged") from None
        if not count:
            raise ReadingError(f"{name}: is a PDF without a page; it may be cut off")
        yield document
    finally:
        document.close()
        if collects:
            gc.enable()


def pages(document: Any, unread: list[Unread]) -> Iterator[Page]:
    """The pages that can be read, in order. What cannot be is added to `unread`; raises `ReadingError` where no page has a text."""
    watching = watch.get() or Watch(at=lambda page: None)
    count = document.page_count
    if document.is_repaired:
        unread.append(Unread(what="the file is damaged or cut off; read is what could be found in it"))
    failed = texts = pictures = 0
    for number in range(1, min(count, MAX_PAGES) + 1):
        if number in watching.without:
            failed += 1
            unread.append(Unread(what="this page ended or held up the process that read it, and was left out", page=number))
            continue
        watching.at(number)
        try:
            _mupdf.TOOLS.reset_mupdf_warnings()
            page = _Watched(_sized(document[number - 1]), watching.at)
            pictured = not page.words and bool(page.pictures)
        except Exception as error:  # noqa: BLE001  a page that fails, in whatever way, does not lose the others
            failed += 1
            unread.append(Unread(what=in_one_line(error), page=number))
            continue
        if len(page.words) > MAX_WORDS:
            failed += 1
            unread.append(Unread(what=f"has {len(page.words):,} words; no page of more than {MAX_WORDS:,} is read", page=number))
            continue
        texts += bool(page.words)
        pictures += pictured
        if not page.words and not pictured:
            unread.append(Unread(what="no text and no picture", page=number))
        if "content stream" in _mupdf.TOOLS.mupdf_warnings():
            unread.append(Unread(what="its content is damaged, and may not be read whole", page=number))
        if pictured:
            unread.append(Unread(what="a picture without a text behind it; no text is recognised in pictures", page=number))
        yield page
    watching.at(0)
    if count > MAX_PAGES:
        unread.append(Unread(what=f"pages {MAX_PAGES + 1} to {count}: only the first {MAX_PAGES} are read", page=MAX_PAGES + 1))
    if not texts:
        raise ReadingError(_nothing(document, unread, failed, pictures))


def _sized(page: Any) -> Any:
    """The page, if it has a size that a page can have: what is laid out in strips would fill the memory."""
    wide, high = page.rect.width, page.rect.height
    if not (0 < wide <= MAX_SIDE and 0 < high <= MAX_SIDE):
        raise ReadingError(f"is {wide:g} by {high:g} points; no page of more than {MAX_SIDE:g} is read")
    return page


class _Watched(Page):
    """A page that says so when it goes back to the file for what was not fetched with the words."""

    def __init__(self, page: Any, at: Callable[[int], None]) -> None:
        super().__init__(page)
        self._at = at
        if _is_stray(self.reach, self.width, self.height):
            self.words = [_kept_near(word, self.width, self.height) for word in self.words]

    @cached_property
    def strokes(self) -> list[Stroke]:
        self._at(self.number)
        return super().strokes

    @cached_property
    def pictures(self) -> list[tuple[float, float, float, float]]:
        self._at(self.number)
        return super().pictures

    @cached_property
    def notes(self) -> list[tuple[str, tuple[float, float, float, float]]]:
        self._at(self.number)
        return super().notes


def _is_stray(reach: Reach, width: float, height: float) -> bool:
    """Whether text reaches further out of its page than the page is large, or has a place that is no number."""
    within = reach.x0 >= -width and reach.x1 <= 2 * width and reach.y0 >= -height and reach.y1 <= 2 * height
    return not within or reach.size > height


def _kept_near(word: Word, width: float, height: float) -> Word:
    """The word, its box cut to the page and what is right around it: a broken file may set letters as wide as the earth."""

    def cut(value: float, side: float) -> float:
        return min(max(value, -side), 2 * side) if isfinite(value) else 0.0

    return word._replace(
        x0=cut(word.x0, width),
        x1=cut(word.x1, width),
        y0=cut(word.y0, height),
        y1=cut(word.y1, height),
        base=cut(word.base, height),
        size=cut(word.size, height / 2),
    )


def is_pdf(head: bytes) -> bool:
    """Whether these first bytes of a file are those of a PDF."""
    return MAGIC in head[: HEAD + len(MAGIC)]


def in_one_line(error: BaseException) -> str:
    """What an error says, in one line; its kind where it says nothing."""
    said = " ".join(str(error).split()) or type(error).__name__
    return "it takes more memory than there is for it" if isinstance(error, MemoryError) or "alloc (" in said else said[:200]


def _opened(file: Path | bytes, name: str) -> Any:
    if isinstance(file, bytes):
        size, head = len(file), file[: HEAD + len(MAGIC)]
    else:
        size, head = _head(file)
    if not size:
        raise ReadingError(f"{name}: is empty")
    if not is_pdf(head):
        raise ReadingError(f"{name}: is no PDF: {MAGIC.decode()} does not stand in its first {HEAD} bytes")
    if size > MAX_BYTES:
        raise ReadingError(f"{name}: has {size / 1e6:,.0f} MB; no PDF of more than {MAX_BYTES / 1e6:,.0f} MB is read")
    try:
        # The kind is said: MuPDF would take a file for whatever its name or its content suggests.
        return _mupdf.open(stream=file, filetype="pdf") if isinstance(file, bytes) else _mupdf.open(file, filetype="pdf")
    except Exception:  # noqa: BLE001  MuPDF's errors have many types and no ancestor of their own, and say no more than this
        raise ReadingError(f"{name}: begins like a PDF and cannot be opened as one; it is damaged or cut off") from None


def _head(path: Path) -> tuple[int, bytes]:
    """The size of a regular file and its first bytes."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for without end
            raise ReadingError(f"{path}: is {'a folder' if stat.S_ISDIR(status.st_mode) else 'no regular file'}; name a PDF")
        with path.open("rb") as opened:
            return status.st_size, opened.read(HEAD + len(MAGIC))
    except OSError as error:
        raise ReadingError(f"{path}: {error.strerror or error}") from None


def _nothing(document: Any, unread: Sequence[Unread], failed: int, pictures: int) -> str:
    """Why there is no text in a document with these many pages that failed, and these that are pictures."""
    name, count = document.name or "this PDF", document.page_count
    which = "its one page" if count == 1 else f"none of its {count} pages"
    if failed == count:
        return f"{name}: {which} {'cannot' if count == 1 else 'can'} be read: {unread[-1].what}"
    has = f"{which} has {'no' if count == 1 else 'a'} text"
    if pictures:
        return f"{name}: {has}, only pictures; no text is recognised in pictures here: run it through an OCR program first"
    return f"{name}: {has}{'; the file is damaged or cut off' if document.is_repaired else ''}"
