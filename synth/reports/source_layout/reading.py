"""Text in the seeds' layout becomes a Report.

The text is cut into groups of lines without a blank line between them, and a heading is a group of its own also where its maker left no
blank line. Everything in the text then has a place: front matter, a section's paragraphs, a row of the table, a reference; what
has none is kept as `unplaced`, and what looks like one and is not whole is a problem with its line.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any, Literal, NamedTuple

import msgspec

from synth.reading.words import part_named
from synth.records import SECTION_KINDS, Claim, Gap, Layout, Lines, Passage, Problem, Reference, Report, Section, Stated
from synth.reports.source_layout.cells import (
    COLUMNS,
    is_header,
    read_confidence,
    read_tick,
    split_cells,
    table_of,
    use_of,
)
from synth.reports.source_layout.wording import read_wording
from synth.sources.identity import best, find_identifiers

KINDS = frozenset(SECTION_KINDS) - {"other"}
WORDED = ("introduction", "methodology", "results", "limitations")

# Blank lines before a block, where the layout is not told otherwise.
BEFORE_TITLE = 2
BEFORE_BLOCK = 1
IN_A_LIST = 0

MAX_HEADING = 84  # characters; a longer line is a paragraph
MIN_KNOWN_HEADINGS = 5  # of KINDS; from so many on a text with a table of claims and without citations is taken for this layout
MIN_HEADINGS_BESIDE_WORDING = 3  # and from so many on, a text that has one of the layout's own sentences

_MARKED = re.compile(r"(#{1,6}) (.*)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*\.?)([ \u00a0])(\S.{0,78}[^\s.!?:;,]) *")
_DATE_LINE = re.compile(r"\d{1,2}\.? \w+ (?:19|20)\d\d")  # "1 March 2026" is no section called "March 2026"
_BULLET = re.compile(r"([-*•] |\[1\] |1\. )")
_BULLET_LIKE = re.compile(r"(?:[-*•] |\[\d{1,4}\] |\d{1,4}\. )")
_RULE_CELL = re.compile(r":?-+:?")
_RULE = re.compile(r"(?:- ?){3,}|(?:\* ?){3,}|_{3,}")
_CITES = re.compile(r"\[(\d{1,3}(?:[,–-] ?\d{1,3}){0,20})\]")
_FIELD = re.compile(r"(title|author|date) *: *[\"']?(.*?)[\"']? *", re.IGNORECASE)


class _Group(NamedTuple):
    """Lines without a blank line between them, the number of the first, and the blank lines before it."""

    line: int
    blank: int
    lines: list[str]


def parse_source(text: str) -> tuple[Report, Lines] | None:
    """The report in `text` and where its parts stand; None if the text is not set in this layout."""
    newline = _newline_of(text)
    body = text.removeprefix("\ufeff")
    lines = textwrap.dedent(body.replace("\r\n", "\n") if newline == "\n" else body).split(newline)
    marked = any(line.startswith("#") and _MARKED.fullmatch(line) for line in lines)
    groups, blank_at_end = _groups(lines, marked)
    if not _is_this_layout(groups, marked):
        return None
    reader = _Reader(groups, marked)
    reader.read()
    if blank_at_end:
        reader.gaps.append(Gap(block=reader.blocks, lines=blank_at_end))
    layout = Layout(
        name="source",
        headings="marked" if marked else "plain",
        plain_title=reader.plain_title,
        table=reader.table,
        columns=() if reader.columns == COLUMNS else reader.columns,
        bullet=reader.bullet,
        newline=newline,
        bom=body != text,
        gaps=tuple(reader.gaps),
    )
    return msgspec.structs.replace(reader.report(), layout=layout), reader.lines()


class _Reader:
    """Reads the groups of one text from top to bottom. Holds what was found so far; gone when the report is made."""

    def __init__(self, groups: list[_Group], marked: bool) -> None:
        self.groups = groups
        self.marked = marked
        self.table: Literal["tabs", "pipes"] = "tabs"
        self.columns: tuple[str, ...] = COLUMNS
        self.bullet = "- "
        self.plain_title = False
        self.blocks = 0
        self.gaps: list[Gap] = []
        self.fields: dict[str, Any] = {}
        self.sections: list[Section] = []
        self.claims: list[Claim] = []
        self.references: list[Reference] = []
        self.unplaced: list[Passage] = []
        self.problems: list[Problem] = []
        self.at: dict[str, Any] = {}
        self.claim_lines: list[int] = []
        self.reference_lines: list[int] = []

    def report(self) -> Report:
        of = len(self.references)
        return Report(
            **self.fields,
            sections=tuple(self.sections),
            claims=tuple(msgspec.structs.replace(one, cites=_cited(one.text, of)) for one in self.claims),
            references=tuple(self.references),
            unplaced=tuple(self.unplaced),
            problems=tuple(self.problems),
        )

    def lines(self) -> Lines:
        return Lines(**self.at, claims=tuple(self.claim_lines), references=tuple(self.reference_lines))

    def read(self) -> None:
        starts = [at for at, group in enumerate(self.groups) if heading_of(group, self.marked)]
        listed = next((at for at in starts if _known(self.groups[at], self.marked) == "references"), len(self.groups))
        # In a list "3. Somebody. A title" is an entry, though elsewhere it could be a heading.
        starts = [at for at in starts if self.marked or at <= listed or not _BULLET_LIKE.match(self.groups[at].lines[0])]
        if starts and self.marked and self.groups[starts[0]].lines[0].startswith("# ") and not _known(self.groups[starts[0]], True):
            starts = starts[1:]  # the title
        front = self.groups[: starts[0]] if starts else self.groups
        table = next((at for at, group in enumerate(front) if is_header(group.lines[0])), len(front))
        self.read_front(front[:table])
        if table < len(front):  # a table before any heading: its claims are read, but the layout has no section to print them in
            _, after = self.read_claims(front[table:])
            for text in after:
                self.leave(front[table].line, text, "after the table of claims")
        for start, stop in zip(starts, [*starts, len(self.groups)][1:], strict=True):
            self.read_section(self.groups[start], self.groups[start + 1 : stop])

    def block(self, blank: int, usual: int) -> None:
        """Counts one printed block, and notes the blank lines before it where they are not the usual ones."""
        if blank != usual:
            self.gaps.append(Gap(block=self.blocks, lines=blank))
        self.blocks += 1

    def read_front(self, groups: list[_Group]) -> None:
        """Title, author and date, in this order, as far as they are there; what else stands before the first heading."""
        if groups and _RULE.fullmatch(groups[0].lines[0]) and len(groups[0].lines) > 1:
            self.read_fields(groups[0])
            groups = groups[1:]
        texts = ["\n".join(group.lines) for group in groups]
        if texts and self.marked and (marked := _MARKED.fullmatch(texts[0])):
            texts[0] = marked[2]
        elif texts and self.marked:
            self.plain_title = True
        rest = texts[1:]
        if texts:
            self.fields["title"] = texts[0]
            self.at["title"] = groups[0].line
        if rest and not _looks_like_a_date(rest[0]) and not _RULE.fullmatch(rest[0]):
            self.fields["author"] = rest.pop(0)
        if rest and _looks_like_a_date(rest[0]):
            self.fields["date"] = rest.pop(0)
        self.fields["front"] = tuple(rest)
        for at, group in enumerate(groups):
            self.block(group.blank, BEFORE_TITLE if at == 0 else BEFORE_BLOCK)

    def read_fields(self, group: _Group) -> None:
        """The fields of a file's head between two rules; kept whole as well, since the layout has no place for it."""
        for line in group.lines:
            if found := _FIELD.fullmatch(line):
                self.fields[found[1].lower()] = found[2]
        self.leave(group.line, "\n".join(group.lines), "front matter")

    def read_section(self, head: _Group, body: list[_Group]) -> None:
        found = heading_of(head, self.marked)
        assert found is not None
        level, number, title = found
        kind = kind_of(title)
        if any(is_header(line) for group in body for line in group.lines):
            kind = "claims"
        self.block(head.blank, BEFORE_BLOCK)
        if kind == "claims":
            paragraphs, after = self.read_claims(body)
            self.add(Section(title=title, number=number, level=level, kind=kind, paragraphs=paragraphs, after=after))
        elif kind == "references":
            after = self.read_references(body)
            self.add(Section(title=title, number=number, level=level, kind=kind, after=after))
        else:
            self.read_prose(Section(title=title, number=number, level=level, kind=kind), body)

    def add(self, section: Section) -> None:
        self.sections.append(section)

    def read_prose(self, section: Section, body: list[_Group]) -> None:
        """A section of paragraphs; where they are the layout's own sentence, or the abstract, they are fields of the report."""
        texts = ["\n".join(group.lines) for group in body]
        for group in body:
            self.block(group.blank, BEFORE_BLOCK)
        part = {"introduction": "question"}.get(section.kind, section.kind)
        if body and part in Lines.__struct_fields__ and part not in self.at:
            self.at[part] = body[0].line
        rules = next((at for at, text in enumerate(reversed(texts)) if not _RULE.fullmatch(text)), len(texts))
        said, ruled = (texts[:-rules], texts[-rules:]) if rules else (texts, [])
        if section.kind == "abstract" and "abstract" not in self.fields:
            self.fields["abstract"] = "\n\n".join(said)
        elif len(said) == 1 and (filled := read_wording(section.kind, said[0])) is not None and not filled.keys() & self.fields.keys():
            self.fields.update(filled)
        else:
            self.add(msgspec.structs.replace(section, paragraphs=tuple(texts)))
            return
        self.add(msgspec.structs.replace(section, standard=True, paragraphs=tuple(ruled)))

    def read_claims(self, body: list[_Group]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rows of the table; gives back the paragraphs that stand before it and those after it."""
        before: list[str] = []
        after: list[str] = []
        header = next((group for group in body if is_header(group.lines[0])), None)
        for group in body:
            if header is None or group.line < header.line or (group is not header and not _is_row(group.lines[0], self.table)):
                self.block(group.blank, BEFORE_BLOCK)
                (before if header is None or group.line < header.line else after).append("\n".join(group.lines))
                continue
            rows = list(enumerate(group.lines, group.line))
            if group is header:
                self.table = table_of(group.lines[0])
                self.columns = tuple(split_cells(group.lines[0], self.table))
                self.block(group.blank, BEFORE_BLOCK)
                rows = rows[1:]
            for line, row in rows:
                cells = split_cells(row, self.table)
                if self.table == "pipes" and all(_RULE_CELL.fullmatch(cell) for cell in cells):
                    continue
                self.block(group.blank if line == group.line and group is not header else 0, IN_A_LIST)
                self.read_row(line, row, cells)
        return tuple(before), tuple(after)

    def read_row(self, line: int, row: str, cells: list[str]) -> None:
        columns = len(self.columns)
        if is_header(row):
            self.leave(line, row, "table of claims")
            self.problems.append(Problem(line=line, what="a second heading in the table of claims; the rows below are read by the first"))
            return
        if len(cells) < 2:
            self.leave(line, row, "table of claims")
            self.problems.append(Problem(line=line, what=f"a row of the table of claims has 1 column of {columns}; not read as a claim"))
            return
        if len(cells) != columns:
            what = f"a row of the table of claims has {len(cells)} columns where its heading has {columns}"
            self.problems.append(Problem(line=line, what=what))
        for cell in cells[columns:]:
            self.leave(line, cell, "table of claims")
        text, stated, others = "", Stated(), {}
        for heading, cell in zip(self.columns, cells, strict=False):
            use = use_of(heading)
            if use == "claim":
                text = cell
            elif use == "verified":
                stated = msgspec.structs.replace(stated, **read_tick(cell))
            elif use == "confidence":
                stated = msgspec.structs.replace(stated, **read_confidence(cell))
            else:
                others[heading] = cell
        self.claims.append(Claim(text=text, stated=stated, columns=others))
        self.claim_lines.append(line)

    def read_references(self, body: list[_Group]) -> tuple[str, ...]:
        """The entries of the list; gives back the rules that stand after it. An entry goes on over lines that start none."""
        entries: list[tuple[int, list[str]]] = []
        after: list[str] = []
        self.bullet = _bullet_of([line for group in body for line in group.lines])
        for group in body:
            if _RULE.fullmatch(group.lines[0]):
                self.block(group.blank, BEFORE_BLOCK)
                after += group.lines
                continue
            for line, text in enumerate(group.lines, group.line):
                starts = _starts_entry(text, self.bullet)
                if entries and not starts and line > group.line:
                    entries[-1][1].append(text)
                elif not starts:
                    self.leave(line, text, "references")
                    self.problems.append(Problem(line=line, what="a line of the references that is no entry of the list"))
                else:
                    self.block(group.blank if line == group.line else 0, IN_A_LIST if entries else BEFORE_BLOCK)
                    entries.append(
                        (line, [text.removeprefix(self.bullet) if "{n}" not in self.bullet else _BULLET_LIKE.sub("", text, count=1)])
                    )
        self.references += [read_entry("\n".join(texts)) for _, texts in entries]
        self.reference_lines += [line for line, _ in entries]
        return tuple(after)

    def leave(self, line: int, text: str, section: str) -> None:
        """Keeps a text that this record has no place for."""
        self.unplaced.append(Passage(text=text, line=line, section=section))


def heading_of(group: _Group, marked: bool) -> tuple[int, str, str] | None:
    """Level from 1, number and title, if the group is a heading."""
    return _heading(group.lines[0], marked) if len(group.lines) == 1 else None


def kind_of(title: str) -> str:
    """What a section is for, by its title."""
    part = part_named(title)
    return part if part in KINDS else "other"


def read_entry(entry: str) -> Reference:
    """A reference with the work it names."""
    source = best(find_identifiers(entry))
    return Reference(text=entry, source=source, url=source.url if source else "")


def _heading(line: str, marked: bool) -> tuple[int, str, str] | None:
    level = 1
    if marked:
        found = _MARKED.fullmatch(line)
        if found is None:
            return None
        level, line = max(len(found[1]) - 1, 1), found[2]
    numbered = _NUMBERED.fullmatch(line)
    if not marked and len(line) > MAX_HEADING:
        return None
    if not marked and (_DATE_LINE.fullmatch(line) or not (numbered or (kind_of(line) != "other"))):
        return None
    if numbered and numbered[2] == " " and numbered[0] == f"{numbered[1]} {numbered[3]}":
        return level, numbered[1], numbered[3]
    return level, "", line


def _known(group: _Group, marked: bool) -> str:
    """The kind of section that a group opens, if it is a heading that says so."""
    found = heading_of(group, marked)
    return "" if found is None or kind_of(found[2]) == "other" else kind_of(found[2])


def _newline_of(text: str) -> str:
    if "\n" not in text:
        return "\r" if "\r" in text else "\n"
    return "\r\n" if text.count("\n") == text.count("\r\n") else "\n"


def _groups(lines: list[str], marked: bool) -> tuple[list[_Group], int]:
    """The runs of lines with text, each heading in one of its own, and the number of line ends after the last."""
    groups: list[_Group] = []
    blank = 0
    going_on = False
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            blank, going_on = blank + 1, False
            continue
        found = _heading(line, marked)
        opens = found is not None and (marked or kind_of(found[2]) != "other")
        if going_on and not opens:
            groups[-1].lines.append(line)
        else:
            groups.append(_Group(number, blank, [line]))
        blank, going_on = 0, not opens
    return groups, blank


def _is_this_layout(groups: list[_Group], marked: bool) -> bool:
    """One of the layout's own sentences under its headings; or its headings and a table of claims, in a text that cites nothing."""
    known = [_known(group, marked) for group in groups]
    kinds = {kind for kind in known if kind}
    if len(kinds) >= MIN_HEADINGS_BESIDE_WORDING:
        under = zip(known, groups[1:], strict=False)
        if any(kind in WORDED and read_wording(kind, group.lines[0]) is not None for kind, group in under):
            return True
    table = any(is_header(line) for group in groups for line in group.lines)
    cites = any(
        _CITES.search(line)
        for group in groups
        for line in group.lines
        if "\t" not in line and "|" not in line and not _BULLET_LIKE.match(line)
    )
    tabbed = any("\t" in line and is_header(line) for group in groups for line in group.lines)  # as nobody else sets one
    return not cites and (tabbed or (table and len(kinds) >= MIN_KNOWN_HEADINGS))


def _is_row(line: str, table: Literal["tabs", "pipes"]) -> bool:
    return ("\t" if table == "tabs" else "|") in line


def _bullet_of(lines: list[str]) -> str:
    """What stands before each entry; `{n}` for its number, where the numbers go up."""
    bullet = _BULLET.match(lines[0]) if lines else None
    if bullet is None:
        return "" if lines else "- "
    same = sum(line.startswith(bullet[1]) for line in lines) > 1
    return bullet[1] if same or "1" not in bullet[1] else bullet[1].replace("1", "{n}")


def _starts_entry(line: str, bullet: str) -> bool:
    return bool(_BULLET_LIKE.match(line)) if "{n}" in bullet else line.startswith(bullet)


def _cited(text: str, of: int) -> tuple[int, ...]:
    """The positions of the references that a claim names by number, from [1]; numbers that are not in the list are nobody's."""
    numbers = [int(number) for mark in _CITES.findall(text) for number in re.findall(r"\d+", mark)]
    return tuple(dict.fromkeys(number - 1 for number in numbers if 1 <= number <= of))


def _looks_like_a_date(text: str) -> bool:
    return len(text) < 40 and bool(re.search(r"\b(?:19|20)\d\d\b", text))
