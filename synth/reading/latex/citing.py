"""Which commands cite a reference, and which print the number of a label."""

from __future__ import annotations

import re

from synth.reading.latex.symbols import words

_CITING = re.compile(
    r"(?:[Cc]ite|[Pp]arencite|[Tt]extcite|[Aa]utocite|[Ff]ootcite|[Ss]martcite|[Ss]upercite|newcite|shortcite|fullcite|onlinecite|bibentry|footfullcite)[A-Za-z]*\Z"
)


def is_citing(name: str) -> bool:
    """Whether a command cites."""
    return _CITING.match(name) is not None


def is_referring(name: str) -> bool:
    """Whether a command prints the number of a label."""
    return name in words("roles", "referring")
