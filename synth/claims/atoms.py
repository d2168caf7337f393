"""The parts of a sentence that can each be right or wrong, as sentences that read on their own.

    split_atoms("A beats B on X but not on Y.")  ->  "A beats B on X.", "A does not beat B on Y."

English only: a sentence in another language stays whole. What is parted and what is not is told in `clauses` and `lists`; a list of names
without numbers of their own stays together, and so do conditions and reasons ("if", "because").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from synth.claims.forms import connective, frame, is_english
from synth.claims.lists import part_items, part_pairs, part_places
from synth.claims.parting import (
    lead_of,
    part_clauses,
    part_exception,
    part_gapped,
    part_participles,
    part_predicates,
    part_relatives,
    part_thats,
    part_withs,
)
from synth.claims.tokens import MAX_SENTENCE, is_clause, is_small_word, tokenize

MAX_ATOMS = 12  # more than anybody says in a sentence: it was taken apart wrongly, and stays whole
_AS_SHOWN = re.compile(r"As (?:shown|seen|illustrated|reported|can be seen)\b[^,]{0,60},\s+")
_LABEL = re.compile(r"(?:Figure|Fig\.|Table|Tab\.) ?[A-Z]?\d{1,3}[a-z]?(?:[:.|]| \|)\s+(?=[A-Z])")  # of a caption
LAST = 6  # characters by which the end of a cut-off sentence is known
_RUN_ON = re.compile(  # where the reader of the paper left two sentences together: "… of the art. Finally, we", "… of 10 ms. We"
    r"(?<=[a-z]{3}[.!?])\s+(?=[A-Z][a-z]+\b,?\s)|(?<=\d [a-z]{2}[.])\s+(?=(?:We|The|This|These|Our|It|In|However|Finally|Since)\b)"
)

_STOPPED = re.compile(
    r"[.!?…]$|(?<=[^\W\d][.!?…])(?:[\s\d,–⁰¹²³⁴-⁹-]|\[[\d,–\s]*\])+$"
)  # with the marks of citation that may follow a stop

_STEPS: tuple[Callable[[str], list[str]], ...] = (
    part_items,
    part_clauses,
    part_gapped,
    part_predicates,
    part_participles,
    part_withs,
    part_exception,
    part_relatives,
    part_places,
    part_pairs,
)


def split_atoms(sentence: str) -> list[str]:
    """The atoms of a sentence; the sentence alone where it has no parts, is not English, or cannot be taken apart with confidence."""
    sentence = sentence.strip()
    if len(sentence) > MAX_SENTENCE or not is_english(sentence):
        return [sentence]
    # "that A, and that B" is parted first: without its "we find", the first "that" is gone
    atoms = [bare_claim(part) for piece in _RUN_ON.split(sentence) for part in part_thats(piece)]
    for step in _STEPS:
        atoms = [bare_claim(part) for atom in atoms for part in step(atom)]
    last = "" if _STOPPED.search(sentence) else sentence.rstrip(" ,;:")[-LAST:]
    unique = list(dict.fromkeys(_finished(atom, last) for atom in atoms))
    return unique if len(unique) <= MAX_ATOMS else [sentence]


def bare_claim(sentence: str) -> str:
    """The sentence without "However," and without "we find that" at its start."""
    bare = _LABEL.sub("", sentence.strip(), count=1)
    bare = _AS_SHOWN.sub("", bare, count=1)
    opening = connective().match(bare)
    bare = bare[opening.end() :] if opening else bare
    framed = frame().match(bare)
    if framed:
        said = tokenize(bare[framed.end() :])
        bare = bare[framed.end() :] if is_clause(said) or lead_of(said) else bare
    return bare


def _finished(atom: str, open_end: str) -> str:
    """With a capital at its start and a full stop at its end; without one where the sentence is cut off, and the atom ends as it does."""
    atom = atom.strip(" ,;:")
    first = atom.split(" ", 1)[0]
    if first.isalpha() and first.islower() and (len(first) > 2 or is_small_word(first)):  # "y is …" keeps its variable
        atom = atom[0].upper() + atom[1:]
    return atom if not atom or _STOPPED.search(atom) or (open_end and atom.endswith(open_end)) else f"{atom}."
