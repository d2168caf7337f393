"""Averages, totals and differences that their own cells do not give, and two of them that stand in each other's place.

What a figure is over is learned from its line (`reading.certificate`): most of the line has to recompute before one of it is called wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from synth.claims.consistency.paper import Paper, Slip, count, decimals_of, said, where
from synth.measurements import Interval, interval, meets
from synth.reading.pairs import values
from synth.records import Cell, Recomputation, Table


def find(paper: Paper) -> Iterator[Slip]:
    for at, table in paper.sound():
        cells = {cell.at: cell for cell in table.cells if cell.at is not None and not cell.label}
        wrong = [one for one in table.recomputed if one.holds is False and one.printed and one.computed and one.cell in cells]
        told: set[int] = set()
        for first, one in enumerate(wrong):
            for second in range(first + 1, len(wrong)):
                if not {first, second} & told and _mend_each_other(one, wrong[second]):
                    told |= {first, second}
                    yield _swap(paper, at, cells, one, wrong[second])
            if first not in told:
                yield _slip(paper, at, table, cells, one)


def _mend_each_other(one: Recomputation, other: Recomputation) -> bool:
    """Whether what is printed for each of two figures of one line is what the cells of the other give."""
    a, b, of_a, of_b = (_bounds(pair) for pair in (one.printed, other.printed, one.computed, other.computed))
    alike = one.what == other.what and (one.column == other.column or one.row == other.row)
    return alike and a != b and meets(a, of_b) and meets(b, of_a)


def _bounds(pair: tuple[float, float] | None) -> Interval:
    assert pair is not None  # only figures that were tried come here
    return interval(*pair)


def _swap(paper: Paper, at: int, cells: dict[tuple[int, int], Cell], one: Recomputation, other: Recomputation) -> Slip:
    first, second = cells[one.cell], cells[other.cell]
    by_row = one.column == other.column
    labels = [(cell.row, one.column) if by_row else (one.row, cell.column) for cell in (first, second)]
    decimals = decimals_of(first.text)
    gives = [said(_bounds(figure.computed), decimals) for figure in (one, other)]
    there = where("", labels[1][0], ()) if by_row else where("", (), labels[1][1])
    return Slip(
        kind="swap",
        sentence=f"{where(paper.names[at], *labels[0])}: prints {_article(one)} {one.what} of {first.text}, "
        f"and {there} one of {second.text}; "
        f"their cells give {gives[0]} and {gives[1]}: the two {one.what}s stand in each other's place.",
        places=(paper.place(at, first), paper.place(at, second)),
        printed=f"{first.text}, {second.text}",
        gives=", ".join(gives),
        page=paper.page(at, first),
        light="red",
    )


def _slip(paper: Paper, at: int, table: Table, cells: dict[tuple[int, int], Cell], one: Recomputation) -> Slip:
    cell = cells[one.cell]
    printed = _printed(cell, one)
    gives = said(_bounds(one.computed), decimals_of(printed))
    others = [other for other in table.recomputed if other.what == one.what and other.holds and _one_line(other, one)]
    return Slip(
        kind=one.what,
        sentence=f"{where(paper.names[at], cell.row, cell.column)}: prints {_article(one)} {one.what} of {printed}; "
        f"its {count(len(one.of), 'cell')} give {gives}"
        + (f" ({count(len(others), 'other figure')} of its line recompute{'s' if len(others) == 1 else ''})." if others else "."),
        places=(paper.place(at, cell), *(paper.place(at, cells[place]) for place in one.of if place in cells)),
        printed=printed,
        gives=gives,
        page=paper.page(at, cell),
        light="red",
    )


def _one_line(one: Recomputation, other: Recomputation) -> bool:
    return one.column == other.column if one.cell[1] == other.cell[1] else one.cell[0] == other.cell[0] and one.row == other.row


def _printed(cell: Cell, one: Recomputation) -> str:
    """The number of a cell that was tried, as printed."""
    for number in values(cell).values():
        if one.printed == (number.low, number.high) or (one.printed and meets(interval(number.low, number.high), _bounds(one.printed))):
            return number.text
    return cell.text


def _article(one: Recomputation) -> str:
    return "an" if one.what == "average" else "a"
