"""Are records of one work merged, and those of two kept apart? Works of shared/claimdata/hallmark, as several databases would have them.

    .venv/bin/python bench/merging.py [--record] [--seed N]

The works are those behind the benchmark's entries (`bench/references.py`), each title once, with some among them that are called like
another and "Revisited", by the same authors. Four made databases have them in forms of their own: other case, lost accents, initials,
venues in short or not at all, the preprint beside what was published; and here and there a title without what follows its colon, or with a
letter or a blank lost. No record has an identifier that another has, so that title, authors and dates decide alone: with identifiers it is
easier. What this does not measure: records that are wrong.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from msgspec.structs import replace  # noqa: E402
from references import BASES, DATA, NOISY, Base, Truth, entries, truths  # noqa: E402
from results import commit, machine, record  # noqa: E402

from synth.records import Source  # noqa: E402
from synth.sources.merging import Found, merge  # noqa: E402
from synth.sources.resolving import Answer  # noqa: E402
from synth.sources.titles import words_of_title  # noqa: E402
from synth.sources.works import Work  # noqa: E402

CHANGED = {"as they are": 0.0, "a tenth of the titles shortened or misspelt": 0.1}


def answers(works: Sequence[Truth], changed: float, seed: int) -> list[Answer]:
    """What each database has, every record with an identifier of its own that says of which work it is."""
    draw = random.Random(seed)
    told = []
    for name, share in BASES.items():
        base = Base(name, [], NOISY, share, draw)
        records: list[Work] = []
        for at, one in enumerate(works):
            if draw.random() <= share and draw.random() >= NOISY.missing:
                made = [replace(work, title=_title(work.title, changed, draw)) for work in base._records(one, draw)]
                records += [replace(work, identifiers=(Source(scheme="of", id=f"{at}/{name}/{n}"),)) for n, work in enumerate(made)]
        told.append(Answer(name, None, tuple(records)))
    return told


def _title(title: str, changed: float, draw: random.Random) -> str:
    if draw.random() >= changed:
        return title
    if ": " in title and draw.random() < 0.5:
        return title.partition(": ")[0]
    at = draw.randrange(len(title))
    return title[:at] + title[at + 1 :]


def of(found: Found) -> set[str]:
    """The works that a merged one is made of."""
    return {one.id.partition("/")[0] for one in found.identifiers}


def measured(works: Sequence[Truth], seed: int) -> Iterator[str]:
    yield "| titles | records | works with any | whole | in several | merged ones | of two works |"
    yield "| --- |" + " --: |" * 6
    for name, changed in CHANGED.items():
        told = answers(works, changed, seed)
        merged = merge(told).works
        parts: dict[str, int] = defaultdict(int)
        for one in merged:
            for work in of(one):
                parts[work] += 1
        whole = sum(n == 1 for n in parts.values())
        mixed = sum(len(of(one)) > 1 for one in merged)
        records = sum(len(one.works) for one in told)
        yield (
            f"| {name} | {records:,} | {len(parts):,} | {whole:,} ({100 * whole / len(parts):.1f} %) | {len(parts) - whole:,} "
            f"| {len(merged):,} | {mixed} |"
        )


def shown(works: Sequence[Truth], seed: int) -> Iterator[str]:
    """What is merged of two works, to be looked at."""
    for one in merge(answers(works, max(CHANGED.values()), seed)).works:
        if len(of(one)) > 1:
            yield f"{one.title} | {one.also_titled} | {one.authors} | {one.dated}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures into RESULTS.md")
    parser.add_argument("--show", action="store_true", help="print what is merged of two works")
    parser.add_argument("--seed", type=int, default=15)
    given = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not here: nothing measured")
        return 0
    works = list({words_of_title(one.title): one for one in truths(entries(), random.Random(given.seed))}.values())
    text = [*measured(works, given.seed), "", f"{machine()}; commit {commit()}; `python bench/merging.py{' --record' * given.record}`."]
    print("\n".join(text))
    if given.show:
        print("\n".join(shown(works, given.seed)))
    if given.record:
        record("Merging", "\n".join(text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
