"""Turns sentences labelled by hand into `sentences.csv`, which holds how each begins and ends and its hash, not its words.

The papers are not ours to copy, so the sentences stay outside the project: a folder of text files, one a paper. A line is a
sentence as its author meant it (a word broken at a line's end is whole again, a real hyphen stays, footnote marks are left out)
or a setting for the lines below it: `paper: <file>`, `set: tune` or `aside`, `run: <name>`, `page: <where they start>`.

    python bench/labels/make_sentences.py /tmp/labels/sentences
"""

from __future__ import annotations

import csv
import hashlib
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SHARED = Path(__file__).resolve().parents[3] / "shared"
PAPERS, LATEX = SHARED / "papers", SHARED / "latex"
SETTINGS = ("paper", "set", "run", "page")
COLUMNS = ("paper", "set", "page", "order", "run", "starts", "ends", "characters", "hash")
HASH_DIGITS = 16  # 64 bits: no two of some hundred sentences meet by chance


class Sentence(NamedTuple):
    """A sentence with where it starts; `order` counts within its run."""

    paper: str
    set: str
    page: int
    order: int
    run: str
    text: str


def squeeze(text: str) -> str:
    """The text after NFKC and without white space: two readers that differ only in spaces or ligatures agree."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def hash_sentence(text: str) -> str:
    """What a reader's sentence is compared by."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()[:HASH_DIGITS]


def read_sentences(folder: Path) -> Iterator[Sentence]:
    """The labelled sentences of a folder, file by file; a line that no page or run stands above is an error."""
    for file in sorted(folder.glob("*.txt")):
        now: dict[str, str] = {}
        order = 0
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            name, _, value = line.partition(": ")
            if name in SETTINGS:
                now[name] = value.strip()
                order = 0 if name == "run" else order
            elif line.strip():
                if missing := [setting for setting in SETTINGS if setting not in now]:
                    raise ValueError(f"{file}:{number}: no {', '.join(missing)} above this sentence")
                order += 1
                yield Sentence(now["paper"], now["set"], int(now["page"]), order, now["run"], line.strip())


def describe(sentence: Sentence) -> tuple[str | int, ...]:
    """The sentence's row: its place, its first and last two words, its length and its hash."""
    words = sentence.text.split()
    return (
        *sentence[:5],
        " ".join(words[:2]),
        " ".join(words[-2:]),
        len(squeeze(sentence.text)),
        hash_sentence(sentence.text),
    )


def main(folder: Path) -> None:
    """Writes the table beside this file."""
    rows = [describe(sentence) for sentence in read_sentences(folder)]
    with (Path(__file__).parent / "sentences.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
