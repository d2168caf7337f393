"""A claim's own numbers agree with each other.

Looks at: a change and its ends ("from A to B, a gain of C", as difference or ratio, as intervals from the printed decimals; "falls from A
to B" with B above A), "A of B" with A above B, "ranges between A and B" the wrong way round, a count before a list in brackets of another
length, "respectively" with lists of different lengths, shares above 100 %; and two claims of one report that are the same words with
another measured value. English.
Cannot know: whether numbers that agree are right, or which of two measures in a sentence a change is of: where its words leave that open,
nothing is said. Two claims that differ only in a value may be about different things that neither names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.audit.check import Inputs, Outcome
from synth.audit.example import SOUND, claim
from synth.audit.example import report as example
from synth.audit.stated import claim_line, table_claims
from synth.records import Light, Place, Report

CODE = "A502"
NAME = "a-claim-agrees-with-itself"

EXAMPLES = {
    "red": example(claims=(*SOUND.claims, claim("Accuracy rises from 57.3 to 82.7, a gain of 20.1 points."))),
    "yellow": example(claims=(*SOUND.claims, claim("Pretraining on code raises accuracy on GSM8K by 4.6 points."))),
    "green": example(),
    "na": example(claims=(claim("Longer training removes the gain."),)),
}

NEAR = 200  # characters before a number in which the words that govern it are sought

_N = r"(\d{1,7}(?:\.\d{1,6})?)(?![\w-]|[.,]\d| \d{3}\b)"  # "57.3"; not "7B", "1,200", "1 200", "5-shot"
_NUMBER = re.compile(r"(?<![\w.])\d{1,7}(?:\.\d{1,6})?(?![\w])")
_UNIT = r"(?: ?%| percent\b| per cent\b| (?:percentage )?points?\b| pp\b| F1\b| BLEU\b)?"
# After a number no noun may follow: "from 12 to 24 layers" is not about the score that changes. These words may.
_AND_THEN = "on|in|for|when|with|at|after|and|but|by|while|across|under|as|using|through|without|where|which|thanks|due|if"
_ON = rf"(?=\s*(?:$|[.,;:!?)\]–—]|(?:{_AND_THEN})\b))"
_ENDS = rf"\bfrom {_N}{_UNIT} to {_N}{_UNIT}"
_POINTS = r"(\d{1,7}(?:\.\d{1,6})?)-?( ?%|[- ]points?|[- ]percent)"  # a 20.1-point gain
_BY = rf"{_N}( ?%| percent\b| (?:percentage )?points?\b| pp\b| ?x\b| times\b|(?=\s*(?:$|[.,;:!?)\]–—])))"
_GAIN = (
    r"(?:(?:absolute|relative|total|net|overall|further|clear|large|significant|substantial|modest|considerable"
    r"|dramatic|big|small|strong) )*"
    r"(?:gain|rise|drop|improvement|increase|decrease|reduction|decline|loss|fall|jump|growth|change|difference)s?"
)
_THAT_IS = r"\s?[,;:(–—-]?\s?(?:(?:i\.e\.|that is|which is|or|with|for),? )?"
_RISES = r"increas(?:e|es|ed|ing)|ris(?:e|es|ing)|rose|risen|grows?|grew|grown|climb(?:s|ed)?|jump(?:s|ed)?|go(?:es)? up|went up"
_FALLS = r"decreas(?:e|es|ed|ing)|fall(?:s|en)?|fell|drop(?:s|ped)?|declin(?:e|es|ed|ing)|shrinks?|shrank|shrunk|go(?:es)? down|went down"
_CHANGES = (
    rf"(?:{_RISES}|{_FALLS}|improv(?:e|es|ed|ing)|rais(?:e|es|ed)|reduc(?:e|es|ed)|lower(?:s|ed)?|gain(?:s|ed)?|los(?:es?|t)"
    r"|boost(?:s|ed)?)"
)
_CHANGE = (
    # rises from 57.3 to 82.7, a gain of 20.1 points
    re.compile(rf"{_ENDS}{_THAT_IS}(?:an? |the )?{_GAIN} (?:of|by) {_BY}", re.I),
    # rises from 57.3 to 82.7, a 20.1-point gain
    re.compile(rf"{_ENDS}{_THAT_IS}an? {_POINTS} {_GAIN}\b", re.I),
    # rises from 57.3 to 82.7, by 20.1 points; the change word is asked for before it
    re.compile(rf"(?<=\s){_ENDS},? (?:i\.e\.,? )?by {_BY}", re.I),
)
_CHANGE_FIRST = (
    # rises by 20.1 points, from 57.3 to 82.7; improves accuracy by 20.1 points (from 57.3 to 82.7)
    re.compile(rf"\b{_CHANGES}(?: [a-z0-9-]+){{0,3}} by {_BY},? ?[(–—]?\s?{_ENDS}{_ON}", re.I),
    # a 20.1-point gain (from 57.3 to 82.7)
    re.compile(rf"(?<![\w.]){_POINTS} {_GAIN}(?: (?:in|of) [a-z0-9-]+)?,? ?[(–—]?\s?{_ENDS}{_ON}", re.I),
    # a gain of 20.1 points (from 57.3 to 82.7)
    re.compile(rf"\b{_GAIN} of {_BY},? ?[(–—]?\s?{_ENDS}{_ON}", re.I),
)
_A_CHANGE = re.compile(rf"\b(?:{_CHANGES}|{_GAIN}|up|down)\b", re.I)
# What is set, and not measured: "Dropout from 0.1 to 0.3", "Scaling the model from 7 to 70", "when context increases from 512 to 2048".
_SET = re.compile(
    r"\b(?:dropout|layers?|parameters|context|temperature|learning rate|threshold|size|depth|width|dimensions?|heads|tokens"
    r"|epochs|steps|length|shots|k|beam"
    r"|raising|increasing|scaling|changing|lowering|reducing|decreasing|moving|going|growing|extending|varying|widening|lengthening|setting|tuning"
    r"|when|whenever|if|while|once|as)\b",
    re.I,
)
# Another change than that between the ends, said behind it: "a gain of 3.1 points over the best baseline", "by 10 points each year".
_ELSE = re.compile(
    r"\s*[(,]?\s*(?:over|above|compared|relative|versus|vs|against|than|per|each|every|on average|beyond|a (?:year|month|day)|annually)\b",
    re.I,
)
_ELSEWHERE = re.compile(r"\s*[(,]?\s*(?:on|in|for|at|with|of)\b", re.I)  # "a gain of 20.1 points in recall": perhaps another measure
_GOES = re.compile(rf"\b(?:(?P<up>{_RISES})|(?P<down>{_FALLS})) (?:\w+ly )?{_ENDS}{_ON}", re.I)  # decreases from 50 to 60
_UPSIDE_DOWN = re.compile(r"\b(?:rank\w*|places?|position)\b", re.I)  # who rises in a ranking gets a smaller number

_WORDS = {word: at for at, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_COUNT = (
    rf"(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|{'|'.join(_WORDS)})(?![\w%×*/–-]|[.,]\d| \d| ?%"
    r"| (?:million|billion|thousand|hundred|dozen|percent)\b)"
)
_OF = re.compile(
    rf"(?<![\w.,/×–-])(?<!\d )\b{_COUNT} (?:out )?of (?:the |all )?{_COUNT}(?! \w+ each\b)", re.I
)  # 3 of the 12, 15 of the twelve
_LABEL = re.compile(
    r"\b(?:of|page|part|step|table|figure|section|chapter|volume|day|week|year|layer|level|phase|version|group|batch|set|item)s? $", re.I
)
# Of the 12 tasks, 15 improve; not "Of the 12 trials, 1500 patients were"
_OF_FIRST = re.compile(
    rf"(?:^|[.;:] |, )of (?:the |all )?{_COUNT} [a-z-]+(?: [a-z-]+)?, {_COUNT} "
    r"(?=(?:of them|improved?|gain(?:ed)?|benefit(?:ed)?|are|were|have|had|do|did|"
    r"show(?:ed)?|fail(?:ed)?|pass(?:ed)?|succeed(?:ed)?|report(?:ed)?|used?|met|need(?:ed)?|remain(?:ed)?|include[ds]?|could|can|got?|get|los[et])\b)",
    re.I,
)
_BETWEEN = re.compile(  # ranges between 82.7 and 57.3 points; not "the difference between 82.7 and 57.3", nor "between 18 and 9 months"
    rf"\b(?:rang|var|lie|lay|fall|fell|fluctuat|stay|remain|is|are|was|were)\w* between {_N}({_UNIT}) and {_N}({_UNIT}){_ON}", re.I
)
_COUNTED_LIST = re.compile(
    rf"\b({'|'.join(_WORDS)}|[0-9]{{1,2}}) ((?:[a-z-]+ ){{0,3}}[a-z-]+s) ?\(([^()]{{3,200}})\)", re.I
)  # three languages (French and German)
# A list that is no plain list of the things counted: "two families (Romance, with French, Spanish and Italian)".
_NOT_ALL = re.compile(
    r"\b(?:e\.g|such as|including|i\.e|among|etc|cf|see|up to|with|from|by|each|both|either|all|as|where|which|who|resp|respectively"
    r"|not|per|respective)\b"
    r"|…|\.\.\.|\d|:|(?:^|[,;] )(?:the|an?|its|their|our|in|on|for|of)\b",
    re.I,
)
_ITEM = r"[^\W_][\w./+-]*"
_NAMES = re.compile(
    rf"(?:^|[(:;] ?|(?i:\b(?:for|on|in|of|the|to|from|with|are|between|and|both|at|by|as|is) ))((?:{_ITEM}, ){{0,12}}{_ITEM},? and {_ITEM})"
)  # A, B and C
_VALUE = r"\d{1,7}(?:\.\d{1,6})?(?: ?%)?"
_LISTED = rf"((?:{_VALUE}, ){{0,12}}{_VALUE},? and {_VALUE})"
_VALUES = re.compile(  # 80.1, 70.2 and 60.3 points, respectively; respectively 80.1 and 70.2
    rf"(?<![\w.,-]){_LISTED}(?![\w]|\.\d)[^.\d]{{0,40}}\brespectively\b|\brespectively,? {_LISTED}", re.I
)
_FUNCTION = frozenset("the a an for on in of to with we it they is are was were respectively both and or reaches that this".split())
_METRIC = r"\b(?<!relative )(?<!normalized )(?:accuracy|precision|recall|F1(?:[ -]scores?)?|exact match)"
_SHARE = re.compile(  # an accuracy of 104.2 %; F1 reaches 130; not "recall of 1000 documents", "accuracy is 110 % of the baseline"
    rf"{_METRIC} (?:of|is|was|reaches|reached|=) (?:{_N} ?(?:%|percent\b)(?! (?:of|higher|more|better|greater|relative"
    r"|improvement|increase|gain|compared))"
    rf"|{_N}(?=\s*(?:$|[.,;:!?)]|(?:on|for|in)\b)))",
    re.I,
)
_ENOUGH = 1e-9

# A measured value of a claim: governed by "by", "of", "to" or a verb, and with a unit, or with decimals and no noun behind it.
_GOVERNED = re.compile(
    r"(?:\b(?:by|of|to|is|are|was|were|reaches|reached|achieves|achieved|scores|scored|gets|attains|attained|yields|gives|equals|gains|loses|adds)|=)\s$",
    re.I,
)
_MEASURED = re.compile(rf"(?: ?%| percent\b| (?:percentage )?points?\b| pp\b| F1\b| BLEU\b)|(?<=\.\d)\d*{_ON}", re.I)


_WITHOUT_FIGURES = str.maketrans("", "", "0123456789.,")


def look(report: Report, inputs: Inputs) -> Iterator[Outcome]:
    rated = table_claims(report) or list(enumerate(report.claims))
    with_numbers = [(at, one.text) for at, one in rated if _NUMBER.search(one.text) or "(" in one.text or " of " in one.text]
    found = False
    for at, text in with_numbers:
        for light, says in contradictions(text):
            found = True
            yield Outcome(light, {"says": says}, Place(line=claim_line(report, at), claim=at), text)
    for at, says in _differing(with_numbers) if table_claims(report) else ():
        found = True
        yield Outcome("yellow", {"says": says}, Place(line=claim_line(report, at), claim=at), report.claims[at].text)
    if not found:
        told = [text for _, text in with_numbers if _NUMBER.search(text) or _COUNTED_LIST.search(text)]
        yield Outcome("green" if told else "na", {"n": len(told), "of": len(rated)})


def contradictions(text: str) -> Iterator[tuple[Light, str]]:
    """What in a sentence cannot be true together, in words, and whether it is sure. Each rule is asked only where its word stands."""
    lowered = text.casefold()
    if "from " in lowered:
        yield from _changes(text)
    if "respectively" in lowered:
        yield from _lists(text)
    if "between " in lowered:
        for low, unit, high, unit_ in _BETWEEN.findall(text):
            if float(low) > float(high):
                yield "red" if unit or unit_ else "yellow", f"Between {low} and {high} is empty"
    if "of " in lowered:
        yield from _parts(text)
    if "(" in text:
        yield from _counted(text)
    if "accuracy" in lowered or "precision" in lowered or "recall" in lowered or "f1" in lowered or "exact match" in lowered:
        for percent, bare in _SHARE.findall(text):
            if float(percent or bare) > 100:
                yield "red" if percent else "yellow", f"A share of {percent or bare} % is more than all"


def _changes(text: str) -> Iterator[tuple[Light, str]]:
    """A change that is not the one between its ends: sure where both are of one measure, as far as the words tell."""
    for pattern in (*_CHANGE, *_CHANGE_FIRST):
        for found in pattern.finditer(text):
            before = re.split(r"[.;] |, ", text[max(0, found.start() - NEAR) : found.start()])[-1]
            start, end, by, unit = (found[n] for n in ((1, 2, 3, 4) if pattern in _CHANGE else (3, 4, 1, 2)))
            unit = unit.strip(" -").casefold()
            governed = pattern is not _CHANGE[2] or _A_CHANGE.search(before)
            other = _SET.search(before) or _ELSE.match(text, found.end()) or (_is_year(start) and _is_year(end))
            finer = len(by.partition(".")[2]) > max(len(one.partition(".")[2]) for one in (start, end)) and not unit.startswith(
                ("%", "per")
            )
            if governed and not other and not finer and not _fits(start, end, by, unit):
                sure = pattern in _CHANGE_FIRST or not _ELSEWHERE.match(text, found.end())
                yield "red" if sure else "yellow", f"From {start} to {end} is not {by}{' ' + unit if unit else ''}"
    for found in _GOES.finditer(text):
        start, end = float(found[3]), float(found[4])
        turned = (found["up"] and start > end) or (found["down"] and start < end)
        if turned and not (_is_year(found[3]) and _is_year(found[4])) and not _UPSIDE_DOWN.search(text):
            yield "yellow", f"From {found[3]} to {found[4]} it {'falls' if found['up'] else 'rises'}, and the words say the reverse"


def _parts(text: str) -> Iterator[tuple[Light, str]]:
    """More than all of some things. Years are no counts, and labels ("Part 3 of 2") are not guessed at."""
    pairs = [(found[1], found[2]) for found in _OF.finditer(text) if not _LABEL.search(text[max(0, found.start() - NEAR) : found.start()])]
    pairs += [(found[2], found[1]) for found in _OF_FIRST.finditer(text)]
    for part, whole in pairs:
        if not _is_year(part) and _count(part) > _count(whole):
            yield "red", f"{part} of {whole} is more than all"


def _counted(text: str) -> Iterator[tuple[Light, str]]:
    for count, things, listed in _COUNTED_LIST.findall(text):
        stated, items = _count(count), _items(listed)
        if stated > 1 and len(items) > 1 and stated != len(items) and not _NOT_ALL.search(listed):
            names = all(
                item[0].isupper() for item in items
            )  # names are the things counted; "four conditions (high and low noise)" may not be
            yield "red" if names else "yellow", f"“{count} {things}” is followed by {len(items)}: {', '.join(items)}"


def _lists(text: str) -> Iterator[tuple[Light, str]]:
    """Names and numbers that belong to each other in their order: asked only where one list of names stands before the numbers."""
    for found in _VALUES.finditer(text):
        numbers = _NUMBER.findall(found[1] or found[2])
        names = [one[1] for one in _NAMES.finditer(text, 0, found.start()) if not _NUMBER.search(one[1])]
        names = [one for one in names if not _FUNCTION & {item.casefold() for item in _items(one)}]
        if len(names) == 1 and len(_items(names[0])) != len(numbers):
            yield "red", f"{len(_items(names[0]))} names ({names[0]}) have {len(numbers)} numbers ({', '.join(numbers)}), respectively"


def _differing(claims: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Claims of the same words with other measured values: the first of each group that differs from the group's first."""
    if len({text.casefold().translate(_WITHOUT_FIGURES) for _, text in claims}) == len(claims):
        return  # asked first: few reports say two things in the same words
    said: dict[str, tuple[int, str]] = {}
    told: set[str] = set()
    for at, text in claims:
        words = _NUMBER.sub("#", " ".join(text.casefold().split()))
        other, first = said.setdefault(words, (at, text))
        if words in told or first == text:
            continue
        pairs = list(zip(_NUMBER.finditer(text), _NUMBER.finditer(first), strict=False))
        differ = [mine for mine, theirs in pairs if mine[0] != theirs[0]]
        if differ and all(_is_measured(text, mine) for mine in differ):
            told.add(words)
            yield at, f"Claim {other + 1} says the same with {', '.join(t[0] for _, t in pairs)} for {', '.join(m[0] for m, _ in pairs)}"


def _is_measured(text: str, number: re.Match[str]) -> bool:
    at = number.end() if "." not in number[0] else number.start() + number[0].index(".") + 2
    governed = _GOVERNED.search(text[max(0, number.start() - NEAR) : number.start()])
    return governed is not None and (_MEASURED.match(text, number.end()) or ("." in number[0] and _MEASURED.match(text, at))) is not None


def _is_year(number: str) -> bool:
    return number.isdecimal() and 1900 <= int(number) <= 2100


def _count(word: str) -> int:
    return _WORDS.get(word.casefold()) or int(word.replace(",", ""))


def _fits(start: str, end: str, by: str, unit: str) -> bool:
    """Whether the change can be what is stated, as a difference, or where the unit allows it as a ratio, within the printed decimals."""
    (a, half_a), (b, half_b), (c, half_c) = map(_interval, (start, end, by))
    difference = abs(abs(b - a) - c) <= half_a + half_b + half_c + _ENOUGH
    if max(a, b) <= 1 and unit:  # shares of one, and their change in points of a hundred: from 0.573 to 0.827 is 25.4 points
        difference |= abs(100 * abs(b - a) - c) <= 100 * (half_a + half_b) + half_c + _ENOUGH
    if unit in ("x", "times"):
        low, high = sorted((a, b))
        return low == 0 or (
            (high - half_b) / (low + half_a) - 1 <= c + half_c and (high + half_b) / max(low - half_a, _ENOUGH) >= c - half_c
        )
    if unit in ("%", "percent", "per cent") and a > 0:
        edges = [abs(100 * ((b + sign_b * half_b) / max(a + sign_a * half_a, _ENOUGH) - 1)) for sign_a in (-1, 1) for sign_b in (-1, 1)]
        return difference or min(edges) - half_c <= c <= max(edges) + half_c
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
