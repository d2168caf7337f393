"""When a cell of a table counts as read: its numbers, the labels of its row and the labels of its column, each against the truth.

Labels are compared by their letters, digits, "+" and "%" alone; a cell without numbers is no cell here.
"""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synth.reading.numbers import is_value
from synth.reading.tables import Grid, Slot, table_of
from synth.records import Table

RESAMPLES = 2_000
SEED = 12


class Truth(NamedTuple):
    """One cell as it should be read."""

    row: str
    column: str
    text: str
    numbers: tuple[float, ...]


class Score(NamedTuple):
    """Numeric cells of one table: how many there are, how many were read at all, with their row, their column, both."""

    cells: int = 0
    value: int = 0
    row: int = 0
    column: int = 0
    both: int = 0
    extra: int = 0  # numeric cells that the truth does not have
    inner: int = 0  # whose innermost labels are right, whatever stands above them

    def plus(self, other: Score) -> Score:
        return Score(*(one + two for one, two in zip(self, other, strict=True)))


def squeezed(text: str) -> str:
    """A label as letters, digits and the signs that tell labels apart."""
    plain = unicodedata.normalize("NFKC", text.replace("∆", "Δ")).casefold()
    kept = "".join(c for c in plain if c.isalnum() or c in "+%")
    return kept or "".join(plain.split())


def same_label(one: str, other: str) -> bool:
    return squeezed(one) == squeezed(other)


def cells_of(table: Table) -> list[Truth]:
    """The cells of a table as it was read, in the form of the truth."""
    return [
        Truth(squeezed(" ".join(cell.row)), squeezed(" ".join(cell.column)), cell.text, tuple(n.value for n in cell.numbers))
        for cell in table.cells
        if not cell.label
    ]


def compare_tables(truth: Sequence[Truth], tables: Iterable[Table], show: int = 0) -> Score:
    """The score of tables, with the cells whose innermost labels are right counted beside."""
    tables = list(tables)
    score = compare(truth, [cell for table in tables for cell in cells_of(table)], show)
    leaves = [
        Truth(_innermost(cell.row), _innermost(cell.column), cell.text, tuple(n.value for n in cell.numbers))
        for table in tables
        for cell in table.cells
        if not cell.label
    ]
    return score._replace(inner=_inner(truth, leaves))


def _inner(truth: Sequence[Truth], leaves: Sequence[Truth]) -> int:
    """How many cells of the truth have a cell of their own with their numbers, and with labels that end their paths."""
    left: dict[tuple[float, ...], list[Truth]] = defaultdict(list)
    for leaf in leaves:
        if leaf.numbers:
            left[leaf.numbers].append(leaf)
    count = 0
    for cell in truth:
        match = next((leaf for leaf in left[cell.numbers] if _ends(cell.row, leaf.row) and _ends(cell.column, leaf.column)), None)
        if match is not None:
            left[cell.numbers].remove(match)
            count += 1
    return count


def _innermost(path: Sequence[str]) -> str:
    """The last label of a path that has letters or digits: a dash under a head is no label in the truth either."""
    return next((squeezed(label) for label in reversed(path) if any(map(str.isalnum, label))), squeezed("".join(path)))


def _ends(path: str, label: str) -> bool:
    return path.endswith(label) if label else not path


def compare(truth: Sequence[Truth], read: Sequence[Truth], show: int = 0) -> Score:
    """The score of `read` against `truth`, over the cells that hold numbers; up to `show` wrong cells are printed."""
    wanted = [cell for cell in truth if cell.numbers]
    left: dict[tuple[float, ...], list[Truth]] = defaultdict(list)
    for cell in read:
        if cell.numbers:
            left[cell.numbers].append(cell)
    score = Score()
    rest: list[Truth] = []
    for cell in wanted:  # exact matches first, so that equal values elsewhere do not take them
        match = next((c for c in left[cell.numbers] if c.row == cell.row and c.column == cell.column), None)
        if match is None:
            rest.append(cell)
        else:
            left[cell.numbers].remove(match)
            score = score.plus(Score(1, 1, 1, 1, 1))
    for cell in rest:
        found = left[cell.numbers]
        match = next((c for c in found if c.row == cell.row or c.column == cell.column), found[0] if found else None)
        if match is not None:
            found.remove(match)
        if show > 0:
            show -= 1
            print("      wanted", cell, "\n      read  ", match)
        score = score.plus(Score(1, match is not None, bool(match and match.row == cell.row), bool(match and match.column == cell.column)))
    return score._replace(extra=sum(len(cells) for cells in left.values()))


# --- numbers known by model and language, without the words of the page -----------------------------------------------


class Fact(NamedTuple):
    """A number as somebody typed it: under which language (or task), and on which line, a model under its conditions."""

    value: float
    line: tuple[str, ...]  # model, variant, metric
    names: frozenset[str]  # squeezed: any of them may stand for the language
    model: frozenset[str]  # squeezed: any of them may stand for the model


def compare_facts(facts: Sequence[Fact], tables: Iterable[Table], show: int = 0) -> Score:
    """The score of `tables` against facts: `column` counts the language right, `row` the model's line right.

    A fact is read where a cell holds its value; its language is right if a label over the cell (or beside it) is one of its names; its
    line is right if the labels on the other side name the model and are those under which most values of the line stand, and no other
    line of the same metric has these labels.
    """
    held: dict[float, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for table in tables:
        for cell in table.cells:
            if not cell.label:
                paths = tuple(map(squeezed, cell.row)), tuple(map(squeezed, cell.column))
                for number in cell.numbers:
                    held[number.value] += [paths, paths[::-1]]
    at = [[(across, along) for along, across in held[fact.value]] for fact in facts]
    homes = _homes(facts, at)
    score = Score()
    for fact, places in zip(facts, at, strict=True):
        home = homes.get(fact.line)
        language = [along for across, along in places if fact.names & set(across)]
        line = [across for across, along in places if along == home]
        both = home is not None and home in language
        score = score.plus(Score(1, bool(places), home is not None and bool(line), bool(language), both, inner=both))
        if show > 0 and not both:
            show -= 1
            print("      wanted", fact, "\n      read  ", places[:4], "\n      its line stands under", home)
    return score


def _homes(
    facts: Sequence[Fact], at: Sequence[Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The labels of each line: those that name its model and under which most of its values stand, each taken once in a metric."""
    votes: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for fact, places in zip(facts, at, strict=True):
        for along in {along for across, along in places if fact.names & set(across)}:
            if _names(along, fact.model):
                votes[fact.line, along] += 1
    homes: dict[tuple[str, ...], tuple[str, ...]] = {}
    taken: set[tuple[str, tuple[str, ...]]] = set()
    for (line, along), _ in votes.most_common():
        if line not in homes and (line[-1], along) not in taken:
            homes[line] = along
            taken.add((line[-1], along))
    return homes


def _names(path: Sequence[str], model: frozenset[str]) -> bool:
    whole = "".join(path)
    return any(name in whole for name in model) or any(len(label) > 2 and label in name for label in path for name in model)


# --- grids of others ----------------------------------------------------------------------------------------------------


def table_from(rows: Sequence[Sequence[str | None]]) -> Table:
    """What our own rules of heads and labels make of a bare grid; None is a place that the cell before or above reaches over."""
    free = {(row, column) for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell is None}
    slots = []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            wide = deep = 1
            while (row, column + wide) in free:
                wide += 1
            while all((row + deep, column + across) in free for across in range(wide)):
                deep += 1
            free -= {(row + below, column + across) for below in range(deep) for across in range(wide)}
            text, lowered = _plain(cell)
            if text or lowered:
                slots.append(Slot(text=text, lowered=lowered, row=row, column=column, rows=deep, columns=wide))
    return table_of(Grid(slots=tuple(slots)))


def with_spans(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    """A grid that has no way to say that a head spans columns, with the blanks behind a head taken for its span.

    Heads are the rows above the first in which half of what is printed behind the label is a value.
    """
    out: list[list[str | None]] = [list(row) for row in rows]
    for row in out[:-1]:
        printed = [cell for cell in row[1:] if cell]
        if 2 * sum(is_value(_plain(cell)[0]) for cell in printed) >= len(printed) > 0:
            break
        for column in range(1, len(row)):
            if row[column] == "" and any(row[1:column]):
                row[column] = None
    return out


def _plain(cell: str) -> tuple[str, str]:
    """The text of a cell without Markdown's marks, and what stands below its line. Raised signs stay in labels and leave values."""
    text = re.sub(r"<br\s*/?>|\s+", " ", cell)
    lowered = " ".join(re.findall(r"<sub>(.{0,80}?)</sub>", text))
    text = re.sub(r"<sub>.{0,80}?</sub>", "", text)
    raised = "" if re.match(r"[^<]*\d", text) else r"\1"
    text = re.sub(r"<sup>(.{0,80}?)</sup>", raised, text)
    return " ".join(re.sub(r"\*\*|[_`~]", "", text).split()), re.sub(r"\*\*|[_`~]", "", lowered)


# --- figures ------------------------------------------------------------------------------------------------------------


def share(score: Score) -> float:
    return 100 * score.both / score.cells if score.cells else 0.0


def interval(scores: Sequence[Score]) -> tuple[float, float]:
    """95 % of the share of cells right, in percent, by drawing tables again: the cells of a table are right or wrong together."""
    drawing = random.Random(SEED)
    counted = [(score.both, score.cells) for score in scores if score.cells]
    if not counted:
        return 0.0, 100.0
    drawn = []
    for _ in range(RESAMPLES):
        some = drawing.choices(counted, k=len(counted))
        drawn.append(100 * sum(both for both, _ in some) / sum(cells for _, cells in some))
    drawn.sort()
    return drawn[int(0.025 * RESAMPLES)], drawn[int(0.975 * RESAMPLES)]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent."""
    if not of:
        return 0.0, 100.0
    z, part = 1.96, hits / of
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
