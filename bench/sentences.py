"""How well sentences of PDFs are read: beside sentences labelled by hand (`labels/sentences.csv`), with their order and line-end hyphens.

A labelled sentence is *found* when a sentence of ours is the same to the letter, white space aside. If the document's text holds it and
no sentence of ours is just that, it was cut wrongly: a *boundary* error. If neither, its words are wrong (a hyphen, a note's number) or
interrupted: a *text* error. *Order* errors are neighbours of one run that come in the wrong order. *Hyphens* are words that the paper
breaks at a line's end (`labels/hyphens.csv`): wrong where the text does not hold the word, with its hyphen or without, as labelled.

    python bench/sentences.py                 # papers tuned on
    python bench/sentences.py --set aside     # papers set aside
    python bench/sentences.py --show          # what was not found, by its first and last words
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from results import commit, machine, record  # noqa: E402

from synth.reading.pdf.reading import read_pdf  # noqa: E402
from synth.records import Document  # noqa: E402

SHARED = ROOT.parent / "shared"
LABELS = ROOT / "bench" / "labels"
HASH_DIGITS = 16


class Score(NamedTuple):
    """Counts over one set of papers."""

    found: int = 0
    boundary: int = 0
    text: int = 0
    order: int = 0
    neighbours: int = 0
    hyphens: int = 0
    wrong_hyphens: int = 0

    def __add__(self, other: tuple[int, ...]) -> Score:  # type: ignore[override]
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def sentences(self) -> int:
        return self.found + self.boundary + self.text


def squeeze(text: str) -> str:
    """The text after NFKC and without white space, as the labels were made."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def hash_of(squeezed: str) -> str:
    return hashlib.sha256(squeezed.encode()).hexdigest()[:HASH_DIGITS]


def rows_of(name: str, wanted: str) -> dict[str, list[dict[str, str]]]:
    """The labels of one file by paper."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["set"] == wanted:
                rows[row["paper"]].append(row)
    return rows


def score_paper(document: Document, labels: list[dict[str, str]], words: list[dict[str, str]], missed: list[str]) -> Score:
    """The counts of one paper; what was not found is added to `missed`."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(document.sentences):
        places[hash_of(squeeze(sentence.text))].append(number)
    whole = squeeze(document.text)
    found = boundary = text = order = neighbours = 0
    last: tuple[str, int, int] | None = None
    for row in labels:
        at = places.get(row["hash"])
        if at is None:
            cut = _stands_in(whole, row)
            boundary += cut
            text += not cut
            missed.append(f"{'boundary' if cut else 'text':8} {row['paper']} p{row['page']}: {row['starts']} … {row['ends']}")
            last = None
            continue
        found += 1
        here = (row["run"], int(row["order"]), at[0])
        if last is not None and last[0] == here[0] and here[1] == last[1] + 1:
            neighbours += 1
            if not any(place > last[2] for place in at):
                order += 1
                missed.append(f"order    {row['paper']} p{row['page']}: {row['starts']} … {row['ends']}")
        last = here
    wrong = [
        word["word"] for word in words if not re.search(rf"(?<![\w-]){re.escape(word['word'])}(?![\w-])", document.text, re.IGNORECASE)
    ]
    missed += [f"hyphen   {words[0]['paper']}: {word}" for word in wrong]
    return Score(found, boundary, text, order, neighbours, len(words), len(wrong))


def _stands_in(whole: str, row: dict[str, str]) -> bool:
    """Whether the text of the document holds the sentence without a break."""
    start, length = squeeze(row["starts"]), int(row["characters"])
    at = whole.find(start)
    while at >= 0:
        if hash_of(whole[at : at + length]) == row["hash"]:
            return True
        at = whole.find(start, at + 1)
    return False


def interval(hits: int, of: int) -> str:
    """The share with its 95 % interval (Wilson)."""
    if not of:
        return "none"
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{hits}/{of} = {100 * share:.1f} % ({100 * max(0, middle - half):.1f} … {100 * min(1, middle + half):.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="tune", choices=("tune", "aside"))
    parser.add_argument("--show", action="store_true", help="what was not found, by its first and last words")
    parser.add_argument("--without", nargs="*", default=[], metavar="PAPER", help="papers to leave out")
    parser.add_argument("--record", action="store_true", help="both sets, written into RESULTS.md")
    arguments = parser.parse_args()
    missed: list[str] = []
    if arguments.record:
        shown = "\n".join(
            f"| {name} | " + " | ".join(figures(measured(name, [], missed, aloud=False))) + " |" for name in ("tune", "aside")
        )
        record("Sentences and hyphens", TABLE.format(rows=shown, machine=machine(), commit=commit()))
        return
    total = measured(arguments.set, arguments.without, missed, aloud=True)
    print(f"\nset: {arguments.set}")
    for name, figure in zip(NAMES, figures(total), strict=True):
        print(f"{name:17} {figure}")
    if arguments.show:
        print("\n" + "\n".join(missed))


NAMES = ("sentences found", "boundary errors", "text errors", "order errors", "hyphen errors")
TABLE = """| set | found whole | boundary errors | text errors | order errors | hyphen errors |
| --- | --- | --- | --- | --- | --- |
{rows}

Sentences labelled by hand from the pictures of pages, in runs over columns, pages and floats; found whole: every character and hyphen
as the author meant it. In brackets the 95 % interval of each share. Papers of `tune` were looked at while the reader was written,
those of `aside` were not by those who wrote the prose; tables on some of their pages were.

{machine}; commit {commit}; `python bench/sentences.py --record`"""


def measured(name: str, without: list[str], missed: list[str], *, aloud: bool) -> Score:
    """The score over the papers of a set."""
    sentences, hyphens = rows_of("sentences.csv", name), rows_of("hyphens.csv", name)
    total = Score()
    for paper in sorted((sentences.keys() | hyphens.keys()) - set(without)):
        file = SHARED / paper if paper.startswith("latex/") else SHARED / "papers" / paper
        if not file.exists():
            print(f"{paper}: not at hand, left out")
            continue
        score = score_paper(read_pdf(file), sentences.get(paper, []), hyphens.get(paper, []), missed)
        if aloud:
            print(f"{paper:52} {score.found:3}/{score.sentences:3} found, {score.wrong_hyphens:2}/{score.hyphens:2} hyphens wrong")
        total += score
    return total


def figures(total: Score) -> list[str]:
    """The shares of a score, each with its interval."""
    return [
        interval(total.found, total.sentences),
        interval(total.boundary, total.sentences),
        interval(total.text, total.sentences),
        interval(total.order, total.neighbours),
        interval(total.wrong_hyphens, total.hyphens),
    ]


if __name__ == "__main__":
    main()
