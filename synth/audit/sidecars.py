"""The sidecar of a report: `NAME.sidecar.json` beside `NAME.txt`, or alone, where its maker publishes the record and not the report.

Out comes the record as it stands in the file, or one line saying which field is not as it should be. A link that leads out of the folder
is not followed, and no more than `MAX_BYTES` are read.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from synth.records import Layout, ReadFrom, RecordError, Report, Sidecar, from_json

ENDING = ".sidecar.json"
MAX_BYTES = 1 << 20  # 1 MiB; the largest of the maker's records that were seen has 2 kB
LAYOUT = "sidecar"

_BOM = b"\xef\xbb\xbf"


def sidecar_of(path: Path) -> Sidecar | None:
    """The sidecar that lies beside a report, if one does; raises `RecordError` where it cannot be read."""
    beside = path.with_name(path.stem + ENDING)
    return _sidecar(beside, _bytes(beside)) if beside.is_symlink() or beside.exists() else None


def report_of_sidecar(path: Path) -> Report:
    """A report that holds only what a sidecar says; raises `RecordError` where it cannot be read."""
    data = _bytes(path)
    sidecar = _sidecar(path, data)
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    read_from = ReadFrom(file=path.name, hash=digest, bytes=len(data), format="json", encoding="utf-8")
    title = sidecar.record or path.name.removesuffix(ENDING)
    return Report(title=title, sidecar=sidecar, layout=Layout(name=LAYOUT), read_from=read_from)


def _sidecar(path: Path, data: bytes) -> Sidecar:
    try:
        return from_json(Sidecar, data.removeprefix(_BOM))
    except RecordError as error:
        raise RecordError(f"{path.name}: {error}") from None


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
