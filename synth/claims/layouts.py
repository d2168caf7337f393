"""The tables a claim may be about, as the compiler sees them: rows and columns by their labels, and which way is better in each.

A layout is made from measurements, so that a paper that was just read, a CSV file and published numbers are one thing; where the
document is at hand, its captions and bold marks are used too. Bold marks say which way is better where no label does: in a column whose
bold numbers are its lowest, less is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

from synth.claims.glossary import told_in_paper
from synth.claims.selecting import BESIDE_A_VALUE
from synth.measurements import Measurement, join_path, split_path
from synth.reading.vocabulary import better, better_label, is_neither, is_word_for, normal, readings
from synth.records import Document

ROW, COLUMN = "row", "column"
SIDES = (ROW, COLUMN)


class Line(NamedTuple):
    """One row or one column of a table: its path, and which numbers stand in it."""

    side: str
    path: str
    numbers: frozenset[int]  # positions of measurements

    @property
    def labels(self) -> tuple[str, ...]:
        return split_path(self.path)


class Layout(NamedTuple):
    """One table: its lines, its numbers and what is known of its columns."""

    table: str
    caption: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    lower: frozenset[str] = frozenset()  # paths of lines in which bold marks say that less is better
    source: str = ""
    glossary: tuple[tuple[str, str], ...] = ()  # short names in its labels, and what the paper says that they stand for

    def lines(self, side: str) -> tuple[Line, ...]:
        return self.rows if side == ROW else self.columns


class Tables(NamedTuple):
    """All tables at hand, with their measurements."""

    measurements: tuple[Measurement, ...]
    layouts: tuple[Layout, ...]


def lay_out(measurements: Sequence[Measurement], document: Document | None = None) -> Tables:
    """The tables of the measurements, in the order in which they first come."""
    by_table: dict[tuple[str, str], list[int]] = {}
    columns = {(row.source, row.table, row.column) for row in measurements}
    for at, row in enumerate(measurements):
        if row.table and row.row and row.column and not _is_beside(row, columns):
            by_table.setdefault((row.source, row.table), []).append(at)
    captions, marked = _from_document(document)
    by_name = {name: _below_caption(captions[name], measurements, those) for (_, name), those in by_table.items() if name in captions}
    layouts = [
        Layout(
            table,
            captions.get(table, ""),
            _lines(ROW, measurements, those),
            _lines(COLUMN, measurements, those),
            frozenset(marked.get(table, ())) | by_name.get(table, frozenset()),
            source,
        )
        for (source, table), those in by_table.items()
    ]
    if document is not None:
        labels = (label for layout in layouts for line in (*layout.rows, *layout.columns) for label in line.labels)
        told = told_in_paper([document.text, *dict.fromkeys(labels)])
        layouts = [layout._replace(glossary=tuple(_used(told, layout))) for layout in layouts]
    return Tables(tuple(measurements), tuple(layouts))


def _used(told: dict[str, tuple[str, ...]], layout: Layout) -> Iterable[tuple[str, str]]:
    """What the paper defines of the words, or of the words' initials, that stand in the labels of a table."""
    words = {word for line in (*layout.rows, *layout.columns) for label in line.labels for word in _WORDS.findall(label.casefold())}
    for short, longs in told.items():
        for long in longs:
            if set(_WORDS.findall(short.casefold())) <= words or set(_WORDS.findall(long.casefold())) <= words:
                yield short, long


_WORDS = re.compile(r"[^\W_]+")


def _is_beside(row: Measurement, columns: Set[tuple[str, str, str]]) -> bool:
    """Whether a number stands in brackets or as a spread beside the number of another column; "(24)" may also be a head in print."""
    labels = split_path(row.column)
    if not labels or not BESIDE_A_VALUE.fullmatch(labels[-1]):
        return False
    return labels[-1].startswith("±") or (row.source, row.table, join_path(labels[:-1])) in columns


def _lines(side: str, measurements: Sequence[Measurement], those: Iterable[int]) -> tuple[Line, ...]:
    found: dict[str, set[int]] = {}
    for at in those:
        found.setdefault(getattr(measurements[at], side), set()).add(at)
    return tuple(Line(side, path, frozenset(numbers)) for path, numbers in found.items())


def lines_named(layout: Layout, side: str, words: Iterable[str]) -> tuple[Line, ...]:
    """The lines of a side that the words of a test may ask for: those whose path has all labels of one of them, in a row."""
    asked = [tuple(map(normal, split_path(word))) for word in words]
    paths = ((line, tuple(map(normal, line.labels))) for line in layout.lines(side))
    return tuple(line for line, labels in paths if any(labels[at : at + len(one)] == one for one in asked for at in range(len(labels))))


def is_average(line: Line) -> bool:
    """Whether a line holds averages over the others."""
    return bool(line.labels) and is_word_for(line.labels[-1], "average", "sure")


def way(line: Line, layout: Layout, measurements: Sequence[Measurement]) -> str:
    """`lower` or `higher`, whichever is better in a line; empty where nothing says so."""
    if line.path in layout.lower:
        return "lower"
    for at in sorted(line.numbers)[:1]:
        if said := better(measurements[at].metric):
            return said
    return next((said for label in reversed(line.labels) if (said := better_label(label))), "")


_MEANS = re.compile(r"\b(?:us(?:es|ed|ing)|with|trained|by means of|minimi[sz](?:es|ed|ing)|through)\b[^.,;()\[\]]*", re.IGNORECASE)


def _below_caption(caption: str, measurements: Sequence[Measurement], those: Sequence[int]) -> frozenset[str]:
    """The columns of a table whose caption names an error, a time or the like and no score, and whose labels say nothing else.

    What something is trained with is not what is reported: "a network (using cross-entropy)".
    """
    told = _MEANS.sub(" ", caption)
    said = {better_label(" ".join(words)) for size in (1, 2, 3) for words in _runs(told, size) if _is_metric(" ".join(words))}
    if said - {""} != {"lower"}:
        return frozenset()
    columns = {measurements[at].column: measurements[at] for at in those}
    return frozenset(
        path
        for path, row in columns.items()
        if not better(row.metric) and not any(better_label(label) or is_neither(label) for label in split_path(path))
    )


def _runs(text: str, size: int) -> Iterable[list[str]]:
    words = re.findall(r"[^\W_][\w%-]*", text)
    return (words[at : at + size] for at in range(len(words) - size + 1))


def _is_metric(text: str) -> bool:
    return any(known.kind == "metric" for known in readings(text))


# --- what only the document says ---------------------------------------------------------------------------------


def _from_document(document: Document | None) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Captions, and the lines of each table in which bold marks the lowest."""
    if document is None:
        return {}, {}
    from synth.reading.measured import table_names

    captions: dict[str, str] = {}
    lower: dict[str, set[str]] = {}
    for name, table in zip(table_names(document), document.tables, strict=True):
        captions[name] = table.caption
        by_column: dict[tuple[str, ...], list[tuple[float, bool]]] = {}
        for cell in table.cells:
            if not cell.label and cell.value is not None:
                by_column.setdefault(cell.column, []).append((cell.value, "bold" in cell.marks))
        for path, cells in by_column.items():
            if _bold_is_lowest(cells):
                lower.setdefault(name, set()).add(join_path(path))
    return captions, lower


def _bold_is_lowest(cells: Sequence[tuple[float, bool]]) -> bool:
    bold, values = {value for value, is_bold in cells if is_bold}, [value for value, _ in cells]
    return len(set(values)) > 1 and len(bold) == 1 and bold == {min(values)}
