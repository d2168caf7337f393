"""How well the importer reads reviews that other people and tools wrote, against counts made by hand.

    python bench/importing.py        prints each file and the sums, and writes its section of RESULTS.md

Three parts, apart: `tuned`, read while the rules were written; `held`, reports of shared/foreign_reports counted by hand first and
imported only when the rules stood; `written`, reviews of tests/fixtures written, with their counts, by somebody who did not look at the
importer. What the last two gave at first sight is kept in labels/first_sight.csv: afterwards their faults were mended, and their
figures of today are no longer those of unseen reports. Beside ours a plain pattern (`[n]`, and "(Name, 2020)").

A count that agrees can still hide two errors that cancel, so the error of a part is the sum over its files of the differences.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from typing import NamedTuple

from results import commit, machine, record

from synth.records import Report
from synth.reports.importing import read_report

HERE = Path(__file__).parent
FOREIGN = HERE.parents[1] / "shared" / "foreign_reports"
WRITTEN = HERE.parent / "tests" / "fixtures" / "reviews"
FIRST_SIGHT = HERE / "labels" / "first_sight.csv"
WHAT = ("references", "citations", "citing_sentences", "linkable")
PATTERN = re.compile(r"\[\^?\d+(?:\s*[,–-]\s*\d+)*\](?!:)|\([A-Z][^()]{1,80}\d{4}[a-z]?\)")  # what one would write in five minutes


class Counted(NamedTuple):
    """One file: its part, what was counted by hand, what was found, and what the plain pattern finds."""

    file: str
    part: str
    hand: dict[str, int]
    found: dict[str, int]
    pattern: int


def count(report: Report) -> dict[str, int]:
    """What the importer found. A citation counts as linked when all of it is."""
    return {
        "references": len(report.references),
        "citations": len(report.citations),
        "citing_sentences": len({citation.sentence for citation in report.citations}),
        "linkable": sum(bool(citation.references) and not citation.why for citation in report.citations),
    }


def measure(folder: Path, label: dict[str, str], part: str) -> Counted:
    path = folder / label["file"]
    report = read_report(path)
    hand = {what: int(label[what]) for what in WHAT}
    text = path.read_text(encoding="utf-8") if path.suffix != ".docx" else "\n".join(sentence.text for sentence in report.sentences)
    return Counted(label["file"], part, hand, count(report), len(PATTERN.findall(text)))


def read_table(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def show_files(rows: list[Counted]) -> str:
    """Each file, hand / found."""
    lines = [f"{'file':44} {'references':>12} {'citations':>12} {'sentences':>12} {'linked':>12} {'pattern':>8}"]
    for row in rows:
        pairs = " ".join(f"{row.hand[what]:>5} /{row.found[what]:>5}" for what in WHAT)
        lines.append(f"{row.file[:44]:44} {pairs} {row.pattern:>8}")
    return "\n".join(lines)


def summary(rows: list[Counted], part: str, first: list[dict[str, str]]) -> str:
    """A part as rows of a Markdown table: what was counted by hand, how far off we are, and were at first sight."""
    mine = [row for row in rows if row.part == part]
    lines = []
    for what in WHAT:
        hand = sum(row.hand[what] for row in mine)
        off = sum(abs(row.hand[what] - row.found[what]) for row in mine)
        seen = next(
            (f"{one['off']} ({int(one['off']) / max(hand, 1):.0%})" for one in first if (one["part"], one["what"]) == (part, what)), "–"
        )
        pattern = sum(abs(row.hand[what] - row.pattern) for row in mine) if what == "citations" else None
        beside = "–" if pattern is None else f"{pattern} ({pattern / max(hand, 1):.0%})"
        lines.append(
            f"| {part}, {len(mine)} files | {what.replace('_', ' ')} | {hand} | {off} ({off / max(hand, 1):.1%}) | {seen} | {beside} |"
        )
    return "\n".join(lines)


def main() -> int:
    rows = [measure(WRITTEN, label, "written") for label in read_table(WRITTEN / "counts.csv")]
    if FOREIGN.is_dir():
        rows += [measure(FOREIGN, label, label["part"]) for label in read_table(HERE / "labels" / "import_counts.csv")]
    else:
        print(f"skipped: {FOREIGN} is not there; those reports are not part of the repository")
    first = read_table(FIRST_SIGHT)
    parts = [part for part in ("tuned", "held", "written") if any(row.part == part for row in rows)]
    for part in parts:
        print(f"\n{part}, counted by hand / found\n{show_files([row for row in rows if row.part == part])}")
    found, linked = sum(row.found["citations"] for row in rows), sum(row.found["linkable"] for row in rows)
    table = "\n".join(
        [
            "| part | what | counted by hand | off today | off at first sight | plain pattern off |\n| --- | --- | --: | --: | --: | --: |",
            *(summary(rows, part, first) for part in parts),
        ]
    )
    print(f"\n{table}\n\nlinked: {linked} of {found} citations found")
    if len(parts) == 3:
        note = "Off: the sum over files of the differences. At first sight: before anything was mended for these files."
        origin = f"{machine()}; commit {commit()}; `python bench/importing.py`."
        record("Importer", f"{table}\n\n{note}\nLinked: {linked} of {found} citations found.\n\n{origin}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
