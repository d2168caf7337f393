"""What something does to the scores: "adding the LM loss reduces PP", "intermediate training improves every task"."""

from __future__ import annotations

from typing import Literal

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Compared, Figure, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.opposites import check_opposite
from synth.claims.readings import Read, less, taken
from synth.claims.rules.differences import _NUMERIC, check_added, opponents
from synth.claims.rules.quantities import one_by_one, quantified
from synth.claims.wording import Phrase

NAME, ORDER = "change", 70


_MAKING = frozenset({"make", "makes", "made", "making", "leave", "leaves", "left"})


def _made(clause: Clause) -> Phrase | None:
    """A "makes … better" or "makes … worse" as a word for a change."""
    phrase = clause.phrase("comparing", "better", "worse")
    if phrase is None or phrase.text.endswith("than") or not clause.word(*_MAKING):
        return None
    return phrase._replace(group="changing", kind="up" if phrase.kind == "better" else "down")


def _every_change(clause: Clause, phrase: Phrase) -> Node | None:
    """The changes of every row, or of a group of rows, under the columns that are named, against zero; None where no row is printed so."""
    rows, columns = clause.of(ROW), clause.scope(COLUMN)
    if len(rows) > 1 or not (clause.phrase("quantifiers") or clause.counts or clause.phrase("changing", "down")):
        return None
    lines = rows[0].lines if rows else None
    across = frozenset().union(*(thing.lines for thing in columns)) if columns else None
    if "change" not in clause.kinds(lines, across):
        return None
    return Compared(">" if phrase.kind == "up" else "<", clause.changes(lines, across), Figure("0"))


def read(clause: Clause) -> Read | None:
    """A thing against what it is a variant of, or against zero where the table prints changes."""
    phrase = clause.phrase("changing", "up", "down") or clause.phrase("distances", "up", "down") or _made(clause)
    if phrase is None or clause.figures or any(other.group == "comparing" for other in clause.phrases if other.start != phrase.start):
        return None
    side = clause.side
    scopes = clause.scope(clause.other)
    across = frozenset().union(*(thing.lines for thing in scopes)) if scopes else None
    there = clause.of(side)
    extra = [other for other in clause.phrases if other.group in ("distances", "changing") and other.kind == phrase.kind]
    for thing in clause.own:
        if "change" in clause.kinds(*clause.ordered(thing.side, thing.lines, None)):
            check_opposite(clause, thing.side, thing.lines)
    if len(there) == 1 and clause.is_change(there[0].lines, side):
        sign: Literal["<", ">"] = ">" if phrase.kind == "up" else "<"
        test, took = quantified(
            clause,
            [Compared(sign, clause.cells(there[0].lines, side, across), Figure("0"))],
            explicit=bool(scopes),
            listed=one_by_one(scopes),
        )
        return Read(test, NAME, f"{there[0].text} changes the scores {phrase.kind}", took | taken(phrase, there, scopes, extra))
    if (every := _every_change(clause, phrase)) is not None:
        test, took = quantified(clause, [every], explicit=True)
        return Read(test, NAME, f"the changes go {phrase.kind}", took | taken(phrase, clause.own, extra))
    pair, things = opponents(clause, side)
    if pair is None:
        return None
    check_added(clause, side, *pair)
    one, other = (clause.cells(lines, side, across) for lines in pair)
    if clause.denied and phrase.text.startswith(("benefit", "help")) and len(scopes) <= 1:
        test = Call("no_benefit", (less(one, other),))
        return Read(
            test,
            NAME,
            f"no benefit of {clause.said(pair[0], side)} over {clause.said(pair[1], side)}",
            taken(phrase, things, scopes, extra),
        )
    if phrase.text.startswith(_NUMERIC):
        part: Node = Compared(">" if phrase.kind == "up" else "<", one, other)
    else:
        part = clause.better(one, other) if phrase.kind == "up" else clause.better(other, one)
    test, took = quantified(clause, [part], explicit=bool(scopes), listed=one_by_one(scopes))
    said = f"{clause.said(pair[0], side)} against {clause.said(pair[1], side)}: {phrase.text}"
    return Read(test, NAME, f"{'not: ' if clause.denied else ''}{said}", took | taken(phrase, things, scopes, extra))
