"""Among which something is the first or the only one: "the best of the LSTM models", "the strongest baseline", "the only ensemble".

A kind is known by its words, which stand in the labels of those that are of it, or by a name that several lines bear. What is not done:
nothing is known of a line but its labels, so that "the best neural model" is declined where no heading says which are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from synth.claims.clauses import SETTING, Clause
from synth.claims.cuts import stopwords
from synth.claims.layouts import Line
from synth.claims.mentions import Mention, Thing, mentions
from synth.claims.readings import DeclinedError
from synth.claims.spelling import is_ordinary, stem
from synth.claims.wording import WORD_NUMBERS, Phrase, Token, tokens, words_of

TO_NOUN = 4  # tokens from a superlative to what it is said of: "the best feature-based approach"
TO_OF = 5  # tokens from a superlative to the "of" that says of which: "the highest SST score of the baselines"
MIN_KIND = 2  # lines among which one can be first

SYSTEMS = frozenset("model models system systems method methods approach approaches variant variants configuration configurations".split())
BASES = frozenset({"baseline", "baselines"})
AMONG = frozenset({"of", "among", "amongst"})
_OURS = frozenset({"our", "ours"})
_ARTICLES = frozenset({"all", "the", "these", "those", "any", "our", "both", "other"})
_STOPS = frozenset("is are was were has have had that which who and but reach reaches perform performs score scores".split())
_EXCEPTING = frozenset({"except", "excepting", "excluding", "bar", "apart", "aside", "save"})
_EARLIER = frozenset("published earlier recent current strong known popular well-known".split())  # of others, and not which
# Words that are of all that a table has, and of no kind of it.
_GENERIC = SYSTEMS | frozenset(
    "others other rest results result scores score rows row entries entry columns ones one lines competitors alternatives table "
    "considered studied evaluated tested listed compared reported shown tried available there overall".split()
)


class Group(NamedTuple):
    """Words that say among which something is first; the lines that they name, where they are a name; where they stand."""

    said: tuple[str, ...]
    lines: frozenset[int]
    start: int
    end: int


def ranked_among(clause: Clause, phrase: Phrase, side: str, lines: frozenset[int]) -> frozenset[int] | None:
    """The lines among which one is said to be first; None where it is first of all, and declined where no label says which they are."""
    if group := among(clause, side, phrase.end):
        found, whole = group.lines or called(clause, side, group.said), " ".join(group.said)
        if found == clause.every(side) and lines <= found:
            return None
    else:
        first = phrase.end + (phrase.text in ("most", "least"))  # "the most precise method"
        said = _before_noun(clause, first) or _noun(clause, side, first)
        if not said:
            _check_noun(clause, phrase, first)
            return None
        found, whole = called(clause, side, [token.text for token in said]), " ".join(token.text for token in said)
    if not lines & found or len(found) < MIN_KIND or found == clause.every(side):
        raise DeclinedError(f"it is first of those that are “{whole}”, and the table does not say which are")
    return found


def called(clause: Clause, side: str, words: Iterable[str]) -> frozenset[int]:
    """The lines of which labels have all of some words; "our" is "ours" too."""
    wanted = {stem(word) for word in words}
    ours = bool(wanted & _OURS)
    return frozenset(
        at for at in clause.every(side) if wanted - _OURS <= (there := _words(clause.line(side, at))) and (not ours or there & _OURS)
    )


def _words(line: Line) -> set[str]:
    words = [token.text for label in line.labels for token in tokens(label)]
    return {stem(piece) for word in words for piece in (word, *re.split(r"[_+/]", word)) if piece}


def among(clause: Clause, side: str, after: int) -> Group | None:
    """What is said, at the head of a clause or behind a place, of those among which one is first; None where all are meant.

    "Of the baselines", "among our models".
    """
    named = mentions(clause.tokens, clause.layout)
    for at in range(clause.start, clause.end - 1):
        near = after <= at <= after + TO_OF
        if clause.tokens[at].low not in AMONG or not (at == clause.start or near or (clause.tokens[at].low != "of" and at >= after)):
            continue
        first = at + 1
        while first < clause.end and clause.tokens[first].low in _ARTICLES | {"of"}:
            first += 1
        if first == at + 1 and clause.tokens[at].low == "of":
            continue  # "the best of SST"
        articles = {token.low for token in clause.tokens[at + 1 : first]}
        end = first
        while end < clause.end and clause.tokens[end].text[0].isalnum() and clause.tokens[end].low not in SETTING | _STOPS:
            end += 1
        here = [one for one in named if one.start < end and one.end > first]
        if any(one.side != side for one in here):
            continue  # where it is first, and not among which
        if here:
            return Group(tuple(one.text for one in here), frozenset.intersection(*(_bearing(clause, one) for one in here)), first, end)
        if any(first <= number.at < end for number in clause.counts):
            return None  # "of the four outputs": whether there are so many is asked elsewhere
        said = [token.text for token in clause.tokens[first:end] if _tells(token)]
        caption = {stem(token.text) for token in tokens(clause.layout.caption)}
        if "all" in articles and not {word.casefold() for word in said} & BASES and {stem(word) for word in said} <= caption:
            return None  # "of all birth outcomes", of which the table is
        if said or articles & _OURS:
            return Group((*(["our"] if articles & _OURS else []), *said), frozenset(), first, end)
    return None


def _tells(token: Token) -> bool:
    """Whether a word tells of which kind something is."""
    if token.low in _GENERIC | stopwords() or token.low in words_of("neutral")["words"] or token.low in WORD_NUMBERS:
        return False
    return re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", token.text) is not None


def _bearing(clause: Clause, one: Mention) -> frozenset[int]:
    """All lines of which a label has a name, also where the name alone is that of one: "the BERT models"."""
    return one.lines | called(clause, one.side, [token.text for token in tokens(one.text)])


def group_named(clause: Clause, phrase: Phrase, side: str) -> list[Thing]:
    """The things that only say among which something is first, and are not it."""
    group = among(clause, side, phrase.end)
    return [thing for thing in clause.own if group and thing.side == side and group.start <= thing.start < group.end]


def rivals_of_kind(clause: Clause, side: str, phrase: Phrase, rest: frozenset[int], known: frozenset[str]) -> frozenset[int]:
    """Of the others with which something is compared those that are of the kind that is said: "beats all LSTM models".

    Words that are `known` say that they are others and not which; of them too the labels may tell ("all baselines").
    """
    end = phrase.end
    while end < clause.end and clause.tokens[end].text[0].isalnum() and clause.tokens[end].low not in SETTING | _STOPS | _EXCEPTING:
        end += 1
    inside = {at for thing in clause.own if thing.side != side for at in range(thing.start, thing.end)}
    best = [at for one in clause.phrases if one.group == "superlatives" for at in range(one.start, one.end)]
    said = [
        at
        for at in range(phrase.end, end)
        if _tells(clause.tokens[at]) and at not in (*inside, *best) and not clause.tokens[at].low.endswith("ly")
    ]
    told = [clause.tokens[at] for at in said if clause.tokens[at].low not in known | _EARLIER or clause.tokens[at].low in BASES]
    group = called(clause, side, [token.text for token in told])
    if not told or (not group and all(token.low in known for token in told)):
        return rest
    if not rest & group:
        raise DeclinedError(f"“{' '.join(token.text for token in told)}”: the table does not say which are")
    return rest & group


def _before_noun(clause: Clause, first: int) -> list[Token]:
    """The words between a superlative and its noun that are of no name: "feature-based" of "the best feature-based approach"."""
    noun = next((at for at in range(first, min(first + TO_NOUN, clause.end)) if clause.tokens[at].low in SYSTEMS | BASES), None)
    if noun is None or any(token.low in SETTING for token in clause.tokens[first:noun]):
        return []
    named = {at for thing in clause.own for at in range(thing.start, thing.end)}
    between = [clause.tokens[at] for at in range(first, noun) if at not in named]
    said = [token for token in between if token.low not in words_of("plain")["words"] and not is_ordinary(token.low)]
    return [*said, clause.tokens[noun]] if clause.tokens[noun].low in BASES else said


def _noun(clause: Clause, side: str, first: int) -> Sequence[Token]:
    """The noun right after a superlative, where some labels have it and others have not: "the best ensemble"."""
    token = clause.tokens[first] if first < clause.end else None
    if token is None or not re.fullmatch("[a-z]{3,}", token.text) or not _tells(token) or token.low in words_of("plain")["words"]:
        return []
    found = called(clause, side, [token.text])
    return [token] if found and found != clause.every(side) and not called(clause, clause.across(side), [token.text]) else []


def _check_noun(clause: Clause, phrase: Phrase, first: int) -> None:
    """Raises `DeclinedError` where the noun of "best" is none that the table knows: "the strongest transformer"."""
    if phrase.kind not in ("best", "worst") or first >= clause.end:
        return
    token = clause.tokens[first]
    if token.text in clause.left and not token.low.endswith(("ly", "ing", "ed")):
        raise DeclinedError(f"it is first of what is a “{token.text}”, and the table does not say what that is")
