"""A file becomes a Report. Whatever is wrong with the file is said in one line that names the place."""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from synth.records import Lines, Problem, ReadFrom, RecordError, Report, from_json
from synth.reports.blocks import Block, ReportError
from synth.reports.formats import DOCUMENT_READERS, read_blocks, read_given
from synth.reports.source_layout import parse_source

MAX_BYTES = 32 * 1024 * 1024  # a review of 1,000 pages is about 3 MB of text; what is far larger is no report
FORMATS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".tex": "tex",
    ".json": "json",
}
ELSEWHERE = {".doc": "save it as .docx", ".odt": "save it as .docx", ".rtf": "save it as .docx or .txt"}
SNIFFED = 8192  # bytes in which a binary file shows itself

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def read_report(path: Path) -> Report:
    """The report in a file, with where its parts stand in it. Raises `ReportError` in one line if there is none."""
    data = read_bytes(path)
    format = format_of(path, data)
    if format == "json":
        return _read_json(path, data)
    if format in DOCUMENT_READERS:
        (report, lines), encoding = _understand_document(path, format), format
    else:
        text, encoding = ("", "zip") if format == "docx" else decode(path, data, format)
        report, lines = _understand(path, data, text, format)
    read_from = ReadFrom(
        file=path.name, hash=f"sha256:{hashlib.sha256(data).hexdigest()}", bytes=len(data), format=format, encoding=encoding, lines=lines
    )
    return msgspec.structs.replace(report, read_from=read_from)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that may be a report: there, not empty, not too large. The size is asked for before anything is read."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReportError(f"{path}: is a folder; name a report in it, or audit the folder")
        if not stat.S_ISREG(status.st_mode):
            raise ReportError(f"{path}: is no regular file")
        size = status.st_size
        if size > MAX_BYTES:
            raise ReportError(f"{path}: {size / 1e6:.0f} MB; a report of more than {MAX_BYTES / 1e6:.0f} MB is not read")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise ReportError(f"{path}: is empty")
    return data


def format_of(path: Path, data: bytes) -> str:
    """The format of a file by its ending; by its first bytes where the ending says nothing."""
    ending = path.suffix.lower()
    if ending in ELSEWHERE:
        raise ReportError(f"{path}: {ending} files are not read; {ELSEWHERE[ending]}")
    if ending in FORMATS:
        return FORMATS[ending]
    start = data[:SNIFFED].lstrip().lower()
    if start.startswith(b"%pdf"):
        return "pdf"
    if start.startswith((b"\\documentclass", b"\\documentstyle")):
        return "tex"
    if start.startswith(b"pk\x03\x04"):
        return "docx"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "json" if start.startswith(b"{") else "txt"


def decode(path: Path, data: bytes, format: str) -> tuple[str, str]:
    """The text and its encoding: by a byte order mark, as UTF-8, or as an HTML page declares. Never guessed."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode(path, data, encoding), encoding
    if b"\0" in data[:SNIFFED]:
        raise ReportError(f"{path}: byte {data.index(0)} is zero: this is binary data, not text")
    declared = _CHARSET.search(data[:SNIFFED]) if format == "html" else None
    if declared:
        name = declared[1].decode("ascii")
        try:
            codecs.lookup(name)
        except LookupError:
            raise ReportError(f"{path}: declares the unknown encoding {name!r}; save it as UTF-8") from None
        return _decode(path, data, name), name.lower()
    return _decode(path, data, "utf-8"), "utf-8"


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReportError(
            f"{path}: line {line}: byte {error.start} ({data[error.start]:#04x}) is not {encoding}; save it as UTF-8"
        ) from None
    except (LookupError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read as {encoding}: {error}") from None


def _understand(path: Path, data: bytes, text: str, format: str) -> tuple[Report, Lines]:
    """The seeds' layout where it is that, else any literature review."""
    if format in ("txt", "md") and (parsed := parse_source(text)):
        return parsed
    from synth.reports.prose import read_bib, read_prose

    try:
        blocks = read_blocks(data, text, format)
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from None
    if format in ("html", "docx") and (parsed := _in_source_layout(blocks)):
        return parsed
    if not any(block.text.strip() or block.rows for block in blocks):
        raise ReportError(f"{path}: holds no text")
    return read_prose(blocks, text, format, read_bib(path))


def _understand_document(path: Path, format: str) -> tuple[Report, Lines]:
    """The same for what the readers of papers read; what they could not read is a problem of the report."""
    from synth.reports.prose import read_bib, read_prose

    given = read_given(path, format)
    if not given.blocks:
        raise ReportError(f"{path}: holds no text{''.join(f'; {one.what}' for one in given.unread[:1])}")
    front = [Block(kind="paragraph", text=said, line=1) for said in (given.author, given.date) if said]
    parsed = _in_source_layout([*given.blocks[:1], *front, *given.blocks[1:]])
    if parsed and given.cites and not any(section.standard and section.kind != "abstract" for section in parsed[0].sections):
        parsed = None  # its table of claims alone does not make it a report in this layout
    stated = {"author": given.author, "date": given.date}
    report, lines = parsed or read_prose(given.blocks, "", format, read_bib(path), stated)
    unread = [Problem(line=1, what=f"page {one.page}: {one.what}" if one.page else one.what) for one in given.unread]
    problems = (*report.problems, *unread, *_unread_ticks(given.blocks))
    return msgspec.structs.replace(report, problems=problems), lines


def _unread_ticks(blocks: list[Block]) -> Iterator[Problem]:
    """The tables of claims with a column of ticks in which nothing is printed as text."""
    from synth.reports.prose.claims import claim_table

    for block in blocks:
        table = claim_table(block) if block.kind == "table" else None
        if table is not None and table.verified is not None:
            blank = sum(not row[table.verified].strip() for row in block.rows[1:])
            if blank:
                what = f"{blank} of {len(block.rows) - 1} claims have nothing under {table.heads[table.verified]!r}"
                yield Problem(line=block.line, what=f"{what}; a mark that is drawn is no text and is not read")


def _in_source_layout(blocks: list[Block]) -> tuple[Report, Lines] | None:
    """The report in blocks that are set in the seeds' layout; None where they are not."""
    canonical, origins = _as_source_text(blocks)
    parsed = parse_source(canonical)
    return (parsed[0], _moved(parsed[1], origins)) if parsed else None


def _read_json(path: Path, data: bytes) -> Report:
    try:
        return from_json(Report, data)
    except RecordError as error:
        raise ReportError(f"{path}: {error}") from None


def _as_source_text(blocks: list[Block]) -> tuple[str, dict[int, int]]:
    """Blocks of a page or a document as plain text in the seeds' layout, and the block's line for each line of that text."""
    lines = [""]
    origins: dict[int, int] = {}
    previous = ""
    for block in blocks:
        if not (block.kind == "item" and previous == "item"):
            lines.append("")
        if block.cells:
            rows = [("\t".join(" ".join(cell.text.split()) for cell in row), row[0].line) for row in block.cells if row]
        else:
            content = " ".join(block.text.split())
            listed = f"- <{content}>" if _is_address(content) else f"- {content}"
            rows = [(listed if block.kind == "item" else content, block.line)]
        for row, line in rows:
            lines.append(row)
            origins[len(lines)] = line
        previous = block.kind
    return "\n".join(lines), origins


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _moved(lines: Lines, origins: dict[int, int]) -> Lines:
    parts: dict[str, Any] = {name: getattr(lines, name) for name in Lines.__struct_fields__ if name != "unknown"}
    moved: dict[str, Any] = {
        name: tuple(origins[at] for at in part) if isinstance(part, tuple) else origins.get(part) for name, part in parts.items()
    }
    return Lines(**moved)
