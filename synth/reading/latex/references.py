"""The list of references of a LaTeX source, and how a citation of it is printed.

The list is what BibTeX or biber made (`.bbl`), or the entries of the `.bib` files that are cited. A citation is printed in the way the
list is: by number, or by author and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby, islice
from string import ascii_lowercase
from typing import NamedTuple

import msgspec

from synth.reading.bibliography.references import read_reference
from synth.reading.latex.context import Context
from synth.reading.latex.runs import Style, prose
from synth.reading.latex.text import Inline
from synth.reading.latex.tokens import plain, tokenize
from synth.reading.latex.tree import Command, Cursor, Environment, Group, Node, parse, text_of
from synth.records import Reference
from synth.sources.identity import best, find_identifiers

MAX_ENTRIES = 5_000
MAX_FIELDS = 60  # of one entry
MAX_FIELD = 20_000  # characters of one field

_AUTHOR_YEAR = re.compile(r"\A(.{1,400}?)\s*\(((?:1[89]|20)\d\d[a-z]?|[^()]{1,40})\)(.*)\Z", re.DOTALL)
_HARVARD = ("harvarditem", "astroncite", "citeauthoryear", "citenamefont")
_NUMERIC_CLASSES = (
    "IEEEtran",
    "elsarticle",
    "INTERSPEECH",
    "Interspeech",
    "sig-alternate",
    "llncs",
    "svjour",
    "revtex",
    "acmart",
    "spie",
    "siam",
    "amsart",
)
_NUMERIC_STYLES = re.compile(
    r"(?i)ieee|plain(?!nat)|unsrt(?!nat)|abbrv(?!nat)|alpha|splncs|elsarticle-num|vancouver|acm-reference|nature|numeric|siam|amsplain"
)
_AUTHOR_YEAR_STYLES = re.compile(
    r"(?i)natbib|acl|apalike|authoryear|chicago|harv|agsm|aasjournal|apj|mnras|naacl|emnlp|iclr|icml|neurips_natbib|aaai|plainnat|abbrvnat|named"
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d[a-z]?")
_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w-]{0,40})\s*=\s*")
_ENTRY = re.compile(r"@\w{2,30}\s{0,20}[{(]\s{0,20}([^\s,{}]{1,200})\s{0,20},")
_PLACE = re.compile(r"(?i)in\b|proc|arxiv|https?:|\\d|doi|vol\\b|pp?\\.")
_JOIN = re.compile(r"\s*#\s*")
_STRING = re.compile(r"@string\s{0,20}[{(]\s{0,20}([^\s=,{}]{1,80})\s{0,20}=\s{0,20}", re.IGNORECASE)
_NAME = re.compile(r"[^\s,}#\"{]{1,200}")
_BIBER_ENTRY = re.compile(r"\\entry\{([^{}]{1,200})\}\{[^{}]{0,60}\}\{[^{}]{0,200}\}")
_BIBER_FIELD = re.compile(r"\\(field|name)\{(\w{1,40})\}(?=\{)")
_BIBER_VERB = re.compile(r"\\verb\{(\w{1,20})\}\s{0,20}\\verb ([^\n]{1,500})")
_BIBER_NAME = re.compile(r"(?<![a-z])(family|given)=\{")
_SUFFIX = re.compile(r"(?i)(?:jr|sr|i{1,3}|iv)\.?\Z")


class Listed(NamedTuple):
    """One entry: what cites it, its record, and the names and year that a citation by author prints."""

    key: str
    reference: Reference
    names: str
    year: str


class Bibliography:
    """The list of references, and the citations that point into it."""

    def __init__(self, listed: Iterable[Listed], *, numeric: bool) -> None:
        self.listed: list[Listed] = []
        self.position: dict[str, int] = {}
        self.numeric = numeric
        for entry in listed:
            if entry.key not in self.position and len(self.listed) < MAX_ENTRIES:
                self.position[entry.key] = len(self.listed)
                self.listed.append(entry)

    @property
    def references(self) -> tuple[Reference, ...]:
        return tuple(entry.reference for entry in self.listed)

    def mark(self, command: str, star: bool, notes: list[str], keys: list[str]) -> str:
        """A citation as it would be printed: "(Hu et al., 2020)", "Hu et al. (2020)", "[3, 5]". An unknown key is printed as it is."""
        before = f"{notes[0]} " if len(notes) == 2 and notes[0] else ""
        after = notes[-1] if notes else ""
        plainly = command.lower()
        if self.numeric and not plainly.startswith(("citeauthor", "citeyear")):
            numbers = [self._number(key) for key in keys]
            joined = f"[{before}{_ranged(numbers)}{', ' if after else ''}{after}]"
            if plainly in ("citet", "textcite", "citetext") or plainly.startswith(("citet", "textcite", "newcite")):
                return f"{', '.join(self._names(key) for key in keys)} {joined}"
            return _ranged(numbers) if plainly in ("citenum", "citealp", "citealt") else joined
        if plainly.startswith("citeauthor"):
            return ", ".join(self._names(key) for key in keys)
        if plainly.startswith("citeyear"):
            years = ", ".join(self._year(key) for key in keys)
            return f"({before}{years}{', ' + after if after else ''})" if "par" in plainly else years
        if plainly.startswith(("citet", "textcite", "newcite", "citealt", "shortciten", "citen")) and plainly != "citetext":
            bare = plainly.startswith("citealt")
            shown = []
            works = self._works(keys)
            for at, (names, years) in enumerate(works):
                year = f"{before if not at else ''}{years}{', ' + after if after and at == len(works) - 1 else ''}"
                shown.append(f"{names} {year}" if bare else f"{names} ({year})" if year else names)
            return ("; " if bare else ", ").join(shown)
        if plainly.startswith(("bibentry", "fullcite", "footfullcite")):
            return "; ".join(self.listed[self.position[key]].reference.text if key in self.position else key for key in keys)
        inside = "; ".join(f"{names}, {years}".removesuffix(", ") for names, years in self._works(keys))
        inside = f"{before}{inside}{(' ' if after[:1] in ';,' else ', ') + after if after else ''}"
        return inside if plainly.startswith("citealp") else f"({inside})"

    def _works(self, keys: list[str]) -> list[tuple[str, str]]:
        """Names and years as they are printed: works of the same names that follow each other share them, "2015a,b, 2016"."""
        works: list[tuple[str, str]] = []
        for key in keys:
            names, year = self._names(key), self._year(key)
            if works and year and works[-1][0] == names and works[-1][1]:
                years = works[-1][1]
                last = years.rpartition(", ")[2]
                lettered = year[-1].isalpha() and last.startswith(year[:-1]) and last[len(year) - 1 :][:1].isalpha()
                works[-1] = names, f"{years},{year[-1]}" if lettered else f"{years}, {year}"
            else:
                works.append((names, year))
        return works

    def _number(self, key: str) -> str:
        position = self.position.get(key)
        if position is None:
            return key
        label = self.listed[position].reference.label
        return label if label and label != key else str(position + 1)

    def _names(self, key: str) -> str:
        position = self.position.get(key)
        return key if position is None else self.listed[position].names or key

    def _year(self, key: str) -> str:
        position = self.position.get(key)
        return "" if position is None else self.listed[position].year


def read_bbl(nodes: list[Node], context: Context) -> tuple[list[Listed], bool]:
    """The entries of a thebibliography environment, and whether they are cited by number."""
    entries: list[tuple[list[Node] | None, str, list[Node]]] = []
    cursor = Cursor(nodes)
    while (node := cursor.next()) is not None and len(entries) <= MAX_ENTRIES:
        if isinstance(node, Command) and node.name == "bibitem":
            label = cursor.optional()
            entries.append((label, text_of(cursor.argument()), []))
        elif isinstance(node, Command) and node.name == "harvarditem":
            cursor.optional()
            people, dated = cursor.argument(), cursor.argument()
            entries.append(([*people, "(", *dated, ")"], text_of(cursor.argument()), []))
        elif entries:
            entries[-1][2].append(node)
    labelled = [label for label, _, _ in entries if label is not None]
    numeric = len(labelled) < 0.5 * len(entries)
    listed: list[Listed] = []
    for number, (given, key, content) in enumerate(entries, start=1):
        text = _said(content, context)
        names, year = _label_of(given, context)
        printed = str(number) if numeric else (names if not year else f"{names}, {year}")
        listed.append(_listed(key, text, printed, names, year, _blocks(content, context)))
    by_code = bool(labelled) and not any(entry.year for entry in listed)  # "[ABC99]": printed as it is
    return listed, numeric or by_code


def _label_of(label: list[Node] | None, context: Context) -> tuple[str, str]:
    """The names and the year of natbib's label "Hu et al.(2020)Hu, Ruder", or a code and no year."""
    if label is None:
        return "", ""
    commands = [node for node in label if isinstance(node, Command) and node.name in _HARVARD]
    if commands:
        cursor = Cursor([child for node in label for child in (node.children if isinstance(node, Group) else [node])])
        while (node := cursor.next()) is not None:
            if isinstance(node, Command) and node.name in _HARVARD:
                first = _said(cursor.argument(), context)
                second = _said(cursor.argument(), context)
                third = _said(cursor.argument(), context)
                return (second, third) if third else (first, second)
    text = _said(label, context)
    match = _AUTHOR_YEAR.match(text)
    return (match[1].strip(), match[2].strip()) if match else (text, "")


def _said(nodes: list[Node], context: Context) -> str:
    line = Inline(context)
    line.walk(nodes, Style())
    return plain(prose(line.runs))


def _blocks(content: list[Node], context: Context) -> list[str]:
    """The parts of an entry that \\newblock sets apart: authors, title, place."""
    blocks: list[list[Node]] = [[]]
    for node in content:
        if isinstance(node, Command) and node.name == "newblock":
            blocks.append([])
        else:
            blocks[-1].append(node)
    return [_said(block, context).strip(" .,") for block in blocks]


def _listed(key: str, text: str, label: str, names: str, year: str, blocks: list[str]) -> Listed:
    """The record of an entry of a .bbl. Where its parts are set apart and no title was read, the second part is the title."""
    reference = read_reference(text, label)
    if not reference.title and len(blocks) > 2 and len(blocks[1].split()) > 1 and not _PLACE.match(blocks[1]):
        reference = msgspec.structs.replace(reference, title=blocks[1])
    found_year = year or (str(reference.year) if reference.year else "")
    return Listed(key, reference, names or _short([_surname(author) for author in reference.authors]), found_year)


# --- biblatex's .bbl ---


def read_biber(text: str, render: Callable[[str], str]) -> list[Listed]:
    """The entries of a .bbl that biber wrote, in its order."""
    heads = list(_BIBER_ENTRY.finditer(text))[:MAX_ENTRIES]
    listed: list[Listed] = []
    for head, following in zip(heads, [*(head.start() for head in heads[1:]), len(text)], strict=True):
        body = text[head.end() : following]
        fields: dict[str, str] = {}
        people: list[dict[str, str]] = []
        for said in islice(_BIBER_FIELD.finditer(body), MAX_FIELDS):
            if said[1] == "field":
                fields[said[2]] = render(_quoted(body, said.end())[0])
            elif said[2] == "author" and not people:
                people = _people(body, said.end(), render)
        fields |= {name: value.strip() for name, value in islice(_BIBER_VERB.findall(body), MAX_FIELDS)}
        families = [person.get("family", "") for person in people]
        authors = tuple(plain(f"{person.get('given', '')} {person.get('family', '')}") for person in people)
        entry = _record(head[1], fields, authors, families)
        extra = fields.get("extradate") or fields.get("extrayear") or ""
        letter = ascii_lowercase[int(extra) - 1 : int(extra)] if entry.year[-1:].isdigit() and re.fullmatch(r"[1-9]\d?", extra) else ""
        listed.append(entry._replace(year=entry.year + letter))
    return listed


def _people(body: str, at: int, render: Callable[[str], str]) -> list[dict[str, str]]:
    """The names of \\name{author}{n}{options}{…}: of each its parts."""
    inside = ""
    for _ in range(3):
        opened = body.find("{", at)
        if opened < 0:
            return []
        inside, at = _quoted(body, opened)
    people: list[dict[str, str]] = []
    for part in islice(_BIBER_NAME.finditer(inside), 6 * MAX_FIELDS):
        value = render(_quoted(inside, part.end() - 1)[0])
        if part[1] == "family" or not people:
            people.append({})
        people[-1][part[1]] = value
    return people


# --- .bib ---


def read_bib(text: str, cited: list[str], render: Callable[[str], str]) -> list[Listed]:
    """The entries of a .bib that are cited, in the order of the names of their authors."""
    wanted = set(cited)
    strings: dict[str, str] = {}
    for said in _STRING.finditer(text):
        strings[said[1].lower()] = _value(text, said.end(), strings)[0]
    heads = list(_ENTRY.finditer(text))
    listed: list[Listed] = []
    for head, following in zip(heads, [*(head.start() for head in heads[1:]), len(text)], strict=True):
        if head[1] not in wanted and "*" not in wanted:
            continue
        fields = dict(reversed(_fields(text[head.end() : following], strings)))
        people = [render(part) for part in re.split(r"\s+and\s+", fields.get("author") or fields.get("editor") or "") if part.strip()]
        families = [_family(person) for person in people]
        shown = {name: render(value) for name, value in fields.items()}
        listed.append(_record(head[1], shown, tuple(_turned(person) for person in people), families))
    return sorted(listed, key=_place_in_list)


def _place_in_list(entry: Listed) -> tuple[str, str, str, str]:
    """What BibTeX's styles by author and year sort by: the label, then all authors by family name, then the title."""
    people = " ".join(f"{_family(author)} {author}" for author in entry.reference.authors)
    return entry.names.casefold(), entry.year, people.casefold(), entry.reference.title.casefold()


def told_apart(listed: list[Listed]) -> list[Listed]:
    """The entries in their order, letters behind the years of those whose names and year are the same: "2016a", "2016b"."""
    ordered = sorted(listed, key=_place_in_list)
    out: list[Listed] = []
    for (names, year), alike in groupby(ordered, key=lambda entry: (entry.names, entry.year)):
        entries = list(alike)
        lettered = bool(names) and year[-1:].isdigit() and 1 < len(entries) <= len(ascii_lowercase)
        out += (
            [entry._replace(year=year + letter) for entry, letter in zip(entries, ascii_lowercase, strict=False)] if lettered else entries
        )
    return out


def _fields(body: str, strings: dict[str, str]) -> list[tuple[str, str]]:
    """The fields of an entry as written, up to the brace that closes it."""
    fields: list[tuple[str, str]] = []
    at = 0
    while (name := _FIELD.match(body, at)) is not None and len(fields) < MAX_FIELDS:
        value, at = _value(body, name.end(), strings)
        fields.append((name[1].lower(), value))
    return fields


def _value(body: str, at: int, strings: dict[str, str]) -> tuple[str, int]:
    """A value, its parts joined by "#", and where the text goes on."""
    parts: list[str] = []
    while len(parts) < 20:
        if body[at : at + 1] in ('"', "{"):
            part, at = _quoted(body, at)
        elif (named := _NAME.match(body, at)) is not None:
            part, at = strings.get(named[0].lower(), named[0]), named.end()
        else:
            break
        parts.append(part)
        joined = _JOIN.match(body, at)
        if joined is None:
            break
        at = joined.end()
    return "".join(parts), at


def _quoted(body: str, at: int) -> tuple[str, int]:
    opening, depth = body[at], 0
    for place in range(at, min(len(body), at + MAX_FIELD)):
        sign = body[place]
        if body[place - 1] != "\\":
            depth += (sign == "{") - (sign == "}")
        if place > at and depth == 0 and (opening == "{" or (sign == '"' and body[place - 1] != "\\")):
            return body[at + 1 : place], place + 1
    return body[at + 1 : at + MAX_FIELD], min(len(body), at + MAX_FIELD)


def _record(key: str, fields: dict[str, str], authors: tuple[str, ...], families: list[str]) -> Listed:
    """The entry that fields make, in the usual order of authors, year, title, place."""
    year = next(iter(_YEAR.findall(f"{fields.get('year', '')} {fields.get('date', '')}")), "")
    title = fields.get("title", "")
    place = next(
        (
            fields[name]
            for name in ("journal", "journaltitle", "booktitle", "publisher", "institution", "school", "howpublished")
            if fields.get(name)
        ),
        "",
    )
    eprint = fields.get("eprint", "")
    archive = f"{fields.get('archiveprefix', '')} {fields.get('eprinttype', '')}".lower()
    identifiers = [
        f"arXiv:{eprint}" if eprint and ("arxiv" in archive or re.match(r"\d{4}\.\d{4,5}", eprint)) else "",
        f"doi:{fields['doi']}" if fields.get("doi") else "",
        fields.get("url", ""),
    ]
    details = [fields.get("volume", ""), fields.get("pages", "")]
    parts = [", ".join(authors), year, title, place, *details, *identifiers]
    text = plain(". ".join(part.rstrip(".") for part in parts if part))
    source = best(find_identifiers(" ".join([*identifiers, place, fields.get("note", ""), fields.get("volume", "")])))
    reference = Reference(
        text=text,
        label=key,
        source=source,
        title=title,
        authors=authors,
        year=int(year[:4]) if year else None,
        url=fields.get("url", ""),
    )
    return Listed(key, reference, _short(families), year)


def renumbered(listed: list[Listed], *, numeric: bool) -> list[Listed]:
    """The entries with the labels that a citation of them prints."""
    out = []
    for number, entry in enumerate(listed, start=1):
        label = str(number) if numeric else f"{entry.names}, {entry.year}".strip(", ")
        out.append(entry._replace(reference=msgspec.structs.replace(entry.reference, label=label or entry.key)))
    return out


def is_numeric(document_class: str, style: str, packages: str) -> bool:
    """Whether citations are numbers, where no list that LaTeX made says so: by bibliography style, then by packages and class."""
    if re.search(r"style\s*=\s*\"?(?:authoryear|apa)", packages):
        return False
    if _AUTHOR_YEAR_STYLES.search(style):
        return "numbers" in packages
    if _NUMERIC_STYLES.search(style):
        return True
    if re.search(r"(?i)natbib|acl|emnlp|naacl|apacite|neurips|iclr|icml|authoryear", packages):
        return "numbers" in packages
    return document_class.startswith(_NUMERIC_CLASSES) or "biblatex" in packages or bool(style) or bool(document_class)


# --- names ---


def _family(person: str) -> str:
    """The family name of "Hu, Junjie" or "Junjie Hu"; a body in braces keeps its words."""
    if "," in person:
        return person.partition(",")[0].strip()
    parts = person.split()
    while len(parts) > 1 and _SUFFIX.match(parts[-1]):
        parts.pop()
    particle = next((at for at, part in enumerate(parts[1:-1], start=1) if part[:1].islower()), None)
    return " ".join(parts[particle:]) if particle is not None else parts[-1] if parts else ""


def _turned(person: str) -> str:
    """ "Hu, Junjie" as "Junjie Hu"."""
    family, comma, given = person.partition(",")
    return plain(f"{given.rpartition(',')[2]} {family}") if comma else person


def _surname(author: str) -> str:
    return _family(author) if not re.search(r"\b[A-Z]\.?\s*\Z", author) else author.split()[0].rstrip(",")


def _short(families: list[str]) -> str:
    """ "Hu", "Hu and Ruder", "Hu et al."."""
    named = [family for family in families if family and family != "others"]
    if not named:
        return ""
    if len(named) == 1 and len(families) == 1:
        return named[0]
    return f"{named[0]} and {named[1]}" if len(named) == 2 and len(families) == 2 else f"{named[0]} et al."


def _ranged(numbers: list[str]) -> str:
    return ", ".join(numbers)


def keys_cited(tokens: list[str]) -> list[str]:
    """The keys that the expanded tokens cite, in order, each once; "*" for \\nocite{*}."""
    keys: dict[str, None] = {}
    for at, sign in enumerate(tokens):
        if sign.startswith("\\") and "cite" in sign.lower():
            place = at + 1
            while place < len(tokens) and place < at + 200 and tokens[place] != "{":
                if tokens[place] in ("\\par", "}"):
                    break
                place += 1
            if place < len(tokens) and tokens[place] == "{":
                end = next((stop for stop in range(place + 1, min(place + 2_000, len(tokens))) if tokens[stop] == "}"), place)
                for key in "".join(tokens[place + 1 : end]).split(","):
                    if key.strip():
                        keys.setdefault(key.strip())
    return list(keys)


def find_lists(nodes: list[Node]) -> list[Environment]:
    """The thebibliography environments of a tree."""
    found: list[Environment] = []
    waiting: list[Node] = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Environment) and node.name == "thebibliography":
            found.append(node)
        elif isinstance(node, Environment | Group):
            waiting += reversed(node.children)
    return found


def rendering(context: Context) -> Callable[[str], str]:
    """Makes the text of a field of LaTeX."""

    def render(value: str) -> str:
        return _said(parse(tokenize(value.replace("%", "\\%") if "\\%" not in value else value)), context)

    return render
