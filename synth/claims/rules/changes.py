"""What something does to the scores: "adding the LM loss reduces PP", "intermediate training improves every task"."""

from __future__ import annotations

import re
from typing import Literal

from synth.claims.clauses import Clause, DeclinedError, Read, less, taken
from synth.claims.expressions import Call, Compared, Figure, Node
from synth.claims.layouts import COLUMN, ROW
from synth.claims.mentions import Mention, mentions
from synth.claims.rules.differences import _NUMERIC, check_added, opponents
from synth.claims.rules.quantities import one_by_one, quantified
from synth.claims.spelling import squash
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


def check_opposite(clause: Clause, side: str, lines: frozenset[int]) -> None:
    """Raises `DeclinedError` where what changes the scores is a setting that the table has and lacks: "MLM improves SQuAD".

    What is printed are changes against a baseline with it and without it; what the setting does is the difference of these. It is no
    subject where it is a condition: "with MLM, SQuAD helps", "SQuAD with MLM helps", "training with MLM helps XNLI".
    """
    verb = clause.phrase("changing") or clause.phrase("distances")
    named = [one for one in mentions(clause.tokens, clause.layout) if one.side == side and clause.start <= one.start < clause.end]
    for one in named:
        if verb is None or not (lines & one.lines and _has_opposite(clause, one)):
            continue
        start = one.start if clause.tokens[one.start].low in _SETTING_OFF else one.start - 1
        sets = start >= clause.start and clause.tokens[start].low in _SETTING_OFF
        parted = one.start > clause.start or sets
        if parted and any(token.text == "," for token in clause.tokens[one.end : verb.start]):
            continue  # "with MLM, …", "as long as MLM is left out, …"
        changed = any(other.start >= verb.end and other is not one and lines & other.lines for other in named)
        behind = any(other.end == start for other in named)
        last = one.start > verb.end + 1
        if not (sets and (behind or last or not changed)):
            raise DeclinedError(f"“{one.text}” is a setting that the table has and lacks, and its numbers are changes by other things")


_SETTING_OFF = frozenset({"with", "without", "w/", "w/o", "no", "under", "in"})
_SIGN = re.compile(r"(?:(without|w/o|no|non|minus|-)|(with|w/|using|\+))\s*[-–]?\s*(?=\w)(.*)", re.IGNORECASE)


def _has_opposite(clause: Clause, one: Mention) -> bool:
    """Whether a name is that of a heading or a label which another says is lacking: "With MLM" beside "No MLM"."""
    listed = {label for at in clause.every(one.side) for label in clause.line(one.side, at).labels}
    signed = [found for label in listed if (found := _SIGN.fullmatch(label.strip()))]
    plain = {squash(label) for label in listed}
    name = squash(_bare(one.text))
    lacking = any(found[1] and squash(found[3]) == name for found in signed)
    return lacking and (name in plain or any(found[2] and squash(found[3]) == name for found in signed))


def _bare(text: str) -> str:
    found = _SIGN.fullmatch(text.strip())
    return found[3] if found else text


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
