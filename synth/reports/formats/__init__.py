"""The file formats of reports, one file each. Adding one is a file here with a `read` of the same shape."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from synth.reports.blocks import Block, ReportError

READERS = {"md": "markdown", "txt": "text", "html": "html", "docx": "docx"}  # format → the file here that reads it


def read_blocks(data: bytes, text: str, format: str) -> list[Block]:
    """The blocks of a file in the order they stand in it. `text` is the decoded file; a docx is read from `data` instead.

    Says nothing about what the blocks mean, and opens no other file.
    """
    if format not in READERS:
        raise ReportError(f"format {format!r} is not read here; give one of {', '.join(READERS)}")
    read: Callable[[bytes, str], list[Block]] = import_module(f"{__name__}.{READERS[format]}").read
    return read(data, text)
