"""Print the tables of papers, with what of their printed averages, totals and differences recomputes.

PATH is a PDF, an HTML page, a .tex file, a folder or an archive of LaTeX source, a folder of papers, or the name of a paper of the library
(arXiv:2005.13013v1). --csv writes a row for each cell,
--measurements a row for each number with its conditions (CSV, or Parquet by its suffix). --against holds the tables against another
reading of the same version. --page-images draws each sum that does not recompute on its page, with the cells it was computed from, so
that a person can tell whether it is the paper's slip or was misread.

A file that cannot be read is said, and the rest is done. So is what of a paper could not be read, a caption without a table, and a paper
without one.

exit status: 0 done, also where a file of several could not be read, or no table was found
             2 wrong use: a PATH or a table that is not there; or nothing could be read
             3 could not be done here: a file that cannot be written, a missing extra, or a fault of this program
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.measurements import Measurement
    from synth.reading.agreement import Agreement
    from synth.records import Document, Table

NAME, HELP, ORDER = "tables", "print the tables of papers, and recompute their sums", 6
MOST_SHOWN = 10  # of what could not be read of one paper
FAULT = "a fault of this program"


class TablesError(ValueError):
    """What was asked of `synth tables` is not there, or does not go together."""


class _Read(NamedTuple):
    """One paper: its document with the tables certified, or why there is none; the tables to show, by position, with their names."""

    path: Path
    error: str = ""
    document: Document | None = None
    shown: tuple[tuple[int, str, Table], ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", type=file_name, help="a paper, or a folder of papers")
    parser.add_argument("--json", action="store_true", help="the tables as JSON on the standard output")
    parser.add_argument("--table", metavar="N", help="only this table: its number or its label")
    parser.add_argument("--csv", metavar="FILE", type=file_name, help="write the cells as CSV")
    parser.add_argument("--measurements", metavar="FILE", type=file_name, help="write measurements, .csv or .parquet")
    parser.add_argument("--page-images", metavar="DIR", type=file_name, help="draw each sum that does not recompute on its page")
    parser.add_argument("--against", metavar="FILE", type=file_name, help="another reading of the same version: LaTeX, HTML or PDF")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")


def run(options: argparse.Namespace) -> int:
    from synth.cli.held import held_among, read_or_held
    from synth.cli.output import refuse_missing_folders, refuse_overwriting
    from synth.program import NOT_HERE, WRONG, say
    from synth.reading.papers import papers_in
    from synth.settings import read_settings

    settings = {name: setting.value for name, setting in read_settings(vars(options)).items()}
    held = held_among([*options.paths, *([options.against] if options.against else [])], settings["home"])
    absent = any(path not in held and not path.exists() for path in options.paths)
    papers = list(dict.fromkeys(options.paths)) if options.against else papers_in(options.paths)  # a folder of source is one paper there
    targets = [path for path in (options.csv, options.measurements) if path]
    refuse_missing_folders([*targets, options.page_images])
    refuse_overwriting(targets, _inputs([*papers, *([options.against] if options.against else [])]) if targets else [])
    if options.measurements and options.measurements.suffix.lower() not in (".csv", ".parquet", ".pq"):
        raise TablesError(f"{options.measurements}: measurements are written to .csv or .parquet")
    if options.against and len(papers) != 1:
        raise TablesError(f"--against goes with one paper, and here are {len(papers)}")
    if not papers:
        say(f"synth: {', '.join(str(path) for path in options.paths)}: holds no paper (.pdf, .html, .tex, .tar.gz)")
        return WRONG
    results = read_or_held(papers, held, settings["jobs"] or None)
    reads = [_certified(result.item, result.value, result.error, options.table) for result in results]
    if options.table and not any(read.shown for read in reads) and any(read.document for read in reads):
        raise TablesError(_no_such_table(options.table, reads))
    faults: list[str] = []
    against = None
    if options.against and reads[0].document:
        from synth.reading.documents import read_document

        other = held.get(options.against) or read_document(options.against)
        against = _agreement(reads[0], other, faults)
    _write_files(options, reads, faults)
    drawn = _draw(options.page_images, reads, settings["home"]) if options.page_images else []
    if options.json:
        _write_json(reads, against)
    elif not options.quiet:
        sys.stdout.writelines(f"{line}\n" for line in _lines(reads, against, faults, all_rows=options.verbose > 0))
    for line in [*drawn, *(line for read in reads for line in _not_read(read))] if not options.quiet else []:
        say(line)
    unread = [read for read in reads if read.error]
    faults += [read.error for read in unread]
    for line in faults:
        say(f"synth: {line}")
    if any(FAULT in line for line in faults):
        return NOT_HERE
    return WRONG if absent or len(unread) == len(reads) else 0


def _inputs(papers: list[Path]) -> Iterator[Path]:
    """What is read: the files, and all that folders of LaTeX source hold."""
    for paper in papers:
        yield paper
        if paper.is_dir():
            yield from paper.rglob("*")


def _certified(path: Path, document: Document | None, error: str, wanted: str | None) -> _Read:
    from msgspec.structs import replace

    from synth.reading.certificate import certify
    from synth.reading.measured import table_names

    if document is None:
        return _Read(path, error)
    if wanted == "":
        raise TablesError("--table wants a number or a label, and was given nothing")
    try:
        document = replace(document, tables=tuple(certify(table) for table in document.tables))
    except Exception as fault:  # noqa: BLE001  a fault of ours at one paper is said, and does not lose the others
        return _Read(path, _fault(path, "its sums", fault))
    names = table_names(document)
    chosen = range(len(names)) if wanted is None else _chosen(names, wanted)
    return _Read(path, "", document, tuple((at, names[at], document.tables[at]) for at in chosen))


def _fault(path: Path, at: str, fault: Exception) -> str:
    return f"{path}: {FAULT} at {at}: {type(fault).__name__}: {' '.join(str(fault).split())[:200]}"


def _not_read(read: _Read) -> Iterator[str]:
    """What a paper has that was not read, or has not."""
    from synth.reading.missing import captions_without_table

    if read.document is None:
        return
    for label, page in captions_without_table(read.document):
        yield f"{read.path}: {f'page {page}: ' if page else ''}“{label}” has a caption, and no table was read under it"
    for unread in read.document.unread[:MOST_SHOWN]:
        yield f"{read.path}: {f'page {unread.page}' if unread.page else 'unread'}: {unread.what}"
    if (more := len(read.document.unread) - MOST_SHOWN) > 0:
        yield f"{read.path}: and {more} more that could not be read; synth read names them"
    if not read.document.tables:
        yield f"{read.path}: no table found"


def _chosen(names: list[str], wanted: str) -> list[int]:
    """The tables of this label, or with this number in their label; where no label has it, the table at this position."""
    label = wanted.strip().casefold()
    by_label = [at for at, name in enumerate(names) if name.casefold() == label]
    by_number = [at for at, name in enumerate(names) if re.search(rf"(?<![\w.]){re.escape(label)}(?![\w.]*\w)", name.casefold())]
    position = int(label) - 1 if re.fullmatch(r"[0-9]{1,6}", label) else -1
    if not label:
        return []
    return by_label or by_number or ([position] if 0 <= position < len(names) else [])


def _no_such_table(wanted: str, reads: list[_Read]) -> str:
    from synth.reading.measured import table_names

    first = next(read for read in reads if read.document)
    names = table_names(first.document) if first.document else []
    there = f"it has {', '.join(names[:20])}{', …' if len(names) > 20 else ''}" if names else "it has no table"
    return f"{first.path}: has no table {wanted!r}; {there}" if len(reads) == 1 else f"none of {len(reads)} papers has a table {wanted!r}"


def _agreement(read: _Read, other: Document, faults: list[str]) -> Agreement | None:
    from msgspec.structs import replace

    from synth.reading.agreement import agreement

    assert read.document is not None  # the caller has asked
    try:
        return agreement(replace(read.document, tables=tuple(table for _, _, table in read.shown)), other)
    except Exception as fault:  # noqa: BLE001  its tables are there all the same
        faults.append(_fault(read.path, "the comparison with the other reading", fault))
        return None


# --- what is written ---------------------------------------------------------------------------------------------


def _write_files(options: argparse.Namespace, reads: list[_Read], faults: list[str]) -> None:
    from synth.cli.output import write_whole
    from synth.program import say

    if options.csv:
        from synth.cli.grids import cells_csv

        write_whole(options.csv, cells_csv((str(read.path), name, table) for read in reads for _, name, table in read.shown))
    if options.measurements:
        from synth.measurements import MeasurementError, merge, validate, write_measurements

        rows = merge(*(_measured(read, faults) for read in reads))
        if complaints := validate(rows):
            raise MeasurementError(f"{options.measurements}: is not written, {len(complaints)} complaints; {complaints[0]}")
        write_measurements(options.measurements, rows)
        if not options.quiet:
            say(f"wrote {options.measurements}: {len(rows):,} measurements{_bounds(reads)}")


def _measured(read: _Read, faults: list[str]) -> list[Measurement]:
    from synth.reading.measured import measurements_of

    try:
        return measurements_of(read.document, {at for at, _, _ in read.shown}) if read.document else []
    except Exception as fault:  # noqa: BLE001  a fault of ours at one paper does not lose the rows of the others
        faults.append(_fault(read.path, "its measurements", fault))
        return []


def _bounds(reads: list[_Read]) -> str:
    from synth.reading.measured import bounds_in

    bounds = sum(bounds_in(table) for read in reads for _, _, table in read.shown)
    return f"; {bounds:,} numbers are bounds (“<0.001”) and have no row" if bounds else ""


def _write_json(reads: list[_Read], against: Agreement | None) -> None:
    import msgspec

    from synth.records import to_builtins

    files: list[dict[str, Any]] = [
        {"file": str(read.path), "error": read.error}
        if read.error
        else {"file": str(read.path), "tables": [{"name": name, **to_builtins(table)} for _, name, table in read.shown]}
        for read in reads
    ]
    out = {"files": files, **({"agreement": to_builtins(against)} if against else {})}
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(out), indent=2).decode() + "\n")


def _lines(reads: list[_Read], against: Agreement | None, faults: list[str], *, all_rows: bool) -> Iterator[str]:
    """The page for the terminal."""
    from synth.audit.formats.visible import visible
    from synth.reading.agreement import agreement_lines

    width = min(shutil.get_terminal_size((100, 40)).columns, 140)
    for read in reads:
        if len(reads) > 1:
            yield f"=== {visible(str(read.path))}"
        if read.error:
            yield "could not be read"
        elif not read.shown:
            yield "no table"
        for _, name, table in read.shown:
            try:
                lines = list(_table_lines(name, table, width, all_rows))
            except Exception as fault:  # noqa: BLE001  a fault of ours at one table does not lose the others
                faults.append(_fault(read.path, name, fault))
                continue
            yield from lines
    if against:
        yield "Against the other reading"
        yield from (f"  {visible(line)}" for line in agreement_lines(against))


def _table_lines(name: str, table: Table, width: int, all_rows: bool) -> Iterator[str]:
    from textwrap import wrap

    from synth.audit.formats.visible import visible
    from synth.cli.grids import grid_lines
    from synth.reading.certificate import certificate_lines

    yield visible(f"{name}, page {table.page}" if table.page and f"page {table.page}" not in name else name)
    yield from wrap(visible(table.caption), width)
    yield ""
    yield from grid_lines(table, width=width, all_rows=all_rows)
    yield ""
    for line in (*certificate_lines(table), *(f"doubt: {doubt}" for doubt in table.doubts)):
        yield from wrap(visible(line), width, initial_indent="  ", subsequent_indent="    ")
    yield ""


def _draw(folder: Path, reads: list[_Read], home: Path) -> list[str]:
    """The pages with the sums that do not recompute, written into a folder: what was written, in lines."""
    from synth.cli.held import held_file
    from synth.files import write_bytes_whole
    from synth.reading.documents import draw_boxes

    said: list[str] = []
    folder.mkdir(exist_ok=True)
    for read in reads:
        for _, name, table in read.shown:
            cells = {cell.at: cell for cell in table.cells if not cell.label}
            wrong = [one for one in table.recomputed if one.holds is False]
            for nth, one in enumerate(wrong, 1):
                printed = cells[one.cell]
                page = printed.page or table.page
                if page is None or printed.box is None or not read.document or read.document.format != "pdf":
                    said.append(f"{read.path}, {name}: no page to draw on")
                    break
                boxes = [cell.box for at in one.of if (cell := cells.get(at)) and cell.box and (cell.page or table.page) == page]
                target = folder / f"{_file_part(read.path.stem)}-{_file_part(name)}-{nth}.png"
                gives = f"{len(boxes)} cells, which give {one.computed[0]:.6g} to {one.computed[1]:.6g}" if one.computed else ""
                groups = [(f"the printed {one.what}: {printed.text}", [printed.box]), (gives, boxes)]
                write_bytes_whole(target, draw_boxes(held_file(read.path, home), page, groups))
                said.append(f"wrote {target}: “{' › '.join(one.row)}”, “{' › '.join(one.column)}”")
    return said or ["no sum that does not recompute, so no page is drawn"]


def _file_part(text: str) -> str:
    """Text from outside as a part of a file name."""
    return re.sub(r"[^\w.]+", "-", text).strip("-.")[:60] or "table"
