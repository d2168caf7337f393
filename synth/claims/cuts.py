"""A sentence cut into clauses, each with a word that compares; and which phrases count where several overlap.

What is not done: no grammar is parsed. A clause ends at a semicolon, at "but" or "while", and where "and" opens another comparison.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from synth.claims.layouts import Layout
from synth.claims.mentions import Thing
from synth.claims.wording import WORD_NUMBERS, Number, Phrase, Token, phrases, tokens
from synth.files import DATA


def apart(said: Sequence[Phrase], found: Sequence[Token]) -> list[Phrase]:
    """The phrases without those that are a part of a longer one: "lower" of "lower than"."""
    said = [
        phrase for phrase in said if not (phrase.group == "superlatives" and phrase.text in ("most", "least") and _is_amount(phrase, found))
    ]
    said = [phrase for phrase in said if not (phrase.group == "quantifiers" and phrase.text == "most" and not _is_amount(phrase, found))]
    judging = [phrase for phrase in said if phrase.group in JUDGING]
    return [phrase for phrase in said if not any(other is not phrase and _hides(other, phrase) for other in judging)]


def _begins_label(phrase: Phrase, thing: Thing, layout: Layout) -> bool:
    """Whether a word is the rest of a label that cuts it short: the "distance" of "L2 dist."."""
    words = [token.low for at in thing.lines for label in layout.lines(thing.side)[at].labels for token in tokens(label)]
    return any(len(word) >= MIN_CUT and phrase.text.startswith(word) for word in words)


def is_of_name(phrase: Phrase, named: Sequence[Thing], found: Sequence[Token], layout: Layout) -> bool:
    """Whether a phrase belongs to what is named, or to a list: "all four references" of a label, "both A and B"."""
    if phrase.group == "distances":
        return any(thing.end == phrase.start and _begins_label(phrase, thing, layout) for thing in named)
    if phrase.group != "quantifiers":
        return False
    if any(thing.start == phrase.end and _is_numbered(found[thing.start]) for thing in named):
        return True
    first = next((thing for thing in named if phrase.end <= thing.start <= phrase.end + 1), None)
    after = first.end if first else phrase.end + 1
    return phrase.text == "both" and after + 1 < len(found) and found[after].low == "and"


def _is_numbered(token: Token) -> bool:
    return token.low in WORD_NUMBERS or token.text.isdigit()


_ONE_OF_US = frozenset("looks considers takes can could may might must should would wants picks chooses another sees".split())


def is_pronoun(found: Sequence[Token], number: Number) -> bool:
    """Whether a "one" is no number: "whichever one considers", "one another", "the English one"."""
    if found[number.at].low != "one":
        return False
    before = found[number.at - 1].low if number.at else ""
    after = found[number.at + 1].low if number.at + 1 < len(found) else "."
    return after in _ONE_OF_US or (
        before in ("the", "this", "that", "which", "every", "each", "any", "no") and after not in ("of", "point")
    )


def in_idiom(found: Sequence[Token], at: int) -> bool:
    """Whether a token is part of an idiom: the "top" of "on top of", the "all" of "at all"."""
    return any(phrase.start <= at < phrase.end for phrase in phrases(found, ("idioms",)))


def _is_amount(phrase: Phrase, found: Sequence[Token]) -> bool:
    """Whether a "most" or "least" says how many: "most languages", "at least", and not "the most parameters", "suffers least"."""
    before = found[phrase.start - 1].low if phrase.start else ""
    after = found[phrase.end].low if phrase.end < len(found) else ""
    if before == "at":
        return True
    return phrase.text == "most" and before != "the" and (after == "of" or (after not in stopwords() and after.isalpha()))


def _hides(other: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase is a part of another, or the same words read in another way that goes before it."""
    if other.start > phrase.start or phrase.end > other.end:
        return False
    if other.end - other.start > phrase.end - phrase.start:
        return True
    return phrase.group == "changing" and other.group == "comparing"


JUDGING = ("comparing", "changing", "distances", "superlatives")
_BREAKS = frozenset({"but", "while", "whereas", "yet", "although", "though", "whilst", "however"})
SUBORDINATE = frozenset({"despite", "although", "though", "while", "whereas", "whilst"})


def clauses(found: Sequence[Token], named: Sequence[Thing], said: Sequence[Phrase], numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """Where the clauses of a sentence begin and end: each has a word that compares."""
    cuts = [0]
    told = [number.at for number in numbers if named]
    figured = [number.at for number in numbers if named and not number.word]
    for at, token in enumerate(found):
        if any(thing.start <= at < thing.end for thing in named):
            continue
        opens = found[cuts[-1]].low in SUBORDINATE and token.text == ","
        ends = token.text in (";", ".", ":") and at + 1 < len(found)
        joins = token.text == "," and at + 1 < len(found) and found[at + 1].low in ("and", "which", "but", "where")
        breaks = token.low in _BREAKS and at and not _excepts(found, at, named, said)
        goes_on = _goes_on(found, at, cuts[-1], said, told, figured) or _begins(found, at, cuts[-1], named, said)
        if opens or ends or (joins and not _is_listed(found, at, named)) or breaks or goes_on or _adds(found, at, cuts[-1], said):
            cuts.append(at + 1)
    cuts.append(len(found))
    spans: list[tuple[int, int]] = []
    valued: list[tuple[int, int]] = []  # spans that give a figure, to which a comparison is added after a comma
    apposed = {
        at + 1
        for at, token in enumerate(found)
        if token.text == "," and (_goes_on(found, at, 0, said, told, figured) or (found[min(at + 1, len(found) - 1)].low == "which"))
    }
    for start, end in pairwise(sorted(set(cuts))):
        valued_here = any(start <= at < end for at in told) and any(start <= thing.start < end for thing in named)
        elliptic = valued_here and bool(spans) and found[start - 1].low in _BREAKS
        if elliptic or _says_something(start, end, said):
            silent = bool(spans) and not _says_something(*spans[-1], said) and spans[-1] not in valued
            spans.append((spans.pop()[0] if silent else start, end))
        elif spans:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
            valued += [(start, end)] if valued_here and end in apposed else []
    return spans or [(0, len(found))]


def _excepts(found: Sequence[Token], at: int, named: Sequence[Thing], said: Sequence[Phrase]) -> bool:
    """Whether a "but" takes an exception: "all but two", "every task but SST"."""
    if found[at].low != "but":
        return False
    if found[at - 1].low in ("all", "every", "any", "anything", "nothing", "none", "each"):
        return True
    counted = any(phrase.group == "quantifiers" and 0 <= at - phrase.end <= MAX_COUNTED for phrase in said)
    follows = any(at < thing.start <= at + 2 for thing in named)
    return counted and follows and not any(phrase.start > at and phrase.group in JUDGING for phrase in said)


def _is_listed(found: Sequence[Token], at: int, named: Sequence[Thing]) -> bool:
    """Whether the comma before an "and" stands in a list of three or more: "SST, MRPC, and CoLA"."""
    last = next((thing for thing in named if thing.end == at), None)
    follows = next((thing for thing in named if at + 2 <= thing.start <= at + 3), None)
    if last is None or follows is None or follows.side != last.side:
        return False
    return any(thing.side == last.side and thing.end == last.start - 1 and found[thing.end].text == "," for thing in named)


def _adds(found: Sequence[Token], at: int, start: int, said: Sequence[Phrase]) -> bool:
    """Whether "despite" or "as well as" adds a comparison of the same subject: "despite having fewer layers"."""
    if not any(start <= phrase.start < at and phrase.group in JUDGING for phrase in said):
        return False
    if [token.low for token in found[at : at + 3]] == ["as", "well", "as"]:
        return any(phrase.group == "superlatives" and at + 3 <= phrase.start <= at + 4 for phrase in said)
    return found[at].low == "despite" and any(phrase.group == "comparing" and at < phrase.start <= at + MAX_COUNTED for phrase in said)


def _goes_on(found: Sequence[Token], at: int, start: int, said: Sequence[Phrase], told: Sequence[int], figured: Sequence[int]) -> bool:
    """Whether an "and" or a comma opens another comparison of the same subject: "lowers recall and raises precision", ", adding 8.3"."""
    if found[at].low not in ("and", ","):
        return False
    earlier = any(start <= phrase.start < at and phrase.group in JUDGING for phrase in said)
    follows = [phrase for phrase in said if at < phrase.start <= at + (3 if found[at].low == "and" else 1) and phrase.group in JUDGING]
    valued = found[at].text == "," and any(start <= number < at for number in told)
    if valued and any(start <= number < at for number in figured) and _is_apposed(found, at, said, told):
        return True
    if not (earlier or valued) or not follows:
        return False
    verb = follows[0].text.split()[0]
    if found[at].text == ",":
        return verb.endswith("ing")
    placed = follows[0].group == "superlatives" and [token.low for token in found[at + 1 : follows[0].start]] in _PLACED
    near = follows[0].start - at <= 1 + (found[at + 1].low in _SMALL)
    return follows[0].group in ("comparing", "changing", "superlatives") and (near or placed)


_PLACED = [["the", place] for place in ("second", "third", "fourth")]  # before "best": "and the second best"


def _is_apposed(found: Sequence[Token], at: int, said: Sequence[Phrase], told: Sequence[int]) -> bool:
    """Whether a comparison is added to a figure after a comma: ", 1.1 points below C", ", only a 0.6 % improvement over C"."""
    first = at + 1
    while first < min(at + MAX_COUNTED, len(found)) and (found[first].low in _BEFORE_COMPARED or found[first].low.endswith("ly")):
        first += 1
    ahead = [phrase for phrase in said if phrase.group in ("comparing", "distances")]
    if first in told:
        return any(0 < phrase.start - first < MAX_COUNTED for phrase in ahead)
    return any(phrase.start == first for phrase in ahead)


def _begins(found: Sequence[Token], at: int, start: int, named: Sequence[Thing], said: Sequence[Phrase]) -> bool:
    """Whether an "and" begins a clause with a subject of its own: "A is best in recall and B has the best precision"."""
    if any(token.low in ("between", "both") for token in found[max(start, at - MAX_COUNTED) : at]):
        return False
    if found[at].low != "and" or not any(start <= phrase.start < at and phrase.group in JUDGING for phrase in said):
        return False
    subject = next((thing for thing in named if at < thing.start <= at + 2), None)
    if subject is None or subject.end >= len(found):
        return False
    first = next((thing for thing in reversed(named) if thing.end == at), None)
    if first and any(token.low in ("between", "both") for token in found[max(start, first.start - 3) : first.start]):
        return False  # "the gap between A and B is …"
    verb = any(phrase.start == subject.end and phrase.group in ("comparing", "changing") for phrase in said)
    return (verb or found[subject.end].low in _VERBS) and any(phrase.start >= subject.end and phrase.group in JUDGING for phrase in said)


_VERBS = frozenset(
    {"has", "have", "is", "are", "was", "were", "performs", "perform", "achieves", "achieve", "gets", "obtains", "reaches", "shows"}
)
_BEFORE_COMPARED = frozenset("a an the now still only just full mere even well far much thus also again being".split())
MIN_CUT = 3  # letters of a word that a label cuts short
MAX_COUNTED = 4  # tokens between a quantifier and the "but" that takes an exception
_SMALL = frozenset(
    {"also", "even", "then", "thus", "is", "are", "was", "performs", "perform", "further", "slightly", "does", "the", "has", "have"}
)


def _says_something(start: int, end: int, said: Sequence[Phrase]) -> bool:
    """Whether a part of a sentence has a word that compares, or denies what the part before it says: "but not on large objects"."""
    return any(
        start <= phrase.start < end and (phrase.group in JUDGING or (phrase.group == "negations" and phrase.start == start))
        for phrase in said
    )


@cache
def stopwords() -> frozenset[str]:
    return frozenset(tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))["en"]["function"].split())
