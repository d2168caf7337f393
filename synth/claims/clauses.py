"""One clause of a claim over one table: what it names, how it compares, and the parts of a test that these make.

A clause knows its tokens, the things named in it and in the rest of the sentence, its phrases and its numbers. Rules ask it; it decides
nothing. Its functions give parts of tests: `cells` for rows and columns, one cell where that is one, with the table's own labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property

from synth.claims.appositions import describes
from synth.claims.exceptions import excepted
from synth.claims.expressions import Call, Node, Words
from synth.claims.layouts import COLUMN, ROW, Layout, Line, is_average, way
from synth.claims.mentions import Thing
from synth.claims.readings import HEDGED, DeclinedError
from synth.claims.runs import IMPLIED
from synth.claims.scales import factor, scale_of, scale_of_labels
from synth.claims.sharing import place_of, said_again, shared_object
from synth.claims.spelling import squash
from synth.claims.wording import WORD_NUMBERS, Number, Phrase, Token, tokens, whole_word, words_of
from synth.measurements import Measurement
from synth.reading.vocabulary import is_neither, normal, readings

MAX_LINES = 60  # of one side that are asked for by name
REMOVED = ("-", "–", "w/o", "without", "no ", "minus", "\\ ", "−")  # how the label of a line begins from which something was taken away


RELATIVE = 4  # tokens before a percentage: "a relative error reduction of 0.99%"
AFTER_NAME = 4  # tokens after the name of a part in which it is said that it was taken away
NOT_BEHIND = 3  # tokens behind the word that compares, at which a "not" is of another clause
REMOVING = frozenset(
    "without w/o removing remove removes removed removal dropping drop drops dropped ablating ablate ablated excluding omitting omit "
    "leaving no disabling minus taking lacking lack lacks discarding eliminating - –".split()
)
SETTING = frozenset({"on", "in", "for", "at", "under", "with", "over", "across", "among", "of", "by", "within", "against"})
UNNAMED = re.compile(r"#\d+")


# What stands before "of" where what follows is how many there are: "second of 4", "out of 15", and not "an accuracy of 90".
_PARTS = frozenset(
    "out all each any most many some none half both either neither best worst first second third fourth fifth sixth last".split()
)


AVERAGES = ("average", "averages", "averaged", "averaging", "avg", "mean", "overall", "total")  # words for a line of averages


class Clause:
    """One clause, with what the sentence around it gives."""

    def __init__(
        self,
        tokens: Sequence[Token],
        start: int,
        end: int,
        things: Sequence[Thing],
        phrases: Sequence[Phrase],
        numbers: Sequence[Number],
        layout: Layout,
        measurements: Sequence[Measurement],
        before: Clause | None = None,
        again: Sequence[Thing] = (),
    ) -> None:
        self.tokens, self.start, self.end = tokens, start, end
        self.layout, self.measurements, self.before = layout, measurements, before
        mine = [thing for thing in things if start <= thing.start < end]
        mine = sorted([*mine, *said_again(mine, [thing for thing in again if start <= thing.start < end])], key=place_of)
        self.excepted = excepted(tokens, start, end, mine)
        self.own = [thing for thing in mine if thing not in self.excepted]
        if shared := shared_object(tokens, end, self.own, things, [phrase for phrase in phrases if phrase.start >= start]):
            self.own.append(shared)
        self.phrases = [phrase for phrase in phrases if start <= phrase.start < end]
        self.numbers = [number for number in numbers if start <= number.at < end]
        self.phrases = [phrase for phrase in self.phrases if not self._only_hedges(phrase)]
        self.everything = list(things)
        self.own = self._without_counts()
        self._carry_on(before)
        self.numbers = [number._replace(unit="relative") if self._is_relative(number) else number for number in self.numbers]
        # A number in letters counts things, unless it has a unit: "two points".
        self.counts = [number for number in self.numbers if not number.unit and (number.word or self._counts(number))]
        self.left: list[str] = []  # content words that nothing takes up
        self.figures = [number for number in self.numbers if number not in self.counts and number.unit != "times"]

    def _only_hedges(self, phrase: Phrase) -> bool:
        """Whether a comparison is with the figure behind it, and not with a thing: "gains less than 2 points"."""
        return phrase.group == "comparing" and any(number.hedge in HEDGED and number.at == phrase.end for number in self.numbers)

    def _carry_on(self, before: Clause | None) -> None:
        """Takes over how the clause before compares where this one only denies it or gives another figure: "but not on large objects"."""
        judging = ("comparing", "superlatives", "changing", "distances")
        short = self.phrase("negations") or self.numbers
        if before and short and not any(phrase.group in judging for phrase in self.phrases):
            self.phrases = [*self.phrases, *(phrase for phrase in before.phrases if phrase.group in judging)]

    def _without_counts(self) -> list[Thing]:
        """The things without the counts that only say of what a measure or a superlative is.

        "The ratio of negative to positive" beside a column "# neg", "the best FE on dev" beside "#Params / FE".
        """
        counts = {thing for thing in self.own if self._is_count(thing)}
        best = next((phrase for phrase in self.phrases if phrase.group == "superlatives" and phrase.kind in ("best", "worst")), None)
        kept: list[Thing] = []
        ends: set[int] = set()  # where a measure ends, or a count that it is of
        for thing in self.own:
            scored = any(other.side == thing.side and other not in counts for other in self.own)
            of_measure = self.tokens[thing.start - 1].low in ("of", "to", "and") and thing.start - 1 in ends
            if thing in counts and scored and (of_measure or (best is not None and thing.start == best.end)):
                ends.add(thing.end)
                continue
            if thing not in counts and [token.low for token in self.tokens[thing.end : thing.end + 1]] == ["of"]:
                ends.add(thing.end)
            kept.append(thing)
        return kept

    def _is_count(self, thing: Thing) -> bool:
        """Whether nothing but a count stands under a thing: "# neg", "#Params"."""
        beside = self.beside(thing.side)
        return all(at in beside or any(re.match(r"#\s*[^\W\d]", label) for label in self.line(thing.side, at).labels) for at in thing.lines)

    def without(self, numbers: Sequence[Number]) -> Clause:
        """The clause without some of its figures."""
        bare = copy(self)
        bare.numbers, bare.figures, bare.counts = (
            [number for number in those if number not in numbers] for those in (self.numbers, self.figures, self.counts)
        )
        return bare

    def _is_relative(self, number: Number) -> bool:
        """Whether a percentage is of the other number: "a relative 16.7%", "in relative terms"."""
        before = [token.low for token in self.tokens[max(self.start, number.at - RELATIVE) : number.at]]
        said = [token.low for token in self.tokens[self.start : number.at]]
        terms = any(said[at : at + 3] == ["in", "relative", "terms"] for at in range(len(said)))
        return number.unit == "percent" and (terms or ("relative" in before and "," not in before))

    def _counts(self, number: Number) -> bool:
        """Whether a number in figures counts cases: "14 of the 15 languages"."""
        after = [token.low for token in self.tokens[number.end : number.end + 2]]
        before = [token.low for token in self.tokens[max(self.start, number.at - 2) : number.at]]
        if number.decimals:
            return False
        if after[:1] == ["of"] or after == ["out", "of"] or before == ["of", "the"]:
            return True
        if before[-1:] == ["all"] and after[:1] and after[0].isalpha() and after[0].endswith("s"):
            return True
        ahead = self.tokens[number.at - 2] if before[-1:] == ["of"] and number.at - 2 >= self.start else None
        return ahead is not None and (ahead.low in _PARTS or ahead.text[:1].isdigit() or ahead.low in WORD_NUMBERS)

    # --- what is named -------------------------------------------------------------------------------------------

    def of(self, side: str) -> list[Thing]:
        """The things of one side in this clause, in order."""
        return [thing for thing in self.own if thing.side == side]

    @cached_property
    def side(self) -> str:
        """The side on which the things stand that are compared."""
        rows, columns = self.of(ROW), self.of(COLUMN)
        if self.before and (not self.of(self.before.side) or not self.own):
            return self.before.side  # this clause goes on about the same things
        if around := self._around_comparison() or self._after_than():
            return around
        if bool(rows) != bool(columns):
            return self._only_side(ROW if rows else COLUMN)
        return self._first_side()

    @cached_property
    def pair_side(self) -> str:
        """The side on which two things are set against each other, for rules that take a pair."""
        if self._around_comparison():
            return self.side
        pairs = [side for side in (ROW, COLUMN) if len(self.of(side)) == 2 and not are_listed(self, self.of(side))]
        return pairs[0] if len(pairs) == 1 else self.side

    def across(self, side: str) -> str:
        """The other side."""
        return COLUMN if side == ROW else ROW

    def _only_side(self, side: str) -> str:
        """The side that is named alone; the other where what is named is a measure and the other side has names of things."""
        other = COLUMN if side == ROW else ROW
        return other if self.measures(side) and not self.measures(other) and len(self.of(side)) == 1 else side

    def _after_than(self) -> str:
        """The side of what stands after "than", where one thing of that side is named."""
        than = next((at for at in range(self.start, self.end) if self.tokens[at].low == "than"), None)
        if than is None or not self.phrase("comparing"):
            return ""
        after = next((thing for thing in self.own if 0 <= thing.start - than <= 4), None)
        if after is None or (after.text.casefold().startswith("on ") and after.lines <= self.averages(after.side)):
            return ""  # "better than all others on average"
        return after.side

    def _around_comparison(self) -> str:
        """The side that has a thing before the word that compares and one after it."""
        phrase = self.phrase("comparing")
        if phrase is None:
            return ""
        both = [
            side
            for side in (ROW, COLUMN)
            if any(thing.start < phrase.start for thing in self.of(side)) and any(thing.start >= phrase.end for thing in self.of(side))
        ]
        if len(both) == 2:
            nearest = min((thing for thing in self.own if thing.start >= phrase.end), key=lambda thing: thing.start)
            return nearest.side
        return both[0] if both else ""

    def _first_side(self) -> str:
        """The side of the thing that the clause begins with, unless that side holds measures and the other does not."""
        measures = {side: self.measures(side) for side in (ROW, COLUMN)}
        if measures[ROW] != measures[COLUMN]:
            return COLUMN if measures[ROW] else ROW
        subjects = [thing for thing in self.own if not thing.lines <= self.averages(thing.side) and not self.is_setting(thing)]
        return (subjects or self.own)[0].side if self.own else ROW

    def measures(self, side: str) -> bool:
        """Whether the lines of a side are metrics, tasks or languages, which are not what is compared."""
        kinds = [{known.kind for label in line.labels for known in readings(label)} for line in self.layout.lines(side)]
        return bool(kinds) and sum(bool(kind & {"metric", "target", "language", "split"}) for kind in kinds) * 2 > len(kinds)

    @property
    def other(self) -> str:
        return COLUMN if self.side == ROW else ROW

    def scope(self, side: str) -> list[Thing]:
        """What this clause says it is about on a side, or else the sentence before it or around it."""
        mine = self.of(side)
        if mine:
            return mine
        if self.before and (said := self.before.scope(side)):
            return said
        said = [thing for thing in self.everything if thing.side == side and thing.how != IMPLIED]
        return [thing for thing in said if thing.start < self.start] or [
            thing for thing in said if thing.start >= self.end and not self.of(side)
        ]

    def scope_lines(self, side: str) -> frozenset[int] | None:
        """The lines that the clause is about on a side, without those that it excepts; None where it names none."""
        there = self.scope(side)
        excepted = frozenset[int]().union(*(thing.lines for thing in self.excepted if thing.side == side))
        if not there:
            return self.every(side) - excepted if excepted else None
        return frozenset[int]().union(*(thing.lines for thing in there)) - excepted

    def phrase(self, group: str, *kinds: str) -> Phrase | None:
        """The first phrase of a group, of some kinds."""
        return next((phrase for phrase in self.phrases if phrase.group == group and (not kinds or phrase.kind in kinds)), None)

    @property
    def first_left(self) -> str:
        """The first word that nothing takes up, as it stands in the sentence."""
        at = next((at for at in range(self.start, self.end) if self.tokens[at].text == self.left[0]), None)
        return whole_word(self.tokens, at) if at is not None else self.left[0]

    def word(self, *words: str) -> bool:
        """Whether one of these words stands in the clause."""
        return any(token.low in words for token in self.tokens[self.start : self.end])

    @cached_property
    def denied(self) -> bool:
        """Whether the clause is negated; declines where the "not" stands in what follows the word that compares."""
        said = self.phrase("negations")
        if said is None:
            return False
        judging = ("comparing", "superlatives", "changing")
        near = any(phrase.group in judging and 0 <= phrase.start - said.end <= NOT_BEHIND for phrase in self.phrases)
        if said.text.startswith(("fail", "unable", "cannot")) and not near and any(phrase.group in judging for phrase in self.phrases):
            raise DeclinedError(f"“{said.text} {self.tokens[said.end].text if said.end < self.end else ''}” denies something else")
        first = next((phrase for phrase in self.phrases if phrase.group in judging and phrase.start >= self.start), None)
        later = any(phrase.group in judging and phrase.start >= said.end for phrase in self.phrases)
        if first and said.start >= first.end + NOT_BEHIND and not later and not self.phrase("quantifiers", "none"):
            raise DeclinedError(f"“{said.text}” stands behind “{first.text}”, and denies something else")
        return True

    def is_setting(self, thing: Thing) -> bool:
        """Whether a thing stands after a word that makes it a condition: "on UD1.4", "for large objects"."""
        at = describes(self.tokens, self.start, self.end, thing)
        before = [token.low for token in self.tokens[max(self.start, at - 2) : at]]
        return bool(before) and (before[-1] in SETTING or (before[-1] in ("the", "all", "its") and before[0] in SETTING))

    def qualified(self) -> str:
        """A word that is left over before the name of a condition, and makes it another: "on long SST sentences"."""
        for thing in self.own:
            at = thing.start - 1
            before = [token.low for token in self.tokens[max(self.start, at - 2) : max(self.start, at)]]
            sets = before[-1:] and (
                before[-1] in SETTING or (before[-1] in ("a", "an", "the") and before[0] in SETTING) or before == ["to", "a"]
            )
            valued = before[-1:] in (["a"], ["an"]) and thing.end < self.end and self.tokens[thing.end].low == "of"
            if (sets or valued) and self.tokens[at].text in self.left and not self.tokens[at].low.endswith("ly"):
                return self.tokens[at].text
        return ""

    # --- lines ---------------------------------------------------------------------------------------------------

    def line(self, side: str, at: int) -> Line:
        return self.layout.lines(side)[at]

    def averages(self, side: str) -> frozenset[int]:
        return frozenset(at for at, line in enumerate(self.layout.lines(side)) if is_average(line))

    def every(self, side: str) -> frozenset[int]:
        """All lines of a side that are no averages, and have a label where others have one."""
        unnamed = self._unnamed(side)
        whole = frozenset(range(len(self.layout.lines(side))))
        return whole - self.averages(side) - (unnamed if unnamed != whole else frozenset())

    def beside(self, side: str) -> frozenset[int]:
        """The lines of a side that only count or tell a difference, where others hold scores: "#lg", "Params", "Δ"."""
        every = self.every(side)
        some = frozenset(at for at in every if any(_is_beside(label) for label in self.line(side, at).labels))
        return some if some != every else frozenset()

    def measuring(self, side: str) -> frozenset[int] | None:
        """The lines of a side that are meant by all of them, where some only count or tell a difference; None where none does."""
        beside = self.beside(side)
        return self.every(side) - beside if beside else None

    def rest(self, side: str, lines: frozenset[int], *, of_all: bool = False) -> frozenset[int]:
        """The other lines of a side: those with numbers where these have some, and of the same group where groups repeat their labels.

        Those of all groups with `of_all`, and where the group is said as a part of a name, and not as a condition.
        """
        mine = self._stand(lines, side)
        other = COLUMN if side == ROW else ROW
        conditional = self._groups_repeat(side, lines) and not of_all and not self._is_of_name(side, lines)
        groups = {self.line(side, at).labels[:-1] for at in lines} if conditional else None
        return frozenset(
            at
            for at in self.every(side) - lines
            if not (set(map(normal, self.line(side, at).labels)) & set(words_of("apart")["words"]))
            if groups is None or self.line(side, at).labels[:-1] in groups
            if any(self._stand(frozenset([at]), side) & self.layout.lines(other)[there].numbers for there in self._crossing(mine, other))
        )

    def _is_of_name(self, side: str, lines: frozenset[int]) -> bool:
        """Whether a line is called by its group and its label together: "Wiki 15 + C", and not "on Wiki 15, + C".

        Declines where the group stands beside the label as a condition that may be of the one or of the whole clause: "C on Wiki 15".
        """
        if len(lines) != 1:
            return False
        labels = self.line(side, min(lines)).labels
        if any(known.kind in _CONDITIONS for label in labels[:-1] for known in readings(label)):
            return False
        for thing in self.everything:
            said = self.tokens[thing.start : thing.end]
            if thing.side != side or not lines <= thing.lines or any(token.text in (",", ";", ":") for token in said):
                continue
            if is_path(labels, " ".join(token.text for token in said)):
                return True
            if {token.low for token in said} & _PLACING and any(is_path(labels[at:], thing.text) for at in range(len(labels) - 1)):
                raise DeclinedError(f"“{' '.join(token.text for token in said)}”: first of all, or of those there, is not said")
        return False

    def _groups_repeat(self, side: str, lines: frozenset[int]) -> bool:
        """Whether the labels of these lines come again in other groups: then a group is a condition, and not a kind of thing."""
        last = {normal(self.line(side, at).labels[-1]) for at in lines if len(self.line(side, at).labels) > 1}
        groups = {line.labels[:-1] for line in self.layout.lines(side) if line.labels and normal(line.labels[-1]) in last}
        return len(groups) > 1

    def _crossing(self, numbers: frozenset[int], side: str) -> list[int]:
        return [at for at, line in enumerate(self.layout.lines(side)) if line.numbers & numbers]

    def _stand(self, lines: Iterable[int], side: str) -> frozenset[int]:
        return frozenset().union(*(self.layout.lines(side)[at].numbers for at in lines))

    def numbers_at(self, rows: frozenset[int] | None, columns: frozenset[int] | None) -> frozenset[int]:
        """The measurements where rows and columns meet; None is all of them."""
        return self._meeting(*self._labelled(rows, columns))

    def _meeting(self, rows: frozenset[int] | None, columns: frozenset[int] | None) -> frozenset[int]:
        found = frozenset(number for line in self.layout.rows for number in line.numbers)
        if rows is not None:
            found &= self._stand(rows, ROW)
        if columns is not None:
            found &= self._stand(columns, COLUMN)
        return found

    def base_of(self, side: str, lines: frozenset[int]) -> frozenset[int]:
        """What a line is a change of: the whole from which something was taken, the next line above that nothing was taken from.

        It stands under the same heading, or under none: what stands under another heading is changed in another way.
        """
        listed = self.layout.lines(side)
        found: set[int] = set()
        for at in lines:
            mark = _mark(listed[at])
            group = listed[at].labels[:-1]
            above = [
                there
                for there in range(at)
                if _mark(listed[there]) != mark and _mark(listed[there]) in ("", "+") and listed[there].labels[:-1] in (group, ())
            ]
            if mark and above:
                found.add(above[-1])
        return frozenset(found)

    def is_removed(self, thing: Thing) -> bool:
        """Whether a line from which something was taken is named by what was taken alone: "the copy gate" of "w/o copy gate"."""
        if not all(_mark(self.line(thing.side, at)) == "-" for at in thing.lines):
            return False
        words = {token.low for token in self.tokens[max(self.start, thing.start - 4) : thing.end]}
        for token in self.tokens[thing.end : min(thing.end + AFTER_NAME, self.end)]:  # "when the copy gate is removed"
            if token.text in ",;.":
                break
            words.add(token.low)
        return not words & REMOVING

    def is_change(self, lines: frozenset[int] | None = None, side: str = ROW) -> bool:
        """Whether the numbers of these lines are printed as changes."""
        numbers = self._stand(lines, side) if lines is not None else self.numbers_at(None, None)
        kinds = {self.measurements[at].kind for at in numbers}
        return kinds == {"change"}

    def measured_by(self, phrase: Phrase, side: str, across: frozenset[int] | None) -> frozenset[int] | None:
        """The lines that an adjective speaks of by itself: "longer" of a length; None for one that any measure may have."""
        said = phrase.text.split()
        words = next((words for adjective, words in words_of("measures").items() if any(word.startswith(adjective) for word in said)), None)
        if words is None:
            return None
        there = across if across is not None else self.every(side)
        fitting = frozenset(
            at for at in there if set(words) & {token.low.rstrip("s") for label in self.line(side, at).labels for token in tokens(label)}
        )
        if fitting:
            return fitting
        if "acc" in words and set(words) & {token.low for token in tokens(self.layout.caption)}:
            return None  # the caption says what all numbers measure
        raise DeclinedError(f"“{phrase.text}”, and no measure that is named says so")

    def baseline_of(self, side: str, lines: frozenset[int]) -> frozenset[int]:
        """The line that the changes of some lines are printed against."""
        paths = {self.measurements[at].baseline for at in self._stand(lines, side)} - {""}
        found = frozenset(at for at, line in enumerate(self.layout.lines(side)) if line.path in paths)
        return found if len(paths) == 1 else frozenset()

    def scaled(self, number: Number, labels: Iterable[str]) -> Number:
        """The figure in the scale of the labels under which it is looked for; declines where they are of different kinds."""
        at = number.end
        while at + 1 < len(self.tokens) and self.tokens[at].low in (",", "and", "or") and any(other.at == at + 1 for other in self.numbers):
            at = next(other.end for other in self.numbers if other.at == at + 1)  # "25.6 and 68.9 million"
        after = self.tokens[at].text if at < len(self.tokens) else ""
        said = scale_of(after) if not number.unit else None
        named = list(labels)
        by = factor(said, scale_of_labels(named), self.layout.caption, named)
        if by is None:
            raise DeclinedError(f"{number.text} {after}, and the table's numbers are in another unit")
        return number if by == 1 else number._replace(scale=f"{by.numerator}/{by.denominator}")

    def kinds(self, rows: frozenset[int] | None, columns: frozenset[int] | None) -> set[str]:
        """Whether the numbers where rows and columns meet are absolute or changes."""
        return {self.measurements[at].kind for at in self.numbers_at(rows, columns)}

    def is_split(self, lines: frozenset[int] | None, side: str) -> bool:
        """Whether lines of several groups are meant by one label, of which the group is not said."""
        return lines is not None and len({self.line(side, at).labels[:-1] for at in lines}) > 1

    def way(self, side: str, lines: Iterable[int]) -> str:
        """Which way is better in some lines; empty where it is not said, or they differ."""
        ways = {way(self.line(side, at), self.layout, self.measurements) for at in lines}
        return ways.pop() if len(ways) == 1 else ""

    # --- parts of tests ------------------------------------------------------------------------------------------

    def cells(self, lines: frozenset[int] | None, side: str, across: frozenset[int] | None = None) -> Call:
        """The cells of some lines of a side, across some of the other; one cell where there is one."""
        asked = self.place(lines, side, across)
        rows, columns = self.ordered(side, lines, across)
        if asked.name == "cells" and not self.numbers_at(rows, columns):
            raise DeclinedError(f"no number stands where {self.said(rows, ROW)} meets {self.said(columns, COLUMN)}")
        return asked

    def place(self, lines: frozenset[int] | None, side: str, across: frozenset[int] | None = None) -> Call:
        """The same, whether or not a number stands there."""
        rows, columns = self._labelled(*self.ordered(side, lines, across))
        named: list[tuple[str, Words]] = [("table", Words((self.layout.table,)))]
        if rows is not None:
            named.append((ROW, self._selector(ROW, rows)))
        if columns is not None:
            named.append((COLUMN, self._selector(COLUMN, columns)))
        numbers = self.numbers_at(rows, columns)
        return Call("cell" if len(numbers) == 1 else "cells", (), tuple(sorted(named)))

    def _labelled(self, rows: frozenset[int] | None, columns: frozenset[int] | None) -> tuple[frozenset[int] | None, frozenset[int] | None]:
        """What is meant by all rows: those with a label, where a few have none (how many examples there are, below the heads)."""
        named = self._named(ROW, rows), columns
        return named if self._meeting(*named) else (rows, columns)

    def _named(self, side: str, lines: frozenset[int] | None) -> frozenset[int] | None:
        unnamed, labelled = self._unnamed(side), self.every(side)
        few = len(self._stand(unnamed, side)) < len(self._stand(labelled, side))  # else they are what the table shows
        return labelled if lines is None and unnamed and few else lines

    def _unnamed(self, side: str) -> frozenset[int]:
        """The lines that have no label in print, but the number that the reader gave them."""
        return frozenset(at for at, line in enumerate(self.layout.lines(side)) if UNNAMED.fullmatch(line.path))

    def ordered(
        self, side: str, lines: frozenset[int] | None, across: frozenset[int] | None
    ) -> tuple[frozenset[int] | None, frozenset[int] | None]:
        """Lines of a side and of the other as rows and columns."""
        return (lines, across) if side == ROW else (across, lines)

    def best_order(self) -> tuple[tuple[str, Words], ...]:
        """What `first` is told: that the best is first, and in which lines bold marks the lowest."""
        lower = [("lower", Words(tuple(sorted(self.layout.lower)), listed=True))] if self.layout.lower else []
        return (*lower, ("order", Words(("best",))))

    def meant(self, rows: frozenset[int] | None, columns: frozenset[int] | None) -> Call:
        """The cells where rows and columns meet: of scores and changes the changes, where the clause speaks of gains."""
        kinds = self.kinds(rows, columns)
        speaks = self.phrase("changing") or self.phrase("distances")
        return self.changes(rows, columns) if len(kinds) > 1 and speaks else self.cells(rows, ROW, columns)

    def changes(self, rows: frozenset[int] | None, columns: frozenset[int] | None) -> Call:
        """The cells where rows and columns meet that are printed as changes."""
        asked = self.cells(rows, ROW, columns)
        return Call("cells", (), tuple(sorted([*asked.named, ("kind", Words(("change",)))])))

    def _selector(self, side: str, lines: frozenset[int]) -> Words:
        listed = self.layout.lines(side)
        if len(lines) == 1:
            (at,) = lines
            return Words((listed[at].path,))
        for label in dict.fromkeys(label for at in sorted(lines) for label in reversed(listed[at].labels)):
            if frozenset(at for at, line in enumerate(listed) if normal(label) in map(normal, line.labels)) == lines and self._is_word(
                side, label
            ):
                return Words((_path(label),))
        if len(lines) > MAX_LINES:
            raise DeclinedError(f"{len(lines)} lines are meant, more than a test names")
        return Words(tuple(listed[at].path for at in sorted(lines)), listed=True)

    def _is_word(self, side: str, label: str) -> bool:
        """Whether asking for a label gives all lines that hold it: none is the label alone or ends with it while others do not."""
        holding = [line.labels for line in self.layout.lines(side) if normal(label) in map(normal, line.labels)]
        whole = [labels for labels in holding if len(labels) == 1]
        ending = [labels for labels in holding if normal(labels[-1]) == normal(label)]
        return len(whole) in (0, len(holding)) and len(ending) in (0, len(holding))

    def said(self, lines: frozenset[int] | None, side: str) -> str:
        """Some lines in words."""
        if lines is None:
            return f"every {side}"
        names = [f"“{self.line(side, at).path}”" for at in sorted(lines)]
        return " or ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

    def said_cell(self, cell: Call) -> str:
        """A cell in words."""
        words = dict(cell.named)
        return ", ".join(f"“{words[name].words[0]}”" for name in (ROW, COLUMN) if name in words)

    def better(self, one: Node, other: Node) -> Call:
        """The one better than the other; lines in which bold marks the lowest are named."""
        named = [("lower", Words(tuple(sorted(self.layout.lower)), listed=True))] if self.layout.lower else []
        return Call("better", (one, other), tuple(named))


_AND = frozenset({"and", "or", ",", "&", "as", "well", "both", "especially", "particularly", "the", "also", "nor", "/"})


def are_listed(clause: Clause, there: list[Thing]) -> bool:
    """Whether two things stand in a list, which sets neither against the other: "A and B improve", not "the gap between A and B"."""
    between = [token.low for token in clause.tokens[there[0].end : there[1].start]]
    before = [token.low for token in clause.tokens[max(clause.start, there[0].start - 4) : there[0].start]]
    return bool(between) and all(word in _AND for word in between) and not ({"between", "from", "comparing", "compare"} & set(before))


_TOLD_APART = frozenset("delta diff diff. difference differences gap change changes".split())


_CONDITIONS = frozenset({"metric", "target", "language", "split"})  # a group of these is one in which others are compared too
_PLACING = frozenset({"in", "on", "at", "under", "for", "by"})


def is_path(labels: Sequence[str], said: str) -> bool:
    """Whether a name is a label with the headings above it, in either order."""
    name = squash(said)
    return any(name in (squash(" ".join(labels[at:])), squash(" ".join(labels[at:][::-1]))) for at in range(len(labels) - 1))


def _is_beside(label: str) -> bool:
    """Whether a label says that what stands under it is a count, a size or a difference of others, and no score."""
    words = label.casefold().split()
    first = words[0].strip("()[]%.") if words else ""
    return is_neither(label) or first in _TOLD_APART or label.strip("([ ").startswith(("Δ", "∆"))


def _mark(line: Line) -> str:
    label = line.labels[-1].casefold().strip() if line.labels else ""
    if label.startswith(("+", "w/ ", "with ")):
        return "+"
    return "-" if label.startswith(REMOVED) else ""


def _path(label: str) -> str:
    from synth.measurements import join_path

    return join_path([label])
