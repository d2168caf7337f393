"""Papers laid out by typst from known text: what went in is the truth for what a reader should get out.

    paper = Paper(parts=(Heading("Data", "1"), Paragraph(("We count words.", "We weigh them.")), table))
    pdf = typeset(paper)

A text is never markup: it goes to typst as a string.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import typst

Mark = Literal["", "bold", "underline"]


class Heading(NamedTuple):
    """A heading of level 1 or 2 with its printed number, or without one."""

    text: str
    number: str = ""
    level: int = 1


class Paragraph(NamedTuple):
    """Sentences; the footnote, if there is one, hangs on the first of them."""

    sentences: tuple[str, ...]
    footnote: str = ""


class Value(NamedTuple):
    """What is printed in a cell of values."""

    text: str
    mark: Mark = ""
    raised: str = ""  # set higher and smaller, behind the text


class Head(NamedTuple):
    """A head over one column, or over the columns that it has `under` it."""

    text: str
    under: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        return tuple((self.text, sub) for sub in self.under) or ((self.text,),)


class Row(NamedTuple):
    label: str
    values: tuple[Value, ...]


class Group(NamedTuple):
    """Rows under a label that stands alone in a row of its own, or rows without one."""

    label: str
    rows: tuple[Row, ...]


class Table(NamedTuple):
    """A table: lines at its top, under its heads and at its bottom (booktabs), or around every cell (ruled)."""

    caption: str
    heads: tuple[Head, ...]
    groups: tuple[Group, ...]
    stub: str = ""  # the head over the labels
    ruled: bool = False
    partial_rules: bool = True  # under heads that span columns
    wide: bool = False  # across both columns of the page
    place: Literal["top", "bottom", "here"] = "here"
    caption_above: bool = False

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        return tuple(path for head in self.heads for path in head.paths)

    @property
    def cells(self) -> list[tuple[tuple[str, ...], tuple[str, ...], Value]]:
        """Every cell that prints something: row path, column path, value."""
        return [
            ((group.label, row.label) if group.label else (row.label,), column, value)
            for group in self.groups
            for row in group.rows
            for column, value in zip(self.columns, row.values, strict=True)
            if value.text
        ]


class Figure(NamedTuple):
    """A drawing with words in it."""

    caption: str
    words: tuple[str, ...] = ("encoder", "decoder", "0.5")
    wide: bool = False
    place: Literal["top", "bottom", "here"] = "here"


class Paper(NamedTuple):
    """What is laid out. Tables and figures are numbered in the order of `parts`."""

    parts: tuple[Heading | Paragraph | Table | Figure, ...]
    title: str = ""
    authors: str = ""
    abstract: tuple[str, ...] = ()
    columns: Literal[1, 2] = 1
    header: str = ""
    page_numbers: bool = True
    hyphenate: bool = True
    size: float = 10
    font: str = "New Computer Modern"

    @property
    def sentences(self) -> list[str]:
        """The sentences of the paragraphs, in order, without those of the abstract."""
        return [sentence for part in self.parts if isinstance(part, Paragraph) for sentence in part.sentences]

    @property
    def headings(self) -> list[tuple[str, str]]:
        return [(part.number, part.text) for part in self.parts if isinstance(part, Heading)]

    @property
    def footnotes(self) -> list[str]:
        return [part.footnote for part in self.parts if isinstance(part, Paragraph) and part.footnote]

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def captions(self) -> list[str]:
        return [part.caption for part in self.parts if isinstance(part, Table | Figure)]


def typeset(paper: Paper) -> bytes:
    """The paper as a PDF."""
    return typst.compile(_source(paper).encode(), format="pdf", ignore_system_fonts=True)


def _source(paper: Paper) -> str:
    columns = f"columns: {paper.columns}, " if paper.columns > 1 else ""
    header = f"header: align(right, text(8pt, {_string(paper.header)})), " if paper.header else ""
    numbering = '"1"' if paper.page_numbers else "none"
    lines = [
        f'#set page(paper: "a4", {columns}{header}numbering: {numbering}, margin: (x: 2cm, y: 2.3cm))',
        f'#set text(font: "{paper.font}", size: {paper.size}pt, lang: "en", hyphenate: {str(paper.hyphenate).lower()})',
        "#set super(typographic: false)  // set higher and smaller, as TeX does: a glyph of its own would look like any digit\n"
        "#set par(justify: true, first-line-indent: 1em)",
        "#set figure(gap: 0.8em)",
        "#show figure: set block(breakable: false)",
        "#show heading.where(level: 1): set text(12pt)",
        "#show heading.where(level: 2): set text(10.5pt)",
        *_front(paper),
        *(_part(part) for part in paper.parts),
    ]
    return "\n\n".join(lines) + "\n"


def _front(paper: Paper) -> list[str]:
    lines = []
    if paper.title:
        authors = f"#v(0.4em) #text(11pt, {_string(paper.authors)})" if paper.authors else ""
        lines.append(
            '#place(top + center, scope: "parent", float: true, clearance: 2em)'
            f'[#text(16pt, weight: "bold", {_string(paper.title)})\n\n{authors}]'
        )
    if paper.abstract:
        lines += [f"#align(center, text(11pt, {_bold('Abstract')}))", f"#{_string(' '.join(paper.abstract))}"]
    return lines


def _part(part: Heading | Paragraph | Table | Figure) -> str:
    if isinstance(part, Heading):
        return f"#heading(level: {part.level}, {_string(f'{part.number}  {part.text}'.strip())})"
    if isinstance(part, Paragraph):
        first, *rest = part.sentences
        note = f"#footnote[#{_string(part.footnote)}]" if part.footnote else ""
        return f"#{_string(first)}{note}" + "".join(f"#{_string(f' {sentence}')}" for sentence in rest)
    content = _grid(part) if isinstance(part, Table) else _drawing(part)
    above = isinstance(part, Table) and part.caption_above
    return (
        f"{'#show figure.where(kind: table): set figure.caption(position: top)' if above else ''}\n"
        f"#figure(kind: {'table' if isinstance(part, Table) else 'image'}, "
        f"{_floating(part)}caption: {_string(part.caption)}, {content})"
    )


def _floating(part: Table | Figure) -> str:
    across = 'scope: "parent", ' if part.wide else ""
    place = part.place if part.place != "here" or not part.wide else "top"  # across both columns nothing stands in the text
    return f"{across}placement: {place}, " if place != "here" else ""


def _drawing(figure: Figure) -> str:
    boxes = ", ".join(f"rect(text(8pt, {_string(word)}))" for word in figure.words)
    return f"stack(dir: ltr, spacing: 1em, {boxes})"


def _grid(table: Table) -> str:
    width = 1 + len(table.columns)
    two = any(head.under for head in table.heads)
    lines = ["table.hline(stroke: 0.8pt)"]
    if two:
        over = ["[]"]
        for head in table.heads:
            # Drawn inside the cell, so that the rules of two neighbours do not touch.
            line = "#place(top + left, dy: 1.05em, line(length: 100%, stroke: 0.4pt))" if table.partial_rules and not table.ruled else ""
            over.append(f"table.cell(colspan: {len(head.under)})[{line}#{_string(head.text)}]" if head.under else "[]")
        lines += over
    lines.append(f"[#{_string(table.stub)}]" if table.stub else "[]")
    lines += [f"[#{_string(text)}]" for head in table.heads for text in (head.under or (head.text,))]
    for group in table.groups:
        lines.append("table.hline(stroke: 0.5pt)")
        if group.label:
            lines.append(f"table.cell(colspan: {width}, align: left)[#emph({_string(group.label)})]")
        for row in group.rows:
            lines += [f"[#{_string(row.label)}]", *(_cell(value) for value in row.values)]
    lines.append("table.hline(stroke: 0.8pt)")
    stroke = "0.4pt" if table.ruled else "none"
    inset = "(x: 5pt, y: 2.6pt)"
    aligned = f"(left, {'center, ' * (width - 1)})"
    body = ",\n".join(lines)
    return f"text(9pt, table(columns: {width}, stroke: {stroke}, inset: {inset}, align: {aligned},\n{body}))"


def _cell(value: Value) -> str:
    text = _string(value.text)
    shown = {"": f"#{text}", "bold": f"#{_bold(value.text)}", "underline": f"#underline({text})"}[value.mark]
    raised = f"#super({_string(value.raised)})" if value.raised else ""
    return f"[{shown}{raised}]"


def _bold(text: str) -> str:
    return f"strong({_string(text)})"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- samples, for whoever needs papers and not their strategies ---

_LONG = tuple(
    f"We find that zero-shot transfer is {how} and efficient in this setting, where the affluent baseline suffers considerably."
    for how in ("difficult", "official", "offline", "waffling", "shuffled", "final")
)
SAMPLE_TABLE = Table(
    "Accuracy of the models. All are means.",
    (Head("Dev", ("EM", "F1")), Head("Test", ("EM", "F1")), Head("Avg")),
    (
        Group(
            "",
            (
                Row("Baseline", (Value("71.2"), Value("−0.8"), Value("–"), Value("76.1 / 60.0"), Value("71.2"))),
                Row("Ours", (Value("72.2", "bold"), Value("+1.8"), Value("12.0", "underline"), Value("3.4 (0.2)"), Value("8.25", "", "∗"))),
            ),
        ),
        Group("With more data", (Row("Ours, large", (Value("72.2"), Value("- 0.8"), Value(""), Value("1,204"), Value("71.2"))),)),
    ),
    stub="Model",
    place="top",
)
SAMPLES = tuple(
    Paper(
        (
            Heading("Introduction", "1"),
            Paragraph(_LONG, "See the appendix for details."),
            SAMPLE_TABLE._replace(wide=columns > 1),
            Paragraph(_LONG),
            Figure("An overview of the model.", place="bottom"),
            Heading("Setup", "1.1", 2),
            *[Paragraph(_LONG)] * 4,
            SAMPLE_TABLE._replace(ruled=True, place="bottom", wide=columns > 1, caption_above=True),
            Heading("Results", "2"),
            *[Paragraph(_LONG)] * 3,
        ),
        title="A Study of Made Papers",
        authors="Ada Writer, Bob Reader",
        abstract=_LONG[:3],
        columns=columns,  # type: ignore[arg-type]
        header="Made papers, volume 3",
    )
    for columns in (1, 2)
)
