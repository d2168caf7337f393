"""A table element becomes a grid: every cell in its place, with its spans, its borders as lines, and raised marks apart from values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from synth.reading.html.inline import Reader, Run, classes_of, is_hidden, prose
from synth.reading.tables import Grid, Rule, Slot

MAX_SPAN = 500  # rows or columns that one cell can span
MAX_CELLS = 40_000  # of one table

_NUMBER_BASE = re.compile(r"(?:^|[\s(×x·⋅*])10$")
_LETTER_BASE = re.compile(r"[^\W\d_]$")
_SPREAD = re.compile(r"[±+\-−]?\s?(?:\d*[.,]?\d+%?|∞)|[-–—−]")  # or the dash that stands for none
_RAISED_SPREAD = re.compile(r"[±+−-]\s?(?:\d*[.,]?\d+%?|∞)")  # the upper half of an uneven one; a bare number would be a mark
_DIGIT_END = re.compile(r"\d[%)]?$")
_MARK = re.compile(r"[\w*†‡§¶#⋆∗★, ]{1,8}|[^\w\s]{1,6}")


def grid_of(table: Any, reader: Reader, label: str = "", caption: str = "") -> Grid:
    """The grid that a table prints."""
    slots: list[Slot] = []
    borders: dict[int, set[int]] = {}
    taken: dict[tuple[int, int], bool] = {}
    doubts: list[str] = []
    number = -1
    said = "ltx_guessed_headers" not in classes_of(table)  # LaTeXML guesses heads from borders and contents; so can we
    for number, (row, in_head) in enumerate(_rows(table)):
        column = 0
        for cell in row:
            if not isinstance(cell.tag, str) or cell.tag not in ("td", "th") or is_hidden(cell):
                continue
            while taken.get((number, column)):
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if len(taken) + rows * columns > MAX_CELLS:
                doubts = [f"has more than {MAX_CELLS:,} cells; the rest is not read"]
                break
            for down in range(rows):
                for right in range(columns):
                    taken[number + down, column + right] = True
            _note_borders(cell, number, rows, range(column, column + columns), borders)
            slots.append(_slot(cell, reader, number, column, rows, columns, said, in_head))
            column += columns
        if doubts:
            break
    last = number + 1
    slots = [_within(slot, last) for slot in slots]
    return Grid(slots=tuple(slots), rules=tuple(_rules(borders)), label=label, caption=caption, doubts=tuple(doubts))


def _rows(table: Any) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, not those of tables within it, and whether each stands in its head."""
    for child in table:
        if not isinstance(child.tag, str):
            continue
        if child.tag == "tr":
            yield child, False
        elif child.tag in ("thead", "tbody", "tfoot"):
            for row in child:
                if isinstance(row.tag, str) and row.tag == "tr":
                    yield row, child.tag == "thead"


def _span(cell: Any, name: str) -> int:
    given = (cell.get(name) or "1").strip()
    return max(1, min(MAX_SPAN, int(given))) if given.isdecimal() and len(given) < 6 else 1


def _within(slot: Slot, rows: int) -> Slot:
    """A cell spans no further than the table goes."""
    if slot.row + slot.rows <= rows:
        return slot
    import msgspec

    return msgspec.structs.replace(slot, rows=rows - slot.row)


def _note_borders(cell: Any, row: int, rows: int, columns: range, borders: dict[int, set[int]]) -> None:
    classes = classes_of(cell)
    if classes & {"ltx_border_t", "ltx_border_tt", "ltx_border_T"}:
        borders.setdefault(row, set()).update(columns)
    if classes & {"ltx_border_b", "ltx_border_bb", "ltx_border_B"}:
        borders.setdefault(row + rows, set()).update(columns)


def _rules(borders: dict[int, set[int]]) -> Iterator[Rule]:
    for row, columns in sorted(borders.items()):
        first = previous = -1
        for column in sorted(columns):
            if first < 0:
                first = column
            elif column != previous + 1:
                yield Rule(row, first, previous + 1)
                first = column
            previous = column
        yield Rule(row, first, previous + 1)


def _slot(cell: Any, reader: Reader, row: int, column: int, rows: int, columns: int, said: bool, in_head: bool) -> Slot:
    runs = reader.runs(cell)
    text, lowered, note = _taken_apart(runs)
    note = (note + _notes(cell)).strip()
    letters = [run for run in runs if run.text.strip() and run.height == 0]
    marks = tuple(mark for mark in ("bold", "underline", "italic") if letters and all(mark in run.marks for run in letters))
    classes = classes_of(cell)
    head = True if said and cell.tag == "th" and (in_head or "ltx_th_column" in classes) else None
    return Slot(text=text, row=row, column=column, rows=rows, columns=columns, lowered=lowered, note=note, marks=marks, head=head)


def _taken_apart(runs: list[Run]) -> tuple[str, str, str]:
    """A cell's text, what is set below the line beside a number, and its raised marks."""
    kept: list[Run] = []
    lowered = note = ""
    at = 0
    while at < len(runs):
        end = at
        while end < len(runs) and runs[end].height == runs[at].height:
            end += 1
        group, height, at = runs[at:end], runs[at].height, end
        printed = "".join(run.text for run in group)
        before = "".join(run.text for run in kept).rstrip()
        if height and _is_spread(before, printed.strip(), raised=height > 0):
            lowered = f"{lowered} {printed.strip()}".strip()
        elif height > 0 and _is_mark(before, printed.strip(), math=group[0].math):
            note += printed.strip()
        elif height > 0 and _NUMBER_BASE.search(before):
            kept += [run._replace(math=True) for run in group]
        else:
            kept += group
    return prose(kept), lowered, note


def _is_spread(before: str, printed: str, *, raised: bool) -> bool:
    """Whether something set lower or higher beside a number is its spread: "0.41" with "0.02" below, "1.5" with "+0.5" above."""
    if not _DIGIT_END.search(before):
        return False
    return bool(_RAISED_SPREAD.fullmatch(printed)) and not _NUMBER_BASE.search(before) if raised else bool(_SPREAD.fullmatch(printed))


def _is_mark(before: str, printed: str, *, math: bool) -> bool:
    """Whether something raised is a mark and no exponent: behind a number, at the beginning, or signs that are no number."""
    if not printed or not _MARK.fullmatch(printed):
        return False
    if not any(character.isalnum() for character in printed):
        return printed not in ("∘", "°", "′", "″")
    if _NUMBER_BASE.search(before):
        return False
    if _LETTER_BASE.search(before):
        return not math and len(printed) <= 3 and printed not in ("th", "st", "nd", "rd", "2", "3")
    return True


def _notes(cell: Any) -> str:
    """The marks of the footnotes in a cell."""
    marks = []
    for note in cell.iter("span"):
        if "ltx_note" in classes_of(note):
            first = next((child for child in note if "ltx_note_mark" in classes_of(child)), None)
            marks.append("".join(first.itertext()).strip() if first is not None else "")
    return "".join(marks)
