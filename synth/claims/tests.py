"""A claim as a test that runs: the text of a test, over a table of measurements, gives a verdict that a person can check.

    outcome = run_test('gain("squad", over="targets") ≈ 8.4', rows)
    print(outcome.judgement, outcome.sentence)

A test is *supported* or *contradicted* by the rows, or *not checkable*, with what is missing; it is *distorted* where a figure is not what
the printed cells give, and only decimals that are not printed could make it so. It is refused as a tautology where no
number in the table could make it wrong: a figure against itself, a cell against itself, a cell times nothing. Rows of several sources
are tested source by source (`run_by_source`), unless the test itself names the sources that it compares.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple

from synth.claims.amounts import Amount, Truth, shown
from synth.claims.evaluating import Comparison, Evaluation
from synth.claims.expressions import (
    Call,
    Compared,
    ExpressionError,
    Figure,
    Joined,
    Negated,
    Node,
    Reckoned,
    Words,
    kind_of,
    read_test,
    walk,
    write_expression,
)
from synth.claims.selecting import Rows
from synth.measurements import Measurement, key

Judgement = Literal["supported", "contradicted", "distorted", "not checkable"]

TRIES = 12  # tables of other numbers on which a supported test is tried, to see whether it can be wrong at all
MOST_SHOWN = 6  # comparisons told one by one
NOT_CHECKABLE = "Not checkable"

_SIGNS = {"==": "agrees with", "!=": "does not agree with", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least"}
_NOT = {"==": "does not agree with", "!=": "agrees with", "<": "is not below", "<=": "is above", ">": "is not above", ">=": "is below"}


class TautologyError(ValueError):
    """A test says nothing: no number could make it wrong."""


class Step(NamedTuple):
    """One comparison: what was compared, its two sides as intervals, and how it came out (None: it could not be told)."""

    what: str
    sign: str
    left: str
    right: str
    holds: bool | None
    where: str = ""  # of several: what tells this one from the others


class Outcome(NamedTuple):
    """What one table says of one test."""

    judgement: Judgement
    test: str  # in the one way in which tests are written
    sentence: str
    steps: tuple[Step, ...] = ()
    rows: tuple[Measurement, ...] = ()  # those it took, in the order of their keys
    missing: str = ""  # what it would take, where it is not checkable
    value: tuple[float, float, float] | None = None  # of the left side of a test that is one comparison: value, low, high
    source: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the rows it took."""
        return tuple(key(row) for row in self.rows)


@cache
def parsed(text: str) -> Node:
    """The tree of a test; raises `ExpressionError`."""
    return read_test(text)


def run_test(text: str, rows: Sequence[Measurement] | Rows, *, stated_in: Collection[str] = ()) -> Outcome:
    """What the rows say of a test. `stated_in` are the sources that state the claim: their rows are no evidence for it.

    Raises `ExpressionError` for what is no test and `TautologyError` for one that no number could make wrong.
    """
    node = parsed(text)
    table = rows if isinstance(rows, Rows) and not stated_in else Rows([row for row in _listed(rows) if row.source not in stated_in])
    if stated_in and not table.rows and _listed(rows):
        raise TautologyError("all rows are of the source that states the claim: it would be held against itself")
    evaluation = Evaluation(table)
    truth = evaluation.truth(node)
    if truth.holds and not _can_fail(node, table, evaluation):
        raise TautologyError(f"{write_expression(node)} holds whatever the numbers are: it says nothing")
    return _outcome(node, table, evaluation, truth)


def run_by_source(text: str, rows: Sequence[Measurement], *, stated_in: Collection[str] = ()) -> dict[str, Outcome]:
    """What each source says of a test, by its name; a test that names its sources is run once over all, under the name ""."""
    if any(name == "source" for part in walk(parsed(text)) if isinstance(part, Call) for name, _ in part.named):
        return {"": run_test(text, rows, stated_in=stated_in)}
    by_source: dict[str, list[Measurement]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row)
    return {source: run_test(text, by_source[source])._replace(source=source) for source in sorted(by_source) if source not in stated_in}


def _listed(rows: Sequence[Measurement] | Rows) -> Sequence[Measurement]:
    return rows.rows if isinstance(rows, Rows) else rows


# --- tautologies -------------------------------------------------------------------------------------------------

Drawn = tuple[Fraction, Fraction, Fraction]

# Tables of other numbers: far below, far above, and the printed ones turned over; then numbers drawn at random.
_FAR = Fraction(10**7)
_DENYING = frozenset({"none", "few"})  # functions that hold where comparisons do not


def _can_fail(node: Node, table: Rows, evaluation: Evaluation) -> bool:
    """Whether a test that holds looks at its cells: other numbers in them change what it compares, and some of them make it wrong.

    A test that denies (`!=`, `not`, `none`) need not fail in any table that is tried: it must only look.
    """
    made = {comparison.node for comparison in evaluation.comparisons if not _counts_cells(comparison.node)}
    tried = [_tried(node, table, number) for number in range(TRIES)]
    first = _gaps(evaluation)
    if any(all(_gaps(other).get(one) == first.get(one) for other, _ in tried) for one in made):
        return False
    if any(_counts_cells(part) or _denies(part) for part in walk(node)):
        return True
    return any(truth.holds is not True for _, truth in tried)


def _tried(node: Node, table: Rows, number: int) -> tuple[Evaluation, Truth]:
    draw = random.Random(number)  # noqa: S311  no secret
    drawn: dict[str, Drawn] = {}

    def amount(row: Measurement) -> Drawn:
        name = key(row)
        if name not in drawn:
            printed = Fraction(str(row.value))
            some = Fraction(draw.randint(-(10**6), 10**6), 10 ** draw.randint(0, 6))
            value = {0: -_FAR, 1: _FAR, 2: -printed}.get(number, some)
            half = (Fraction(str(row.high)) - Fraction(str(row.low))) / 2
            drawn[name] = value, value - half, value + half
        return drawn[name]

    evaluation = Evaluation(table, amount)
    return evaluation, evaluation.truth(node)


def _gaps(evaluation: Evaluation) -> dict[Compared, tuple[Fraction, ...]]:
    """For each comparison how far its sides are apart."""
    gaps: dict[Compared, tuple[Fraction, ...]] = {}
    for one in evaluation.comparisons:
        gaps[one.node] = (*gaps.get(one.node, ()), one.left.value - one.right.value)
    return gaps


def _counts_cells(node: Node) -> bool:
    """Whether a part counts how many numbers there are, whatever they say."""
    return any(
        isinstance(part, Call)
        and (part.name == "cases" or (part.name == "count" and any(kind_of(inside) in ("number", "numbers") for inside in part.arguments)))
        for part in walk(node)
    )


def _denies(node: Node) -> bool:
    return (
        (isinstance(node, Compared) and node.sign == "!=")
        or (isinstance(node, Negated) and node.sign == "not")
        or (isinstance(node, Call) and node.name in _DENYING)
    )


# --- what it says ------------------------------------------------------------------------------------------------


def _outcome(node: Node, table: Rows, evaluation: Evaluation, truth: Truth) -> Outcome:
    judgement: Judgement = (
        "not checkable" if truth.holds is None else "contradicted" if not truth.holds else "distorted" if truth.near else "supported"
    )
    one = evaluation.comparisons[0] if len(evaluation.comparisons) == 1 else None
    return Outcome(
        judgement=judgement,
        test=write_expression(node),
        sentence=_sentence(node, evaluation, truth),
        steps=tuple(_step(comparison, _same(evaluation)) for comparison in evaluation.comparisons),
        rows=tuple(sorted((table.rows[at] for at in truth.rows), key=key)),
        missing=truth.why if truth.holds is None else "",
        value=(float(one.left.value), float(one.left.low), float(one.left.high)) if one else None,
    )


def _same(evaluation: Evaluation) -> set[tuple[str, str]]:
    """What all comparisons have in common, so that it tells none of them from the others."""
    keys = [set(one.key) for one in evaluation.comparisons]
    return set.intersection(*keys) if len(keys) > 1 else set()


def _step(one: Comparison, same: set[tuple[str, str]]) -> Step:
    node = one.node
    where = " / ".join(part[1] for part in one.key if part not in same)
    what = f"{describe(node.left)} {_SIGNS[one.sign]} {describe(node.right)}{f' ({where})' if where else ''}"
    left, right = _sides(one)
    return Step(what, one.sign, left, right, one.holds, where)


def _sides(one: Comparison) -> tuple[str, str]:
    """Both sides as they were compared: a figure of the claim with its interval only where that counted."""
    rounded = one.sign in ("==", "!=") and not (one.left.exact and one.right.exact)
    return _side(one.left, one.node.left, rounded), _side(one.right, one.node.right, rounded)


def _side(one: Amount, node: Node, rounded: bool) -> str:
    if not isinstance(node, Figure):
        return shown(one)
    return f"{node.text}{shown(one).removeprefix(shown(one._replace(low=one.value, high=one.value)))}" if rounded else node.text


def _sentence(node: Node, evaluation: Evaluation, truth: Truth) -> str:
    if truth.holds is None:
        return _ended(f"{NOT_CHECKABLE}: {truth.why.removeprefix(f'{NOT_CHECKABLE}: ')}" if truth.why else NOT_CHECKABLE)
    told = [_told(one, _same(evaluation), _whose(one, evaluation)) for one in evaluation.comparisons]
    if truth.near:
        evaluation.remarks.append("only decimals that are not printed could make it so")
    if len(told) > MOST_SHOWN or evaluation.tallies:
        counted = _counted(evaluation, node)
        if counted and is_denied(node):
            counted[0] += f"; the test denies that {_denied(node)}, and so it {'holds' if truth.holds else 'does not hold'}"
        elif counted and _denies_each(node):
            counted[0] += f"; the test denies each of them, and so it {'holds' if truth.holds else 'does not hold'}"
        told = [*counted, *told[:MOST_SHOWN]] if len(told) <= MOST_SHOWN else counted or told[:MOST_SHOWN]
    return _ended("; ".join(dict.fromkeys([*told, *evaluation.remarks])) or write_expression(node))


def _ended(text: str) -> str:
    first = text[:1].upper() + text[1:]
    return first if first.endswith((".", "!", "?")) else f"{first}."


def is_denied(node: Node) -> bool:
    """Whether a test holds where what it compares does not."""
    return (isinstance(node, Negated) and node.sign == "not") or (isinstance(node, Call) and node.name == "none")


def _denied(node: Node) -> str:
    """What a test denies: how many of its comparisons hold."""
    inner = node.part if isinstance(node, Negated) else Call("any")
    names = {"all": "all do", "any": "any does", "most": "most do", "many": "many do", "overall": "most do by far", "few": "few do"}
    return names.get(inner.name, "it is so") if isinstance(inner, Call) else "it is so"


def _denies_each(node: Node) -> bool:
    """Whether all that a test compares stands behind a "not": "at least as good as" is "not worse" of each."""
    if isinstance(node, Negated):
        return node.sign == "not"
    if isinstance(node, Joined):
        return all(_denies_each(part) for part in node.parts)
    return isinstance(node, Call) and bool(node.arguments) and all(_denies_each(part) for part in node.arguments)


def _told(one: Comparison, same: set[tuple[str, str]], whose: str = "") -> str:
    """One comparison in words, with the intervals that were compared; one of several by what tells it from the others."""
    node = one.node
    where = ", ".join(part[1] for part in one.key if part not in same)
    left, right = describe(node.left), describe(node.right)
    found, against = _sides(one)
    verb = "cannot be told from" if one.holds is None else _SIGNS[one.sign] if one.holds else _NOT[one.sign]
    if one.near:
        verb = "as printed is not"
    if where and any(_is_of_several(side) for side in (node.left, node.right)):
        return f"{whose}{where}: {found} {verb} {against}"
    stated = against if right == "" or isinstance(node.right, Figure) else f"{right}, {against}"
    return f"{left}{f' for {where}' if where else ''} is {found}, which {verb} {stated}"


def _is_of_several(node: Node) -> bool:
    """Whether a side of a comparison is many numbers, of which one was compared."""
    return kind_of(node) == "numbers"


def _counted(evaluation: Evaluation, node: Node) -> list[str]:
    """How many of several comparisons held, and which of them speak against the test: those that do not hold, or that it denies."""
    lines: list[str] = []
    made = list({(one.node, one.key): one for one in evaluation.comparisons}.values())  # `cases` and `count` make the same ones
    if any(not _counts_cells(one.node) for one in made):
        made = [one for one in made if not _counts(one.node)]  # how many there are is no comparison beside them
    total = len(made)
    if total > 1:
        denied, refuting = _denied_ones(made, node)
        against = [one for one in made if one.holds is False and one not in denied]
        open_ = [one for one in made if one.holds is None]
        lines.append(f"{sum(one.holds is True for one in made)} of {total} comparisons hold")
        for some, what in ((against, "not"), (open_, "undecided"), (refuting, "against it")):
            named = list(dict.fromkeys(name for one in some if (name := _name(one, evaluation))))
            if named:
                more = f" and {len(named) - MOST_SHOWN} more" if len(named) > MOST_SHOWN else ""
                lines[-1] += f"; {what}: {', '.join(named[:MOST_SHOWN])}{more}"
    return lines


def _denied_ones(made: Sequence[Comparison], node: Node) -> tuple[list[Comparison], list[Comparison]]:
    """The comparisons of which a test says that none holds, and those of them that hold and so speak against it."""
    denied: list[Comparison] = []
    refuting: list[Comparison] = []
    for none in (part for part in walk(node) if isinstance(part, Call) and part.name == "none"):
        for part in none.arguments:
            inside = set(walk(part))
            here = [one for one in made if one.node == part or {one.node.left, one.node.right} <= inside]
            denied += here
            whole = isinstance(part, Call) and part.name in ("all", "overall", "most", "consistently")
            if not whole or all(one.holds for one in here):
                refuting += [one for one in here if one.holds]
    return denied, refuting


def _name(one: Comparison, evaluation: Evaluation) -> str:
    """What tells one comparison from the others: under which labels it was made, and of which row or column."""
    same = _same(evaluation)
    where = " / ".join(part[1] for part in one.key if part not in same)
    return f"{_whose(one, evaluation)}{where}" if where else ""


def _whose(one: Comparison, evaluation: Evaluation) -> str:
    """The row or column of the first number of a comparison, where those of the others are of another."""
    for side in ("row", "column"):
        all_ = {_label(other.node.left, side) for other in evaluation.comparisons}
        if len(all_) > 1 and (label := _label(one.node.left, side)) and not any(label.endswith(part[1]) for part in one.key):
            return f"{label} / "
    return ""


def _label(node: Node, side: str) -> str:
    """The one label of a side by which cells are asked for; empty where there are several or none."""
    named = dict(node.named).get(side) if isinstance(node, Call) else None
    return named.words[0] if named is not None and len(named.words) == 1 else ""


def _counts(node: Compared) -> bool:
    return any(isinstance(part, Call) and part.name in ("cases", "count") for part in walk(node))


# --- describing --------------------------------------------------------------------------------------------------

_OVER = {
    "mean": "the mean of",
    "total": "the total of",
    "median": "the median of",
    "highest": "the highest of",
    "lowest": "the lowest of",
    "best": "the best of",
    "worst": "the worst of",
    "spread": "the spread of",
    "abs": "the size of",
    "sign": "the sign of",
    "count": "the number of",
    "share": "the percentage of",
    "about": "about",
}
_RECKONED = {"+": "plus", "-": "less", "*": "times", "/": "over"}


def describe(node: Node) -> str:
    """A part of a test in words."""
    match node:
        case Figure(text=text):
            return text
        case Words():
            return _words(node)
        case Negated():
            return f"{'not' if node.sign == 'not' else 'minus'} {describe(node.part)}"
        case Reckoned():
            return f"{_grouped(node.left)} {_RECKONED[node.sign]} {_grouped(node.right)}"
        case Compared():
            return f"{describe(node.left)} {_SIGNS[node.sign]} {describe(node.right)}"
        case Joined():
            return f", {node.sign} ".join(describe(part) for part in node.parts)
        case Call():
            return _call(node)


def _grouped(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, Reckoned) else describe(node)


def _call(node: Call) -> str:
    inside = ", ".join(describe(part) for part in node.arguments)
    asked = _place(node)
    match node.name:
        case "cell":
            return asked or "the only number"
        case "cells":
            return f"each of {asked}" if asked else "each number"
        case "gain" | "gains":
            gain = "the gain" if node.name == "gain" else "each of the gains"
            over = next((words.words[0] for name, words in node.named if name == "over"), "")
            averaged = f" averaged over {over}" if over else ""
            return f"{gain} from {inside or 'intermediate training'}{averaged}{f' ({asked})' if asked else ''}"
        case "language":
            return f"the languages' {inside}"
        case "rank":
            return f"the rank of {describe(node.arguments[0])} among {describe(node.arguments[1])}"
        case "ratio":
            return f"the ratio of {describe(node.arguments[0])} to {describe(node.arguments[1])}"
        case "percent":
            return f"the percentage by which {describe(node.arguments[0])} is above {describe(node.arguments[1])}"
        case "correlation":
            return f"the correlation of {describe(node.arguments[0])} with {describe(node.arguments[1])}"
        case "better" | "outperforms":
            return f"{describe(node.arguments[0])} is better than {' and '.join(describe(part) for part in node.arguments[1:])}"
        case name if name in _OVER:
            return f"{_OVER[name]} {inside.replace('each of ', '')}"
        case name:
            return f"{name.replace('_', ' ')} of: {inside}"


def _place(node: Call) -> str:
    """Where a cell stands, in words: “BERT” under “F1”, in Table 2."""
    said = {name: words for name, words in node.named if name != "over"}
    parts: list[str] = []
    row, column, table = (said.pop(name, None) for name in ("row", "column", "table"))
    if row:
        parts.append(_words(row))
    if column:
        parts.append(f"{'under ' if row else 'column '}{_words(column)}")
    if table:
        parts.append(f"in {' or '.join(table.words)}")
    conditions = [f"{name} {_words(words)}" for name, words in said.items()]
    return ", ".join([*([" ".join(parts)] if parts else []), *conditions])


def _words(node: Words) -> str:
    return " or ".join(f"“{word}”" for word in node.words)


__all__ = ["Amount", "ExpressionError", "Outcome", "Step", "TautologyError", "describe", "parsed", "run_by_source", "run_test"]
