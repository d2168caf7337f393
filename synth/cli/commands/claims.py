"""Print what papers or reports claim: the sentences that can be right or wrong, taken apart into atoms, with their type and salience.

SOURCE is a paper (PDF, HTML, LaTeX, a document written by synth read) or a report (.txt, .md, .docx, a report written by synth import),
or a folder of them. A file with a section of claims is a report, whatever its format. --from names the papers that a report cites: its
claims that were cut off are completed from the one sentence of them that begins so; where none or several do, that is said.

Extraction is wide and judges nothing: what is printed is claimed, and neither true nor checked. Salience is no probability; -v lists
what it is the sum of.

exit status: 0 done, also where a file of several could not be read, or nothing is claimed
             2 wrong use: a SOURCE that is not there; or nothing could be read
             3 could not be done here: a fault of this program
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.records import Claim, Document, Report

NAME, HELP, ORDER = "claims", "print what papers or reports claim", 7
FAULT = "a fault of this program"
REPORT_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".docx")  # of files that are reports; the others are asked what they hold
TYPE_WIDTH = 12  # of the longest type


class ClaimsError(ValueError):
    """What was asked of `synth claims` does not go together."""


class _Read(NamedTuple):
    """One source: its claims, or why there are none; how many sentences or claims they were taken from."""

    path: Path
    kind: str = ""
    title: str = ""
    claims: tuple[Claim, ...] = ()
    of: int = 0
    error: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from synth.records import CLAIM_TYPES

    parser.add_argument("sources", metavar="SOURCE", nargs="+", type=file_name, help="a paper, a report, or a folder of them")
    parser.add_argument(
        "--from", metavar="PAPER", dest="cited", action="append", default=[], type=file_name, help="a paper that the report cites"
    )
    parser.add_argument("--type", metavar="TYPE", action="append", choices=CLAIM_TYPES, help=f"only these: {', '.join(CLAIM_TYPES)}")
    parser.add_argument("--least", metavar="SALIENCE", type=float, default=0.0, help="only claims with at least this salience, 0 to 1")
    parser.add_argument("--json", action="store_true", help="the claims as JSON on the standard output")
    parser.add_argument("--explain", action="store_true", help="say what the salience is the sum of (as -v does)")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")


def run(options: argparse.Namespace) -> int:
    from synth.program import NOT_HERE, WRONG, say
    from synth.reading.documents import read_document
    from synth.settings import read_settings

    if not 0 <= options.least <= 1:
        raise ClaimsError(f"--least wants a salience from 0 to 1, and was given {options.least:g}")
    settings = {name: setting.value for name, setting in read_settings(vars(options)).items()}
    absent = any(not path.exists() for path in options.sources)
    reports, papers = _sorted_out(options.sources)
    if not reports and not papers:
        say(f"synth: {', '.join(str(path) for path in options.sources)}: holds no paper and no report")
        return WRONG
    cited = [read_document(path) for path in options.cited]
    found = {read.path: read for read in (*_reports(reports, cited), *_papers(papers, cited, settings["jobs"] or None))}
    reads = [_chosen(found[path], options) for path in sorted(found, key=[*reports, *papers].index)]
    if options.cited and not any(read.kind == "report" for read in reads) and not all(read.error for read in reads):
        raise ClaimsError("--from goes with a report: it names what the report cites")
    if options.json:
        _write_json(reads)
    elif not options.quiet:
        explain = options.explain or options.verbose > 0
        sys.stdout.writelines(f"{line}\n" for line in _lines(reads, several=len(reads) > 1, explain=explain))
    for line in (_summary(read) for read in reads if not read.error) if not options.quiet else ():
        say(line)
    unread = [read for read in reads if read.error]
    for read in unread:
        say(f"synth: {read.error}")
    if any(FAULT in read.error for read in unread):
        return NOT_HERE
    return WRONG if absent or len(unread) == len(reads) else 0


def _sorted_out(sources: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The reports and the papers among the files that were named, and in the folders."""
    from synth.audit.auditing import report_files
    from synth.reading.papers import papers_in

    reports: dict[Path, None] = {}
    papers: dict[Path, None] = {}
    for path in sources:
        if path.is_dir():
            reports |= dict.fromkeys(file for file in report_files([path]) if file.suffix.lower() in REPORT_SUFFIXES)
            papers |= dict.fromkeys(papers_in([path]))
        elif path.suffix.lower() in REPORT_SUFFIXES or _is_report(path):
            reports[path] = None
        else:
            papers[path] = None
    return list(reports), list(papers)


def _is_report(path: Path) -> bool:
    """Whether a JSON is a report's and no document's."""
    from synth.records import RecordError, Report, from_json

    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        report = from_json(Report, path.read_bytes())
    except (OSError, RecordError):
        return False  # the reader of papers says what is wrong with it
    return "source" not in report.unknown


def _reports(paths: Sequence[Path], cited: Sequence[Document]) -> Iterator[_Read]:
    from synth.reports.blocks import ReportError
    from synth.reports.importing import read_report

    for path in paths:
        try:
            yield _of_report(path, read_report(path), cited)
        except ReportError as error:
            yield _Read(path, error=str(error))


def _of_report(path: Path, report: Report, cited: Sequence[Document]) -> _Read:
    from synth.claims.completing import complete_claims

    try:
        claims = complete_claims(report.claims, cited)
    except Exception as fault:  # noqa: BLE001  a fault of ours at one report does not lose the others
        return _Read(path, error=_fault(path, fault))
    return _Read(path, "report", report.title, claims, len(claims))


def _papers(paths: Sequence[Path], cited: Sequence[Document], jobs: int | None) -> Iterator[_Read]:
    """The claims of each paper; a file that turns out to have a section of claims is read as a report."""
    from synth.claims.extract import candidates, extract_claims
    from synth.reading.documents import read_documents
    from synth.reading.words import part_named

    for result in read_documents(paths, jobs=jobs) if paths else ():
        path, document = result.item, result.value
        if document is None:
            yield _Read(path, error=result.error)
        elif document.format != "" and any(part_named(section.title) == "claims" for section in document.sections):
            yield from _reports([path], cited)
        else:
            try:
                yield _Read(path, "paper", document.title, extract_claims(document), sum(1 for _ in candidates(document)))
            except Exception as fault:  # noqa: BLE001  a fault of ours at one paper is said, and does not lose the others
                yield _Read(path, error=_fault(path, fault))


def _fault(path: Path, fault: Exception) -> str:
    return f"{path}: {FAULT} at its claims: {type(fault).__name__}: {' '.join(str(fault).split())[:200]}"


def _chosen(read: _Read, options: argparse.Namespace) -> _Read:
    """The claims of a type that was asked for, their own or one of their atoms', and salient enough."""

    def wanted(claim: Claim) -> bool:
        typed = not options.type or bool({claim.type, *(atom.type for atom in claim.atoms)} & set(options.type))
        return typed and (claim.salience is None or claim.salience.value >= options.least)

    return read._replace(claims=tuple(claim for claim in read.claims if wanted(claim)))


def _summary(read: _Read) -> str:
    from synth.audit.formats.counts import counted

    atoms = sum(len(claim.atoms) for claim in read.claims)
    of = counted(read.of, "sentence") if read.kind == "paper" else counted(read.of, "claim")
    completed = sum(claim.passage is not None for claim in read.claims)
    found = (
        f"; {completed} found in the papers it cites" if read.kind == "report" and any(claim.completing for claim in read.claims) else ""
    )
    return f"{read.path}: {counted(len(read.claims), 'claim')} of {of}, {counted(atoms, 'atom')}{found}"


def _write_json(reads: Sequence[_Read]) -> None:
    import msgspec

    from synth.records import to_builtins

    files: list[dict[str, Any]] = [
        {"file": str(read.path), "error": read.error}
        if read.error
        else {"file": str(read.path), "kind": read.kind, "title": read.title, "claims": [to_builtins(claim) for claim in read.claims]}
        for read in reads
    ]
    sys.stdout.write(msgspec.json.format(msgspec.json.encode({"files": files}), indent=2).decode() + "\n")


def _lines(reads: Sequence[_Read], *, several: bool, explain: bool) -> Iterator[str]:
    """The page for the terminal."""
    from synth.audit.formats.visible import visible

    width = min(shutil.get_terminal_size((100, 40)).columns, 140)
    for read in reads:
        if several:
            yield f"=== {visible(str(read.path))}"
        if read.error:
            yield "could not be read"
        elif not read.claims:
            yield "no claim"
        else:
            yield f"{'salience':8}  {'type':{TYPE_WIDTH}}  claim, and its atoms where it has several"
        for claim in read.claims:
            yield from _claim_lines(claim, width, explain=explain)


def _claim_lines(claim: Claim, width: int, *, explain: bool) -> Iterator[str]:
    from textwrap import wrap

    from synth.audit.formats.visible import visible

    salience = f"{claim.salience.value:.2f}" if claim.salience else ""
    indent = " " * (TYPE_WIDTH + 12)
    whole = claim.passage.text if claim.completing and claim.passage else claim.text
    page = f" [page {claim.passage.page}]" if claim.passage and claim.passage.page else ""
    yield from wrap(
        visible(f"{whole}{page}"), width, initial_indent=f"{salience:>8}  {claim.type:{TYPE_WIDTH}}  ", subsequent_indent=indent
    )
    for atom in claim.atoms if len(claim.atoms) > 1 else ():
        head = f"{'':10}{atom.type:{TYPE_WIDTH}}  · "
        yield from wrap(visible(atom.text), width, initial_indent=head, subsequent_indent=f"{indent}  ")
    if claim.completing:
        yield from wrap(visible(claim.completing), width, initial_indent=f"{indent}→ ", subsequent_indent=f"{indent}  ")
    for reason in claim.salience.reasons if explain and claim.salience else ():
        yield f"{indent}{reason.weight:+.2f}  {visible(reason.why)}"
