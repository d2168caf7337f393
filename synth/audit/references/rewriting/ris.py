"""RIS put right: values in their lines, and a note (N1) before the line that ends the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from synth.audit.references.rewriting import Edit, line_end, note_of
from synth.audit.references.states import Correction
from synth.reading.bibliography.listed import Listed
from synth.reading.bibliography.ris import records_of


def edits(text: str, entry: Listed, corrections: Sequence[Correction]) -> tuple[list[Edit], Mapping[str, str]]:
    """The edits of one record, and by field why one is not made."""
    made: list[Edit] = []
    reasons: dict[str, str] = {}
    done: list[Correction] = []
    newline = line_end(text)
    for one in corrections:
        place = entry.fields.get("doi" if one.field == "identifier" else one.field)
        written = text[place.start : place.end] if place else ""
        if place is None or (one.field == "identifier" and one.was.partition(":")[2].casefold() not in written.casefold()):
            reasons[one.field] = "it stands in no line of its own"
            continue
        made.append(Edit(place.start, place.end, _value(one, written, place.name, newline)))
        done.append(one)
    if done:
        (record,) = records_of(entry.text)
        note = f"N1  - {' '.join(note_of(done).split())}"
        if record.end_tag is None:
            made.append(Edit(entry.end, entry.end, f"{newline}{note}"))
        else:
            at = entry.start + record.end_tag
            made.append(Edit(at, at, f"{note}{newline}"))
    return made, reasons


def _value(one: Correction, written: str, tag: str, newline: str) -> str:
    if one.field == "authors":
        return f"{newline}{tag}  - ".join(" ".join(name.split()) for name in one.now)
    if one.field == "year":
        return one.now[0] + written[4:] if written[:4].isdecimal() else one.now[0]  # "2020/05/01/"
    return " ".join(one.now[0].split())
