"""How fast a library takes up papers and answers queries: 1,000, 10,000 and 100,000 passages, beside bm25s in memory.

    python bench/library.py             all of it, about five minutes
    python bench/library.py --record    the same, written into its section of RESULTS.md
    python bench/library.py --quick     up to 10,000 passages, one round, 200 queries

The passages are those of the papers in `shared`, as our readers give them. Where more are needed than there are, the first half of one is
joined to the second half of another: words keep the frequency that they have in papers, and passages their length; but no new words come,
as they would in so many more papers. Of the queries, of one to six words, one half has words of one passage and the other of several; words
are drawn as often as they occur, so that frequent ones are in most. Each query is asked once, ours and bm25s in turn.

Ours is measured as it is used: `Library.add` of a paper of 250 passages, which ends when all is on the disk; `Library.search`, with the
passages and their papers. bm25s holds all in memory and gives numbers: it is the limit, and has nothing that a kill could spoil.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from msgspec.structs import replace  # noqa: E402
from peers import Peer  # noqa: E402
from results import commit, machine, record  # noqa: E402

from synth.library import Library  # noqa: E402
from synth.library.passages import packed, passages_of  # noqa: E402
from synth.library.ranking import MOST_RANKED, rank  # noqa: E402
from synth.library.words import query_of, searched  # noqa: E402
from synth.reading.documents import read_documents  # noqa: E402
from synth.reading.papers import papers_in  # noqa: E402
from synth.records import Document, Paper, Passage, Source  # noqa: E402

SHARED = ROOT.parent / "shared"
SIZES = (1_000, 10_000, 100_000)
OF_A_PAPER = 250  # passages; the papers of `shared` have 270 on average
ROUNDS = 3
QUERIES = 2_000
LONGEST = 6  # words
HITS = 10
COMPARED = 300  # queries whose answers are held against those of a full ranking
AIM = 0.030  # seconds, of the 99th of a hundred searches, at 100,000 passages
LINEAR = 1.15  # times as long for each passage, at ten times as many, is still called linear
KINDS_AT = 20_000  # passages for which ways of indexing are compared


class Ingest(NamedTuple):
    seconds: float
    worked: float  # seconds of the processor, which others on the machine disturb less
    database: int  # bytes
    records: int
    tenths: tuple[float, ...]  # seconds of the processor, of each tenth


class Searched(NamedTuple):
    """Seconds of each query."""

    seconds: list[float]

    def at(self, share: float) -> float:
        return sorted(self.seconds)[min(int(share * len(self.seconds)), len(self.seconds) - 1)]

    def __str__(self) -> str:
        return f"{1000 * self.at(0.5):.1f} | {1000 * self.at(0.9):.1f} | {1000 * self.at(0.99):.1f} | {1000 * max(self.seconds):.1f}"


# --- what is searched, and for what ---


def real_passages() -> list[Passage]:
    """The passages of all papers that can be read, in their order."""
    folders = [folder for folder in (SHARED / "papers", SHARED / "latex") if folder.is_dir()]
    out: list[Passage] = []
    for result in read_documents(papers_in(folders)):
        if result.value is not None:
            out += passages_of(Paper(source=result.value.source), result.value)
    return out


def passages(real: Sequence[Passage], count: int, draw: random.Random) -> list[Passage]:
    """So many passages: the real ones in a drawn order, then made ones."""
    out = draw.sample(real, min(count, len(real)))
    while len(out) < count:
        one, other = draw.choice(real), draw.choice(real)
        start, end = one.text.split(), other.text.split()
        out.append(replace(one, text=" ".join(start[: len(start) // 2 + 1] + end[len(end) // 2 :])))
    return out


def queries(texts: Sequence[str], count: int, draw: random.Random) -> list[str]:
    """Different queries of words as they occur: every other of words of one passage."""
    out: dict[str, None] = {}
    while len(out) < count:
        length = draw.randint(1, LONGEST)
        together = len(out) % 2 == 0
        words = re.findall(r"\w[\w.-]*", draw.choice(texts))
        drawn = [draw.choice(words if together else re.findall(r"\w[\w.-]*", draw.choice(texts)) or ["a"]) for _ in range(length) if words]
        if drawn:
            out[" ".join(drawn)] = None
    return list(out)


# --- ours ---


def ingest(home: Path, texts: Sequence[Passage]) -> Ingest:
    """The passages, in papers, added to a new library."""
    files = home.with_name(f"{home.name}-files")
    files.mkdir()
    papers = []
    for start in range(0, len(texts), OF_A_PAPER):
        source = Source(scheme="doi", id=f"10.1/{start}", title=f"Paper {start}")
        file = files / f"{start}.pdf"
        file.write_bytes(f"%PDF-1.7 {start}".encode())
        papers.append((file, Paper(source=source), Document(source=source, sentences=tuple(texts[start : start + OF_A_PAPER]))))
    times, worked = [time.perf_counter()], [time.process_time()]
    with Library.open(home) as library:
        for paper in papers:
            library.add(*paper)
            times.append(time.perf_counter())
            worked.append(time.process_time())
    steps = [after - before for before, after in pairwise(worked)]
    tenth = max(len(steps) // 10, 1)
    tenths = tuple(sum(steps[at : at + tenth]) for at in range(0, tenth * 10, tenth))
    records = sum(path.stat().st_size for path in (home / "library" / "records").rglob("*") if path.is_file())
    return Ingest(times[-1] - times[0], worked[-1] - worked[0], (home / "library" / "library.sqlite").stat().st_size, records, tenths)


def search_both(library: Library, peer: Peer, asked: Sequence[str]) -> tuple[Searched, Searched]:
    """Each query once, by both in turn."""
    ours, theirs = [], []
    for number, query in enumerate(asked):
        for who in ("ours", "theirs") if number % 2 else ("theirs", "ours"):
            if who == "ours":
                start = time.perf_counter()
                library.search(query, HITS)
                ours.append(time.perf_counter() - start)
            elif not peer.absent and "seconds" in (said := peer.ask(path="", query=query)):
                theirs.append(said["seconds"])
    return Searched(ours), Searched(theirs)


def compared(database: Path, asked: Sequence[str]) -> str:
    """How much of a full ranking's best the bounded one gives. One that scores as high as the last of them is as good."""
    kept: list[float] = []
    bounded = 0
    with closing(sqlite3.connect(database)) as connection:
        for query in asked[:COMPARED]:
            phrases = query_of(query)
            if not phrases:
                continue
            every = f"({' OR '.join(phrases)})"
            full = connection.execute("SELECT rank FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?", (every, HITS)).fetchall()
            matched = connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", (every,)).fetchone()[0]
            bounded += matched > MOST_RANKED
            if full:
                kept.append(sum(-one.score <= full[-1][0] + 1e-6 for one in rank(connection, phrases, HITS)) / len(full))
    whole = sum(share == 1 for share in kept)
    return (
        f"More than {MOST_RANKED:,} passages match {bounded} of {len(kept)} queries, and only so many are ranked. Of the best {HITS} of a "
        f"full ranking, {100 * statistics.mean(kept):.1f} % are given; for {whole} of {len(kept)} queries all."
    )


# --- ways of indexing ---

_TOKENIZER = "porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
KINDS: dict[str, tuple[str, str]] = {
    "outside content (ours)": (
        f'content = "searched", content_rowid = "id", tokenize = "{_TOKENIZER}"',
        "the text once, words the index's",
    ),
    "its own content": (f'tokenize = "{_TOKENIZER}"', "the text a second time"),
    "without content": (f'content = "", tokenize = "{_TOKENIZER}"', "nothing can be checked against it"),
    "outside content, trigrams": (
        'content = "searched", content_rowid = "id", tokenize = "trigram"',
        "finds parts of words, of three signs or more",
    ),
}


def kinds(folder: Path, texts: Sequence[Passage]) -> str:
    """Size and speed of ways to index the same passages, by SQLite alone: one transaction for each paper."""
    rows = ["| index | MB | passages/s | |", "| --- | --: | --: | --- |"]
    for number, (name, (options, words)) in enumerate(KINDS.items()):
        file = folder / f"kind {number}.sqlite"
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE passages (id INTEGER PRIMARY KEY, text TEXT NOT NULL, words TEXT, place BLOB NOT NULL)")
            connection.execute("CREATE VIEW searched AS SELECT id, coalesce(words, text) AS words FROM passages")
            connection.execute(f"CREATE VIRTUAL TABLE search USING fts5 (words, {options})")
            start = time.perf_counter()
            for at in range(0, len(texts), OF_A_PAPER):
                some = [(n, one.text, searched(one.text), packed(one)) for n, one in enumerate(texts[at : at + OF_A_PAPER], at)]
                connection.execute("BEGIN")
                connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?)", some)
                connection.executemany(
                    "INSERT INTO search (rowid, words) VALUES (?, ?)", ((n, words or text) for n, text, words, _ in some)
                )
                connection.execute("COMMIT")
            seconds = time.perf_counter() - start
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        rows.append(f"| {name} | {file.stat().st_size / 1e6:.1f} | {len(texts) / seconds:,.0f} | {words} |")
    return "\n".join(rows)


# --- scripts without blanks ---

TREEBANKS = {"Chinese": "zh_gsd-ud-test", "Japanese": "ja_gsd-ud-test", "Thai": "th_pud-ud-test", "Korean": "ko_gsd-ud-test"}
WORDS_ASKED = 300  # of each language
TOKENIZERS: dict[str, tuple[str, Callable[[str], str], Callable[[str], list[str]]]] = {
    "ours": (_TOKENIZER, lambda text: searched(text) or text, query_of),
    "SQLite's trigrams": ("trigram", lambda text: text, lambda word: [f'"{word}"']),
    "SQLite's words": ("unicode61", lambda text: text, lambda word: [f'"{word}"']),
}


def treebank(name: str) -> list[tuple[str, set[str]]]:
    """The sentences of a treebank, each with its words as people parted them; numbers and signs are none."""
    file = SHARED / "xtreme-small" / "udpos" / "conllu" / f"{name}.conllu.gz"
    out: list[tuple[str, set[str]]] = []
    for line in gzip.decompress(file.read_bytes()).decode().splitlines() if file.exists() else []:
        if line.startswith("# text = "):
            out.append((line.removeprefix("# text = "), set()))
        elif (cells := line.split("\t"))[0].isdecimal() and cells[3] in ("NOUN", "VERB", "PROPN", "ADJ"):
            out[-1][1].add(cells[1])
    return out


def scripts() -> str:
    """Words of treebanks looked for in their sentences: how many are found at all, and how much of the first hits has the word."""
    rows = [
        "| language | sentences | index | words found, of those asked | of the first hits, with the word |",
        "| --- | --: | --- | --: | --: |",
    ]
    for language, name in TREEBANKS.items():
        sentences = treebank(name)
        words = sorted({word for _, theirs in sentences for word in theirs})
        asked = random.Random(15).sample(words, min(WORDS_ASKED, len(words)))
        for tokenizer, (options, written, phrases) in TOKENIZERS.items() if sentences else []:
            with closing(sqlite3.connect(":memory:")) as connection:
                connection.execute(f'CREATE VIRTUAL TABLE search USING fts5 (words, content = "", tokenize = "{options}")')
                numbered = [(number, written(text)) for number, (text, _) in enumerate(sentences)]
                connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", numbered)
                found, good, given = 0, 0, 0
                for word in asked:
                    hits = [one.passage for one in rank(connection, phrases(word), HITS)]
                    right = sum(word in sentences[hit][1] for hit in hits)
                    found, good, given = found + bool(right), good + right, given + len(hits)
            share = f"{100 * good / given:.0f} % of {given:,}" if given else "none given"
            rows.append(f"| {language} | {len(sentences):,} | {tokenizer} | {found} of {len(asked)} | {share} |")
    return "\n".join(rows)


# --- saying ---


def median(values: Sequence[float], shown: Callable[[float], str]) -> str:
    return f"{shown(statistics.median(values))} ({shown(min(values))} … {shown(max(values))})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 passages, one round, 200 queries")
    parser.add_argument("--record", action="store_true", help="write the section of RESULTS.md")
    options = parser.parse_args()
    if not (SHARED / "papers").is_dir():
        raise SystemExit(f"skipped: {SHARED / 'papers'} is not there; those papers are not part of the repository")
    start, load = time.perf_counter(), os.getloadavg()[0]
    sizes, rounds, count = (SIZES[:2], 1, 200) if options.quick else (SIZES, ROUNDS, QUERIES)
    real = real_passages()
    print(f"{len(real):,} passages read in {time.perf_counter() - start:.0f} s", flush=True)
    draw = random.Random(15)
    all_texts = passages(real, sizes[-1], draw)
    taken: dict[int, list[Ingest]] = {size: [] for size in sizes}
    indexed: dict[int, list[float]] = {size: [] for size in sizes}
    found: dict[int, tuple[Searched, Searched]] = {}
    said = ""
    with tempfile.TemporaryDirectory() as temporary, Peer("bm25s") as peer:
        folder = Path(temporary)
        for turn in range(rounds):
            for size in sizes:
                texts = all_texts[:size]
                home = folder / f"home {size} {turn}"
                taken[size].append(ingest(home, texts))
                (folder / "passages.json").write_text(json.dumps([one.text for one in texts]), encoding="utf-8")
                if not peer.absent:
                    indexed[size].append(peer.ask(path=folder / "passages.json", index=True)["seconds"])
                print(f"  round {turn + 1}: {size:,} passages in {taken[size][-1].seconds:.1f} s, {indexed[size][-1:]}", flush=True)
                if turn == 0:
                    asked = queries([one.text for one in texts], count, random.Random(size))
                    with Library.open(home) as library:
                        found[size] = search_both(library, peer, asked)
                    print(f"  {size:,}: {found[size][0]}; bm25s {found[size][1] if found[size][1].seconds else 'absent'}", flush=True)
                    said = compared(home / "library" / "library.sqlite", asked)
        ways = kinds(folder, all_texts[:KINDS_AT])
    text = "\n".join(
        [
            f"{len(real):,} passages (titles, sentences, captions, footnotes, rows of tables) of the papers in `shared`; what is beyond "
            f"them is made of halves of two. Papers of {OF_A_PAPER} passages, {rounds} rounds, each a new library; ours and bm25s "
            f"{peer.version or f'(absent: {peer.absent})'} in turn. Load of the machine when this began: {load:.1f}.",
            "",
            *ingest_table(taken, indexed),
            "",
            f"{count:,} different queries of 1 to {LONGEST} words, each asked once, {HITS} hits, in ms:",
            "",
            *search_table(found, said),
            "",
            f"Ways to index {len(all_texts[:KINDS_AT]):,} of these passages:",
            "",
            ways,
            "",
            "Words of treebanks, as people parted them (nouns, verbs, names, adjectives), looked for in their sentences:",
            "",
            scripts(),
        ]
    )
    print(f"\n{text}\n\n{time.perf_counter() - start:.0f} s")
    if options.record:
        record("Library", f"{text}\n\n{machine()}; commit {commit()}; `python {' '.join(['bench/library.py', *sys.argv[1:]])}`.")


def ingest_table(taken: dict[int, list[Ingest]], indexed: dict[int, list[float]]) -> list[str]:
    heads = [
        "passages",
        "taken up, passages/s",
        "by time of the processor",
        "last tenth to first, in time",
        "database MB",
        "records MB",
        "bytes a passage",
        "bm25s, passages/s",
    ]
    lines = [f"| {' | '.join(heads)} |", f"|{'--:|' * len(heads)}"]
    for size, runs in taken.items():
        rate = median([size / run.seconds for run in runs], lambda value: f"{value:,.0f}")
        drift = median([run.tenths[-1] / run.tenths[0] for run in runs], lambda value: f"{value:.2f}") if size >= 10 * OF_A_PAPER else "–"
        theirs = median([size / seconds for seconds in indexed[size]], lambda value: f"{value:,.0f}") if indexed[size] else "–"
        (one, *_) = runs
        sizes = f"{one.database / 1e6:.1f} | {one.records / 1e6:.1f} | {one.database / size:,.0f}"
        by_processor = median([size / run.worked for run in runs], lambda value: f"{value:,.0f}")
        lines.append(f"| {size:,} | {rate} | {by_processor} | {drift} | {sizes} | {theirs} |")
    *_, smaller, largest = sorted(taken)
    growth, by_clock = (_growth(taken, smaller, largest, what) for what in ("worked", "seconds"))
    linear = f"{'linear' if growth <= LINEAR else 'NOT linear'}; at most {LINEAR} is called so; by the clock {by_clock:.2f}"
    return [*lines, "", f"Growth from {smaller:,} to {largest:,}, in processor time for each passage: {growth:.2f} ({linear})."]


def _growth(taken: dict[int, list[Ingest]], smaller: int, largest: int, what: str) -> float:
    each = {size: statistics.median(getattr(run, what) for run in taken[size]) / size for size in (smaller, largest)}
    return each[largest] / each[smaller]


def search_table(found: dict[int, tuple[Searched, Searched]], said: str) -> list[str]:
    lines = ["| passages | ours p50 | p90 | p99 | most | bm25s p50 | p90 | p99 | most |", f"|{'--:|' * 9}"]
    for size, (ours, theirs) in found.items():
        lines.append(f"| {size:,} | {ours} | {theirs if theirs.seconds else '– | – | – | –'} |")
    largest = max(found)
    p99 = found[largest][0].at(0.99)
    aim = f"aim {1000 * AIM:.0f} ms: {'met' if p99 < AIM else 'NOT met'}" if largest == SIZES[-1] else "no aim at this size"
    return [*lines, "", f"p99 at {largest:,} passages: {1000 * p99:.1f} ms ({aim}). {said}"]


if __name__ == "__main__":
    main()
