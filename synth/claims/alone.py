"""What a clause says of nothing else: "only BERT improves", "better only on SST", "on SST only", "the sole system above 80".

The claim is read as it stands, and once more for every other line of the side with that line in the place of what is named: there it must
not hold. What is not done: an "only" before a figure says nothing of others, and one before a verb is read only with a condition after it.
Where it is not clear what such a word singles out, the clause is declined: without the word it would say less.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from synth.claims.clauses import SETTING, Clause, are_listed
from synth.claims.cuts import JUDGING, in_idiom, stopwords
from synth.claims.kinds import among, called
from synth.claims.mentions import Thing
from synth.claims.readings import DeclinedError
from synth.claims.spelling import squash, stem
from synth.claims.wording import WORD_NUMBERS, Number, tokens, words_of

MAX_OTHERS = 16  # lines that are tried in the place of what is named
REACH = 5  # tokens between an "only" and what it singles out: "only the two models, A and B"
TO_FIGURE = 4  # tokens from an "only" to the figure that it makes small: "only about a 2.1 points"
_ONLY = frozenset({"only", "solely", "exclusively"})
_SOLE = frozenset({"only", "sole", "lone", "unique"})  # after "the"
_ONE = frozenset({"single", "one"})  # after "the", where a noun and what it does follow
_JUST = frozenset({"only", "just", "exactly"})  # before a number
_MERE = frozenset({"just", "merely", "purely"})  # before a name
_BEFORE_NAME = frozenset({"on", "in", "for", "at", "under", "the", "a", "an", "our"})  # between these and the name
_IS = frozenset({"is", "are", "was", "were", "remains", "remain"})
_RELATIVE = frozenset("that which who where to on in for with under above below over better worse".split())
_ENDING = frozenset({"and", "or", "but", "while", "whereas", "yet", "though", "although"})
_MEANS = frozenset({"with", "using", "from", "of", "by", "via", "through"})  # what is done with one thing alone is no setting
_SMALL_DEGREE = frozenset("a an few some half just slight second third fourth last".split())
_EXCEPTING = frozenset({"than", "from", "of", "for"})  # "other than A" sets nothing against A
_CACHED = ("side", "pair_side", "denied")
_OF_OTHERS = "“{}”: it says that it holds for nothing else"


def singled_out(clause: Clause) -> tuple[list[Thing], list[Number]]:
    """The things of which alone the clause speaks, and the number that says how many they are; nothing where it speaks of others too."""
    inside = {at for thing in clause.everything for at in range(thing.start, thing.end)}
    for at in range(clause.start, clause.end):
        if at in inside or in_idiom(clause.tokens, at):
            continue
        things, numbers = _named_by(clause, at)
        if things:
            return things, numbers
    return [], []


def but_for(clause: Clause) -> tuple[Clause, list[Thing]] | None:
    """The clause without its "no … but", and the things of which it is said: "no model but A improves" says it of A and of no other."""
    none = clause.phrase("quantifiers", "none")
    if none is None or not clause.excepted or not 0 < clause.excepted[0].start - none.end <= REACH:
        return None
    if any(none.end <= thing.start < clause.excepted[0].start for thing in clause.own):
        return None  # "on no SST set but …"
    bare = copy(clause)
    _forget(bare)
    bare.tokens = [
        token._replace(text="but") if none.end <= at < clause.excepted[0].start and token.low in _EXCEPTING else token
        for at, token in enumerate(clause.tokens)
    ]
    bare.own, bare.excepted = sorted([*clause.own, *clause.excepted], key=lambda thing: thing.start), []
    bare.phrases = [
        phrase for phrase in clause.phrases if phrase is not none and not (phrase.group == "negations" and phrase.start == none.start)
    ]
    return bare, list(clause.excepted)


def excepted_ones(clause: Clause) -> list[Clause]:
    """The clause said of each thing that it takes out: of "on all tasks except SST" that it holds on SST; none where that is not plain."""
    side = clause.across(clause.pair_side)
    every = clause.phrase("quantifiers", "all")
    if every is None or clause.denied or clause.numbers or any(thing.side != side or len(thing.lines) > 1 for thing in clause.excepted):
        return []
    out: list[Clause] = []
    for thing in clause.excepted:
        alone = copy(clause)
        _forget(alone)
        alone.own = sorted([*(one for one in clause.own if one.side != side), thing], key=lambda one: one.start)
        alone.excepted, alone.phrases = [], [phrase for phrase in clause.phrases if phrase.group != "quantifiers"]
        out.append(alone)
    return out


def _forget(clause: Clause) -> None:
    """What a clause has worked out of its things and phrases, before these are changed."""
    for name in _CACHED:
        clause.__dict__.pop(name, None)


def _named_by(clause: Clause, at: int) -> tuple[list[Thing], list[Number]]:
    low = clause.tokens[at].low
    before = clause.tokens[at - 1].low if at > clause.start else ""
    after = clause.tokens[at + 1].low if at + 1 < clause.end else ""
    if before == "the" and (low in _SOLE or (low in _ONE and _does_something(clause, at))):
        return _is_the_only(clause, at), [number for number in clause.counts if number.at == at]
    if low == "uniquely" or (low in ("alone", "unique") and after in ("in", "among", "amongst")):
        raise DeclinedError(_OF_OTHERS.format(clause.tokens[at].text))
    if low == "alone":
        return _alone(clause, at), []
    if low in _MERE and after not in WORD_NUMBERS:
        return (found if (found := _list_after(clause, at)) and _is_right_before(clause, at, found[0]) else []), []
    if low in _ONLY or (low in _JUST and after in WORD_NUMBERS):
        return _only(clause, at)
    return [], []


def _only(clause: Clause, at: int) -> tuple[list[Thing], list[Number]]:
    word = clause.tokens[at]
    if at > clause.start and clause.tokens[at - 1].low == "not":
        raise DeclinedError(f"“not {word.text}”, and what else is not read")
    if at > clause.start and clause.tokens[at - 1].low in ("when", "if"):
        return [], []  # it says under what, and not of what alone
    after = clause.tokens[at + 1] if at + 1 < clause.end else None
    if after is None or after.text in ".,;:)" or after.low in _ENDING:
        if things := _list_before(clause, at):
            return things, []
        if any(number.end in (at, at - 1) for number in clause.counts):
            return [], []  # "on two tasks only"
        raise DeclinedError(_OF_OTHERS.format(word.text))
    things = _list_after(clause, at)
    numbers = [number for number in clause.counts if things and at < number.at < things[0].start]
    if numbers and int(numbers[0].text) != len(things):
        return [], []  # "only two of the four models outperform A"
    if things or word.low in ("just", "exactly"):
        return things, numbers
    verb = next((phrase for phrase in clause.phrases if phrase.group == "comparing" and 0 < phrase.start - at <= 2), None)
    if verb is not None and verb.text.endswith(" by"):
        return [thing for thing in clause.own if thing.start in (verb.end, verb.end + 1)], []
    if _is_of_figure(clause, at) or after.low in _SMALL_DEGREE or after.low.endswith("ly"):
        return [], []
    if verb is None:
        raise DeclinedError(_OF_OTHERS.format(word.text))
    if any(number.at <= verb.end for number in clause.numbers if number.at > at):
        return [], []
    settings = [thing for thing in clause.own if thing.start > verb.end and clause.is_setting(thing)]
    things = [thing for thing in clause.own if settings and thing.side == settings[0].side and thing.start >= settings[0].start]
    if not things:
        raise DeclinedError(_OF_OTHERS.format(word.text))
    return things, []


def _is_of_figure(clause: Clause, at: int) -> bool:
    """Whether a word makes a figure or a number small, and singles nothing out: "only 2.1 points", "only about half"."""
    number = next((number for number in clause.numbers if at < number.at <= at + TO_FIGURE), None)
    if number is None or any(at < thing.start < number.at for thing in clause.own):
        return False
    return all(
        token.low in stopwords() or token.low in words_of("plain")["words"] or token.low.endswith("ly")
        for token in clause.tokens[at + 1 : number.at]
    )


def _is_right_before(clause: Clause, at: int, thing: Thing) -> bool:
    return all(token.low in _BEFORE_NAME for token in clause.tokens[at + 1 : thing.start])


def _does_something(clause: Clause, at: int) -> bool:
    """Whether a noun follows, and what it does: "the single model that", "the one system to"."""
    follows = [token.low for token in clause.tokens[at + 1 : at + 3]]
    return len(follows) > 1 and _is_counted(follows[0]) and follows[1] in _RELATIVE


def _alone(clause: Clause, at: int) -> list[Thing]:
    """What stands before an "alone" that may mean nothing else: the subject of a verb, or the last condition of a clause."""
    things = _list_before(clause, at)
    opens = clause.tokens[things[0].start - 1].low if things and things[0].start > clause.start else ""
    if not things or opens in _MEANS or (clause.is_setting(things[0]) and not _has_judged(clause, things[0])):
        raise DeclinedError("“alone”: it may say that nothing else does, or that nothing else is used")
    names = {squash(thing.text) for thing in things}
    labels = {squash(label) for there in clause.every(things[0].side) for label in clause.line(things[0].side, there).labels[-1:]}
    if any(name in label and name != label for label in labels - names for name in names):
        raise DeclinedError("“alone”: it may say that nothing was added")
    return things


def _has_judged(clause: Clause, thing: Thing) -> bool:
    return any(phrase.group in JUDGING and phrase.end <= thing.start for phrase in clause.phrases)


def _list_before(clause: Clause, at: int) -> list[Thing]:
    """The things of a list that ends right before a word, or before the noun that says what they are: "on the SST task only"."""
    last = next(
        (thing for thing in clause.own if thing.end == at or (thing.end == at - 1 and _is_counted(clause.tokens[at - 1].low))), None
    )
    if last is None:
        return []
    found = [last]
    for thing in reversed([thing for thing in clause.own if thing.side == last.side and thing.start < last.start]):
        if are_listed(clause, [thing, found[0]]):
            found.insert(0, thing)
    return found


def _list_after(clause: Clause, at: int) -> list[Thing]:
    """The things that stand in a list after an "only", with nothing but small words and a number between."""
    first = next((thing for thing in clause.own if at < thing.start <= at + REACH + 1), None)
    if first is None:
        return []
    between = clause.tokens[at + 1 : first.start]
    if not all(
        token.text in (",", ":", "(")
        or token.low in SETTING
        or token.low in stopwords()
        or token.low in WORD_NUMBERS
        or _is_counted(token.low)
        for token in between
    ):
        return []
    if any(token.low == "of" for token in between) or any(
        phrase.group in JUDGING and at < phrase.start < first.start for phrase in clause.phrases
    ):
        return []
    found = [first]
    for thing in clause.own:
        if thing.side == first.side and thing.start > found[-1].start and are_listed(clause, [found[-1], thing]):
            found.append(thing)
    return found


def _is_counted(word: str) -> bool:
    return word.rstrip("s") in (
        "model",
        "task",
        "dataset",
        "language",
        "system",
        "method",
        "metric",
        "setting",
        "corpu",
        "variant",
        "case",
        "approache",
    )


def _is_the_only(clause: Clause, at: int) -> list[Thing]:
    """What "is the only model that …" is said of, or what stands last after "The only model that … is"."""
    follows = {token.low for token in clause.tokens[at + 1 : at + 4]}
    subjects = [thing for thing in clause.own if thing.end < at]
    if not subjects and (last := _at_the_end(clause)):
        return last
    said = follows & _RELATIVE or any(word.endswith("ing") for word in follows)
    if not subjects or clause.tokens[at - 2].low not in _IS or subjects[-1].end != at - 2 or not said:
        raise DeclinedError(_OF_OTHERS.format(clause.tokens[at].text))
    found = [subjects[-1]]
    for thing in reversed(subjects[:-1]):
        if thing.side == found[0].side and are_listed(clause, [thing, found[0]]):
            found.insert(0, thing)
    return found


def _at_the_end(clause: Clause) -> list[Thing]:
    """The one thing of its side, after the last "is" of a clause: "The only model above 80 is A"."""
    last = clause.own[-1] if clause.own else None
    if last is None or clause.of(last.side) != [last] or clause.tokens[last.start - 1].low not in _IS:
        return []
    return [last] if all(not token.text[0].isalnum() for token in clause.tokens[last.end : clause.end]) else []


def others(clause: Clause, things: Sequence[Thing]) -> list[Clause]:
    """The clause with each other line of the side in the place of what it singles out."""
    side = things[0].side
    lines = frozenset[int]().union(*(thing.lines for thing in things))
    if len(lines) != len(things):
        raise DeclinedError("“only”, and what is named has several lines")
    named = frozenset[int]().union(*(thing.lines for thing in clause.own if thing.side == side))
    rest = sorted(clause.rest(side, lines) - named - (clause.beside(side) if not lines & clause.beside(side) else frozenset()))
    if not rest:  # the same label under other headings: "on MRPC only", where F1 is printed of each task
        last = {clause.line(side, at).labels[-1:] for at in lines}
        rest = sorted(at for at in clause.rest(side, lines, of_all=True) - named if clause.line(side, at).labels[-1:] in last)
    kind = _of_its_kind(clause, side)
    if group := among(clause, side, clause.start):
        kind &= group.lines or called(clause, side, group.said)
    if not lines <= kind:
        raise DeclinedError("“only” of a kind, and the table does not say that what is named is of it")
    rest = [at for at in rest if at in kind]
    across = clause.scope_lines(clause.across(side))
    rest = [at for at in rest if clause.numbers_at(*clause.ordered(side, frozenset([at]), across))]
    if not rest or len(rest) > MAX_OTHERS:
        raise DeclinedError(f"“only”, and {len(rest)} others are at hand")
    return [_instead(clause, things, frozenset([at])) for at in rest]


def _of_its_kind(clause: Clause, side: str) -> frozenset[int]:
    """The lines that are what "the only …" says: "the only ensemble above 80" is the only one of the ensembles."""
    inside = {at for thing in clause.own for at in range(thing.start, thing.end)}
    caption = {stem(token.text) for token in tokens(clause.layout.caption)}
    found = clause.every(side)
    for at in range(clause.start + 1, clause.end - 1):
        if clause.tokens[at].low not in _SOLE or clause.tokens[at - 1].low != "the":
            continue
        for there in range(at + 1, min(at + 1 + REACH, clause.end)):
            word = clause.tokens[there]
            if not word.text[0].isalpha() or word.low in _RELATIVE or word.low.endswith("ing"):
                break
            if _is_counted(word.low) or there in inside:
                continue
            group = called(clause, side, [word.text])
            if group and group != clause.every(side):
                found &= group
            elif not group and stem(word.text) not in caption:
                raise DeclinedError(f"“only”, and which are “{word.text}” the table does not say")
    return found


def _instead(clause: Clause, things: Sequence[Thing], lines: frozenset[int]) -> Clause:
    other = things[0]._replace(lines=lines)
    changed = copy(clause)
    _forget(changed)
    changed.own = [other if thing is things[0] else thing for thing in clause.own if thing is things[0] or thing not in things]
    changed.everything = [
        other if thing == things[0] else thing for thing in clause.everything if thing == things[0] or thing not in things
    ]
    return changed
