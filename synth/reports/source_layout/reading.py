"""Text in the seeds' layout becomes a Report."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

import msgspec

from synth.records import Claim, Gap, Layout, Lines, Passage, Problem, Reference, Report, Section, Stated
from synth.reports.source_layout.cells import (
    CLAIM_HEADINGS,
    COLUMNS,
    CONFIDENCE_HEADINGS,
    TICK_HEADINGS,
    is_header,
    read_confidence,
    read_tick,
    split_cells,
)
from synth.reports.source_layout.wording import read_wording
from synth.sources.identity import best, find_identifiers

KINDS = {
    "abstract": "abstract",
    "introduction": "introduction",
    "methodology": "methodology",
    "methods": "methodology",
    "results": "results",
    "limitations": "limitations",
    "extracted claims": "claims",
    "claims": "claims",
    "references": "references",
}

# Blank lines before a block, where the layout is not told otherwise.
BEFORE_TITLE = 2
BEFORE_BLOCK = 1
IN_A_LIST = 0

MIN_KNOWN_HEADINGS = 3  # a text without a table of claims is taken for this layout from so many of its headings on

_MARKED = re.compile(r"(#{1,6}) (.*)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*) (\S.{0,78}[^\s.!?:;,])")
_DATE_LINE = re.compile(r"\d{1,2}\.? \w+ (?:19|20)\d\d")  # "1 March 2026" is no section called "March 2026"
_BULLET = re.compile(r"([-*•] |\[1\] |1\. )")
_BULLET_LIKE = re.compile(r"[-*•] |\[\d{1,4}\] |\d{1,4}\. ")
_RULE_CELL = re.compile(r":?-+:?")


class _Group(NamedTuple):
    """Lines without a blank line between them, the number of the first, and the blank lines before it."""

    line: int
    blank: int
    lines: list[str]


def parse_source(text: str) -> tuple[Report, Lines] | None:
    """The report in `text` and where its parts stand; None if the text is not set in this layout."""
    newline = _newline_of(text)
    body = text.removeprefix("\ufeff")
    groups, blank_at_end = _groups(body.split(newline))
    if not _is_this_layout(groups):
        return None
    reader = _Reader(groups)
    reader.read()
    layout = Layout(
        name="source",
        headings=reader.headings,
        table=reader.table,
        columns=() if reader.columns == COLUMNS else reader.columns,
        bullet=reader.bullet,
        newline=newline,
        bom=body is not text and body != text,
        gaps=(*reader.gaps, Gap(block=reader.blocks, lines=blank_at_end)) if blank_at_end else tuple(reader.gaps),
    )
    return msgspec.structs.replace(reader.report(), layout=layout), reader.lines()


class _Reader:
    """Reads the groups of one text from top to bottom. Holds what was found so far; gone when the report is made."""

    def __init__(self, groups: list[_Group]) -> None:
        self.groups = groups
        self.headings: Literal["plain", "marked"] = "marked" if any(_MARKED.fullmatch(g.lines[0]) for g in groups) else "plain"
        self.table: Literal["tabs", "pipes"] = "tabs"
        self.columns: tuple[str, ...] = COLUMNS
        self.bullet = "- "
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
        return Report(
            **self.fields,
            sections=tuple(self.sections),
            claims=tuple(self.claims),
            references=tuple(self.references),
            unplaced=tuple(self.unplaced),
            problems=tuple(self.problems),
        )

    def lines(self) -> Lines:
        return Lines(**self.at, claims=tuple(self.claim_lines), references=tuple(self.reference_lines))

    def read(self) -> None:
        starts = [at for at, group in enumerate(self.groups) if self.heading(group)]
        front = self.groups[: starts[0]] if starts else self.groups
        if starts and self.headings == "marked" and starts[0] == 0 and self.groups[0].lines[0].startswith("# "):
            stop = starts[1] if len(starts) > 1 else len(self.groups)
            front, starts = self.groups[:stop], starts[1:]
        self.read_front(front)
        for start, stop in zip(starts, [*starts[1:], len(self.groups)], strict=True):
            self.read_section(self.groups[start], self.groups[start + 1 : stop])

    def heading(self, group: _Group) -> tuple[int, str, str] | None:
        """Level, number and title, if the group is a heading."""
        if len(group.lines) != 1:
            return None
        line = group.lines[0]
        if self.headings == "marked":
            marked = _MARKED.fullmatch(line)
            if marked is None:
                return None
            level, line = len(marked[1]), marked[2]
        else:
            level = 2
            if line.strip().casefold() not in KINDS and (not _NUMBERED.fullmatch(line) or _DATE_LINE.fullmatch(line)):
                return None
        numbered = _NUMBERED.fullmatch(line)
        return (level, numbered[1], numbered[2]) if numbered else (level, "", line)

    def block(self, line: int, blank: int, usual: int) -> None:
        """Counts one printed block, and notes the blank lines before it where they are not the usual ones."""
        if blank != usual:
            self.gaps.append(Gap(block=self.blocks, lines=blank))
        self.blocks += 1

    def read_front(self, groups: list[_Group]) -> None:
        parts = [("\n".join(group.lines), group) for group in groups]
        if parts and self.headings == "marked" and (marked := _MARKED.fullmatch(parts[0][0])):
            parts[0] = (marked[2], parts[0][1])
        texts = [text for text, _ in parts]
        self.fields |= {"title": texts[0]} if texts else {}
        rest = texts[1:]
        if rest and not _looks_like_a_date(rest[0]):
            self.fields["author"] = rest.pop(0)
        if rest and _looks_like_a_date(rest[0]):
            self.fields["date"] = rest.pop(0)
        self.fields["front"] = tuple(rest)
        for at, (_, group) in enumerate(parts):
            self.block(group.line, group.blank, BEFORE_TITLE if at == 0 else BEFORE_BLOCK)
        if parts:
            self.at["title"] = parts[0][1].line

    def read_section(self, head: _Group, body: list[_Group]) -> None:
        found = self.heading(head)
        assert found is not None
        level, number, title = found
        kind = KINDS.get(title.strip().casefold(), "other")
        self.block(head.line, head.blank, BEFORE_BLOCK)
        paragraphs: list[str] = []
        standard = False
        if kind == "claims":
            paragraphs = self.read_claims(body)
        elif kind == "references":
            self.read_references(body)
        else:
            paragraphs = ["\n".join(group.lines) for group in body]
            for group in body:
                self.block(group.line, group.blank, BEFORE_BLOCK)
            self.note_line(kind, body)
            if kind == "abstract" and "abstract" not in self.fields:
                self.fields["abstract"] = "\n\n".join(paragraphs)
                standard, paragraphs = True, []
            elif (
                len(paragraphs) == 1
                and (filled := read_wording(kind, paragraphs[0])) is not None
                and not (filled.keys() & self.fields.keys())
            ):
                self.fields.update(filled)
                standard, paragraphs = True, []
        self.sections.append(
            Section(title=title, number=number, level=level - 1, kind=kind, standard=standard, paragraphs=tuple(paragraphs))
        )

    def note_line(self, kind: str, body: list[_Group]) -> None:
        part = {"introduction": "question"}.get(kind, kind)
        if body and part in Lines.__struct_fields__ and part not in self.at:
            self.at[part] = body[0].line

    def read_claims(self, body: list[_Group]) -> list[str]:
        """The rows of the table; gives back the paragraphs that stand before it."""
        paragraphs: list[str] = []
        header = next((group for group in body if is_header(group.lines[0])), None)
        for group in body:
            if header is None or group.line < header.line:
                self.block(group.line, group.blank, BEFORE_BLOCK)
                paragraphs.append("\n".join(group.lines))
                continue
            rows = list(enumerate(group.lines, group.line))
            if group is header:
                self.table = "pipes" if "\t" not in group.lines[0] else "tabs"
                self.columns = tuple(split_cells(group.lines[0], self.table))
                self.block(group.line, group.blank, BEFORE_BLOCK)
                rows = rows[1:]
                if self.table == "pipes" and rows and all(_RULE_CELL.fullmatch(cell) for cell in split_cells(rows[0][1], "pipes")):
                    rows = rows[1:]
            for line, row in rows:
                self.block(line, group.blank if line == group.line and group is not header else 0, IN_A_LIST)
                self.read_row(line, row)
        return paragraphs

    def read_row(self, line: int, row: str) -> None:
        cells = split_cells(row, self.table)
        if len(cells) < 2:
            self.leave(line, row, "table of claims")
            self.problems.append(
                Problem(line=line, what=f"a row of the table of claims has 1 column of {len(self.columns)}; not read as a claim")
            )
            return
        if len(cells) != len(self.columns):
            self.problems.append(
                Problem(line=line, what=f"a row of the table of claims has {len(cells)} columns where its heading has {len(self.columns)}")
            )
        for cell in cells[len(self.columns) :]:
            self.leave(line, cell, "table of claims")
        text, stated, others = "", Stated(), {}
        for heading, cell in zip(self.columns, cells, strict=False):
            name = heading.strip().casefold()
            if name in CLAIM_HEADINGS:
                text = cell
            elif name in TICK_HEADINGS:
                stated = msgspec.structs.replace(stated, **read_tick(cell))
            elif name in CONFIDENCE_HEADINGS:
                stated = msgspec.structs.replace(stated, **read_confidence(cell))
            else:
                others[heading] = cell
        self.claims.append(Claim(text=text, stated=stated, columns=others))
        self.claim_lines.append(line)

    def read_references(self, body: list[_Group]) -> None:
        if body and (bullet := _BULLET.match(body[0].lines[0])):
            self.bullet = bullet[1].replace("1", "{n}")
        elif body:
            self.bullet = ""
        for group in body:
            for line, text in enumerate(group.lines, group.line):
                blank = group.blank if line == group.line else 0
                if self.bullet and self.references and blank == 0 and not _BULLET_LIKE.match(text):
                    entry = f"{self.references[-1].text}\n{text}"  # the entry goes on
                    self.references[-1] = read_entry(entry)
                    continue
                bullet_here = self.bullet.replace("{n}", str(len(self.references) + 1))
                if not text.startswith(bullet_here):
                    self.leave(line, text, "references")
                    self.problems.append(Problem(line=line, what="a line of the references that is no entry of the list"))
                    continue
                self.block(line, blank, BEFORE_BLOCK if not self.references else IN_A_LIST)
                entry = text[len(bullet_here) :]
                self.references.append(read_entry(entry))
                self.reference_lines.append(line)

    def leave(self, line: int, text: str, section: str) -> None:
        """Keeps a text that this record has no place for."""
        self.unplaced.append(Passage(text=text, line=line, section=section))


def read_entry(entry: str) -> Reference:
    """A reference with the work it names."""
    source = best(find_identifiers(entry))
    return Reference(text=entry, source=source, url=source.url if source else "")


def _newline_of(text: str) -> str:
    if "\n" not in text:
        return "\r" if "\r" in text else "\n"
    return "\r\n" if text.count("\n") == text.count("\r\n") else "\n"


def _groups(lines: list[str]) -> tuple[list[_Group], int]:
    """The runs of lines with text, and the number of line ends after the last."""
    groups: list[_Group] = []
    blank = 0
    open_group = False
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            blank, open_group = blank + 1, False
        elif open_group:
            groups[-1].lines.append(line)
        else:
            groups.append(_Group(number, blank, [line]))
            blank, open_group = 0, True
    return groups, blank


def _is_this_layout(groups: list[_Group]) -> bool:
    titles = set()
    for group in groups:
        title = _NUMBERED.fullmatch(line := group.lines[0].lstrip("#").strip())
        titles.add(KINDS.get((title[2] if title else line).casefold()))
        if is_header(group.lines[0]) and "claims" in titles:
            return True
    titles.discard(None)
    return (
        len(titles) >= MIN_KNOWN_HEADINGS
        and bool({"claims", "methodology"} & titles)
        and any(read_wording(kind, group.lines[0]) is not None for kind in ("introduction", "methodology", "results") for group in groups)
    )


def _looks_like_a_date(text: str) -> bool:
    return len(text) < 40 and bool(re.search(r"\b(?:19|20)\d\d\b", text))
