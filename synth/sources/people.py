"""Whether two printed names can be one person's, and two lists of authors one list.

Names come as "Kartik Ahuja", "Ahuja, Kartik", "K. Ahuja", "AHUJA K", with accents or without, with what a database adds to tell people of
one name apart ("Wei Wang 0001"), and with the family name first. What is not done: nobody is identified; two people of one name are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from synth.sources.titles import plain_letters

Agreement = Literal["same", "some missing", "some added", "some differ", "different", "not told"]

OTHERS = re.compile(r"(?:\bet\.?\s?al\b\.?|\band others\b|\bothers\b|…|\.\.\.)", re.IGNORECASE)
MAX_AUTHORS = 4_000
_PARTICLES = frozenset(
    "van von der den de del della di da dos das du la le el al bin ibn ter ten zu zur af av y e mac mc st san santa".split()
)
_TITLES = frozenset("dr prof jr sr ii iii iv phd md mr mrs ms".split())
_NUMBERED = re.compile(r"\s\d{4}$")  # DBLP: "Wei Wang 0001"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"})
MOST_DIFFER = 0.5  # share of a list from which on it is another list


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
    words = (re.sub(r"[\W\d_]+", "", plain_letters(word)) for word in re.split(r"[\s.\u2010-\u2015-]+", text))
    return tuple(word for word in words if word and word not in _TITLES)


def can_be_one(one: str, other: str) -> bool:
    """Whether two names can be one person's: the family names are the same, and no given name says otherwise."""
    as_printed, other_as_printed = name_of(one), name_of(other)
    return any(_agree(as_printed, right) for right in _readings(other)) or any(_agree(left, other_as_printed) for left in _readings(one))


@lru_cache(maxsize=20_000)
def _readings(printed: str) -> tuple[Name, ...]:
    """A name, and the same with its family name first, with its umlauts written out, with its last two names as one family name."""
    found = []
    for text in dict.fromkeys((printed, printed.translate(_UMLAUTS))):
        name = name_of(text)
        found.append(name)
        if "," not in text and len(name.given) >= 1 and len(name.family) == 1:
            found.append(Name(name.given[:1], (*name.given[1:], *name.family)))
            if len(name.given) > 1:
                found.append(Name((name.given[-1], *name.family), name.given[:-1]))
    return tuple(found)


def _agree(one: Name, other: Name) -> bool:
    if not one.family or not other.family:
        return False
    family, family_too = ("".join(part for part in name.family if part not in _PARTICLES) or "".join(name.family) for name in (one, other))
    if family != family_too:
        return False
    if not one.given or not other.given:
        return True
    return _first_agree("".join(one.given), "".join(other.given), one.given, other.given)


def _first_agree(one: str, other: str, parts: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether given names agree: one begins the other ("k" and "kartik", "xiaojie" and "xiao jie"), or all that are whole are shared."""
    if one.startswith(other) or other.startswith(one):
        return True
    if any(len(part) > 1 and part in others for part in parts):
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
    """A list as it is cited against one that a database has. "And others" at its end says that there are more."""
    named, more, damaged = _named(cited)
    listed, more_known, damaged_known = _named(known)
    if not named or not listed:
        return Authors("not told")
    left = list(listed)
    only_cited = []
    for name in named:
        at = next((at for at, one in enumerate(left) if can_be_one(name, one)), None)
        if at is None:
            only_cited.append(name)
        else:
            del left[at]
    if len(only_cited) <= damaged_known and len(left) <= damaged + len(only_cited):  # who stands here may be who cannot be read there
        return Authors("same")
    if (not only_cited and (more or not left)) or (more_known and len(left) < len(listed)):
        return Authors("same")
    if not only_cited:
        return Authors("some missing", (), tuple(left))
    if len(only_cited) > MOST_DIFFER * len(named):
        return Authors("different", tuple(only_cited), tuple(left))
    return Authors("some differ" if left else "some added", tuple(only_cited), tuple(left))


def _named(authors: Sequence[str]) -> tuple[list[str], bool, int]:
    """Those of a list that are names, whether it says that there are more, and how many are too damaged to be names."""
    names = [name for one in authors[:MAX_AUTHORS] if (name := OTHERS.sub("", one)).strip(" .,;&")]
    whole = [name for name in names if len("".join(name_of(name).family)) > 1]
    return whole, any(OTHERS.search(name) for name in authors), len(names) - len(whole)
