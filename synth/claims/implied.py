"""What a sentence names without its label: a measure by its unit or its adjective, a group of lines by the noun that counts them.

"BM25 answers in 12 milliseconds" is about the one column of times, "takes 14 times as long" too, "none of the drugs" about the rows that
have a drug in their label. Only where nothing else of that side is named, and one line (of a group, a part of the lines) fits. What is not
done: a unit that two columns have names neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from synth.claims.layouts import SIDES, Layout, Line, is_average
from synth.claims.mentions import Thing
from synth.claims.runs import IMPLIED, KNOWN
from synth.claims.scales import scale_of, scale_of_labels
from synth.claims.spelling import stem
from synth.claims.wording import Number, Phrase, Token, tokens, words_of

MIN_STEM = 4  # letters of a word that begins another: "param" of "parameters"
MAX_AFTER = 3  # tokens between a figure and what it counts: "times as many training examples"
MIN_GROUP = 2  # lines
_BETWEEN = frozenset({"as", "many", "much", "the", "number", "of", "more", "fewer", "a"})


def implied(
    found: Sequence[Token], named: Sequence[Thing], phrases: Sequence[Phrase], numbers: Sequence[Number], layout: Layout
) -> list[Thing]:
    """The things that units, adjectives and counted nouns name, on sides of which the sentence names nothing else."""
    out: list[Thing] = []
    for side in SIDES:
        if any(thing.side == side for thing in named):
            continue
        lines = layout.lines(side)
        if len(lines) < MIN_GROUP:
            continue
        said = [*_by_unit(found, numbers, lines), *_by_adjective(found, lines)]
        if len({those for _, those in said}) == 1:
            at, those = said[0]
            out.append(Thing(side, at, at + 1, those, IMPLIED, found[at].text))
        elif not said and (group := _counted(found, phrases, lines)):
            at, those = group
            out.append(Thing(side, at, at + 1, those, KNOWN, found[at].text))
    return out


def _by_unit(found: Sequence[Token], numbers: Sequence[Number], lines: Sequence[Line]) -> Iterable[tuple[int, frozenset[int]]]:
    """The one line that is measured in the unit, or counts the noun, that stands after a figure."""
    for number in numbers:
        if number.unit not in ("", "times"):
            continue
        for at in range(number.end, min(number.end + MAX_AFTER + 2 * (number.unit == "times"), len(found))):
            word = found[at].low
            if not word[0].isalpha() or ((scale := scale_of(word)) is None and (number.unit != "times" and at > number.end + 1)):
                break
            if word in _BETWEEN:
                if number.unit == "times":
                    continue
                break
            if scale and scale[0] == "count":
                continue
            there = frozenset(n for n, line in enumerate(lines) if _fits(word, line))
            if len(there) == 1:
                yield at, there
                break
            if there:
                break


def _fits(word: str, line: Line) -> bool:
    """Whether a line counts what a word says, or is measured in it."""
    said, printed = scale_of(word), scale_of_labels(line.labels)
    if said and printed and said[0] == printed[0]:
        return True
    return any(_is_one(word, token.low) for label in line.labels for token in tokens(label))


def _is_one(word: str, other: str) -> bool:
    mine, its = stem(word), stem(other)
    return mine == its or (len(its) >= MIN_STEM and mine.startswith(its))


def _by_adjective(found: Sequence[Token], lines: Sequence[Line]) -> Iterable[tuple[int, frozenset[int]]]:
    """The one line that an adjective speaks of by itself: "as long as" of hours."""
    for at, token in enumerate(found):
        words = next((words for adjective, words in words_of("measures").items() if token.low in _forms(adjective)), ())
        there = frozenset(
            n for n, line in enumerate(lines) if set(words) & {part.low.rstrip("s") for label in line.labels for part in tokens(label)}
        )
        if len(there) == 1:
            yield at, there


def _forms(adjective: str) -> set[str]:
    return {adjective, f"{adjective}er", f"{adjective}est", f"{adjective}ier", f"{adjective}iest", f"{adjective}y"}


def _counted(found: Sequence[Token], phrases: Sequence[Phrase], lines: Sequence[Line]) -> tuple[int, frozenset[int]] | None:
    """The lines that have the noun that a quantifier counts, where others have it not."""
    for phrase in phrases:
        if phrase.group != "quantifiers":
            continue
        at = phrase.end
        while at < len(found) and found[at].low in ("of", "the", "these", "our"):
            at += 1
        if at >= len(found) or not found[at].low.endswith("s"):
            continue
        word = stem(found[at].low)
        there = frozenset(
            n for n, line in enumerate(lines) if any(stem(token.low) == word for label in line.labels for token in tokens(label))
        )
        rest = [line for n, line in enumerate(lines) if n not in there and not is_average(line)]
        if len(there) >= MIN_GROUP and rest:
            return at, there
    return None
