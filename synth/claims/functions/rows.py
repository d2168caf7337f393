"""Functions that ask for rows: a cell, cells, the gain from a training, facts about languages."""

from __future__ import annotations

from fractions import Fraction

from synth.claims.amounts import Amount, Numbers, Value, less, mean_of, shown
from synth.claims.evaluating import Evaluation
from synth.claims.expressions import Call, Words
from synth.claims.selecting import AVERAGE, Asked, Key, NothingThereError
from synth.measurements import meets


def _cell(at: Evaluation, node: Call) -> Value:
    return at.cell(node.named)


def _cells(at: Evaluation, node: Call) -> Value:
    return at.cells(node.named)


def _language(at: Evaluation, node: Call) -> Value:
    from synth.languages import language_facts

    (word,) = node.arguments
    assert isinstance(word, Words)
    name = word.words[0]
    values = {code: getattr(facts, name, None) for code, facts in language_facts().items()}
    numbers = {
        code: Fraction(str(value)) for code, value in values.items() if isinstance(value, int | float) and not isinstance(value, bool)
    }
    if not numbers:
        raise NothingThereError(f"nothing is known of languages under “{name}”")
    found: Numbers = {(("language", code),): Amount(value, value, value) for code, value in numbers.items()}
    return found


def _gain(at: Evaluation, node: Call) -> Value:
    asked, over = _asked_of_gain(node)
    names = dict(asked)
    if over == "targets" and "target" not in names:
        return _mean_gain(at, asked)
    changes = _changes(at, asked)
    if over:
        _refuse_several(changes)
    return average_of(changes) if over else _only(changes, node)


def _gains(at: Evaluation, node: Call) -> Value:
    asked, _ = _asked_of_gain(node)
    return _changes(at, asked)


def _asked_of_gain(node: Call) -> tuple[Asked, str]:
    """What the rows with a gain are asked by, and what it is averaged over."""
    over = next((words.words[0] for name, words in node.named if name == "over"), "")
    asked = [(name, words) for name, words in node.named if name != "over"]
    for word in node.arguments:
        assert isinstance(word, Words)
        asked.append(("intermediate", word))
    return tuple(sorted(asked)), over


def _mean_gain(at: Evaluation, asked: Asked) -> Amount:
    """The gain averaged over tasks: as printed, and beside it what the cells give; the two scores of one task count as one task."""
    cells = _changes(at, asked)
    _refuse_several(cells)
    reckoned = average_of(cells)
    try:
        printed = _changes(at, (*asked, ("target", Words((AVERAGE,)))))
    except NothingThereError:
        return reckoned
    if len(printed) != 1:
        return reckoned
    (one,) = printed.values()
    if not meets(one.interval, reckoned.interval):
        at.remarks.append(f"the average is printed as {shown(one)}, and {len(cells)} cells give {shown(reckoned)}")
    return one


def _refuse_several(changes: Numbers) -> None:
    """Raises `NothingThereError` where a mean would be over several ways of one training, which nobody has asked for together."""
    variants = sorted({dict(key).get("variant", "") for key in changes})
    if len(variants) > 1:
        raise NothingThereError(
            f"there are {len(variants)} variants of it: {', '.join(f'“{one}”' if one else 'one without a name' for one in variants)}; "
            'say which, as in variant="…", or all of them in a list'
        )


def _changes(at: Evaluation, asked: Asked) -> Numbers:
    """The changes against no intermediate training: as they are printed, else the scores less those without it."""
    try:
        return at.cells((*asked, ("kind", Words(("change",)))))
    except NothingThereError:
        pass
    after = at.cells(asked)
    if "intermediate" not in dict(asked):  # what had no intermediate training is no change by it
        after = {key: one for key, one in after.items() if dict(key).get("intermediate", "none") != "none"}
    if not after:
        raise NothingThereError("no score after intermediate training")
    without = [(name, words) for name, words in asked if name not in ("variant", "intermediate")]
    before = at.cells(tuple(sorted([*without, ("intermediate", Words(("none",)))])))
    keys = {_bare(key): key for key in before}
    pairs = {key: before[keys[_bare(key)]] for key in after if _bare(key) in keys}
    if not pairs:
        raise NothingThereError("no score without intermediate training to compare with")
    return {key: less(after[key], other) for key, other in pairs.items()}


def _bare(key: Key) -> Key:
    return tuple((name, word) for name, word in key if name not in ("variant", "intermediate"))


MOST_NAMED = 8  # words that are told of what is not said
BY_F1 = frozenset({"panx", "udpos"})  # tagging, which its benchmark knows by F1; the accuracy that may stand beside it is no second score


def average_of(numbers: Numbers) -> Amount:
    """The mean over tasks, where F1 and exact match of one task count as one."""
    by_task: dict[Key, dict[str, Amount]] = {}
    for key in sorted(numbers):
        of = tuple((name, word) for name, word in key if name != "metric")
        by_task.setdefault(of, {})[dict(key).get("metric", "")] = numbers[key]
    return mean_of([mean_of(_counted(dict(of).get("target", ""), those)) for of, those in by_task.items()])


def _counted(target: str, by_metric: dict[str, Amount]) -> list[Amount]:
    """The scores of one task that count in a mean over tasks."""
    return [by_metric["f1"]] if target in BY_F1 and "f1" in by_metric else list(by_metric.values())


def _only(numbers: Numbers, node: Call) -> Amount:
    if len(numbers) != 1:
        told: dict[str, dict[str, None]] = {}
        for key in numbers:
            for name, word in key:
                told.setdefault(name, {})[word] = None
        several = "; ".join(f"{name}: {', '.join(list(words)[:MOST_NAMED])}" for name, words in told.items() if len(words) > 1)
        raise NothingThereError(f'{node.name}(…) is {len(numbers)} numbers ({several}); say which, or over="targets"')
    (one,) = numbers.values()
    return one


FUNCTIONS = {
    "cell": _cell,
    "cells": _cells,
    "language": _language,
    "gain": _gain,
    "gains": _gains,
}
