"""Turns claims labelled by hand into `extraction.toml`, which holds the hash of each sentence, its type and where its atoms' words stand.

The papers are not ours to copy, so the labels with their sentences stay outside the project: a folder with a text file for each paper,
and beside it the paper's `Document` in JSON of the same name. A line of a text file is the number of a sentence of the document and its
type ("-" where it claims nothing), or "* " and an atom of the sentence above it in the sentence's own words. For `seeds`, a line is the
beginning of a claim, " = " and its type.

    python bench/labels/make_extraction.py LABELS DOCUMENTS
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from extract import bare, hash_of, seed_claims  # noqa: E402

PAPERS = {name: f"latex/{name}/paper.pdf" for name in ("companion-finder-astro2015", "bleu-simplification-emnlp2018", "dv-cosine-acl2019")}
SAME_LETTERS = 5  # of two forms of a word


def positions(atom: str, sentence: str) -> list[int]:
    """Where the words of an atom stand in the sentence: each at its next place, else at its first; a word that is not there is left out."""
    words = [bare(word) for word in sentence.split()]
    found: list[int] = []
    for word in map(bare, atom.split()):
        same = [at for at, other in enumerate(words) if other == word]
        same = same or [at for at, other in enumerate(words) if len(word) >= SAME_LETTERS and other[:SAME_LETTERS] == word[:SAME_LETTERS]]
        if word and same:
            found.append(next((at for at in same if not found or at > found[-1]), same[0]))
    return sorted(set(found))


def ranges(places: list[int]) -> str:
    """[0, 1, 2, 5] as "0-2 5"."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return " ".join(f"{start}-{end}" if end > start else str(start) for start, end in runs)


def labelled(file: Path, sentences: list[str]) -> tuple[str, list[tuple[str, str, list[str]]]]:
    """The set that a file of labels belongs to, and its labels: the sentence, the type, the atoms."""
    name = ""
    rows: list[tuple[str, str, list[str]]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("set: "):
            name = line[5:].strip()
        elif line.startswith("* "):
            rows[-1][2].append(line[2:].strip())
        elif " = " in line:
            start, kind = line.rsplit(" = ", 1)
            rows.append((next(text for text in sentences if text.startswith(start)), kind, []))
        elif line.strip():
            number, kind = line.split()
            rows.append((sentences[int(number)], kind, []))
    return name, rows


def main(labels: Path, documents: Path) -> None:
    """Writes the file beside this one."""
    out = [
        '# Which sentences claim something, by hand: [hash of the sentence, type or "-", the words of each atom by their place, from 0].'
    ]
    out.append(
        "# No atoms: the sentence is one. Written by make_extraction.py. `second` and `third` were set aside until measured once,\n"
        "# then tuned on; `aside` was measured before it was looked at, and its types were tuned on after that."
    )
    for file in sorted(labels.glob("*.txt")):
        if file.stem == "seeds":
            sentences = seed_claims()
        else:
            sentences = [one["text"] for one in json.loads((documents / f"{file.stem}.json").read_text(encoding="utf-8"))["sentences"]]
        name, rows = labelled(file, sentences)
        paper = PAPERS.get(file.stem, "seeds" if file.stem == "seeds" else f"papers/{file.stem}.pdf")
        out += [
            "",
            "[[paper]]",
            f'file = "{paper}"',
            f'set = "{name}"',
            "sentences = [",
        ]
        for text, kind, atoms in rows:
            out.append(f"  {json.dumps([hash_of(text), kind, [ranges(positions(atom, text)) for atom in atoms]])},")
        out.append("]")
    (Path(__file__).parent / "extraction.toml").write_text("\n".join(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
