"""The places that the cells of a grid take: none over another one, none past the last row, and no row in which nothing is printed."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import msgspec

from synth.reading.latex.columns import Column
from synth.reading.tables import Rule, Slot

MAX_AREA = 2_000_000  # places that the cells of one table cover


def between_bars(slots: list[Slot], columns: list[Column]) -> list[Slot]:
    """A row of heads, each typed in the middle one of the columns between two upright lines: each over all of them."""
    bars = [at + 1 for at, column in enumerate(columns) if column.bar]
    blocks = [range(start, end) for start, end in pairwise([0, *bars, len(columns)]) if end - start > 1]
    printed = [slot for slot in slots if _prints(slot)]
    inside = [[slot for slot in printed if slot.column in block] for block in blocks]
    blocks = [block for block, own in zip(blocks, inside, strict=True) if own]
    heads = [own[0] for own in inside if len(own) == 1]
    if len(blocks) < 2 or len(heads) < len(blocks) or any(slot.columns > 1 or any(c.isdigit() for c in slot.text[:1]) for slot in heads):
        return slots
    if any(len(block) % 2 == 0 or head.column != block[len(block) // 2] for block, head in zip(blocks, heads, strict=True)):
        return slots
    spans = {id(head): block for block, head in zip(blocks, heads, strict=True)}
    return [
        msgspec.structs.replace(slot, column=spans[id(slot)].start, columns=len(spans[id(slot)])) if id(slot) in spans else slot
        for slot in slots
        if id(slot) in spans or not any(slot.column in block for block in blocks)
    ]


def spanning(slot: Slot, width: int) -> Slot:
    """The cell over all columns of its row."""
    return msgspec.structs.replace(slot, column=0, columns=max(width, 1))


def _prints(slot: Slot) -> bool:
    return bool(slot.text or slot.lowered or slot.note)


def bounded(slots: list[Slot]) -> tuple[list[Slot], tuple[str, ...]]:
    """The same cells, without their spans where these cover more than any table has."""
    if sum(slot.rows * slot.columns for slot in slots) <= MAX_AREA:
        return slots, ()
    return [msgspec.structs.replace(slot, rows=1, columns=1) for slot in slots], (
        f"its cells span more than {MAX_AREA:,} places; spans are left out",
    )


def untangled(slots: list[Slot], rows: int) -> list[Slot]:
    """The cells that print, none reaching over another one or past the last row."""
    printed = [slot for slot in slots if _prints(slot)]
    starts: dict[int, list[int]] = {}
    for slot in printed:
        for column in range(slot.column, slot.column + slot.columns):
            starts.setdefault(column, []).append(slot.row)
    for column in starts:
        starts[column].sort()
    kept: list[Slot] = []
    for slot in printed:
        end = min(slot.row + slot.rows, rows)
        if slot.rows > 1:
            for column in range(slot.column, slot.column + slot.columns):
                below = bisect_right(starts[column], slot.row)
                if below < len(starts[column]):
                    end = min(end, starts[column][below])
        kept.append(_resized(slot, max(end - slot.row, 1)) if end - slot.row != slot.rows else slot)
    return kept


def _resized(slot: Slot, rows: int, row: int | None = None) -> Slot:
    return msgspec.structs.replace(slot, rows=rows, row=slot.row if row is None else row)


def without_blank_rows(slots: list[Slot], rules: list[Rule], rows: int) -> tuple[list[Slot], list[Rule]]:
    """The same table with the rows left out in which nothing begins."""
    begun = {slot.row for slot in slots}
    place: list[int] = []
    count = 0
    for row in range(rows + 1):
        place.append(count)
        count += row in begun
    moved = [_resized(slot, max(place[min(slot.row + slot.rows, rows)] - place[slot.row], 1), place[slot.row]) for slot in slots]
    return moved, list(dict.fromkeys(Rule(place[min(rule.row, rows)], rule.first, rule.end) for rule in rules))
