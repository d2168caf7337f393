"""RIS, as databases and reference managers export it: lines of a tag, two blanks, a hyphen and a value, from TY to ER.

A record that has no ER ends where the next TY begins, or with the file, and is read. A line without a tag goes on with the value above it.
What is not done: tags that say nothing of which work it is are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from synth.reading.bibliography.listed import Listed, Span, each_once, in_notes_only, year_in
from synth.records import Source
from synth.sources.identity import find_identifiers, named_by
from synth.sources.works import Cited

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TAG = re.compile(r"\ufeff?\s{0,4}([A-Z][A-Z0-9])  ?-(?: (.*)|\s*)\Z", re.DOTALL)
_TITLES = ("TI", "T1", "CT", "BT")
_AUTHORS = ("AU", "A1")
_PLACES = ("JF", "T2", "JO", "JA", "J2", "J1", "BT", "C3")
_YEARS = ("PY", "Y1", "DA")
_NAMING = ("DO", "M3", "UR", "L1", "L2", "LK", "AN", "N1", "M1", "ID", "IS", "C7")
_NOTES = ("N1",)
_PAGES = frozenset("ELEC WEB BLOG COMP DATA DBASE ICOMM PCOMM VIDEO SOUND MULTI ADVS".split())


class RisField(NamedTuple):
    """A tag with its value, and where the value stands."""

    tag: str
    value: str
    span: Span


class RisRecord(NamedTuple):
    """What stands from TY to ER. `end_tag` is where the line of the ER begins; none where there is none."""

    start: int
    end: int
    fields: tuple[RisField, ...]
    end_tag: int | None

    def values(self, *tags: str) -> list[str]:
        """The values of the first of these tags that has any."""
        for tag in tags:
            if found := [" ".join(field.value.split()) for field in self.fields if field.tag == tag and field.value.strip()]:
                return found
        return []

    def first(self, *tags: str) -> str:
        return next(iter(self.values(*tags)), "")


def cited_in(text: str) -> list[Listed]:
    """The works that the file lists."""
    line, counted = 1, 0
    listed = []
    for number, record in enumerate(records_of(text), start=1):
        line += len(re.findall(r"\r\n|\r|\n", text[counted : record.start]))
        counted = record.start
        listed.append(_listed(record, text, line, number))
    return listed


def records_of(text: str) -> Iterator[RisRecord]:
    """Each record in its order. What stands before the first TY belongs to none."""
    start, fields = -1, list[RisField]()
    end = 0
    for line in _LINE.finditer(text):
        bare = line[0].rstrip("\r\n")
        tag = _TAG.match(bare)
        if tag and tag[1] == "TY":
            if start >= 0:
                yield RisRecord(start, end, tuple(fields), None)
            start, fields = line.start(), []
        if start < 0:
            continue
        if tag and tag[1] == "ER":
            yield RisRecord(start, line.start() + len(bare), tuple(fields), line.start())
            start = -1
        elif tag:
            at = line.start() + (tag.start(2) if tag[2] is not None else len(bare))
            fields.append(RisField(tag[1], tag[2] or "", Span(at, line.start() + len(bare), tag[1])))
        elif fields and bare.strip():
            last = fields[-1]
            fields[-1] = RisField(last.tag, f"{last.value} {bare.strip()}", last.span._replace(end=line.start() + len(bare)))
        end = line.start() + len(bare) if bare.strip() else end
    if start >= 0:
        yield RisRecord(start, end, tuple(fields), None)


def _listed(record: RisRecord, text: str, line: int, number: int) -> Listed:
    dois = [one for value in record.values("DO") if (one := named_by(value))]
    identifiers = each_once((*dois, *_spoken(record, (*_NAMING, *_PLACES))))
    venue = record.first(*_PLACES)
    title = record.first(*_TITLES)
    subtitle = record.first("ST") if not title else ""
    cited = Cited(
        title=title or subtitle,
        authors=tuple(record.values(*_AUTHORS)),
        year=year_in(record.first(*_YEARS)),
        venue=venue if venue != title else "",
        identifiers=tuple(one for one in identifiers if one.scheme != "url"),
    )
    kind = record.first("TY")
    return Listed(
        label=record.first("ID") or str(number),
        text=text[record.start : record.end],
        line=line,
        start=record.start,
        end=record.end,
        cited=cited,
        why="" if record.end_tag is not None else "it has no ER",
        no_work=kind if kind in _PAGES and not cited.identifiers and not venue else "",
        address=next((one.id for one in identifiers if one.scheme == "url"), ""),
        own=tuple(dois) if len(dois) == 1 else (),
        aside=in_notes_only(_spoken(record, _NOTES), (*dois, *_spoken(record, [tag for tag in (*_NAMING, *_PLACES) if tag not in _NOTES]))),
        fields=_places(record),
    )


def _places(record: RisRecord) -> dict[str, Span]:
    """Where what is compared stands. Authors take several lines: from the first to the last, if nothing stands between."""
    found: dict[str, Span] = {}
    for what, tags in (("title", _TITLES), ("year", _YEARS), ("venue", _PLACES), ("doi", ("DO",))):
        for tag in tags:
            spans = [field.span for field in record.fields if field.tag == tag and field.value.strip()]
            if spans:
                found[what] = spans[0]
                break
    for tag in _AUTHORS:
        at = [index for index, field in enumerate(record.fields) if field.tag == tag and field.value.strip()]
        if at and at[-1] - at[0] == len(at) - 1:
            found["authors"] = Span(record.fields[at[0]].span.start, record.fields[at[-1]].span.end, tag)
            break
    return found


def _spoken(record: RisRecord, tags: Collection[str]) -> list[Source]:
    spoken = " ".join(field.value for field in record.fields if field.tag in tags)
    return [one.source for one in find_identifiers(spoken)]
