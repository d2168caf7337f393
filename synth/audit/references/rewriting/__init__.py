"""A file of references put right: the fields that databases agree on are changed, each with who said so beside it, and no other byte is.

What is not done: what cannot be written in the file's encoding, or stands in another entry, is left as it is, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from synth.audit.references.listing import Listing
from synth.audit.references.states import Correction, Identified, ReferenceList
from synth.reading.bibliography.listed import Listed

_BODIES = frozenset(  # words in the names of bodies that are hardly in anybody's
    "team consortium collaboration group initiative committee commission council society association organization organisation institute "
    "institut institution university universität université universidad foundation agency network project bureau laboratory laboratories "
    "department ministry contributors developers investigators authors community nations "
    "alliance partnership federation inc ltd gmbh llc".split()
)


class Edit(NamedTuple):
    """What is put in the place of some characters."""

    start: int
    end: int
    text: str


Write = Callable[[str, Listed, Sequence[Correction]], tuple[list[Edit], Mapping[str, str]]]
"""Of a file's text, an entry in it and its corrections: the edits, with the note beside them; and by field why one is not made."""


def rewritten(listing: Listing, found: ReferenceList) -> tuple[bytes, ReferenceList]:
    """The file put right, and the list with what was not written, and why."""
    from synth.audit.references.rewriting import bibtex, csl, ris

    writers: Mapping[str, Write] = {"bib": bibtex.edits, "csl": csl.edits, "ris": ris.edits}
    edits: list[Edit] = []
    told: list[Identified] = []
    for entry, one in zip(listing.listed, found.references, strict=True):
        wanted, unwritable = _writable([known for known in one.corrections if known.now], listing.encoding)
        made, not_made = writers[listing.format](listing.text, entry, wanted) if wanted else ([], {})
        edits += made
        told.append(_with_reasons(one, {**unwritable, **not_made}))
    return _edited(listing.text, edits).encode(listing.encoding), msgspec.structs.replace(found, references=tuple(told))


def _writable(corrections: Sequence[Correction], encoding: str) -> tuple[list[Correction], dict[str, str]]:
    fitting: list[Correction] = []
    reasons: dict[str, str] = {}
    for one in corrections:
        try:
            "".join((*one.now, one.was)).encode(encoding)
        except UnicodeEncodeError:
            reasons[one.field] = f"it cannot be written in {encoding}"
        else:
            fitting.append(one)
    return fitting, reasons


def _with_reasons(one: Identified, reasons: Mapping[str, str]) -> Identified:
    if not reasons:
        return one
    corrections = tuple(
        msgspec.structs.replace(known, why_not=reasons[known.field]) if known.field in reasons else known for known in one.corrections
    )
    return msgspec.structs.replace(one, corrections=corrections)


def _edited(text: str, edits: Sequence[Edit]) -> str:
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))


def note_of(corrections: Sequence[Correction]) -> str:
    """Who said what is right instead of what, in one line."""
    said = [f"{one.field} from {' and '.join(one.databases)}, was “{' '.join(one.was.split()) or 'nothing'}”" for one in corrections]
    return f"corrected: {'; '.join(said)}"


def is_body(name: str) -> bool:
    """Whether an author is no person, by a word that only bodies have in their names: "Gemini Team". A name with a comma is a person's."""
    words = re.findall(r"\w+", name.casefold())
    return "," not in name and (not _BODIES.isdisjoint(words) or (words[:1] == ["the"] and len(words) > 1))


def line_end(text: str) -> str:
    """How the lines of a file end: as its first does."""
    at = next((at for at, sign in enumerate(text) if sign in "\r\n"), len(text))
    return "\r\n" if text[at : at + 2] == "\r\n" else text[at : at + 1] or "\n"
