"""One entry of a list of references: what it is called, and what can be read out of it for certain.

An entry keeps its text as printed. A title or an author that is not set apart by quotation marks, a link or the usual order
stays unread, and a year is read only where a single one can be meant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.reading.bibliography.inline import visible
from synth.reading.bibliography.marks import Link
from synth.reading.bibliography.names import is_author_list, read_authors
from synth.reading.bibliography.typed import read_typed
from synth.reading.words import split_number
from synth.records import Reference
from synth.sources.identity import Found, best, find_identifiers, source_of

MAX_READ = 3_000  # characters of an entry that are looked at; passages quoted after it can be long
MAX_AUTHORS = 400  # characters in which the authors end, where no year follows them
MIN_TITLE_WORDS = 2

# "[3]", "[^3]:", "[3](", "**3.**", "(3)", "【3】", "³"; a name needs its colon or its digits, "[PDF]" is none.
_LABEL = re.compile(
    r"[ \t]*(?:[*_]{0,3}|<a\s[^<>]{0,200}>(?:</a>)?)"
    r"(?:\[\^(?P<note>[^\[\]\n]{1,60})\]:?|\\?\[\\?\[?(?P<bracket>\d{1,4})\\?\]?\\?\](?!\()[:.]?|\[(?P<key>[A-Za-z][\w+:.-]{0,40})\]:|\[(?P<alpha>[A-Z][A-Za-z+]{0,9}\d{2}[a-z]?)\]:?"
    r"|(?P<linked>\[\\?\[?\d{1,4}\\?\]?\])(?=\()|［(?P<wide>\d{1,4})］|【(?P<lens>\d{1,4})】|\((?P<round>\d{1,3})\)|(?P<plain>\d{1,3})[.)．、](?!\d)|(?P<raised>[¹²³⁰⁴-⁹]{1,4}))"
    r"(?:</a>)?[*_]{0,3}[ \t]*"
)
_YEAR = re.compile(r"(?<![\d./-])(1[89]\d\d|20\d\d)([a-z]?)(?![\d/])")
_SET_APART_YEAR = re.compile(r"[(（](?:[^()（）]{0,20}[\s,])?(1[89]\d\d|20\d\d)([a-z]?)(?:,[^()]{0,30})?[)）]")
_EMPHASISED = re.compile(r"\s*(\*{1,2}|_{1,2})(?=\S)([^*_\n]{6,400}?)\1(?=\s*(?:[(（,.:–—]|$))")  # "*Title* (Venue, 2026)"
_LINKED_TITLE = re.compile(r"\s*\[([^\[\]\n]{3,400})\]\(<?https?://")
_QUOTED = re.compile(r"[“\"«„『《]([^“”\"«»„『』《》\n]{6,400})[”\"»“』》]")
_AFTER_YEAR = re.compile(r"\s*[).,:：]{0,3}\s*[*_\"“]{0,3}(.{4,400}?)[*_\"”]{0,3}(?:[.?!](?=\s|$|[*_])|$)", re.DOTALL)
_OPEN_BRACKET = re.compile(r"\[[^\[\]]{0,3000}\Z")  # a bracket that never closes
_TRAILING_YEAR = re.compile(r"\s*[(（](?:[^()（）\d]{0,60}[\s,])?(?:1[89]|20)\d\d[a-z]?[)）]\s*[:.–-]?\s*\Z")
# fmt: off
_ACCESSED_WORDS = (
    "accessed", "retrieved", "zugriff", "zugegriffen", "abgerufen", "consulté", "fecha de acceso", "acessado", "consultato",
    "дата обращения", "访问",
)
# fmt: on
_ACCESSED = re.compile(rf",?\s+(?:{'|'.join(_ACCESSED_WORDS)})\b[^\n]{{0,40}}", re.IGNORECASE)
_EMPTY_LINK = re.compile(r"\s*\[\s*\]\(?\s*\Z")  # of an address that was blanked
_STOP = re.compile(r"[.．]\s+(?=\S)")
_INITIAL_NEXT = re.compile(r"[^\W\d_a-z\u0e00-\uffff]\.?(?:[,\s-]|$)|et\s+al|(?:and|&)\s")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Entry(NamedTuple):
    """A reference with where it stands and what links it: its list, its anchors, every year it prints."""

    reference: Reference
    line: int
    block: int
    list: int  # lists are counted in the order of the file
    anchors: tuple[str, ...] = ()
    years: frozenset[str] = frozenset()


def read_label(raw: str) -> tuple[str, int]:
    """The label at the head of an entry, and where the entry's own text begins; "" and 0 without one."""
    found = _LABEL.match(raw)
    if not found:
        return "", 0
    if found["linked"]:
        return found["linked"].strip("[]\\"), found.start("linked")
    label = next(value for value in found.groups() if value)
    return label.translate(_RAISED).strip(), found.end()


def looks_like_entry(raw: str) -> bool:
    """Whether a line could be an entry: it has an identifier, or a year."""
    return bool(_YEAR.search(raw)) or bool(find_identifiers(raw[:MAX_READ]))


def years_in(raw: str) -> frozenset[str]:
    """All years an entry prints outside its addresses, with their letters ("2021a")."""
    return frozenset(year + letter for year, letter in _YEAR.findall(_without(raw[:MAX_READ], find_identifiers(raw[:MAX_READ]))))


def read_entry(raw: str, label: str, links: tuple[Link, ...] = ()) -> Reference:
    """The record of one entry, whose label has been cut off."""
    text = raw.strip()
    head = text[:MAX_READ].lstrip("[") if _OPEN_BRACKET.match(text) else text[:MAX_READ]
    found = find_identifiers(head)
    linked = [Found(0, 0, source) for link in links if (source := source_of(link.target))]
    source = best(found) or best(linked)
    bare = _without(head, found)
    lowered = bare.lower()
    if any(word in lowered for word in _ACCESSED_WORDS):
        bare = _ACCESSED.sub(lambda accessed: " " * len(accessed[0]), bare)
    year, at, after = _read_year(bare)
    authors = read_authors(visible(bare[:at])) if at > 0 else ()
    if not authors and (cut := _end_of_authors(bare)):
        authors, after = read_authors(visible(bare[:cut])), cut + 1
    title = _read_title(head, bare, found, after if authors or at == 0 else -1)
    if not authors and title and (start := bare.find(title)) > 0:
        authors = read_authors(visible(bare[:start]).rstrip(' .,:“"('))
    url = next((item.source.url for item in (*found, *linked) if item.source.url), "")
    if typed := read_typed(visible(head)):
        authors, title, year = typed.authors, typed.title, typed.year or year
    return Reference(text=text, label=label, source=source, title=title, authors=authors, year=year, url=url)


def read_work_heading(heading: str) -> Reference | None:
    """A heading that names a work: "Author et al. (2020) — Title", "Author et al., 2020. Title", "Title (2020)"; else None."""
    number, rest = split_number(visible(heading))
    year, at, after = _read_year(rest)
    if year is None:
        return None
    authors = read_authors(re.sub(r"/", ", ", rest[:at].rstrip(" (（"))) if at > 0 else ()
    quoted = _QUOTED.search(rest)
    title = rest[after:].lstrip(' ).,:–—-“"').rstrip(' ”".') if authors else rest[:at].rstrip(" ,(（–—-:")
    title = quoted[1] if quoted else title
    if authors and len(title.split()) < MIN_TITLE_WORDS:  # "Topic Models (2018)": the words before the year are the title
        authors, title = (), rest[:at].rstrip(" ,(（–—-:")
    if not _set_apart(rest, at, after) or len(title.split()) < MIN_TITLE_WORDS:
        return None
    return Reference(text=heading, label=number, title=title, authors=authors, year=year)


def _set_apart(heading: str, at: int, after: int) -> bool:
    """Whether the year of a heading stands as in a citation: in brackets, or between comma and full stop."""
    before, behind = heading[:at].rstrip()[-1:], heading[after:].lstrip()[:1]
    return (before in "(（," and behind in ")）.:") or (before == "," and not behind)


def _read_year(bare: str) -> tuple[int | None, int, int]:
    """The year of an entry and where it stands. Of several the one in brackets, or the first behind names; else none."""
    set_apart = _SET_APART_YEAR.search(bare)
    if set_apart:
        return int(set_apart[1]), set_apart.start(1), set_apart.end(2)
    found = list(_YEAR.finditer(bare))
    if not found:
        return None, -1, -1
    first = found[0]
    if len({match[1] for match in found}) == 1 or read_authors(visible(bare[: first.start()])):
        return int(first[1]), first.start(), first.end()
    return None, -1, -1


def _end_of_authors(bare: str) -> int:
    """Where the authors end in "A. Alpha and B. Beta. Title. Venue, 2001"; 0 where the first words are no authors."""
    for stop in _STOP.finditer(bare, 0, MAX_AUTHORS):
        if not _INITIAL_NEXT.match(bare, stop.end()) and is_author_list(visible(bare[: stop.start()])):
            return stop.start()
    return 0


def _read_title(head: str, bare: str, found: list[Found], after_year: int) -> str:
    if match := _LINKED_TITLE.match(head):
        return _clean(match[1])
    if (match := _EMPHASISED.match(bare)) and not is_author_list(match[2]):
        return _clean(match[2])
    if match := _QUOTED.search(bare):
        return _clean(match[1])
    if after_year > 0 and (match := _AFTER_YEAR.match(bare, after_year)):
        return _clean(match[1])
    before = _TRAILING_YEAR.sub("", head[: found[0].start].rstrip(" <([:")) if found and not after_year > 0 else ""
    if accessed := _ACCESSED.search(before):
        return _clean(before[: accessed.start()])
    if before and not _YEAR.search(before) and before.count(". ") == 0:
        return _clean(before)
    return ""


def _clean(title: str) -> str:
    shown = _EMPTY_LINK.sub("", visible(" ".join(title.split()))).strip(' .,:;–—-|“”"')
    return shown if len(shown.split()) >= MIN_TITLE_WORDS or not shown.isascii() else ""


def _without(text: str, found: list[Found]) -> str:
    """The text with its identifiers blanked, so that no year or name is read out of an address. Places stay."""
    parts, position = [], 0
    for item in found:
        parts += [text[position : item.start], " " * (item.end - item.start)]
        position = item.end
    return "".join([*parts, text[position:]])
