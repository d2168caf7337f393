"""Cells over several printed lines: labels that go on below, and spreads set below their values."""

from __future__ import annotations

import re

import msgspec

from synth.reading.numbers import read_numbers
from synth.reading.tables.grid import Grid, Slot
from synth.records import Box

_CITED = re.compile(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]")  # a mark of a reference, alone in its line
_SPREAD = re.compile(
    r"[(\[]?\s?(?:±|\+/-|SD|SE)?\s?[<>≤≥]?\s?[-−–]?\s?[\d.,]+(?:e[-−+]?\d+)?(?:\s?(?:[-–,;]|to)\s?[-−–]?[\d.,]+)?%?\s?[)\]]\s?[*†‡§]{0,4}|±\s?[\d.,]+"
)  # the spread of the value above
_UNENDED = re.compile(r"(?:[-–×*·&+/,_]|\s(?:x|of|and|or|the|a|with|for|in|to|on|by|from|at|using))$", re.IGNORECASE)  # more must follow


def unwrapped(slots: list[Slot], grid: Grid) -> list[Slot]:
    """The cells with labels that go on in the next line made whole: a line of its own that cannot be a label by itself."""
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot)
    ruled = {rule.row for rule in grid.rules}
    labels = [slot.text for slot in slots if slot.column == 0 and len(rows[slot.row]) > 1 and slot.text[:1].isalpha()]
    lower = 2 * sum(text[0].islower() for text in labels) > len(labels)  # where labels begin in lower case, that says nothing
    whole = {id(slot): slot for slot in slots}
    host: Slot | None = None
    broken: Slot | None = None  # a line alone that ends within a word
    spreads = {row: spread for row in rows if (spread := _spread_of(rows[row], rows.get(row - 1, []), ruled)) is not None}
    if spreads:  # where the spreads of other rows stand alone in theirs, a label beside some is the rest of the one above
        for row in [row for row in rows if row not in spreads and len(rows[row]) > 1]:
            label = min(rows[row], key=lambda slot: slot.column)
            over = next((slot for slot in rows.get(row - 1, []) if slot.column == label.column == 0 and slot.columns == 1), None)
            rest = _spread_of([slot for slot in rows[row] if slot is not label], rows.get(row - 1, []), ruled)
            if over is not None and rest and (_UNENDED.search(over.text) or carries_on(over.text, label.text)):
                spreads[row] = [(label, over), *rest]
    for row in sorted(rows):
        if (spread := spreads.get(row)) is not None:
            for own, above in spread:
                del whole[id(own)]
                key = next(key for key, slot in whole.items() if (slot.row, slot.column) == (above.row, above.column))
                whole[key] = _grown(whole[key], own, f"{whole[key].text} {own.text}")
            continue
        (first, *others) = sorted(rows[row], key=lambda slot: slot.column)
        if (
            host is not None
            and not others
            and first.column == host.column
            and row not in ruled
            and first.columns == 1
            and ("bold" in first.marks) <= ("bold" in host.marks)  # bold below a plain label is a heading
            and (_UNENDED.search(host.text) or carries_on(host.text, first.text[:1].upper() + first.text[1:] if lower else first.text))
        ):
            del whole[id(first)]
            key = next(key for key, slot in whole.items() if slot is host)
            host = whole[key] = _grown(host, first, joined(host.text, first.text))
        else:
            if broken is not None and others and first.column == broken.column and first.text[:1].islower():
                del whole[id(broken)]
                first = whole[id(first)] = _grown(first, broken, joined(broken.text, first.text))
            host = first if others and first.column == 0 else None
            broken = first if not others and first.text.endswith(("-", "‐")) else None
    return list(whole.values())


def _grown(slot: Slot, other: Slot, text: str) -> Slot:
    """A cell that takes another in: one text, one box around both."""
    box = slot.box
    if box is not None and other.box is not None:
        box = Box(x0=min(box.x0, other.box.x0), y0=min(box.y0, other.box.y0), x1=max(box.x1, other.box.x1), y1=max(box.y1, other.box.y1))
    return msgspec.structs.replace(slot, text=text, box=box)


def _spread_of(row: list[Slot], above: list[Slot], ruled: set[int]) -> list[tuple[Slot, Slot]] | None:
    """For a row that holds only the spreads of the values above it, in brackets or behind ±: each with the cell that it belongs to."""
    places = {slot.column: slot for slot in above if slot.columns == 1}
    pairs = [(slot, places[slot.column]) for slot in row if slot.column in places and _SPREAD.fullmatch(slot.text)]
    fits = len(pairs) == len(row) and all(read_numbers(value.text) and not _SPREAD.fullmatch(value.text) for _, value in pairs)
    return pairs if row and fits and row[0].row not in ruled else None


def carries_on(above: str, text: str) -> bool:
    """Whether a line alone below a label reads as the rest of it: in lower case, or a bracket that is more than a number or a letter."""
    bracket = re.match(r"\([^()]{3,}", text)
    opened = above.count("(") > above.count(")") and ")" in text
    cited = _CITED.fullmatch(text)
    return (
        text[:1].islower() or opened or bool(cited) or above.endswith(("-", "‐", ",", "(", "&", " +")) or text[:1] in ")%_" or bool(bracket)
    )


def joined(above: str, below: str) -> str:
    """Two lines of a label as one; a hyphen that only broke a word goes."""
    return above[:-1] + below if above.endswith(("-", "‐")) and below[:1].islower() else f"{above} {below}"
