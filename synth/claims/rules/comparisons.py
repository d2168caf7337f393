"""One thing against another: "BERT outperforms ELMo on every task", "recall is lower than precision"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from synth.claims.clauses import SETTING, Clause, are_listed
from synth.claims.cuts import stopwords
from synth.claims.expressions import Call, Compared, Negated, Node
from synth.claims.kinds import rivals_of_kind
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError, Read, denied, taken
from synth.claims.rules.alike import SCORES
from synth.claims.rules.differences import Pair, aligned, is_object, opponents
from synth.claims.rules.quantities import one_by_one, quantified
from synth.claims.wording import WORD_NUMBERS, Phrase
from synth.reading.vocabulary import readings

NAME, ORDER = "comparison", 60

MAX_RIVALS = 40
BESIDE = 3  # tokens beside a name in which it is said that it is several
MAX_VARIANTS = 8  # lines that one name may stand for
MAX_BETWEEN = 4  # tokens between a word for a change and the comparison that it is part of
_SIGNS: dict[str, Literal["<", ">", "=="]] = {"higher": ">", "lower": "<", "same": "=="}
# Who is meant by "all others", "the baselines", "previous systems".
_OTHERS = frozenset(
    "all other others any every each rest remaining both competing previous baselines alternatives existing prior comparisons "
    "competitors".split()
)

_EVERY = frozenset("all any every each other others".split())
_RIVALS = frozenset("other others baselines comparisons competitors alternatives models methods systems approaches".split())


def read(clause: Clause) -> Read | None:
    """The two things of a side compared across what the clause is about."""
    phrase = clause.phrase("comparing")
    if phrase is None or clause.figures:
        return None
    gap = clause.phrase("distances", "either")
    if gap and gap.start < phrase.start:
        raise DeclinedError("it compares differences")
    if clause.word("nor") and not clause.word("neither"):
        raise DeclinedError("a “nor” without a “neither”")
    if phrase.text in _DEGREES and _after_verb(clause, phrase) and "change" not in clause.kinds(None, None):
        raise DeclinedError(f"“{phrase.text}” of a change, and the table prints none")
    _check_likeness(clause, phrase)
    side = clause.pair_side
    pairs, things = _pairs(clause, side, phrase)
    if not pairs:
        return None
    scopes = clause.scope(clause.across(side))
    across = clause.scope_lines(clause.across(side))
    if measures := clause.measured_by(phrase, clause.across(side), across):
        across = measures
    elif (
        phrase.kind in ("higher", "lower")
        and across is None
        and len(clause.every(clause.across(side))) > 1
        and not (clause.phrase("quantifiers") or clause.counts)
    ):
        raise DeclinedError(f"“{phrase.text}”, and it is not said by which measure")
    if len(things) > 2 and len(scopes) > 1 and _in_turn(clause, phrase):
        raise DeclinedError("each is compared by a measure of its own")
    everywhere = across is None
    if across is None:
        across = clause.measuring(clause.across(side))
    turned = _turned(clause, phrase)
    parts = [_compared(clause, turned, *_cells_of(clause, side, pair, across)) for pair in pairs]
    if everywhere:
        parts += [_compared(clause, turned, *cells) for pair in pairs for cells in _one_sided(clause, side, pair)]
    listed = one_by_one(scopes) or (len(things) > 2 and across is not None)
    best = _against_best(clause, phrase) if not any(thing.start > phrase.end for thing in things) else None
    if best and phrase.kind not in ("better", "higher"):
        if len(scopes) != 1 or phrase.kind not in ("worse", "lower"):
            raise DeclinedError(f"“{phrase.text} {best.text}”, by several measures")
        test, took = denied(Call("any", tuple(parts)), clause.denied), taken(best)
    elif best:
        test, took = denied(Call("all", tuple(parts)), clause.denied), taken(best)
    else:
        test, took = quantified(clause, parts, explicit=bool(scopes), listed=listed or len(scopes) > 1)
    rivals = frozenset().union(*(other for _, other in pairs))
    said = f"{clause.said(pairs[0][0], side)} {phrase.text} {clause.said(rivals, side)}"
    extra = [
        other
        for other in clause.phrases
        if other.group in ("distances", "changing") and (_is_beside(other, phrase) or other.kind == "either")
    ]
    said = f"{'not: ' if clause.denied else ''}{said}"
    return Read(test, NAME, said, took | taken(phrase, things, scopes, extra, clause.excepted))


def _cells_of(clause: Clause, side: str, pair: Pair, across: frozenset[int] | None) -> tuple[Call, Call]:
    """The numbers of two things; where one of them has a single number, those of the other that stand beside it."""
    one, other = (clause.cells(lines, side, across) for lines in pair)
    if one.name == other.name:
        return one, other
    there = [{at for at in across or clause.every(clause.across(side)) if clause.numbers_at(*clause.ordered(side, lines, frozenset([at])))}
             for lines in pair]  # fmt: skip
    shared = frozenset(there[0] & there[1])
    if not shared or there[0] == there[1]:
        return one, other
    return clause.cells(pair[0], side, shared), clause.cells(pair[1], side, shared)


_WHERE = frozenset("task tasks dataset datasets set sets language languages metric metrics measure measures benchmark benchmarks".split())
_WHERE |= frozenset(
    "domain domains corpus corpora setting settings condition conditions case cases pair pairs test tests column columns".split()
)
_EVERYWHERE = frozenset({"everywhere", "throughout", "across the board", "always", "without exception", "nowhere", "never"})
_TO_WHERE = 4  # tokens from an "every" to what it counts


_SETS = frozenset("set sets split splits test tests case cases".split())


def _is_split(labels: Sequence[str]) -> bool:
    return any(known.kind == "split" for label in labels for known in readings(label))


def _one_sided(clause: Clause, side: str, pair: Pair) -> list[tuple[Node, Node]]:
    """Where only one of two has a number, though the clause speaks of every task: there nobody can tell."""
    phrase = clause.phrase("quantifiers", "all", "none")
    if phrase is None:
        return []
    after = {token.low for token in clause.tokens[phrase.end : min(phrase.end + _TO_WHERE, clause.end)]}
    if not (after & _WHERE or phrase.text in _EVERYWHERE):
        return []
    other = clause.across(side)
    if not after & _SETS and all(_is_split(clause.line(other, at).labels) for at in clause.every(other)):
        return []  # dev and test are no tasks
    there = [{at for at in clause.every(other) if clause.numbers_at(*clause.ordered(side, lines, frozenset([at])))} for lines in pair]
    one_sided = sorted(there[0] ^ there[1]) if there[0] & there[1] else []
    return [tuple(clause.place(lines, side, frozenset([at])) for lines in pair) for at in one_sided]  # type: ignore[misc]


def _check_likeness(clause: Clause, phrase: Phrase) -> None:
    """Raises `DeclinedError` for a likeness of something else than scores: "similar to A, B covers", "the same row", "similar to other"."""
    if phrase.kind not in ("near", "same"):
        return
    follows = clause.tokens[phrase.end] if phrase.end < clause.end else None
    if follows is not None and follows.low in ("other", "others"):
        raise DeclinedError(f"“{phrase.text} {follows.text}”, and what that is is not named")
    if phrase.text == "equal" and not any(phrase.end <= thing.start <= phrase.end + 1 for thing in clause.own):
        raise DeclinedError("“equal”, and it is not named to what")
    if phrase.text == "the same" and follows is not None and follows.text.isalpha() and not _may_follow(clause, phrase.end):
        raise DeclinedError(f"“the same {follows.text}”, of which the table says nothing")
    first = next((thing for thing in clause.own if phrase.end <= thing.start), None)
    if phrase.start == clause.start and first is not None and first.end < clause.end and clause.tokens[first.end].text == ",":
        raise DeclinedError(f"“{phrase.text} {first.text}” opens the sentence, and may be about something else than what is measured")


def _may_follow(clause: Clause, at: int) -> bool:
    """Whether a word after "the same" is of the scores, a thing of the table or where it holds."""
    low = clause.tokens[at].low
    return low in SCORES or low in SETTING or low in stopwords() or any(thing.start == at for thing in clause.own)


def _is_beside(other: Phrase, phrase: Phrase) -> bool:
    """Whether a word for a change belongs to the comparison: "shows improvements over", "helps more than"."""
    return -MAX_BETWEEN <= other.end - phrase.start <= phrase.end - phrase.start + MAX_BETWEEN


_DEGREES = frozenset({"more", "less", "more than", "less than"})


def _after_verb(clause: Clause, phrase: Phrase) -> bool:
    """Whether a "more" is of a verb of change, right behind it or behind what is changed: "improves SST more than TREC"."""
    verb = next((other for other in reversed(clause.phrases) if other.group == "changing" and other.end <= phrase.start), None)
    return verb is not None and (phrase.start - verb.end <= 1 or _ends_with_name(clause, phrase))


def _ends_with_name(clause: Clause, phrase: Phrase) -> bool:
    """Whether what stands right before a word is a name, so that the word has no noun of its own before it."""
    return any(thing.end == phrase.start for thing in clause.everything) or not clause.word("with", "has", "have", "having")


def _compared(clause: Clause, phrase: Phrase, one: Node, other: Node) -> Node:
    if phrase.kind in _SIGNS:
        return Compared(_SIGNS[phrase.kind], one, other)
    if phrase.kind == "near":
        return Call("near", (one, other))
    if phrase.kind in ("not_better", "not_worse", "at_least"):
        return Negated("not", clause.better(*((one, other) if phrase.kind == "not_better" else (other, one))))
    return clause.better(one, other) if phrase.kind in ("better", "faster") else clause.better(other, one)


def _is_condition(clause: Clause, thing: Thing, phrase: Phrase) -> bool:
    """Whether a thing says where the comparison holds, and is not what is compared with: "better than B on long inputs"."""
    earlier = any(phrase.end <= other.start < thing.start for other in clause.own) or _says_no_object(clause, phrase)
    return earlier and clause.is_setting(thing) and clause.tokens[thing.start - 1].low not in ("over", "against", "of", "with")


def _says_no_object(clause: Clause, phrase: Phrase) -> bool:
    """Whether a comparative opens no place for what is compared with: "is better on long inputs"."""
    words = phrase.text.split()
    bare = words[-1] in ("better", "worse", "higher", "lower", "superior", "inferior", "stronger", "weaker", "faster", "slower")
    goes_on = phrase.end < clause.end and clause.tokens[phrase.end].low in _WHERE_WORDS
    return bare and goes_on and not any(token.low in ("than", "compared") for token in clause.tokens[phrase.end : clause.end])


_WHERE_WORDS = frozenset({"on", "in", "for", "at", "under", "across", "within"})


def _in_turn(clause: Clause, phrase: Phrase) -> bool:
    """Whether things of both sides take turns after the word: "better than B on SST and than C on MRPC"."""
    sides = [thing.side for thing in clause.own if thing.start >= phrase.end]
    return sum(one != other for one, other in pairwise(sides)) > 1


def _parted(clause: Clause, there: Sequence[Thing], phrase: Phrase) -> tuple[list[Thing], list[Thing]]:
    """What is compared, and what it is compared with: that stands after the word, or after "compared to" before it."""
    before = [thing for thing in there if thing.start < phrase.start]
    after = [thing for thing in there if thing.start >= phrase.start and not _is_condition(clause, thing, phrase)]
    opened: list[Thing] = []
    for thing in before:
        listed = opened and are_listed(clause, [opened[-1], thing]) and clause.tokens[opened[-1].end].text != ","
        if is_object(clause, thing) or listed:
            opened.append(thing)
    subjects = [thing for thing in before if thing not in opened]
    if opened and subjects and not after:
        return subjects, opened
    if opened and not subjects and after:
        return after, opened
    return before, after


def _against_best(clause: Clause, phrase: Phrase) -> Phrase | None:
    """The "state of the art" or "best baseline" that something is compared with, which is the best of all others."""
    return next(
        (one for one in clause.phrases if one.group == "superlatives" and one.kind == "best" and 0 <= one.start - phrase.end <= 2), None
    )


def _named_at_once(clause: Clause, phrase: Phrase, after: Sequence[Thing]) -> list[int]:
    """Where the one starts that is named right after the word: what follows it names no rivals ("than on A for all systems")."""
    words = [token.low for token in clause.tokens[phrase.end : after[0].start]] if after else ["?"]
    return [after[0].start] if all(word in SETTING or word in ("the", "that", "those", "than") for word in words) else []


_PRONOUNS = frozenset({"them", "it", "him", "her", "those", "that", "these"})


def _meant_by_pronoun(clause: Clause, side: str, phrase: Phrase, before: Sequence[Thing]) -> Thing | None:
    """What "them" is after a comparison: the one other thing of the side that is named ahead of it."""
    if not any(token.low in _PRONOUNS for token in clause.tokens[phrase.end : phrase.end + 2]):
        return None
    subjects = [thing.lines for thing in before]
    ahead = [thing for thing in clause.everything if thing.side == side and thing.start < phrase.start and thing.lines not in subjects]
    return ahead[0] if len(ahead) == 1 else None


def _turned(clause: Clause, phrase: Phrase) -> Phrase:
    """ "hurts more than" is a comparison the other way round."""
    verb = clause.phrase("changing", "down")
    if verb is None or phrase.kind not in ("higher", "lower") or verb.start > phrase.start:
        return phrase
    if not phrase.text.startswith(("more", "less")):
        return phrase  # "falls below", "drops lower than" say where something goes
    return phrase._replace(kind="lower" if phrase.kind == "higher" else "higher")


def _crossed(clause: Clause, side: str, one: frozenset[int], other: frozenset[int]) -> list[Pair]:
    """Two groups line by line, or one line with each of the few that a name stands for: "both variants", "the baselines"."""
    pairs = aligned(clause, side, one, other)
    few = one if len(other) == 1 else other
    if pairs != [(one, other)] or min(len(one), len(other)) > 1 or not 1 < len(few) <= MAX_VARIANTS:
        return pairs
    (single,) = other if few is one else one
    last = clause.line(side, single).labels[-1:]
    if not _says_several(clause, side, few) or any(clause.line(side, at).labels[-1:] == last for at in few):
        return pairs  # it is not said of each, or it is the same name in other groups, which are told apart by these
    return [(frozenset([at]), other) if few is one else (one, frozenset([at])) for at in sorted(few)]


def _says_several(clause: Clause, side: str, lines: frozenset[int]) -> bool:
    """Whether a name that several lines bear is said of more than one: "both BERT models", "the Dual Encoder variants", "Alphas"."""
    thing = next((thing for thing in clause.everything if thing.side == side and thing.lines >= lines), None)
    if thing is None:
        return False
    verb = next((phrase.start for phrase in clause.phrases if phrase.start >= thing.end), clause.end)  # "outperforms" is no plural
    beside = [token.low for token in clause.tokens[thing.end : min(thing.end + BESIDE, verb)]]
    after = next((at for at, low in enumerate(beside) if not low.isalpha() or low in stopwords()), len(beside))
    plural = any(low.endswith("s") and not low.endswith("ss") for low in (clause.tokens[thing.end - 1].low, *beside[:after]))
    told = {token.low for token in clause.tokens[max(clause.start, thing.start - BESIDE) : thing.start]}
    return plural or bool(told & (_EVERY | {"both", "either", "these", *WORD_NUMBERS} - {"one"}))


def _pairs(clause: Clause, side: str, phrase: Phrase) -> tuple[list[Pair], list[Thing]]:
    """What is compared with what: the things before the word with those after it, or with all others."""
    there = clause.of(side)
    before, after = _parted(clause, there, phrase)
    if not before and clause.before and after and clause.before.side == side:
        before = clause.before.of(side)[:1]
    excepted = frozenset[int]().union(*(thing.lines for thing in clause.excepted if thing.side == side))
    best = _against_best(clause, phrase)
    tail = {token.low for token in clause.tokens[phrase.end : min([phrase.end + 5, clause.end, *_named_at_once(clause, phrase, after)])]}
    if best and before and not after:
        rest = (
            frozenset().union(*(clause.rest(side, one.lines) for one in before))
            - excepted
            - frozenset().union(*(one.lines for one in before))
        )
        rest = rivals_of_kind(clause, side, phrase, rest, _OTHERS)
        return [(one.lines, frozenset([at])) for one in before for at in sorted(rest)][:MAX_RIVALS], there
    if before and after and not (tail & _EVERY and tail & _RIVALS):
        apart = [(one.lines, other.lines) for one in before for other in after if not one.lines & other.lines]
        return [pair for one, other in apart for pair in _crossed(clause, side, one, other)][:MAX_RIVALS], there
    if before and after:
        rest = frozenset().union(*(clause.rest(side, one.lines) for one in before)) - frozenset().union(*(one.lines for one in before))
        return [(one.lines, frozenset([at])) for one in before for at in sorted(rest - excepted)][:MAX_RIVALS], there
    if len(there) == 1 and clause.phrase("quantifiers", "none") and there[0].start >= phrase.start:
        rest = clause.rest(side, there[0].lines)
        return ([(frozenset([at]), there[0].lines) for at in sorted(rest)] if 0 < len(rest) <= MAX_RIVALS else []), there
    if len(there) == 1 and tail & _OTHERS and "baseline" not in tail and not clause.is_setting(there[0]):
        rest = rivals_of_kind(clause, side, phrase, clause.rest(side, there[0].lines) - excepted, _OTHERS)
        return ([(there[0].lines, frozenset([at])) for at in sorted(rest)] if 0 < len(rest) <= MAX_RIVALS else []), there
    if before and not after and (meant := _meant_by_pronoun(clause, side, phrase, before)):
        return [(one.lines, meant.lines) for one in before if not one.lines & meant.lines], there
    if len(there) == 2 and any(thing.start >= phrase.end and _is_condition(clause, thing, phrase) for thing in there):
        return [], []  # "A is better on B", and it is not said than what
    if len(there) <= 2:
        pair, things = opponents(clause, side)
        return ([pair] if pair else []), things
    return [], []
