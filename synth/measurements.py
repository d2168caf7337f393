"""Measurements: numbers with what they were measured under, as one table that both halves of the project read and write.

A row is a number as an interval, and the conditions or the place it belongs to; an empty column is not known. CSV and Parquet hold the
same rows. The *key* of a row says which measurement it is; two rows of one key must be one number. Recomputing has one rule, `meets`:
the interval of what is computed from printed numbers meets the interval of what is printed. It is computed without rounding, so that
intervals which only touch do meet.

What is not done: no word of a condition is translated, and nothing that is missing is filled in.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from synth.files import write_bytes_whole
from synth.records import Box, Record

ORIGINS = ("parsed", "published", "rerun")
KINDS = ("absolute", "change")
SPLITS = ("train", "dev", "test")
TRAININGS = ("zero-shot", "translate-train", "translate-test", "in-language")
DEFAULT_TRAINING = "zero-shot"  # of published and rerun rows that do not say

_LANGUAGE = re.compile(r"[a-z]{2,3}")  # ISO 639-1 or 639-3, or `avg`, which has the same shape
_SCALE = re.compile(r"full|reduced:\S+")
_MIX = re.compile(r"mix:\S.*")
_SHOWN = 60  # characters of a value in a complaint

# What makes a spreadsheet compute a cell; the same as for the audit's tables.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class MeasurementError(ValueError):
    """A table of measurements cannot be read, written or merged; the message names row and column."""


class Measurement(Record, frozen=True, kw_only=True):
    """One number under named conditions. The order of the fields is the order of the columns in a file."""

    source: str = ""  # arXiv:2005.13013v1, run:<hash>, or a file's hash
    origin: str = ""  # in the words of ORIGINS
    value: float
    low: float
    high: float
    kind: str = "absolute"  # in the words of KINDS
    metric: str = ""
    unit: str = ""  # percent where a metric is known and no unit is given
    table: str = ""
    row: str = ""  # label paths, as `join_path` writes them
    column: str = ""
    page: int | None = None
    box: Box | None = None
    model: str = ""
    intermediate: str = ""
    variant: str = ""
    target: str = ""
    training: str = ""
    language: str = ""  # ISO 639-1, else 639-3, or avg
    split: str = ""
    n: int | None = None
    seed: int | None = None
    scale: str = ""  # full, or reduced:<preset>
    baseline: str = ""  # what a change is against
    reported_by: str = ""
    run: str = ""
    commit: str = ""
    device: str = ""
    date: str = ""
    note: str = ""


COLUMNS = tuple(field.name for field in msgspec.structs.fields(Measurement) if field.name != "unknown")
REQUIRED = ("source", "origin", "value", "low", "high", "kind")
NEEDED = {"parsed": ("table", "row", "column"), "published": ("model", "target", "metric"), "rerun": ("model", "target", "metric")}

_FLOATS = ("value", "low", "high")
_WHOLE = ("page", "n", "seed")
IDENTITY = (
    "source",
    "origin",
    "kind",
    "metric",
    "unit",
    "table",
    "row",
    "column",
    "model",
    "intermediate",
    "variant",
    "target",
    "training",
    "language",
    "split",
    "n",
    "seed",
    "scale",
    "baseline",
    "reported_by",
)
_PROVENANCE = ("run", "commit", "device", "date", "note")  # of one measurement stated twice, both are kept


# --- intervals -------------------------------------------------------------------------------------------------

Interval = tuple[Fraction, Fraction]


def interval(low: float, high: float) -> Interval:
    """The interval between two numbers as they are printed: 8.15 is 815/100, not the nearest binary number."""
    return Fraction(Decimal(repr(low))), Fraction(Decimal(repr(high)))


def total(parts: Iterable[Interval]) -> Interval:
    """The interval of the sum."""
    low = high = Fraction(0)
    for part in parts:
        low, high = low + part[0], high + part[1]
    return low, high


def mean(parts: Sequence[Interval]) -> Interval:
    """The interval of the mean of at least one part."""
    low, high = total(parts)
    return low / len(parts), high / len(parts)


def difference(one: Interval, other: Interval) -> Interval:
    """The interval of `one` less `other`."""
    return one[0] - other[1], one[1] - other[0]


def meets(one: Interval, other: Interval) -> bool:
    """Whether two intervals have a point in common. This is what *recomputes* means, everywhere."""
    return one[0] <= other[1] and other[0] <= one[1]


# --- label paths -----------------------------------------------------------------------------------------------

SEPARATOR = " / "


def join_path(labels: Iterable[str]) -> str:
    """The labels as one text. A slash at a blank or at the end of a label gets a backslash, and so does a backslash."""
    return SEPARATOR.join(re.sub(r"(?:(?<=\s)|^)/|/(?=\s|$)", r"\\/", label.replace("\\", "\\\\")) for label in labels)


def split_path(path: str) -> tuple[str, ...]:
    """The labels that `join_path` joined."""
    return tuple(re.sub(r"\\(.)", r"\1", label, flags=re.DOTALL) for label in path.split(SEPARATOR)) if path else ()


# --- keys, merging ---------------------------------------------------------------------------------------------


def key(row: Measurement) -> str:
    """Which measurement a row is: its source, its conditions where they are known, and its place with its own labels."""
    known = {name: value for name in IDENTITY if (value := getattr(row, name)) not in ("", None)}
    if row.origin != "parsed":
        known.setdefault("training", DEFAULT_TRAINING)
    return msgspec.json.encode(known, order="sorted").decode()


def merge(*tables: Iterable[Measurement]) -> list[Measurement]:
    """The rows of all tables, each measurement once, with the provenance of every place that states it.

    Raises `MeasurementError` where one key has two values, naming both rows.
    """
    merged: dict[str, Measurement] = {}
    stood: dict[str, str] = {}
    for number, table in enumerate(tables, 1):
        for at, row in enumerate(table, 1):
            where = f"row {at} of table {number}" if len(tables) > 1 else f"row {at}"
            name = key(row)
            first = merged.get(name)
            if first is not None and _number(first) != _number(row):
                raise MeasurementError(_conflict(stood[name], first, where, row))
            merged[name] = row if first is None else _both(first, row)
            stood.setdefault(name, where)
    return list(merged.values())


def _number(row: Measurement) -> tuple[float, float, float]:
    return row.value, row.low, row.high


def _conflict(one: str, first: Measurement, other: str, second: Measurement) -> str:
    values = [f"{_written(row.value)} ({_written(row.low)} … {_written(row.high)})" for row in (first, second)]
    return f"{one} and {other}, `value`: one key has two values, {values[0]} and {values[1]}; the key is {key(first)}"


def _both(first: Measurement, second: Measurement) -> Measurement:
    """One measurement that two rows state: what one leaves empty is taken from the other, and what says where it comes from is joined."""
    kept: dict[str, Any] = {}
    for name in COLUMNS:
        one, other = getattr(first, name), getattr(second, name)
        if one in ("", None):
            kept[name] = other
        elif name in _PROVENANCE and other not in ("", one):
            kept[name] = "; ".join(dict.fromkeys([*one.split("; "), *other.split("; ")]))
    return msgspec.structs.replace(first, **kept, unknown={**second.unknown, **first.unknown})


# --- validation ------------------------------------------------------------------------------------------------


def validate(rows: Iterable[Measurement]) -> list[str]:
    """What is wrong with the rows, one sentence each with row (the first is 1) and column; nothing where all is well."""
    complaints: list[str] = []
    seen: dict[str, tuple[int, Measurement]] = {}
    for at, row in enumerate(rows, 1):
        complaints += [f"row {at}, `{column}`: {what}" for column, what in _faults(row)]
        number, first = seen.setdefault(key(row), (at, row))
        if number != at and _number(first) != _number(row):
            complaints.append(_conflict(f"row {number}", first, f"row {at}", row))
    return complaints


def _faults(row: Measurement) -> Iterator[tuple[str, str]]:
    for name in ("source", "origin", "kind", *NEEDED.get(row.origin, ())):
        if not getattr(row, name):
            yield name, "is empty" if name not in NEEDED.get(row.origin, ()) else f"is empty; a {row.origin} row must have it"
    yield from _faults_of_numbers(row)
    for name, words in (("origin", ORIGINS), ("kind", KINDS), ("split", SPLITS)):
        if (value := getattr(row, name)) and value not in words:
            yield name, f"{_shown(value)} is none of {', '.join(words)}"
    if row.kind == "change" and not row.baseline:
        yield "baseline", "is empty; a change names what it is against"
    if row.language and not _LANGUAGE.fullmatch(row.language):
        yield "language", f"{_shown(row.language)} is no code of ISO 639-1 or 639-3, and not avg"
    if row.training and row.training not in TRAININGS and not _MIX.fullmatch(row.training):
        yield "training", f"{_shown(row.training)} is none of {', '.join(TRAININGS)}, mix:…"
    if row.scale and not _SCALE.fullmatch(row.scale):
        yield "scale", f"{_shown(row.scale)} is neither full nor reduced:<preset>"


def _faults_of_numbers(row: Measurement) -> Iterator[tuple[str, str]]:
    endless = [name for name in _FLOATS if not isfinite(getattr(row, name))]
    yield from ((name, f"{getattr(row, name)} is no finite number") for name in endless)
    if not endless and row.low > row.value:
        yield "low", f"{_written(row.low)} is above the value, {_written(row.value)}"
    if not endless and row.high < row.value:
        yield "high", f"{_written(row.high)} is below the value, {_written(row.value)}"
    for name, least in (("page", 1), ("n", 0)):
        if (value := getattr(row, name)) is not None and value < least:
            yield name, f"{value} is below {least}"


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


# --- reading ---------------------------------------------------------------------------------------------------


def read_measurements(path: Path) -> list[Measurement]:
    """The rows of a CSV file, or of a Parquet file by its suffix. Raises `MeasurementError` naming the row and the column.

    What the rows say is not judged here: `validate` does that.
    """
    try:
        heads, rows = _read_parquet(path) if _is_parquet(path) else _read_csv(path)
    except (csv.Error, UnicodeDecodeError) as error:
        raise MeasurementError(f"{path}: is no CSV in UTF-8: {error}") from None
    if doubled := next((head for head in heads if heads.count(head) > 1), None):
        raise MeasurementError(f"{path}: has two columns `{doubled}`")
    if absent := [name for name in REQUIRED if name not in heads]:
        raise MeasurementError(f"{path}: has no column `{'`, `'.join(absent)}`")
    return [_measurement(path, at, heads, row) for at, row in enumerate(rows, 1)]


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")


def _read_csv(path: Path) -> tuple[list[str], list[list[Any]]]:
    reader = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
    rows: list[list[Any]] = [[_bare(cell) for cell in row] for row in reader if row]
    return ([head.strip() for head in rows[0]], rows[1:]) if rows else ([], [])


def _read_parquet(path: Path) -> tuple[list[str], list[list[Any]]]:
    import pyarrow
    import pyarrow.parquet

    content = path.read_bytes()
    try:
        table = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content)).read()
    except (pyarrow.ArrowException, OSError) as error:
        raise MeasurementError(f"{path}: is no Parquet file: {' '.join(str(error).split())}") from None
    columns = [column.to_pylist() for column in table.columns]
    return list(table.column_names), [list(row) for row in zip(*columns, strict=True)]


def _measurement(path: Path, at: int, heads: list[str], row: list[Any]) -> Measurement:
    if len(row) != len(heads):
        raise MeasurementError(f"{path}: row {at}: has {len(row)} cells where the heading has {len(heads)}")
    known: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for head, cell in zip(heads, row, strict=True):
        if head not in COLUMNS:
            unknown[head] = "" if cell is None else cell if isinstance(cell, str) else _written(cell)
            continue
        try:
            known[head] = _value(head, cell)
        except (ValueError, OverflowError):
            raise MeasurementError(f"{path}: row {at}, `{head}`: {_wrong(head, cell)}") from None
    return Measurement(**known, unknown=unknown)


def _wrong(head: str, cell: Any) -> str:
    if cell in ("", None):
        return "is empty"
    return f"{_shown(str(cell))} is no {'whole number' if head in _WHOLE else 'box (x0 y0 x1 y1)' if head == 'box' else 'number'}"


def _value(head: str, cell: Any) -> Any:
    """What a cell holds; raises ValueError where it is not what its column holds."""
    text = "" if cell is None else str(cell)
    if head in _FLOATS:
        return _float(text)
    if head in _WHOLE:
        number = _float(text) if text else None
        if number is not None and number != int(number):
            raise ValueError(text)
        return None if number is None else int(text) if re.fullmatch(r"[+-]?\d{1,18}", text) else int(number)
    if head == "box":
        return _box(text)
    return text


def _float(text: str) -> float:
    if "_" in text:
        raise ValueError(text)
    return float(text)


def _box(text: str) -> Box | None:
    if not text:
        return None
    x0, y0, x1, y1 = (_float(part) for part in text.split())
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


# --- writing ---------------------------------------------------------------------------------------------------


def write_measurements(path: Path, rows: Iterable[Measurement]) -> None:
    """The rows in a file, Parquet or CSV by its suffix; whole or not at all. Same rows, same bytes."""
    listed = list(rows)
    if not _is_parquet(path) and path.suffix.lower() != ".csv":
        raise MeasurementError(f"{path}: measurements are written to .csv or .parquet")
    write_bytes_whole(path, to_parquet(listed) if _is_parquet(path) else to_csv(listed).encode())


def to_csv(rows: Sequence[Measurement]) -> str:
    """The rows as CSV with the columns of the contract, then those that this version does not know."""
    further = _further(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(_guarded(name) for name in further)])
    for row in rows:
        writer.writerow([*(_cell(row, name) for name in COLUMNS), *(_guarded(_text(row.unknown.get(name))) for name in further)])
    return out.getvalue()


def to_parquet(rows: Sequence[Measurement]) -> bytes:
    """The rows as Parquet: numbers as numbers, an empty column as null."""
    import pyarrow
    import pyarrow.parquet

    further = _further(rows)
    kinds = {name: pyarrow.float64() for name in _FLOATS} | {name: pyarrow.int64() for name in _WHOLE}
    columns: dict[str, list[Any]] = {name: [_plain(row, name) for row in rows] for name in COLUMNS}
    columns |= {name: [_text(row.unknown.get(name)) or None for row in rows] for name in further}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in columns])
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns, schema=schema), out)
    return out.getvalue()


def _further(rows: Sequence[Measurement]) -> list[str]:
    return sorted({name for row in rows for name in row.unknown})


def _plain(row: Measurement, name: str) -> Any:
    value = getattr(row, name)
    if name == "box":
        return _box_text(value) or None
    return (_text(value) or None) if isinstance(value, str) else value


def _cell(row: Measurement, name: str) -> str:
    value = getattr(row, name)
    if name == "box":
        return _box_text(value)
    return _guarded(_text(value)) if isinstance(value, str) else "" if value is None else _written(value)


def _box_text(box: Box | None) -> str:
    return " ".join(_written(side) for side in (box.x0, box.y0, box.x1, box.y1)) if box else ""


def _written(number: Any) -> str:
    """The shortest text that reads back as the same number."""
    return repr(number).removesuffix(".0") if isinstance(number, float) else str(number)


def _text(value: Any) -> str:
    """Text as a file can hold it: halves of surrogate pairs, which a broken font can give, are no characters."""
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def _computes(text: str) -> bool:
    """Whether a spreadsheet would compute the text, or the apostrophe before it would be taken for our guard."""
    bare = text.lstrip()
    return bool(bare.startswith(("'", *FORMULA_SIGNS)) or text.startswith(FORMULA_SIGNS)) and not _PLAIN_NUMBER.fullmatch(text)


def _guarded(text: str) -> str:
    """The text as a cell that is shown and not computed: an apostrophe goes before it. `_bare` takes it off again."""
    return f"'{text}" if _computes(text) else text


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _computes(cell[1:]) else cell
