"""How many times one thing is another: "three times as many examples as QQP", "less than half", "by a factor of 2.4"."""

from __future__ import annotations

from fractions import Fraction

from synth.claims.clauses import Clause
from synth.claims.expressions import Call, Compared, Figure, Node
from synth.claims.readings import DeclinedError, Read, both, compared, taken
from synth.claims.rules.differences import opponents
from synth.claims.rules.values import settle
from synth.claims.wording import Number

NAME, ORDER = "ratio", 30

_NEARLY = frozenset({"nearly", "almost"})  # it falls short: "nearly doubles"
NEARLY = Fraction(4, 5)  # of N, from which on something is nearly N times as much: 1.85 nearly doubles, 1.4 does not
ABOVE = Fraction(11, 10)  # of N, from about which on it is no longer nearly: what is 5 % above N was rounded, 15 % above is another number


def read(clause: Clause) -> Read | None:
    """The figure against the ratio of two cells."""
    times = [number for number in clause.numbers if number.unit == "times"]
    ones: list[Number] = []  # of "82 to 1"
    if clause.word("factor") and not times:
        times = [
            number for number in clause.figures if [token.low for token in clause.tokens[number.at - 2 : number.at]] == ["factor", "of"]
        ]
    if not times:
        times = [number for number in clause.numbers if _is_to_one(clause, number)]
        ones = [number for number in clause.numbers if times and number.at == times[0].end + 1]
    if len(times) != 1 or clause.denied or len([number for number in clause.figures if number not in (*times, *ones)]):
        return None
    (number,) = times
    side = clause.pair_side
    pair, things = opponents(clause, side)
    if pair is None:
        raise DeclinedError("a ratio of one thing to nothing that is named")
    scopes = clause.scope(clause.across(side))
    if len(scopes) > 1:
        raise DeclinedError(f"a ratio by {len(scopes)} measures")
    one, other = (settle(clause, lines, side, scopes[0].lines if scopes else None) for lines in pair)
    extra = [phrase for phrase in clause.phrases if phrase.group in ("comparing", "changing", "distances")]
    down = any(phrase.kind in ("lower", "down", "faster") for phrase in extra)
    parts: tuple[Node, Node] = (other, one) if down and float(number.text) > 1 else (one, other)
    nearly = number.at > clause.start and clause.tokens[number.at - 1].low in _NEARLY
    said = f"{clause.said(pair[0], side)} over {clause.said(pair[1], side)} is {'nearly ' if nearly else ''}{number.text}"
    if nearly:
        halves = clause.tokens[number.at].low in ("halves", "halved")
        return Read(_nearly(Call("ratio", parts), number, halves=halves), NAME, said, taken(number, ones, things, scopes, extra))
    if number.word and number.text.isdigit():
        number = number._replace(text=f"{number.text}.0", hedge=number.hedge or "about")  # "doubles" is no 1.6 times, and no 2.4 times
    return Read(compared(number, Call("ratio", parts)), NAME, said, taken(number, ones, things, scopes, extra))


def _nearly(ratio: Call, number: Number, *, halves: bool) -> Node:
    """The ratio from `NEARLY` of a figure up to a little above it; of "nearly halves" the other way round."""
    times = Fraction(number.text)
    least, most = (_figure(times * share) for share in (NEARLY, ABOVE))
    if halves:
        least, most = _figure(times / ABOVE), _figure(times / NEARLY)
        return both([Compared(">", ratio, Call("about", (least,))), Compared("<=", ratio, most)])
    return both([Compared(">=", ratio, least), Compared("<", ratio, Call("about", (most,)))])


def _figure(value: Fraction) -> Figure:
    return Figure(f"{float(value):.4f}".rstrip("0").rstrip("."))


def _is_to_one(clause: Clause, number: Number) -> bool:
    """Whether a figure is so many to one: "82 to 1", "82:1"."""
    after = [token.low for token in clause.tokens[number.end : number.end + 2]]
    before = {token.low for token in clause.tokens[clause.start : number.at]}
    return after in (["to", "1"], ["to", "one"], [":", "1"]) and "from" not in before
