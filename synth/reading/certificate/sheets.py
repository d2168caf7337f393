"""A table seen along one direction: which printed figures stand in a line, and are made in one way from others of the same line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from synth.measurements import Interval, interval
from synth.reading.pairs import parts, values
from synth.reading.vocabulary import is_word_for
from synth.records import Cell, Number

ENOUGH = 2  # figures that have to recompute before a set of cells is taken
What = Literal["average", "difference", "total"]
Place = tuple[int, int]
MAX_LABELS = 12  # of a path that are looked at
MAX_WORDS = 3  # of a label one word of which says that it is an average
_SIGNS = frozenset("+-−–‐‑﹣－＋—")


class Sheet:
    """The value cells of a table by line and place in the line: rows and columns as they are, or, `across`, changed about.

    A figure stands at a place in its line, and is made from other places of the same line.
    """

    def __init__(self, cells: Iterable[tuple[Cell, Place]], *, across: bool) -> None:
        self.across = across
        self.cells: dict[Place, Cell] = {}  # (line, place)
        self.values: dict[Place, dict[int, Interval]] = {}
        for cell, (row, column) in cells:
            where = (column, row) if across else (row, column)
            self.cells[where] = cell
            if numbers := values(cell):
                self.values[where] = {place: _interval(number) for place, number in numbers.items()}
        self.places: dict[int, list[int]] = {}  # place: lines
        for line, place in sorted(self.cells):
            self.places.setdefault(place, []).append(line)
        self._said: dict[tuple[tuple[str, ...], What], str] = {}

    def path(self, line: int, place: int) -> tuple[str, ...]:
        """The labels along which places differ."""
        cell = self.cells[line, place]
        return cell.row if self.across else cell.column

    def same_line(self, line: int, one: int, other: int) -> bool:
        """Whether two places of a line stand under the same labels the other way: below a second heading they do not."""
        first, second = self.cells[line, one], self.cells[line, other]
        return first.column == second.column if self.across else first.row == second.row

    def says(self, path: tuple[str, ...], what: What) -> str:
        """Whether labels say that figures are made this way: "sure", "maybe" or not."""
        if (path, what) not in self._said:
            self._said[path, what] = says(path, what)
        return self._said[path, what]


def sheets_of(cells: Sequence[Cell]) -> Iterator[Sheet]:
    """The table by its rows and by its columns; and where it is set in blocks, one below the other, with these side by side."""
    placed = [cell for cell in cells if cell.at is not None and not cell.label]
    yield Sheet(((cell, cell.at) for cell in placed if cell.at), across=False)
    yield Sheet(((cell, cell.at) for cell in placed if cell.at), across=True)
    rows: dict[tuple[str, ...], int] = {}
    columns: dict[tuple[str, ...], int] = {}
    unfolded = {(rows.setdefault(cell.row, len(rows)), columns.setdefault(cell.column, len(columns))): cell for cell in placed}
    if len(unfolded) == len(placed) and len(rows) < len({cell.at[0] for cell in placed if cell.at}):
        yield Sheet(((cell, where) for where, cell in unfolded.items()), across=False)


class Figure(NamedTuple):
    """A printed figure that is to be recomputed: its line, which of the values of its cell, and its interval."""

    line: int
    part: int | None  # the value of each cell that it is made from; None: of all values of each, or of the only one
    printed: Interval
    unit: str
    column: tuple[str, ...]


class Line(NamedTuple):
    """The figures at one place, which are made in one way."""

    what: What
    place: int
    path: tuple[str, ...]
    figures: tuple[Figure, ...]
    sure: bool  # the labels say so, and what cannot be recomputed is reported
    against: bool = False  # each figure is its own cell less another, as "80.5 (+0.4)" is


def lines_of(sheet: Sheet, what: What) -> Iterator[Line]:
    """The lines of figures whose labels say that they are made this way."""
    for place, lines in sheet.places.items():
        by_path: dict[tuple[str, ...], list[int]] = {}
        for line in lines:
            by_path.setdefault(sheet.path(line, place), []).append(line)
        for path, those in by_path.items():
            says = sheet.says(path, what)
            if says:
                figures = tuple(figure for line in those for figure in _figures(sheet, line, place, what))
                if figures:
                    yield Line(what, place, path, figures, says == "sure")


def _figures(sheet: Sheet, line: int, place: int, what: What) -> Iterator[Figure]:
    own = [part for part in parts(sheet.cells[line, place]) if part.own]
    for part in own if what == "average" else own[:1]:
        yield Figure(line, part.at if len(own) > 1 else None, _interval(part.number), part.number.unit, part.column)


def signed_lines(sheet: Sheet) -> Iterator[Line]:
    """Lines whose every value has a sign, some a plus: differences that no label calls so."""
    for place, lines in sheet.places.items():
        figures = [figure for line in lines for figure in _figures(sheet, line, place, "difference")]
        texts = [sheet.cells[figure.line, place].text.strip() for figure in figures]
        if len(figures) < ENOUGH or not all(_signed(text) for text in texts) or not any(text.startswith("+") for text in texts):
            continue
        path = sheet.path(figures[0].line, place)
        if not any(sheet.says(path, what) for what in ("average", "total", "difference")):
            yield Line("difference", place, path, tuple(figures), sure=False)


def lines_of_brackets(sheet: Sheet) -> Iterator[Line]:
    """Lines whose values have signed numbers in brackets beside them: changes against another place."""
    for place, lines in sheet.places.items():
        figures: list[Figure] = []
        for line in lines:
            found = parts(sheet.cells[line, place])
            beside = [part for part in found if part.number.part == "bracket" and _signed(part.number.text)]
            if len(found) == 2 and found[0].own and beside and found[0].number.part == "":
                figures.append(Figure(line, 0, _interval(beside[0].number), beside[0].number.unit, beside[0].column))
        if len(figures) >= ENOUGH and any(figure.printed[1] > 0 for figure in figures):
            yield Line("difference", place, sheet.path(figures[0].line, place), tuple(figures), sure=False, against=True)


def _signed(text: str) -> bool:
    return text[:1] in _SIGNS and len(text) > 1


def _interval(number: Number) -> Interval:
    return interval(number.low, number.high)


def says(path: tuple[str, ...], what: What) -> str:
    """Whether labels say that figures are made this way: "sure", "maybe" or not."""
    labels = path[:MAX_LABELS]
    if any(is_word_for(label, what, "sure") for label in labels):
        return "sure"
    if labels and (is_word_for(labels[-1], what, "maybe") or _has_word(labels[-1], what)):
        return "maybe"
    return ""


def _has_word(label: str, what: What) -> bool:
    """Whether a short label begins or ends with a word for it: "Avg F1", "Gain over BERT" does not."""
    words = label.split()
    return 1 < len(words) <= MAX_WORDS and any(is_word_for(word, what, "sure") for word in (words[0], words[-1]))
