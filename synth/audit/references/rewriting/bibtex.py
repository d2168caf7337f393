"""BibTeX put right: values in braces, and a line before the entry, which is a comment as all text outside of entries is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from synth.audit.references.rewriting import Edit, is_body, line_end, note_of
from synth.audit.references.states import Correction
from synth.reading.bibliography.bibtex import plain_identifier
from synth.reading.bibliography.listed import Listed

_SPECIAL = re.compile(r"[\\{}$%&#_~^]")
_WRITTEN = {  # the others with a stroke before them; of braces BibTeX counts even those
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
_AND = re.compile(r"\band\b", re.IGNORECASE)


def edits(text: str, entry: Listed, corrections: Sequence[Correction]) -> tuple[list[Edit], Mapping[str, str]]:
    """The edits of one entry, and by field why one is not made."""
    made: list[Edit] = []
    reasons: dict[str, str] = {}
    done: list[Correction] = []
    for one in corrections:
        place = entry.fields.get("eprint" if one.was.startswith("arXiv:") else "doi" if one.field == "identifier" else one.field)
        if place is None or (one.field == "identifier" and _plain_identifier(text[place.start : place.end]) != _bare(one.was)):
            reasons[one.field] = "it stands in another entry, or in no field of its own"
            continue
        if one.field == "year" and place.name == "date":
            made.append(Edit(place.start, place.end, re.sub(r"\d{4}", one.now[0], text[place.start : place.end], count=1)))
        else:
            made.append(Edit(place.start, place.end, f"{{{_value(one)}}}"))
        done.append(one)
    if done:
        begin = text.rfind("\n", 0, entry.start) + 1
        opening = "" if not text[begin : entry.start].strip() else line_end(text)
        at = begin if not opening else entry.start
        note = note_of(done).replace("@", "(at)")  # an at sign would begin an entry
        made.append(Edit(at, at, f"{opening}% {note}{line_end(text)}"))
    return made, reasons


def _value(one: Correction) -> str:
    if one.field == "authors":
        return " and ".join(f"{{{escaped(name)}}}" if is_body(name) or _AND.search(name) else escaped(name) for name in one.now)
    return one.now[0] if one.field == "identifier" else escaped(one.now[0])


def escaped(text: str) -> str:
    """Text as LaTeX prints it: what commands are made of is printed, and no brace is left open."""
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], f"\\{found[0]}"), " ".join(text.split()))


def _plain_identifier(value: str) -> str:
    bare = plain_identifier(value).strip('" \t\r\n').casefold()
    return re.sub(r"^(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:\s*|arxiv\.org/abs/|arxiv:\s*)", "", bare)


def _bare(name: str) -> str:
    return name.partition(":")[2].casefold()
