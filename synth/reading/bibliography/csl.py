"""CSL-JSON, as Zotero and others write it: an array of works, or an object that holds one under `items` or `references`.

Where each value stands is kept, so that one can be put right and no other byte is touched. What is not done: what no such array holds is
refused in one line, and names are taken as they are parted there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from synth.reading.bibliography.listed import Listed, ListError, Span, each_once, in_notes_only, year_in
from synth.records import Source
from synth.sources.identity import find_identifiers, named_by
from synth.sources.works import Cited

HOLDS = ("items", "references")  # an object that is no work holds its works so
_SPACE = re.compile("[ \t\r\n\ufeff]*")
_TAG = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?:\s[^<>]{0,100})?>")  # what CSL lets stand in a text
_PAGES = frozenset("webpage post post-weblog software dataset interview broadcast motion_picture song personal_communication".split())
_NAMING = ("DOI", "URL", "number", "note", "container-title", "publisher", "archive_location")
_DECODE = json.JSONDecoder()


def cited_in(text: str) -> list[Listed]:
    """The works that the file lists. Raises `ListError` where it is no such list."""
    listed = []
    line, counted = 1, 0
    for start, end, item, places in items_of(text):
        line += text.count("\n", counted, start)
        counted = start
        listed.append(_listed(item, places, text[start:end], line, start, end))
    return listed


def items_of(text: str) -> Iterator[tuple[int, int, Mapping[str, Any], Mapping[str, Span]]]:
    """Each object of the array: where it stands, what it holds, and where its values stand."""
    start = _SPACE.match(text).end()  # type: ignore[union-attr]  # matches always
    try:
        if text[start : start + 1] == "{":
            _, places, _ = _object(text, start)
            start = next((places[name].start for name in HOLDS if name in places), start)
        if text[start : start + 1] != "[":
            raise ListError("is no array of works, as CSL-JSON is")
        yield from _array(text, start)
    except RecursionError:
        raise ListError("is nested too deeply to be CSL-JSON") from None
    except json.JSONDecodeError as error:
        raise ListError(f"line {error.lineno}: not JSON: {error.msg}") from None


def _array(text: str, start: int) -> Iterator[tuple[int, int, Mapping[str, Any], Mapping[str, Span]]]:
    at = _past(text, start + 1)
    while text[at : at + 1] != "]":
        if text[at : at + 1] == "{":
            item, places, end = _object(text, at)
            yield at, end, item, places
        else:
            value, end = _DECODE.raw_decode(text, at)
            yield at, end, {"note": str(value)[:80]}, {}  # no work, and said to be none
        at = _past(text, end)
        if text[at : at + 1] == ",":
            at = _past(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("a comma is missing", text, at)


def _object(text: str, start: int) -> tuple[dict[str, Any], dict[str, Span], int]:
    item: dict[str, Any] = {}
    places: dict[str, Span] = {}
    at = _past(text, start + 1)
    while text[at : at + 1] != "}":
        name, end = _DECODE.raw_decode(text, at)
        colon = _past(text, end)
        if not isinstance(name, str) or text[colon : colon + 1] != ":":
            raise json.JSONDecodeError("a name and a colon are missing", text, at)
        begin = _past(text, colon + 1)
        value, end = _DECODE.raw_decode(text, begin)
        item[name], places[name] = value, Span(begin, end, name)
        at = _past(text, end)
        if text[at : at + 1] == ",":
            at = _past(text, at + 1)
        elif text[at : at + 1] != "}":
            raise json.JSONDecodeError("a comma is missing", text, at)
    return item, places, at + 1


def _past(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]


def _listed(item: Mapping[str, Any], places: Mapping[str, Span], text: str, line: int, start: int, end: int) -> Listed:
    own = tuple(one for one in [named_by(_text(item, "DOI"))] if one)
    identifiers = each_once((*own, *_spoken(item, _NAMING)))
    venue = _text(item, "container-title") or _text(item, "event-title") or _text(item, "event")
    cited = Cited(
        title=_text(item, "title"),
        authors=_names(item.get("author")),
        year=_year(item.get("issued")),
        venue=venue,
        identifiers=tuple(one for one in identifiers if one.scheme != "url"),
    )
    kind = _text(item, "type")
    names = {"title": "title", "authors": "author", "year": "issued", "venue": "container-title", "doi": "DOI"}
    return Listed(
        label=_text(item, "id") or _text(item, "citation-key"),
        text=text,
        line=line,
        start=start,
        end=end,
        cited=cited,
        no_work=kind if kind in _PAGES and not cited.identifiers and not venue else "",
        address=next((one.id for one in identifiers if one.scheme == "url"), ""),
        own=own,
        aside=in_notes_only(_spoken(item, ("note",)), (*own, *_spoken(item, [name for name in _NAMING if name != "note"]))),
        fields={what: places[name] for what, name in names.items() if name in places},
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    """A field as one line of text: "0" and 0 are texts too; lists and objects are none."""
    value = item.get(name)
    if isinstance(value, list) and value and isinstance(value[0], str):
        value = value[0]  # as Crossref gives titles
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_TAG.sub("", str(value)).split())


def _names(told: Any) -> tuple[str, ...]:
    """The authors as "Family, Given", with particles and suffixes; a body by its whole name."""
    names = []
    for one in told if isinstance(told, list) else ():
        if isinstance(one, str):
            names.append(" ".join(one.split()))
            continue
        if not isinstance(one, dict):
            continue
        family = " ".join(part for key in ("dropping-particle", "non-dropping-particle", "family") if (part := _text(one, key)))
        given = _text(one, "given")
        literal = _text(one, "literal") or _text(one, "name")
        names.append(f"{family}, {given}" if family and given else family or literal or given)
    return tuple(name for name in names if name)


def _year(issued: Any) -> int | None:
    if not isinstance(issued, dict):
        return year_in(str(issued)) if isinstance(issued, str | int) else None
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if first and isinstance(first[0], int | str):
        return year_in(str(first[0]))
    return year_in(" ".join(str(issued.get(name, "")) for name in ("raw", "literal", "year")))


def _spoken(item: Mapping[str, Any], names: Iterable[str]) -> list[Source]:
    """The identifiers that people put into number, note and address."""
    return [one.source for one in find_identifiers(" ".join(_text(item, name) for name in names))]
