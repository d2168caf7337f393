"""Reports set as their makers would set them: the same record as a PDF of typst, as a PDF of a browser, as LaTeX.

    pdf = typeset_report(report, Design(ruled=True))

A text is never markup: it goes to typst as a string, to the browser escaped, to LaTeX escaped.
"""

from __future__ import annotations

import html
import re
from typing import Literal, NamedTuple

from synth.records import Report, Section, to_builtins
from synth.reports.source_layout.cells import print_cells
from synth.reports.source_layout.wording import print_wording

HEADS = ("Claim", "Verified", "Confidence")


class Design(NamedTuple):
    """How a report is set."""

    lines: Literal["booktabs", "ruled", "rows"] = "booktabs"  # rules at the top, the head and the bottom; around every cell; between rows
    size: float = 10
    font: str = "New Computer Modern"
    repeat_head: bool = True  # where the table goes on over a page
    running_head: str = ""
    page_numbers: bool = True
    justify: bool = False
    hyphenate: bool = False
    width: str = "21cm"
    height: str = "29.7cm"
    marker: str = "•"
    claim_columns: str = "(1fr, auto, auto)"
    breakable: bool = True  # a row may run over the end of a page
    shaded: bool = False


def paragraphs(report: Report, section: Section) -> list[str]:
    """What a section prints besides its table or its list."""
    if section.kind == "abstract" and section.standard:
        return [*report.abstract.split("\n\n"), *section.paragraphs]
    if section.standard:
        filled = print_wording(section.kind, {name: getattr(report, name) for name in Report.__struct_fields__})
        return [filled, *section.paragraphs]
    return list(section.paragraphs)


def typeset_report(report: Report, design: Design) -> bytes:
    """The report as a PDF of typst's."""
    import typst

    return typst.compile("\n\n".join(_typst(report, design)).encode(), format="pdf", ignore_system_fonts=True)


def _typst(report: Report, design: Design) -> list[str]:
    header = f"header: align(right, text(8pt, {_string(design.running_head)})), " if design.running_head else ""
    numbering = '"1"' if design.page_numbers else "none"
    lines = [
        f"#set page(width: {design.width}, height: {design.height}, {header}numbering: {numbering}, margin: (x: 2.2cm, y: 2.4cm))",
        f'#set text(font: ("{design.font}", "DejaVu Sans Mono"), size: {design.size}pt, lang: "en", hyphenate: {_bool(design.hyphenate)})',
        f"#set par(justify: {_bool(design.justify)})",
        f"#set list(marker: [{design.marker}])",
        f'#align(center, text(17pt, weight: "bold", {_string(report.title)}))',
        f"#align(center, text(11pt, {_string(report.author)}))",
        f"#align(center, {_string(report.date)})",
    ]
    for section in report.sections:
        lines.append(f"#heading(level: {section.level}, {_string(f'{section.number} {section.title}'.strip())})")
        lines += [f"#{_string(text)}" for text in paragraphs(report, section)]
        if section.kind == "claims":
            lines.append(_table(report, design))
        if section.kind == "references":
            lines.append("\n".join(f"- #{_string(reference.text.strip('<>'))}" for reference in report.references))
    return lines


def _table(report: Report, design: Design) -> str:
    heads = report.layout.columns or HEADS
    strokes = {
        "booktabs": "none",
        "ruled": "0.5pt",
        "rows": "(x, y) => (bottom: 0.4pt)",
    }
    fill = "(x, y) => if calc.odd(y) { luma(235) }" if design.shaded else "none"
    cells = [f"[*#{_string(head)}*]" for head in heads]
    head = f"table.header(repeat: {_bool(design.repeat_head)}, {', '.join(cells)})"
    rows = [f"[#{_string(cell)}]" for claim in report.claims for cell in print_cells(claim, heads)]
    top = middle = bottom = ""
    if design.lines == "booktabs":
        top, middle, bottom = "table.hline(stroke: 1pt), ", "table.hline(stroke: 0.5pt), ", ", table.hline(stroke: 1pt)"
    show = "" if design.breakable else "#show table.cell: set block(breakable: false)\n"
    return (
        f"{show}#table(columns: {design.claim_columns}, align: (left, center, right), inset: 5pt, stroke: {strokes[design.lines]}, fill: {fill},\n"
        f"{top}{head}, {middle}{', '.join(rows)}{bottom})"
    )


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bool(value: bool) -> str:
    return str(value).lower()
