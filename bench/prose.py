"""How much of a paper's prose its PDF gives as its LaTeX does: sentences, headings, references, of papers with both. A truth nobody types.

A sentence of the LaTeX counts as *same* where a sentence of the PDF has its letters and digits, in their order. What differs may be a
slip of either reader, or of none: formulas in sentences are written in two ways, and the PDF may be of another version than the LaTeX.

    python bench/prose.py                      # papers tuned on, and those set aside
    python bench/prose.py --folder DIR         # other papers: each a PDF with its .tex beside it
    python bench/prose.py --record             # into RESULTS.md
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from results import commit, machine, record  # noqa: E402
from table_truths import LATEX_ASIDE  # noqa: E402

from synth.reading.latex import read_latex  # noqa: E402
from synth.reading.pdf.reading import read_pdf  # noqa: E402
from synth.records import Document  # noqa: E402

PAPERS = ROOT.parent / "shared" / "latex"


class Shared(NamedTuple):
    """How many sentences, headings and references the LaTeX has, and how many of them the PDF has too."""

    sentences: int = 0
    same: int = 0
    headings: int = 0
    same_headings: int = 0
    references: int = 0
    same_references: int = 0

    def plus(self, other: Shared) -> Shared:
        return Shared(*(one + two for one, two in zip(self, other, strict=True)))


def letters(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def shared(source: Document, pdf: Document) -> Shared:
    """What two readings of one paper have in common."""
    pairs = (
        ([sentence.text for sentence in source.sentences], [sentence.text for sentence in pdf.sentences]),
        ([section.title for section in source.sections], [section.title for section in pdf.sections]),
        ([entry.title for entry in source.references if entry.title], [entry.title for entry in pdf.references]),
    )
    counts: list[int] = []
    for ours, theirs in pairs:
        wanted, there = (Counter(filter(None, map(letters, texts))) for texts in (ours, theirs))
        counts += [wanted.total(), (wanted & there).total()]
    return Shared(*counts)


def papers(folder: Path | None) -> Iterator[tuple[str, str, Document, Document]]:
    """Name, set, and both readings of each paper."""
    if folder is not None:
        for pdf in sorted(folder.glob("*.pdf")):
            with tempfile.TemporaryDirectory() as alone:  # other papers stand in the same folder
                shutil.copy(pdf.with_suffix(".tex"), alone)
                yield pdf.stem, "folder", read_latex(Path(alone)), read_pdf(pdf)
        return
    if not PAPERS.is_dir():
        print("the papers with both LaTeX and PDF are not at hand; nothing was measured")
    for source in sorted(PAPERS.glob("*/")):
        which = "aside" if source.name in LATEX_ASIDE else "tune"
        yield source.name, which, read_latex(source), read_pdf(source / "paper.pdf")


def line(score: Shared) -> str:
    def share(same: int, of: int) -> str:
        return f"{same:,}/{of:,} = {100 * same / of:.1f} %" if of else "none"

    return " | ".join(share(score[at + 1], score[at]) for at in (0, 2, 4))


def measured(given: Iterable[tuple[str, str, Document, Document]]) -> dict[str, Shared]:
    """The counts of each set; those of each paper are printed."""
    totals: dict[str, Shared] = {}
    for name, which, source, pdf in given:
        score = shared(source, pdf)
        print(f"{which:6} {name[:40]:40} {line(score)}", flush=True)
        totals[which] = totals.get(which, Shared()).plus(score)
    return totals


TABLE = """| set | sentences | headings | titles of references |
| --- | --- | --- | --- |
{rows}

Sentences, headings and titles of references that the LaTeX of a paper has, and how many of them its PDF has with the same letters and
digits. What differs is a slip of either reader, a formula written in two ways, or another version of the paper. `aside` was never looked
at.

{machine}; commit {commit}; `python bench/prose.py --record`"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    totals = measured(papers(arguments.folder))
    for which, total in totals.items():
        print(f"{which:47} {line(total)}")
    if arguments.record and totals:
        rows = "\n".join(f"| {which} | {line(total)} |" for which, total in totals.items())
        record("Prose beside LaTeX", TABLE.format(rows=rows, machine=machine(), commit=commit()))


if __name__ == "__main__":
    main()
