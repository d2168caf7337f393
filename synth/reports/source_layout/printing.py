"""A Report becomes text in the seeds' layout, or is refused, with what stands in the way named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec

from synth.files import TEMPLATES
from synth.records import Layout, Record, Report, StatedFigures, to_builtins
from synth.reports.blocks import ReportError
from synth.reports.source_layout.cells import COLUMNS, print_cells, print_row
from synth.reports.source_layout.reading import BEFORE_BLOCK, BEFORE_TITLE, IN_A_LIST, parse_source
from synth.reports.source_layout.wording import SLOT, print_wording, wording

Format = Literal["txt", "md"]


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
        title=report.title if report.layout.headings == "plain" or report.layout.plain_title else f"# {report.title}",
        heading=lambda level, title: f"{'#' * level} {title}" if report.layout.headings == "marked" else title,
        row=lambda cells: print_row(cells, report.layout.table),
        cells=lambda claim: print_cells(claim, report.layout.columns or COLUMNS),
        wording=lambda kind: print_wording(kind, {name: getattr(report, name) for name in Report.__struct_fields__}),
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
        slots = SLOT.findall(wording().get(section.kind, "")) if isinstance(figures, StatedFigures) else []
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
