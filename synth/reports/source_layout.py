"""The seeds' layout, both ways: text becomes a Report, and a Report becomes exactly that text again.

The layout is a title, an author, a date, and sections under headings that are plain ("1 Introduction") or marked ("## 1 Introduction").
Four sections hold one sentence that is the same in every report but for its figures (`templates/source/wording.toml`); one holds a
table of claims, with tabs or as Markdown; one holds references. What differs from one report to the next in blank lines, line ends or
bullets is kept in `Report.layout`. Nothing is kept of the text itself: where the prose of a section is not the layout's own sentence,
it is the section's paragraphs.

The law is that `parse_source(render_source(report))` gives `report` back. A report for which it would not is refused, and what stands
in the way is named.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec

from synth.files import TEMPLATES
from synth.records import (
    Claim,
    Gap,
    Layout,
    Lines,
    Passage,
    Problem,
    Record,
    Reference,
    Report,
    Section,
    Stated,
    StatedFigures,
    to_builtins,
)
from synth.reports.blocks import ReportError
from synth.sources.identity import find_identifier, find_url

Format = Literal["txt", "md"]

COLUMNS = ("Claim", "Verified", "Confidence")
TICKS = {"✓": True, "×": False}  # printed where a claim's `mark` is empty
OTHER_TICKS = dict.fromkeys(["✔", "☑", "✅", "yes", "true"], True) | dict.fromkeys(["✗", "✘", "❌", "☒", "no", "false"], False)
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
CLAIM_HEADINGS = {"claim", "claims", "extracted claim", "statement"}
TICK_HEADINGS = {"verified", "verified?", "status", "verdict", "supported"}
CONFIDENCE_HEADINGS = {"confidence", "confidence score", "score", "probability"}

# Blank lines before a block, where the layout is not told otherwise.
BEFORE_TITLE = 2
BEFORE_BLOCK = 1
IN_A_LIST = 0

MIN_KNOWN_HEADINGS = 3  # a text without a table of claims is taken for this layout from so many of its headings on

_MARKED = re.compile(r"(#{1,6}) (.*)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*) (\S.{0,78}[^\s.!?:;,])")
_NUMBER = re.compile(r"(-?\d{1,9}(?:\.(\d{1,9}))?)( ?%)?")
_DATE_LINE = re.compile(r"\d{1,2}\.? \w+ (?:19|20)\d\d")  # "1 March 2026" is no section called "March 2026"
_SLOT = re.compile(r"\{(\w+)\}")
_BULLET = re.compile(r"([-*•] |\[1\] |1\. )")
_RULE_CELL = re.compile(r":?-+:?")


class _Group(NamedTuple):
    """Lines without a blank line between them, the number of the first, and the blank lines before it."""

    line: int
    blank: int
    lines: list[str]


# --- text to record ---------------------------------------------------------------------------------------------


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
        names = ["title", "author", "date"]
        if len(parts) == 2 and _looks_like_a_date(parts[1][0]):
            names = ["title", "date"]
        for at, (text, group) in enumerate(parts):
            self.block(group.line, group.blank, BEFORE_TITLE if at == 0 else BEFORE_BLOCK)
            if at < len(names):
                self.fields[names[at]] = text
            else:
                self.leave(group.line, text, "front matter")
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
                and (filled := _read_wording(kind, paragraphs[0])) is not None
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
        header = next((group for group in body if _header_of(group.lines[0])), None)
        for group in body:
            if header is None or group.line < header.line:
                self.block(group.line, group.blank, BEFORE_BLOCK)
                paragraphs.append("\n".join(group.lines))
                continue
            rows = list(enumerate(group.lines, group.line))
            if group is header:
                self.table = "pipes" if "\t" not in group.lines[0] else "tabs"
                self.columns = tuple(_cells(group.lines[0], self.table))
                self.block(group.line, group.blank, BEFORE_BLOCK)
                rows = rows[1:]
                if self.table == "pipes" and rows and all(_RULE_CELL.fullmatch(cell) for cell in _cells(rows[0][1], "pipes")):
                    rows = rows[1:]
            for line, row in rows:
                self.block(line, group.blank if line == group.line and group is not header else 0, IN_A_LIST)
                self.read_row(line, row)
        return paragraphs

    def read_row(self, line: int, row: str) -> None:
        cells = _cells(row, self.table)
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
                stated = msgspec.structs.replace(stated, **_read_tick(cell))
            elif name in CONFIDENCE_HEADINGS:
                stated = msgspec.structs.replace(stated, **_read_confidence(cell))
            else:
                others[heading] = cell
        self.claims.append(Claim(text=text, stated=stated, columns=others))
        self.claim_lines.append(line)

    def read_references(self, body: list[_Group]) -> None:
        if body and (bullet := _BULLET.match(body[0].lines[0])):
            self.bullet = bullet[1].replace("1", "{n}")
        elif body:
            self.bullet = ""
        first = True
        for group in body:
            for line, text in enumerate(group.lines, group.line):
                blank = group.blank if line == group.line else 0
                self.block(line, blank, BEFORE_BLOCK if first else IN_A_LIST)
                first = False
                bullet_here = self.bullet.replace("{n}", str(len(self.references) + 1))
                if not text.startswith(bullet_here):
                    self.leave(line, text, "references")
                    self.problems.append(Problem(line=line, what="a line of the references that is no entry of the list"))
                    continue
                entry = text[len(bullet_here) :]
                self.references.append(Reference(text=entry, source=find_identifier(entry), url=find_url(entry)))
                self.reference_lines.append(line)

    def leave(self, line: int, text: str, section: str) -> None:
        """Keeps a text that this record has no place for."""
        self.unplaced.append(Passage(text=text, line=line, section=section))


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
        if _header_of(group.lines[0]) and "claims" in titles:
            return True
    titles.discard(None)
    return (
        len(titles) >= MIN_KNOWN_HEADINGS
        and bool({"claims", "methodology"} & titles)
        and any(_read_wording(kind, group.lines[0]) is not None for kind in ("introduction", "methodology", "results") for group in groups)
    )


def _header_of(line: str) -> bool:
    """Whether a line is the heading of a table of claims."""
    if "\t" not in line and not line.startswith("|"):
        return False
    names = {cell.strip().casefold() for cell in _cells(line, "tabs" if "\t" in line else "pipes")}
    return bool(names & CLAIM_HEADINGS) and bool(names & (TICK_HEADINGS | CONFIDENCE_HEADINGS))


def _cells(line: str, table: Literal["tabs", "pipes"]) -> list[str]:
    if table == "tabs":
        return line.split("\t")
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _read_tick(cell: str) -> dict[str, Any]:
    if cell in TICKS:
        return {"verified": TICKS[cell]}
    return {"verified": OTHER_TICKS.get(cell.strip().casefold()), "mark": cell}


def _read_confidence(cell: str) -> dict[str, Any]:
    """A plain number with its decimals, in percent or not; anything else stays words, and is nobody's number."""
    number = _NUMBER.fullmatch(cell)
    if number:
        stated: dict[str, Any] = {"confidence": float(number[1]), "decimals": len(number[2] or ""), "unit": number[3] or ""}
        if _print_confidence(Stated(**stated)) == cell:
            return stated
    return {"words": cell}


def _looks_like_a_date(text: str) -> bool:
    return len(text) < 40 and bool(re.search(r"\b(?:19|20)\d\d\b", text))


@cache
def _wording() -> dict[str, str]:
    wording: dict[str, str] = tomllib.loads((TEMPLATES / "source" / "wording.toml").read_text(encoding="utf-8"))
    return wording


@cache
def _wording_pattern(kind: str) -> re.Pattern[str] | None:
    wording = _wording().get(kind)
    if wording is None:
        return None
    parts = _SLOT.split(wording)
    slots = {"papers": r"\d{1,9}", "extracted": r"\d{1,9}", "verified": r"\d{1,9}", "quality": r"\d{1,3}(?:\.\d{1,9})?"}
    return re.compile("".join(f"(?P<{p}>{slots.get(p, '.*?')})" if at % 2 else re.escape(p) for at, p in enumerate(parts)))


def _read_wording(kind: str, paragraph: str) -> dict[str, Any] | None:
    """The report's fields in a paragraph that is the layout's own sentence; None if it is not, or not to the letter."""
    pattern = _wording_pattern(kind)
    found = pattern.fullmatch(paragraph) if pattern else None
    if found is None:
        return None
    slots = found.groupdict()
    fields: dict[str, Any] = {}
    if kind in ("methodology", "results"):
        counts: dict[str, Any] = {name: int(slots[name]) for name in ("papers", "extracted", "verified") if name in slots}
        decimals = len(slots["quality"].partition(".")[2])
        fields[kind] = StatedFigures(**counts, quality=float(slots["quality"]), decimals=decimals)
    else:
        fields = dict(slots)
    return fields if _print_wording(kind, fields) == paragraph else None


# --- record to text ---------------------------------------------------------------------------------------------


def render_source(report: Report, format: Format | None = None) -> str:
    """The report in the seeds' layout; as it was set when no format is given. Raises `ReportError` naming what the layout cannot carry.

    What stands beside the report and is not part of it (the file it was read from, its sidecar) is not printed.
    """
    report = as_format(msgspec.structs.replace(report, read_from=None, sidecar=None), format)
    for obstacle in _obstacles(report):
        raise ReportError(f"the seeds' layout cannot carry {obstacle}")
    text = _print(report)
    parsed = parse_source(text)
    again = parsed[0] if parsed else Report()
    if again != report:
        raise ReportError(f"the seeds' layout cannot carry {_difference(report, again)}")
    return text


def as_format(report: Report, format: Format | None) -> Report:
    """The report set as plain text or as Markdown. A report that is already set in Markdown headings keeps them, and its table, in both:
    the maker publishes such files as text."""
    layout = report.layout
    if layout.name != "source":
        marked = format == "md"
        layout = Layout(name="source", headings="marked" if marked else "plain", table="pipes" if marked else "tabs")
    elif format == "txt":
        layout = msgspec.structs.replace(layout, table="tabs")
    elif format == "md" and layout.headings == "plain":
        layout = msgspec.structs.replace(layout, headings="marked", table="pipes")
    return msgspec.structs.replace(report, layout=layout)


def _print(report: Report) -> str:
    gaps = {gap.block: gap.lines for gap in report.layout.gaps}
    blocks = 0

    def put(usual: int, text: str) -> str:
        nonlocal blocks
        blank = gaps.get(blocks, usual)
        blocks += 1
        return "\n" * (blank if blocks == 1 else blank + 1) + text

    text: str = _template().render(
        report=report,
        layout=report.layout,
        columns=report.layout.columns or COLUMNS,
        put=put,
        heading=lambda level, title: f"{'#' * level} {title}" if report.layout.headings == "marked" else title,
        row=lambda cells: _print_row(cells, report.layout.table),
        cells=lambda claim: _print_cells(claim, report.layout.columns or COLUMNS),
        wording=lambda kind: _print_wording(kind, {name: getattr(report, name) for name in Report.__struct_fields__}),
        bullet=lambda number: report.layout.bullet.replace("{n}", str(number)),
        BEFORE_TITLE=BEFORE_TITLE,
        BEFORE_BLOCK=BEFORE_BLOCK,
        IN_A_LIST=IN_A_LIST,
    )
    text += "\n" * gaps.get(blocks, 0)
    return ("\ufeff" if report.layout.bom else "") + text.replace("\n", report.layout.newline)


@cache
def _template() -> Any:
    import jinja2

    loader = jinja2.FileSystemLoader(TEMPLATES / "source")
    # Plain text: nothing is escaped, and a value is never read as a template.
    environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701
    return environment.get_template("report.j2")


def _print_row(cells: list[str], table: Literal["tabs", "pipes"]) -> str:
    if table == "tabs":
        return "\t".join(cells)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _print_cells(claim: Claim, columns: tuple[str, ...]) -> list[str]:
    cells = []
    for heading in columns:
        name = heading.strip().casefold()
        if name in CLAIM_HEADINGS:
            cells.append(claim.text)
        elif name in TICK_HEADINGS:
            cells.append(claim.stated.mark or {True: "✓", False: "×", None: ""}[claim.stated.verified])
        elif name in CONFIDENCE_HEADINGS:
            cells.append(_print_confidence(claim.stated))
        else:
            cells.append(claim.columns.get(heading, ""))
    return cells


def _print_confidence(stated: Stated) -> str:
    if stated.confidence is None:
        return stated.words
    return f"{stated.confidence:.{stated.decimals}f}{stated.unit}"


def _print_wording(kind: str, fields: dict[str, Any]) -> str:
    wording = _wording()[kind]
    values = dict(fields)
    figures = fields.get(kind)
    if isinstance(figures, StatedFigures):
        quality = "" if figures.quality is None else f"{figures.quality:.{figures.decimals}f}"
        values = {"papers": figures.papers, "extracted": figures.extracted, "verified": figures.verified, "quality": quality}
    return _SLOT.sub(lambda slot: str(values[slot[1]]), wording)


def _obstacles(report: Report) -> Iterator[str]:
    """What is known not to fit before anything is printed, in words better than a difference afterwards."""
    if report.problems:
        yield f"a report that was not read whole: line {report.problems[0].line}: {report.problems[0].what}"
    if report.unplaced:
        yield f"text that belongs nowhere in it ({len(report.unplaced)} passages; the first: {_short(report.unplaced[0].text)})"
    if report.sentences or report.citations:
        yield f"sentences with citations ({len(report.sentences)} sentences, {len(report.citations)} citations)"
    for at, claim in enumerate(report.claims):
        if claim.atoms or claim.verdicts:
            yield f"the verdicts of claims[{at}]: it has room for what is stated, not for what is found"
        if "\n" in claim.text or (report.layout.table == "tabs" and "\t" in claim.text):
            yield f"claims[{at}].text: a cell of its table holds no tab and no line end"
    for section in report.sections:
        figures = getattr(report, section.kind, None) if section.standard else None
        slots = _SLOT.findall(_wording().get(section.kind, "")) if isinstance(figures, StatedFigures) else []
        if missing := [slot for slot in slots if getattr(figures, slot) is None]:
            yield f"a section '{section.title}' in its own words without {' and '.join(missing)}"
    if report.claims and not any(section.kind == "claims" for section in report.sections):
        yield f"{len(report.claims)} claims without a section of the kind 'claims' to stand in"
    if report.references and not any(section.kind == "references" for section in report.sections):
        yield f"{len(report.references)} references without a section of the kind 'references' to stand in"


def _difference(one: Record, two: Record) -> str:
    """The first place where two records differ, with what stands there and what would come back."""
    path, mine, back = next(_differences("", to_builtins(one), to_builtins(two)), ("report", one, two))
    return f"{path.lstrip('.')}: {_short(mine)} would come back as {_short(back)}"


def _differences(path: str, one: Any, two: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(two, dict):
        for name in [*one, *(name for name in two if name not in one)]:
            yield from _differences(f"{path}.{name}", one.get(name), two.get(name))
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for at, (mine, back) in enumerate(zip(one, two, strict=True)):
            yield from _differences(f"{path}[{at}]", mine, back)
    elif one != two:
        yield path, one, two


def _short(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
