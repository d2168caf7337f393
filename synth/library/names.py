"""What a paper can be named by: scheme, identifier and version, in any case, or the beginning of its file's hash.

Other spellings (addresses, DOIs of arXiv) are not taken apart here: `synth/sources/identity.py` does that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from synth.records import Paper, Source

OF_A_WORK = frozenset(("arxiv", "doi", "acl"))  # schemes whose identifiers two versions of one work share
SHORTEST_KEY = 6  # hexadecimal digits of a hash that name a file
KEY = 12  # those that are shown

_HASH = re.compile(rf"(?:sha256:)?([0-9a-f]{{{SHORTEST_KEY},64}})")
_VERSION = re.compile(r"(.+?)(v\d{1,3})")
_SCHEME = re.compile(r"(arxiv|doi|acl|url|file|run|title):\s*(.+)", re.DOTALL)


class Name(NamedTuple):
    """A name without case. An empty scheme is any."""

    scheme: str
    id: str
    version: str = ""


def names_of(paper: Paper) -> list[Name]:
    """All names of a paper, its own first."""
    return list(dict.fromkeys(name_of(source) for source in (paper.source, *paper.names)))


def name_of(source: Source) -> Name:
    return Name(source.scheme.casefold(), source.id.casefold(), source.version.casefold())


def readings(text: str) -> Iterator[Name]:
    """What a name that somebody gives may mean: with its end as a part of the identifier, and as a version."""
    text = " ".join(text.split()).casefold()
    match = _SCHEME.fullmatch(text)
    scheme, rest = (match[1], match[2]) if match else ("", text)
    yield Name(scheme, rest)
    if versioned := _VERSION.fullmatch(rest):
        yield Name(scheme, versioned[1], versioned[2])


def hash_in(text: str) -> str:
    """The beginning of a hash that a name is; empty where it is none."""
    match = _HASH.fullmatch(text.strip().casefold())
    return match[1] if match else ""


def order(source: Source) -> tuple[str, str, int, str]:
    """By what papers are listed: their name, and its version as a number."""
    number = source.version.casefold().removeprefix("v")
    return (source.scheme.casefold(), source.id.casefold(), int(number) if number.isdecimal() else -1, source.hash)
