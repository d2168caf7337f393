"""How many sentences that were made false are found out, and how many true ones are called false: the mutation suite (`tests/mutations`).

Printed for each kind of change, with 95 % intervals (Wilson): detected (contradicted or distorted), missed (supported) and declined (no
test, or not checkable). Mutants of one original are alike, so an interval is narrower than it would be over as many sentences of their own;
the number of originals stands beside it.

    python bench/mutations.py                    # the figures
    python bench/mutations.py --show missed      # the sentences that were missed; also declined, originals
    python bench/mutations.py --record           # and into RESULTS.md
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the suite stands with the tests; its name is that of this file

from results import commit, machine, record  # noqa: E402

from tests.mutations.suite import Run, Score, by_kind, false_alarms, of_read, run_suite, score, wilson  # noqa: E402

SHOWN = {"missed": ("supported",), "declined": ("not checkable",), "detected": ("contradicted", "distorted")}


def share(hits: int, of: int) -> str:
    """A share with its interval, in percent."""
    return "{:.1f} ({:.1f} … {:.1f})".format(*wilson(hits, of)) if of else "-"


def lines_of(run: Run) -> Iterator[str]:
    """The figures as a table of Markdown."""
    yield "| kind | mutants | of originals | detected | missed | declined | % detected of those answered | % detected of all |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for kind, one in by_kind(run).items():
        yield _line(kind, one)
    yield _mean_line(list(by_kind(run).values()))
    yield _line("all", score(run.mutants))
    yield _line("all, of originals that are read right", score(of_read(run)))
    yield ""
    originals = Counter(judged.found for _, judged in run.originals)
    answered, alarms = len(run.originals) - originals["not checkable"], len(false_alarms(run))
    supported, declined = originals["supported"], originals["not checkable"]
    yield f"Originals: {len(run.originals)}, all true; {supported} supported, {declined} declined or not checkable, {alarms} called false."
    yield f"Read right, % of all: {share(supported, len(run.originals))}."
    yield f"False alarms, % of those answered: {share(alarms, answered)}; of all: {share(alarms, len(run.originals))}."
    yield ""
    yield "| form of the original | originals | supported | declined | called false |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for form, counts in _forms(run).items():
        told = (counts.total(), counts["supported"], counts["not checkable"], counts["contradicted"] + counts["distorted"])
        yield f"| {form} | {' | '.join(map(str, told))} |"


def _line(kind: str, one: Score) -> str:
    of_answered, of_all = share(one.detected, one.answered), share(one.detected, one.all)
    return f"| {kind} | {one.all} | {one.originals} | {one.detected} | {one.missed} | {one.declined} | {of_answered} | {of_all} |"


def _mean_line(scores: list[Score]) -> str:
    """The kinds weighing alike: most mutants are of a few kinds."""
    answered = [one.detected / one.answered for one in scores if one.answered]
    whole = [one.detected / one.all for one in scores if one.all]
    of_answered, of_all = (f"{100 * sum(shares) / len(shares):.1f}" for shares in (answered, whole))
    return f"| mean of the kinds | | | | | | {of_answered} | {of_all} |"


def _forms(run: Run) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for original, judged in run.originals:
        counts.setdefault(original.form, Counter())[judged.found] += 1
    return dict(sorted(counts.items()))


def shown(run: Run, what: str) -> Iterator[str]:
    """The sentences of one outcome, with the test that was made of each or why there is none."""
    if what == "originals":
        for original, judged in run.originals:
            if judged.found != "supported":
                yield f"{judged.found} | {original.name} | {original.said()} | {judged.test} {judged.why}"
        return
    for mutant, judged in run.mutants:
        if judged.found in SHOWN[what]:
            yield f"{mutant.kind} | {mutant.original.name} | {mutant.text} | {judged.test} {judged.why}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=(*SHOWN, "originals"), help="print the sentences of one outcome")
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    given = parser.parse_args()
    run = run_suite()
    text = "\n".join(lines_of(run))
    print(text)
    for line in shown(run, given.show) if given.show else ():
        print(line)
    if given.record:
        record("Mutations", f"`python bench/mutations.py --record` at {commit()}, {machine()}.\n\n{text}")


if __name__ == "__main__":
    main()
