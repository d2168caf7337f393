"""What makers publish of their own rules (`data/makers`), as tables, and what a report states that the rules ask for.

Nothing is judged here, and no rule of a maker stands in code: the checks compare, the files say what is compared.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from synth.audit.stated import figures_of
from synth.files import DATA
from synth.records import RecordError, Report

MAKERS = DATA / "makers"
WORDS_ENDING = "_words.toml"  # the files of the folder that are about words, and no maker

Rules = dict[str, Any]
Verdict = Literal["verified", "falsified", "unverified"]
VERDICTS: tuple[Verdict, ...] = ("verified", "falsified", "unverified")

MAX_STATUS = 200  # characters of a verdict that are read; it is a word or two
_COUNTED = re.compile(
    r"\(?\s*\b\d+(?:\s?/\s?|\s(?:of|out of|von|sur|de)\s)\d+\b(?:\s(?:claims?|tests?|checks?))?\s*\)?"
)  # (3/9), 3 of 9 claims
_ASIDE = re.compile(r"\(([^()]*)\)")
_MARKS = re.compile(r"[\s_\-–—.:!]+")


class Condition(NamedTuple):
    """One condition of a tier, in words, and whether a report meets it: None where the report does not state what it asks for."""

    words: str
    met: bool | None


def read_rules(folder: Path = MAKERS) -> dict[str, Rules]:
    """What each maker publishes, by each of its names, case-folded."""
    found: dict[str, Rules] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name.endswith(WORDS_ENDING):
            continue
        rules = _read(path)
        if not isinstance(rules.get("name"), str):
            raise RecordError(f"{path.name}: the maker's `name` is missing")
        for name in (rules["name"], *rules.get("names", ())):
            found[maker_key(name)] = rules
    return found


@cache
def read_words(file: str) -> dict[str, list[str]]:
    """A table of words. They are part of the checks, as their numbers are, and no input of an audit."""
    return _read(MAKERS / file)


def maker_of(report: Report) -> str:
    """Who made the report: as its sidecar says, or its author."""
    return (report.sidecar.maker if report.sidecar else "") or report.author


def maker_key(name: str) -> str:
    """A maker's name, case-folded, with single spaces."""
    return " ".join(name.casefold().split())


def rules_of(report: Report, rules: dict[str, Rules]) -> Rules | None:
    """The published rules of the report's maker, where they are known."""
    return rules.get(maker_key(maker_of(report)))


def plain(words: str) -> str:
    """Words without case, accents, and the marks between them: `DOI_GRADE` is `DOI grade`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))
    return _MARKS.sub(" ", bare).strip()


def verdict_of(status: str) -> Verdict | None:
    """What a word of verdict means; None for a word that is in no list, which is not guessed at.

    A count or a mark may stand beside the word ("FALSIFIED (3/9)", "VERIFIED ✓"), and must not say something else ("passed ✗").
    """
    known = _verdicts()
    if verdict := known.get(plain(status)):
        return verdict
    words = _COUNTED.sub(" ", status[:MAX_STATUS])
    marks = [known[mark] for mark in words if not mark.isalnum() and mark in known]
    words = "".join(mark for mark in words if mark.isalnum() or mark not in known)
    asides = [plain(aside) for aside in _ASIDE.findall(words)]
    if any(word in known and aside not in known for aside in asides for word in aside.split()):
        return None  # "passed (2 failed)": which of the two is the verdict?
    said = {known.get(plain(_ASIDE.sub(" ", words))), *marks, *(known[aside] for aside in asides if aside in known)}
    return said.pop() if len(said) == 1 else None


def names_tautology(text: str) -> bool:
    """Whether a text calls a proof empty, in one of the words for it. "Not circular" does not."""
    return any(not found["not"] for found in _tautology().finditer(plain(text)))


def given(report: Report) -> dict[str, Any]:
    """What the report states of the quantities that rules ask for: the sidecar first, then its own text. Not stated: left out."""
    sidecar = report.sidecar
    methodology, results = figures_of(report)
    score = results.quality if results.quality is not None else methodology.quality
    verified = results.verified
    if sidecar:
        score = sidecar.score if sidecar.score is not None else score
        verified = sidecar.verified_claims if sidecar.verified_claims is not None else verified
    stated = {"score": score, "verified_claims": verified, "reproducibility": sidecar.reproducibility if sidecar else ""}
    return {name: value for name, value in stated.items() if value not in (None, "")}


def conditions(tier: Rules, stated: dict[str, Any]) -> Iterator[Condition]:
    """The conditions of a tier, against what a report states."""
    for name, bound in tier.get("minimum", {}).items():
        yield Condition(at_least(name, bound), stated[name] >= bound if name in stated else None)
    for name, bound in tier.get("maximum", {}).items():
        yield Condition(at_most(name, bound), stated[name] <= bound if name in stated else None)
    for name, word in tier.get("required", {}).items():
        yield Condition(f"{name} {word}", plain(stated[name]) == plain(word) if name in stated else None)
    if "unclear" in tier:
        yield Condition(tier["unclear"], None)


def implies(one: Rules, other: Rules) -> bool:
    """Whether every report in the tier `one` meets the conditions of `other` too."""
    return (
        "unclear" not in other
        and all(one.get("minimum", {}).get(name, float("-inf")) >= bound for name, bound in other.get("minimum", {}).items())
        and all(one.get("maximum", {}).get(name, float("inf")) <= bound for name, bound in other.get("maximum", {}).items())
        and all(one.get("required", {}).get(name) == word for name, word in other.get("required", {}).items())
    )


def tier_named(tiers: list[Rules], word: str) -> Rules | None:
    """The tier that a report means by a word."""
    return next((tier for tier in tiers if plain(word) in {plain(name) for name in (tier["name"], *tier.get("words", ()))}), None)


def at_least(name: str, bound: float) -> str:
    return f"{name.replace('_', ' ')} at least {bound}"


def at_most(name: str, bound: float) -> str:
    return f"{name.replace('_', ' ')} at most {bound}"


def _read(path: Path) -> Rules:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"{path.name}: not TOML: {error}") from None


@cache
def _verdicts() -> dict[str, Verdict]:
    words = read_words("verdict_words.toml")
    return {plain(word): verdict for verdict in VERDICTS for word in words[verdict]}


@cache
def _tautology() -> re.Pattern[str]:
    """Beginnings of words; where a script leaves no space between words, they may stand anywhere."""
    stems = "|".join(re.escape(plain(stem)) for stem in read_words("verdict_words.toml")["tautology"])
    return re.compile(rf"(?P<not>\b(?:no|not|non|without|nicht|keine?)\s(?:an?\s)?)?(?:\b|(?<=[^\x00-\x7f]))(?:{stems})")
