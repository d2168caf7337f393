"""One entry of a paper's bibliography: who wrote it, when, under which title, and which identifier it prints.

The styles of papers differ in what ends the authors: a full stop, a colon, a year, a quotation mark. Each place that could end
them is tried, the first before which only names stand is taken, and what follows up to the next full stop is the title. What
cannot be told stays empty.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

import msgspec

from synth.reading.bibliography.entries import MAX_READ, read_entry
from synth.reading.bibliography.names import is_author_list, read_authors
from synth.reading.bibliography.typed import read_typed
from synth.records import Reference, Source
from synth.sources.identity import find_identifiers

MAX_LONG = 9_000  # characters of an entry that are looked at here; papers of three hundred authors exist
MAX_AUTHORS = 8_000  # characters
MAX_ENDS = 400  # places tried
MAX_MIXED = 1_500  # characters of a list of authors of whom some may be unlike names
MANY = 3  # names among which one may be unlike a name ("El hattami")
MAX_TITLE = 400  # characters
MIN_TITLE = 2  # words, or one that is long enough to name something
LONG_WORD = 5
MAX_NAME = 4  # words of one author whom nothing but his place shows to be one
LOOK_AHEAD = 60  # characters behind a full stop that say whether names go on

_YEAR = r"(?:1[5-9]|20)\d\d"
_YEAR_SEEN = re.compile(rf"\s[(]?{_YEAR}")
_END = re.compile(rf"[.．](?=\s|$)|:(?=\s)|,?\s+(?=[“\"„«『])|,?\s*[(（](?={_YEAR}|n\.d\.)|,\s(?={_YEAR}[a-z]?\b[.,:)])")
_DATED = re.compile(rf"\s*[,.:]?\s*[(（]?\s*({_YEAR})([a-z]?)(?:,\s[^()]{{1,20}})?\s*[)）]?\s*[.,:;]?\s*(?![\d–-])")
_SURNAME_FIRST = re.compile(  # "Roe, J. A.", "Roe JA": an initial may be the last letter of the last author
    r"[^\W\d_][^,;.]{1,40},\s+(?:[^\W\d_a-z]\.|[^\W\d_a-z]{1,3}[,;.\s])"
    r"|[^\W\d_a-z][\w’'-]+(?:\s[\w’'-]+){0,2}\s(?:[^\W\d_a-z]{1,3}(?:[,;]|\s(?:et|and|&))|[^\W\d_a-z]{2,3}\.)"
)
_ONE = r"(?:[^\W\d_a-z]\.[\s-]?){1,4}+\s?(?:(?:van|von|de|der|du|la|le|di|da|el)\s){0,2}[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+)?"
_INITIALS_FIRST = re.compile(  # "A. B. Roe, C. de Li, and D. Poe"; without "and", "J. Thing. 30" after the names is a journal
    rf"{_ONE}(?:,\s{_ONE}){{0,60}},?\s(?:and|&)\s{_ONE}|{_ONE}(?:,\s{_ONE}(?=,)){{0,60}}(?=,)"
)
_AND = re.compile(r"\s(?:and|&)\s")
_BEFORE_PLACE = re.compile(r"\s*([^\d\s][^.]{8,300}?),\s+(?:in:?\s+[^\W\d_a-z]|arXiv|CoRR|Ph\.?\s?D)")
_YEAR_AND_PLACE = re.compile(rf"\s*{_YEAR}[a-z]?,\s")  # "Roe, A., & Li, B. 1989, Thing. Acta, 53, 197": no title is printed
_INITIAL_AHEAD = re.compile(r"\s*(?:[^\W\d_a-z]\.|-[^\W\d_a-z]\.|[,;&]|(?:and|et|und|y)\s)")
_INITIAL_BEHIND = re.compile(r"(?:^|[\s.-])[^\W\d_a-z]\Z")
_AND_INITIAL = re.compile(
    r"(?:\s(?:and|und|et|y)|&)\s+(?:[^\W\d_a-z]\.[\s-]?)*[^\W\d_a-z]\Z"
)  # "Roe, J., and A. Poe": the last name is not turned round
_AND_OTHERS = re.compile(r"\s(?:and|&)\s+(?:et\.? al|(?:\d{1,4}\s)?others\b)|,\s+others(?=\.\s)")  # "and 10 others"
_MORE_NAMES = re.compile(  # behind "A. B. Roe": ", Cy Poe, and Di Wu"
    r"(?:,\s+[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){0,3}){0,60},?\s(?:and|&)\s[^\W\d_a-z]"
)
_ET_AL = re.compile(rf"(?:,\s{_ONE})?,?\s+et\.? al\.?(?=,)")
_PLACE = rf"(?:\s\d{{1,4}}(?:\s?\([^()]{{1,12}}\))?)?\s\({_YEAR}\)"  # volume, issue and year behind a journal's name
_JOURNAL = re.compile(rf",\s+(?=[^\W\d_a-z](?:[^,.]|\.(?=[\s,])){{2,100}}?{_PLACE})|,\s+(?=[^\W\d_a-z][^,]{{2,60}},\s{_YEAR}\b)")
_JOURNAL_OPENS = re.compile(
    rf",\s+(?=(?:IEEE|ACM|SIAM|Journal|Transactions|Proceedings|International|Annals|Advances|Communications)\b[^.]{{2,200}}?{_PLACE})"
)
_ANY_YEAR = re.compile(rf"(?<![\d./:–-])({_YEAR})(?:([a-z])(?![\w]))?(?![\d–-]|\.\d)")
_PAGES = re.compile(r"(?:\bpp?\.|\bpages?|\bS\.|:)\s*[\d–-]*\Z", re.IGNORECASE)
_QUOTED = re.compile(
    r"\s*(?:“([^”]{2,500})”|\"([^\"]{2,500})\"|„([^“”]{2,500})[“”]|«\s?([^»]{2,500})»|『([^』]{2,500})』|「([^」]{2,500})」|‘‘([^’]{2,500})’’)"
)
_TITLE_END = re.compile(
    r"[.．](?=\s+(?:[^\W\d_a-z]|\d|[“\"(\[]|https?:|ar[Xx]iv|doi|in\b|version|url)|\s*$)|[?!](?=\s+(?:[^\W\d_a-z(]|\d))"
    r"|\s?[(（](?="
    + _YEAR
    + r"[a-z]?[)）])|,\s+(?=in:?\s+(?:Proc|[A-Z])|(?:arXiv|CoRR|Ph\.?\s?D|Tech\b|Master))|\s+(?=arXiv[\s:]|https?://)|,(?=\s+"
    + _YEAR
    + r"\b)"
)
_JOINS = re.compile(r",?\s+(?:and|&)\s+|\s*[,;]\s+")
_WORDS_ONLY = re.compile(r"[^\W\d_]+(?:[\s.’'-]{1,2}[^\W\d_]+)*\.?")
_LAST_LETTER = re.compile(r"(?:^|[\s(-])(?:[^\W\d_a-z]|vs|v|cf|e\.g|i\.e|St|Dr|No|vol)\Z")
_EDITORS = re.compile(r"[\s,]*\(?\b(?:editors?|eds?|hrsg|szerk|dir)\b(?=\s*(?:[.,;)]|$))\.?\)?[.,]?\s*", re.IGNORECASE)  # not "Ed H. Chi"
_SERIAL = re.compile(r"\b(?:abs|arxiv(?:\s+e-prints?|\s+preprint)?)[/:\s]\s?(\d{4}\.\d{4,5})(v\d{1,2})?(?![\d.]\d)", re.IGNORECASE)
_OLD_SERIAL = re.compile(r"\b(?:abs|arxiv)[/:]\s?([a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7})(v\d{1,2})?", re.IGNORECASE)


def read_reference(text: str, label: str = "") -> Reference:
    """The record of one entry, without its label, in any of the styles that papers use.

    The year has no letter in the record; the letter of "2020a" stays in the text, where links look for it.
    """
    known = read_entry(text, label)
    head = known.text[: MAX_LONG if _YEAR_SEEN.search(known.text, MAX_READ, MAX_LONG) else MAX_READ]
    if read_typed(head):  # whose mark says for certain where the title ends
        return known
    bare = _AND_OTHERS.sub(lambda found: " " * (len(found[0]) - len("et al")) + "et al", _blanked(head))
    authors, end, titled = _authors(bare)
    dated = _DATED.match(bare, end) if end else None
    title = _title(head, bare, dated.end() if dated else end) if end and titled else ""
    if end and not titled:
        title = _title_before_place(head, end)
    if not title and titled and (not authors or not dated):
        title = known.title if _could_be_title(known.title) else ""
    year = int(dated[1]) if dated else _last_year(bare)
    if not authors and _could_be_names(known.authors) and not _INITIAL_BEHIND.search(known.authors[-1]):
        authors = known.authors
    return msgspec.structs.replace(
        known,
        title=title,
        authors=authors,
        year=year if year is not None else known.year,
        source=_serial(head) if known.source is None or (known.source.scheme == "url" and _serial(head)) else known.source,
    )


def _blanked(text: str) -> str:
    """The text with its identifiers blanked; places stay."""
    for found in find_identifiers(text):
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


class _Opening(NamedTuple):
    """How an entry begins: its authors, where what follows them begins, and whether that can be a title."""

    authors: tuple[str, ...] = ()
    end: int = 0
    titled: bool = True


def _authors(bare: str) -> _Opening:
    """The authors of an entry; none where the first words are no names."""
    may_end_in_initial = bool(_SURNAME_FIRST.match(bare))
    listed = _INITIALS_FIRST.match(bare)
    if listed and (_AND.search(listed[0]) or not _MORE_NAMES.match(bare, listed.end())):
        others = _ET_AL.match(bare, listed.end())
        stop = others.end() if others else listed.end()
    else:
        stop = 0
    for end in islice(_END.finditer(bare, 0, MAX_AUTHORS), MAX_ENDS):
        printed, mark = bare[: end.start()], end[0].strip()[:1]
        if mark in (".", "．") and _goes_on(printed, bare[end.end() : end.end() + LOOK_AHEAD], may_end_in_initial):
            continue
        if listed and stop and stop < end.start() and bare[stop] == ",":  # "A. Roe and B. Li, Thing. Lett. 12, 5 (2008)"
            return _Opening(read_authors(listed[0]), stop + 1, titled=False)
        after = end.start() if mark in ("(", "（") else end.end()
        printed = _EDITORS.sub("", printed) + ("." if mark in (".", "．") and _INITIAL_BEHIND.search(printed) else "")
        is_dated, is_quoted = bool(_DATED.match(bare, after)), bool(_QUOTED.match(bare, after))
        names = read_authors(printed)
        if not names and (names := _mostly_names(printed, sure=is_dated or is_quoted)):
            return _Opening(names, after)
        named = is_author_list(printed) or (is_dated and _could_be_names(names)) or is_quoted
        if names and (named or (mark in (".", "．") and _is_one_author(names, bare[after:]))):
            return _Opening(names, after, titled=not _YEAR_AND_PLACE.match(bare, after))
    return _Opening()


def _mostly_names(printed: str, *, sure: bool) -> tuple[str, ...]:
    """The authors where one of several is unlike a name ("caiming xiong"); where they end for sure, one of two."""
    if len(printed) > MAX_MIXED:
        return ()
    parts = [part.strip() for part in _JOINS.split(printed.strip(" ,.")) if part.strip()]
    if len(parts) < (2 if sure else MANY) or not (sure or _AND.search(printed)):
        return ()
    odd = list(islice((part for part in parts if not read_authors(part)), 1 + max(1, len(parts) // 4)))
    plain = all(len(part.split()) <= MAX_NAME and _WORDS_ONLY.fullmatch(part) and (sure or part[0].isupper()) for part in odd)
    return tuple(parts) if plain and len(odd) <= max(1, len(parts) // 4) else ()


def _title_before_place(head: str, start: int) -> str:
    """The title between the authors and a journal, a volume of papers or a publisher, parted by commas only; empty where there is none."""
    if placed := _BEFORE_PLACE.match(head, start):
        return _cleaned(placed[1])
    limit = min(len(head), start + MAX_TITLE)
    opened = _JOURNAL_OPENS.search(head, start, limit)
    if opened is None:
        for opened in _JOURNAL.finditer(head, start, limit):  # noqa: B007  the last one is meant
            pass
    return _cleaned(head[start : opened.start()]) if opened else ""


def _goes_on(printed: str, following: str, may_end_in_initial: bool) -> bool:
    """Whether a full stop belongs to an initial or an abbreviation, and names go on behind it."""
    if not _INITIAL_BEHIND.search(printed):
        return following.lstrip()[:1] in (",", ";", "&")
    return not may_end_in_initial or bool(_AND_INITIAL.search(printed)) or bool(_INITIAL_AHEAD.match(following))


def _is_one_author(names: tuple[str, ...], following: str) -> bool:
    """Whether "Reinhard Rapp." opens an entry: one name of a few words, and behind it a title, a place and a year."""
    parts = names[0].split()
    return (
        len(names) == 1
        and 2 <= len(parts) <= MAX_NAME
        and bool(_TITLE_END.search(following[:MAX_TITLE]))
        and bool(_ANY_YEAR.search(following))
    )


def _could_be_names(names: tuple[str, ...]) -> bool:
    return bool(names) and all(len(name.split()) <= 6 for name in names) and not (len(names) == 1 and len(names[0]) < 3)


def _title(head: str, bare: str, start: int) -> str:
    if quoted := _QUOTED.match(head, start):
        return _cleaned(next(part for part in quoted.groups() if part))
    while start < len(bare) and bare[start] in " .,:;)":
        start += 1
    limit = min(len(bare), start + MAX_TITLE)
    for end in _TITLE_END.finditer(bare, start, limit):
        if end.start() > start and not _LAST_LETTER.search(bare[start : end.start()]):
            return _cleaned(head[start : end.start()] + (end[0] if end[0] in "?!" else ""))
    return _cleaned(head[start:limit]) if limit == len(bare) else ""


def _cleaned(title: str) -> str:
    shown = " ".join(title.split()).strip(' .,:;“”"')
    return shown if _could_be_title(shown) else ""


def _could_be_title(title: str) -> bool:
    return len(title.split()) >= MIN_TITLE or len(title) >= LONG_WORD or (bool(title) and not title.isascii())


def _last_year(bare: str) -> int | None:
    """The last year that is no page: styles that do not put the year behind the authors put it at the end."""
    years = [year for year in _ANY_YEAR.finditer(bare) if not _PAGES.search(bare[max(0, year.start() - 14) : year.start()])]
    return int(years[-1][1]) if years else None


def _serial(text: str) -> Source | None:
    """ "CoRR, abs/1301.3781", "arXiv e-prints 2004.01401": an arXiv number without its usual form."""
    found = _SERIAL.search(text) or _OLD_SERIAL.search(text)
    return Source(scheme="arXiv", id=found[1], version=found[2] or "") if found else None
