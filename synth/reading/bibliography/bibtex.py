"""BibTeX: the entries of a bibliography, each with its fields as they are written and as they read.

Strings, months and joined parts are put in, and what an entry lacks comes from the one it cross-refers to. An entry that never closes ends
where the next one begins, with what was read of it. What is not done: no style is applied, nothing is sorted, and no other file is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from synth.reading.bibliography.listed import Listed, Span, each_once, in_notes_only, is_year, year_in
from synth.records import Reference, Source
from synth.sources.identity import best, find_identifiers, named_by
from synth.sources.works import Cited

MAX_JOINED = 20_000  # characters that strings may grow a value to
MAX_PARTS = 200  # of one value
MAX_RENDERED = 20_000  # characters of one field; what is longer is no title

_HEAD = re.compile(r"(?<![\w.])@\s{0,20}([A-Za-z][\w-]{0,40})\s{0,20}([{(])")
_HEAD_OF_LINE = re.compile(r"^[ \t]*@\s{0,20}[A-Za-z][\w-]{0,40}\s{0,20}[{(]", re.MULTILINE)
_KEY = re.compile(r"\s{0,200}([^\s,{}=\"][^,{}=\"\n]{0,300}?)?\s{0,200}(?:,|(?=[})]))")
_FIELD = re.compile(r"([A-Za-z][\w:+-]{0,60})\s{0,100}=\s*")
_NEXT_FIELD = re.compile(r"\n[ \t]*(?=[A-Za-z][\w:+-]{0,60}\s{0,20}=\s{0,20}[{\"\w])")
_WORD = re.compile(r"[^\s,{}()\"#=%]{1,400}")
_JOIN = re.compile(r"\s*#\s*")
_GAP = re.compile(r"(?:[\s,]|%[^\n]*\n)*")
_END_OF_FIELD = re.compile(r"[}\"]\s{0,20},?[ \t]{0,20}(?=\r?\n\s{0,20}(?:[A-Za-z][\w:+-]{0,60}\s{0,20}=|[})]))")
_SIGN = re.compile(r"[{}\"]")
_UNESCAPED = re.compile(r"(?<!\\)[{}\"]")
_AND = re.compile(r"[{}]|\s(?i:and)(?=\s)")
_WRITTEN = re.compile(r"[\\${}~^]|--|``|''")
_URL = re.compile(r"\\url\b")
_NEXT_DOI = re.compile(r"[;,](?=(?:https?://(?:dx\.)?doi\.org/)?10\.[0-9]{4,9}/)")  # behind one without a blank
_MATH_SIGN = re.compile(r"\$([<>])\$")
_TEXT_SIGN = re.compile(r"\{?\\text(less|greater)\b(?:\{\}|\s)?\}?")
_MONTHS = {name[:3]: name for name in (
    "january february march april may june july august september october november december".split()
)}  # fmt: skip
_INHERITED = {  # what an entry has from the one it is a part of, where it says nothing itself
    "booktitle": ("booktitle", "title"), "journal": ("journal", "journaltitle"), "year": ("year", "date"),
}  # fmt: skip
_PAGES = frozenset("online electronic www webpage software dataset misc manual unpublished".split())  # kinds that may be no work at all
_PLACES = ("journal", "journaltitle", "booktitle")
_NAMING = ("doi", "url", "journal", "volume", "number", "note", "howpublished", "ee", "eid", "pages", "annote", "addendum")
_NOTES = ("note", "annote", "addendum")  # of these, those in which people say more than which work it is


class BibField(NamedTuple):
    """A field as it is written: its value without delimiters and with its strings put in, and where it stands with them."""

    value: str
    span: Span


class BibEntry(NamedTuple):
    """An entry, the text that it is written in, and what is wrong with it."""

    key: str
    text: str
    start: int
    kind: str = ""
    written: Mapping[str, BibField] = {}
    why: str = ""

    def said(self, name: str) -> str:
        """A field as it reads; empty where there is none."""
        field = self.written.get(name)
        return said(field.value) if field else ""


def parse_bib(text: str) -> list[BibEntry]:
    """The entries of a bibliography in their order."""
    entries: list[BibEntry] = []
    strings: dict[str, str] = dict(_MONTHS)
    heads = [head.start() for head in _HEAD_OF_LINE.finditer(text)]
    position = 0
    while head := _HEAD.search(text, position):
        following = bisect_right(heads, head.start())
        limit = heads[following] if following < len(heads) else len(text)
        kind = head[1].lower()
        if kind in ("comment", "preamble"):
            position = _quoted(text, head.end() - 1, limit)[1] if head[2] == "{" else head.end()
        elif kind == "string":
            reading = _Reading(text, head.end(), limit, ")" if head[2] == "(" else "}", strings)
            strings |= {name: field.value for name, field in reading.fields().items()}
            position = reading.end
        else:
            entry, position = _entry(text, head, limit, strings)
            entries.append(entry)
    return entries


def _entry(text: str, head: re.Match[str], limit: int, strings: Mapping[str, str]) -> tuple[BibEntry, int]:
    key = _KEY.match(text, head.end(), limit)
    reading = _Reading(text, key.end() if key else head.end(), limit, ")" if head[2] == "(" else "}", strings)
    fields = reading.fields()
    why = reading.why or ("" if key and key[1] else "it has no key")
    name = key[1].strip() if key and key[1] else ""
    return BibEntry(name, text[head.start() : reading.end].strip(), head.start(), head[1].lower(), fields, why), reading.end


class _Reading:
    """One walk through the fields of an entry. `end` is where it ended, `why` what was wrong."""

    def __init__(self, text: str, start: int, limit: int, closing: str, strings: Mapping[str, str]) -> None:
        self._text, self.end, self._limit, self._closing, self._strings = text, start, limit, closing, strings
        self.why = ""

    def fields(self) -> dict[str, BibField]:
        """The fields up to the bracket that closes the entry; of two with one name the first."""
        found: dict[str, BibField] = {}
        while True:
            gap = _GAP.match(self._text, self.end, self._limit)
            self.end = gap.end() if gap else self.end
            if self.end >= self._limit:
                self.why = self.why or "it never closes"
                return found
            if self._text[self.end] == self._closing:
                self.end += 1
                return found
            name = _FIELD.match(self._text, self.end, self._limit)
            if name is None:
                self.why = self.why or f"“{self._text[self.end : self.end + 20].splitlines()[0]}” is no field"
                further = _NEXT_FIELD.search(self._text, self.end, self._limit)
                close = self._text.find(self._closing, self.end, further.start() if further else self._limit)
                self.end = further.end() if further else close if close >= 0 else self._limit
                continue
            self.end = name.end()
            found.setdefault(name[1].lower(), self._value())

    def _value(self) -> BibField:
        parts: list[str] = []
        start, length = self.end, 0
        while len(parts) < MAX_PARTS:
            part = self._part()
            if part is None:
                break
            length += len(part)
            if parts and length > MAX_JOINED:
                self.why = self.why or f"its strings make more than {MAX_JOINED:,} characters"
                part = ""
            parts.append(part)
            joined = _JOIN.match(self._text, self.end, self._limit)
            if joined is None:
                break
            self.end = joined.end()
        return BibField("".join(parts), Span(start, self.end))

    def _part(self) -> str | None:
        if self._text[self.end : self.end + 1] in ("{", '"'):
            value, self.end, whole = _closed(self._text, self.end, self._limit)
            if not whole:
                self.why = self.why or "its brackets do not close"
            return value
        word = _WORD.match(self._text, self.end, self._limit)
        if word is None:
            return None
        self.end = word.end()
        return self._strings.get(word[0].lower(), word[0])


def _closed(text: str, start: int, limit: int) -> tuple[str, int, bool]:
    """What stands between delimiters, where it ends, and whether it is closed. BibTeX counts braces with a stroke too; people do not.

    Where they never close, a value ends as fields do that stand on lines of their own.
    """
    for signs in (_SIGN, _UNESCAPED):
        depth = 0
        for sign in signs.finditer(text, start, limit):
            if sign[0] == '"':
                if text[start] == '"' and depth == 0 and sign.start() > start:
                    return text[start + 1 : sign.start()], sign.end(), True
                continue
            depth += 1 if sign[0] == "{" else -1
            if depth == 0 and text[start] == "{":
                return text[start + 1 : sign.start()], sign.end(), True
            if depth < 0:
                break
    ended = _END_OF_FIELD.search(text, start + 1, limit)
    return (text[start + 1 : ended.start()], ended.start() + 1, False) if ended else (text[start + 1 : limit], limit, False)


def _quoted(text: str, start: int, limit: int) -> tuple[str, int]:
    value, end, whole = _closed(text, start, limit)
    return (value, end) if whole else ("", limit)


# --- what an entry says -------------------------------------------------------------------------------------------


def said(value: str) -> str:
    """What LaTeX would print for a value, in one line."""
    if not _WRITTEN.search(value):
        return " ".join(value.split())
    return _render()(value) if len(value) <= MAX_RENDERED else " ".join(re.sub(r"[{}]", "", value).split())


@cache
def _render() -> Callable[[str], str]:
    """The reader of LaTeX sources, for a field by itself."""
    from synth.reading.latex.context import Context
    from synth.reading.latex.numbering import Numbering
    from synth.reading.latex.references import Bibliography, rendering

    def render(value: str) -> str:  # a context of its own: what a document may hold in all, many lists hold together
        return rendering(Context(Numbering([], ""), Bibliography([], numeric=True)))(value.replace("&", r"\&").replace(r"\\&", r"\&"))

    return render


def people(value: str) -> tuple[str, ...]:
    """The names of a field, as they read: parted by "and" outside braces; where nobody wrote that, by semicolons or by commas."""
    parts: list[str] = []
    depth = start = 0
    for sign in _AND.finditer(value):
        if sign[0] in "{}":
            depth += 1 if sign[0] == "{" else -1
        elif depth <= 0:
            parts.append(value[start : sign.start()])
            start = sign.end()
    parts.append(value[start:])
    if len(parts) == 1 and "{" not in value:
        listed = re.split(r"\s*;\s*|\s+&\s+|\s+\\&\s+", value)
        by_comma = [part.split() for part in value.split(",")]
        parts = listed if len(listed) > 1 else value.split(",") if len(by_comma) > 2 and all(len(one) > 1 for one in by_comma) else parts
    return tuple(name for part in parts if (name := said(part.strip(" ,\t\r\n"))))


def cited_in(text: str) -> list[Listed]:
    """The works that a bibliography lists, each with where it stands."""
    entries = parse_bib(text)
    known = {entry.key.casefold(): entry for entry in reversed(entries)}
    line, counted = 1, 0
    listed = []
    for entry in entries:
        line += text.count("\n", counted, entry.start)
        counted = entry.start
        listed.append(_listed(entry, known, line))
    return listed


def _listed(entry: BibEntry, known: Mapping[str, BibEntry], line: int) -> Listed:
    whole = known.get(entry.said("crossref").casefold()) or known.get(entry.said("xdata").casefold())

    def told(*names: str) -> str:
        own = next((found for name in names if (found := entry.said(name))), "")
        if own or whole is None or whole is entry:
            return own
        return next((found for name in names for of_whole in _INHERITED.get(name, ()) if (found := whole.said(of_whole))), "")

    author = entry.written.get("author")
    identifiers = identifiers_of(entry)
    own = _own(entry)
    venue = told(*_PLACES)
    cited = Cited(
        title=_titled(entry),
        authors=people(author.value) if author else (),
        year=year_in(told("year", "date")),
        venue=venue,
        identifiers=tuple(one for one in identifiers if one.scheme != "url"),
    )
    return Listed(
        label=entry.key,
        text=entry.text,
        line=line,
        start=entry.start,
        end=entry.start + len(entry.text),
        cited=cited,
        why=entry.why,
        no_work=f"@{entry.kind}" if entry.kind in _PAGES and not cited.identifiers and not venue else "",
        address=next((one.id for one in identifiers if one.scheme == "url"), ""),
        own=own,
        aside=in_notes_only(_spoken(entry, _NOTES), (*own, *_spoken(entry, [name for name in _NAMING if name not in _NOTES]))),
        fields=_places(entry),
    )


def _titled(entry: BibEntry) -> str:
    title, subtitle = entry.said("title"), entry.said("subtitle")
    return f"{title}: {subtitle}" if title and subtitle else title


def _places(entry: BibEntry) -> dict[str, Span]:
    """Where what is compared stands, by what it is called there."""
    names = {
        "title": ("title",),
        "authors": ("author",),
        "year": ("year", "date"),
        "venue": _PLACES,
        "doi": ("doi",),
        "eprint": ("eprint",),
    }
    found = {what: (name, entry.written[name].span) for what, those in names.items() for name in reversed(those) if entry.said(name)}
    return {what: span._replace(name=name) for what, (name, span) in found.items()}


def identifiers_of(entry: BibEntry) -> list[Source]:
    """The identifiers of an entry, each once: of the fields that are made for them, and of those that people put them in."""
    return each_once((*_own(entry), *_spoken(entry, _NAMING)))


def _own(entry: BibEntry) -> tuple[Source, ...]:
    """The identifiers of the fields that are made for them; none of a field that holds more than one."""
    found = []
    for name in ("doi", "eprint"):
        value = plain_identifier(entry.written[name].value).strip() if name in entry.written else ""
        archive = (entry.said("archiveprefix") or entry.said("eprinttype")).casefold()
        if value and (name == "doi" or archive in ("", "arxiv")):
            found += [one for one in [named_by(value)] if one]
    return tuple(found)


def _spoken(entry: BibEntry, names: Iterable[str]) -> list[Source]:
    written = (plain_identifier(_URL.sub(" ", entry.written[name].value), " ") for name in names if name in entry.written)
    return [one.source for one in find_identifiers(" ".join(written))]


def plain_identifier(written: str, brace: str = "") -> str:
    """An identifier without what LaTeX needs to print it: "10.1000/a\\_b", "6$<$391"."""
    plain = _TEXT_SIGN.sub(lambda found: "<" if found[1] == "less" else ">", _MATH_SIGN.sub(r"\1", written))
    plain = _NEXT_DOI.sub(" ", plain)
    return re.sub(r"[{}]", brace, re.sub(r"\\(?=[_&%#$~<>])", "", plain))


def reference_of(entry: BibEntry) -> Reference:
    """The record of an entry; the fields it does not have stay empty."""
    author = entry.written.get("author")
    year = entry.said("year") or entry.said("date")[:4]
    return Reference(
        text=entry.text,
        label=entry.key,
        source=_source(entry),
        title=entry.said("title"),
        authors=people(author.value) if author else (),
        year=int(year) if is_year(year) else None,
        url=entry.said("url"),
    )


def _source(entry: BibEntry) -> Source | None:
    from synth.sources.identity import Found

    return best([Found(0, 0, one) for one in identifiers_of(entry)])
