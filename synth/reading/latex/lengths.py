"""Lengths of TeX: which text is one, and whether a space of that length parts two words."""

from __future__ import annotations

import re

WORD_SPACE = 2.0  # points; a thin space has 1.7
_LENGTH = re.compile(r"\s*(-?(?:\d{1,6}(?:\.\d{0,6})?|\.\d{1,6}))?\s*([a-z]{2})?")
_POINTS = {"pt": 1.0, "bp": 1.0, "em": 10.0, "ex": 4.3, "mm": 2.85, "cm": 28.5, "in": 72.3, "pc": 12.0, "mu": 0.55, "sp": 0.0}
DIMENSION = re.compile(
    r"\s*=?\s*-?(?:\d+\.?\d*|\.\d+)?\s*(?:pt|em|ex|cm|mm|in|pc|bp|sp|mu|fil+)?(?:\s*(?:plus|minus)\s*[-\d.]+\s*[a-z]{2,5})*"
)


def is_wide(length: str) -> bool:
    """Whether a space of this length parts two words."""
    found = _LENGTH.match(length)
    return found is None or float(found[1] or 1) * _POINTS.get(found[2], 10.0) >= WORD_SPACE
