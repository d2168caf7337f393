"""Lists that say several things at once: numbers that belong to names, numbers each with its place, and numbered items.

"8.2, 7.5 and 7.0 for SQuAD, MNLI and HellaSwag" says three things. Which number belongs to which name is told by their order, where
"respectively" says so, or where one list of numbers stands beside just one list of as many names; else nothing is parted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.claims.forms import is_noun_as_well, modals, past, third, verb, word_set
from synth.claims.parting import lead_of
from synth.claims.tokens import Token, first_finite, is_clause, is_number, is_verb_form, join, tokenize

LONGEST_ITEM = 6  # words of a name in a list
_ITEM = re.compile(r"(?<![\w)])\((?P<mark>[ivx]{1,4}|[a-h]|\d{1,2})\)\s+")
_UNIT_WORDS = frozenset(  # that follow a list of measured numbers
    "point points percent percentage bleu wer f1 em accuracy score scores ms seconds minutes hours days years times tokens mm cm kg".split()
)
_SHARED_TAIL = frozenset("over against compared relative than when again versus respectively".split())
_BEFORE_RANGE = frozenset("between from table tables figure figures section sections equation equations layer layers of phase in".split())


class Listed(NamedTuple):
    """The items of a list, each as the tokens it holds; the places of the first and behind the last token of the list."""

    items: list[Sequence[Token]]
    start: int
    end: int
    numbers: bool


def part_items(text: str) -> list[str]:
    """ "We train in two phases: (i) we …; (ii) we …": the lead, and each item; an item that goes on from the lead is said with it."""
    marks = _numbered(text)
    if len(marks) < 2:
        return [text]
    lead = text[: marks[0].start()].rstrip()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    items = [
        re.sub(r"[\s,;]*(?:[,;]?\s(?:and|or|then))?[\s,;]*$", "", text[mark.end() : end]).rstrip(" .")
        for mark, end in zip(marks, ends, strict=True)
    ]
    if not lead or any(not item for item in items):
        return [text]
    if all(is_clause(tokenize(item)) for item in items):
        bare = lead.rstrip(" :,;–—")
        return [*([bare] if is_clause(tokenize(bare)) else []), *items]
    said = lead if lead.endswith(":") else re.sub(r"[\s,]+(?:either|both)?$", "", f"{lead} ")
    return [f"{said} {item}" for item in items]


def _numbered(text: str) -> list[re.Match[str]]:
    """The marks "(i)", "(ii)", … that count from the first without a gap."""
    wanted = {"i": ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"], "a": list("abcdefgh"), "1": [str(number) for number in range(1, 13)]}
    marks: list[re.Match[str]] = []
    row: list[str] = []
    for found in _ITEM.finditer(text):
        if not marks and found["mark"] in wanted:
            row = wanted[found["mark"]]
        if row and len(marks) < len(row) and found["mark"] == row[len(marks)]:
            marks.append(found)
    return marks


def part_places(text: str) -> list[str]:
    """ "gains of 5.1 on A, 7.3 on B and 2.0 on C": a sentence for each number with its own place."""
    tokens = _without_stop(tokenize(text))
    starts = _place_starts(tokens)
    if len(starts) < 2:
        return [text]
    ends = [_before_joint(tokens, start) for start in starts[1:]] + [len(tokens)]
    items = [tokens[start:end] for start, end in zip(starts, ends, strict=True)]
    if not (all(map(_has_place, items)) or all(map(_has_measure, items))):
        return [text]
    earlier = {token.lower for item in items[:-1] for token in item}
    last = items[-1]
    cut = next((at for at, token in enumerate(last) if at > 1 and token.lower in _SHARED_TAIL - earlier), len(last))
    items[-1], tail = last[:cut], last[cut:]
    before = tokens[: starts[0]]
    return [" ".join(filter(None, [join(text, before), join(text, item), join(text, tail)])) for item in items]


def _place_starts(tokens: Sequence[Token]) -> list[int]:
    """Where the numbers stand that open an item: the first one, and each that a comma or "and" stands before."""
    numbers = [at for at, token in enumerate(tokens) if is_number(token)]
    opened = [
        at for at in numbers if at and (tokens[at - 1].text == "," or (tokens[at - 1].lower in ("and", "by", "of") and _joined(tokens, at)))
    ]
    if not opened:
        return []
    word = tokens[opened[0] - 1].lower
    by = word in ("by", "of")
    first = next((at for at in reversed(numbers) if at < opened[0] and (not by or tokens[at - 1].lower == word)), None)
    if first is None or any(token.text == ";" for token in tokens[first:]):
        return []
    if first > 1 and tokens[first - 1].lower == "of" and is_number(tokens[first - 2]):
        first -= 2  # "12 of 42 women"
    by = by and tokens[first - 1].lower == word
    return [first - by, *(at - (tokens[at - 1].lower in ("by", "of")) for at in opened)]


def _joined(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].lower == "and" or (at > 1 and tokens[at - 2].lower in ("and", ","))


def _before_joint(tokens: Sequence[Token], start: int) -> int:
    end = start
    while end and (tokens[end - 1].lower in ("and", ",")):
        end -= 1
    return end


def _has_measure(item: Sequence[Token]) -> bool:
    """Whether an item is a measured number and its measure: "13.0% F1-score"; not "24 layers"."""
    return (
        1 < len(item) <= LONGEST_ITEM and re.search(r"[.%+]", item[0].text) is not None and all(token.kind == "word" for token in item[1:])
    )


def _has_place(item: Sequence[Token]) -> bool:
    """Whether an item says where its number holds: a preposition and a name or a noun behind it, and no verb."""
    if len(item) == 2 and item[1].kind == "bracket" and re.search(r"[^\W\d_]", item[1].text):
        return True  # "0.52 (without splits)"
    places = [
        at for at, token in enumerate(item) if token.lower in ("on", "for", "in", "at", "to", "over", "with", "when", "after", "from")
    ]
    return bool(places) and places[0] < len(item) - 1 and len(item) > 2 and first_finite(item) is None


def part_pairs(text: str) -> list[str]:
    """Numbers in a list and names in a list of the same length, as a sentence for each pair."""
    tokens = _without_stop(tokenize(text))
    respectively = next((at for at, token in enumerate(tokens) if token.lower == "respectively"), None)
    lists = [one for one in _lists(tokens) if len(one.items) > 1]
    chosen = _belonging(lists, respectively, tokens)
    if not chosen:
        return [text]
    return [_one_of(text, tokens, chosen, nth, respectively) for nth in range(len(chosen[0].items))]


def _belonging(lists: list[Listed], respectively: int | None, tokens: Sequence[Token]) -> list[Listed]:
    """The lists whose items belong together one by one, if that is plain."""
    if respectively is not None:
        near = [one for one in lists if one.end <= respectively]
        length = len(near[-1].items) if near else 0
        same = [one for one in lists if len(one.items) == length]
        return same if len(same) in (2, 3) else []
    numbers = [one for one in lists if one.numbers and _is_measured(one, tokens)]
    if len(numbers) != 1:
        return []
    names = [one for one in lists if not one.numbers and len(one.items) == len(numbers[0].items)]
    return [*numbers, *names] if len(names) == 1 and all(item[0].is_name for item in names[0].items) else []


def _is_measured(numbers: Listed, tokens: Sequence[Token]) -> bool:
    """Whether a list of numbers is of measured ones: with decimals, a sign or a unit, and no range or numbers of tables."""
    before = tokens[numbers.start - 1].lower if numbers.start else ""
    after = tokens[numbers.end].lower if numbers.end < len(tokens) else ""
    marked = all(re.search(r"[.%+]", "".join(token.text for token in item)) for item in numbers.items)
    return before not in _BEFORE_RANGE - {"of", "in"} and (marked or after in _UNIT_WORDS)


def _lists(tokens: Sequence[Token]) -> list[Listed]:
    found: list[Listed] = []
    at = 0
    while at < len(tokens):
        one = _list_at(tokens, at)
        if one is not None:
            found.append(one)
            at = one.end
        else:
            at += 1
    return found


def _list_at(tokens: Sequence[Token], start: int) -> Listed | None:
    """The list that begins here: items of numbers, or of names, with commas and an "and" before the last."""
    items: list[Sequence[Token]] = []
    at = start
    if tokens[start].kind == "number" or (tokens[start].is_name and not _goes_back(tokens, start)) or _opens_plain(tokens, start):
        kind = _kind_of(tokens, start)
        while (end := _item_end(tokens, at, kind)) > at:
            items.append(tokens[at:end])
            following, last = _past_joint(tokens, end)
            if last or following == end:
                if last and (final := _item_end(tokens, following, kind)) > following:
                    if final < len(tokens) and tokens[final].lower == "and":
                        return None  # "Wood and Lee (2011) and Zhu": which "and" parts the list is not plain
                    return Listed([*items, tokens[following:final]], start, final, kind == "number")
                return None
            at = following
    return None


def _kind_of(tokens: Sequence[Token], at: int) -> str:
    return "number" if tokens[at].kind == "number" else "name" if tokens[at].is_name else "plain"


def _goes_back(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].is_name


def _opens_plain(tokens: Sequence[Token], at: int) -> bool:
    """Whether a list of plain words may begin here: behind a determiner, a preposition or a verb."""
    if tokens[at].kind != "word" or tokens[at].is_name or tokens[at].lower in word_set("determiners") | word_set("prepositions"):
        return False
    before = tokens[at - 1] if at else None
    return before is None or before.lower in word_set("determiners") | word_set("prepositions") or before.kind == "number"


def _item_end(tokens: Sequence[Token], start: int, kind: str) -> int:
    """Behind the last token of an item of this kind; `start` where none begins there."""
    at = start
    while at < len(tokens) and at - start < LONGEST_ITEM:
        token = tokens[at]
        if kind == "number":
            fits = (token.kind == "number" and at == start) or (at > start and (token.kind == "bracket" or token.text == "%"))
        elif kind == "name":
            fits = (token.is_name and (at == start or token.lower not in modals())) or (token.kind == "bracket" and at > start)
        else:
            stops = word_set("prepositions") | word_set("conjunctions") | modals() | {"respectively"}
            fits = (
                token.kind == "word" and token.lower not in stops and not _is_verb(token) and first_finite(tokens[start : at + 1]) is None
            )
        if not fits:
            break
        at += 1
    return at


def _is_verb(token: Token) -> bool:
    known = verb(token.text)
    return is_verb_form(token) or (known is not None and "base" in known.forms and not is_noun_as_well(token.text))


def _past_joint(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    """Where the next item begins, and whether it is the last; `at` where no item follows."""
    following = at + 1 if at < len(tokens) and tokens[at].text == "," else at
    if following < len(tokens) and tokens[following].lower in ("and", "&"):
        return following + 1, True
    return following, False


def _one_of(text: str, tokens: Sequence[Token], chosen: list[Listed], nth: int, respectively: int | None) -> str:
    """The sentence with the nth item in the place of each list, and its verb in the singular where the list was its subject."""
    pieces: list[str] = []
    at = 0
    ordered = sorted(chosen, key=lambda one: one.start)
    for one in ordered:
        pieces.append(_between(text, tokens, at, one.start, respectively))
        pieces.append(join(text, one.items[nth]))
        at = one.end
    pieces.append(_between(text, tokens, at, len(tokens), respectively))
    subject = ordered[0].start == lead_of(tokens) and ordered[0].end < len(tokens)
    plural = ordered[0].items[nth][-1].text.endswith("s")
    if subject and not ordered[0].numbers and not plural:
        pieces[2] = _in_the_singular(pieces[2])
    return re.sub(r"\s+([,;.])", r"\1", " ".join(piece for piece in pieces if piece))


def _between(text: str, tokens: Sequence[Token], start: int, end: int, respectively: int | None) -> str:
    kept = [token for at, token in enumerate(tokens[start:end], start) if at != respectively]
    if respectively is not None and start <= respectively < end:
        before, after = tokens[start:respectively], tokens[respectively + 1 : end]
        comma = bool(after) and after[0].text == ","
        return " ".join(filter(None, [join(text, before), join(text, after[comma:])]))
    return text[kept[0].start : kept[-1].end] if kept else ""


def _in_the_singular(said: str) -> str:
    word, _, rest = said.partition(" ")
    known = verb(word)
    singular = {"are": "is", "were": "was", "have": "has", "do": "does"}.get(word.lower())
    if singular is None and known is not None and "base" in known.forms and "past" not in known.forms and word != past(known.base):
        singular = third(known.base)
    return f"{singular or word} {rest}".strip()


def _without_stop(tokens: Sequence[Token]) -> Sequence[Token]:
    return tokens[:-1] if tokens and tokens[-1].text == "." else tokens
