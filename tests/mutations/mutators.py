"""Ways to make a true sentence false: each gives, for one original, the slots that it changes, and knows nothing of the compiler.

Whether what comes out is false is not decided here: a changed sentence may stay true, and `suite` asks its test.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import combinations
from random import Random

from .originals import SIDES, Choice, Original, Slot, in_letters, number

Changed = dict[str, Choice]
Mutator = Callable[[Original], Iterator[Changed]]


def change_a_digit(original: Original) -> Iterator[Changed]:
    """One digit of a figure is another; a number in letters is one more or one less."""
    for slot in original.of("figure"):
        said = slot.choices[0].said
        if in_letters(said):
            yield from _counted(slot)
            continue
        for at in [at for at, sign in enumerate(said) if sign.isdigit()]:
            others = [digit for digit in "0123456789" if digit != said[at] and not (digit == "0" and _leads(said, at))]
            yield {slot.name: number(said[:at] + _draw(original, slot.name, at).choice(others) + said[at + 1 :])}


def swap_two_digits(original: Original) -> Iterator[Changed]:
    """Two neighbouring digits of a figure change places, over its point too."""
    for slot in original.of("figure"):
        said = slot.choices[0].said
        for found in re.finditer(r"(?=(\d)([.,]?)(\d))", said):
            one, between, other = found.groups()
            at = found.start()
            if one != other and not (other == "0" and _leads(said, at) and between != "."):
                yield {slot.name: number(said[:at] + other + between + one + said[at + 2 + len(between) :])}


def flip_a_direction(original: Original) -> Iterator[Changed]:
    """Higher is lower, gains are losses; a figure with a sign has the other."""
    yield from _another_word(original, "direction")
    for slot in original.of("figure"):
        said = slot.choices[0].said
        if said[0] in "+-":
            yield {slot.name: number({"+": "-", "-": "+"}[said[0]] + said[1:])}


def swap_two_tasks(original: Original) -> Iterator[Changed]:
    """Two tasks that a sentence names change places."""
    yield from _swapped(original, "task")


def swap_two_systems(original: Original) -> Iterator[Changed]:
    """Two of what a sentence compares change places."""
    yield from _swapped(original, "model", "system")


def change_the_row(original: Original) -> Iterator[Changed]:
    """A row that is no model and no metric is another row."""
    yield from _replaced(original, "row", "system", "task", "setting")


def change_the_column(original: Original) -> Iterator[Changed]:
    """A column that is no model and no metric is another column."""
    yield from _replaced(original, "column", "system", "task", "setting")


def change_the_metric(original: Original) -> Iterator[Changed]:
    """A metric is another of the table's metrics."""
    for side in SIDES:
        yield from _replaced(original, side, "metric")


def change_the_model(original: Original) -> Iterator[Changed]:
    """A model is another of the table's models."""
    for side in SIDES:
        yield from _replaced(original, side, "model")


def change_the_unit(original: Original) -> Iterator[Changed]:
    """Points are percent, percent are points, thousands are millions."""
    yield from _another_word(original, "unit")


def change_the_denominator(original: Original) -> Iterator[Changed]:
    """Seven of nine is seven of eight."""
    for slot in original.of("denominator"):
        yield from _counted(slot)


def negate(original: Original) -> Iterator[Changed]:
    """What is said is denied, or what is denied is said."""
    yield from _another_word(original, "negation")


def widen_the_quantifier(original: Original) -> Iterator[Changed]:
    """Some or most are all; at least is exactly."""
    yield from _another_word(original, "quantifier")


def turn_the_superlative(original: Original) -> Iterator[Changed]:
    """The best is the worst, the highest the lowest."""
    yield from _another_word(original, "superlative")


def cite_the_other_version(original: Original) -> Iterator[Changed]:
    """The sentence as it is, of the paper's other version."""
    if original.table.other is not None:
        yield {}


MUTATORS: dict[str, Mutator] = {
    "change a digit": change_a_digit,
    "swap two digits": swap_two_digits,
    "flip a sign or direction": flip_a_direction,
    "swap two tasks": swap_two_tasks,
    "swap compared systems": swap_two_systems,
    "change the row": change_the_row,
    "change the column": change_the_column,
    "change the metric": change_the_metric,
    "change the model": change_the_model,
    "change the unit": change_the_unit,
    "change the denominator": change_the_denominator,
    "negate": negate,
    "widen the quantifier": widen_the_quantifier,
    "turn the superlative": turn_the_superlative,
    "cite the other version": cite_the_other_version,
}
OTHER_VERSION = "cite the other version"


def _draw(original: Original, *of: object) -> Random:
    """Chance that is the same on every machine."""
    return Random(" ".join(map(str, (original.name, *of))))


def _leads(said: str, at: int) -> bool:
    """Whether a zero at a place would be one before a whole number's first digit."""
    return not said[:at].lstrip("+-") and said[at + 1 : at + 2] not in ("", ".")


def _counted(slot: Slot) -> Iterator[Changed]:
    said, tested = slot.choices[0]
    for step in (-1, 1):
        other = int(tested) + step
        words = in_letters(said)
        if 0 < other < (len(words) or math.inf):
            yield {slot.name: number(_cased(words[other], said) if words else str(other))}


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def _another_word(original: Original, kind: str) -> Iterator[Changed]:
    for slot in original.of(kind):
        yield from ({slot.name: other} for other in slot.choices[1:])


def _swapped(original: Original, *roles: str) -> Iterator[Changed]:
    for side in SIDES:
        if original.table.roles[side] in roles:
            for one, other in combinations(original.of(side), 2):
                if one.choices[0].tested != other.choices[0].tested:
                    yield {one.name: other.choices[0], other.name: one.choices[0]}


def _replaced(original: Original, side: str, *roles: str) -> Iterator[Changed]:
    if original.table.roles[side] not in roles:
        return
    sentence = original.said()
    for slot in original.of(side):
        fitting = [choice for choice in original.table.labels(side) if slot.among is None or choice.tested in slot.among]
        others = [choice for choice in fitting if not _names(sentence, choice.said)]
        _draw(original, slot.name).shuffle(others)
        yield from ({slot.name: choice} for choice in others)


def _names(sentence: str, said: str) -> bool:
    """Whether a sentence names something already: then it would be compared with itself."""
    return re.search(rf"(?<![\w-]){re.escape(said)}(?![\w-])", sentence) is not None
