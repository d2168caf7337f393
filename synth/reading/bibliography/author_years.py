"""Citations by author and year: "(Li et al., 2017; Roe, 2020a)", "Li et al. (2017)", "张三等（2020）".

A year beside a month, a venue or a lone word in capitals is no citation. Every look back from a year is bounded.
"""

from __future__ import annotations

import re
from functools import cache

from synth.reading.bibliography.marks import Key, Mark
from synth.reading.bibliography.names import Names, folded, read_names, strip_others
from synth.reading.words import word_set, words

MAX_BRACKET = 700  # characters between brackets that may hold citations
MAX_NAMES = 120  # characters before a year that may be names
MAX_LEAD = 20  # characters of marks that may stand before a caption
MAX_LETTER = 12  # characters behind "2020a" in which "b" may follow

_YEAR = re.compile(
    r"(?<![\d.,/-])(?:(1[6-9]\d\d|20\d\d)([a-z](?![a-z]))?|(n\.d\.|in press|forthcoming|o\. ?J\.))(?![\d-]*\d)", re.IGNORECASE
)
_MORE_YEARS = re.compile(r"\s*[,/，、&]\s*([a-z])(?![\w.])")
_ONLY_YEARS = re.compile(
    r"\s*(?:1[6-9]\d\d|20\d\d)[a-z]?(?:\s*[,;，、/&]\s*(?:1[6-9]\d\d|20\d\d)?[a-z]?){0,8}\s*"
    r"(?:[,:，：]\s*(?:pp?\.|S\.|chap|§|Section|Fig|Table|с\.|\d)[^()]{0,40})?\Z"
)
_BRACKET = re.compile(r"\[[A-Z]{2,8}\]|[()\[\]（）［］]")
_OPENING = {")": "(", "]": "[", "）": "（", "］": "［"}
_PARTICLE = (
    r"(?:[Vv]an|[Vv]on|[Dd]e|[Dd]er|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a"
    r"|[Dd]os|[Dd]u|[Ll]a|[Ll]e|[Tt]en|[Tt]er|[Ee]l|[Aa]l|[Bb]in|[Ii]bn|St\.?)"
)
_NAME = rf"(?:{_PARTICLE}\s+){{0,3}}(?:[^\W\d_a-z]\.\s?){{0,3}}[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+){{0,3}}"
_JOIN = r"(?:\s*,\s*(?:and|&|und|et|y|e|и)?\s*|\s+(?:and|&|und|et|y|e|en|och|og|i|ve|и|та)\s+|[/・和与])"
_NAMES_BEFORE = re.compile(rf"(?:^|(?<=[\s(\[*_“\"—–/>，。、；：]))({_NAME}(?:{_JOIN}{_NAME}){{0,6}})\Z")
_CJK_BEFORE = re.compile(r"([\u3040-\u30fa\u4e00-\u9fff\uac00-\ud7a3]{2,4}|[A-Z][a-z’'-]+)\Z")
_PLAIN_NAME = re.compile(r"(?:Mc|Mac|De|Di|Le|La|Van|O['’]|D['’])?[^\W\d_a-z]['’]?[^\W\d_A-Z]+(?:[-'’][^\W\d_]?[^\W\d_A-Z]+){0,2}\Z")
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][\w’'-]*[^\S\n]+\Z")
_TITLE_ENDS = ("*", "_", "”", '"', "»", "』", "》")
_POSSESSIVE = re.compile(r"[’']s?\s*\Z")
_SENTENCE_OPENER = re.compile(
    r"(?:In|And|Both|While|See|By|As|For|From|With|Since|Although|Whereas|However|The|Like|Unlike|Following|Later|Recently|Also|Then|Thus"
    r"|Finally|Earlier|Im|In der|Dans|Según|Selon|Nach|Laut|Secondo|Segundo|Volgens|По|Как показали)\s*,?\s+(?=\S)"
)
_ABBREVIATION = re.compile(r"\s*\[[A-Z]{2,8}\]")
_ABSTRACT = re.compile(r"\w{5,}(?:ung|heit|keit|schaft|tion|tät|ment)\Z")  # "Verordnung (1977)", "Convention (1951)": a thing with its year
_SECOND_AND = re.compile(r".*[^\W\d],?\s(?:and|und|et|y|e)\s(?=.*\s(?:and|&|und|et|y|e)\s)")  # "in Peru, and Roe and Poe (2020)"
_IN = re.compile(r"\b(?:in|im|en|à|в)\s+\Z", re.IGNORECASE)
_CLOSED_CJK = "\u3000"  # letters behind it are of scripts that write names without a space


def find_works(left: str, surnames: frozenset[str]) -> list[Mark]:
    """The marks by author and year in a text whose other marks are blanked."""
    if not _YEAR.search(left):
        return []
    marks: list[Mark] = []
    taken: list[tuple[int, int]] = []
    for start, end in _brackets(left):
        inside = left[start + 1 : end]
        if end - start > MAX_BRACKET or not _YEAR.search(inside):
            continue
        taken.append((start, end + 1))
        if _ONLY_YEARS.match(inside):
            begin, names = _names_before(left, start, surnames)
            if names:
                marks.append(Mark(begin, end + 1, tuple(Key("work", year, names) for year in _years(inside)), "names"))
                taken[-1] = (begin, end + 1)
        elif (keys := _bracket_keys(inside, surnames)) and not _is_caption(left, start) and not _is_venue(left, start, keys, surnames):
            marks.append(Mark(start, end + 1, keys, "names"))
        else:
            taken.pop()
    return marks + _running(left, taken, surnames)


def _is_caption(left: str, start: int) -> bool:
    """ "(Bioinformatics, 2010): …" at the head of a block names what follows."""
    return start < MAX_LEAD and not left[:start].strip(" *_-\n") and not left[start:].rstrip().endswith((".", "。"))


def _is_venue(left: str, start: int, keys: tuple[Key, ...], surnames: frozenset[str]) -> bool:
    """ "*Title* (Remote Sensing, 2025)": what follows a title in italics or quotation marks is where it appeared."""
    before = left[max(0, start - 3) : start].rstrip()[-1:]
    return before in _TITLE_ENDS and not any(key.names.others or key.names.surnames[0] in surnames for key in keys)


def _bracket_keys(inside: str, surnames: frozenset[str]) -> tuple[Key, ...]:
    keys: list[Key] = []
    for part in re.split(r"[;；]", inside):
        names: Names | None = None
        position = 0
        for year in _YEAR.finditer(part):
            printed = _without_lead(part[position : year.start()].strip(" ,，、(&*_\n"))
            position = year.end()
            if printed and printed.casefold() not in word_set("citing", "and"):
                names = _read_known(_ABBREVIATION.sub("", printed), surnames)
                comma = part[: year.start()].rstrip(" *_").endswith((",", "，"))
                if names and not (
                    names.others or comma or (len(names.surnames) > 1 and "/" not in printed) or names.surnames[0] in surnames
                ):
                    names = None  # one word before a year cites behind a comma, or where the list knows the name
            elif names is None and keys and not printed:
                names = keys[-1].names
            if names:
                keys.append(Key("work", (year[1] or year[3]) + (year[2] or ""), names))
                more = _MORE_YEARS.finditer(part, year.end(), min(len(part), year.end() + MAX_LETTER)) if year[1] else ()
                keys += [Key("work", year[1] + letter[1], names) for letter in more]
    return tuple(dict.fromkeys(keys))


def _read_known(printed: str, surnames: frozenset[str]) -> Names | None:
    """Names, or what the list of references knows whole although it looks like none: "Observatoire du travail"."""
    return read_names(printed) or (Names((folded(printed),), False) if folded(printed) in surnames else None)


def _names_before(left: str, bracket: int, surnames: frozenset[str]) -> tuple[int, Names | None]:
    """Where the names before "(2020)" begin, and the names."""
    low = max(0, bracket - MAX_NAMES)
    window = left[low:bracket].rstrip()
    window = _POSSESSIVE.sub("", window) if window.endswith(("'s", "’s", "'", "’")) else window
    rest, others = strip_others(window.rstrip("*_ ,"))
    rest = rest.rstrip("*_ ,")
    found = (_CJK_BEFORE if others and rest[-1:] > _CLOSED_CJK else _NAMES_BEFORE).search(rest)
    if not found:
        return bracket, None
    printed, start = found[1], low + found.start(1)
    opener = _SENTENCE_OPENER.match(printed)
    if opener and opener.end() < len(printed):
        printed, start = printed[opener.end() :], start + opener.end()
    if (second := _SECOND_AND.match(printed)) and read_names(printed[second.end() :]):
        printed, start = printed[second.end() :], start + second.end()
    names = _read_known(printed, surnames)
    if names is None:
        return bracket, None
    names = Names(names.surnames, others)
    while others and len(names.surnames) > 1 and names.surnames[0] not in surnames and names.surnames[1] in surnames and "," in printed:
        lead = printed.index(",") + 1  # "Similarly, Roe et al. (2020)"
        lead += len(printed[lead:]) - len(printed[lead:].lstrip())
        printed, start, names = printed[lead:], start + lead, Names(names.surnames[1:], others)
    if others or len(names.surnames) > 1 or names.surnames[0] in surnames:
        return start, names
    is_name = bool(_PLAIN_NAME.match(printed)) and folded(printed) not in word_set("citing", "no_names")
    if surnames and (_IN.search(rest[: found.start(1)]) or _ABSTRACT.match(printed)):
        return bracket, None  # "in California (2010)": without an entry of that name more likely a place
    return (start, names) if is_name and not _CAPITAL_BEFORE.search(rest[: found.start(1)]) else (bracket, None)


def _running(left: str, taken: list[tuple[int, int]], surnames: frozenset[str]) -> list[Mark]:
    """ "Author et al., 2020" without brackets, and "Author, 2020" where the list knows the author."""
    marks: list[Mark] = []
    inside = iter(sorted(taken))
    span = next(inside, None)
    for year in _YEAR.finditer(left):
        while span is not None and span[1] <= year.start():
            span = next(inside, None)
        if not year[1] or (span is not None and span[0] <= year.start()):
            continue
        low = max(0, year.start() - MAX_NAMES)
        window = left[low : year.start()].rstrip()
        rest, others = strip_others(window.rstrip(" ,(（"))
        if not (others or window.endswith(",")):
            continue
        found = _NAMES_BEFORE.search(rest.rstrip("*_ ,"))
        names = read_names(found[1]) if found else None
        if found and names and (others or names.surnames[0] in surnames):
            key = Key("work", year[1] + (year[2] or ""), Names(names.surnames, others))
            marks.append(Mark(low + found.start(1), year.end(), (key,), "names"))
    return marks


def _years(inside: str) -> list[str]:
    years: list[str] = []
    for year in _YEAR.finditer(inside):
        years.append((year[1] or year[3]) + (year[2] or ""))
        if year[1]:
            years += [year[1] + letter[1] for letter in _MORE_YEARS.finditer(inside, year.end(), min(len(inside), year.end() + MAX_LETTER))]
    return list(dict.fromkeys(years))


def _brackets(text: str) -> list[tuple[int, int]]:
    """The innermost pairs of brackets, in one pass."""
    pairs: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    for bracket in _BRACKET.finditer(text):
        if len(bracket[0]) > 1:
            continue  # "World Tea Body [WTB]"
        if bracket[0] in "([（［":
            opened = (bracket[0], bracket.start())
        elif opened and opened[0] == _OPENING[bracket[0]]:
            pairs.append((opened[1], bracket.start()))
            opened = None
        else:
            opened = None
    return pairs


def _without_lead(printed: str) -> str:
    """Names without what leads to them: "see also", "e.g.,"."""
    for _ in range(4):  # "and see also e.g. Roe"
        lowered = printed.casefold()
        lead = next((word for word in _leads() if lowered.startswith(word) and _ends_word(lowered, word)), "")
        if not lead:
            break
        printed = printed[len(lead) :].lstrip(" ,:，：.")
    return printed


def _ends_word(lowered: str, word: str) -> bool:
    return not word[-1].isascii() or not lowered[len(word) : len(word) + 1].isalpha()


@cache
def _leads() -> tuple[str, ...]:
    leads = (*words()["citing"]["lead"], "and", "&", "or", "und", "et")
    return tuple(sorted(leads, key=len, reverse=True))
