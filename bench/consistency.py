"""What `synth check --self` says of papers, held against what a person saw; and what the compiler makes of the papers' own sentences.

*Findings*: every slip that is reported over the PDFs of the shared papers, with its judgement from `labels/slips.csv`: `true` where the
paper prints what is said and its own figures deny it, `false` where it was misread, `open` where nobody can say. A finding without a label
is counted as not judged. *Known slips*: those that the shared facts name and whose PDF is there, found or not; a wrong figure that fits
everything else in its paper (French POS in XTREME's third version) is none of them.

*Own sentences*: the atoms of type result and comparison that `synth claims` takes from each paper, compiled over that paper's own tables. A
paper is rarely wrong about itself, so that a contradiction is a misreading until a person has seen that it is none (`labels/own.csv`).

    python bench/consistency.py             # the figures
    python bench/consistency.py --show      # each finding, and each own sentence that is called true or false
    python bench/consistency.py --record    # and into RESULTS.md
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from results import commit, machine, record  # noqa: E402

from synth.claims.consistency import slips_of  # noqa: E402
from synth.claims.extract import extract_claims  # noqa: E402
from synth.claims.language import compile_claim  # noqa: E402
from synth.claims.layouts import Tables, lay_out  # noqa: E402
from synth.claims.prose import prose_of  # noqa: E402
from synth.claims.selecting import Rows  # noqa: E402
from synth.claims.tests import TautologyError, run_test  # noqa: E402
from synth.reading.documents import read_documents  # noqa: E402
from synth.reading.measured import measurements_of  # noqa: E402
from synth.records import Document  # noqa: E402

SHARED = ROOT.parent / "shared"
LABELS = ROOT / "bench" / "labels"
TYPES = ("result", "comparison")
JUDGED = ("true", "false", "open", "not judged")
# Slips that the shared facts name, by the beginning of the file's name, and what the finding has to print and to give.
KNOWN = (
    ("2005.13013_v1", "8.4", "8.3", "abstract: average improvement of SQuAD"),
    ("2005.13013_v1", "25.5", "25.4", "conclusion: gain on Tatoeba"),
    ("2005.13013_v1", "+5.1", "7.1", "Table 2: the average that does not recompute"),
    ("1911.02116", "71.3", "70.7", "Table 1: averages of the two XLM-100 rows are swapped"),
    ("2003.11080v3", "74.0", "75.1", "XNLI: rows of translate-train stand otherwise in Tables 2 and 12"),
    ("2003.11080v5", "76.8", "74.3", "XNLI translate-test average"),
    ("2003.11080v5", "38.7", "39", "Tatoeba average of mBERT in Tables 2 and 13"),
    ("2003.11080v5", "57.3", "57.7", "Tatoeba average of XLM-R in Tables 2 and 13"),
    ("2003.11080v5", "67.4", "67.5", "XNLI of MMTE in Tables 2 and 12"),
    ("2003.11080v5", "72.7", "68.9", "TyDiQA Indonesian: EM above F1"),
    ("calixto", "70.1", "69.96", "the average of Hu et al., which needs another POS figure"),
)


class Finding(NamedTuple):
    """One thing that is said of a paper."""

    paper: str
    kind: str
    printed: str
    gives: str
    said: str

    @property
    def name(self) -> tuple[str, str, str, str]:
        return self.paper, self.kind, self.printed, self.gives


class Own(NamedTuple):
    """One atom of a paper over the paper's own tables."""

    paper: str
    text: str
    judgement: str  # in the words of tests, or declined
    said: str


def findings_in(paper: str, document: Document, tables: Tables) -> Iterator[Finding]:
    """The slips of the tables and of the prose."""
    for slip in slips_of(document):
        yield Finding(paper, slip.kind, slip.printed, slip.gives, slip.sentence)
    for held in prose_of(document, tables).slips:
        failed = [step for step in held.outcome.steps if not step.holds] or list(held.outcome.steps)
        printed, gives = (side.partition(" (")[0] for side in (failed[0].right, failed[0].left)) if failed else ("", "")
        yield Finding(paper, "prose", printed, gives, f"{held.sentence.text} — {held.outcome.sentence}")


def own_of(paper: str, document: Document, tables: Tables) -> Iterator[Own]:
    """Each atom that states a result or a comparison, and what the paper's tables say of it."""
    rows = Rows(tables.measurements)
    for claim in extract_claims(document):
        for atom in claim.atoms:
            if atom.type in TYPES:
                compiled = compile_claim(atom.text, tables)
                try:
                    outcome = run_test(compiled.test, rows) if compiled.test else None
                except TautologyError:
                    outcome = None
                yield Own(
                    paper, atom.text, outcome.judgement if outcome else "declined", outcome.sentence if outcome else compiled.declined
                )


def read_labels(name: str, keys: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    """The judgements of a file of labels, by what they are of."""
    with (LABELS / name).open(encoding="utf-8", newline="") as file:
        return {tuple(row[key] for key in keys): row["judged"] for row in csv.DictReader(file)}


def lines_of(papers: int, findings: list[Finding], own: list[Own]) -> Iterator[str]:
    """The figures as tables of Markdown."""
    labels = read_labels("slips.csv", ("paper", "kind", "printed", "gives"))
    judged = [labels.get(one.name, "not judged") for one in findings]
    yield f"`synth check --self` over {papers} papers: {len(findings)} findings."
    yield ""
    yield f"| check | findings | {' | '.join(JUDGED)} |"
    yield f"| --- |{' ---: |' * (1 + len(JUDGED))}"
    kinds = sorted({one.kind for one in findings})
    for kind, those in [
        *((kind, [label for one, label in zip(findings, judged, strict=True) if one.kind == kind]) for kind in kinds),
        ("all", judged),
    ]:
        count = Counter(those)
        yield f"| {kind} | {len(those)} | {' | '.join(str(count[word]) for word in JUDGED)} |"
    yield ""
    yield "| known slip of the shared facts | found |"
    yield "| --- | --- |"
    for paper, printed, gives, what in KNOWN:
        yield f"| {paper}: {what} ({printed} against {gives}) | {'yes' if _is_found(paper, printed, gives, findings) else 'no'} |"
    yield ""
    yield from _of_own(own)


def _is_found(paper: str, printed: str, gives: str, findings: Iterable[Finding]) -> bool:
    return any(one.paper.startswith(paper) and printed in one.printed.replace(" ", "") and gives in one.gives for one in findings)


def _of_own(own: list[Own]) -> Iterator[str]:
    count = Counter(one.judgement for one in own)
    wrong = [one for one in own if one.judgement in ("contradicted", "distorted")]
    labels = read_labels("own.csv", ("paper", "text"))
    judged = Counter(labels.get((one.paper, one.text), "not judged") for one in wrong)
    yield f"Own sentences: {len(own)} atoms of type {' or '.join(TYPES)}; {len(own) - count['declined']} become a test."
    told = f"{count['supported']} supported, {count['not checkable']} not checkable, {len(wrong)} contradicted or distorted"
    yield f"{told}; a person found of these: {', '.join(f'{judged[word]} {word}' for word in JUDGED)}."


def main() -> int:
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--show", action="store_true", help="print each finding, and each own sentence that is called false")
    words.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    given = words.parse_args()
    files = sorted((SHARED / "papers").glob("*.pdf"))
    if not files:
        print(f"skipped: {SHARED / 'papers'} is not there")
        return 0
    findings: list[Finding] = []
    own: list[Own] = []
    papers = 0
    for file, read in zip(files, read_documents(files), strict=True):
        if read.value is None:
            print(f"{file.name}: {read.error}", file=sys.stderr)
            continue
        papers += 1
        tables = lay_out(measurements_of(read.value), read.value)
        findings += findings_in(file.name, read.value, tables)
        own += own_of(file.name, read.value, tables)
    text = "\n".join(lines_of(papers, findings, own))
    print(text)
    if given.show:
        labels = read_labels("slips.csv", ("paper", "kind", "printed", "gives"))
        for one in findings:
            print(f"{labels.get(one.name, 'not judged')}\t{one.paper}\t{one.kind}\t{one.printed}\t{one.gives}\t{one.said}")
        for sentence in own:
            if sentence.judgement in ("contradicted", "distorted", "supported"):
                print(f"{sentence.judgement}\t{sentence.paper}\t{sentence.text}\t{sentence.said}")
    if given.record:
        about = f"{machine()}; commit {commit()}; `python bench/consistency.py --record`"
        record("Papers against themselves", f"{about}\n\n{text}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
