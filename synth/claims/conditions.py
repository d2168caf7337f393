"""A test of labels asked by conditions: the same number, where a source gives it without rows and columns.

Published numbers may come without labels, and then say only what they were measured under: model, target, language. A cell that a test asks
for by its labels says so too, where what it was measured under is known; by that it is asked for in other sources.

What is not done: `cells(…)` are not turned, since a row of labels is another choice of numbers than a model is.
"""

from __future__ import annotations

from synth.claims.expressions import Call, Compared, Joined, Negated, Node, Reckoned, Words, read_test, walk, write_expression
from synth.claims.selecting import LABELS, NothingThereError, Rows

CONDITIONS = ("model", "target", "training", "language", "metric")
WHICH = ("intermediate", "variant")  # which of several of its kind a model is: the plain one, where nothing is said
PLAIN = {"intermediate": ("none", "")}
NEEDED = ("model", "target", "language")  # without them, what a number was measured under is not known


def has_labels(rows: Rows) -> bool:
    """Whether there is a number with a row and a column, so that a sentence can be read over it."""
    return any(row.row and row.column for row in rows.rows)


def by_conditions(test: str, rows: Rows) -> str:
    """The test with each cell that it asks for by labels asked for by conditions; empty where that cannot be."""
    node = read_test(test)
    calls = [part for part in walk(node) if isinstance(part, Call)]
    if not any(part.name == "cell" for part in calls) or any(part.name not in ("cell", "about", "abs") for part in calls):
        return ""
    try:
        return write_expression(_turned(node, rows))
    except NothingThereError:
        return ""


def _turned(node: Node, rows: Rows) -> Node:
    match node:
        case Call(name="cell", named=named):
            return Call("cell", (), _conditions(named, rows))
        case Call(arguments=arguments):
            return node._replace(arguments=tuple(_turned(part, rows) for part in arguments))
        case Compared(left=left, right=right) | Reckoned(left=left, right=right):
            return node._replace(left=_turned(left, rows), right=_turned(right, rows))
        case Negated(part=part):
            return node._replace(part=_turned(part, rows))
        case Joined(parts=parts):
            return node._replace(parts=tuple(_turned(part, rows) for part in parts))
    return node


def _conditions(named: tuple[tuple[str, Words], ...], rows: Rows) -> tuple[tuple[str, Words], ...]:
    if not any(name in (*LABELS, "table") for name, _ in named):
        return named
    row = rows.rows[rows.cell(named).rows[0]]
    if row.kind != "absolute" or not all(getattr(row, name) for name in NEEDED):
        raise NothingThereError("what the number was measured under is not known")
    under = [(name, Words((getattr(row, name),))) for name in CONDITIONS if getattr(row, name)]
    if row.split:  # another split is another number; few sources say theirs
        under.append(("split", Words((row.split, ""), listed=True)))
    for name in WHICH:
        said, plain = getattr(row, name), PLAIN.get(name, ("",))
        under.append((name, Words(plain, len(plain) > 1) if said in plain else Words((said,))))
    return tuple(sorted(under))
