"""How well the importer reads reports that other people and tools wrote, against counts made by hand.

For each file of `../shared/foreign_reports` it prints references, citations, citing sentences and linked citations as counted and
as found, beside the count of a plain pattern (`[n]`, and "(Name, year)"). The files marked `held` were looked at only for counting,
after the rules had been written. Counting is by eye and decisions are noted in the labels; a count that agrees can still
hide two errors that cancel, so the error of a total is the sum over files of the differences, not the difference of the sums.

    python bench/importing.py
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from typing import NamedTuple

from synth.records import Report
from synth.reports.formats import read_blocks
from synth.reports.prose import read_bib, read_prose

HERE = Path(__file__).parent
LABELS = HERE / "labels" / "import_counts.csv"
REPORTS = HERE.parents[1] / "shared" / "foreign_reports"
WHAT = ("references", "citations", "citing_sentences", "linkable")
PATTERN = re.compile(r"\[\^?\d+(?:\s*[,–-]\s*\d+)*\](?!:)|\([A-Z][^()]{1,80}\d{4}[a-z]?\)")  # what one would write in five minutes


class Counted(NamedTuple):
    """One file: its part, what was counted by hand, what was found, and what the plain pattern finds."""

    file: str
    part: str
    hand: dict[str, int]
    found: dict[str, int]
    pattern: int


def import_file(path: Path) -> tuple[Report, str]:
    """The report a file holds, and its text."""
    data = path.read_bytes()
    format = path.suffix[1:]
    text = "" if format == "docx" else data.decode("utf-8")
    blocks = read_blocks(data, text, format)
    report, _ = read_prose(blocks, text, format, read_bib(path))
    return report, text or "\n".join(block.text for block in blocks)


def count(report: Report) -> dict[str, int]:
    """What the importer found. A citation counts as linked when all of it is."""
    return {
        "references": len(report.references),
        "citations": len(report.citations),
        "citing_sentences": len({citation.sentence for citation in report.citations}),
        "linkable": sum(bool(citation.references) and not citation.why for citation in report.citations),
    }


def read_labels(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def measure(label: dict[str, str]) -> Counted:
    report, text = import_file(REPORTS / label["file"])
    hand = {what: int(label[what]) for what in WHAT}
    return Counted(label["file"], label["part"], hand, count(report), len(PATTERN.findall(text)))


def show(rows: list[Counted], part: str) -> None:
    """The files of one part, hand/found, and the sum of their differences."""
    print(f"\n{part}: {len(rows)} files, counted by hand / found")
    print(f"{'file':44} {'references':>12} {'citations':>12} {'sentences':>12} {'linked':>12} {'pattern':>8}")
    for row in rows:
        pairs = " ".join(f"{row.hand[what]:>5} /{row.found[what]:>5}" for what in WHAT)
        print(f"{row.file[:44]:44} {pairs} {row.pattern:>8}")
    for what in WHAT:
        hand = sum(row.hand[what] for row in rows)
        off = sum(abs(row.hand[what] - row.found[what]) for row in rows)
        print(f"  {what:17} counted {hand:5}, off by {off:4} ({off / hand:.1%})" if hand else f"  {what:17} counted     0, off by {off:4}")
    off = sum(abs(row.hand["citations"] - row.pattern) for row in rows)
    hand = sum(row.hand["citations"] for row in rows)
    print(f"  {'plain pattern':17} citations counted {hand:5}, off by {off:4}" + (f" ({off / hand:.1%})" if hand else ""))
    found, linked = sum(row.found["citations"] for row in rows), sum(row.found["linkable"] for row in rows)
    print(f"  linked {linked} of {found} citations found")


def main() -> int:
    if not REPORTS.is_dir():
        print(f"skipped: {REPORTS} is not there; the reports are not part of the repository")
        return 0
    rows = [measure(label) for label in read_labels(LABELS)]
    for part in ("tuned", "held"):
        show([row for row in rows if row.part == part], part)
    return 0


if __name__ == "__main__":
    sys.exit(main())
