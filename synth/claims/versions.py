"""The version ledger: one claim against every version of a work that is at hand, which says what, and where they disagree.

What a version says comes from its tables (the opinions of `checking`), from the sentences of papers at hand, and from `data/versions`:
facts that somebody read, each with its place and with how it is known. A figure that is known second-hand is told as that, and one that
is known only from reports that state it themselves is no evidence.

A fact tells by its `asks` which claims it is about: parts between semicolons, all of which must stand in the claim; `|` between
alternatives, `*` for any ending, `#` for a number, `+#` for one with a sign, `!` before what must not stand there. Words of one part may
have a few others between them; one with `=` before it follows directly.

A sentence of a paper says what a claim says, or says another number of it, only where it is about the same by all its names, and where it
is plain which of its numbers answers to the claim's: each has one, with one unit, or the two are the same but for their numbers.

What is not done: a sentence is found by its words alone, and a version that says nothing of a claim is not held against it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from synth.claims.checking import CheckedAtom, CheckedClaim
from synth.files import DATA
from synth.published import work_of
from synth.records import Document, Record

STATEMENTS = DATA / "versions" / "statements.csv"
GAP = 4  # words that may stand between two words of a part
LEAST_WORDS = 3  # of a claim, besides its number, that a sentence must have to be about it
LEAST_SHARE = 0.6  # of them
LEAST_OF_OTHER = 0.5  # of the words of a sentence that has another number, which stand in the claim: the rest may say of what it is
BESIDE = 2  # words to each side of a number by which it is known again in another sentence
REPORTS = "only the reports that state it"
_SIGNS = frozenset("<>!")

_TOKEN = re.compile(r"[+-]?\d+(?:[.,]\d+)*e[+-]?\d+|[+-]?\d+(?:[.,]\d+)*|%|[^\W_]+(?:[-+'’][^\W_]+)*\+?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")  # of a citation, or of a name; whose work it is, other checks say
_COUNTS = {
    word: str(at)
    for at, word in enumerate(
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
            "twenty"
        ).split(),
        1,
    )
}
_PLACES = frozenset("table tables figure figures section sections appendix equation footnote page".split())  # before their own number
_NOT = frozenset({"not", "no", "never", "neither", "nor", "without", "doesn't", "isn't", "cannot"})
_SMALL = frozenset(
    "a an the of on in for by to with and or as at is are was were be it its this that than from over our we their all which has have had "
    "using use used including average %".split()
)  # words that say nothing of what a sentence is about


class Statement(NamedTuple):
    """What one version says of one thing, and how that is known. `value` is a number, or yes or no, or empty where it says neither."""

    work: str
    statement: str
    asks: str
    version: str
    value: str
    says: str
    confidence: str
    where: str


class Entry(Record, frozen=True, kw_only=True):
    """What one version says of a claim. `agrees` is None where it says nothing that could be held against it."""

    version: str
    says: str
    value: str = ""
    agrees: bool | None = None
    known: str  # read, second-hand, tables, sentence, …
    where: str = ""


class Ledger(Record, frozen=True, kw_only=True):
    """One atom of a claim across the versions of one work, with what follows from it in a sentence."""

    claim: str
    text: str
    work: str
    cited: bool = True  # the claim cites this work; else it is held against it as if it did
    about: str = ""
    entries: tuple[Entry, ...] = ()
    sentence: str = ""


@cache
def statements() -> tuple[Statement, ...]:
    """What is known of versions."""
    return tuple(Statement(**row) for row in csv.DictReader(io.StringIO(STATEMENTS.read_text(encoding="utf-8"))))


def ledger_of(claims: Sequence[CheckedClaim], documents: Sequence[tuple[str, Document]] = (), at_hand: Iterable[str] = ()) -> list[Ledger]:
    """The ledger of every atom of which some version says something.

    `documents` are the papers at hand by the version they are, `at_hand` the sources of the rows: a claim that cites no source is held
    against the works of these, as if it were of each.
    """
    works = sorted({work_of(source) for source in at_hand} | {work_of(version) for version, _ in documents})
    return [one for claim in claims for atom in claim.atoms for one in _of_atom(claim, atom, documents, works)]


def _of_atom(
    claim: CheckedClaim, checked: CheckedAtom, documents: Sequence[tuple[str, Document]], at_hand: Sequence[str]
) -> Iterator[Ledger]:
    cited = claim.source.name if claim.source else ""
    for work in [work_of(cited)] if cited else at_hand:
        told = [*_from_statements(checked.atom.text, work), *_from_sentences((checked.atom.text, claim.text), work, documents)]
        tables = list(_from_tables(checked, work)) if cited else []
        entries = tuple(sorted([*tables, *(entry for _, entry in told)], key=lambda one: one.version))
        if entries and (told or {entry.version for entry in entries} - {cited}):
            yield Ledger(
                claim=claim.name,
                text=checked.atom.text,
                work=work,
                cited=bool(cited),
                about=next((about for about, _ in told if about), ""),
                entries=entries,
                sentence=_sentence(entries, cited),
            )


# --- what is known --------------------------------------------------------------------------------------------------------


def _from_statements(text: str, work: str) -> Iterator[tuple[str, Entry]]:
    tokens = _tokens(text)
    for one in statements():
        if one.work == work and (number := _asked(one.asks, tokens)) is not None:
            entry = Entry(
                version=f"{one.work}{one.version}",
                says=one.says,
                value=one.value,
                agrees=_agrees(one, number, tokens),
                known=one.confidence,
                where=one.where,
            )
            yield one.statement, entry


def _tokens(text: str) -> list[str]:
    """The words of a text in one case, counts in figures."""
    return [_COUNTS.get(word, word) for word in (found[0].casefold().replace("’", "'") for found in _TOKEN.finditer(text))]


def _asked(asks: str, tokens: Sequence[str]) -> str | None:
    """The number that is asked for, or "" where none is; None where the claim is not about this."""
    number = ""
    for part in asks.split(";"):
        unwanted = part.startswith("!")
        found = [match for one in part.removeprefix("!").split("|") if (match := _found(one.split(), tokens)) is not None]
        if bool(found) == unwanted:
            return None
        number = number or next((match for match in found if match), "")
    return number


def _found(words: Sequence[str], tokens: Sequence[str]) -> str | None:
    """The number among the words where they stand one after another, "" where they do without one; None where they do not stand there."""
    for start in range(len(tokens)):
        if (number := _from(words, tokens, start)) is not None:
            return number
    return None


def _from(words: Sequence[str], tokens: Sequence[str], start: int) -> str | None:
    number, at = "", start
    for nth, word in enumerate(words):
        room = 1 if not nth or word.startswith("=") else GAP + 1
        window = range(at, min(at + room, len(tokens)))
        here = next((place for place in window if _is_word(word.removeprefix("="), tokens[place])), None)
        if here is None:
            return None
        number = tokens[here] if word == "#" else number
        at = here + 1
    return number


def _is_word(word: str, token: str) -> bool:
    if word in ("#", "+#"):
        return bool(_NUMBER.fullmatch(token)) and (word == "#" or token[0] in "+-")
    plain = word.removesuffix("*")
    return token.startswith(plain) if plain != word else token in (word, word.replace("-", ""))


def _agrees(one: Statement, number: str, tokens: Sequence[str]) -> bool | None:
    """Whether a claim with this number, or with none, says what the version says."""
    if one.value in ("yes", "no"):
        denied = bool(_NOT & set(tokens)) and not _NOT & set(re.split(r"[;| ]", one.asks))
        return (one.value == "yes") is not denied
    return same_number(number, one.value) if number and one.value else None


def same_number(one: str, other: str) -> bool:
    """Whether two printed numbers are one: the coarser is what the finer rounds to."""
    from synth.claims.amounts import compare, figure

    values = [figure(text.lstrip("+-").replace(",", "")) for text in (one, other)]
    signs = [text.startswith("-") for text in (one, other)]
    return signs[0] == signs[1] and compare("==", *values).holds is True


# --- what its tables say ----------------------------------------------------------------------------------------------------


def _from_tables(checked: CheckedAtom, work: str) -> Iterator[Entry]:
    for one in checked.opinions:
        if one.relation in ("cited", "other version") and one.judgement != "not checkable" and work_of(one.source) == work:
            whose = "its prose gives" if one.prose else "its tables give"
            held = "agrees" if one.judgement == "supported" else f"the claim has {one.stated}"
            if one.stated[:1] in _SIGNS:  # two figures of the table, neither of them the claim's
                held = f"{'' if one.judgement == 'supported' else 'not '}{one.stated}, which is {one.judgement}"
            says = f"{whose} {one.found}: {held}" if one.stated else f"{whose} {one.found} true" if one.found else one.verdict.reason
            yield Entry(
                version=one.source,
                says=says,
                value=one.found,
                agrees=one.judgement == "supported",
                known="prose" if one.prose else "tables",
                where=_places(one.rows),
            )


def _places(rows: Iterable[object]) -> str:
    tables = dict.fromkeys(f"{row.table}{f', p. {row.page}' if row.page else ''}" for row in rows)  # type: ignore[attr-defined]
    return "; ".join(list(tables)[:3])


# --- what its sentences say ----------------------------------------------------------------------------------------------------


def _from_sentences(texts: Sequence[str], work: str, documents: Sequence[tuple[str, Document]]) -> Iterator[tuple[str, Entry]]:
    """For each paper at hand the sentence that has the words of the atom, else of its claim, beside a number: the same, or another."""
    for version, document in documents if work else ():
        if work_of(version) != work:
            continue
        found = next((one for text in texts if (one := best_sentence(text, document))), None)
        if found is not None and found[2] in _tokens(texts[0]):  # a number of another atom says nothing of this one
            sentence, page, mine, theirs = found
            entry = Entry(
                version=version,
                says=f"says {theirs}{'' if same_number(mine, theirs) else f' where the claim has {mine}'}: “{sentence}”",
                value=theirs,
                agrees=same_number(mine, theirs),
                known="sentence",
                where=f"p. {page}" if page else "",
            )
            yield "", entry


def best_sentence(text: str, document: Document) -> tuple[str, int | None, str, str] | None:
    """The sentence that is about what a claim is about, and the number of each that answers to the other's; None where there is none.

    One that says what the claim says comes first; several that say different numbers of it say nothing. Of those that are as near, the
    first.
    """
    claim = _tokens(text)
    wanted, names = _content(claim), _names_in(text)
    found: list[tuple[bool, float, tuple[str, int | None, str, str]]] = []
    for sentence in document.sentences:
        tokens = _tokens(sentence.text)
        content = _content(tokens)
        shared = wanted & content
        share = len(shared) / len(wanted) if wanted else 0.0
        if len(shared) < LEAST_WORDS or share < LEAST_SHARE or not names <= content:
            continue
        if _way(text) != _way(sentence.text):
            continue
        if (pair := _answering(_numbered(text), _numbered(sentence.text))) is None:
            continue
        same = same_number(*pair)
        if same or (wanted <= content and len(shared) >= LEAST_OF_OTHER * len(content)):
            found.append((same, share, (sentence.text, sentence.page, *pair)))
    if not found or (not any(same for same, _, _ in found) and len({one[3] for _, _, one in found}) > 1):
        return None
    return max(found, key=lambda one: one[:2])[2]


def _content(tokens: Iterable[str]) -> set[str]:
    return {token for token in tokens if not _NUMBER.fullmatch(token) and token not in _SMALL}


def _way(text: str) -> tuple[bool, frozenset[str]]:
    """Whether a text denies something, and which way what it speaks of goes: a drop is no gain, whatever its number."""
    from synth.claims.wording import phrases, tokens

    kinds = {phrase.kind for phrase in phrases(tokens(text), ("changing", "comparing", "distances"))}
    return bool(_NOT & set(_tokens(text))), frozenset(kinds & {"up", "down", "better", "worse", "more", "less", "above", "below"})


def _names_in(text: str) -> set[str]:
    """The words of a text that are names: with a capital that no sentence begins with, or with a figure in them."""
    words = [found[0] for found in _TOKEN.finditer(text)]
    return {word.casefold() for word in words if any(sign.isupper() for sign in word[1:])}


def _numbered(text: str) -> tuple[list[str], list[int]]:
    """The words of a text, and which of them are its numbers: no year, and no part of a name, as in "SQuAD 1.1"."""
    words = [found[0] for found in _TOKEN.finditer(text)]
    tokens = _tokens(text)
    numbers = [
        at
        for at, token in enumerate(tokens)
        if _NUMBER.fullmatch(token)
        and not _YEAR.fullmatch(token)
        and not (at and tokens[at - 1] in _PLACES)
        and not (at and any(sign.isupper() for sign in words[at - 1][1:]) and f"{words[at - 1]} {words[at]}" in text)
    ]
    return tokens, numbers


def _answering(claim: tuple[list[str], list[int]], sentence: tuple[list[str], list[int]]) -> tuple[str, str] | None:
    """The number of the claim and the number of the sentence that are of one thing: where that is plain."""
    (mine, here), (theirs, there) = claim, sentence
    if len(here) == len(there) and _but_numbers(mine) == _but_numbers(theirs):
        pairs = [(mine[at], theirs[other]) for at, other in zip(here, there, strict=True)]
        return next((pair for pair in pairs if not same_number(*pair)), pairs[0] if pairs else None)
    if len(here) != 1 or len(there) != 1:
        return None
    (at,), (other,) = here, there
    after, before = _beside(mine, at)
    next_after, next_before = _beside(theirs, other)
    # A claim that is cut off after its number has no word there.
    same_unit = after[:1] == next_after[:1] if at + 1 < len(mine) else before == next_before
    if same_unit and len({*after, *before} & {*next_after, *next_before}) * 2 >= len({*after, *before}):
        return mine[at], theirs[other]
    return None


def _but_numbers(tokens: Sequence[str]) -> list[str]:
    return ["#" if _NUMBER.fullmatch(token) else token for token in tokens]


def _beside(tokens: Sequence[str], at: int) -> tuple[list[str], list[str]]:
    """The words after a number and before it, without those that say nothing and without other numbers."""

    def bare(those: Iterable[str]) -> list[str]:
        return [one for one in those if (one == "%" or one not in _SMALL) and not _NUMBER.fullmatch(one)][:BESIDE]

    return bare(tokens[at + 1 :]), bare(reversed(tokens[:at]))


# --- in words --------------------------------------------------------------------------------------------------------------------


def _sentence(entries: Sequence[Entry], cited: str) -> str:
    """Where the versions disagree, who says what the claim says, and how well that is known."""
    against = _names(entry for entry in entries if entry.agrees is False and entry.known != REPORTS)
    sure = _names(entry for entry in entries if entry.agrees and entry.known not in ("second-hand", REPORTS))
    heard = _names(entry for entry in entries if entry.agrees and entry.known == "second-hand")
    reports = _names(entry for entry in entries if entry.agrees and entry.known == REPORTS)
    parts = []
    if against:
        parts.append(f"contradicted by {_joined(against)}")
    if sure:
        parts.append(f"{'attributed to' if against else 'said by'} {_joined(sure)}")
    if both := [name for name in against if name in sure]:
        parts.append(f"{_joined(both)} disagree{'s' if len(both) == 1 else ''} with itself")
    if rest := [name for name in heard if name not in sure]:
        parts.append(f"attributed to {_joined(rest)}, which is known second-hand only")
    if rest := [name for name in reports if name not in sure]:
        parts.append(f"attributed to {_joined(rest)} by nobody but the reports that state it")
    if not parts:
        return f"no version at hand can be held against it{f', {cited} included' if cited else ''}"
    return "; ".join(parts)


def _names(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(_short(entry.version) for entry in entries))


def _short(version: str) -> str:
    work = work_of(version)
    return version.removeprefix(work) if version != work else version


def _joined(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
