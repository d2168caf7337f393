"""The numbers of one cell, each with the column it belongs to: "76.1 / 60.0" under "F1 / EM" is a value under F1 and one under EM.

A number of its own that no heading tells apart from its neighbours is "#1", "#2"; what stands in brackets or after ± belongs to the number
before it and is "(1)", "(2)", "±". A number behind "<" or "about" is a bound, and no value.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.reading.numbers import is_nothing
from synth.reading.vocabulary import readings
from synth.records import Cell, Number

MAX_PARTS = 12  # more numbers than this in a cell are a list, and only counted

_BETWEEN = re.compile(r"\s*[/|]\s*")
_IN_BRACKETS = re.compile(r"([^()]*)\(([^()]*)\)")
_OWN = ("", "further")


class Part(NamedTuple):
    """One number of a cell, the column path it stands under, and whether it is a value of its own rather than a bracket or a spread."""

    number: Number
    column: tuple[str, ...]
    own: bool
    at: int  # which of the values of the cell it is, or belongs to, from 0


def parts(cell: Cell) -> tuple[Part, ...]:
    """The numbers of a value cell in the order printed, without bounds."""
    numbers = [number for number in cell.numbers[:MAX_PARTS] if number.part != "bound"]
    own = sum(number.part in _OWN for number in numbers)
    columns, places = _columns(cell, own)
    found: list[Part] = []
    at, before = -1, {"bracket": 0, "spread": 0}
    for number in numbers:
        if number.part in _OWN:
            at, before = at + 1, {"bracket": 0, "spread": 0}
            found.append(Part(number, columns[at], True, places[at]))
            continue
        before[number.part] += 1
        nth = before[number.part]
        name = f"({nth})" if number.part == "bracket" else "±" if nth == 1 else f"±{nth}"
        to = max(at, 0)
        column = columns[to] if columns else cell.column
        found.append(Part(number, (*column, name), False, places[to] if places else 0))
    return tuple(found)


def values(cell: Cell) -> dict[int, Number]:
    """The values of a cell by their place in it: 0 and 1 for "76.1 / 60.0", 1 alone for "- / 60.0"."""
    return {part.at: part.number for part in parts(cell) if part.own}


def _columns(cell: Cell, own: int) -> tuple[list[tuple[str, ...]], list[int]]:
    """For each value of its own the column path it stands under, and which place of the cell it has."""
    between = _BETWEEN.split(cell.text)
    filled = [at for at, piece in enumerate(between) if not is_nothing(piece)]
    there = len(between) if len(filled) == own and len(between) > 1 else own
    places = filled if there == len(between) and len(filled) == own else list(range(own))
    for depth in range(len(cell.column) - 1, -1, -1):
        names = _names(cell.column[depth])
        if len(names) == there > 1:
            return [(*cell.column[:depth], names[place], *cell.column[depth + 1 :]) for place in places], places
    if own == 1 and there == 1:
        return [cell.column], [0]
    return [(*cell.column, f"#{place + 1}") for place in places], places


def _names(head: str) -> list[str]:
    """The headings that one heading gives: "F1 / EM", "MNLI-(m/mm)", and "XQuAD F1 / EM" where what changes are known words of one kind."""
    before, inside = ("", head) if not (bracket := _IN_BRACKETS.fullmatch(head)) else (bracket[1], bracket[2])
    names = _BETWEEN.split(inside)
    if len(names) < 2 or not all(names) or any(name.count("(") != name.count(")") for name in names):
        return [head]
    if bracket:
        return [f"{before}({name})" for name in names]
    first, _, last = names[0].rpartition(" ")
    kinds = [{known.kind for known in readings(name)} for name in (last, *names[1:])]
    if first and set.intersection(*kinds) and not readings(names[0]):
        return [names[0], *(f"{first} {name}" for name in names[1:])]
    return names
