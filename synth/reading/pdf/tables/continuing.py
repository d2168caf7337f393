"""Tables that go on over a page become one, and the lines of their cells one text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec

from synth.reading.bibliography.splitting import SUSPENDED
from synth.reading.pdf.hyphens import Words, broken
from synth.reading.pdf.tables.uncaptioned.rows import Found, goes_on
from synth.reading.tables import Grid, Rule, Slot, table_of
from synth.records import Table


def continued(found: Sequence[Found], words: Words, *, hyphenates: bool) -> list[Table]:
    """The tables of a document whose pages are read: those that are the rest of the one before them put behind it.

    `hyphenates`: it breaks words at the ends of lines, elsewhere as well.
    """
    groups: list[list[Found]] = []
    for one in found:
        last = groups[-1][-1] if groups else None
        following = last is not None and (one.grid.page or 0) == (last.grid.page or 0) + 1
        if last is not None and following and goes_on(last, one):
            groups[-1].append(one)
        else:
            groups.append([one])
    soft = _marks_its_own([slot.text for one in found for slot in one.grid.slots])
    return [
        table_of(_mended(_chained([one.grid for one in group]), words, hyphenates=hyphenates and not soft, soft=soft)) for group in groups
    ]


def _marks_its_own(texts: Sequence[str]) -> bool:
    """Whether soft hyphens are those that the program set at the ends of lines; in some fonts they are what every hyphen is."""
    inside = any("\u00ad" in line[:-1] for text in texts for line in text.split("\n"))
    return not inside and any("\u00ad" in text for text in texts)


def settled(found: Found) -> Table:
    """The table of one page by itself."""
    texts = [slot.text for slot in found.grid.slots]
    return table_of(_mended(found.grid, Words(texts), hyphenates=False, soft=_marks_its_own(texts)))


def _chained(grids: Sequence[Grid]) -> Grid:
    """One grid of several, each below the one before, without the heads that are printed again."""
    whole = grids[0]
    for grid in grids[1:]:
        whole = _joined(whole, grid)
    return whole


def _joined(above: Grid, below: Grid) -> Grid:
    rows = max(slot.row for slot in above.slots) + 1
    skipped = 1 if _row(above, 0) == _row(below, 0) else 0
    slots = [slot for slot in below.slots if slot.row >= skipped]
    torn = _is_torn(above, slots, skipped)
    by = rows - skipped - torn
    held = {(slot.row, slot.column): slot for slot in above.slots}
    for slot in slots:
        moved = msgspec.structs.replace(slot, row=slot.row + by)
        before = held.get((moved.row, moved.column))
        held[moved.row, moved.column] = msgspec.structs.replace(before, text=f"{before.text}\n{moved.text}") if before else moved
    rules = [Rule(rule.row + by, rule.first, rule.end) for rule in below.rules if rule.row > skipped]
    return msgspec.structs.replace(above, slots=tuple(held[at] for at in sorted(held)), rules=(*above.rules, *rules))


def _row(grid: Grid, row: int) -> dict[int, str]:
    return {slot.column: slot.text for slot in grid.slots if slot.row == row}


def _is_torn(above: Grid, slots: Sequence[Slot], first: int) -> int:
    """1 where the first row of a page is the rest of the last row of the page before: it lacks cells, and those it has were begun there."""
    last = max(slot.row for slot in above.slots)
    begun = {slot.column for slot in above.slots if slot.row == last}
    rest = {slot.column for slot in slots if slot.row == first}
    usual = median(sum(slot.row == row for slot in above.slots) for row in range(last + 1))
    return int(last > 0 and bool(rest) and len(rest) < usual and (rest <= begun or not begun & rest))


def breaks_words(lines: Sequence[str], words: Words) -> bool:
    """Whether some line of a document ends within a word: one that stands elsewhere whole, without a hyphen."""
    halves = (broken(line, below) for line, below in pairwise(lines) if line.endswith("-"))
    return any(one and words.joined[f"{one[0]}{one[1]}".lower()] and not words.hyphened[f"{one[0]}-{one[1]}".lower()] for one in halves)


def _mended(grid: Grid, words: Words, *, hyphenates: bool, soft: bool) -> Grid:
    texts = (slot.text if soft else slot.text.replace("\u00ad", "-") for slot in grid.slots)
    slots = (
        msgspec.structs.replace(slot, text=mended(text, words, hyphenates=hyphenates)) for slot, text in zip(grid.slots, texts, strict=True)
    )
    return msgspec.structs.replace(grid, slots=tuple(slots))


def mended(text: str, words: Words, *, hyphenates: bool) -> str:
    """The lines of a cell as one text: a word broken at the end of a line is one again, if the document breaks words at all."""
    whole = ""
    for line in text.split("\n"):
        if whole.endswith("\u00ad"):  # a hyphen that the program set for the line alone, and says so
            whole = whole[:-1] + line
        elif whole.endswith(("-", "‐")) and (halves := broken(whole.replace("‐", "-"), line)):
            if halves[1].lower() in SUSPENDED:
                whole = f"{whole} {line}"
                continue
            stays = words.keeps(*halves) or not (hyphenates or words.joined["".join(halves).lower()])
            whole = whole + line if stays else whole[:-1] + line
        elif whole.endswith(("—", "/")) or line.startswith("—") or not whole or _without_blanks(whole[-1], line[:1]):
            whole += line
        else:
            whole += f" {line}"
    return whole


def _without_blanks(*characters: str) -> bool:
    """Whether characters are of a script that sets no blanks between words; Korean sets them."""
    return all("\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" for character in characters)
