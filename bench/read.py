"""How fast a folder of papers is read, how much of it, and beside whom: pages a second on the PDFs of `shared/papers`.

    python bench/read.py             all of it, about five minutes
    python bench/read.py --record    the same, written into its section of RESULTS.md
    python bench/read.py --quick     every sixth paper, one round
    python bench/read.py --profile   only the functions in which our reader spends its time

Ours reads whole documents: text in order, sentences, sections, tables, references, citations. Bare `get_text("words")` of the same PyMuPDF
is the limit, pypdf gives text, pdfplumber words and tables, pymupdf4llm Markdown. Paper by paper all of them in turn, each in one process,
opening the file included and starting the program not. The slow ones take a share of the pages, spread evenly over all papers.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pymupdf  # noqa: E402
from peers import Peer  # noqa: E402
from results import commit, machine, record  # noqa: E402

from synth.engine import available  # noqa: E402
from synth.reading import ReadingError  # noqa: E402
from synth.reading.documents import read_documents  # noqa: E402
from synth.reading.pdf.reading import read_pdf  # noqa: E402
from synth.records import Document  # noqa: E402

PAPERS = ROOT.parent / "shared" / "papers"
ROUNDS = 3
EVERY_PAPER = 6  # with --quick
# How many pages of each round a slow reader takes: one of so many, others in each round.
SHARES = {"pypdf": 3, "pdfplumber": 3, "pymupdf4llm": 9}
DOES = {
    "ours": "sentences, sections, tables with paths, references, citations",
    "bare words": 'get_text("words") of the same PyMuPDF',
    "pypdf": "text",
    "pdfplumber": "words and tables",
    "pymupdf4llm": "Markdown with tables",
}
# The aims of issue 12, as ratios of pages a second.
AIMS = (("bare words", 0.25, "a quarter of the bare limit"), ("pdfplumber", 10.0, "10 times"), ("pymupdf4llm", 40.0, "40 times"))
LINEAR = 0.8  # of the speed that so many processes could give at best, to be called near-linear
HOTTEST = 10


class Paper(NamedTuple):
    path: Path
    pages: int
    first: int  # number of its first page among the pages of all papers


class Took(NamedTuple):
    """What some pages took: seconds on the clock, and of the processors, all threads together."""

    seconds: float
    worked: float


class Rate(NamedTuple):
    """Pages a second, of each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def __str__(self) -> str:
        return f"{self.median:,.3g} ({min(self.rounds):,.3g} … {max(self.rounds):,.3g})"


class Rates(NamedTuple):
    """How fast one reader is: on the clock, and by the time of the processors, which others on the machine disturb less."""

    clock: Rate
    worked: Rate


Reader = Callable[[Paper, Sequence[int]], Took]


# --- readers ---


def read_ours(paper: Paper, _: Sequence[int]) -> Took:
    start, worked = time.perf_counter(), time.process_time()
    read_pdf(paper.path)
    return Took(time.perf_counter() - start, time.process_time() - worked)


def read_bare(paper: Paper, _: Sequence[int]) -> Took:
    start, worked = time.perf_counter(), time.process_time()
    with pymupdf.open(paper.path) as document:
        for page in document:
            page.get_text("words")
    return Took(time.perf_counter() - start, time.process_time() - worked)


def read_by(peer: Peer, failures: dict[str, int]) -> Reader:
    def read(paper: Paper, pages: Sequence[int]) -> Took:
        said = peer.ask(path=paper.path, pages=list(pages))
        failures[peer.package] += "error" in said
        return Took(said.get("seconds", 0.0), said.get("worked", 0.0))

    return read


# --- measuring ---


def papers_in(folder: Path, every: int) -> tuple[list[Paper], list[str], list[Document]]:
    """The papers that have text, what is said of those that cannot be read, and what we read in each paper."""
    papers: list[Paper] = []
    refused: list[str] = []
    documents: list[Document] = []
    for path in sorted(folder.glob("*.pdf"))[::every]:
        try:
            documents.append(read_pdf(path))
        except ReadingError as error:
            refused.append(str(error).replace(str(path), path.name))
            continue
        papers.append(Paper(path, documents[-1].pages, papers[-1].first + papers[-1].pages if papers else 0))
    return papers, refused, documents


def pages_for(name: str, paper: Paper, turn: int) -> list[int]:
    """The pages of a paper that a reader takes in a round: all, or its share of all pages, other ones in each round."""
    share = SHARES.get(name, 1)
    offset = turn * max(share // ROUNDS, 1)
    return [page for page in range(1, paper.pages + 1) if (paper.first + page - 1 + offset) % share == 0]


def measure(papers: Sequence[Paper], readers: dict[str, Reader], rounds: int) -> dict[str, Rates]:
    """Pages a second of each reader: paper by paper in turn, so that what slows the machine slows all."""
    clock: dict[str, list[float]] = defaultdict(list)
    processor: dict[str, list[float]] = defaultdict(list)
    names = list(readers)
    for turn in range(rounds):
        _forget()
        seconds: dict[str, float] = defaultdict(float)
        worked: dict[str, float] = defaultdict(float)
        pages: dict[str, int] = defaultdict(int)
        for number, paper in enumerate(papers):
            at = (number + turn) % len(names)
            for name in (*names[at:], *names[:at]):
                some = pages_for(name, paper, turn)
                took = readers[name](paper, some) if some else Took(0, 0)
                if took.seconds:  # a paper that a reader fails on is not counted for it
                    seconds[name] += took.seconds
                    worked[name] += took.worked
                    pages[name] += len(some)
        for name in names:
            clock[name].append(pages[name] / seconds[name] if seconds[name] else 0.0)
            processor[name].append(pages[name] / worked[name] if worked[name] else 0.0)
        print(f"  round {turn + 1}: " + ", ".join(f"{name} {clock[name][-1]:,.3g}" for name in names), flush=True)
    return {name: Rates(Rate(tuple(clock[name])), Rate(tuple(processor[name]))) for name in names}


def _forget() -> None:
    """Empties the caches of our reader: no round gains from the one before, which read the same papers."""
    for name, module in list(sys.modules.items()):
        if name.startswith("synth."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def measure_processes(papers: Sequence[Paper], jobs: Sequence[int], rounds: int) -> dict[int, Rate]:
    """Pages a second of the folder over so many processes, their start included."""
    paths = [paper.path for paper in papers]
    pages = sum(paper.pages for paper in papers)
    rates: dict[int, list[float]] = defaultdict(list)
    for turn in range(rounds):
        for count in jobs if turn % 2 == 0 else jobs[::-1]:
            start = time.perf_counter()
            for _ in read_documents(paths, jobs=count):
                pass
            rates[count].append(pages / (time.perf_counter() - start))
    return {count: Rate(tuple(some)) for count, some in rates.items()}


def hottest(papers: Sequence[Paper]) -> str:
    """The functions in which our reader spends its own time, and what it spends with all that they call."""
    profile = cProfile.Profile()
    profile.enable()
    for paper in papers:
        read_pdf(paper.path)
    profile.disable()
    stats = pstats.Stats(profile)
    whole = stats.total_tt  # type: ignore[attr-defined]
    entries = stats.stats.items()  # type: ignore[attr-defined]
    rows = [f"{whole:.1f} s profiled; of it, in the function itself / with what it calls, calls:"]
    for (file, number, name), (_, calls, own, below, _) in sorted(entries, key=lambda entry: -entry[1][2])[:HOTTEST]:
        place = f"{'/'.join(Path(file).parts[-3:])}:{number} " if number else ""
        rows.append(f"  {100 * own / whole:5.1f} % / {100 * below / whole:5.1f} %  {calls:9,}  {place}{name}")
    return "\n".join(rows)


# --- saying ---


def speed_table(rates: dict[str, Rates], versions: dict[str, str]) -> str:
    rows = [
        "| reader | gives | pages a second: median (min … max) | pages a processor second | pages of each round |",
        "| --- | --- | --: | --: | --- |",
    ]
    for name, rate in rates.items():
        share = f"one in {SHARES[name]}, others each round" if name in SHARES else "all"
        named = f"{name} {versions.get(name, '')}".strip()
        rows.append(f"| {named} | {DOES[name]} | {rate.clock} | {rate.worked} | {share} |")
    return "\n".join(rows)


def aims(rates: dict[str, Rates]) -> str:
    """Each aim with its ratio, round by round, since what is measured together is compared together."""
    said = []
    for name, aim, words in AIMS:
        if name in rates and all(rates[name].clock.rounds):
            ratio = _ratio(rates["ours"].clock, rates[name].clock)
            by_processor = _ratio(rates["ours"].worked, rates[name].worked)
            met = "met" if ratio.median >= aim else "NOT met"
            said.append(f"- {words} ({name}): {ratio}, {met}; by processor seconds {by_processor}")
        else:
            said.append(f"- {words} ({name}): not measured")
    return "\n".join(["Aims, as ratios of our pages a second to theirs in the same round:", "", *said, ""])


def _ratio(one: Rate, other: Rate) -> Rate:
    return Rate(tuple(a / b for a, b in zip(one.rounds, other.rounds, strict=True)))


def processes(rates: dict[int, Rate], cores: int) -> str:
    one, *more = sorted(rates)
    said = [f"{one} process {rates[one]} pages/s"]
    for count in more:
        gain = rates[count].median / rates[one].median
        met = "near-linear" if gain >= LINEAR * count else "NOT near-linear"
        said.append(f"{count} processes {rates[count]}, {gain:.2f} times as fast: {met} (at least {LINEAR * count:.1f} is called so)")
    return f"A folder over processes, their start and bounds included, on {cores} cores: {'; '.join(said)}."


def coverage(documents: Sequence[Document]) -> str:
    rows = ["| paper | pages | words | placed | share | pages unread |", "| --- | --: | --: | --: | --: | --: |"]
    for document in documents:
        there = document.coverage
        if there is not None:
            unread = len({one.page for one in document.unread})
            share = 100 * there.placed / there.words if there.words else 0.0
            rows.append(f"| {document.source.id} | {document.pages} | {there.words:,} | {there.placed:,} | {share:.2f} % | {unread} |")
    known = [document.coverage for document in documents if document.coverage is not None]
    words, placed = sum(one.words for one in known), sum(one.placed for one in known)
    unread = sum(len({one.page for one in document.unread}) for document in documents)
    pages = sum(document.pages for document in documents)
    rows.append(f"| all | {pages} | {words:,} | {placed:,} | {100 * placed / max(words, 1):.2f} % | {unread} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help=f"every {EVERY_PAPER}th paper, one round")
    parser.add_argument("--alone", action="store_true", help="without the readers by others")
    parser.add_argument("--profile", action="store_true", help="only where our reader spends its time")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args()
    if not PAPERS.is_dir():
        raise SystemExit(f"skipped: {PAPERS} is not there; those papers are not part of the repository")
    start = time.perf_counter()
    rounds = 1 if options.quick else ROUNDS
    papers, refused, documents = papers_in(PAPERS, EVERY_PAPER if options.quick else 1)
    if options.profile:
        print(hottest(papers))
        return
    failures: dict[str, int] = defaultdict(int)
    versions = {"bare words": pymupdf.VersionBind}
    notes: list[str] = []
    readers: dict[str, Reader] = {"ours": read_ours, "bare words": read_bare}
    with ExitStack() as stack:
        for package in () if options.alone else SHARES:
            peer = stack.enter_context(Peer(package))
            if peer.absent:
                notes.append(f"{package}: absent ({peer.absent}).")
                continue
            peer.ask(path=papers[0].path, pages=[1])  # what it loads when first used is no reading
            versions[package] = peer.version
            readers[package] = read_by(peer, failures)
        rates = measure(papers, readers, rounds)
    notes += [f"{name}: {count} papers failed." for name, count in failures.items() if count]
    cores = available()
    spread = measure_processes(papers, sorted({1, min(2, cores), cores}), rounds)
    pages = sum(paper.pages for paper in papers)
    text = "\n".join(
        [
            f"{len(papers)} papers, {pages} pages, {rounds} rounds, paper by paper all readers in turn, each in one process (the model of "
            "pymupdf4llm may take more than one core); opening included, which for those that take a share of the pages is up to a tenth "
            "of their time. A processor second counts the work of all threads, and other work on the machine changes it less.",
            "",
            speed_table(rates, versions),
            "",
            aims(rates),
            processes(spread, cores),
            f"Refused, and left out: {'; '.join(refused)}." if refused else "",
            *notes,
            "",
            "Coverage: words that were given a place with a name (text, table, reference, aside) of the words there.",
            "",
            coverage(documents),
        ]
    )
    print(f"\n{text}\n\n{time.perf_counter() - start:.0f} s")
    if options.record:
        record("Reading", f"{text}\n\n{machine()}; commit {commit()}; `python {' '.join(['bench/read.py', *sys.argv[1:]])}`.")


if __name__ == "__main__":
    main()
