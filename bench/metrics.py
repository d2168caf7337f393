"""Our metrics against what the benchmark's own code gave: how many lines of shared/golden_metrics are equal, and what the others are.

    .venv/bin/python bench/metrics.py            print
    .venv/bin/python bench/metrics.py --record   and write the section of RESULTS.md

The baseline is not run here: its answers are the files, made and checked with XTREME's code (their README says with which versions).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # the comparison stands with the tests

from golden_metrics import FILES, counted  # noqa: E402
from results import commit, machine, record  # noqa: E402

from reproduce.metrics.metric import metrics  # noqa: E402

GOLDEN = ROOT.parent / "shared" / "golden_metrics"
OUTCOMES = ("equal", "float32", "unequal", "refused", "mended", "warned")


def lines_of() -> Iterator[str]:
    """The table, and what its columns mean."""
    yield "| file | lines | equal | equal, float32 | unequal | refused | mended | fragile |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    totals = dict.fromkeys(OUTCOMES, 0)
    for name in FILES:
        outcomes, _ = counted(GOLDEN, name)
        totals = {outcome: totals[outcome] + outcomes.get(outcome, 0) for outcome in OUTCOMES}
        yield _line(name, outcomes)
    yield _line("all", totals)
    yield ""
    yield "Equal: every figure of the line to 1e-12. Float32: so are P, R, F1 and pairs; candidates' scores, float32 there, to 5e-6."
    yield "Refused: the official code raises, ours gives no score and says why. Mended: it slips, ours does what is plainly meant."
    yield "Fragile: rounding or an unstable order decides; ours refuses, or counts in how many places."
    yield "Sides of unequal length are scored here when asked to (`ragged`), as there in silence; unasked ours refuses them."
    yield f"Versions: {'; '.join(f'{metric.name} {metric.version}' for metric in metrics().values())}."


def _line(name: str, outcomes: dict[str, int]) -> str:
    return f"| {name} | {sum(outcomes.values())} | {' | '.join(str(outcomes.get(outcome, 0)) for outcome in OUTCOMES)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    given = parser.parse_args()
    if not GOLDEN.is_dir():
        print("shared/golden_metrics is not at hand: nothing can be compared", file=sys.stderr)
        return 3
    text = "\n".join(lines_of())
    print(text)
    unequal = [difference for name in FILES for difference in counted(GOLDEN, name)[1]]
    print(*unequal, sep="\n", end="\n" if unequal else "")
    if given.record:
        record("Metrics", f"`python bench/metrics.py --record` at {commit()}, {machine()}.\n\n{text}")
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
