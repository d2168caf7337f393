"""Claim files: the TOML of one claim each, with its atoms and their tests, read and held against what a test may be."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from synth.claims.expressions import ExpressionError
from synth.claims.tests import parsed
from synth.records import CLAIM_TYPES, ClaimFile, RecordError, from_builtins


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
        raise ClaimError(f"{path}: is no claim file: {error}") from None
    for number, atom in enumerate(claim.atoms, 1):
        if atom.type and atom.type not in CLAIM_TYPES:
            raise ClaimError(f"{path}: atom {number}: its type {atom.type!r} is none of {', '.join(CLAIM_TYPES)}")
        if atom.test and atom.why:
            raise ClaimError(f"{path}: atom {number}: has a test, and says why it has none; leave one of the two out")
        for test in (atom.test, *atom.also) if atom.test or atom.also else ():
            try:
                parsed(test)
            except ExpressionError as error:
                raise ClaimError(f"{path}: atom {number}: {test}: {error}") from None
    return claim
