"""Check claims: each is a test, run on the numbers at hand, with the rung reached and what stops the next.

TARGET is a claim file (TOML), a folder of them, a claim in quotes, or a test in quotes ('cell(row="BERT", column="F1") > 80').
--measurements and --paper say what to hold it against: measurements (CSV or Parquet, or a folder of them, as `synth tables --measurements`
writes them), or papers whose tables are read. Rows of another version than the one a claim cites are another source's, and said to be.

--explain shows each comparison with the intervals that were compared, the rows with their places, the test and how it was read.

exit status: 0 done, also where a file of several could not be read, unless --fail-on is given
             1 a verdict at or above --fail-on: red, the cited source's own numbers or a rerun say otherwise;
               yellow, another version or another work does, or a figure is not what the cells give; with --fail-on also an unread file
             2 wrong use: a TARGET or a file that is not there, no claim file, no test; or nothing could be read
             3 could not be done here: a missing extra, or a fault of this program
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from synth.cli.output import file_name

if TYPE_CHECKING:
    from synth.claims.bodies import Body, Shelf
    from synth.claims.checking import CheckedClaim, Compiled
    from synth.measurements import Measurement
    from synth.records import Claim, ClaimFile, Document, Source

NAME, HELP, ORDER = "check", "check claims against measurements and tables", 7

TABLES = (".csv", ".parquet", ".pq")
_IS_TEST = re.compile(r"\s*(?:not\s+)?\(*\s*[a-z_]+\(")  # how a test begins and a sentence does not


class CheckError(ValueError):
    """What was asked of `synth check` is not there, or does not go together."""


class _Evidence(NamedTuple):
    shelf: Shelf
    documents: dict[Path, Document]
    unread: list[str]
    asked: int  # files that were to be read


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("targets", metavar="TARGET", nargs="*", help="a claim file, a folder of them, or a claim or a test in quotes")
    parser.add_argument(
        "--measurements", metavar="FILE", nargs="+", action="extend", default=[], type=file_name, help="measurements, or folders of them"
    )
    parser.add_argument(
        "--paper", metavar="FILE", nargs="+", action="extend", default=[], type=file_name, help="papers to read the tables of"
    )
    parser.add_argument("--cites", metavar="SOURCE", help="which source a claim in quotes is of: arXiv:2005.13013v2")
    parser.add_argument("--json", action="store_true", help="verdicts as JSON on the standard output")
    parser.add_argument("--explain", action="store_true", help="show what was compared, with intervals and rows")
    parser.add_argument("--fail-on", choices=["yellow", "red"], help="exit with 1 if there is a verdict of this light, or worse")
    parser.add_argument("--jobs", metavar="N", type=int, help="processes (default: one per core)")


def run(options: argparse.Namespace) -> int:
    from synth.cli import FOUND, WRONG
    from synth.cli.output import say
    from synth.settings import read_settings

    settings = {name: setting.value for name, setting in read_settings(vars(options)).items()}
    if not options.targets:
        raise CheckError("nothing to check: name a claim file, a folder of them, or a claim in quotes")
    if not options.measurements and not options.paper:
        raise CheckError("nothing to check against: name --measurements FILE, or --paper FILE")
    evidence = _evidence(options, settings["jobs"] or None)
    claims, unread = _claims(options)
    unread = [*unread, *evidence.unread]
    checked = _check(claims, evidence.shelf)
    if options.json:
        _write_json(checked, unread)
    elif not options.quiet and checked:
        from synth.cli.verdicts import verdict_lines

        width = min(shutil.get_terminal_size((100, 40)).columns, 140)
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        lines = verdict_lines(checked, width=width, colour=colour, explain=options.explain, all_rows=options.verbose > 0)
        sys.stdout.writelines(f"{line}\n" for line in lines)
    for line in unread:
        say(f"synth: {line}")
    if not checked or not evidence.shelf.rows:
        return WRONG
    failing = {"": (), "red": ("red",), "yellow": ("red", "yellow")}[settings["fail_on"]]
    return FOUND if failing and (unread or any(claim.light in failing for claim in checked)) else 0


# --- what is held against --------------------------------------------------------------------------------------------


def _evidence(options: argparse.Namespace, jobs: int | None) -> _Evidence:
    from synth.claims.bodies import Shelf, names_of
    from synth.reading.measured import measurements_of

    rows: list[Measurement] = []
    unread: list[str] = []
    files = _measurement_files(options.measurements)
    for file in files:
        rows += _read_rows(file, unread)
    documents = _documents(options.paper, unread, jobs)
    for document in documents.values():
        rows += measurements_of(document)
    if (files or options.paper) and not rows:
        unread.append("no measurement was read, so that no claim can be checked")
    names, titles = names_of(list(documents.values()))
    return _Evidence(Shelf(rows, names, titles), documents, unread, len(files) + len(options.paper))


def _measurement_files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() in TABLES) if path.is_dir() else [path]
        if not inside:
            raise CheckError(f"{path}: holds no measurements ({', '.join(TABLES)})")
        if not path.exists():
            raise CheckError(f"{path}: is not there")
        found += inside
    return list(dict.fromkeys(found))


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
    from synth.reading.documents import read_documents

    for path in paths:
        if not path.exists():
            raise CheckError(f"{path}: is not there")
    results = list(read_documents(list(dict.fromkeys(paths)), jobs=jobs))
    unread += [result.error for result in results if result.value is None]
    return {result.item: result.value for result in results if result.value is not None}


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
        if not path.exists():
            raise CheckError(f"{target}: is not there")
        for file in claim_files_in([path]):
            try:
                found.append((file.stem, read_claim(file)))
            except ClaimError as error:
                unread.append(str(error))
    return found, unread


def _is_path(target: str) -> bool:
    """Whether a target names a file: one that is there, or one word that looks like a name."""
    try:
        if Path(target).exists():
            return True
    except (OSError, ValueError):
        return False
    return bool(re.fullmatch(r"\S*(?:/|\.toml)\S*", target)) and "(" not in target


def _given(target: str, cites: str | None) -> ClaimFile | Claim:
    """A claim or a test in quotes, as the claim it is."""
    from synth.claims.tests import describe, parsed
    from synth.records import Atom, Claim, ClaimFile

    if not target.strip():
        raise CheckError("a claim is empty")
    atom = Atom(text=target)
    if _IS_TEST.match(target):
        atom = Atom(text=describe(parsed(target)), test=target)
    if not cites:
        return Claim(text=atom.text if atom.test else target, atoms=(atom,))
    return ClaimFile(text=atom.text, cut_off=False, source=_source(cites), basis="given with --cites", stated=(), atoms=(atom,))


def _source(cites: str) -> Source:
    from synth.records import Source
    from synth.sources.identity import best, find_identifiers

    found = best(find_identifiers(cites))
    if found is not None:
        return found
    if re.fullmatch(r"sha256:[0-9a-f]{64}", cites):
        return Source(scheme="sha256", id=cites.removeprefix("sha256:"))
    raise CheckError(f"--cites {cites}: names no source; give an arXiv number with its version (arXiv:2005.13013v2), a DOI or a hash")


def _check(claims: Iterable[tuple[str, ClaimFile | Claim]], shelf: Shelf) -> list[CheckedClaim]:
    from synth.claims.checking import check_claim

    return [check_claim(claim, shelf, name=name, compiler=_compiled) for name, claim in claims]


def _compiled(text: str, body: Body) -> Compiled:
    """A sentence as a test over the tables of one body, by the compiler of sentences where this version has it."""
    import importlib

    from synth.claims.checking import Compiled

    try:
        language: Any = importlib.import_module("synth.claims.language")
        layouts: Any = importlib.import_module("synth.claims.layouts")
    except ModuleNotFoundError:
        return Compiled(why="this version compiles no sentence to a test; write it as one")
    made = language.compile_claim(text, layouts.lay_out(body.rows.rows))
    return Compiled(made.test or "", made.reading or "", "" if made.test else made.why)


# --- JSON ----------------------------------------------------------------------------------------------------------------


def _write_json(checked: Sequence[CheckedClaim], unread: Sequence[str]) -> None:
    import msgspec

    from synth.records import SCHEMA, to_builtins

    out: dict[str, Any] = {"schema": SCHEMA, "claims": [to_builtins(claim) for claim in checked], "unread": list(unread)}
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(out), indent=2).decode() + "\n")
