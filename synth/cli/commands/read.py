"""Read a paper into a Document record: sentences, sections, tables, references, each with where it stands.

FILE is a PDF, LaTeX source (a file, a folder, or packed as arXiv gives it: tar, gzip, zip), an HTML page of arXiv's, or a document
written by this command; what it is, its content says. It may be the name of a paper of the library, too (arXiv:2005.13013v1).
The JSON goes to the standard output, or to --out; --text gives the text alone. With --page and --png the page is drawn, and what
was read on it over it: look at it.

A page that cannot be read is counted and named, and the others are read. A file that crashes or holds up the process that reads it, or
takes too much memory, ends in one line: the reading is done in a process of its own, unless --no-bounded is given.

exit status: 0 done, also where pages could not be read: they are named
             2 wrong use, or nothing could be read
             3 could not be done here: a file that cannot be written, or a fault of this program
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.records import Document

NAME, HELP, ORDER = "read", "read a paper into JSON, or draw what was read over its page", 5
MOST_SHOWN = 10  # pages that could not be read, named one by one


class ReadUseError(ValueError):
    """The options of this command do not go together."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=file_name, help="PDF, .tex, its folder or archive, HTML, or a document in JSON")
    parser.add_argument("--json", action="store_true", help="the document as JSON (the default without --text and --png)")
    parser.add_argument("--text", action="store_true", help="its text alone on the standard output")
    parser.add_argument("-o", "--out", metavar="FILE", type=file_name, help="write the JSON here, or with --text the text")
    parser.add_argument("--page", metavar="N", type=int, help="draw this page, from 1")
    parser.add_argument("--png", metavar="OUT", type=file_name, help="write the drawing here")
    parser.add_argument(
        "--bounded",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="read in a process of its own with bounds on memory and time (default: yes)",
    )


def run(options: argparse.Namespace) -> int:
    from synth.cli.held import held_among
    from synth.cli.output import refuse_missing_folders, refuse_overwriting, write_whole
    from synth.program import NOT_HERE, say
    from synth.reading.documents import ReaderFaultError, read_document
    from synth.records import to_json

    if (options.page is None) != (options.png is None):
        raise ReadUseError("--page and --png go together: the page to draw, and the file to draw it to")
    if options.text and options.json:
        raise ReadUseError("--text and --json both want the standard output; give one")
    targets = [path for path in (options.out, options.png) if path]
    refuse_missing_folders(targets)
    refuse_overwriting(targets, _inputs(options.file) if targets else [])
    held = held_among([options.file], _home())
    try:
        document = held.get(options.file) or read_document(options.file, bounded=options.bounded)
        if options.png:
            _draw(options, document)
    except ReaderFaultError as error:
        say(f"synth: {error}")
        return NOT_HERE
    if options.out or options.text or options.json or not options.png:
        text = f"{_printable(document.text)}\n" if options.text else to_json(document)
        if options.out:
            write_whole(options.out, text)
        else:
            sys.stdout.write(text)
    if not options.quiet:
        for line in _summary(options.file, document):
            say(line)
    return 0


def _draw(options: argparse.Namespace, document: Document) -> None:
    from synth.cli.held import held_file
    from synth.files import write_bytes_whole
    from synth.reading.documents import draw_document

    file = held_file(options.file, _home())
    write_bytes_whole(options.png, draw_document(file, options.page, document, bounded=options.bounded))


def _home() -> Path:
    from synth.settings import read_settings

    return Path(read_settings()["home"].value)


def _inputs(file: Path) -> Iterator[Path]:
    """What is read: the file, or all that a folder holds."""
    yield file
    if file.is_dir():
        yield from file.rglob("*")


def _summary(file: Path, document: Document) -> Iterator[str]:
    from synth.audit.formats.counts import counted
    from synth.reading.missing import captions_without_table
    from synth.reading.papers import papers_in

    yield f"{file}: {document.title or 'no title found'}"
    if document.pages:
        lost = {unread.page for unread in document.unread if unread.page}
        yield f"  {counted(document.pages, 'page')}, {f'{len(lost)} unread' if lost else 'all read'}"
    yield f"  {counted(len(document.sentences), 'sentence')} in {counted(len(document.sections), 'section')}"
    numbers = sum(bool(cell.numbers) for table in document.tables for cell in table.cells)
    yield f"  {counted(len(document.tables), 'table')}, {counted(numbers, 'cell')} with numbers"
    for label, page in captions_without_table(document):
        yield f"  {f'page {page}: ' if page else ''}“{label}” has a caption, and no table was read under it"
    linked = sum(bool(citation.references) and not citation.why for citation in document.citations)
    yield f"  {counted(len(document.references), 'reference')}, {linked} of {counted(len(document.citations), 'citation')} linked to one"
    if document.coverage:
        share = 100 * document.coverage.placed / max(document.coverage.words, 1)
        yield f"  {document.coverage.placed:,} words placed of {document.coverage.words:,} there ({share:.1f} %)"
    if others := [paper.relative_to(file).as_posix() for paper in papers_in([file]) if paper != file] if file.is_dir() else []:
        rest = f" and {len(others) - MOST_SHOWN} more" if len(others) > MOST_SHOWN else ""
        yield f"  in this folder, and not of this paper: {', '.join(others[:MOST_SHOWN])}{rest}; name one to read it, or use synth tables"
    for unread in document.unread[:MOST_SHOWN]:
        yield f"  {f'page {unread.page}' if unread.page else 'unread'}: {unread.what}"
    if (more := len(document.unread) - MOST_SHOWN) > 0:
        yield f"  and {more} more that could not be read; the JSON names them"


def _printable(text: str) -> str:
    """The text without control characters: a terminal would obey them, and no prose has any."""
    return "".join(character for character in text if character in "\n\t" or unicodedata.category(character) != "Cc")
