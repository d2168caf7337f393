"""Is the paper that a claim cites among the first works of a search for the claim? SciFact's claims and abstracts, shared/claimdata.

    .venv/bin/python bench/ranking.py [--record] [--seed N]

The question is the claim; what is to be found are the abstracts that its authors cited. There is no network, so the databases are made:
four searches over the 5,183 abstracts, each with some of them missing and each with an order of its own, as real ones have: words of the
title alone, without abstracts (Crossref); words that come often, rare or not (arXiv); rare words first (Semantic Scholar); rare words first
and what is cited much, which here is drawn, before the rest (OpenAlex). Each gives its first 20. They are merged and ordered, and that is
compared with three orders that one could have without it. What the constants of `synth/sources/ranking.py` are was chosen on a third of the
claims of the training part alone. What this does not measure: how good the searches of real databases are.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from results import commit, machine, record  # noqa: E402

from synth.records import Source  # noqa: E402
from synth.sources import ranking  # noqa: E402
from synth.sources.merging import Found, merge  # noqa: E402
from synth.sources.questions import subject_of, words_of  # noqa: E402
from synth.sources.resolving import Answer  # noqa: E402
from synth.sources.works import Work  # noqa: E402

DATA = ROOT.parent / "shared" / "claimdata"
GIVEN = 20  # works that each search gives
HAS = {"crossref": 0.9, "arxiv": 0.5, "s2": 0.9, "openalex": 0.9}  # share of the abstracts that each has
AT = (1, 5, 10, 20)
RESAMPLES = 2_000
EVERY = 3  # of the training claims one in so many is taken: it is enough, and takes a minute
TRIED = {"WORDS": (0.2, 0.5, 1.0, 2.0, 5.0), "K": (1, 5, 20, 60), "TITLE": (1, 2, 3, 5)}


class Paper(NamedTuple):
    """An abstract of the corpus, with its words counted."""

    id: str
    title: str
    abstract: str
    in_title: Counter[str]
    in_all: Counter[str]
    cited: float  # drawn


class Case(NamedTuple):
    """A claim, with what was found for it and what should be."""

    claim: str
    works: tuple[Found, ...]
    wanted: frozenset[str]


def read(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def papers(draw: random.Random) -> list[Paper]:
    rows = read("scifact_corpus")
    texts = [(str(row["doc_id"]), row["title"], " ".join(row["abstract"])) for row in rows]
    return [
        Paper(name, title, text, Counter(words_of(title)), Counter(words_of(f"{title} {text}")), math.exp(draw.gauss(0, 0.5)))
        for name, title, text in texts
    ]


class Databases:
    """Four searches over one corpus."""

    def __init__(self, corpus: Sequence[Paper], draw: random.Random) -> None:
        self.by_word: dict[str, list[Paper]] = defaultdict(list)
        for paper in corpus:
            for word in paper.in_all:
                self.by_word[word].append(paper)
        self.weight = {word: math.log(len(corpus) / len(those)) for word, those in self.by_word.items()}
        self.has = {name: {paper.id for paper in corpus if draw.random() < share} for name, share in HAS.items()}
        self.score: dict[str, Callable[[Sequence[str], Paper], float]] = {
            "crossref": lambda words, paper: sum(word in paper.in_title for word in words),
            "arxiv": lambda words, paper: sum(paper.in_all[word] for word in words),
            "s2": self.rare,
            "openalex": lambda words, paper: self.rare(words, paper) * paper.cited,
        }

    def rare(self, words: Sequence[str], paper: Paper) -> float:
        return sum(self.weight[word] * math.sqrt(paper.in_all[word]) for word in words if word in paper.in_all) / math.sqrt(
            paper.in_all.total()
        )

    def answers(self, claim: str) -> list[Answer]:
        words = [word for word in subject_of(claim) if word in self.by_word]
        near = {paper.id: paper for word in words for paper in self.by_word[word]}
        found = []
        for name, score in self.score.items():
            scored = [(-score(words, paper), paper.id) for paper in near.values() if paper.id in self.has[name]]
            best = [near[at] for much, at in sorted(scored)[:GIVEN] if much < 0]
            found.append(Answer(name, None, tuple(self.work(name, paper) for paper in best)))
        return found

    @staticmethod
    def work(name: str, paper: Paper) -> Work:
        identifiers = (Source(scheme="doi", id=f"10.1000/{paper.id}"),)
        return Work(database=name, title=paper.title, identifiers=identifiers, abstract="" if name == "crossref" else paper.abstract)


def cases(part: str, made: Databases) -> list[Case]:
    return [
        Case(row["claim"], merge(made.answers(row["claim"])).works, frozenset(f"10.1000/{one}" for one in row["cited_doc_ids"]))
        for row in read(f"scifact_claims_{part}")
    ]


def by_turns(case: Case) -> list[Found]:
    """The first of each database, then the second of each, as one would read lists side by side."""
    return sorted(case.works, key=lambda one: (min(one.places), one.databases[one.places.index(min(one.places))], one.title))


def by_places(case: Case) -> list[Found]:
    """The databases' orders alone, put together by reciprocal rank."""
    return sorted(case.works, key=lambda one: (-sum(1 / (ranking.K + place) for place in one.places), one.title))


def by_words(case: Case) -> list[Found]:
    """Title and abstract alone."""
    scores = ranking.word_scores(case.claim, case.works)
    return [
        one for _, _, one in sorted(zip((-score for score in scores), range(len(scores)), case.works, strict=True), key=lambda it: it[:2])
    ]


def ours(case: Case) -> list[Found]:
    return [one.work for one in ranking.rank(case.claim, case.works)]


ORDERS: dict[str, Callable[[Case], list[Found]]] = {
    "databases by turns": by_turns,
    "databases by reciprocal rank": by_places,
    "words alone": by_words,
    "ours: words and databases": ours,
}


def places(case: Case, order: Callable[[Case], list[Found]]) -> list[int]:
    """At which places what is wanted stands; nothing for what no database gave."""
    return [at for at, one in enumerate(order(case), 1) if case.wanted & {name.id for name in one.identifiers}]


def figures(those: Sequence[tuple[Case, list[int]]]) -> list[float]:
    """Mean reciprocal rank of the first that is wanted, and of those wanted the share among the first so many."""
    wanted = sum(len(case.wanted) for case, _ in those)
    first = sum(1 / min(found) for _, found in those if found) / len(those)
    return [first, *(sum(place <= at for _, found in those for place in found) / wanted for at in AT)]


def interval(those: Sequence[tuple[Case, list[int]]], draw: random.Random) -> tuple[float, float]:
    """Of the mean reciprocal rank, over claims drawn again, 95 %."""
    one = [1 / min(found) if found else 0.0 for _, found in those]
    means = sorted(sum(draw.choices(one, k=len(one))) / len(one) for _ in range(RESAMPLES))
    return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]


def chosen(part: Sequence[Case]) -> Iterator[str]:
    """What each constant would give, the others as they are."""
    yield "| constant | " + " | ".join(["MRR", *(f"first {at}" for at in AT)]) + " |"
    yield "| --- |" + " --: |" * (1 + len(AT))
    for name, values in TRIED.items():
        kept = getattr(ranking, name)
        for value in values:
            setattr(ranking, name, value)
            row = figures([(case, places(case, ours)) for case in part])
            yield f"| {name} = {value}{' (kept)' if value == kept else ''} | " + " | ".join(f"{100 * one:.1f}" for one in row) + " |"
        setattr(ranking, name, kept)


def table(part: Sequence[Case], draw: random.Random) -> Iterator[str]:
    yield "| order | MRR | 95 % | " + " | ".join(f"among the first {at}" for at in AT) + " |"
    yield "| --- |" + " --: |" * (2 + len(AT))
    for name, order in ORDERS.items():
        those = [(case, places(case, order)) for case in part]
        row, (low, high) = figures(those), interval(those, draw)
        shares = " | ".join(f"{100 * one:.1f} %" for one in row[1:])
        yield f"| {name} | {100 * row[0]:.1f} | {100 * low:.1f}–{100 * high:.1f} | {shares} |"
    wanted = sum(len(case.wanted) for case in part)
    reached = sum(len(places(case, by_turns)) for case in part)
    yield f"\nWanted {wanted} abstracts of {len(part)} claims; some database gave {reached} of them ({100 * reached / wanted:.1f} %)."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    parser.add_argument("--seed", type=int, default=15)
    given = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not here: nothing measured")
        return 0
    draw = random.Random(given.seed)
    made = Databases(papers(draw), draw)
    text = ["The databases are made; see `bench/ranking.py` for how. Training claims, on which the constants were chosen:", ""]
    text += [*chosen(cases("train", made)[::EVERY]), "", "Claims of the development part:", "", *table(cases("dev", made), draw)]
    text += ["", f"{machine()}; commit {commit()}; `python bench/ranking.py{' --record' * given.record}`."]
    print("\n".join(text))
    if given.record:
        record("Order of works", "\n".join(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
