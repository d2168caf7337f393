"""Reports set as their makers would set them: the same record as a PDF of typst, as a PDF of a browser, as LaTeX.

    pdf = typeset_report(report, Design(ruled=True))

A text is never markup: it goes to typst as a string, to the browser escaped, to LaTeX escaped.
"""

from __future__ import annotations

import html
from typing import Literal, NamedTuple

from synth.records import Report, Section
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
        f"{show}#table(columns: {design.claim_columns}, align: (left, center, right), inset: 5pt, "
        f"stroke: {strokes[design.lines]}, fill: {fill},\n"
        f"{top}{head}, {middle}{', '.join(rows)}{bottom})"
    )


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bool(value: bool) -> str:
    return str(value).lower()


STYLES = {
    "lined": "table { border-collapse: collapse; width: 100% } th, td { border: 1px solid #999; padding: 6px 8px; text-align: left }",
    "bare": "td, th { padding: 4px 8px }",  # what a browser does by itself: no line at all
    "rows": "table { border-collapse: collapse } th { border-bottom: 2px solid #333; padding: 8px 12px; text-align: left } "
    "td { border-bottom: 1px solid #ddd; padding: 8px 12px; vertical-align: top }",
}


def page_of(report: Report, style: str = "lined", font: str = "DejaVu Serif", size: int = 11) -> str:
    """The report as a page to print."""
    escaped = html.escape
    heads = report.layout.columns or HEADS
    body = [f"<h1>{escaped(report.title)}</h1>", f"<p>{escaped(report.author)}</p>", f"<p>{escaped(report.date)}</p>"]
    for section in report.sections:
        body.append(f"<h2>{escaped(f'{section.number} {section.title}'.strip())}</h2>")
        body += [f"<p>{escaped(text)}</p>" for text in paragraphs(report, section)]
        if section.kind == "claims":
            rows = "".join(
                f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in print_cells(claim, heads))}</tr>" for claim in report.claims
            )
            body.append(
                f"<table><thead><tr>{''.join(f'<th>{escaped(head)}</th>' for head in heads)}</tr></thead><tbody>{rows}</tbody></table>"
            )
        if section.kind == "references":
            items = "".join(f"<li>{escaped(reference.text.strip('<>'))}</li>" for reference in report.references)
            body.append(f"<ul>{items}</ul>")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escaped(report.title)}</title>'
        f"<style>body {{ font: {size}pt '{font}' }} {STYLES[style]}</style><body>{''.join(body)}</body></html>"
    )


_TEX = {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}}


def latex_of(report: Report, table: Literal["tabular", "longtable"] = "longtable") -> str:
    """The report as LaTeX."""
    heads = report.layout.columns or HEADS
    out = [
        "\\documentclass{article}\n\\usepackage{booktabs,longtable,amssymb,hyperref}",
        f"\\title{{{_tex(report.title)}}}\n\\author{{{_tex(report.author)}}}\n\\date{{{_tex(report.date)}}}\n\\begin{{document}}\n\\maketitle",
    ]
    for section in report.sections:
        texts = [_tex(text) for text in paragraphs(report, section)]
        if section.kind == "abstract":
            out.append("\\begin{abstract}\n" + "\n\n".join(texts) + "\n\\end{abstract}")
            continue
        if section.kind != "references":
            out += [f"\\section{'' if section.number else '*'}{{{_tex(section.title)}}}", *texts]
        if section.kind == "claims":
            rows = [" & ".join(_cell(cell) for cell in print_cells(claim, heads)) + " \\\\" for claim in report.claims]
            head = " & ".join(f"\\textbf{{{_tex(head)}}}" for head in heads) + " \\\\"
            again = "\\endhead\n" if table == "longtable" else ""
            out.append(
                f"\\begin{{{table}}}{{p{{9cm}}cr}}\n\\toprule\n{head}\n\\midrule\n{again}"
                + "\n".join(rows)
                + f"\n\\bottomrule\n\\end{{{table}}}"
            )
        if section.kind == "references":
            items = [f"\\bibitem{{r{at}}} \\url{{{one.text.strip('<>')}}}" for at, one in enumerate(report.references)]
            out.append("\\begin{thebibliography}{9}\n" + "\n".join(items) + "\n\\end{thebibliography}")
    return "\n\n".join([*out, "\\end{document}\n"])


def _cell(text: str) -> str:
    return {"✓": "\\checkmark", "×": "$\\times$"}.get(text, _tex(text))


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
