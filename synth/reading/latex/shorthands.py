"""What babel makes of a quote and the letter behind it, in German and its neighbours."""

from __future__ import annotations

import re

from synth.reading.latex.symbols import accented

_SHORTHAND = re.compile(r'"(.)')  # of babel
_SHORTHANDS = {
    "s": "ß",
    "z": "ß",
    "S": "SS",
    "Z": "SZ",
    "`": "„",
    "'": "“",
    "<": "«",
    ">": "»",
    "-": "",
    "=": "-",
    "|": "",
    '"': "",
    "/": "/",
}


def written_out(text: str) -> str:
    """The text with its shorthands as they are printed."""
    return _SHORTHAND.sub(lambda found: _SHORTHANDS.get(found[1], accented('"', found[1]) if found[1] in "aeiouAEIOU" else found[0]), text)
