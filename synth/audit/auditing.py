"""Files become an audit: each is read and looked at by itself, in as many processes as there are, then all are compared.

Where somebody is given who can be asked about references, those of all reports are then held against the answers, and so are files that
list references and nothing else. What is not done: such a list is no report, and no other check looks at it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from synth import __version__
from synth.audit.baseline import Baseline, silence
from synth.audit.check import CheckRun, Inputs, checks, look_at_corpus, look_at_references, look_at_report, worst
from synth.audit.checks.no_report_twice import groups_of
from synth.audit.figures import figures_of_corpus
from synth.audit.references.identifying import Ask, identify
from synth.audit.references.listing import ENDINGS, Listing, list_format, list_of_report, read_list
from synth.audit.references.states import ReferenceList
from synth.audit.result import Audit, Audited, AuditedReport
from synth.audit.sidecars import ENDING, place_of, report_of_sidecar, with_sidecar
from synth.audit.stated import table_claims
from synth.engine import run
from synth.records import LIGHTS, Finding, Light, Record, RecordError, Report
from synth.reports.blocks import ReportError
from synth.reports.importing import FORMATS, read_report
from synth.settings import read_settings

OUR_PAGE, OUR_RESULT = "audit.html", "audit.json"  # what `--out` writes is no report to audit
ABOUT = re.compile(r"(?:readme|licen[cs]e|changelog|contributing|code_of_conduct|security)\b", re.IGNORECASE)  # files about a folder


class Examined(Record, frozen=True, kw_only=True):
    """One file, read and looked at by itself; or why it could not be. A list of references is kept beside, as what can be put right."""

    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    error: str = ""
    failed: bool = False  # not the file is at fault, this program is


def audit_reports(
    paths: Iterable[Path | str],
    *,
    jobs: int | None = None,
    inputs: Inputs | None = None,
    baseline: Baseline | None = None,
    ask: Ask | None = None,
) -> Audited:
    """What is found in these reports and folders of reports. A file that cannot be read is a row that says why; the rest is done.

    `jobs` are processes, 0 for one per core; where it is None, the settings say. `ask` is asked about the references, as `Desk.ask` is;
    without it nobody is.
    """
    jobs = read_settings()["jobs"].value if jobs is None else jobs
    if inputs is None:
        from synth.audit.rules import read_rules

        inputs = Inputs(rules=read_rules())
    files = list(report_files((Path(path) for path in paths), lists=ask is not None))
    names = [name_of(file) for file in files]
    packed = msgspec.msgpack.Decoder(Examined)
    examined = [
        packed.decode(result.value)
        if result.value is not None
        else Examined(error=_in_one_line(f"{result.item}: this program failed on it: {result.error}"), failed=True)
        for result in run(partial(_examine, inputs=inputs), files, jobs=jobs or None)
    ]
    listings: dict[str, Listing] = {}
    if ask is not None:
        for at, file in enumerate(files):
            if format := list_format(file):
                examined[at], listing = _read_list(file, names[at], format)
                listings |= {names[at]: listing} if listing else {}
    return _put_together(names, examined, listings, inputs, baseline or Baseline(), ask)


def _read_list(file: Path, name: str, format: str) -> tuple[Examined, Listing | None]:
    try:
        listing, report = read_list(file, name, format)
    except ReportError as error:
        return Examined(error=_in_one_line(str(error))), None
    return Examined(report=_with_names_as_text(report)), listing


def report_files(paths: Iterable[Path], *, lists: bool = False) -> Iterator[Path]:
    """The files named, and those in the folders named that may be reports, each once, by the first name it is given.

    In a folder, links are not followed, and a README and its like are not taken for reports; named, they are. With `lists`, files of
    references are taken too; CSL-JSON, which any JSON could be, only where it is named.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files_in(path, lists=lists) if path.is_dir() else [path]:
            if (key := _where(file)) not in seen:
                seen.add(key)
                yield file


def read_files(paths: Iterable[Path], *, lists: bool = False) -> Iterator[Path]:
    """All that an audit of these paths may read: the reports, and their sidecars."""
    for file in report_files(paths, lists=lists):
        yield from (file, place_of(file))


def is_there(path: Path) -> bool:
    """Whether a path leads anywhere. Where that cannot be told it is left to the reading, which says why."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return True


def _where(file: Path) -> str:
    """Where a file is, whatever it is called: `sub/../a.txt` and a link to `a.txt` are `a.txt`."""
    try:
        return os.path.realpath(file)
    except ValueError:  # a zero character: no file has that name, which reading it says
        return str(file)


def _files_in(folder: Path, *, lists: bool = False) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(root, name)
            if name.startswith(".") or file.is_symlink() or (name == OUR_PAGE and OUR_RESULT in names):
                continue
            if name.endswith(ENDING):
                if not _has_report(file, names):
                    yield file
            elif (file.suffix.lower() in FORMATS and file.suffix.lower() != ".json" and not ABOUT.match(name)) or (
                lists and file.suffix.lower() in ENDINGS
            ):
                yield file


def name_of(file: Path) -> str:
    """What a file is called in the audit: its path as given, with bytes that are no text shown as escapes."""
    return _as_text(file.as_posix())


def _as_text(words: str) -> str:
    return words.encode("utf-8", "backslashreplace").decode()


def _in_one_line(words: str) -> str:
    return _as_text(" ".join(words.split()))


def _has_report(sidecar: Path, names: Sequence[str]) -> bool:
    stem = sidecar.name.removesuffix(ENDING)
    return any(stem + ending in names for ending in FORMATS if ending != ".json")


def _examine(file: Path, inputs: Inputs) -> bytes:
    """What `_look_at` finds, packed: between processes records travel ten times faster so than pickled."""
    return msgspec.msgpack.encode(_look_at(file, inputs))


def _look_at(file: Path, inputs: Inputs) -> Examined:
    if list_format(file):
        return Examined(error=_in_one_line(f"{file}: lists references and is no report; --check-references looks at such files"))
    try:
        report = report_of_sidecar(file) if file.name.endswith(ENDING) else with_sidecar(read_report(file), file)
    except (ReportError, RecordError) as error:  # the file's fault; any other is ours, and the engine takes note of it
        return Examined(error=_in_one_line(str(error)))
    report = _with_names_as_text(report)
    return Examined(report=report, findings=tuple(look_at_report(report, name_of(file), inputs)))


def _with_names_as_text(report: Report) -> Report:
    """The report with the names of files in it as `name_of` gives them: what is no text could be written nowhere."""
    problems = tuple(msgspec.structs.replace(problem, what=_as_text(problem.what)) for problem in report.problems)
    read_from = report.read_from and msgspec.structs.replace(report.read_from, file=_as_text(report.read_from.file))
    return msgspec.structs.replace(report, title=_as_text(report.title), problems=problems, read_from=read_from)


def _put_together(
    names: list[str], examined: list[Examined], listings: Mapping[str, Listing], inputs: Inputs, baseline: Baseline, ask: Ask | None
) -> Audited:
    named = {name: one.report for name, one in zip(names, examined, strict=True) if one.report is not None}
    reports = {name: report for name, report in named.items() if name not in listings}
    compared = look_at_corpus(list(reports.values()), list(reports), inputs)
    found = _identified(named, listings, ask)
    of_references = look_at_references([found.get(name) for name in named], list(named), inputs)
    findings = [*(finding for one in examined for finding in one.findings), *compared, *of_references]
    lights: dict[str, dict[str, list[Light]]] = {}
    for finding in findings:
        lights.setdefault(finding.report, {}).setdefault(finding.code, []).append(finding.light)
    rows = tuple(_row(name, one, lights.get(name, {})) for name, one in zip(names, examined, strict=True))
    position = {name: at for at, name in enumerate(names)}
    findings.sort(key=lambda f: (position[f.report], f.code, f.place.line or 0, f.key))
    audit = Audit(
        version=__version__,
        figures=figures_of_corpus(
            reports, findings, unreadable=len(names) - len(named), failed=sum(one.failed for one in examined), lists=list(found.values())
        ),
        reports=rows,
        findings=silence((f for f in findings if f.light != "green"), baseline),
        checks=_check_runs(rows),
        groups=groups_of(compared),
        references=tuple(found.values()),
    )
    return Audited(audit=audit, reports=tuple(one.report for one in examined), listings=listings)


def _identified(named: Mapping[str, Report], listings: Mapping[str, Listing], ask: Ask | None) -> dict[str, ReferenceList]:
    """The references of each file, held against what databases answer; nothing where nobody is to be asked."""
    if ask is None:
        return {}
    all_lists = [listings.get(name) or list_of_report(report, name) for name, report in named.items()]
    return {found.name: found for found in identify(all_lists, ask)}


def _row(name: str, one: Examined, lights: dict[str, list[Light]]) -> AuditedReport:
    if one.report is None:
        return AuditedReport(name=name, error=one.error)
    rated = [claim.stated for _, claim in table_claims(one.report)]
    ticks = [stated.verified for stated in rated if stated.verified is not None]
    shares = [share for stated in rated if (share := stated.share) is not None and 0 <= share <= 1]
    return AuditedReport(
        name=name,
        title=one.report.title,
        hash=one.report.read_from.hash if one.report.read_from else "",
        claims=len(one.report.claims),
        ticked=sum(ticks) if ticks else None,
        mean_confidence=round(sum(shares) / len(shares), 4) if shares else None,
        references=len(one.report.references),
        lights={code: worst(lights[code]) for code in sorted(lights)},
    )


def _check_runs(rows: Iterable[AuditedReport]) -> tuple[CheckRun, ...]:
    counts: dict[str, Counter[str]] = {check.code: Counter() for check in checks()}
    for row in rows:
        for code, light in row.lights.items():
            counts[code][light] += 1
    return tuple(
        CheckRun(
            code=check.code,
            name=check.name,
            title=check.title,
            lights={light: counts[check.code][light] for light in LIGHTS if counts[check.code][light]},
        )
        for check in checks()
    )
