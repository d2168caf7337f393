"""Claim files: the TOML of one claim each, with its atoms and their tests, read and held against what a test may be."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from synth.claims.expressions import ExpressionError
from synth.claims.tests import parsed
from synth.records import CLAIM_TYPES, ClaimFile, Record, RecordError, from_builtins

NOT_TYPED = ("unknown", "verdicts")  # fields that nobody writes into a claim file


class ClaimError(ValueError):
    """A claim cannot be checked as it is given; the message says which, and what to do."""


def claim_files_in(paths: Iterable[Path]) -> list[Path]:
    """The claim files of these paths: a folder's in the order of their names. Raises `ClaimError` where there is none."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not inside:
            raise ClaimError(f"{path}: holds no claim file (.toml)")
        found += inside
    return list(dict.fromkeys(found))


def read_claim(path: Path) -> ClaimFile:
    """The claim of a file. Raises `ClaimError` for what is no claim file, and for an atom whose test cannot be read."""
    try:
        claim = from_builtins(ClaimFile, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecordError) as error:
        raise ClaimError(f"{path}: is no claim file: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise ClaimError(f"{path}: is no claim file: lists within lists, too deep to read") from None
    if unknown := next(_unknown(claim, ""), None):
        raise ClaimError(f"{path}: {unknown}")
    for number, atom in enumerate(claim.atoms, 1):
        if atom.type and atom.type not in CLAIM_TYPES:
            raise ClaimError(f"{path}: atom {number}: its type {atom.type!r} is none of {', '.join(CLAIM_TYPES)}")
        if atom.also and not atom.test:
            raise ClaimError(f"{path}: atom {number}: has `also` and no `test`; what stands first is the test")
        if atom.test and atom.why:
            raise ClaimError(f"{path}: atom {number}: has a test, and says why it has none; leave one of the two out")
        for test in (atom.test, *atom.also) if atom.test else ():
            try:
                parsed(test)
            except ExpressionError as error:
                raise ClaimError(f"{path}: atom {number}: {test}: {error}") from None
    return claim


def _unknown(record: Record, where: str) -> Iterator[str]:
    """Each key that a claim file has and no claim: a slip of the pen would else leave out what it says, and nobody would know."""
    fields = [name for name in type(record).__struct_fields__ if name not in NOT_TYPED]
    for name in record.unknown:
        near = sorted(get_close_matches(name, fields), key=lambda field: sorted(field) != sorted(name))  # letters that changed places first
        known = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(fields)}"
        yield f"{where}has a key `{name}`, which no claim file has; {known}"
    for field in fields:
        value = getattr(record, field)
        several = value if isinstance(value, tuple) else (value,)
        for number, one in enumerate(several, 1):
            if isinstance(one, Record):
                name = field.removesuffix("s") if isinstance(value, tuple) else field
                yield from _unknown(one, f"{where}{name}{f' {number}' if isinstance(value, tuple) else ''}: ")
