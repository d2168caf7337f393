"""Check claims: each is a test, run on the numbers at hand, with the rung reached and what stops the next.

TARGET is a claim file (TOML), a folder of them, a claim in quotes, or a test in quotes ('cell(row="BERT", column="F1") > 80').
--measurements and --paper say what to hold it against: measurements (CSV or Parquet, or a folder of them, as `synth tables
--measurements` writes them), or papers whose tables are read; a TARGET may stand behind them too. Rows of another version than the one a
claim cites are another source's, and said to be.

--self FILE holds a paper against itself: its averages, totals and bold marks, and its sentences against its tables. --versions A B tells
what two versions print differently; A and B are papers, files of measurements, or sources of --measurements. Where more than one version
of a work is known, a ledger says which of them says what: from its tables, its sentences, and what is known of it.

--explain shows each comparison with the intervals that were compared, the rows with their places, the test and how it was read.

exit status: 0 done, also where a file of several could not be read, unless --fail-on is given
             1 a verdict at or above --fail-on: red, the cited source's own numbers or a rerun say otherwise;
               yellow, another version or another work does, sources disagree, a figure is not what the cells give, or two versions
               differ; also a slip of its light, and with --fail-on an unread file
             2 wrong use: a TARGET or a file that is not there, no claim file, no test; or nothing could be read
             3 could not be done here: a missing extra, or a fault of this program
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.claims.bodies import Shelf
    from synth.claims.checking import CheckedClaim
    from synth.claims.differences import Differences
    from synth.claims.versions import Ledger
    from synth.cli.verdicts import AgainstItself
    from synth.measurements import Measurement
    from synth.records import Claim, ClaimFile, Document, Source

NAME, HELP, ORDER = "check", "check claims against measurements and tables", 7

MAX_CLAIM = 4_000  # characters of a claim in quotes; a longer one is a text
TABLES = (".csv", ".parquet", ".pq")
PAPERS = (".pdf", ".tex", ".html", ".htm", ".json", ".gz", ".zip", ".docx")
_IS_TEST = re.compile(r"\s*(?:not\s+)?\(*\s*[a-z_]+\(")  # how a test begins and a sentence does not


class CheckError(ValueError):
    """What was asked of `synth check` is not there, or does not go together."""


class _Evidence(NamedTuple):
    shelf: Shelf
    documents: dict[Path, Document]
    unread: list[str]
    names: dict[str, str]  # the file of each source that is known by its hash alone


class _Done(NamedTuple):
    """All that was asked for, as far as it could be done."""

    checked: list[CheckedClaim]
    ledger: list[Ledger]
    itself: AgainstItself | None
    differences: Differences | None
    unread: list[str]
    names: dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", metavar="TARGET", nargs="*", help="a claim file, a folder of them, or a claim or a test in quotes")
    parser.add_argument(
        "--measurements", metavar="FILE", nargs="+", action="extend", default=[], type=file_name, help="measurements, or folders of them"
    )
    parser.add_argument(
        "--paper",
        metavar="FILE",
        nargs="+",
        action="extend",
        default=[],
        type=file_name,
        help="papers, files or of the library, to read the tables of",
    )
    parser.add_argument("--self", metavar="FILE", dest="itself", type=file_name, help="a paper to hold against itself")
    parser.add_argument("--versions", metavar=("A", "B"), nargs=2, help="two versions of a work, to tell what they print differently")
    parser.add_argument("--cites", metavar="SOURCE", help="which source a claim in quotes is of: arXiv:2005.13013v2")
    parser.add_argument("--json", action="store_true", help="verdicts as JSON on the standard output")
    parser.add_argument("--explain", action="store_true", help="show what was compared, with intervals and rows")
    parser.add_argument("--fail-on", choices=["yellow", "red"], help="exit with 1 if there is a verdict of this light, or worse")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")


def run(options: argparse.Namespace) -> int:
    from synth.program import FOUND, WRONG, say
    from synth.settings import read_settings

    _claims_among_files(options)
    settings = {name: setting.value for name, setting in read_settings(vars(options)).items()}
    if not options.targets and not options.itself and not options.versions:
        raise CheckError("nothing to check: name a claim file, a folder of them, a claim in quotes, --self FILE or --versions A B")
    if options.targets and not options.measurements and not options.paper:
        raise CheckError("nothing to check against: name --measurements FILE, or --paper FILE")
    jobs = settings["jobs"] or None
    evidence = _evidence(options, jobs)
    claims, unread = _claims(options)
    unread = [*unread, *evidence.unread]
    done = _Done(
        checked := _check(claims, evidence),
        _ledger(checked, evidence),
        _against_itself(options.itself, unread, jobs) if options.itself else None,
        _differences(options.versions, evidence, unread, jobs) if options.versions else None,
        unread,
        evidence.names,
    )
    if options.json:
        _write_json(done)
    elif not options.quiet:
        sys.stdout.writelines(f"{line}\n" for line in _lines(done, options))
    for line in unread:
        say(f"synth: {line}")
    nothing_read = bool(options.targets) and not (checked and evidence.shelf.rows)
    if nothing_read or (options.itself and done.itself is None) or (options.versions and done.differences is None):
        return WRONG
    failing = {"": (), "red": ("red",), "yellow": ("red", "yellow")}[settings["fail_on"]]
    return FOUND if failing and (unread or any(light in failing for light in _lights(done))) else 0


def _lights(done: _Done) -> list[str]:
    """The light of everything that was found."""
    slips = [slip.light for slip in done.itself.slips] + ["yellow"] * len(done.itself.prose.slips) if done.itself else []
    differing = ["yellow"] if done.differences and done.differences.differing else []
    versions = ["yellow" for one in done.ledger if one.cited and any(entry.agrees is False for entry in one.entries)]
    return [*(claim.light for claim in done.checked), *versions, *slips, *differing]


def _lines(done: _Done, options: argparse.Namespace) -> Iterator[str]:
    """The page for the terminal."""
    from synth.cli.verdicts import difference_lines, ledger_lines, self_lines, verdict_lines

    width = min(shutil.get_terminal_size((100, 40)).columns, 140)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    all_rows = options.verbose > 0
    parts: list[Iterable[str]] = []
    if done.checked:
        parts.append(verdict_lines(done.checked, width=width, colour=colour, explain=options.explain, all_rows=all_rows, names=done.names))
    if done.ledger:
        parts.append(ledger_lines(done.ledger, width=width, all_entries=options.explain or all_rows))
    if done.itself:
        parts.append(self_lines(done.itself, width=width, all_rows=all_rows))
    if done.differences:
        parts.append(difference_lines(done.differences, width=width, all_rows=all_rows))
    for at, part in enumerate(parts):
        yield from ([""] if at else [])
        yield from part


def _claims_among_files(options: argparse.Namespace) -> None:
    """Takes claims out of the files of --paper and --measurements: those take all that follows them, and a claim may stand last."""
    for files in (options.paper, options.measurements):
        for file in [one for one in files if _reads_as_claim(str(one))]:
            files.remove(file)
            options.targets.append(str(file))


def _reads_as_claim(text: str) -> bool:
    """Whether what was given as a file is none, and is a claim or a test; or is a claim file."""
    if _is_path(text) or _is_there(Path(text)):
        return text.endswith(".toml")
    return bool(re.search(r"\s|\(", text.strip())) and Path(text).suffix.lower() not in (*TABLES, *PAPERS)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


# --- what is held against --------------------------------------------------------------------------------------------


def _evidence(options: argparse.Namespace, jobs: int | None) -> _Evidence:
    from synth.claims.bodies import Shelf, names_of
    from synth.cli.verdicts import SHORT
    from synth.reading.measured import measurements_of

    rows: list[Measurement] = []
    unread: list[str] = []
    files = _measurement_files(options.measurements)
    called: dict[str, str] = {}
    for file in files:
        found = _read_rows(file, unread)
        hashes = {row.source for row in found if row.source.startswith("sha256:")}
        called |= {name: file.name if len(hashes) == 1 else f"{name[: len(SHORT)]}… in {file.name}" for name in sorted(hashes)}
        rows += found
    documents = _documents(options.paper, unread, jobs)
    for path, document in documents.items():
        rows += (found := measurements_of(document))
        if not found:
            unread.append(f"{path}: was read, and no table with numbers was found in it")
    if (files or options.paper) and not rows:
        unread.append("no measurement was read, so that no claim can be checked")
    names, titles = names_of(list(documents.values()))
    called |= {document.source.hash: Path(document.source.id).name or path.name for path, document in documents.items()}
    return _Evidence(Shelf(rows, names, titles), documents, unread, called)


def _measurement_files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in TABLES) if path.is_dir() else [path]
        if not inside:
            raise CheckError(f"{path}: holds no measurements ({', '.join(TABLES)})")
        _refuse_none(path)
        if path.suffix.lower() in PAPERS:
            raise CheckError(f"{path}: is no table of measurements; a paper is given with --paper {path}")
        found += inside
    return list(dict.fromkeys(found))


def _refuse_none(path: Path) -> None:
    """Raises `CheckError` for what is not there, and for a pipe or a device, on which one would wait for ever."""
    if not path.exists():
        raise CheckError(f"{path}: is not there")
    if not (path.is_file() or path.is_dir()):
        raise CheckError(f"{path}: is a pipe or a device, and no file; write what it gives to a file first")


def _read_rows(file: Path, unread: list[str]) -> list[Measurement]:
    """The rows of a file; of one that cannot be read, or that contradicts itself, none, and why in `unread`."""
    from synth.measurements import MeasurementError, read_measurements, validate

    try:
        rows = read_measurements(file)
    except MeasurementError as error:
        unread.append(str(error))
        return []
    if complaints := validate(rows):
        more = f", and {len(complaints) - 1} more" if len(complaints) > 1 else ""
        unread.append(f"{file}: {complaints[0]}{more}; none of its rows is used")
        return []
    return rows


def _documents(paths: Sequence[Path], unread: list[str], jobs: int | None) -> dict[Path, Document]:
    if not paths:
        return {}
    from synth.cli.held import held_among, read_or_held

    held = held_among(paths, _home())
    for path in paths:
        if path not in held:
            _refuse_none(path)
    results = list(read_or_held(list(dict.fromkeys(paths)), held, jobs))
    unread += [result.error for result in results if result.value is None]
    return {result.item: result.value for result in results if result.value is not None}


def _home() -> Path:
    from synth.settings import read_settings

    return Path(read_settings()["home"].value)


# --- what is checked ---------------------------------------------------------------------------------------------------


def _claims(options: argparse.Namespace) -> tuple[list[tuple[str, ClaimFile | Claim]], list[str]]:
    """The claims by the names they are shown under; and files that are none, in a line each."""
    from synth.claims.files import ClaimError, claim_files_in, read_claim

    found: list[tuple[str, ClaimFile | Claim]] = []
    unread: list[str] = []
    for target in options.targets:
        path = Path(target)
        if not _is_path(target):
            found.append(("", _given(target, options.cites)))
            continue
        _refuse_none(path)
        for file in claim_files_in([path]):
            try:
                found.append((file.stem, read_claim(file)))
            except ClaimError as error:
                unread.append(str(error))
    return found, unread


def _is_path(target: str) -> bool:
    """Whether a target names a file: one that is there, or one word that looks like a name."""
    if not target.strip():
        return False
    try:
        if len(target) <= MAX_CLAIM and Path(target).exists():
            return True
    except (OSError, ValueError):
        return False
    return len(target) <= MAX_CLAIM and "(" not in target and bool(re.fullmatch(r"\S*(?:/|\.toml)\S*", target))


def _is_expression(target: str) -> bool:
    """Whether a text reads as an expression that compares, such as "8.7 == 8.7"; no sentence does."""
    from synth.claims.expressions import ExpressionError, kind_of, read_expression

    try:
        return kind_of(read_expression(target)) in ("truth", "truths")
    except ExpressionError:
        return False


def _given(target: str, cites: str | None) -> ClaimFile | Claim:
    """A claim or a test in quotes, as the claim it is."""
    from synth.claims.tests import describe, parsed
    from synth.records import Atom, Claim, ClaimFile

    if not target.strip():
        raise CheckError("a claim is empty")
    if len(target) > MAX_CLAIM:
        raise CheckError(f"a claim has at most {MAX_CLAIM:,} characters, and this has {len(target):,}; name a file of claims")
    atom = Atom(text=target)
    if _IS_TEST.match(target) or _is_expression(target):
        atom = Atom(text=describe(parsed(target)), test=target)
    if not cites:
        return Claim(text=target, atoms=(atom,))
    return ClaimFile(text=target, cut_off=False, source=_source(cites), basis="given with --cites", stated=(), atoms=(atom,))


def _source(cites: str) -> Source:
    from synth.records import Source
    from synth.sources.identity import best, find_identifiers

    found = best(find_identifiers(cites))
    if found is not None:
        return found
    if re.fullmatch(r"sha256:[0-9a-f]{64}", cites):
        return Source(scheme="sha256", id=cites.removeprefix("sha256:"))
    raise CheckError(f"--cites {cites}: names no source; give an arXiv number with its version (arXiv:2005.13013v2), a DOI or a hash")


def _check(claims: Iterable[tuple[str, ClaimFile | Claim]], evidence: _Evidence) -> list[CheckedClaim]:
    from synth.claims.checking import check_claim
    from synth.claims.judging import compiler_over

    compiler = compiler_over(list(evidence.documents.values()))
    return [check_claim(claim, evidence.shelf, name=name, compiler=compiler) for name, claim in claims]


# --- versions ------------------------------------------------------------------------------------------------------------


def _ledger(checked: Sequence[CheckedClaim], evidence: _Evidence) -> list[Ledger]:
    from synth.claims.bodies import version_of
    from synth.claims.versions import ledger_of

    documents = [(version, document) for document in evidence.documents.values() if (version := version_of(document))]
    return ledger_of(checked, documents, {evidence.shelf.source(row.source) for row in evidence.shelf.rows})


def _differences(names: Sequence[str], evidence: _Evidence, unread: list[str], jobs: int | None) -> Differences | None:
    """What the two print differently; None where one of them could not be read."""
    from synth.claims.differences import cautions_of, differences

    (one, rows), (other, others) = (_version(name, evidence, unread, jobs) for name in names)
    return differences(one, rows, other, others, cautions_of(one, rows, other, others)) if rows and others else None


def _version(name: str, evidence: _Evidence, unread: list[str], jobs: int | None) -> tuple[str, list[Measurement]]:
    """The name of a version and its numbers: a source of --measurements, a file of measurements, or a paper."""
    from synth.claims.bodies import version_of
    from synth.cli.held import held_among
    from synth.reading.measured import measurements_of

    shelf = evidence.shelf
    if named := [row for row in shelf.rows if name in (row.source, shelf.source(row.source))]:
        return name, named
    path = Path(name)
    if not path.exists() and not held_among([path], _home()):
        raise CheckError(f"--versions {name}: is no file, no paper of the library, and no source of --measurements")
    if path.suffix.lower() in TABLES:
        _refuse_none(path)
        rows = _read_rows(path, unread)
        sources = {shelf.source(row.source) for row in rows}
        if len(sources) > 1:
            raise CheckError(f"--versions {name}: holds {len(sources)} sources; name one of them, and give the file with --measurements")
        return next(iter(sources), name), rows
    documents = list(_documents([path], unread, jobs).values())
    return (version_of(documents[0]) or name, measurements_of(documents[0])) if documents else (name, [])


# --- a paper against itself ----------------------------------------------------------------------------------------------


def _against_itself(path: Path, unread: list[str], jobs: int | None) -> AgainstItself | None:
    """The slips of a paper, in its tables and in its sentences; None where it could not be read."""
    from synth.claims.consistency import slips_of
    from synth.claims.layouts import lay_out
    from synth.claims.prose import prose_of
    from synth.cli.verdicts import AgainstItself
    from synth.reading.measured import measurements_of

    documents = list(_documents([path], unread, jobs).values())
    if not documents:
        return None
    (document,) = documents
    prose = prose_of(document, lay_out(measurements_of(document), document))
    return AgainstItself(str(path), slips_of(document), prose)


# --- JSON ----------------------------------------------------------------------------------------------------------------


def _write_json(done: _Done) -> None:
    import msgspec

    from synth.cli.verdicts import self_in_json
    from synth.records import SCHEMA, to_builtins

    out: dict[str, Any] = {"schema": SCHEMA, "claims": [to_builtins(claim) for claim in done.checked], "unread": done.unread}
    if done.ledger:
        out["versions"] = [to_builtins(one) for one in done.ledger]
    if done.itself:
        out["self"] = self_in_json(done.itself)
    if done.differences:
        out["differences"] = {"shared": done.differences.shared, **to_builtins(done.differences)}
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(out), indent=2).decode() + "\n")
