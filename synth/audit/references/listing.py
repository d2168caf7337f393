"""What is to be asked about: the references of a report, or those of a file that lists nothing else (BibTeX, CSL-JSON, RIS).

No entry is dropped: one that names no work is kept, with the reason. What is not done: a list is not taken for a report.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from synth.audit.stated import reference_line
from synth.reading.bibliography import bibtex, csl, ris
from synth.reading.bibliography.listed import Listed, ListError, each_once
from synth.reading.bibliography.references import read_reference
from synth.records import Layout, Lines, ReadFrom, Reference, Report
from synth.reports.blocks import ReportError
from synth.reports.importing import SNIFFED, read_bytes
from synth.sources.identity import find_identifiers
from synth.sources.people import OTHERS
from synth.sources.works import Cited

LAYOUT = "list"  # of the report that a list is shown as
READERS: dict[str, Callable[[str], list[Listed]]] = {"bib": bibtex.cited_in, "csl": csl.cited_in, "ris": ris.cited_in}
ENDINGS = {".bib": "bib", ".bibtex": "bib", ".ris": "ris"}
MAX_TEXT = 3_000  # characters of a report's entry in which identifiers are looked for
_CSL = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[|\{\s*"(?:items|references)"\s*:\s*\[)')
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Listing(NamedTuple):
    """The references of one file. `text` and `encoding` are those of a file that lists nothing else, which can be put right."""

    name: str
    listed: Sequence[Listed]
    format: str = ""  # bib, csl, ris; empty for a report
    text: str = ""
    encoding: str = ""
    problems: tuple[str, ...] = ()


def list_format(path: Path) -> str:
    """In which format a file lists references and nothing else; empty where it does not. JSON tells by its first characters."""
    ending = path.suffix.lower()
    if ending != ".json":
        return ENDINGS.get(ending, "")
    try:
        if not path.is_file():  # a pipe would be waited for without end
            return ""
        with path.open("rb") as file:
            return "csl" if _CSL.match(file.read(SNIFFED)) else ""
    except (OSError, ValueError):
        return ""  # reading it says why


def read_list(path: Path, name: str, format: str) -> tuple[Listing, Report]:
    """The references of a file, and the same as a report that has nothing else. Raises `ReportError` in one line."""
    data = read_bytes(path)
    text, encoding, problems = _decoded(data)
    try:
        listed = READERS[format](text)
    except ListError as error:
        raise ReportError(f"{path}: {error}") from None
    if not listed:
        raise ReportError(f"{path}: lists no reference in {_LONG[format]}")
    return Listing(name, listed, format, text, encoding, problems), _as_report(path, data, listed, format, encoding)


_LONG = {"bib": "BibTeX", "csl": "CSL-JSON", "ris": "RIS"}


def _decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text, in what it is encoded, and what is to be said of that. Encoded again it is the same bytes."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), encoding, ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("latin-1"), "latin-1", (f"line {line}: byte {error.start} is not {encoding}; all of it is read as Latin-1",)


def _as_report(path: Path, data: bytes, listed: Sequence[Listed], format: str, encoding: str) -> Report:
    references = tuple(
        Reference(text=one.text, label=one.label, title=one.cited.title, authors=one.cited.authors, year=one.cited.year, url=one.address)
        for one in listed
    )
    lines = Lines(references=tuple(one.line for one in listed))
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    read_from = ReadFrom(file=path.name, hash=digest, bytes=len(data), format=format, encoding=encoding, lines=lines)
    return Report(references=references, layout=Layout(name=LAYOUT), read_from=read_from)


def list_of_report(report: Report, name: str) -> Listing:
    """The references of a report."""
    return Listing(name, [_of_report(one, reference_line(report, at)) for at, one in enumerate(report.references)])


def _of_report(reference: Reference, line: int | None) -> Listed:
    if reference.text.lstrip().startswith("@") and (entries := bibtex.cited_in(reference.text)):
        return entries[0]._replace(line=line or 0)
    if not reference.title:  # the reader of papers' lists knows more styles; a review's entry is one of them more seldom
        again = read_reference(reference.text, reference.label)
        authors = reference.authors or again.authors
        reference = msgspec.structs.replace(reference, title=again.title, authors=authors, year=reference.year or again.year)
    found = [*([reference.source] if reference.source else []), *(one.source for one in find_identifiers(reference.text[:MAX_TEXT]))]
    identifiers = each_once(found)
    cited = Cited(
        title=reference.title,
        authors=(*reference.authors, *(["others"] if reference.authors and _has_others(reference) else [])),
        year=reference.year,
        identifiers=tuple(one for one in identifiers if one.scheme in ("arXiv", "doi", "acl")),
    )
    address = next((one.id for one in identifiers if one.scheme == "url"), "")
    page = "a page of the web" if address and not cited.identifiers and not cited.authors else ""
    return Listed(reference.label, reference.text, line or 0, 0, 0, cited, no_work=page, address=address)


def _has_others(reference: Reference) -> bool:
    """Whether an entry says that there are more authors than it names: "et al." before its title, or anywhere where no title was read."""
    title = reference.text.find(reference.title) if reference.title else -1
    return bool(OTHERS.search(reference.text[: title if title > 0 else MAX_TEXT]))
