"""Whether two printed names can be one person's, and two lists of authors one list.

Names come as "Kartik Ahuja", "Ahuja, Kartik", "K. Ahuja", "AHUJA K", with accents or without, with what a database adds to tell people
of one name apart ("Wei Wang 0001"), and with the family name first. What cannot be told is not held against anybody: a name in two
writings, with a slip in it, or of a group among people. What is not done: nobody is identified; two people of one name are one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from synth.files import DATA
from synth.sources.titles import plain_letters
from synth.sources.writings import names_in_two_writings, writings_of

Agreement = Literal["same", "some missing", "some added", "some differ", "different", "not told"]

OTHERS = re.compile(
    r"\bet\.?\s?al\b\.?|\bet\s+coll?\b\.?|(?:\b(?:and|with|plus|und|et)\b|[&+])\s*\d+\s*(?:\w+\s+)?(?:others?|more|authors?|weitere|autres)\b"
    r"|\b(?:and\s+|\d+\s+)?others\b|\b(?:y|e)\s+(?:otros|otras|cols?|colaboradores|outros|outras|altri)\b\.?|\bund\s+andere\b|\bet\s+autres\b"
    r"|\bи\s+(?:др\b\.?|другие\b|соавт\b\.?)|\bта\s+ін\b\.?|\b(?-i:u\.\s?a\.)|…|\.\.\."
    r"|(?:^|(?<=[^\W\d_A-Za-z])|(?<=[\s,，、;；]))(?:等人?|ほか|他|외)\s*(?:\d+\s*(?:인|명|名|人)?)?(?=\s*(?:[\W]|$))",
    re.IGNORECASE,
)
MAX_AUTHORS = 4_000
_PARTICLES = frozenset(
    "van von der den de del della di da dos das du la le el al bin ibn ter ten zu zur af av y e mac mc st san santa".split()
)
_TITLES = frozenset("dr prof jr sr ii iii iv phd md mr mrs ms".split())
_NUMBERED = re.compile(r"\s\d{4}$")  # DBLP: "Wei Wang 0001"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"})
MOST_DIFFER = 0.5  # share of a list from which on it is another list
MIN_SLIP = 6  # letters of a name in which a slip leaves it that name: shorter ones have neighbours ("Zhang", "Zheng")
MIN_SLIP_BESIDE = 5  # the same beside another name as long that is right
MOST_UNCLEAR = 40_000  # pairs of names that are compared once more where they are nobody's: about a second
_BETWEEN = re.compile(r"[;；，、]")  # names that one field holds
_MAY_BE_BETWEEN = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+")
_SYLLABIC = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
_ENDING = re.compile(r"(?:[iye][iyj]|[iy])$")  # of names from another alphabet: "-skii", "-sky", "-skij"


class Name(NamedTuple):
    """A name in its parts, in plain small letters. `family` is empty where nobody can tell which part it is."""

    family: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.given, *self.family)


@lru_cache(maxsize=20_000)
def name_of(printed: str) -> Name:
    """The parts of a name, whichever order they are printed in."""
    text = _NUMBERED.sub("", printed.strip())
    last, comma, first = text.partition(",")
    if comma and _parts(first):
        return Name(_parts(last), _parts(first))
    parts = _parts(text)
    if len(parts) < 2:
        return Name(parts, ())
    words = re.sub(r"[.\s]+", " ", text).split()
    if (
        len(words[-1]) <= 3 and words[-1].isupper() and not words[0].isupper() and _parts(words[-1])
    ):  # "Ahuja K", as medical databases have it
        return Name(parts[:-1], parts[-1:])
    at = len(parts) - 1
    while at > 1 and parts[at - 1] in _PARTICLES:
        at -= 1
    return Name(parts[at:], parts[:at])


def _parts(text: str) -> tuple[str, ...]:
    words = (re.sub(r"[\W\d_ʹʺʻʼʾʿ]+", "", plain_letters(word)) for word in re.split(r"[\s.\u2010-\u2015-]+", text))
    return tuple(word for word in words if word and word not in _TITLES)


def can_be_one(one: str, other: str) -> bool:
    """Whether two names can be one person's: the family names are the same, and no given name says otherwise."""
    as_printed, other_as_printed = name_of(one), name_of(other)
    if any(_agree(as_printed, right) for right in _readings(other)) or any(_agree(left, other_as_printed) for left in _readings(one)):
        return True
    return bool(_joined(one) & _joined(other))


def cannot_be_told(one: str, other: str) -> bool:
    """Whether two names that are not one as printed may be one all the same: in two writings, or spelt with a slip."""
    if names_in_two_writings(one, other):
        return True
    as_printed = name_of(one)
    return any(_akin(as_printed, right) for right in _readings(other)[:2])


@lru_cache(maxsize=20_000)
def _joined(printed: str) -> frozenset[str]:
    """A name of signs that are syllables, in both orders without what stands between: 山田太郎, 山田 太郎, 太郎 山田. Others have none."""
    if not writings_of(printed) or not writings_of(printed) <= _SYLLABIC:
        return frozenset()
    parts = _parts(printed.replace(",", " "))
    return frozenset(("".join(parts), "".join(reversed(parts))))


@lru_cache(maxsize=20_000)
def _readings(printed: str) -> tuple[Name, ...]:
    """A name, and the same with its family name first, with its umlauts written out, with its last two names as one family name.

    What is a particle in one language is a name in another ("Nguyen Van Anh"), so that a name with one is read both ways.
    """
    found = []
    for text in dict.fromkeys((printed, printed.translate(_UMLAUTS))):
        name = name_of(text)
        found.append(name)
        if "," in text or not name.given:
            continue
        parts = name.parts
        found.append(Name(parts[:1], parts[1:]))
        if len(name.family) > 1:
            found.append(Name(parts[-1:], parts[:-1]))
        elif len(name.given) > 1:
            found.append(Name((name.given[-1], *name.family), name.given[:-1]))
    return tuple(found)


def _agree(one: Name, other: Name) -> bool:
    if not one.family or not other.family or not _families(one) & _families(other):
        return False
    if not one.given or not other.given:
        return True
    return _first_agree("".join(one.given), "".join(other.given), one.given, other.given)


def _families(name: Name) -> frozenset[str]:
    """A family name with its particles and without them: "Al-Hassan" is "Alhassan" too."""
    whole = "".join(name.family)
    return frozenset((whole, "".join(part for part in name.family if part not in _PARTICLES) or whole))


def _akin(one: Name, other: Name) -> bool:
    """Whether two names differ by a slip or a way to spell, in the family name or in the given one."""
    if not one.family or not other.family or not one.given or not other.given:
        return False
    family, family_too, given, given_too = ("".join(parts) for parts in (one.family, other.family, one.given, other.given))
    beside = family == family_too and len(family) >= MIN_SLIP_BESIDE, given == given_too and len(given) >= MIN_SLIP_BESIDE
    if _families(one) & _families(other):
        return _is_slip(given, given_too, beside[0])
    if not _is_slip(family, family_too, beside[1]):
        return False
    return _first_agree(given, given_too, one.given, other.given) or _is_slip(given, given_too, False)


def _is_slip(one: str, other: str, beside: bool) -> bool:
    from rapidfuzz.distance import OSA

    here, there = (re.sub(r"(.)\1+", r"\1", _ENDING.sub("i", name)) for name in (one, other))
    shortest = min(len(here), len(there))
    if shortest < MIN_SLIP_BESIDE:
        return False
    return here == there or (shortest >= (MIN_SLIP_BESIDE if beside else MIN_SLIP) and OSA.distance(here, there, score_cutoff=1) <= 1)


@cache
def _words() -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """Of which given names a word is a form, and the words that groups have in their names."""
    told = tomllib.loads((DATA / "words" / "names.toml").read_text(encoding="utf-8"))
    forms: dict[str, set[int]] = {}
    for at, names in enumerate(told["forms"]):
        for name in names.split():
            forms.setdefault(name, set()).add(at)
    return {name: frozenset(those) for name, those in forms.items()}, frozenset(told["groups"].split())


def is_group(printed: str) -> bool:
    """Whether a name is that of a group: it has a word that such names have, or is one word with capitals within ("OpenAI")."""
    name = printed.strip(" {}.")
    if _words()[1] & set(re.findall(r"[^\W_]+", plain_letters(name))):
        return True
    capitals = sum(sign.isupper() for sign in name)
    return " " not in name and "," not in name and (capitals > 2 or (capitals > 1 and name[-1:].isupper()) or any(map(str.isdigit, name)))


def _first_agree(one: str, other: str, parts: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether given names agree: one begins the other ("k" and "kartik", "xiaojie" and "xiao jie"), or all that are whole are shared."""
    if one.startswith(other) or other.startswith(one):
        return True
    if any(len(part) > 1 and part in others for part in parts):
        return True
    forms = _words()[0]
    if forms.get(parts[0], frozenset()) & forms.get(others[0], frozenset()):  # "Bill", "William"
        return True
    initials, initials_too = "".join(part[0] for part in parts), "".join(part[0] for part in others)
    short = all(len(part) == 1 for part in parts) or all(len(part) == 1 for part in others) or one == initials or other == initials_too
    return short and (initials.startswith(initials_too) or initials_too.startswith(initials) or initials[0] == initials_too[0] == one[0])


class Authors(NamedTuple):
    """How two lists of authors stand to each other, and who of the one is not in the other."""

    agreement: Agreement
    only_cited: tuple[str, ...] = ()
    only_known: tuple[str, ...] = ()


def compare_authors(cited: Sequence[str], known: Sequence[str]) -> Authors:
    """A list as it is cited against one that a database has. "And others" at its end says that there are more.

    An author who is cited as "Jane Roe, Wei Wang" is read as two where that is what the database has.
    """
    found = _compare(cited, known)
    if found.agreement in ("same", "not told") or (apart := _apart(cited)) is None:
        return found
    return min(found, _compare(apart, known), key=lambda one: _ORDER.index(one.agreement))


_ORDER: tuple[Agreement, ...] = ("same", "some missing", "some added", "some differ", "different", "not told")


def _apart(authors: Sequence[str]) -> list[str] | None:
    """The authors where names that a comma joins are told apart, each of a given and a family name; none where there are no such."""
    found: list[str] = []
    for one in authors:
        names = [name for name in _MAY_BE_BETWEEN.split(one) if name]
        if all(len(_parts(name)) > 1 or _joined(name) or OTHERS.search(name) for name in names):
            found += names
        elif len(names) > 2 and len(names) % 2 == 0:  # "Roe, Jane, Wang, Wei"
            found += [", ".join(pair) for pair in list(pairwise(names))[::2]]
        else:
            found.append(one)
    return found if found != list(authors) else None


def _compare(cited: Sequence[str], known: Sequence[str]) -> Authors:
    named, more, damaged = _named(cited)
    listed, more_known, damaged_known = _named(known)
    if not named or not listed:
        return Authors("not told")
    only_cited, left = _without_pairs(named, listed, can_be_one)
    clear = len(named) - len(only_cited)
    if only_cited and len(only_cited) * len(listed) <= MOST_UNCLEAR:
        if not clear and all(any(cannot_be_told(name, one) for one in listed) for name in only_cited):
            return Authors("not told")
        only_cited, left = _without_pairs(only_cited, left, cannot_be_told)
    if groups := _of_groups(named, listed, only_cited):
        return Authors(groups)
    named, only_cited, left = ([name for name in names if not is_group(name)] for names in (named, only_cited, left))
    if len(only_cited) <= damaged_known and len(left) <= damaged + len(only_cited):  # who stands here may be who cannot be read there
        return Authors("same")
    if (not only_cited and (more or not left)) or (more_known and len(left) < len(listed)):
        return Authors("same")
    if not only_cited:
        return Authors("some missing", (), tuple(left))
    if len(only_cited) > MOST_DIFFER * len(named):
        return Authors("different", tuple(only_cited), tuple(left))
    return Authors("some differ" if left else "some added", tuple(only_cited), tuple(left))


def _without_pairs(names: Sequence[str], others: Sequence[str], are_one: Callable[[str, str], bool]) -> tuple[list[str], list[str]]:
    """Who of two lists is not in the other, each name being paired with one."""
    left, alone = list(others), []
    for name in names:
        at = next((at for at, one in enumerate(left) if are_one(name, one)), None)
        if at is None:
            alone.append(name)
        else:
            del left[at]
    return alone, left


def _of_groups(named: Sequence[str], listed: Sequence[str], only_cited: Sequence[str]) -> Agreement | None:
    """What is told where one of the lists names groups alone, or one name of one word that is nobody's."""
    if all(map(is_group, named)) or all(map(is_group, listed)):
        return "not told" if only_cited else "same"
    alone = any(len(names) == 1 and len(name_of(names[0]).parts) == 1 and not _joined(names[0]) for names in (named, listed))  # "Anthropic"
    return "not told" if alone and len(only_cited) == len(named) else None


def _named(authors: Sequence[str]) -> tuple[list[str], bool, int]:
    """Those of a list that are names, whether it says that there are more, and how many are too damaged to be names."""
    printed = [name for one in authors[:MAX_AUTHORS] for name in _BETWEEN.split(one)]
    names = [name for one in printed if (name := OTHERS.sub("", one)).strip(" .,;&+[]()")]
    whole = [name for name in names if len("".join(name_of(name).family)) > 1 or any(len(joined) > 1 for joined in _joined(name))]
    return whole, any(OTHERS.search(name) for name in authors), len(names) - len(whole)
