"""Runs of readable text: a piece of text with how it is set, and what a line of them says."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

MIN_HEAD = 3  # letters of a heading that text follows in its line
MAX_HEAD = 120  # characters

_NO_HEAD = re.compile(r"(?i)key ?words|index terms|abstract\b")


class Style(NamedTuple):
    """How a piece of text is set."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    size: int = 10
    level: str = ""  # "raised", "lowered", or "note" for the mark of a footnote
    math: bool = False
    script: bool = False  # in a formula, set small: operators without blanks


class Cite(NamedTuple):
    """A citation where it stands: the keys it names."""

    keys: tuple[str, ...]


class Run(NamedTuple):
    """A piece of text set in one style."""

    text: str
    style: Style
    cite: Cite | None = None


def prose(runs: list[Run]) -> str:
    """The text of a line: exponents behind "^", other raised and lowered parts as they are, marks of footnotes left out."""
    return composed(runs)[0]


def run_in_head(runs: list[Run]) -> tuple[str, list[Run]]:
    """The heading that a paragraph begins with, in bold and with a stop behind it, without that stop, and the rest; "" for none."""
    end = next((at for at, run in enumerate(runs) if run.text.strip() and not run.style.bold), len(runs))
    if not end or end == len(runs):
        return "", runs
    head, rest = prose(runs[:end]), runs[end:]
    if rest[0].text.startswith((":", ".")):  # the stop may be set after the bold type has ended
        head, rest = head + rest[0].text[0], [rest[0]._replace(text=rest[0].text[1:]), *rest[1:]]
    bare = head.rstrip(".:?! ")
    named = sum(sign.isalpha() for sign in bare) >= MIN_HEAD and len(bare) <= MAX_HEAD and not _NO_HEAD.match(bare)
    stopped = head.endswith((".", ":", "?", "!")) and not head.endswith((" al.", "e.g.", "i.e.", "vs."))
    if not named or not stopped or not prose(rest):
        return "", runs
    return bare, rest


def composed(runs: list[Run]) -> tuple[str, list[tuple[int, int, Cite]]]:
    """The text of a line, and where in it citations stand."""
    parts: list[str] = []
    length = 0
    cites: list[tuple[int, int, Cite]] = []
    at = 0
    while at < len(runs):
        run = runs[at]
        at += 1
        if run.style.level == "note":
            continue
        text = run.text
        if run.style.level == "raised" and run.style.math:
            while at < len(runs) and runs[at].style.level == "raised":
                text += runs[at].text
                at += 1
            text = _exponent(text)
        text = re.sub(r"\s+", " ", text.replace("\u2009", " "))
        if text.startswith(" ") and (not parts or parts[-1].endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if run.cite is not None:
            cites.append((length, length + len(text), run.cite))
        parts.append(text)
        length += len(text)
    joined = unicodedata.normalize("NFC", "".join(parts))
    return joined.strip(), cites


def _exponent(text: str) -> str:
    bare = text.strip()
    if re.fullmatch(r"[-+−]?[\w.]+", bare) and bare not in ("th", "st", "nd", "rd"):
        return f"^{bare}"
    return f"^({bare})" if any(character.isalnum() for character in bare) and bare not in ("th", "st", "nd", "rd") else bare
