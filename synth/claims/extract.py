"""What a paper claims: the sentences that say something that can be checked, with their atoms, their type and their salience.

    for claim in extract_claims(document):
        print(claim.salience.value, claim.type, claim.text, [atom.text for atom in claim.atoms])

Extraction is wide: it takes what may be a claim, and judges none. What it leaves out are questions, hopes, thanks, directions to a table
or a section, formulas and the pieces of broken sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from synth.claims.atoms import split_atoms
from synth.claims.forms import claim_words
from synth.claims.salience import salience_of
from synth.claims.signs import is_claim, signs_of, type_of
from synth.reading.sentences import split_sentences
from synth.reading.words import part_named, split_number
from synth.records import Atom, Claim, Document, Passage, Section

_PARTS = ("abstract", "introduction", "results")  # kinds of sections that say where a sentence stands
SKIPPED = "skipped"


class Candidate(NamedTuple):
    """A sentence of a paper, the part that it stands in, and whether it is the first of its section."""

    passage: Passage
    part: str
    opens: bool = False


def extract_claims(document: Document) -> tuple[Claim, ...]:
    """The claims of a paper in the order of its text, those of its captions last."""
    return tuple(claim for one in candidates(document) if (claim := claim_in(one)) is not None)


def claim_in(one: Candidate) -> Claim | None:
    """The claim that a sentence makes; None where it makes none."""
    signs = signs_of(one.passage.text)
    if not is_claim(signs):
        return None
    atoms = atoms_of(one.passage.text)
    kind = atoms[0].type
    salience = salience_of(signs, kind, one.part, opens=one.opens)
    return Claim(text=one.passage.text, type=kind, salience=salience, passage=one.passage, atoms=atoms)


def atoms_of(text: str) -> tuple[Atom, ...]:
    """The atoms of a claim, each with its type."""
    parts = split_atoms(text)
    if len(parts) == 1:
        return (Atom(text=parts[0], type=type_of(text)),)
    types = [type_of(part) for part in parts]
    if signs_of(text).framed:  # "we find that A is B, and …": what was found, even where it says what something is
        types = ["result" if kind == "definition" else kind for kind in types]
    return tuple(Atom(text=part, type=kind) for part, kind in zip(parts, types, strict=True))


def candidates(document: Document) -> Iterator[Candidate]:
    """Every sentence of the paper that may hold a claim, its captions among them; none of its references and thanks."""
    parts = _parts(document.sections)
    last = -1
    abstract = False
    for sentence in document.sentences:
        at = _section_at(document.sections, sentence)
        part = parts[at] if at >= 0 else ""
        if part != SKIPPED:
            abstract = abstract or part == "abstract"
            named = sentence if sentence.source else replace(sentence, source=document.source.name)
            yield Candidate(named, part, opens=at != last)
        last = at
    if not abstract:
        yield from (
            Candidate(Passage(text=text, source=document.source.name, section="abstract"), "abstract")
            for text in _sentences(document.abstract)
        )
    yield from _captions(document)


def _parts(sections: Sequence[Section]) -> list[str]:
    """The part of the paper that each section belongs to: its own, or that of the section that it is under."""
    parts: list[str] = []
    above: list[tuple[int, str]] = []
    for section in sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        outer = above[-1][1] if above else ""
        own = _part(section)
        part = outer if outer in ("abstract", SKIPPED) and own != SKIPPED else own or outer
        parts.append(part)
        above.append((section.level, part))
    return parts


def _part(section: Section) -> str:
    title = split_number(section.title)[1].casefold().strip(" .:")
    words = claim_words()["sections"]
    if section.kind == "references" or title.startswith(tuple(words["skipped"])) or part_named(section.title) == "references":
        return SKIPPED
    if section.kind in _PARTS:
        return section.kind
    if title.startswith(tuple(words["conclusion"])):
        return "conclusion"
    if (
        title in words["results"]
        or title.endswith(tuple(words["results_end"]))
        or title.startswith(tuple(f"{word} " for word in words["results"]))
    ):
        return "results"
    return ""


def _section_at(sections: Sequence[Section], sentence: Passage) -> int:
    """The position of the section that holds a sentence: by its place in the text, else by its title; -1 where none does."""
    if sentence.span is not None:
        for at, section in enumerate(sections):
            if section.span is not None and section.span[0] <= sentence.span[0] < section.span[1]:
                return at
    return next((at for at, section in enumerate(sections) if sentence.section and section.title == sentence.section), -1)


def _captions(document: Document) -> Iterator[Candidate]:
    """The sentences of captions, of tables and of figures, each once."""
    seen: set[str] = set()
    tables = [(table.label, table.caption, table.page) for table in document.tables]
    asides = [("", aside.text, aside.page) for aside in document.asides if aside.kind == "caption"]
    for label, caption, page in [*tables, *asides]:
        for text in _sentences(caption):
            key = "".join(text.split()).casefold()
            if key not in seen:
                seen.add(key)
                yield Candidate(Passage(text=text, source=document.source.name, page=page, section=label or "caption"), "caption")


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def with_atoms(claim: Claim, text: str) -> Claim:
    """The claim with the atoms, the type and the salience of this text: its own, or the sentence that completes it."""
    signs = signs_of(text)
    atoms = atoms_of(text)
    kind = atoms[0].type
    return replace(claim, type=kind, atoms=atoms, salience=salience_of(signs, kind, ""))
