"""What a cell prints: its value, what is raised or lowered beside it, and how it is set."""

from __future__ import annotations

import re

from synth.reading.latex.runs import Run
from synth.reading.latex.tokens import plain

_MARKS = re.compile(r"[^\w\s+\-−–.±]+")
_SPREAD = re.compile(r"[±(]|[+\-−]\s?\d*\.?\d|\d*\.\d")
_SIGNS = ("+", "-", "−")
_ORDINALS = ("st", "nd", "rd", "th")


def cell_of(runs: list[Run]) -> tuple[str, str, str, tuple[str, ...]]:
    """The text of a cell, its raised marks, what is lowered beside a value, and how it is set."""
    text, notes, lowered = "", list[str](), list[str]()
    sizes = [run.style.size for run in runs if run.text.strip() and not run.style.level]
    size = sizes[0] if sizes else 10
    at = 0
    while at < len(runs):
        run = runs[at]
        level, math = run.style.level, run.style.math
        small = not level and run.style.size < size
        said = run.text
        first, at = at, at + 1
        while (
            at < len(runs)
            and (level or small)
            and runs[at].style.level == level
            and (runs[at].style.size < size) == small
            and runs[at].style.math == math
        ):
            said += runs[at].text
            at += 1
        if level == "note":
            notes.append(said.strip())
        elif level == "raised":
            below = runs[at].text.strip() if at < len(runs) and runs[at].style.level == "lowered" else ""
            if re.search(r"[(\[]\s*\Z", text) and re.search(r"\d", said):  # "32.02(^{545}_{535})": bounds, and no mark of anything
                text += f"{said.strip()}; " if below else said.strip()
                continue
            paired = below[:1] in _SIGNS if below else False
            text = _raise(text, said.strip(), math, paired, _names(runs, first, at), notes, lowered)
        elif level == "lowered":
            text = _lower(text, said.strip(), notes, lowered)
        elif small and re.fullmatch(r"\s*\d*\.?\d+\s*", said) and re.search(r"\d[%\s]*\Z", text):
            lowered.append(said.strip())
        else:
            text += said
    text = re.sub(r"(?<!\d)\u2009|\u2009(?!\d{3}(?!\d))", " ", text)
    text = plain(text.replace("\u2009", "\u0009")) if "\u2009" not in text else _thousands(text)
    return text, " ".join(note for note in notes if note), ", ".join(lowered), _marks_of(runs, text)


def _names(runs: list[Run], first: int, end: int) -> bool:
    """Whether what is raised in a formula is part of a name: beside something lowered, or set onto the formula's own letters."""
    beside = [runs[at] for at in (first - 1, end) if 0 <= at < len(runs)]
    own = first > 0 and runs[first - 1].style.math and bool(runs[first - 1].text.strip())
    return runs[first].style.math and (own or any(one.style.level == "lowered" for one in beside))


def _thousands(text: str) -> str:
    """The text with the thin spaces kept that part thousands."""
    return "\u2009".join(plain(part) for part in text.split("\u2009"))


def _raise(text: str, said: str, math: bool, paired: bool, names: bool, notes: list[str], lowered: list[str]) -> str:
    """Where a raised part belongs: an exponent and an ending stay in the text, a spread goes beside the value, a mark to the notes.

    `paired` says that a signed number is lowered beside it, so that both are bounds; `names`, that it may be part of a variable's name.
    """
    base = text.rstrip()
    if not said:
        return text
    if said in _ORDINALS or re.fullmatch(r"[+\-−]+|[′″°%]+", said):
        return base + said
    bound = said[0] in _SIGNS and (paired or lowered or (said[0] == "+" and not base.endswith("10")))
    if _SPREAD.match(said) and re.search(r"[\d)%]\Z", base) and (bound or not re.fullmatch(r"[+\-−]?\d+", said)):
        lowered.append(said)
        return text
    if _MARKS.fullmatch(said) or not base:
        notes.append(said)
        return text
    number = re.search(r"(?<![\d.,])(\d+)\Z", base)
    if re.fullmatch(r"[+\-−]?\d+", said):
        if math and said != "2" and re.search(r"[^\W\d_]{5,}\Z", base):
            notes.append(said)  # a word of prose has no third power
            return text
        if math and ((number and len(number[1]) < 4) or re.search(r"[^\W\d_]\Z", base)):
            return f"{base}^{said}"
        notes.append(said)
        return text
    if names and re.fullmatch(r"[^\W\d_]{1,3}", said) and re.search(r"[^\W\d_]\Z", base) and not re.search(r"\d", base):
        return f"{base}^{said}"  # letters in a formula name a variable
    if math and re.search(r"[^\W\d_)]\Z|10\Z|\be\Z", base) and _in_formula(base):
        return f"{base}^{said}"
    if len(said) > 3 and re.search(r"[^\W\d_]\Z", base):
        return base + said
    notes.append(said)
    return text


def _in_formula(base: str) -> bool:
    """Whether what stands below an exponent is a variable rather than a word."""
    return re.search(r"[^\W\d_]{2,}\Z", base) is None


def _lower(text: str, said: str, notes: list[str], lowered: list[str]) -> str:
    """Where a lowered part belongs: beside a value it is its spread; under a letter it is part of a name."""
    base = text.rstrip()
    if re.search(r"[\d)%]\Z", base) and not re.search(r"[^\W\d_]", base):
        if re.search(r"\d", said) or not re.search(r"\w", said):
            lowered.append(said)
        else:
            notes.append(said)
        return text
    return base + said if base else said


def _marks_of(runs: list[Run], text: str) -> tuple[str, ...]:
    """A cell is bold when all of it is, or, where it is numbers, when one of them is; the same for the other marks."""
    printed = [run for run in runs if run.text.strip() and run.style.level != "note"]
    words_in = re.search(r"[^\W\d_]{2,}", text) is not None
    held = []
    for mark in ("bold", "underline", "italic"):
        marked = [bool(getattr(run.style, mark)) for run in printed if re.search(r"\w", run.text)] or [
            bool(getattr(run.style, mark)) for run in printed
        ]
        if marked and (all(marked) or (not words_in and any(getattr(run.style, mark) and re.search(r"\d", run.text) for run in printed))):
            held.append(mark)
    return tuple(held)
