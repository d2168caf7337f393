"""The words of `data/vocabulary/claims.toml`, as what the rooms here ask of them: a form of which verb, a phrase of which kind."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from synth.files import DATA

NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty thirty forty fifty "
    "hundred thousand"
)
NUMBER = rf"(?:(?<![\d.])\d[\d,]*(?![\d,]*(?:\.\d|\s?%))|\b(?:{'|'.join(NUMBER_WORDS.split())})\b)"  # a count: no decimals, no percent

Form = Literal["base", "third", "past", "participle", "ing"]
_MADE = re.compile(
    r"([a-z]{3,}i[sz]e|[a-z]{3,}ify)(|s|ed|ing)"
)  # "emphasize", "penalises": verbs by their ending, where they are not listed
_VOWELS = "aeiou"
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Verb(NamedTuple):
    """A form of a verb: which verb, which forms it may be (the same word is often two), and the kinds of verbs it is listed under."""

    base: str
    forms: frozenset[Form]
    kinds: frozenset[str]


@cache
def claim_words() -> dict[str, Any]:
    """The file as it is."""
    return tomllib.loads((DATA / "vocabulary" / "claims.toml").read_text(encoding="utf-8"))


@cache
def word_set(use: str) -> frozenset[str]:
    """One list of `[words]`."""
    listed = claim_words()["words"][use]
    return frozenset(listed.split() if isinstance(listed, str) else listed)


@cache
def phrase(kind: str) -> re.Pattern[str]:
    """What matches a phrase of this kind."""
    listed = claim_words()["phrases"][kind]
    return re.compile("|".join(f"(?:{one.replace('{number}', NUMBER)})" for one in listed), re.IGNORECASE)


@cache
def frame() -> re.Pattern[str]:
    """What matches "we find that" and its like at the start of a sentence."""
    listed = "|".join(f"(?:{one})" for one in claim_words()["words"]["frames"])
    return re.compile(rf"(?:{listed}),? that,?\s+", re.IGNORECASE)


@cache
def connective() -> re.Pattern[str]:
    """What matches "However, " and its like at the start of a sentence."""
    listed = sorted(claim_words()["words"]["connectives"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, listed))})\s*(?:,|:)\s+", re.IGNORECASE)


@cache
def _verbs() -> dict[str, Verb]:
    words = claim_words()
    kinds: dict[str, set[str]] = {}
    for kind, listed in words["verbs"].items():
        for base in listed.split() if kind != "modal" else ():
            kinds.setdefault(base, set()).add(kind)
    found: dict[str, tuple[str, set[Form]]] = {}
    for base in kinds:
        for form, spelled in _inflected(base, words["irregular"].get(base, "")):
            found.setdefault(spelled, (base, set()))[1].add(form)
    return {spelled: Verb(base, frozenset(forms), frozenset(kinds[base])) for spelled, (base, forms) in found.items()}


def _inflected(base: str, irregular: str) -> list[tuple[Form, str]]:
    past = irregular.split() or [_with_ed(base)]
    forms: list[tuple[Form, str]] = [("base", base), ("third", third(base)), ("ing", with_ing(base))]
    if base == "be":
        return [
            ("base", "be"),
            ("base", "are"),
            ("third", "is"),
            ("past", "was"),
            ("past", "were"),
            ("participle", "been"),
            ("ing", "being"),
        ]
    forms += [("past", past[0]), ("participle", past[-1])]
    return forms


def third(base: str) -> str:
    """The form behind "it": "improves", "has", "is"."""
    if base in ("be", "have"):
        return {"be": "is", "have": "has"}[base]
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2:-1] not in _VOWELS else f"{base}s"


def past(base: str) -> str:
    """The form of a past: "improved", "led"."""
    irregular: str = claim_words()["irregular"].get(base, "")
    return irregular.split()[0] if irregular else _with_ed(base)


def _with_ed(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return f"{base[:-1]}ied"
    return f"{_doubled(base)}ed"


def with_ing(base: str) -> str:
    """The form with -ing."""
    if base.endswith("e") and not base.endswith(("ee", "be")):
        return f"{base[:-1]}ing"
    return f"{_doubled(base)}ing"


_STRESSED_FIRST = frozenset(
    "cover differ suffer lower gather alter offer consider deliver enter benefit target limit visit model interpret label".split()
)


def _doubled(base: str) -> str:
    """A last consonant doubles behind one short vowel that carries the stress: "drop", "outstrip", "transfer"; not "cover"."""
    short = re.search(r"(?:^|[^aeiou])[aeiou][bdgklmnprt]$", base)
    stressed = len(base) < 5 or base.endswith(("fer", "mit", "cur", "set", "put")) or re.fullmatch(r"[^aeiou]*[aeiou][^aeiou]", base)
    return f"{base}{base[-1]}" if short and stressed and base not in _STRESSED_FIRST else base


@lru_cache(maxsize=20_000)
def verb(word: str) -> Verb | None:
    """The verb that a word may be a form of."""
    word = word.lower()
    if word not in _verbs() and (made := _MADE.fullmatch(word)):
        ending: dict[str, Form] = {"": "base", "s": "third", "ed": "past", "ing": "ing"}
        return Verb(made[1], frozenset([ending[made[2]]] + (["participle"] if made[2] == "ed" else [])), frozenset(["be"]))
    return _verbs().get(word) or (_verbs().get(word.partition("-")[2]) if word.startswith(("re-", "co-", "pre-", "fine-")) else None)


@lru_cache(maxsize=20_000)
def is_mostly_noun(word: str) -> bool:
    """Whether a form such as "results" is more often a noun."""
    return word.lower() in claim_words()["nouns"]["words"].split()


@lru_cache(maxsize=20_000)
def is_noun_as_well(word: str) -> bool:
    """Whether the base form of a verb is a noun as well: "transfer", "support"."""
    return word.lower() in claim_words()["nouns"]["base_nouns"].split()


@cache
def modals() -> frozenset[str]:
    """Forms of be, have and do, and the modal verbs."""
    return frozenset(claim_words()["verbs"]["modal"].split())


@lru_cache(maxsize=4096)
def is_english(text: str) -> bool:
    """Whether a sentence is English: more of its words are small English words, or verbs known here, than are another language's."""
    english, other = _small_words(text)
    return english > other


def is_foreign(text: str) -> bool:
    """Whether a sentence is of another language: two of its words or more are that one's small words, and fewer are English."""
    english, other = _small_words(text)
    return other > max(english, 1)


def _small_words(text: str) -> tuple[int, int]:
    """How many words are small English words or verbs known here, and how many are small words of the other language that has most."""
    words = [word.lower() for word in _LETTERS.findall(text)]
    counts = {language: sum(word in listed for word in words) for language, listed in _function_words().items()}
    english = counts.pop("en") + sum(word in _verbs() and word not in modals() for word in words)
    return english, max(counts.values(), default=0)


@cache
def _function_words() -> dict[str, frozenset[str]]:
    lists = tomllib.loads((DATA / "words" / "stopwords.toml").read_text(encoding="utf-8"))
    more = {language: frozenset(words.split()) for language, words in claim_words()["function"].items()}
    return {language: frozenset(words["function"].split()) for language, words in lists.items()} | more
