"""What goes up or down along an order: "accuracy increases with the number of heads", "as the batch size grows, throughput rises"."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from synth.claims.clauses import UNNAMED, Clause
from synth.claims.expressions import Call, Compared, Node
from synth.claims.layouts import COLUMN, ROW, Line
from synth.claims.readings import DeclinedError, Read, denied, taken
from synth.claims.scales import scale_of
from synth.claims.spelling import stem
from synth.claims.wording import Phrase, tokens

NAME, ORDER = "trend", 18

MIN_LINES = 3  # of an order: two make a difference and no trend
_PERFORMANCE = ("performance", "results", "scores", "quality", "effectiveness")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_WITH = frozenset({"with", "as", "when", "along"})
_STEPS = frozenset(
    "step steps increment increments further larger more growing increasing bigger additional deeper higher longer wider".split()
)
_COUNTED_STEPS = frozenset({"step", "steps", "increment", "increments"})
_SHRINKS = frozenset("fewer smaller less shorter lower narrower decreasing reducing shrinking decreases shrinks drops reduced".split())


def read(clause: Clause) -> Read | None:
    """The numbers of one line from each of the ordered lines to the next, all of them up or all of them down."""
    phrase, driver = _verbs(clause)
    steps = [other for other in clause.phrases if other.group == "comparing" and other.text in _STEPS | _SHRINKS]
    if (
        phrase is None
        or clause.figures
        or clause.phrase("superlatives")
        or len(steps) < sum(one.group == "comparing" for one in clause.phrases)
    ):
        return None
    for side in (ROW, COLUMN):
        ordered = _ordered(clause, side)
        if ordered and not clause.of(side) and (said := _is_along(clause, side, driver)):
            return _trend(clause, side, ordered, phrase, said)
    return None


def _verbs(clause: Clause) -> tuple[Phrase | None, Phrase | None]:
    """The word for what the numbers do, and the one for the order that drives them: "as X grows, Y falls", "reducing X lowers Y"."""
    verbs = [phrase for phrase in clause.phrases if phrase.group == "changing" and phrase.kind in ("up", "down")]
    if len(verbs) < 2:
        return (verbs[0] if verbs else None), None
    first, second = verbs[:2]
    opens = any(token.low in ("as", "when", "while") for token in clause.tokens[clause.start : first.start])
    return (second, first) if opens or first.text.split()[0].endswith("ing") else (first, second)


def _ordered(clause: Clause, side: str) -> list[int]:
    """The lines of a side whose labels are numbers, in the order of these; nothing where one is none, or two are the same."""
    lines = [(at, clause.line(side, at)) for at in sorted(clause.every(side))]
    values = [(None if UNNAMED.fullmatch(line.path) else _value(line), at) for at, line in lines]
    if len(values) < MIN_LINES or any(value is None for value, _ in values) or len({value for value, _ in values}) < len(values):
        return []
    return [at for _, at in sorted((value, at) for value, at in values if value is not None)]


def _value(line: Line) -> Fraction | None:
    """The number that a label is, or that it gives its only setting: "10", "k=10", "8K"."""
    found = list(_NUMBER.finditer(line.labels[-1])) if line.labels else []
    letters = re.sub(r"[\d.,=\s-]", "", line.labels[-1]) if line.labels else "-"
    if len(found) != 1 or len(letters) > 3:
        return None
    scale = scale_of(line.labels[-1][found[0].end() :].strip()[:1].replace("k", "K"))
    return Fraction(found[0][0].replace(",", "")) * (scale[1] if scale else 1)


def _is_along(clause: Clause, side: str, driver: Phrase | None) -> str:
    """`up` or `down`, whichever way the clause goes along the order; empty where it speaks of none."""
    words = {token.low for token in clause.tokens[clause.start : clause.end]}
    nouns = _varied(clause.layout.caption) | {
        stem(token.text) for line in clause.layout.lines(side) for label in line.labels for token in tokens(label)
    }
    about = {stem(word) for word in words} & nouns - {""}
    if not words & _WITH and not words & {"every", "each", "using"} and not words & (_STEPS | _SHRINKS) and driver is None:
        return ""
    if driver is not None:
        return driver.kind if about else ""
    if not about and not words & _COUNTED_STEPS:
        return ""  # more of something that is not what the table varies
    if words & _SHRINKS:
        return "down"
    return "up" if words & (_STEPS | {"with"}) else ""


def _varied(caption: str) -> set[str]:
    """What a caption says is varied: "with varying batch sizes", "for different numbers of heads"."""
    found = tokens(caption)
    said: set[str] = set()
    for at, token in enumerate(found):
        if token.low in _VARYING:
            said |= {stem(one.text) for one in found[at + 1 : at + 1 + _VARIED]}
    return said


_VARYING = frozenset(
    "varying varied different various number numbers size sizes amount amounts effect effects impact influence function depending "
    "against versus vs per by increasing growing each respect along".split()
)
_VARIED = 4  # words after one of these in which it is said what is varied


def _of_performance(clause: Clause, side: str, ordered: list[int], phrase: Phrase, along: str) -> Read:
    """What is called performance along an order: all measures of which it is known which way is better, each from step to step."""
    other = clause.across(side)
    measures = frozenset(
        at
        for at in clause.every(other)
        if clause.way(other, [at]) and clause.kinds(*clause.ordered(other, frozenset([at]), None)) != {"change"}
    )
    if not measures:
        raise DeclinedError("performance, and the table has no measure of which it is known which way is better")
    steps: list[Node] = []
    for before, after in pairwise(ordered if along == "up" else ordered[::-1]):
        one, next_one = (clause.cells(frozenset([at]), side, measures) for at in (before, after))
        steps.append(clause.better(next_one, one) if phrase.kind == "up" else clause.better(one, next_one))
    extra = [one for one in clause.phrases if one.group in ("changing", "comparing", "distances")]
    words = f"{clause.said(measures, other)} goes {phrase.kind} along {clause.said(frozenset(ordered), side)}"
    test = denied(Call("all", tuple(steps)), clause.denied)
    return Read(
        test, NAME, f"{'not: ' if clause.denied else ''}{words}", taken(phrase, extra, clause.phrase("quantifiers", "consistently"))
    )


def _trend(clause: Clause, side: str, ordered: list[int], phrase: Phrase, along: str) -> Read:
    other = clause.across(side)
    scopes = clause.scope(other)
    if not clause.own and clause.word(*_PERFORMANCE):
        return _of_performance(clause, side, ordered, phrase, along)
    if len(scopes) != 1 and len(clause.every(other)) != 1:
        raise DeclinedError("a trend, and it is not said of which numbers")
    across = clause.scope_lines(other)
    steps: list[Node] = []
    for before, after in pairwise(ordered if along == "up" else ordered[::-1]):
        one, next_one = (clause.cells(frozenset([at]), side, across) for at in (before, after))
        steps.append(Compared(">" if phrase.kind == "up" else "<", next_one, one))
    test = Call("all", tuple(steps))
    quantifier = clause.phrase("quantifiers", "all", "consistently")
    extra = [one for one in clause.phrases if one.group in ("changing", "comparing")]
    said = f"{clause.said(across, other)} goes {phrase.kind} along {clause.said(frozenset(ordered), side)}"
    return Read(
        denied(test, clause.denied),
        NAME,
        f"{'not: ' if clause.denied else ''}{said}",
        taken(phrase, scopes, extra, quantifier, clause.excepted),
    )
