"""BibTeX entries: key, fields and the entry as printed. Strings and macros are not expanded, cross-references not followed."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.records import Reference
from synth.sources.identity import best, find_identifiers

_ENTRY = re.compile(r"@(\w{2,30})\s{0,20}\{\s{0,20}([^\s,{}]{1,200})\s{0,20},")
_FIELD = re.compile(r"\s*([\w-]{1,40})\s{0,20}=\s*")
_PLAIN = re.compile(r"[^,}\s]{0,200}")
_COMMAND = re.compile(r"\\[a-zA-Z]+\s?|\\.")
_NO_RECORD = frozenset(("comment", "string", "preamble"))


class BibEntry(NamedTuple):
    key: str
    text: str
    start: int
    fields: dict[str, str]


def parse_bib(text: str) -> list[BibEntry]:
    """The entries of a bibliography in their order. An entry that never closes ends where the next one begins."""
    heads = [head for head in _ENTRY.finditer(text) if head[1].lower() not in _NO_RECORD]
    entries = []
    for head, following in zip(heads, [*(head.start() for head in heads[1:]), len(text)], strict=True):
        fields, end = _fields(text, head.end(), following)
        entries.append(BibEntry(head[2], text[head.start() : end].strip(), head.start(), fields))
    return entries


def reference_of(entry: BibEntry) -> Reference:
    """The record of an entry; the fields it does not have stay empty."""
    fields = entry.fields
    url = fields.get("url", "")
    spoken = " ".join(fields.get(name, "") for name in ("doi", "url", "journal", "note", "howpublished"))
    eprint = fields.get("eprint", "")
    source = best(
        find_identifiers(
            f"arXiv:{eprint} {spoken}" if eprint[:4].isdigit() or "arxiv" in fields.get("archiveprefix", "").lower() else spoken
        )
    )
    year = fields.get("year", "") or fields.get("date", "")[:4]
    authors = tuple(part.strip() for part in re.split(r"\s+and\s+", fields.get("author", "")) if part.strip())
    return Reference(
        text=entry.text,
        label=entry.key,
        source=source,
        title=fields.get("title", ""),
        authors=authors,
        year=int(year) if year.isdigit() and len(year) == 4 else None,
        url=url,
    )


def _fields(text: str, start: int, limit: int) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    position = start
    while (name := _FIELD.match(text, position, limit)) is not None:
        value, position = _value(text, name.end(), limit)
        fields.setdefault(name[1].lower(), _plain(value))
        while position < limit and text[position] in ", \t\r\n":
            position += 1
    close = text.find("}", position, limit)
    return fields, close + 1 if close >= 0 else limit


def _value(text: str, start: int, limit: int) -> tuple[str, int]:
    opening = text[start : start + 1]
    if opening not in ("{", '"'):
        plain = _PLAIN.match(text, start, limit)
        return (plain[0], plain.end()) if plain else ("", start)
    depth = 0
    for position in range(start, limit):
        letter = text[position]
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
        if position > start and depth <= 0 and (letter == "}" if opening == "{" else letter == '"'):
            return text[start + 1 : position], position + 1
    return text[start + 1 : limit], limit


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", _COMMAND.sub("", value).replace("{", "").replace("}", "")).strip()
