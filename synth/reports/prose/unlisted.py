"""The references of a review that lists none: what its marks themselves say of a source."""

from __future__ import annotations

import re

import msgspec

from synth.reading.bibliography.entries import Entry, read_entry
from synth.reading.bibliography.marks import Mark
from synth.records import Reference, Source

_DIGITS = re.compile(r"\D")


def entry_of(mark: Mark, printed: str, line: int, block: int) -> Entry:
    """The entry that a mark with an address stands for. The words of a link in running text are the sentence's, not a title."""
    if mark.style == "pipes":
        return Entry(_pipes(printed, mark), line, block, 0)
    reference, address = read_entry(printed, ""), mark.keys[0].value
    source = reference.source or Source(scheme="url", id=address, url=address)
    return Entry(msgspec.structs.replace(reference, title="", source=source), line, block, 0)


def _pipes(printed: str, mark: Mark) -> Reference:
    """ "[corpus number | Author et al. | year | Citations: n]"."""
    parts = [part.strip() for part in printed.strip("[]").split("|")]
    year = next((int(part) for part in parts[1:] if part.isdigit() and len(part) == 4), None)
    author = parts[1] if len(parts) > 1 and not parts[1].isdigit() else ""
    number = _DIGITS.sub("", mark.keys[0].value)
    return Reference(text=printed, label=number, source=Source(scheme="corpus", id=number), authors=(author,) if author else (), year=year)
