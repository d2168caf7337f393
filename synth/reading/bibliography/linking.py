"""Which entries a citation mark points to. A mark that could mean two entries is linked to none and says why.

An author and a year link only to an entry whose first author is read as that name and whose year agrees; initials, titles
and closeness in spelling are not used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from synth.reading.bibliography.citations import find_marks
from synth.reading.bibliography.entries import Entry, years_in
from synth.reading.bibliography.marks import Key, Listed, Mark
from synth.reading.bibliography.names import MAX_NAME_WORDS, folded, surname_of
from synth.records import Citation, Passage, Reference
from synth.sources.identity import find_identifiers, same_address

MAX_HEAD = 4  # words of an entry among which its first author must stand, where the authors could not be read
MAX_NAME = 100  # characters before "[WTB]" that may be the name it stands for
MIN_OF_A_STYLE = 2  # marks in square brackets before numbers elsewhere are no marks
MAX_READ = 3_000  # characters of an entry in which addresses are looked for

_BODY = re.compile(r"\s*([^\W\d_a-z][^.,;:()\[\]\d\n]{4,80}?)\s*(?:\(\d{4}|[.,]\s+\(?\d{4})")  # "Observatoire du travail (2019)."
_NAME_STARTS = re.compile(r"[(\[;:,.]")
_ABBREVIATION = re.compile(r"(?<=\w\s)[\[(]([A-Z]{2,8})[\])]")


class Index:
    """The entries of a review by everything a mark can call them."""

    def __init__(self, entries: list[Entry], notes: dict[str, tuple[int, ...]]) -> None:
        self.entries = entries
        self.notes = notes  # the entries that each numbered note names
        self.labels: dict[str, list[int]] = defaultdict(list)
        self.addresses: dict[str, list[int]] = defaultdict(list)
        self.anchors: dict[str, list[int]] = defaultdict(list)
        self.surnames: dict[str, list[int]] = defaultdict(list)
        for position, entry in enumerate(entries):
            if entry.reference.label:
                self.labels[entry.reference.label].append(position)
            for address in addresses_of(entry):
                self.addresses[address].append(position)
            for anchor in entry.anchors:
                self.anchors[anchor].append(position)
            for surname in _first_surnames(entry):
                self.surnames[surname].append(position)

    def listed(self, notes: frozenset[str]) -> Listed:
        """What the search for marks needs to know. `notes` are labels of notes that only explain."""
        return Listed(
            frozenset(self.labels) | frozenset(self.notes),
            frozenset(self.surnames),
            frozenset(self.addresses),
            frozenset(self.anchors),
            notes,
        )

    def add_abbreviations(self, texts: list[str]) -> None:
        """Authors may also be called by the letters that the text gives for them: "World Tea Body [WTB]"."""
        for text in texts:
            for given in _ABBREVIATION.finditer(text):
                before = _NAME_STARTS.split(text[max(0, given.start() - MAX_NAME) : given.start()])[-1]
                words = folded(before).split()[-MAX_NAME_WORDS:]
                names = (" ".join(words[first:]) for first in range(len(words) - 1))
                name = next((name for name in names if name in self.surnames), None)
                if name and folded(given[1]) not in self.surnames:
                    self.surnames[folded(given[1])] = self.surnames[name]

    def link(self, mark: Mark, printed: str, block: int) -> tuple[tuple[int, ...], str]:
        """The entries a mark points to, and why some or all of it points nowhere."""
        if mark.style == "numbered links":
            position, why = self._numbered_link(mark, block)
            return ((position,) if position is not None else ()), why
        linked: list[int] = []
        reasons: list[str] = []
        for key in mark.keys:
            if self.notes.get(key.value):
                linked += self.notes[key.value]
                continue
            position, why = self._one(key, printed, block)
            if position is not None:
                linked.append(position)
            elif why not in reasons:
                reasons.append(why)
        return tuple(dict.fromkeys(linked)), "; ".join(reasons)

    def _one(self, key: Key, printed: str, block: int) -> tuple[int | None, str]:
        if key.kind == "nowhere":
            return None, "the mark names nothing that is in the file"
        if key.kind == "work":
            return self._work(key)
        if not self.entries:
            return None, "there is no list of references"
        if key.kind == "address":
            found = self.addresses.get(key.value, [])
            return (self._nearest(found, block), "") if found else (None, "its address is not in the list of references")
        found = (
            (self.anchors.get(key.value[1:]) if key.value.startswith("#") else None)
            or self.labels.get(key.value)
            or self.anchors.get(f"ref-{key.value}")
            or []
        )
        return self._labelled(found, key.value, block)

    def _labelled(self, found: list[int], label: str, block: int) -> tuple[int | None, str]:
        if not found:
            return None, f"no entry {label} in the list of references"
        if len(found) == 1:
            return found[0], ""
        following = [position for position in found if self.entries[position].block > block]
        if len({self.entries[position].list for position in found}) == len(found) and following:
            return following[0], ""  # lists that start again after each section: the next one is meant
        if len({self.entries[position].reference.text for position in found}) == 1:
            return found[0], ""
        return None, f"{len(found)} entries are called {label}"

    def _numbered_link(self, mark: Mark, block: int) -> tuple[int | None, str]:
        """ "[5](address)": the number and the address must name the same entry where the entry has an address."""
        label, address = mark.keys[0].value, mark.keys[1].value
        position, why = self._labelled(self.labels.get(label, []), label, block)
        if position is None:
            return None, why
        known = addresses_of(self.entries[position])
        if not known or address in known:
            return position, ""
        return None, f"entry {label} of the list has another address"

    def _nearest(self, found: list[int], block: int) -> int:
        """Of entries with one address, the next in the file: they name the same source."""
        return next((position for position in found if self.entries[position].block > block), found[0])

    def _work(self, key: Key) -> tuple[int | None, str]:
        called = f"{key.names.surnames[0]} {key.value}"
        if not self.entries:
            return None, "there is no list of references"
        by_name = self._by_first_author(key.names.surnames[0])
        found = [position for position in by_name if _year_agrees(self.entries[position], key.value)]
        if len(found) > 1:
            exact = [position for position in found if key.value in self.entries[position].years]
            found = exact if key.value[-1:].isalpha() and exact else found
        if len(found) > 1:
            found = self._narrowed(found, key) or found
        if len(found) > 1 and len({self.entries[position].reference.text for position in found}) == 1:
            found = found[:1]
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, f"{called} matches {len(found)} entries"
        return None, f"no entry for {called}" + (f"; {len(by_name)} of other years" if by_name else "")

    def _by_first_author(self, surname: str) -> list[int]:
        found = self.surnames.get(surname) or self.surnames.get(surname.split()[-1])
        if not found and surname[:1] > "\u3000":  # the run before 等 may begin with other words
            found = self.surnames.get(surname[-3:]) or self.surnames.get(surname[-2:])
        return found or []

    def _narrowed(self, found: list[int], key: Key) -> list[int]:
        """The entries whose further authors agree with the names that the mark prints."""
        if len(key.names.surnames) > 1:
            second = key.names.surnames[1].split()[-1]
            return [
                at for at in found if _second_surname(self.entries[at]).startswith(second) or second in _second_surname(self.entries[at])
            ]
        if key.names.others:
            return [
                position
                for position in found
                if len(self.entries[position].reference.authors) != 2 and not _is_alone(self.entries[position])
            ]
        return [position for position in found if _is_alone(self.entries[position])]


# --- papers --------------------------------------------------------------------------------------------------------


def link_citations(sentences: Sequence[str | Passage], references: Sequence[Reference]) -> tuple[Citation, ...]:
    """Every mark in the sentences of a paper, linked to the entries of its list; one that points nowhere says why.

    A paper cites in one way: square brackets of numbers are values where the entries have no numbers, and names with a year in a
    paper with numbers count only where the list knows them. Numbers that were raised are found only as "³" or "^3^".
    """
    index = Index([Entry(reference, 0, at, 0, (), years_in(reference.text)) for at, reference in enumerate(references)], {})
    texts = [sentence if isinstance(sentence, str) else sentence.text for sentence in sentences]
    index.add_abbreviations(texts)
    listed = index.listed(frozenset())
    found = [(at, mark) for at, text in enumerate(texts) for mark in find_marks(text, (), listed)]
    numbered = any(label.isdigit() for label in listed.labels)
    unwanted = set() if numbered or not references else {"numbers"}
    if numbered and sum(mark.style == "numbers" for _, mark in found) >= MIN_OF_A_STYLE:
        unwanted |= {"round", "raised", "bare", "weak"}
    elif sum(mark.style == "raised" for _, mark in found) >= MIN_OF_A_STYLE:
        unwanted |= {"round", "bare", "weak"}
    citations = []
    for at, mark in found:
        if mark.style in unwanted:
            continue
        printed = texts[at][mark.start : mark.end]
        linked, why = index.link(mark, printed, len(references))
        if linked or not (mark.style in ("address", "link") or (numbered and mark.style == "names")):
            citations.append(Citation(mark=printed, sentence=at, references=linked, why=why))
    return tuple(citations)


def addresses_of(entry: Entry) -> frozenset[str]:
    """Every address under which an entry can be cited."""
    found = {same_address(item.source) for item in find_identifiers(entry.reference.text[:MAX_READ])}
    if entry.reference.source:
        found.add(same_address(entry.reference.source))
    return frozenset(found)


def _first_surnames(entry: Entry) -> set[str]:
    authors = entry.reference.authors
    if authors:
        surname = surname_of(authors[0])
        return {surname, surname.split()[-1], folded(authors[0]), *_openings(surname)} if surname else set()
    if entry.reference.title and entry.reference.text.lstrip(' [*_"“').startswith(entry.reference.title[:20]):
        return set()  # the entry opens with its title
    body = _BODY.match(entry.reference.text)
    whole = {folded(body[1])} if body and len(body[1].split()) <= MAX_NAME_WORDS else set()
    words = entry.reference.text.replace(",", " ").split()[:MAX_HEAD]
    return whole | {
        folded(word) for word in words[:2] if len(folded(word)) > 1 and folded(word).isalpha() and word.strip('*_(“"')[:1].isupper()
    }


def _openings(name: str) -> list[str]:
    """The surnames that a name in a script without spaces may open with: 田中 of 田中太郎."""
    return [name[:length] for length in range(2, len(name))] if name[:1] > "\u3000" else []


def _second_surname(entry: Entry) -> str:
    authors = entry.reference.authors
    return surname_of(authors[1]) if len(authors) > 1 else ""


def _is_alone(entry: Entry) -> bool:
    return len(entry.reference.authors) == 1 and "et al" not in entry.reference.text[:200]


def _year_agrees(entry: Entry, year: str) -> bool:
    if not year[:4].isdigit():
        return year.lower() in entry.reference.text.lower()
    printed = {known for known in entry.years if entry.reference.year is None or known[:4] == str(entry.reference.year)}
    if entry.reference.year is not None:
        printed.add(str(entry.reference.year))
    bare = year[:4]
    if year == bare:
        return any(known[:4] == bare for known in printed)
    return year in printed or (bare in printed and not any(known[:4] == bare and known != bare for known in printed))
