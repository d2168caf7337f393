"""Text from outside as it may be shown: what would move a cursor, turn the line round or end a string is put as a sign one can see."""

from __future__ import annotations

import re

# Controls (C0, C1), marks and overrides of direction, invisible operators and tags, line separators, halves of surrogate pairs,
# noncharacters. The joiners U+200C and U+200D stay: Persian and Indic words need them.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_SPACES = "\t\n\v\f\r\u2028\u2029"
_PICTURES = 0x2400  # ␀; the pictures of the other C0 controls follow in their order


def visible(text: str) -> str:
    """The text in one line without any character that acts instead of being seen. Nothing else is changed, and nothing is left out."""
    return _UNSEEN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _SPACES:
        return " "
    if code < 0x20:
        return chr(_PICTURES + code)
    return f"⟨U+{code:04X}⟩"
