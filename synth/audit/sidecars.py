"""The sidecar of a report: `NAME.sidecar.json` beside `NAME.txt`, or alone, where its maker publishes the record and not the report.

Out comes the record as it stands in the file, or one line saying which field is not as it should be. A report whose sidecar cannot be read
is audited without it, with a problem that says so. A link that leads out of the folder is not followed, and no more than `MAX_BYTES` are
read.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from synth.records import SCHEMA, Gate, Layout, Problem, ReadFrom, RecordError, Report, Sidecar, from_json

ENDING = ".sidecar.json"  # NAME.sidecar.json beside NAME.txt
MAX_BYTES = 1 << 20  # 1 MiB; the largest of the maker's records that were seen has 2 kB
LAYOUT = "sidecar"
FIELDS_NAMED = 8  # of those that were not understood

_BOM = b"\xef\xbb\xbf"
_ABOUT = "the sidecar "  # how the problems begin that are about it and not about the report's own file


def place_of(path: Path) -> Path:
    """Where the sidecar of a report lies, if it has one."""
    return path.with_name(path.stem + ENDING)


def with_sidecar(report: Report, path: Path) -> Report:
    """The report with the sidecar that lies beside its file, or with the problem that it has one which cannot be read."""
    try:
        sidecar = sidecar_of(path) or report.sidecar
        if sidecar:
            _refuse_schemas(sidecar)
    except RecordError as error:
        return _with_problem(msgspec.structs.replace(report, sidecar=None), f"{error}; the report is audited without it")
    return _understood(msgspec.structs.replace(report, sidecar=sidecar), place_of(path).name)


def of_sidecar(problem: Problem) -> bool:
    """Whether a problem is about the sidecar. Its line is then one of that file, not of the report's."""
    return problem.what.startswith(_ABOUT)


def sidecar_of(path: Path) -> Sidecar | None:
    """The sidecar that lies beside a report, if one does; raises `RecordError` where it cannot be read."""
    beside = place_of(path)
    return _sidecar(beside, _bytes(beside)) if beside.is_symlink() or beside.exists() else None


def report_of_sidecar(path: Path) -> Report:
    """A report that holds only what a sidecar says; raises `RecordError` where it cannot be read."""
    data = _bytes(path)
    sidecar = _sidecar(path, data)
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    read_from = ReadFrom(file=path.name, hash=digest, bytes=len(data), format="json", encoding="utf-8")
    title = sidecar.record or path.name.removesuffix(ENDING)
    return _understood(Report(title=title, sidecar=sidecar, layout=Layout(name=LAYOUT), read_from=read_from), path.name)


def _sidecar(path: Path, data: bytes) -> Sidecar:
    try:
        sidecar = from_json(Sidecar, data.removeprefix(_BOM))
        _refuse_schemas(sidecar)
    except RecordError as error:
        raise RecordError(f"{path.name}: {error}") from None
    return sidecar


def _refuse_schemas(sidecar: Sidecar) -> None:
    """Raises `RecordError` where the sidecar or a part of it says that it is of another schema."""
    gate = sidecar.gate.unknown.get("schema", SCHEMA) if sidecar.gate else SCHEMA
    for place, schema in (("$.schema", sidecar.schema), ("$.gate.schema", gate)):
        if schema != SCHEMA:
            raise RecordError(f"schema {schema!r} at {place} is not one that this version reads, which is {SCHEMA}")


def _understood(report: Report, name: str) -> Report:
    """The report, with a problem where nothing in its sidecar was understood."""
    sidecar = report.sidecar
    if sidecar is None or msgspec.structs.replace(sidecar, unknown={}, gate=_known(sidecar.gate)) != Sidecar():
        return report
    fields = [*sidecar.unknown, *(f"gate.{field}" for field in (sidecar.gate.unknown if sidecar.gate else ()))]
    if not fields:
        return _with_problem(report, f"{name}: holds no field")
    more = f" and {len(fields) - FIELDS_NAMED} more" if len(fields) > FIELDS_NAMED else ""
    listed = ", ".join(repr(field[:40]) for field in fields[:FIELDS_NAMED])
    return _with_problem(report, f"{name}: none of its fields was understood: {listed}{more}")


def _known(gate: Gate | None) -> Gate | None:
    return gate if gate != Gate(status="", unknown=gate.unknown if gate else {}) else None


def _with_problem(report: Report, what: str) -> Report:
    return msgspec.structs.replace(report, problems=(*report.problems, Problem(line=1, what=_ABOUT + what)))


def _bytes(path: Path) -> bytes:
    """The bytes of a file, if it is a file of its own folder and not too large."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(path.parent.resolve()):
            raise RecordError(f"{path.name}: leads out of its folder, and is not read")
        if not real.is_file():  # a pipe would be waited for without end
            raise RecordError(f"{path.name}: is not a file")
        with real.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that go round in a circle, in Python below 3.13
        why = error.strerror if isinstance(error, OSError) else "links go round in a circle"
        raise RecordError(f"{path.name}: cannot be read: {why}") from None
    if len(data) > MAX_BYTES:
        raise RecordError(f"{path.name}: larger than {MAX_BYTES:,} bytes, and not read")
    return data
