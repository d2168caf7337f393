"""CSL-JSON put right: values in their places, and what was changed under `custom`, which the format keeps for such."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from synth.audit.references.rewriting import Edit, is_body
from synth.audit.references.states import Correction
from synth.reading.bibliography.csl import items_of
from synth.reading.bibliography.listed import Listed
from synth.sources.people import name_of

KEY = "corrected"  # of what stands under `custom`


def edits(text: str, entry: Listed, corrections: Sequence[Correction]) -> tuple[list[Edit], Mapping[str, str]]:
    """The edits of one work, and by field why one is not made."""
    made: list[Edit] = []
    reasons: dict[str, str] = {}
    done: list[Correction] = []
    for one in corrections:
        place = entry.fields.get("doi" if one.field == "identifier" else one.field)
        value = _value(one, text[place.start : place.end]) if place else None
        if place is None or value is None:
            reasons[one.field] = "it stands in no field of its own"
            continue
        made.append(Edit(place.start, place.end, value))
        done.append(one)
    if done:
        note = _noted(entry, done)
        if note is None:
            return [], {one.field: "its `custom` is no object that could say who put it right" for one in corrections}
        made.append(note)
    return made, reasons


def _value(one: Correction, written: str) -> str | None:
    """The value as JSON; none where what is written is not what was read."""
    if one.field == "identifier":
        return _json(one.now[0]) if one.was.partition(":")[2].casefold() in written.casefold() else None
    if one.field == "year":  # the rest of a date stays as it is
        changed = re.sub(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", one.now[0], written, count=1)
        return changed if changed != written else None
    if one.field == "authors":
        return _json([_name(name) for name in one.now])
    return _json([one.now[0]] if written.startswith("[") else one.now[0])


def _name(printed: str) -> dict[str, str]:
    """A name in its parts, as far as it can be told which is the family's."""
    last, comma, first = printed.partition(",")
    if comma and first.strip():
        return {"family": last.strip(), "given": first.strip()}
    words = printed.split()
    family = len(name_of(printed).family)
    if is_body(printed) or len(words) < 2 or not 0 < family < len(words):
        return {"literal": printed}
    return {"family": " ".join(words[-family:]), "given": " ".join(words[:-family])}


def _noted(entry: Listed, done: Sequence[Correction]) -> Edit | None:
    """Who said what is right, as an edit of the work's `custom`; none where that is no place for it."""
    said = _json([{"field": one.field, "was": one.was, "from": list(one.databases)} for one in done])
    (_, _, item, places) = next(items_of(f"[{entry.text}]"))
    shift = entry.start - 1  # the bracket
    if "custom" not in item:
        last = max(place.end for place in places.values()) + shift
        return Edit(last, last, f', "custom": {{"{KEY}": {said}}}')
    if not isinstance(item["custom"], dict) or KEY in item["custom"]:
        return None
    at = places["custom"].start + shift + 1
    return Edit(at, at, f'"{KEY}": {said}{", " if item["custom"] else ""}')


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
