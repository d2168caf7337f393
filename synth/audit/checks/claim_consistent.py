"""A claim's own numbers agree with each other.

Looks at: "from A to B, by C" (difference or ratio, as intervals from the printed decimals), "A of B" with A above B, "between A and B" the
wrong way round, a count before a list in brackets of another length, "respectively" with lists of different lengths, shares above
100 %; and two claims of one report that are the same words with different numbers. English.
Cannot know: whether numbers that agree are right. Two claims that differ only in numbers may be about different things that neither names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, table_claims
from synth.records import Place, Report

CODE = "A502"
NAME = "a-claim-agrees-with-itself"

EXAMPLES = {
    "red": example(claims=(*SOUND.claims, claim("Accuracy rises from 57.3 to 82.7, a gain of 20.1 points."))),
    "yellow": example(claims=(*SOUND.claims, claim("Pretraining on code raises accuracy on GSM8K by 4.6 points."))),
    "green": example(),
    "na": example(claims=(claim("Longer training removes the gain."),)),
}

_N = r"(\d{1,7}(?:\.\d{1,6})?)"
_NUMBER = re.compile(r"(?<![\w.])\d{1,7}(?:\.\d{1,6})?(?![\w])")
_FROM_TO = re.compile(rf"\bfrom {_N} ?%? to {_N} ?(%?)(.{{0,60}}?)\b(?:by|of) {_N} ?(%|percent|points?|pp|x|times)?", re.IGNORECASE)
_OF = re.compile(r"(?<![\d.])(\d{1,7}) (?:out )?of (?:the |all )?(\d{1,7})(?![\d.%])", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween {_N} ?%? and {_N}(?![\w.])", re.IGNORECASE)
_COUNTED_LIST = re.compile(r"\b(\w+) ((?:[a-z-]+ ){0,3}[a-z-]+s) ?\(([^()]{3,200})\)", re.IGNORECASE)
_MORE = r"(?:, (?:and )?\d{1,7}(?:\.\d{1,6})?| and \d{1,7}(?:\.\d{1,6})?){1,9}"
_NAMES_THEN_NUMBERS = re.compile(rf"\b((?:[\w./-]+, ){{1,8}}(?:and )?[\w./-]+) .{{0,80}}?\b{_N}({_MORE})[^.]{{0,40}}\brespectively\b")
_SHARE = re.compile(rf"\b(?:accuracy|precision|recall|F1(?: score)?|exact match)\b (?:of|is|reaches|at|=) {_N} ?%?", re.IGNORECASE)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
_NOT_ALL = re.compile(r"\b(?:e\.g|such as|including|i\.e|among|etc|cf|see|up to)\b|…|\.\.\.|\d", re.IGNORECASE)


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rated = table_claims(report) or list(enumerate(report.claims))
    with_numbers = [(at, one.text) for at, one in rated if _NUMBER.search(one.text) or ("(" in one.text and _COUNTED_LIST.search(one.text))]
    found = False
    for at, text in with_numbers:
        for says in contradictions(text):
            found = True
            yield Outcome("red", {"says": says}, Place(line=claim_line(report, at), claim=at), text)
    said: dict[str, tuple[int, str]] = {}
    for at, text in with_numbers if table_claims(report) else ():
        other, words = said.setdefault(_NUMBER.sub("#", " ".join(text.casefold().split())), (at, text))
        mine, theirs = _NUMBER.findall(text), _NUMBER.findall(words)
        if mine != theirs:
            found = True
            says = f"Claim {other + 1} says the same with {', '.join(theirs)} for {', '.join(mine)}"
            yield Outcome("yellow", {"says": says}, Place(line=claim_line(report, at), claim=at), text)
    if not found:
        yield Outcome("green" if with_numbers else "na", {"n": len(with_numbers), "of": len(rated)})


def contradictions(text: str) -> Iterator[str]:
    """What in a sentence cannot be true together, in words. Each rule is asked only where its word stands: most claims have none."""
    lowered = text.casefold()
    if "from " in lowered:
        yield from _changes(text)
    if "respectively" in lowered:
        yield from _lists(text)
    if "between " in lowered:
        yield from (f"Between {low} and {high} is empty" for low, high in _BETWEEN.findall(text) if float(low) > float(high))
    if " of " in lowered:
        yield from (f"{part} of {whole} is more than all" for part, whole in _OF.findall(text) if int(part) > int(whole))
    if "(" in text:
        yield from _counted(text)
    if "accuracy" in lowered or "precision" in lowered or "recall" in lowered or "f1" in lowered or "exact match" in lowered:
        yield from (f"A share of {share} % is more than all" for share in _SHARE.findall(text) if float(share) > 100)


def _changes(text: str) -> Iterator[str]:
    for start, end, _, between, by, unit in _FROM_TO.findall(text):
        if not _fits(start, end, by, unit) and not _NUMBER.search(between):
            yield f"From {start} to {end} is not {by}{' ' + unit if unit else ''}"


def _counted(text: str) -> Iterator[str]:
    for count, things, listed in _COUNTED_LIST.findall(text):
        stated = _WORDS.get(count.casefold()) or (int(count) if count.isdigit() and len(count) < 3 else None)
        items = _items(listed)
        if stated and len(items) > 1 and stated != len(items) and not _NOT_ALL.search(listed):
            yield f"“{count} {things}” is followed by {len(items)}: {', '.join(items)}"


def _lists(text: str) -> Iterator[str]:
    for names, first, rest in _NAMES_THEN_NUMBERS.findall(text):
        numbers = [first, *_NUMBER.findall(rest)]
        if len(_items(names)) != len(numbers):
            yield f"{len(_items(names))} names ({names}) have {len(numbers)} numbers ({', '.join(numbers)}), respectively"


def _fits(start: str, end: str, by: str, unit: str) -> bool:
    """Whether the change can be what is stated, as a difference, or where the unit allows it as a ratio, within the printed decimals."""
    (a, half_a), (b, half_b), (c, half_c) = map(_interval, (start, end, by))
    difference = abs(abs(b - a) - c) <= half_a + half_b + half_c + 1e-9
    if unit.casefold() in ("x", "times"):
        return a > 0 and (b - half_b) / (a + half_a) <= c + half_c and (b + half_b) / max(a - half_a, 1e-9) >= c - half_c
    if unit.casefold() in ("%", "percent") and a > 0:
        low, high = (100 * (edge / a - 1) for edge in (b - half_b, b + half_b))
        slack = half_c + 100 * half_a * b / a**2
        return difference or min(abs(low), abs(high)) - slack <= c <= max(abs(low), abs(high)) + slack
    return difference


def _interval(number: str) -> tuple[float, float]:
    """The value and half the width that its printed decimals leave open."""
    return float(number), 0.5 * 10 ** -len(number.partition(".")[2])


def _items(listed: str) -> list[str]:
    return [item.strip() for item in re.split(r",\s*(?:and |or )?|;\s*(?:and |or )?|\s+and\s+|\s+or\s+", listed) if item.strip()]


WORDS = {
    "red": "{says}.",
    "yellow": "{says}.",
    "green": "The numbers of the {n} claims with numbers (of {of}) do not contradict each other.",
    "na": "No claim has a number.",
}
