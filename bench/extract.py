"""How well claims are found, split and typed: beside sentences labelled by hand (`labels/extraction.toml`), and two plain rules.

The labels are stretches of papers, their abstracts, results and conclusions above all, and the claims of the five seeds. A sentence that
the readers read otherwise than when it was labelled is left out and counted.

*Sentences*: recall is the share of the labelled claims that are taken, precision the share of claims among what is taken. *Atoms*: an
atom is right when it holds the same numbers and names as a labelled one, and at least 70 % of the words of both are common; over the
claims that are taken. *Split*: all atoms of a claim are right and none is too many. *Type*: that of the sentence's first atom.

*Completing*: every sentence of the papers that is longer than 130 characters is cut at 120, as the seeds' maker cuts, and completed from
its paper: as it is; with one plain word replaced; and with its first number changed, which must not be completed.

    python bench/extract.py                 # papers tuned on, and the seeds
    python bench/extract.py --set second    # papers set aside at first, then looked at; `third` as well
    python bench/extract.py --set aside     # papers set aside
    python bench/extract.py --show          # what was missed, and how it was split
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from sentences import interval  # noqa: E402

from synth.claims.completing import complete_claims  # noqa: E402
from synth.claims.extract import Candidate, candidates, claim_in  # noqa: E402
from synth.claims.signs import signs_of  # noqa: E402
from synth.reading.documents import read_documents  # noqa: E402
from synth.records import Claim, Document, Passage  # noqa: E402
from synth.reports.importing import read_report  # noqa: E402

SHARED = ROOT.parent / "shared"
LABELS = ROOT / "bench" / "labels" / "extraction.toml"
HASH_DIGITS = 16
CUT, LONG = 120, 130  # characters
LIKE = 0.7  # of the words of two atoms are common in atoms that say the same


class Label(NamedTuple):
    """One labelled sentence: its type, or "-", and the words of its atoms by their place."""

    hash: str
    type: str
    atoms: list[str]


class Counts(NamedTuple):
    """What is counted over sentences."""

    claims: int = 0
    sentences: int = 0
    hit: int = 0
    taken: int = 0
    digit_hit: int = 0
    digit_taken: int = 0
    compare_hit: int = 0
    compare_taken: int = 0
    atoms_right: int = 0
    atoms_labelled: int = 0
    atoms_ours: int = 0
    many_right: int = 0
    many: int = 0
    one_right: int = 0
    one: int = 0
    whole_right: int = 0
    type_right: int = 0

    def __add__(self, other: tuple[int, ...]) -> Counts:  # type: ignore[override]
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


def hash_of(text: str) -> str:
    """What a sentence is known by: its characters after NFKC without white space."""
    return hashlib.sha256("".join(unicodedata.normalize("NFKC", text).split()).encode()).hexdigest()[:HASH_DIGITS]


def bare(word: str) -> str:
    """A word without the marks around it."""
    return re.sub(r"^[^\w+∼-]+|[^\w%]+$", "", word).lower()


def seed_claims() -> list[str]:
    """The claims of the five seeds, each wording once."""
    return list(dict.fromkeys(claim.text for file in sorted((ROOT / "data" / "seeds").glob("*.txt")) for claim in read_report(file).claims))


def score(candidate: Candidate, label: Label, shown: list[str]) -> Counts:
    """What one sentence counts for."""
    text = candidate.passage.text
    claim = claim_in(candidate)
    signs = signs_of(text)
    digit = bool(re.search(r"\d", text))
    is_claim = label.type != "-"
    counts = Counts(
        claims=is_claim,
        sentences=1,
        hit=is_claim and claim is not None,
        taken=claim is not None,
        digit_hit=is_claim and digit,
        digit_taken=digit,
        compare_hit=is_claim and (digit or signs.compares),
        compare_taken=digit or signs.compares,
    )
    if is_claim != (claim is not None):
        shown.append(f"{'missed' if is_claim else 'too many'}: {text}")
    if claim is None or not is_claim:
        return counts
    if claim.type != label.type:
        shown.append(f"type {claim.type}, not {label.type}: {text}")
    return counts + score_atoms(claim, label, shown)


def score_atoms(claim: Claim, label: Label, shown: list[str]) -> Counts:
    """How many of the atoms of a claim are those labelled."""
    words = claim.text.split()
    names = {bare(word) for at, word in enumerate(words) if re.search(r"\d", word) or re.search(r"[A-Z]", word[at == 0 :])}
    wanted = [{bare(words[place]) for place in places(atom)} for atom in label.atoms] or [set(map(bare, words))]
    ours = [set(map(bare, atom.text.split())) for atom in claim.atoms]
    left = list(wanted)
    right = 0
    for mine in ours:
        match = next((one for one in left if one & names == mine & names and len(one & mine) >= LIKE * len(one | mine)), None)
        if match is not None or (len(wanted) == len(ours) == 1):
            left.remove(match if match is not None else left[0])
            right += 1
    whole = right == len(wanted) == len(ours)
    if not whole:
        shown.append(f"split into {len(ours)}, not {len(wanted)}: {claim.text}" + "".join(f"\n      * {atom.text}" for atom in claim.atoms))
    several = len(wanted) > 1
    return Counts(
        atoms_right=right,
        atoms_labelled=len(wanted),
        atoms_ours=len(ours),
        many_right=whole and several,
        many=several,
        one_right=whole and not several,
        one=not several,
        whole_right=whole,
        type_right=claim.type == label.type,
    )


def places(ranges: str) -> list[int]:
    """ "0-2 5" as [0, 1, 2, 5]."""
    ends = [piece.partition("-") for piece in ranges.split()]
    return [place for start, _, end in ends for place in range(int(start), int(end or start) + 1)]


def completing(documents: list[Document]) -> list[str]:
    """How cut sentences are completed: rightly, to another sentence, or left as they are."""
    out = []
    for name, change in (("as it is", lambda text: text), ("one word replaced", _other_word), ("a number changed", _other_number)):
        right = wrong = of = 0
        for document in documents:
            whole = [one.text for one in document.sentences if len(one.text) > LONG]
            cut = [(text, changed) for text in whole if (changed := change(text[:CUT].rstrip())) is not None]
            done = complete_claims([Claim(text=changed) for _, changed in cut], [document])
            of += len(cut)
            for (text, _), claim in zip(cut, done, strict=True):
                found = claim.passage is not None
                right += found and claim.passage is not None and hash_of(claim.passage.text) == hash_of(text)
                wrong += found and claim.passage is not None and hash_of(claim.passage.text) != hash_of(text)
        out.append(f"completing, {name:18}      rightly {interval(right, of)}; to another sentence {interval(wrong, of)}")
    return out


def _other_word(text: str) -> str | None:
    """The text with the first long plain word behind its third replaced; None where it has none."""
    words = text.split()
    at = next((at for at, word in enumerate(words[3:-1], 3) if len(word) > 3 and word.isalpha() and word.islower()), None)
    return None if at is None else " ".join([*words[:at], "zzyzx", *words[at + 1 :]])


def _other_number(text: str) -> str | None:
    """The text with its first number made another; None where it has none."""
    found = re.search(r"(?<![\w.])\d+(?=[.\s%])", text[:-1])
    return None if found is None else f"{text[: found.start()]}{int(found[0]) + 1}{text[found.end() :]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="tune", choices=("tune", "second", "third", "aside"))
    parser.add_argument("--show", action="store_true", help="what was missed, and how claims were split")
    arguments = parser.parse_args()
    papers = [one for one in tomllib.loads(LABELS.read_text(encoding="utf-8"))["paper"] if one["set"] == arguments.set]
    files = [SHARED / one["file"] for one in papers if one["file"] != "seeds"]
    for file in [file for file in files if not file.is_file()]:
        print(f"{file.name}: not at hand, left out")
    read = {result.item: result.value for result in read_documents([file for file in files if file.is_file()])}
    total, lost = Counts(), 0
    for one in papers:
        if one["file"] == "seeds":
            sentences = {hash_of(text): Candidate(Passage(text=text), "") for text in seed_claims()}
        elif (document := read.get(SHARED / one["file"])) is not None:
            sentences = {hash_of(candidate.passage.text): candidate for candidate in candidates(document)}
        else:
            continue
        shown: list[str] = []
        labels = [Label(*row) for row in one["sentences"]]
        counts = [score(sentences[label.hash], label, shown) for label in labels if label.hash in sentences]
        lost += len(labels) - len(counts)
        mine = sum(counts, Counts())
        found = f"{mine.hit:3}/{mine.claims:3} claims found, {mine.whole_right:3}/{mine.hit:3} split right"
        print(f"{one['file']:48} {found}, {mine.type_right:3} of that type")
        total += mine
        if arguments.show:
            print("\n".join(f"  {line}" for line in shown))
    print(f"\nset: {arguments.set}; {total.sentences} labelled sentences, {lost} more read otherwise than labelled or of a part left out")
    print(*lines(total), *completing([document for document in read.values() if document is not None]), sep="\n")


def lines(total: Counts) -> list[str]:
    """The figures, a line each, with their intervals."""

    def both(hit: int, taken: int) -> str:
        return f"recall {interval(hit, total.claims)}; precision {interval(hit, taken)}"

    return [
        f"sentences, ours                     {both(total.hit, total.taken)}",
        f"sentences, every one                {both(total.claims, total.sentences)}",
        f"sentences, a digit                  {both(total.digit_hit, total.digit_taken)}",
        f"sentences, a comparative or a digit {both(total.compare_hit, total.compare_taken)}",
        f"atoms                               recall {interval(total.atoms_right, total.atoms_labelled)}; "
        f"precision {interval(total.atoms_right, total.atoms_ours)}",
        f"split right, claims of one atom     {interval(total.one_right, total.one)}",
        f"split right, claims of several      {interval(total.many_right, total.many)}",
        f"split right, left whole always      {interval(total.one, total.hit)}",
        f"split right, ours                   {interval(total.whole_right, total.hit)}",
        f"type                                {interval(total.type_right, total.hit)}",
    ]


if __name__ == "__main__":
    main()
