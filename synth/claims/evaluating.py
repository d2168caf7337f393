"""What a test says of a table: its tree worked out on intervals, with what was compared and which rows it took.

A number is the interval that its decimals allow; one that was measured with several seeds is the 95 % prediction interval of one more run.
What needs a cell that is not there is undecided. Functions over several numbers match them by what tells them apart: the languages of one
model with the same languages of another. The functions themselves are in `synth/claims/functions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from synth.claims.amounts import (
    Amount,
    Numbers,
    Truth,
    Truths,
    Value,
    compare,
    denied,
    each,
    figure,
    joined,
    less,
    minus,
    over,
    paired,
    plus,
    times,
)
from synth.claims.expressions import Call, Compared, Figure, Joined, Negated, Node, Reckoned
from synth.claims.scales import scale_of_cell
from synth.claims.selecting import LABELS, Asked, Chosen, Key, NothingThereError, Rows
from synth.measurements import Measurement, interval, split_path

MIN_SEEDS = 2  # with fewer there is no spread, and a number is its decimals


class Comparison(NamedTuple):
    """One comparison as it was made; what --explain shows."""

    sign: str
    left: Amount
    right: Amount
    holds: bool | None
    key: Key
    node: Compared
    near: bool = False  # it holds only if the decimals that are not printed fall so


class Evaluation:
    """One test over one table. `comparisons` are those that were made, in order; `seen` says how functions over several came out."""

    def __init__(self, rows: Rows, amounts: Callable[[Measurement], tuple[Fraction, Fraction, Fraction]] | None = None) -> None:
        self._rows = rows
        self._printed = amounts or _printed
        self.comparisons: list[Comparison] = []
        self.tallies: list[tuple[str, int, int, int]] = []  # function, yes, no, undecided
        self.remarks: list[str] = []

    # --- parts ---------------------------------------------------------------------------------------------------

    def value(self, node: Node) -> Value:
        match node:
            case Figure(text=text):
                return figure(text)
            case Joined():
                return joined(node.sign, [self.truth(part) for part in node.parts])
            case Negated(sign="not"):
                value = self.yes_or_no(node.part)
                return {key: denied(one) for key, one in value.items()} if isinstance(value, dict) else denied(value)
            case Negated():
                return each(self.number(node.part), minus)
            case Reckoned():
                return self._reckoned(node)
            case Compared():
                return self._compared(node)
            case Call():
                from synth.claims.functions import functions

                return functions()[node.name](self, node)
        raise AssertionError(node)  # a text is read by the function that takes it

    def truth(self, node: Node) -> Truth:
        """A part that says yes or no; undecided where a cell it needs is not there."""
        try:
            value = self.value(node)
        except NothingThereError as missing:
            return Truth(None, str(missing))
        assert isinstance(value, Truth)
        return value

    def yes_or_no(self, node: Node) -> Truth | Truths:
        try:
            value = self.value(node)
        except NothingThereError as missing:
            return Truth(None, str(missing))
        assert isinstance(value, Truth) or all(isinstance(one, Truth) for one in value.values())  # type: ignore[union-attr]
        return value  # type: ignore[return-value]

    def number(self, node: Node) -> Amount | Numbers:
        value = self.value(node)
        assert isinstance(value, Amount) or (isinstance(value, dict) and all(isinstance(one, Amount) for one in value.values()))
        return value  # type: ignore[return-value]

    def one(self, node: Node) -> Amount:
        value = self.number(node)
        assert isinstance(value, Amount)
        return value

    def several(self, nodes: Iterable[Node]) -> list[Amount]:
        """The numbers of all arguments, in an order that no shuffle of the rows changes."""
        found: list[Amount] = []
        for node in nodes:
            value = self.number(node)
            found += [value] if isinstance(value, Amount) else [value[key] for key in sorted(value)]
        return found

    def _reckoned(self, node: Reckoned) -> Amount | Numbers:
        left, right = self.number(node.left), self.number(node.right)
        work = {"+": plus, "-": less, "*": times, "/": over}[node.sign]
        return paired(*self._counterparts(node.left, left, node.right, right), work)

    def pairs(self, one: Node, other: Node) -> tuple[Amount, Amount] | dict[Key, tuple[Amount, Amount]]:
        """The numbers of two parts of a test, each with its counterpart."""
        left, right = self._counterparts(one, self.number(one), other, self.number(other))
        return paired(left, right, lambda one, other: (one, other))

    def _counterparts(
        self, one: Node, left: Amount | Numbers, other: Node, right: Amount | Numbers
    ) -> tuple[Amount | Numbers, Amount | Numbers]:
        """Both without what has no counterpart: of rows whose column nobody names, numbers of one column are set against each other.

        Several numbers know what tells them apart; a single one is its row's alone, and stands in a column that is not said.
        """
        sides = [name for name in LABELS if isinstance(left, Amount) or isinstance(right, Amount) if _leave_open(name, one, other)]
        for name in sides:
            if isinstance(left, Amount) and isinstance(right, Amount):
                if not self._labels(name, left) & self._labels(name, right):
                    raise NothingThereError(f"the two numbers stand in no {name} that both have")
            elif isinstance(left, Amount):
                right = self._at_the_same(name, left, right)
            else:
                left = self._at_the_same(name, right, left)
        return left, right

    def _at_the_same(self, name: str, one: Amount | Numbers, others: Amount | Numbers) -> Numbers:
        assert isinstance(one, Amount)
        assert isinstance(others, dict)
        found = {key: other for key, other in others.items() if self._labels(name, one) & self._labels(name, other)}
        if not found:
            raise NothingThereError("no number of the one has its counterpart among the others")
        return found

    def _labels(self, name: str, one: Amount) -> set[str]:
        return {getattr(self._rows.rows[at], name) for at in one.rows}

    def _compared(self, node: Compared) -> Truth | Truths:
        left, right = self.number(node.left), self.number(node.right)
        for asked, numbers, other in ((node.left, left, node.right), (node.right, right, node.left)):
            if _asks_for_score(asked) and isinstance(other, Figure) and Fraction(other.text) and _is_change(numbers):
                return Truth(None, f'only a change is there, and {other.text} may be a score: kind="change" asks for changes')
        found = self.pairs(node.left, node.right)
        if isinstance(found, tuple):
            return self.note(node, (), *found)
        return {key: self.note(node, key, *pair) for key, pair in sorted(found.items())}

    def note(self, node: Compared, key: Key, left: Amount, right: Amount) -> Truth:
        truth = compare(node.sign, left, right)
        self.comparisons.append(Comparison(node.sign, left, right, truth.holds, key, node, truth.near))
        return truth

    # --- rows ----------------------------------------------------------------------------------------------------

    def amount(self, chosen: Chosen) -> Amount:
        """The number of one row, or of the seeds of one measurement."""
        rows = [self._rows.rows[at] for at in chosen.rows]
        labels = (rows[0].metric, *reversed(split_path(rows[0].column)), *reversed(split_path(rows[0].row)))
        numbers = sorted({(row.seed, *self._printed(row)) for row in rows}, key=str)
        taken = frozenset(chosen.rows)
        if len(numbers) < MIN_SEEDS or numbers[0][0] is None:
            _, value, low, high = numbers[0]
            return Amount(value, low, high, taken, rows[0].kind, printed=True, labels=labels)
        from synth.claims.statistics import prediction_interval

        seeds = tuple((seed or 0, value) for seed, value, _, _ in numbers)
        low_high = prediction_interval([float(value) for _, value in seeds])
        center = sum((value for _, value in seeds), Fraction(0)) / len(seeds)
        low, high = Fraction(str(low_high[0])), Fraction(str(low_high[1]))
        return Amount(center, min(low, center), max(high, center), taken, rows[0].kind, seeds, sampled=True, labels=labels)

    def cell(self, asked: Asked) -> Amount:
        return self.amount(self._rows.cell(asked))

    def cells(self, asked: Asked) -> Numbers:
        return {one.key: self.amount(one) for one in self._rows.cells(asked)}


def _asks_for_score(node: Node) -> bool:
    """Whether a number is asked for by what it was measured under, and not as a change, nor by its place."""
    return isinstance(node, Call) and node.name in ("cell", "cells") and not {name for name, _ in node.named} & _TELLING


_TELLING = {"kind", "baseline", *LABELS}


def _is_change(numbers: Amount | Numbers) -> bool:
    return any(one.kind == "change" for one in ([numbers] if isinstance(numbers, Amount) else numbers.values()))


def _leave_open(name: str, one: Node, other: Node) -> bool:
    """Whether both parts are cells of one table, each with lines of one side, and neither says which of the other side it means."""
    if not (isinstance(one, Call) and isinstance(other, Call) and {one.name, other.name} <= {"cell", "cells"}):
        return False
    across = next(label for label in LABELS if label != name)
    asked, wanted = dict(one.named), dict(other.named)
    return asked.get("table") == wanted.get("table") and across in asked and across in wanted and name not in asked and name not in wanted


def _printed(row: Measurement) -> tuple[Fraction, Fraction, Fraction]:
    low, high = interval(row.low, row.high)
    scale = scale_of_cell(row.unit, (*split_path(row.column), *split_path(row.row)))
    return interval(row.value, row.value)[0] * scale, low * scale, high * scale
