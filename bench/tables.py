"""How many cells of real tables are read with their value, their row and their column: ours, and beside it three readers by others.

    python bench/tables.py                 all of it, about five minutes
    python bench/tables.py --record        the same, written into its section of RESULTS.md
    python bench/tables.py --quick         every fourth table, and 60 made ones
    python bench/tables.py --alone --folder DIR    PDFs of your own, each with what a person reads in a .json, or its .tex, beside it
    python bench/tables.py --only xlmr_t5 --alone --show 5    one table, ours alone, with its first wrong cells

Four truths: the LaTeX of papers whose PDF was compiled from it, tables typed by hand from the picture of the page
(`bench/labels/tables`), tables typed as facts (`shared/facts`), and made tables. Papers are of two sets, printed apart: `tune`, looked
at while the reader was written, and `aside`, of which only figures are ever printed.

A cell is right if the table has a cell with the same numbers under the same row path and the same column path (letters, digits, "+" and
"%" of the labels). Ours is asked for the table by its label. The others give bare grids, so they are helped: what they merge is taken for
spans, our own rules make heads and labels of their grids, all grids of the page count for its table without a label, and of a peer's
strategies, and of two ways to see spans in its grid, the better is taken for each table.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pymupdf  # noqa: E402
from peers import OURS, THEIRS, Peer  # noqa: E402
from results import commit, machine, record  # noqa: E402
from table_scores import Score, compare_tables, interval, same_label, share, table_from, wilson, with_spans  # noqa: E402
from table_truths import KINDS, SHARED, Asked, asked_of, from_folder, made  # noqa: E402

from synth.reading.pdf.page import Page  # noqa: E402
from synth.reading.pdf.tables import find_tables, read_tables  # noqa: E402
from synth.records import Table  # noqa: E402

MADE, MADE_QUICK, MADE_SEED = 300, 60, 12
EVERY = 4  # of the tables, with --quick
WHAT = {
    "latex": "LaTeX of the paper",
    "folder": "a folder of one's own",
    "typed": "typed by hand",
    "facts": "typed as facts",
    "made": "made",
}
ASIDE_STORY = (
    "How the sets came about: papers were set aside before the work began. The first figure on papers never looked at was 73.7 % of 1,066 "
    "cells typed; most of these papers were then moved to `tune` and others stayed aside. Nobody has looked at the pages of `aside`; their "
    "figures were printed several times since, so they are no longer those of a first look."
)
FACT_RULE = (
    "Facts: the central paper's Table 2 by all its cells. Tables of scores for each language: a number is right where a cell of the table "
    "with its label holds it, a label on one side is the language's code or name (or the task's, in tables over tasks), and the labels on "
    "the other side name the model, hold most values of its line (model, conditions, metric), and belong to no other line. Facts are "
    "carried as printed, slips of the papers included; XTREME v3 is v5 with the cells that differ."
)
HELP_OF_OTHERS = (
    "The others give bare grids and are helped: merged cells count as spans, our own rules make heads and labels of the grids, every grid "
    "of the page counts for its table without a label, and the better is taken for each table of a peer's two strategies (lines, text) and "
    "of the grid as it is and with the blanks behind a head taken for its span."
)


class Result(NamedTuple):
    """One table asked for, and the score of each reader by its name."""

    asked: Asked
    scores: dict[str, Score]


# --- readers ---


def tables_on(path: Path, page: int) -> list[Table]:
    """The tables that we read on one page."""
    with pymupdf.open(path) as document:
        return [found.table for found in find_tables(Page(document[page - 1]))]


@cache
def tables_in(path: Path) -> tuple[Table, ...]:
    with pymupdf.open(path) as document:
        return tuple(read_tables(Page(page) for page in document))


def ours(asked: Asked, show: int) -> Score:
    """Our score: by the tables with the label; where the truth has none, by those of the page that have none either."""
    tables = tables_in(asked.path) if asked.kind in ("latex", "folder") else tables_on(asked.path, asked.page)
    if asked.label:
        return asked.score([table for table in tables if same_label(table.label, asked.label)], show)
    return asked.score([table for table in tables if not table.label and table.page in (None, asked.page)], show)


class Others:
    """A reader by others, with what it answered for the page asked last."""

    def __init__(self, name: str, peer: Peer) -> None:
        self.name = f"{name} {peer.version}"
        self.peer = peer
        self.failures = 0
        self.seconds = 0.0
        self._last: tuple[tuple[Path, int], list[list[Table]]] = ((Path(), 0), [])

    def score(self, asked: Asked) -> Score:
        """The score of the best of its strategies; what the truth does not have is not counted."""
        tries = self._tries(asked.path, asked.page)
        scores = [asked.score(tables, 0) for tables in tries] or [asked.score([], 0)]
        return max(scores, key=lambda score: (score.both, score.inner, score.value))._replace(extra=0)

    def _tries(self, path: Path, page: int) -> list[list[Table]]:
        if self._last[0] != (path, page):
            said = self.peer.ask(path=path, page=page)
            self.failures += "error" in said
            self.seconds += said.get("seconds", 0.0)
            tries = said.get("tries", [])
            ways = [*tries, *([with_spans(grid) for grid in grids] for grids in tries)]
            self._last = (path, page), [[table_from(grid) for grid in grids] for grids in ways]
        return self._last[1]


# --- measuring ---


def measure(asked: Sequence[Asked], others: Sequence[Others], show: int) -> list[Result]:
    """Every table by every reader, each page by all of them in turn."""
    results = []
    for number, one in enumerate(asked):
        scores = {"ours": ours(one, 0 if one.set == "aside" else show)}
        turn = number % max(len(others), 1)
        for other in (*others[turn:], *others[:turn]):
            scores[other.name] = other.score(one)
        results.append(Result(one, scores))
        print(f"  {one.kind:5} {one.set:5} {one.name[:44]:44} {line(scores['ours'])}", flush=True)
    return results


def measure_made(count: int, show: int) -> list[tuple[str, Score]]:
    """Our score of each made table, with its layout."""
    scores = []
    for pdf, truth, layout in made(count, MADE_SEED):
        with pymupdf.open(stream=pdf, filetype="pdf") as document:
            read = read_tables(Page(page) for page in document)
        scores.append((layout, compare_tables(truth, read, show)))
    return scores


# --- saying ---


def total(scores: Iterable[Score]) -> Score:
    whole = Score()
    for score in scores:
        whole = whole.plus(score)
    return whole


def line(score: Score) -> str:
    return (
        f"n {score.cells:5}  read {score.value:5}  row {score.row:5}  column {score.column:5}  both {score.both:5} ({share(score):.1f} %)  "
        f"extra {score.extra}"
    )


def ours_row(kind: str, which: str, scores: Sequence[Score]) -> str:
    """One row of the table of our figures."""
    score, (low, high) = total(scores), interval(scores)
    whole = sum(one.both == one.cells and not one.extra for one in scores)
    return (
        f"| {kind} | {which} | {len(scores)} | {score.cells:,} | {score.value:,} | {score.row:,} | {score.column:,} | {score.both:,} | "
        f"{share(score):.1f} % ({low:.1f} … {high:.1f}) | {score.extra} | {whole} of {len(scores)} |"
    )


def ours_table(groups: Sequence[tuple[str, str, Sequence[Score]]]) -> str:
    return "\n".join(
        [
            "| truth | set | tables | numeric cells | value read | row right | column right | both | share (95 %) | extra cells | "
            "tables without an error |",
            "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
            *(ours_row(WHAT.get(kind, kind), which, scores) for kind, which, scores in groups),
        ]
    )


def beside_table(groups: Sequence[tuple[str, str, Sequence[Result]]], names: Sequence[str]) -> str:
    """Ours beside the others, in percent of the cells: both paths right, both innermost labels right, value read at all."""
    rows = [f"| truth | set | cells | {' | '.join(names)} |", f"| --- | --- | --: |{' --: |' * len(names)}"]
    for kind, which, results in groups:
        sums = [total(result.scores[name] for result in results) for name in names]
        said = [" / ".join(f"{100 * part / max(score.cells, 1):.1f}" for part in (score.both, score.inner, score.value)) for score in sums]
        rows.append(f"| {WHAT[kind]} | {which} | {sums[0].cells:,} | {' | '.join(said)} |")
    return "\n".join(rows)


def grouped(results: Sequence[Result]) -> list[tuple[str, str, list[Result]]]:
    groups = [
        (kind, which, [result for result in results if (result.asked.kind, result.asked.set) == (kind, which)])
        for kind in (*KINDS, "folder")
        for which in ("tune", "aside")
    ]
    return [group for group in groups if group[2]]


def both_ways(groups: Sequence[tuple[str, str, Sequence[Score]]], which: str) -> Score:
    return total(score for _, other, scores in groups for score in scores if other == which)


def report(results: Sequence[Result], made_scores: Sequence[tuple[str, Score]], names: Sequence[str], notes: Sequence[str]) -> str:
    groups = grouped(results)
    own: list[tuple[str, str, Sequence[Score]]] = [(kind, which, [one.scores["ours"] for one in some]) for kind, which, some in groups]
    for layout in sorted({layout for layout, _ in made_scores}):
        own.append(("made", layout, [score for other, score in made_scores if other == layout]))
    unlabelled = sum(not result.asked.label for result in results)
    lines = [ours_table(own), ""]
    for which in ("tune", "aside"):
        score = both_ways(own, which)
        low, high = wilson(score.both, score.cells)
        if score.cells:
            lines.append(
                f"All real tables, {which}: {score.both:,} of {score.cells:,} cells = {share(score):.2f} % ({low:.1f} … {high:.1f} if "
                f"cells were independent); aim 99 %: {'met' if share(score) >= 99 else 'NOT met'}."
            )
    lines += [
        "Intervals in the table: tables drawn again 2,000 times, since the cells of a table are right or wrong together; where none is "
        "wrong they say nothing, and the count of tables does.",
        ASIDE_STORY,
        f"Tables without a label: {unlabelled}, compared with what was read on their page without one.",
        FACT_RULE,
    ]
    if len(names) > 1:
        lines += [
            "",
            "Ours beside others, on the same pages with the same scorer: percent of cells with both whole paths right / with "
            "the innermost label of both right / with their value read at all.",
            "",
        ]
        lines += [beside_table(groups, names), "", HELP_OF_OTHERS]
    return "\n".join([*lines, *notes])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth", choices=[*KINDS, "made", "all"], default="all")
    parser.add_argument("--set", choices=["tune", "aside", "all"], default="all")
    parser.add_argument("--folder", type=Path, help="PDFs of your own, each with its .json or .tex beside it; nothing else is measured")
    parser.add_argument("--only", default="", help="part of a table's name")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N wrong cells of each table; never of papers set aside")
    parser.add_argument("--alone", action="store_true", help="without the readers by others")
    parser.add_argument("--quick", action="store_true", help=f"every {EVERY}th table")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args()
    start = time.perf_counter()
    asked = []
    for kind in KINDS if options.folder is None else ():
        if options.truth in ("all", kind):
            if SHARED.is_dir():
                asked += [one for one in asked_of(kind) if options.set in ("all", one.set) and options.only in one.name]
            else:
                print(f"skipped, {kind}: {SHARED} is not there; those papers are not part of the repository")
    if options.folder is not None:
        asked = list(from_folder(options.folder))
    asked = asked[:: EVERY if options.quick else 1]
    with ExitStack() as stack:
        others: list[Others] = []
        notes: list[str] = []
        for name, package, python in (
            ("pdfplumber", "pdfplumber", THEIRS),
            ("PyMuPDF's finder", "pymupdf", OURS),
            ("pymupdf4llm", "pymupdf4llm", THEIRS),
        ):
            peer = stack.enter_context(Peer(package, python)) if not options.alone else None
            if peer is not None and not peer.absent:
                others.append(Others(name, peer))
            elif peer is not None:
                notes.append(f"{name}: absent ({peer.absent}).")
        results = measure(asked, others, options.show)
        notes += [f"{other.name}: {other.failures} pages failed." for other in others if other.failures]
        if others:
            print("seconds:", ", ".join(f"{other.name} {other.seconds:.0f}" for other in others))
    with_made = options.truth in ("all", "made") and not options.only and options.folder is None
    made_scores = measure_made(MADE_QUICK if options.quick else MADE, options.show) if with_made else []
    text = report(results, made_scores, ["ours", *(other.name for other in others)], notes)
    print(f"\n{text}\n\n{time.perf_counter() - start:.0f} s")
    if options.record:
        origin = f"{machine()}; commit {commit()}; `python {' '.join(['bench/tables.py', *sys.argv[1:]])}`; made tables: seed {MADE_SEED}."
        record("Tables", f"{text}\n\n{origin}")


if __name__ == "__main__":
    main()
