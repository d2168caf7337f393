"""The file formats of reports, one file each. Adding one is a file here with a `read` of the same shape."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from synth.reports.blocks import Block, ReportError

if TYPE_CHECKING:
    from synth.reports.formats.documents import Given

READERS = {"md": "markdown", "txt": "text", "html": "html", "docx": "docx"}  # format → the file here that reads it
DOCUMENT_READERS = {"pdf": "pdf", "tex": "latex"}  # the same, for what the readers of papers read first


def read_blocks(data: bytes, text: str, format: str) -> list[Block]:
    """The blocks of a file in the order they stand in it. `text` is the decoded file; a docx is read from `data` instead.

    Says nothing about what the blocks mean, and opens no other file.
    """
    if format not in READERS:
        raise ReportError(f"format {format!r} is not read here; give one of {', '.join(READERS)}")
    read: Callable[[bytes, str], list[Block]] = import_module(f"{__name__}.{READERS[format]}").read
    return read(data, text)


def read_given(path: Path, format: str) -> Given:
    """The blocks of a PDF or of LaTeX, with what it states above its text and what could not be read. Raises `ReportError` in one line."""
    from synth.reading import ReadingError

    read: Callable[[Path], Given] = import_module(f"{__name__}.{DOCUMENT_READERS[format]}").read
    try:
        return read(path)
    except ReadingError as error:
        raise ReportError(str(error)) from None
